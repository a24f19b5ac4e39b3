//! Binds all ports before the program serves anything. If one fails, the program does not start.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};

use super::args::ServerArgs;

/// A port that cannot be used.
#[derive(Debug)]
pub struct BindError {
    port: u16,
    wanted_by: &'static str,
    flag: &'static str,
    reason: io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            port,
            wanted_by,
            flag,
            reason,
        } = self;
        match reason.kind() {
            io::ErrorKind::AddrInUse => write!(f, "port {port} for {wanted_by} is in use")?,
            io::ErrorKind::PermissionDenied => {
                write!(f, "no permission to use port {port} for {wanted_by}")?;
            }
            _ => write!(f, "port {port} for {wanted_by} cannot be used ({reason})")?,
        }
        write!(f, "\nhelp: choose another port with `{flag} PORT`")
    }
}

/// Binds every port on loopback, so that other machines cannot reach the program. The error names the flag that changes
/// the port.
pub fn bind<const N: usize>(
    servers: &[ServerArgs; N],
    ports: [u16; N],
) -> Result<[TcpListener; N], BindError> {
    let mut listeners = Vec::with_capacity(N);
    for (server, port) in servers.iter().zip(ports) {
        let refused = |reason| BindError {
            port,
            wanted_by: server.name,
            flag: server.flag,
            reason,
        };
        listeners.push(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?);
    }
    Ok(listeners
        .try_into()
        .expect("there is a listener for each server"))
}

#[cfg(test)]
mod tests {
    use super::super::args::API_PAGE_STRANGER;
    use super::*;

    #[test]
    fn the_error_names_the_flag_that_changes_the_port() {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let taken = holder.local_addr().expect("an address").port();
        for (nth, ServerArgs { name, flag, .. }) in API_PAGE_STRANGER.iter().enumerate() {
            let mut ports = [0; 3];
            ports[nth] = taken;
            let refused = bind(&API_PAGE_STRANGER, ports)
                .expect_err("the port is taken")
                .to_string();
            let expected = format!(
                "port {taken} for {name} is in use\nhelp: choose another port with `{flag} PORT`"
            );
            assert_eq!(refused, expected);
        }
    }
}
