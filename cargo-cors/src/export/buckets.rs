//! Amazon S3 and Google Cloud Storage: one policy for a whole bucket, as JSON, which has no comments.

use cors_runtime::origin::{Hosts, Pattern as OriginPattern, Ports};
use serde_json::{Value, json};

use super::plan::{Limits, Names, Origin, Plan, Policy};

/// The methods of a CORS rule of S3.
const S3_METHODS: &[&str] = &["GET", "PUT", "POST", "DELETE", "HEAD"];

/// The seconds that a browser caches a preflight response without `Access-Control-Max-Age` (Fetch, section
/// "CORS-preflight fetch").
const DEFAULT_MAX_AGE: u32 = 5;

pub(crate) const S3: Limits = Limits {
    method: |method| {
        if S3_METHODS.contains(&method) {
            Ok(())
        } else {
            Err(format!(
                "S3 has no method `{method}`, only {}",
                S3_METHODS.join(", ")
            ))
        }
    },
    origin: s3_origin,
    policy: s3_policy,
    one_policy: true,
    ..Limits::NONE
};

pub(crate) const GCS: Limits = Limits {
    origin: |origin| {
        if origin.is_exact() {
            Ok(())
        } else {
            Err("Cloud Storage has no patterns of origins: list them".to_owned())
        }
    },
    policy: gcs_policy,
    one_policy: true,
    ..Limits::NONE
};

fn s3_origin(origin: &OriginPattern<'_>) -> Result<(), String> {
    if origin.hosts() != Hosts::One && origin.ports() == Ports::Any {
        return Err("S3 takes one `*` in an origin".to_owned());
    }
    Ok(())
}

/// Rejects policies that no kind of bucket can express.
fn bucket(policy: &Policy) -> Result<(), String> {
    if policy.vary.contains(&"Sec-Fetch-Site") {
        return Err("`mismatch = reject`: no application is behind a bucket".to_owned());
    }
    if policy.permissions().next().is_none() {
        return Err("it allows nothing, which a bucket says by having no CORS rule".to_owned());
    }
    if policy.permissions().count() > 1 {
        return Err(
            "`credentials` for some of the origins: a bucket has them for all or for none"
                .to_owned(),
        );
    }
    if policy.expose == Names::Any {
        return Err("`expose = any`: a bucket lists the names".to_owned());
    }
    Ok(())
}

fn s3_policy(policy: &Policy, _method: &str) -> Result<(), String> {
    bucket(policy)?;
    if !policy.named.is_empty() {
        return Err(
            "origins without credentials: S3 sends `Access-Control-Allow-Credentials: true` to every origin that is listed"
                .to_owned(),
        );
    }
    if let Some(method) = policy
        .methods
        .iter()
        .find(|method| !S3_METHODS.contains(&method.as_str()))
    {
        return Err(format!("S3 has no method `{method}`"));
    }
    if let Some(name) = starred(&policy.headers).or_else(|| starred(&policy.expose)) {
        return Err(format!("`{name}`: `*` is a wildcard in S3"));
    }
    Ok(())
}

fn gcs_policy(policy: &Policy, _method: &str) -> Result<(), String> {
    bucket(policy)?;
    if !policy.session.is_empty() {
        return Err(
            "credentials: Cloud Storage never sends `Access-Control-Allow-Credentials`".to_owned(),
        );
    }
    if policy.headers == Names::Any {
        return Err("`headers = any`: Cloud Storage lists the names".to_owned());
    }
    if policy.headers != policy.expose {
        return Err(
            "`headers` and `expose` differ, and Cloud Storage has one list for both".to_owned(),
        );
    }
    if let Some(name) = starred(&policy.headers) {
        return Err(format!("`{name}`: `*` is a wildcard in Cloud Storage"));
    }
    Ok(())
}

/// Returns a name with `*` in it.
fn starred(names: &Names) -> Option<&str> {
    match names {
        Names::Any => None,
        Names::Listed(names) => names
            .iter()
            .map(String::as_str)
            .find(|name| name.contains('*')),
    }
}

/// Returns the document of `aws s3api put-bucket-cors --cors-configuration file://..`.
pub(crate) fn s3(plan: &Plan, file: &str) -> String {
    let rules = plan.policies.iter().map(|policy| {
        let mut rule = json!({
            "ID": provenance("s3", file),
            "AllowedOrigins": s3_origins(policy),
            "AllowedMethods": policy.methods,
        });
        match &policy.headers {
            Names::Any => rule["AllowedHeaders"] = json!(["*"]),
            Names::Listed(names) if names.is_empty() => {}
            Names::Listed(names) => rule["AllowedHeaders"] = json!(names),
        }
        if let Names::Listed(names) = &policy.expose
            && !names.is_empty()
        {
            rule["ExposeHeaders"] = json!(names);
        }
        if let Some(seconds) = policy.max_age {
            rule["MaxAgeSeconds"] = json!(seconds);
        }
        rule
    });
    let rules: Vec<Value> = rules.collect();
    format!("{:#}\n", json!({ "CORSRules": rules }))
}

fn s3_origins(policy: &Policy) -> Vec<String> {
    if policy.everyone {
        return vec!["*".to_owned()];
    }
    let mut origins = Vec::new();
    for origin in &policy.session {
        let text = origin.as_str();
        // `:*` does not match the default port, which has no colon.
        if let Some(without) = text.strip_suffix(":*") {
            origins.push(without.to_owned());
        }
        origins.push(text.to_owned());
    }
    origins
}

/// Returns the origin of the rule as its ID, the only free text that S3 has.
fn provenance(target: &str, file: &str) -> String {
    let text = format!(
        "cargo cors export {target}, cargo-cors {}, from {file}, format version {}",
        env!("CARGO_PKG_VERSION"),
        cors_surface::FORMAT_VERSION
    );
    // An ID has 255 characters.
    text.chars().take(255).collect()
}

/// Returns the document of `gcloud storage buckets update --cors-file=..`.
pub(crate) fn gcs(plan: &Plan) -> String {
    let rules = plan.policies.iter().map(|policy| {
        let origins: Vec<&str> = if policy.everyone {
            vec!["*"]
        } else {
            policy.named.iter().map(Origin::as_str).collect()
        };
        let mut rule = json!({
            "origin": origins,
            "method": policy.methods,
            // Without it, Cloud Storage lets browsers cache for an hour.
            "maxAgeSeconds": policy.max_age.unwrap_or(DEFAULT_MAX_AGE),
        });
        if let Names::Listed(names) = &policy.headers
            && !names.is_empty()
        {
            rule["responseHeader"] = json!(names);
        }
        rule
    });
    format!("{:#}\n", Value::Array(rules.collect()))
}
