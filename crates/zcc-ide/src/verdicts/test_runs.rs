//! The tests of the language, run from an editor.

use smol_str::SmolStr;
use zcc_base::{Severity, counted};
use zcc_db::{Db, File, Item, items, syntax_diagnostics, tree};
use zcc_eval::run_test;
use zcc_hir::model::item_diagnostics_model;
use zcc_hir::rules::item_diagnostics_rules;
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{ItemKind, Test};

use crate::host::Analysis;
use crate::target::FileRange;

/// A test of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestView {
    /// Its title.
    pub name: SmolStr,
    /// The word that begins it.
    pub at: FileRange,
}

/// What a test came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestResult {
    /// Whether all that it expects came true.
    pub passed: bool,
    /// What came of it: in one line if it passed, else a line for each expectation that did not come true.
    pub message: String,
}

impl Analysis {
    /// The tests of a file, in order. One without a title cannot be run by its name and is left out.
    pub fn tests(&self, file: File) -> Vec<TestView> {
        let db = self.db();
        let view = |item: &Item<'_>| {
            let name = written(db, *item)?.title.as_ref()?.value.clone();
            let start = item.offset(db) + tree(db, *item).range.start;
            let word = zcc_base::TextRange::new(start, start + "test".len() as u32);
            Some(TestView { name, at: FileRange { file, range: word } })
        };
        items(db, file).iter().filter_map(view).collect()
    }

    /// Runs the first test of a file that has this title. `None` if none has.
    pub fn run_test(&self, file: File, name: &str) -> Option<TestResult> {
        let db = self.db();
        let titled = |item: &&Item<'_>| {
            written(db, **item).is_some_and(|test| test.title.as_ref().is_some_and(|title| title.value == name))
        };
        let item = *items(db, file).iter().find(titled)?;
        Some(result(db, item, name))
    }
}

fn written<'db>(db: &'db dyn Db, item: Item<'db>) -> Option<&'db Test> {
    if item.kind(db) != Some(DeclarationKind::Test) {
        return None;
    }
    match &tree(db, item).kind {
        ItemKind::Test(test) => Some(test),
        _ => None,
    }
}

fn result(db: &dyn Db, item: Item<'_>, name: &str) -> TestResult {
    let told = [syntax_diagnostics(db, item), item_diagnostics_rules(db, item), item_diagnostics_model(db, item)];
    if let Some(error) = told.into_iter().flatten().find(|told| told.severity == Severity::Error) {
        return TestResult { passed: false, message: format!("`{name}` does not compile: {}", error.message) };
    }
    let outcome = run_test(db, item);
    if outcome.expectations == 0 {
        return TestResult { passed: false, message: format!("`{name}` expects nothing") };
    }
    if outcome.passed() {
        let count = counted(u64::from(outcome.expectations), "expectation");
        return TestResult { passed: true, message: format!("`{name}` passed: {count} came true") };
    }
    let misses: Vec<&str> = outcome.misses.iter().map(|miss| miss.message.as_str()).collect();
    TestResult { passed: false, message: format!("`{name}` failed:\n{}", misses.join("\n")) }
}
