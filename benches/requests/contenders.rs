//! The applications that are compared. Each serves the same handler; what differs is who writes the headers.

use std::fmt;

use actix_cors::Cors;
use actix_http::Request;
use actix_service::{IntoServiceFactory, Service, ServiceFactory};
use actix_web::{
    App, Error, HttpRequest, HttpResponse,
    body::MessageBody,
    dev::{AppConfig, ServiceResponse},
    http::{
        Method,
        header::{
            ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS,
            ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
            ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, HeaderValue, ORIGIN, VARY,
        },
    },
};
use route_cors::{CorsGate, Policy, policy};

pub(crate) const APP: &str = "https://app.acme.example";

/// Who writes the headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contender {
    /// No CORS at all.
    Bare,
    /// The handler, as one writes it who counts every instruction.
    ByHand,
    /// `#[cors]` on the handler.
    Route,
    /// `#[cors]` behind a gate.
    Gate,
    /// `Policy::middleware` around the application.
    Middleware,
    ActixCors,
    /// No CORS; the handler sets its own `Vary`.
    BareVary,
    /// `#[cors]` on that one.
    RouteVary,
}

/// An operation on an application.
pub(crate) trait Visitor {
    fn visit<F, I, S, B>(self, application: F)
    where
        F: Fn() -> I + Clone + Send + 'static,
        I: IntoServiceFactory<S, Request>,
        S: ServiceFactory<
                Request,
                Config = AppConfig,
                Response = ServiceResponse<B>,
                Error = Error,
            > + 'static,
        S::InitError: fmt::Debug,
        S::Service: 'static,
        <S::Service as Service<Request>>::Future: 'static,
        B: MessageBody + 'static;
}

impl Contender {
    pub(crate) const ALL: &[Self] = &[
        Self::Bare,
        Self::ByHand,
        Self::Route,
        Self::Gate,
        Self::Middleware,
        Self::ActixCors,
        Self::BareVary,
        Self::RouteVary,
    ];

    pub(crate) fn named(name: &str) -> Self {
        let mut all = Self::ALL.iter().copied();
        all.find(|contender| format!("{contender:?}") == name)
            .expect("a contender")
    }

    /// Returns the label of its row.
    pub(crate) fn row(self) -> &'static str {
        match self {
            Self::Bare => "bare handler",
            Self::ByHand => "by hand",
            Self::Route => "route-cors",
            Self::Gate => "route-cors, gate",
            Self::Middleware => "route-cors, middleware",
            Self::ActixCors => "actix-cors",
            Self::BareVary => "bare handler with Vary",
            Self::RouteVary => "route-cors on that",
        }
    }

    /// Checks whether the rows after it are compared with it.
    pub(crate) fn is_bare(self) -> bool {
        matches!(self, Self::Bare | Self::BareVary)
    }
}

/// The handlers on a path, and the applications of them.
macro_rules! applications {
    ($name:ident, $path:literal) => {
        pub(crate) mod $name {
            use actix_web::{options, put};
            use route_cors::cors;

            use super::*;

            impl Contender {
                pub(crate) fn $name(self, visitor: impl Visitor) {
                    match self {
                        Self::Bare => visitor.visit(|| App::new().service(bare)),
                        Self::ByHand => {
                            visitor.visit(|| App::new().service(by_hand).service(preflight));
                        }
                        Self::Route => visitor.visit(|| App::new().service(route)),
                        Self::Gate => {
                            visitor.visit(|| App::new().service(route).wrap(CorsGate::new()));
                        }
                        Self::Middleware => {
                            visitor.visit(|| App::new().service(bare).wrap(POLICY.middleware()));
                        }
                        Self::ActixCors => {
                            visitor.visit(|| App::new().service(bare).wrap(actix_cors()));
                        }
                        Self::BareVary => visitor.visit(|| App::new().service(bare_vary)),
                        Self::RouteVary => visitor.visit(|| App::new().service(route_vary)),
                    }
                }
            }

            #[put($path)]
            async fn bare() -> HttpResponse {
                updated()
            }

            #[put($path)]
            async fn bare_vary() -> HttpResponse {
                updated_with_vary()
            }

            #[cors(policy = POLICY)]
            #[put($path)]
            async fn route() -> HttpResponse {
                updated()
            }

            #[cors(policy = POLICY)]
            #[put($path)]
            async fn route_vary() -> HttpResponse {
                updated_with_vary()
            }

            #[put($path)]
            async fn by_hand(request: HttpRequest) -> HttpResponse {
                updated_by_hand(&request)
            }

            #[options($path)]
            async fn preflight(request: HttpRequest) -> HttpResponse {
                preflight_by_hand(&request)
            }
        }
    };
}

applications!(on_a_path, "/orders");
applications!(on_a_pattern, "/orders/{id}");

static POLICY: Policy = policy!(
    origins = ["https://app.acme.example"],
    headers = ["content-type"],
    credentials,
    max_age = "10m",
);

fn actix_cors() -> Cors {
    Cors::default()
        .allowed_origin(APP)
        .allowed_methods([Method::PUT])
        .allowed_header(CONTENT_TYPE)
        .supports_credentials()
        .max_age(600)
}

fn updated() -> HttpResponse {
    HttpResponse::Ok().body("updated")
}

fn updated_with_vary() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((VARY, HeaderValue::from_static("Accept-Encoding")))
        .body("updated")
}

fn updated_by_hand(request: &HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((VARY, HeaderValue::from_static("Origin")));
    if is_allowed(request) {
        response
            .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP)))
            .insert_header((
                ACCESS_CONTROL_ALLOW_CREDENTIALS,
                HeaderValue::from_static("true"),
            ));
    }
    response.body("updated")
}

fn preflight_by_hand(request: &HttpRequest) -> HttpResponse {
    let vary = (
        VARY,
        HeaderValue::from_static("Origin, Access-Control-Request-Method"),
    );
    let method = request.headers().get(ACCESS_CONTROL_REQUEST_METHOD);
    if !is_allowed(request) || method.is_none_or(|method| method != "PUT") {
        return HttpResponse::Forbidden().insert_header(vary).finish();
    }
    HttpResponse::NoContent()
        .insert_header(vary)
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(APP)))
        .insert_header((
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        ))
        .insert_header((
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("PUT"),
        ))
        .insert_header((
            ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("content-type"),
        ))
        .insert_header((ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600")))
        .finish()
}

fn is_allowed(request: &HttpRequest) -> bool {
    request
        .headers()
        .get(ORIGIN)
        .is_some_and(|origin| origin == APP)
}
