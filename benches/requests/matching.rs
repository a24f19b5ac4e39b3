//! The cost of looking up an origin: in lists of exact origins and of patterns, listed and not listed, and for 8 KB of
//! junk. A preflight asks a policy around an application without routes.

use actix_http::Request;
use actix_service::Service as _;
use actix_web::{
    App,
    http::{
        Method,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HeaderValue, ORIGIN},
    },
    rt::System,
    test::{TestRequest, init_service},
};
use route_cors::{
    __private::{Listed, Origins, Parts, policy},
    Policy,
};

use crate::callgrind::{cost, count};

const WARM_UP: usize = 200;
const REQUESTS: u32 = 2000;

/// The kind and the number of listed origins.
const LISTS: &[(&str, &str)] = &[
    ("exact", "1"),
    ("exact", "10"),
    ("exact", "1000"),
    ("exact", "100000"),
    ("wildcard", "1"),
    ("wildcard", "100"),
    ("wildcard", "10000"),
];

const ASKED: &[&str] = &["hit", "miss", "long", "junk", "dotted"];

/// Runs in the process under callgrind: a policy with this list answers an origin.
pub(crate) fn run(kind: &str, number: &str, asked: &str) {
    let number: usize = number.parse().expect("a number");
    let element = |index: usize| match kind {
        "exact" => format!("https://shop-{index}.example"),
        _ => format!("https://*.shop-{index}.example"),
    };
    let origin = match (asked, kind) {
        ("hit", "exact") => element(number / 2),
        ("hit", _) => element(number / 2).replace('*', "www"),
        ("miss", _) => "https://www.stranger.example".to_owned(),
        // Almost the longest host that there is.
        ("long", _) => format!("https://{}stranger.example", "a.".repeat(115)),
        ("junk", _) => "x".repeat(8192),
        _ => format!("https://{}shop-0.example", "a.".repeat(4096)),
    };
    let policy = policy_of((0..number).map(element));
    let system = System::new();
    let service = system.block_on(init_service(App::new().wrap(policy.middleware())));
    let origin = HeaderValue::try_from(origin).expect("a header value");
    let requests = |number: usize| -> Vec<Request> {
        let request = || {
            TestRequest::with_uri("/")
                .method(Method::OPTIONS)
                .insert_header((ORIGIN, origin.clone()))
                .insert_header((
                    ACCESS_CONTROL_REQUEST_METHOD,
                    HeaderValue::from_static("PUT"),
                ))
                .to_request()
        };
        (0..number).map(|_| request()).collect()
    };
    let send = |requests: Vec<Request>| {
        system.block_on(async {
            for request in requests {
                drop(service.call(request).await);
            }
        });
    };
    send(requests(WARM_UP));
    let mut requests = Some(requests(REQUESTS as usize));
    count(|| requests.take().into_iter().for_each(send));
}

/// As the macros make one, but for its being constant.
fn policy_of(elements: impl Iterator<Item = String>) -> &'static Policy {
    let origins: Vec<&str> = elements.map(|element| &*element.leak()).collect();
    Box::leak(Box::new(policy(Parts {
        origins: Origins::Listed(Listed {
            origins: origins.leak(),
            ..Listed::EMPTY
        }),
        ..Parts::DEFAULT
    })))
}

/// Prints the table.
pub(crate) fn print() {
    println!("\ninstructions for a preflight that a policy around an application answers");
    print!("{:<24}", "");
    for asked in ASKED {
        print!("{asked:>13}");
    }
    println!();
    for (kind, number) in LISTS {
        print!("{:<24}", format!("{number} {kind}"));
        for asked in ASKED {
            let Some(cost) = cost(&["match", kind, number, asked]) else {
                return;
            };
            print!(
                "{:>13.0}",
                f64::from(cost.instructions) / f64::from(REQUESTS)
            );
        }
        println!();
    }
}
