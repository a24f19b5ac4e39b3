//! Middlewares that ask for a token.

use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::ErrorUnauthorized,
    http::header::AUTHORIZATION,
    middleware::Next,
};

use crate::support::Request;

/// Passes on requests that have a token, as most services do.
pub(crate) async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        next.call(request).await
    } else {
        Err(ErrorUnauthorized("no token"))
    }
}

/// Passes on requests that have a token, and answers others with a response instead of an error.
pub(crate) async fn auth_by_response(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().contains_key(AUTHORIZATION) {
        Ok(next.call(request).await?.map_into_boxed_body())
    } else {
        Ok(request.into_response(HttpResponse::Unauthorized().finish()))
    }
}

/// Returns a request with a token.
pub(crate) fn with_token(request: Request) -> Request {
    request.header("Authorization", "Bearer token")
}
