//! The command line, and its help.

#![allow(
    clippy::doc_markdown,
    reason = "a terminal shows these texts as they are"
)]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{export::ExportArgs, surface::SurfaceFile};

/// See, compare and verify what pages of other origins may do with an actix-web application.
///
/// An application that uses route-cors writes its CORS surface into `cors-surface.toml`: one row for each path and method,
/// with the policy that applies. A test writes the file and fails when it is out of date, so it belongs into the
/// repository. These commands read it. Only `bless` builds anything.
///
/// Exit status: 0 if nothing was found, 1 if something was, and 3 if `export` cannot express the surface. It is 2 for wrong
/// usage, an unreadable file, a server that cannot be reached, or a failed build.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-cors",
    bin_name = "cargo cors",
    version,
    max_term_width = 100
)]
pub(crate) struct Cli {
    /// The form of the output. `github` writes annotations for pull requests where a command has findings.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// Annotations of GitHub Actions.
    Github,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List every route and who may use it.
    ///
    /// With `--origin`, only the routes that pages of that origin may use, and how.
    #[command(after_help = "\
Examples:
  cargo cors list
  cargo cors list --origin https://app.acme.example
  cargo cors list --format json | jq '.routes[] | select(.by == \"none\")'")]
    List(ListArgs),
    /// Show what a browser would do with one request, step by step, and why.
    ///
    /// The engine of route-cors decides, as it does in the application. The status is 1 if the page cannot read the response.
    #[command(after_help = "\
Examples:
  cargo cors check https://app.acme.example PUT /orders/7 --header content-type --credentials
  cargo cors check http://localhost:5173 GET /prices --cfg debug_assertions")]
    Check(CheckArgs),
    /// Show the page of a rule.
    #[command(after_help = "\
Examples:
  cargo cors explain insecure_origin
  cargo cors explain | less        the names of all rules")]
    Explain(ExplainArgs),
    /// Compare the surface with an earlier one: what is wider, what is narrower, and what else changed.
    ///
    /// Wider means that some combination of origin, method, path, header and credentials was refused and is allowed now.
    /// Then the status is 1.
    #[command(after_help = "\
Examples:
  cargo cors diff                               against the commit that is checked out
  cargo cors diff --base origin/main            against another branch
  cargo cors diff --base old.toml               against a file
  cargo cors diff --base origin/main --format github
  cargo cors diff -f shop/cors-surface.toml -f login/cors-surface.toml")]
    Diff(DiffArgs),
    /// Write the surface again: run the test that takes it, with CORS_SURFACE=overwrite.
    #[command(after_help = "\
Examples:
  cargo cors bless
  cargo cors bless -p shop
  cargo cors bless -p shop my_surface_test -- --features extra")]
    Bless(BlessArgs),
    /// Write the configuration of a gateway that enforces the surface.
    ///
    /// The gateway answers preflights and writes the CORS headers as the application would. The output does what the surface
    /// says, or there is none: each row that the gateway cannot be given is named, and the status is 3. Small differences
    /// are listed in the head of the output.
    #[command(after_help = "\
Examples:
  cargo cors export nginx                       a part to include
  cargo cors export nginx --backend http://127.0.0.1:8080 --listen 127.0.0.1:80 -o nginx.conf
  cargo cors export envoy --set TENANTS=@/etc/tenants
  cargo cors export gateway-api --backend http://shop:80 --gateway public --host shop.example")]
    Export(ExportArgs),
    /// Check that a server does what the surface says.
    ///
    /// For each row, it asks as an allowed origin, as a stranger, and as origins that resemble an allowed one. It sends
    /// preflights only, unless `--actual` is given.
    #[command(after_help = "\
Examples:
  cargo cors verify https://api.acme.example
  cargo cors verify http://127.0.0.1:8080 --actual --cfg debug_assertions
  cargo cors verify https://api.acme.example --path '/orders/{id}=/orders/7'")]
    Verify(VerifyArgs),
    /// Look for CORS faults of a server that has no surface file.
    ///
    /// It asks as strangers and as origins that resemble the allowed ones, with preflights beside actual requests, and
    /// reports what lets a stranger in. It sends GET, HEAD, POST and OPTIONS requests, so servers that are not on this
    /// machine need `--yes-i-may`.
    #[command(after_help = "\
Examples:
  cargo cors probe http://127.0.0.1:8080/prices
  cargo cors probe https://api.acme.example/orders --origin https://app.acme.example --yes-i-may")]
    Probe(ProbeArgs),
    /// Write a completion script for a shell.
    #[command(after_help = "\
Examples:
  cargo cors completions bash > ~/.local/share/bash-completion/completions/cargo-cors")]
    Completions(CompletionsArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) surface: SurfaceFile,
    /// Only what pages of this origin may do.
    #[arg(long, value_name = "ORIGIN")]
    pub(crate) origin: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// The origin of the page, as a browser sends it: `https://app.acme.example`.
    pub(crate) origin: String,
    /// The method of the request.
    pub(crate) method: String,
    /// The path of the request, or its URL.
    pub(crate) path: String,
    /// A header that the page sets: `name`, or `name: value`.
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    /// The page asks for credentials: fetch with `credentials: "include"`.
    #[arg(long)]
    pub(crate) credentials: bool,
    /// Ask about a build with this cfg, as the file has it. Without it, origins under a cfg are not allowed.
    #[arg(long = "cfg", value_name = "CFG")]
    pub(crate) cfgs: Vec<String>,
    #[command(flatten)]
    pub(crate) surface: SurfaceFile,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The name of the rule, as errors print it. Without it, the names of all rules.
    pub(crate) rule: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// A surface file. Give several for several applications.
    #[arg(
        short = 'f',
        long = "surface",
        value_name = "FILE",
        default_value = "cors-surface.toml"
    )]
    pub(crate) files: Vec<PathBuf>,
    /// The earlier surface: a revision of git that has the same file, or another file.
    #[arg(long, value_name = "REV or FILE", default_value = "HEAD")]
    pub(crate) base: String,
}

#[derive(Debug, Args)]
pub(crate) struct BlessArgs {
    /// The package to test.
    #[arg(short, long, value_name = "PACKAGE")]
    pub(crate) package: Vec<String>,
    /// The test that takes the surface, or a part of its name.
    #[arg(default_value = "cors_surface")]
    pub(crate) test: String,
    /// More arguments for `cargo test`.
    #[arg(last = true)]
    pub(crate) cargo: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The address of the server; paths of the surface are added to it.
    pub(crate) url: String,
    #[command(flatten)]
    pub(crate) surface: SurfaceFile,
    /// Send the actual requests too, not only preflights. For rows with GET and HEAD only, unless `--all-methods` is given.
    #[arg(long)]
    pub(crate) actual: bool,
    /// With `--actual`, send requests with every method: they change what the server holds.
    #[arg(long, requires = "actual")]
    pub(crate) all_methods: bool,
    /// A path for a pattern with parameters. Without one, a path is made up.
    #[arg(long = "path", value_name = "PATTERN=PATH")]
    pub(crate) paths: Vec<String>,
    /// An origin that a set holds at present. Without one, rows with sets are checked for strangers only.
    #[arg(long = "set", value_name = "NAME=ORIGIN")]
    pub(crate) sets: Vec<String>,
    /// A header for every request: `name: value`.
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    /// The server was built with this cfg, as the file has it.
    #[arg(long = "cfg", value_name = "CFG")]
    pub(crate) cfgs: Vec<String>,
    /// Give up on an answer after this many seconds.
    #[arg(long, default_value_t = 10, value_name = "SECONDS")]
    pub(crate) timeout: u64,
}

#[derive(Debug, Args)]
pub(crate) struct ProbeArgs {
    /// The URL to ask about.
    pub(crate) url: String,
    /// An origin that is allowed, as far as you know. Lookalikes of it are tried.
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub(crate) origins: Vec<String>,
    /// A header for every request: `name: value`.
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    /// The server is not on this machine, and its owner allows the test.
    #[arg(long)]
    pub(crate) yes_i_may: bool,
    /// Give up on an answer after this many seconds.
    #[arg(long, default_value_t = 10, value_name = "SECONDS")]
    pub(crate) timeout: u64,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}
