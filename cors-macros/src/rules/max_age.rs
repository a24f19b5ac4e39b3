//! The rule about how long browsers cache a preflight.

use cors_runtime::{fault::Fault, rule::Rule};

use super::Finding;
use crate::{
    standard::LONGEST_MAX_AGE,
    syntax::{Draft, MaxAge},
};

/// The longest time that any browser honours.
const LONGEST: &str = "write `max_age = \"1d\"`, the longest that any browser honours, or less";

pub(super) fn check(draft: &Draft, findings: &mut Vec<Finding<'_>>) {
    let Some(MaxAge::Seconds {
        place,
        seconds,
        meant,
        written,
    }) = draft.max_age.as_ref().map(|key| &key.value)
    else {
        return;
    };
    let Some(seconds) = seconds.and_then(|seconds| u32::try_from(seconds).ok()) else {
        let fault = Fault::new(
            Rule::MaxAgeOutOfRange,
            match seconds {
                Some(_) => format!("`{written}` is more seconds than the header can hold"),
                None => format!("`{written}` is not a number of seconds"),
            },
        );
        let off = written.replace(' ', "").starts_with('-');
        let help = match meant {
            _ if off => "write `max_age = off`, which switches the cache off".into(),
            Some(meant) if *meant <= u64::from(LONGEST_MAX_AGE) => {
                format!("write `max_age = {meant}`")
            }
            Some(_) => LONGEST.into(),
            None => "a time is a number of seconds, or has a unit: `600`, `\"90s\"`, `\"10m\"`, `\"2h\"`, `\"1d\"`".into(),
        };
        findings.push(Finding::new(*place, fault.help(help)).hard_if(true));
        return;
    };
    if seconds > LONGEST_MAX_AGE {
        let fault = Fault::new(
            Rule::MaxAgeOutOfRange,
            format!(
                "no browser caches a preflight for {seconds} seconds: Firefox stops at a day, Chromium at two hours, WebKit at ten minutes"
            ),
        );
        findings.push(Finding::new(*place, fault.help(LONGEST)));
    }
}
