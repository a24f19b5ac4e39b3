//! Rejects lists with `..NAME` that violate a rule as a whole.
use route_cors::{OriginSet, Policy, cors, origin_set, policy};

static WEB: Policy = policy!(
    origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://localhost:5173"],
    headers = ["content-type"],
);
static OPEN: Policy = policy!(origins = any, headers = any, expose = any);
static PORTS: Policy = policy!(
    origins = ["https://app.acme.example:*"],
    credentials,
    allow(any_port, reason = "every port is ours"),
);
static WIDE: OriginSet = origin_set!(within = ["https://*"]);
static SETS: Policy = policy!(origins = [WIDE]);
static OVERRIDE: Policy = policy!(
    origins = any,
    headers = ["x-http-method-override"],
    allow(method_override_header, reason = "the server ignores it"),
);
static PUTS: Policy = policy!(origins = any, methods = [PUT]);
static CLOSED: Policy = policy!(off);

static ANY_ORIGIN: Policy = policy!(origins = [..OPEN, "https://app.acme.example"]);
static ANY_NAMES: Policy = policy!(origins = any, headers = [..OPEN, "x-a"], expose = [..OPEN, "x-b"]);
static EVERY_METHOD: Policy = policy!(origins = any, methods = [..WEB, DELETE]);

static TWICE: Policy = policy!(origins = [..WEB, "https://app.acme.example"], headers = ["Content-Type", ..WEB]);
static TWICE_UNDER_CFG: Policy = policy!(origins = [..WEB, #[cfg(debug_assertions)] "http://localhost:5173"]);
static SHARED: Policy = policy!(origins = any, headers = [..WEB, ..TWICE_HEADERS]);
static TWICE_HEADERS: Policy = policy!(origins = any, headers = ["x-a", "content-type"]);

static ANOTHER_ALLOWANCE: Policy = policy!(origins = [..PORTS], credentials);
static UNBOUNDED: Policy = policy!(origins = [..SETS, "https://app.acme.example"], mismatch = reject);
static CHOSEN_METHOD: Policy = policy!(origins = any, headers = [..OVERRIDE]);

static EMPTY: Policy = policy!(origins = [..CLOSED]);
static EMPTY_NAMES: Policy = policy!(origins = any, expose = [..WEB]);

#[cors(origins = any, methods = [..PUTS])]
#[actix_web::get("/a")]
async fn nothing_left() -> &'static str {
    ""
}

#[cors(origins = any, headers = [..TWICE_HEADERS, "x-b"])]
#[actix_web::get("/b")]
async fn sound() -> &'static str {
    ""
}

#[cors(origins = any, headers = [..OVERRIDDEN, "x-b"])]
#[actix_web::post("/c")]
async fn json(_: actix_web::web::Json<u8>) -> &'static str {
    ""
}
static OVERRIDDEN: Policy = policy!(origins = any, headers = ["x-a"]);

fn main() {}
