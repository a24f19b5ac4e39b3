//! The compiler's errors about policies, word for word.
//!
//! Each file in `ui/` is named after the rule that it breaks. The printed errors are in the file next to it. `ui/report/`
//! has errors that belong to no single rule, and `ui/parts/` errors of constants, about policies that start from a named
//! one. The files in `ui/pass/` compile.

#[test]
fn the_compiler_says() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.compile_fail("tests/ui/report/*.rs");
    cases.compile_fail("tests/ui/parts/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
