//! The cost of a request in an application of 1, 100 and 1 000 routes. The request is for the last route, so that nothing
//! can be found early. Also the start, the first request, and the memory of a worker.

use std::fs;

use actix_cors::Cors;
use actix_http::Request;
use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{AppService, HttpServiceFactory, Service, ServiceRequest, ServiceResponse},
    guard,
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, HeaderValue, ORIGIN, VARY,
        },
    },
    middleware::{Next, from_fn},
    rt::System,
    test::{TestRequest, init_service},
    web,
};
use route_cors::{
    __private::{Route, named_route, register_plain},
    CorsGate, Policy, policy,
};

use crate::{
    callgrind::{cost, count},
    contenders::APP,
};

const NUMBERS: &[usize] = &[1, 100, 1_000];
const REQUESTS: u32 = 500;

static POLICY: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type"],
    credentials,
    max_age = "10m",
);

/// The applications: who writes the headers, and the middlewares around it.
const APPLICATIONS: &[&str] = &[
    "bare",
    "by-hand",
    "actix-cors",
    "route",
    "gate",
    "policy-around",
    "gate-auth",
    "policy-around-bare",
    "actix-cors-auth",
];

/// The places of the routes: `/r7`, `/r7/{id}`, or `/x` in the scope `/s7`, placed or not.
const SHAPES: &[&str] = &["static", "parameter", "scope", "placed"];

const KINDS: &[&str] = &["allowed", "preflight"];

/// A route that is registered under a pattern which is known at run time.
struct Generated {
    pattern: String,
    headers: Headers,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Headers {
    None,
    ByHand,
    Policy,
}

impl HttpServiceFactory for Generated {
    fn register(self, config: &mut AppService) {
        let is_put = guard::fn_guard(|context| context.head().method == Method::PUT);
        match self.headers {
            Headers::None => actix_web::Resource::new(self.pattern)
                .guard(is_put)
                .to(|| async { HttpResponse::Ok().body("updated") })
                .register(config),
            Headers::ByHand => actix_web::Resource::new(self.pattern)
                .route(web::put().to(by_hand))
                .route(web::method(Method::OPTIONS).to(preflight_by_hand))
                .register(config),
            Headers::Policy => {
                let pattern: &'static str = self.pattern.leak();
                let route: &'static Route =
                    Box::leak(Box::new(named_route(&POLICY, pattern, &["PUT"], false)));
                let handler = web::to(|| async { HttpResponse::Ok().body("updated") });
                register_plain(handler, "generated", route, config);
            }
        }
    }
}

async fn by_hand(request: HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok().body("updated");
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if request.headers().get(ORIGIN).is_some_and(|it| it == APP) {
        headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP));
        headers.append(
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    response
}

async fn preflight_by_hand(request: HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::NoContent().finish();
    let method = request.headers().get(ACCESS_CONTROL_REQUEST_METHOD);
    let is_allowed = request.headers().get(ORIGIN).is_some_and(|it| it == APP)
        && method.is_some_and(|it| it == "PUT");
    let headers = response.headers_mut();
    headers.append(
        VARY,
        HeaderValue::from_static("Origin, Access-Control-Request-Method"),
    );
    if !is_allowed {
        *response.status_mut() = actix_web::http::StatusCode::FORBIDDEN;
        return response;
    }
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_ORIGIN, APP),
        (ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (ACCESS_CONTROL_ALLOW_METHODS, "PUT"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.append(name, HeaderValue::from_static(value));
    }
    response
}

async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key("authorization") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::Unauthorized().finish()))
}

fn actix_cors() -> Cors {
    Cors::default()
        .allowed_origin(APP)
        .allowed_methods([Method::PUT])
        .allowed_header(CONTENT_TYPE)
        .supports_credentials()
        .max_age(600)
}

fn routes(
    number: usize,
    shape: &'static str,
    headers: Headers,
) -> impl FnOnce(&mut web::ServiceConfig) {
    move |config| {
        for index in 0..number {
            match shape {
                "static" => config.service(Generated {
                    pattern: format!("/r{index}"),
                    headers,
                }),
                "parameter" => config.service(Generated {
                    pattern: format!("/r{index}/{{id}}"),
                    headers,
                }),
                _ => {
                    let pattern = "/x".to_owned();
                    let scope = web::scope(&format!("/s{index}"));
                    let scope = scope.service(Generated { pattern, headers });
                    if shape == "placed" && headers == Headers::Policy {
                        config.service(POLICY.around(scope))
                    } else {
                        config.service(scope)
                    }
                }
            };
        }
    }
}

fn request(number: usize, shape: &str, kind: &str) -> Request {
    let last = number - 1;
    let path = match shape {
        "static" => format!("/r{last}"),
        "parameter" => format!("/r{last}/7"),
        _ => format!("/s{last}/x"),
    };
    let request = TestRequest::with_uri(&path).insert_header((ORIGIN, APP));
    match kind {
        "preflight" => request
            .method(Method::OPTIONS)
            .insert_header((ACCESS_CONTROL_REQUEST_METHOD, "PUT")),
        _ => request.method(Method::PUT),
    }
    .to_request()
}

/// Runs in the process under callgrind.
pub(crate) fn run(application: &str, shape: &str, number: &str, kind: &str) {
    let number: usize = number.parse().expect("a number");
    let shape = SHAPES.iter().find(|it| **it == shape).expect("a shape");
    let with = |headers| routes(number, shape, headers);
    macro_rules! measure {
        ($app:expr) => {{
            let system = System::new();
            if kind == "start" {
                count(|| drop(system.block_on(init_service($app))));
            }
            let service = system.block_on(init_service($app));
            if kind == "memory" {
                let services: Vec<_> = (0..10)
                    .map(|_| system.block_on(init_service($app)))
                    .collect();
                println!("{}", resident());
                drop(services);
                return;
            }
            let send = |request: Request| {
                system.block_on(async {
                    drop(service.call(request).await);
                });
            };
            if kind == "first" {
                let mut request = Some(request(number, shape, "allowed"));
                count(|| request.take().into_iter().for_each(&send));
            }
            for _ in 0..50 {
                send(request(number, shape, kind));
            }
            let mut requests: Vec<_> = (0..REQUESTS)
                .map(|_| request(number, shape, kind))
                .collect();
            count(|| requests.drain(..).for_each(&send));
        }};
    }
    match application {
        "bare" => measure!(App::new().configure(with(Headers::None))),
        "by-hand" => measure!(App::new().configure(with(Headers::ByHand))),
        "actix-cors" => measure!(App::new().configure(with(Headers::None)).wrap(actix_cors())),
        "route" => measure!(App::new().configure(with(Headers::Policy))),
        "gate" => measure!(
            App::new()
                .configure(with(Headers::Policy))
                .wrap(CorsGate::new())
        ),
        "policy-around" => measure!(
            App::new()
                .configure(with(Headers::Policy))
                .wrap(POLICY.middleware())
        ),
        "policy-around-bare" => measure!(
            App::new()
                .configure(with(Headers::None))
                .wrap(POLICY.middleware())
        ),
        "gate-auth" => measure!(
            App::new()
                .configure(with(Headers::Policy))
                .wrap(from_fn(auth))
                .wrap(CorsGate::new())
        ),
        "actix-cors-auth" => measure!(
            App::new()
                .configure(with(Headers::None))
                .wrap(from_fn(auth))
                .wrap(actix_cors())
        ),
        other => panic!("{other} is no application"),
    }
}

/// The resident memory of this process, in KiB.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let digits = line.and_then(|line| line.split_whitespace().nth(1));
    digits.expect("a number").parse().expect("a number")
}

/// Prints a table for each shape.
pub(crate) fn print() {
    for shape in SHAPES {
        for kind in KINDS {
            println!("\n{shape}, {kind}: instructions (allocations) of one request among N routes");
            print!("{:<22}", "");
            for number in NUMBERS {
                print!("{number:>18}");
            }
            println!();
            for application in APPLICATIONS {
                print!("{application:<22}");
                for number in NUMBERS {
                    let Some(cost) = cost(&["grow", application, shape, &number.to_string(), kind])
                    else {
                        println!("valgrind is missing: nothing is counted");
                        return;
                    };
                    let each = |total: u32| f64::from(total) / f64::from(REQUESTS);
                    let allocations = each(cost.allocations);
                    print!("{:>11.0} ({allocations:>4.1})", each(cost.instructions));
                }
                println!();
            }
        }
    }
    println!("\nthe start of a worker and its first request, 1 000 routes: million instructions");
    for shape in SHAPES {
        for application in ["bare", "route", "gate"] {
            let million = |kind| {
                let cost = cost(&["grow", application, shape, "1000", kind]);
                cost.map_or(f64::NAN, |cost| f64::from(cost.instructions) / 1e6)
            };
            println!(
                "{shape:<12}{application:<10}{:>10.1}{:>10.1}",
                million("start"),
                million("first")
            );
        }
    }
}
