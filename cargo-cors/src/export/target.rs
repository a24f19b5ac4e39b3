//! The gateways, and what each of them needs.

use clap::ValueEnum;

use super::{
    Frame, Mesh, apache, buckets, caddy, envoy, gateway_api, haproxy, istio, nginx,
    plan::{Limits, Plan},
    traefik,
};

/// A gateway.
#[allow(
    clippy::doc_markdown,
    reason = "a terminal shows these texts as they are"
)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// nginx, built with PCRE.
    Nginx,
    /// HAProxy 2.6 or later, built with PCRE.
    Haproxy,
    /// Caddy 2.
    Caddy,
    /// Apache httpd 2.4.
    Apache,
    /// Envoy.
    Envoy,
    /// Traefik 3. Needs `--accept vary`.
    Traefik,
    /// An HTTPRoute of the Kubernetes Gateway API.
    GatewayApi,
    /// A VirtualService of Istio.
    Istio,
    /// The CORS configuration of an Amazon S3 bucket.
    S3,
    /// The CORS configuration of a Google Cloud Storage bucket.
    Gcs,
}

/// What a gateway loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Loss {
    /// `Vary` on the answers to preflights.
    Vary,
}

/// Where an output goes.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// Into a configuration that there is.
    Part,
    /// Nowhere else: it is complete.
    Complete(Frame),
    /// Into a cluster.
    Mesh(Mesh),
}

/// What the command line has to say about the place of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// `--backend` and `--listen`, or neither.
    Addresses,
    /// `--backend` and `--gateway`.
    Mesh,
    /// Neither: the policy of a bucket.
    Nothing,
}

impl Target {
    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nginx => "nginx",
            Self::Haproxy => "haproxy",
            Self::Caddy => "caddy",
            Self::Apache => "apache",
            Self::Envoy => "envoy",
            Self::Traefik => "traefik",
            Self::GatewayApi => "gateway-api",
            Self::Istio => "istio",
            Self::S3 => "s3",
            Self::Gcs => "gcs",
        }
    }

    pub(crate) fn limits(self) -> &'static Limits {
        match self {
            Self::Nginx => &nginx::LIMITS,
            Self::Haproxy => &haproxy::LIMITS,
            Self::Caddy => &caddy::LIMITS,
            Self::Apache => &apache::LIMITS,
            Self::Envoy => &envoy::LIMITS,
            Self::Traefik => &traefik::LIMITS,
            Self::GatewayApi => &gateway_api::LIMITS,
            Self::Istio => &istio::LIMITS,
            Self::S3 => &buckets::S3,
            Self::Gcs => &buckets::GCS,
        }
    }

    pub(crate) fn needs(self) -> Needs {
        match self {
            Self::Nginx
            | Self::Haproxy
            | Self::Caddy
            | Self::Apache
            | Self::Envoy
            | Self::Traefik => Needs::Addresses,
            Self::GatewayApi | Self::Istio => Needs::Mesh,
            Self::S3 | Self::Gcs => Needs::Nothing,
        }
    }

    /// What the gateway loses on every surface, and a sentence about it.
    pub(crate) fn loss(self) -> Option<(Loss, &'static str)> {
        match self {
            Self::Traefik => Some((
                Loss::Vary,
                "Traefik cannot put `Vary` on the answers to preflights: a cache in front of it could give one origin's \
                 answer to another one",
            )),
            _ => None,
        }
    }

    pub(crate) fn write(self, plan: &Plan, file: &str, place: &Place) -> String {
        let frame = match place {
            Place::Complete(frame) => Some(frame),
            Place::Part | Place::Mesh(_) => None,
        };
        match (self, place) {
            (Self::GatewayApi, Place::Mesh(mesh)) => gateway_api::write(plan, file, mesh),
            (Self::Istio, Place::Mesh(mesh)) => istio::write(plan, file, mesh),
            (Self::GatewayApi | Self::Istio, _) => unreachable!("`needs` asks for a mesh"),
            (Self::Nginx, _) => nginx::write(plan, file, frame),
            (Self::Haproxy, _) => haproxy::write(plan, file, frame),
            (Self::Caddy, _) => caddy::write(plan, file, frame),
            (Self::Apache, _) => apache::write(plan, file, frame),
            (Self::Envoy, _) => envoy::write(plan, file, frame),
            (Self::Traefik, _) => traefik::write(plan, file, frame),
            (Self::S3, _) => buckets::s3(plan, file),
            (Self::Gcs, _) => buckets::gcs(plan),
        }
    }
}
