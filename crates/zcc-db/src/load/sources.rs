//! Packages that were read, and the inputs of a database that are made of them.

use std::path::PathBuf;
use std::sync::Arc;

use salsa::Durability;
use smol_str::SmolStr;

use crate::{Db, Dependency, File, Package, Workspace};

/// What stands before the path of a file of the standard library: `zc-std:/vocabulary/assets.zc`.
pub const STANDARD_SCHEME: &str = "zc-std:/";
/// A package, read.
#[derive(Clone, Debug)]
pub struct PackageSource {
    /// Its name.
    pub name: SmolStr,
    /// How its folder was reached.
    pub folder: PathBuf,
    /// Its files, sorted by how they are called.
    pub files: Vec<SourceFile>,
    /// The name to import by, and which of [`Sources::packages`] it is.
    pub dependencies: Vec<(SmolStr, usize)>,
}

/// A file, read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// How it is called in messages.
    pub path: Arc<str>,
    /// How it was reached.
    pub location: PathBuf,
    /// Its text.
    pub text: Arc<str>,
}

/// A package with what it depends on, read: dependencies before those that use them, the package itself last.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The packages.
    pub packages: Vec<PackageSource>,
}

impl Sources {
    /// How many files and bytes were read.
    pub fn size(&self) -> (usize, usize) {
        let files = || self.packages.iter().flat_map(|package| &package.files);
        (files().count(), files().map(|file| file.text.len()).sum())
    }

    /// Makes the inputs of a database: the standard library first, the package itself last. Its own files have the given durability, dependencies and the library at least `HIGH`.
    pub fn into_workspace(
        self,
        db: &dyn Db,
        as_of: i32,
        standard_library: &[(&str, &str)],
        durability: Durability,
    ) -> Workspace {
        let outer = if durability == Durability::NEVER_CHANGE { durability } else { Durability::HIGH };
        let standard = standard_package(db, standard_library, outer);
        let mut packages = vec![standard];
        let count = self.packages.len();
        for (position, source) in self.packages.into_iter().enumerate() {
            let durability = if position + 1 == count { durability } else { outer };
            let files: Arc<[File]> = source
                .files
                .into_iter()
                .map(|file| File::builder(file.path, file.text).durability(durability).new(db))
                .collect();
            let dependencies: Arc<[Dependency]> = source
                .dependencies
                .into_iter()
                .filter_map(|(name, at)| Some(Dependency { name, package: *packages.get(at + 1)? }))
                .collect();
            packages.push(Package::builder(source.name, files, dependencies).durability(durability).new(db));
        }
        let root = packages.last().copied().unwrap_or(standard);
        Workspace::builder(root, packages.into(), as_of).durability(durability).new(db)
    }
}

/// A workspace whose package is the standard library itself, to run its tests.
pub fn standard_workspace(db: &dyn Db, as_of: i32, files: &[(&str, &str)]) -> Workspace {
    let standard = standard_package(db, files, Durability::NEVER_CHANGE);
    Workspace::builder(standard, Arc::from([standard]), as_of).durability(Durability::NEVER_CHANGE).new(db)
}

fn standard_package(db: &dyn Db, files: &[(&str, &str)], durability: Durability) -> Package {
    let files: Arc<[File]> = files
        .iter()
        .map(|(path, text)| {
            let path: Arc<str> = format!("{STANDARD_SCHEME}{path}").into();
            File::builder(path, Arc::from(*text)).durability(durability).new(db)
        })
        .collect();
    Package::builder(SmolStr::new_static("std"), files, Arc::from([])).durability(durability).new(db)
}
