//! Large surfaces: with many policies, long paths and long lists, the output fits the limits of a gateway or is refused.

use std::fs;

use crate::{
    APACHE, GATEWAYS, HAPROXY, NGINX, backend,
    client::Request,
    configuration,
    refusals::{export_rows, row},
};

const ROUTES: usize = 300;

/// A surface in which each route has a policy of its own.
fn surface() -> String {
    let rows = (0..ROUTES).map(|n| {
        let origins = format!("origins = [\"https://h{n}.example\", \"https://*.h{n}.example\"]");
        let rest = "headers = [\"content-type\"]\nexpose = [\"etag\"]\ncredentials = true";
        row(
            &format!("/{n}/{{id}}"),
            "PUT",
            &format!("by = \"route\"\n{origins}\n{rest}"),
        )
    });
    format!("version = 1\n{}", rows.collect::<String>())
}

#[test]
fn a_large_surface_fits() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("surface.toml");
    fs::write(&file, surface()).unwrap();
    let file = file.display().to_string();
    let backend = backend::start();
    for gateway in GATEWAYS {
        let running =
            gateway.start(|listen| configuration(gateway.target, &file, &[], &[], backend, listen));
        let Some(running) = running else { continue };
        for n in [0, ROUTES / 2, ROUTES - 1] {
            for (origin, status) in [
                (format!("https://h{n}.example"), 204),
                (format!("https://x.h{n}.example"), 204),
                (format!("https://h{}.example", n + 1), 403),
            ] {
                let response = Request::new("OPTIONS", &format!("/{n}/7"))
                    .with("Origin", &origin)
                    .with("Access-Control-Request-Method", "PUT")
                    .send(running.address)
                    .unwrap();
                assert_eq!(response.status, status, "{}: {n}: {origin}", gateway.target);
                assert_eq!(response.vary().len(), 2, "{}", gateway.target);
            }
        }
    }
}

/// The escaped text counts: nginx writes 14 bytes for a `$`.
#[test]
fn the_longest_list_fits() {
    let backend = backend::start();
    for (gateway, most, (escaped, bytes)) in [
        (NGINX, 3_498, ("$", 14)),
        (HAPROXY, 1_498, ("$", 2)),
        (APACHE, 6_998, ("%", 2)),
    ] {
        for text in [String::new(), escaped.repeat(most / bytes)] {
            let rest = most - text.len() * bytes;
            let longest = format!("{text}{}", "x".repeat(rest));
            let rows = |name: &str| {
                let policy = "by = \"route\"\norigins = [\"https://app.acme.example\"]";
                row("/x", "GET", &format!("{policy}\nexpose = [\"{name}\"]"))
            };
            let (code, output, error) =
                export_rows(gateway.target, &rows(&format!("{longest}x")), &[]);
            assert_eq!((code, output.as_str()), (3, ""), "{error}");
            assert!(error.contains("one of its lists"), "{error}");

            let directory = tempfile::tempdir().unwrap();
            let file = directory.path().join("surface.toml");
            fs::write(&file, format!("version = 1\n{}", rows(&longest))).unwrap();
            let file = file.display().to_string();
            let running = gateway
                .start(|listen| configuration(gateway.target, &file, &[], &[], backend, listen));
            let Some(running) = running else { continue };
            let response = Request::new("GET", "/x")
                .with("Origin", "https://app.acme.example")
                .send(running.address)
                .unwrap();
            let exposed = ("access-control-expose-headers".to_owned(), longest);
            assert!(response.cors().contains(&exposed), "{}", gateway.target);
        }
    }
}

#[test]
fn surfaces_beyond_a_limit_are_refused() {
    let policy = "by = \"route\"\norigins = [\"https://app.acme.example\"]";
    let path = format!("/{}", "long/".repeat(1500));
    let names: Vec<String> = (0..600).map(|n| format!("\"x-header-{n}\"")).collect();
    let headers = format!("{policy}\nheaders = [{}]", names.join(", "));
    for (target, word) in [
        ("nginx", "word of nginx"),
        ("haproxy", "line of HAProxy"),
        ("apache", "line of Apache"),
    ] {
        for rows in [row(&path, "GET", policy), row("/x", "GET", &headers)] {
            let (code, output, error) = export_rows(target, &rows, &[]);
            assert_eq!((code, output.as_str()), (3, ""), "{error}");
            assert!(error.contains(word), "{error}");
        }
    }
}
