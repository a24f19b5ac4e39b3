//! The rule about the methods of a policy and those of the route that it stands on.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::{
    route::Handler,
    standard::{FORBIDDEN_METHODS, REGISTERED_METHODS},
    syntax::Draft,
};

pub(super) fn judge(draft: &Draft, handler: &Handler, findings: &mut Vec<Finding>) {
    let routed: Vec<&str> = handler
        .resources
        .iter()
        .flat_map(|resource| resource.methods.iter().map(String::as_str))
        .collect();
    for method in draft
        .methods
        .iter()
        .flat_map(|methods| methods.value.elements())
    {
        let text = method.text.as_str();
        let upper = text.to_ascii_uppercase();
        // What has a fault of its own is not asked for besides.
        let judged = text == "any"
            || http::Method::from_bytes(text.as_bytes()).is_err()
            || FORBIDDEN_METHODS.contains(&upper.as_str())
            || (text != upper && REGISTERED_METHODS.contains(&upper.as_str()));
        if judged || text == "OPTIONS" || routed.contains(&text) {
            continue;
        }
        let serves = routed.join(", ");
        let fault = Fault::new(
            Rule::MethodNotRouted,
            format!("the route serves {serves}, and not `{text}`"),
        );
        findings.push(Finding::new(
            method.place,
            fault.help(if text == "OPTION" {
                "leave it out: preflights are answered for you".into()
            } else {
                let all: Vec<String> = routed
                    .iter()
                    .chain([&text])
                    .map(|method| format!("method = \"{method}\""))
                    .collect();
                format!(
                    "leave it out, or serve it: `#[route(\"..\", {})]`",
                    all.join(", ")
                )
            }),
        ));
    }
}
