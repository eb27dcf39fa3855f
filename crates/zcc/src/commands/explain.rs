//! `zcc explain`: a code, a clause, or why a clause came out as it did.

use std::io::{self, Write};
use std::path::PathBuf;

use zcc_base::{Code, REGISTRY, counted, nearest};
use zcc_db::{Db, LoadError, Paint, Style, System as _, discover, paint, visible, wrap};
use zcc_eval::{Assessment, Finding, Verdict};
use zcc_hir::ids::{ClauseId, Entity};
use zcc_hir::rules::find_clause;

use crate::arguments::Explain;
use crate::compile::{Compiled, assess, compile, compile_alone};
use crate::date::Date;
use crate::exit::Exit;
use crate::human::reasons;
use crate::names::Names;
use crate::pages;
use crate::progress::Progress;
use crate::shell;
use crate::system::RealSystem;
use crate::terminal::Terminal;

/// How many subjects of a clause are listed unless all are asked for.
const SUBJECTS: usize = 30;

/// Explains what is asked for.
pub(crate) fn run(explain: &Explain, terminal: &mut Terminal) -> io::Result<Exit> {
    let (what, path) = split(explain);
    let style = terminal.style;
    if let Some(code) = Code::parse(&what) {
        return write_code(code, &style, terminal);
    }
    if what.starts_with(['Z', 'z']) && what.len() > 1 && what[1..].bytes().all(|byte| byte.is_ascii_digit()) {
        let codes: Vec<String> = REGISTRY.iter().map(|entry| entry.code.to_string()).collect();
        let near = nearest(&what.to_ascii_uppercase(), codes.iter().map(String::as_str));
        return Ok(unknown(&what, "no error has this code", near, terminal));
    }
    let as_of = explain.as_of.unwrap_or_else(Date::today);
    let asked = Asked::new(&what);
    if explain.subject.is_none() && path == std::path::Path::new(".") && !path.join("zcc.toml").exists() {
        // Whatever lies around in a folder that is no package by its own word, a clause of the standard library is known.
        let standard = compile_alone(as_of);
        let clauses = asked.clauses(&standard.db);
        if !clauses.is_empty() {
            return write_clauses(explain, &standard, &Names::new(&standard.db), &clauses, &style, terminal);
        }
    }
    let compiled = match package(&path, as_of, &Progress::start(terminal)) {
        Ok(compiled) => compiled,
        Err(errors) => {
            terminal.complain_of_all(&errors);
            return Ok(Exit::Broken);
        }
    };
    let names = Names::new(&compiled.db);
    let clauses = asked.clauses(&compiled.db);
    if !clauses.is_empty() {
        return write_clauses(explain, &compiled, &names, &clauses, &style, terminal);
    }
    if is_fingerprint(&what) {
        let package = shell::package(&path.display().to_string());
        return write_finding(explain, &compiled, &package, &what.to_ascii_lowercase(), &style, terminal);
    }
    let catalogs = names.catalogs();
    if let Some(catalog) = asked.catalog.filter(|wanted| catalogs.iter().all(|(_, name)| name != wanted)) {
        let near = nearest(catalog, catalogs.iter().map(|(_, name)| name.as_str()));
        return Ok(unknown(&what, &format!("there is no catalogue `{}`", visible(catalog)), near, terminal));
    }
    let known = names.clause_ids(asked.catalog);
    let near = nearest(&asked.id, known.iter().map(smol_str::SmolStr::as_str));
    let why = match asked.catalog {
        Some(catalog) => &*format!("`{}` has no such clause", visible(catalog)),
        None => "it is no code, no clause of a catalogue and no finding",
    };
    Ok(unknown(&what, why, near, terminal))
}

/// A clause as it was asked for: `sr 1.1 re 2`, or `SR 1.1 in part_3_3` where several catalogues have one.
struct Asked<'a> {
    /// Its id as catalogues write it.
    id: String,
    /// The catalogue's name.
    catalog: Option<&'a str>,
}

impl<'a> Asked<'a> {
    fn new(what: &'a str) -> Self {
        let words: Vec<&str> = what.split_whitespace().collect();
        let (id, catalog) = match words.as_slice() {
            // What is imported may be written as the model writes it, with its alias before it.
            [id @ .., word, catalog] if !id.is_empty() && word.eq_ignore_ascii_case("in") => {
                (id, Some(catalog.rsplit('.').next().unwrap_or_default().trim_matches('`')))
            }
            all => (all, None),
        };
        Self { id: id.join(" ").to_ascii_uppercase(), catalog }
    }

    /// The clauses that it may be.
    fn clauses(&self, db: &dyn Db) -> Vec<ClauseId> {
        match self.catalog {
            None => find_clause(db, &self.id, None),
            Some(wanted) => {
                let catalogs = Names::new(db).catalogs();
                let named = catalogs.into_iter().filter(|(_, name)| name == wanted);
                named.flat_map(|(catalog, _)| find_clause(db, &self.id, Some(catalog))).collect()
            }
        }
    }
}

/// The words asked for and the package to look in: a last word that names a file or folder is taken for one.
fn split(explain: &Explain) -> (String, PathBuf) {
    if let [words @ .., last] = explain.what.as_slice()
        && !words.is_empty()
        && std::path::Path::new(last).exists()
    {
        return (words.join(" "), PathBuf::from(last));
    }
    (explain.what.join(" "), explain.path.clone())
}

fn is_fingerprint(what: &str) -> bool {
    (4..=16).contains(&what.len()) && what.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The package at `path`; where there is none, the standard library alone. A folder that was not named, and holds
/// neither a manifest nor a source itself, is not taken for a package, whatever lies below it.
fn package(path: &std::path::Path, as_of: Date, progress: &Progress) -> Result<Compiled, Vec<LoadError>> {
    let here = path == std::path::Path::new(".");
    let entries = RealSystem.entries(path).unwrap_or_default();
    let is_source = |name: &std::path::Path| {
        name == std::path::Path::new("zcc.toml") || name.extension().is_some_and(|end| end == "zc")
    };
    if here && !entries.iter().any(|entry| is_source(entry.name.as_ref())) {
        return Ok(compile_alone(as_of));
    }
    let roots = discover(&RealSystem, &[path.to_path_buf()])?;
    match roots.first() {
        Some(root) => compile(&RealSystem, root, as_of, progress),
        None => Ok(compile_alone(as_of)),
    }
}

fn unknown(what: &str, why: &str, near: Option<&str>, terminal: &mut Terminal) -> Exit {
    let help = near.map_or_else(
        || "ask for a code (Z0201), a clause (SR 1.1 RE 2) or a finding (what `zcc check` prints with it)".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    let style = &terminal.error_style.clone();
    terminal.complain(&format!(
        "{}: `{}` cannot be explained: {why}\n{}: {help}\n",
        paint(style, Paint::Error, "error"),
        visible(what),
        paint(style, Paint::Help, "help"),
    ));
    Exit::Usage
}

fn write_code(code: Code, style: &Style, out: &mut dyn Write) -> io::Result<Exit> {
    if let Some(text) = pages::page(code) {
        out.write_all(pages::markdown(text, style).as_bytes())?;
    } else {
        let entry = code.entry();
        writeln!(out, "{}", paint(style, Paint::Strong, &format!("{code}: {}", entry.title)))?;
    }
    Ok(Exit::Nothing)
}

fn write_clauses(
    explain: &Explain,
    compiled: &Compiled,
    names: &Names<'_>,
    clauses: &[ClauseId],
    style: &Style,
    terminal: &mut Terminal,
) -> io::Result<Exit> {
    if let Some(path) = &explain.subject {
        let Some(subject) = names.entity(path) else {
            let subjects = names.entity_paths();
            let near = nearest(path, subjects.iter().map(smol_str::SmolStr::as_str));
            return Ok(unknown(path, "nothing in the model has this path", near, terminal));
        };
        let mut exit = Exit::Usage;
        for clause in clauses {
            if write_reasons(names, *clause, subject, explain.capable, style, terminal)? {
                exit = Exit::Nothing;
            }
        }
        if exit == Exit::Usage {
            let what = explain.what.join(" ");
            let why = format!("it is not about {}", names.path(subject));
            return Ok(unknown(&what, &why, None, terminal));
        }
        return Ok(exit);
    }
    let assessment =
        (!compiled.is_broken() && !compiled.is_empty).then(|| assess(&compiled.db, &Progress::start(terminal)));
    for clause in clauses {
        write_clause(names, *clause, style, terminal)?;
        if let Some(assessment) = &assessment {
            write_subjects(assessment, *clause, style, terminal)?;
        }
    }
    Ok(Exit::Nothing)
}

/// What a clause is for, what it asks, what to do, and the rule itself.
fn write_clause(names: &Names<'_>, clause: ClauseId, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let view = names.clause(clause);
    let docs = names.docs(clause);
    let width = style.width.min(100);
    let catalog = names.catalog_title(clause);
    writeln!(out, "{}", paint(style, Paint::Strong, &format!("{}  {}", view.id, view.title)))?;
    let level = view.level.map_or_else(String::new, |level| format!(", from {level}"));
    writeln!(out, "{}\n", paint(style, Paint::Faint, &format!("{catalog}{level}")))?;
    for (word, text) in [("", &docs.intent), ("Asks: ", &docs.asks), ("Remedy: ", &docs.remedy)] {
        if !text.is_empty() {
            let text = wrap(text, width, word.len(), 0);
            writeln!(out, "{}{text}\n", paint(style, Paint::Help, word))?;
        }
    }
    if let Some((at, rule)) = names.rule(clause) {
        let line = at.lines.line_column(at.range.start).line + 1;
        writeln!(out, "{}", paint(style, Paint::Faint, &format!("{}:{line}", at.path)))?;
        for line in rule.lines() {
            writeln!(out, "  {}", visible(line))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// How the clause came out for each subject of the package.
fn write_subjects(assessment: &Assessment, clause: ClauseId, style: &Style, terminal: &mut Terminal) -> io::Result<()> {
    let mut rows = Vec::new();
    for subject in assessment.subjects() {
        for of_catalog in &subject.catalogs {
            let Some(summary) = assessment.catalogs.get(of_catalog.catalog as usize) else { continue };
            let Some(at) = summary.clauses.iter().position(|candidate| *candidate == clause) else { continue };
            if let Some(judgement) = of_catalog.judgements.get(at)
                && let Some(capable) = judgement.capable()
            {
                rows.push((subject, judgement.achieved().unwrap_or(capable), capable));
            }
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let limit = if terminal.verbosity > 0 { usize::MAX } else { SUBJECTS };
    let width = rows.iter().take(limit).map(|(subject, ..)| subject.path.chars().count()).max().unwrap_or(0);
    for (subject, achieved, capable) in rows.iter().take(limit) {
        let color = match achieved {
            Verdict::Met | Verdict::NotApplicable => Paint::Good,
            Verdict::Unmet => Paint::Error,
            Verdict::Unproven | Verdict::Compensated | Verdict::Accepted => Paint::Warning,
        };
        let verdict = paint(style, color, achieved.word());
        let also = if achieved == capable { String::new() } else { format!(", capable: {}", capable.word()) };
        writeln!(terminal, "  {:width$}  {verdict}{also}", visible(&subject.path))?;
    }
    if rows.len() > limit {
        writeln!(terminal, "  and {} more", counted((rows.len() - limit) as u64, "subject"))?;
    }
    writeln!(terminal)
}

/// Writes why a clause came out as it did for a subject. Returns whether the clause is about that.
fn write_reasons(
    names: &Names<'_>,
    clause: ClauseId,
    subject: Entity,
    capable: bool,
    style: &Style,
    terminal: &mut Terminal,
) -> io::Result<bool> {
    let Some(explanation) = zcc_eval::explain(names.db, clause, subject, capable) else { return Ok(false) };
    reasons::write(names, &explanation, style, terminal)?;
    Ok(true)
}

fn write_finding(
    explain: &Explain,
    compiled: &Compiled,
    package: &str,
    what: &str,
    style: &Style,
    terminal: &mut Terminal,
) -> io::Result<Exit> {
    if compiled.is_broken() {
        return Ok(unknown(what, "the package does not compile; `zcc check` says why", None, terminal));
    }
    let assessment = assess(&compiled.db, &Progress::start(terminal));
    let matching: Vec<&Finding> = assessment.findings().filter(|finding| finding.digits().starts_with(what)).collect();
    if matching.is_empty() {
        return Ok(unknown(what, "no finding of this package has this fingerprint", None, terminal));
    }
    for finding in matching {
        crate::human::findings::write_one(&compiled.db, style, finding, package, terminal)?;
        write_reasons(&Names::new(&compiled.db), finding.clause, finding.subject, explain.capable, style, terminal)?;
    }
    Ok(Exit::Nothing)
}
