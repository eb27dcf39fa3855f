//! The package that is being edited: takes changes, gives views of one moment.

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use salsa::{Durability, Setter as _};
use zcc_db::{Db, File, STANDARD_SCHEME, Sources, Workspace};

use crate::database::Database;
use crate::files::Files;

/// Owns a package with what it depends on. There is one writer; whoever asks takes an [`Analysis`].
///
/// A change waits until every view that was given away is dropped; those that are at work unwind.
pub struct AnalysisHost {
    db: Database,
    files: Arc<Files>,
}

impl AnalysisHost {
    /// Takes a package that was read, the day it is assessed on (in days since 1970-01-01) and the standard library, and
    /// works out what the whole package agrees on.
    pub fn new(sources: Sources, as_of: i32, standard_library: &[(&str, &str)]) -> Self {
        let mut db = Database::default();
        let locations: Vec<Vec<PathBuf>> = sources
            .packages
            .iter()
            .map(|package| package.files.iter().map(|file| file.location.clone()).collect())
            .collect();
        let workspace = sources.into_workspace(&db, as_of, standard_library, Durability::MEDIUM);
        let mut files = Files::default();
        let packages = workspace.packages(&db);
        for file in packages.first().into_iter().flat_map(|standard| standard.files(&db).iter()) {
            files.insert(PathBuf::from(&**file.path(&db)), *file);
        }
        for (package, locations) in packages.iter().skip(1).zip(locations) {
            for (file, location) in package.files(&db).iter().zip(locations) {
                files.insert(location, *file);
            }
        }
        prepare(&db, workspace);
        zcc_eval::settle(&mut db);
        Self { db, files: Arc::new(files) }
    }

    /// A view of this moment.
    pub fn analysis(&self) -> Analysis {
        Analysis { db: self.db.clone(), files: Arc::clone(&self.files) }
    }

    /// The files by path.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Gives the file at a path another text; `false` where there is no such file or it has that text already.
    /// [`AnalysisHost::settle`] is due afterwards.
    pub fn set_text(&mut self, path: &Path, text: &str) -> bool {
        let Some(file) = self.files.at(path) else { return false };
        if &**file.text(&self.db) == text {
            return false;
        }
        file.set_text(&mut self.db).to(Arc::from(text));
        true
    }

    /// Says that the file at a path is edited from now on, or no longer.
    pub fn set_open(&mut self, path: &Path, open: bool) {
        let Some(file) = self.files.at(path) else { return };
        if open {
            zcc_db::open(&mut self.db, file);
        } else {
            zcc_db::close(&mut self.db, file);
        }
    }

    /// Adds a file to the package, or gives the one that is there this text. [`AnalysisHost::settle`] is due afterwards.
    pub fn add_file(&mut self, path: &Path, shown: &str, text: &str) {
        if self.files.at(path).is_some() {
            self.set_text(path, text);
            return;
        }
        let file = File::builder(Arc::from(shown), Arc::from(text)).durability(Durability::MEDIUM).new(&self.db);
        let root = Workspace::get(&self.db).root(&self.db);
        let mut all = root.files(&self.db).to_vec();
        let place = all.partition_point(|other| other.path(&self.db) < file.path(&self.db));
        all.insert(place, file);
        root.set_files(&mut self.db).to(all.into());
        Arc::make_mut(&mut self.files).insert(path.to_path_buf(), file);
    }

    /// Takes a file out of the package; `false` where there is none of that path. [`AnalysisHost::settle`] is due
    /// afterwards.
    pub fn remove_file(&mut self, path: &Path) -> bool {
        let Some(file) = self.files.at(path) else { return false };
        let root = Workspace::get(&self.db).root(&self.db);
        let all: Vec<File> = root.files(&self.db).iter().copied().filter(|other| *other != file).collect();
        if all.len() == root.files(&self.db).len() {
            return false;
        }
        root.set_files(&mut self.db).to(all.into());
        Arc::make_mut(&mut self.files).remove(path);
        true
    }

    /// Sets the day of the assessment, in days since 1970-01-01.
    pub fn set_date(&mut self, as_of: i32) {
        let workspace = Workspace::get(&self.db);
        if workspace.as_of(&self.db) != as_of {
            workspace.set_as_of(&mut self.db).to(as_of);
        }
    }

    /// Lays down what the whole package agrees on. Due once after each batch of changes.
    pub fn settle(&mut self) {
        zcc_eval::settle(&mut self.db);
    }
}

/// Parses all files of the workspace side by side, before something asks for the names in all of them.
fn prepare(db: &Database, workspace: Workspace) {
    use rayon::prelude::*;
    let files: Vec<File> = workspace
        .packages(db)
        .iter()
        .filter(|package| **package != workspace.standard(db))
        .flat_map(|package| package.files(db).iter().copied())
        .collect();
    files.into_par_iter().for_each_with(db.clone(), |db, file| {
        for item in zcc_db::items(db, file) {
            zcc_hir::model::prepare(db, *item);
        }
    });
}

/// A question was given up, because what it was asked of changed or nobody wants the answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// The package changed: ask again.
    Changed,
    /// Whoever asked has gone.
    Unwanted,
}

/// A package at one moment. To be dropped as soon as the answer is there: changes wait for it.
#[derive(Clone)]
pub struct Analysis {
    pub(crate) db: Database,
    files: Arc<Files>,
}

impl Analysis {
    /// Asks something; an error where it had to be given up. Whatever panics inside goes on panicking.
    pub fn ask<T>(&self, question: impl FnOnce(&Self) -> T) -> Result<T, Interrupted> {
        salsa::Cancelled::catch(AssertUnwindSafe(|| question(self))).map_err(|cancelled| match cancelled {
            salsa::Cancelled::Local => Interrupted::Unwanted,
            _ => Interrupted::Changed,
        })
    }

    /// What to call when nobody wants the answers of this view any more.
    pub fn give_up(&self) -> impl Fn() + Send + Sync + 'static {
        let token = salsa::Database::cancellation_token(&self.db);
        move || token.cancel()
    }

    /// The files by path.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The files of the package itself, ordered.
    pub fn package_files(&self) -> &[File] {
        Workspace::get(&self.db).root(&self.db).files(&self.db)
    }

    /// The text of a file.
    pub fn text(&self, file: File) -> &Arc<str> {
        file.text(&self.db)
    }

    /// Its lines.
    pub fn line_index(&self, file: File) -> &zcc_base::LineIndex {
        zcc_db::line_index(&self.db, file)
    }

    /// Whether a file is one of the standard library.
    pub fn is_standard(&self, file: File) -> bool {
        file.path(&self.db).starts_with(STANDARD_SCHEME)
    }

    /// The package's name.
    pub fn package_name(&self) -> &str {
        Workspace::get(&self.db).root(&self.db).name(&self.db)
    }

    /// The day of the assessment, in days since 1970-01-01.
    pub fn as_of(&self) -> i32 {
        Workspace::get(&self.db).as_of(&self.db)
    }

    pub(crate) fn db(&self) -> &dyn Db {
        &self.db
    }
}
