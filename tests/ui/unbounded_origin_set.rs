//! Rejects a set that may hold any https host, with credentials.
use route_cors::{OriginSet, Policy, origin_set, policy};

static SHOPS: OriginSet = origin_set!(file = "shops.txt", within = ["https://*"]);
static API: Policy = policy!(origins = [SHOPS], credentials);

fn main() {}
