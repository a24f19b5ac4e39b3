//! The examples, as a person meets them: started from the command line and used in a browser.

mod demo;
mod fortune;
mod message_log;
mod stage;
#[path = "../support/mod.rs"]
mod support;
