//! The scenarios that the page offers: which request to send, from which page, and what to change if it fails.

use serde::Serialize;
use support::site::Role;

/// A request with a story.
#[derive(Debug, Serialize)]
pub(crate) struct Scenario {
    id: &'static str,
    title: &'static str,
    /// The description.
    about: &'static str,
    /// The page that sends it.
    from: Role,
    /// The id of a route of the catalogue, which fills the form.
    route: &'static str,
    /// A header to add to the headers of the route.
    header: &'static str,
    credentials: Option<bool>,
    /// The edit that lets the page read the response: lines of the source, each with ` `, `-` or `+` in front. Empty if
    /// nothing has to change.
    edit: &'static str,
    /// When to make the edit.
    advice: &'static str,
}

/// The request of the route, from the page that the policies list.
const USUAL: Scenario = Scenario {
    id: "",
    title: "",
    about: "",
    from: Role::Page,
    route: "",
    header: "",
    credentials: None,
    edit: "",
    advice: "",
};

pub(crate) const SCENARIOS: [Scenario; 8] = [
    Scenario {
        id: "allowed",
        title: "Allowed",
        about: "The policy lists this page, the header and cookies. The browser sends a preflight, then the request, and the \
                page reads the response.",
        route: "update_order",
        ..USUAL
    },
    Scenario {
        id: "port",
        title: "A forgotten port",
        about: "The list has `http://127.0.0.1`, and this page is on another port. An origin without a port means the \
                default port, so the browser hides the response.",
        route: "read_report",
        edit: r#"     origins = [
         "https://app.acme.example",
-        #[cfg(debug_assertions)] "http://127.0.0.1",
+        #[cfg(debug_assertions)] "http://127.0.0.1:*",
     ],"#,
        advice: "Allow the port, or every port of this machine:",
        ..USUAL
    },
    Scenario {
        id: "stranger",
        title: "A stranger",
        about: "No policy lists the stranger's page. The preflight is refused, so the browser never sends the DELETE.",
        from: Role::Stranger,
        route: "delete_item",
        edit: r#"     origins = [
         "https://app.acme.example",
         #[cfg(debug_assertions)] "http://127.0.0.1:*",
+        #[cfg(debug_assertions)] "http://localhost:*",
     ],"#,
        advice: "Change nothing: this is what the policy is for. Only if that page were yours, you would list it:",
        ..USUAL
    },
    Scenario {
        id: "header",
        title: "A header that is not listed",
        about: "The page sets `x-trace`, and the policy lists `content-type` only. The preflight does not allow it, so the \
                browser never sends the request.",
        route: "update_order",
        header: "x-trace: 1",
        edit: r#"-    headers = ["content-type"],
+    headers = ["content-type", "x-trace"],
     credentials,"#,
        advice: "List the header, or remove it from the page:",
        ..USUAL
    },
    Scenario {
        id: "cookies",
        title: "Cookies and any origin",
        about: "`origins = any` sends `*`, which a browser does not accept for a request with cookies. The handler ran; the \
                page cannot read the response.",
        route: "list_items",
        credentials: Some(true),
        edit: r#"-#[cors(origins = any)]
+#[cors(
+    origins = any,
+    credentials = [
+        "https://app.acme.example",
+        #[cfg(debug_assertions)] "http://127.0.0.1:*",
+    ],
+)]
 #[get("/items")]"#,
        advice: "This list is public and needs no cookies: untick credentials. If your own pages need cookies here:",
        ..USUAL
    },
    Scenario {
        id: "without-gate",
        title: "Authentication, no gate",
        about: "The scope asks for a token before the route is reached. A preflight has none, so it gets 401 and the page, \
                which has the token, cannot send its request.",
        route: "without_gate",
        edit: r"-    api.service(scope.wrap(from_fn(auth)));
+    api.service(CorsGate::new().around(scope.wrap(from_fn(auth))));",
        advice: "Put a gate around the authentication:",
        ..USUAL
    },
    Scenario {
        id: "with-gate",
        title: "Authentication and a gate",
        about: "The gate answers the preflight before the authentication sees it. Remove the token: the page can read the 401.",
        route: "with_gate",
        ..USUAL
    },
    Scenario {
        id: "floor",
        title: "A floor: `mismatch = reject`",
        about: "A form can post to any origin without a preflight. The policy around this scope rejects requests of other origins \
                before the handler runs, whatever the routes inside allow.",
        from: Role::Stranger,
        route: "post_message",
        edit: r#" static FLOOR: Policy = policy!(
     origins = [
         "https://app.acme.example",
         #[cfg(debug_assertions)]
         "http://127.0.0.1:*",
+        #[cfg(debug_assertions)]
+        "http://localhost:*",
     ],
     mismatch = reject,
 );"#,
        advice: "Change nothing, unless that page is yours. Then list it, or move the route out of the scope:",
        ..USUAL
    },
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::catalogue::{HANDLERS, entries};
    use super::*;

    #[test]
    fn each_scenario_is_about_a_route() {
        let routes = json!(entries());
        let routes = routes.as_array().expect("a list");
        for scenario in &SCENARIOS {
            let found = routes.iter().any(|route| route["id"] == scenario.route);
            assert!(found, "{}", scenario.id);
            assert_eq!(
                scenario.edit.is_empty(),
                scenario.advice.is_empty(),
                "{}",
                scenario.id
            );
        }
    }

    #[test]
    fn each_edit_applies_to_the_source() {
        for Scenario { id, edit, .. } in &SCENARIOS {
            let before: Vec<_> = edit
                .lines()
                .filter_map(|line| line.strip_prefix([' ', '-']))
                .collect();
            assert!(HANDLERS.contains(&before.join("\n")), "{id}");
            let known = edit.lines().all(|line| line.starts_with([' ', '-', '+']));
            assert!(known, "{id}");
        }
    }
}
