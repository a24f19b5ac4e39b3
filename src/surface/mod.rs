//! The CORS surface of an application: what pages of other origins may do with each of its routes.
//!
//! A test takes the surface from the built application and holds it against a file, `cors-surface.toml`. The file belongs
//! into the repository, so a review shows who may do what, and what a change makes wider.
//!
//! Use the feature `surface` in tests only. It switches on actix-web's `experimental-introspection`:
//!
//! ```toml
//! [dev-dependencies]
//! route-cors = { path = "../route-cors", features = ["surface"] }
//! ```
//!
//! ```no_run
//! use actix_web::{App, get};
//! use route_cors::{cors, surface::Surface};
//!
//! #[cors(origins = ["https://app.acme.example"])]
//! #[get("/orders/{id}")]
//! async fn order() -> &'static str {
//!     "an order"
//! }
//!
//! #[actix_web::test]
//! async fn cors_surface() {
//!     Surface::of(App::new().service(order)).await.assert_matches("cors-surface.toml");
//! }
//! # fn main() {}
//! ```
//!
//! If the file is out of date, the test fails and says what changed, what is wider first:
//!
//! ```text
//! cors-surface.toml is out of date:
//!   wider: GET /orders/{id}: pages of https://b.example may now read it
//! ```
//!
//! `CORS_SURFACE=overwrite cargo test`, or `cargo cors bless`, writes the file. It is never written if the environment has
//! `CI`. The command line `cargo cors` lists, compares and explains surfaces, and verifies that a server does what one says.
//!
//! # What a surface has
//!
//! - One [`Row`] for each path and method, annotated or not, with the policy that applies and with how the row got it
//!   ([`By`]). A scope or an application with a policy has a row for everything else below it: its prefix and `**`.
//! - Origins under a `#[cfg(..)]`, with the condition, so that debug and release builds give the same file.
//! - An origin set by its bound and its source, never by its contents.
//!
//! # How it is taken
//!
//! No handler runs. The rows come from this library's table of policies and from actix-web's introspection. Each row is
//! confirmed by a preflight with a mark through the whole application, middlewares included: the services of this library
//! answer it instead of passing it on. If a middleware answers first, the row says `blocked`. Where a preflight could run a
//! handler, none is sent, and the row says why it is `unconfirmed`.
//!
//! # What it does not show
//!
//! - actix-web's introspection merges what is registered under one path. A handler for any method beside an annotated
//!   handler that has guards, wraps or several paths is not seen.
//! - CORS headers that a handler or another library sets.

mod convert;
mod take;
mod tree;

use std::{env, error::Error, fs, path::Path};

pub use cors_surface::{
    Allowance, Bound, By, Change, Credentials, Direction, Element, Floor, Method, Mismatch, Names,
    Origin, Origins, Place, Policy, Row, Set,
};
use cors_surface::{Fault, SurfaceError, compare};

pub use self::take::TakeSurface;

/// The CORS surface of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surface(cors_surface::Surface);

impl Surface {
    /// Returns the rows, sorted by path and method.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        self.0.rows()
    }

    /// Returns the surface as JSON, with the keys of the file, and with the file and the line of each policy. Later
    /// releases only add keys.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Returns the text of `cors-surface.toml`.
    #[must_use]
    pub fn to_toml(&self) -> String {
        self.0.to_string()
    }

    /// Returns an `OpenAPI` document with `x-cors` on each operation: the policy that applies to it, and how it got that policy.
    ///
    /// ```no_run
    /// # use actix_web::{App, get};
    /// # use route_cors::{cors, surface::Surface};
    /// # use utoipa::OpenApi;
    /// #[cors(origins = ["https://app.acme.example"])]
    /// #[utoipa::path(responses((status = 200)))]
    /// #[get("/orders/{id}")]
    /// async fn order() -> &'static str {
    ///     "an order"
    /// }
    ///
    /// #[derive(OpenApi)]
    /// #[openapi(paths(order))]
    /// struct Api;
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// let surface = Surface::of(App::new().service(order)).await;
    /// let document = surface.describe_openapi(&Api::openapi().to_json()?)?;
    /// assert!(document.contains("x-cors"));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the document is not JSON.
    pub fn describe_openapi(&self, document: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
        Ok(self.0.describe_openapi(document)?)
    }

    /// Returns the surface as `cargo cors` reads it.
    #[must_use]
    pub fn into_inner(self) -> cors_surface::Surface {
        self.0
    }

    /// Asserts that a file has this surface. `cargo test` resolves the path from the root of the package.
    ///
    /// If the environment has `CORS_SURFACE=overwrite` and no `CI`, the file is written instead.
    ///
    /// # Panics
    ///
    /// If the file has another surface, with what changed. If the file cannot be read or written, with the reason.
    #[track_caller]
    pub fn assert_matches(&self, file: impl AsRef<Path>) {
        let file = file.as_ref();
        let in_ci = env::var_os("CI").is_some_and(|value| !value.is_empty());
        let overwrite = env::var_os("CORS_SURFACE").is_some_and(|value| value == "overwrite");
        if let Err(message) = self.matches(file, overwrite, in_ci) {
            panic!("{message}");
        }
    }

    /// Compares or writes the file, with what the environment says.
    fn matches(&self, file: &Path, overwrite: bool, in_ci: bool) -> Result<(), String> {
        let now = self.without_places();
        let known = match cors_surface::Surface::read(file) {
            Ok(known) if known == now => return Ok(()),
            known if overwrite && !in_ci => {
                drop(known);
                let written = fs::write(file, self.to_toml());
                return written
                    .map_err(|error| format!("{} cannot be written: {error}", file.display()));
            }
            known => known,
        };
        let fix = if in_ci {
            "It is not written where the environment has `CI`: run `cargo cors bless` on your machine, and commit the file."
        } else {
            "If that is what you want, run `cargo cors bless` or `CORS_SURFACE=overwrite cargo test`, and commit the file."
        };
        Err(match known {
            Ok(known) => {
                let changes = compare(&known, &now);
                let lines: Vec<String> = changes
                    .iter()
                    .map(|change| format!("  {change}\n"))
                    .collect();
                format!(
                    "{} is out of date:\n{}\n{fix}",
                    file.display(),
                    lines.concat()
                )
            }
            Err(error) if is_missing(&error) => {
                format!("{} does not exist.\n{fix}", file.display())
            }
            Err(error) => format!("{error}\n\n{fix}"),
        })
    }

    /// Returns the surface as the file has it: moving code changes nothing.
    fn without_places(&self) -> cors_surface::Surface {
        let rows = self.rows().iter().cloned();
        cors_surface::Surface::new(rows.map(|row| Row { place: None, ..row }).collect())
    }
}

fn is_missing(error: &SurfaceError) -> bool {
    *error.fault() == Fault::Missing
}
