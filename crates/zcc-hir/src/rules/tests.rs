use expect_test::{Expect, expect};
use zcc_db::{Workspace, items, syntax_diagnostics};

use super::*;
use crate::testing::TestDb;

#[test]
fn the_standard_library_has_no_mistakes() {
    let db = TestDb::with_standard("");
    let mut shown = String::new();
    for file in Workspace::get(&db).standard(&db).files(&db).iter() {
        for item in items(&db, *file) {
            shown.push_str(&db.show(syntax_diagnostics(&db, *item)));
            shown.push_str(&db.show(item_diagnostics_rules(&db, *item)));
        }
    }
    expect![[""]].assert_eq(&shown);
}
