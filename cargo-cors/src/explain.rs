//! `cargo cors explain`: shows the page of a rule in the terminal.

use std::io::Write as _;

use cors_runtime::rule::Rule;

use crate::{
    cli::ExplainArgs,
    outcome::{Failure, Outcome},
    term::{bold, dim},
};

/// The name of each rule, and its page in Markdown.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

pub(crate) fn run(arguments: &ExplainArgs) -> Result<Outcome, Failure> {
    let mut out = anstream::stdout().lock();
    let Some(name) = &arguments.rule else {
        for rule in Rule::ALL {
            writeln!(out, "{}", rule.name())?;
        }
        return Ok(Outcome::Nothing);
    };
    let Some((name, page)) = PAGES.iter().find(|(rule, _)| rule == name) else {
        return Err(Failure::unusable(unknown(name)));
    };
    writeln!(out, "{}\n", bold(name))?;
    for line in readable(page) {
        match line {
            Line::Head(text) => writeln!(out, "{}", bold(text))?,
            Line::Code(text) => writeln!(out, "    {}", dim(text))?,
            Line::Text(text) => writeln!(out, "{text}")?,
        }
    }
    Ok(Outcome::Nothing)
}

fn unknown(name: &str) -> String {
    let word = |name: &str| name.replace(['-', ' '], "_").to_ascii_lowercase();
    let near = PAGES.iter().find(|(rule, _)| {
        let (rule, name) = (word(rule), word(name));
        rule.contains(&name) || name.contains(&rule)
    });
    let help = match near {
        Some((rule, _)) => format!("help: there is `{rule}`"),
        None => "help: `cargo cors explain` lists the names of all rules".to_owned(),
    };
    format!("there is no rule `{name}`\n{help}")
}

/// A line of a page as a terminal shows it.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Head(String),
    Code(String),
    Text(String),
}

/// Returns the lines of a page without the marks of Markdown: links keep their text, examples lose what rustdoc hides.
fn readable(page: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut in_code = false;
    for line in join_links(page).lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            if line != "#" && !line.starts_with("# ") {
                lines.push(Line::Code(line.to_owned()));
            }
        } else if let Some(head) = line.strip_prefix("# ") {
            lines.push(Line::Head(head.to_owned()));
        } else {
            lines.push(Line::Text(line.replace("**", "")));
        }
    }
    lines
}

/// Replaces each link by its text, and by its address if that is on the web.
fn join_links(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    let mut in_code = false;
    while let Some(open) = rest.find(['[', '`']) {
        let (before, behind) = rest.split_at(open);
        text.push_str(before);
        if let Some(after) = behind.strip_prefix("```") {
            in_code = !in_code;
            text.push_str("```");
            rest = after;
        } else if !in_code && let Some((link, address, after)) = link(behind) {
            text.push_str(link);
            if address.starts_with("https:") {
                text.extend([" <", &address.replace('\n', ""), ">"]);
            }
            rest = after;
        } else {
            text.push_str(&behind[..1]);
            rest = &behind[1..];
        }
    }
    text.push_str(rest);
    text
}

/// `[text](address)` at the beginning of a text.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (link, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, rest) = rest.split_once(')')?;
    (!link.contains(['[', ']'])).then_some((link, address, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_page() {
        for rule in Rule::ALL {
            let page = PAGES.iter().find(|(name, _)| *name == rule.name());
            let (_, page) = page.unwrap_or_else(|| panic!("no page for {}", rule.name()));
            let lines = readable(page);
            assert!(
                lines.iter().any(|line| matches!(line, Line::Code(_))),
                "{}",
                rule.name()
            );
            for line in lines {
                if let Line::Text(text) = line {
                    assert!(
                        !text.contains("](") && !text.contains("**"),
                        "{}: {text}",
                        rule.name()
                    );
                }
            }
        }
    }

    #[test]
    fn a_page_loses_its_marks() {
        let page = "See [`any_port`](crate::rules::any_port) and [a\npage](https://a.example/).\n\n**Guarded.** x\n\n# Rejected\n\n\
                    ```compile_fail\n# use route_cors::policy;\n#[cors(origins = [\"a\"])]\nall[0](1);\n```\n[b](c)";
        let text = |text: &str| Line::Text(text.into());
        assert_eq!(
            readable(page),
            [
                text("See `any_port` and a"),
                text("page <https://a.example/>."),
                text(""),
                text("Guarded. x"),
                text(""),
                Line::Head("Rejected".into()),
                text(""),
                Line::Code("#[cors(origins = [\"a\"])]".into()),
                Line::Code("all[0](1);".into()),
                text("b"),
            ]
        );
    }
}
