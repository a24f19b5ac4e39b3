//! Takes the surface of an application: which rows there are, and the policy of each, by a marked preflight.

use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    rc::Rc,
};

use actix_service::{Service, ServiceFactory};
use actix_web::{
    App, Error, HttpMessage, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method as HttpMethod,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName, HeaderValue, ORIGIN},
    },
    test::{TestRequest, init_service},
    web,
};
use cors_surface::{By, Floor, Method, PathPattern, Row};

use super::{
    Surface, convert,
    tree::{self, Registered},
};
use crate::actix::{
    application::Worker,
    placement::{self, Annotated, AskPlacement, Kind, Placement, Scope, look_up},
};

/// Takes the surface of an application when it is awaited. [`Surface::of`] returns it.
#[must_use = "await it"]
pub struct TakeSurface<T> {
    app: App<T>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Surface {
    /// Takes the surface of an application: await the result.
    ///
    /// The application is what [`actix_web::test::init_service`] takes. No handler of it runs.
    pub fn of<T>(app: App<T>) -> TakeSurface<T> {
        TakeSurface {
            app,
            headers: Vec::new(),
        }
    }
}

impl<T> TakeSurface<T> {
    /// Adds a header to every request that is sent through the application. Add a token if a
    /// middleware rejects requests without one.
    ///
    /// # Panics
    ///
    /// If the name or the value is not one of a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = name.parse().expect("the name of a header");
        let value = value.parse().expect("the value of a header");
        self.headers.push((name, value));
        self
    }
}

impl<T, B> IntoFuture for TakeSurface<T>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    type Output = Surface;
    type IntoFuture = Pin<Box<dyn Future<Output = Surface>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let first_layer = Worker::layer_count();
            // A default service is a handler of the application: this one takes its place.
            let app = self.app.default_service(web::to(HttpResponse::NotFound));
            let service = init_service(app).await;
            let layers = Worker::layers_from(first_layer).into_iter();
            let middlewares = layers.filter_map(|(_, policy)| policy).collect::<Vec<_>>();
            let headers = self.headers;
            let ask = |question: Question| {
                let request = question.test_request(&headers).to_request();
                request.extensions_mut().insert(AskPlacement);
                let response = service.call(request);
                async { Answer::of(response.await) }
            };
            let first = ask(Question::about_nothing()).await;
            let Some(request) = first.request.clone() else {
                panic!(
                    "a middleware failed without a response, so the application cannot be asked"
                );
            };
            let application = Application::new(request, &first, &middlewares);
            let mut rows = Vec::new();
            for candidate in application.candidates() {
                let answer = match application.confirmation(&candidate) {
                    Confirmation::Ask => Some(ask(candidate.question()).await),
                    Confirmation::Needless | Confirmation::Impossible(_) => None,
                };
                rows.extend(application.row(&candidate, answer.as_ref()));
            }
            Surface(cors_surface::Surface::new(rows))
        })
    }
}

/// A marked preflight.
#[derive(Clone, Debug)]
struct Question {
    path: String,
    method: String,
    host: Option<Rc<str>>,
}

impl Question {
    /// Returns a preflight for a path that no pattern matches. Only what is around the application can answer it.
    fn about_nothing() -> Self {
        Self {
            path: "*".to_owned(),
            method: "GET".to_owned(),
            host: None,
        }
    }

    fn test_request(&self, headers: &[(HeaderName, HeaderValue)]) -> TestRequest {
        let mut request = TestRequest::with_uri(&self.path)
            .method(HttpMethod::OPTIONS)
            .insert_header((ORIGIN, "https://route-cors.invalid"))
            .insert_header((ACCESS_CONTROL_REQUEST_METHOD, self.method.as_str()))
            .insert_header((HOST, self.host.as_deref().unwrap_or("localhost")));
        for (name, value) in headers {
            request = request.insert_header((name.clone(), value.clone()));
        }
        request
    }
}

/// The answer of the application to one request.
struct Answer {
    status: u16,
    /// The policy that a service of this library reports.
    placement: Option<Placement>,
    request: Option<HttpRequest>,
}

impl Answer {
    fn of<B>(result: Result<ServiceResponse<B>, Error>) -> Self {
        match result {
            Ok(response) => Self {
                status: response.status().as_u16(),
                placement: response.response().extensions().get::<Placement>().cloned(),
                request: Some(response.request().clone()),
            },
            Err(error) => Self {
                status: error.as_response_error().status_code().as_u16(),
                placement: None,
                request: None,
            },
        }
    }
}

/// An application, and what is known of it before its rows are asked about.
struct Application<'a> {
    request: HttpRequest,
    routes: Vec<Annotated>,
    scopes: Vec<Scope>,
    registered: Vec<Registered>,
    /// Whether a policy or a gate of this library answers whatever reaches the application.
    is_answered: bool,
    /// The status with which a middleware answers whatever reaches the application.
    blocked: Option<u16>,
    /// The policy around the application.
    default: Option<&'static crate::Policy>,
    middlewares: &'a [&'static crate::Policy],
}

/// How a row is confirmed.
enum Confirmation {
    /// By a preflight through the whole application.
    Ask,
    /// By the table alone: no policy of this library is around the application or the route.
    Needless,
    /// Not at all, for this reason.
    Impossible(&'static str),
}

/// A row to be.
struct Candidate<'a> {
    path: String,
    method: Method,
    host: Option<Rc<str>>,
    handler: Option<String>,
    is_guarded: bool,
    kind: Candidacy<'a>,
    /// A path that the pattern matches.
    sample: String,
}

enum Candidacy<'a> {
    /// A handler with a policy.
    Annotated(&'a Annotated),
    /// A handler without.
    Plain,
    /// Everything else under a policy.
    Rest,
}

impl Candidate<'_> {
    /// Returns the method that is announced.
    fn announced(&self) -> &str {
        match &self.method {
            Method::Named(method) => method,
            Method::Unknown => "GET",
        }
    }

    fn question(&self) -> Question {
        Question {
            path: encoded(if self.sample.is_empty() {
                "/"
            } else {
                &self.sample
            }),
            method: self.announced().to_owned(),
            host: self.host.clone(),
        }
    }
}

impl<'a> Application<'a> {
    fn new(
        request: HttpRequest,
        first: &Answer,
        middlewares: &'a [&'static crate::Policy],
    ) -> Self {
        let (routes, scopes) = placement::registered(&request);
        let registered = tree::registered(&request);
        let outermost = first.placement.as_ref();
        let only = match middlewares {
            [policy] => Some(*policy),
            _ => None,
        };
        // 404 is what the application itself says to a path that no pattern matches.
        let blocked = (outermost.is_none() && first.status != 404).then_some(first.status);
        Self {
            is_answered: outermost.is_some(),
            default: match outermost {
                Some(placement) => placement.policies.first().map(|placed| placed.policy),
                None => only.filter(|_| blocked.is_some()),
            },
            blocked,
            request,
            routes,
            scopes,
            registered,
            middlewares,
        }
    }

    /// Every row that there may be: annotated routes in the order of their registration, the others by path, and the rest
    /// of each scope and of the application.
    fn candidates(&self) -> Vec<Candidate<'_>> {
        let mut candidates = Vec::new();
        for route in &self.routes {
            for method in route.methods {
                candidates.push(Candidate {
                    path: route.pattern.clone(),
                    method: Method::Named((*method).to_owned()),
                    host: route.host.clone(),
                    handler: Some(route.handler.to_string()),
                    is_guarded: route.is_guarded,
                    kind: Candidacy::Annotated(route),
                    sample: String::new(),
                });
            }
        }
        for registered in &self.registered {
            for method in self.plain_methods(registered) {
                for host in self.hosts_of(&registered.path) {
                    candidates.push(Candidate {
                        path: registered.path.clone(),
                        method: method.clone(),
                        is_guarded: registered.is_guarded || host.is_some(),
                        host,
                        handler: registered.name.clone(),
                        kind: Candidacy::Plain,
                        sample: String::new(),
                    });
                }
            }
        }
        let scopes = self.scopes.iter().filter(|scope| scope.has_policy);
        let rests = scopes.map(|scope| (format!("{}/**", scope.pattern), scope.host.clone()));
        let around = self.default.map(|_| ("/**".to_owned(), None));
        for (path, host) in rests.chain(around) {
            candidates.push(Candidate {
                path,
                method: Method::Unknown,
                is_guarded: host.is_some(),
                host,
                handler: None,
                kind: Candidacy::Rest,
                sample: String::new(),
            });
        }
        let patterns: Vec<(String, PathPattern)> = candidates
            .iter()
            .map(|candidate| (candidate.path.clone(), PathPattern::new(&candidate.path)))
            .collect();
        for candidate in &mut candidates {
            let others = patterns.iter().filter(|(path, _)| *path != candidate.path);
            let others: Vec<&PathPattern> = others.map(|(_, pattern)| pattern).collect();
            candidate.sample = PathPattern::new(&candidate.path)
                .sample(&others)
                .unwrap_or_default();
        }
        candidates
    }

    /// Returns the methods of the handlers without a policy of their own.
    fn plain_methods(&self, registered: &Registered) -> Vec<Method> {
        if registered.methods.is_empty() {
            return vec![Method::Unknown];
        }
        let annotated = self
            .routes
            .iter()
            .filter(|route| route.pattern == registered.path);
        let annotated: Vec<&str> = annotated
            .flat_map(|route| route.methods.iter().copied())
            .collect();
        let methods = registered.methods.iter();
        methods
            .filter(|method| !annotated.contains(&method.as_str()))
            .map(|method| Method::Named(method.clone()))
            .collect()
    }

    /// Returns the hosts of the placed scopes that may hold a path, or none if no host matters.
    fn hosts_of(&self, path: &str) -> Vec<Option<Rc<str>>> {
        let scopes = self.scopes.iter().filter(|scope| {
            path.strip_prefix(scope.pattern.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let mut hosts: Vec<Option<Rc<str>>> = scopes
            .filter_map(|scope| scope.host.clone().map(Some))
            .collect();
        hosts.dedup();
        if hosts.is_empty() {
            hosts.push(None);
        }
        hosts
    }

    /// How a row is confirmed.
    fn confirmation(&self, candidate: &Candidate<'_>) -> Confirmation {
        if candidate.sample.is_empty() {
            return Confirmation::Impossible("no path is known that only this pattern matches");
        }
        if self.is_answered || self.blocked.is_some() {
            return Confirmation::Ask;
        }
        // Nothing of this library is in front, so the preflight reaches what is registered for the path.
        let may_run = self.registered.iter().any(|registered| {
            registered.may_serve_options()
                && PathPattern::new(&registered.path).matches(&candidate.sample)
        });
        if may_run {
            return Confirmation::Impossible("a preflight would run a handler of the application");
        }
        let is_plain = matches!(candidate.kind, Candidacy::Plain);
        if is_plain && self.middlewares.is_empty() && !self.is_in_scope(candidate) {
            return Confirmation::Needless;
        }
        Confirmation::Ask
    }

    fn is_in_scope(&self, candidate: &Candidate<'_>) -> bool {
        self.scopes
            .iter()
            .any(|scope| candidate.path.starts_with(scope.pattern.as_str()))
    }

    /// Returns the row, or `None` if there is nothing to say about it.
    fn row(&self, candidate: &Candidate<'_>, answer: Option<&Answer>) -> Option<Row> {
        let seen = answer.and_then(|answer| answer.placement.clone());
        let is_seen = seen.is_some();
        let placement = seen.unwrap_or_else(|| {
            let question = candidate.question().test_request(&[]).to_http_request();
            look_up(
                &self.request,
                question.head(),
                &candidate.sample,
                self.default,
            )
        });
        let mut row = Row {
            path: candidate.path.clone(),
            method: candidate.method.clone(),
            by: By::None,
            policy: None,
            floors: Vec::new(),
            guarded: candidate.is_guarded,
            handler: candidate.handler.clone(),
            unconfirmed: None,
            place: None,
        };
        if let Some(behind) = self.taken_by(candidate, &placement) {
            row.by = By::Unreachable { behind };
            return Some(row);
        }
        self.apply(candidate, &placement, &mut row);
        if matches!(candidate.kind, Candidacy::Rest) && row.policy.is_none() {
            return None;
        }
        match answer {
            Some(answer) if !is_seen && row.policy.is_some() => {
                row.by = By::Blocked {
                    status: answer.status,
                };
            }
            Some(_) => {}
            None => {
                if let Confirmation::Impossible(why) = self.confirmation(candidate) {
                    row.unconfirmed.get_or_insert_with(|| why.to_owned());
                }
            }
        }
        Some(row)
    }

    /// Fills in the policy that applies.
    fn apply(&self, candidate: &Candidate<'_>, placement: &Placement, row: &mut Row) {
        let own = match candidate.kind {
            Candidacy::Annotated(route) => placement.policies.iter().find(|placed| {
                std::ptr::eq(placed.policy, route.policy)
                    && placed.kind == Kind::Route(route.pattern.clone())
            }),
            Candidacy::Plain | Candidacy::Rest => placement
                .policies
                .iter()
                .find(|placed| !matches!(placed.kind, Kind::Route(_))),
        };
        let Some(placed) = own else {
            return;
        };
        row.by = match placed.kind {
            Kind::Route(_) => By::Route,
            Kind::Scope => By::Scope,
            // If no policy is around the application, this is a middleware of a scope.
            Kind::Application if !self.is_answered && self.blocked.is_none() => By::Scope,
            Kind::Application => By::Application,
        };
        row.policy = Some(convert::policy(placed.policy, &placed.methods));
        row.place = Some(convert::place(placed.policy));
        row.guarded |= placed.is_guarded;
        row.floors = placement
            .floors
            .iter()
            .map(|(path, policy)| Floor {
                path: path.clone(),
                origins: convert::origins(policy),
                methods: None,
            })
            .collect();
        let others = placement
            .policies
            .iter()
            .filter(|other| other.kind != placed.kind);
        if others.count() > 0 && !row.guarded {
            row.unconfirmed = Some(
                "several policies may apply, and a page gets what all of them allow".to_owned(),
            );
        }
    }

    /// Returns the pattern that takes the requests of a row first.
    fn taken_by(&self, candidate: &Candidate<'_>, placement: &Placement) -> Option<String> {
        let named = || self.request.resource_map().match_pattern(&candidate.sample);
        match candidate.kind {
            Candidacy::Rest => None,
            Candidacy::Annotated(route) => {
                let is_own =
                    |placed: &placement::Placed| placed.kind == Kind::Route(route.pattern.clone());
                if placement.policies.iter().any(is_own) || candidate.is_guarded {
                    return None;
                }
                let other = placement
                    .policies
                    .iter()
                    .find_map(|placed| match &placed.kind {
                        Kind::Route(pattern) => Some(pattern.clone()),
                        Kind::Scope | Kind::Application => None,
                    });
                other.or_else(|| named().filter(|named| *named != route.pattern))
            }
            Candidacy::Plain => {
                let mut routes =
                    placement
                        .policies
                        .iter()
                        .filter_map(|placed| match &placed.kind {
                            Kind::Route(pattern) => Some(pattern.clone()),
                            Kind::Scope | Kind::Application => None,
                        });
                let first = routes.next()?;
                let only_routes = placement
                    .policies
                    .iter()
                    .all(|placed| matches!(placed.kind, Kind::Route(_)));
                (only_routes && first != candidate.path && !candidate.is_guarded).then_some(first)
            }
        }
    }
}

/// Returns a path as a URL has it.
fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(format!("%{byte:02X}").chars());
        }
    }
    encoded
}
