//! The CORS engine of [`route-cors`](https://docs.rs/route-cors).
//!
//! It knows what an [`origin`] is and which ones a pattern admits, what a [`policy`] is made of, which
//! [`rule`]s judge one, what is wrong with an origin and in which words ([`fault`]), and what a policy
//! answers to a request ([`verdict`]). The macros use it while a program is compiled and the server uses it
//! while the program runs, so the two cannot disagree.
//!
//! There is no framework in here, no dependency and no feature. Use the crate `route-cors`; what this crate
//! offers may change in any release.
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
