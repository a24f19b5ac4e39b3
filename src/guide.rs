#![doc = include_str!("docs/guide.md")]

#[doc = include_str!("docs/guide/what_cors_is.md")]
pub mod what_cors_is {}

#[doc = include_str!("docs/guide/what_cors_is_not.md")]
pub mod what_cors_is_not {}

#[doc = include_str!("docs/guide/first_policy.md")]
pub mod first_policy {}

#[doc = include_str!("docs/guide/reading_errors.md")]
pub mod reading_errors {}

#[doc = include_str!("docs/guide/local_development.md")]
pub mod local_development {}

#[doc = include_str!("docs/guide/several_front_ends.md")]
pub mod several_front_ends {}

#[doc = include_str!("docs/guide/cookies.md")]
pub mod cookies {}

#[doc = include_str!("docs/guide/whole_application.md")]
pub mod whole_application {}

#[doc = include_str!("docs/guide/files_and_fonts.md")]
pub mod files_and_fonts {}

#[doc = include_str!("docs/guide/authentication.md")]
pub mod authentication {}

#[doc = include_str!("docs/guide/shells.md")]
pub mod shells {}

#[doc = include_str!("docs/guide/previews.md")]
pub mod previews {}

#[doc = include_str!("docs/guide/run_time_origins.md")]
pub mod run_time_origins {}

#[doc = include_str!("docs/guide/testing_a_policy.md")]
pub mod testing_a_policy {}

#[doc = include_str!("docs/guide/moving_from_actix_cors.md")]
pub mod moving_from_actix_cors {}
