//! `cargo cors check`: shows what a browser would do with one request, and why.

use std::io::{self, Write as _};

use cors_surface::{Answer, Header, Question, check, visible};
use serde_json::{Value, json};

use crate::{
    cli::{CheckArgs, Format},
    outcome::{Failure, Outcome},
    term::{bold, green, red},
};

pub(crate) fn run(arguments: &CheckArgs, format: Format) -> Result<Outcome, Failure> {
    let surface = arguments.surface.read()?;
    let mut question = Question::new(&arguments.origin, &arguments.method, &arguments.path);
    question.headers = arguments
        .headers
        .iter()
        .map(|header| Header::parse(header))
        .collect();
    question.credentials = arguments.credentials;
    question.cfgs.clone_from(&arguments.cfgs);
    let answer = check(&surface, &question);
    match format {
        Format::Json => json(&answer, &question)?,
        Format::Text | Format::Github => text(&answer, &question)?,
    }
    Ok(if answer.allowed {
        Outcome::Nothing
    } else {
        Outcome::Finding
    })
}

fn text(answer: &Answer, question: &Question) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let title = format!(
        "{} {} from {}",
        question.method(),
        visible(question.path()),
        visible(&question.origin)
    );
    writeln!(out, "{}", bold(title))?;
    for step in &answer.steps {
        for (index, line) in step.text.lines().enumerate() {
            let start = if index == 0 { step.name.as_str() } else { "" };
            writeln!(out, "  {start:<10} {}", visible(line))?;
        }
    }
    if answer.allowed {
        writeln!(out, "{}", green("allowed: the page can read the response"))
    } else if answer.handled {
        writeln!(
            out,
            "{}",
            red("blocked: the handler runs, and the page cannot read the response")
        )
    } else {
        writeln!(out, "{}", red("blocked: the handler does not run"))
    }
}

fn json(answer: &Answer, question: &Question) -> io::Result<()> {
    let steps: Vec<Value> = answer
        .steps
        .iter()
        .map(|step| json!({ "step": step.name.as_str(), "passed": step.passed, "text": step.text }))
        .collect();
    let document = json!({
        "origin": question.origin,
        "method": question.method(),
        "path": question.path(),
        "allowed": answer.allowed,
        "handled": answer.handled,
        "steps": steps,
    });
    writeln!(io::stdout(), "{document:#}")
}
