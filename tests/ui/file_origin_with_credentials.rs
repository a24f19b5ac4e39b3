//! Rejects `file://` with credentials, even if it is allowed.
use route_cors::{Policy, policy};

static DESKTOP: Policy = policy!(
    origins = [#[allow(file_origin, reason = "the kiosk opens its page from the disk")] "file://"],
    credentials,
);

fn main() {}
