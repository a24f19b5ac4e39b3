//! Tests of the engine: tables, and comparisons with slow and simple models.

mod explain;
mod fault;
mod header;
mod lists;
mod origin;
mod policy;
mod preflight;
mod rule;
mod verdict;

/// Returns a host as a browser serializes it, asked as the documentation of `Browser` says.
fn browser(host: &str) -> Option<String> {
    let asked = !host.contains(['/', '\\', '?', '#', '@']);
    let inner = host
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'));
    assert!(
        asked && (inner.is_some() || !host.contains(':')),
        "asked about more than a host: {host}"
    );
    let url = url::Url::parse(&format!("https://{host}/")).ok()?;
    url.host_str().map(str::to_owned)
}

/// So many generated cases, or as many as `PROPTEST_CASES` says; one that fails becomes a line of a table, not a file.
fn cases(count: u32) -> proptest::prelude::ProptestConfig {
    let default = proptest::prelude::ProptestConfig::default();
    proptest::prelude::ProptestConfig {
        cases: std::env::var_os("PROPTEST_CASES").map_or(count, |_| default.cases),
        failure_persistence: None,
        ..default
    }
}
