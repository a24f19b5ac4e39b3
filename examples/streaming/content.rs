//! The films: small grey frames, made while they are sent.

use std::convert::Infallible;
use std::f32::consts::TAU;
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::Server;
use actix_web::error::ErrorNotFound;
use actix_web::middleware::from_fn;
use actix_web::rt::time::{Interval, interval};
use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer, Responder, Result, get};
use route_cors::cors;

use support::exchange::{Log, record};
use support::pages::{self, Page};

const WIDTH: u8 = 64;
const HEIGHT: u8 = 36;
const FRAMES: u8 = 48;

/// The catalogue's pages play films. `mismatch = reject`: other pages do not get a single frame. `expose` lets our pages
/// read the size of the frames.
#[cors(
    origins = [
        "https://catalogue.acme.example",
        #[cfg(debug_assertions)] "http://catalogue.acme.localhost:*",
    ],
    expose = ["frame-size"],
    mismatch = reject,
)]
#[get("/films/{id}")]
async fn film(id: web::Path<String>) -> Result<impl Responder> {
    let shade = match id.as_str() {
        "lighthouse" => lighthouse,
        "tide" => tide,
        _ => return Err(ErrorNotFound("there is no such film")),
    };
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header(("frame-size", format!("{WIDTH}x{HEIGHT}")))
        .body(Reel::new(shade)))
}

/// Returns the brightness at a time and a position, all from 0 to 1.
type Shade = fn(moment: f32, x: f32, y: f32) -> f32;

/// A beam that makes one turn.
fn lighthouse(moment: f32, x: f32, y: f32) -> f32 {
    let (x, y) = (x - 0.5, y - 0.5);
    let away = (y.atan2(x) / TAU - moment).rem_euclid(1.0);
    let beam = 1.0 - 8.0 * away.min(1.0 - away);
    (beam.max(0.05) * (1.1 - x.hypot(y))).clamp(0.0, 1.0)
}

/// Waves that move to the shore.
fn tide(moment: f32, x: f32, y: f32) -> f32 {
    let wave = (TAU * (2.0 * x + moment)).sin() + (TAU * (3.0 * y - moment)).sin();
    0.5 + 0.25 * wave * y
}

/// A film that is being sent: one frame at a time, at the speed of playback.
struct Reel {
    shade: Shade,
    frame: u8,
    clock: Interval,
}

impl Reel {
    fn new(shade: Shade) -> Self {
        Self {
            shade,
            frame: 0,
            clock: interval(Duration::from_millis(40)),
        }
    }

    fn picture(&self) -> Bytes {
        let part = |of: u8, whole: u8| f32::from(of) / f32::from(whole);
        let moment = part(self.frame, FRAMES);
        let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (x, y)));
        places
            .map(|(x, y)| grey((self.shade)(moment, part(x, WIDTH), part(y, HEIGHT))))
            .collect()
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float becomes the nearest byte"
)]
fn grey(shade: f32) -> u8 {
    (shade * 255.0) as u8
}

impl MessageBody for Reel {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        let frame = u64::from(WIDTH) * u64::from(HEIGHT);
        BodySize::Sized(frame * u64::from(FRAMES - self.frame))
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        if self.frame == FRAMES {
            return Poll::Ready(None);
        }
        ready!(self.clock.poll_tick(cx));
        let picture = self.picture();
        self.frame += 1;
        Poll::Ready(Some(Ok(picture)))
    }
}

/// Registers the route.
fn routes(config: &mut web::ServiceConfig) {
    config.service(film);
}

pub(crate) fn serve(
    listener: TcpListener,
    page: web::Data<Page>,
    log: web::Data<Log>,
) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .configure(routes)
            .configure(pages::shown(&page, &log))
            .wrap(from_fn(record))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

#[cfg(all(test, feature = "surface"))]
mod tests {
    use actix_web::App;
    use route_cors::surface::Surface;

    #[actix_web::test]
    async fn cors_surface() {
        let app = App::new().configure(super::routes);
        Surface::of(app)
            .await
            .assert_matches("streaming/cors-surface.content.toml");
    }
}
