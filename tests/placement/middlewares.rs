//! Middlewares between a policy and the routes.

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc, time::Duration};

use actix_web::{
    Error, HttpMessage, HttpRequest, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::{Method, StatusCode, header::AUTHORIZATION},
};

/// Passes on requests that have a token. It answers a preflight with any status, and anything else with 401.
#[derive(Clone, Copy)]
pub struct Auth {
    preflights: u16,
    start: Duration,
}

/// The statuses that middlewares in public code answer a preflight with.
pub const STATUSES: [u16; 6] = [200, 204, 401, 403, 404, 405];

pub fn auth(preflights: u16) -> Auth {
    let start = Duration::ZERO;
    Auth { preflights, start }
}

impl Auth {
    /// Built as slowly as one that connects to a store.
    pub fn slow(self, milliseconds: u64) -> Self {
        let start = Duration::from_millis(milliseconds);
        Self { start, ..self }
    }
}

type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

impl<S, B> Transform<S, ServiceRequest> for Auth
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type InitError = ();
    type Transform = AuthService<S>;
    type Future = LocalFuture<Result<Self::Transform, ()>>;

    fn new_transform(&self, service: S) -> Self::Future {
        let Self { preflights, start } = *self;
        Box::pin(async move {
            if !start.is_zero() {
                actix_web::rt::time::sleep(start).await;
            }
            Ok(AuthService {
                service,
                preflights: StatusCode::from_u16(preflights).expect("it is a status"),
            })
        })
    }
}

pub struct AuthService<S> {
    service: S,
    preflights: StatusCode,
}

impl<S, B> Service<ServiceRequest> for AuthService<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = LocalFuture<Result<Self::Response, Error>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if request.headers().contains_key(AUTHORIZATION) {
            let response = self.service.call(request);
            return Box::pin(async { Ok(response.await?.map_into_left_body()) });
        }
        let status = if request.method() == Method::OPTIONS {
            self.preflights
        } else {
            StatusCode::UNAUTHORIZED
        };
        let response = request.into_response(HttpResponse::new(status));
        Box::pin(async { Ok(response.map_into_right_body()) })
    }
}

/// Deletes the extensions of a request on its way in.
pub async fn clears(
    request: ServiceRequest,
    next: actix_web::middleware::Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    request.extensions_mut().clear();
    next.call(request).await
}

/// Passes a request on, and deletes its extensions on the way out.
pub async fn clears_afterwards(
    request: ServiceRequest,
    next: actix_web::middleware::Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = next.call(request).await?;
    response.request().extensions_mut().clear();
    Ok(response)
}

/// Passes a request on in another task.
pub async fn in_another_task<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: actix_web::middleware::Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let response = actix_web::rt::spawn(async move { next.call(request).await });
    response.await.expect("no task panics")
}

/// Keeps a clone of each request in front of everything, as a tracing middleware may, and answers 401.
pub async fn keeps_and_refuses(
    request: ServiceRequest,
    _next: actix_web::middleware::Next<impl MessageBody>,
) -> Result<ServiceResponse, Error> {
    thread_local! {
        static KEPT: Rc<RefCell<Vec<HttpRequest>>> = Rc::default();
    }
    KEPT.with(|kept| kept.borrow_mut().push(request.request().clone()));
    Ok(request.into_response(HttpResponse::Unauthorized().finish()))
}
