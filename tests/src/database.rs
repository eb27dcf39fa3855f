//! A package in memory, compiled and judged the way the command line does it.

use std::path::PathBuf;

use salsa::Setter as _;
use zcc_base::{Diagnostic, LineIndex, Place};
use zcc_db::{Db, Dependency, File, Item, LoadError, MemorySystem, Workspace, items, locate, syntax_diagnostics};
use zcc_hir::model::{item_diagnostics_model, structure_diagnostics};
use zcc_hir::rules::item_diagnostics_rules;

/// The day on which everything is judged unless a test says otherwise: 2026-01-15.
pub const AS_OF: i32 = 20_468;

/// A file of a package: its path and its text.
pub type SourceText = (String, String);

/// A salsa database like the command line's.
#[salsa::db]
#[derive(Clone, Default)]
pub struct Database {
    storage: salsa::Storage<Self>,
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl Db for Database {}

impl Database {
    /// Loads a package of `files`. Where one of them is a `zcc.toml` at `root/zcc.toml`, the package is `root`, else it is
    /// the folder of them all. `standard` is the library that it stands on.
    pub fn load(files: &[SourceText], standard: &[(&str, &str)]) -> Result<Self, Vec<LoadError>> {
        let system = files.iter().fold(MemorySystem::new().folder("root"), |system, (path, text)| {
            system.file(path.strip_prefix('/').unwrap_or(path), text)
        });
        let db = Self::default();
        let root =
            if files.iter().any(|(path, _)| path.trim_start_matches('/').starts_with("root/")) { "root" } else { "" };
        zcc_db::load(&system, &db, &PathBuf::from("/").join(root), AS_OF, standard)?;
        Ok(db)
    }

    /// A package without imports, without asking any file system; for edits, its files can be written to.
    pub fn plain(files: &[SourceText], standard: &[(&str, &str)]) -> Self {
        Self::importing(files, None, standard)
    }

    /// The same with a dependency: its name and its files.
    pub fn importing(
        files: &[SourceText],
        dependency: Option<(&str, &[SourceText])>,
        standard: &[(&str, &str)],
    ) -> Self {
        let db = Self::default();
        let package = |name: &str, dependencies: Vec<Dependency>, files: &mut dyn Iterator<Item = (&str, &str)>| {
            let files: Vec<File> = files.map(|(path, text)| File::new(&db, path.into(), text.into())).collect();
            zcc_db::Package::new(&db, name.into(), files.into(), dependencies.into())
        };
        let standard = package("std", Vec::new(), &mut standard.iter().copied());
        let mut packages = vec![standard];
        let mut dependencies = Vec::new();
        if let Some((name, files)) = dependency {
            let package = package(name, Vec::new(), &mut files.iter().map(|(path, text)| (&**path, &**text)));
            packages.push(package);
            dependencies.push(Dependency { name: name.into(), package });
        }
        let root = package("root", dependencies, &mut files.iter().map(|(path, text)| (&**path, &**text)));
        packages.push(root);
        Workspace::new(&db, root, packages.into(), AS_OF);
        db
    }

    /// The files of the package itself.
    pub fn files(&self) -> Vec<File> {
        Workspace::get(self).root(self).files(self).to_vec()
    }

    /// Replaces the text of one of the package's files.
    pub fn write(&mut self, position: usize, text: &str) {
        if let Some(file) = self.files().get(position) {
            file.set_text(self).to(text.into());
        }
    }

    /// The declarations of the package itself, in order.
    pub fn items(&self) -> Vec<Item<'_>> {
        self.files().into_iter().flat_map(|file| items(self, file).iter().copied()).collect()
    }

    /// Everything that is wrong or odd with the package and, where it is wrong, with what it depends on; sorted by place.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let workspace = Workspace::get(self);
        let (root, standard) = (workspace.root(self), workspace.standard(self));
        let mut told = Vec::new();
        for package in workspace.packages(self).iter().copied().filter(|package| *package != standard) {
            for item in package.files(self).iter().flat_map(|file| items(self, *file)) {
                let of_item = [
                    syntax_diagnostics(self, *item),
                    item_diagnostics_rules(self, *item),
                    item_diagnostics_model(self, *item),
                ];
                let heard = of_item.into_iter().flatten().cloned();
                told.extend(heard.filter(|one| package == root || one.severity == zcc_base::Severity::Error));
            }
        }
        told.extend_from_slice(structure_diagnostics(self));
        told.sort_by_cached_key(|one| {
            let (file, range) = locate(self, one.primary.place);
            (file.path(self).clone(), range.start, range.end, one.code, one.message.clone())
        });
        told.dedup();
        zcc_hir::fold_repeated(&mut told);
        told
    }

    /// Where a place is: the file, its line from 0, and the first line of what stands there.
    pub fn point(&self, place: Place) -> (String, u32, String) {
        let (file, range) = locate(self, place);
        let text = file.text(self);
        let line = LineIndex::new(text).line_column(range.start).line;
        let marked = text.get(range.to_usize()).unwrap_or_default().lines().next().unwrap_or_default();
        (file.path(self).to_string(), line, marked.to_owned())
    }
}
