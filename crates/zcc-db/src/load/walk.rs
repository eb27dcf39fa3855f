//! Finding the sources below a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zcc_base::Code;

use super::error::LoadError;
use super::limits::{MAX_DEPTH, MAX_ENTRIES};
use super::names::Names;
use super::paths::has_extension;
use crate::manifest::MANIFEST;
use crate::{EntryKind, ReadError, System};

/// Finds the sources below a folder.
pub(super) struct Walk<'w> {
    pub(super) system: &'w dyn System,
    pub(super) names: &'w Names,
    pub(super) skip_tests: bool,
    pub(super) files: Vec<PathBuf>,
    pub(super) errors: Vec<LoadError>,
    pub(super) above: Vec<PathBuf>,
    pub(super) folders: BTreeSet<PathBuf>,
    pub(super) linked: BTreeSet<PathBuf>,
    pub(super) seen: usize,
}

impl<'w> Walk<'w> {
    pub(super) fn new(system: &'w dyn System, names: &'w Names, skip_tests: bool) -> Self {
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

    pub(super) fn folder(&mut self, folder: &Path, depth: usize) {
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

    pub(super) fn source(&mut self, path: PathBuf, link: bool) {
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
