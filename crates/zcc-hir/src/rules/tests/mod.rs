//! Rule libraries as users write them, and what the checker says of them.
#![allow(clippy::needless_raw_string_hashes)] // `UPDATE_EXPECT=1` writes them.

mod declarations;
mod expressions;
mod incremental;
mod requirements;
mod standard;
mod strata;
mod values;

use zcc_db::syntax_diagnostics;

use super::*;
use crate::testing::TestDb;

/// Everything that is said of the root package's declarations.
pub(super) fn said(db: &TestDb) -> String {
    let mut shown = String::new();
    for item in db.items() {
        shown.push_str(&db.show(syntax_diagnostics(db, item)));
        shown.push_str(&db.show(item_diagnostics_rules(db, item)));
    }
    shown
}

/// What is said of one file, as the root package on an empty standard library.
pub(super) fn said_of(text: &str) -> String {
    said(&TestDb::new(&format!("//- /a.zc\n{text}")))
}
