//! The model from text to facts and diagnostics.

#![allow(clippy::needless_raw_string_hashes, reason = "the snapshots are written by a tool")]
#![allow(clippy::needless_pass_by_value, reason = "a snapshot is handed over where it is written")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod claims;
mod incremental;
mod scale;
mod standard;
mod structure;
mod tested;

use zcc_base::Diagnostic;
use zcc_db::{Db, syntax_diagnostics};

use super::{item_diagnostics_model, structure_diagnostics};
use crate::testing::TestDb;

/// A small standard library.
pub(crate) const STD: &str = r#"//- /std/std.zc
capability session_lock "Session lock" { minutes: int }
capability user_authentication { unique: bool }
capability account_management
capability directory_service
capability integrity { cryptographic: bool }
capability emergency_power { hours: int }
enum purpose { business, control, safety }
enum interface { ethernet, serial }
attribute zone.purpose: purpose
attribute zone.purdue: int
attribute component.interfaces: set of interface
attribute component.tag: string
attribute component.critical: bool = false
attribute channel.port: set of int
catalog part "Part 3-3" { levels: SL family IAC "Identification" family UC "Use" }
requirement SR 1.1 "Users" in part.IAC for zone or conduit z {
  base at SL 1: every c in z.components: c has user_authentication otherwise "{c}"
  RE 1 "Unique" at SL 2: every c in z.components: c has user_authentication where unique otherwise "{c}"
}
protocol opc "OPC UA" { port: 4840 offers integrity { cryptographic: true } }
protocol modbus { port: 502 lacks integrity }
"#;

pub(crate) fn db(fixture: &str) -> TestDb {
    TestDb::new(&format!("{STD}{fixture}"))
}

/// Everything that is wrong with the root package, as text.
pub(crate) fn wrong(fixture: &str) -> String {
    let db = db(fixture);
    db.show(&all_wrong(&db))
}

pub(crate) fn all_wrong(db: &TestDb) -> Vec<Diagnostic> {
    let as_db: &dyn Db = db;
    let mut told: Vec<Diagnostic> = Vec::new();
    for item in db.items() {
        told.extend_from_slice(syntax_diagnostics(as_db, item));
        told.extend_from_slice(item_diagnostics_model(as_db, item));
        told.extend_from_slice(crate::rules::item_diagnostics_rules(as_db, item));
    }
    told.extend_from_slice(structure_diagnostics(as_db));
    told
}
