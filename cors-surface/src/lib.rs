//! The CORS surface of an application: which origins may do what, for each route.
//!
//! A [`Surface`] is the content of a `cors-surface.toml`. An application's test writes that file with the feature
//! `surface` of [`route-cors`](https://docs.rs/route-cors), and `cargo cors` reads it. Both use this crate, so the
//! format has one owner.
//!
//! ```
//! use cors_surface::Surface;
//!
//! let text = r#"
//! version = 1
//!
//! [[route]]
//! path = "/orders/{id}"
//! method = "PUT"
//! by = "route"
//! origins = ["https://app.acme.example"]
//! methods = ["PUT"]
//! headers = ["content-type"]
//! credentials = true
//! "#;
//! let surface = Surface::parse(text, "cors-surface.toml")?;
//! assert_eq!(surface.rows()[0].path, "/orders/{id}");
//! # Ok::<(), cors_surface::SurfaceError>(())
//! ```

#![forbid(unsafe_code)]

mod admission;
mod answer;
mod check;
mod diff;
mod engine;
mod error;
mod json;
mod lookalike;
mod openapi;
mod origin;
mod path;
mod read;
mod row;
mod space;
mod surface;
mod visible;
mod write;

pub use cors_runtime::policy::Mismatch;

pub use self::{
    admission::{Admission, Condition, Permissions},
    answer::{AllowedHeaders, CorsHeaders, Expected},
    check::{Answer, Header, Question, Step, StepName, check},
    diff::{Change, Direction, compare},
    error::{Fault, SurfaceError},
    lookalike::{Likeness, lookalikes},
    origin::{Bound, Element, Origin, Origins, Set},
    path::PathPattern,
    row::{Allowance, By, Credentials, Floor, Method, Names, Place, Policy, Row},
    surface::{FORMAT_VERSION, Surface},
    visible::visible,
};
