//! The response of a service behind a policy or a gate.

use std::{
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
};

use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
};
use pin_project_lite::pin_project;

use super::trail::Trail;

pin_project! {
    /// The response of a service behind a policy or a gate, or one that was made in front of it.
    #[project = Projection]
    pub enum OuterFuture<F> {
        /// The service responds. With a trail, the response gets the headers of the policy that applies.
        Inner {
            #[pin]
            response: F,
            trail: Option<Rc<Trail>>,
        },
        /// The request has been answered.
        Early { response: Option<ServiceResponse> },
    }
}

impl<F> OuterFuture<F> {
    pub(crate) fn early(request: ServiceRequest, response: HttpResponse) -> Self {
        Self::Early {
            response: Some(request.into_response(response)),
        }
    }

    pub(crate) fn inner(response: F, trail: Option<Rc<Trail>>) -> Self {
        Self::Inner { response, trail }
    }
}

impl<F, B> Future for OuterFuture<F>
where
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody,
{
    type Output = Result<ServiceResponse<EitherBody<B>>, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(match self.project() {
            Projection::Inner { response, trail } => {
                let mut result = ready!(response.poll(context));
                if let Some(trail) = trail.take() {
                    trail.put(&mut result);
                }
                result.map(ServiceResponse::map_into_left_body)
            }
            Projection::Early { response } => {
                let response = response.take();
                let response = response.expect("a future is not polled after it is ready");
                Ok(response.map_into_right_body())
            }
        })
    }
}
