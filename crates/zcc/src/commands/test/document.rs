//! The document for programs, schema `zcc/test/1`.

use serde::Serialize;
use zcc_db::line_index;

use super::runs::{Run, parsed, written_title};
use crate::database::Database;
use crate::json::{Problem, word};

/// What the tests of all packages came to.
#[derive(Serialize)]
pub(super) struct Document {
    pub(super) schema: &'static str,
    pub(super) run: u64,
    pub(super) passed: u64,
    pub(super) skipped: u64,
    pub(super) diagnostics: Vec<Problem>,
    pub(super) tests: Vec<TestEntry>,
}

#[derive(Serialize)]
pub(super) struct TestEntry {
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

/// A test as programs read it.
pub(super) fn document(db: &Database, run: &Run<'_>) -> TestEntry {
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
                found: miss.found.map(word),
                witnesses: miss.witnesses.clone(),
            })
            .collect(),
    }
}
