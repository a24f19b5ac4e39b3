//! Faults of a port.

use alloc::format;

use super::{
    fixable::{Fixable, shown},
    host::with_host,
};
use crate::origin::{Pattern, default_port, is_port};

pub(super) fn check(pattern: &Pattern<'_>, port: &str) -> Result<(), Fixable> {
    let scheme = pattern.scheme();
    let without = || with_host(pattern, pattern.host(), "");
    if port.is_empty() {
        return Err(Fixable::non_canonical(format!(
            "`{}` has a colon without a port",
            shown(pattern.as_str())
        ))
        .fix(without()));
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a_port(port));
    }
    let number = port.trim_start_matches('0');
    if number.is_empty() {
        return Err(Fixable::non_canonical("no page is served from port 0").help(PORT));
    }
    if !is_port(number.as_bytes()) {
        return Err(not_a_port(port));
    }
    if default_port(scheme) == Some(number) {
        return Err(Fixable::non_canonical(format!(
            "browsers leave out `:{port}`, the default port of {scheme}"
        ))
        .fix(without()));
    }
    if number != port {
        return Err(Fixable::non_canonical(format!(
            "browsers write port {number} without leading zeros"
        ))
        .fix(with_host(pattern, pattern.host(), &format!(":{number}"))));
    }
    Ok(())
}

fn not_a_port(port: &str) -> Fixable {
    Fixable::malformed(format!("`{}` is not a port", shown(port))).help(PORT)
}

/// The definition of a port.
const PORT: &str = "a port is a number from 1 to 65535, or `*` for any port";
