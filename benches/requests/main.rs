//! The cost of a policy in a request, compared with headers written by hand and with actix-cors.
//!
//! `cargo bench --bench requests` starts itself under callgrind, once for each cell of its tables, and counts what a
//! server that is warm executes and allocates for one request. With `wrk` it also compares throughput over loopback.

mod callgrind;
mod contenders;
mod count;
mod growth;
mod matching;
mod requests;
mod throughput;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["count", contender, path, kind] => count::run(contender, path, kind),
        ["grow", application, shape, number, kind] => {
            growth::run(application, shape, number, kind);
        }
        ["match", kind, number, asked] => matching::run(kind, number, asked),
        ["serve", contender] => throughput::run(contender),
        // Under `cargo test --benches` there is nothing to measure.
        _ if !words.contains(&"--bench") => {}
        _ => {
            count::print();
            growth::print();
            matching::print();
            throughput::print();
        }
    }
}
