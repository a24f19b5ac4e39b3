//! The example `edge`: origins from the environment and from a file, with the program started for each test.

mod files;
mod start;
