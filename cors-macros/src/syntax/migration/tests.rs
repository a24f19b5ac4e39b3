//! Tests of the table of other libraries' option names, and of typos.

use super::{Answer, Key, Macro, PREFIXES, Remove, Say, WORDS, Write, unknown_key};

/// The options of each library, as it spells them.
const LIBRARIES: &[(&str, &str)] = &[
    (
        "actix-cors",
        "allow_any_header allow_any_method allow_any_origin allow_private_network_access allowed_header \
         allowed_headers allowed_methods allowed_origin allowed_origin_fn block_on_origin_mismatch default \
         disable_preflight disable_vary_header expose_any_header expose_headers max_age permissive \
         send_wildcard supports_credentials",
    ),
    (
        "tower-http",
        "allow_credentials allow_headers allow_methods allow_origin allow_private_network expose_headers \
         max_age mirror_request permissive predicate vary very_permissive",
    ),
    (
        "rocket_cors",
        "allow_credentials allowed_headers allowed_methods allowed_origins expose_headers \
         fairing_route_base fairing_route_rank max_age send_wildcard",
    ),
    (
        "Spring",
        "addAllowedHeader addAllowedMethod addAllowedOrigin addAllowedOriginPattern addExposedHeader \
         addMapping allowCredentials allowPrivateNetwork allowedHeaders allowedMethods \
         allowedOriginPatterns allowedOrigins applyPermitDefaultValues exposedHeaders maxAge methods \
         originPatterns origins setAllowCredentials setAllowPrivateNetwork setAllowedHeaders \
         setAllowedMethods setAllowedOriginPatterns setAllowedOrigins setExposedHeaders setMaxAge value",
    ),
    (
        "ASP.NET",
        "AddDefaultPolicy AddPolicy AllowAnyHeader AllowAnyMethod AllowAnyOrigin AllowCredentials DisableCors \
         DisallowCredentials EnableCors ExposedHeaders Headers IsOriginAllowed Methods Origins PolicyName \
         PreflightMaxAge SetIsOriginAllowed SetIsOriginAllowedToAllowWildcardSubdomains \
         SetPreflightMaxAge SupportsCredentials WithExposedHeaders WithHeaders WithMethods WithOrigins",
    ),
    (
        "Express",
        "allowedHeaders credentials exposedHeaders maxAge methods optionsSuccessStatus origin \
         preflightContinue",
    ),
    (
        "Flask-CORS",
        "CORS_ALLOW_HEADERS CORS_ORIGINS allow_headers allow_private_network always_send automatic_options \
         expose_headers intercept_exceptions max_age methods origins resources send_wildcard \
         supports_credentials vary_header",
    ),
    (
        "jub0bs/cors",
        "Credentialed DangerouslyTolerateInsecureOrigins DangerouslyTolerateSubdomainsOfPublicSuffixes \
         MaxAgeInSeconds Methods Origins PreflightSuccessStatus PrivateNetworkAccess \
         PrivateNetworkAccessInNoCORSModeOnly RequestHeaders ResponseHeaders",
    ),
    (
        "headers",
        "Access_Control_Allow_Credentials access_control_allow_headers access_control_allow_methods \
         access_control_allow_origin access_control_expose_headers access_control_max_age",
    ),
];

#[test]
fn the_table_is_sorted_and_can_be_reached() {
    assert!(WORDS.is_sorted_by_key(|(word, _)| word));
    for (word, _) in WORDS {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        assert!(word.chars().all(plain), "{word}");
        assert!(Key::named(word, Macro::Policy).is_none(), "{word} is a key");
        let shorter = PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix));
        assert!(
            shorter.and_then(Answer::to).is_none(),
            "{word} is there twice"
        );
    }
}

#[test]
fn an_answer_names_a_key_or_says_that_nothing_is_needed() {
    for (word, answer) in WORDS {
        let mut words = match answer {
            Write(ours) => ours.split([' ', '=', '(']).take(1).collect::<Vec<_>>(),
            Say(sentence) => sentence.split([' ', '`', ':']).collect(),
            Remove(why) => {
                assert!(!why.is_empty(), "{word}");
                continue;
            }
        }
        .into_iter();
        assert!(
            words.any(|word| Key::named(word, Macro::Policy).is_some()),
            "{word}"
        );
    }
}

#[test]
fn the_options_of_other_libraries_are_known() {
    for (library, options) in LIBRARIES {
        for option in options.split_whitespace() {
            let help = &unknown_key(option).help[0];
            assert!(
                !help.starts_with("the arguments are"),
                "{library}: {option}"
            );
        }
    }
}

#[test]
fn a_slip_is_answered_with_the_nearest_key() {
    let help = |key| unknown_key(key).help.remove(0);
    for (slip, key) in [
        ("orgins", "origins"),
        ("maxage", "max_age"),
        ("Max-Age", "max_age"),
        ("credential", "credentials"),
        ("mismach", "mismatch"),
        ("polcy", "policy"),
    ] {
        assert_eq!(help(slip), format!("write `{key}`"));
    }
    assert_eq!(help("setMaxAge"), "write `max_age`");
    assert_eq!(
        help("send_wildcard"),
        "remove it: `origins = any` already sends `*`"
    );
    for far in ["colour", "og", ""] {
        assert!(
            help(far).starts_with("the arguments are origins, "),
            "{far}"
        );
    }
}
