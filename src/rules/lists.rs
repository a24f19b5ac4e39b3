//! The pages about every list of a policy.

/// Refuses a list with nothing in it.
///
/// An empty list is what is left when the last element was deleted, or what somebody meant to fill in
/// later. What it should mean is anybody's guess: nobody, everybody, the default. Libraries differ; in some of them
/// no origin at all means every origin. Say it instead: leave the key out for its default, write `any` for
/// everything, write `#[cors(off)]` for a closed route.
///
/// A list whose elements are all under a `#[cfg(..)]` is not empty. In a build in which none of them is left, the
/// policy is off.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = []);
/// ```
///
/// ```text
/// error: a list without an origin lets nobody in
///        help: list an origin: `origins = ["https://app.acme.example"]`
///        help: to close a route, write `#[cors(off)]`
///        rule: empty_list
///        see: route_cors::rules::empty_list
///   |
///   | static API: Policy = policy!(origins = []);
///   |                                        ^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// /// The page is served by this program itself, but for the development server's.
/// static API: Policy = policy!(origins = [#[cfg(debug_assertions)] "http://localhost:5173"]);
/// ```
pub mod empty_list {}

/// Refuses `any` or `"*"` inside of a list.
///
/// A list that has everything in it is no list: its other elements do nothing, and a reader who counts three
/// origins has overlooked the fourth. In the protocol, too, `Access-Control-Allow-Origin` is `*` or one origin, and
/// never several ([Fetch, "HTTP new-header
/// syntax"](https://fetch.spec.whatwg.org/#http-new-header-syntax)).
///
/// `methods` knows no `any`: a route serves what it serves. Leave `methods` out, and the policy has the route's
/// own.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["*"]);
/// ```
///
/// ```text
/// error: `*` is every origin, and stands alone instead of in a list
///        help: write `origins = any`, or list the origins
///        rule: any_among_others
///        see: route_cors::rules::any_among_others
///   |
///   | static API: Policy = policy!(origins = ["*"]);
///   |                                         ^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = any, headers = any);
/// ```
pub mod any_among_others {}

/// Refuses an element that is in its list already.
///
/// It does no harm in a browser. It does harm to whoever deletes one of the two next year and believes the origin
/// gone. More often the second was meant to be another one, such as the staging host, and was never changed.
///
/// Header names have no case ([RFC 9110, section 5.1](https://www.rfc-editor.org/rfc/rfc9110#section-5.1)), so
/// `content-type` and `Content-Type` are one. Two equal origins under different `#[cfg(..)]`s are none of this
/// rule's business.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example"],
///     headers = ["content-type", "authorization", "Content-Type"],
/// );
/// ```
///
/// ```text
/// error: `Content-Type` is in this list already, as `content-type`: header names have no case
///        help: leave one of them
///        rule: duplicate_entry
///        see: route_cors::rules::duplicate_entry
///   |
///   |     headers = ["content-type", "authorization", "Content-Type"],
///   |                                                 ^^^^^^^^^^^^^^
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
pub mod duplicate_entry {}
