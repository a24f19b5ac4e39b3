//! The pages of the documentation that belong to no item: the guide, the rules, and reference pages.

#![allow(
    clippy::doc_markdown,
    clippy::doc_link_with_quotes,
    reason = "pages name products, and quote the titles of sections"
)]

#[doc = include_str!("docs/differences.md")]
pub mod differences {}

#[doc = include_str!("docs/costs.md")]
pub mod costs {}

#[doc = include_str!("docs/conformance.md")]
pub mod conformance {}

/// Declares the module of the guide with a submodule for each page, `src/docs/guide/NAME.md`.
macro_rules! guide {
    ($($page:ident,)+) => {
        #[doc = include_str!("docs/guide.md")]
        pub mod guide {
            $(
                #[doc = include_str!(concat!("docs/guide/", stringify!($page), ".md"))]
                pub mod $page {}
            )+
        }
    };
}

guide! {
    what_cors_is,
    what_cors_is_not,
    first_policy,
    recipes,
    whole_application,
    authentication,
    local_development,
    several_front_ends,
    cookies,
    files_and_fonts,
    shells,
    previews,
    run_time_origins,
    testing_a_policy,
    reading_errors,
    refusals,
    in_review,
    at_the_gateway,
    questions,
    moving_from_actix_cors,
}

/// Declares the module of the rules with a submodule for each page, `src/docs/rules/NAME.md`, and their index.
macro_rules! rules {
    ($(
        #[doc = $summary:literal] $variant:ident $name:ident $severity:ident
        $($condition:ident $(($($properties:tt)*))? $($words:literal)?)?,
    )+) => {
        #[doc = include_str!("docs/rules.md")]
        /// | rule | severity | summary |
        /// |---|---|---|
        $(#[doc = concat!(
            "| [`", stringify!($name), "`](rules::", stringify!($name), ") | ",
            stringify!($severity), " |", $summary, " |",
        )])+
        pub mod rules {
            $(
                #[doc = include_str!(concat!("docs/rules/", stringify!($name), ".md"))]
                pub mod $name {}
            )+
        }
    };
}

cors_runtime::for_each_rule!(rules);
