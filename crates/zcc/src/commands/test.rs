//! `zcc test`: runs the tests of packages, in parallel, and explains each miss.

mod document;
mod runs;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use zcc_base::{Severity, counted, grouped};
use zcc_db::{Item, LoadError, Paint, Spot, Style, Telling, discover, line_index, paint, tell, visible};
use zcc_eval::Miss;
use zcc_syntax::ast::Expectation;

use crate::arguments::{Format, Test};
use crate::compile::{Compiled, compile, compile_standard};
use crate::database::Database;
use crate::date::Date;
use crate::exit::Exit;
use crate::human::reasons;
use crate::json::Problem;
use crate::names::Names;
use crate::progress::Progress;
use crate::system::RealSystem;
use crate::terminal::Terminal;
use document::{Document, document};
use runs::{Run, parsed, run_all, tests, written_title};

/// What the tests of all packages came to.
#[derive(Default)]
struct Tally {
    run: u64,
    passed: u64,
    skipped: u64,
}

/// Runs tests.
pub(crate) fn run(test: &Test, terminal: &mut Terminal) -> io::Result<Exit> {
    let as_of = test.judging.as_of.unwrap_or_else(Date::today);
    let started = Instant::now();
    let (filters, paths) = split(test);
    let progress = Progress::start(terminal);
    let compiled: Vec<Result<Compiled, Vec<LoadError>>> = if test.standard {
        vec![Ok(compile_standard(as_of, &progress))]
    } else {
        match discover(&RealSystem, &paths) {
            Ok(roots) => roots.iter().map(|root| compile(&RealSystem, root, as_of, &progress)).collect(),
            Err(errors) => vec![Err(errors)],
        }
    };
    let mut exit = Exit::Nothing;
    let mut tally = Tally::default();
    let mut all_runs: Vec<Vec<Run<'_>>> = Vec::new();
    for compiled in &compiled {
        let runs = match compiled {
            Ok(compiled) if !compiled.is_broken() => {
                let all = tests(&compiled.db);
                let runs = run_all(&compiled.db, &all, &filters, &progress);
                tally.skipped += (all.len() - runs.len()) as u64;
                tally.run += runs.len() as u64;
                tally.passed += runs.iter().filter(|run| run.passed()).count() as u64;
                runs
            }
            _ => {
                exit = Exit::Broken;
                Vec::new()
            }
        };
        all_runs.push(runs);
    }
    // The bar must be gone before anything is written.
    drop(progress);
    let json = test.judging.format == Format::Json;
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    for (compiled, runs) in compiled.iter().zip(&all_runs) {
        match compiled {
            Err(errors) if json => problems.extend(errors.iter().map(Problem::of_load_error)),
            Err(errors) => terminal.complain_of_all(errors),
            Ok(compiled) if compiled.is_broken() && json => {
                problems.extend(compiled.diagnostics.iter().map(|told| Problem::new(&compiled.db, told)));
            }
            Ok(compiled) if compiled.is_broken() => write_broken(compiled, terminal)?,
            Ok(compiled) if json => documents.extend(runs.iter().map(|run| document(&compiled.db, run))),
            Ok(compiled) => write_runs(compiled, runs, terminal)?,
        }
    }
    exit = exit.max(match (tally.run, tally.run - tally.passed) {
        (0, _) => Exit::Usage,
        (_, 0) => Exit::Nothing,
        _ => Exit::Findings,
    });
    if json {
        let document = Document {
            schema: "zcc/test/1",
            run: tally.run,
            passed: tally.passed,
            skipped: tally.skipped,
            diagnostics: problems,
            tests: documents,
        };
        serde_json::to_writer(&mut *terminal, &document)?;
        writeln!(terminal)?;
    } else if tally.run > 0 || exit == Exit::Usage {
        write_summary(&tally, started.elapsed(), terminal)?;
    }
    Ok(exit)
}

/// What to run, and where: a filter that names a file or folder stands for it.
fn split(test: &Test) -> (Vec<String>, Vec<PathBuf>) {
    let mut paths = test.paths.clone();
    let mut filters = Vec::new();
    for filter in &test.filters {
        let names_path = filter.contains(".zc") || filter.contains('/') || filter == "." || filter == "..";
        if !test.standard && (names_path || Path::new(filter).is_dir()) && Path::new(filter).exists() {
            paths.push(PathBuf::from(filter));
        } else {
            filters.push(filter.to_lowercase());
        }
    }
    if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    (filters, paths)
}

/// Says why no test of a package was run.
fn write_broken(compiled: &Compiled, terminal: &mut Terminal) -> io::Result<()> {
    let style = terminal.style;
    for diagnostic in &compiled.diagnostics {
        zcc_db::render(&compiled.db, diagnostic, &style, terminal)?;
    }
    writeln!(terminal, "no test was run: {} does not compile", compiled.name)
}

fn write_runs(compiled: &Compiled, runs: &[Run<'_>], terminal: &mut Terminal) -> io::Result<()> {
    let style = terminal.style;
    let digits = runs.len().to_string().len();
    for (position, run) in runs.iter().enumerate() {
        let passed = run.passed();
        if terminal.verbosity < -1 || (passed && terminal.verbosity < 0) {
            continue;
        }
        let word = if passed { paint(&style, Paint::Good, "PASS") } else { paint(&style, Paint::Error, "FAIL") };
        let seconds = run.took.as_secs_f64();
        let file = paint(&style, Paint::Faint, run.item.file(&compiled.db).path(&compiled.db));
        writeln!(
            terminal,
            "  {word} [{seconds:>7.3}s] ({:>digits$}/{}) {file} {}",
            position + 1,
            runs.len(),
            visible(&run.title)
        )?;
    }
    let failed: Vec<&Run<'_>> = runs.iter().filter(|run| !run.passed()).collect();
    if !failed.is_empty() && terminal.verbosity > -2 {
        writeln!(terminal)?;
        for run in failed {
            write_failure(compiled, run, &style, terminal)?;
        }
    }
    Ok(())
}

fn write_failure(compiled: &Compiled, run: &Run<'_>, style: &Style, terminal: &mut Terminal) -> io::Result<()> {
    let db = &compiled.db;
    let (file, offset) = (run.item.file(db), run.item.offset(db));
    let test = parsed(db, run.item);
    if run.outcome.misses.is_empty() {
        let range = test.and_then(written_title).map_or_else(Default::default, |title| title.range) + offset;
        let label = Spot { path: file.path(db), text: file.text(db), lines: line_index(db, file), range, message: "" };
        let message = format!("the test `{}` expects nothing", visible(&run.title));
        let notes = vec![("help", "say what it shows: `expect SR 1.1 met for z`".to_owned())];
        let telling =
            Telling { severity: Severity::Error, code: "test", message: &message, labels: vec![label], notes };
        return tell(&telling, style, terminal);
    }
    for miss in &run.outcome.misses {
        let expectation = test.and_then(|test| test.expectations.get(miss.expectation as usize));
        let range = expectation.map_or_else(Default::default, |expectation| expectation.range) + offset;
        let found = found(expectation, miss);
        let label =
            Spot { path: file.path(db), text: file.text(db), lines: line_index(db, file), range, message: &found };
        let notes = difference(db, run.item, expectation, miss);
        let telling =
            Telling { severity: Severity::Error, code: "test", message: &miss.message, labels: vec![label], notes };
        tell(&telling, style, terminal)?;
        if let Some(explanation) = &miss.explanation {
            reasons::write_of_test(&Names::of_test(db, run.item), explanation, style, terminal)?;
        }
    }
    Ok(())
}

/// What came out, in the words of an expectation.
fn found(expectation: Option<&Expectation>, miss: &Miss) -> String {
    let verdict = miss.found.map_or("not judged", zcc_eval::Verdict::word);
    let wanted = expectation.is_some_and(|expectation| expectation.because.is_some());
    if miss.witnesses.is_empty() || !wanted {
        return format!("it is {verdict}");
    }
    format!("it is {verdict} because {}", miss.witnesses.join(", "))
}

/// The expectation as it is written and as it would have to be written.
fn difference(
    db: &Database,
    item: Item<'_>,
    expectation: Option<&Expectation>,
    miss: &Miss,
) -> Vec<(&'static str, String)> {
    let Some(expectation) = expectation else { return Vec::new() };
    let slice = |range: zcc_base::TextRange| item.text(db).get(range.to_usize()).unwrap_or_default().to_owned();
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = one_line(slice(expectation.range));
    let Some(verdict) = miss.found else { return vec![("expected", written)] };
    let capable = if expectation.capable { "capable " } else { "" };
    let subject = one_line(slice(expectation.subject.range()));
    let because =
        if miss.witnesses.is_empty() { String::new() } else { format!(" because {}", miss.witnesses.join(", ")) };
    let clause = one_line(slice(expectation.requirement.range));
    let actual = format!("expect {capable}{clause} {} for {subject}{because}", verdict.word());
    vec![("expected", written), ("   found", actual)]
}

fn write_summary(tally: &Tally, took: Duration, terminal: &mut Terminal) -> io::Result<()> {
    if terminal.verbosity < -2 {
        return Ok(());
    }
    let style = terminal.style;
    let failed = tally.run - tally.passed;
    let rule = if style.unicode { "─" } else { "-" };
    let mut text =
        format!("{}: {} passed", counted(tally.run, "test"), paint(&style, Paint::Good, &grouped(tally.passed)));
    if failed > 0 {
        text.push_str(&format!(", {} failed", paint(&style, Paint::Error, &grouped(failed))));
    }
    if tally.skipped > 0 {
        text.push_str(&format!(", {} skipped", grouped(tally.skipped)));
    }
    if tally.run == 0 {
        "no test was run: the package has none, or none that the filter chooses".clone_into(&mut text);
    }
    if terminal.verbosity > -2 {
        writeln!(terminal, "{}", paint(&style, Paint::Frame, &rule.repeat(12)))?;
    }
    writeln!(terminal, "  {} [{:>7.3}s] {text}", paint(&style, Paint::Strong, "Summary"), took.as_secs_f64())
}
