//! Any text can be checked, judged and tested on top of the standard library, whatever was there before.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use zcc_eval::{assess, run_test};
use zcc_tests::database::Database;

thread_local! {
    static DATABASE: RefCell<Database> =
        RefCell::new(Database::plain(&[("main.zc".to_owned(), String::new())], zcc_std::FILES));
}

fuzz_target!(|text: &str| {
    DATABASE.with_borrow_mut(|db| {
        db.write(0, text);
        for diagnostic in db.diagnostics() {
            db.point(diagnostic.primary.place);
        }
        assess(db);
        for item in db.items() {
            run_test(db, item);
        }
    });
});
