//! The rule about how long a preflight is remembered.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::{
    standard::LONGEST_MAX_AGE,
    syntax::{Draft, MaxAge},
};

pub(super) fn judge(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    let Some(MaxAge::Seconds {
        place,
        seconds,
        written,
    }) = draft.max_age.as_ref().map(|key| &key.value)
    else {
        return;
    };
    let Some(seconds) = seconds.and_then(|seconds| u32::try_from(seconds).ok()) else {
        let fault = Fault::new(
            Rule::MaxAgeOutOfRange,
            match seconds {
                Some(_) => format!("`{written}` is more seconds than the header can say"),
                None => format!("`{written}` is no time in seconds"),
            },
        );
        let off = written.replace(' ', "").starts_with('-');
        let help = if off {
            "to switch the memory off: `max_age = off`"
        } else {
            "write seconds, `max_age = 600`, or a unit behind the number: \"90s\", \"10m\", \"2h\" or \"1d\""
        };
        findings.push(Finding::new(*place, fault.help(help)).hard_if(true));
        return;
    };
    if seconds > LONGEST_MAX_AGE {
        let fault = Fault::new(
            Rule::MaxAgeOutOfRange,
            format!(
                "no browser remembers a preflight for {seconds} seconds: Firefox a day, Chromium two hours, WebKit ten minutes"
            ),
        );
        findings.push(Finding::new(
            *place,
            fault.help("write `max_age = \"1d\"` or less; `\"2h\"` is what most visitors get"),
        ));
    }
}
