//! Applications whose sets cannot be loaded: none starts.

use crate::log;

/// The library's own word where the program has not asked: once, although every worker and every route finds it out.
#[test]
fn a_program_that_does_not_load_a_set_does_not_start_either() {
    use std::sync::atomic::{AtomicBool, Ordering};

    use actix_web::{App, HttpServer, get, web};
    use route_cors::{OriginSet, Policy, cors, origin_set, policy};

    static NEVER: OriginSet = origin_set!(
        file = "this/file/is/nowhere.txt",
        within = ["https://*.acme.example"]
    );
    static API: Policy = policy!(origins = [NEVER]);

    #[cors(origins = [NEVER])]
    #[get("/")]
    async fn index() -> &'static str {
        "index"
    }

    #[cors(origins = [NEVER])]
    #[get("/other")]
    async fn other() -> &'static str {
        "other"
    }

    static MIDDLEWARE: AtomicBool = AtomicBool::new(false);
    log::listen();
    for middleware in [false, true] {
        MIDDLEWARE.store(middleware, Ordering::Relaxed);
        let started = actix_web::rt::System::new().block_on(async {
            HttpServer::new(|| {
                if MIDDLEWARE.load(Ordering::Relaxed) {
                    App::new().service(web::scope("").wrap(API.middleware()))
                } else {
                    App::new().service(index).service(other)
                }
            })
            .workers(4)
            .bind(("127.0.0.1", 0))
            .expect("there is a free port")
            .run()
            .await
        });
        assert!(started.is_err(), "the set was left empty");
    }
    let said = log::lines_with("this/file/is/nowhere.txt does not exist");
    assert_eq!(said.len(), 1, "{said:#?}");
    let folder = std::env::current_dir().unwrap();
    let begin = format!("(a relative path begins at {})", folder.display());
    assert!(said[0].contains(&begin), "{said:#?}");
    assert!(!NEVER.admits("https://a.acme.example"));
}

/// A start reports every invalid source, so that an operator can fix all of them at once.
#[test]
fn every_set_that_cannot_be_loaded_is_reported() {
    use std::panic::catch_unwind;

    use actix_web::{App, rt::System, test};
    use route_cors::{OriginSet, Policy, origin_set, policy};

    static FILE: OriginSet = origin_set!(
        file = "no/such/file.txt",
        within = ["https://*.acme.example"]
    );
    static VARIABLE: OriginSet = origin_set!(
        env = "NO_SUCH_VARIABLE",
        within = ["https://*.acme.example"]
    );
    static API: Policy = policy!(origins = [FILE, VARIABLE]);

    log::listen();
    let started = catch_unwind(|| {
        System::new().block_on(async {
            let _ = test::init_service(App::new().wrap(API.middleware())).await;
        });
    });
    assert!(started.is_err(), "the sets were left empty");
    for source in [
        "no/such/file.txt does not exist",
        "NO_SUCH_VARIABLE is not set",
    ] {
        assert_eq!(log::lines_with(source).len(), 1, "{source}");
    }
}

#[test]
fn a_source_that_cannot_be_read() {
    use std::{error::Error as _, io};

    use route_cors::{OriginSet, OriginSetError, origin_set};

    static FOLDER: OriginSet = origin_set!(file = "src", within = ["https://*.acme.example"]);
    static NEVER: OriginSet =
        origin_set!(file = "nowhere.txt", within = ["https://*.acme.example"]);

    let error = FOLDER.load().unwrap_err();
    let cause = error
        .source()
        .expect("the file system says why")
        .to_string();
    assert_eq!(
        error.to_string(),
        format!("the file src cannot be read: {cause}")
    );
    let cause = error.source().unwrap().downcast_ref::<io::Error>();
    assert_eq!(cause.unwrap().kind(), io::ErrorKind::IsADirectory);
    let error = NEVER.load().unwrap_err();
    assert!(matches!(error, OriginSetError::Missing { .. }), "{error}");
    assert!(error.source().is_none());
}
