//! The packages that are open, and which of them a document belongs to.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use zcc_ide::{AnalysisHost, EntryKind, LoadError, MANIFEST, PackageSource, Root, Sources, System};

use crate::documents::Documents;
use crate::overlay::Overlay;

/// A package that is open.
pub(crate) enum Package {
    /// It is being read.
    Loading {
        /// It changed on disk meanwhile: read it once more.
        stale: bool,
    },
    /// It can be asked.
    Ready(Box<Loaded>),
}

/// A package that was read.
pub(crate) struct Loaded {
    /// It.
    pub(crate) host: AnalysisHost,
    /// The folders of what it depends on.
    pub(crate) dependencies: Vec<PathBuf>,
    /// What could not be read.
    pub(crate) errors: Arc<[LoadError]>,
    /// Changes came that were not laid down yet.
    pub(crate) unsettled: bool,
}

/// The folder of a package, or the lone file that is one.
pub(crate) fn place_of(root: &Root) -> PathBuf {
    match root {
        Root::Folder { path } => path.clone(),
        Root::Files { folder, paths } => paths.first().unwrap_or(folder).clone(),
    }
}

/// The package that a path belongs to: that of the nearest folder above it with a manifest, else the innermost folder of
/// the workspace that it is in, else the file is a package by itself.
pub(crate) fn root_of(system: &dyn System, folders: &[PathBuf], path: &Path) -> Root {
    let above = path.parent().filter(|_| path.is_absolute()).into_iter().flat_map(Path::ancestors);
    for folder in above {
        if system.kind(&folder.join(MANIFEST)) == Ok(EntryKind::File) {
            return Root::Folder { path: folder.to_path_buf() };
        }
    }
    let around = folders.iter().filter(|folder| path.starts_with(folder));
    match around.max_by_key(|folder| folder.components().count()) {
        Some(folder) => Root::Folder { path: folder.clone() },
        None => Root::Files { folder: path.parent().unwrap_or(path).to_path_buf(), paths: vec![path.to_path_buf()] },
    }
}

/// The packages with a manifest in a folder, nearest first; at most `most`. Hidden folders and those of other tools are passed over.
pub(crate) fn packages_below(system: &dyn System, folder: &Path, most: usize) -> Vec<Root> {
    const ENTRIES: usize = 50_000;
    const DEPTH: usize = 8;
    const OTHERS: [&str; 3] = ["node_modules", "target", "vendor"];
    let mut found = Vec::new();
    let mut level = vec![folder.to_path_buf()];
    let mut seen = 0;
    for _ in 0..DEPTH {
        let mut below = Vec::new();
        for folder in level {
            let Ok(mut entries) = system.entries(&folder) else { continue };
            entries.sort();
            seen += entries.len();
            if entries.iter().any(|entry| entry.name == MANIFEST) {
                found.push(Root::Folder { path: folder.clone() });
            }
            if found.len() >= most || seen > ENTRIES {
                return found;
            }
            let inner = entries.into_iter().filter(|entry| {
                let name = entry.name.to_string_lossy();
                entry.kind == Some(EntryKind::Folder) && !name.starts_with('.') && !OTHERS.contains(&&*name)
            });
            below.extend(inner.map(|entry| folder.join(entry.name)));
        }
        level = below;
    }
    found
}

/// Reads a package, as far as it can be read. To be called on a thread of its own.
pub(crate) fn load(
    system: &Arc<dyn System + Send + Sync>,
    open: &BTreeMap<PathBuf, Arc<str>>,
    root: &Root,
    as_of: i32,
    standard_library: &'static [(&'static str, &'static str)],
) -> Loaded {
    let overlay = |without_manifest| Overlay { system: Arc::clone(system), open: open.clone(), without_manifest };
    let (mut sources, mut errors) = match root {
        Root::Files { paths, .. } if paths.is_empty() => (Sources::default(), Vec::new()),
        root => zcc_ide::read_what_can_be_read(&overlay(None), root),
    };
    if sources.packages.is_empty()
        && let Root::Folder { path } = root
    {
        // The manifest does not say what the package stands on; its own files can be read all the same.
        let (read, more) = zcc_ide::read_what_can_be_read(&overlay(Some(path.clone())), root);
        sources = read;
        errors.extend(more.into_iter().filter(|error| !errors.contains(error)).collect::<Vec<_>>());
    }
    sources.packages.iter_mut().for_each(|package| straighten(&**system, package));
    let count = sources.packages.len().saturating_sub(1);
    let dependencies = sources.packages.iter().take(count).map(|package| package.folder.clone()).collect();
    let host = AnalysisHost::new(sources, as_of, standard_library);
    Loaded { host, dependencies, errors: errors.into(), unsettled: false }
}

/// Calls a package that was reached over `..` by the path that a client would call it by, where that leads to the same folder:
/// the path of a dependency counts from the package that names it.
fn straighten(system: &dyn System, package: &mut PackageSource) {
    let mut straight = PathBuf::new();
    for part in package.folder.components() {
        match part {
            Component::ParentDir if straight.file_name().is_some() => {
                straight.pop();
            }
            Component::CurDir => {}
            other => straight.push(other),
        }
    }
    if straight == package.folder || system.canonical(&straight) != system.canonical(&package.folder) {
        return;
    }
    for file in &mut package.files {
        if let Ok(below) = file.location.strip_prefix(&package.folder) {
            file.location = straight.join(below);
        }
    }
    package.folder = straight;
}

/// Brings a package that was read a moment ago to what the client has open by now; copies of the standard library are no
/// part of it.
pub(crate) fn catch_up(loaded: &mut Loaded, root: &Root, documents: &Documents, is_copy: &dyn Fn(&Path) -> bool) {
    for (path, document) in documents.iter() {
        if loaded.host.files().at(path).is_some() {
            loaded.unsettled |= loaded.host.set_text(path, &document.text);
            loaded.host.set_open(path, true);
        } else if contains(root, path) && is_source(path) && !is_copy(path) {
            loaded.host.add_file(path, &path.to_string_lossy(), &document.text);
            loaded.host.set_open(path, true);
            loaded.unsettled = true;
        }
    }
}

/// Whether a path lies in the folder of a package; it may still belong to another package in there.
pub(crate) fn contains(root: &Root, path: &Path) -> bool {
    match root {
        Root::Folder { path: folder } => path.starts_with(folder),
        Root::Files { paths, .. } => paths.iter().any(|own| own == path),
    }
}

/// Whether a path is that of a source.
pub(crate) fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "zc") || !path.is_absolute()
}
