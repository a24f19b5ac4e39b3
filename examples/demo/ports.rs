//! Taking the ports, before anything is served: either all three are ours or the demo does not start.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};

use super::args::Ports;

/// The three ports, taken. Loopback only: nothing of the demo is reachable from another machine.
pub(crate) struct Listeners {
    pub(crate) api: TcpListener,
    pub(crate) page: TcpListener,
    pub(crate) stranger: TcpListener,
}

/// A port that could not be taken.
#[derive(Debug)]
pub(crate) struct Refused {
    port: u16,
    wanted_by: &'static str,
    flag: &'static str,
    reason: io::Error,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            port,
            wanted_by,
            flag,
            reason,
        } = self;
        match reason.kind() {
            io::ErrorKind::AddrInUse => write!(f, "port {port}, wanted for {wanted_by}, is taken")?,
            io::ErrorKind::PermissionDenied => write!(
                f,
                "port {port}, wanted for {wanted_by}, is not ours to take"
            )?,
            _ => write!(
                f,
                "port {port}, wanted for {wanted_by}, cannot be used ({reason})"
            )?,
        }
        write!(f, "\nhelp: choose another with `{flag} PORT`")
    }
}

impl Listeners {
    /// Takes every port, or says which one cannot be had and which flag changes it.
    pub(crate) fn bind(ports: Ports) -> Result<Self, Refused> {
        Ok(Self {
            api: bind(ports.api, "the API", "--api")?,
            page: bind(ports.page, "the page", "--page")?,
            stranger: bind(ports.stranger, "the stranger's page", "--page")?,
        })
    }
}

fn bind(port: u16, wanted_by: &'static str, flag: &'static str) -> Result<TcpListener, Refused> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|reason| Refused {
        port,
        wanted_by,
        flag,
        reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_the_flag_that_changes_it() {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let taken = holder.local_addr().expect("an address").port();
        for (ports, who, flag) in [
            (
                Ports {
                    api: taken,
                    page: 0,
                    stranger: 0,
                },
                "the API",
                "--api",
            ),
            (
                Ports {
                    api: 0,
                    page: taken,
                    stranger: 0,
                },
                "the page",
                "--page",
            ),
            (
                Ports {
                    api: 0,
                    page: 0,
                    stranger: taken,
                },
                "the stranger's page",
                "--page",
            ),
        ] {
            let refused = Listeners::bind(ports)
                .err()
                .expect("the port is taken")
                .to_string();
            let expected = format!(
                "port {taken}, wanted for {who}, is taken\nhelp: choose another with `{flag} PORT`"
            );
            assert_eq!(refused, expected);
        }
    }
}
