//! The command line.

use std::fmt;

/// The port on which the policies in `handlers.rs` know the page as `http://127.0.0.1:3000`.
pub(crate) const PAGE: u16 = 3000;
const API: u16 = 8080;

pub(crate) const HELP: &str = "\
The policies of a small API, tried from a browser.

Usage: cargo run --example demo -- [--api PORT] [--page PORT]

  --api PORT    the API's port (8080)
  --page PORT   the page's port (3000); the stranger's page has the next one
  --help        these lines

Port 0 takes any free port; `--page 0` takes one for each page. The addresses in use are printed on start.
";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Serve(Ports),
    Help,
}

/// The ports to listen on, all on 127.0.0.1. 0 stands for any free one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ports {
    pub(crate) api: u16,
    pub(crate) page: u16,
    pub(crate) stranger: u16,
}

/// Why a command line cannot be followed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Unknown(String),
    NoValue(&'static str),
    NotAPort(&'static str, String),
    Twice(&'static str),
    NoRoomForStranger,
    Shared(u16),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(arg) => write!(f, "`{arg}` is no argument of the demo"),
            Self::NoValue(flag) => write!(f, "`{flag}` wants a port after it"),
            Self::NotAPort(flag, value) => {
                write!(f, "`{flag}` wants a port from 0 to 65535, not `{value}`")
            }
            Self::Twice(flag) => write!(f, "`{flag}` is given twice"),
            Self::NoRoomForStranger => write!(
                f,
                "`--page 65535` leaves no next port for the stranger's page"
            ),
            Self::Shared(port) => {
                write!(
                    f,
                    "port {port} is wanted by the API and by a page: change `--api` or `--page`"
                )
            }
        }
    }
}

/// Reads the arguments, the program's own name left out.
pub(crate) fn parse(args: impl IntoIterator<Item = String>) -> Result<Command, Fault> {
    let (mut api, mut page) = (None, None);
    let mut args = args.into_iter();
    while let Some(arg) = args.next() {
        let (flag, value) = match arg.split_once('=') {
            Some((flag, value)) => (flag, Some(value.to_owned())),
            None => (arg.as_str(), None),
        };
        let (flag, slot) = match flag {
            "--api" => ("--api", &mut api),
            "--page" => ("--page", &mut page),
            "--help" | "-h" if value.is_none() => return Ok(Command::Help),
            _ => return Err(Fault::Unknown(arg)),
        };
        let value = value.or_else(|| args.next()).ok_or(Fault::NoValue(flag))?;
        let port = value.parse().map_err(|_| Fault::NotAPort(flag, value))?;
        if slot.replace(port).is_some() {
            return Err(Fault::Twice(flag));
        }
    }
    Ports::next_to_each_other(api.unwrap_or(API), page.unwrap_or(PAGE)).map(Command::Serve)
}

impl Ports {
    fn next_to_each_other(api: u16, page: u16) -> Result<Self, Fault> {
        let stranger = match page {
            0 => 0,
            _ => page.checked_add(1).ok_or(Fault::NoRoomForStranger)?,
        };
        if api != 0 && (api == page || api == stranger) {
            return Err(Fault::Shared(api));
        }
        Ok(Self {
            api,
            page,
            stranger,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, Fault> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn ports() {
        for (line, api, page, stranger) in [
            ("", 8080, 3000, 3001),
            ("--api 9000", 9000, 3000, 3001),
            ("--page 4000", 8080, 4000, 4001),
            ("--page=4000 --api=9000", 9000, 4000, 4001),
            ("--api 0 --page 0", 0, 0, 0),
            ("--page 65534", 8080, 65534, 65535),
        ] {
            assert_eq!(
                parsed(line),
                Ok(Command::Serve(Ports {
                    api,
                    page,
                    stranger
                })),
                "{line}"
            );
        }
    }

    #[test]
    fn help() {
        for line in ["--help", "-h", "--api 9000 --help"] {
            assert_eq!(parsed(line), Ok(Command::Help), "{line}");
        }
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
            ("--page 65535", Fault::NoRoomForStranger),
            ("--api 3000", Fault::Shared(3000)),
            ("--page 8079", Fault::Shared(8080)),
        ] {
            assert_eq!(parsed(line), Err(fault), "{line}");
        }
    }
}
