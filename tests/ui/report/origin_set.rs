//! Rejects faults in the arguments of `origin_set!`.
use route_cors::{OriginSet, origin_set};

static NO_BOUND: OriginSet = origin_set!(env = "EDGE_ORIGINS");
static EMPTY: OriginSet = origin_set!(within = []);
static ANY: OriginSet = origin_set!(within = any);
static SLASH: OriginSet = origin_set!(file = "shops.txt", within = ["https://*", "https://acme.example/"]);
static BOTH: OriginSet = origin_set!(env = "A", file = "a.txt", within = ["https://*"]);
static OPTIONAL: OriginSet = origin_set!(optional, within = ["https://*"]);
static CREDENTIALS: OriginSet = origin_set!(within = ["https://*"], credentials);
static SLIP: OriginSet = origin_set!(withn = ["https://*"]);

fn main() {}
