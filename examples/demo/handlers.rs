//! The API: every route with its policy above it. The page shows these very lines.
//!
//! `https://app.acme.example` is where the application's pages would be deployed. The other origins of the lists are the
//! demo's own page, and are part of builds with debug assertions alone.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Responder, delete, get, post, put, web};
use route_cors::cors;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A list that is the same for everyone, so every page may read it.
#[cors(origins = any)]
#[get("/items")]
async fn list_items() -> impl Responder {
    web::Json([item(7), item(8), item(9)])
}

/// Every page may read an item, and its `etag` too. The header `x-shelf` is answered as well, but not exposed.
#[cors(origins = any, expose = ["etag"])]
#[get("/items/{id}")]
async fn read_item(id: web::Path<u32>) -> impl Responder {
    let etag = header::ETag(header::EntityTag::new_strong(format!("item-{id}")));
    HttpResponse::Ok()
        .insert_header(etag)
        .insert_header(("x-shelf", "B4"))
        .json(item(*id))
}

/// The path that everyone may read, but only the application's own pages may delete what is there.
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

/// A JSON body and the user's cookies: for the application's own pages, and asked about in a preflight.
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

/// Sets a cookie. The browser keeps it only when the request carries credentials.
#[cors(
    origins = [
        "https://app.acme.example",
        #[cfg(debug_assertions)] "http://127.0.0.1:*",
    ],
    credentials,
)]
#[post("/session")]
async fn sign_in() -> impl Responder {
    // A real session is a secret that nobody can guess. This one only has to be seen to travel.
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

/// Answers 422 where nothing is ordered and 400 where the body is no JSON. A page can read errors too.
#[cors(origins = any, headers = ["content-type"])]
#[post("/quotes")]
async fn quote(order: web::Json<Order>) -> impl Responder {
    answer(
        json!({ "item": order.item, "price": 12 * u64::from(order.quantity) }),
        &order,
    )
}

/// For the operators' own tools: no policy, so no page of another origin can read it.
#[get("/health")]
async fn health() -> impl Responder {
    "well\n"
}

/// What is asked for in an order or a quote.
#[derive(Deserialize)]
struct Order {
    item: String,
    quantity: u32,
}

/// A thing on a shelf.
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

/// `body`, unless the order asks for nothing.
fn answer(body: serde_json::Value, order: &Order) -> HttpResponse {
    if order.quantity == 0 {
        HttpResponse::UnprocessableEntity().json(json!({ "error": "quantity is 0" }))
    } else {
        HttpResponse::Ok().json(body)
    }
}

/// Registers every route above.
pub(crate) fn configure(api: &mut web::ServiceConfig) {
    api.service(list_items)
        .service(read_item)
        .service(delete_item)
        .service(update_order)
        .service(sign_in)
        .service(read_session)
        .service(quote)
        .service(health);
}
