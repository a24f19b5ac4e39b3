//! Faults of a port that is written out.

use alloc::format;

use super::{
    host::with_host,
    slip::{Slip, shown},
};
use crate::origin::{Pattern, default_port, is_port};

pub(super) fn judge(pattern: &Pattern<'_>, port: &str) -> Result<(), Slip> {
    let scheme = pattern.scheme();
    let without = || with_host(pattern, pattern.host(), "");
    if port.is_empty() {
        return Err(Slip::non_canonical(format!(
            "`{}` has a colon and no port behind it",
            shown(pattern.as_str())
        ))
        .mend(without()));
    }
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(no_port(port));
    }
    let number = port.trim_start_matches('0');
    if number.is_empty() {
        return Err(Slip::non_canonical("no page is served on port 0").mend(without()));
    }
    if !is_port(number.as_bytes()) {
        return Err(no_port(port));
    }
    if default_port(scheme) == Some(number) {
        return Err(Slip::non_canonical(format!(
            "browsers leave out `:{port}`, the default port of {scheme}"
        ))
        .mend(without()));
    }
    if number != port {
        return Err(Slip::non_canonical(format!(
            "browsers write port {number} without leading zeros"
        ))
        .mend(with_host(pattern, pattern.host(), &format!(":{number}"))));
    }
    Ok(())
}

fn no_port(port: &str) -> Slip {
    Slip::malformed(format!("`{}` is no port", shown(port)))
        .help("write a number from 1 to 65535, or `*` for any port")
}
