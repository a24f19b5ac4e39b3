//! The API: each route with its policy above it. The page shows these lines.
//!
//! The application's pages are at `https://app.acme.example`. In builds with debug assertions, the policies list the
//! demo's own page too.

use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::{Error, HttpRequest, HttpResponse, Responder, delete, get, post, put, web};
use route_cors::{CorsGate, Policy, cors, policy};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A list that is the same for everyone, so every page may read it.
#[cors(origins = any)]
#[get("/items")]
async fn list_items() -> impl Responder {
    web::Json([item(7), item(8), item(9)])
}

/// Every page may read an item and its `etag`. The response also has `x-shelf`, which the policy does not expose.
#[cors(origins = any, expose = ["etag"])]
#[get("/items/{id}")]
async fn read_item(id: web::Path<u32>) -> impl Responder {
    let etag = header::ETag(header::EntityTag::new_strong(format!("item-{id}")));
    HttpResponse::Ok()
        .insert_header(etag)
        .insert_header(("x-shelf", "B4"))
        .json(item(*id))
}

/// Every page may read this path, but only the application's own pages may delete.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    max_age = "10m",
)]
#[delete("/items/{id}")]
async fn delete_item(id: web::Path<u32>) -> impl Responder {
    web::Json(json!({ "deleted": *id }))
}

/// A JSON body and the user's cookies, from the application's own pages. The browser sends a preflight.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    headers = ["content-type"],
    credentials,
    max_age = "10m",
)]
#[put("/orders/{id}")]
async fn update_order(id: web::Path<u64>, order: web::Json<Order>) -> impl Responder {
    answer(
        json!({ "order": *id, "item": order.item, "quantity": order.quantity }),
        &order,
    )
}

/// Sets a cookie. The browser stores it only if the request has credentials.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    credentials,
)]
#[post("/session")]
async fn sign_in() -> impl Responder {
    // A real session is a secret. This cookie only has to be visible in the log.
    let cookie = Cookie::build("demo_session", "ada")
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax);
    let cookie = cookie.max_age(Duration::minutes(10)).finish();
    HttpResponse::Ok()
        .cookie(cookie)
        .json(json!({ "signed_in": true }))
}

/// Reads the cookie that `POST /session` sets.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    credentials,
)]
#[get("/session")]
async fn read_session(request: HttpRequest) -> impl Responder {
    let visitor = request
        .cookie("demo_session")
        .map(|cookie| cookie.value().to_owned());
    web::Json(json!({ "signed_in": visitor.is_some(), "visitor": visitor }))
}

/// Answers 422 if the quantity is 0, and 400 if the body is not JSON. A page can read errors too.
#[cors(origins = any, headers = ["content-type"])]
#[post("/quotes")]
async fn quote(order: web::Json<Order>) -> impl Responder {
    answer(
        json!({ "item": order.item, "price": 12 * u64::from(order.quantity) }),
        &order,
    )
}

/// A list with a mistake: the origin of the local page has no port, so it means port 80.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1",
    ],
)]
#[get("/report")]
async fn read_report() -> impl Responder {
    web::Json(json!({ "sold": 42 }))
}

/// Needs a token. A preflight never has one.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    headers = ["authorization", "content-type"],
)]
#[put("/account")]
async fn update_account() -> impl Responder {
    web::Json(json!({ "updated": true }))
}

/// Stores a message. The policy is around the scope.
#[post("/messages")]
async fn post_message(message: String) -> impl Responder {
    println!("posted: {message:?}");
    web::Json(json!({ "posted": message }))
}

/// For the operators' own tools: it has no policy, so no page of another origin can read it.
#[get("/health")]
async fn health() -> impl Responder {
    "well\n"
}

/// Answers 401 without the token `demo`, as authentication does.
async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let token = request.headers().get(header::AUTHORIZATION);
    if token.is_some_and(|token| token == "Bearer demo") {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let answer = HttpResponse::Unauthorized().json(json!({ "error": "the token is missing" }));
    Ok(request.into_response(answer.map_into_boxed_body()))
}

fn without_gate(api: &mut web::ServiceConfig) {
    let scope = web::scope("/without-gate").service(update_account);
    api.service(scope.wrap(from_fn(auth)));
}

fn with_gate(api: &mut web::ServiceConfig) {
    let scope = web::scope("/with-gate").service(update_account);
    api.service(CorsGate::new().around(scope.wrap(from_fn(auth))));
}

/// Rejects every request of another origin to this scope, even to routes with a policy that allows it.
static FLOOR: Policy = policy!(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)]
        "http://127.0.0.1:*",
    ],
    mismatch = reject,
);

fn floor(api: &mut web::ServiceConfig) {
    let scope = web::scope("/floor").service(post_message);
    api.service(FLOOR.around(scope));
}

/// The body of an order or a quote.
#[derive(Deserialize)]
struct Order {
    item: String,
    quantity: u32,
}

/// Something in stock.
#[derive(Serialize)]
struct Item {
    id: u32,
    name: &'static str,
}

fn item(id: u32) -> Item {
    let names = ["lamp", "chair", "kettle"];
    Item {
        id,
        name: names[id as usize % names.len()],
    }
}

/// Answers with `body`, or with 422 if the quantity is 0.
fn answer(body: serde_json::Value, order: &Order) -> HttpResponse {
    if order.quantity == 0 {
        HttpResponse::UnprocessableEntity().json(json!({ "error": "quantity is 0" }))
    } else {
        HttpResponse::Ok().json(body)
    }
}

/// Registers every route.
pub(crate) fn configure(api: &mut web::ServiceConfig) {
    api.service(list_items)
        .service(read_item)
        .service(delete_item)
        .service(update_order)
        .service(sign_in)
        .service(read_session)
        .service(quote)
        .service(read_report)
        .service(health)
        .configure(without_gate)
        .configure(with_gate)
        .configure(floor);
}
