//! An application that answers everything, with hostile CORS headers of its own.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
};

/// Starts a backend that lives as long as the test.
///
/// Its answers carry `X-Backend`, and the request line as it arrived in the body. A request's `X-Test-Vary` fields are
/// answered as `Vary` fields, and `X-Test-Status` is the status.
pub(crate) fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || drop(serve(stream)));
        }
    });
    address
}

const HOSTILE: &str = "\
Access-Control-Allow-Origin: https://evil.example\r
access-control-allow-credentials: true\r
Access-Control-Allow-Methods: DELETE\r
Access-Control-Allow-Headers: x-evil\r
Access-Control-Expose-Headers: x-evil\r
Access-Control-Max-Age: 86400\r
";

fn serve(stream: TcpStream) -> std::io::Result<()> {
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let request = line.trim_end().to_owned();
        let (mut vary, mut status, mut length) = (String::new(), "200 OK".to_owned(), 0_u64);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "x-test-vary" => {
                    let _ = write!(vary, "Vary: {value}\r\n");
                }
                "x-test-status" => value.clone_into(&mut status),
                "content-length" => length = value.parse().unwrap(),
                _ => {}
            }
        }
        std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())?;
        let has_body = !request.starts_with("HEAD ") && !status.starts_with("304 ");
        let body = if has_body { request.as_str() } else { "" };
        // In one piece: many small ones wait for acknowledgements.
        let response = format!(
            "HTTP/1.1 {status}\r\nX-Backend: yes\r\nContent-Length: {}\r\n{HOSTILE}{vary}\r\n{body}",
            request.len()
        );
        writer.write_all(response.as_bytes())?;
    }
}
