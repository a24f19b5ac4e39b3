//! The command line.

use std::fmt;
use std::net::TcpListener;

/// A program that serves several origins, each on a port of its own.
#[derive(Debug)]
pub struct Program<const N: usize> {
    /// The command that starts it.
    pub command: &'static str,
    /// What it shows, in a sentence.
    pub about: &'static str,
    pub places: [Place; N],
    /// What a file is for that may be named on the command line, if one may.
    pub file: Option<&'static str>,
}

/// What wants a port.
#[derive(Debug)]
pub struct Place {
    pub name: &'static str,
    /// The flag that moves it. Places with the same flag follow one another, port by port.
    pub flag: &'static str,
    /// The port without that flag.
    pub port: u16,
}

/// An API, a page that its policies name, and the same page on an origin that they do not name.
pub const API_PAGE_STRANGER: [Place; 3] = [
    Place {
        name: "the API",
        flag: "--api",
        port: 8080,
    },
    Place {
        name: "the page",
        flag: "--page",
        port: 3000,
    },
    Place {
        name: "the stranger's page",
        flag: "--page",
        port: 3001,
    },
];

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<const N: usize> {
    /// To serve on these ports, 0 standing for any free one, and with this file.
    Serve {
        ports: [u16; N],
        file: Option<String>,
    },
    Help,
}

/// What a program begins with.
pub struct Given<const N: usize> {
    /// A listener for each place.
    pub listeners: [TcpListener; N],
    pub file: Option<String>,
}

/// Why a command line cannot be followed.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    Unknown(String),
    NoValue(&'static str),
    NotAPort(&'static str, String),
    Twice(&'static str),
    NoRoomFor(&'static str),
    Shared(u16, [&'static str; 2]),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(word) => write!(f, "`{word}` is no argument here"),
            Self::NoValue(flag) => write!(f, "`{flag}` wants a port after it"),
            Self::NotAPort(flag, value) => {
                write!(f, "`{flag}` wants a port from 0 to 65535, not `{value}`")
            }
            Self::Twice(flag) => write!(f, "`{flag}` is given twice"),
            Self::NoRoomFor(name) => write!(f, "no port is left for {name}"),
            Self::Shared(port, [one, other]) => {
                write!(f, "port {port} is wanted for {one} and for {other}")
            }
        }
    }
}

impl<const N: usize> Program<N> {
    /// Reads the arguments, the program's own name left out.
    pub fn parse(&self, words: impl IntoIterator<Item = String>) -> Result<Command<N>, Fault> {
        let mut moved: Vec<(&'static str, u16)> = Vec::new();
        let mut file = None;
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            if matches!(name, "--help" | "-h") && value.is_none() {
                return Ok(Command::Help);
            }
            let Some(flag) = self.flags().find(|flag| *flag == name) else {
                if self.file.is_none() || file.is_some() || word.starts_with('-') {
                    return Err(Fault::Unknown(word));
                }
                file = Some(word);
                continue;
            };
            if moved.iter().any(|(given, _)| *given == flag) {
                return Err(Fault::Twice(flag));
            }
            let value = value.or_else(|| words.next()).ok_or(Fault::NoValue(flag))?;
            let port = value.parse().map_err(|_| Fault::NotAPort(flag, value))?;
            moved.push((flag, port));
        }
        let ports = self.ports(&moved)?;
        Ok(Command::Serve { ports, file })
    }

    /// The flags, each once.
    fn flags(&self) -> impl Iterator<Item = &'static str> {
        let flag = |place: usize| self.places[place].flag;
        (0..N)
            .filter(move |&place| (0..place).all(|earlier| flag(earlier) != flag(place)))
            .map(flag)
    }

    /// The port of each place, where some flags were given.
    fn ports(&self, moved: &[(&str, u16)]) -> Result<[u16; N], Fault> {
        let mut ports = [0; N];
        for (nth, place) in self.places.iter().enumerate() {
            let given = moved.iter().find(|(flag, _)| *flag == place.flag);
            ports[nth] = match given {
                None => place.port,
                Some((_, 0)) => 0,
                Some((_, first)) => {
                    let mut earlier = self.places[..nth].iter();
                    let shift = earlier.position(|other| other.flag == place.flag);
                    let shift = shift.map_or(0, |first| nth - first);
                    let port = usize::from(*first) + shift;
                    u16::try_from(port).map_err(|_| Fault::NoRoomFor(place.name))?
                }
            };
            let taken = ports[..nth].iter().position(|port| *port == ports[nth]);
            if let (Some(other), 1..) = (taken, ports[nth]) {
                let both = [self.places[other].name, place.name];
                return Err(Fault::Shared(ports[nth], both));
            }
        }
        Ok(ports)
    }
}

/// How to call the program.
impl<const N: usize> fmt::Display for Program<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n\nUsage: {} --", self.about, self.command)?;
        for flag in self.flags() {
            write!(f, " [{flag} PORT]")?;
        }
        if self.file.is_some() {
            write!(f, " [FILE]")?;
        }
        writeln!(f, "\n")?;
        for flag in self.flags() {
            let mut places = self.places.iter().filter(|place| place.flag == flag);
            if let Some(Place { name, port, .. }) = places.next() {
                write!(f, "  {:<13} for {name} ({port})", format!("{flag} PORT"))?;
            }
            for Place { name, port, .. } in places {
                write!(f, ",\n{:16}the next for {name} ({port})", "")?;
            }
            writeln!(f)?;
        }
        if let Some(file) = self.file {
            writeln!(f, "  {:<13} {file}", "FILE")?;
        }
        writeln!(f, "  {:<13} these lines", "--help")?;
        writeln!(
            f,
            "\nPort 0 takes any free port. The addresses in use are printed on start."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: Program<3> = Program {
        command: "cargo run -p examples",
        about: "It shows something.",
        places: API_PAGE_STRANGER,
        file: None,
    };
    const WITH_FILE: Program<3> = Program {
        file: Some("where it is kept"),
        ..PROGRAM
    };

    fn parsed(program: &Program<3>, line: &str) -> Result<Command<3>, Fault> {
        program.parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn ports() {
        for (line, ports) in [
            ("", [8080, 3000, 3001]),
            ("--api 9000", [9000, 3000, 3001]),
            ("--page 4000", [8080, 4000, 4001]),
            ("--page=4000 --api=9000", [9000, 4000, 4001]),
            ("--api 0 --page 0", [0, 0, 0]),
            ("--page 65534", [8080, 65534, 65535]),
        ] {
            let file = None;
            let expected = Ok(Command::Serve { ports, file });
            assert_eq!(parsed(&PROGRAM, line), expected, "{line}");
        }
    }

    #[test]
    fn a_file() {
        for (line, file) in [
            ("", None),
            ("a.db", Some("a.db")),
            ("--api 8080 a.db", Some("a.db")),
        ] {
            let (ports, file) = ([8080, 3000, 3001], file.map(str::to_owned));
            let expected = Ok(Command::Serve { ports, file });
            assert_eq!(parsed(&WITH_FILE, line), expected, "{line}");
        }
        for (line, word) in [("a.db b.db", "b.db"), ("--db", "--db")] {
            let expected = Err(Fault::Unknown(word.into()));
            assert_eq!(parsed(&WITH_FILE, line), expected, "{line}");
        }
    }

    #[test]
    fn help() {
        for line in ["--help", "-h", "--api 9000 --help"] {
            assert_eq!(parsed(&PROGRAM, line), Ok(Command::Help), "{line}");
        }
        assert_eq!(
            WITH_FILE.to_string(),
            "\
It shows something.

Usage: cargo run -p examples -- [--api PORT] [--page PORT] [FILE]

  --api PORT    for the API (8080)
  --page PORT   for the page (3000),
                the next for the stranger's page (3001)
  FILE          where it is kept
  --help        these lines

Port 0 takes any free port. The addresses in use are printed on start.
"
        );
    }

    #[test]
    fn faults() {
        for (line, fault) in [
            ("--port 1", Fault::Unknown("--port".into())),
            ("9000", Fault::Unknown("9000".into())),
            ("--help=yes", Fault::Unknown("--help=yes".into())),
            ("--api", Fault::NoValue("--api")),
            ("--api http", Fault::NotAPort("--api", "http".into())),
            ("--page -1", Fault::NotAPort("--page", "-1".into())),
            ("--page 65536", Fault::NotAPort("--page", "65536".into())),
            ("--page=", Fault::NotAPort("--page", String::new())),
            ("--api 1 --api 2", Fault::Twice("--api")),
            ("--page 65535", Fault::NoRoomFor("the stranger's page")),
            ("--api 3000", Fault::Shared(3000, ["the API", "the page"])),
            (
                "--page 8079",
                Fault::Shared(8080, ["the API", "the stranger's page"]),
            ),
        ] {
            assert_eq!(parsed(&PROGRAM, line), Err(fault), "{line}");
        }
    }
}
