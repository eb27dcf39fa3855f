//! One mistake gives one error: mistakes of the hand are made all over real files, one at a time, and the errors are
//! counted.
//!
//! `SLIPS=all` makes every mistake in every file, which takes minutes; `SLIPS=site` those in files whose path has `site`
//! in it, and shows each that gives several errors.

use std::fmt::Write as _;

use zcc_base::{Diagnostic, Severity};
use zcc_tests::database::{Database, SourceText};
use zcc_tests::files::{below, repository};
use zcc_tests::slips::{Slip, broken_off, left_out, misspelt};

/// Of so many mistakes one is made, unless all are asked for.
const STRIDE: usize = 3;

/// None of those that are always made may give more errors than this.
const MOST: usize = 2;

/// So many errors may 1000 mistakes give. Many give none: a comma or an optional part left out, a word cut off at its end.
const IN_A_THOUSAND: usize = 965;

/// What the mistakes came to.
#[derive(Default)]
struct Tally {
    slips: usize,
    errors: usize,
    /// The most errors that one mistake gave.
    most: usize,
    /// Those that gave several, with the errors.
    several: String,
}

/// The `.zc` files of a folder, by their paths in it.
fn folder(name: &str) -> Vec<SourceText> {
    let root = repository().join(name);
    let files = below(&root, ".zc").expect("the folder can be read");
    let path = |path: &std::path::Path| path.strip_prefix(&root).unwrap_or(path).to_string_lossy().into_owned();
    files.into_iter().map(|(full, text)| (path(&full), text)).collect()
}

fn errors(db: &Database) -> Vec<Diagnostic> {
    db.diagnostics().into_iter().filter(|one| one.severity == Severity::Error).collect()
}

/// Makes mistakes in the files of a package, one at a time.
fn slip(name: &str, mut db: Database, tally: &mut Tally) {
    let wanted = std::env::var("SLIPS").unwrap_or_default();
    let stride = if wanted.is_empty() { STRIDE } else { 1 };
    assert!(errors(&db).is_empty(), "{name} has errors of its own");
    for position in 0..db.files().len() {
        let path = format!("{name}/{}", db.files()[position].path(&db));
        if !matches!(&*wanted, "" | "all") && !path.contains(&*wanted) {
            continue;
        }
        let text = db.files()[position].text(&db).to_string();
        let slips = left_out(&text).chain(broken_off(&text)).chain(misspelt(&text)).step_by(stride);
        for slip in slips {
            db.write(position, &slip.text);
            let found = errors(&db);
            tally.slips += 1;
            tally.errors += found.len();
            tally.most = tally.most.max(found.len());
            if found.len() > 1 {
                show(&db, &path, &text, &slip, &found, &mut tally.several);
            }
        }
        db.write(position, &text);
    }
}

fn show(db: &Database, path: &str, text: &str, slip: &Slip, found: &[Diagnostic], out: &mut String) {
    let line = text[..slip.at as usize].matches('\n').count();
    let shown = slip.text.lines().nth(line).unwrap_or_default();
    let _ = writeln!(out, "{path}:{} {}: {shown}", line + 1, slip.what);
    for one in found {
        let (path, line, marked) = db.point(one.primary.place);
        let _ = writeln!(out, "    {path}:{} {} `{marked}` {}", line + 1, one.code, one.message);
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the test runner shows what a run on demand prints")]
fn one_slip_of_the_hand_gives_one_error() {
    let mut tally = Tally::default();
    let own = folder("tests/slips");
    let acme = folder("examples/acme_controllers");
    slip("slips", Database::plain(&own, zcc_std::FILES), &mut tally);
    let riverside = folder("examples/riverside");
    let with_acme = Some(("acme_controllers", acme.as_slice()));
    slip("riverside", Database::importing(&riverside, with_acme, zcc_std::FILES), &mut tally);
    if std::env::var("SLIPS").is_ok() {
        slip("acme_controllers", Database::plain(&acme, zcc_std::FILES), &mut tally);
        let files = zcc_std::FILES.iter().chain(zcc_std::TEST_FILES);
        let standard: Vec<SourceText> = files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        slip("stdlib", Database::plain(&standard, &[]), &mut tally);
        println!("{}", tally.several);
    }
    println!("{} mistakes gave {} errors, one of them {}", tally.slips, tally.errors, tally.most);
    assert!(tally.slips > 0, "no mistake was made");
    let most = if std::env::var("SLIPS").is_ok() { 5 } else { MOST };
    assert!(tally.most <= most, "one mistake gives {} errors:\n{}", tally.most, tally.several);
    assert!(
        tally.errors * 1000 <= tally.slips * IN_A_THOUSAND,
        "{} mistakes give {} errors:\n{}",
        tally.slips,
        tally.errors,
        tally.several
    );
}
