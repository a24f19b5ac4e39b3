//! The values that a set accepts, and its errors for the others.

use std::time::Instant;

use route_cors::{OriginSet, OriginSetError, origin_set};

/// Each test has a set of its own, as a set belongs to the process.
macro_rules! set {
    ($($within:tt)*) => {{
        static SET: OriginSet = origin_set!(within = [$($within)*]);
        &SET
    }};
}

#[test]
fn a_set_begins_empty_and_holds_what_has_replaced_it() {
    let set = set!("https://*.acme.example", "https://partner.example");
    set.load().expect("there is nothing to load");
    assert!(!set.admits("https://a.acme.example"));
    let change = set
        .replace(["https://a.acme.example", "https://*.b.acme.example"])
        .expect("both lie within");
    assert_eq!(change.to_string(), "2 added, 0 removed, 2 in all");
    for (origin, admitted) in [
        ("https://a.acme.example", true),
        ("https://x.b.acme.example", true),
        ("https://x.y.b.acme.example", true),
        ("https://b.acme.example", false),
        ("https://*.b.acme.example", false),
        ("https://partner.example", false),
        ("https://A.acme.example", false),
        ("https://a.acme.example:443", false),
        ("", false),
    ] {
        assert_eq!(set.admits(origin), admitted, "{origin}");
    }
    let strings: Vec<String> = vec!["https://partner.example".into(); 2];
    let change = set.replace(strings).expect("twice is once");
    assert_eq!((change.added, change.removed, change.total), (1, 2, 1));
    assert!(!change.is_empty());
    assert!(!set.admits("https://a.acme.example"));
    let change = set.replace(["https://partner.example"]).expect("the same");
    assert!(change.is_empty());
    set.replace::<[&str; 0]>([]).expect("none may be left");
    assert!(!set.admits("https://partner.example"));
}

#[test]
fn one_invalid_value_rejects_the_list_and_each_fault_is_reported() {
    let set = set!("https://*.acme.example");
    set.replace(["https://a.acme.example"])
        .expect("it lies within");
    let error = set
        .replace([
            "https://b.acme.example",
            "https://c.acme.example/",
            "https://d.acme.example",
            "http://e.acme.example",
            "https://*.example",
            "https://acme.example.evil.example",
            "",
        ])
        .expect_err("five are bad");
    let OriginSetError::Refused { faults, .. } = &error else {
        panic!("{error}");
    };
    let told: Vec<_> = faults
        .iter()
        .map(|fault| (fault.number, fault.value.as_str(), fault.rule))
        .collect();
    assert_eq!(
        told,
        [
            (2, "https://c.acme.example/", "malformed_origin"),
            (4, "http://e.acme.example", "within"),
            (5, "https://*.example", "within"),
            (6, "https://acme.example.evil.example", "within"),
            (7, "", "malformed_origin"),
        ]
    );
    let message = error.to_string();
    for line in [
        "the set does not accept 5 values, so the whole list is rejected",
        "value 2: `https://c.acme.example/` ends with a slash; an origin does not",
        "  help: write `https://c.acme.example`",
        "  rule: malformed_origin",
        "value 4: `http://e.acme.example` is outside this set, which is limited to `https://*.acme.example`",
        "  help: only a change of the program can admit it: `within = [.., \"http://e.acme.example\"]` in `origin_set!`",
        "  rule: within",
    ] {
        assert!(
            message.lines().any(|said| said == line),
            "{line}\n{message}"
        );
    }
    assert!(set.admits("https://a.acme.example"));
    assert!(!set.admits("https://b.acme.example"));
}

#[test]
fn content_that_is_no_list_gets_one_error() {
    let set = set!("https://*.acme.example");
    let error = set.replace(vec!["<p>"; 20_000]).expect_err("a page");
    let OriginSetError::Refused { faults, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(faults.len(), 20_000);
    let message = error.to_string();
    assert!(
        message.starts_with("the set does not accept 20000 values, "),
        "{message}"
    );
    assert!(message.contains("\nand 19950 more\n"), "{message}");
    assert!(message.contains("\nvalue 50: ") && !message.contains("\nvalue 51: "));
}

#[test]
fn a_check_changes_nothing() {
    let set = set!("https://*.acme.example");
    set.replace(["https://a.acme.example"])
        .expect("it is within");
    set.check(["https://b.acme.example"]).expect("it is within");
    let error = set
        .check(["https://b.acme.example", "https://c.example"])
        .expect_err("one is outside");
    assert!(
        matches!(&error, OriginSetError::Refused { faults, .. } if faults.len() == 1),
        "{error}"
    );
    assert!(set.admits("https://a.acme.example"));
    assert!(!set.admits("https://b.acme.example"));
    set.check::<[&str; 0]>([]).expect("none may be left");
}

#[test]
fn every_kind_of_host_is_within_any_https_host() {
    let set = set!("https://*:*");
    set.replace([
        "https://nas.example:8443",
        "https://192.168.1.84:4002",
        "https://[fd00::1]:3000",
        "https://[::1]",
    ])
    .expect("all are https");
    assert!(set.admits("https://[fd00::1]:3000"));
    assert!(!set.admits("https://[fd00:0::1]:3000"));
    assert!(!set.admits("https://[fd00::1]"));
}

/// A million origins, and then others, in a time that grows in proportion to their number.
#[test]
fn a_long_list_takes_linear_time() {
    let set = set!("https://*.acme.example", "https://partner.example");
    let origins = |number: usize, name: &'static str| {
        (0..number).map(move |index| format!("https://{name}{index}.acme.example"))
    };
    let time = |number: usize| {
        set.replace(origins(number, "a")).expect("all are within");
        let begin = Instant::now();
        let change = set.replace(origins(number, "b")).expect("all are within");
        assert_eq!(
            (change.added, change.removed, change.total),
            (number, number, number)
        );
        begin.elapsed()
    };
    time(1_000);
    let (few, many) = (time(20_000), time(200_000));
    assert!(many < few * 40, "{few:?} for 20 000, {many:?} for 200 000");
}

#[test]
fn null_enters_only_where_the_bound_has_it() {
    let without = set!("https://*");
    let with = set!(
        #[allow(null_origin, reason = "what it reads is public")]
        "null",
        "https://*"
    );
    assert!(without.replace(["null"]).is_err());
    with.replace(["null"]).expect("it is in the bound");
    assert!(with.admits("null"));
    assert!(!with.admits("https://a.example"));
}

#[test]
fn a_set_without_a_source_is_not_reloaded() {
    let set = set!("https://*.acme.example");
    set.replace(["https://a.acme.example"])
        .expect("it lies within");
    let error = set.reload().expect_err("there is nowhere to look");
    assert!(matches!(error, OriginSetError::NoSource), "{error}");
    assert!(error.to_string().contains("help: "), "{error}");
    assert!(matches!(set.watch(), Err(OriginSetError::NoSource)));
    assert!(set.admits("https://a.acme.example"));
}
