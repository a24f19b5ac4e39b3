//! A small HTTP server: one function answers every request.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
};

/// The head of a request.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: Vec<(String, String)>,
}

impl Request {
    fn read(stream: &TcpStream) -> Option<Self> {
        let mut lines = BufReader::new(stream).lines();
        let first = lines.next()?.ok()?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next()?, words.next()?);
        let headers = lines
            .map_while(Result::ok)
            .take_while(|line| !line.is_empty());
        let headers = headers.filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        let headers = headers.collect();
        Some(Self {
            method,
            path,
            headers,
        })
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let headers = self.headers.iter().filter(|(header, _)| header == name);
        headers.map(|(_, value)| value.as_str()).collect()
    }

    /// The first value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// The only `Origin`.
    pub(crate) fn origin(&self) -> Option<&str> {
        match self.all("origin").as_slice() {
            [origin] => Some(origin),
            _ => None,
        }
    }

    /// The announced method, if this is a preflight.
    pub(crate) fn announced(&self) -> Option<&str> {
        self.header("access-control-request-method")
            .filter(|_| self.method == "OPTIONS")
    }
}

/// A status and headers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Response {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| *header != name);
        self
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// Starts a server that lives as long as the test, and returns its address.
pub(crate) fn serve(answer: impl Fn(&Request) -> Response + Clone + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let answer = answer.clone();
            thread::spawn(move || {
                let Some(request) = Request::read(&stream) else {
                    return;
                };
                let Response { status, headers } = answer(&request);
                let mut head = format!("HTTP/1.1 {status} x\r\n");
                for (name, value) in headers {
                    head.extend([name, ": ", value.as_str(), "\r\n"]);
                }
                head.push_str("content-length: 0\r\nconnection: close\r\n\r\n");
                // A client that has gone needs no answer.
                let _ = (&stream).write_all(head.as_bytes());
            });
        }
    });
    address
}
