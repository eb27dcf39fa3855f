//! What an edit of a rule library re-runs.

use expect_test::expect;

use super::*;
use crate::ids::RequirementIndex;

const TEXT: &str = "//- /rules.zc
catalog part \"Part\" { levels: SL family IAC \"i\" }
capability lock
capability key { length: int }
requirement SR 1.1 \"A\" in part.IAC for zone z { base: every c in z.components: c has lock otherwise \"{c}\" }
requirement SR 1.2 \"B\" in part.IAC for zone z { base: every c in z.components: c has key otherwise \"{c}\" }
define f(z: zone): bool = z.trust == trusted
//- /site.zc
zone a \"A\" { target: SL 1 }
";

fn everything(db: &TestDb) -> Vec<String> {
    for number in 0..2 {
        requirement(db, RequirementIndex(number));
        clause_docs(db, RequirementIndex(number));
    }
    for item in db.items() {
        item_diagnostics_rules(db, item);
    }
    db.take_ran()
}

#[test]
fn a_blank_in_one_requirement_reruns_that_one() {
    let mut db = TestDb::new(TEXT);
    everything(&db);
    assert_eq!(everything(&db), [""; 0]);
    let before = requirement(&db, RequirementIndex(0)).clone();
    db.edit("/rules.zc", "every c in z.components: c has lock", "every c in   z.components: c has lock");
    expect![[r#"
        [
            "items",
            "parsed",
            "requirement_lowered",
            "requirement_value",
            "requirement_docs",
            "item_diagnostics_rules",
            "home",
        ]
    "#]]
    .assert_debug_eq(&everything(&db));
    assert!(before == *requirement(&db, RequirementIndex(0)));
}

#[test]
fn a_new_component_leaves_the_rules_alone() {
    let mut db = TestDb::new(TEXT);
    everything(&db);
    db.edit("/site.zc", "target: SL 1", "target: SL 1 component c \"C\" {}");
    expect![[r#"
        [
            "items",
        ]
    "#]]
    .assert_debug_eq(&everything(&db));
}

#[test]
fn a_new_product_leaves_the_rules_alone() {
    let mut db = TestDb::new(TEXT);
    everything(&db);
    db.edit("/site.zc", "zone a", "product p \"P\": host_device {}\nzone a");
    expect![[r#"
        [
            "items",
            "tables_now",
            "has_site",
            "item_diagnostics_rules",
            "libraries_now",
        ]
    "#]]
    .assert_debug_eq(&everything(&db));
}

#[test]
fn the_type_of_a_parameter_concerns_only_those_who_use_it() {
    let mut db = TestDb::new(TEXT);
    everything(&db);
    db.edit("/rules.zc", "length: int", "length: bool");
    expect![[r#"
        [
            "items",
            "parsed",
            "capability_lowered",
            "item_diagnostics_rules",
        ]
    "#]]
    .assert_debug_eq(&everything(&db));
}
