//! The size that `#[cors]` adds to a server's binary: 500 annotated handlers against 500 plain ones, built in release and
//! stripped. And the processor time of building the macro in a clean build.
//!
//! `cargo bench --bench build_size` prints both. It builds actix-web again, which takes minutes.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

const HANDLERS: u32 = 500;

fn main() {
    // Under `cargo test --benches` there is nothing to measure.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_size");
    let plain = size(&write_crate(&root, "plain", ""));
    let annotated = size(&write_crate(
        &root,
        "annotated",
        "#[route_cors::cors(origins = [\"https://app.acme.example\"], headers = [\"content-type\"], credentials)]\n",
    ));
    println!("stripped release binary of {HANDLERS} handlers, in bytes");
    println!("{:>12} {:>12} {:>12}", "plain", "annotated", "a handler");
    let each = annotated.saturating_sub(plain) / u64::from(HANDLERS);
    println!("{plain:>12} {annotated:>12} {each:>+12}");
    let seconds = cold_build(&root.join("cold"));
    println!(
        "\n`cargo build -p cors-macros` where nothing is built: {seconds:.1} s of a processor"
    );
}

/// Writes a server of handlers, each with this attribute above it.
fn write_crate(root: &Path, name: &str, attribute: &str) -> PathBuf {
    let folder = root.join(name);
    fs::create_dir_all(folder.join("src")).expect("the target folder can be written");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [dependencies]\nactix-web = {{ version = \"4\", default-features = false, features = [\"macros\"] }}\n\
         route-cors = {{ path = {:?} }}\n[profile.release]\nstrip = true\n[workspace]\n",
        env!("CARGO_MANIFEST_DIR"),
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("the target folder can be written");
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the lock file is there");
    let (mut handlers, mut services) = (String::new(), String::new());
    for number in 0..HANDLERS {
        write!(
            handlers,
            "{attribute}#[actix_web::get(\"/things/{number}/{{id}}\")]\n\
             async fn thing_{number}(id: actix_web::web::Path<u64>) -> String {{\n    id.to_string()\n}}\n",
        )
        .expect("a string takes what is written");
        writeln!(services, "    config.service(thing_{number});")
            .expect("a string takes what is written");
    }
    let source = format!(
        "use actix_web::{{App, HttpServer, web}};\n{handlers}\
         fn services(config: &mut web::ServiceConfig) {{\n{services}}}\n\
         #[actix_web::main]\nasync fn main() -> std::io::Result<()> {{\n    \
         HttpServer::new(|| App::new().configure(services)).bind((\"127.0.0.1\", 0))?.run().await\n}}\n",
    );
    fs::write(folder.join("src/main.rs"), source).expect("the target folder can be written");
    folder
}

/// The size of a crate's program, in bytes.
fn size(folder: &Path) -> u64 {
    let target = folder.with_file_name("target");
    build(
        folder,
        &target,
        &["--release"],
        "a crate of handlers is built",
    );
    let program = target
        .join("release")
        .join(folder.file_name().expect("it has one"));
    fs::metadata(program).expect("it has been built").len()
}

/// The processor time that the macro takes to build with all that is below it, in seconds.
fn cold_build(target: &Path) -> f64 {
    match fs::remove_dir_all(target) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{error}"),
        _ => {}
    }
    let before = time_of_children();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    build(
        root,
        target,
        &["--package=cors-macros"],
        "the macro is built",
    );
    time_of_children() - before
}

fn build(folder: &Path, target: &Path, arguments: &[&str], what: &str) {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--offline"])
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .status();
    assert!(status.expect("cargo runs").success(), "{what}");
}

/// The processor time of all children that have ended, in seconds (proc(5), `/proc/pid/stat`, fields 16 and 17).
fn time_of_children() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").expect("this needs Linux");
    let (_, fields) = stat.rsplit_once(')').expect("the name is in parentheses");
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks = ticks.map(|field| field.parse::<f64>().expect("a number"));
    ticks.sum::<f64>() / TICKS_A_SECOND
}
