//! The routes as the page offers them: read from the source of the handlers, with something to send to begin with.

use serde::Serialize;

use super::source::{self, Handler};

const HANDLERS: &str = include_str!("handlers.rs");

/// A route, what stands above it, and what to try on it.
#[derive(Debug, Serialize)]
pub(crate) struct Entry {
    name: &'static str,
    method: &'static str,
    path: &'static str,
    docs: String,
    /// The policy and the signature, as written.
    source: String,
    has_policy: bool,
    #[serde(flatten)]
    preset: &'static Preset,
}

/// What the form holds when a route is chosen.
#[derive(Debug, Serialize)]
struct Preset {
    #[serde(skip)]
    handler: &'static str,
    headers: &'static str,
    body: &'static str,
    credentials: bool,
    /// A change that is worth a second send.
    hint: &'static str,
}

const JSON: &str = "content-type: application/json";

const PRESETS: [Preset; 8] = [
    Preset {
        handler: "list_items",
        headers: "",
        body: "",
        credentials: false,
        hint: "Add credentials: to a request that carries them, `*` is not permission enough.",
    },
    Preset {
        handler: "read_item",
        headers: "",
        body: "",
        credentials: false,
        hint: "Choose the method DELETE: another policy stands on the same path.",
    },
    Preset {
        handler: "delete_item",
        headers: "",
        body: "",
        credentials: false,
        hint: "Send the same from the other page: a stranger's preflight is refused.",
    },
    Preset {
        handler: "update_order",
        headers: JSON,
        body: r#"{ "item": "lamp", "quantity": 2 }"#,
        credentials: true,
        hint: "Add the header `x-trace: 1`: the policy does not list it, so the browser never sends the request.",
    },
    Preset {
        handler: "sign_in",
        headers: "",
        body: "",
        credentials: true,
        hint: "Then choose `GET /session`, with and without credentials.",
    },
    Preset {
        handler: "read_session",
        headers: "",
        body: "",
        credentials: true,
        hint: "Send `POST /session` first, or nobody is signed in.",
    },
    Preset {
        handler: "quote",
        headers: JSON,
        body: r#"{ "item": "lamp", "quantity": 0 }"#,
        credentials: false,
        hint: "Take a brace out of the body: the error of an extractor is readable too.",
    },
    Preset {
        handler: "health",
        headers: "",
        body: "",
        credentials: false,
        hint: "Choose the method POST, which nothing serves here.",
    },
];

/// Every route of `handlers.rs`, in the order of the file.
pub(crate) fn entries() -> Vec<Entry> {
    let handlers = source::handlers(HANDLERS);
    handlers.into_iter().filter_map(entry).collect()
}

fn entry(handler: Handler<'static>) -> Option<Entry> {
    Some(Entry {
        name: handler.name,
        method: handler.method,
        path: handler.path,
        docs: handler.docs,
        source: handler.text,
        has_policy: handler.has_policy,
        preset: PRESETS
            .iter()
            .find(|preset| preset.handler == handler.name)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_handler_is_offered_with_something_to_send() {
        let handlers = source::handlers(HANDLERS).len();
        let entries = entries();
        assert_eq!(entries.len(), handlers);
        assert_eq!(entries.len(), PRESETS.len());
        for entry in entries {
            assert!(!entry.docs.is_empty(), "{}", entry.name);
        }
    }

    #[test]
    fn what_is_shown_stands_in_the_source() {
        for entry in entries() {
            assert!(HANDLERS.contains(&entry.source), "{}", entry.source);
            assert_eq!(entry.has_policy, entry.name != "health", "{}", entry.name);
        }
    }
}
