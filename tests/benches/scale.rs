//! How fast zcc is at 1,000, 10,000 and 100,000 components: `cargo bench -p zcc-tests`. What it came to, and on which
//! machine, is in `docs/benchmarks.md`.
//!
//! Edits are measured the way an editor makes them: the file is open, what the package agrees on is laid down after each
//! edit, and everything is asked for again: edits of a component on one thread, edits of a rule on all.

use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use salsa::{Durability, Setter as _};
use zcc_base::Anchor;
use zcc_db::{File, Package, Workspace, items, syntax_diagnostics};
use zcc_eval::findings::{Detail, Shown, findings_in};
use zcc_eval::{assess, assess_parallel, settle};
use zcc_hir::model::{item_diagnostics_model, structure_diagnostics};
use zcc_hir::rules::item_diagnostics_rules;
use zcc_tests::database::{AS_OF, Database};
use zcc_tests::synthetic::{Wish, package};

fn main() {
    divan::main();
}

const SIZES: [u32; 3] = [1_000, 10_000, 100_000];

/// A rule file such as a user writes besides the standard library's; `LEVEL` is edited.
const RULES: &str = r#"
catalog house "House rules" { levels: SL  family HR "House rules" }
requirement HR 1 "Devices lock" in house.HR for zone z {
  base at SL 1:
    every c in z.components where is_staffed(c): c has session_lock
    otherwise "{c} does not lock"
}
requirement HR 2 "Devices are known" in house.HR for zone z {
  base at SL 1:
    every c in z.components: c has user_authentication where unique
    otherwise "{c} does not tell its users apart"
}
"#;

fn wish(components: u32) -> Wish {
    Wish { components, files: (components / 500).clamp(1, 200), seed: 1, target: 2, gaps: 10 }
}

/// A workspace in an editor: `open` is the file that is edited.
fn workspace(wish: Wish, open: &str) -> (Database, File) {
    let mut db = Database::default();
    let standard: Vec<File> = zcc_std::FILES
        .iter()
        .map(|(path, text)| File::builder((*path).into(), (*text).into()).durability(Durability::HIGH).new(&db))
        .collect();
    let standard = Package::builder("std".into(), standard.into(), [].into()).durability(Durability::HIGH).new(&db);
    let mut sources = package(wish);
    sources.retain(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "zc"));
    sources.push(("rules.zc".to_owned(), RULES.to_owned()));
    for (_, text) in &mut sources {
        *text = text.replace("assess: [part_3_3]", "assess: [part_3_3, house]");
    }
    let files: Vec<File> = sources
        .iter()
        .map(|(path, text)| {
            File::builder(path.as_str().into(), text.as_str().into()).durability(Durability::MEDIUM).new(&db)
        })
        .collect();
    let edited = sources.iter().position(|(path, _)| path == open).map_or(files[0], |at| files[at]);
    let root = Package::builder("root".into(), files.into(), [].into()).durability(Durability::MEDIUM).new(&db);
    let _ = Workspace::builder(root, [standard, root].into(), AS_OF).durability(Durability::MEDIUM).new(&db);
    if !open.is_empty() {
        zcc_db::open(&mut db, edited);
        settle(&mut db);
    }
    (db, edited)
}

/// Everything an editor shows after an edit: what is wrong with the open file and with the whole, and the findings.
fn ask(db: &Database, file: File, threads: Threads) -> usize {
    let mut told = structure_diagnostics(db).len();
    for item in items(db, file) {
        told += syntax_diagnostics(db, *item).len();
        told += item_diagnostics_rules(db, *item).len();
        told += item_diagnostics_model(db, *item).len();
    }
    let assessment = match threads {
        Threads::One => assess(db),
        Threads::All => assess_parallel(db),
    };
    told + assessment.findings().count()
}

/// How many threads judge.
#[derive(Clone, Copy)]
enum Threads {
    One,
    All,
}

/// Alternates between two texts of a file and asks for everything again each time.
fn edit(bencher: Bencher<'_, '_>, wish: Wish, threads: Threads, open: &str, (from, to): (&str, &str)) {
    let (mut db, file) = workspace(wish, open);
    let before = file.text(&db).to_string();
    assert!(before.contains(from), "there is something to edit");
    let texts = [before.replacen(from, to, 1), before];
    ask(&db, file, threads);
    let mut turn = 0;
    bencher.bench_local(move || {
        let text = texts[turn % 2].as_str().into();
        turn += 1;
        file.set_text(&mut db).to(text);
        settle(&mut db);
        black_box(ask(&db, file, threads))
    });
}

/// One capability of one component, in one file of many.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn change_one_capability(bencher: Bencher<'_, '_>, components: u32) {
    edit(bencher, wish(components), Threads::One, "areas_0000.zc", ("session_lock, audit_log", "audit_log"));
}

/// The same, but only what is wrong in the open file is asked for, as an editor does first.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn findings_of_the_open_file(bencher: Bencher<'_, '_>, components: u32) {
    edited_and_shown(bencher, components, |db, file| findings_in(db, file, Detail::default()).len());
}

/// The same, and which other files have other findings than before.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn findings_that_changed(bencher: Bencher<'_, '_>, components: u32) {
    let mut shown = Shown::default();
    edited_and_shown(bencher, components, move |db, _| shown.changed(db, Detail::default()).len());
}

fn edited_and_shown(bencher: Bencher<'_, '_>, components: u32, mut show: impl FnMut(&Database, File) -> usize) {
    let (mut db, file) = workspace(wish(components), "areas_0000.zc");
    let before = file.text(&db).to_string();
    let texts = [before.replacen("session_lock, audit_log", "audit_log", 1), before];
    show(&db, file);
    let mut turn = 0;
    bencher.bench_local(move || {
        file.set_text(&mut db).to(texts[turn % 2].as_str().into());
        turn += 1;
        settle(&mut db);
        black_box(show(&db, file))
    });
}

/// The same where everything is in one file.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn change_one_capability_in_one_file(bencher: Bencher<'_, '_>, components: u32) {
    let wish = Wish { files: 1, ..wish(components) };
    edit(bencher, wish, Threads::One, "areas_0000.zc", ("session_lock, audit_log", "audit_log"));
}

/// A comment, which moves everything below it.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn move_text(bencher: Bencher<'_, '_>, components: u32) {
    edit(bencher, wish(components), Threads::One, "areas_0000.zc", ("zone area_0", "// moved\nzone area_0"));
}

/// One clause of a user's rule file.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn change_one_clause(bencher: Bencher<'_, '_>, components: u32) {
    edit(bencher, wish(components), Threads::All, "rules.zc", ("c has session_lock", "c has user_authentication"));
}

/// From texts to findings on all threads, without reading files and printing.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn cold(bencher: Bencher<'_, '_>, components: u32) {
    bencher.with_inputs(|| workspace(wish(components), "").0).bench_local_values(|db| {
        black_box(assess_parallel(&db).findings().count());
        db
    });
}

/// The same where nothing is asked for, so nothing is found.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn cold_without_findings(bencher: Bencher<'_, '_>, components: u32) {
    let wish = Wish { target: 0, gaps: 0, ..wish(components) };
    bencher.with_inputs(|| workspace(wish, "").0).bench_local_values(|db| {
        black_box(assess_parallel(&db).findings().count());
        db
    });
}

/// Cutting a file into declarations and parsing them.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn parse(bencher: Bencher<'_, '_>) {
    let text: String = package(wish(10_000)).into_iter().skip(2).map(|(_, text)| text).collect();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let chunks = zcc_syntax::chunks(&text);
        chunks
            .iter()
            .map(|chunk| text.get(chunk.range.to_usize()).unwrap_or_default())
            .map(|text| black_box(zcc_syntax::parse_chunk(text, Anchor(0))).diagnostics.len())
            .sum::<usize>()
    });
}
