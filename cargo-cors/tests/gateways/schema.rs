//! A small schema language for the documents of Kubernetes, Istio and the buckets. Objects allow no other keys.

use serde_json::Value;

/// The values that a document may have at one place.
pub(crate) enum Schema {
    /// These keys, and whether each is required.
    Object(&'static [(&'static str, bool, Schema)]),
    /// Any keys, with these values.
    Map(&'static Schema),
    /// From so many to so many items.
    List(usize, usize, &'static Schema),
    /// A text that fulfils a condition.
    Text(fn(&str) -> bool),
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A whole number within these bounds.
    Number(i64, i64),
    Bool,
}

impl Schema {
    /// Everything in a value that the schema does not allow.
    pub(crate) fn check(&self, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.collect("", value, &mut faults);
        faults
    }

    fn collect(&self, place: &str, value: &Value, faults: &mut Vec<String>) {
        let mut wrong = |what: &str| faults.push(format!("{place}: {value} is not {what}"));
        match self {
            Self::Object(keys) => {
                let Some(object) = value.as_object() else {
                    return wrong("an object");
                };
                for key in object.keys() {
                    if !keys.iter().any(|(known, ..)| known == key) {
                        faults.push(format!("{place}: there is no key `{key}`"));
                    }
                }
                for (key, required, schema) in *keys {
                    match object.get(*key) {
                        Some(value) => schema.collect(&format!("{place}.{key}"), value, faults),
                        None if *required => faults.push(format!("{place}: `{key}` is missing")),
                        None => {}
                    }
                }
            }
            Self::Map(schema) => {
                let Some(object) = value.as_object() else {
                    return wrong("a map");
                };
                for (key, value) in object {
                    schema.collect(&format!("{place}.{key}"), value, faults);
                }
            }
            Self::List(least, most, schema) => {
                let Some(list) = value.as_array() else {
                    return wrong("a list");
                };
                if !(*least..=*most).contains(&list.len()) {
                    wrong("of a length that is allowed");
                }
                for (index, value) in list.iter().enumerate() {
                    schema.collect(&format!("{place}[{index}]"), value, faults);
                }
            }
            Self::Text(holds) => {
                if !value.as_str().is_some_and(holds) {
                    wrong("a text of this form");
                }
            }
            Self::OneOf(words) => {
                if !value.as_str().is_some_and(|text| words.contains(&text)) {
                    wrong("one of the words");
                }
            }
            Self::Number(least, most) => {
                let within = |number: i64| (*least..=*most).contains(&number);
                if !value.as_i64().is_some_and(within) {
                    wrong("a number within the bounds");
                }
            }
            Self::Bool => {
                if !value.is_boolean() {
                    wrong("true or false");
                }
            }
        }
    }
}
