//! Tests of `cargo cors explain`: the page of a rule in the terminal.

use crate::Directory;

#[test]
fn the_page_of_a_rule() {
    let directory = Directory::new("explain");
    let run = directory.cors(&["explain", "insecure_origin"]);
    assert_eq!(run.status, Some(0));
    assert!(
        run.stdout.starts_with("insecure_origin\n\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("\nRejected\n"), "{}", run.stdout);
    assert!(
        run.stdout.contains("    static API: Policy = policy!("),
        "{}",
        run.stdout
    );
    let all = directory.cors(&["explain"]);
    assert!(all.stdout.lines().any(|line| line == "null_origin"));
}

#[test]
fn a_rule_that_is_not_there() {
    let directory = Directory::new("explain_unknown");
    directory
        .cors(&["explain", "Insecure-Origin"])
        .fails("error: there is no rule `Insecure-Origin`\nhelp: there is `insecure_origin`\n");
    for (name, rule) in [
        ("loopback", "loopback_origin"),
        ("the null origin rule", "null_origin"),
    ] {
        let error = format!("error: there is no rule `{name}`\nhelp: there is `{rule}`\n");
        directory.cors(&["explain", name]).fails(&error);
    }
    directory.cors(&["explain", "xyz"]).fails(
        "error: there is no rule `xyz`\nhelp: `cargo cors explain` lists the names of all rules\n",
    );
}
