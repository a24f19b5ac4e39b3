//! The generated code, as a person reads it. `ROUTE_CORS_BLESS=1 cargo test -p cors-macros` writes what is
//! generated now to the files that it is held against.

use std::{env, fs, path::Path};

use super::drive;

/// The file, the arguments, and the item below them.
const HANDLERS: &[(&str, &str, &str)] = &[
    (
        "any_origin",
        "origins = any",
        r#"#[get("/prices")] async fn prices() -> impl Responder { "42" }"#,
    ),
    (
        "everything",
        r#"origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://localhost:5173"],
           methods = [PUT], headers = ["Content-Type"], expose = ["ETag"], credentials, max_age = "10m", mismatch = reject"#,
        r#"/// Updates an order.
           #[put("/orders/{id}", name = "order")]
           pub async fn update(id: web::Path<u64>, order: web::Json<Order>) -> impl Responder { order }"#,
    ),
    (
        "allowed",
        r#"origins = [#[allow(insecure_origin, reason = "no TLS, OPS-211")] "http://scanner.acme.lan",
           "https://*.shops.acme.example:*"], mismatch = reject, allow(any_port, reason = "ours, every port")"#,
        r#"#[get("/stock")] async fn stock() -> String { String::new() }"#,
    ),
    (
        "several_routes",
        r#"origins = ["https://app.acme.example"], credentials"#,
        r#"#[routes] #[get("/a", guard = "acme")] #[put("/a")] #[put("/b")] async fn several() {}"#,
    ),
    (
        "below_another_attribute",
        "origins = any",
        r#"#[doc = "A."] #[utoipa::path(get, path = "/a")] #[get("/a")] async fn documented() {}"#,
    ),
    (
        "named_policy",
        "policy = PARTNERS, credentials",
        r#"#[get("/partners")] async fn partners() {}"#,
    ),
    (
        "named_policy_alone",
        "policy = PARTNERS",
        r#"#[get("/partners")] async fn partners() {}"#,
    ),
    (
        "off",
        "off",
        r#"#[get("/internal")] async fn internal() {}"#,
    ),
    (
        "module",
        r#"origins = ["https://app.acme.example"], headers = ["content-type"], max_age = "7d",
           allow(session_needs_credentials, max_age_out_of_range, reason = "a client of ours")"#,
        r#"pub mod api { #[get("/a")] async fn a(_: Session) {} #[cors(off)] #[get("/b")] async fn b() {} mod deep { #[get("/c")] async fn c() {} } }"#,
    ),
    (
        "refused",
        "origins = any, credentials",
        r#"#[get("/me")] async fn me() {}"#,
    ),
];

/// The lines of a screen. A policy that starts from a named one asks a question for each rule, on a second one.
fn room(arguments: &str) -> usize {
    if arguments.starts_with("policy") {
        100
    } else {
        50
    }
}

#[test]
fn handlers_expand_to_what_a_person_would_have_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/expansions");
    let mut differing = Vec::new();
    for (name, arguments, item) in HANDLERS {
        let expansion = syn::parse2(drive::expand(arguments, Some(item)))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let found = prettyplease::unparse(&expansion);
        let lines = found.lines().count();
        assert!(
            lines <= room(arguments),
            "{name} has {lines} lines:\n{found}"
        );
        let file = folder.join(format!("{name}.rs"));
        if env::var_os("ROUTE_CORS_BLESS").is_some() {
            fs::write(&file, &found).expect("the file can be written");
        } else if fs::read_to_string(&file).unwrap_or_default() != found {
            differing.push(format!("{name}:\n{found}"));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn a_set_is_loaded_from_its_source() {
    for (arguments, source) in [
        ("within = [\"https://*\"]", "Source :: Program , false"),
        (
            "env = \"A\", within = [\"https://*\"]",
            "Source :: Env (\"A\") , false",
        ),
        (
            "file = \"a.txt\", optional, within = [\"https://*\"]",
            "Source :: File (\"a.txt\") , true",
        ),
    ] {
        let expansion = drive::expand(arguments, Some("origin_set!")).to_string();
        assert!(expansion.contains(source), "{expansion}");
    }
}
