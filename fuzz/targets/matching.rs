//! Which origins a list allows: the index and the patterns, against a matcher that shares no code with them.
//!
//! Each line of the input is an element of the list, if it has no fault, and an origin to look up. The text of a line is
//! also put in the place of the `*` of the elements.

#![no_main]

use std::collections::BTreeSet;

use cors_runtime::{
    fault::{Place, examine},
    origin::Pattern,
};
use fuzz::{allows, browser};
use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "a policy uses more of it")]
#[path = "../../src/origin_index.rs"]
mod origin_index;

use origin_index::OriginIndex;

/// More lines are no more interesting.
const LINES: usize = 12;

fuzz_target!(|data: &[u8]| {
    let lines: Vec<&[u8]> = data.split(|&byte| byte == b'\n').take(LINES).collect();
    let is_element = |text: &&str| {
        matches!(*text, "null" | "*") || examine(text, Place::Bound, &browser).is_ok()
    };
    let elements: Vec<&str> = lines
        .iter()
        .filter_map(|line| std::str::from_utf8(line).ok())
        .filter(is_element)
        .collect();
    let index = OriginIndex::new(elements.iter().copied());

    let distinct: BTreeSet<&[u8]> = elements.iter().map(|element| element.as_bytes()).collect();
    assert_eq!(index.elements().collect::<BTreeSet<_>>(), distinct);
    assert_eq!(index.len(), distinct.len());
    assert!(distinct.iter().all(|element| index.contains(element)));
    assert_eq!(index.admits_any(), elements.contains(&"*"));

    for line in &lines {
        look_up(&elements, &index, line);
        for element in &elements {
            look_up(&elements, &index, &filled(element, line));
        }
    }
});

/// Returns an element with `text` in the place of each `*`.
fn filled(element: &str, text: &[u8]) -> Vec<u8> {
    let parts: Vec<&[u8]> = element.as_bytes().split(|&byte| byte == b'*').collect();
    parts.join(text)
}

fn look_up(elements: &[&str], index: &OriginIndex, origin: &[u8]) {
    let expected = elements.iter().any(|element| allows(element, origin));
    let shown = String::from_utf8_lossy(origin);
    assert_eq!(index.admits(origin), expected, "{shown:?} in {elements:?}");

    let patterns: Vec<Pattern<'_>> = elements
        .iter()
        .filter_map(|it| Pattern::parse(it))
        .collect();
    for pattern in &patterns {
        let matches = pattern.matches(origin);
        assert_eq!(
            matches,
            allows(pattern.as_str(), origin),
            "{shown:?} {pattern:?}"
        );
        for wide in patterns
            .iter()
            .filter(|wide| matches && !wide.matches(origin))
        {
            assert!(
                !wide.includes(pattern),
                "{wide:?} lacks {shown:?} of {pattern:?}"
            );
            assert!(
                !wide.covers(pattern),
                "{wide:?} lacks {shown:?} of {pattern:?}"
            );
        }
    }
}
