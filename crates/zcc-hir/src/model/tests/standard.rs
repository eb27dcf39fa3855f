//! The standard library itself, and the tests in it.

use std::fmt::Write;
use std::path::Path;

use zcc_db::{Workspace, items, syntax_diagnostics};

use crate::model::item_diagnostics_model;
use crate::testing::TestDb;

fn gather(folder: &Path, fixture: &mut String) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            gather(&path, fixture);
        } else if path.extension().is_some_and(|extension| extension == "zc") {
            let text = std::fs::read_to_string(&path).unwrap();
            let _ = writeln!(fixture, "//- /std/{}\n{text}", path.file_name().unwrap().display());
        }
    }
}

#[test]
fn the_standard_library_lowers_without_a_word() {
    let mut fixture = String::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stdlib"), &mut fixture);
    let db = TestDb::new(&fixture);
    let standard = Workspace::get(&db).standard(&db);
    let mut told = Vec::new();
    for file in standard.files(&db).iter() {
        for item in items(&db, *file) {
            told.extend_from_slice(syntax_diagnostics(&db, *item));
            told.extend_from_slice(item_diagnostics_model(&db, *item));
        }
    }
    assert_eq!(db.show(&told), "");
}
