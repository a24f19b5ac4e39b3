//! Reads seconds: the values of `max_age`, and other notations that people use for them.

use proc_macro2::{TokenStream, TokenTree};

use crate::tokens::Flat;

/// Returns the seconds of `90s`, `10m`, `1h` or `1d`.
pub(super) fn read(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    number(digits)?.checked_mul(unit)
}

/// Returns the seconds that another notation means: `60 * 60`, `"10 minutes"`, `"1h30m"`,
/// `Duration::from_secs(3600)`.
pub(super) fn meant(value: &TokenStream) -> Option<u64> {
    let tokens: Vec<TokenTree> = Flat::of(value.clone()).collect();
    match tokens.as_slice() {
        [TokenTree::Literal(literal)] => match syn::Lit::new(literal.clone()) {
            syn::Lit::Str(text) => in_words(&text.value()),
            syn::Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        [
            ..,
            TokenTree::Ident(constructor),
            TokenTree::Group(argument),
        ] => {
            let unit = match constructor.to_string().as_str() {
                "from_secs" | "seconds" | "secs" => 1,
                "from_mins" | "minutes" => 60,
                "from_hours" | "hours" => 3600,
                "from_days" | "days" => 86_400,
                _ => return None,
            };
            meant(&argument.stream())?.checked_mul(unit)
        }
        [TokenTree::Group(parentheses)] => meant(&parentheses.stream()),
        [first, rest @ ..] if !rest.is_empty() && rest.len() % 2 == 0 => {
            let first = meant(&first.clone().into())?;
            rest.chunks(2).try_fold(first, |product, pair| match pair {
                [TokenTree::Punct(times), factor] if times.as_char() == '*' => {
                    product.checked_mul(meant(&factor.clone().into())?)
                }
                _ => None,
            })
        }
        _ => None,
    }
}

/// Returns the seconds of `600`, `10 minutes`, `1 day`, `1h30m`, `10M`.
fn in_words(text: &str) -> Option<u64> {
    let text: String = text.split_whitespace().collect();
    let text = text
        .to_ascii_lowercase()
        .replace("and", "")
        .replace(',', "");
    let mut rest = text.as_str();
    let mut total = 0_u64;
    while !rest.is_empty() {
        let digits = &rest[..rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len())];
        let behind = &rest[digits.len()..];
        let unit = &behind[..behind
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(behind.len())];
        let seconds = match unit {
            "" | "s" | "sec" | "secs" | "second" | "seconds" => 1,
            "m" | "min" | "mins" | "minute" | "minutes" => 60,
            "h" | "hr" | "hrs" | "hour" | "hours" => 3600,
            "d" | "day" | "days" => 86_400,
            "w" | "week" | "weeks" => 604_800,
            _ => return None,
        };
        total = number(digits)?.checked_mul(seconds)?.checked_add(total)?;
        rest = &behind[unit.len()..];
    }
    (!text.is_empty()).then_some(total)
}

/// Returns a number without a sign, which `parse` accepts.
fn number(digits: &str) -> Option<u64> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn other_notations_are_understood() {
        for (text, seconds) in [
            ("60 * 60", Some(3600)),
            ("24 * 60 * 60", Some(86_400)),
            ("(60 * 60)", Some(3600)),
            ("600u32", Some(600)),
            ("\"600\"", Some(600)),
            ("\"1 day\"", Some(86_400)),
            ("\"10 minutes\"", Some(600)),
            ("\"10 m\"", Some(600)),
            ("\"10M\"", Some(600)),
            ("\"10min\"", Some(600)),
            ("\"1h30m\"", Some(5400)),
            ("\"1 hour and 30 minutes\"", Some(5400)),
            ("Duration::from_secs(3600)", Some(3600)),
            ("std::time::Duration::from_secs(60 * 60)", Some(3600)),
            ("Duration::hours(2)", Some(7200)),
            ("Duration::from_millis(5)", None),
            ("ONE_HOUR", None),
            ("1.5", None),
            ("-1", None),
            ("\"\"", None),
            ("\"soon\"", None),
            ("\"-1s\"", None),
            ("60 + 60", None),
            ("18446744073709551615 * 2", None),
        ] {
            let tokens = text.parse().expect("tokens");
            assert_eq!(meant(&tokens), seconds, "{text}");
        }
    }
}
