//! Applications put together at random, of scopes in one another with policies, gates, hosts and guards, and middlewares
//! that answer before a route is reached. A handler says which policies are around it, so that each answer can be held
//! against the policy that applies.

use actix_web::{
    App, Error, HttpRequest, Responder, delete,
    dev::{AppService, HttpServiceFactory, ServiceFactory, ServiceRequest, ServiceResponse},
    get,
    guard::Header,
    middleware::Condition,
    post, put,
    test::init_service,
    web,
};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::select,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use route_cors::{CorsGate, Policy, cors, policy};

use crate::{
    ADMIN, APP, STRANGER,
    asking::{Case, preflight, request},
    middlewares::{STATUSES, auth},
    process::{Answer, ask},
};

static APPS: Policy = policy!(origins = ["https://app.acme.example"]);
static ADMINS: Policy = policy!(origins = ["https://admin.acme.example"]);
static BOTH: Policy = policy!(
    origins = ["https://app.acme.example", "https://admin.acme.example"],
    credentials
);
static OPEN: Policy = policy!(origins = any);
static OFF: Policy = policy!(off);
static FLOOR: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);

/// A policy, the origins that it allows (`*` for any), and whether they may use cookies.
const POLICIES: [(&Policy, &[&str], bool); 6] = [
    (&APPS, &[APP], false),
    (&ADMINS, &[ADMIN], false),
    (&BOTH, &[APP, ADMIN], true),
    (&OPEN, &["*"], false),
    (&OFF, &[], false),
    (&FLOOR, &[APP], false),
];
const FLOORS: usize = 5;

/// The positions in [`POLICIES`] of the policies around a handler, from the outside in.
#[derive(Clone, Debug, Default)]
struct Around(String);

/// The name of a handler, and the policies around it.
fn reached(name: &str, request: &HttpRequest) -> String {
    let around = request.app_data::<Around>().cloned().unwrap_or_default();
    format!("{name}|{}", around.0)
}

macro_rules! annotated {
    ($($(#[$attribute:meta])+ $name:ident $policy:literal;)+) => {
        $($(#[$attribute])+ async fn $name(request: HttpRequest) -> impl Responder {
            reached(stringify!($name), &request)
        })+
        /// The annotated handlers, and the positions of policies that allow what theirs do.
        const ANNOTATED: &[(&str, usize, fn() -> Part)] =
            &[$((stringify!($name), $policy, || Part::of($name)),)+];
    };
}

annotated! {
    #[cors(origins = ["https://app.acme.example"])] #[put("/x")] app_x 0;
    #[cors(origins = ["https://admin.acme.example"])] #[put("/x")] admin_x 1;
    #[cors(origins = any)] #[post("/x")] any_x 3;
    #[cors(off)] #[delete("/x")] off_x 4;
    #[cors(origins = ["https://app.acme.example"])] #[get("/x/{id}")] app_id_get 0;
    #[cors(origins = ["https://admin.acme.example"])] #[delete("/x/{id}")] admin_id 1;
    #[cors(origins = any)] #[delete("/{a}/{b}")] any_two 3;
    #[cors(origins = ["https://app.acme.example", "https://admin.acme.example"], credentials)] #[put("/{a}/{b}")] both_two 2;
    #[cors(origins = ["https://app.acme.example"])] #[put("")] app_empty 0;
    #[cors(origins = ["https://admin.acme.example"])] #[put("/{tail}*")] admin_tail 1;
    #[cors(origins = any)] #[delete(r"/{n:\d+}")] any_number 3;
}

/// Patterns of handlers without a policy. No annotated handler has one of them: an earlier resource with the very pattern of
/// an annotated one cannot be seen.
const PLAIN: &[&str] = &["/plain", "/{p}", "/x/{p}", "/{p}/7", "/x/{p:.*}"];

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

#[derive(Clone, Debug)]
enum Node {
    Annotated(usize),
    Plain(usize),
    Scope(Scope),
}

#[derive(Clone, Debug)]
struct Scope {
    prefix: &'static str,
    placed: Option<Placed>,
    auth: Option<u16>,
    inside: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Placed {
    /// `None` for a gate.
    policy: Option<usize>,
    host: Option<&'static str>,
    is_guarded: bool,
}

/// An application, and what is around it.
#[derive(Clone, Debug)]
struct Application {
    nodes: Vec<Node>,
    auth: Option<u16>,
    default: Option<usize>,
    gate: bool,
}

impl Node {
    fn part(&self, around: &str) -> Part {
        match self {
            Self::Annotated(index) => ANNOTATED[*index].2(),
            Self::Plain(index) => {
                let plain = async |request: HttpRequest| reached("plain", &request);
                Part::of(web::resource(PLAIN[*index]).to(plain))
            }
            Self::Scope(scope) => scope.part(around),
        }
    }
}

impl Node {
    /// Returns whether handlers without a policy are in no placed scope.
    fn is_outside(&self) -> bool {
        match self {
            Self::Annotated(_) => false,
            Self::Plain(_) => true,
            Self::Scope(scope) => {
                scope.placed.is_none() && scope.inside.iter().any(Self::is_outside)
            }
        }
    }

    /// Returns whether the first segment of its path is a parameter.
    fn is_for_any_path(&self) -> bool {
        match self {
            Self::Annotated(_) => false,
            Self::Plain(index) => PLAIN[*index].starts_with("/{"),
            Self::Scope(scope) => scope.prefix.starts_with("/{"),
        }
    }
}

impl Scope {
    fn part(&self, around: &str) -> Part {
        let policy = self.placed.as_ref().and_then(|placed| placed.policy);
        let around = policy.map_or_else(|| around.to_owned(), |policy| format!("{around}{policy}"));
        let scope = web::scope(self.prefix).app_data(Around(around.clone()));
        let scope = self
            .inside
            .iter()
            .fold(scope, |scope, node| scope.service(node.part(&around)));
        let status = self.auth.unwrap_or(401);
        let scope = scope.wrap(Condition::new(
            self.auth.is_some(),
            auth(status).slow(u64::from(status == 403)),
        ));
        let Some(placed) = &self.placed else {
            return Part::of(scope);
        };
        let mut result = match placed.policy {
            Some(policy) => POLICIES[policy].0.around(scope),
            None => CorsGate::new().around(scope),
        };
        if let Some(host) = placed.host {
            result = result.host(host);
        }
        if placed.is_guarded {
            result = result.guard(Header("x-g", "1"));
        }
        Part::of(result)
    }
}

impl Application {
    fn build(
        self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<impl actix_web::body::MessageBody>,
            Error = Error,
            InitError = (),
        >,
    > {
        let around = self
            .default
            .map_or_else(String::new, |policy| policy.to_string());
        let app = App::new().app_data(Around(around.clone()));
        let app = self
            .nodes
            .iter()
            .fold(app, |app, node| app.service(node.part(&around)));
        let policy = POLICIES[self.default.unwrap_or(0)].0.middleware();
        app.wrap(Condition::new(
            self.auth.is_some(),
            auth(self.auth.unwrap_or(401)),
        ))
        .wrap(Condition::new(self.default.is_some(), policy))
        .wrap(Condition::new(self.gate, CorsGate::new()))
    }
}

fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        3 => (0..ANNOTATED.len()).prop_map(Node::Annotated),
        2 => (0..PLAIN.len()).prop_map(Node::Plain),
    ];
    let status = || option::weighted(0.3, select(&STATUSES[..]));
    leaf.prop_recursive(3, 16, 4, move |inner| {
        let plain = (
            select(&["/q", "/{s}"][..]),
            status(),
            vec(inner.clone(), 0..4),
        )
            .prop_map(|(prefix, auth, inside)| {
                Node::Scope(Scope {
                    prefix,
                    placed: None,
                    auth,
                    inside,
                })
            });
        let host = option::weighted(0.6, select(&["a.example", "b.example"][..]));
        let placed = (
            option::weighted(0.8, 0..POLICIES.len()),
            host,
            prop::bool::weighted(0.2),
        )
            .prop_map(|(policy, host, is_guarded)| Placed {
                policy,
                host,
                is_guarded,
            });
        // Scopes often share a prefix.
        let prefix = select(
            &[
                "/a",
                "/a",
                "/a",
                "/b",
                "/{t}",
                "/a/b",
                "",
                "",
                "",
                r"/{k:\d+}",
            ][..],
        );
        let placed = (prefix, placed, status(), vec(inner, 0..5)).prop_map(
            |(prefix, placed, auth, inside)| {
                let placed = Some(placed);
                Node::Scope(Scope {
                    prefix,
                    placed,
                    auth,
                    inside,
                })
            },
        );
        prop_oneof![1 => plain, 3 => placed]
    })
}

/// Without parameters that repeat one of a scope around, which actix-web's introspection rejects, and with handlers that
/// have no policy behind all scopes: in front of a scope with their prefix, they count as inside. Those that any path may
/// reach come last: in front of a literal route, behind a scope that has the prefix of both, nothing shows them.
fn tidy(nodes: Vec<Node>, around: &str) -> Vec<Node> {
    let is_new = |node: &Node| match node {
        Node::Scope(scope) => {
            let name = scope.prefix.split(['{', ':', '}']).nth(1);
            name.is_none_or(|name| !around.contains(&format!("{{{name}")))
        }
        _ => true,
    };
    // And without a second scope of one prefix: what the first has counts as inside the scopes of the second.
    let mut prefixes = Vec::new();
    let mut is_first = |node: &Node| match node {
        Node::Scope(scope) if scope.placed.is_none() => {
            let is_first = !prefixes.contains(&scope.prefix);
            prefixes.push(scope.prefix);
            is_first
        }
        _ => true,
    };
    let nodes = nodes.into_iter().filter(is_new);
    let mut nodes: Vec<Node> = nodes.filter(|node| is_first(node)).collect();
    nodes.sort_by_key(|node| (node.is_outside(), node.is_for_any_path()));
    let tidied = nodes.into_iter().map(|node| match node {
        Node::Scope(scope) => {
            let inside = tidy(scope.inside, &format!("{around}{}", scope.prefix));
            Node::Scope(Scope { inside, ..scope })
        }
        leaf => leaf,
    });
    tidied.collect()
}

fn applications() -> impl Strategy<Value = Application> {
    let nodes = vec(node(), 1..6).prop_map(|nodes| tidy(nodes, ""));
    let status = option::weighted(0.6, select(&STATUSES[..]));
    (
        nodes,
        status,
        option::weighted(0.6, 0..POLICIES.len()),
        any::<bool>(),
    )
        .prop_map(|(nodes, auth, default, gate)| Application {
            nodes,
            auth,
            default,
            gate: gate || default.is_none(),
        })
}

const PATHS: &[&str] = &[
    "/",
    "/x",
    "/x/7",
    "/x/y",
    "/plain",
    "/7",
    "/a",
    "/a/x",
    "/a/x/7",
    "/a/plain",
    "/a/b",
    "/a/b/x",
    "/a/b/plain",
    "/a/b/x/7",
    "/a/a/x",
    "/q",
    "/q/x",
    "/q/a/x",
    "/q/a/plain",
    "/q/plain",
    "/7/x",
    "/7/plain",
    "/7/7",
    "/a/7/x",
    "/a/7/plain",
    "/z/a/b/x",
    "/a/none/at/all",
    "/a/b/b",
    "/b/x",
    "/b/plain",
    "/b/b/plain",
    "//",
    "/a//x",
    "/a/x/",
    "/%61/x",
];

/// A question.
#[derive(Clone, Debug)]
struct Question {
    path: &'static str,
    method: &'static str,
    origin: &'static str,
    host: Option<&'static str>,
    passes_guard: bool,
}

fn questions() -> impl Strategy<Value = Vec<Question>> {
    let host = option::weighted(0.75, select(&["a.example", "a.example", "b.example"][..]));
    let method = select(&["GET", "PUT", "DELETE", "POST"][..]);
    let origin = select(&[APP, ADMIN, STRANGER][..]);
    let question = (select(PATHS), method, origin, host, any::<bool>()).prop_map(
        |(path, method, origin, host, passes_guard)| Question {
            path,
            method,
            origin,
            host,
            passes_guard,
        },
    );
    vec(question, 1..16)
}

impl Question {
    fn preflight(&self) -> Case {
        let case = preflight(self.method, self.path, self.origin);
        self.host.iter().fold(case, |case, host| case.host(host))
    }

    /// The request that it announces. A page of another site sends it.
    fn actual(&self) -> Case {
        self.unauthenticated().token()
    }

    /// The same, without what a middleware in front wants.
    fn unauthenticated(&self) -> Case {
        let case = request(self.method, self.path, self.origin).cross_site();
        let case = self.host.iter().fold(case, |case, host| case.host(host));
        if self.passes_guard {
            case.header("x-g", "1")
        } else {
            case
        }
    }
}

/// Returns the policy of the handler that has answered, as a position in [`POLICIES`], and the policies around it.
fn handled(answer: &Answer) -> Option<(Option<usize>, Vec<usize>)> {
    let (name, around) = answer.body.split_once('|')?;
    let around: Vec<usize> = around
        .bytes()
        .map(|digit| usize::from(digit - b'0'))
        .collect();
    let own = ANNOTATED.iter().find(|(it, ..)| *it == name);
    Some((
        own.map(|(_, policy, _)| *policy).or(around.last().copied()),
        around,
    ))
}

fn allows(policy: Option<usize>, origin: &str) -> bool {
    policy.is_some_and(|it| POLICIES[it].1.iter().any(|it| *it == "*" || *it == origin))
}

/// Checks what a page of another origin got from an application.
fn check(
    question: &Question,
    has_default: bool,
    told: &Answer,
    got: &Answer,
) -> Result<(), TestCaseError> {
    let Some((policy, around)) = handled(got) else {
        return Ok(());
    };
    let context = format!("{question:?} {told:?} {got:?}");
    let listed = allows(policy, question.origin);
    // If no policy applies to all that a request may reach, a gate passes a preflight on. A scope that it reaches without
    // what a guard tests answers for itself.
    let is_passed_on = question.passes_guard && !has_default;
    if told.status == 204 && told.allows(question.origin) && !is_passed_on {
        prop_assert!(listed, "the handler runs after a preflight: {context}");
    }
    if got.allows(question.origin) {
        prop_assert!(listed, "the response is readable: {context}");
    }
    if got
        .cors
        .iter()
        .any(|line| line.starts_with("allow-credentials"))
    {
        prop_assert!(
            policy.is_some_and(|it| POLICIES[it].2),
            "credentials: {context}"
        );
    }
    for floor in around.iter().filter(|it| **it == FLOORS) {
        prop_assert!(
            allows(Some(*floor), question.origin),
            "below a floor: {context}"
        );
    }
    Ok(())
}

/// Checks that the refusal of a middleware is readable only for whom the policy of the handler behind it allows.
fn check_refused(question: &Question, refused: &Answer, got: &Answer) -> Result<(), TestCaseError> {
    if let Some((policy, _)) = handled(got)
        && refused.allows(question.origin)
    {
        let listed = allows(policy, question.origin);
        prop_assert!(
            listed,
            "the refusal is readable: {question:?} {refused:?} {got:?}"
        );
    }
    Ok(())
}

/// Runs a test with as many cases as `PROPTEST_CASES` says, or with fixed ones.
fn run<T: std::fmt::Debug>(
    cases: u32,
    strategy: &impl Strategy<Value = T>,
    test: impl Fn(T) -> Result<(), TestCaseError>,
) {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|cases| cases.parse().ok());
    let runner = asked.map_or_else(|| fixed(cases), |asked| TestRunner::new(config(asked)));
    run_in(runner, strategy, test);
}

fn run_in<T: std::fmt::Debug>(
    mut runner: TestRunner,
    strategy: &impl Strategy<Value = T>,
    test: impl Fn(T) -> Result<(), TestCaseError>,
) {
    let found = runner.run(strategy, test);
    found.unwrap_or_else(|found| panic!("{found}"));
}

/// Makes the same applications in each run.
fn fixed(cases: u32) -> TestRunner {
    let seed = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config(cases), seed)
}

fn config(cases: u32) -> Config {
    Config {
        failure_persistence: None,
        ..Config::with_cases(cases)
    }
}

/// A handler runs, and its response is readable, only for whom its own policy and all floors around it allow. Answers do not
/// depend on earlier requests or on other applications.
#[test]
fn no_answer_is_wider_than_the_policy_of_its_handler() {
    let strategy = (applications(), questions(), applications());
    let system = actix_web::rt::System::new();
    run(1000, &strategy, |(application, questions, other)| {
        system.block_on(async {
            let _other = init_service(other.clone().build()).await;
            let warm = init_service(application.clone().build()).await;
            let mut first = Vec::new();
            for question in &questions {
                let told = ask(&warm, question.preflight().to_request()).await;
                let got = ask(&warm, question.actual().to_request()).await;
                check(question, application.default.is_some(), &told, &got)?;
                let refused = ask(&warm, question.unauthenticated().to_request()).await;
                check_refused(question, &refused, &got)?;
                first.push((told, got));
            }
            for (question, first) in questions.iter().zip(&first).rev() {
                let got = ask(&warm, question.actual().to_request()).await;
                let told = ask(&warm, question.preflight().to_request()).await;
                prop_assert_eq!(first, &(told, got), "after others: {:?}", question);
            }
            if let (Some(question), Some((told, got))) = (questions.last(), first.last()) {
                let cold = init_service(application.clone().build()).await;
                let preflight = ask(&cold, question.preflight().to_request()).await;
                prop_assert_eq!(told, &preflight, "cold: {:?}", question);
                let cold = init_service(application.clone().build()).await;
                let actual = ask(&cold, question.actual().to_request()).await;
                prop_assert_eq!(got, &actual, "cold: {:?}", question);
            }
            Ok(())
        })
    });
}

/// A gate around an application without other middlewares allows nothing more.
#[test]
fn a_gate_allows_nothing_more() {
    fn without_auth(nodes: Vec<Node>) -> Vec<Node> {
        let nodes = nodes.into_iter().map(|node| match node {
            Node::Scope(scope) => Node::Scope(Scope {
                auth: None,
                inside: without_auth(scope.inside),
                ..scope
            }),
            leaf => leaf,
        });
        nodes.collect()
    }
    let system = actix_web::rt::System::new();
    run(
        1000,
        &(applications(), questions()),
        |(application, questions)| {
            let bare = Application {
                nodes: without_auth(application.nodes),
                auth: None,
                default: None,
                gate: false,
            };
            let gated = Application {
                gate: true,
                ..bare.clone()
            };
            system.block_on(async {
                let bare = init_service(bare.clone().build()).await;
                let gated = init_service(gated.clone().build()).await;
                for question in &questions {
                    let before = ask(&bare, question.preflight().to_request()).await;
                    let told = ask(&gated, question.preflight().to_request()).await;
                    let allows = |it: &Answer| it.status == 204 && it.allows(question.origin);
                    let is_wider = allows(&told) && !allows(&before);
                    let before = ask(&bare, question.actual().to_request()).await;
                    let got = ask(&gated, question.actual().to_request()).await;
                    // A literal route may answer for a path that an earlier scope takes. Then a request is a 404. And without a
                    // gate, a preflight reaches another scope than a request that passes a guard.
                    prop_assert!(
                        !is_wider || handled(&got).is_none() || question.passes_guard,
                        "{question:?} {told:?} {got:?}"
                    );
                    prop_assert_eq!(handled(&before), handled(&got), "{:?}", question);
                    if handled(&got).is_some() {
                        prop_assert_eq!(before, got, "{:?}", question);
                    }
                }
                Ok(())
            })
        },
    );
}

/// The generated applications reach what they are about.
#[test]
fn questions_are_answered_in_all_ways() {
    use std::cell::Cell;
    let system = actix_web::rt::System::new();
    let counts: [Cell<u32>; 3] = Default::default();
    run_in(
        fixed(200),
        &(applications(), questions()),
        |(application, questions)| {
            system.block_on(async {
                let service = init_service(application.clone().build()).await;
                for question in &questions {
                    let told = ask(&service, question.preflight().to_request()).await;
                    let got = ask(&service, question.actual().to_request()).await;
                    let seen = [
                        told.status == 204 && handled(&got).is_some(),
                        told.status == 403,
                        handled(&got).is_some_and(|(_, around)| around.len() > 1),
                    ];
                    for (count, seen) in counts.iter().zip(seen) {
                        count.set(count.get() + u32::from(seen));
                    }
                }
                Ok(())
            })
        },
    );
    let counts = counts.map(|count| count.get());
    assert!(counts.iter().all(|count| *count > 20), "{counts:?}");
}
