//! An imported route attribute counts as used, although the macro reads it instead of the compiler.
#![forbid(unused_imports)]

use actix_web::{get, web};
use route_cors::cors;

#[cors(origins = any)]
#[get("/things/{id}")]
pub async fn thing(id: web::Path<u64>) -> String {
    id.to_string()
}

pub mod renamed {
    use actix_web as web;

    #[route_cors::cors(origins = any)]
    #[web::put("/things/{id}")]
    pub async fn put(id: web::web::Path<u64>) -> String {
        id.to_string()
    }
}

pub use actix_web as reexported;

macro_rules! things {
    ($($name:ident $path:literal $body:block)+) => {
        $(
            #[cors(origins = any)]
            #[$crate::reexported::post($path)]
            pub async fn $name() -> &'static str $body
        )+
    };
}

things! {
    first "/first" { "first" }
    second "/second" { "second" }
}

fn main() {}
