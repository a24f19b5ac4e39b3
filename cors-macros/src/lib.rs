//! x

#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "for the rule public_suffix_wildcard, which is not here yet"
    )
)]
mod suffix;
