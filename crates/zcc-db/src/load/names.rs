//! How files are called in messages, and what is said of those that cannot be read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zcc_base::Code;

use super::error::LoadError;
use super::paths::{clean, relative};
use crate::{ReadError, System};

/// How files are called in messages.
pub(super) struct Names {
    pub(super) working: PathBuf,
}

impl Names {
    /// Relative to the working directory where it was reached so, with `/`.
    pub(super) fn display(&self, path: &Path) -> String {
        let absolute = clean(&self.working.join(path));
        let shown = if path.is_absolute() && !absolute.starts_with(&self.working) {
            absolute
        } else {
            relative(&absolute, &self.working)
        };
        let text = shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if text.is_empty() { ".".to_owned() } else { text }
    }

    pub(super) fn error(&self, code: Code, path: &Path, message: String) -> LoadError {
        LoadError { code, path: self.display(path), message, source: None, help: None }
    }

    pub(super) fn unreadable(&self, path: &Path, error: &ReadError) -> LoadError {
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

    pub(super) fn not_a_file(&self, path: &Path) -> LoadError {
        let message = format!("`{}` is neither a file nor a folder", self.display(path));
        let help = "zcc does not read pipes or devices: save the text in a `.zc` file".to_owned();
        LoadError { help: Some(help), ..self.error(Code::NOT_A_FILE, path, message) }
    }

    pub(super) fn text(&self, system: &dyn System, path: &Path, limit: u64) -> Result<Arc<str>, LoadError> {
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
