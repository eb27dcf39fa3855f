//! Relations: special forms and the general fixpoint give the same.

use std::fmt::Write as _;

use expect_test::expect;
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, FunctionId, PlaceId};
use zcc_hir::value::Truth;

use super::levels::tree;
use crate::testing::TestDb;
use crate::{DbWorld, Val, World, assess};

const FORMS: &str = r"
attribute zone.open: bool
relation step(a: zone, b: zone) = some k in conduits: k carries a to b
relation left(a: zone, b: zone) =
  (some k in b.crossings: k carries a to b) or (some k in b.crossings, m in k.zones: k carries m to b and left(a, m))
relation right(a: zone, b: zone) = step(a, b) or (some m in zones: step(a, m) and right(m, b))
relation double(a: zone, b: zone) = step(a, b) or (some m in zones: double(a, m) and double(m, b))
relation general(a: zone, b: zone) = step(a, b) or (some m in zones, n in zones: n == m and general(a, m) and general(n, b))
relation wide(a: zone, b: zone) = step(a, b) or (some m in zones: wide(a, m) and step(m, b) and not (a == b and a == m))
relation guarded(a: zone, b: zone) = step(a, b) or (some m in zones: guarded(a, m) and step(m, b) and m.open)
relation even(a: zone) = a.open or (some m in zones: step(m, a) and odd(m))
relation odd(a: zone) = some m in zones: step(m, a) and even(m)
";

fn world(edges: &[(u32, u32, bool)], zones: u32, open: impl Fn(u32) -> Option<bool>) -> TestDb {
    let mut text = String::from(FORMS);
    for zone in 0..zones {
        let open = open(zone).map_or(String::new(), |open| format!("open: {open}  "));
        let _ = writeln!(text, "zone z{zone:02} {{ {open}component c {{ kind: host_device }} }}");
    }
    for (at, (from, to, both)) in edges.iter().enumerate() {
        let ends =
            if *both { format!("between z{from:02} and z{to:02}") } else { format!("from z{from:02} to z{to:02}") };
        let _ = writeln!(text, "conduit k{at} {ends} {{ boundary w {{ kind: network_device }} }}");
    }
    let db = TestDb::new(&[], &text);
    assert_eq!(db.errors().join("\n"), "");
    db
}

fn function(db: &TestDb, name: &str) -> FunctionId {
    let world = DbWorld(db);
    let mut at = 0;
    while let Some(function) = world.function(FunctionId(at)) {
        if function.name == name {
            return FunctionId(at);
        }
        at += 1;
    }
    panic!("no {name}")
}

fn pairs(db: &TestDb, name: &str, zones: u32) -> Vec<(u32, u32, Truth)> {
    let world = DbWorld(db);
    let extent = world.extent(function(db, name), Mode::Achieved).expect("an extent");
    let mut found = Vec::new();
    for a in 0..zones {
        for b in 0..zones {
            let zone = |at| Val::Entity(Entity::Zone(PlaceId(at)));
            let truth = extent.truth(&[zone(a), zone(b)]);
            if truth != Truth::False {
                found.push((a, b, truth));
            }
        }
    }
    found
}

#[test]
fn all_forms_of_a_closure_are_the_same() {
    let mut seed = 11_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((seed >> 33) % below) as u32
    };
    for round in 0..6 {
        let zones = 3 + random(9);
        let edges: Vec<(u32, u32, bool)> = (0..=round * 2 + 2)
            .map(|_| (random(u64::from(zones)), random(u64::from(zones)), random(3) == 0))
            .filter(|(a, b, _)| a != b)
            .collect();
        let db = world(&edges, zones, |zone| Some(zone % 2 == 0));
        let left = pairs(&db, "left", zones);
        for form in ["right", "double", "general"] {
            assert_eq!(pairs(&db, form, zones), left, "{form} with {edges:?}");
        }
    }
}

#[test]
fn what_is_unknown_on_the_way_is_unknown_at_its_end() {
    let db = world(&[(0, 1, false), (1, 2, false), (2, 3, false)], 4, |zone| match zone {
        1 => None,
        other => Some(other == 2),
    });
    let truth = |a, b| pairs(&db, "guarded", 4).into_iter().find(|(x, y, _)| (*x, *y) == (a, b)).map(|found| found.2);
    assert_eq!(truth(0, 1), Some(Truth::True));
    assert_eq!(truth(0, 2), Some(Truth::Unknown));
    assert_eq!(truth(0, 3), Some(Truth::Unknown));
    assert_eq!(truth(1, 3), Some(Truth::True));
    assert_eq!(truth(3, 0), None);
}

#[test]
fn relations_may_lean_on_one_another() {
    let db = world(&[(0, 1, false), (1, 2, false), (2, 3, false)], 4, |zone| Some(zone == 0));
    let world = DbWorld(&db);
    let of = |name| -> Vec<u32> {
        let extent = world.extent(function(&db, name), Mode::Achieved).expect("an extent");
        (0..4).filter(|zone| extent.truth(&[Val::Entity(Entity::Zone(PlaceId(*zone)))]) == Truth::True).collect()
    };
    assert_eq!(of("even"), [0, 2]);
    assert_eq!(of("odd"), [1, 3]);
}

#[test]
fn a_derivation_is_told_as_a_chain() {
    let text = r#"
relation reaches(a: zone, b: zone) =
  (some k in b.crossings: k carries a to b) or (some k in b.crossings, m in k.zones: k carries m to b and reaches(a, m))
catalog k "K" { levels: none  family F "F" }
define sources: set of zone = { z in zones where some y in zones: reaches(z, y) }
requirement SR 1.2 "s" in k.F for zone z { base: z not in sources otherwise "{z} is a source" }
requirement SR 1.1 "r" in k.F for zone z { base: no y in zones: reaches(y, z) otherwise "{y} reaches {z}" }
site s { assess: [k] }
zone a { component c { kind: host_device } }
zone b { component c { kind: host_device } }
zone d { component c { kind: host_device } }
conduit ab from a to b { boundary w { kind: network_device } }
conduit bd from b to d { boundary w { kind: network_device } }
"#;
    let db = TestDb::new(&[], text);
    assert_eq!(db.errors().join("\n"), "");
    let mut said = String::new();
    for finding in assess(&db).findings() {
        let why = crate::explain(&db, finding.clause, finding.subject, false).expect("an explanation");
        tree(&mut said, &why.because, 0);
    }
    expect![[r"
        False: a not in sources
          True: some y in zones: reaches(a, y)
            True: y = b
              True: reaches(a, b): a → ab → b
            True: y = d
              True: reaches(a, d): a → ab → b → bd → d
        False: no y in zones: reaches(y, b)
          False: y = a
            True: reaches(a, b): a → ab → b
        False: b not in sources
          True: some y in zones: reaches(b, y)
            True: y = d
              True: reaches(b, d): b → bd → d
        False: no y in zones: reaches(y, d)
          False: y = a
            True: reaches(a, d): a → ab → b → bd → d
          False: y = b
            True: reaches(b, d): b → bd → d
    "]]
    .assert_eq(&said);
}

/// A plant whose first wall is watched, whose second nobody described, and of which nobody knows where records are kept.
const PLANT: &str = r#"
capability guard
capability keeps_records
relation exposed(goal: zone) =
  some k in goal.crossings, origin in k.zones: k carries origin to goal and (origin.trust == untrusted or exposed(origin))
relation past_guards(goal: zone) =
  some k in goal.crossings, origin in k.zones:
    k carries origin to goal
    and (no b in k.boundary: b has guard)
    and (origin.trust == untrusted or past_guards(origin))
relation delivers(origin: zone) =
  (some c in origin.components: c has keeps_records)
  or (some k in origin.crossings, goal in k.zones: k carries origin to goal and delivers(goal))
relation joined(a: zone, b: zone) =
  (some k in conduits: k carries a to b) or (some m in zones: joined(a, m) and joined(m, b))
catalog k "K" { levels: none  family F "F" }
requirement SR 1.1 "exposed" in k.F for zone z { base: not exposed(z) otherwise "x" }
requirement SR 1.2 "past" in k.F for zone z { base: past_guards(z) otherwise "x" }
requirement SR 1.3 "delivers" in k.F for zone z { base: delivers(z) otherwise "x" }
requirement SR 1.4 "joined" in k.F for zone z { base: no o in zones where o.trust == untrusted: joined(o, z) otherwise "x" }
site s { assess: [k] }
zone office { trust: untrusted  component pc { kind: host_device  lacks keeps_records } }
zone hall { component h { kind: host_device  lacks keeps_records } }
zone cell { component c { kind: host_device } }
conduit outer from office to hall { boundary wall { kind: network_device  GUARD } }
conduit inner from hall to cell { boundary wall { kind: network_device } }
"#;

/// What is said of the clauses of one zone of [`PLANT`].
fn told_of(zone: &str, clause: &str, guard: &str) -> String {
    let db = TestDb::new(&[], &PLANT.replace("GUARD", guard));
    assert_eq!(db.errors().join("\n"), "");
    let world = DbWorld(&db);
    let mut said = String::new();
    for finding in assess(&db).findings() {
        let id = world.clause(finding.clause).map(|clause| clause.id.to_string()).unwrap_or_default();
        if crate::display::path(&world, finding.subject) == zone && id == clause {
            let why = crate::explain(&db, finding.clause, finding.subject, false).expect("an explanation");
            tree(&mut said, &why.because, 0);
        }
    }
    said
}

#[test]
fn a_derivation_says_from_where_and_what_holds_there() {
    expect![[r"
        False: not exposed(cell)
          True: exposed(cell): office → outer → hall → inner → cell
            True: exposed(hall)
              True: office.trust == untrusted
                True: office.trust is untrusted
    "]]
    .assert_eq(&told_of("cell", "SR 1.1", "provides guard"));
    expect![[r"
        False: no o in zones where o.trust == untrusted: joined(o, cell)
          False: o = office
            True: joined(office, cell): office → outer → hall → inner → cell
    "]]
    .assert_eq(&told_of("cell", "SR 1.4", "provides guard"));
}

#[test]
fn a_derivation_that_is_perhaps_ends_in_what_nobody_stated() {
    expect![[r"
        Unknown: past_guards(cell): office → outer → hall → inner → cell
          Unknown: no b in inner.boundary: b has guard
            Unknown: b = inner.wall
              Unknown: inner.wall has guard
                Unknown: nothing is stated about guard of inner.wall
    "]]
    .assert_eq(&told_of("cell", "SR 1.2", "lacks guard"));
    expect![[r"
        Unknown: delivers(cell)
          Unknown: cell.c has keeps_records
            Unknown: nothing is stated about keeps_records of cell.c
    "]]
    .assert_eq(&told_of("cell", "SR 1.3", "lacks guard"));
}

#[test]
fn what_does_not_lead_anywhere_says_what_bars_each_way() {
    expect![[r"
        False: past_guards(cell)
          False: hall → inner → cell
            False: hall.trust == untrusted
              True: hall.trust is trusted
            False: past_guards(hall)
    "]]
    .assert_eq(&told_of("cell", "SR 1.2", "provides guard"));
    expect![[r"
        False: past_guards(hall)
          False: office → outer → hall
            False: no b in outer.boundary: b has guard
              False: b = outer.wall
                True: outer.wall has guard
                  True: guard is provided, and on
    "]]
    .assert_eq(&told_of("hall", "SR 1.2", "provides guard"));
}
