//! What a policy in a middleware and the gate have in common: they answer early, or look at what comes back.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

/// What a service answered, or will answer as an error.
pub(crate) type Answer<B> = Result<ServiceResponse<B>, Error>;

/// What is to be done with what comes back from further in.
pub trait After {
    /// Does it. Returns what is to be answered instead.
    fn after<B>(self, answer: &mut Answer<B>) -> Option<HttpResponse>;
}

pin_project! {
    /// The response of a service behind a policy or the gate.
    #[project = Projection]
    pub enum OuterFuture<F, T> {
        Inner { #[pin] response: F, after: Option<T> },
        Early { response: Option<ServiceResponse> },
    }
}

impl<F, T> OuterFuture<F, T> {
    /// Of an answer that needs nobody further in.
    pub(crate) fn early(request: ServiceRequest, answer: HttpResponse) -> Self {
        Self::Early {
            response: Some(request.into_response(answer)),
        }
    }

    /// Of what comes back from further in.
    pub(crate) fn inner(response: F, after: T) -> Self {
        Self::Inner {
            response,
            after: Some(after),
        }
    }
}

impl<F, T, B> Future for OuterFuture<F, T>
where
    F: Future<Output = Answer<B>>,
    T: After,
    B: MessageBody,
{
    type Output = Answer<EitherBody<B>>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match self.project() {
            Projection::Inner { response, after } => {
                let mut answer = futures_core::ready!(response.poll(context));
                let instead = after
                    .take()
                    .expect("a future is not polled after it is done")
                    .after(&mut answer);
                answer.map(|answer| match instead {
                    None => answer.map_into_left_body(),
                    Some(instead) => answer.into_response(instead.map_into_right_body()),
                })
            }
            Projection::Early { response } => {
                let response = response
                    .take()
                    .expect("a future is not polled after it is done");
                Ok(response.map_into_right_body())
            }
        })
    }
}
