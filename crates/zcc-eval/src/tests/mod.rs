//! What rules mean, shown by `test` blocks of the language itself and by whole assessments.

mod incremental;
mod levels;
mod relations;
mod speed;

use crate::testing::TestDb;

#[test]
fn the_semantics_hold() {
    let db = TestDb::new(&[], include_str!("semantics.zc"));
    assert_eq!(db.errors().join("\n"), "");
    assert_eq!(db.run_tests(), "");
}

#[test]
fn the_standard_library_keeps_its_word() {
    let files: Vec<(&str, &str)> = zcc_std::TEST_FILES.iter().map(|(path, text)| (*path, *text)).collect();
    if files.is_empty() {
        return;
    }
    let db = TestDb::of_files(zcc_std::FILES, &files);
    assert_eq!(db.errors().join("\n"), "");
    assert_eq!(db.run_tests(), "");
}
