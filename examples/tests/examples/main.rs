//! The examples, as you meet them: started from the command line, used with a browser or over the wire.

mod demo;
mod edge;
mod fortune;
mod message_log;
mod pokedex;
mod stage;
mod streaming;
mod tenants;
