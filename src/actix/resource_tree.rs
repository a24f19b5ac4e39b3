//! The resources of an application in the order of their registration, read from what actix-web prints of its resource
//! map. actix-web has no other way to list them. It is good enough to find mistakes, and no answer depends on it.

use actix_web::dev::ResourceMap;
use foldhash::HashSet;

use super::rows::{PROBE, PROBE_EDGE, PROBE_PREFIX};

/// A resource or a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ResourceNode {
    /// The pattern, with the prefixes of all scopes around it.
    pub(crate) pattern: String,
    pub(crate) kind: ResourceKind,
}

/// The kind of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResourceKind {
    /// An annotated route.
    Annotated,
    /// Another resource.
    Plain,
    /// A scope, with what is in it.
    Scope {
        /// Whether a policy or a gate is placed around it.
        is_placed: bool,
        inside: Vec<ResourceNode>,
    },
}

/// Returns the resources and scopes of an application.
pub(crate) fn resource_tree(map: &ResourceMap) -> Vec<ResourceNode> {
    let printed = format!("{map:?}");
    let root = Printed::parse(&printed);
    children(&root, "")
}

fn children(node: &Printed<'_>, prefix: &str) -> Vec<ResourceNode> {
    let nodes = node.child_nodes().unwrap_or_default().into_iter();
    let nodes: Vec<_> = nodes
        .filter(|node| !is_probe(node))
        .map(|node| {
            let pattern = format!("{prefix}{}", node.own_pattern());
            let kind = kind(node, &pattern);
            ResourceNode { pattern, kind }
        })
        .collect();
    // An annotated route that is more than a path and a method has a resource of actix-web beside its own.
    let annotated: HashSet<String> = nodes
        .iter()
        .filter(|node| node.kind == ResourceKind::Annotated)
        .map(|node| node.pattern.clone())
        .collect();
    let is_beside =
        |node: &ResourceNode| node.kind == ResourceKind::Plain && annotated.contains(&node.pattern);
    nodes.into_iter().filter(|node| !is_beside(node)).collect()
}

fn kind(node: &Printed<'_>, pattern: &str) -> ResourceKind {
    let Some(nodes) = node.child_nodes() else {
        return ResourceKind::Plain;
    };
    // The node of an annotated route has children, and its pattern is no prefix.
    if !node.is_prefix() {
        return ResourceKind::Annotated;
    }
    ResourceKind::Scope {
        is_placed: nodes.iter().any(|node| is_probe(node)),
        inside: children(node, pattern),
    }
}

/// Whether a node is one of the two that a placed scope has of its own.
fn is_probe(node: &Printed<'_>) -> bool {
    match node.child_nodes() {
        Some(edges) => {
            let mut edges = edges.iter();
            node.own_pattern() == PROBE_PREFIX && edges.any(|it| it.own_pattern() == PROBE_EDGE)
        }
        None => node.own_pattern() == PROBE,
    }
}

/// The output of `#[derive(Debug)]` for a value.
#[derive(Debug)]
enum Printed<'a> {
    /// `Name { field: value, .. }`, `Name(value, ..)`, `[value, ..]` or `{key: value, ..}`. A value without a name has an
    /// empty one.
    Group(Vec<(&'a str, Printed<'a>)>),
    /// A string, with its escapes.
    Text(&'a str),
    /// Anything else.
    Word(&'a str),
}

impl<'a> Printed<'a> {
    fn parse(mut printed: &'a str) -> Self {
        Self::read(&mut printed)
    }

    /// Reads a value off the beginning of a text.
    fn read(rest: &mut &'a str) -> Self {
        if let Some(text) = rest.strip_prefix('"') {
            let end = closing_quote(text);
            *rest = text.get(end + 1..).unwrap_or_default();
            return Self::Text(&text[..end]);
        }
        let end = rest.find(['{', '(', '[', ',', '}', ')', ']', ':']);
        let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
        *rest = behind;
        match behind.chars().next() {
            Some('{' | '(' | '[') => {
                *rest = &behind[1..];
                Self::read_group(rest)
            }
            _ => Self::Word(word.trim()),
        }
    }

    /// Reads values up to the end of a group.
    fn read_group(rest: &mut &'a str) -> Self {
        let mut fields = Vec::new();
        loop {
            *rest = rest.trim_start_matches([' ', ',']);
            match rest.chars().next() {
                None => return Self::Group(fields),
                Some('}' | ')' | ']') => {
                    *rest = &rest[1..];
                    return Self::Group(fields);
                }
                Some(_) => {}
            }
            let before = rest.len();
            let mut value = Self::read(rest);
            let mut name = "";
            if let Some(behind) = rest.strip_prefix(": ") {
                *rest = behind;
                if let Self::Word(word) | Self::Text(word) = value {
                    name = word;
                }
                value = Self::read(rest);
            }
            if rest.len() == before {
                // Not what `Debug` prints.
                *rest = "";
            }
            fields.push((name, value));
        }
    }

    fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Group(fields) => {
                let field = fields.iter().find(|(field, _)| *field == name);
                field.map(|(_, value)| value)
            }
            Self::Text(_) | Self::Word(_) => None,
        }
    }

    /// Returns the first text inside.
    fn text(&self) -> Option<&'a str> {
        match self {
            Self::Group(fields) => fields.iter().find_map(|(_, value)| value.text()),
            Self::Text(text) => Some(text),
            Self::Word(_) => None,
        }
    }

    /// Returns the pattern of a node of the resource map.
    fn own_pattern(&self) -> String {
        let pattern = self.field("pattern").and_then(|it| it.field("patterns"));
        let text = pattern.and_then(Self::text).unwrap_or_default();
        text.replace("\\\\", "\\").replace("\\\"", "\"")
    }

    /// Whether the pattern of a node is a prefix.
    fn is_prefix(&self) -> bool {
        let is_prefix = self.field("pattern").and_then(|it| it.field("is_prefix"));
        matches!(is_prefix, Some(Self::Word("true")))
    }

    /// Returns the nodes below a node of the resource map, or `None` for a resource.
    fn child_nodes(&self) -> Option<Vec<&Self>> {
        // `Some([..])`
        let Self::Group(some) = self.field("nodes")? else {
            return None;
        };
        let Some((_, Self::Group(nodes))) = some.first() else {
            return None;
        };
        Some(nodes.iter().map(|(_, node)| node).collect())
    }
}

/// Returns where the quote is that ends a string.
fn closing_quote(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use actix_web::{App, HttpResponse, get, test, web};

    use super::*;
    use crate::{CorsGate, cors};

    #[cors(origins = any)]
    #[get(r"/items/{id:\d+}")]
    async fn item() -> HttpResponse {
        HttpResponse::Ok().finish()
    }

    fn shown(nodes: &[ResourceNode]) -> Vec<String> {
        nodes
            .iter()
            .flat_map(|node| {
                let (kind, inside) = match &node.kind {
                    ResourceKind::Annotated => ("annotated", Vec::new()),
                    ResourceKind::Plain => ("plain", Vec::new()),
                    ResourceKind::Scope { is_placed, inside } => {
                        (if *is_placed { "placed" } else { "scope" }, shown(inside))
                    }
                };
                let own = format!("{kind} {}", node.pattern);
                std::iter::once(own).chain(inside.into_iter().map(|it| format!("  {it}")))
            })
            .collect()
    }

    #[actix_web::test]
    async fn lists_what_is_registered_in_order() {
        let get = || web::get().to(HttpResponse::Ok);
        let app = test::init_service(
            App::new()
                .route("/first", get())
                .service(item)
                .service(
                    web::scope("/{tenant}")
                        .service(item)
                        .service(CorsGate::new().around(web::scope("/in").route("/{a}\"b", get())))
                        .service(web::scope("").route("", get())),
                )
                .service(web::scope("/health").route("/probe", get()))
                .route("/last", get()),
        )
        .await;
        let request = test::TestRequest::with_uri("/first").to_request();
        let response = test::call_service(&app, request).await;
        let tree = resource_tree(response.request().resource_map());
        assert_eq!(
            shown(&tree),
            [
                "plain /first",
                r"annotated /items/{id:\d+}",
                "scope /{tenant}",
                r"  annotated /{tenant}/items/{id:\d+}",
                "  placed /{tenant}/in",
                "    plain /{tenant}/in/{a}\"b",
                "  scope /{tenant}",
                "    plain /{tenant}",
                "scope /health",
                "  plain /health/probe",
                "plain /last",
            ]
        );
    }
}
