//! The macro driven as a function, on tokens read from text.

mod accepted;
mod drive;
mod expansions;
mod half_typed;
mod refused;
mod table;
