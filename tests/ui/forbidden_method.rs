//! Rejects methods that pages cannot send.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = any, methods = [PUT, TRACE]);

static OTHERS: Policy = policy!(origins = any, methods = [CONNECT, "track"]);

fn main() {}
