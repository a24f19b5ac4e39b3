//! A log of requests and responses, for the pages.
//!
//! A page puts an id into the URL of each request. The preflight and the request have the same id, so the page can get both
//! from its own server. That needs no CORS.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, Responder, get, web};
use serde::{Deserialize, Serialize};

use super::events;

/// The number of stored exchanges. The oldest are removed first.
const CAPACITY: usize = 256;

/// The maximum length of a page's id.
const LONGEST_ID: usize = 64;

/// The request headers that matter to a policy.
const REQUEST_HEADERS: [HeaderName; 3] = [
    header::ORIGIN,
    header::ACCESS_CONTROL_REQUEST_METHOD,
    header::ACCESS_CONTROL_REQUEST_HEADERS,
];

/// The query parameter with the id.
#[derive(Deserialize)]
struct SendId {
    exchange: String,
}

/// A request, with the parts that matter to a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct LoggedRequest {
    #[serde(skip)]
    id: String,
    preflight: bool,
    method: String,
    path: String,
    /// `Origin`, `Access-Control-Request-*`, and whether there is a `Cookie`.
    sent: Vec<(String, String)>,
}

/// A request and its response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Exchange {
    #[serde(flatten)]
    asked: LoggedRequest,
    status: u16,
    /// `Access-Control-*`, `Vary`, and whether a cookie is set.
    answered: Vec<(String, String)>,
    /// The library's log of that time, if the program listens.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    events: Vec<String>,
}

/// The latest exchanges of an application that has this as `Data` and is wrapped in `from_fn(record)`.
#[derive(Debug, Default)]
pub struct Log(Mutex<VecDeque<Exchange>>);

impl LoggedRequest {
    /// Reads a request, if a page sent it.
    fn of_page(request: &ServiceRequest) -> Option<Self> {
        let web::Query(SendId { exchange: id }) =
            web::Query::from_query(request.query_string()).ok()?;
        if id.len() > LONGEST_ID {
            return None;
        }
        let headers = request.headers();
        let is_preflight = request.method() == Method::OPTIONS
            && headers.contains_key(header::ORIGIN)
            && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let mut sent: Vec<_> = REQUEST_HEADERS
            .iter()
            .flat_map(|name| headers.get_all(name).map(move |line| shown(name, line)))
            .collect();
        if headers.contains_key(header::COOKIE) {
            sent.push(hidden(&header::COOKIE));
        }
        Some(Self {
            id,
            preflight: is_preflight,
            method: request.method().to_string(),
            path: request.path().to_owned(),
            sent,
        })
    }

    /// Adds the response.
    fn answered<B: MessageBody>(self, response: &HttpResponse<B>) -> Exchange {
        let headers = response.headers();
        let mut answered: Vec<_> = headers
            .iter()
            .filter(|(name, _)| {
                **name == header::VARY || name.as_str().starts_with("access-control-")
            })
            .map(|(name, line)| shown(name, line))
            .collect();
        if headers.contains_key(header::SET_COOKIE) {
            answered.push(hidden(&header::SET_COOKIE));
        }
        answered.sort();
        Exchange {
            asked: self,
            status: response.status().as_u16(),
            answered,
            events: events::take(),
        }
    }
}

fn shown(name: &HeaderName, line: &HeaderValue) -> (String, String) {
    (
        name.to_string(),
        String::from_utf8_lossy(line.as_bytes()).into_owned(),
    )
}

/// A header with a secret: only its presence is shown.
fn hidden(name: &HeaderName) -> (String, String) {
    (name.to_string(), "(not shown)".to_owned())
}

impl Log {
    fn push(&self, exchange: Exchange) {
        let mut kept = self.kept();
        if kept.len() == CAPACITY {
            kept.pop_front();
        }
        kept.push_back(exchange);
    }

    /// Returns the exchanges with an id, in order.
    fn of(&self, id: &str) -> Vec<Exchange> {
        self.kept()
            .iter()
            .filter(|exchange| exchange.asked.id == id)
            .cloned()
            .collect()
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Exchange>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The middleware that stores the exchanges of pages. It is the outermost one.
pub async fn record(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let log = request.app_data::<web::Data<Log>>().cloned();
    let asked = LoggedRequest::of_page(&request);
    // Events of other requests.
    events::take();
    let response = next.call(request).await;
    if let (Some(log), Some(asked)) = (log, asked) {
        log.push(match &response {
            Ok(response) => asked.answered(response.response()),
            Err(error) => asked.answered(&error.error_response()),
        });
    }
    response
}

/// Returns the exchanges with an id.
#[get("/log")]
pub(crate) async fn exchanges(log: web::Data<Log>, id: web::Query<SendId>) -> impl Responder {
    web::Json(log.of(&id.exchange))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asked(uri: &str) -> Option<LoggedRequest> {
        LoggedRequest::of_page(&TestRequest::with_uri(uri).to_srv_request())
    }

    #[test]
    fn a_preflight_and_its_response() {
        let request = TestRequest::with_uri("/orders/7?exchange=a1")
            .method(Method::OPTIONS)
            .insert_header(("origin", "http://127.0.0.1:3000"))
            .insert_header(("access-control-request-method", "PUT"))
            .insert_header(("accept", "*/*"))
            .to_srv_request();
        let response = HttpResponse::NoContent()
            .append_header(("vary", "Origin"))
            .append_header(("vary", "Access-Control-Request-Method"))
            .append_header(("access-control-max-age", "600"))
            .append_header(("server", "unseen"))
            .append_header(("set-cookie", "secret=1"))
            .finish();

        let exchange = LoggedRequest::of_page(&request)
            .expect("a page sent it")
            .answered(&response);
        assert_eq!(
            serde_json::to_value(exchange).expect("plain data"),
            serde_json::json!({
                "preflight": true, "method": "OPTIONS", "path": "/orders/7", "status": 204,
                "sent": [["origin", "http://127.0.0.1:3000"], ["access-control-request-method", "PUT"]],
                "answered": [["access-control-max-age", "600"], ["set-cookie", "(not shown)"],
                    ["vary", "Access-Control-Request-Method"], ["vary", "Origin"]],
            })
        );
    }

    #[test]
    fn only_requests_of_pages_are_stored() {
        assert!(asked("/items?exchange=a1").is_some());
        assert_eq!(asked("/items"), None);
        assert_eq!(asked("/items?id=a1"), None);
        assert_eq!(
            asked(&format!("/items?exchange={}", "a".repeat(LONGEST_ID + 1))),
            None
        );
    }

    #[test]
    fn the_log_removes_the_oldest() {
        let log = Log::default();
        for n in 0..=CAPACITY {
            let asked = asked(&format!("/items?exchange=n{n}")).expect("a page's");
            log.push(asked.answered(&HttpResponse::Ok().finish()));
        }
        assert_eq!(log.of("n0").len(), 0);
        assert_eq!(log.of("n1").len(), 1);
        assert_eq!(log.of(&format!("n{CAPACITY}")).len(), 1);
        assert_eq!(log.kept().len(), CAPACITY);
    }
}
