//! The tests of other CORS libraries, run against our policies. Behaviour that their users rely on either holds here
//! too, or is listed on the page `differences` of the documentation.
//!
//! Each module begins with a table of what one library asserts, and what becomes of it here. The facts are theirs;
//! words, policies and tests are ours.

mod actix_cors;
mod jub0bs;
mod site;
mod tower_http;
