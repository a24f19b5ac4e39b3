//! The public items of each published library, line by line. A change of these files is a change that users see: a line
//! that is removed or changed breaks programs.
//!
//! `ROUTE_CORS_BLESS=1 cargo test --test public_api` writes the files.

use std::{env, fs, path::Path, process::Command};

use public_api::Builder;
use test_support::compiler;

/// The published libraries, each with a file in `public_api/`.
const LIBRARIES: &[&str] = &[
    "cors_browser",
    "cors_macros",
    "cors_runtime",
    "cors_surface",
    "route_cors",
];

/// Traits that the compiler implements and no program names. `Send` and `Sync` are listed.
const UNLISTED: &[&str] = &[
    "Freeze",
    "RefUnwindSafe",
    "StructuralPartialEq",
    "Unpin",
    "UnsafeUnpin",
    "UnwindSafe",
];

#[test]
fn the_public_items_are_those_of_the_files() {
    if !compiler::is_pinned("the list of public items") {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = root.join("tests/public_api");
    // The documentation has these packages and features too, so both share what they build.
    let documented = Command::new(env!("CARGO"))
        .current_dir(root)
        .args([
            "doc",
            "--quiet",
            "--workspace",
            "--lib",
            "--no-deps",
            "--all-features",
        ])
        .env("RUSTDOC", files.join("rustdoc"))
        .env("RUSTDOCFLAGS", "-Zunstable-options --output-format=json")
        .status()
        .expect("cargo starts");
    assert!(documented.success(), "cargo doc failed");
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), Into::into);
    let bless = env::var_os("ROUTE_CORS_BLESS").is_some();
    let mut changed = Vec::new();
    for library in LIBRARIES {
        let listed = list(&target.join("doc").join(library).with_extension("json"));
        let file = files.join(library).with_extension("txt");
        if bless {
            fs::write(&file, &listed).unwrap();
            continue;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        for (sign, some, others) in [('-', &expected, &listed), ('+', &listed, &expected)] {
            let lines = some.lines();
            let lines = lines.filter(|line| !others.lines().any(|other| other == *line));
            changed.extend(lines.map(|line| format!("{sign} {line}")));
        }
    }
    assert!(
        changed.is_empty(),
        "the public items changed:\n{}\nIf that is intended: ROUTE_CORS_BLESS=1 cargo test -p route-cors --test public_api",
        changed.join("\n")
    );
}

/// Lists the items in a file of rustdoc, one a line.
fn list(json: &Path) -> String {
    let items = Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .build()
        .unwrap_or_else(|fault| panic!("{}: {fault}", json.display()));
    let lines = items.items().map(ToString::to_string);
    let lines = lines.filter(|line| {
        !UNLISTED
            .iter()
            .any(|name| line.contains(&format!("::{name} for ")))
    });
    lines.flat_map(|line| [line, "\n".to_owned()]).collect()
}
