//! The CORS engine of [`route-cors`](https://docs.rs/route-cors).
//!
//! It knows which texts are an [`origin`], which origins a pattern admits, and the words for the [`fault`]s of other texts.
//! It has the parts of a [`policy`], the [`rule`]s about them, and the [`verdict`] of a policy about a request. The macros
//! use it while a program is compiled and the server uses it while the program runs, so the two cannot disagree.
//!
//! It has no framework, no dependency and no feature. Use the crate `route-cors`: the items of this crate may change in any
//! release.
#![no_std]

extern crate alloc;

pub mod explain;
pub mod fault;
pub mod header;
pub mod origin;
pub mod policy;
pub mod preflight;
pub mod rule;
pub mod verdict;
