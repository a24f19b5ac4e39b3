//! The page about how long a preflight is remembered.

/// Refuses a time that no browser keeps to: over a day, or no number of seconds at all.
///
/// A browser remembers the answer to a preflight for `max_age` and no longer than it likes
/// ([Fetch on `Access-Control-Max-Age`](https://fetch.spec.whatwg.org/#http-access-control-max-age)): Firefox for
/// 86 400 seconds, which is a day; Chromium for 7 200, two hours; the engine of Safari for 600, ten minutes. Without
/// `max_age` it is five seconds. What is above all of these is a wish.
///
/// A remembered preflight also outlives the policy: when you take a right away, a browser that asked this morning
/// goes on using it until its time is over. For most routes ten minutes or an hour are a good answer.
///
/// **Soft.** `allow(max_age_out_of_range, reason = "..")` among the arguments is the escape. There is none for what
/// is no number of seconds, is negative, or does not fit 32 bits.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], max_age = "7d");
/// ```
///
/// ```text
/// error: no browser remembers a preflight for 604800 seconds: Firefox a day, Chromium two hours, WebKit ten minutes
///        help: write `max_age = "1d"` or less; `"2h"` is what most visitors get
///        rule: max_age_out_of_range
///        see: route_cors::rules::max_age_out_of_range
///   |
///   | static API: Policy = policy!(origins = ["https://app.acme.example"], max_age = "7d");
///   |                                                                                ^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], max_age = "10m");
///
/// /// The same, in seconds.
/// static SECONDS: Policy = policy!(origins = ["https://app.acme.example"], max_age = 600);
///
/// /// Ask before every request.
/// static NEVER: Policy = policy!(origins = ["https://app.acme.example"], max_age = off);
/// ```
pub mod max_age_out_of_range {}
