//! The rule book: what the compiler refuses, why, and what to write instead.
//!
//! An error of [`#[cors]`](crate::cors) or [`policy!`](crate::policy!) names its rule, and each rule has a page
//! here: the reason, an example that fails with what is printed then, and one that passes.
//!
//! # How an error reads
//!
//! ```text
//! error: `https://app.acme.example/` ends with a slash, which no origin does
//!        help: write "https://app.acme.example"
//!        rule: malformed_origin
//!        see: route_cors::rules::malformed_origin
//!   |
//!   | static API: Policy = policy!(origins = ["https://app.acme.example/"]);
//!   |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
//! ```
//!
//! The first line says what is wrong. Each `help:` says what to do about it; where it says `write`, the text behind
//! it can be pasted. Then come the rule and its page. What is underlined is the smallest thing at fault, seldom the
//! whole policy.
//!
//! All faults are reported at once, in the order of the source. Mend them in any order; none is caused by another.
//! The handler itself is always compiled, so that the rest of the file has no errors on account of the policy.
//!
//! An error without `rule:` means that a value could not be read at all. Its help shows how the key is written.
//!
//! # When a rule is wrong for you
//!
//! Some rules can be allowed, by name and with a reason. Before an element of `origins`, the allowance covers that
//! element. Among the arguments, it covers the whole policy:
//!
//! ```
//! use route_cors::{Policy, policy};
//!
//! static API: Policy = policy!(
//!     origins = [
//!         "https://app.acme.example",
//!         "https://*.shops.acme.example",
//!         #[allow(insecure_origin, reason = "warehouse scanners have no TLS, OPS-211")]
//!         "http://scanner.acme.lan",
//!     ],
//!     credentials,
//!     allow(subdomain_wildcard_with_credentials, reason = "every shop host is ours, watched for takeover"),
//! );
//! # fn main() {}
//! ```
//!
//! Prefer the element: what is added to the list next year is then judged anew. Without a reason an allowance is
//! an error ([`unexplained_allow`]), and so is one that allows nothing ([`unused_allow`]).
//!
//! A fault of a **hard** rule cannot be allowed, because what is written can never work or is never right. A
//! **soft** rule can be allowed. A **guarded** rule is soft, and speaks only where the list of origins protects
//! something: where the policy has `credentials` or `mismatch = reject`. Elsewhere such an origin gets no more than
//! `any` gives, and to refuse it would only teach people to write `any`. Two soft rules, [`null_origin`] and
//! [`file_origin`], become hard with `credentials`.
//!
//! # Policies put together from parts
//!
//! A macro sees only what is written in it. Where `policy = BASE` brings values in from elsewhere, the whole is
//! judged once more, in a constant. Such an error begins with `error[E0080]: evaluation panicked`, which is the
//! compiler's way to say that the build ends here. Behind it stand the rule and both parts. Some notes of the
//! compiler's follow that you need not read.
//!
//! ```compile_fail,E0080
//! # use route_cors::{Policy, policy};
//! static PARTNERS: Policy = policy!(origins = any, headers = ["authorization"]);
//!
//! /// Refused by `any_origin_with_credentials`, which neither line shows alone.
//! static ACCOUNT: Policy = policy!(policy = PARTNERS, credentials);
//! ```
//!
//! # Hard rules
//!
//! | rule | refuses |
//! |---|---|
//! | [`missing_origins`] | a policy that does not say whose pages may use the route |
//! | [`empty_list`] | `[]`, for any key |
//! | [`malformed_origin`] | what is not `scheme://host[:port]`: a path, a slash at the end, no scheme, two in one string |
//! | [`non_canonical_origin`] | a spelling that no browser sends: upper case, `:443`, `bücher.example`, `127.1` |
//! | [`dead_scheme`] | `ws`, `wss`, `ftp`, `data`, `blob`, `about`, `javascript` |
//! | [`wildcard_position`] | a `*` that is neither whole leading labels nor a whole port |
//! | [`useless_mismatch`] | `mismatch = reject` with `origins = any` |
//! | [`any_origin_with_credentials`] | `origins = any` with `credentials` |
//! | [`any_among_others`] | `any` or `"*"` inside of a list |
//! | [`duplicate_entry`] | an element that is in its list already |
//! | [`malformed_method`] | what is not the name of a method |
//! | [`forbidden_method`] | CONNECT, TRACE, TRACK |
//! | [`method_case`] | `patch` for `PATCH` |
//! | [`method_not_routed`] | a method that the route does not serve |
//! | [`malformed_header`] | what is not the name of a header |
//! | [`forbidden_request_header`] | `cookie`, `host`, `origin`, `sec-*` and others that no page can set |
//! | [`response_header_in_request_list`] | `access-control-allow-*` in `headers` |
//! | [`forbidden_response_header`] | `set-cookie` in `expose` |
//! | [`any_expose_with_credentials`] | `expose = any` with `credentials` |
//! | [`request_header_in_expose_list`] | `origin` and `access-control-*` in `expose` |
//! | [`misplaced_attribute`] | `#[cors]` where it finds no route |
//! | [`unknown_key`] | a key that there is not; the error knows those of other libraries |
//! | [`duplicate_key`] | a key that stands twice |
//! | [`unused_allow`] | an `allow` that allows nothing |
//! | [`unexplained_allow`] | an `allow` without a reason |
//! | [`off_with_arguments`] | `off` beside other arguments |
//!
//! # Soft rules
//!
//! | rule | refuses |
//! |---|---|
//! | [`file_origin`] | `file://` |
//! | [`null_origin`] | `null` |
//! | [`subdomain_wildcard_with_credentials`] | `https://*.acme.example` with `credentials` |
//! | [`method_override_header`] | `x-http-method-override` and its like in `headers` |
//! | [`max_age_out_of_range`] | a time that no browser keeps to |
//! | [`json_needs_content_type`] | a handler of JSON without `content-type` in `headers` |
//! | [`authorization_needs_listing`] | a handler that takes a token without `authorization` in `headers` |
//! | [`session_needs_credentials`] | a handler that reads a session without `credentials` |
//!
//! # Guarded rules
//!
//! | rule | refuses |
//! |---|---|
//! | [`public_suffix_wildcard`] | `https://*.github.io`, where anybody can get a name |
//! | [`any_port`] | `:*` on a host that is not this machine |
//! | [`insecure_origin`] | `http://` on a host that is not this machine |
//! | [`loopback_origin`] | `localhost` and its kin in a build that visitors get |
//! | [`unbounded_origin_set`] | a set of origins whose bound is any https host |

mod attribute;
mod exposed_headers;
mod lists;
mod max_age;
mod methods;
mod origins;
mod request_headers;
mod route;

pub use self::{
    attribute::*, exposed_headers::*, lists::*, max_age::*, methods::*, origins::*,
    request_headers::*, route::*,
};
