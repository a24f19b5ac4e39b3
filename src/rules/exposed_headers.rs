//! The pages about the response headers that a policy exposes.

/// Refuses to expose `set-cookie`, which browsers let no page read.
///
/// Cookies are kept from scripts so that a script which was smuggled into a page cannot carry them away; browsers
/// take `set-cookie` out of every answer before a page sees it ([Fetch, "forbidden response-header
/// name"](https://fetch.spec.whatwg.org/#forbidden-response-header-name)). To expose it has no effect. If the
/// cookie was not stored, the word for that is `credentials`, here and in the page's `fetch` call (`credentials:
/// "include"`).
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     expose = ["etag", "set-cookie"],
///     credentials,
/// );
/// ```
///
/// ```text
/// error: no page can read `set-cookie`: browsers keep it to themselves
///        help: leave it out; cookies are kept where the policy has `credentials`
///        rule: forbidden_response_header
///        see: route_cors::rules::forbidden_response_header
///   |
///   |     expose = ["etag", "set-cookie"],
///   |                       ^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     expose = ["etag"],
///     credentials,
/// );
/// ```
pub mod forbidden_response_header {}

/// Refuses `expose = any` together with `credentials`.
///
/// With credentials, the `*` of `Access-Control-Expose-Headers` is no wildcard. It is the name of a header called `*`
/// ([Fetch, "CORS protocol and credentials"](https://fetch.spec.whatwg.org/#cors-protocol-and-credentials)). The
/// page then reads none of the headers that you meant.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     expose = any,
///     credentials,
/// );
/// ```
///
/// ```text
/// error: with `credentials`, browsers read `*` as the name of a header and expose nothing
///        help: list the headers: `expose = ["etag"]`
///        rule: any_expose_with_credentials
///        see: route_cors::rules::any_expose_with_credentials
///   |
///   |     expose = any,
///   |              ^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static ACCOUNT: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     expose = ["etag", "x-total-count"],
///     credentials,
/// );
///
/// static OPEN_DATA: Policy = policy!(origins = any, expose = any);
/// ```
pub mod any_expose_with_credentials {}

/// Refuses to expose a header of the protocol itself.
///
/// `expose` lists response headers that a page reads, such as `etag` or a total count. `origin` and
/// `access-control-request-*` stand in requests; `access-control-allow-*` stands in answers and is read by the browser,
/// which acts on it ([Fetch, "HTTP responses"](https://fetch.spec.whatwg.org/#http-responses)). None of
/// them tells a page anything, and who lists one has most likely put it under the wrong key.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     expose = ["etag", "access-control-allow-origin"],
/// );
/// ```
///
/// ```text
/// error: `access-control-allow-origin` is between browser and server, and nothing for a page to read
///        help: leave it out; `expose` lists response headers that a page reads, such as "etag"
///        rule: request_header_in_expose_list
///        see: route_cors::rules::request_header_in_expose_list
///   |
///   |     expose = ["etag", "access-control-allow-origin"],
///   |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     expose = ["etag", "location", "x-total-count"],
/// );
/// ```
pub mod request_header_in_expose_list {}
