//! Origins that resemble an allowed one, and that a careless comparison takes for it.

/// How an origin resembles another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// It begins with the allowed origin: a comparison of prefixes.
    Prefix,
    /// Its host ends with the allowed host, without a dot between: a comparison of suffixes.
    Suffix,
    /// Its host ends with a parent domain of the allowed host, without a dot between.
    ParentSuffix,
    /// Another character is where the allowed one has a dot: a regular expression with an unescaped dot.
    Dot,
    /// The other of `http` and `https`.
    Scheme,
    /// Another port.
    Port,
    /// Upper case.
    Case,
    /// It contains the allowed origin, where no browser sends it.
    Contained,
}

/// Returns the lookalikes of an origin of http or https; none for any other.
#[must_use]
pub fn lookalikes(origin: &str) -> Vec<(Likeness, String)> {
    let Some((scheme, authority)) = origin.split_once("://") else {
        return Vec::new();
    };
    let other_scheme = match scheme {
        "https" => "http",
        "http" => "https",
        _ => return Vec::new(),
    };
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, format!(":{port}")),
        _ => (authority, String::new()),
    };
    let other_port = if port == ":8443" { ":9443" } else { ":8443" };
    let mut likes = vec![
        (Likeness::Scheme, format!("{other_scheme}://{host}{port}")),
        (Likeness::Port, format!("{scheme}://{host}{other_port}")),
    ];
    let is_name = host.contains('.') && !host.ends_with(|last: char| last.is_ascii_digit());
    if !is_name {
        return likes;
    }
    likes.extend([
        (Likeness::Prefix, format!("{origin}.cors-check.example")),
        (Likeness::Prefix, format!("{origin}cors-check.example")),
        (Likeness::Prefix, format!("{origin}_.cors-check.example")),
        (
            Likeness::Suffix,
            format!("{scheme}://cors-check{host}{port}"),
        ),
        (
            Likeness::Case,
            format!("{scheme}://{}{port}", host.to_ascii_uppercase()),
        ),
        (
            Likeness::Contained,
            format!("{scheme}://cors-check.example/{origin}"),
        ),
        (Likeness::Contained, format!("{origin}@cors-check.example")),
    ]);
    let mut parent = host;
    while let Some((_, rest)) = parent.split_once('.') {
        if !rest.contains('.') {
            break;
        }
        likes.push((
            Likeness::ParentSuffix,
            format!("{scheme}://cors-check{rest}{port}"),
        ));
        parent = rest;
    }
    for (dot, _) in host.match_indices('.') {
        let (before, after) = (&host[..dot], &host[dot + 1..]);
        likes.push((Likeness::Dot, format!("{scheme}://{before}x{after}{port}")));
    }
    likes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_likeness_of_a_name() {
        let likes = lookalikes("https://app.acme.example");
        for (likeness, origin) in [
            (
                Likeness::Prefix,
                "https://app.acme.example.cors-check.example",
            ),
            (Likeness::Suffix, "https://cors-checkapp.acme.example"),
            (Likeness::ParentSuffix, "https://cors-checkacme.example"),
            (Likeness::Dot, "https://appxacme.example"),
            (Likeness::Dot, "https://app.acmexexample"),
            (Likeness::Scheme, "http://app.acme.example"),
            (Likeness::Port, "https://app.acme.example:8443"),
            (Likeness::Case, "https://APP.ACME.EXAMPLE"),
        ] {
            assert!(likes.contains(&(likeness, origin.to_owned())), "{origin}");
        }
        assert!(
            !likes
                .iter()
                .any(|(_, like)| like == "https://app.acme.example")
        );
    }

    #[test]
    fn addresses_and_other_schemes_have_few() {
        let origins = |origin| {
            lookalikes(origin)
                .into_iter()
                .map(|(_, like)| like)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            origins("http://127.0.0.1:8443"),
            ["https://127.0.0.1:8443", "http://127.0.0.1:9443"]
        );
        assert_eq!(
            origins("http://[::1]"),
            ["https://[::1]", "http://[::1]:8443"]
        );
        assert_eq!(origins("null"), [""; 0]);
        assert_eq!(origins("tauri://localhost"), [""; 0]);
    }
}
