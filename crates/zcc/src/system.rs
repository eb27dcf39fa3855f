//! The real file system, and how files are written: whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zcc_db::{Entry, EntryKind, ReadError, System};

use crate::progress::Progress;

/// The file system of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RealSystem;

impl System for RealSystem {
    fn working_directory(&self) -> PathBuf {
        std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"))
    }

    fn kind(&self, path: &Path) -> Result<EntryKind, ReadError> {
        fs::metadata(path).map(|metadata| kind_of(metadata.file_type())).map_err(|error| read_error(&error))
    }

    fn entries(&self, folder: &Path) -> Result<Vec<Entry>, ReadError> {
        let read = || -> io::Result<Vec<Entry>> {
            fs::read_dir(folder)?
                .map(|entry| {
                    let entry = entry?;
                    let kind = entry.file_type()?;
                    Ok(Entry { name: entry.file_name(), kind: (!kind.is_symlink()).then(|| kind_of(kind)) })
                })
                .collect()
        };
        read().map_err(|error| read_error(&error))
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let read = || -> io::Result<Result<Vec<u8>, ReadError>> {
            let mut file = File::open(path)?;
            let before = file.metadata()?;
            if !before.is_file() {
                return Ok(Err(ReadError::Other("it is not a file".to_owned())));
            }
            if before.len() > limit {
                return Ok(Err(ReadError::TooLarge));
            }
            let mut bytes = Vec::with_capacity(before.len() as usize + 1);
            (&mut file).take(limit + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > limit {
                return Ok(Err(ReadError::TooLarge));
            }
            let after = file.metadata()?;
            let same = before.len() == after.len()
                && bytes.len() as u64 == after.len()
                && before.modified().ok() == after.modified().ok();
            Ok(if same { Ok(bytes) } else { Err(ReadError::Changed) })
        };
        read().unwrap_or_else(|error| Err(read_error(&error)))
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, ReadError> {
        fs::canonicalize(path).map_err(|error| read_error(&error))
    }
}

/// A file system that says of each file when it was read.
pub(crate) struct Counting<'s> {
    /// The file system.
    pub(crate) system: &'s dyn System,
    /// Whom it is said to.
    pub(crate) progress: &'s Progress,
}

impl System for Counting<'_> {
    fn working_directory(&self) -> PathBuf {
        self.system.working_directory()
    }

    fn kind(&self, path: &Path) -> Result<EntryKind, ReadError> {
        self.system.kind(path)
    }

    fn entries(&self, folder: &Path) -> Result<Vec<Entry>, ReadError> {
        self.system.entries(folder)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        let read = self.system.read(path, limit);
        self.progress.step();
        read
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, ReadError> {
        self.system.canonical(path)
    }
}

fn kind_of(kind: fs::FileType) -> EntryKind {
    if kind.is_file() {
        EntryKind::File
    } else if kind.is_dir() {
        EntryKind::Folder
    } else {
        EntryKind::Other
    }
}

fn read_error(error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound,
        io::ErrorKind::PermissionDenied => ReadError::Denied,
        // `ErrorKind::FilesystemLoop` is not stable; 40 is its number on Linux, 62 that of the BSDs and macOS.
        _ if matches!(error.raw_os_error(), Some(40)) && cfg!(target_os = "linux") => ReadError::Loop,
        _ if matches!(error.raw_os_error(), Some(62)) && cfg!(not(target_os = "linux")) => ReadError::Loop,
        _ => ReadError::Other(plain(error)),
    }
}

/// The system's words without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.to_lowercase()
}

/// Writes a file so that a reader finds the old text or the new one, never a part: into a new file beside it, which then takes
/// its name. Permission bits stay, and of a symbolic link the file that it leads to is written.
pub(crate) fn write_atomically(path: &Path, text: &str) -> io::Result<()> {
    let goal = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = goal.parent().unwrap_or(Path::new("."));
    let name = goal.file_name().unwrap_or_default().to_string_lossy();
    let existing = fs::metadata(&goal).ok();
    if existing.as_ref().is_some_and(|existing| existing.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "permission denied: the file is read-only"));
    }
    let (temporary, mut file) = (0..100)
        .find_map(|attempt| {
            let path = folder.join(format!(".{name}.{}-{attempt}.tmp", std::process::id()));
            match File::options().write(true).create_new(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => None,
                opened => Some(opened.map(|file| (path, file))),
            }
        })
        .unwrap_or_else(|| Err(io::Error::other("no name for a temporary file is free")))?;
    let written = (|| {
        file.write_all(text.as_bytes())?;
        if let Some(existing) = existing {
            file.set_permissions(existing.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&temporary, &goal)
    })();
    if written.is_err() {
        // The error that is told is the first one.
        let _ = fs::remove_file(&temporary);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_keeps_permissions_and_follows_links() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.zc");
        fs::write(&file, "old").expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::{PermissionsExt, symlink};
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("set");
            symlink(&file, folder.path().join("link.zc")).expect("linked");
            write_atomically(&folder.path().join("link.zc"), "new").expect("written");
            assert!(fs::symlink_metadata(folder.path().join("link.zc")).expect("there").is_symlink());
            assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
        }
        #[cfg(not(unix))]
        write_atomically(&file, "new").expect("written");
        assert_eq!(fs::read_to_string(&file).expect("read"), "new");
    }

    #[test]
    fn a_file_above_the_limit_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.zc");
        fs::write(&file, "12345").expect("written");
        assert_eq!(RealSystem.read(&file, 4), Err(ReadError::TooLarge));
        assert_eq!(RealSystem.read(&file, 5), Ok(b"12345".to_vec()));
        assert_eq!(RealSystem.kind(&folder.path().join("b.zc")), Err(ReadError::NotFound));
    }
}
