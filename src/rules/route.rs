//! The pages about a policy and the handler that it stands on.

/// Refuses a handler of JSON whose policy does not let pages say that they send JSON.
///
/// Without asking, a page may send three kinds of content: forms of both sorts, and plain text
/// ([Fetch, "CORS-safelisted request-header"](https://fetch.spec.whatwg.org/#cors-safelisted-request-header)).
/// `application/json` is none of them, so the preflight asks for `content-type`. If `headers` does not have it, the
/// browser stops there, and no page ever calls the route.
///
/// The rule looks at the handler's parameters. An optional body, and an `Either` with a body of another kind, leave a
/// way in and are fine.
///
/// **Soft.** `allow(json_needs_content_type, reason = "..")` among the arguments is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use actix_web::{Responder, put, web};
/// # use route_cors::cors;
/// #[cors(origins = ["https://app.acme.example"])]
/// #[put("/orders/{id}")]
/// async fn update(id: web::Path<u64>, order: web::Json<String>) -> impl Responder {
///     format!("{id}: {order}")
/// }
/// ```
///
/// ```text
/// error: the handler takes `Json`, which no page can send: the policy lacks `content-type` in `headers`
///        help: add `headers = ["content-type"]`
///        help: where no page is meant to: `allow(json_needs_content_type, reason = "..")`
///        rule: json_needs_content_type
///        see: route_cors::rules::json_needs_content_type
///   |
///   | async fn update(id: web::Path<u64>, order: web::Json<String>) -> impl Responder {
///   |                                            ^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use actix_web::{Responder, put, web};
/// # use route_cors::cors;
/// #[cors(origins = ["https://app.acme.example"], headers = ["content-type"])]
/// #[put("/orders/{id}")]
/// async fn update(id: web::Path<u64>, order: web::Json<String>) -> impl Responder {
///     format!("{id}: {order}")
/// }
/// ```
pub mod json_needs_content_type {}

/// Refuses a handler that takes a token whose policy does not let pages send one.
///
/// A page sends its token in `authorization`, and it may not do so without asking. In the standard this header is
/// special besides: the `*` of `Access-Control-Allow-Headers` does not cover it ([Fetch, "CORS non-wildcard
/// request-header name"](https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name)). Here `headers = any`
/// does, because then the answer names it beside the `*`.
///
/// The rule looks at the handler's parameters: `BearerAuth` and `BasicAuth`.
///
/// **Soft.** `allow(authorization_needs_listing, reason = "..")` among the arguments is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// # type BearerAuth = String;
/// #[cors(origins = ["https://app.acme.example"])]
/// #[get("/account")]
/// async fn account(token: BearerAuth) -> impl Responder {
///     token
/// }
/// ```
///
/// ```text
/// error: the handler takes `BearerAuth`, which no page can send: the policy lacks `authorization` in `headers`
///        help: add `headers = ["authorization"]`
///        help: where no page is meant to: `allow(authorization_needs_listing, reason = "..")`
///        rule: authorization_needs_listing
///        see: route_cors::rules::authorization_needs_listing
///   |
///   | async fn account(token: BearerAuth) -> impl Responder {
///   |                         ^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// # type BearerAuth = String;
/// #[cors(origins = ["https://app.acme.example"], headers = ["authorization"])]
/// #[get("/account")]
/// async fn account(token: BearerAuth) -> impl Responder {
///     token
/// }
/// ```
pub mod authorization_needs_listing {}

/// Refuses a handler that reads a session whose policy does not let cookies through.
///
/// A session hangs on a cookie. Pages of other origins get their answers with cookies only where the policy has
/// `credentials` and the page asked for it ([Fetch, "CORS protocol and
/// credentials"](https://fetch.spec.whatwg.org/#cors-protocol-and-credentials)). Without it, the handler sees every
/// such visitor as a stranger, or the page never sees the answer.
///
/// The rule looks at the handler's parameters: `Session` and `Identity`.
///
/// **Soft.** `allow(session_needs_credentials, reason = "..")` among the arguments is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// # type Session = String;
/// #[cors(origins = ["https://app.acme.example"])]
/// #[get("/account")]
/// async fn account(session: Session) -> impl Responder {
///     session
/// }
/// ```
///
/// ```text
/// error: the handler takes `Session`, whose cookie no page can send: the policy lacks `credentials`
///        help: add `credentials`
///        help: where no page is meant to: `allow(session_needs_credentials, reason = "..")`
///        rule: session_needs_credentials
///        see: route_cors::rules::session_needs_credentials
///   |
///   | async fn account(session: Session) -> impl Responder {
///   |                           ^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// # type Session = String;
/// #[cors(origins = ["https://app.acme.example"], credentials)]
/// #[get("/account")]
/// async fn account(session: Session) -> impl Responder {
///     session
/// }
/// ```
pub mod session_needs_credentials {}

/// Refuses `#[cors]` where it finds no route.
///
/// The policy stands above the route attribute and reads the path and the methods from it. Attributes run from top
/// to bottom, and each sees only what is below: under `#[get]`, or between `#[routes]` and its `#[get]`s, the path is
/// already gone. A handler that is registered by `.route("/orders", web::get().to(orders))` has no route attribute at
/// all; the error spells out the two lines to write instead.
///
/// Why a policy hangs on a route, and not on a path that is written down a second time: the second one is matched in
/// another way than the first. Flask-CORS had three such holes in one year, by the order of its patterns
/// (CVE-2024-6839), by `+` in a path (CVE-2024-6844) and by upper case (CVE-2024-6866).
///
/// For what has no route attribute to stand on, such as a scope or a directory of files, a policy is a
/// middleware.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// #[get("/orders")]
/// #[cors(origins = ["https://app.acme.example"])]
/// async fn orders() -> impl Responder {
///     ""
/// }
/// ```
///
/// ```text
/// error: `#[cors]` finds no route attribute below it on `orders`
///        help: put `#[cors(..)]` above `#[get(..)]` and its like, and above `#[routes]`: below them the path is gone
///        help: instead of `.route("/orders", web::get().to(orders))`: `#[cors(..)] #[get("/orders")] async fn orders(..)` and `.service(orders)`
///        rule: misplaced_attribute
///        see: route_cors::rules::misplaced_attribute
///   |
///   | async fn orders() -> impl Responder {
///   |          ^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use actix_web::{App, Responder, get, web};
/// # use route_cors::{Policy, cors, policy};
/// #[cors(origins = ["https://app.acme.example"])]
/// #[get("/orders")]
/// async fn orders() -> impl Responder {
///     ""
/// }
///
/// static FILES: Policy = policy!(origins = any);
///
/// let app = App::new()
///     .service(orders)
///     .service(web::scope("/files").wrap(FILES.middleware()));
/// ```
pub mod misplaced_attribute {}
