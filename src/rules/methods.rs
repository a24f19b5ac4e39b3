//! The pages about the methods of a policy.

/// Refuses what is not the name of a method.
///
/// A method is a token: letters, digits and a few signs, no space and no comma ([RFC 9110, section
/// 9.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.1)). A browser that cannot parse
/// `Access-Control-Allow-Methods` does not skip the bad name. It refuses the whole preflight ([Fetch, "CORS-preflight
/// fetch"](https://fetch.spec.whatwg.org/#cors-preflight-fetch)), so one such name would close the
/// route to every method that needs one.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], methods = ["PUT, DELETE"]);
/// ```
///
/// ```text
/// error: `PUT, DELETE` is no method
///        help: write each as an element: [PUT, DELETE]
///        rule: malformed_method
///        see: route_cors::rules::malformed_method
///   |
///   | static API: Policy = policy!(origins = ["https://app.acme.example"], methods = ["PUT, DELETE"]);
///   |                                                                                 ^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy =
///     policy!(origins = ["https://app.acme.example"], methods = [PUT, DELETE, "VERSION-CONTROL"]);
/// ```
pub mod malformed_method {}

/// Refuses CONNECT, TRACE and TRACK, which browsers let no page send.
///
/// The list is the standard's ([Fetch, "forbidden
/// method"](https://fetch.spec.whatwg.org/#forbidden-method)). TRACE sends a request back as it arrived, and with it
/// the cookies that scripts are not meant to see. A page that asks for one of the three gets an exception before
/// anything is sent; to allow it has no effect.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], methods = [PUT, TRACE]);
/// ```
///
/// ```text
/// error: no page can send `TRACE`: browsers forbid it
///        help: leave it out
///        rule: forbidden_method
///        see: route_cors::rules::forbidden_method
///   |
///   | static API: Policy = policy!(origins = ["https://app.acme.example"], methods = [PUT, TRACE]);
///   |                                                                                      ^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], methods = [PUT]);
/// ```
pub mod forbidden_method {}

/// Refuses a known method in lower or mixed case.
///
/// Methods have a case ([RFC 9110, section 9.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.1)), and browsers
/// compare them with it. `patch` in a policy does not allow `PATCH`.
///
/// The other half of this trap is in the page. `fetch` turns `delete`, `get`, `head`, `options`, `post` and `put`
/// into upper case, and nothing else ([Fetch, "normalize a
/// method"](https://fetch.spec.whatwg.org/#concept-method-normalize)). With `{ method: "patch" }` a page sends
/// `patch`, and the preflight fails though the policy is right. Write `"PATCH"` in the page.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], methods = [patch]);
/// ```
///
/// ```text
/// error: methods are compared with their case, and `patch` is not the method `PATCH`
///        help: write `PATCH`
///        rule: method_case
///        see: route_cors::rules::method_case
///   |
///   | static API: Policy = policy!(origins = ["https://app.acme.example"], methods = [patch]);
///   |                                                                                 ^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], methods = [PATCH]);
/// ```
pub mod method_case {}

/// Refuses a method that the route does not serve.
///
/// A policy stands on its route, so the two can be compared. A method that is allowed and not served is
/// either a slip, or the rest of a route that has moved; the preflight would say yes, and the request would find
/// nothing. Leave `methods` out, and the policy has the route's own, today and after the next change.
///
/// `OPTIONS` may be listed and need not be: preflights are answered for you. Its slip `OPTION` is a method that no
/// route serves, and is refused in a `policy!` as well.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// #[cors(origins = ["https://app.acme.example"], methods = [GET, DELETE])]
/// #[get("/orders")]
/// async fn orders() -> impl Responder {
///     ""
/// }
/// ```
///
/// ```text
/// error: the route serves GET, and not `DELETE`
///        help: leave it out, or serve it: `#[route("..", method = "GET", method = "DELETE")]`
///        rule: method_not_routed
///        see: route_cors::rules::method_not_routed
///   |
///   | #[cors(origins = ["https://app.acme.example"], methods = [GET, DELETE])]
///   |                                                                ^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use actix_web::{Responder, route};
/// # use route_cors::cors;
/// /// Read by pages; the DELETE is for other servers.
/// #[cors(origins = ["https://app.acme.example"], methods = [GET])]
/// #[route("/orders", method = "GET", method = "DELETE")]
/// async fn orders() -> impl Responder {
///     ""
/// }
/// ```
pub mod method_not_routed {}
