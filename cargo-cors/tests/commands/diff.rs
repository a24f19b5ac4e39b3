//! Tests of `cargo cors diff`: status and output in each format.

use crate::{Directory, SHOP};

/// The shop, with one origin more and one fewer.
fn changed() -> String {
    SHOP.replace(
        "\"https://app.acme.example\", \"https://b.example\"",
        "\"https://app.acme.example\", \"https://c.example\"",
    )
    .replace("origins = []", "origins = [\"https://b.example\"]")
    .replace("    \"https://*.preview.acme.example\",\n", "")
}

const WORDS: &str = "\
wider: DELETE /orders/{id}: pages of https://b.example may now send it
narrower: PUT /orders/{id}: pages of https://*.preview.acme.example may no longer send it
other: POST /pay: changed
";

#[test]
fn against_the_commit_a_branch_and_a_file() {
    let directory = Directory::with("diff", SHOP);
    directory.git(&["init", "-q", "-b", "main"]);
    directory.git(&["add", "."]);
    directory.git(&["commit", "-qm", "Add the surface"]);
    directory.cors(&["diff"]).is(0, "no changes\n");

    directory.write("cors-surface.toml", &changed());
    directory.cors(&["diff"]).is(1, WORDS);
    directory.cors(&["diff", "--base", "main"]).is(1, WORDS);

    directory.write("old.toml", SHOP);
    directory.cors(&["diff", "--base", "old.toml"]).is(1, WORDS);
    // The other way round.
    directory
        .cors(&["diff", "-f", "old.toml", "--base", "cors-surface.toml"])
        .is(
            1,
            "\
wider: PUT /orders/{id}: pages of https://*.preview.acme.example may now send it
narrower: DELETE /orders/{id}: pages of https://b.example may no longer send it
other: POST /pay: changed
",
        );
}

#[test]
fn several_files_from_the_root_of_a_repository() {
    let directory = Directory::new("diff_several");
    directory.write("shop/cors-surface.toml", SHOP);
    directory.git(&["init", "-q"]);
    directory.git(&["add", "."]);
    directory.git(&["commit", "-qm", "Add the surface"]);
    // A file that the revision does not have: all of it is new.
    directory.write("login/cors-surface.toml", "version = 1\n[[route]]\npath = \"/a\"\nmethod = \"GET\"\nby = \"route\"\norigins = \"any\"\n");
    directory
        .cors(&[
            "diff",
            "-f",
            "shop/cors-surface.toml",
            "-f",
            "login/cors-surface.toml",
        ])
        .is(
            1,
            "\
shop/cors-surface.toml
no changes
login/cors-surface.toml
wider: GET /a: new: pages of every origin may now read it
",
        );
}

#[test]
fn as_annotations_and_as_json() {
    let directory = Directory::with("diff_github", &changed());
    directory.write("old.toml", SHOP);
    directory.cors(&["diff", "--base", "old.toml", "--format", "github"]).is(
        1,
        "\
::warning file=cors-surface.toml,line=15,title=CORS%3A wider::DELETE /orders/{id}: pages of https://b.example may now send it
::notice file=cors-surface.toml,line=21,title=CORS%3A narrower::PUT /orders/{id}: pages of https://*.preview.acme.example may no longer send it
::notice file=cors-surface.toml,line=37,title=CORS%3A other::POST /pay: changed
",
    );
    let run = directory.cors(&["diff", "--base", "old.toml", "--format", "json"]);
    assert_eq!(run.status, Some(1));
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["files"][0]["changes"][0]["direction"], "wider");
}

#[test]
fn a_base_that_is_not_there() {
    let directory = Directory::with("diff_no_base", SHOP);
    directory.git(&["init", "-q"]);
    directory.cors(&["diff", "--base", "origin/main"]).fails(
        "error: `origin/main` is neither a revision of git here nor a file\n\
         help: `git fetch` brings it, and a file may be given instead\n",
    );
    directory.cors(&["diff", "--base=--output=x"]).fails(
        "error: `--output=x` is neither a revision of git here nor a file\n\
         help: `git fetch` brings it, and a file may be given instead\n",
    );
}
