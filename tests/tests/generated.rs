//! Properties of programs that are made up at random.
//!
//! `PROPTEST_CASES` sets how many programs each property is tried on. What once failed is kept: its choices by proptest
//! beside this file, its text in `fixtures/regressions`.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use zcc_base::{Diagnostic, Severity};
use zcc_db::{File, close, locate, open};
use zcc_eval::findings::{Detail, Shown, findings, findings_in};
use zcc_eval::{assess, assess_parallel, report_on, settle};
use zcc_fmt::format;
use zcc_tests::database::{AS_OF, Database, SourceText};
use zcc_tests::files::{below, tests_folder};
use zcc_tests::fixture::split;
use zcc_tests::generate::{Tape, few_switches, program, standard_site};
use zcc_tests::reference::{self, Model, Rules};
use zcc_tests::report::{Line, difference, lines, relation_differences};
use zcc_tests::shape::shape;

/// Choices enough for a program of a few hundred lines.
fn choices() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(0..60_u32, 0..1_500)
}

fn cases(bounded: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(bounded);
    let failure_persistence = proptest::test_runner::FileFailurePersistence::WithSource("regressions");
    ProptestConfig {
        cases,
        max_shrink_iters: 1_000,
        failure_persistence: Some(Box::new(failure_persistence)),
        ..ProptestConfig::default()
    }
}

fn show(files: &[SourceText]) -> String {
    let shown = files.iter().filter(|(path, _)| path != "vocabulary.zc");
    shown.fold(String::new(), |all, (path, text)| all + "//- " + path + "\n" + text)
}

fn told(db: &Database, diagnostics: &[Diagnostic]) -> String {
    let mut shown = String::new();
    for one in diagnostics {
        let (path, line, marked) = db.point(one.primary.place);
        let _ = writeln!(
            shown,
            "{path}:{} {} `{marked}` {} {:?} {:?}",
            line + 1,
            one.code,
            one.message,
            one.notes,
            one.help
        );
        for label in &one.secondary {
            let _ = writeln!(shown, "  {:?} {}", db.point(label.place), label.text);
        }
    }
    shown
}

/// Everything that comes of a package, as text: diagnostics and, where it compiles, the whole assessment.
fn outcome(db: &Database) -> String {
    let diagnostics = db.diagnostics();
    let mut all = told(db, &diagnostics);
    if diagnostics.iter().all(|one| one.severity != Severity::Error) {
        for line in lines(db, assess(db)) {
            let _ = writeln!(all, "{line:?}");
        }
    }
    all
}

fn agrees_with_the_reference(files: &[SourceText], standard: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let db = Database::plain(files, standard);
    let errors: Vec<Diagnostic> = db.diagnostics().into_iter().filter(|one| one.severity == Severity::Error).collect();
    prop_assert!(errors.is_empty(), "the program does not compile: {}\n{}", told(&db, &errors), show(files));
    let rules = Rules::read(standard.iter().map(|(_, text)| *text), files.iter().map(|(_, text)| &**text));
    let model = Model::new(&rules.model, i64::from(AS_OF));
    let difference = difference(&reference::assess(&rules, &model), &lines(&db, assess(&db)));
    prop_assert!(difference.is_empty(), "{}\n{}", difference.join("\n"), show(files));
    let difference = relation_differences(&db, &reference::extents(&rules, &model));
    prop_assert!(difference.is_empty(), "{}\n{}", difference.join("\n"), show(files));
    Ok(())
}

/// `met` as capable means: there is a setting of the switches that meets it. `unmet` means that every one leaves it false.
fn is_capable_where_one_setting_meets_it(files: &[SourceText]) -> Result<(), TestCaseError> {
    let rules = Rules::read([], files.iter().map(|(_, text)| &**text));
    let model = Model::new(&rules.model, i64::from(AS_OF));
    let Some(best) = reference::exhaustive(&rules, &model, 7) else { return Ok(()) };
    let db = Database::plain(files, &[]);
    for line in lines(&db, assess(&db)) {
        let Line::Verdicts(found) = line else { continue };
        let best = best[&(found.catalog.clone(), found.clause.clone(), found.subject.clone())];
        let holds = |verdict: &str| matches!(verdict, "met" | "not applicable");
        let (capable, clause, subject) = (found.capable, &found.clause, &found.subject);
        prop_assert!(
            holds(capable) == holds(best) && (capable != "unmet" || best == "unmet"),
            "{clause} for {subject}: the best of all settings is {best}, as capable it is {capable}\n{}",
            show(files)
        );
    }
    Ok(())
}

fn survives_formatting(files: &[SourceText]) -> Result<(), TestCaseError> {
    for (path, text) in files {
        let once = format(text);
        prop_assert_eq!(shape(text), shape(&once), "{} means something else when formatted:\n{}", path, text);
        prop_assert_eq!(&format(&once), &once, "{} changes when formatted twice", path);
    }
    Ok(())
}

/// A debug print without the numbers that the database gives declarations, which mean nothing.
fn without_anchors(print: &str) -> String {
    let mut kept = String::new();
    let mut lines = print.lines();
    while let Some(line) = lines.next() {
        kept.push_str(line);
        kept.push('\n');
        if line.ends_with("Anchor(") {
            lines.next();
        }
    }
    kept
}

fn comes_out_the_same_in_parallel(files: &[SourceText], standard: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let alone = Database::plain(files, standard);
    let expected = without_anchors(&std::format!("{:#?}", assess(&alone)));
    for threads in [1, 3] {
        let db = Database::plain(files, standard);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        let found = pool.install(move || without_anchors(&std::format!("{:#?}", assess_parallel(&db))));
        prop_assert!(expected == found, "{} threads find something else\n{}", threads, show(files));
    }
    Ok(())
}

/// An edit of the kind that people make: a line taken out, doubled or moved, a word replaced, a comment, a half-typed line.
fn edit(text: &str, tape: &mut Tape<'_>) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = tape.below(lines.len().max(1));
    let words =
        ["red", "c0", "z0", "alpha", "unique", "true", "3", "enable all", "provides gamma", "}", "{", "product_0"];
    match tape.below(7) {
        0 if !lines.is_empty() => {
            lines.remove(at);
        }
        1 if !lines.is_empty() => lines.insert(at, lines[at].clone()),
        2 if !lines.is_empty() => {
            let line = lines.remove(at);
            lines.insert(tape.below(lines.len() + 1), line);
        }
        3 => lines.insert(at, "// a comment, and nothing else".to_owned()),
        4 if !lines.is_empty() => {
            let line = &lines[at];
            let parts: Vec<&str> = line.split(' ').collect();
            let replaced = tape.below(parts.len());
            let word = *tape.pick(&words);
            let parts = parts.iter().enumerate().map(|(at, part)| if at == replaced { word } else { part });
            lines[at] = parts.collect::<Vec<&str>>().join(" ");
        }
        5 => lines.insert(at, String::new()),
        _ => lines.insert(at, (*tape.pick(&words)).to_owned()),
    }
    lines.join("\n") + "\n"
}

/// File by file the findings are those of the whole list, and so are those that are shown by what is said to have changed.
fn findings_agree(
    db: &Database,
    shown: &mut Shown,
    held: &mut HashMap<File, Arc<[Diagnostic]>>,
) -> Result<(), TestCaseError> {
    let detail = Detail::default();
    let assessment = assess(db);
    let all = findings(db, assessment, detail);
    for (file, now) in shown.changed(db, detail) {
        held.insert(file, now);
    }
    for file in db.files() {
        let expected: Vec<&Diagnostic> = all.iter().filter(|one| locate(db, one.primary.place).0 == file).collect();
        let found: Vec<&Diagnostic> = findings_in(db, file, detail).iter().collect();
        prop_assert_eq!(held.get(&file).cloned().unwrap_or_default(), findings_in(db, file, detail).clone());
        prop_assert_eq!(found, expected);
    }
    prop_assert!(shown.changed(db, detail).is_empty());
    for subject in assessment.subjects() {
        prop_assert_eq!(report_on(db, subject.entity), Some(subject));
    }
    Ok(())
}

fn is_the_same_after_edits(mut files: Vec<SourceText>, edits: &[u32]) -> Result<(), TestCaseError> {
    let mut tape = Tape::new(edits);
    let mut db = Database::plain(&files, &[]);
    outcome(&db);
    // The same as a language server edits: with a file open, and what the package agrees on laid down after each edit.
    let mut served = Database::plain(&files, &[]);
    settle(&mut served);
    outcome(&served);
    let (mut shown, mut held) = (Shown::default(), HashMap::new());
    let before = files.clone();
    for _ in 0..=tape.below(5) {
        let at = tape.below(files.len());
        // Sometimes the edit is undone: what was kept from before must not be taken for what is now.
        let text = if tape.one_in(4) { before[at].1.clone() } else { edit(&files[at].1, &mut tape) };
        files[at].1.clone_from(&text);
        db.write(at, &text);
        let file = served.files()[at];
        if tape.one_in(2) {
            open(&mut served, file);
        } else if tape.one_in(4) {
            close(&mut served, file);
        }
        served.write(at, &text);
        settle(&mut served);
        findings_agree(&served, &mut shown, &mut held)?;
        if tape.one_in(3) {
            continue;
        }
        let fresh = Database::plain(&files, &[]);
        let expected = outcome(&fresh);
        prop_assert_eq!(outcome(&db), &*expected, "incremental and fresh differ\n{}", show(&files));
        prop_assert_eq!(outcome(&served), &*expected, "edited as in an editor and fresh differ\n{}", show(&files));
    }
    let fresh = Database::plain(&files, &[]);
    let expected = outcome(&fresh);
    prop_assert_eq!(outcome(&db), &*expected, "incremental and fresh differ\n{}", show(&files));
    prop_assert_eq!(outcome(&served), &*expected, "edited as in an editor and fresh differ\n{}", show(&files));
    Ok(())
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn the_engine_agrees_with_the_reference(choices in choices()) {
        agrees_with_the_reference(&program(&choices), &[])?;
    }

    #[test]
    fn a_program_means_the_same_when_formatted_and_formats_once(choices in choices()) {
        survives_formatting(&program(&choices))?;
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn capable_is_what_one_setting_of_the_switches_meets(choices in choices()) {
        let files = few_switches(&choices);
        agrees_with_the_reference(&files, &[])?;
        is_capable_where_one_setting_meets_it(&files)?;
    }
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn incremental_equals_fresh_after_edits(
        choices in choices(),
        edits in proptest::collection::vec(0..10_000_u32, 0..40),
    ) {
        is_the_same_after_edits(program(&choices), &edits)?;
    }

    #[test]
    fn any_number_of_threads_finds_the_same(choices in choices()) {
        comes_out_the_same_in_parallel(&program(&choices), &[])?;
    }
}

proptest! {
    #![proptest_config(cases(5))]

    #[test]
    fn the_engine_agrees_with_the_reference_on_the_standard_catalogue(choices in choices()) {
        agrees_with_the_reference(&standard_site(&choices), zcc_std::FILES)?;
    }
}

/// Properties of programs say nothing if the programs are dull.
#[test]
fn random_programs_reach_every_verdict_and_compile() {
    let mut seen = BTreeSet::new();
    let mut seed = 1_u64;
    for round in 0..80 {
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as u32 % 60
        };
        let choices: Vec<u32> = (0..1_200).map(|_| next()).collect();
        let files = if round % 2 == 0 { program(&choices) } else { few_switches(&choices) };
        let db = Database::plain(&files, &[]);
        for line in lines(&db, assess(&db)) {
            match line {
                Line::Verdicts(found) => {
                    seen.insert(format!("achieved {}", found.achieved));
                    seen.insert(format!("capable {}", found.capable));
                    seen.insert(format!("achieved {} capable {}", found.achieved, found.capable));
                }
                Line::Cover(found) => {
                    seen.insert(found.split(": ").last().unwrap_or_default().to_owned());
                }
                Line::Levels(_) | Line::Finding(_) => {}
            }
        }
    }
    let wanted = [
        "achieved met",
        "achieved unmet",
        "achieved unproven",
        "achieved not applicable",
        "achieved accepted",
        "achieved compensated",
        "achieved -",
        "capable met",
        "capable unmet",
        "capable unproven",
        "capable not applicable",
        "achieved unmet capable met",
        "achieved unmet capable unproven",
        "achieved unproven capable met",
        "expired",
        "covers nothing",
        "not needed",
    ];
    let missing: Vec<&&str> = wanted.iter().filter(|wanted| !seen.contains(**wanted)).collect();
    assert!(missing.is_empty(), "no random program comes to {missing:?}");
}

#[test]
fn what_once_failed_holds() {
    let folder = tests_folder().join("fixtures/regressions");
    for (path, text) in below(&folder, ".zc").unwrap_or_default() {
        let files = split(&text);
        let held = agrees_with_the_reference(&files, &[])
            .and_then(|()| survives_formatting(&files))
            .and_then(|()| comes_out_the_same_in_parallel(&files, &[]));
        held.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
