//! Where the repository keeps what the tests read, and the real `.zc` files in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::database::SourceText;

/// The folder of this crate.
pub fn tests_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the repository.
pub fn repository() -> PathBuf {
    tests_folder().parent().map(Path::to_path_buf).unwrap_or_default()
}

/// All files below a folder whose names end in `ending`, sorted, with their text.
pub fn below(folder: &Path, ending: &str) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = fs::read_to_string(&path)?;
                found.push((path, text));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Every `.zc` file of the standard library and the examples, by its path in the repository.
pub fn real_files() -> Vec<SourceText> {
    let root = repository();
    ["stdlib", "examples"]
        .into_iter()
        .flat_map(|folder| below(&root.join(folder), ".zc").unwrap_or_default())
        .map(|(path, text)| (path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().into_owned(), text))
        .collect()
}
