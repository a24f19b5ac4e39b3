//! The gateways, and the arguments that each of them needs.

use clap::ValueEnum;

use super::{
    Addresses, ClusterRoute, apache, buckets, caddy, envoy, gateway_api, haproxy, istio, nginx,
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

/// A part of a surface that a gateway loses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Loss {
    /// `Vary` on the answers to preflights.
    Vary,
}

/// The use of an output.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A part to include in an existing configuration.
    Part,
    /// A complete configuration.
    Complete(Addresses),
    /// A route of a cluster.
    ClusterRoute(ClusterRoute),
}

/// The arguments of the command line that a gateway needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequiredArguments {
    /// `--backend` and `--listen`, or neither.
    Addresses,
    /// `--backend` and `--gateway`.
    ClusterRoute,
    /// Neither: the policy of a bucket.
    Nothing,
}

impl Target {
    /// Returns the name on the command line.
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

    pub(crate) fn needs(self) -> RequiredArguments {
        match self {
            Self::Nginx
            | Self::Haproxy
            | Self::Caddy
            | Self::Apache
            | Self::Envoy
            | Self::Traefik => RequiredArguments::Addresses,
            Self::GatewayApi | Self::Istio => RequiredArguments::ClusterRoute,
            Self::S3 | Self::Gcs => RequiredArguments::Nothing,
        }
    }

    /// Returns the loss of the gateway on every surface, and a sentence about it.
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
        let addresses = match place {
            Place::Complete(addresses) => Some(addresses),
            Place::Part | Place::ClusterRoute(_) => None,
        };
        match (self, place) {
            (Self::GatewayApi, Place::ClusterRoute(route)) => gateway_api::write(plan, file, route),
            (Self::Istio, Place::ClusterRoute(route)) => istio::write(plan, file, route),
            (Self::GatewayApi | Self::Istio, _) => {
                unreachable!("the arguments of a cluster route were checked")
            }
            (Self::Nginx, _) => nginx::write(plan, file, addresses),
            (Self::Haproxy, _) => haproxy::write(plan, file, addresses),
            (Self::Caddy, _) => caddy::write(plan, file, addresses),
            (Self::Apache, _) => apache::write(plan, file, addresses),
            (Self::Envoy, _) => envoy::write(plan, file, addresses),
            (Self::Traefik, _) => traefik::write(plan, file, addresses),
            (Self::S3, _) => buckets::s3(plan, file),
            (Self::Gcs, _) => buckets::gcs(plan),
        }
    }
}
