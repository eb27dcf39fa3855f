//! Models inside `test` blocks.

use expect_test::expect;
use zcc_base::Severity;

use super::{all_wrong, db, wrong};
use crate::ids::Entity;
use crate::model::{ExpectedVerdict, origin_place, resolve_entity, switch_origin, test_model};

#[test]
fn a_test_has_products_places_and_expectations_of_its_own() {
    let db = db(r#"//- /rules.zc
product outer: host_device { provides user_authentication }
test "own things" on 2026-06-01 {
  product inner: embedded_device { offers session_lock }
  zone z { target: SL 2 component c: inner { enable all } component d: outer { kind: host_device } channel x: opc from c to d }
  zone y { component c { kind: host_device } }
  conduit k between z and y { channel up: opc from z.c to y.c }
  waiver w { accepts: SR 1.1 for: z.c until: 2027-01-01 because: "b" approved_by: "c" }
  expect SR 1.1 unmet for z because c
  expect capable SR 1.1 RE 1 not applicable for k
  expect SR 1.1 in part unproven for z because c, z.d
}
"#);
    assert_eq!(db.show(&all_wrong(&db)), "");
    let model = test_model(&db, db.items()[1]);
    assert_eq!(model.graph.places.len(), 3);
    assert_eq!(model.expectations.len(), 3);
    assert_eq!(model.expectations[1].verdict, ExpectedVerdict::NotApplicable);
    assert!(model.expectations[1].capable);
    assert_eq!(model.expectations[2].because.as_deref().map(<[Entity]>::len), Some(2));
    assert_eq!(model.covers.len(), 1);
    assert_eq!(model.date, Some(20_605));
    let names: Vec<_> = model.products.iter().map(|product| product.facts.name.clone()).collect();
    assert_eq!(names, ["inner"]);
    let zone = model.names.table.find("z").unwrap();
    let facts = &model.places[zone.index()];
    assert_eq!(facts.components[0].capabilities.entries().len(), 1);
    assert_eq!(facts.components[1].capabilities.entries().len(), 1);
    assert_eq!(model.component_channels[zone.index()][0].len(), 2);
}

#[test]
fn what_is_wrong_in_a_test_is_told() {
    let told = wrong(
        r#"//- /rules.zc
test "all wrong" {
  capability c
  component stray { kind: host_device }
  zone z { component a: nothing }
  zone z {}
  expect SR 1.1 unmett for z
  expect SR 7.7 met for z
  expect SR 1.1 met for q because z.a
}
test "nothing" { zone z {} }
"#,
    );
    expect![[r#"
        Z0606 /rules.zc:2:14 `c` a capability cannot stand in a test
          a test holds a model and what is expected of it: declare this beside the test
        Z0501 /rules.zc:3:13 `stray` component `stray` is in no zone
          move it into the braces of a `zone`; every asset belongs to exactly one
        Z0202 /rules.zc:5:8 `z` `z` is declared twice
          here: declared again here
          /rules.zc:4:8 `z`: first declared here
          give one of them another name, or remove it
        Z0521 /rules.zc:4:25 `nothing` there is no product `nothing`
          declare it in this package, or import the package that does and write its alias before the name
        Z0605 /rules.zc:6:17 `unmett` `unmett` is no verdict
          did you mean `unmet`?
        Z0603 /rules.zc:7:10 `SR 7.7` no catalogue has a clause SR 7.7
          an id is written as in its catalogue, such as SR 1.1 or SR 1.1 RE 2; is the package imported?
        Z0517 /rules.zc:8:25 `q` nothing in the model is called `q`
          did you mean `z`?
        Z0608 /rules.zc:10:6 `"nothing"` this test expects nothing, so it can never fail
          say what should come of it: `expect SR 1.1 met for z`
    "#]]
    .assert_eq(&told);
}

#[test]
fn files_for_tests_hold_tests() {
    let told = wrong("//- /a_test.zc\nzone z { target: SL 1 }\ntest \"t\" { zone z {} expect SR 1.1 met for z }\n");
    expect![[r#"
        Z0607 /a_test.zc:1:6 `z` a file named `*_test.zc` holds tests only
          move this declaration to another file of the package, or into a `test` block
    "#]]
    .assert_eq(&told);
}

#[test]
fn switches_are_found_again() {
    let db = db(r#"//- /a.zc
site s { assess: [part] }
product p: host_device { offers session_lock, integrity }
zone z { target: SL 1 component a: p { enable integrity } component c: p { enable all enable session_lock } }
"#);
    assert!(all_wrong(&db).iter().all(|told| told.severity == Severity::Warning));
    let lock = crate::ids::CapabilityId(crate::names::tables(&db).capabilities.find(0, "session_lock").unwrap() as u16);
    let entity = resolve_entity(&db, "z.c").unwrap();
    let origin = switch_origin(&db, entity, lock).unwrap();
    let (file, range) = zcc_db::locate(&db, origin_place(&db, origin));
    assert_eq!(&file.text(&db)[range.to_usize()], "session_lock");
}
