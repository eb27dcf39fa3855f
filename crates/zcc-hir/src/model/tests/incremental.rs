//! What an edit re-runs.

use super::{all_wrong, db};
use crate::ids::PlaceId;
use crate::model::{component_channels, covers, graph, place_facts, places, structure_diagnostics};
use crate::testing::TestDb;

const SITE: &str = r#"//- /a.zc
site plant { assess: [part] }
product p: host_device { offers session_lock }
zone a { target: SL 2 component x: p { tag: "one" } component y: p }
//- /b.zc
zone b { target: SL 2 component z: p { enable session_lock } }
conduit k between a and b { target: SL 2 channel c: opc from a.x to b.z }
waiver w { accepts: SR 1.1 for: a.x until: 2027-01-01 because: "b" approved_by: "c" }
"#;

fn read_all(db: &TestDb) {
    graph(db);
    for place in places(db).ids() {
        place_facts(db, place);
        component_channels(db, place);
    }
    covers(db);
}

fn ran_after(path: &str, from: &str, to: &str) -> Vec<String> {
    let mut db = db(SITE);
    read_all(&db);
    assert_eq!(db.show(&all_wrong(&db)), "");
    db.take_ran();
    db.edit(path, from, to);
    read_all(&db);
    db.take_ran()
}

fn count(ran: &[String], query: &str) -> usize {
    ran.iter().filter(|name| *name == query).count()
}

#[test]
fn text_that_moves_changes_no_facts() {
    let mut db = db(SITE);
    read_all(&db);
    structure_diagnostics(&db);
    let before: Vec<_> = places(&db).ids().map(|place| place_facts(&db, place).clone()).collect();
    db.take_ran();
    db.edit("/a.zc", "site plant", "// moved\n\nsite   plant");
    read_all(&db);
    let ran = db.take_ran();
    assert_eq!(count(&ran, "lowered_places"), 0, "{ran:?}");
    assert_eq!(count(&ran, "place_facts_of"), 0, "{ran:?}");
    let after: Vec<_> = places(&db).ids().map(|place| place_facts(&db, place).clone()).collect();
    assert_eq!(before, after);
}

#[test]
fn a_change_inside_a_component_lowers_its_zone_alone() {
    let ran = ran_after("/a.zc", "\"one\"", "\"two\"");
    assert_eq!(count(&ran, "lowered_places"), 1, "{ran:?}");
    assert_eq!(count(&ran, "place_facts_of"), 1, "{ran:?}");
    assert_eq!(count(&ran, "graph"), 0, "{ran:?}");
    assert_eq!(count(&ran, "places"), 0, "{ran:?}");
    assert_eq!(count(&ran, "all_component_channels"), 0, "{ran:?}");
}

#[test]
fn a_blank_inside_a_zone_changes_no_facts() {
    let ran = ran_after("/a.zc", "component y", "\n  component y");
    assert_eq!(count(&ran, "lowered_places"), 1, "{ran:?}");
    assert_eq!(count(&ran, "graph"), 0, "{ran:?}");
    assert_eq!(count(&ran, "channel_ends_of"), 0, "{ran:?}");
}

#[test]
fn a_change_of_a_product_lowers_what_uses_it() {
    let ran = ran_after("/a.zc", "offers session_lock }", "offers session_lock, integrity }");
    assert_eq!(count(&ran, "lowered_places"), 2, "{ran:?}");
    assert_eq!(count(&ran, "graph"), 0, "{ran:?}");
}

#[test]
fn tables_are_shared_by_components_of_one_product() {
    let db = db(SITE);
    let facts = place_facts(&db, PlaceId(0));
    assert!(std::sync::Arc::ptr_eq(&facts.components[0].capabilities, &facts.components[1].capabilities));
}
