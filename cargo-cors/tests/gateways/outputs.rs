//! The whole output for each target, of a small surface. Read the difference after `ROUTE_CORS_BLESS=1`.

use std::{env, fs, path::Path};

use crate::refusals::{SOUND, export_rows, row};

/// A path of its own before one with a parameter, a wildcard, a header, and what has no policy.
fn rows() -> String {
    let admin = "by = \"route\"\norigins = [\"https://admin.acme.example\"]\nmethods = [\"PUT\", \"DELETE\"]\nheaders = [\"content-type\"]";
    let every_site = "by = \"route\"\norigins = [\"https://*.acme.example\"]\nmethods = [\"GET\"]\nexpose = [\"etag\"]";
    let public = "by = \"route\"\norigins = \"any\"\nmethods = [\"GET\"]";
    SOUND.to_owned()
        + &row("/users/{id}", "PUT", admin)
        + &row("/users/{id}", "DELETE", admin)
        + &row("/sites", "GET", every_site)
        + &row("/prices", "GET", public)
        + &row("/health", "GET", "by = \"none\"")
}

#[test]
fn outputs_of_a_small_surface() {
    let cluster = &["--backend", "http://orders:8080", "--gateway", "edge"][..];
    let files = "by = \"route\"\norigins = [\"https://app.acme.example\"]\nmethods = [\"GET\"]\nmax_age = 600";
    let files = row("/files", "GET", files);
    for (target, rows, arguments) in [
        ("nginx", rows(), &[][..]),
        ("haproxy", rows(), &[]),
        ("caddy", rows(), &[]),
        ("apache", rows(), &[]),
        ("envoy", rows(), &[]),
        ("traefik", rows(), &["--accept", "vary"]),
        ("gateway-api", rows(), cluster),
        ("istio", rows(), cluster),
        ("s3", SOUND.to_owned(), &[]),
        ("gcs", files, &[]),
    ] {
        let (code, output, error) = export_rows(target, &rows, arguments);
        assert_eq!(code, 0, "{target}: {error}");
        // The head names the version and the file.
        let output: Vec<&str> = output
            .lines()
            .filter(|line| !line.contains("cargo-cors 0."))
            .collect();
        let output = output.join("\n") + "\n";
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/gateways/outputs")
            .join(format!("{target}.txt"));
        if env::var_os("ROUTE_CORS_BLESS").is_some() {
            fs::write(&file, &output).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(output, expected, "{target}");
    }
}
