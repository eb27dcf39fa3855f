//! Reading a package with all that it depends on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::Code;

use super::error::LoadError;
use super::limits::{MAX_FILE_BYTES, MAX_TOTAL_BYTES};
use super::names::Names;
use super::paths::folder_name;
use super::sources::{PackageSource, SourceFile, Sources};
use super::walk::Walk;
use crate::manifest::{MANIFEST, Manifest, parse_manifest};
use crate::{EntryKind, ReadError, System};

/// Reads packages, dependencies first.
pub(super) struct Reader<'s> {
    pub(super) system: &'s dyn System,
    pub(super) names: Names,
    pub(super) sources: Sources,
    pub(super) known: BTreeMap<PathBuf, Option<usize>>,
    pub(super) open: Vec<(PathBuf, SmolStr)>,
    pub(super) errors: Vec<LoadError>,
    pub(super) bytes: u64,
}

impl Reader<'_> {
    /// Reads the package in `folder` after those that it depends on; `None` after an error.
    pub(super) fn package(&mut self, folder: &Path, root: bool) -> Option<usize> {
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

    pub(super) fn dependency_problem(&self, path: &Path, name: &SmolStr) -> Option<(Code, String, Option<String>)> {
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

    pub(super) fn file(&mut self, path: &Path) -> Option<SourceFile> {
        let text = self.text(path)?;
        Some(SourceFile { path: self.names.display(path).into(), location: path.to_path_buf(), text })
    }

    pub(super) fn text(&mut self, path: &Path) -> Option<Arc<str>> {
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
