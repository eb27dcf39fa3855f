//! For tests: a database in memory that tells which queries ran, and fixtures of many files in one string.

use std::sync::{Arc, Mutex, PoisonError};

use salsa::Setter;
use smol_str::SmolStr;
use zcc_base::{Diagnostic, LineIndex};
use zcc_db::{Db, Dependency, File, Item, Package, Workspace, items, locate};

/// A database in memory.
#[salsa::db]
#[derive(Clone)]
pub(crate) struct TestDb {
    storage: salsa::Storage<Self>,
    ran: Arc<Mutex<Vec<String>>>,
}

#[salsa::db]
impl salsa::Database for TestDb {}

#[salsa::db]
impl Db for TestDb {}

impl TestDb {
    /// A workspace of the files of `fixture`, each after a line `//- /path`. Files below `/std/` are the standard
    /// library's, those below `/lib/<name>/` a dependency's, all others the root's. The date is 2026-01-01.
    pub(crate) fn new(fixture: &str) -> Self {
        Self::with(fixture, &[], true)
    }

    /// The same on top of the real standard library, without the log.
    pub(crate) fn with_standard(fixture: &str) -> Self {
        Self::with(fixture, zcc_std::FILES, false)
    }

    fn with(fixture: &str, standard: &[(&str, &str)], logged: bool) -> Self {
        let ran = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&ran);
        let note = move |event: salsa::Event| {
            if let salsa::EventKind::WillExecute { database_key } = event.kind {
                log.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{database_key:?}"));
            }
        };
        let storage = salsa::Storage::new(if logged { Some(Box::new(note)) } else { None });
        let db = Self { storage, ran };
        let mut files: Vec<(String, String)> =
            standard.iter().map(|(path, text)| (format!("/std/{path}"), (*text).to_owned())).collect();
        for part in fixture.split("//- ").skip(1) {
            let (path, text) = part.split_once('\n').unwrap_or((part, ""));
            files.push((path.trim().to_owned(), text.to_owned()));
        }
        let mut packages: Vec<(SmolStr, Vec<File>)> = vec![("std".into(), Vec::new())];
        let mut root = Vec::new();
        for (path, text) in files {
            let file = File::new(&db, Arc::from(path.as_str()), Arc::from(text.as_str()));
            if path.starts_with("/std/") {
                packages[0].1.push(file);
            } else if let Some((name, _)) = path.strip_prefix("/lib/").and_then(|rest| rest.split_once('/')) {
                match packages.iter_mut().find(|(known, _)| known == name) {
                    Some((_, files)) => files.push(file),
                    None => packages.push((name.into(), vec![file])),
                }
            } else {
                root.push(file);
            }
        }
        let mut made: Vec<Package> = packages
            .iter()
            .map(|(name, files)| Package::new(&db, name.clone(), files.clone().into(), Arc::from([])))
            .collect();
        let mut dependencies: Vec<Dependency> = packages
            .iter()
            .zip(&made)
            .skip(1)
            .map(|((name, _), package)| Dependency { name: name.clone(), package: *package })
            .collect();
        dependencies.sort_by(|a, b| a.name.cmp(&b.name));
        let root = Package::new(&db, "root".into(), root.into(), dependencies.into());
        made.push(root);
        Workspace::new(&db, root, made.into(), 20_454);
        db
    }

    /// The file at `path`.
    pub(crate) fn file(&self, path: &str) -> File {
        let workspace = Workspace::get(self);
        let mut files = workspace.packages(self).iter().flat_map(|package| package.files(self).iter().copied());
        files.find(|file| &**file.path(self) == path).unwrap_or_else(|| panic!("no file {path}"))
    }

    /// Replaces `from`, which must be there, in a file.
    pub(crate) fn edit(&mut self, path: &str, from: &str, to: &str) {
        let file = self.file(path);
        let text = file.text(self).replacen(from, to, 1);
        assert_ne!(text, **file.text(self), "`{from}` is not in {path}");
        file.set_text(self).to(text.into());
    }

    /// The queries that ran since this was last asked, their keys left out, in order.
    pub(crate) fn take_ran(&self) -> Vec<String> {
        let mut log = self.ran.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *log)
            .into_iter()
            .map(|key| key.split_once('(').map_or(key.clone(), |(name, _)| name.to_owned()))
            .collect()
    }

    /// The declarations of the root package, in order.
    pub(crate) fn items(&self) -> Vec<Item<'_>> {
        let root = Workspace::get(self).root(self);
        root.files(self).iter().flat_map(|file| items(self, *file).iter().copied()).collect()
    }

    /// The declaration of this name in any package.
    pub(crate) fn item(&self, name: &str) -> Item<'_> {
        let workspace = Workspace::get(self);
        let mut all = workspace
            .packages(self)
            .iter()
            .flat_map(|package| package.files(self).iter())
            .flat_map(|file| items(self, *file).iter().copied());
        all.find(|item| item.name(self) == name).unwrap_or_else(|| panic!("no declaration {name}"))
    }

    /// Diagnostics as text: one line each with place, code and message, indented lines for what else they say.
    pub(crate) fn show(&self, diagnostics: &[Diagnostic]) -> String {
        use std::fmt::Write;
        let place = |place| {
            let (file, range) = locate(self, place);
            let text = file.text(self);
            let at = LineIndex::new(text).line_column(range.start);
            let marked = text.get(range.to_usize()).unwrap_or("?").lines().next().unwrap_or("");
            format!("{}:{}:{} `{marked}`", file.path(self), at.line + 1, at.column + 1)
        };
        let mut shown = String::new();
        for one in diagnostics {
            let _ = writeln!(shown, "{} {} {}", one.code, place(one.primary.place), one.message);
            if !one.primary.text.is_empty() {
                let _ = writeln!(shown, "  here: {}", one.primary.text);
            }
            for label in &one.secondary {
                let _ = writeln!(shown, "  {}: {}", place(label.place), label.text);
            }
            for line in one.notes.iter().chain(&one.help) {
                let _ = writeln!(shown, "  {line}");
            }
        }
        shown
    }
}
