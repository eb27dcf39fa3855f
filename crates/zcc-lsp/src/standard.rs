//! The standard library as documents that any editor can open: copies in the cache, for reading.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tower_lsp::lsp_types::Url;
use zcc_ide::{Code, STANDARD_SCHEME};

/// Makes copies when they are asked for, and knows its own.
pub(crate) struct StandardCopies {
    files: &'static [(&'static str, &'static str)],
    folder: String,
    write: fn(&str, &str) -> Option<PathBuf>,
    /// The pages of codes.
    pages: fn(Code) -> Option<&'static str>,
    /// What was written already, by name in the cache.
    written: Mutex<FxHashMap<String, Option<Url>>>,
}

impl StandardCopies {
    /// Copies of these files go below a folder of the cache that is named for the version and their content.
    pub(crate) fn new(
        files: &'static [(&'static str, &'static str)],
        version: &str,
        write: fn(&str, &str) -> Option<PathBuf>,
        pages: fn(Code) -> Option<&'static str>,
    ) -> Self {
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        Self {
            files,
            folder: format!("standard-library/{version}-{:016x}", hasher.finish()),
            write,
            pages,
            written: Mutex::default(),
        }
    }

    /// Where a client can open a file of the standard library, named `zc-std:/…`.
    pub(crate) fn uri(&self, path: &Path) -> Option<Url> {
        let name = path.to_str()?.strip_prefix(STANDARD_SCHEME)?;
        let (_, text) = self.files.iter().find(|(file, _)| *file == name)?;
        self.copy(format!("{}/{name}", self.folder), text).or_else(|| Url::parse(path.to_str()?).ok())
    }

    /// Where a client can open the page of a code.
    pub(crate) fn page_of(&self, code: Code) -> Option<Url> {
        let text = (self.pages)(code)?;
        self.copy(format!("{}/codes/{code}.md", self.folder), text)
    }

    /// Writes a text that never changes, once.
    fn copy(&self, name: String, text: &str) -> Option<Url> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let write = |name: &str| (self.write)(name, text).and_then(|path| Url::from_file_path(path).ok());
        written.entry(name).or_insert_with_key(|name| write(name)).clone()
    }

    /// What a path in the cache is a copy of: `zc-std:/…`.
    pub(crate) fn original(&self, path: &Path) -> Option<PathBuf> {
        let path = path.to_str()?;
        if path.starts_with(STANDARD_SCHEME) {
            return Some(PathBuf::from(path));
        }
        let path = path.replace('\\', "/");
        let (_, name) = path.split_once(&format!("{}/", self.folder))?;
        self.files.iter().any(|(file, _)| *file == name).then(|| PathBuf::from(format!("{STANDARD_SCHEME}{name}")))
    }

    /// Writes a document of ours to the cache, and says where a client can open it.
    pub(crate) fn write_page(&self, name: &str, text: &str) -> Option<Url> {
        (self.write)(name, text).and_then(|path| Url::from_file_path(path).ok())
    }
}
