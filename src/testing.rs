//! A browser for your tests: what a page of some origin could read of an application, asked in process.
//!
//! This is the crate [`cors-browser`](https://docs.rs/cors-browser), re-exported. It shares nothing with the code that
//! applies a policy, so a test with it shows what browsers do, and not what this library believes that they do.
//!
//! ```
//! use actix_web::{App, put, test, web};
//! use route_cors::cors;
//! use route_cors::testing::{Browser, PreflightFailure, Reason, Request};
//!
//! #[cors(origins = ["https://app.acme.example"], headers = ["content-type"])]
//! #[put("/orders/{id}")]
//! async fn update(quantity: web::Json<u32>) -> String {
//!     format!("{quantity} ordered")
//! }
//!
//! # #[actix_web::main]
//! # async fn main() {
//! let app = test::init_service(App::new().service(update)).await;
//! let put = Request::put("https://api.acme.example/orders/7")
//!     .header("content-type", "application/json")
//!     .body("2");
//!
//! // Our own page sends a preflight, then the request, and reads the response.
//! let page = Browser::at("https://app.acme.example");
//! let response = page.fetch(&app, put.clone()).await.unwrap();
//! assert_eq!(response.text(), "2 ordered");
//! assert!(page.exchanges()[0].is_preflight());
//!
//! // Another page sends the preflight only.
//! let stranger = Browser::at("https://evil.example");
//! assert!(stranger.fetch(&app, put.clone()).await.is_err());
//! assert_eq!(stranger.exchanges().len(), 1);
//!
//! // The policy does not list this header.
//! let blocked = page.fetch(&app, put.header("x-trace", "1")).await.unwrap_err();
//! assert_eq!(
//!     *blocked.reason(),
//!     Reason::Preflight(PreflightFailure::HeaderName("x-trace".to_owned()))
//! );
//! # }
//! ```

mod check;

#[doc(inline)]
pub use cors_browser::*;

pub use self::check::{CheckError, Finding, Problem, check};
