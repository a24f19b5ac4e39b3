//! Taking the ports, before anything is served: either all of them are ours or the program does not start.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, TcpListener};

use super::args::Place;

/// A port that could not be taken.
#[derive(Debug)]
pub struct Refused {
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

/// Takes a port for every place, or says which one cannot be had and which flag changes it. Loopback only: nothing is
/// reachable from another machine.
pub fn bind<const N: usize>(
    places: &[Place; N],
    ports: [u16; N],
) -> Result<[TcpListener; N], Refused> {
    let mut listeners = Vec::with_capacity(N);
    for (place, port) in places.iter().zip(ports) {
        let refused = |reason| Refused {
            port,
            wanted_by: place.name,
            flag: place.flag,
            reason,
        };
        listeners.push(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(refused)?);
    }
    Ok(listeners
        .try_into()
        .expect("there is a listener for each place"))
}

#[cfg(test)]
mod tests {
    use super::super::args::API_PAGE_STRANGER;
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_the_flag_that_changes_it() {
        let holder = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let taken = holder.local_addr().expect("an address").port();
        for (nth, Place { name, flag, .. }) in API_PAGE_STRANGER.iter().enumerate() {
            let mut ports = [0; 3];
            ports[nth] = taken;
            let refused = bind(&API_PAGE_STRANGER, ports)
                .expect_err("the port is taken")
                .to_string();
            let expected = format!(
                "port {taken}, wanted for {name}, is taken\nhelp: choose another with `{flag} PORT`"
            );
            assert_eq!(refused, expected);
        }
    }
}
