//! Tests of `cargo cors list`: the table, and the routes of one origin.

use crate::{Directory, SHOP};

#[test]
fn every_row_and_who_may_use_it() {
    Directory::with("list", SHOP).cors(&["list"]).is(
        0,
        "\
METHOD  PATH          BY           PAGES
DELETE  /admin/users  blocked      https://admin.acme.example
                                   (a middleware answers preflights with 401)
GET     /health       none         none
DELETE  /orders/{id}  route        none (off)
PUT     /orders/{id}  route        https://app.acme.example, cookies
                                   https://*.preview.acme.example
                                   http://localhost:5173 (cfg(debug_assertions))
                                   set PARTNERS from env CORS_ORIGINS within https://*.partner.example
                                   may set content-type; may read etag
POST    /pay          route        https://app.acme.example, cookies
                                   https://b.example, cookies
                                   rejected by /** unless from https://app.acme.example
GET     /prices       scope        any
                                   may set every header
?       /static/*     application  https://app.acme.example
                                   others are rejected
",
    );
}

#[test]
fn routes_of_one_origin() {
    let directory = Directory::with("list_origin", SHOP);
    directory
        .cors(&["list", "--origin", "https://app.acme.example"])
        .is(
            0,
            "\
METHOD  PATH          BY           PAGES
PUT     /orders/{id}  route        send with cookies
                                   may set content-type; may read etag
POST    /pay          route        send with cookies
GET     /prices       scope        read
                                   may set every header
?       /static/*     application  use
pages of https://app.acme.example may use 4 of 7 rows
",
        );
    directory
        .cors(&["list", "--origin", "https://x.partner.example"])
        .is(
            0,
            "\
METHOD  PATH          BY     PAGES
PUT     /orders/{id}  route  send (if the set PARTNERS holds it)
                             may set content-type; may read etag
GET     /prices       scope  read
                             may set every header
pages of https://x.partner.example may use 2 of 7 rows
",
        );
    // The floor rejects it.
    directory
        .cors(&["list", "--origin", "https://b.example"])
        .is(
            0,
            "\
METHOD  PATH     BY     PAGES
GET     /prices  scope  read
                        may set every header
pages of https://b.example may use 1 of 7 rows
",
        );
}

#[test]
fn as_json() {
    let directory = Directory::with("list_json", SHOP);
    let all = directory.cors(&["list", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&all.stdout).unwrap();
    assert_eq!(all["routes"].as_array().unwrap().len(), 7);
    let some = directory.cors(&[
        "--format",
        "json",
        "list",
        "--origin",
        "http://localhost:5173",
    ]);
    let some: serde_json::Value = serde_json::from_str(&some.stdout).unwrap();
    assert_eq!(some["routes"][0]["read"][0]["cfg"], "debug_assertions");
    assert_eq!(some["routes"][0]["credentials"], false);
}
