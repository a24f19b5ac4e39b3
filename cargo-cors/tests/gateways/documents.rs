//! Documents for gateways that no test can start, checked against their published schemas.

use std::fs;

use cors_runtime::origin::Pattern;
use serde_json::Value;
use yaml_rust2::{Yaml, YamlLoader};

use crate::{
    SETS, SURFACE, export, export_with,
    refusals::{SOUND, export_rows, row},
    schema::Schema::{self, Bool, List, Map, Number, Object, OneOf, Text},
};

const ANY: usize = usize::MAX;

fn is_name(text: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.len() <= 253
        && text.starts_with(edge)
        && text.ends_with(edge)
        && text.chars().all(|c| edge(c) || c == '-' || c == '.')
}

fn is_token(text: &str) -> bool {
    (1..=256).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// `*`, or an http or https origin whose host may begin with `*.`.
fn is_cors_origin(text: &str) -> bool {
    let host = |host: &str| {
        let host = host.strip_prefix("*.").unwrap_or(host);
        !host.is_empty()
            && host.split('.').all(|label| {
                !label.is_empty()
                    && label
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
    };
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    text == "*"
        || text.len() <= 253
            && rest.is_some_and(|rest| match rest.split_once(':') {
                None => host(rest),
                Some((name, port)) => host(name) && port.len() <= 5 && port.parse::<u16>().is_ok(),
            })
}

fn is_path(text: &str) -> bool {
    text.starts_with(['/', '^']) && text.len() <= 1024
}

fn is_any(_: &str) -> bool {
    true
}

const NAME: Schema = Text(is_name);
const TOKENS: Schema = List(1, 64, &Text(is_token));
const PORT: Schema = Number(1, 65535);
const METHODS: &[&str] = &[
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
];

/// `HTTPRoute` of gateway.networking.k8s.io/v1, release 1.5.
const HTTP_ROUTE: Schema = Object(&[
    ("apiVersion", true, OneOf(&["gateway.networking.k8s.io/v1"])),
    ("kind", true, OneOf(&["HTTPRoute"])),
    ("metadata", true, Object(&[("name", true, NAME)])),
    (
        "spec",
        true,
        Object(&[
            (
                "parentRefs",
                true,
                List(1, 32, &Object(&[("name", true, NAME)])),
            ),
            (
                "hostnames",
                false,
                List(1, 16, &Text(|text| is_name(text.trim_start_matches("*.")))),
            ),
            ("rules", true, List(1, 16, &HTTP_ROUTE_RULE)),
        ]),
    ),
]);

const HTTP_ROUTE_RULE: Schema = Object(&[
    (
        "matches",
        true,
        List(
            1,
            64,
            &Object(&[
                (
                    "path",
                    true,
                    Object(&[
                        (
                            "type",
                            true,
                            OneOf(&["Exact", "PathPrefix", "RegularExpression"]),
                        ),
                        ("value", true, Text(is_path)),
                    ]),
                ),
                ("method", false, OneOf(METHODS)),
                (
                    "headers",
                    false,
                    List(
                        1,
                        16,
                        &Object(&[
                            ("name", true, Text(is_token)),
                            ("value", true, Text(is_token)),
                        ]),
                    ),
                ),
            ]),
        ),
    ),
    (
        "filters",
        false,
        List(
            1,
            1,
            &Object(&[
                ("type", true, OneOf(&["CORS", "ResponseHeaderModifier"])),
                (
                    "cors",
                    false,
                    Object(&[
                        ("allowOrigins", false, List(1, 64, &Text(is_cors_origin))),
                        ("allowCredentials", false, Bool),
                        ("allowMethods", false, List(1, 9, &OneOf(METHODS))),
                        ("allowHeaders", false, TOKENS),
                        ("exposeHeaders", false, TOKENS),
                        ("maxAge", false, Number(1, i32::MAX as i64)),
                    ]),
                ),
                (
                    "responseHeaderModifier",
                    false,
                    Object(&[("remove", false, List(1, 16, &Text(is_any)))]),
                ),
            ]),
        ),
    ),
    (
        "backendRefs",
        true,
        List(
            1,
            16,
            &Object(&[("name", true, NAME), ("port", true, PORT)]),
        ),
    ),
]);

const STRING_MATCH: Schema = Object(&[
    ("exact", false, Text(is_any)),
    ("regex", false, Text(is_any)),
]);

/// `VirtualService` of networking.istio.io/v1.
const VIRTUAL_SERVICE: Schema = Object(&[
    ("apiVersion", true, OneOf(&["networking.istio.io/v1"])),
    ("kind", true, OneOf(&["VirtualService"])),
    ("metadata", true, Object(&[("name", true, NAME)])),
    (
        "spec",
        true,
        Object(&[
            ("hosts", true, List(1, ANY, &Text(is_any))),
            ("gateways", false, List(1, ANY, &Text(is_any))),
            ("http", true, List(1, ANY, &ISTIO_ROUTE)),
        ]),
    ),
]);

const ISTIO_ROUTE: Schema = Object(&[
    (
        "match",
        false,
        List(
            1,
            ANY,
            &Object(&[
                ("uri", false, STRING_MATCH),
                ("method", false, STRING_MATCH),
                ("headers", false, Map(&STRING_MATCH)),
                ("withoutHeaders", false, Map(&STRING_MATCH)),
            ]),
        ),
    ),
    (
        "route",
        false,
        List(
            1,
            ANY,
            &Object(&[(
                "destination",
                true,
                Object(&[
                    ("host", true, NAME),
                    ("port", true, Object(&[("number", true, PORT)])),
                ]),
            )]),
        ),
    ),
    (
        "directResponse",
        false,
        Object(&[("status", true, Number(200, 599))]),
    ),
    (
        "headers",
        false,
        Object(&[(
            "response",
            true,
            Object(&[
                ("remove", false, List(1, ANY, &Text(is_token))),
                ("set", false, Map(&Text(is_balanced))),
                ("add", false, Map(&Text(is_balanced))),
            ]),
        )]),
    ),
]);

/// Istio refuses a header value whose `%` do not come in pairs.
fn is_balanced(text: &str) -> bool {
    text.matches('%').count().is_multiple_of(2)
}

/// The CORS configuration of `PutBucketCors`.
const S3: Schema = Object(&[(
    "CORSRules",
    true,
    List(
        1,
        100,
        &Object(&[
            ("ID", false, Text(|text| text.len() <= 255)),
            (
                "AllowedOrigins",
                true,
                List(1, ANY, &Text(|text| text.matches('*').count() <= 1)),
            ),
            (
                "AllowedMethods",
                true,
                List(1, 5, &OneOf(&["GET", "PUT", "POST", "DELETE", "HEAD"])),
            ),
            (
                "AllowedHeaders",
                false,
                List(1, ANY, &Text(|text| text.matches('*').count() <= 1)),
            ),
            (
                "ExposeHeaders",
                false,
                List(1, ANY, &Text(|text| !text.contains('*'))),
            ),
            ("MaxAgeSeconds", false, Number(0, i32::MAX as i64)),
        ]),
    ),
)]);

/// The CORS file of `gcloud storage buckets update`.
const GCS: Schema = List(
    1,
    ANY,
    &Object(&[
        (
            "origin",
            true,
            List(
                1,
                ANY,
                &Text(|text| text == "*" || Pattern::parse(text).is_some_and(|p| p.is_exact())),
            ),
        ),
        ("method", true, List(1, ANY, &Text(is_token))),
        ("responseHeader", false, List(1, ANY, &Text(is_token))),
        ("maxAgeSeconds", false, Number(0, i64::MAX)),
    ]),
);

/// A document of YAML as JSON.
fn json(text: &str) -> Value {
    fn convert(yaml: &Yaml) -> Value {
        match yaml {
            Yaml::String(text) => text.as_str().into(),
            Yaml::Integer(number) => (*number).into(),
            Yaml::Boolean(truth) => (*truth).into(),
            Yaml::Array(items) => items.iter().map(convert).collect(),
            Yaml::Hash(map) => Value::Object(
                map.iter()
                    .map(|(key, value)| (key.as_str().unwrap().to_owned(), convert(value)))
                    .collect(),
            ),
            other => panic!("{other:?}"),
        }
    }
    let documents =
        YamlLoader::load_from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(documents.len(), 1);
    convert(&documents[0])
}

const MESH: &[&str] = &["--backend", "http://shop:8080", "--gateway", "public"];

/// Rows that Gateway API can express.
fn rows_for_gateway_api() -> String {
    row(
        "/prices",
        "GET",
        "by = \"route\"\norigins = \"any\"\nexpose = \"any\"",
    ) + &row(
        "/prices",
        "PUT",
        "by = \"route\"\norigins = [\"https://*.office.acme.example:8443\", \"http://10.0.0.1:3000\"]\nheaders = [\"content-type\"]\nmax_age = 600\ncredentials = true",
    ) + &row(
        "/orders/{id:[0-9]+}",
        "GET",
        "by = \"route\"\norigins = [\"https://app.acme.example\"]\nheaders = \"any\"",
    ) + &row(
        "/orders/{id:[0-9]+}",
        "DELETE",
        "by = \"route\"\norigins = []",
    ) + &row(
        "/its @$(x)",
        "GET",
        "by = \"scope\"\norigins = [\"https://app.acme.example\"]\nmethods = [\"GET\", \"HEAD\"]",
    ) + &row(
        "/its @$(x)",
        "HEAD",
        "by = \"scope\"\norigins = [\"https://app.acme.example\"]\nmethods = [\"GET\", \"HEAD\"]",
    ) + &row("/free", "GET", "by = \"none\"")
}

#[test]
fn an_http_route_is_valid() {
    let (code, text, error) = export_rows("gateway-api", &rows_for_gateway_api(), MESH);
    assert_eq!(code, 0, "{error}");
    let document = json(&text);
    assert_eq!(HTTP_ROUTE.check(&document), Vec::<String>::new());
    let rules = document["spec"]["rules"].as_array().unwrap();
    // Each policy has a rule, and each method a match for itself and one for its preflights; then everything else.
    assert_eq!(rules.len(), 6, "{text}");
    let matches: usize = rules
        .iter()
        .map(|rule| rule["matches"].as_array().unwrap().len())
        .sum();
    assert_eq!(matches, 2 * 6 + 1);
    let put = rules
        .iter()
        .find(|rule| rule["filters"][0]["cors"]["maxAge"] == 600)
        .unwrap();
    assert_eq!(put["filters"][0]["cors"]["allowCredentials"], true);
    assert_eq!(put["matches"][0]["method"], "PUT");
    assert_eq!(put["matches"][1]["method"], "OPTIONS");
    assert_eq!(put["matches"][1]["headers"][0]["value"], "PUT");
    let hosts = export_rows(
        "gateway-api",
        SOUND,
        &[MESH, &["--host", "*.acme.example", "--name", "shop-cors"]].concat(),
    );
    assert_eq!(json(&hosts.1)["spec"]["hostnames"][0], "*.acme.example");
    assert_eq!(HTTP_ROUTE.check(&json(&hosts.1)), Vec::<String>::new());
}

#[test]
fn a_virtual_service_is_valid() {
    let arguments = [&["istio", "--surface", SURFACE], MESH].concat();
    let (code, text, error) = export_with(&arguments, SETS);
    assert_eq!(code, 0, "{error}");
    let document = json(&text);
    assert_eq!(VIRTUAL_SERVICE.check(&document), Vec::<String>::new());
    for route in document["spec"]["http"].as_array().unwrap() {
        // A route answers or forwards, never both.
        assert_ne!(
            route.get("route").is_some(),
            route.get("directResponse").is_some(),
            "{route}"
        );
    }
}

#[test]
fn the_rules_of_a_bucket_are_valid() {
    let rows = row(
        "/{tail:.*}",
        "GET",
        "by = \"route\"\norigins = [\"https://*.acme.example\", \"http://localhost:*\"]\nmethods = [\"GET\", \"PUT\"]\nheaders = \"any\"\nexpose = [\"etag\"]\ncredentials = true\nmax_age = 60",
    );
    let rows = rows.clone() + &rows.replace("method = \"GET\"", "method = \"PUT\"");
    let (code, text, error) = export_rows("s3", &rows, &[]);
    assert_eq!(code, 0, "{error}");
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(S3.check(&document), Vec::<String>::new());
    let rule = &document["CORSRules"][0];
    let origins = serde_json::json!([
        "http://localhost",
        "http://localhost:*",
        "https://*.acme.example"
    ]);
    assert_eq!(rule["AllowedOrigins"], origins);
    assert!(
        rule["ID"]
            .as_str()
            .unwrap()
            .contains("cargo cors export s3")
    );

    let rows = row(
        "/{tail:.*}",
        "GET",
        "by = \"route\"\norigins = [\"https://app.acme.example\"]\nheaders = [\"x-trace\"]\nexpose = [\"x-trace\"]",
    );
    let (code, text, error) = export_rows("gcs", &rows, &[]);
    assert_eq!(code, 0, "{error}");
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(GCS.check(&document), Vec::<String>::new());
    // Browsers cache for 5 seconds without `max_age`; Cloud Storage would send an hour.
    assert_eq!(document[0]["maxAgeSeconds"], 5);
}

#[test]
fn a_schema_finds_what_is_wrong() {
    let (_, text, _) = export_rows("gateway-api", SOUND, MESH);
    for (from, to) in [
        ("https://app.acme.example", "tauri://localhost"),
        ("maxAge: 600", "maxAge: 0"),
        ("method: GET", "method: PURGE"),
        ("parentRefs", "parents"),
    ] {
        let damaged = text.replace(from, to);
        assert_ne!(damaged, text, "{from}");
        assert!(!HTTP_ROUTE.check(&json(&damaged)).is_empty(), "{to}");
    }
}

/// Rows that a gateway cannot express: its name, the method of the row, its policy, and the reason.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    (
        "gateway-api",
        "GET",
        r#"origins = ["http://localhost:*"]"#,
        "wildcard for a port",
    ),
    (
        "gateway-api",
        "GET",
        r#"origins = ["tauri://localhost"]"#,
        "http and https origins only",
    ),
    (
        "gateway-api",
        "GET",
        r#"origins = ["null"]"#,
        "http and https origins only",
    ),
    (
        "gateway-api",
        "GET",
        r#"origins = ["https://[2001:db8::1]"]"#,
        "IPv6",
    ),
    (
        "gateway-api",
        "GET",
        r#"origins = ["https://a_b.example"]"#,
        "letters, digits",
    ),
    (
        "gateway-api",
        "PROPFIND",
        r#"origins = ["https://a.example"]"#,
        "no method `PROPFIND`",
    ),
    (
        "gateway-api",
        "GET",
        "origins = [\"https://a.example\"]\nmax_age = 0",
        "at least 1 second",
    ),
    (
        "gateway-api",
        "GET",
        "origins = [\"https://a.example\"]\nmethods = [\"PUT\"]",
        "excludes GET",
    ),
    (
        "gateway-api",
        "POST",
        "origins = [\"https://a.example\"]\nmethods = [\"GET\"]",
        "excludes POST",
    ),
    (
        "gateway-api",
        "GET",
        "origins = \"any\"\ncredentials = [\"https://a.example\"]",
        "for some of the origins",
    ),
    (
        "s3",
        "PATCH",
        "origins = [\"https://a.example\"]\ncredentials = true",
        "no method `PATCH`",
    ),
    (
        "s3",
        "GET",
        r#"origins = ["https://a.example"]"#,
        "without credentials",
    ),
    (
        "s3",
        "GET",
        "origins = [\"https://*.a.example:*\"]\ncredentials = true",
        "one `*`",
    ),
    (
        "s3",
        "GET",
        "origins = \"any\"\nexpose = \"any\"",
        "lists the names",
    ),
    (
        "s3",
        "GET",
        "origins = [\"https://a.example\"]\nmismatch = \"reject\"",
        "no application",
    ),
    ("s3", "GET", "origins = []", "allows nothing"),
    (
        "s3",
        "GET",
        "origins = [\"https://a.example\"]\ncredentials = true\nmethods = [\"GET\", \"PUT\"]",
        "which no row serves",
    ),
    (
        "gcs",
        "GET",
        "origins = [\"https://a.example\"]\ncredentials = true",
        "credentials",
    ),
    (
        "gcs",
        "GET",
        r#"origins = ["https://*.a.example"]"#,
        "no patterns",
    ),
    (
        "gcs",
        "GET",
        "origins = \"any\"\nheaders = [\"x-a\"]\nexpose = [\"x-b\"]",
        "one list for both",
    ),
    (
        "gcs",
        "GET",
        "origins = \"any\"\nheaders = \"any\"",
        "lists the names",
    ),
];

#[test]
fn gateway_api_and_buckets_refuse_unsupported_rows() {
    let hosts: Vec<String> = (0..65)
        .map(|n| format!("\"https://h{n}.example\""))
        .collect();
    let many = format!("origins = [{}]", hosts.join(", "));
    let too_many = ("gateway-api", "GET", many.as_str(), "65 origins");
    for (target, method, keys, reason) in REFUSED.iter().copied().chain([too_many]) {
        let mesh = if target == "gateway-api" { MESH } else { &[] };
        let rows = row("/x", method, &format!("by = \"route\"\n{keys}"));
        let (code, output, error) = export_rows(target, &rows, mesh);
        assert_eq!(
            (code, output.as_str()),
            (3, ""),
            "{target}: {keys}: {error}"
        );
        let named = format!("  {method} /x: ");
        let line = error.lines().find(|line| line.starts_with(&named));
        assert!(
            line.is_some_and(|line| line.contains(reason)),
            "{target}: {reason}: {error}"
        );
    }
}

#[test]
fn policies_that_differ_cannot_be_joined_in_a_bucket() {
    let session = "by = \"route\"\norigins = [\"https://app.acme.example\"]\ncredentials = true";
    for other in [
        row(
            "/b",
            "GET",
            "by = \"route\"\norigins = [\"https://b.example\"]\ncredentials = true",
        ),
        row("/b", "GET", "by = \"none\""),
        row("/a", "PUT", session),
    ] {
        let rows = row("/a", "GET", session) + &other;
        let (code, output, error) = export_rows("s3", &rows, &[]);
        assert_eq!((code, output.as_str()), (3, ""), "{other}: {error}");
        assert!(error.contains("GET /a: one policy has to do"), "{error}");
    }
}

#[test]
fn an_order_that_implementations_may_change_is_refused() {
    let rows = row("/users/{id}", "GET", "by = \"route\"\norigins = \"any\"")
        + &row(
            "/users/me",
            "GET",
            "by = \"route\"\norigins = [\"https://app.acme.example\"]",
        );
    let (code, output, error) = export_rows("gateway-api", &rows, MESH);
    assert_eq!((code, output.as_str()), (3, ""));
    assert!(error.contains("implementations differ"), "{error}");
    // Two rows with one policy need no order.
    let rows = row("/users/{id}", "GET", "by = \"route\"\norigins = \"any\"")
        + &row("/users/me", "GET", "by = \"route\"\norigins = \"any\"");
    assert_eq!(export_rows("gateway-api", &rows, MESH).0, 0);
    // A path comes before a prefix on every implementation.
    let methods = "methods = [\"GET\", \"PUT\"]";
    let around =
        format!("by = \"application\"\norigins = [\"https://app.acme.example\"]\n{methods}");
    let rows = row("/**", "?", &around)
        + &row("/prices", "GET", "by = \"route\"\norigins = \"any\"")
        + &row("/health", "GET", "by = \"none\"");
    let (code, text, error) = export_rows("gateway-api", &rows, MESH);
    assert_eq!(code, 0, "{error}");
    assert_eq!(HTTP_ROUTE.check(&json(&text)), Vec::<String>::new());
    assert!(
        text.contains("{ type: PathPrefix, value: \"/\" }, method: PUT }"),
        "{text}"
    );
    assert!(
        text.contains("{ type: Exact, value: \"/health\" }, method: GET }"),
        "{text}"
    );
    // Neither does a policy of which there are too many.
    let many: String = (0..16)
        .map(|n| {
            row(
                &format!("/{n}"),
                "GET",
                &format!("by = \"route\"\norigins = [\"https://h{n}.example\"]"),
            )
        })
        .collect();
    let (code, _, error) = export_rows("gateway-api", &many, MESH);
    assert_eq!(code, 3);
    assert!(
        error.contains("16 rules") && error.contains("GET /7"),
        "{error}"
    );
}

#[test]
fn traefik_needs_its_loss_accepted() {
    let (code, output, error) = export_rows("traefik", SOUND, &[]);
    assert_eq!((code, output.as_str()), (3, ""));
    assert!(
        error.contains("`Vary`") && error.contains("--accept vary"),
        "{error}"
    );
    let (code, output, _) = export_rows("traefik", SOUND, &["--accept", "vary"]);
    assert_eq!(code, 0);
    assert!(
        output.contains("# - Answers to preflights have no `Vary`"),
        "{output}"
    );
    for (keys, reason) in [
        (
            "headers = \"any\"\ncredentials = true",
            "`headers = any` with credentials",
        ),
        ("max_age = 0", "`max_age = 0`"),
    ] {
        let keys = format!("by = \"route\"\norigins = [\"https://app.acme.example\"]\n{keys}");
        let (code, _, error) =
            export_rows("traefik", &row("/x", "GET", &keys), &["--accept", "vary"]);
        assert_eq!(code, 3);
        assert!(error.contains(reason), "{error}");
    }
    let (code, _, error) = export_rows(
        "traefik",
        &row("/é", "GET", "by = \"route\"\norigins = \"any\""),
        &["--accept", "vary"],
    );
    assert_eq!(code, 3);
    assert!(error.contains("Traefik decodes"), "{error}");
}

#[test]
fn a_route_in_a_cluster_needs_a_service_and_a_gateway() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("surface.toml");
    fs::write(&file, format!("version = 1\n{SOUND}")).unwrap();
    let file = file.display().to_string();
    for target in ["gateway-api", "istio"] {
        for arguments in [
            &[][..],
            &["--backend", "http://shop:80"],
            &["--gateway", "public"],
            &["--backend", "http://shop:80", "--gateway", "a b"],
            &[
                "--backend",
                "http://shop:80",
                "--gateway",
                "public",
                "--host",
                "a: b",
            ],
            &[
                "--backend",
                "http://shop:80",
                "--gateway",
                "public",
                "--name",
                "\"x",
            ],
        ] {
            let arguments = [&[target, "--surface", &file], arguments].concat();
            let (code, output, error) = export(&arguments);
            assert_eq!((code, output.as_str()), (2, ""), "{arguments:?}: {error}");
        }
    }
}
