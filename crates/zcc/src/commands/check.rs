//! `zcc check`: judges packages and tells what keeps them below their targets.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use zcc_base::{Code, Diagnostic, Severity};
use zcc_db::{LoadError, Paint, Root, Style, System as _, discover, paint, render};
use zcc_eval::Assessment;

use crate::arguments::{Check, Format, Judging};
use crate::compile::{Compiled, compile};
use crate::date::Date;
use crate::exit::Exit;
use crate::human::findings::{self, Detail};
use crate::human::{conditions, heading, levels, summary};
use crate::json;
use crate::names::DatabaseNames;
use crate::progress::Progress;
use crate::system::RealSystem;
use crate::terminal::Terminal;
use crate::view::{Report, counted};

/// How many findings are shown with their sources unless all are asked for.
const SOURCES: usize = 50;
/// How many rows the table of levels has unless all are asked for.
const ROWS: usize = 40;
/// How many diagnostics are shown with their sources unless all are asked for.
const DIAGNOSTICS: usize = 100;

/// What became of a package.
pub(crate) struct Outcome {
    /// How it was named.
    pub(crate) path: String,
    /// What could not be read.
    pub(crate) load_errors: Vec<LoadError>,
    /// The package, if it could be read.
    pub(crate) compiled: Option<Compiled>,
    /// The result, if it compiles and something in it can be judged.
    pub(crate) assessment: Option<Arc<Assessment>>,
}

impl Outcome {
    /// One word for it.
    pub(crate) fn status(&self) -> &'static str {
        match (&self.compiled, &self.assessment) {
            (None, _) => "broken",
            (Some(compiled), _) if compiled.is_broken() => "broken",
            (Some(compiled), _) if compiled.is_empty => "empty",
            (_, Some(assessment)) if assessment.counts.judgements > 0 => "judged",
            (Some(compiled), _) if crate::compile::has_model(compiled) => "empty",
            _ => "library",
        }
    }

    /// The exit status that it asks for.
    pub(crate) fn exit(&self) -> Exit {
        match (self.status(), &self.assessment) {
            ("broken", _) => Exit::Broken,
            ("empty", _) => Exit::Usage,
            (_, Some(assessment)) if assessment.findings().next().is_some() => Exit::Findings,
            _ => Exit::Nothing,
        }
    }
}

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

/// Reads, compiles and judges the packages of the paths. Where not even the packages are found, that is told here.
pub(crate) fn judge(
    paths: &[PathBuf],
    judging: &Judging,
    terminal: &mut Terminal,
) -> Result<(Date, Vec<Outcome>), Exit> {
    let as_of = judging.as_of.unwrap_or_else(Date::today);
    let roots = match discover(&RealSystem, paths) {
        Ok(roots) => roots,
        Err(errors) if judging.format == Format::Json => {
            let path = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
            let outcome = Outcome { path, load_errors: errors, compiled: None, assessment: None };
            return Ok((as_of, vec![outcome]));
        }
        Err(errors) => {
            terminal.complain_of_all(&errors);
            return Err(Exit::Broken);
        }
    };
    let progress = Progress::start(terminal, "reading");
    Ok((as_of, roots.iter().map(|root| judge_one(root, as_of, &progress)).collect()))
}

fn judge_one(root: &Root, as_of: Date, progress: &Progress) -> Outcome {
    let path = match root {
        Root::Folder { path } => path.display().to_string(),
        Root::Files { paths, .. } => paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" "),
    };
    progress.say(&format!("compiling {path}"));
    match compile(&RealSystem, root, as_of) {
        Err(load_errors) => Outcome { path, load_errors, compiled: None, assessment: None },
        Ok(compiled) => {
            progress.say(&format!("judging {path}"));
            let assessment =
                (!compiled.is_broken() && !compiled.is_empty).then(|| crate::compile::assess(&compiled.db));
            Outcome { path, load_errors: Vec::new(), compiled: Some(compiled), assessment }
        }
    }
}

/// Writes the document of the packages.
pub(crate) fn write_json(
    outcomes: &[Outcome],
    as_of: Date,
    exit: Exit,
    with_findings: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names: Vec<Option<DatabaseNames<'_>>> = outcomes
        .iter()
        .map(|outcome| outcome.compiled.as_ref().map(|compiled| DatabaseNames::new(&compiled.db)))
        .collect();
    let reports: Vec<Option<Report<'_>>> = outcomes
        .iter()
        .zip(&names)
        .map(|(outcome, names)| Some(Report::new(outcome.assessment.as_deref()?, names.as_ref()?)))
        .collect();
    let packages: Vec<json::Package<'_>> = outcomes
        .iter()
        .zip(&names)
        .zip(&reports)
        .map(|((outcome, names), report)| json::Package {
            name: outcome.compiled.as_ref().map_or("", |compiled| compiled.name.as_str()),
            path: &outcome.path,
            status: outcome.status(),
            load_errors: &outcome.load_errors,
            diagnostics: outcome.compiled.as_ref().map_or(&[], |compiled| compiled.diagnostics.as_slice()),
            db: names.as_ref().map(|names| names.db),
            report: report.as_ref(),
            with_findings,
        })
        .collect();
    json::write(out, as_of, exit.code(), &packages)
}

/// Writes what is wrong with a package and returns whether it can be judged.
pub(crate) fn write_problems(outcome: &Outcome, all: bool, terminal: &mut Terminal) -> io::Result<bool> {
    terminal.complain_of_all(&outcome.load_errors);
    let Some(compiled) = &outcome.compiled else { return Ok(false) };
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
            terminal.complain_of(&nothing_to_judge(outcome, compiled));
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

fn nothing_to_judge(outcome: &Outcome, compiled: &Compiled) -> LoadError {
    let (message, help) = if compiled.files == 0 {
        let packages = packages_below(&outcome.path);
        if !packages.is_empty() {
            let message = format!("`{}` is no package, but holds some: nothing was judged", outcome.path);
            let help = format!("name those that you mean: `zcc check {}`", packages.join(" "));
            return no_judgement(outcome, message, help);
        }
        let message = format!("there is no `.zc` file in `{}`: nothing was judged", outcome.path);
        (message, "name a folder that holds a model, or start one with `zcc new`")
    } else if compiled.is_empty {
        let message = format!("`{}` declares nothing: nothing was judged", outcome.path);
        (message, "declare a site with zones, or start one with `zcc new`")
    } else {
        let message = format!("`{}` holds a model, but nothing in it is assessed", outcome.path);
        (message, "declare a site that says what it is held against: `assess: [part_3_3]`")
    };
    no_judgement(outcome, message, help.into())
}

fn no_judgement(outcome: &Outcome, message: String, help: String) -> LoadError {
    LoadError { code: Code::NOTHING_TO_JUDGE, path: outcome.path.clone(), message, source: None, help: Some(help) }
}

/// The packages that lie directly in a folder, by name.
fn packages_below(folder: &str) -> Vec<String> {
    let folder = std::path::Path::new(folder);
    let mut found: Vec<String> = RealSystem
        .entries(folder)
        .unwrap_or_default()
        .into_iter()
        .map(|entry| folder.join(entry.name))
        .filter(|below| RealSystem.kind(&below.join("zcc.toml")).is_ok())
        .map(|below| below.display().to_string())
        .collect();
    found.sort();
    found
}

fn write_outcome(outcome: &Outcome, all: bool, terminal: &mut Terminal) -> io::Result<()> {
    if !write_problems(outcome, all, terminal)? {
        return Ok(());
    }
    let Some(compiled) = &outcome.compiled else { return Ok(()) };
    let style = terminal.style;
    if outcome.status() == "library" {
        if terminal.verbosity > -3 {
            writeln!(terminal, "{}", library(compiled))?;
        }
        return Ok(());
    }
    let Some(assessment) = &outcome.assessment else { return Ok(()) };
    let names = DatabaseNames::new(&compiled.db);
    let report = Report::new(assessment, &names).at(&outcome.path);
    let verbosity = terminal.verbosity;
    if verbosity > -2 {
        let brief = verbosity < 0;
        findings::write(&report, &style, Detail { all, brief, reasons: verbosity > 1, sources: SOURCES }, terminal)?;
        findings::write_covers(&report, &style, brief, terminal)?;
    }
    if verbosity >= 0 {
        findings::write_legend(&report, &style, terminal)?;
        levels::write(&report, &style, if all { usize::MAX } else { ROWS }, terminal)?;
        conditions::write(&compiled.db, assessment, &style, terminal)?;
    }
    if verbosity > -3 {
        writeln!(terminal, "{}", summary::judged(assessment, &style))?;
    }
    Ok(())
}

fn library(compiled: &Compiled) -> String {
    format!(
        "{} is a library: {} without errors; it declares no site and no product that is assessed, so nothing was judged",
        compiled.name,
        counted(compiled.files as u64, "file")
    )
}
