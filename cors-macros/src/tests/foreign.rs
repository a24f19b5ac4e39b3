//! Attributes of other crates that have the names of actix-web's attributes.

use crate::expand::{Pass, attribute};

fn expanded(item: &str) -> String {
    let arguments = "origins = any".parse().expect("it is Rust");
    attribute(&arguments, &item.parse().expect("it is Rust"), Pass::First).to_string()
}

#[test]
fn a_name_alone_makes_no_route_attribute() {
    for foreign in [
        "#[trace]",
        "#[trace(\"name\")]",
        "#[fastrace::trace]",
        "#[fastrace::trace(name = \"x\")]",
        "#[minitrace::trace(\"name\")]",
        "#[cache::get]",
        "#[options(debug)]",
        "#[ntex::route]",
    ] {
        let handler =
            format!("{foreign} #[post(\"/x\")] async fn x() -> String {{ String::new() }}");
        let out = expanded(&handler);
        // It runs at the handler, and the policy goes on to the route attribute.
        let (above, below) = out.split_once("__moved").expect(foreign);
        let name = foreign
            .trim_start_matches("#[")
            .split(['(', ']'])
            .next()
            .unwrap_or(foreign);
        let spaced = name.replace("::", " :: ");
        assert!(
            above.contains(&spaced) && below.contains("post"),
            "{foreign}: {out}"
        );
    }
}

#[test]
fn a_handler_without_its_policy_comes_with_an_error() {
    for attributes in [
        "#[trace]",
        "#[get]",
        "#[get()]",
        "#[cache::get(ttl = 5)]",
        "#[route(method = \"GET\")]",
    ] {
        let out = expanded(&format!(
            "{attributes} async fn x() -> String {{ String::new() }}"
        ));
        assert!(out.contains("misplaced_attribute"), "{attributes}: {out}");
    }
}
