//! A client for HTTP/1.1 that sends any bytes and returns the header fields as they are.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// A request, as bytes.
#[derive(Clone, Debug)]
pub struct Request {
    head: Vec<u8>,
    body: Vec<u8>,
    bodiless_answer: bool,
}

/// Creates a request with only `Host`.
pub fn request(method: &str, path: &str) -> Request {
    Request {
        head: format!("{method} {path} HTTP/1.1\r\nHost: api.acme.example\r\n").into_bytes(),
        body: Vec::new(),
        bodiless_answer: method == "HEAD",
    }
}

/// Creates the preflight that a browser sends before a request.
pub fn preflight(method: &str, path: &str, origin: &str) -> Request {
    request("OPTIONS", path)
        .origin(origin)
        .header("Access-Control-Request-Method", method)
}

impl Request {
    /// Adds a header.
    pub fn header(self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref();
        self.line(&[name.as_bytes(), b": ", value].concat())
    }

    /// Adds an `Origin`.
    pub fn origin(self, origin: impl AsRef<[u8]>) -> Self {
        self.header("Origin", origin)
    }

    /// Adds a line to the head, without changes.
    pub fn line(mut self, line: &[u8]) -> Self {
        self.head.extend_from_slice(line);
        self.head.extend_from_slice(b"\r\n");
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: &str) -> Self {
        body.as_bytes().clone_into(&mut self.body);
        self.header("Content-Length", body.len().to_string())
    }

    fn bytes(&self) -> Vec<u8> {
        [&self.head, &b"\r\n"[..], &self.body].concat()
    }
}

/// A response: the header fields in order, not merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Response {
    /// Returns the values of a header, in order.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(header, _)| header == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Returns the headers that this library sets: `Vary` and the `Access-Control-*`, without their common prefix,
    /// sorted by their names.
    pub fn cors(&self) -> Vec<String> {
        let mut lines: Vec<(&str, &str)> = self
            .headers
            .iter()
            .filter_map(|(name, value)| {
                let short = name.strip_prefix("access-control-");
                let name = short.or((name == "vary").then_some("vary"))?;
                Some((name, value.as_str()))
            })
            .collect();
        lines.sort_by_key(|(name, _)| *name);
        lines
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect()
    }

    /// Asserts the status and everything that [`cors`](Self::cors) returns.
    #[track_caller]
    pub fn is(&self, status: u16, cors: &[&str]) -> &Self {
        assert_eq!(
            (self.status, self.cors()),
            (status, cors.iter().map(ToString::to_string).collect()),
            "{self:#?}"
        );
        self
    }

    /// Asserts that there is no body, and that the length says so.
    #[track_caller]
    pub fn is_empty(&self) -> &Self {
        assert_eq!(self.body, "", "{self:#?}");
        assert!(self.values("transfer-encoding").is_empty(), "{self:#?}");
        assert!(
            self.values("content-length")
                .iter()
                .all(|length| *length == "0"),
            "{self:#?}"
        );
        self
    }
}

/// A connection to a server.
pub struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub fn to(address: SocketAddr) -> Self {
        let limit = Some(Duration::from_secs(10));
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_read_timeout(limit).expect("it is not zero");
        stream.set_write_timeout(limit).expect("it is not zero");
        stream.set_nodelay(true).expect("it is a TCP socket");
        Self {
            stream: BufReader::new(stream),
        }
    }

    /// Sends a request and reads the response to it.
    pub fn ask(&mut self, request: &Request) -> Response {
        self.send(&request.bytes());
        self.answer(request.bodiless_answer)
    }

    /// Sends bytes.
    pub fn send(&mut self, bytes: &[u8]) {
        self.stream
            .get_mut()
            .write_all(bytes)
            .expect("the server reads");
    }

    /// Reads bytes that are not part of a response, such as after an upgrade.
    pub fn receive(&mut self, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        self.stream
            .read_exact(&mut bytes)
            .expect("the server sends");
        bytes
    }

    /// Checks whether the server has closed the connection.
    pub fn is_closed(&mut self) -> bool {
        self.stream.fill_buf().is_ok_and(<[u8]>::is_empty)
    }

    fn answer(&mut self, bodiless: bool) -> Response {
        let status = self.line();
        let status = status
            .strip_prefix("HTTP/1.1 ")
            .and_then(|rest| rest.get(..3))
            .and_then(|status| status.parse().ok())
            .unwrap_or_else(|| panic!("{status:?} is no status line"));
        let mut headers = Vec::new();
        loop {
            let line = self.line();
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').expect("a header has a colon");
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut response = Response {
            status,
            headers,
            body: String::new(),
        };
        if !bodiless && !matches!(status, 101 | 204 | 304) {
            response.body = self.body(&response);
        }
        response
    }

    fn body(&mut self, response: &Response) -> String {
        let mut bytes = Vec::new();
        if response.values("transfer-encoding") == ["chunked"] {
            loop {
                let length = self.line();
                let length = usize::from_str_radix(&length, 16).expect("a chunk has a length");
                bytes.extend(self.receive(length));
                assert_eq!(self.line(), "", "a chunk ends where it says");
                if length == 0 {
                    break;
                }
            }
        } else if let [length] = response.values("content-length")[..] {
            bytes = self.receive(length.parse().expect("a length is a number"));
        }
        latin1(&bytes)
    }

    /// Reads a line, without the line end.
    fn line(&mut self) -> String {
        let mut line = Vec::new();
        self.stream
            .read_until(b'\n', &mut line)
            .expect("the server answers in time");
        let line = line
            .strip_suffix(b"\r\n")
            .unwrap_or_else(|| panic!("the connection ended in {:?}", latin1(&line)));
        latin1(line)
    }
}

/// Returns each byte as one character, so that none is lost.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
