//! The rule about the methods of a policy and the methods of its route.

use cors_runtime::{fault::Fault, rule::Rule};

use crate::route::Handler;

/// Returns the fault of a method that the route does not serve or, without a route, that no route serves.
pub(super) fn fault(method: &str, handler: Option<&Handler>) -> Option<Fault> {
    let routed: Vec<&str> = handler
        .iter()
        .flat_map(|handler| &handler.resources)
        .flat_map(|resource| resource.methods.iter().map(String::as_str))
        .collect();
    let option = method.eq_ignore_ascii_case("OPTION");
    // If the route attribute cannot be read, actix-web reports that.
    if method == "OPTIONS" || routed.contains(&method) || (routed.is_empty() && !option) {
        return None;
    }
    let what = match routed.as_slice() {
        [] => format!("no route serves `{method}`"),
        routed => format!("the route serves {}, not `{method}`", routed.join(", ")),
    };
    let help = if option {
        "remove it: preflights are answered for you".into()
    } else {
        let all = routed.iter().chain([&method]);
        let all: Vec<String> = all.map(|method| format!("method = \"{method}\"")).collect();
        format!(
            "remove it, or serve it: `#[route(\"..\", {})]`",
            all.join(", ")
        )
    };
    Some(Fault::new(Rule::MethodNotRouted, what).help(help))
}
