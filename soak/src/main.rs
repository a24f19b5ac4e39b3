//! Serves mixed traffic while origin sets change, for as many seconds as the argument says: no panic, no growth, no wrong
//! answer.
//!
//! An actix-web server with two workers runs in this process. Clients send allowed and denied requests, preflights,
//! requests without a token and hostile origins. Now and then they drop the connection. Every complete answer is compared
//! with a table.

mod cases;
mod server;

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    panic, process,
    sync::atomic::{
        AtomicBool, AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
    },
    thread,
    time::{Duration, Instant},
};

use cases::{Answer, COMMON, Case, EVIL, Random, SWITCHED};
use server::{EDGE, TENANTS};

static RUNNING: AtomicBool = AtomicBool::new(true);
static REQUESTS: AtomicU64 = AtomicU64::new(0);
static ANSWERS: AtomicU64 = AtomicU64::new(0);
/// Answers for `SWITCHED` where a set has it, and where it does not.
static SWITCHED_ANSWERS: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
static WRONG: AtomicU64 = AtomicU64::new(0);
static PANICS: AtomicU64 = AtomicU64::new(0);
static DROPPED: AtomicU64 = AtomicU64::new(0);
static REPLACED: AtomicU64 = AtomicU64::new(0);
static RELOADED: AtomicU64 = AtomicU64::new(0);
static REFUSED: AtomicU64 = AtomicU64::new(0);

fn count(counter: &AtomicU64) -> u64 {
    counter.fetch_add(1, Relaxed)
}

fn wrong(text: &str) {
    if count(&WRONG) < 20 {
        eprintln!("wrong: {text}");
    }
}

fn client(seed: u64, address: SocketAddr) {
    let mut random = Random(seed);
    while RUNNING.load(Acquire) {
        if let Err(error) = connection(&mut random, address) {
            wrong(&format!("no complete answer: {error}"));
        }
    }
}

/// Sends up to three requests at a time, and checks their answers, until the client drops the connection.
fn connection(random: &mut Random, address: SocketAddr) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut answers = BufReader::new(stream.try_clone()?);
    while RUNNING.load(Acquire) {
        let cases: Vec<_> = (0..=random.below(3)).map(|_| Case::new(random)).collect();
        let bytes = cases
            .iter()
            .map(|case| &*case.request)
            .collect::<Vec<_>>()
            .concat();
        let (first, second) = bytes.split_at(random.below(bytes.len()));
        stream.write_all(first)?;
        let drops = random.below(200);
        if drops == 0 {
            count(&DROPPED);
            return Ok(());
        }
        stream.write_all(second)?;
        REQUESTS.fetch_add(cases.len() as u64, Relaxed);
        if drops == 1 {
            // The connection ends before the answer, or in the middle of it.
            answers.read_exact(&mut vec![0; random.below(60)])?;
            count(&DROPPED);
            return Ok(());
        }
        for case in cases {
            let answer = read(&mut answers)?;
            count(&ANSWERS);
            if !case.answers.contains(&answer) {
                wrong(&format!("{answer:?} to {}", case.request.escape_ascii()));
            } else if case.answers.len() == 2 {
                count(&SWITCHED_ANSWERS[usize::from(answer.allow_origin.is_some())]);
            }
        }
    }
    Ok(())
}

/// Reads a whole response.
fn read(stream: &mut impl BufRead) -> io::Result<Answer> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line)?;
    let status = line
        .get(9..12)
        .and_then(|text| str::from_utf8(text).ok()?.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(line.escape_ascii().to_string()))?;
    let (mut allow_origin, mut allow_credentials, mut length) = (None, None, 0);
    loop {
        line.clear();
        stream.read_until(b'\n', &mut line)?;
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            break;
        };
        let value = line[colon + 1..].trim_ascii();
        let field = match &*line[..colon].to_ascii_lowercase() {
            b"access-control-allow-origin" => &mut allow_origin,
            b"access-control-allow-credentials" => &mut allow_credentials,
            b"content-length" => {
                length = str::from_utf8(value)
                    .ok()
                    .and_then(|text| text.parse().ok())
                    .unwrap_or(0);
                continue;
            }
            _ => continue,
        };
        // A second field of one name is wrong, too.
        *field = Some([field.take().unwrap_or_default(), value.to_vec()].concat());
    }
    stream.read_exact(&mut vec![0; length])?;
    Ok(Answer {
        status,
        allow_origin,
        allow_credentials,
    })
}

/// Returns the origins and patterns of a version.
fn list(version: u64) -> Vec<String> {
    let own = (0..20).map(|index| format!("https://v{version}-{index}.tenants.example"));
    let pattern = format!("https://*.below{version}.tenants.example");
    let switched = version.is_multiple_of(2).then(|| SWITCHED.to_owned());
    own.chain([COMMON.to_owned(), pattern])
        .chain(switched)
        .collect()
}

/// Replaces the set and the file. Every third file is broken, and so is every tenth list.
fn change() {
    let mut version = 0;
    while RUNNING.load(Acquire) {
        version += 1;
        if TENANTS.replace(list(version)).is_err() {
            wrong("a right list is rejected");
        }
        count(&REPLACED);
        if version % 10 == 0 && TENANTS.replace([EVIL]).is_ok() {
            wrong("a list outside the bound is accepted");
        }
        let is_broken = version % 3 == 0;
        let text = if is_broken {
            format!("{SWITCHED}\n{EVIL}\n")
        } else {
            list(version).join("\n")
        };
        fs::write("new.txt", text).expect("the folder can be written");
        fs::rename("new.txt", "origins.txt").expect("the file can be replaced");
        let reloaded = EDGE.reload();
        count(if reloaded.is_ok() {
            &RELOADED
        } else {
            &REFUSED
        });
        if reloaded.is_err() != is_broken {
            wrong(&format!("the reading of a file: {reloaded:?}"));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Returns the resident memory of this process, in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok())
        .expect("Linux has it")
}

fn main() -> process::ExitCode {
    let seconds = env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(60);
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        count(&PANICS);
        report(info);
    }));
    let folder = env::temp_dir().join(format!("route-cors-soak-{}", process::id()));
    fs::create_dir_all(&folder).expect("the temporary folder can be written");
    env::set_current_dir(&folder).expect("it is there");
    fs::write("origins.txt", list(0).join("\n")).expect("the folder can be written");
    TENANTS.replace(list(0)).expect("all are within");
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(|| server::serve(listener).expect("the server starts"));

    let mut samples = Vec::new();
    thread::scope(|scope| {
        scope.spawn(change);
        for seed in 1..=4 {
            scope.spawn(move || client(seed * 0x9e37_79b9_7f4a_7c15, address));
        }
        let start = Instant::now();
        for second in 1..=seconds {
            thread::sleep(
                (start + Duration::from_secs(second)).saturating_duration_since(Instant::now()),
            );
            samples.push(resident());
        }
        RUNNING.store(false, Release);
    });
    // A folder that stays behind is no reason to fail.
    let _ = fs::remove_dir_all(folder);

    let early = samples[samples.len().div_ceil(10) - 1];
    let (last, most) = (
        samples[samples.len() - 1],
        samples.iter().max().unwrap_or(&0),
    );
    let [requests, answers, wrong, panics, dropped] =
        [&REQUESTS, &ANSWERS, &WRONG, &PANICS, &DROPPED].map(|counter| counter.load(Relaxed));
    let [without, with] =
        [&SWITCHED_ANSWERS[0], &SWITCHED_ANSWERS[1]].map(|counter| counter.load(Relaxed));
    let [replaced, reloaded, refused] =
        [&REPLACED, &RELOADED, &REFUSED].map(|counter| counter.load(Relaxed));
    println!("{requests} requests, {answers} answers checked, {wrong} wrong, {panics} panics");
    println!(
        "{dropped} connections dropped; the switched origin: {with} allowed, {without} denied"
    );
    println!("{replaced} sets replaced, {reloaded} files loaded, {refused} broken files refused");
    println!(
        "resident KiB: {early} after a tenth of {seconds} s, {last} at the end, {most} at most"
    );
    let is_good = wrong == 0 && panics == 0 && with > 0 && without > 0 && last <= early + 2048;
    process::ExitCode::from(u8::from(!is_good))
}
