//! A route attribute with fragments of `macro_rules!` compiles with `#[cors]` as it compiles without.
use actix_web::{App, get, route};
use route_cors::cors;

macro_rules! handler {
    ($function:ident, $module:ident, $path:literal, $name:literal) => {
        #[cors(origins = any)]
        #[get($path, name = $name)]
        async fn $function() -> &'static str {
            $name
        }

        mod $module {
            use super::*;

            #[cors(origins = any)]
            mod inner {
                use actix_web::{get, route};

                #[get($path, name = $name)]
                async fn one() -> &'static str {
                    $name
                }

                #[route($path, method = "POST", method = "PUT", name = $name)]
                async fn two() -> &'static str {
                    $name
                }
            }

            #[cors(origins = any)]
            #[route($path, method = "POST", name = $name)]
            async fn three() -> &'static str {
                $name
            }

            #[route($path, method = "POST", name = $name)]
            async fn without() -> &'static str {
                $name
            }

            pub(super) fn all(app: &mut actix_web::web::ServiceConfig) {
                app.service(inner::one).service(inner::two).service(three).service(without);
            }
        }
    };
}

handler!(index, handlers, "/index", "the index");

fn main() {
    let _ = App::new().service(index).configure(handlers::all);
}
