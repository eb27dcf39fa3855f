//! The file system with the open documents over it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zcc_ide::{Entry, EntryKind, MANIFEST, ReadError, System};

/// The files of the machine, as the client sees them.
pub(crate) struct Overlay {
    /// The machine's.
    pub(crate) system: Arc<dyn System + Send + Sync>,
    /// The texts of open documents.
    pub(crate) open: BTreeMap<PathBuf, Arc<str>>,
    /// A folder whose manifest is not to be seen, because it cannot be read.
    pub(crate) without_manifest: Option<PathBuf>,
}

impl Overlay {
    fn hides(&self, path: &Path) -> bool {
        let hidden = self.without_manifest.as_ref();
        hidden.is_some_and(|folder| {
            path.file_name().is_some_and(|name| name == MANIFEST) && path.parent() == Some(folder)
        })
    }
}

impl System for Overlay {
    fn working_directory(&self) -> PathBuf {
        self.system.working_directory()
    }

    fn kind(&self, path: &Path) -> Result<EntryKind, ReadError> {
        if self.hides(path) {
            return Err(ReadError::NotFound);
        }
        if self.open.contains_key(path) { Ok(EntryKind::File) } else { self.system.kind(path) }
    }

    fn entries(&self, folder: &Path) -> Result<Vec<Entry>, ReadError> {
        let mut entries = self.system.entries(folder)?;
        for path in self.open.keys().filter(|path| path.parent() == Some(folder)) {
            let Some(name) = path.file_name() else { continue };
            if !entries.iter().any(|entry| entry.name == name) {
                entries.push(Entry { name: name.to_owned(), kind: Some(EntryKind::File) });
            }
        }
        Ok(entries)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match self.open.get(path) {
            Some(text) if text.len() as u64 > limit => Err(ReadError::TooLarge),
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.system.read(path, limit),
        }
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, ReadError> {
        match self.system.canonical(path) {
            Err(_) if self.open.contains_key(path) => Ok(path.to_path_buf()),
            found => found,
        }
    }
}
