//! A server that runs until it is dropped.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::mpsc,
    thread::{self, JoinHandle},
};

use actix_web::dev::{Server as Running, ServerHandle};

use super::{Connection, Request, Response};

/// A server in its own thread.
pub struct Server {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on a free port.
    pub fn run(listen: impl FnOnce(TcpListener) -> Running + Send + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let (started, start) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let running = listen(listener);
                started
                    .send(running.handle())
                    .expect("the test waits for it");
                running.await.expect("the server runs");
            });
        });
        Self {
            address,
            handle: start.recv().expect("the server starts"),
            thread: Some(thread),
        }
    }

    /// Opens a connection.
    pub fn connect(&self) -> Connection {
        Connection::to(self.address)
    }

    /// Sends one request on a new connection.
    pub fn ask(&self, request: &Request) -> Response {
        self.connect().ask(request)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The command is sent before the future is awaited.
        drop(self.handle.stop(false));
        let ended = self.thread.take().map(JoinHandle::join);
        if !thread::panicking() {
            ended
                .expect("it is joined once")
                .expect("the server does not panic");
        }
    }
}
