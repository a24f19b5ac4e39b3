//! The pages about the request headers of a policy.

/// Refuses what is not the name of a header.
///
/// The name of a header is a token: letters, digits, hyphens and a few other signs, no space, no comma, no colon
/// ([RFC 9110, section 5.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.1)). A browser that cannot parse
/// `Access-Control-Allow-Headers` does not skip the bad name. It refuses the whole preflight ([Fetch, "CORS-preflight
/// fetch"](https://fetch.spec.whatwg.org/#cors-preflight-fetch)). The usual cause is a list in one string.
///
/// The rule looks at `headers` and at `expose`.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type, authorization"],
/// );
/// ```
///
/// ```text
/// error: `content-type, authorization` is no header name
///        help: write each as an element: ["content-type", "authorization"]
///        rule: malformed_header
///        see: route_cors::rules::malformed_header
///   |
///   |     headers = ["content-type, authorization"],
///   |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type", "authorization"],
/// );
/// ```
pub mod malformed_header {}

/// Refuses a request header that browsers let no page set.
///
/// `host`, `origin`, `cookie`, `referer`, everything that begins with `sec-` or `proxy-`, and some more belong to the
/// browser ([Fetch, "forbidden request-header"](https://fetch.spec.whatwg.org/#forbidden-request-header)). Where a
/// page sets one, the browser drops it. To allow it has no effect, and what the writer wanted has not been done
/// yet. For `cookie`, the word is `credentials`.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type", "cookie", "origin"],
/// );
/// ```
///
/// ```text
/// error: no page can set `cookie`, which is the browser's own
///        help: leave it out; cookies are sent where the policy has `credentials`
///        rule: forbidden_request_header
///        see: route_cors::rules::forbidden_request_header
///   |
///   |     headers = ["content-type", "cookie", "origin"],
///   |                                ^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type"],
///     credentials,
/// );
/// ```
pub mod forbidden_request_header {}

/// Refuses a response header of the protocol among the request headers.
///
/// `headers` lists what a page may send. `access-control-allow-origin` and its kin are what a server answers
/// ([Fetch, "HTTP responses"](https://fetch.spec.whatwg.org/#http-responses)). A page that sends one of them,
/// because somebody put it into its `fetch` call while looking for the cause of a CORS error, only makes the
/// browser ask for one more permission. Delete it there, and here.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type", "access-control-allow-origin"],
/// );
/// ```
///
/// ```text
/// error: `access-control-allow-origin` is a header of responses, and pages send requests
///        help: leave it out; it is answered for you
///        rule: response_header_in_request_list
///        see: route_cors::rules::response_header_in_request_list
///   |
///   |     headers = ["content-type", "access-control-allow-origin"],
///   |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], headers = ["content-type"]);
/// ```
pub mod response_header_in_request_list {}

/// Refuses a header by which a page chooses its method behind the policy's back.
///
/// A browser asks whether a page may send POST; the policy says yes. The request arrives with
/// `x-http-method-override: DELETE`, something on the server obeys, and a DELETE happens that no preflight ever asked
/// about. The standard knows the trick: it makes these three headers forbidden where they name a forbidden method
/// ([Fetch, "forbidden request-header"](https://fetch.spec.whatwg.org/#forbidden-request-header)). For all
/// other methods it is for the server to say no.
///
/// **Soft.** `allow(method_override_header, reason = "..")` among the arguments is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type", "x-http-method-override"],
/// );
/// ```
///
/// ```text
/// error: with `x-http-method-override` a page chooses its method behind the policy's back
///        help: leave it out, and list the methods that pages need
///        help: where the server does not obey it from pages: `allow(method_override_header, reason = "..")`
///        rule: method_override_header
///        see: route_cors::rules::method_override_header
///   |
///   |     headers = ["content-type", "x-http-method-override"],
///   |                                ^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     methods = [POST, DELETE],
///     headers = ["content-type"],
/// );
///
/// static LEGACY: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["x-http-method-override"],
///     allow(method_override_header, reason = "obeyed for POST to PATCH alone, which these pages may send anyway"),
/// );
/// ```
pub mod method_override_header {}
