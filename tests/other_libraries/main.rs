//! What the test suites of other CORS libraries hold, held against applications under our policies: what their
//! users rely on either holds here too, or is in the page `differences` of the documentation.
//!
//! Each module begins with a table of what one library asserts, and what becomes of it here. The facts are theirs;
//! words, policies and tests are ours.

mod actix_cors;
mod jub0bs;
mod site;
mod tower_http;
