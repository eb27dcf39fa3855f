//! From paths to packages: finds the package of a path, reads its files and those of what it depends on.
//!
//! What cannot be read in full is an error: a half-loaded model must never look like a pass.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use salsa::Durability;
use smol_str::SmolStr;
use zcc_base::{Code, TextRange};

use crate::manifest::{MANIFEST, Manifest, package_name, parse_manifest};
use crate::{Db, Dependency, EntryKind, File, Package, ReadError, System, Workspace};

/// What stands before the path of a file of the standard library: `zc-std:/vocabulary/assets.zc`.
pub const STANDARD_SCHEME: &str = "zc-std:/";
/// The most bytes that one file may have.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// The most bytes that all files of a package and its dependencies may have together.
pub const MAX_TOTAL_BYTES: u64 = 1 << 30;
/// The most files and folders that are looked at below one folder.
pub const MAX_ENTRIES: usize = 200_000;
/// How deep folders may lie in each other.
pub const MAX_DEPTH: usize = 128;

/// Why a package could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// Which kind of mistake.
    pub code: Code,
    /// The file or folder, as it is called in messages.
    pub path: String,
    /// What is wrong, in a sentence that stands alone.
    pub message: String,
    /// The text of the file and where in it, if it could be read.
    pub source: Option<(Arc<str>, TextRange)>,
    /// The way out.
    pub help: Option<String>,
}

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
    if reader.errors.is_empty() { Ok(reader.sources) } else { Err(reader.errors) }
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

/// Reads packages, dependencies first.
struct Reader<'s> {
    system: &'s dyn System,
    names: Names,
    sources: Sources,
    known: BTreeMap<PathBuf, Option<usize>>,
    open: Vec<(PathBuf, SmolStr)>,
    errors: Vec<LoadError>,
    bytes: u64,
}

impl Reader<'_> {
    /// Reads the package in `folder` after those that it depends on; `None` after an error.
    fn package(&mut self, folder: &Path, root: bool) -> Option<usize> {
        let canonical = match self.system.canonical(folder) {
            Ok(canonical) => canonical,
            Err(error) => {
                self.errors.push(self.names.unreadable(folder, &error));
                return None;
            }
        };
        if let Some(known) = self.known.get(&canonical) {
            return *known;
        }
        let manifest_path = folder.join(MANIFEST);
        let mut manifest_text: Arc<str> = Arc::from("");
        let manifest = if self.system.kind(&manifest_path) == Err(ReadError::NotFound) {
            Manifest { name: folder_name(&canonical), dependencies: Vec::new() }
        } else {
            manifest_text = self.text(&manifest_path)?;
            match parse_manifest(&manifest_text) {
                Ok(manifest) => manifest,
                Err(error) => {
                    self.errors.push(LoadError {
                        source: error.range.map(|range| (manifest_text.clone(), range)),
                        help: error.help,
                        ..self.names.error(error.code, &manifest_path, error.message)
                    });
                    self.known.insert(canonical, None);
                    return None;
                }
            }
        };
        self.open.push((canonical.clone(), manifest.name.clone()));
        let mut dependencies = Vec::new();
        for dependency in &manifest.dependencies {
            let path = folder.join(&dependency.path);
            let problem = self.dependency_problem(&path, &dependency.name);
            if let Some((code, message, help)) = problem {
                self.errors.push(LoadError {
                    source: Some((manifest_text.clone(), dependency.range)),
                    help,
                    ..self.names.error(code, &manifest_path, message)
                });
            } else if let Some(at) = self.package(&path, false) {
                dependencies.push((dependency.name.clone(), at));
            }
        }
        self.open.pop();

        let mut walk = Walk::new(self.system, &self.names, !root);
        walk.folder(folder, 0);
        let (found, errors) = (walk.files, walk.errors);
        self.errors.extend(errors);
        let mut files: Vec<SourceFile> = found.iter().filter_map(|path| self.file(path)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let at = self.sources.packages.len();
        let package = PackageSource { name: manifest.name, folder: folder.to_path_buf(), files, dependencies };
        self.sources.packages.push(package);
        self.known.insert(canonical, Some(at));
        Some(at)
    }

    fn dependency_problem(&self, path: &Path, name: &SmolStr) -> Option<(Code, String, Option<String>)> {
        match self.system.kind(path) {
            Ok(EntryKind::Folder) => {}
            Ok(_) => {
                let message = format!("the dependency `{name}` is not a folder: {}", self.names.display(path));
                return Some((
                    Code::MISSING_DEPENDENCY,
                    message,
                    Some("name the folder that holds the package".into()),
                ));
            }
            Err(error) => {
                let path = self.names.display(path);
                let message = format!("the dependency `{name}` cannot be read at {path}: {error}");
                let help = "the path of a dependency counts from the folder of its `zcc.toml`";
                return Some((Code::MISSING_DEPENDENCY, message, Some(help.into())));
            }
        }
        let canonical = self.system.canonical(path).ok()?;
        let at = self.open.iter().position(|(open, _)| *open == canonical)?;
        let mut circle: Vec<&str> = self.open.iter().skip(at).map(|(_, name)| name.as_str()).collect();
        circle.extend(circle.first().copied());
        let message = format!("packages depend on each other in a circle: {}", circle.join(" -> "));
        Some((Code::DEPENDENCY_CYCLE, message, Some("move what both need into a package of its own".into())))
    }

    fn file(&mut self, path: &Path) -> Option<SourceFile> {
        let text = self.text(path)?;
        Some(SourceFile { path: self.names.display(path).into(), location: path.to_path_buf(), text })
    }

    fn text(&mut self, path: &Path) -> Option<Arc<str>> {
        match self.names.text(self.system, path, MAX_FILE_BYTES.min(MAX_TOTAL_BYTES.saturating_sub(self.bytes))) {
            Ok(text) => {
                self.bytes += text.len() as u64;
                Some(text)
            }
            Err(error) => {
                self.errors.push(error);
                None
            }
        }
    }
}

/// Finds the sources below a folder.
struct Walk<'w> {
    system: &'w dyn System,
    names: &'w Names,
    skip_tests: bool,
    files: Vec<PathBuf>,
    errors: Vec<LoadError>,
    above: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
    linked: BTreeSet<PathBuf>,
    seen: usize,
}

impl<'w> Walk<'w> {
    fn new(system: &'w dyn System, names: &'w Names, skip_tests: bool) -> Self {
        Self {
            system,
            names,
            skip_tests,
            files: Vec::new(),
            errors: Vec::new(),
            above: Vec::new(),
            folders: BTreeSet::new(),
            linked: BTreeSet::new(),
            seen: 0,
        }
    }

    fn folder(&mut self, folder: &Path, depth: usize) {
        let canonical = match self.system.canonical(folder) {
            Ok(canonical) => canonical,
            Err(error) => return self.errors.push(self.names.unreadable(folder, &error)),
        };
        if self.above.contains(&canonical) {
            return self.errors.push(self.names.unreadable(folder, &ReadError::Loop));
        }
        if depth > MAX_DEPTH {
            let message = format!("`{}` lies in more than {MAX_DEPTH} folders", self.names.display(folder));
            return self.errors.push(self.names.error(Code::FOLDER_TOO_LARGE, folder, message));
        }
        if !self.folders.insert(canonical.clone()) {
            return;
        }
        let mut entries = match self.system.entries(folder) {
            Ok(entries) => entries,
            Err(error) => return self.errors.push(self.names.unreadable(folder, &error)),
        };
        entries.sort();
        self.seen += entries.len();
        if self.seen > MAX_ENTRIES {
            if self.seen - entries.len() <= MAX_ENTRIES {
                let message = format!("there are more than {MAX_ENTRIES} files and folders here");
                let help = "name the folder that holds the model".to_owned();
                let error = self.names.error(Code::FOLDER_TOO_LARGE, folder, message);
                self.errors.push(LoadError { help: Some(help), ..error });
            }
            return;
        }
        self.above.push(canonical);
        for entry in entries {
            let path = folder.join(&entry.name);
            if entry.name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let (source, link) = (has_extension(&path), entry.kind.is_none());
            match entry.kind.map_or_else(|| self.system.kind(&path), Ok) {
                // A folder with a manifest is a package of its own.
                Ok(EntryKind::Folder) if self.system.kind(&path.join(MANIFEST)) == Ok(EntryKind::File) => {}
                Ok(EntryKind::Folder) => self.folder(&path, depth + 1),
                Ok(EntryKind::File) if source => self.source(path, link),
                Ok(EntryKind::Other) if source => self.errors.push(self.names.not_a_file(&path)),
                Err(error) if source || error == ReadError::Loop => {
                    self.errors.push(self.names.unreadable(&path, &error));
                }
                _ => {}
            }
        }
        self.above.pop();
    }

    fn source(&mut self, path: PathBuf, link: bool) {
        if self.skip_tests && path.file_stem().is_some_and(|stem| stem.as_encoded_bytes().ends_with(b"_test")) {
            return;
        }
        if link {
            // A file that is reached twice would declare everything twice.
            let canonical = self.system.canonical(&path).unwrap_or_else(|_| path.clone());
            let within = self.above.first().is_some_and(|top| canonical.starts_with(top));
            if (within && has_extension(&canonical)) || !self.linked.insert(canonical) {
                return;
            }
        }
        self.files.push(path);
    }
}

/// How files are called in messages.
struct Names {
    working: PathBuf,
}

impl Names {
    /// Relative to the working directory where it was reached so, with `/`.
    fn display(&self, path: &Path) -> String {
        let absolute = clean(&self.working.join(path));
        let shown = if path.is_absolute() && !absolute.starts_with(&self.working) {
            absolute
        } else {
            relative(&absolute, &self.working)
        };
        let text = shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if text.is_empty() { ".".to_owned() } else { text }
    }

    fn error(&self, code: Code, path: &Path, message: String) -> LoadError {
        LoadError { code, path: self.display(path), message, source: None, help: None }
    }

    fn unreadable(&self, path: &Path, error: &ReadError) -> LoadError {
        let shown = self.display(path);
        let (code, message, help) = match error {
            ReadError::NotFound => (
                Code::NO_SUCH_FILE,
                format!("there is no file or folder `{shown}`"),
                Some("the path counts from the folder that zcc was started in"),
            ),
            ReadError::Denied => (
                Code::UNREADABLE_FILE,
                format!("`{shown}` may not be read: permission denied"),
                Some("give yourself permission to read it, or leave it out of the package"),
            ),
            ReadError::TooLarge => (
                Code::FILE_TOO_LARGE,
                format!("`{shown}` is too large"),
                Some("a file may have 256 MiB and a package with its dependencies 1 GiB: split it, or leave it out"),
            ),
            ReadError::Changed => (
                Code::FILE_CHANGED,
                format!("`{shown}` was written to while it was read"),
                Some("run zcc again when the other program is done"),
            ),
            ReadError::Loop => (
                Code::SYMLINK_LOOP,
                format!("the symbolic links of `{shown}` lead in a circle"),
                Some("remove the link, or let it lead out of the circle"),
            ),
            ReadError::Other(reason) => (Code::UNREADABLE_FILE, format!("`{shown}` cannot be read: {reason}"), None),
        };
        LoadError { help: help.map(str::to_owned), ..self.error(code, path, message) }
    }

    fn not_a_file(&self, path: &Path) -> LoadError {
        let message = format!("`{}` is neither a file nor a folder", self.display(path));
        let help = "zcc does not read pipes or devices: save the text in a `.zc` file".to_owned();
        LoadError { help: Some(help), ..self.error(Code::NOT_A_FILE, path, message) }
    }

    fn text(&self, system: &dyn System, path: &Path, limit: u64) -> Result<Arc<str>, LoadError> {
        if path.to_str().is_none() {
            let message = format!("the name of `{}` is not UTF-8", self.display(path));
            let help = "rename the file: messages and baselines could not name it".to_owned();
            return Err(LoadError { help: Some(help), ..self.error(Code::PATH_NOT_UTF8, path, message) });
        }
        let bytes = system.read(path, limit).map_err(|error| self.unreadable(path, &error))?;
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text.into()),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let line = bytes[..at].split(|byte| *byte == b'\n').count();
                let byte = bytes.get(at).copied().unwrap_or_default();
                let message = format!(
                    "`{}` is not UTF-8: byte 0x{byte:02X} at offset {at} (line {line}) begins no character",
                    self.display(path)
                );
                let help = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
                    "the file is UTF-16: save it as UTF-8"
                } else {
                    "save the file as UTF-8"
                };
                Err(LoadError { help: Some(help.into()), ..self.error(Code::NOT_UTF8, path, message) })
            }
        }
    }
}

fn has_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "zc")
}

fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn folder_name(folder: &Path) -> SmolStr {
    package_name(&folder.file_name().unwrap_or_default().to_string_lossy())
}

/// Takes `.` and `..` out of a path by its letters.
fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                cleaned.pop();
            }
            other => cleaned.push(other),
        }
    }
    cleaned
}

fn relative(path: &Path, from: &Path) -> PathBuf {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemorySystem;

    fn described(system: &MemorySystem, path: &str) -> String {
        match discover(system, &[PathBuf::from(path)]) {
            Ok(roots) => roots
                .iter()
                .map(|root| read(system, root).map_or_else(|errors| told(&errors), |read| listed(&read)))
                .collect(),
            Err(errors) => told(&errors),
        }
    }

    fn listed(sources: &Sources) -> String {
        let mut text = String::new();
        for package in &sources.packages {
            let files: Vec<&str> = package.files.iter().map(|file| &*file.path).collect();
            text += &format!("{}: {}\n", package.name, files.join(" "));
        }
        text
    }

    fn told(errors: &[LoadError]) -> String {
        let mut text = String::new();
        for error in errors {
            text += &format!("{} {}: {}\n", error.code, error.path, error.message);
        }
        text
    }

    #[test]
    fn a_folder_is_a_package_with_all_below_it() {
        let system = MemorySystem::new()
            .file("plant/b.zc", "")
            .file("plant/areas/a.zc", "")
            .file("plant/README.md", "")
            .file("plant/.git/x.zc", "")
            .file("plant/vendor/zcc.toml", "")
            .file("plant/vendor/v.zc", "");
        assert_eq!(described(&system, "plant"), "plant: plant/areas/a.zc plant/b.zc\n");
        assert_eq!(described(&system, "plant/b.zc"), "b: plant/b.zc\n");
    }

    #[test]
    fn a_manifest_names_the_package_and_its_dependencies() {
        let system = MemorySystem::new()
            .file("plant/zcc.toml", "[package]\nname = \"river\"\n[dependencies]\nacme = { path = \"../acme\" }\n")
            .file("plant/areas/site.zc", "")
            .file("acme/p.zc", "")
            .file("acme/p_test.zc", "");
        let expected = "acme: acme/p.zc\nriver: plant/areas/site.zc\n";
        assert_eq!(described(&system, "plant"), expected);
        assert_eq!(described(&system, "plant/areas/site.zc"), expected);
        assert_eq!(described(&system, "plant/zcc.toml"), expected);
    }

    #[test]
    fn a_circle_of_packages_is_told_once() {
        let manifest = |name: &str, other: &str| {
            format!("[package]\nname = \"{name}\"\n[dependencies]\n{other} = {{ path = \"../{other}\" }}\n")
        };
        let system =
            MemorySystem::new().file("a/zcc.toml", &manifest("a", "b")).file("b/zcc.toml", &manifest("b", "a"));
        assert_eq!(
            described(&system, "a"),
            "Z0704 b/zcc.toml: packages depend on each other in a circle: a -> b -> a\n"
        );
    }

    #[test]
    fn links_in_a_circle_are_an_error_and_files_are_read_once() {
        let system = MemorySystem::new().file("a/x.zc", "").link("a/b", "/a").link("a/y.zc", "/a/x.zc");
        assert_eq!(described(&system, "a"), "Z0008 a/b: the symbolic links of `a/b` lead in a circle\n");
        let system =
            MemorySystem::new().file("a/x.zc", "").link("a/y.zc", "/a/x.zc").link("a/b", "/c").file("c/z.zc", "");
        assert_eq!(described(&system, "a"), "a: a/b/z.zc a/x.zc\n");
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let system = MemorySystem::new()
            .bytes("p/latin.zc", b"zone z {\n  // caf\xE9\n}")
            .broken("p/secret.zc", ReadError::Denied)
            .broken("p/moving.zc", ReadError::Changed)
            .device("p/pipe.zc")
            .file("p/ok.zc", "");
        assert_eq!(
            described(&system, "p"),
            "Z0007 p/pipe.zc: `p/pipe.zc` is neither a file nor a folder\n\
             Z0002 p/latin.zc: `p/latin.zc` is not UTF-8: byte 0xE9 at offset 17 (line 2) begins no character\n\
             Z0004 p/moving.zc: `p/moving.zc` was written to while it was read\n\
             Z0001 p/secret.zc: `p/secret.zc` may not be read: permission denied\n"
        );
        assert_eq!(described(&system, "q"), "Z0006 q: there is no file or folder `q`\n");
    }

    #[test]
    fn files_of_one_folder_are_a_package_together() {
        let system = MemorySystem::new().file("a.zc", "").file("b.zc", "").file("d/c.zc", "");
        let paths = ["b.zc", "d/c.zc", "a.zc"].map(PathBuf::from);
        let roots = discover(&system, &paths).expect("they are there");
        assert_eq!(roots.len(), 2);
    }
}
