//! Errors that a gateway answers itself, without the application, have the CORS headers of the row.

use std::{net::TcpListener, thread};

use crate::{GATEWAYS, SETS, SURFACE, client::Request, configuration};

const APP: &str = "https://app.acme.example";

const SESSION: &[(&str, &str)] = &[
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-origin", APP),
    ("access-control-expose-headers", "etag, x-total"),
];

const LIVE: &[(&str, &str)] = &[
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-origin", APP),
];

const ANYONE: &[(&str, &str)] = &[("access-control-allow-origin", "*")];

/// A request: method, path and origin. Its response: CORS headers and `Vary`.
type Case = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

const CASES: &[Case] = &[
    ("GET", "/orders/7", Some(APP), SESSION, &["origin"]),
    (
        "GET",
        "/orders/7",
        Some("https://evil.example"),
        &[],
        &["origin"],
    ),
    ("GET", "/orders/7", None, &[], &["origin"]),
    ("GET", "/prices", Some("https://evil.example"), ANYONE, &[]),
    ("GET", "/prices", None, ANYONE, &[]),
    ("DELETE", "/orders/7", Some(APP), &[], &[]),
    (
        "GET",
        "/live",
        Some(APP),
        LIVE,
        &["origin", "sec-fetch-site"],
    ),
    ("GET", "/nothing", Some(APP), &[], &[]),
];

#[test]
fn errors_of_the_gateway_are_readable() {
    // A port on which nothing listens.
    let backend = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    for gateway in GATEWAYS {
        let running = gateway
            .start(|listen| configuration(gateway.target, SURFACE, SETS, &[], backend, listen));
        let Some(running) = running else { continue };
        // HAProxy tries for seconds, so all are asked at once.
        thread::scope(|scope| {
            for (method, path, origin, cors, vary) in CASES {
                let address = running.address;
                scope.spawn(move || {
                    let request = Request::new(method, path);
                    let request = origin
                        .iter()
                        .fold(request, |request, origin| request.with("Origin", origin));
                    let response = request.send(address).unwrap();
                    let name = format!("{}: {method} {path} from {origin:?}", gateway.target);
                    assert!(
                        matches!(response.status, 502 | 503),
                        "{name}: {}",
                        response.status
                    );
                    let expected: Vec<(String, String)> = cors
                        .iter()
                        .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                        .collect();
                    assert_eq!(response.cors(), expected, "{name}");
                    assert_eq!(response.vary(), *vary, "{name}");
                });
            }
        });
        // Preflights do not need the application.
        let preflight = Request::new("OPTIONS", "/orders/7")
            .with("Origin", APP)
            .with("Access-Control-Request-Method", "GET");
        assert_eq!(
            preflight.send(running.address).unwrap().status,
            204,
            "{}",
            gateway.target
        );
    }
}
