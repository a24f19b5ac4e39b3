//! Apache: a chain of rewrite rules leaves the case of a request in its environment, and `Header` reads it.

use std::fmt::Write;

use super::{
    Frame,
    path::pcre,
    plan::{CORS_HEADERS, Grant, Limits, Plan, Value},
    text::{Head, alternatives, comment, head, methods_regex, policy_name},
};

pub(crate) const LIMITS: Limits = Limits {
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

pub(crate) fn write(plan: &Plan, file: &str, frame: Option<&Frame>) -> String {
    let mut out = head(
        &Head {
            target: "apache",
            file,
            place: frame.is_none().then_some(PLACE),
        },
        plan,
    );
    let rules = rules(plan);
    match frame {
        None => {
            let _ = write!(out, "\n{rules}");
        }
        Some(Frame { backend, listen }) => {
            let _ = write!(
                out,
                "\n{COMPLETE}\nListen {listen}\n<VirtualHost {listen}>\n    ProxyPass \"/\" \"http://{backend}/\" nocanon\n    \
                 ProxyPreserveHost On\n\n"
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
    let mut grants = Vec::new();
    for (index, policy) in plan.policies.iter().enumerate() {
        let name = policy_name(index);
        for (grant, origins) in [
            (Grant::Session, &policy.session),
            (Grant::Named, &policy.named),
        ] {
            let origins = origins.iter();
            grants.extend(origins.map(|origin| (format!("{name} {}\\z", origin.pcre()), grant)));
        }
        if policy.everyone {
            grants.push((format!("{name} "), Grant::Everyone));
        }
    }
    let mut rest = grants.len();
    for (regex, grant) in grants {
        rest -= 1;
        let _ = writeln!(
            out,
            "RewriteCond \"%{{ENV:CORS_POLICY}} %{{ENV:CORS_ORIGIN}}\" \"^{regex}\"\nRewriteRule ^ - [E=CORS_GRANT:{},S={rest}]",
            grant.as_str()
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

fn headers(plan: &Plan, out: &mut String) {
    // One line for each header and value, with all cases that have it.
    let mut lines: Vec<((&str, Value), Vec<String>)> = Vec::new();
    for (index, policy) in plan.policies.iter().enumerate() {
        for grant in policy.grants() {
            for (preflight, headers) in [
                ("1", policy.preflight_headers(grant)),
                ("", policy.response_headers(grant)),
            ] {
                for header in headers {
                    let case = format!("{preflight}-{}-{}", policy_name(index), grant.as_str());
                    match lines.iter_mut().find(|(there, _)| *there == header) {
                        Some((_, cases)) => cases.push(case),
                        None => lines.push((header, vec![case])),
                    }
                }
            }
        }
    }
    let position = |name: &str| CORS_HEADERS.iter().position(|each| *each == name);
    lines.sort_by_key(|((name, _), _)| position(name));
    for ((name, value), cases) in lines {
        let (value, condition) = match value {
            Value::Text(text) => (text.replace('%', "%%"), ""),
            Value::Origin => ("%{CORS_ORIGIN}e".to_owned(), ""),
            Value::RequestedHeaders => ("%{CORS_ASKED}e".to_owned(), " && -n reqenv('CORS_ASKED')"),
        };
        let _ = writeln!(
            out,
            "Header always set {name} \"{value}\" \"expr=reqenv('CORS_CASE') =~ /^{}$/{condition}\"",
            alternatives(cases)
        );
    }
    for name in [
        "Origin",
        "Sec-Fetch-Site",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
    ] {
        let mut cases = Vec::new();
        for (index, policy) in plan.policies.iter().enumerate() {
            for (preflight, vary) in [("1", &policy.preflight_vary), ("", &policy.vary)] {
                if vary.contains(&name) {
                    cases.push(format!("{preflight}-{}", policy_name(index)));
                }
            }
        }
        if cases.is_empty() {
            continue;
        }
        let _ = writeln!(
            out,
            "Header always merge Vary {name} \"expr=reqenv('CORS_CASE') =~ /^{}-/ && !(resp('Vary') =~ /(?i)(?:^|,)\\s*(?:{name}|\\*)\\s*(?:,|$)/)\"",
            alternatives(cases)
        );
    }
}
