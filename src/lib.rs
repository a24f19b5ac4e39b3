#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "actix")]
mod actix;
mod policy;
pub mod rules;
#[cfg(feature = "testing")]
pub mod testing;

#[doc = include_str!("docs/differences.md")]
pub mod differences {}

#[doc = include_str!("docs/cors.md")]
pub use cors_macros::cors;
#[doc = include_str!("docs/policy.md")]
pub use cors_macros::policy;

#[cfg(feature = "actix")]
pub use crate::actix::{gate::CorsGate, middleware::Middleware};
pub use crate::policy::Policy;

/// What generated code names. It may change in any release.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "actix")]
    pub use actix_web::{
        dev::{AppService, HttpServiceFactory},
        guard::GuardContext,
    };
    pub use cors_macros::{__inherited, __moved};
    pub use cors_runtime::{
        policy::{Latent, Mismatch, Names, Origin, Origins, Parts},
        rule::Rule,
    };

    #[cfg(feature = "actix")]
    pub use crate::actix::{
        endpoint::Endpoint,
        is_ordinary, register,
        route::{Resource, Route},
    };
    pub use crate::policy::{keeps, needs_allowance, policy, serves_one_of};
}
