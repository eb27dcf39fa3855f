//! Literate fixtures: packages with what the compiler says of them inline.
//!
//! A fixture is one file, or several, each after a line `//- path`. What is expected of a line stands below it in lines
//! that begin with `//~`: code, the text that is pointed at, the message; further lines, indented, hold labels, notes and
//! help. What has no place in a file (a broken manifest) stands at the end in `//~ load` lines. Where the findings are asked
//! for, they stand below their subject, and what is odd about waivers below those.
//! `UPDATE_EXPECT=1` writes what the compiler says into the fixture.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use zcc_base::{Diagnostic, Place, TextRange};
use zcc_eval::display::message;
use zcc_eval::findings::cover_diagnostic;
use zcc_eval::{DbWorld, FindingSeverity, World as _, assess};
use zcc_hir::model::entity_place;

use crate::database::{Database, SourceText};

const MARK: &str = "//~";

/// The files of a fixture without its expectations.
pub fn split(text: &str) -> Vec<SourceText> {
    let mut files: Vec<SourceText> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("//- ") {
            files.push((path.trim().to_owned(), String::new()));
        } else if !line.trim_start().starts_with(MARK) {
            if files.is_empty() {
                files.push(("main.zc".to_owned(), String::new()));
            }
            if let Some((_, body)) = files.last_mut() {
                body.push_str(line);
            }
        }
    }
    files
}

/// The fixture as it would have to read: its text, with what the compiler says of it below each line, and what the engine
/// finds if `judged`.
pub fn annotate(text: &str, standard: &[(&str, &str)], judged: bool) -> String {
    let files = split(text);
    let (mut by_line, mut unplaced) = (BTreeMap::<(String, u32), String>::new(), String::new());
    match Database::load(&files, standard) {
        Ok(db) => {
            for diagnostic in db.diagnostics() {
                let (path, line, marked) = db.point(diagnostic.primary.place);
                let said = by_line.entry((path, line)).or_default();
                say(&db, &diagnostic, &marked, said);
            }
            if judged {
                for (place, finding) in findings(&db) {
                    let (path, line, _) = db.point(place);
                    by_line.entry((path, line)).or_default().push_str(&finding);
                }
            }
        }
        Err(errors) => {
            for error in errors {
                let _ = writeln!(unplaced, "{MARK} load {} {}: {}", error.code, error.path, error.message);
            }
        }
    }
    let headed = text.starts_with("//- ");
    let mut out = String::new();
    for (path, body) in &files {
        if headed {
            let _ = writeln!(out, "//- {path}");
        }
        let known: String = path.trim_start_matches("root/").to_owned();
        for (number, line) in body.split_inclusive('\n').enumerate() {
            out.push_str(line);
            let said = [path, &known].into_iter().find_map(|path| by_line.remove(&(path.clone(), number as u32)));
            if let Some(said) = said {
                if !line.ends_with('\n') {
                    out.push('\n');
                }
                out.push_str(&said);
            }
        }
    }
    for ((path, line), said) in by_line {
        let _ = write!(out, "{MARK} lost, in {path}, line {}\n{said}", line + 1);
    }
    out + &unplaced
}

/// What the engine finds, in its order, each with the place of what it is about.
fn findings(db: &Database) -> Vec<(Place, String)> {
    let world = DbWorld(db);
    let assessment = assess(db);
    let mut found = Vec::new();
    for finding in assessment.findings() {
        let code = finding.gap.code();
        let id = world.clause(finding.clause).map(|clause| clause.id.clone()).unwrap_or_default();
        let severity = if finding.severity == FindingSeverity::Warning { "should, " } else { "" };
        let mut text = format!("{MARK} {code} {id} {severity}{}, {}\n", finding.verdict.word(), finding.gap.word());
        for witness in &finding.witnesses {
            let message = message(&world, finding.clause, finding.subject, witness);
            let _ = writeln!(text, "{MARK}   {message} ({})", witness.gap.word());
        }
        for covered in &finding.covered {
            let message = message(&world, finding.clause, finding.subject, &covered.witness);
            let _ = writeln!(text, "{MARK}   covered: {message}");
        }
        found.push((entity_place(db, finding.subject), text));
    }
    for cover in &assessment.covers {
        let code = cover_diagnostic(db, cover).code;
        let place = Place { anchor: cover.anchor, range: TextRange::empty(0) };
        found.push((place, format!("{MARK} {code} {}\n", cover.name)));
    }
    found
}

fn say(db: &Database, diagnostic: &Diagnostic, marked: &str, out: &mut String) {
    let _ = writeln!(out, "{MARK} {} `{marked}` {}", diagnostic.code, diagnostic.message);
    if !diagnostic.primary.text.is_empty() {
        let _ = writeln!(out, "{MARK}   here: {}", diagnostic.primary.text);
    }
    for label in &diagnostic.secondary {
        let (_, line, marked) = db.point(label.place);
        let _ = writeln!(out, "{MARK}   line {} `{marked}`: {}", line + 1, label.text);
    }
    for note in &diagnostic.notes {
        let _ = writeln!(out, "{MARK}   note: {note}");
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "{MARK}   help: {help}");
    }
    for fix in &diagnostic.fixes {
        let _ = writeln!(out, "{MARK}   fix: {} → `{}`", fix.title, fix.replacement);
    }
}
