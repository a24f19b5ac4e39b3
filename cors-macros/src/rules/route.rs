//! The rule about the methods of a policy and those of the route that it stands on.

use cors_runtime::{fault::Fault, rule::Rule};

use crate::route::Handler;

/// What is said of a method that the route does not serve, or, where there is no route to ask, that none does.
pub(super) fn fault(method: &str, handler: Option<&Handler>) -> Option<Fault> {
    let routed: Vec<&str> = handler
        .iter()
        .flat_map(|handler| &handler.resources)
        .flat_map(|resource| resource.methods.iter().map(String::as_str))
        .collect();
    let slip = method.eq_ignore_ascii_case("OPTION");
    // Of a route attribute that cannot be read, actix-web says what is wrong.
    if method == "OPTIONS" || routed.contains(&method) || (routed.is_empty() && !slip) {
        return None;
    }
    let what = match routed.as_slice() {
        [] => format!("no route serves `{method}`"),
        routed => format!("the route serves {}, and not `{method}`", routed.join(", ")),
    };
    let help = if slip {
        "leave it out: preflights are answered for you".into()
    } else {
        let all = routed.iter().chain([&method]);
        let all: Vec<String> = all.map(|method| format!("method = \"{method}\"")).collect();
        format!(
            "leave it out, or serve it: `#[route(\"..\", {})]`",
            all.join(", ")
        )
    };
    Some(Fault::new(Rule::MethodNotRouted, what).help(help))
}
