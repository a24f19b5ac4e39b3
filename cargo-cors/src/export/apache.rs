//! Apache: a chain of rewrite rules leaves the case of a request in its environment, and `Header` reads it.

use std::fmt::Write;

use super::{
    Addresses,
    path::{check_guesses, pcre},
    plan::{CORS_HEADERS, Limits, Permission, Plan, Value},
    text::{Head, alternatives, comment, head, methods_regex, policy_name},
};

/// Apache takes 8192 bytes in a line or in a regular expression of a condition.
const CASES_IN_A_LINE: usize = 60;

/// The longest regular expression or value, so that the line around it fits.
const MAX_TEXT: usize = 7000;

fn too_long(length: usize, what: &str) -> Result<(), String> {
    if length > MAX_TEXT {
        return Err(format!("{what} does not fit into a line of Apache"));
    }
    Ok(())
}

pub(crate) const LIMITS: Limits = Limits {
    pattern: |pattern| {
        check_guesses(&pattern.language)?;
        too_long(pcre(&pattern.language).len(), "its path")
    },
    policy: |policy, _| too_long(policy.longest_value(with_percents), "one of its lists"),
    notes: &[
        "Two `Origin` lines count as one that nobody has.",
        "A path that is spelled with %2F, %2B or %25 and with other escapes as well gets no CORS headers; neither does one \
         with an escaped dot.",
        "If the backend sends two `Vary` lines and names `Origin` in the second one, Apache adds it again.",
        "A request for `//path` reaches the application as `/path`, and its response has no CORS headers.",
    ],
    ..Limits::NONE
};

const PLACE: &str = "\
Put it into the `<VirtualHost>`, with `ProxyPass \"/\" \"http://..\" nocanon`. It needs mod_rewrite and mod_headers of
Apache 2.4.39 or later.";

const COMPLETE: &str = "\
# The paths are Debian's.
ServerRoot /usr/lib/apache2
ErrorLog /dev/stderr
ServerName localhost
User nobody
Group #65534
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule proxy_module modules/mod_proxy.so
LoadModule proxy_http_module modules/mod_proxy_http.so
LoadModule headers_module modules/mod_headers.so
LoadModule rewrite_module modules/mod_rewrite.so
";

const REQUEST: &str = r#"AllowEncodedSlashes NoDecode
MergeSlashes Off
RewriteEngine On

# A preflight is OPTIONS with Origin and Access-Control-Request-Method. Its method is the one that it announces.
RewriteRule ^ - [E=CORS_METHOD:%{REQUEST_METHOD},E=CORS_ORIGIN:%{HTTP:Origin}]
RewriteCond %{REQUEST_METHOD} =OPTIONS
RewriteCond %{HTTP:Origin} . [NV]
RewriteCond %{HTTP:Access-Control-Request-Method} "^([^ ,]+)\z" [NV]
RewriteRule ^ - [E=CORS_METHOD:%1,E=CORS_PREFLIGHT:1,E=CORS_ASKED:%{HTTP:Access-Control-Request-Headers}]

# The path as actix-web decodes it: all escapes but %25, %2B and %2F. Empty if Apache cannot compute it.
RewriteCond %{THE_REQUEST} "!^[^ ]+ [^ ?]*(?i:%2[5bfe]|[^:]//|/\.\.?(?:[/? ]))"
RewriteCond %{THE_REQUEST} "!^[^ ]+ //"
RewriteRule "^((?s:.)*)\z" - [E=CORS_PATH:$1]
RewriteCond %{THE_REQUEST} "^[^ ]+ (?:https?://[^/ ]*)?(/(?:[^%?# ]|%2[5BFbf])*)(?:\?[^ ]*)? "
RewriteRule ^ - [E=CORS_PATH:%1]
"#;

pub(crate) fn write(plan: &Plan, file: &str, addresses: Option<&Addresses>) -> String {
    let mut out = head(
        &Head {
            target: "apache",
            file,
            place: addresses.is_none().then_some(PLACE),
            removes: true,
        },
        plan,
    );
    let rules = rules(plan);
    match addresses {
        None => {
            let _ = write!(out, "\n{rules}");
        }
        Some(Addresses { backend, listen }) => {
            let _ = write!(
                out,
                "\n{COMPLETE}PidFile /run/cors-{}.pid\n\nListen {listen}\n<VirtualHost {listen}>\n    ProxyPass \"/\" \"http://{backend}/\" nocanon\n    \
                 ProxyPreserveHost On\n\n",
                listen.port()
            );
            for line in rules.lines() {
                let _ = writeln!(out, "{}", format!("    {line}").trim_end());
            }
            out.push_str("</VirtualHost>\n");
        }
    }
    out
}

fn rules(plan: &Plan) -> String {
    let mut out = REQUEST.to_owned();
    out.push_str("\n# Which policy: the first rule that matches the method and the path. S skips the others.\n");
    let mut rest = plan.rules.len();
    for rule in &plan.rules {
        rest -= 1;
        let policy = rule.policy.map_or("none".to_owned(), policy_name);
        let _ = writeln!(
            out,
            "# {}\nRewriteCond \"%{{ENV:CORS_METHOD}} %{{ENV:CORS_PATH}}\" \"^{} {}\\z\"\nRewriteRule ^ - [E=CORS_POLICY:{policy},S={rest}]",
            comment(rule),
            methods_regex(&rule.methods),
            pcre(&rule.pattern.language)
        );
    }
    out.push_str("\n# What it grants the origin.\n");
    let mut permissions = Vec::new();
    for (index, policy) in plan.policies.iter().enumerate() {
        let name = policy_name(index);
        for (permission, origins) in [
            (Permission::Session, &policy.session),
            (Permission::Named, &policy.named),
        ] {
            let origins = origins.iter();
            permissions
                .extend(origins.map(|origin| (format!("{name} {}\\z", origin.pcre()), permission)));
        }
        if policy.everyone {
            permissions.push((format!("{name} "), Permission::Everyone));
        }
    }
    let mut rest = permissions.len();
    for (regex, permission) in permissions {
        rest -= 1;
        let _ = writeln!(
            out,
            "RewriteCond \"%{{ENV:CORS_POLICY}} %{{ENV:CORS_ORIGIN}}\" \"^{regex}\"\nRewriteRule ^ - [E=CORS_GRANT:{},S={rest}]",
            permission.as_str()
        );
    }
    out.push_str(
        "RewriteRule ^ - [E=CORS_CASE:%{ENV:CORS_PREFLIGHT}-%{ENV:CORS_POLICY}-%{ENV:CORS_GRANT}]\n\
         \n# The headers of the backend go, and those of the case come.\n",
    );
    for header in CORS_HEADERS {
        let _ = writeln!(out, "Header onsuccess unset {header}");
    }
    headers(plan, &mut out);
    out.push_str(
        "\n# Preflights are answered here, without a body.\n\
         RewriteCond %{ENV:CORS_CASE} \"^1-p[0-9]+-.\"\n\
         RewriteRule ^ - [R=204,L]\n\
         RewriteCond %{ENV:CORS_CASE} \"^1-p[0-9]+-\\z\"\n\
         RewriteRule ^ - [R=403,L]\n\
         ErrorDocument 403 \"%{reqenv:CORS_NOTHING}\"\n",
    );
    out
}

/// Returns a text of a header's value, in which `%` begins a variable.
fn with_percents(text: &str) -> String {
    text.replace('%', "%%")
}

fn headers(plan: &Plan, out: &mut String) {
    let preflight = |preflight: bool| if preflight { "1" } else { "" };
    for header in plan.headers() {
        let cases: Vec<String> = header
            .outcomes
            .iter()
            .map(|outcome| {
                let policy = policy_name(outcome.policy);
                format!(
                    "{}-{policy}-{}",
                    preflight(outcome.preflight),
                    outcome.permission.as_str()
                )
            })
            .collect();
        let (value, condition) = match &header.value {
            Value::Text(text) => (with_percents(text), ""),
            Value::Origin => ("%{CORS_ORIGIN}e".to_owned(), ""),
            Value::RequestedHeaders => ("%{CORS_ASKED}e".to_owned(), " && -n reqenv('CORS_ASKED')"),
        };
        for cases in cases.chunks(CASES_IN_A_LINE) {
            let _ = writeln!(
                out,
                "Header always set {} \"{value}\" \"expr=reqenv('CORS_CASE') =~ /^{}$/{condition}\"",
                header.name,
                alternatives(cases.iter().cloned())
            );
        }
    }
    for name in [
        "Origin",
        "Sec-Fetch-Site",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
    ] {
        let cases: Vec<String> = [true, false]
            .into_iter()
            .flat_map(|kind| {
                let policies = plan.varying(name, kind).into_iter();
                policies.map(move |index| format!("{}-{}", preflight(kind), policy_name(index)))
            })
            .collect();
        for cases in cases.chunks(CASES_IN_A_LINE) {
            let _ = writeln!(
                out,
                "Header always merge Vary {name} \"expr=reqenv('CORS_CASE') =~ /^{}-/ && !(resp('Vary') =~ /(?i)(?:^|,)\\s*(?:{name}|\\*)\\s*(?:,|$)/)\"",
                alternatives(cases.iter().cloned())
            );
        }
    }
}
