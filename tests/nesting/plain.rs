//! A route with nothing but a path is registered without its attribute. But for its policy it is what the attribute
//! would have made of it.

use actix_web::{
    App, HttpRequest, HttpResponse, Responder,
    body::to_bytes,
    delete, get, head,
    http::Method,
    patch, post, put,
    test::{TestRequest, call_service, init_service},
    web,
};
use route_cors::cors;

/// Returns the parts of its route that a handler sees.
fn seen(request: &HttpRequest, path: &str) -> HttpResponse {
    let own = request.url_for("shown", ["7"]).expect("it is registered");
    let name = request.match_name();
    let pattern = request.match_pattern();
    HttpResponse::Ok().body(format!("{path} {own} {name:?} {pattern:?}"))
}

/// Handlers of every method, once as they are and once with a policy.
macro_rules! handlers {
    ($module:ident $(#[$policy:meta])?) => {
        mod $module {
            use super::*;

            handlers! { @
                $($policy)?;
                shown get "/shown/{id}", kept put "/kept/{id}", changed patch "/kept/{id}", made post "/made/{id}/parts/{part}",
                gone delete "/kept/{id}", asked head "/asked/{id}",
            }

            pub fn configure(config: &mut web::ServiceConfig) {
                config.service(shown).service(kept).service(changed).service(made).service(gone).service(asked);
            }
        }
    };
    (@ $policy:meta; $($name:ident $method:ident $path:literal,)+) => {
        $(
            #[$policy]
            #[$method($path)]
            async fn $name(request: HttpRequest, path: web::Path<String>) -> impl Responder {
                seen(&request, &path)
            }
        )+
    };
    (@ ; $($name:ident $method:ident $path:literal,)+) => {
        $(
            #[$method($path)]
            async fn $name(request: HttpRequest, path: web::Path<String>) -> impl Responder {
                seen(&request, &path)
            }
        )+
    };
}

handlers!(bare);
handlers!(annotated #[cors(origins = any)]);

async fn answers(configure: fn(&mut web::ServiceConfig), inside: bool) -> Vec<String> {
    let app = if inside {
        App::new().service(web::scope("/api").configure(configure))
    } else {
        App::new().configure(configure)
    };
    let app = init_service(app).await;
    let prefix = if inside { "/api" } else { "" };
    let mut answers = Vec::new();
    for path in [
        "/shown/7",
        "/shown/",
        "/shown/7/",
        "/kept/a%20b",
        "/kept/x/y",
        "/made/1/parts/2",
        "/asked/7",
        "/",
    ] {
        for method in [
            "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE",
        ] {
            let method = Method::from_bytes(method.as_bytes()).expect("it is one");
            let request = TestRequest::with_uri(&format!("{prefix}{path}")).method(method.clone());
            let response = call_service(&app, request.to_request()).await;
            let status = response.status();
            let body = to_bytes(response.into_body())
                .await
                .map_err(|_| "no body")
                .expect("it is whole");
            answers.push(format!(
                "{method} {path}: {status} {}",
                String::from_utf8_lossy(&body)
            ));
        }
    }
    answers
}

#[actix_web::test]
async fn a_plain_route_is_what_its_attribute_makes_of_it() {
    for inside in [false, true] {
        let (bare, annotated) = (
            answers(bare::configure, inside).await,
            answers(annotated::configure, inside).await,
        );
        // actix-web finds the name by the path alone, so the first route on a path names them all.
        let named_by_path: Vec<String> = bare
            .iter()
            .map(|answer| {
                answer
                    .replace("Some(\"changed\")", "Some(\"kept\")")
                    .replace("Some(\"gone\")", "Some(\"kept\")")
            })
            .collect();
        assert_eq!(named_by_path, annotated);
        assert!(
            bare[0].contains("200 OK 7 http://localhost:8080"),
            "{}",
            bare[0]
        );
    }
}
