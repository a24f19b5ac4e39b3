//! A client that sends what it is given, byte for byte.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The target of the request line.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
}

/// A response.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// Names in lower case, in the order of arrival.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let fields = self.headers.iter();
        fields
            .filter(|(there, _)| there.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// Sends it on a connection of its own.
    pub(crate) fn send(&self, to: SocketAddr) -> std::io::Result<Response> {
        let mut stream = TcpStream::connect(to)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let mut text = format!(
            "{} {} HTTP/1.1\r\nHost: api.example\r\n",
            self.method, self.target
        );
        for (name, value) in &self.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text.push_str("Connection: close\r\n\r\n");
        stream.write_all(text.as_bytes())?;
        Response::read(stream, self.method == "HEAD")
    }
}

impl Response {
    fn read(stream: TcpStream, is_head: bool) -> std::io::Result<Self> {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let status = line
            .split(' ')
            .nth(1)
            .and_then(|status| status.trim().parse().ok())
            .ok_or_else(|| std::io::Error::other(format!("no status line: {line:?}")))?;
        let mut headers = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = headers
            .iter()
            .find(|(name, _)| name == "content-length")
            .map(|(_, value)| value.parse::<u64>().unwrap());
        let mut body = Vec::new();
        if !(is_head || status == 204) {
            reader
                .take(length.unwrap_or(u64::MAX))
                .read_to_end(&mut body)?;
        }
        Ok(Self {
            status,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    /// Returns whether the backend answered, and not the gateway.
    pub(crate) fn is_from_backend(&self) -> bool {
        self.headers.iter().any(|(name, _)| name == "x-backend")
    }

    /// The CORS headers, sorted.
    pub(crate) fn cors(&self) -> Vec<(String, String)> {
        let fields = self.headers.iter();
        let mut cors: Vec<_> = fields
            .filter(|(name, _)| name.starts_with("access-control-"))
            .cloned()
            .collect();
        cors.sort();
        cors
    }

    /// Removes names that are in `Vary` twice.
    pub(crate) fn unique_vary(&mut self) {
        let mut vary = self.vary();
        vary.dedup();
        self.headers.retain(|(name, _)| name != "vary");
        self.headers.push(("vary".to_owned(), vary.join(",")));
    }

    /// The names in `Vary`, in lower case, sorted. Names that occur twice are twice in the list.
    pub(crate) fn vary(&self) -> Vec<String> {
        let fields = self.headers.iter().filter(|(name, _)| name == "vary");
        let mut vary: Vec<String> = fields
            .flat_map(|(_, value)| value.split(','))
            .map(|name| name.trim().to_ascii_lowercase())
            .filter(|name| !name.is_empty())
            .collect();
        vary.sort();
        vary
    }
}
