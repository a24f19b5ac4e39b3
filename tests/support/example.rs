//! The programs in `examples/`.

use std::{env, path::PathBuf, process::Command};

/// An example's executable. `cargo test` builds it; `cargo test --test name` does not.
pub(crate) fn example(name: &str) -> PathBuf {
    let test = env::current_exe().expect("a test knows its own path");
    let folder = test
        .ancestors()
        .nth(2)
        .expect("target/<profile>/deps/<test>");
    let program = folder
        .join("examples")
        .join(format!("{name}{}", env::consts::EXE_SUFFIX));
    if !program.is_file() {
        let profile = folder
            .file_name()
            .expect("target/<profile>")
            .to_string_lossy();
        let profile = if profile == "debug" { "dev" } else { &*profile };
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--example", name, "--profile", profile])
            .status();
        assert!(
            built.is_ok_and(|status| status.success()),
            "the example {name} does not build"
        );
    }
    program
}
