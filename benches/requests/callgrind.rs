//! Counts instructions: runs this program again under callgrind.

use std::{
    collections::HashSet,
    env, fs,
    path::Path,
    process::{Command, exit},
};

/// Instructions and allocations.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) instructions: u32,
    /// Calls of `malloc` and its like.
    pub(crate) allocations: u32,
}

/// Does work, of which alone callgrind keeps count: it forgets what came before, and nothing comes after.
pub(crate) fn count(mut work: impl FnMut()) -> ! {
    counted(&mut work);
    exit(0)
}

#[inline(never)]
fn counted(work: &mut dyn FnMut()) {
    work();
}

/// Runs this program with these arguments, and returns the cost of the work that it passes to [`count`]. Returns `None`
/// if valgrind is missing.
pub(crate) fn cost(arguments: &[&str]) -> Option<Cost> {
    let profile = Path::new(env!("CARGO_TARGET_TMPDIR")).join("callgrind.out");
    let status = Command::new("valgrind")
        .args([
            "--quiet",
            "--tool=callgrind",
            "--zero-before=*::callgrind::counted*",
        ])
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(env::current_exe().expect("a program knows itself"))
        .args(arguments)
        .status()
        .ok()?;
    assert!(status.success(), "{arguments:?} under valgrind");
    Some(read(
        &fs::read_to_string(&profile).expect("callgrind has written it"),
    ))
}

/// Reads a profile (Callgrind Format Specification): `totals:`, and the `calls=` after each `cfn=` that names what
/// allocates. A name is written once, with a number in parentheses that stands for it afterwards.
fn read(profile: &str) -> Cost {
    const ALLOCATE: [&str; 4] = ["malloc", "calloc", "realloc", "posix_memalign"];
    let mut allocating = HashSet::new();
    let mut callee = "";
    let mut cost = Cost::default();
    for line in profile.lines() {
        if let Some(("fn" | "cfn", rest)) = line.split_once('=') {
            let (number, name) = rest.split_once(' ').unwrap_or((rest, ""));
            if ALLOCATE.contains(&name) {
                allocating.insert(number);
            }
            if line.starts_with('c') {
                callee = number;
            }
        } else if let Some(calls) = line.strip_prefix("calls=")
            && allocating.contains(callee)
        {
            cost.allocations += first_number(calls);
        } else if let Some(total) = line.strip_prefix("totals: ") {
            cost.instructions = first_number(total);
        }
    }
    cost
}

fn first_number(text: &str) -> u32 {
    let digits = text.split_whitespace().next().expect("a number");
    digits.parse().expect("a number")
}
