//! What an edit makes run again.

use std::fmt::Write as _;

use crate::assess;
use crate::testing::TestDb;

const STANDARD: &str = r#"
capability lock
capability audit
catalog k "K" { levels: SL  family A "A"  family B "B" }
requirement SR 1.1 "lock" in k.A for zone z { base at SL 1: every c in z.components: c has lock otherwise "{c}" }
requirement SR 1.2 "far" in k.A for zone z { base at SL 1: every k in conduits: k.components == z.components otherwise "{z}" }
requirement SR 2.1 "audit" in k.B for zone z { base at SL 1: every c in z.components: c has audit otherwise "{c}" }
"#;

fn site() -> TestDb {
    let mut text = String::from("site s { assess: [k] }\n");
    for zone in 0..40 {
        let _ = writeln!(text, "zone z{zone:02} {{ target: SL 1  component c {{ kind: host_device  lacks lock }} }}");
    }
    let waiver = "waiver w { accepts: SR 1.1  for: z01  until: 2027-01-01  because: \"b\"  requested_by: \"r\"  approved_by: \"a\" }";
    TestDb::of_files(&[("k.zc", STANDARD)], &[("site.zc", &text), ("waivers.zc", waiver)])
}

fn count(ran: &[String], name: &str) -> usize {
    ran.iter().filter(|query| *query == name).count()
}

#[test]
fn an_edit_of_one_component_judges_one_shard() {
    let mut db = site();
    assert_eq!(db.errors().join("\n"), "");
    let before = assess(&db).findings().count();
    db.take_ran();
    db.replace(0, "lacks lock", "provides lock");
    let after = assess(&db).findings().count();
    assert_eq!(before, after + 1);
    let ran = db.take_ran();
    // The far clause reads what is in conduits only: those did not change.
    assert_eq!(count(&ran, "raw_verdicts"), 3, "{ran:?}");
    assert_eq!(count(&ran, "report_of"), 1, "{ran:?}");
    assert_eq!(count(&ran, "graph"), 0, "{ran:?}");
}

#[test]
fn an_edit_of_a_waiver_judges_nothing() {
    let mut db = site();
    assess(&db);
    db.take_ran();
    db.replace(1, "for: z01", "for: z02");
    assess(&db);
    let ran = db.take_ran();
    assert_eq!(count(&ran, "raw_verdicts"), 0, "{ran:?}");
    assert!(count(&ran, "report_of") > 0, "{ran:?}");
}

#[test]
fn a_comment_judges_nothing() {
    let mut db = site();
    assess(&db);
    db.take_ran();
    db.replace(0, "zone z05", "// a comment\nzone z05");
    assess(&db);
    let ran = db.take_ran();
    assert_eq!(count(&ran, "raw_verdicts") + count(&ran, "report_of") + count(&ran, "assess"), 0, "{ran:?}");
}
