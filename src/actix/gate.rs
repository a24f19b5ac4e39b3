//! The gate: annotated routes in front of middlewares that answer before a route is reached.

use std::future::{Ready, ready};

use actix_service::{Service, Transform, forward_ready};
use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
};

use super::{
    apply::{Reached, settle},
    missed::Missed,
    outer::{After, Answer, OuterFuture},
    request::announced_method,
    table::{Inside, Known},
    watch::{self, Place},
};

/// Lets annotated routes speak before the middlewares behind it do.
///
/// A middleware that wraps an application sees a preflight before the route does, and refuses it, as a preflight
/// carries no credentials; and the 401 that it gives a request never reaches the route, so no page can read it. The
/// gate, wrapped outermost, answers the preflights of annotated routes before anything behind it runs, and puts
/// the route's headers on responses that were made without the route (401, 403, 429, 500). Nothing reaches a
/// handler that would not have reached it without the gate.
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
/// Middlewares that rewrite the path or the method, such as `NormalizePath`, go outside of it. A scope with a guard
/// of its own takes a gate inside, `scope.guard(..).wrap(Auth).wrap(CorsGate::new())`: actix-web tells nobody
/// about the guards of scopes, so the gate of the application cannot see them. Where scopes share their paths and
/// differ by guards, each of them that holds annotated routes takes one. Of two gates around a route the inner one
/// speaks for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct CorsGate(());

impl CorsGate {
    /// The gate: an argument of `wrap`.
    #[must_use]
    pub const fn new() -> Self {
        Self(())
    }
}

impl<S, B> Transform<S, ServiceRequest> for CorsGate
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = GateService<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        watch::made();
        ready(Ok(GateService {
            service,
            known: Known::default(),
            inside: Inside::claim(),
        }))
    }
}

/// A service behind the gate.
#[derive(Debug)]
pub struct GateService<S> {
    service: S,
    known: Known,
    inside: Inside,
}

impl<S, B> Service<ServiceRequest> for GateService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = OuterFuture<S::Future, Behind>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let table = self.known.table(request.request());
        let (head, path) = (request.head(), request.match_info().as_str());
        if let Some(method) = announced_method(head)
            && let Some(entry) = table.select(path, method, &self.inside)
        {
            let mut answer = table.preflight(entry, head, path, method);
            if watch::is_asked(&request) {
                watch::reached(&mut answer, Reached::Route(entry.record.route));
            }
            return OuterFuture::early(request, answer);
        }
        let missed = Missed::new(&request, table, &self.inside);
        let place = watch::ask(&request, None);
        OuterFuture::inner(self.service.call(request), Behind { missed, place })
    }
}

/// What is to be done with what comes back from behind the gate.
#[derive(Debug)]
pub struct Behind {
    missed: Missed,
    place: Place,
}

impl After for Behind {
    fn after<B>(self, answer: &mut Answer<B>) -> Option<HttpResponse> {
        let Self { missed, place } = self;
        match answer {
            Ok(response) => match settle(response, place) {
                Some(Reached::Route(route)) => missed.compare(response.request(), route),
                Some(Reached::Middleware) => {}
                None if missed.is_of_a_neighbour(response.request()) => {}
                None => missed.put(response.response_mut()),
            },
            // actix-web makes the response later, and may make it more than once.
            Err(error) => error.add_response_mapper(move |mut response| {
                // It may be a neighbour's where a guard passes requests on: an error does not tell.
                if watch::has_reached(&response).is_none() && missed.is_sure() {
                    missed.put(&mut response);
                }
                response
            }),
        }
        None
    }
}
