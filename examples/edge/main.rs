//! One build for several environments: the deployment sets which pages may use it.
//!
//! ```text
//! EDGE_ORIGINS="https://eu.acme.example https://us.acme.example" \
//!     cargo run -p examples --features watch --bin edge
//! ```
//!
//! The origins of the product come from the environment, and the partners' origins from `partners.txt` in the working
//! directory, which is loaded again when it changes. The compiler has checked the bound of both.

use std::{io, net::TcpListener, process::ExitCode};

use actix_web::{App, HttpServer, get, put, web};
use route_cors::{OriginSet, cors, origin_set};
use support::args::{Program, ServerArgs};

/// The pages of this deployment.
static EDGE: OriginSet = origin_set!(
    env = "EDGE_ORIGINS",
    within = [
        "https://*.acme.example",
        #[cfg(debug_assertions)]
        "http://localhost:*"
    ],
    allow(
        subdomain_wildcard_with_credentials,
        reason = "every host below is ours, and each is named in the variable"
    ),
);

/// Pages of others, which may read what is public.
static PARTNERS: OriginSet = origin_set!(file = "partners.txt", optional, within = ["https://*"]);

/// Our own pages and our partners' pages read the prices.
#[cors(origins = [EDGE, PARTNERS])]
#[get("/prices")]
async fn prices() -> &'static str {
    "3.50"
}

/// Only our own pages change the prices, with the visitor's cookies.
#[cors(origins = [EDGE], credentials)]
#[put("/prices")]
async fn set_prices(new: String) -> String {
    new
}

fn main() -> ExitCode {
    let program = Program {
        command: "cargo run -p examples --features watch --bin edge",
        about: "One build for several deployments: the environment and a file name the origins.\n\n\
                EDGE_ORIGINS   our own origins, below https://*.acme.example (required)\n\
                partners.txt   origins of partners, one a line, in the working directory (optional)",
        servers: [ServerArgs {
            name: "the API",
            flag: "--api",
            port: 8080,
        }],
        file: None,
    };
    program.run(|given| serve(given.listeners))
}

/// Registers every route.
fn routes(config: &mut web::ServiceConfig) {
    config.service(prices).service(set_prices);
}

#[actix_web::main]
async fn serve([listener]: [TcpListener; 1]) -> io::Result<()> {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(false)
        .init();
    // Without this, the application would not start either. Here you get the error as a value.
    EDGE.load()?;
    let _watch = PARTNERS.watch()?;
    println!("http://{}/prices", listener.local_addr()?);
    let app = || App::new().configure(routes);
    HttpServer::new(app).listen(listener)?.run().await
}

#[cfg(all(test, feature = "surface"))]
mod tests {
    use actix_web::App;
    use route_cors::surface::Surface;

    #[actix_web::test]
    async fn cors_surface() {
        // The surface has the bounds of the sets, whatever they hold.
        super::EDGE.replace(["https://eu.acme.example"]).unwrap();
        super::PARTNERS.replace::<[&str; 0]>([]).unwrap();
        let app = App::new().configure(super::routes);
        Surface::of(app)
            .await
            .assert_matches("edge/cors-surface.toml");
    }
}
