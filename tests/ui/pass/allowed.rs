//! Soft rules, allowed by name and with a reason: on an element, and on the whole policy.
use route_cors::{Policy, policy};

static ELEMENTS: Policy = policy!(
    origins = [
        #[allow(insecure_origin, reason = "warehouse scanners have no TLS")]
        "http://scanner.acme.lan",
        #[allow(any_port, reason = "each tenant has a port of its own")]
        "https://tenants.acme.example:*",
        #[allow(loopback_origin, reason = "the pages of our Capacitor app")]
        "https://localhost",
        #[allow(subdomain_wildcard_with_credentials, reason = "every host is ours, and watched")]
        "https://*.shops.acme.example",
    ],
    credentials,
);

static WHOLE: Policy = policy!(
    origins = ["https://*.acme.example", "https://*.acme-cdn.example"],
    credentials,
    allow(subdomain_wildcard_with_credentials, reason = "every host is ours, and watched"),
);

static SEVERAL: Policy = policy!(
    origins = [
        #[allow(insecure_origin, any_port, reason = "machines in the hall, by cable")]
        "http://hall.acme.lan:*",
    ],
    credentials,
);

static LOCAL_FILES: Policy = policy!(
    origins = [
        #[allow(file_origin, reason = "the kiosk opens its page from the disk")]
        "file://",
        #[allow(null_origin, reason = "the preview is a sandboxed frame and gets public data")]
        "null",
    ],
);

static OVERRIDE: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["x-http-method-override"],
    max_age = "7d",
    allow(method_override_header, reason = "the server obeys it for POST to PATCH alone"),
    allow(max_age_out_of_range, reason = "one value for a fleet of proxies"),
);

fn main() {}
