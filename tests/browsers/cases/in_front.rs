//! The gate, with a middleware behind it that answers before the route does.

use super::{Case, case, get, put};
use crate::addresses::Page::{A, B};

#[rustfmt::skip]
pub(super) fn cases() -> Vec<Case> {
    vec![
        case(A, "the gate answers a preflight before authentication")
            .step(get("/private/account").header("authorization", "Bearer secret").include(), &[
                "OPTIONS api/private/account a cross-site asks GET for authorization gets 204",
                "GET api/private/account a cross-site gets 200",
            ], "200 account"),
        case(A, "the 401 of a middleware can be read")
            .step(get("/private/account").include(), &["GET api/private/account a cross-site gets 401"], "401 who are you")
            .step(get("/private/account").header("authorization", "Bearer guess"), &[
                "OPTIONS api/private/account a cross-site asks GET for authorization gets 204",
                "GET api/private/account a cross-site gets 401",
            ], "401 who are you"),
        case(B, "the gate does not allow other origins")
            .step(get("/private/account"), &["GET api/private/account b cross-site gets 401"], "refused")
            .step(get("/private/account").header("authorization", "Bearer secret"), &[
                "OPTIONS api/private/account b cross-site asks GET for authorization gets 403",
            ], "refused"),
        case(A, "the gate leaves other routes to authentication")
            .step(put("/private/plain"), &["OPTIONS api/private/plain a cross-site asks PUT gets 401"], "refused"),
    ]
}
