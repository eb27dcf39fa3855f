//! What the tests of this crate share: packages from texts, with the cursor marked `$0`.

use std::path::{Path, PathBuf};

use zcc_db::{MemorySystem, Root};

use crate::host::{Analysis, AnalysisHost};
use crate::target::FilePosition;

/// The day on which tests assess: 2027-01-01.
pub(crate) const DAY: i32 = 20_819;

/// A package of these files, by path below `/site`.
pub(crate) fn host(files: &[(&str, &str)]) -> AnalysisHost {
    let system = files.iter().fold(MemorySystem::new(), |system, (path, text)| {
        system.file(&format!("/site/{path}"), &text.replace("$0", ""))
    });
    let sources = zcc_db::read(&system, &Root::Folder { path: PathBuf::from("/site") }).expect("the package is read");
    AnalysisHost::new(sources, DAY, zcc_std::FILES)
}

/// A package of one file, `site.zc`, and the position of `$0` in it.
pub(crate) fn at_cursor(text: &str) -> (Analysis, FilePosition) {
    at_cursor_in(&[("site.zc", text)])
}

/// A package of these files, and the position of `$0`.
pub(crate) fn at_cursor_in(files: &[(&str, &str)]) -> (Analysis, FilePosition) {
    let analysis = host(files).analysis();
    let (path, text) = files.iter().find(|(_, text)| text.contains("$0")).expect("a text has a cursor");
    let file = analysis.files().at(Path::new(&format!("/site/{path}"))).expect("the file is in the package");
    let offset = text.find("$0").unwrap_or(0) as u32;
    (analysis, FilePosition { file, offset })
}

/// One of the examples of the repository, with the library that examples depend on.
pub(crate) fn example(name: &str) -> AnalysisHost {
    let mut system = MemorySystem::new();
    for package in ["acme_controllers", name] {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(package);
        for entry in std::fs::read_dir(&folder).expect("the example is there") {
            let path = entry.expect("the folder is read").path();
            let file = path.file_name().and_then(|name| name.to_str()).expect("a name");
            if let Ok(text) = std::fs::read_to_string(&path) {
                system = system.file(&format!("/{package}/{file}"), &text);
            }
        }
    }
    let sources = zcc_db::read(&system, &Root::Folder { path: PathBuf::from(format!("/{name}")) }).expect("it is read");
    AnalysisHost::new(sources, DAY, zcc_std::FILES)
}
