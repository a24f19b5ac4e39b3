//! Checks how policies are wired into an application.

mod finding;
mod sample;

use std::{fmt, ptr, rc::Rc};

use actix_http::Request;
use actix_service::IntoServiceFactory;
use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{AppConfig, ResourceMap, Service, ServiceFactory, ServiceResponse},
    http::{
        StatusCode,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN},
    },
    test::{TestRequest, init_service},
};

pub use self::finding::{CheckError, Finding, Problem};
use crate::{
    Policy,
    actix::{
        application::{Application, Worker},
        mark::{LayerSeen, Mark, cors_headers},
        resource_tree::{ResourceKind, ResourceNode, resource_tree},
        rows::{PROBE, RouteRow, ScopeRow},
        table::PolicyTable,
    },
};

/// Sends a preflight for every annotated route and every placed policy through a whole application, and reports each that
/// its policy does not answer.
///
/// `app` is what [`actix_web::test::init_service`] takes. Build it as the program does, with all middlewares.
///
/// ```
/// use actix_web::{App, HttpResponse, middleware::from_fn, put};
/// use route_cors::{CorsGate, cors, testing};
/// # use actix_web::{Error, body::{EitherBody, MessageBody}, dev::{ServiceRequest, ServiceResponse}, middleware::Next};
/// # async fn auth(request: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<impl MessageBody>, Error> {
/// #     if request.headers().contains_key("authorization") { return Ok(next.call(request).await?.map_into_left_body()); }
/// #     Ok(request.into_response(HttpResponse::Unauthorized().finish().map_into_right_body()))
/// # }
///
/// #[cors(origins = ["https://app.acme.example"])]
/// #[put("/orders")]
/// async fn update() -> HttpResponse {
///     HttpResponse::Ok().finish()
/// }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let right = App::new().service(update).wrap(from_fn(auth)).wrap(CorsGate::new());
/// testing::check(right).await.unwrap();
///
/// let wrong = App::new().service(update).wrap(from_fn(auth));
/// let error = testing::check(wrong).await.unwrap_err();
/// assert!(error.to_string().starts_with(
///     "PUT /orders: a middleware in front of the policy answered the preflight with 401"
/// ));
/// # }
/// ```
///
/// No handler runs, but for a default service of the application, which may see a few `OPTIONS` requests. Where only
/// running a handler would tell, the finding says `unconfirmed`.
///
/// # Errors
///
/// If a policy does not answer as it is written, or is wired in a way that cannot work. The error prints one line for
/// each finding, with the fix.
pub async fn check<F, S, B>(app: F) -> Result<(), CheckError>
where
    F: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig, Response = ServiceResponse<B>, Error = Error>,
    S::InitError: fmt::Debug,
    B: MessageBody,
{
    let known = Worker::applications();
    let first_layer = Worker::layer_count();
    let service = init_service(app).await;
    let application = Worker::applications().into_iter().find(|application| {
        let is_same = |known| Rc::ptr_eq(known, application);
        !known.iter().any(is_same)
    });
    let layers = Worker::layers_from(first_layer);
    let mut findings = Vec::new();
    let mut sender = Sender {
        service,
        outermost: None,
        reached: Vec::new(),
    };
    match application {
        Some(application) => check_application(&application, &mut sender, &mut findings).await,
        None if layers.is_empty() => findings.push(Finding::nothing_to_check()),
        None => {
            // The outermost policy answers any preflight; behind it there is nothing of this library.
            sender.send("/", "GET", None).await;
            if layers.iter().all(|(_, policy)| policy.is_none()) {
                findings.push(Finding::gate_without_routes());
            }
        }
    }
    findings.extend(bare_middlewares(&layers, &sender));
    if findings.is_empty() {
        Ok(())
    } else {
        Err(CheckError::new(findings))
    }
}

/// Sends marked preflights to an application.
struct Sender<S> {
    service: S,
    /// The outermost middleware of this library that has received a preflight.
    outermost: Option<LayerSeen>,
    /// Every middleware of this library that has received one.
    reached: Vec<usize>,
}

/// The outcome of a preflight.
struct Outcome {
    mark: Mark,
    status: StatusCode,
    headers: Vec<(String, String)>,
    map: Option<ResourceMap>,
}

impl<S, B> Sender<S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    async fn send(&mut self, path: &str, method: &str, host: Option<&str>) -> Outcome {
        let mut request = TestRequest::with_uri(path)
            .method(actix_web::http::Method::OPTIONS)
            .insert_header((ORIGIN, "https://check.example"))
            .insert_header((ACCESS_CONTROL_REQUEST_METHOD, method));
        if let Some(host) = host {
            request = request.insert_header((HOST, host));
        }
        let (request, mark) = (request.to_request(), Mark::default());
        request.extensions_mut().insert(mark.clone());
        let outcome = match self.service.call(request).await {
            Ok(response) => Outcome {
                mark,
                status: response.status(),
                headers: cors_headers(response.headers()),
                map: Some(response.request().resource_map().clone()),
            },
            Err(error) => {
                let response = error.error_response();
                Outcome {
                    mark,
                    status: response.status(),
                    headers: cors_headers(response.headers()),
                    map: None,
                }
            }
        };
        self.outermost = self.outermost.or_else(|| outcome.mark.outermost());
        self.reached.extend(outcome.mark.layers());
        outcome
    }
}

async fn check_application<S, B>(
    application: &Application,
    sender: &mut Sender<S>,
    findings: &mut Vec<Finding>,
) where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let table = application.table();
    // No resource has this path. The response has the resource map, unless it is an error.
    let map = sender.send("*", "GET", None).await.map;
    for (id, row) in table.routes.iter().enumerate() {
        findings.extend(check_route(table, id, row, map.as_ref(), sender).await);
    }
    for (id, row) in table.scopes.iter().enumerate() {
        if let Some(headers) = &row.headers {
            findings.extend(check_scope(table, id, row, headers.policy, sender).await);
        }
    }
    if let Some(map) = map {
        let tree = resource_tree(&map);
        findings.extend(shared_prefixes(&tree));
        findings.extend(outside_of_scopes(&tree, table));
    }
}

async fn check_route<S, B>(
    table: &PolicyTable,
    id: usize,
    row: &RouteRow,
    map: Option<&ResourceMap>,
    sender: &mut Sender<S>,
) -> Option<Finding>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let (pattern, methods) = (row.pattern(), row.path.methods);
    let method = *methods
        .iter()
        .find(|it| row.headers.parts().serves_one_of(&[**it]))?;
    let matches = |path: &str| table.matches_route(id, path);
    let Some(path) = sample::path(pattern, matches) else {
        return Some(Finding::without_sample(method, pattern));
    };
    if let Some(named) = map.and_then(|map| map.match_pattern(&path))
        && named != pattern
        && !table.is_passed_by(&named, method)
    {
        return Some(Finding::earlier_pattern(method, pattern, &named));
    }
    let outcome = sender.send(&path, method, table.host_of(row.scope)).await;
    check_answer(&outcome, row.headers.policy, method, pattern)
}

async fn check_scope<S, B>(
    table: &PolicyTable,
    id: usize,
    row: &ScopeRow,
    policy: &'static Policy,
    sender: &mut Sender<S>,
) -> Option<Finding>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let pattern = format!("{}/**", row.pattern());
    let method = *policy
        .parts()
        .methods
        .and_then(<[_]>::first)
        .unwrap_or(&"GET");
    let matches = |path: &str| table.matches_prefix(id, path);
    let Some(prefix) = sample::path(row.pattern(), matches) else {
        return Some(Finding::without_sample(method, &pattern));
    };
    let path = format!("{prefix}{PROBE}");
    let outcome = sender.send(&path, method, table.host_of(Some(id))).await;
    check_answer(&outcome, policy, method, &pattern)
}

/// Compares the answer to a preflight with what the policy says.
fn check_answer(
    outcome: &Outcome,
    policy: &'static Policy,
    method: &str,
    pattern: &str,
) -> Option<Finding> {
    let Some(answer) = outcome.mark.answer() else {
        return Some(Finding::not_answered(method, pattern, outcome.status));
    };
    match answer.policies.as_slice() {
        [only] if ptr::eq(*only, policy) => {}
        [other] => return Some(Finding::other_policy(method, pattern, policy, other)),
        all => return Some(Finding::several_policies(method, pattern, all)),
    }
    (answer.headers != outcome.headers)
        .then(|| Finding::changed_headers(method, pattern, &answer.headers, &outcome.headers))
}

/// Finds scopes that share their prefix, of which one has annotated routes and no policy or gate around it. Guards tell
/// them apart, and this library cannot see guards on a scope.
fn shared_prefixes(tree: &[ResourceNode]) -> Vec<Finding> {
    let mut scopes = Vec::new();
    collect_scopes(tree, &mut scopes);
    let mut findings = Vec::new();
    for (index, (pattern, is_placed, has_routes)) in scopes.iter().enumerate() {
        let mut others = scopes
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        if *has_routes && !is_placed && others.any(|(_, (other, ..))| other == pattern) {
            findings.push(Finding::shared_prefix(pattern));
        }
    }
    findings.dedup_by(|one, other| one.path() == other.path());
    findings
}

/// Collects every scope with its prefix, whether something is placed around it, and whether it has annotated routes.
fn collect_scopes<'t>(tree: &'t [ResourceNode], scopes: &mut Vec<(&'t str, bool, bool)>) {
    for node in tree {
        if let ResourceKind::Scope { is_placed, inside } = &node.kind {
            scopes.push((&node.pattern, *is_placed, has_routes(inside)));
            collect_scopes(inside, scopes);
        }
    }
}

fn has_routes(tree: &[ResourceNode]) -> bool {
    tree.iter().any(|node| match &node.kind {
        ResourceKind::Annotated => true,
        ResourceKind::Plain => false,
        ResourceKind::Scope { inside, .. } => has_routes(inside),
    })
}

/// Finds resources that are not in a placed scope, though their patterns begin with its prefix. Their preflights get the
/// scope's policy, and their responses do not.
fn outside_of_scopes(tree: &[ResourceNode], table: &PolicyTable) -> Vec<Finding> {
    let mut outside = Vec::new();
    collect_unplaced(tree, &mut outside);
    let counts_as_inside = |pattern: &&&str| {
        let scopes = table.scopes.iter().filter(|scope| scope.headers.is_some());
        let mut prefixes = scopes.map(|scope| scope.pattern());
        prefixes.any(|prefix| {
            let rest = pattern.strip_prefix(prefix);
            !prefix.is_empty() && rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        })
    };
    let found = outside.iter().filter(counts_as_inside);
    found
        .map(|pattern| Finding::counts_as_inside(pattern))
        .collect()
}

/// Collects the resources without a policy that are in no placed scope.
fn collect_unplaced<'t>(tree: &'t [ResourceNode], outside: &mut Vec<&'t str>) {
    for node in tree {
        match &node.kind {
            ResourceKind::Plain => outside.push(&node.pattern),
            ResourceKind::Scope {
                is_placed: false,
                inside,
            } => collect_unplaced(inside, outside),
            ResourceKind::Annotated | ResourceKind::Scope { .. } => {}
        }
    }
}

/// Finds middlewares of this library that are not where they can work.
fn bare_middlewares<S>(
    layers: &[(usize, Option<&'static Policy>)],
    sender: &Sender<S>,
) -> Vec<Finding> {
    let outermost = sender.outermost.filter(|seen| seen.is_around_application);
    let around = outermost.and_then(|seen| {
        let layer = layers.iter().find(|(id, _)| *id == seen.layer);
        layer.and_then(|(_, policy)| *policy)
    });
    let others = layers
        .iter()
        .filter(|(id, _)| outermost.is_none_or(|seen| seen.layer != *id));
    others
        .filter_map(|(id, policy)| match (policy, around) {
            (Some(policy), Some(around)) => Some(Finding::bare_middleware(policy, around)),
            // A policy without another one around it works from where it is, if preflights reach it.
            (Some(policy), None) if !sender.reached.contains(id) => {
                Some(Finding::unreached_middleware(policy))
            }
            (None, _) if outermost.is_none() => Some(Finding::gate_on_scope()),
            _ => None,
        })
        .collect()
}
