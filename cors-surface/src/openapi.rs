//! The CORS policies in an OpenAPI document of the application: `x-cors` on each operation.

use serde_json::{Map, Value};

use crate::{
    json,
    path::PathPattern,
    row::{By, Method, Row},
    surface::Surface,
};

/// The methods that an OpenAPI document has operations for.
const OPERATIONS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl Surface {
    /// Returns an `OpenAPI` document with `x-cors` on each operation that a row is about: how the row got its policy, the keys
    /// of the policy, and the policies around it that reject requests. Everything else stays as it is.
    ///
    /// The document is JSON, such as `utoipa` makes it. An operation without a row gets no `x-cors`.
    ///
    /// # Errors
    ///
    /// If the document is not JSON.
    pub fn describe_openapi(&self, document: &str) -> Result<String, serde_json::Error> {
        let mut document: Value = serde_json::from_str(document)?;
        let paths = document.get_mut("paths").and_then(Value::as_object_mut);
        for (path, item) in paths.into_iter().flatten() {
            let Some(item) = item.as_object_mut() else {
                continue;
            };
            for (method, operation) in item.iter_mut() {
                if !OPERATIONS.contains(&method.as_str()) {
                    continue;
                }
                let row = self.row_of(path, &method.to_ascii_uppercase());
                if let (Some(row), Some(operation)) = (row, operation.as_object_mut()) {
                    operation.insert("x-cors".to_owned(), extension(row));
                }
            }
        }
        serde_json::to_string_pretty(&document)
    }

    /// Returns the row of an operation. `OpenAPI` has the names of parameters and not their expressions, so patterns
    /// that differ in those are the same.
    fn row_of(&self, path: &str, method: &str) -> Option<&Row> {
        let wanted = without_parameters(path);
        let rows = || {
            self.rows()
                .iter()
                .filter(|row| without_parameters(&row.path) == wanted)
        };
        rows()
            .find(|row| row.method.as_str() == method)
            .or_else(|| rows().find(|row| row.method == Method::Unknown))
            .or_else(|| {
                // Files and default services have no operation of their own.
                let path = PathPattern::new(path);
                let rest = self
                    .rows()
                    .iter()
                    .filter(|row| row.method == Method::Unknown && row.path.ends_with('*'));
                rest.filter(|row| PathPattern::new(&row.path).contains(&path))
                    .max_by_key(|row| row.path.len())
            })
    }
}

fn extension(row: &Row) -> Value {
    let mut extension = Map::new();
    extension.insert("by".to_owned(), row.by.as_str().into());
    if let By::Blocked { status } = row.by {
        extension.insert("status".to_owned(), status.into());
    }
    if let Some(policy) = &row.policy {
        json::policy(policy, &mut extension);
    }
    if !row.floors.is_empty() {
        extension.insert("floors".to_owned(), json::floors(row));
    }
    Value::Object(extension)
}

/// Returns a path with `{}` for each parameter.
fn without_parameters(path: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0_usize;
    for character in path.chars() {
        match character {
            '{' => {
                if depth == 0 {
                    plain.push_str("{}");
                }
                depth += 1;
            }
            '}' if depth > 0 => depth -= 1,
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    plain
}
