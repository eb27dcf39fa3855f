//! `zcc test`: runs the tests of packages, in parallel, and explains each miss.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::Serialize;
use zcc_base::{Severity, counted, grouped};
use zcc_db::{
    Item, LoadError, Paint, Spot, Style, Telling, Workspace, discover, items, line_index, paint, tell, tree, visible,
};
use zcc_eval::{Miss, TestOutcome};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{self, Expectation};

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

/// A test that was run.
struct Run<'db> {
    item: Item<'db>,
    title: String,
    outcome: Arc<TestOutcome>,
    took: Duration,
}

impl Run<'_> {
    /// A test that expects nothing shows nothing.
    fn passed(&self) -> bool {
        self.outcome.passed() && self.outcome.expectations > 0
    }
}

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
    let progress = Progress::start(terminal, "compiling");
    let compiled: Vec<Result<Compiled, Vec<LoadError>>> = if test.standard {
        vec![Ok(compile_standard(as_of))]
    } else {
        match discover(&RealSystem, &paths) {
            Ok(roots) => roots.iter().map(|root| compile(&RealSystem, root, as_of)).collect(),
            Err(errors) => vec![Err(errors)],
        }
    };
    let mut exit = Exit::Nothing;
    let mut tally = Tally::default();
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    let json = test.judging.format == Format::Json;
    for compiled in &compiled {
        match compiled {
            Err(errors) if json => {
                problems.extend(errors.iter().map(Problem::of_load_error));
                exit = exit.max(Exit::Broken);
            }
            Err(errors) => {
                terminal.complain_of_all(errors);
                exit = exit.max(Exit::Broken);
            }
            Ok(compiled) if compiled.is_broken() => {
                exit = exit.max(Exit::Broken);
                if json {
                    problems.extend(compiled.diagnostics.iter().map(|told| Problem::new(&compiled.db, told)));
                    continue;
                }
                let style = terminal.style;
                for diagnostic in &compiled.diagnostics {
                    zcc_db::render(&compiled.db, diagnostic, &style, terminal)?;
                }
                writeln!(terminal, "no test was run: {} does not compile", compiled.name)?;
            }
            Ok(compiled) => {
                progress.say("testing");
                let all = tests(&compiled.db);
                let runs = run_all(&compiled.db, &all, &filters);
                tally.skipped += (all.len() - runs.len()) as u64;
                tally.run += runs.len() as u64;
                tally.passed += runs.iter().filter(|run| run.passed()).count() as u64;
                if json {
                    documents.extend(runs.iter().map(|run| document(&compiled.db, run)));
                } else {
                    write_runs(compiled, &runs, terminal)?;
                }
            }
        }
    }
    drop(progress);
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

fn tests(db: &Database) -> Vec<Item<'_>> {
    let root = Workspace::get(db).root(db);
    let all = root.files(db).iter().flat_map(|file| items(db, *file).iter().copied());
    all.filter(|item| item.kind(db) == Some(DeclarationKind::Test)).collect()
}

fn run_all<'db>(db: &'db Database, tests: &[Item<'db>], filters: &[String]) -> Vec<Run<'db>> {
    let chosen: Vec<(Item<'db>, String)> = tests
        .iter()
        .map(|item| (*item, title(db, *item)))
        .filter(|(item, title)| {
            let text = format!("{} {}", item.file(db).path(db), title).to_lowercase();
            filters.is_empty() || filters.iter().any(|filter| text.contains(filter) || is_about(db, *item, filter))
        })
        .collect();
    chosen
        .into_par_iter()
        .map_with(db.clone(), |own, (item, title)| {
            let started = Instant::now();
            let outcome = crate::compile::run_test(own, item);
            Run { item, title, outcome, took: started.elapsed() }
        })
        .collect()
}

/// Whether a test expects something of the clause `filter` (in small letters), or of one of its enhancements.
fn is_about(db: &Database, item: Item<'_>, filter: &str) -> bool {
    parsed(db, item).is_some_and(|test| {
        test.expectations.iter().any(|expectation| {
            let clause = expectation.requirement.text.to_lowercase();
            clause.strip_prefix(filter).is_some_and(|rest| rest.is_empty() || rest.starts_with(" re "))
        })
    })
}

fn parsed<'db>(db: &'db Database, item: Item<'db>) -> Option<&'db ast::Test> {
    match &tree(db, item).kind {
        ast::ItemKind::Test(test) => Some(test),
        _ => None,
    }
}

const fn written_title(test: &ast::Test) -> Option<&ast::Text> {
    test.title.as_ref()
}

fn title(db: &Database, item: Item<'_>) -> String {
    parsed(db, item).map_or_else(
        || item.name(db).to_string(),
        |test| written_title(test).map_or_else(|| "a test without a title".to_owned(), |title| title.value.to_string()),
    )
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

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    run: u64,
    passed: u64,
    skipped: u64,
    diagnostics: Vec<Problem>,
    tests: Vec<TestEntry>,
}

#[derive(Serialize)]
struct TestEntry {
    title: String,
    path: String,
    line: u32,
    passed: bool,
    expectations: u32,
    misses: Vec<MissEntry>,
}

#[derive(Serialize)]
struct MissEntry {
    line: u32,
    message: String,
    found: Option<&'static str>,
    witnesses: Vec<String>,
}

fn document(db: &Database, run: &Run<'_>) -> TestEntry {
    let file = run.item.file(db);
    let test = parsed(db, run.item);
    let line =
        |range: zcc_base::TextRange| line_index(db, file).line_column(range.start + run.item.offset(db)).line + 1;
    TestEntry {
        title: run.title.clone(),
        path: file.path(db).to_string(),
        line: test.and_then(written_title).map_or(0, |title| line(title.range)),
        passed: run.passed(),
        expectations: run.outcome.expectations,
        misses: run
            .outcome
            .misses
            .iter()
            .map(|miss| MissEntry {
                line: test
                    .and_then(|test| test.expectations.get(miss.expectation as usize))
                    .map_or(0, |at| line(at.range)),
                message: miss.message.clone(),
                found: miss.found.map(crate::json::word),
                witnesses: miss.witnesses.clone(),
            })
            .collect(),
    }
}
