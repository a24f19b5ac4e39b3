//! The checks that decide whether a page may have a response. Fetch, "CORS check" and "Cross-origin resource policy check".

use actix_web::http::header::HeaderMap;
use url::{Origin, Url};

use super::{header_list::get, reason::CorsCheckFailure, site::PublicSuffixes};

/// Performs a CORS check. `origin` is the byte-serialized request origin. `credentials` is true if the credentials mode
/// is "include".
pub(super) fn cors_check(
    origin: &str,
    credentials: bool,
    headers: &HeaderMap,
) -> Result<(), CorsCheckFailure> {
    let Some(allowed) = get(headers, "access-control-allow-origin") else {
        return Err(CorsCheckFailure::MissingAllowOrigin);
    };
    if allowed == "*" {
        return if credentials {
            Err(CorsCheckFailure::WildcardWithCredentials)
        } else {
            Ok(())
        };
    }
    if allowed != origin {
        return Err(if allowed.contains([' ', ',']) {
            CorsCheckFailure::MultipleAllowOrigin(allowed)
        } else if allowed != "null" && Url::parse(&allowed).is_err() {
            CorsCheckFailure::InvalidAllowOrigin(allowed)
        } else {
            CorsCheckFailure::AllowOriginMismatch(allowed)
        });
    }
    if !credentials {
        return Ok(());
    }
    match get(headers, "access-control-allow-credentials") {
        Some(value) if value == "true" => Ok(()),
        value => Err(CorsCheckFailure::AllowCredentials(
            value.unwrap_or_default(),
        )),
    }
}

/// Performs a cross-origin resource policy check for a page without an embedder policy. The error is the policy that
/// excludes the page.
pub(super) fn resource_policy_check(
    origin: &Origin,
    url: &Url,
    headers: &HeaderMap,
    suffixes: &PublicSuffixes,
) -> Result<(), String> {
    let Some(policy) = get(headers, "cross-origin-resource-policy") else {
        return Ok(());
    };
    let target = url.origin();
    let allowed = match policy.as_str() {
        "same-origin" => *origin == target,
        "same-site" => {
            let is_secure = matches!(origin, Origin::Tuple(scheme, ..) if scheme == "https");
            suffixes.schemelessly_same_site(origin, &target)
                && (is_secure || url.scheme() != "https")
        }
        _ => true,
    };
    if allowed { Ok(()) } else { Err(policy) }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;
    use CorsCheckFailure::{
        AllowCredentials, AllowOriginMismatch, InvalidAllowOrigin, MissingAllowOrigin,
        MultipleAllowOrigin, WildcardWithCredentials,
    };

    fn list(headers: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut list = HeaderMap::new();
        for (name, value) in headers {
            list.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        list
    }

    #[test]
    fn allow_origin() {
        const PAGE: &str = "https://app.example";
        for (origin, values, failure) in [
            (PAGE, &[][..], Some(MissingAllowOrigin)),
            (PAGE, &["*"], None),
            (PAGE, &["https://app.example"], None),
            ("null", &["null"], None),
            ("null", &["*"], None),
            (PAGE, &["null"], Some(AllowOriginMismatch("null".into()))),
            ("null", &[PAGE], Some(AllowOriginMismatch(PAGE.into()))),
            (
                PAGE,
                &["https://app.example/"],
                Some(AllowOriginMismatch("https://app.example/".into())),
            ),
            (
                PAGE,
                &["https://APP.example"],
                Some(AllowOriginMismatch("https://APP.example".into())),
            ),
            (
                PAGE,
                &["https://app.example:443"],
                Some(AllowOriginMismatch("https://app.example:443".into())),
            ),
            (
                PAGE,
                &["app.example"],
                Some(InvalidAllowOrigin("app.example".into())),
            ),
            (PAGE, &[""], Some(InvalidAllowOrigin(String::new()))),
            (
                PAGE,
                &[PAGE, PAGE],
                Some(MultipleAllowOrigin(
                    "https://app.example, https://app.example".into(),
                )),
            ),
            (PAGE, &["*", "*"], Some(MultipleAllowOrigin("*, *".into()))),
            (
                PAGE,
                &["https://app.example https://b.example"],
                Some(MultipleAllowOrigin(
                    "https://app.example https://b.example".into(),
                )),
            ),
        ] {
            let headers: Vec<_> = values
                .iter()
                .map(|value| ("access-control-allow-origin", *value))
                .collect();
            let checked = cors_check(origin, false, &list(&headers));
            assert_eq!(checked.err(), failure, "{origin} {values:?}");
        }
    }

    #[test]
    fn allow_credentials() {
        for (allow_origin, allow_credentials, failure) in [
            ("*", &["true"][..], Some(WildcardWithCredentials)),
            ("https://app.example", &["true"], None),
            (
                "https://app.example",
                &[],
                Some(AllowCredentials(String::new())),
            ),
            (
                "https://app.example",
                &["True"],
                Some(AllowCredentials("True".into())),
            ),
            (
                "https://app.example",
                &["false"],
                Some(AllowCredentials("false".into())),
            ),
            (
                "https://app.example",
                &["true", "true"],
                Some(AllowCredentials("true, true".into())),
            ),
            (
                "https://b.example",
                &["true"],
                Some(AllowOriginMismatch("https://b.example".into())),
            ),
        ] {
            let mut headers = vec![("access-control-allow-origin", allow_origin)];
            for value in allow_credentials {
                headers.push(("access-control-allow-credentials", value));
            }
            let checked = cors_check("https://app.example", true, &list(&headers));
            assert_eq!(
                checked.err(),
                failure,
                "{allow_origin} {allow_credentials:?}"
            );
        }
    }

    #[test]
    fn resource_policy() {
        for (origin, url, values, allowed) in [
            ("https://app.example", "https://api.example/", &[][..], true),
            (
                "https://app.acme.example",
                "https://acme.example/",
                &["same-site"],
                true,
            ),
            (
                "http://app.acme.example",
                "https://acme.example/",
                &["same-site"],
                false,
            ),
            (
                "https://app.acme.example",
                "http://acme.example/",
                &["same-site"],
                true,
            ),
            (
                "https://other.example",
                "https://acme.example/",
                &["same-site"],
                false,
            ),
            (
                "https://app.acme.example",
                "https://acme.example/",
                &["same-origin"],
                false,
            ),
            (
                "https://acme.example",
                "https://acme.example/",
                &["same-origin"],
                true,
            ),
            (
                "https://other.example",
                "https://acme.example/",
                &["cross-origin"],
                true,
            ),
            (
                "https://other.example",
                "https://acme.example/",
                &["Same-Origin"],
                true,
            ),
            (
                "https://other.example",
                "https://acme.example/",
                &["same-origin", "same-origin"],
                true,
            ),
        ] {
            let headers: Vec<_> = values
                .iter()
                .map(|value| ("cross-origin-resource-policy", *value))
                .collect();
            let checked = resource_policy_check(
                &Url::parse(origin).unwrap().origin(),
                &Url::parse(url).unwrap(),
                &list(&headers),
                &PublicSuffixes::default(),
            );
            assert_eq!(checked.is_ok(), allowed, "{origin} {url} {values:?}");
        }
    }
}
