//! From paths to packages: finds the package of a path, reads its files and those of what it depends on.
//!
//! What cannot be read in full is an error: a half-loaded model must never look like a pass.

mod error;
mod limits;
mod names;
mod paths;
mod reader;
mod sources;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use salsa::Durability;
use zcc_base::Code;

use crate::manifest::{MANIFEST, package_name};
use crate::{Db, EntryKind, System, Workspace};
pub use error::LoadError;
pub use limits::{MAX_DEPTH, MAX_ENTRIES, MAX_FILE_BYTES, MAX_TOTAL_BYTES};
use names::Names;
use paths::{clean, has_extension, parent, relative};
use reader::Reader;
pub use sources::{PackageSource, STANDARD_SCHEME, SourceFile, Sources, standard_workspace};
use walk::Walk;

/// What the paths on a command line come to: a package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Root {
    /// A folder, with or without a manifest.
    Folder {
        /// How to reach it.
        path: PathBuf,
    },
    /// Files of one folder that has no manifest, as a package of their own.
    Files {
        /// How to reach the folder.
        folder: PathBuf,
        /// The files.
        paths: Vec<PathBuf>,
    },
}

/// Finds the packages that `paths` belong to, each once, in the order named. A file or folder below a folder with a `zcc.toml`
/// belongs to that package; files without one that lie in one folder are a package together.
pub fn discover(system: &dyn System, paths: &[PathBuf]) -> Result<Vec<Root>, Vec<LoadError>> {
    let mut roots: Vec<Root> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut errors = Vec::new();
    for path in paths {
        match discover_one(system, path) {
            Ok(Root::Files { folder, paths }) => {
                let known = roots.iter_mut().find_map(|root| match root {
                    Root::Files { folder: known, paths } if *known == folder => Some(paths),
                    _ => None,
                });
                match known {
                    Some(known) => known.extend(paths),
                    None => roots.push(Root::Files { folder, paths }),
                }
            }
            Ok(Root::Folder { path }) => {
                let canonical = system.canonical(&path).unwrap_or_else(|_| path.clone());
                if seen.insert(canonical) {
                    roots.push(Root::Folder { path });
                }
            }
            Err(error) => errors.push(error),
        }
    }
    for root in &mut roots {
        if let Root::Files { paths, .. } = root {
            paths.sort();
            paths.dedup();
        }
    }
    if errors.is_empty() { Ok(roots) } else { Err(errors) }
}

fn discover_one(system: &dyn System, path: &Path) -> Result<Root, LoadError> {
    let names = Names { working: system.working_directory() };
    let kind = system.kind(path).map_err(|error| names.unreadable(path, &error))?;
    let folder = match kind {
        EntryKind::Folder => path.to_path_buf(),
        EntryKind::File if path.file_name().is_some_and(|name| name == MANIFEST) => parent(path),
        EntryKind::File if has_extension(path) => parent(path),
        EntryKind::File => {
            return Err(LoadError {
                help: Some("zcc reads files whose names end in `.zc`, and folders of them".into()),
                ..names.error(Code::NOT_A_SOURCE, path, format!("`{}` is not a `.zc` file", names.display(path)))
            });
        }
        EntryKind::Other => return Err(names.not_a_file(path)),
    };
    let absolute = clean(&names.working.join(&folder));
    for (up, above) in absolute.ancestors().enumerate() {
        if system.kind(&above.join(MANIFEST)) == Ok(EntryKind::File) {
            let above = if folder.is_absolute() { above.to_path_buf() } else { relative(above, &names.working) };
            return Ok(Root::Folder { path: if up == 0 { folder } else { above } });
        }
    }
    Ok(match kind {
        EntryKind::File => Root::Files { folder: parent(path), paths: vec![path.to_path_buf()] },
        _ => Root::Folder { path: folder },
    })
}

/// Reads a package and what it depends on.
pub fn read(system: &dyn System, root: &Root) -> Result<Sources, Vec<LoadError>> {
    let (sources, errors) = read_what_can_be_read(system, root);
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

/// Reads of a package and of what it depends on what can be read, for those who can show what is wrong beside it: an editor.
pub fn read_what_can_be_read(system: &dyn System, root: &Root) -> (Sources, Vec<LoadError>) {
    let mut reader = Reader {
        system,
        names: Names { working: system.working_directory() },
        sources: Sources::default(),
        known: BTreeMap::new(),
        open: Vec::new(),
        errors: Vec::new(),
        bytes: 0,
    };
    match root {
        Root::Folder { path } => {
            reader.package(path, true);
        }
        Root::Files { folder, paths } => {
            let stem = paths.first().and_then(|path| path.file_stem()).map(|stem| stem.to_string_lossy());
            let name = package_name(stem.as_deref().unwrap_or("package"));
            let files = paths.iter().filter_map(|path| reader.file(path)).collect();
            let package = PackageSource { name, folder: folder.clone(), files, dependencies: Vec::new() };
            reader.sources.packages.push(package);
        }
    }
    (reader.sources, reader.errors)
}

/// Finds and reads the package of one path and makes the inputs of a database of it, never to change.
pub fn load(
    system: &dyn System,
    db: &dyn Db,
    path: &Path,
    as_of: i32,
    standard_library: &[(&str, &str)],
) -> Result<Workspace, Vec<LoadError>> {
    let roots = discover(system, &[path.to_path_buf()])?;
    let mut sources = Sources::default();
    for root in &roots {
        sources = read(system, root)?;
    }
    Ok(sources.into_workspace(db, as_of, standard_library, Durability::NEVER_CHANGE))
}

/// The paths of the sources below `path` (or `path` itself), as `zcc fmt` takes them: no manifest is read and what cannot be read is told.
pub fn source_paths(system: &dyn System, path: &Path) -> Result<Vec<(PathBuf, String)>, Vec<LoadError>> {
    let names = Names { working: system.working_directory() };
    match system.kind(path) {
        Ok(EntryKind::File) => Ok(vec![(path.to_path_buf(), names.display(path))]),
        Ok(EntryKind::Folder) => {
            let mut walk = Walk::new(system, &names, false);
            walk.folder(path, 0);
            let errors = walk.errors;
            let found = walk.files;
            if errors.is_empty() {
                Ok(found.into_iter().map(|path| (path.clone(), names.display(&path))).collect())
            } else {
                Err(errors)
            }
        }
        Ok(EntryKind::Other) => Err(vec![names.not_a_file(path)]),
        Err(error) => Err(vec![names.unreadable(path, &error)]),
    }
}

/// Reads the text of one source.
pub fn read_text(system: &dyn System, path: &Path) -> Result<Arc<str>, LoadError> {
    let names = Names { working: system.working_directory() };
    names.text(system, path, MAX_FILE_BYTES)
}
