//! The pages about whose pages may use a route.

/// Refuses a policy that does not say whose pages may use the route.
///
/// There is no good default. If it were everybody, a route would be opened by what somebody forgot. If it were
/// nobody, the rest of the policy could never have an effect: without `Access-Control-Allow-Origin` a browser
/// shows a page nothing of the answer ([Fetch, "CORS check"](https://fetch.spec.whatwg.org/#concept-cors-check)).
/// So a policy says it.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(headers = ["content-type"], max_age = "1h");
/// ```
///
/// ```text
/// error: the policy does not say whose pages may use the route
///        help: list them: `origins = ["https://app.acme.example"]`
///        help: where everybody's may: `origins = any`
///        rule: missing_origins
///        see: route_cors::rules::missing_origins
///   |
///   | static API: Policy = policy!(headers = ["content-type"], max_age = "1h");
///   |                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy =
///     policy!(origins = ["https://app.acme.example"], headers = ["content-type"], max_age = "1h");
///
/// /// Facts that anybody may read.
/// static OPEN_DATA: Policy = policy!(origins = any);
/// ```
pub mod missing_origins {}

/// Refuses what is not one origin: `scheme://host[:port]` and nothing else.
///
/// An origin is a whole site. Browsers send it without a path and without a slash at the end
/// ([RFC 6454, section 6.2](https://www.rfc-editor.org/rfc/rfc6454#section-6.2);
/// [Fetch, "`Origin` header"](https://fetch.spec.whatwg.org/#origin-header)), and what is listed is compared with
/// what is sent, byte by byte. `https://app.acme.example/` never equals `https://app.acme.example`, so such an
/// element lets nobody in, and nothing says so until a page fails in somebody's browser. The usual slips: a slash
/// at the end, a path, no scheme, two origins in one string, `htps://`, a host that no URL can have.
///
/// The error has the exact string to write wherever that can be known. Where the same origin is merely spelt in
/// another way, the rule is [`non_canonical_origin`](super::non_canonical_origin).
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example/"]);
/// ```
///
/// ```text
/// error: `https://app.acme.example/` ends with a slash, which no origin does
///        help: write "https://app.acme.example"
///        rule: malformed_origin
///        see: route_cors::rules::malformed_origin
///   |
///   | static API: Policy = policy!(origins = ["https://app.acme.example/"]);
///   |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example", "https://shop.acme.example:8443"]);
/// ```
pub mod malformed_origin {}

/// Refuses an origin in a spelling that no browser sends.
///
/// A browser parses the address of a page and writes its origin anew: in lower case, without the default port,
/// with a Unicode host in its ASCII form and with addresses in their shortest form
/// ([URL, "host parsing"](https://url.spec.whatwg.org/#host-parsing), and [the section on serializing
/// it](https://url.spec.whatwg.org/#host-serializing)). The `Origin` header has that spelling and
/// no other. An origin that is listed in another one names a real site and still lets nobody in.
///
/// The rule looks at `http` and `https`. Hosts of other schemes are opaque to browsers, which change nothing in
/// them.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example:443"]);
/// ```
///
/// ```text
/// error: browsers leave out `:443`, the default port of https
///        help: write "https://app.acme.example"
///        rule: non_canonical_origin
///        see: route_cors::rules::non_canonical_origin
///   |
///   | static API: Policy = policy!(origins = ["https://app.acme.example:443"]);
///   |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example", "https://xn--bcher-kva.example"]);
/// ```
pub mod non_canonical_origin {}

/// Refuses a scheme that the origin of a page never has: `ws`, `wss`, `ftp`, `data`, `blob`, `about`, `javascript`.
///
/// The origin that a request carries is that of the page which sends it, not that of the address which it is sent
/// to. A WebSocket to `wss://api.acme.example` is opened by a page of `https://app.acme.example`, and its handshake
/// says so ([RFC 6455, section 10.2](https://www.rfc-editor.org/rfc/rfc6455#section-10.2)). A `data:` page
/// has an opaque origin, sent as `null`; a `blob:` page has the origin of the page that made it
/// ([URL, "origin"](https://url.spec.whatwg.org/#origin)); browsers no longer open `ftp:`.
///
/// The schemes of shells and extensions (`tauri`, `capacitor`, `ionic`, `chrome-extension`, `moz-extension` and
/// others of their kind) are origins of pages, and fine.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static LIVE: Policy = policy!(origins = ["wss://app.acme.example"]);
/// ```
///
/// ```text
/// error: no page has an origin with the scheme `wss`
///        help: a WebSocket's handshake carries the origin of its page, whose scheme is `https`
///        help: write "https://app.acme.example"
///        rule: dead_scheme
///        see: route_cors::rules::dead_scheme
///   |
///   | static LIVE: Policy = policy!(origins = ["wss://app.acme.example"]);
///   |                                          ^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static LIVE: Policy = policy!(origins = ["https://app.acme.example", "tauri://localhost"]);
/// ```
pub mod dead_scheme {}

/// Refuses `file://`, the origin of every local file in the shells that send it.
///
/// Browsers give a page from a disk an opaque origin and send `null` ([`null_origin`](super::null_origin)). Some
/// shells (Cordova and Electron with pages that are loaded from a disk) send `file://`. It is the same for all
/// files: the page of the application, and the attachment that somebody saved and opened in it.
///
/// **Soft.** `#[allow(file_origin, reason = "..")]` before the element is the escape. With `credentials` there is
/// none: any file would act as the visitor.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static DESKTOP: Policy = policy!(origins = ["file://"]);
/// ```
///
/// ```text
/// error: `file://` is the origin of every local file in the shells that send it
///        help: serve the page from an origin of its own, such as "http://localhost:5173" or a scheme of the shell ("app://bundle")
///        help: where what it reads is public: `#[allow(file_origin, reason = "..")]` before it
///        rule: file_origin
///        see: route_cors::rules::file_origin
///   |
///   | static DESKTOP: Policy = policy!(origins = ["file://"]);
///   |                                             ^^^^^^^^^
/// ```
///
/// # Accepted
///
/// Serve the page from an origin of its own, such as a scheme that the shell registers:
///
/// ```
/// # use route_cors::{Policy, policy};
/// static DESKTOP: Policy = policy!(origins = ["app://acme"], credentials);
/// ```
///
/// Or say why it has to be so:
///
/// ```
/// # use route_cors::{Policy, policy};
/// static KIOSK: Policy = policy!(
///     origins = [
///         #[allow(file_origin, reason = "the kiosk opens its page from the disk; the data are public")]
///         "file://",
///     ],
/// );
/// ```
pub mod file_origin {}

/// Refuses `null`, which every sandboxed frame and every local file has for an origin.
///
/// `null` is what a browser sends where an origin is opaque
/// ([HTML, "origin"](https://html.spec.whatwg.org/multipage/browsers.html#concept-origin)). It names nobody. Any
/// site can have it at will: it puts its script into `<iframe sandbox="allow-scripts" srcdoc="..">`. Who allows
/// `null` and credentials lets every site on the web act as the visitor, in a policy that looks like a short list.
/// Kettle found this on live sites in 2016 ("[Exploiting CORS misconfigurations for Bitcoins and
/// bounties](https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties)").
///
/// People write it because their console said `Origin 'null'` while they had opened a page from their disk.
/// Serve that page from `http://localhost` instead, and see [`loopback_origin`](super::loopback_origin).
///
/// **Soft.** `#[allow(null_origin, reason = "..")]` before the element is the escape. With `credentials` there is
/// none.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static PREVIEW: Policy = policy!(origins = ["https://app.acme.example", "null"]);
/// ```
///
/// ```text
/// error: `null` is the origin of every sandboxed frame and local file: any page can be `null`
///        help: leave it out; what a page that is `null` may read is open to everybody: `origins = any`
///        help: where what it reads is public: `#[allow(null_origin, reason = "..")]` before it
///        rule: null_origin
///        see: route_cors::rules::null_origin
///   |
///   | static PREVIEW: Policy = policy!(origins = ["https://app.acme.example", "null"]);
///   |                                                                         ^^^^^^
/// ```
///
/// # Accepted
///
/// What may be read by `null` may be read by anybody, and then this says it plainly:
///
/// ```
/// # use route_cors::{Policy, policy};
/// static PREVIEW: Policy = policy!(origins = any);
/// ```
pub mod null_origin {}

/// Refuses a `*` that is neither whole leading labels of a host nor a whole port.
///
/// `https://*.acme.example` is every host below `acme.example`, and `http://localhost:*` is every port of this
/// machine. A `*` elsewhere lets in names that strangers can register: `https://*acme.example` has
/// `evilacme.example` in it, and `https://acme.*` has `acme.evil.example`. That is how hand-written patterns
/// fail: gin-contrib/cors took `https://example.community` for `https://example.com/*` (CVE-2019-25211), and
/// go-restful took its list for regular expressions (CVE-2022-1996).
///
/// For the previews of a hosting service (`app-git-branch.host.example`) no pattern is safe that another customer
/// of that host can match. Let the deployment name its origins.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static PREVIEWS: Policy = policy!(origins = ["https://app-*.acme.example"]);
/// ```
///
/// ```text
/// error: in `https://app-*.acme.example` the `*` is neither a whole leading label nor a whole port
///        help: a `*` stands for one or more whole labels before a host ("https://*.acme.example") or for any port ("http://localhost:*")
///        help: write "https://*.acme.example", if every host that it admits is yours
///        rule: wildcard_position
///        see: route_cors::rules::wildcard_position
///   |
///   | static PREVIEWS: Policy = policy!(origins = ["https://app-*.acme.example"]);
///   |                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static PREVIEWS: Policy = policy!(origins = ["https://*.previews.acme.example"]);
/// ```
pub mod wildcard_position {}

/// Refuses a wildcard below a public suffix, where anybody can get a name.
///
/// A public suffix is a domain below which strangers register names: `com`, `co.uk`, and also `github.io`. The list
/// is Mozilla's ([publicsuffix.org](https://publicsuffix.org)), and browsers use it for the same end: they refuse
/// cookies for a whole suffix ([RFC 6265, section
/// 5.3](https://www.rfc-editor.org/rfc/rfc6265#section-5.3)). `https://*.github.io` lets in the page of everyone who
/// has an account there. So does a wildcard above a suffix: `https://*.amazonaws.com` has every bucket in it,
/// though `amazonaws.com` itself is on no list. `internal` is no suffix: it is set apart for private networks, and whoever
/// runs the network gives the names.
///
/// **Guarded.** It speaks only where the policy has `credentials` or `mismatch = reject`. There,
/// `#[allow(public_suffix_wildcard, reason = "..")]` before the element is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://*.github.io"],
///     credentials,
///     allow(subdomain_wildcard_with_credentials, reason = "the pages of our projects"),
/// );
/// ```
///
/// ```text
/// error: `https://*.github.io` lets strangers in: anybody can get a name below `github.io` from the company that it belongs to
///        help: write your own name there: "https://*.acme.github.io", or list the origins
///        help: where every name below is yours: `#[allow(public_suffix_wildcard, reason = "..")]` before it
///        rule: public_suffix_wildcard
///        see: route_cors::rules::public_suffix_wildcard
///   |
///   |     origins = ["https://*.github.io"],
///   |                ^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://acme.github.io"], credentials);
/// ```
pub mod public_suffix_wildcard {}

/// Refuses every port of a host that is not this machine.
///
/// The port is a part of the origin ([RFC 6454, section
/// 4](https://www.rfc-editor.org/rfc/rfc6454#section-4)) because each port is another server: the shop on 443, the
/// statistics on 8080, what a colleague started this afternoon on 9000. With `:*` the weakest of them acts as the
/// visitor of the strongest.
///
/// **Guarded.** It speaks only where the policy has `credentials` or `mismatch = reject`. There,
/// `#[allow(any_port, reason = "..")]` before the element is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example:*"], credentials);
/// ```
///
/// ```text
/// error: `https://app.acme.example:*` lets in whatever listens on any port of the host
///        help: write "https://app.acme.example", or name another port
///        help: where every port is meant: `#[allow(any_port, reason = "..")]` before it
///        rule: any_port
///        see: route_cors::rules::any_port
///   |
///   | static API: Policy = policy!(origins = ["https://app.acme.example:*"], credentials);
///   |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example", "https://app.acme.example:8443"],
///     credentials,
/// );
/// ```
///
/// Development servers choose their ports freely, on this machine and in a build of their own:
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://localhost:*"],
///     credentials,
/// );
/// ```
pub mod any_port {}

/// Refuses pages that arrive in clear text.
///
/// Whoever sits between the visitor and `http://app.acme.example` (a café's network, a hotel's, a router that was
/// taken over) writes the page that arrives, scripts included. The visitor need not even go there: the attacker
/// sends the browser to that address from any other clear-text page. If your API, over TLS, trusts that origin, its
/// TLS protects nothing any more. Kettle described the attack in 2016 ("[Exploiting CORS misconfigurations for
/// Bitcoins and
/// bounties](https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties)"); Chen
/// and others studied trust of this kind in 2018 ("[We Still Don't Have Secure Cross-Domain
/// Requests](https://www.usenix.org/conference/usenixsecurity18/presentation/chen-jianjun)").
///
/// This machine has a rule of its own, [`loopback_origin`](super::loopback_origin). A private address
/// (`http://192.168.1.10:8080`) under `#[cfg(debug_assertions)]` is fine.
///
/// An onion service (`http://….onion`) is not in clear text: its name is its key, and Tor encrypts and authenticates what
/// it sends. The Secure Contexts standard leaves the choice to browsers; Tor Browser, which alone gets there, treats such
/// pages as secure, and so does this rule.
///
/// **Guarded.** It speaks only where the policy has `credentials` or `mismatch = reject`. There,
/// `#[allow(insecure_origin, reason = "..")]` before the element is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["http://app.acme.example"], credentials);
/// ```
///
/// ```text
/// error: the pages of `http://app.acme.example` arrive in clear text, and whoever is on the way can act as them
///        help: write "https://app.acme.example"
///        help: where there can be no TLS: `#[allow(insecure_origin, reason = "..")]` before it
///        rule: insecure_origin
///        see: route_cors::rules::insecure_origin
///   |
///   | static API: Policy = policy!(origins = ["http://app.acme.example"], credentials);
///   |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = [
///         "https://app.acme.example",
///         #[allow(insecure_origin, reason = "warehouse scanners have no TLS, and their network is wired")]
///         "http://scanner.acme.lan",
///     ],
///     credentials,
/// );
/// ```
pub mod insecure_origin {}

/// Refuses `localhost` and its kin in a build that visitors get.
///
/// `http://localhost:5173` is your development server on your machine. On the visitor's machine it is whatever
/// listens there: a development server of theirs with a package that went bad, a tool with a
/// hole, a program of another user of the machine. In production it would act as the visitor. Origins for
/// development are shipped so often because nothing tells them apart; a `#[cfg(..)]` does.
///
/// The rule covers `http` and `https` on `localhost`, every `*.localhost`, `127.0.0.0/8` and `[::1]`, and on `0.0.0.0`
/// and `[::]`, by which browsers on many systems reach the machine itself. It is satisfied by a `#[cfg(..)]` that can be true only with `debug_assertions`, `test` or a `feature`. `cfg(unix)`
/// is no such condition.
///
/// The pages of some shells have such an origin for good: Capacitor's are `https://localhost` and
/// `capacitor://localhost`, Tauri's are `http://tauri.localhost` and `tauri://localhost`. For `http` and `https`,
/// allow it and say so; the other two need nothing.
///
/// **Guarded.** It speaks only where the policy has `credentials` or `mismatch = reject`. There,
/// `#[allow(loopback_origin, reason = "..")]` before the element is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example", "http://localhost:5173"],
///     credentials,
/// );
/// ```
///
/// ```text
/// error: `http://localhost:5173` is whatever listens on the visitor's own machine, in production too
///        help: for development alone: #[cfg(debug_assertions)] "http://localhost:5173"
///        help: where a shell serves its pages there: `#[allow(loopback_origin, reason = "..")]` before it
///        help: the pages of Capacitor are "capacitor://localhost" and "https://localhost", those of Tauri "tauri://localhost" and "http://tauri.localhost"
///        rule: loopback_origin
///        see: route_cors::rules::loopback_origin
///   |
///   |     origins = ["https://app.acme.example", "http://localhost:5173"],
///   |                                            ^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example", #[cfg(debug_assertions)] "http://localhost:5173"],
///     credentials,
/// );
///
/// static PHONE: Policy = policy!(
///     origins = [
///         "capacitor://localhost",
///         #[allow(loopback_origin, reason = "Capacitor on Android serves our own pages there")]
///         "https://localhost",
///     ],
///     credentials,
/// );
/// ```
pub mod loopback_origin {}

/// Refuses every subdomain where the visitor's credentials are at stake.
///
/// `https://*.acme.example` is every host that has, or ever gets, a name below `acme.example`: the blog that
/// somebody else runs, the campaign of two years ago whose name still points to a cloud where anyone can
/// now claim it, the one host with a cross-site scripting hole. One of them taken over, and its page acts as your
/// visitor. How often that can be done was measured by Squarcina and others in 2021 ("[Can I Take Your
/// Subdomain?](https://www.usenix.org/conference/usenixsecurity21/presentation/squarcina)").
///
/// Below a public suffix nothing has to be taken over, and `public_suffix_wildcard` alone speaks.
///
/// **Soft.** `#[allow(subdomain_wildcard_with_credentials, reason = "..")]` before the element is the escape, or
/// the same without `#[..]` among the arguments.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://*.acme.example"], credentials);
/// ```
///
/// ```text
/// error: with `https://*.acme.example`, one subdomain that is taken over acts as the visitor
///        help: list the hosts that need it
///        help: where all of them are yours: `#[allow(subdomain_wildcard_with_credentials, reason = "..")]` before it
///        rule: subdomain_wildcard_with_credentials
///        see: route_cors::rules::subdomain_wildcard_with_credentials
///   |
///   | static API: Policy = policy!(origins = ["https://*.acme.example"], credentials);
///   |                                         ^^^^^^^^^^^^^^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(
///     origins = ["https://app.acme.example", "https://shop.acme.example"],
///     credentials,
/// );
///
/// static SHOPS: Policy = policy!(
///     origins = ["https://*.shops.acme.example"],
///     credentials,
///     allow(subdomain_wildcard_with_credentials, reason = "every shop host is ours, watched for takeover"),
/// );
///
/// /// Without credentials a subdomain gets no more than anybody gets.
/// static FONTS: Policy = policy!(origins = ["https://*.acme.example"]);
/// ```
pub mod subdomain_wildcard_with_credentials {}

/// Refuses a set of origins whose bound is any https host.
///
/// A set takes its origins at run time: from the environment, from a file, from a database. What arrives must lie
/// within a bound, and the compiler judges the bound. `within = ["https://*"]` bounds nothing: a slip in a file, or
/// a tenant who may write to that table, then names a page that acts as every visitor.
///
/// **Guarded.** It speaks only where the policy that uses the set has `credentials` or `mismatch = reject`. There,
/// `#[allow(unbounded_origin_set, reason = "..")]` before the element is the escape.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{OriginSet, Policy, origin_set, policy};
/// static SHOPS: OriginSet = origin_set!(file = "shops.txt", within = ["https://*"]);
/// static API: Policy = policy!(origins = [SHOPS], credentials);
/// ```
///
/// ```text
/// error[E0080]: evaluation panicked: what `SHOPS` may hold is too much for this policy: any https page is let in once its origin has arrived
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{OriginSet, Policy, origin_set, policy};
/// static SHOPS: OriginSet = origin_set!(file = "shops.txt", within = ["https://*.shops.acme.example"]);
/// static API: Policy = policy!(
///     origins = [
///         #[allow(subdomain_wildcard_with_credentials, reason = "the file names each shop")]
///         SHOPS,
///     ],
///     credentials,
/// );
/// ```
pub mod unbounded_origin_set {}

/// Refuses `mismatch = reject` where every origin is allowed.
///
/// `mismatch = reject` turns away, before the handler runs, what other origins send. Under `origins = any` there
/// are no others. The one who wrote it believes the route closed to strangers, and it is open to all.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = any, mismatch = reject);
/// ```
///
/// ```text
/// error: with `origins = any`, no request is from an origin that is not allowed
///        help: list the origins, or leave out `mismatch`
///        rule: useless_mismatch
///        see: route_cors::rules::useless_mismatch
///   |
///   | static API: Policy = policy!(origins = any, mismatch = reject);
///   |                                                        ^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// static API: Policy = policy!(origins = ["https://app.acme.example"], mismatch = reject);
/// ```
pub mod useless_mismatch {}

/// Refuses `origins = any` together with `credentials`.
///
/// It is the commonest fault there is, and the worst. The visitor is logged in to your service and then opens
/// any page on the web. That page calls your route, the browser adds the visitor's cookies, and the page reads the
/// answer: names, addresses, tokens, whatever the visitor can see, and it can do whatever the visitor can do.
///
/// The standard forbids it: with credentials, an `Access-Control-Allow-Origin: *` does not count ([Fetch, "CORS
/// protocol and credentials"](https://fetch.spec.whatwg.org/#cors-protocol-and-credentials)). Libraries went around
/// that and echoed whatever origin had asked: rs/cors (CVE-2018-20744), Fiber (CVE-2024-25124). Kettle showed how
/// to take the keys of a Bitcoin exchange's users in this way ("[Exploiting CORS misconfigurations for Bitcoins and
/// bounties](https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties)", 2016).
///
/// There are two ways out. If only your own pages need the route, list them. If everybody's pages do, leave
/// `credentials` out: it is about cookies, client certificates and the browser's own log-in box, and a page that
/// sends a token in `authorization` itself does not need it. Most policies that have both never needed the second.
///
/// **Hard.** Nothing allows it.
///
/// # Refused
///
/// ```compile_fail
/// # use actix_web::{Responder, get};
/// # use route_cors::cors;
/// #[cors(origins = any, headers = ["content-type"], credentials)]
/// #[get("/account")]
/// async fn account() -> impl Responder {
///     ""
/// }
/// ```
///
/// ```text
/// error: `credentials` with `origins = any` would let every site on the web act as the visitor
///        help: list the origins: `origins = ["https://app.acme.example"], credentials`
///        help: or leave out `credentials`: a bearer token in `authorization` needs none, only cookies do
///        rule: any_origin_with_credentials
///        see: route_cors::rules::any_origin_with_credentials
///   |
///   | #[cors(origins = any, headers = ["content-type"], credentials)]
///   |                                                   ^^^^^^^^^^^
/// ```
///
/// # Accepted
///
/// ```
/// # use route_cors::{Policy, policy};
/// /// Our own pages, with the visitor's cookies.
/// static ACCOUNT: Policy = policy!(origins = ["https://app.acme.example"], credentials);
///
/// /// Everybody's pages, each with a token that it got from its user.
/// static PUBLIC: Policy = policy!(origins = any, headers = ["authorization"]);
/// ```
pub mod any_origin_with_credentials {}
