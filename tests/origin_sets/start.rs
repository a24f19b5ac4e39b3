//! Programs that start, and programs that do not.

use std::{
    env, fs,
    path::PathBuf,
    process::{Command, Output},
};

use crate::{log, support::example::example};

/// An empty folder for a program to run in.
pub(super) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("origin_sets")
        .join(name);
    // Left by an earlier run, or not there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// The example, in a folder, with no variable of ours.
pub(super) fn edge(folder: &PathBuf) -> Command {
    let mut command = Command::new(example("edge"));
    command
        .current_dir(folder)
        .env_remove("EDGE_ORIGINS")
        .env("PORT", "0");
    command
}

fn fails(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the example starts");
    let stderr = String::from_utf8(stderr).expect("it is text");
    assert!(!status.success(), "{stderr}");
    assert!(stdout.is_empty(), "it listened");
    stderr
}

#[test]
fn one_bad_origin_among_five_keeps_it_from_starting() {
    let origins = "https://a.acme.example, https://b.acme.example https://c.acme.example/\n\
                   https://d.acme.example,https://e.acme.example";
    let message = fails(edge(&folder("bad")).env("EDGE_ORIGINS", origins));
    assert_eq!(
        message,
        "Error: 1 origin from the environment variable EDGE_ORIGINS is refused, and so is the whole list\n\
         EDGE_ORIGINS, value 3: `https://c.acme.example/` ends with a slash, which no origin does\n  \
         help: write `https://c.acme.example`\n  \
         rule: malformed_origin\n  \
         see: route_cors::rules::malformed_origin\n"
    );
}

#[test]
fn a_missing_or_empty_variable_keeps_it_from_starting() {
    let folder = folder("missing");
    let missing = fails(&mut edge(&folder));
    assert!(
        missing.starts_with(
            "Error: the environment variable EDGE_ORIGINS with origins is not set\nhelp: "
        ),
        "{missing}"
    );
    for empty in ["", " ,\n,"] {
        let empty = fails(edge(&folder).env("EDGE_ORIGINS", empty));
        assert!(
            empty.starts_with("Error: the environment variable EDGE_ORIGINS holds no origin"),
            "{empty}"
        );
        assert!(empty.contains("`optional`"), "{empty}");
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_keeps_it_from_starting() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    let message =
        fails(edge(&folder("bytes")).env("EDGE_ORIGINS", OsStr::from_bytes(b"https://\xff")));
    assert!(
        message.contains("EDGE_ORIGINS") && message.contains("UTF-8"),
        "{message}"
    );
}

#[test]
fn a_bad_line_of_a_file_keeps_it_from_starting() {
    let folder = folder("line");
    let lines =
        "# partners\nhttps://a.example\n\nhttps://b.example:443 # the default\n*.c.example\n";
    fs::write(folder.join("partners.txt"), lines).expect("it can be written");
    let message = fails(edge(&folder).env("EDGE_ORIGINS", "https://eu.acme.example"));
    for part in [
        "partners.txt:4: ",
        "partners.txt:5: ",
        "https://b.example",
        "non_canonical_origin",
    ] {
        assert!(message.contains(part), "{part}\n{message}");
    }
}

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
    let said = log::lines_with("this/file/is/nowhere.txt");
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(!NEVER.admits("https://a.acme.example"));
}

/// Whoever mends one source does not find out about the next one at the next start.
#[test]
fn every_set_that_cannot_be_loaded_is_told() {
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
    for source in ["no/such/file.txt", "NO_SUCH_VARIABLE"] {
        assert_eq!(log::lines_with(source).len(), 1, "{source}");
    }
}
