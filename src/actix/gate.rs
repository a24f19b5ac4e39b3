//! The gate: annotated routes and placed scopes in front of middlewares that answer before a route is reached.

use std::future::{Ready, ready};

use actix_service::{Service, Transform};
use actix_web::{
    Error,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
};

use super::{
    around::{Around, PlacedScope},
    outer::{Layer, Lazy, OuterService},
};

/// Answers preflights before the middlewares behind it run, for applications without a policy of their own.
///
/// A middleware such as authentication sees a preflight before the route does, and rejects it, because a preflight carries
/// no credentials. The 401 that it gives to a request never reaches the route, so no page can read it. Wrap the gate
/// last, so that it is outermost. It answers the preflights of annotated routes, and of scopes that a policy is placed
/// [around](crate::Policy::around). It puts their headers on responses that are made without them (401, 403, 429, 500).
///
/// An application that has a policy needs no gate: `.wrap(auth).wrap(API.middleware())` does all of this.
///
/// ```
/// use actix_web::{App, get, middleware::from_fn};
/// use route_cors::{CorsGate, cors};
/// # use actix_web::{Error, body::MessageBody, dev::{ServiceRequest, ServiceResponse}, middleware::Next};
/// # async fn auth(r: ServiceRequest, n: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> { n.call(r).await }
///
/// #[cors(origins = ["https://app.acme.example"], headers = ["authorization"])]
/// #[get("/me")]
/// async fn me() -> &'static str {
///     "me"
/// }
///
/// let app = App::new().service(me).wrap(from_fn(auth)).wrap(CorsGate::new());
/// # drop(app);
/// ```
///
/// Wrap middlewares that rewrite the path or the method, such as `NormalizePath`, after the gate, so that they run before
/// it. For a scope, use [`around`](Self::around): a `.wrap(CorsGate::new())` on a scope does nothing but log an error.
#[derive(Clone, Copy, Debug, Default)]
pub struct CorsGate(());

impl CorsGate {
    /// Returns the gate, an argument of `wrap`.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }

    /// Places the gate around a scope. The result is an argument of `.service(..)`.
    ///
    /// Use it for a scope whose middlewares reject preflights, where the application has neither a policy nor a gate.
    ///
    /// ```
    /// use actix_web::{App, get, middleware::from_fn, web};
    /// use route_cors::{CorsGate, cors};
    /// # use actix_web::{Error, body::MessageBody, dev::{ServiceRequest, ServiceResponse}, middleware::Next};
    /// # async fn auth(r: ServiceRequest, n: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> { n.call(r).await }
    ///
    /// #[cors(origins = ["https://app.acme.example"], headers = ["authorization"])]
    /// #[get("/me")]
    /// async fn me() -> &'static str {
    ///     "me"
    /// }
    ///
    /// let account = web::scope("/account").service(me).wrap(from_fn(auth));
    /// let app = App::new().service(CorsGate::new().around(account).host("shop.example"));
    /// # drop(app);
    /// ```
    pub fn around<S: PlacedScope>(self, scope: S) -> Around<S> {
        Around::new(None, scope)
    }
}

impl<S, B> Transform<S, ServiceRequest> for CorsGate
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = OuterService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let layer = Layer::Gate(Lazy::new(None));
        ready(Ok(OuterService::new(service, layer)))
    }
}
