//! The pages about the words of a policy and its allowances.

/// Refuses a key that there is not.
///
/// Each thing has one name, so that a search of the source finds every policy. The error knows the words of other
/// libraries and answers with ours: `allowed_origins`, `supports_credentials`, `permissive`, `exposedHeaders`,
/// `maxAge` and many more. A word that is nearly right is answered with the right one.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(allowed_origins = ["https://app.acme.example"], supports_credentials);
/// ```
///
/// ```text
/// error: there is no argument `allowed_origins`
///        help: write `origins = ["https://app.acme.example"]`
///        rule: unknown_key
///        see: route_cors::rules::unknown_key
///   |
///   | static API: Policy = policy!(allowed_origins = ["https://app.acme.example"], supports_credentials);
///   |                              ^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], credentials);
/// ```
pub mod unknown_key {}

/// Refuses a key that stands twice.
///
/// Where policies are built by calls, a second call replaces the first, or adds to it, and a reader cannot tell
/// which. Here a key stands once, and what it says is all there is.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type"],
///     headers = ["authorization"],
/// );
/// ```
///
/// ```text
/// error: `headers` stands here for the second time
///        help: leave one of them; a later one does not replace an earlier one
///        rule: duplicate_key
///        see: route_cors::rules::duplicate_key
///   |
///   |     headers = ["authorization"],
///   |     ^^^^^^^
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
pub mod duplicate_key {}

/// Refuses an `allow` that allows nothing.
///
/// An allowance outlives its cause. The `http://` origin is gone, the `allow(insecure_origin, ..)` is still there,
/// and the next such origin goes in without a word. So an allowance must have something to allow. There are three
/// cases: the rule has nothing to refuse here (a guarded rule is silent where the policy has neither `credentials`
/// nor `mismatch = reject`); the rule is hard, and nothing allows what it refuses; or no rule has that name.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     allow(insecure_origin, reason = "warehouse scanners have no TLS"),
/// );
/// ```
///
/// ```text
/// error: `insecure_origin` has nothing to refuse here, so there is nothing to allow
///        help: leave it out
///        rule: unused_allow
///        see: route_cors::rules::unused_allow
///   |
///   |     allow(insecure_origin, reason = "warehouse scanners have no TLS"),
///   |           ^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"]);
/// ```
pub mod unused_allow {}

/// Refuses an `allow` without a reason.
///
/// What is soft is seldom right, and whoever reviews the policy has to judge it without you. The reason stays in
/// the source for them: who decided, under which ticket, until when. It must have at least one letter or digit in
/// it; whether it is a good one is for your colleagues to say.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = [
///         #[allow(insecure_origin)]
///         "http://scanner.acme.lan",
///     ],
///     credentials,
/// );
/// ```
///
/// ```text
/// error: `insecure_origin` is allowed here, and nobody can see why
///        help: say why: `allow(insecure_origin, reason = "..")`
///        rule: unexplained_allow
///        see: route_cors::rules::unexplained_allow
///   |
///   |         #[allow(insecure_origin)]
///   |                 ^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = [
///         #[allow(insecure_origin, reason = "warehouse scanners have no TLS until the spring, OPS-211")]
///         "http://scanner.acme.lan",
///     ],
///     credentials,
/// );
/// ```
pub mod unexplained_allow {}

/// Refuses `off` beside other arguments.
///
/// `#[cors(off)]` closes a route whose surroundings are open: no preflight is granted, no header is sent. Beside a
/// list of origins it contradicts the list, and a reader cannot tell which of the two is meant.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// #[cors(off, origins = ["https://app.acme.example"])]
/// #[get("/health")]
/// async fn health() -> impl Responder {
///     ""
/// }
/// ```
///
/// ```text
/// error: `off` is a whole policy, and there are other arguments beside it
///        help: write `#[cors(off)]`, or leave out `off`
///        rule: off_with_arguments
///        see: route_cors::rules::off_with_arguments
///   |
///   | #[cors(off, origins = ["https://app.acme.example"])]
///   |        ^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// #[cors(off)]
/// #[get("/health")]
/// async fn health() -> impl Responder {
///     ""
/// }
/// ```
pub mod off_with_arguments {}
