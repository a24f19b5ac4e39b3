//! Rejects a `max_age` that is not a number of seconds, even if it is allowed.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = any, max_age = "ten minutes");

static NEGATIVE: Policy = policy!(origins = any, max_age = -1);

static FRACTION: Policy = policy!(origins = any, max_age = 0.5);

static LARGE: Policy = policy!(
    origins = any,
    max_age = 4_294_967_296,
    allow(max_age_out_of_range, reason = "for ever"),
);

static EXPRESSION: Policy = policy!(origins = any, max_age = 60 * 60);

fn main() {}
