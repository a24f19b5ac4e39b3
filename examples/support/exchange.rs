//! What went over the wire, kept for the pages.
//!
//! A page gives each send an id and puts it in the URL, so the preflight and the request that belong to it bear the same
//! one, and asks its own server for them afterwards. The log itself therefore needs no CORS.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, Responder, get, web};
use serde::{Deserialize, Serialize};

/// How many exchanges are kept; the oldest go first.
const CAPACITY: usize = 256;

/// Ids longer than this are not a page's.
const LONGEST_ID: usize = 64;

/// The request headers that a policy judges.
const JUDGED: [HeaderName; 3] = [
    header::ORIGIN,
    header::ACCESS_CONTROL_REQUEST_METHOD,
    header::ACCESS_CONTROL_REQUEST_HEADERS,
];

/// The part of a request's query that names the send.
#[derive(Deserialize)]
struct SendId {
    exchange: String,
}

/// The facts of a request that a policy judges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Asked {
    #[serde(skip)]
    id: String,
    preflight: bool,
    method: String,
    path: String,
    /// `Origin`, `Access-Control-Request-*`, and whether a `Cookie` came along.
    sent: Vec<(String, String)>,
}

/// A request and what was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Exchange {
    #[serde(flatten)]
    asked: Asked,
    status: u16,
    /// `Access-Control-*` and `Vary`, and whether a cookie was set.
    answered: Vec<(String, String)>,
}

/// The latest exchanges of an application that holds this as `Data` and is wrapped in `from_fn(record)`.
#[derive(Debug, Default)]
pub struct Log(Mutex<VecDeque<Exchange>>);

impl Asked {
    /// What `request` asks, if a page sent it.
    fn by_page(request: &ServiceRequest) -> Option<Self> {
        let web::Query(SendId { exchange: id }) =
            web::Query::from_query(request.query_string()).ok()?;
        if id.len() > LONGEST_ID {
            return None;
        }
        let headers = request.headers();
        let asks_before = request.method() == Method::OPTIONS
            && headers.contains_key(header::ORIGIN)
            && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let mut sent: Vec<_> = JUDGED
            .iter()
            .flat_map(|name| headers.get_all(name).map(move |line| shown(name, line)))
            .collect();
        if headers.contains_key(header::COOKIE) {
            sent.push(veiled(&header::COOKIE));
        }
        Some(Self {
            id,
            preflight: asks_before,
            method: request.method().to_string(),
            path: request.path().to_owned(),
            sent,
        })
    }

    /// The exchange that `response` completes.
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
            answered.push(veiled(&header::SET_COOKIE));
        }
        answered.sort();
        Exchange {
            asked: self,
            status: response.status().as_u16(),
            answered,
        }
    }
}

fn shown(name: &HeaderName, line: &HeaderValue) -> (String, String) {
    (
        name.to_string(),
        String::from_utf8_lossy(line.as_bytes()).into_owned(),
    )
}

/// A header that carries a secret: that it is there is all that is told.
fn veiled(name: &HeaderName) -> (String, String) {
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

    /// The exchanges of one send, in order.
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

/// The middleware that keeps what pages send and what they are answered. It goes around everything.
pub async fn record(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let log = request.app_data::<web::Data<Log>>().cloned();
    let asked = Asked::by_page(&request);
    let response = next.call(request).await;
    if let (Some(log), Some(asked)) = (log, asked) {
        log.push(match &response {
            Ok(response) => asked.answered(response.response()),
            Err(error) => asked.answered(&error.error_response()),
        });
    }
    response
}

/// What went over the wire in one send.
#[get("/log")]
pub(crate) async fn exchanges(log: web::Data<Log>, id: web::Query<SendId>) -> impl Responder {
    web::Json(log.of(&id.exchange))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asked(uri: &str) -> Option<Asked> {
        Asked::by_page(&TestRequest::with_uri(uri).to_srv_request())
    }

    #[test]
    fn a_preflight_and_its_answer_are_told() {
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

        let exchange = Asked::by_page(&request)
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
    fn only_what_a_page_sent_is_kept() {
        assert!(asked("/items?exchange=a1").is_some());
        assert_eq!(asked("/items"), None);
        assert_eq!(asked("/items?id=a1"), None);
        assert_eq!(
            asked(&format!("/items?exchange={}", "a".repeat(LONGEST_ID + 1))),
            None
        );
    }

    #[test]
    fn the_log_finds_by_id_and_forgets_the_oldest() {
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
