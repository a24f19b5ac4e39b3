//! The macro driven as a function, on tokens read from text.

mod accepted;
mod drive;
mod expansions;
mod foreign;
mod half_typed;
mod judged;
mod refused;
mod said;
mod shared_hosts;
mod table;
