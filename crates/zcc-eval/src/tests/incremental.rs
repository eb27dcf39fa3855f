//! What an edit makes run again.

use std::fmt::Write as _;

use crate::assess;
use crate::findings::{Detail, Shown};
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

/// Four files of ten zones each; the first file is being edited, as in a language server.
fn edited() -> TestDb {
    let rules = format!(
        "{STANDARD}define lockers: set of component = {{ c in components where c has lock }}\n\
         define some_lock: bool = some c in lockers: c has audit\n\
         requirement SR 2.2 \"some\" in k.B for zone z {{ base at SL 1: some_lock otherwise \"nobody\" }}\n"
    );
    let mut files = vec![("site.zc".to_owned(), "site s { assess: [k] }\n".to_owned())];
    for file in 0..4 {
        let mut text = String::new();
        for zone in 0..10 {
            let _ = writeln!(
                text,
                "zone z{file}{zone} {{ target: SL 1  component c {{ kind: host_device  lacks lock, audit }}  component d {{ kind: host_device }} }}"
            );
        }
        files.push((format!("zones_{file}.zc"), text));
    }
    let own: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let mut db = TestDb::of_files(&[("k.zc", &rules)], &own);
    let file = db.files()[1];
    zcc_db::open(&mut db, file);
    crate::settle(&mut db);
    db
}

#[test]
fn an_edit_in_an_open_file_looks_at_nothing_that_other_files_were_lowered_from() {
    let mut db = edited();
    assert_eq!(db.errors().join("\n"), "");
    let before = assess(&db).clone();
    db.take_ran();
    db.replace(1, "lacks lock, audit", "lacks lock  provides audit");
    db.take_verified();
    crate::settle(&mut db);
    assert_ne!(*assess(&db), before);
    let (ran, verified) = (db.take_ran(), db.take_verified());
    for query in ["lowered_places", "parsed", "items"] {
        assert_eq!(count(&ran, query), 1, "{query}: {ran:?}");
    }
    // Those are the other declarations of the edited file; the files beside it are not looked into.
    assert_eq!(count(&verified, "lowered_places"), 9, "{verified:?}");
    assert_eq!(count(&verified, "all_member_names") + count(&verified, "member_names_of"), 0, "{verified:?}");
    // One zone alone is judged again, by each of the groups, and said to be so.
    assert_eq!(count(&ran, "report_of"), 1, "{ran:?}");
    assert!(count(&ran, "raw_verdicts") <= 4, "{ran:?}");
}

#[test]
fn what_is_said_of_everything_is_worked_out_again_for_one_shard() {
    let mut db = edited();
    assess(&db);
    db.take_ran();
    db.replace(1, "component d { kind: host_device }", "component d { kind: host_device  lacks audit }");
    crate::settle(&mut db);
    assess(&db);
    let ran = db.take_ran();
    // Once for each mode: of the quantifier alone, for the set that it goes through did not change.
    assert!(count(&ran, "part_of") <= 6, "{ran:?}");
    assert_eq!(count(&ran, "report_of"), 1, "{ran:?}");
}

#[test]
fn what_everything_comes_to_is_looked_at_no_more_where_it_came_out_the_same() {
    let mut db = edited();
    assess(&db);
    db.replace(1, "lacks lock, audit", "provides lock  lacks audit");
    crate::settle(&mut db);
    assess(&db);
    // `some_lock` comes to the same, so no verdict on a zone of the other files needs a look at what it read.
    db.replace(1, "component d { kind: host_device }", "component d { kind: host_device  lacks audit }");
    crate::settle(&mut db);
    db.take_ran();
    db.take_verified();
    assess(&db);
    let (ran, verified) = (db.take_ran(), db.take_verified());
    assert_eq!(count(&ran, "constant_of") + count(&ran, "part_of"), 0, "{ran:?}");
    assert_eq!(count(&verified, "constant_of") + count(&verified, "part_of"), 0, "{verified:?}");
}

#[test]
fn a_claim_that_goes_leaves_the_facts_of_the_zones_beside_it_as_they_were() {
    let text = "site s { assess: [k] }\n\
        zone area {\n  target: SL 1\n\
          zone a { component c { kind: host_device  lacks lock, audit } }\n\
          zone b { component c { kind: host_device  lacks lock, audit } }\n\
          component d { kind: host_device  lacks lock }\n  provides audit\n}\n";
    let mut db = TestDb::of_files(&[("k.zc", STANDARD)], &[("site.zc", text)]);
    let file = db.files()[0];
    zcc_db::open(&mut db, file);
    crate::settle(&mut db);
    assert_eq!(db.errors().join("\n"), "");
    assess(&db);
    db.replace(0, "lacks lock, audit", "lacks audit");
    crate::settle(&mut db);
    db.take_ran();
    assess(&db);
    let ran = db.take_ran();
    // Of three zones the one with the claim, by the groups of what is local.
    assert_eq!(count(&ran, "report_of"), 1, "{ran:?}");
    assert!(count(&ran, "raw_verdicts") <= 3, "{ran:?}");
}

#[test]
fn an_edit_puts_the_findings_of_its_file_into_words_again_and_of_no_other() {
    let mut db = edited();
    let detail = Detail::default();
    let mut shown = Shown::default();
    assert_eq!(shown.changed(&db, detail).len(), 4);
    assert_eq!(shown.changed(&db, detail).len(), 0);
    db.replace(1, "lacks lock, audit", "provides lock  lacks audit");
    crate::settle(&mut db);
    db.take_ran();
    let changed = shown.changed(&db, detail);
    let paths: Vec<&str> = changed.iter().map(|(file, _)| &**file.path(&db)).collect();
    assert_eq!(paths, ["zones_0.zc"]);
    let ran = db.take_ran();
    assert_eq!(count(&ran, "told_of"), 1, "{ran:?}");
    assert_eq!(count(&ran, "told_in"), 1, "{ran:?}");
    // A comment moves what is below it: the findings are what they were.
    db.replace(1, "zone z05", "// a comment\nzone z05");
    crate::settle(&mut db);
    assert_eq!(shown.changed(&db, detail).len(), 0);
}
