//! Values that cannot be read: no rule is named, and the help shows how to write the argument.
use route_cors::{Policy, policy};

static STAR: Policy = policy!(origins = "*");

static ALONE: Policy = policy!(origins = "https://app.acme.example");

static PARENTHESES: Policy = policy!(origins("https://app.acme.example"), credentials());

static VALUES: Policy = policy!(origins = any, headers, methods = , credentials = yes, max_age);

static COMMA: Policy = policy!(origins = ["https://app.acme.example" "https://shop.acme.example"]);

static NO_KEY: Policy = policy!("https://app.acme.example");

static ATTRIBUTE: Policy = policy!(origins = [#[inline] "https://app.acme.example"]);

static DANGLING: Policy = policy!(origins = [#[cfg(debug_assertions)]]);

static REASON: Policy = policy!(origins = any, allow(insecure_origin = "why"), allow(reason = "why"));

fn main() {}
