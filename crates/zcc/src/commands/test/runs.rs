//! Which tests there are, which are asked for, and what becomes of them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::prelude::*;
use zcc_db::{Item, Workspace, items, tree};
use zcc_eval::TestOutcome;
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast;

use crate::compile::run_test;
use crate::database::Database;
use crate::progress::Progress;

/// A test that was run.
pub(super) struct Run<'db> {
    pub(super) item: Item<'db>,
    pub(super) title: String,
    pub(super) outcome: Arc<TestOutcome>,
    pub(super) took: Duration,
}

impl Run<'_> {
    /// A test that expects nothing shows nothing.
    pub(super) fn passed(&self) -> bool {
        self.outcome.passed() && self.outcome.expectations > 0
    }
}

pub(super) fn tests(db: &Database) -> Vec<Item<'_>> {
    let root = Workspace::get(db).root(db);
    let all = root.files(db).iter().flat_map(|file| items(db, *file).iter().copied());
    all.filter(|item| item.kind(db) == Some(DeclarationKind::Test)).collect()
}

pub(super) fn run_all<'db>(
    db: &'db Database,
    tests: &[Item<'db>],
    filters: &[String],
    progress: &Progress,
) -> Vec<Run<'db>> {
    let chosen: Vec<(Item<'db>, String)> = tests
        .iter()
        .map(|item| (*item, title(db, *item)))
        .filter(|(item, title)| {
            let text = format!("{} {}", item.file(db).path(db), title).to_lowercase();
            filters.is_empty() || filters.iter().any(|filter| text.contains(filter) || is_about(db, *item, filter))
        })
        .collect();
    progress.begin("testing", chosen.len() as u64, "tests");
    chosen
        .into_par_iter()
        .map_with(db.clone(), |own, (item, title)| {
            let started = Instant::now();
            let outcome = run_test(own, item);
            progress.step();
            Run { item, title, outcome, took: started.elapsed() }
        })
        .collect()
}

/// Whether a test expects something of the clause `filter` (in small letters), or of one of its enhancements.
pub(super) fn is_about(db: &Database, item: Item<'_>, filter: &str) -> bool {
    parsed(db, item).is_some_and(|test| {
        test.expectations.iter().any(|expectation| {
            let clause = expectation.requirement.text.to_lowercase();
            clause.strip_prefix(filter).is_some_and(|rest| rest.is_empty() || rest.starts_with(" re "))
        })
    })
}

pub(super) fn parsed<'db>(db: &'db Database, item: Item<'db>) -> Option<&'db ast::Test> {
    match &tree(db, item).kind {
        ast::ItemKind::Test(test) => Some(test),
        _ => None,
    }
}

pub(super) const fn written_title(test: &ast::Test) -> Option<&ast::Text> {
    test.title.as_ref()
}

pub(super) fn title(db: &Database, item: Item<'_>) -> String {
    parsed(db, item).map_or_else(
        || item.name(db).to_string(),
        |test| written_title(test).map_or_else(|| "a test without a title".to_owned(), |title| title.value.to_string()),
    )
}
