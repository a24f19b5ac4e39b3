//! `x-cors` on the operations of a document that utoipa makes.

use actix_web::{App, HttpResponse, get, put};
use route_cors::{cors, surface::Surface};
use serde_json::{Value, json};
use utoipa::OpenApi;

use crate::API;

#[cors(origins = ["https://app.acme.example"], credentials, headers = ["content-type"])]
#[utoipa::path(params(("id" = u32, Path, description = "the order")), responses((status = 204)))]
#[put(r"/orders/{id:\d+}")]
async fn change() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

#[utoipa::path(responses((status = 200)))]
#[get("/health")]
async fn status() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[utoipa::path(get, path = "/elsewhere", responses((status = 200)))]
#[expect(dead_code, reason = "described, and not part of this application")]
async fn elsewhere() {}

#[derive(OpenApi)]
#[openapi(paths(change, status, elsewhere))]
struct Api;

#[actix_web::test]
async fn each_operation_says_who_may_use_it() {
    let app = App::new()
        .service(change)
        .service(status)
        .wrap(API.middleware());
    let surface = Surface::of(app).await;
    // OpenAPI has no expressions in its paths.
    let document = Api::openapi()
        .to_json()
        .unwrap()
        .replace(r"{id:\\d+}", "{id}");
    let described: Value =
        serde_json::from_str(&surface.describe_openapi(&document).unwrap()).unwrap();
    let operation = &described["paths"]["/orders/{id}"]["put"];
    assert_eq!(
        operation["x-cors"],
        json!({
            "by": "route",
            "origins": ["https://app.acme.example"],
            "methods": ["PUT"],
            "headers": ["content-type"],
            "expose": [],
            "credentials": true,
            "mismatch": "omit",
            "allow": [],
        })
    );
    let other = &described["paths"]["/health"]["get"];
    assert_eq!(other["x-cors"]["by"], "application");
    assert_eq!(other["x-cors"]["max_age"], 3600);
    // Everything else of the application has its policy, too.
    assert_eq!(
        described["paths"]["/elsewhere"]["get"]["x-cors"]["by"],
        "application"
    );
    // Nothing else changes.
    let mut without = described;
    for item in without["paths"].as_object_mut().unwrap().values_mut() {
        for operation in item.as_object_mut().unwrap().values_mut() {
            operation.as_object_mut().unwrap().remove("x-cors");
        }
    }
    assert_eq!(without, serde_json::from_str::<Value>(&document).unwrap());
    assert!(surface.describe_openapi("no JSON").is_err());
}
