//! A real server, and a client that sends bytes.

#[path = "../support/client.rs"]
mod client;
#[path = "../support/server.rs"]
mod server;

pub use self::{
    client::{Connection, Request, Response, preflight, request},
    server::Server,
};
