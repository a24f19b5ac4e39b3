//! The routes that the page offers, read from the source of the handlers, each with a request to start from.

use serde::Serialize;

use super::source::{self, Handler};

pub(crate) const HANDLERS: &str = include_str!("handlers.rs");

/// A route, its source, and a request to it.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    id: &'static str,
    method: &'static str,
    /// The path with the prefix of the scope.
    path: String,
    docs: String,
    /// The policy, the signature, and where the route is placed, as written.
    source: String,
    has_policy: bool,
    headers: &'static str,
    body: &'static str,
    credentials: bool,
    /// A change to try.
    hint: &'static str,
}

/// The preset of a route: its id, its handler, and how the form is filled.
struct Preset {
    id: &'static str,
    handler: &'static str,
    scope: Option<Scope>,
    headers: &'static str,
    body: &'static str,
    credentials: bool,
    hint: &'static str,
}

/// The scope that a handler is registered in.
struct Scope {
    prefix: &'static str,
    /// The items of the source that place it.
    items: &'static [&'static str],
    /// Whether there is a policy around the scope.
    has_policy: bool,
}

const JSON: &str = "content-type: application/json";
const TOKEN: &str = "authorization: Bearer demo";

/// A request without headers, body and cookies.
const PLAIN: Preset = Preset {
    id: "",
    handler: "",
    scope: None,
    headers: "",
    body: "",
    credentials: false,
    hint: "",
};

const PRESETS: [Preset; 12] = [
    Preset {
        id: "list_items",
        handler: "list_items",
        hint: "Add credentials: a request with credentials needs more than `*`.",
        ..PLAIN
    },
    Preset {
        id: "read_item",
        handler: "read_item",
        hint: "Choose the method DELETE: the same path has another policy for it.",
        ..PLAIN
    },
    Preset {
        id: "delete_item",
        handler: "delete_item",
        hint: "Send it from the other page: the policy does not list a stranger.",
        ..PLAIN
    },
    Preset {
        id: "update_order",
        handler: "update_order",
        headers: JSON,
        body: r#"{ "item": "lamp", "quantity": 2 }"#,
        credentials: true,
        hint: "Add the header `x-trace: 1`: the policy does not list it, so the browser does not send the request.",
        ..PLAIN
    },
    Preset {
        id: "sign_in",
        handler: "sign_in",
        credentials: true,
        hint: "Then choose `GET /session`, with and without credentials.",
        ..PLAIN
    },
    Preset {
        id: "read_session",
        handler: "read_session",
        credentials: true,
        hint: "Send `POST /session` first: it signs you in.",
        ..PLAIN
    },
    Preset {
        id: "quote",
        handler: "quote",
        headers: JSON,
        body: r#"{ "item": "lamp", "quantity": 0 }"#,
        hint: "Remove a brace from the body: the page can read the extractor's error too.",
        ..PLAIN
    },
    Preset {
        id: "read_report",
        handler: "read_report",
        hint: "Compare the origin in the list with this page's origin.",
        ..PLAIN
    },
    Preset {
        id: "without_gate",
        handler: "update_account",
        scope: Some(Scope {
            prefix: "/without-gate",
            items: &["fn without_gate"],
            has_policy: false,
        }),
        headers: TOKEN,
        hint: "Send the same to `/with-gate/account`.",
        ..PLAIN
    },
    Preset {
        id: "with_gate",
        handler: "update_account",
        scope: Some(Scope {
            prefix: "/with-gate",
            items: &["fn with_gate"],
            has_policy: false,
        }),
        headers: TOKEN,
        hint: "Remove the token: the page can read the 401.",
        ..PLAIN
    },
    Preset {
        id: "post_message",
        handler: "post_message",
        scope: Some(Scope {
            prefix: "/floor",
            items: &["static FLOOR", "fn floor"],
            has_policy: true,
        }),
        body: "hello",
        hint: "Send it from the other page: the handler does not run.",
        ..PLAIN
    },
    Preset {
        id: "health",
        handler: "health",
        hint: "Choose the method POST, which no route serves here.",
        ..PLAIN
    },
];

/// Returns every route that the page offers.
pub(crate) fn entries() -> Vec<Entry> {
    let handlers = source::handlers(HANDLERS);
    let entry = |preset: &'static Preset| {
        let handler = handlers
            .iter()
            .find(|handler| handler.name == preset.handler)?;
        Some(entry(preset, handler))
    };
    PRESETS.iter().filter_map(entry).collect()
}

fn entry(preset: &'static Preset, handler: &Handler<'static>) -> Entry {
    let (prefix, items) = match &preset.scope {
        Some(scope) => (scope.prefix, scope.items),
        None => ("", &[][..]),
    };
    let items = items.iter().filter_map(|head| source::item(HANDLERS, head));
    let source: Vec<_> = [handler.text.as_str()].into_iter().chain(items).collect();
    Entry {
        id: preset.id,
        method: handler.method,
        path: format!("{prefix}{}", handler.path),
        docs: handler.docs.clone(),
        source: source.join("\n\n"),
        has_policy: handler.has_policy
            || preset.scope.as_ref().is_some_and(|scope| scope.has_policy),
        headers: preset.headers,
        body: preset.body,
        credentials: preset.credentials,
        hint: preset.hint,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_handler_is_offered() {
        let handlers = source::handlers(HANDLERS);
        let handlers: BTreeSet<_> = handlers.iter().map(|handler| handler.name).collect();
        let offered: BTreeSet<_> = PRESETS.iter().map(|preset| preset.handler).collect();
        assert_eq!(offered, handlers);
        let entries = entries();
        assert_eq!(entries.len(), PRESETS.len());
        for entry in entries {
            assert!(!entry.docs.is_empty(), "{}", entry.id);
            assert_eq!(entry.has_policy, entry.id != "health", "{}", entry.id);
        }
    }

    #[test]
    fn the_page_shows_the_source() {
        for entry in entries() {
            for part in entry.source.split("\n\n") {
                assert!(HANDLERS.contains(part), "{part}");
            }
            let placed = PRESETS.iter().find(|preset| preset.id == entry.id);
            let scope = placed.and_then(|preset| preset.scope.as_ref());
            let items = scope.map_or(0, |scope| scope.items.len());
            assert_eq!(
                entry.source.split("\n\n").count(),
                1 + items,
                "{}",
                entry.id
            );
        }
    }
}
