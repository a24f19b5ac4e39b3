//! The examples, as a person meets them: started from the command line and used in a browser.

mod demo;
mod fortune;
mod message_log;
mod pokedex;
mod stage;
mod streaming;
#[path = "../support/mod.rs"]
mod support;
