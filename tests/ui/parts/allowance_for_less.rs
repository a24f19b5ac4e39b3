//! An allowance does not cover a protection that another policy adds.
use route_cors::{Policy, __private, policy};

static REJECTS: Policy = policy!(
    origins = ["https://app.acme.example:*"],
    mismatch = reject,
    allow(any_port, reason = "every port of the host is ours"),
);

static COOKIES: Policy = policy!(policy = REJECTS, credentials);

static SOME_COOKIES: Policy = policy!(policy = REJECTS, credentials = ["https://app.acme.example"]);

static ALLOWED_AGAIN: Policy = policy!(
    policy = REJECTS,
    credentials,
    allow(any_port, reason = "and every port may use cookies"),
);

static BY_HAND: Policy =
    __private::policy(__private::Parts::DEFAULT.any_origin().credentials(true));

fn main() {}
