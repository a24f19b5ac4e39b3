//! Sends a table of requests to an application in several orders.

use actix_http::Request;
use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    test::TestRequest,
};

use crate::{
    log,
    process::{Answer, ask},
};

/// A request, and the answer to it.
#[derive(Clone, Debug)]
pub struct Case {
    method: String,
    path: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    status: u16,
    cors: &'static [&'static str],
    body: Option<&'static str>,
}

/// A request from a page.
pub fn request(method: &str, path: &str, origin: &str) -> Case {
    let case = Case {
        method: method.to_owned(),
        path: path.to_owned(),
        headers: Vec::new(),
        status: 0,
        cors: &[],
        body: None,
    };
    case.header("origin", origin)
}

/// The preflight of a request.
pub fn preflight(method: &str, path: &str, origin: &str) -> Case {
    request("OPTIONS", path, origin).header("access-control-request-method", method)
}

impl Case {
    /// With one more header field.
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("it is a name");
        let value = HeaderValue::from_bytes(value.as_ref()).expect("it is a value");
        self.headers.push((name, value));
        self
    }

    /// For a host.
    pub fn host(self, host: &str) -> Self {
        self.header("host", host)
    }

    /// Adds the token that the middlewares of these tests require.
    pub fn token(self) -> Self {
        self.header("authorization", "token")
    }

    /// As a browser sends it from another site.
    pub fn cross_site(self) -> Self {
        self.header("sec-fetch-site", "cross-site")
    }

    /// The answer has this status and these CORS headers.
    pub fn is(self, status: u16, cors: &'static [&'static str]) -> Self {
        Self {
            status,
            cors,
            ..self
        }
    }

    /// The answer has this body.
    pub fn body(self, body: &'static str) -> Self {
        Self {
            body: Some(body),
            ..self
        }
    }

    pub fn to_request(&self) -> Request {
        let method = self.method.parse().expect("it is a method");
        let request = TestRequest::with_uri(&self.path).method(method);
        let request = self.headers.iter().fold(request, |request, (name, value)| {
            request.append_header((name.clone(), value.clone()))
        });
        request.to_request()
    }

    #[track_caller]
    pub fn check(&self, answer: &Answer, when: &str) {
        let cors: Vec<&str> = answer.cors.iter().map(String::as_str).collect();
        let expected = (self.status, self.cors.to_vec());
        assert_eq!((answer.status, cors), expected, "{when}: {self:#?}");
        if let Some(body) = self.body {
            assert_eq!(answer.body, body, "{when}: {self:#?}");
        }
    }
}

/// Asks each request first of all, and then all of them, in their order and in reverse.
pub async fn holds_for<S, B>(application: impl AsyncFn() -> S, cases: &[Case])
where
    S: Service<Request, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    log::listen();
    for case in cases {
        let cold = application().await;
        case.check(&ask(&cold, case.to_request()).await, "cold");
    }
    let warm = application().await;
    for case in cases.iter().chain(cases.iter().rev()) {
        case.check(&ask(&warm, case.to_request()).await, "warm");
    }
}

/// [`holds_for`], with a fresh service of the application that the expression makes.
macro_rules! holds {
    ($application:expr, $($case:expr),+ $(,)?) => {
        $crate::asking::holds_for(
            async || ::actix_web::test::init_service($application).await,
            &[$($case),+],
        )
        .await
    };
}
pub(crate) use holds;
