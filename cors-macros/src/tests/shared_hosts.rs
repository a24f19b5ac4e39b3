//! The shared hosts of the supplement, and the brand domains, in a policy with credentials.

use super::drive;
use crate::suffix::tests::model::HOSTS;

/// Returns the rules that a policy with this origin and credentials violates.
fn rules(origin: &str) -> Vec<String> {
    let allowance = "allow(subdomain_wildcard_with_credentials, reason = \"a test\")";
    let arguments = if origin.contains('*') {
        format!("origins = [\"{origin}\"], credentials, {allowance}")
    } else {
        format!("origins = [\"{origin}\"], credentials")
    };
    let errors = drive::errors(drive::expand(&arguments, None)).into_iter();
    errors
        .map(|error| error.rule)
        .filter(|rule| rule != "unused_allow")
        .collect()
}

#[test]
fn a_wildcard_over_a_shared_host_is_rejected_and_an_exact_host_is_not() {
    for host in HOSTS.iter().filter(|host| host.verdict == "shared") {
        let name = host.name.replace('*', "any");
        let (_, above) = name.split_once('.').unwrap_or_default();
        for over in [&name, above] {
            let wildcard = format!("https://*.{over}");
            assert_eq!(rules(&wildcard), ["public_suffix_wildcard"], "{wildcard}");
        }
        let exact = format!("https://one-customer.{name}");
        assert_eq!(rules(&exact), [""; 0], "{exact}");
    }
}

#[test]
fn a_wildcard_over_a_brand_domain_is_accepted() {
    for name in ["google", "bmw", "xn--5su34j936bgsg"] {
        assert_eq!(rules(&format!("https://*.{name}")), [""; 0], "{name}");
    }
}
