//! The cost of `#[cors]` in a build: `cargo check` of 500 annotated handlers against 500 plain ones, all in one crate.
//!
//! `cargo bench --bench build_cost` prints the processor time of each and their ratio, pair by pair. If valgrind is
//! installed, it then prints the instructions of the compiler, which vary less. The time is the time of the compiler alone,
//! as the system accounts for finished children; all dependencies are built beforehand.
//!
//! To count instructions, cargo runs this program as a wrapper of the compiler.

use std::{
    env,
    ffi::{OsStr, OsString},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const HANDLERS: usize = 500;
const PAIRS: usize = 5;

fn main() {
    if let Some(log) = env::var_os(LOG) {
        return count(&log);
    }
    // Under `cargo test --benches` there is nothing to measure.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_cost");
    let plain = write_crate(&root, "plain", "");
    let annotated = write_crate(
        &root,
        "annotated",
        "#[route_cors::cors(origins = [\"https://app.acme.example\"], headers = [\"content-type\"], credentials)]\n",
    );
    // The first check builds what is below.
    check(&plain);
    check(&annotated);
    println!("`cargo check` of {HANDLERS} handlers, processor time in seconds");
    println!("{:>10} {:>10} {:>6}", "plain", "annotated", "ratio");
    let mut ratios: Vec<f64> = (0..PAIRS)
        .map(|_| {
            let (plain, annotated) = (check(&plain), check(&annotated));
            println!("{plain:>10.2} {annotated:>10.2} {:>6.2}", annotated / plain);
            annotated / plain
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    println!("median ratio {:.2}", ratios[PAIRS / 2]);
    match (instructions(&plain), instructions(&annotated)) {
        (Some(plain), Some(annotated)) => {
            println!("instructions of the compiler, in millions");
            println!(
                "{:>10.0} {:>10.0} {:>6.2}",
                plain / 1e6,
                annotated / 1e6,
                annotated / plain
            );
        }
        _ => println!("instructions are not counted: there is no valgrind"),
    }
}

/// The variable with the file to which the wrapper writes valgrind's output.
const LOG: &str = "ROUTE_CORS_BUILD_COST_LOG";

/// The instructions of the compiler for a `cargo check` of the crate alone.
fn instructions(folder: &Path) -> Option<f64> {
    Command::new("valgrind").arg("--version").output().ok()?;
    let log = folder.join("valgrind.log");
    let wrapper = env::current_exe().expect("a program knows its own path");
    check_with(folder, |cargo| {
        cargo.env("RUSTC_WORKSPACE_WRAPPER", wrapper).env(LOG, &log)
    });
    let said = fs::read_to_string(&log).ok()?;
    let (_, counted) = said.rsplit_once("Collected : ")?;
    counted.split_whitespace().next()?.parse().ok()
}

/// Runs the compiler that cargo has asked for: under valgrind where it checks a crate, and not where it is asked about
/// itself.
fn count(log: &OsStr) {
    let mut arguments = env::args_os().skip(1);
    let compiler = arguments.next().expect("cargo names the compiler");
    let arguments: Vec<OsString> = arguments.collect();
    let mut command = if arguments.iter().any(|argument| argument == "src/lib.rs") {
        let mut log_file = OsString::from("--log-file=");
        log_file.push(log);
        let mut valgrind = Command::new("valgrind");
        valgrind
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(log_file)
            .arg(behind(&compiler));
        valgrind
    } else {
        Command::new(&compiler)
    };
    let status = command.args(&arguments).status().expect("it runs");
    std::process::exit(status.code().unwrap_or(1));
}

/// Returns the compiler itself, behind rustup's proxy.
fn behind(compiler: &OsStr) -> PathBuf {
    let asked = Command::new(compiler)
        .args(["--print", "sysroot"])
        .output()
        .expect("the compiler runs");
    let root = String::from_utf8(asked.stdout).expect("the path is text");
    Path::new(root.trim()).join("bin/rustc")
}

/// Writes a crate of handlers, each with this attribute above it.
fn write_crate(root: &Path, name: &str, attribute: &str) -> PathBuf {
    let folder = root.join(name);
    fs::create_dir_all(folder.join("src")).expect("the target folder can be written");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [dependencies]\nactix-web = {{ version = \"4\", default-features = false, features = [\"macros\"] }}\n\
         route-cors = {{ path = {:?} }}\n[workspace]\n",
        env!("CARGO_MANIFEST_DIR"),
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the target folder can be written");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file is there");
    let mut source = String::from("#![allow(unused_imports)]\npub use route_cors as _;\n");
    for number in 0..HANDLERS {
        write!(
            source,
            "{attribute}#[actix_web::get(\"/things/{number}/{{id}}\")]\n\
             pub async fn thing_{number}(id: actix_web::web::Path<u64>) -> String {{\n    id.to_string()\n}}\n",
        )
        .expect("a string takes what is written");
    }
    fs::write(folder.join("src/lib.rs"), source).expect("the target folder can be written");
    folder
}

/// The processor time of a `cargo check` of the crate alone.
fn check(folder: &Path) -> f64 {
    check_with(folder, |cargo| cargo)
}

fn check_with(folder: &Path, with: impl FnOnce(&mut Command) -> &mut Command) -> f64 {
    let source = folder.join("src/lib.rs");
    let text = fs::read_to_string(&source).expect("it has just been written");
    fs::write(&source, text + "\n").expect("the target folder can be written");
    let before = time_of_children();
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["check", "--quiet", "--offline"])
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            folder.parent().expect("it has one").join("target"),
        )
        .env("CARGO_INCREMENTAL", "0");
    let status = with(&mut cargo).status().expect("cargo runs");
    assert!(status.success(), "cargo check in {}", folder.display());
    time_of_children() - before
}

/// The processor time of all children that have ended, in seconds (proc(5), `/proc/pid/stat`, fields 16 and 17).
fn time_of_children() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").expect("this needs Linux");
    let (_, fields) = stat.rsplit_once(')').expect("the name is in parentheses");
    let ticks: f64 = fields
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(|field| field.parse::<f64>().expect("a number"))
        .sum();
    ticks / TICKS_A_SECOND
}
