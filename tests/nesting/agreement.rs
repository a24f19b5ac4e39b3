//! Random applications: the gate agrees with the routes, and each preflight agrees with the request that follows it.

use std::fmt;

use actix_web::{
    App, Error, Responder, delete,
    dev::{AppService, HttpServiceFactory, ResourceDef, ServiceResponse},
    get,
    guard::GuardContext,
    put, route,
    test::{TestRequest, init_service},
    web,
};
use proptest::{
    collection::vec,
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use route_cors::{CorsGate, cors};

use crate::{ADMIN, APP, STRANGER, process::ask};

fn version(context: &GuardContext<'_>) -> bool {
    context.head().headers.contains_key("x-version")
}

/// Handlers of each kind on patterns that overlap. The body names the handler.
macro_rules! pool {
    ($($(#[$attribute:meta])+ $name:ident;)+) => {
        $($(#[$attribute])+ async fn $name() -> impl Responder { stringify!($name) })+

        const POOL: &[(&str, fn() -> Part)] = &[
            $((stringify!($name), || Part::of($name)),)+
            ("any_items", || Part::of(web::resource("/items").to(|| async { "any_items" }))),
            ("any_me", || Part::of(web::resource("/users/me").to(|| async { "any_me" }))),
            ("any_tail", || Part::of(web::resource("/{tail}*").to(|| async { "any_tail" }))),
        ];
    };
}

pool! {
    #[cors(origins = ["https://app.acme.example"])] #[get("/users/me")] a_me_get;
    #[cors(origins = ["https://app.acme.example"])] #[delete("/users/me")] a_me_delete;
    #[cors(origins = ["https://admin.acme.example"])] #[delete("/users/me")] b_me_delete;
    #[cors(origins = ["https://app.acme.example"], credentials)] #[delete("/users/{id}")] a_id_delete;
    #[cors(origins = any)] #[get("/users/{id}")] o_id_get;
    #[cors(origins = ["https://admin.acme.example"], headers = ["x-version"])] #[put("/users/{id}", guard = "version")] b_id_put;
    #[cors(origins = ["https://app.acme.example"])] #[put("/users/{id}")] a_id_put;
    #[cors(off)] #[delete("/users/{id}")] off_id_delete;
    #[cors(origins = ["https://admin.acme.example"], expose = ["etag"])] #[delete(r"/users/{id:\d+}")] b_number_delete;
    #[cors(origins = ["https://app.acme.example"])] #[get(r"/users/{id:\d+}")] a_number_get;
    #[cors(origins = any)] #[delete("/{tail}*")] o_tail_delete;
    #[cors(origins = ["https://admin.acme.example"])] #[get("/{tail:.*}")] b_rest_get;
    #[cors(origins = ["https://app.acme.example"])] #[get("/items")] a_items_get;
    #[cors(origins = ["https://admin.acme.example"])] #[put("/items")] b_items_put;
    #[cors(origins = ["https://admin.acme.example"])] #[get("")] b_empty_get;
    #[cors(origins = ["https://app.acme.example"])] #[delete("/")] a_slash_delete;
    #[cors(origins = ["https://app.acme.example"])] #[actix_web::routes] #[get("/items")] #[delete("/users/me")] #[put("/{tail}*")] a_many;
    #[cors(origins = ["https://admin.acme.example"], methods = [GET])] #[route("/items", method = "GET", method = "PUT")] b_items_less;
    #[get("/users/me")] p_me_get;
    #[delete("/users/me")] p_me_delete;
    #[delete("/users/{id}")] p_id_delete;
    #[put(r"/users/{id:\d+}")] p_number_put;
    #[delete("/{tail}*")] p_tail_delete;
    #[get("/items")] p_items_get;
    #[put("/items", guard = "version")] p_items_put;
    #[get("")] p_empty_get;
}

/// A service whose type is forgotten.
struct Part(Box<dyn FnOnce(&mut AppService)>);

impl Part {
    fn of(service: impl HttpServiceFactory + 'static) -> Self {
        Self(Box::new(|config| service.register(config)))
    }
}

impl HttpServiceFactory for Part {
    fn register(self, config: &mut AppService) {
        (self.0)(config);
    }
}

/// A part of an application.
#[derive(Clone)]
enum Node {
    Handler(usize),
    Scope(&'static str, Vec<Node>),
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Handler(index) => f.write_str(POOL[*index].0),
            Self::Scope(prefix, inside) => write!(f, "{prefix:?} {inside:?}"),
        }
    }
}

impl Node {
    fn part(&self) -> Part {
        match self {
            Self::Handler(index) => POOL[*index].1(),
            Self::Scope(prefix, inside) => Part::of(
                inside
                    .iter()
                    .fold(web::scope(prefix), |scope, node| scope.service(node.part())),
            ),
        }
    }
}

/// The handlers of an application, each with the full patterns that it has there.
fn patterns(nodes: &[Node]) -> Vec<(&'static str, String)> {
    let each = nodes.iter().flat_map(|node| match node {
        Node::Scope(prefix, inside) => patterns(inside)
            .into_iter()
            .map(|(name, pattern)| (name, format!("{prefix}{pattern}")))
            .collect::<Vec<_>>(),
        Node::Handler(index) => {
            let name = POOL[*index].0;
            let own = resources(name).into_iter();
            own.map(|(pattern, _)| (name, pattern.to_owned())).collect()
        }
    });
    each.collect()
}

/// Checks whether an annotated handler of an application has the very pattern of a plain one, whose name is given: the
/// plain one cannot be seen.
fn is_hidden(plain: &str, all: &[(&str, String)]) -> bool {
    !is_annotated(plain)
        && all.iter().any(|(name, pattern)| {
            *name == plain
                && all
                    .iter()
                    .any(|(other, same)| is_annotated(other) && same == pattern)
        })
}

/// The patterns of a handler, and the methods that it serves there.
fn resources(name: &'static str) -> Vec<(&'static str, &'static [&'static str])> {
    let methods: &[&str] = match name.rsplit('_').next() {
        Some("get") => &["GET"],
        Some("put") => &["PUT"],
        Some("delete") => &["DELETE"],
        Some("less") => &["GET", "PUT"],
        _ => METHODS,
    };
    match name.split('_').nth(1) {
        Some("me") => vec![("/users/me", methods)],
        Some("id") => vec![("/users/{id}", methods)],
        Some("number") => vec![(r"/users/{id:\d+}", methods)],
        Some("tail") => vec![("/{tail}*", methods)],
        Some("rest") => vec![("/{tail:.*}", methods)],
        Some("items") => vec![("/items", methods)],
        Some("empty") => vec![("", methods)],
        Some("slash") => vec![("/", methods)],
        _ => vec![
            ("/items", &["GET"]),
            ("/users/me", &["DELETE"]),
            ("/{tail}*", &["PUT"]),
        ],
    }
}

/// Checks whether the first pattern that covers a path belongs to an annotated handler, and the first handler with it does
/// not serve the method: actix-web names no other, so a pattern between the two cannot be seen.
fn is_covered(all: &[(&str, String)], nodes: &[Node], path: &str, method: &str) -> bool {
    for node in nodes {
        match node {
            Node::Scope(prefix, inside) => {
                if let Some(length) = ResourceDef::root_prefix(prefix).find_match(path) {
                    return is_covered(all, inside, &path[length..], method);
                }
            }
            Node::Handler(index) => {
                let name = POOL[*index].0;
                let first = resources(name)
                    .into_iter()
                    .find(|(pattern, _)| ResourceDef::new(*pattern).is_match(path));
                if let Some((_, methods)) = first {
                    return (is_annotated(name) || is_hidden(name, all))
                        && !methods.contains(&method);
                }
            }
        }
    }
    false
}

/// Returns whether an earlier scope takes a path and has no handler for it.
fn is_shadowed(nodes: &[Node], path: &str) -> bool {
    for node in nodes {
        match node {
            Node::Scope(prefix, inside) => {
                if let Some(length) = ResourceDef::root_prefix(prefix).find_match(path) {
                    return is_shadowed(inside, &path[length..]);
                }
            }
            Node::Handler(index) => {
                let mut resources = resources(POOL[*index].0).into_iter();
                if resources.any(|(pattern, _)| ResourceDef::new(pattern).is_match(path)) {
                    return false;
                }
            }
        }
    }
    true
}

fn is_annotated(name: &str) -> bool {
    !name.is_empty() && !name.starts_with("p_") && !name.starts_with("any_")
}

/// Without what cannot be reached: an earlier scope with the same prefix takes its requests. That is seen where a
/// request is routed and nowhere else.
fn reachable(nodes: Vec<Node>) -> Vec<Node> {
    let mut prefixes = Vec::new();
    let mut reach = |node: Node| match node {
        Node::Scope(prefix, inside) => {
            let first = !prefixes.contains(&prefix);
            prefixes.push(prefix);
            first.then(|| Node::Scope(prefix, reachable(inside)))
        }
        handler @ Node::Handler(_) => Some(handler),
    };
    nodes.into_iter().filter_map(&mut reach).collect()
}

const PREFIXES: &[&str] = &[
    "/users",
    "/items",
    "/{tenant}",
    r"/{number:\d+}",
    "/{tenant}/v1",
];

fn node() -> impl Strategy<Value = Node> {
    let handler = (0..POOL.len()).prop_map(Node::Handler);
    handler.prop_recursive(3, 12, 4, |inner| {
        (select(PREFIXES), vec(inner, 0..4))
            .prop_map(|(prefix, inside)| Node::Scope(prefix, inside))
    })
}

const PATHS: &[&str] = &[
    "/",
    "/items",
    "/items/",
    "/users/me",
    "/users/m%65",
    "/users/7",
    "/users/x",
    "/users",
    "/7",
    "/x",
    "/x/v1",
    "/7/users/7",
    "/x/items",
    "/users/users/me",
    "/items/users/8",
    "/x/v1/users/me",
    "/7/7/items",
    "/a/b/c",
    "/users/",
    "/users/users/",
];
const METHODS: &[&str] = &["GET", "PUT", "DELETE", "POST"];
const ORIGINS: &[&str] = &[APP, ADMIN, STRANGER, "null"];

/// A question.
#[derive(Clone, Copy, Debug)]
struct Question {
    path: &'static str,
    method: &'static str,
    origin: &'static str,
    version: bool,
}

fn question() -> impl Strategy<Value = Question> {
    (
        select(PATHS),
        select(METHODS),
        select(ORIGINS),
        any::<bool>(),
    )
        .prop_map(|(path, method, origin, version)| Question {
            path,
            method,
            origin,
            version,
        })
}

impl Question {
    fn preflight(self) -> TestRequest {
        TestRequest::with_uri(self.path)
            .method("OPTIONS".parse().expect("it is a method"))
            .insert_header(("origin", self.origin))
            .insert_header(("access-control-request-method", self.method))
    }

    fn actual(self) -> TestRequest {
        let request = TestRequest::with_uri(self.path)
            .method(self.method.parse().expect("it is a method"))
            .insert_header(("origin", self.origin));
        if self.version {
            request.insert_header(("x-version", "2"))
        } else {
            request
        }
    }
}

fn application(
    nodes: &[Node],
) -> App<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = ServiceResponse,
        Error = Error,
        InitError = (),
    > + use<>,
> {
    nodes
        .iter()
        .fold(App::new(), |app, node| app.service(node.part()))
}

#[test]
fn with_and_without_a_gate() {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(400);
    let config = Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    };
    let nodes = (vec(node(), 1..7), any::<bool>()).prop_map(|(nodes, below)| {
        let nodes = reachable(nodes);
        if below {
            vec![Node::Scope("", nodes)]
        } else {
            nodes
        }
    });
    let strategy = (nodes, vec(question(), 1..24));
    let system = actix_web::rt::System::new();
    TestRunner::new(config)
        .run(&strategy, |(nodes, questions)| {
            let all = patterns(&nodes);
            system.block_on(async {
                let bare = init_service(application(&nodes)).await;
                let gated = init_service(application(&nodes).wrap(CorsGate::new())).await;
                for question in questions {
                    let told = ask(&bare, question.preflight().to_request()).await;
                    let early = ask(&gated, question.preflight().to_request()).await;
                    let read = ask(&bare, question.actual().to_request()).await;
                    let behind = ask(&gated, question.actual().to_request()).await;
                    let path = question.path.replace("%65", "e");
                    // actix-web does not reveal this.
                    if is_hidden(&told.body, &all)
                        || is_hidden(&read.body, &all)
                        || (!is_annotated(&read.body)
                            && is_covered(&all, &nodes, &path, question.method))
                    {
                        continue;
                    }
                    // An earlier scope takes the path. Whether a guard keeps the request from it is unknown, so the gate
                    // answers for a literal route; without a guard, the request is a 404.
                    if told.status == 404 && is_shadowed(&nodes, &path) {
                        prop_assert!(!is_annotated(&read.body), "{:?} {:?}", question, read);
                        continue;
                    }
                    prop_assert_eq!(&told, &early, "the preflight of {:?}", question);
                    // Nothing shows whether a guard or a middleware kept the request from the route.
                    if !is_annotated(&read.body) && question.method == "PUT" && !question.version {
                        continue;
                    }
                    prop_assert_eq!(&read, &behind, "{:?}", question);
                    if told.status == 204 {
                        prop_assert!(told.allows(question.origin));
                        prop_assert!(read.allows(question.origin), "{:?} {:?}", question, read);
                    }
                }
                Ok(())
            })
        })
        .unwrap_or_else(|found| panic!("{found}"));
}
