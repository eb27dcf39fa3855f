//! `zcc check`: judges packages and tells what keeps them below their targets.

use std::io::{self, Write};

use zcc_base::{Diagnostic, Severity, counted};
use zcc_db::{Paint, Style, paint, render, wrap};

use crate::arguments::{Check, Format};
use crate::compile::Compiled;
use crate::date::Date;
use crate::exit::Exit;
use crate::human::findings::{self, Detail};
use crate::human::{conditions, heading, levels, summary};
use crate::json;
use crate::names::Names;
use crate::outcome::{Outcome, judge};
use crate::shell;
use crate::terminal::Terminal;

/// How many findings are shown with their sources unless all are asked for.
const SOURCES: usize = 50;
/// How many rows the table of levels has unless all are asked for.
const ROWS: usize = 40;
/// How many diagnostics are shown with their sources unless all are asked for.
const DIAGNOSTICS: usize = 100;

/// Judges the packages of the paths.
pub(crate) fn run(check: &Check, terminal: &mut Terminal) -> io::Result<Exit> {
    let (as_of, outcomes) = match judge(&check.paths, &check.judging, terminal) {
        Ok(judged) => judged,
        Err(exit) => return Ok(exit),
    };
    let exit = outcomes.iter().map(Outcome::exit).max().unwrap_or(Exit::Usage);
    if check.judging.format == Format::Json {
        write_json(&outcomes, as_of, exit, true, terminal)?;
        return Ok(exit);
    }
    let all = check.all || terminal.verbosity > 0;
    for outcome in &outcomes {
        if outcomes.len() > 1 && terminal.verbosity > -3 {
            let name = outcome.compiled.as_ref().map_or("", |compiled| compiled.name.as_str());
            writeln!(terminal, "{}\n", heading(&terminal.style.clone(), name, Some(&outcome.path), ""))?;
        }
        write_outcome(outcome, all, terminal)?;
    }
    Ok(exit)
}

/// Writes the document of the packages.
pub(crate) fn write_json(
    outcomes: &[Outcome],
    as_of: Date,
    exit: Exit,
    with_findings: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let load_errors: Vec<_> = outcomes.iter().map(Outcome::load_errors).collect();
    let packages: Vec<json::Package<'_>> = outcomes
        .iter()
        .zip(&load_errors)
        .map(|(outcome, load_errors)| {
            let compiled = outcome.compiled.as_ref();
            let db = compiled.map(|compiled| &compiled.db as &dyn zcc_db::Db);
            let report = |db| Some(json::Report { assessment: outcome.assessment.as_deref()?, names: Names::new(db) });
            json::Package {
                name: compiled.map_or("", |compiled| compiled.name.as_str()),
                path: &outcome.path,
                status: outcome.status(),
                load_errors,
                diagnostics: compiled.map_or(&[], |compiled| compiled.diagnostics.as_slice()),
                db,
                report: db.and_then(report),
                with_findings,
            }
        })
        .collect();
    json::write(out, as_of, exit.code(), &packages)
}

/// Writes what is wrong with a package and returns whether it can be judged.
pub(crate) fn write_problems(outcome: &Outcome, all: bool, terminal: &mut Terminal) -> io::Result<bool> {
    let Some(compiled) = &outcome.compiled else {
        terminal.complain_of_all(&outcome.load_errors);
        return Ok(false);
    };
    let style = terminal.style;
    if terminal.verbosity > -2 {
        write_diagnostics(compiled, all, terminal)?;
    }
    match outcome.status() {
        "broken" => {
            if terminal.verbosity > -3 {
                writeln!(terminal, "{}", broken(compiled, &style))?;
            }
            Ok(false)
        }
        "empty" => {
            terminal.complain_of_all(&outcome.load_errors());
            Ok(false)
        }
        _ => Ok(true),
    }
}

fn write_diagnostics(compiled: &Compiled, all: bool, terminal: &mut Terminal) -> io::Result<()> {
    let style = terminal.style;
    let brief = Style { short: true, ..style };
    let rich = if terminal.verbosity < 0 {
        0
    } else if all {
        usize::MAX
    } else {
        DIAGNOSTICS
    };
    for (position, diagnostic) in compiled.diagnostics.iter().enumerate() {
        render(&compiled.db, diagnostic, if position < rich { &style } else { &brief }, terminal)?;
    }
    Ok(())
}

fn broken(compiled: &Compiled, style: &Style) -> String {
    let count =
        |severity| compiled.diagnostics.iter().filter(|found: &&Diagnostic| found.severity == severity).count() as u64;
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let mut text = paint(style, Paint::Error, &counted(errors, "error"));
    if warnings > 0 {
        text.push_str(&format!(" and {}", counted(warnings, "warning")));
    }
    format!("nothing was judged: {} has {text}; `zcc explain CODE` tells more of each", compiled.name)
}

fn write_outcome(outcome: &Outcome, all: bool, terminal: &mut Terminal) -> io::Result<()> {
    if !write_problems(outcome, all, terminal)? {
        return Ok(());
    }
    let Some(compiled) = &outcome.compiled else { return Ok(()) };
    let style = terminal.style;
    if outcome.status() == "library" {
        if terminal.verbosity > -3 {
            writeln!(terminal, "{}", library(compiled, &style))?;
        }
        return Ok(());
    }
    let Some(assessment) = &outcome.assessment else { return Ok(()) };
    let (db, verbosity) = (&compiled.db, terminal.verbosity);
    if verbosity < 0 {
        if verbosity > -2 {
            findings::write_lines(db, assessment, &style, terminal)?;
        }
    } else {
        let package = shell::package(&outcome.path);
        let detail = Detail { all, reasons: verbosity > 1, sources: SOURCES, package: &package };
        findings::write(db, assessment, &style, detail, terminal)?;
        findings::write_legend(assessment, &style, terminal)?;
        levels::write(assessment, &style, if all { usize::MAX } else { ROWS }, terminal)?;
        conditions::write(db, assessment, &style, terminal)?;
    }
    if verbosity > -3 {
        writeln!(terminal, "{}", summary::judged(assessment, &style))?;
    }
    Ok(())
}

/// What is said of a package in which nothing can be judged.
pub(super) fn library(compiled: &Compiled, style: &Style) -> String {
    let text = format!(
        "{} is a library: {} without errors; it declares no site and no product that is assessed, so nothing was judged",
        compiled.name,
        counted(compiled.files as u64, "file")
    );
    if style.wrap { wrap(&text, style.width, 0, 2) } else { text }
}
