//! The standard library under the rules half.

use expect_test::expect;
use zcc_db::{Workspace, items, syntax_diagnostics};

use super::*;
use crate::ids::{CatalogId, FunctionId};
use crate::names::tables;

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

fn standard_catalog(db: &TestDb, name: &str) -> CatalogId {
    CatalogId(tables(db).catalogs.find(0, name).expect("the catalogue") as u16)
}

#[test]
fn part_3_3_has_its_hundred_clauses_in_order() {
    let db = TestDb::with_standard("");
    let part = standard_catalog(&db, "part_3_3");
    let clauses = clause_ids(&db, part);
    assert_eq!(clauses.len(), 100);
    assert_eq!(
        clauses[..5],
        ["SR 1.1", "SR 1.1 RE 1", "SR 1.1 RE 2", "SR 1.1 RE 3", "SR 1.2"].map(smol_str::SmolStr::from)
    );
    let after = clauses.iter().position(|id| id == "SR 1.10");
    assert!(after > clauses.iter().position(|id| id == "SR 1.9"));
    assert_eq!(find_clause(&db, "SR 1.1 RE 2", None).len(), 1);
    assert_eq!(find_clause(&db, "SR 1.1 RE 9", None), []);
}

#[test]
fn the_strata_put_each_function_after_what_it_uses() {
    let db = TestDb::with_standard("");
    let mut seen: Vec<FunctionId> = Vec::new();
    for group in &strata(&db).groups {
        assert!(!group.refused);
        seen.extend_from_slice(&group.functions);
        for id in &group.functions {
            let used = &functions::reach(&db, signatures::function_item(&db, *id)).functions;
            assert!(used.iter().all(|used| seen.contains(used)), "{}", function(&db, *id).name);
        }
    }
    assert_eq!(seen.len(), tables(&db).functions.len());
}
