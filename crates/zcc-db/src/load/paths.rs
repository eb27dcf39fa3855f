//! Paths as text: what the file system is not asked for.

use std::path::{Component, Path, PathBuf};

use smol_str::SmolStr;

use crate::manifest::package_name;

pub(super) fn has_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "zc")
}

pub(super) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

pub(super) fn folder_name(folder: &Path) -> SmolStr {
    package_name(&folder.file_name().unwrap_or_default().to_string_lossy())
}

/// Takes `.` and `..` out of a path by its letters.
pub(super) fn clean(path: &Path) -> PathBuf {
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

pub(super) fn relative(path: &Path, from: &Path) -> PathBuf {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}
