// In the documentation, the links of README lead to modules. The first definition of a link counts.
#![doc = "[guide]: crate::guide"]
#![doc = "[questions]: crate::guide::questions"]
#![doc = "[rules]: crate::rules"]
#![doc = "[differences]: crate::differences"]
#![doc = "[costs]: crate::costs"]
#![doc = "[conformance]: crate::conformance"]
#![doc = "[authentication]: crate::guide::authentication"]
#![doc = ""]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "actix")]
mod actix;
mod explain;
#[cfg(any(feature = "actix", feature = "watch"))]
mod log;
mod named;
mod origin_index;
mod origin_set;
mod pages;
mod policy;
#[cfg(feature = "surface")]
pub mod surface;
#[cfg(feature = "testing")]
pub mod testing;

#[doc = include_str!("docs/cors.md")]
pub use cors_macros::cors;
#[doc = include_str!("docs/origin_set_macro.md")]
pub use cors_macros::origin_set;
#[doc = include_str!("docs/policy.md")]
pub use cors_macros::policy;

#[cfg(feature = "actix")]
pub use crate::actix::{
    around::{Around, PlacedScope},
    gate::CorsGate,
    middleware::Middleware,
};
#[cfg(feature = "watch")]
pub use crate::origin_set::Watch;
pub use cors_runtime::explain::{Explanation, Reason};

pub use crate::{
    origin_set::{Change, OriginSet, OriginSetError, Refused, Source},
    pages::{conformance, costs, differences, guide, rules},
    policy::Policy,
};

/// The items that generated code names. They may change in any release.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "actix")]
    pub use actix_web::{
        dev::{AppService, HttpServiceFactory},
        guard::GuardContext,
        web::to,
    };
    pub use cors_macros::{__inherited, __moved};
    pub use cors_runtime::{
        policy::{
            AllowReason, Conditional, ListKey, Listed, ListedSet, Mismatch, Names, Origins, Parts,
            RuleSet,
            lists::{concat, total},
        },
        rule::Rule,
    };

    #[cfg(feature = "actix")]
    pub use crate::actix::{
        endpoint::Endpoint,
        registration::{is_ordinary, register, register_plain},
        route::{Route, RoutePath, methods, named_route, route, route_path, served_route},
    };
    pub use crate::{
        named::{Named, WrongKind},
        origin_set::{Source, State, element, origin_set},
        policy::{
            base,
            checks::{
                assert_adds, assert_allows, assert_credentials_bounded, assert_credentials_hold,
                assert_credentials_need_allowance, assert_disjoint, assert_holds, assert_lists,
                assert_needs_allowance, assert_not_empty, assert_origins_bounded,
                assert_origins_hold, assert_origins_need_allowance, assert_serves_one_of,
            },
            elements, only_origins, only_sets, parts, policy, policy_or_off,
        },
    };
}
