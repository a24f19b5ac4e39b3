//! Rejects texts that are not exactly one origin.
use route_cors::{Policy, policy};

static API: Policy = policy!(origins = ["https://app.acme.example/"]);

static BEYOND: Policy = policy!(
    origins = [
        "https://app.acme.example/login",
        "https://app.acme.example?theme=dark",
        "https://app.acme.example#top",
        "https://admin@app.acme.example",
    ],
);

static BARE: Policy = policy!(
    origins = [
        "app.acme.example",
        "*.acme.example",
        "localhost:3000",
        "//app.acme.example",
        "https:app.acme.example",
        "https://",
        "",
        app,
    ],
);

static SEVERAL: Policy = policy!(
    origins = [
        "https://app.acme.example, https://shop.acme.example",
        " https://app.acme.example",
        "https://app acme.example",
    ],
);

static SLIPS: Policy = policy!(
    origins = ["htps://app.acme.example", "ttp://app.acme.example", "ht_tps://app.acme.example"],
);

static HOSTS: Policy = policy!(
    origins = [
        "https://256.1.1.1",
        "https://app.1",
        "https://xn--a.example",
        "https://*.10.0.0.1",
        "https://app..acme.example",
    ],
);

static PORTS: Policy = policy!(
    origins = ["https://app.acme.example:web", "https://app.acme.example:65536"],
);

fn main() {}
