//! What it costs to look an origin up: in lists of exact origins and of wildcards, where it is and where it is not, and
//! where it is no origin at all.

use actix_http::Request;
use actix_web::{
    App, HttpResponse,
    dev::{AppConfig, AppService, HttpServiceFactory, Service as _, ServiceFactory as _},
    http::header::{HeaderValue, ORIGIN},
    rt::System,
    test::TestRequest,
    web,
};
use actix_service::IntoServiceFactory as _;
use route_cors::{
    Policy,
    __private::{Latent, Listed, Origin, Origins, Parts, policy},
};
