//! For tests: a database in memory from files in one string.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use salsa::{Durability, Setter as _};
use smol_str::SmolStr;
use zcc_base::Severity;
use zcc_db::{Db, File, Item, Package, Workspace, items, syntax_diagnostics};
use zcc_hir::model::{item_diagnostics_model, structure_diagnostics, test_model};
use zcc_hir::rules::item_diagnostics_rules;
use zcc_syntax::DeclarationKind;

/// A database in memory that tells which queries ran, and which were looked at and found to hold.
#[salsa::db]
#[derive(Clone)]
pub(crate) struct TestDb {
    storage: salsa::Storage<Self>,
    ran: Arc<Mutex<Vec<String>>>,
    verified: Arc<Mutex<Vec<String>>>,
}

fn taken(log: &Mutex<Vec<String>>) -> Vec<String> {
    let mut names = std::mem::take(&mut *log.lock().unwrap_or_else(PoisonError::into_inner));
    for name in &mut names {
        name.truncate(name.find('(').unwrap_or(name.len()));
    }
    names
}

#[salsa::db]
impl salsa::Database for TestDb {}

#[salsa::db]
impl Db for TestDb {}

impl TestDb {
    /// A workspace of one package with one file beside a standard library.
    pub(crate) fn new(standard: &[(&str, &str)], text: &str) -> Self {
        Self::of_files(standard, &[("site.zc", text)])
    }

    /// A workspace of one package beside a standard library.
    pub(crate) fn of_files(standard: &[(&str, &str)], own: &[(&str, &str)]) -> Self {
        let ran = Arc::new(Mutex::new(Vec::new()));
        let verified = Arc::new(Mutex::new(Vec::new()));
        let (log, held) = (Arc::clone(&ran), Arc::clone(&verified));
        let storage = salsa::Storage::new(Some(Box::new(move |event: salsa::Event| {
            let (list, key) = match event.kind {
                salsa::EventKind::WillExecute { database_key } => (&log, database_key),
                salsa::EventKind::DidValidateMemoizedValue { database_key } => (&held, database_key),
                _ => return,
            };
            list.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{key:?}"));
        })));
        let db = Self { storage, ran, verified };
        let package = |name: &str, list: &[(&str, &str)]| {
            let files: Vec<File> = list
                .iter()
                .map(|(path, text)| {
                    File::builder(Arc::from(*path), Arc::from(*text)).durability(Durability::MEDIUM).new(&db)
                })
                .collect();
            Package::builder(SmolStr::new(name), files.into(), Arc::from([])).durability(Durability::MEDIUM).new(&db)
        };
        let packages = [package("std", standard), package("root", own)];
        let _ = Workspace::builder(packages[1], Arc::from(packages), 20_454).durability(Durability::MEDIUM).new(&db);
        db
    }

    /// The files of the root package.
    pub(crate) fn files(&self) -> Vec<File> {
        Workspace::get(self).root(self).files(self).to_vec()
    }

    /// Puts new text in place of old.
    pub(crate) fn replace(&mut self, file: usize, old: &str, new: &str) {
        let file = self.files()[file];
        let text = file.text(self);
        assert!(text.contains(old), "`{old}` is not in the file");
        let text = text.replacen(old, new, 1);
        file.set_text(self).to(Arc::from(text));
    }

    /// The queries that ran since the last call, by name.
    pub(crate) fn take_ran(&self) -> Vec<String> {
        taken(&self.ran)
    }

    /// The queries that were looked at and found to hold since the last call, by name.
    pub(crate) fn take_verified(&self) -> Vec<String> {
        taken(&self.verified)
    }

    fn items(&self) -> Vec<Item<'_>> {
        self.files().into_iter().flat_map(|file| items(self, file)).copied().collect()
    }

    /// Every error in the root package.
    pub(crate) fn errors(&self) -> Vec<String> {
        let mut all = Vec::new();
        for item in self.items() {
            all.extend(syntax_diagnostics(self, item).iter().cloned());
            all.extend(item_diagnostics_rules(self, item).iter().cloned());
            all.extend(item_diagnostics_model(self, item).iter().cloned());
            if item.kind(self) == Some(DeclarationKind::Test) {
                all.extend(test_model(self, item).diagnostics.iter().cloned());
            }
        }
        all.extend(structure_diagnostics(self).iter().cloned());
        all.retain(|told| told.severity == Severity::Error);
        all.into_iter().map(|told| format!("{}: {}", told.code, told.message)).collect()
    }

    /// Runs every `test` block; says what did not come true.
    pub(crate) fn run_tests(&self) -> String {
        let mut said = String::new();
        let mut ran = 0;
        for item in self.items() {
            if item.kind(self) != Some(DeclarationKind::Test) {
                continue;
            }
            ran += 1;
            let title = &test_model(self, item).title;
            for miss in &crate::run_test(self, item).misses {
                let _ = writeln!(said, "{title}: {}", miss.message);
            }
        }
        assert!(ran > 0, "there are no tests");
        said
    }
}
