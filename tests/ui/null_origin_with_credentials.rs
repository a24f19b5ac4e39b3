//! With credentials, no reason is good enough.
use route_cors::{Policy, policy};

static PREVIEW: Policy = policy!(
    origins = [#[allow(null_origin, reason = "the preview is a sandboxed frame")] "null"],
    credentials,
);

fn main() {}
