//! Requests, and the table of their right answers.

const APP: &str = "https://app.example";
const PARTNER: &str = "https://partner.example";
/// In every version of both sets.
pub(crate) const COMMON: &str = "https://common.tenants.example";
/// In every other version of both sets.
pub(crate) const SWITCHED: &str = "https://switched.tenants.example";
/// Only in lists that the sets reject.
pub(crate) const EVIL: &str = "https://evil.example";

/// Values of `Origin` that no list has.
const HOSTILE: &[&[u8]] = &[
    EVIL.as_bytes(),
    b"null",
    b"*",
    b"https://app.example/",
    b"https://app.example.evil.example",
    b"https://APP.example",
    b"https://app.example, https://app.example",
    b"https://gone.tenants.example",
    b"https://.tenants.example",
    b"https://\xff\xfe.tenants.example",
    b"https://[::1",
    &[b'x'; 8000],
];

/// The policy of a path: the origins that it always allows, and whether a set adds others.
struct Route {
    method: &'static str,
    path: &'static str,
    /// The status of a request that has a token and passes the policy.
    status: u16,
    allowed: &'static [&'static str],
    has_switched: bool,
    credentials: bool,
    rejects: bool,
}

const fn route(
    method: &'static str,
    path: &'static str,
    allowed: &'static [&'static str],
) -> Route {
    let (status, has_switched, credentials, rejects) = (200, false, false, false);
    Route {
        method,
        path,
        status,
        allowed,
        has_switched,
        credentials,
        rejects,
    }
}

const ROUTES: &[Route] = &[
    route("PUT", "/orders/7", &[APP]),
    Route {
        status: 404,
        ..route("PUT", "/orders/seven", &[APP])
    },
    Route {
        has_switched: true,
        credentials: true,
        ..route("GET", "/account", &[APP, COMMON])
    },
    Route {
        has_switched: true,
        credentials: true,
        ..route("GET", "/private/account", &[APP, COMMON])
    },
    Route {
        has_switched: true,
        rejects: true,
        ..route("GET", "/alerts", &[APP, COMMON])
    },
    route("GET", "/prices", &["*"]),
    Route {
        has_switched: true,
        ..route("GET", "/edge/of/the/world", &[COMMON])
    },
    route("GET", "/internal", &[]),
    route("GET", "/partners/list", &[PARTNER]),
    Route {
        status: 404,
        ..route("GET", "/partners/missing", &[PARTNER])
    },
    route("GET", "/plain", &[APP]),
    route("GET", "/private/plain", &[APP]),
    Route {
        status: 404,
        ..route("GET", "/private/missing", &[APP])
    },
    Route {
        status: 404,
        ..route("GET", "/missing", &[APP])
    },
];

#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) allow_origin: Option<Vec<u8>>,
    pub(crate) allow_credentials: Option<Vec<u8>>,
}

/// A request, and its right answers: two, if a set may or may not have the origin.
pub(crate) struct Case {
    pub(crate) request: Vec<u8>,
    pub(crate) answers: Vec<Answer>,
}

impl Case {
    pub(crate) fn new(random: &mut Random) -> Self {
        let route = random.pick(ROUTES);
        let origin = match random.below(8) {
            0 => None,
            1 => Some(*random.pick(HOSTILE)),
            _ => Some(random.pick(&[APP, PARTNER, COMMON, SWITCHED]).as_bytes()),
        };
        let is_preflight = origin.is_some() && random.below(3) == 0;
        let has_token = random.below(2) == 0;

        let method = if is_preflight {
            "OPTIONS"
        } else {
            route.method
        };
        let mut request =
            format!("{method} {} HTTP/1.1\r\nhost: api.example\r\n", route.path).into_bytes();
        if let Some(origin) = origin {
            request.extend([b"origin: ", origin, b"\r\n"].concat());
        }
        if is_preflight {
            request.extend(
                format!("access-control-request-method: {}\r\n", route.method).into_bytes(),
            );
        } else if has_token {
            request.extend(b"authorization: Bearer token\r\n");
        }
        request.extend(b"\r\n");

        let allows_any = route.allowed == ["*"];
        let is_listed =
            origin.is_some_and(|origin| route.allowed.iter().any(|it| it.as_bytes() == origin));
        let answer = |is_allowed: bool| Answer {
            status: match () {
                () if is_preflight => {
                    if is_allowed {
                        204
                    } else {
                        403
                    }
                }
                () if route.path.starts_with("/private") && !has_token => 401,
                () if route.rejects && origin.is_some() && !is_allowed => 403,
                () => route.status,
            },
            allow_origin: is_allowed.then_some(
                if allows_any {
                    b"*"
                } else {
                    origin.unwrap_or_default()
                }
                .to_vec(),
            ),
            allow_credentials: (is_allowed && route.credentials).then(|| b"true".to_vec()),
        };
        let mut answers = vec![answer(allows_any || is_listed)];
        if route.has_switched && origin == Some(SWITCHED.as_bytes()) {
            answers.push(answer(true));
        }
        Self { request, answers }
    }
}

/// A xorshift generator: each client sends the same requests in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
