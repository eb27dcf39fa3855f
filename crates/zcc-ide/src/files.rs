//! Which file of the database lies at which path.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use zcc_db::File;

/// The files of a package and of what it depends on, by path and back. Those of the standard library go by
/// `zc-std:/…`, which is no path of the machine.
#[derive(Clone, Debug, Default)]
pub struct Files {
    by_path: BTreeMap<PathBuf, File>,
    by_file: FxHashMap<File, PathBuf>,
}

impl Files {
    /// The file at a path.
    pub fn at(&self, path: &Path) -> Option<File> {
        self.by_path.get(path).copied()
    }

    /// The path of a file.
    pub fn path(&self, file: File) -> Option<&Path> {
        self.by_file.get(&file).map(PathBuf::as_path)
    }

    /// All of them, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, File)> {
        self.by_path.iter().map(|(path, file)| (path.as_path(), *file))
    }

    pub(crate) fn insert(&mut self, path: PathBuf, file: File) {
        self.by_file.insert(file, path.clone());
        self.by_path.insert(path, file);
    }

    pub(crate) fn remove(&mut self, path: &Path) -> Option<File> {
        let file = self.by_path.remove(path)?;
        self.by_file.remove(&file);
        Some(file)
    }
}
