//! The JSON form of a surface.

use serde_json::{Map, Value, json};

use crate::{
    origin::{Bound, Element, Origin, Origins},
    row::{By, Credentials, Names, Policy, Row},
    surface::{FORMAT_VERSION, Surface},
};
use cors_runtime::policy::Mismatch;

impl Surface {
    /// Returns the surface as JSON: `{"version": 1, "routes": [..]}`, with the keys of the file, and the file and line of
    /// each policy where they are known. Later releases only add keys.
    #[must_use]
    pub fn to_json(&self) -> String {
        let routes: Vec<Value> = self.rows().iter().map(row).collect();
        let document = json!({ "version": FORMAT_VERSION, "routes": routes });
        format!("{document:#}\n")
    }
}

/// One row as a JSON object, with the keys of the file.
pub(crate) fn row(row: &Row) -> Value {
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("path", row.path.clone().into());
    put("method", row.method.as_str().into());
    put("by", row.by.as_str().into());
    match &row.by {
        By::Blocked { status } => drop(put("status", (*status).into())),
        By::Unreachable { behind } => drop(put("behind", behind.clone().into())),
        By::Route | By::Scope | By::Application | By::None => {}
    }
    put("confirmed", row.unconfirmed.is_none().into());
    if let Some(reason) = &row.unconfirmed {
        put("unconfirmed", reason.clone().into());
    }
    put("guarded", row.guarded.into());
    if let Some(handler) = &row.handler {
        put("handler", handler.clone().into());
    }
    if let Some(place) = &row.place {
        put("place", json!(place));
    }
    put("floors", floors(row));
    if let Some(each) = &row.policy {
        policy(each, &mut object);
    }
    Value::Object(object)
}

/// Returns the floors of a row.
pub(crate) fn floors(row: &Row) -> Value {
    let floors = row.floors.iter().map(|floor| {
        let mut value = json!({ "path": floor.path, "origins": origins(&floor.origins) });
        if let Some(methods) = &floor.methods {
            value["methods"] = json!(methods);
        }
        value
    });
    floors.collect()
}

/// The keys of a policy. `x-cors` in an `OpenAPI` document has the same ones.
pub(crate) fn policy(policy: &Policy, object: &mut Map<String, Value>) {
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("origins", origins(&policy.origins));
    if let Some(methods) = &policy.methods {
        put("methods", json!(methods));
    }
    put("headers", names(&policy.headers));
    put("expose", names(&policy.expose));
    let credentials = match &policy.credentials {
        Credentials::No => Value::Bool(false),
        Credentials::Yes => Value::Bool(true),
        Credentials::For(list) => list.iter().map(element).collect(),
    };
    put("credentials", credentials);
    if let Some(seconds) = policy.max_age {
        put("max_age", seconds.into());
    }
    let mismatch = match policy.mismatch {
        Mismatch::Omit => "omit",
        Mismatch::Reject => "reject",
    };
    put("mismatch", mismatch.into());
    put("allow", json!(policy.allow));
}

fn origins(origins: &Origins) -> Value {
    match origins {
        Origins::Any => "any".into(),
        Origins::Listed(list) => list.iter().map(element).collect(),
    }
}

fn element(element: &Element) -> Value {
    let mut value = match &element.origin {
        Origin::Pattern(text) if element.cfg.is_none() => return text.clone().into(),
        Origin::Pattern(text) => json!({ "origin": text }),
        Origin::Set(set) => {
            let within = match &set.within {
                Bound::Any => "any".into(),
                Bound::Within(patterns) => json!(patterns),
            };
            let mut value = json!({ "set": set.name, "within": within });
            if let Some(source) = &set.source {
                value["source"] = source.clone().into();
            }
            value
        }
    };
    if let Some(cfg) = &element.cfg {
        value["cfg"] = cfg.clone().into();
    }
    value
}

fn names(names: &Names) -> Value {
    match names {
        Names::Any => "any".into(),
        Names::Listed(names) => json!(names),
    }
}
