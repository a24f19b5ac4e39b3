//! Partial outputs: a part that is included in a configuration does what the complete configuration does.

use std::net::SocketAddr;

use crate::{
    GATEWAYS, SETS, SURFACE, backend,
    client::Request,
    export, export_with,
    server::{APACHE, CADDY, ENVOY, HAPROXY, NGINX},
};

/// Includes a part as its head says.
fn placed(target: &str, part: &str, backend: SocketAddr, listen: SocketAddr) -> String {
    if target == NGINX.target {
        let (http, server) = part.split_once("# Part 2: in server { .. }").unwrap();
        return format!(
            "events {{}}\nhttp {{\n{http}\nserver {{\nlisten {listen};\n{server}\nlocation / {{ proxy_pass http://{backend}; }}\n}}\n}}\n"
        );
    }
    if target == HAPROXY.target {
        return format!(
            "defaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\nfrontend f\n  bind {listen}\n{part}\n  \
             default_backend b\nbackend b\n  server s {backend}\n"
        );
    }
    if target == CADDY.target {
        return format!(
            "{{\n\tadmin off\n\tauto_https off\n}}\n{part}\nhttp://:{} {{\n\timport cors {backend}\n}}\n",
            listen.port()
        );
    }
    if target == APACHE.target {
        let modules = [
            "mpm_event",
            "authz_core",
            "proxy",
            "proxy_http",
            "headers",
            "rewrite",
        ];
        let modules = modules.map(|name| format!("LoadModule {name}_module modules/mod_{name}.so"));
        let modules = modules.join("\n");
        return format!(
            "ServerRoot /usr/lib/apache2\nServerName localhost\nUser nobody\nErrorLog /dev/stderr\n{modules}\nListen {listen}\n\
             <VirtualHost {listen}>\nProxyPass \"/\" \"http://{backend}/\" nocanon\n{part}</VirtualHost>\n"
        );
    }
    assert_eq!(target, ENVOY.target);
    let routes = part.replace('\n', "\n            ");
    format!(
        "layered_runtime: {{ layers: [{{ name: a, static_layer: {{ re2.max_program_size.error_level: 20000 }} }}] }}
static_resources:
  clusters:
  - name: application
    type: STATIC
    load_assignment:
      cluster_name: application
      endpoints: [{{ lb_endpoints: [{{ endpoint: {{ address: {{ socket_address: {{ address: {}, port_value: {} }} }} }} }}] }}]
  listeners:
  - address: {{ socket_address: {{ address: {}, port_value: {} }} }}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          \"@type\": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: cors
          http_filters:
          - name: envoy.filters.http.router
            typed_config: {{ \"@type\": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router }}
          route_config:
            {routes}\n",
        backend.ip(),
        backend.port(),
        listen.ip(),
        listen.port()
    )
}

#[test]
fn a_part_works_in_its_place() {
    let backend = backend::start();
    let app = "https://app.acme.example";
    for gateway in GATEWAYS {
        let (code, part, error) = export_with(&[gateway.target, "--surface", SURFACE], SETS);
        assert_eq!(code, 0, "{error}");
        let running = gateway.start(|listen| placed(gateway.target, &part, backend, listen));
        let Some(running) = running else { continue };
        let preflight = |origin: &str| {
            Request::new("OPTIONS", "/orders/7")
                .with("Origin", origin)
                .with("Access-Control-Request-Method", "GET")
        };
        for (request, status, from_backend, headers) in [
            (preflight(app), 204, false, 3),
            (preflight("https://evil.example"), 403, false, 0),
            (
                Request::new("GET", "/orders/7").with("Origin", app),
                200,
                true,
                3,
            ),
            (Request::new("GET", "/orders/7"), 200, true, 0),
            (
                Request::new("GET", "/nothing").with("Origin", app),
                200,
                true,
                0,
            ),
        ] {
            let response = request.send(running.address).unwrap();
            let found = (
                response.status,
                response.is_from_backend(),
                response.cors().len(),
            );
            assert_eq!(
                found,
                (status, from_backend, headers),
                "{}: {request:?}",
                gateway.target
            );
        }
    }
}

#[test]
fn the_same_surface_gives_the_same_bytes_and_names_its_origin() {
    for gateway in GATEWAYS {
        let first = export_with(&[gateway.target, "--surface", SURFACE], SETS);
        let second = export_with(&[gateway.target, "--surface", SURFACE], SETS);
        assert_eq!(first, second);
        let head = first.1.lines().next().unwrap();
        assert!(
            head.contains(SURFACE) && head.contains("version 1"),
            "{head}"
        );
        assert!(head.contains(env!("CARGO_PKG_VERSION")), "{head}");
    }
}

#[test]
fn a_surface_that_is_missing_newer_or_damaged_is_an_error_of_usage() {
    for (surface, word) in [
        ("nowhere.toml", "no such file"),
        ("Cargo.toml", "Cargo.toml"),
    ] {
        let (code, output, error) = export(&["nginx", "--surface", surface]);
        assert_eq!((code, output.as_str()), (2, ""), "{error}");
        assert!(error.contains(word), "{error}");
    }
}
