//! The examples: started from the command line, used with a browser or with HTTP requests.

mod demo;
mod edge;
mod fortune;
mod message_log;
mod pokedex;
mod stage;
mod streaming;
mod tenants;
