//! Rejects `null` with credentials, even if it is allowed.
use route_cors::{Policy, policy};

static PREVIEW: Policy = policy!(
    origins = [#[allow(null_origin, reason = "the preview is a sandboxed frame")] "null"],
    credentials,
);

fn main() {}
