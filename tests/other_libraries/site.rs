//! An application in process, and its answers in a form that fits on a line of a table.

use std::{fmt, fmt::Debug, rc::Rc};

use actix_http::Request;
use actix_service::{IntoServiceFactory, Service, ServiceFactory};
use actix_web::{
    Error,
    body::{MessageBody, to_bytes},
    dev::{AppConfig, ServiceResponse},
    http::{
        Method,
        header::{HeaderMap, HeaderName},
    },
    test::{TestRequest, init_service},
};
use futures_core::future::LocalBoxFuture;

/// An application that can be asked, whatever the type of its bodies is.
pub(crate) struct Site(Box<dyn Fn(Request) -> LocalBoxFuture<'static, Answer>>);

impl Site {
    /// Builds an application.
    pub(crate) async fn of<R, S, B>(app: R) -> Self
    where
        R: IntoServiceFactory<S, Request> + 'static,
        S: ServiceFactory<
                Request,
                Config = AppConfig,
                Response = ServiceResponse<B>,
                Error = Error,
            > + 'static,
        S::InitError: Debug,
        S::Service: 'static,
        B: MessageBody + 'static,
    {
        let service = Rc::new(init_service(app).await);
        Self(Box::new(move |request| {
            let service = Rc::clone(&service);
            Box::pin(async move {
                match service.call(request).await {
                    Ok(response) => Answer::of(response.into_parts().1).await,
                    // The server makes the response, with what was laid on the error on its way out.
                    Err(error) => Answer::of(error.error_response()).await,
                }
            })
        }))
    }

    /// Sends a request.
    pub(crate) async fn answers(&self, request: TestRequest) -> Answer {
        (self.0)(request.to_request()).await
    }
}

/// A response.
pub(crate) struct Answer {
    status: u16,
    headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    async fn of<B: MessageBody>(response: actix_web::HttpResponse<B>) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let Ok(body) = to_bytes(response.into_body()).await else {
            panic!("the body breaks off");
        };
        Self {
            status,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The fields of a header, in their order.
    pub(crate) fn fields(&self, name: &str) -> Vec<&str> {
        self.headers
            .get_all(name)
            .map(|field| field.to_str().expect("what was sent is text"))
            .collect()
    }
}

/// The status, and all that CORS and caches read: `200 allow-origin: *, vary: Origin`. What begins with
/// `access-control-` is written without that; several fields of one name stand apart by ` + `.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        let mut names: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let short = match name.strip_prefix("access-control-") {
                Some(short) => short,
                None if name == "vary" => name,
                None => continue,
            };
            write!(f, "; {short}: {}", self.fields(name).join(" + "))?;
        }
        Ok(())
    }
}

/// A request with a method and headers.
pub(crate) fn request(method: &str, headers: &[(&'static str, &str)]) -> TestRequest {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    headers
        .iter()
        .fold(TestRequest::default().method(method), |request, header| {
            request.append_header(*header)
        })
}

/// A line of a table: what is asked and why, the method, the headers, the answer.
pub(crate) type Line<'a> = (&'a str, &'a str, &'a [(&'static str, &'a str)], &'a str);

/// Asks each site every question of a table, and says all that is answered otherwise.
pub(crate) async fn hold(sites: &[(&str, &Site)], table: &[Line<'_>]) {
    let mut wrong = Vec::new();
    for (name, site) in sites {
        for (why, method, headers, expected) in table {
            let answer = site.answers(request(method, headers)).await.to_string();
            if answer != *expected {
                wrong.push(format!(
                    "{name}, {why}:\n  expected {expected}\n  answered {answer}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
