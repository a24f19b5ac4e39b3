//! Handlers whose input pages can send, and handlers that do not need it.
use actix_web::{Either, Responder, get, post, web};
use route_cors::cors;

type BearerAuth = String;
type Session = String;

#[cors(origins = ["https://app.acme.example"], headers = ["Content-Type"])]
#[post("/json")]
async fn json(order: web::Json<String>) -> impl Responder {
    order.into_inner()
}

#[cors(origins = any, headers = any)]
#[post("/any")]
async fn any(order: web::Json<String>, token: BearerAuth) -> impl Responder {
    order.into_inner() + &token
}

#[cors(origins = any)]
#[post("/optional")]
async fn optional(order: Option<web::Json<String>>, session: Option<Session>) -> impl Responder {
    format!("{:?} {session:?}", order.map(web::Json::into_inner))
}

#[cors(origins = any)]
#[post("/either")]
async fn either(order: Either<web::Json<String>, web::Form<String>>) -> impl Responder {
    matches!(order, Either::Left(_)).to_string()
}

#[cors(origins = ["https://app.acme.example"], credentials)]
#[get("/session")]
async fn visitor(session: Session) -> impl Responder {
    session
}

#[cors(
    origins = any,
    allow(json_needs_content_type, reason = "called by servers; pages use the form of the same path")
)]
#[post("/servers")]
async fn servers(order: web::Json<String>) -> impl Responder {
    order.into_inner()
}

fn main() {}
