//! What the compiler says about a policy, word for word.
//!
//! Each file in `ui/` is named after the rule that it breaks, and what the compiler prints about it stands
//! beside it. In `ui/report/` is what no single rule is about, in
//! `ui/parts/` what a constant says of a policy that starts from a named one; what is in `ui/pass/` compiles.

#[test]
fn the_compiler_says() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/*.rs");
    cases.compile_fail("tests/ui/report/*.rs");
    cases.compile_fail("tests/ui/parts/*.rs");
    cases.pass("tests/ui/pass/*.rs");
}
