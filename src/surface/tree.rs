//! The routes that have no policy of their own, from actix-web's introspection.

use actix_web::{
    HttpRequest,
    introspection::{IntrospectionNode, IntrospectionReportItem, IntrospectionTree, ResourceType},
    web::Data,
};
use cors_surface::PathPattern;

/// The services that are registered under one path.
#[derive(Clone, Debug)]
pub(super) struct Registered {
    /// The full pattern; files have a `*` behind their prefix.
    pub(super) path: String,
    /// The methods with a handler. Empty if there is one for any method.
    pub(super) methods: Vec<String>,
    pub(super) name: Option<String>,
    /// Whether it, or a scope around it, has guards besides methods.
    pub(super) is_guarded: bool,
}

impl Registered {
    /// Returns whether a preflight may run a handler of the application: one serves OPTIONS, or any method. Files serve
    /// GET and HEAD.
    pub(super) fn may_serve_options(&self) -> bool {
        let is_files = self.path.ends_with("/*");
        (self.methods.is_empty() && !is_files)
            || self.methods.iter().any(|method| method == "OPTIONS")
    }
}

/// Returns everything that is registered, but for scopes, in the order of the paths.
pub(super) fn registered(request: &HttpRequest) -> Vec<Registered> {
    let tree = request.app_data::<Data<IntrospectionTree>>();
    let tree = tree.expect("the feature `surface` switches on actix-web's introspection");
    let mut all = Vec::new();
    collect(&tree.root, false, request, &mut all);
    all
}

fn collect(
    node: &IntrospectionNode,
    in_guarded: bool,
    request: &HttpRequest,
    all: &mut Vec<Registered>,
) {
    let has_guards = has_guards(node);
    let is_resource = matches!(node.kind, ResourceType::Resource);
    if is_resource {
        let path = &node.full_path;
        // Files take every path below theirs, a resource takes none.
        let below = format!("{}/route-cors-files", path.trim_end_matches('/'));
        let named = request.resource_map().match_pattern(&below);
        let is_own = |named: String| named.trim_end_matches('/') == path.trim_end_matches('/');
        let is_prefix = !PathPattern::new(path).matches(&below) && named.is_some_and(is_own);
        all.push(Registered {
            path: if is_prefix {
                format!("{}/*", path.trim_end_matches('/'))
            } else {
                path.clone()
            },
            methods: node.methods.iter().map(ToString::to_string).collect(),
            name: node.resource_name.clone(),
            is_guarded: in_guarded || has_guards,
        });
    }
    for child in &node.children {
        collect(
            child,
            in_guarded || (has_guards && !is_resource),
            request,
            all,
        );
    }
}

/// Returns whether a node has guards that are neither about methods nor of this library.
fn has_guards(node: &IntrospectionNode) -> bool {
    let mut alone = node.clone();
    alone.children.clear();
    let items: Vec<IntrospectionReportItem> = (&alone).into();
    let mut guards = items.iter().flat_map(|item| &item.guards);
    guards.any(|guard| !guard.contains("route_cors::"))
}
