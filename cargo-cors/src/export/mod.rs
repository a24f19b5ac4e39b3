//! `cargo cors export`: the configuration of a gateway, from a surface.
//!
//! The module [`plan`] turns a surface into a plan, and finds every row that the gateway cannot express. Each gateway has
//! one file that writes a plan in its language.

mod address;
mod apache;
mod buckets;
mod caddy;
mod envoy;
mod gateway_api;
mod haproxy;
mod istio;
mod nginx;
mod path;
mod plan;
mod target;
mod text;
mod traefik;
mod yaml;

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
};

use clap::Args;
use cors_surface::{Credentials, Element, Origin, Surface};

use self::{
    address::{Addresses, Backend, ClusterRoute, is_name},
    plan::{Refusal, Request, Sets},
    target::{Loss, Place, RequiredArguments, Target},
};
use crate::{
    outcome::{Failure, Outcome},
    surface::SurfaceFile,
};

/// The arguments of `cargo cors export`.
#[derive(Args, Debug)]
#[allow(
    clippy::doc_markdown,
    reason = "a terminal shows these texts as they are"
)]
pub(crate) struct ExportArgs {
    /// The gateway.
    target: Target,
    #[command(flatten)]
    surface: SurfaceFile,
    /// The address of the application. With --listen, the output is a complete configuration that starts; without both,
    /// it is a part to include, and says where.
    #[arg(long, value_name = "URL")]
    backend: Option<Backend>,
    /// The address that the gateway listens on, such as 127.0.0.1:80.
    #[arg(long, value_name = "ADDR", requires = "backend")]
    listen: Option<SocketAddr>,
    /// The Gateway that the route belongs to, for gateway-api and istio. --backend names the service.
    #[arg(long, value_name = "NAME")]
    gateway: Option<String>,
    /// The host that the route is for, for gateway-api and istio.
    #[arg(long, value_name = "HOST", default_value = "*")]
    host: String,
    /// The name of the route, for gateway-api and istio.
    #[arg(long, value_name = "NAME", default_value = "cors")]
    name: String,
    /// The origins of a set, which the surface does not have: a file with one origin a line.
    #[arg(long = "set", value_name = "NAME=@FILE")]
    sets: Vec<String>,
    /// A cfg that holds in the build behind the gateway, as the file has it. Origins under any other are left out.
    #[arg(long = "cfg", value_name = "CFG")]
    conditions: Vec<String>,
    /// Accept what the gateway cannot do on any surface.
    #[arg(long, value_enum, value_name = "LOSS")]
    accept: Vec<Loss>,
    /// Write to this file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the file.
    #[arg(long, requires = "output")]
    force: bool,
}

/// Writes the configuration, whole or not at all.
pub(crate) fn run(arguments: &ExportArgs) -> Result<Outcome, Failure> {
    if let Some(file) = &arguments.output
        && file.exists()
        && !arguments.force
    {
        return Err(Failure::unusable(format!(
            "{} exists\nhelp: `--force` overwrites it",
            file.display()
        )));
    }
    let configuration = Configuration::of(&arguments.surface.read()?, arguments)?;
    for note in &configuration.notes {
        eprintln!("note: {note}");
    }
    put(&configuration.text, arguments)?;
    Ok(Outcome::Nothing)
}

/// The configuration of a gateway.
#[derive(Debug)]
pub(crate) struct Configuration {
    pub(crate) text: String,
    /// The differences from the application, if the language has no comments to list them.
    notes: Vec<String>,
}

impl Configuration {
    /// Expresses a surface for a gateway.
    pub(crate) fn of(surface: &Surface, arguments: &ExportArgs) -> Result<Self, Failure> {
        let target = arguments.target;
        let place = place(arguments)?;
        let sets = Sets::read(&arguments.sets).map_err(Failure::unusable)?;
        if let Some(unknown) = sets.names().find(|name| !has_set(surface, name)) {
            return Err(Failure::unusable(format!(
                "`--set {unknown}=..`: the surface has no set of this name"
            )));
        }
        if let Some((loss, sentence)) = target.loss()
            && !arguments.accept.contains(&loss)
        {
            return Err(Failure::Refused(format!(
                "nothing is exported for {}: {sentence}\nhelp: add `--accept vary` if no cache is in front of it",
                target.name()
            )));
        }
        let plan = plan::build(&Request {
            surface,
            sets: &sets,
            conditions: &arguments.conditions,
            limits: target.limits(),
        })
        .map_err(|refusals| Failure::Refused(list(target, &refusals)))?;
        let file = arguments.surface.file.display().to_string();
        let text = target.write(&plan, &file, &place);
        let notes = match target.needs() {
            RequiredArguments::Nothing => plan.notes,
            RequiredArguments::Addresses | RequiredArguments::ClusterRoute => Vec::new(),
        };
        Ok(Self { text, notes })
    }
}

fn place(arguments: &ExportArgs) -> Result<Place, Failure> {
    let name = arguments.target.name();
    let usage = |needs: &str| Err(Failure::unusable(format!("{name} {needs}")));
    match (
        arguments.target.needs(),
        &arguments.backend,
        arguments.listen,
        &arguments.gateway,
    ) {
        (RequiredArguments::Addresses | RequiredArguments::Nothing, None, None, None) => {
            Ok(Place::Part)
        }
        (RequiredArguments::Addresses, Some(backend), Some(listen), None) => {
            Ok(Place::Complete(Addresses {
                backend: backend.clone(),
                listen,
            }))
        }
        (RequiredArguments::Addresses, ..) => usage(
            "takes `--backend` and `--listen` for a complete configuration, or neither for a part",
        ),
        (RequiredArguments::ClusterRoute, Some(backend), None, Some(gateway)) => {
            for text in [gateway, &arguments.name] {
                // The Gateway of a VirtualService may be in another namespace: `namespace/name`.
                if !text.split('/').all(is_name) {
                    return usage(&format!(
                        "takes a name, and `{}` is none",
                        text.escape_debug()
                    ));
                }
            }
            if arguments.host != "*" && !is_name(arguments.host.trim_start_matches("*.")) {
                return usage("takes a host, `*.` and a host, or `*` as `--host`");
            }
            Ok(Place::ClusterRoute(ClusterRoute {
                backend: backend.clone(),
                gateway: gateway.clone(),
                host: arguments.host.clone(),
                name: arguments.name.clone(),
            }))
        }
        (RequiredArguments::ClusterRoute, ..) => {
            usage("takes `--backend http://SERVICE:PORT` and `--gateway NAME`, and no `--listen`")
        }
        (RequiredArguments::Nothing, ..) => {
            usage("takes no `--backend`, `--listen` and `--gateway`")
        }
    }
}

/// Returns the text of a refusal, one row a line.
fn list(target: Target, refusals: &[Refusal]) -> String {
    let rows = if refusals.len() == 1 { "row" } else { "rows" };
    let mut text = format!(
        "{} {rows} cannot be expressed for {}; nothing is exported",
        refusals.len(),
        target.name()
    );
    for refusal in refusals {
        let _ = write!(text, "\n  {refusal}");
    }
    text
}

/// Returns whether a set is in the surface.
fn has_set(surface: &Surface, name: &str) -> bool {
    let lists = surface.rows().iter().flat_map(|row| {
        let policy = row.policy.iter().flat_map(|policy| {
            let credentials: &[Element] = match &policy.credentials {
                Credentials::For(list) => list,
                Credentials::No | Credentials::Yes => &[],
            };
            [policy.origins.elements(), credentials]
        });
        policy.chain(row.floors.iter().map(|floor| floor.origins.elements()))
    });
    lists
        .flatten()
        .any(|element| matches!(&element.origin, Origin::Set(set) if set.name == name))
}

fn put(text: &str, arguments: &ExportArgs) -> Result<(), Failure> {
    let Some(file) = &arguments.output else {
        return Ok(io::stdout().write_all(text.as_bytes())?);
    };
    let mut options = fs::OpenOptions::new();
    options.write(true);
    if arguments.force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    options
        .open(file)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| {
            Failure::unusable(format!("{} cannot be written: {error}", file.display()))
        })
}
