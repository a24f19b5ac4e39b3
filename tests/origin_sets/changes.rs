//! Changes while requests run.

use std::{
    sync::{
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::channel,
    },
    thread,
};

use actix_web::{App, get, web};
use route_cors::{OriginSet, Policy, cors, origin_set, policy};

use super::PATIENCE;
use crate::{
    serve,
    support::{preflight, request},
};

const ANNA: &str = "https://anna.tenants.example";
const BERT: &str = "https://bert.tenants.example";

#[test]
fn a_change_is_in_force_for_the_next_request() {
    static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.example"]);
    static API: Policy = policy!(origins = [TENANTS]);

    #[cors(origins = ["https://app.example", TENANTS])]
    #[get("/orders")]
    async fn orders() -> &'static str {
        "orders"
    }

    let server = serve!(
        App::new().service(orders).service(
            web::scope("/api")
                .wrap(API.middleware())
                .route("/plain", web::get().to(|| async { "plain" }))
        )
    );
    let mut connection = server.connect();
    let mut is_read = |origin: &str| {
        let request = request("GET", "/orders").origin(origin);
        let response = connection.ask(&request);
        let asked = connection.ask(&preflight("GET", "/orders", origin));
        let plain = connection.ask(&self::request("GET", "/api/plain").origin(origin));
        let reads = response.cors().contains(&format!("allow-origin: {origin}"));
        assert_eq!(asked.status == 204, reads, "{asked:?}");
        if origin != "https://app.example" {
            assert_eq!(plain.cors().len() == 2, reads, "{plain:?}");
        }
        assert!(response.cors().contains(&"vary: Origin".to_owned()));
        reads
    };
    assert!(is_read("https://app.example"));
    assert!(!is_read(ANNA));
    TENANTS.replace([ANNA]).expect("it lies within");
    assert!(is_read(ANNA));
    assert!(!is_read(BERT));
    TENANTS
        .replace(["https://evil.example"])
        .expect_err("it lies outside");
    assert!(is_read(ANNA));
    TENANTS.replace([BERT]).expect("it lies within");
    assert!(!is_read(ANNA));
    assert!(is_read(BERT));
    assert!(is_read("https://app.example"));
}

/// An origin in every version of a set is always admitted, and an origin in no version never is.
/// The operator of a product decides: no origin, a list, or every origin. The response varies all the same.
#[test]
fn a_set_within_any_can_hold_every_origin() {
    static PAGES: OriginSet = origin_set!(within = any);

    #[cors(origins = [PAGES], methods = [GET])]
    #[get("/prices")]
    async fn prices() -> &'static str {
        "prices"
    }

    let server = serve!(App::new().service(prices));
    let mut connection = server.connect();
    let mut is_read = |origin: &str| {
        let response = connection.ask(&request("GET", "/prices").origin(origin));
        let asked = connection.ask(&preflight("GET", "/prices", origin));
        let cors = response.cors();
        let allowed = [origin, "*"].map(|value| format!("allow-origin: {value}"));
        let reads = allowed.iter().any(|value| cors.contains(value));
        assert_eq!(asked.status == 204, reads, "{asked:?}");
        assert!(cors.contains(&"vary: Origin".to_owned()), "{response:?}");
        reads
    };
    let origins = [
        "https://a.example",
        "http://192.168.1.84:4002",
        "https://[fd00::1]:3000",
        "null",
    ];
    for (list, allowed) in [
        (&[][..], &[][..]),
        (
            &["http://192.168.1.84:4002", "https://*.example"],
            &origins[..2],
        ),
        (
            &["https://*:*"],
            &["https://a.example", "https://[fd00::1]:3000"],
        ),
        (&["*"], &origins),
        (&["https://a.example"], &origins[..1]),
    ] {
        PAGES.replace(list).expect("all are within");
        for origin in origins {
            assert_eq!(
                is_read(origin),
                allowed.contains(&origin),
                "{origin} in {list:?}"
            );
        }
    }
}

#[test]
fn readers_see_a_whole_set_while_writers_replace_it() {
    const VERSIONS: usize = 400;
    static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.example"]);
    static RUNNING: AtomicBool = AtomicBool::new(true);
    static READ: AtomicUsize = AtomicUsize::new(0);

    let version = |number: usize| {
        let others = (0..50).map(move |index| format!("https://t{number}-{index}.tenants.example"));
        others.chain([
            ANNA.to_owned(),
            format!("https://*.w{number}.tenants.example"),
        ])
    };
    TENANTS.replace(version(0)).expect("all lie within");
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while RUNNING.load(Ordering::Relaxed) {
                    assert!(TENANTS.admits(ANNA));
                    assert!(!TENANTS.admits(BERT));
                    READ.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let writers: Vec<_> = (0..2)
            .map(|writer| {
                scope.spawn(move || {
                    for number in 0..VERSIONS {
                        let change = TENANTS
                            .replace(version(number * 2 + writer))
                            .expect("all lie within");
                        assert_eq!(change.total, 52);
                        TENANTS
                            .replace([BERT, "https://evil.example"])
                            .expect_err("one lies outside");
                    }
                })
            })
            .collect();
        let ended: Vec<_> = writers
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect();
        RUNNING.store(false, Ordering::Relaxed);
        assert!(ended.iter().all(Result::is_ok));
    });
    assert!(READ.load(Ordering::Relaxed) > 0);
}

/// A program may ask for anything while it lists its origins, the set itself included.
#[test]
fn policies_that_may_list_a_set() {
    static TENANTS: OriginSet = origin_set!(within = ["https://*.tenants.example"]);

    let (sender, ended) = channel();
    thread::spawn(move || {
        let origins = [ANNA, BERT].into_iter().inspect(|origin| {
            TENANTS.load().expect("there is nothing to load");
            TENANTS.replace([origin]).expect("it lies within");
        });
        sender.send(TENANTS.replace(origins))
    });
    let change = ended
        .recv_timeout(PATIENCE)
        .expect("it waits for nobody")
        .expect("both lie within");
    assert_eq!(change.to_string(), "1 added, 0 removed, 2 in all");
    assert!(TENANTS.admits(ANNA) && TENANTS.admits(BERT));
}
