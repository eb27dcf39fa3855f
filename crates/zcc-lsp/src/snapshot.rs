//! What a request is answered from: a package at one moment, and what the answer depends on besides.

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::{
    ClientCapabilities, Location, Position, Range, TextDocumentIdentifier, TextDocumentPositionParams, Url,
};
use zcc_ide::{Analysis, File, FilePosition, FileRange, LoadError, TextRange};

use crate::answered_tokens::AnsweredTokens;
use crate::config::Config;
use crate::convert::{self, Encoding};
use crate::documents::path_of;
use crate::standard::StandardCopies;

/// What all packages share.
pub(crate) struct Shared {
    /// How the client counts columns.
    pub(crate) encoding: Encoding,
    /// What the client can do.
    pub(crate) client: ClientCapabilities,
    /// Commands that the client carries out itself.
    pub(crate) client_commands: Vec<String>,
    /// Copies of the standard library.
    pub(crate) standard: StandardCopies,
    /// The semantic tokens that were answered last.
    pub(crate) tokens: AnsweredTokens,
    /// Whether the client asks for diagnostics; they are not pushed then.
    pub(crate) pulls: bool,
}

impl Shared {
    /// Whether the client carries out a command itself.
    pub(crate) fn has_command(&self, name: &str) -> bool {
        self.client_commands.iter().any(|command| command == name)
    }
}

/// A package at one moment. To be dropped when the answer is there.
pub(crate) struct Snapshot {
    /// The package.
    pub(crate) analysis: Analysis,
    /// The folder (or the lone file) that it is known by.
    pub(crate) folder: PathBuf,
    /// The settings.
    pub(crate) config: Arc<Config>,
    /// What all packages share.
    pub(crate) shared: Arc<Shared>,
    /// How the client calls the documents that it has open, and their versions.
    pub(crate) open: Arc<FxHashMap<PathBuf, (Url, i32)>>,
    /// What of the package could not be read.
    pub(crate) errors: Arc<[LoadError]>,
}

impl Snapshot {
    /// The file of a document.
    pub(crate) fn file(&self, document: &TextDocumentIdentifier) -> Result<File> {
        self.file_at(&document.uri)
    }

    /// The file that the client calls so.
    pub(crate) fn file_at(&self, uri: &Url) -> Result<File> {
        let path = path_of(uri);
        let files = self.analysis.files();
        let found = files.at(&path).or_else(|| files.at(&self.shared.standard.original(&path)?));
        found.ok_or_else(|| Error::invalid_params(format!("{uri} belongs to no package of zcc")))
    }

    /// The position in a document.
    pub(crate) fn position(&self, at: &TextDocumentPositionParams) -> Result<FilePosition> {
        let file = self.file(&at.text_document)?;
        Ok(FilePosition { file, offset: self.offset(file, at.position) })
    }

    /// The byte of a position in a file; positions outside are moved inside.
    pub(crate) fn offset(&self, file: File, position: Position) -> u32 {
        convert::offset(self.analysis.text(file), self.analysis.line_index(file), position, self.shared.encoding)
    }

    /// The bytes of a range in a file.
    pub(crate) fn text_range(&self, file: File, range: Range) -> TextRange {
        let (start, end) = (self.offset(file, range.start), self.offset(file, range.end));
        TextRange::new(start.min(end), start.max(end))
    }

    /// A range as the client counts it.
    pub(crate) fn range(&self, file: File, range: TextRange) -> Range {
        convert::range(self.analysis.text(file), self.analysis.line_index(file), range, self.shared.encoding)
    }

    /// How the client calls a file.
    pub(crate) fn uri(&self, file: File) -> Option<Url> {
        let path = self.analysis.files().path(file)?;
        if self.analysis.is_standard(file) {
            return self.shared.standard.uri(path);
        }
        self.open.get(path).map(|(uri, _)| uri.clone()).or_else(|| Url::from_file_path(path).ok())
    }

    /// The version of a file that the client has open.
    pub(crate) fn version(&self, file: File) -> Option<i32> {
        let path = self.analysis.files().path(file)?;
        self.open.get(path).map(|(_, version)| *version)
    }

    /// A range of a file as a location.
    pub(crate) fn location(&self, target: FileRange) -> Option<Location> {
        Some(Location { uri: self.uri(target.file)?, range: self.range(target.file, target.range) })
    }
}
