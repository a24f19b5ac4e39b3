//! Reads the handlers of a Rust file: attributes and signature, as written.
//!
//! This is not a parser of Rust. It relies on rustfmt. Items start in the first column after a blank line. A signature
//! ends with `{` at the end of a line, and a body ends with `}` in the first column.

/// A function under a route attribute such as `#[get("/items")]`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Handler<'a> {
    pub(crate) name: &'a str,
    pub(crate) method: &'static str,
    pub(crate) path: &'a str,
    /// The documentation, as one paragraph.
    pub(crate) docs: String,
    /// Attributes and signature, without documentation and without the brace that opens the body.
    pub(crate) text: String,
    /// Whether there is a policy above the route attribute.
    pub(crate) has_policy: bool,
}

const ROUTE_ATTRIBUTES: [(&str, &str); 5] = [
    ("delete", "DELETE"),
    ("get", "GET"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
];

/// Returns the handlers in `source`, in order.
pub(crate) fn handlers(source: &str) -> Vec<Handler<'_>> {
    let mut handlers = Vec::new();
    let mut lines = source.lines();
    let mut head = Vec::new();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            head.clear();
            continue;
        }
        head.push(line);
        if line.ends_with('{') {
            lines.by_ref().find(|line| line.starts_with('}'));
            handlers.extend(handler(&head));
            head.clear();
        }
    }
    handlers
}

/// Reads a handler from the lines before its body, if it is one.
fn handler<'a>(head: &[&'a str]) -> Option<Handler<'a>> {
    let (docs, code): (Vec<&str>, Vec<&str>) =
        head.iter().partition(|line| line.starts_with("///"));
    let (method, path) = code.iter().find_map(|line| route(line))?;
    let docs: Vec<_> = docs.iter().map(|line| line[3..].trim()).collect();
    Some(Handler {
        name: code.iter().find_map(|line| function(line))?,
        method,
        path,
        docs: docs.join(" "),
        text: code.join("\n").trim_end_matches(" {").to_owned(),
        has_policy: code.iter().any(|line| line.starts_with("#[cors(")),
    })
}

/// Returns the item whose first line begins with `head`, without its documentation, up to the line that closes it.
pub(crate) fn item<'a>(source: &'a str, head: &str) -> Option<&'a str> {
    let start = source.find(&format!("\n{head}"))? + 1;
    let item = &source[start..];
    // The closing line is the first that begins with a brace or a parenthesis.
    let ends = ["\n}\n", "\n);\n"].map(|end| Some(item.find(end)? + end.len() - 1));
    let end = ends.into_iter().flatten().min()?;
    Some(&item[..end])
}

fn route(line: &str) -> Option<(&'static str, &str)> {
    let (attribute, rest) = line.strip_prefix("#[")?.split_once("(\"")?;
    let (path, _) = rest.split_once('"')?;
    let found = ROUTE_ATTRIBUTES.iter().find(|(name, _)| *name == attribute);
    found.map(|(_, method)| (*method, path))
}

fn function(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
    let (name, _) = line.strip_prefix("async fn ")?.split_once('(')?;
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"//! The API.

use a::{
    b, c,
};
use d::e;

static LIMIT: u32 = 7;

/// Open to all,
/// for ever.
#[cors(origins = any)]
#[get("/items/{id}")]
async fn read_item(id: web::Path<u32>) -> impl Responder {
    let braces = {

        "{}"
    };
    fn inner() {}
}

#[cors(
    origins = ["https://app.example"],
    credentials,
)]
#[put("/orders/{id}", name = "order")]
pub(crate) async fn update_order(
    id: web::Path<u64>,
    order: web::Json<Order>,
) -> impl Responder {
    todo!()
}

/// For ourselves.
#[get("/health")]
async fn health() -> &'static str {
    "well"
}

#[derive(Deserialize)]
struct Order {
    quantity: u32,
}

static POLICY: Policy = policy!(
    origins = any,
);

async fn no_route() {
    todo!()
}
"#;

    #[test]
    fn handlers_are_found_in_order_with_their_attributes() {
        let read_item = Handler {
            name: "read_item",
            method: "GET",
            path: "/items/{id}",
            docs: "Open to all, for ever.".into(),
            text: "#[cors(origins = any)]\n#[get(\"/items/{id}\")]\n\
                   async fn read_item(id: web::Path<u32>) -> impl Responder"
                .into(),
            has_policy: true,
        };
        let update_order = Handler {
            name: "update_order",
            method: "PUT",
            path: "/orders/{id}",
            docs: String::new(),
            text: "#[cors(\n    origins = [\"https://app.example\"],\n    credentials,\n)]\n\
                   #[put(\"/orders/{id}\", name = \"order\")]\npub(crate) async fn update_order(\n    \
                   id: web::Path<u64>,\n    order: web::Json<Order>,\n) -> impl Responder"
                .into(),
            has_policy: true,
        };
        let health = Handler {
            name: "health",
            method: "GET",
            path: "/health",
            docs: "For ourselves.".into(),
            text: "#[get(\"/health\")]\nasync fn health() -> &'static str".into(),
            has_policy: false,
        };
        assert_eq!(handlers(SOURCE), [read_item, update_order, health]);
    }

    #[test]
    fn items_end_with_the_line_that_closes_them() {
        for (head, item_of_source) in [
            ("struct Order", "struct Order {\n    quantity: u32,\n}"),
            ("async fn no_route", "async fn no_route() {\n    todo!()\n}"),
            (
                "static POLICY",
                "static POLICY: Policy = policy!(\n    origins = any,\n);",
            ),
        ] {
            assert_eq!(item(SOURCE, head), Some(item_of_source), "{head}");
        }
        assert_eq!(item(SOURCE, "fn missing"), None);
    }

    #[test]
    fn what_is_shown_is_the_text_of_the_source() {
        for handler in handlers(SOURCE) {
            assert!(SOURCE.contains(&handler.text), "{}", handler.name);
        }
    }
}
