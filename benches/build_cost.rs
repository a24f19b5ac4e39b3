//! What `#[cors]` costs a build: `cargo check` of 500 annotated handlers against 500 plain ones, all in one crate.
//!
//! `cargo bench --bench build_cost` prints the processor time of each and their ratio, pair by pair. The time is that
//! of the compiler alone, as the system accounts for finished children; everything below is built beforehand.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const HANDLERS: usize = 500;
const PAIRS: usize = 5;

fn main() {
    // Under `cargo test --benches` there is nothing to measure.
    if !std::env::args().any(|argument| argument == "--bench") {
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
    let mut source = String::from("pub use route_cors as _;\n");
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
    let source = folder.join("src/lib.rs");
    let text = fs::read_to_string(&source).expect("it has just been written");
    fs::write(&source, text + "\n").expect("the target folder can be written");
    let before = time_of_children();
    let status = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline"])
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            folder.parent().expect("it has one").join("target"),
        )
        .env("CARGO_INCREMENTAL", "0")
        .status()
        .expect("cargo runs");
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
