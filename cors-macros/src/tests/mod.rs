//! Tests that call the macro as a function, on tokens read from text.

mod accepted;
mod const_checks;
mod drive;
mod expansions;
mod foreign;
mod half_typed;
mod messages;
mod pasted;
mod refused;
mod shared_hosts;
mod table;
