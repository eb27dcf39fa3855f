//! The documents that the client has open: their texts, as the client has them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};

use crate::convert::{Encoding, apply};

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// How the client calls it.
    pub(crate) uri: Url,
    /// The version that the client counts.
    pub(crate) version: i32,
    /// Its text.
    pub(crate) text: Arc<str>,
}

/// All of them, by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Documents {
    open: BTreeMap<PathBuf, Document>,
}

impl Documents {
    /// Takes a document that was opened.
    pub(crate) fn open(&mut self, path: PathBuf, document: Document) {
        self.open.insert(path, document);
    }

    /// Applies the changes of one notification, in order. A change that lies outside the text is moved into it. `None` if the document is
    /// not open.
    pub(crate) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Option<Arc<str>> {
        let document = self.open.get_mut(path)?;
        let mut text = document.text.to_string();
        for change in changes {
            match change.range {
                Some(range) => apply(&mut text, range, &change.text, encoding),
                None => text = change.text,
            }
        }
        document.version = version;
        document.text = Arc::from(text);
        Some(Arc::clone(&document.text))
    }

    /// Forgets a document.
    pub(crate) fn close(&mut self, path: &Path) -> Option<Document> {
        self.open.remove(path)
    }

    /// The document at a path, if it is open.
    pub(crate) fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    /// All of them, ordered by path.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Path, &Document)> {
        self.open.iter().map(|(path, document)| (path.as_path(), document))
    }
}

/// The path by which a document is known here: its path on the machine, or, where it has none, what the client calls it.
pub(crate) fn path_of(uri: &Url) -> PathBuf {
    let path = if uri.scheme() == "file" { uri.to_file_path().ok() } else { None };
    path.unwrap_or_else(|| PathBuf::from(uri.as_str()))
}
