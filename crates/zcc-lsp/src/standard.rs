//! The standard library as documents that any editor can open: copies in the cache, for reading.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use tower_lsp::lsp_types::Url;
use zcc_ide::STANDARD_SCHEME;

/// Makes copies when they are asked for, and knows its own.
pub(crate) struct StandardCopies {
    files: &'static [(&'static str, &'static str)],
    folder: String,
    write: fn(&str, &str) -> Option<PathBuf>,
}

impl StandardCopies {
    /// Copies of these files go below a folder of the cache that is named for the version and their content.
    pub(crate) fn new(
        files: &'static [(&'static str, &'static str)],
        version: &str,
        write: fn(&str, &str) -> Option<PathBuf>,
    ) -> Self {
        let mut hasher = DefaultHasher::new();
        files.hash(&mut hasher);
        Self { files, folder: format!("standard-library/{version}-{:016x}", hasher.finish()), write }
    }

    /// Where a client can open a file of the standard library, named `zc-std:/…`.
    pub(crate) fn uri(&self, path: &Path) -> Option<Url> {
        let name = path.to_str()?.strip_prefix(STANDARD_SCHEME)?;
        let (_, text) = self.files.iter().find(|(file, _)| *file == name)?;
        let copy = (self.write)(&format!("{}/{name}", self.folder), text);
        match copy {
            Some(copy) => Url::from_file_path(copy).ok(),
            None => Url::parse(path.to_str()?).ok(),
        }
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
