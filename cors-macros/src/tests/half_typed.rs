//! Unfinished code, as in an editor: the macro says what is missing, and keeps the item.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::drive;
use crate::expand::{self, Pass};

/// Attributes with everything in them that can be left half typed.
const ATTRIBUTES: &[&str] = &[
    r#"origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://localhost:5173"], headers = ["content-type"], credentials, max_age = "10m""#,
    r#"origins = [#[allow(insecure_origin, reason = "no TLS, OPS-211")] "http://scanner.acme.lan"], credentials = true, mismatch = reject"#,
    r#"policy = crate::policies::PARTNERS, methods = [PUT, "VERSION-CONTROL"], expose = ["etag"], allow(any_port, reason = "a lab")"#,
    r"origins = any, headers = any, expose = any, max_age = off, mismatch = omit, crate = my::cors, methods = [PUT]",
    r"off, crate = my::cors",
];

/// Items, each with its name.
const ITEMS: &[(&str, &str)] = &[
    (
        "update",
        r#"/// Updates it.
        #[put("/orders/{id}", guard = "key", wrap = "Logger::default()")]
        pub(crate) async fn update(id: web::Path<u64>, order: web::Json<Order>) -> impl Responder { order.0 }"#,
    ),
    (
        "several",
        r#"#[routes] #[get("/a")] #[put("/b")] #[tracing::instrument] async fn several<T: Store>(_: T) where T: Send {}"#,
    ),
    (
        "either",
        r#"#[utoipa::path(put, path = "/")] #[route("/", method = "PUT", method = "GET")] async fn either() {}"#,
    ),
    (
        "api",
        r#"pub mod api { use super::*; #[put("/a")] async fn a() {} #[cors(off)] #[get("/b")] async fn b() {} }"#,
    ),
    ("Nothing", "pub struct Nothing { field: u8 }"),
];

/// Every beginning of some tokens, into groups as well, whose closing delimiter is there.
fn prefixes(tokens: TokenStream) -> Vec<TokenStream> {
    let mut all = vec![TokenStream::new()];
    let mut before = TokenStream::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            for inside in prefixes(group.stream()) {
                let mut half = Group::new(group.delimiter(), inside);
                half.set_span(group.span());
                let half = TokenStream::from(TokenTree::Group(half));
                all.push(before.clone().into_iter().chain(half).collect());
            }
        }
        before.extend([token]);
        all.push(before.clone());
    }
    all
}

/// Checks whether a function, a type or a module of this name is there, outside of what an error says.
fn defines(expansion: TokenStream, name: &str) -> bool {
    let tokens: Vec<TokenTree> = expansion.into_iter().collect();
    tokens.windows(2).any(|pair| {
        let kind = pair[0].to_string();
        matches!(kind.as_str(), "fn" | "struct" | "mod") && pair[1].to_string() == name
    })
}

/// Checks whether the names of an expansion's macros are all `compile_error`, or `policy`, which a module expands to.
fn invokes_only_errors(expansion: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = expansion.into_iter().collect();
    tokens.windows(3).all(|run| match run {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(bang),
            TokenTree::Group(_),
        ] if bang.as_char() == '!' => name == "compile_error" || name == "policy",
        _ => true,
    })
}

fn check(attribute: &TokenStream, item: &TokenStream, name: &str) {
    for pass in [Pass::First, Pass::Moved, Pass::Inherited] {
        let expansion = expand::attribute(attribute, item, pass);
        let shown = || format!("{pass:?}: #[cors({attribute})] {item}\n{expansion}");
        assert!(invokes_only_errors(expansion.clone()), "{}", shown());
        if defines(item.clone(), name) {
            assert!(defines(expansion.clone(), name), "{}", shown());
        } else {
            let written = expansion.to_string();
            assert!(written.starts_with(&item.to_string()), "{}", shown());
        }
    }
}

#[test]
fn an_attribute_that_ends_after_any_token_keeps_the_item() {
    for attribute in ATTRIBUTES {
        for attribute in prefixes(drive::tokens(attribute)) {
            for (name, item) in ITEMS {
                check(&attribute, &drive::tokens(item), name);
            }
            expand::policy(attribute);
        }
    }
}

#[test]
fn an_attribute_that_ends_after_any_character_keeps_the_item() {
    let item = drive::tokens(ITEMS[0].1);
    for attribute in ATTRIBUTES {
        for (end, _) in attribute.char_indices() {
            if let Ok(attribute) = attribute[..end].parse() {
                check(&attribute, &item, ITEMS[0].0);
            }
        }
    }
}

#[test]
fn an_item_that_ends_after_any_token_stays() {
    let attribute = drive::tokens(ATTRIBUTES[0]);
    for (name, item) in ITEMS {
        for item in prefixes(drive::tokens(item)) {
            check(&attribute, &item, name);
        }
    }
}

/// A fragment of `macro_rules!` arrives in a group without delimiters.
#[test]
fn a_value_in_an_invisible_group_means_what_is_in_it() {
    fn wrapped(tokens: TokenStream) -> TokenStream {
        TokenTree::Group(Group::new(Delimiter::None, tokens)).into()
    }
    for value in ["any", r#"["https://app.acme.example"]"#] {
        let mut attribute = drive::tokens("origins =");
        attribute.extend(wrapped(wrapped(drive::tokens(value))));
        assert!(drive::errors(expand::policy(attribute)).is_empty());
    }
}
