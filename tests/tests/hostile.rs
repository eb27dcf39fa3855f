//! Nothing that can be typed makes the compiler panic, hang or overflow the stack.
//!
//! `PROPTEST_CASES` sets how many texts each property is tried on.

use std::cell::RefCell;
use std::sync::LazyLock;

use proptest::prelude::*;
use zcc_base::Anchor;
use zcc_eval::{assess, run_test};
use zcc_fmt::format;
use zcc_syntax::{chunks, lex, parse_chunk, parse_file};
use zcc_tests::database::{Database, SourceText};
use zcc_tests::files::real_files;
use zcc_tests::generate::program;
use zcc_tests::hostile::{mutilate, soup};
use zcc_tests::shape::shape;

static REAL: LazyLock<Vec<SourceText>> = LazyLock::new(real_files);

thread_local! {
    /// One file on top of the standard library, written over and over: the way of an editor.
    static OVER_STANDARD: RefCell<Database> =
        RefCell::new(Database::plain(&[("main.zc".to_owned(), String::new())], zcc_std::FILES));
}

fn cases(bounded: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(bounded);
    let failure_persistence = proptest::test_runner::FileFailurePersistence::WithSource("regressions");
    ProptestConfig {
        cases,
        max_shrink_iters: 500,
        failure_persistence: Some(Box::new(failure_persistence)),
        ..ProptestConfig::default()
    }
}

fn choices(most: usize) -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(any::<u32>(), 0..most)
}

/// Reads a text in every way, and sees to it that tokens and trees stay within it.
fn read(text: &str) -> Result<(), TestCaseError> {
    let length = text.len() as u32;
    let mut before = 0;
    for token in lex(text) {
        prop_assert!(token.range.start >= before && token.range.end <= length && token.range.start < token.range.end);
        prop_assert!(text.get(token.range.to_usize()).is_some(), "a token cuts a character");
        before = token.range.end;
    }
    let mut before = 0;
    for chunk in chunks(text) {
        prop_assert!(chunk.range.start >= before && chunk.range.end <= length, "chunks overlap");
        prop_assert!(text.get(chunk.range.to_usize()).is_some(), "a chunk cuts a character");
        before = chunk.range.end;
    }
    for chunk in parse_file(text) {
        let own = chunk.chunk.range.len();
        for diagnostic in &chunk.parsed.diagnostics {
            prop_assert!(diagnostic.primary.place.range.end <= own, "{} points past its declaration", diagnostic.code);
            prop_assert!(!diagnostic.message.is_empty());
        }
        prop_assert!(chunk.parsed.item.range.end <= own);
    }
    parse_chunk(text, Anchor(7));
    Ok(())
}

/// Formats a text twice: nothing is lost, and the second time nothing changes.
fn tidy(text: &str) -> Result<(), TestCaseError> {
    let once = format(text);
    let (before, after) = (shape(text), shape(&once));
    if before != after {
        let differs = before.lines().zip(after.lines()).find(|(before, after)| before != after);
        prop_assert!(false, "the formatter changed what is said, from and to {:?}:\n{}", differs, text);
    }
    let twice = format(&once);
    if once != twice {
        let differs = once.lines().zip(twice.lines()).find(|(once, twice)| once != twice);
        prop_assert!(false, "formatting again changes {:?}:\n{}", differs, text);
    }
    Ok(())
}

/// Everything that an editor asks of a package, whatever is wrong with it.
fn ask_all(db: &Database) {
    for diagnostic in db.diagnostics() {
        db.point(diagnostic.primary.place);
        for label in &diagnostic.secondary {
            db.point(label.place);
        }
    }
    assess(db);
    for item in db.items() {
        run_test(db, item);
    }
}

fn check_over_standard(text: &str) {
    OVER_STANDARD.with_borrow_mut(|db| {
        db.write(0, text);
        ask_all(db);
    });
}

fn real(choice: usize) -> &'static str {
    &REAL[choice % REAL.len()].1
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn arbitrary_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn arbitrary_text_is_read_and_formatted(text in any::<String>()) {
        read(&text)?;
        tidy(&text)?;
    }

    #[test]
    fn soups_of_tokens_are_read_and_formatted(choices in choices(160)) {
        let text = soup(&choices);
        read(&text)?;
        tidy(&text)?;
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn real_files_cut_short_are_read_and_formatted(choice in any::<usize>(), at in any::<usize>()) {
        let text = real(choice);
        let cut = (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        read(&text[..cut])?;
        tidy(&text[..cut])?;
    }

    #[test]
    fn torn_real_files_are_read_and_formatted(choice in any::<usize>(), choices in choices(40)) {
        let text = mutilate(real(choice), &choices);
        read(&text)?;
        tidy(&text)?;
    }

    #[test]
    fn soups_of_tokens_are_checked(choices in choices(160)) {
        check_over_standard(&soup(&choices));
    }

    #[test]
    fn torn_programs_are_checked(base in proptest::collection::vec(0..60_u32, 0..800), wounds in choices(40)) {
        let mut files = program(&base);
        for (at, (_, text)) in files.iter_mut().enumerate() {
            if wounds.get(at).is_some_and(|wound| wound % 2 == 0) {
                *text = mutilate(text, &wounds);
            }
        }
        ask_all(&Database::plain(&files, &[]));
    }
}

proptest! {
    #![proptest_config(cases(25))]

    #[test]
    fn torn_real_files_are_checked(choice in any::<usize>(), choices in choices(40)) {
        check_over_standard(&mutilate(real(choice), &choices));
    }
}

#[test]
fn real_files_are_in_the_canonical_style_or_come_out_the_same() {
    for (path, text) in &*REAL {
        read(text).and_then(|()| tidy(text)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }
}

/// What the properties above once failed on.
#[test]
fn texts_that_once_failed_are_read_and_formatted() {
    for text in [
        "zone zone zone zone\nproduct no # -_ < countermeasure SR 1.1 RE 2 /* a /* b */ */ _\nprofile conduit\n`=K1`import *>= 1. \t- \"{x}\" é\nall trust: untrusted\n`=K1` \"sum( { ; with<= z\"{\" ` \"attribute \"text\"{ c in\nsum( > SL 2 some protocol z\n. // comment\norconduit\n` 1. ML 3 \"{\" andand true 🦀\ndefine /// docs\n\nprofile ",
        "/// Docs.\nproduct p \"P\": y {\n  include from   provides a, b\n}\n\n/// More.\np\n  provides auroduct q \"Q\": y {\n}\n",
    ] {
        read(text).and_then(|()| tidy(text)).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}
