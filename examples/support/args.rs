//! The command line of an example.

use std::fmt;
use std::net::TcpListener;

/// A program that serves several origins, each on its own port.
#[derive(Debug)]
pub struct Program<const N: usize> {
    /// The command that starts it.
    pub command: &'static str,
    /// The description of the program.
    pub about: &'static str,
    pub servers: [ServerArgs; N],
    /// The purpose of the file argument, if the program takes one.
    pub file: Option<&'static str>,
}

/// A server of the program: what it serves, and its port.
#[derive(Debug)]
pub struct ServerArgs {
    pub name: &'static str,
    /// The flag that sets it. Ports with the same flag are consecutive.
    pub flag: &'static str,
    /// The default.
    pub port: u16,
}

/// An API, a page that its policies list, and the same page on an origin that they do not list.
pub const API_PAGE_STRANGER: [ServerArgs; 3] = [
    ServerArgs {
        name: "the API",
        flag: "--api",
        port: 8080,
    },
    ServerArgs {
        name: "the page",
        flag: "--page",
        port: 3000,
    },
    ServerArgs {
        name: "the stranger's page",
        flag: "--page",
        port: 3001,
    },
];

/// A parsed command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Command<const N: usize> {
    /// Serve on these ports, where 0 means any free port, and with this file.
    Serve {
        ports: [u16; N],
        file: Option<String>,
    },
    Help,
}

/// The listeners and the file that a program starts with.
pub struct Started<const N: usize> {
    /// A listener for each server.
    pub listeners: [TcpListener; N],
    pub file: Option<String>,
}

/// Why a command line is invalid.
#[derive(Debug, PartialEq, Eq)]
pub enum ArgumentError {
    Unknown(String),
    NoValue(&'static str),
    NotAPort(&'static str, String),
    Twice(&'static str),
    NoRoomFor(&'static str),
    Shared(u16, [&'static str; 2]),
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(word) => write!(f, "unknown argument `{word}`"),
            Self::NoValue(flag) => write!(f, "`{flag}` needs a port"),
            Self::NotAPort(flag, value) => {
                write!(f, "`{flag}` needs a port from 0 to 65535, not `{value}`")
            }
            Self::Twice(flag) => write!(f, "`{flag}` is given twice"),
            Self::NoRoomFor(name) => write!(f, "no port is left for {name}"),
            Self::Shared(port, [one, other]) => {
                write!(f, "{one} and {other} cannot both use port {port}")
            }
        }
    }
}

impl<const N: usize> Program<N> {
    /// Parses the arguments, without the program's name.
    pub fn parse(
        &self,
        words: impl IntoIterator<Item = String>,
    ) -> Result<Command<N>, ArgumentError> {
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
                    return Err(ArgumentError::Unknown(word));
                }
                file = Some(word);
                continue;
            };
            if moved.iter().any(|(given, _)| *given == flag) {
                return Err(ArgumentError::Twice(flag));
            }
            let value = value
                .or_else(|| words.next())
                .ok_or(ArgumentError::NoValue(flag))?;
            let port = value
                .parse()
                .map_err(|_| ArgumentError::NotAPort(flag, value))?;
            moved.push((flag, port));
        }
        let ports = self.ports(&moved)?;
        Ok(Command::Serve { ports, file })
    }

    /// Returns the flags without duplicates.
    fn flags(&self) -> impl Iterator<Item = &'static str> {
        let flag = |server: usize| self.servers[server].flag;
        (0..N)
            .filter(move |&server| (0..server).all(|earlier| flag(earlier) != flag(server)))
            .map(flag)
    }

    /// Returns the port numbers, given the flags that are set.
    fn ports(&self, moved: &[(&str, u16)]) -> Result<[u16; N], ArgumentError> {
        let mut ports = [0; N];
        for (nth, server) in self.servers.iter().enumerate() {
            let given = moved.iter().find(|(flag, _)| *flag == server.flag);
            ports[nth] = match given {
                None => server.port,
                Some((_, 0)) => 0,
                Some((_, first)) => {
                    let mut earlier = self.servers[..nth].iter();
                    let shift = earlier.position(|other| other.flag == server.flag);
                    let shift = shift.map_or(0, |first| nth - first);
                    let port = usize::from(*first) + shift;
                    u16::try_from(port).map_err(|_| ArgumentError::NoRoomFor(server.name))?
                }
            };
            let taken = ports[..nth].iter().position(|port| *port == ports[nth]);
            if let (Some(other), 1..) = (taken, ports[nth]) {
                let both = [self.servers[other].name, server.name];
                return Err(ArgumentError::Shared(ports[nth], both));
            }
        }
        Ok(ports)
    }
}

/// Prints how to call the program.
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
            let mut servers = self.servers.iter().filter(|server| server.flag == flag);
            if let Some(ServerArgs { name, port, .. }) = servers.next() {
                write!(f, "  {:<13} for {name} ({port})", format!("{flag} PORT"))?;
            }
            for ServerArgs { name, port, .. } in servers {
                write!(f, ",\n{:16}the next for {name} ({port})", "")?;
            }
            writeln!(f)?;
        }
        if let Some(file) = self.file {
            writeln!(f, "  {:<13} {file}", "FILE")?;
        }
        writeln!(f, "  {:<13} print this help", "--help")?;
        writeln!(
            f,
            "\nPort 0 means any free port. The program prints its addresses at startup."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: Program<3> = Program {
        command: "cargo run -p examples",
        about: "It shows something.",
        servers: API_PAGE_STRANGER,
        file: None,
    };
    const WITH_FILE: Program<3> = Program {
        file: Some("where it is kept"),
        ..PROGRAM
    };

    fn parsed(program: &Program<3>, line: &str) -> Result<Command<3>, ArgumentError> {
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
            let expected = Err(ArgumentError::Unknown(word.into()));
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
  --help        print this help

Port 0 means any free port. The program prints its addresses at startup.
"
        );
    }

    #[test]
    fn faults() {
        for (line, fault) in [
            ("--port 1", ArgumentError::Unknown("--port".into())),
            ("9000", ArgumentError::Unknown("9000".into())),
            ("--help=yes", ArgumentError::Unknown("--help=yes".into())),
            ("--api", ArgumentError::NoValue("--api")),
            (
                "--api http",
                ArgumentError::NotAPort("--api", "http".into()),
            ),
            ("--page -1", ArgumentError::NotAPort("--page", "-1".into())),
            (
                "--page 65536",
                ArgumentError::NotAPort("--page", "65536".into()),
            ),
            ("--page=", ArgumentError::NotAPort("--page", String::new())),
            ("--api 1 --api 2", ArgumentError::Twice("--api")),
            (
                "--page 65535",
                ArgumentError::NoRoomFor("the stranger's page"),
            ),
            (
                "--api 3000",
                ArgumentError::Shared(3000, ["the API", "the page"]),
            ),
            (
                "--page 8079",
                ArgumentError::Shared(8080, ["the API", "the stranger's page"]),
            ),
        ] {
            assert_eq!(parsed(&PROGRAM, line), Err(fault), "{line}");
        }
    }
}
