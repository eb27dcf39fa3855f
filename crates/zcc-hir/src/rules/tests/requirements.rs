//! Requirements, clauses and their ids.

use expect_test::expect;

use super::*;
use crate::ids::{CatalogId, RequirementIndex};
use crate::names::tables;
use crate::program::MessagePart;

const CATALOG: &str = "catalog part \"Part\" { levels: SL family IAC \"i\" family UC \"u\" }
catalog free \"Free\" { levels: none family A \"a\" }
capability lock
";

fn said_with(text: &str) -> String {
    said_of(&format!("{CATALOG}{text}"))
}

#[test]
fn a_requirement_is_typed_with_its_clauses() {
    let db = TestDb::new(&format!(
        "//- /a.zc\n{CATALOG}
/// For all.
///
/// Remedy: lock it.
requirement SR 1.1 \"Locks\" in part.UC for zone or conduit z {{
  let own = {{ c in z.components where c has lock }}
  /// For one.
  ///
  /// Asks: one thing.
  RE 1 \"More\" at SL 3 when count(own) > 0: some c in own: c has lock otherwise \"none in {{z}}\"
  base at SL 1: every c in own: c has lock otherwise \"{{c}} of {{z.title}} is open\" z has lock otherwise \"no\"
  RE 2 should: every c in own: c has lock otherwise \"{{count(own)}}\"
}}",
    ));
    expect![[""]].assert_eq(&said(&db));
    let found = requirement(&db, RequirementIndex(0));
    let ids: Vec<&str> = found.clauses.iter().map(|clause| clause.id.as_str()).collect();
    assert_eq!(ids, ["SR 1.1", "SR 1.1 RE 1", "SR 1.1 RE 2"]);
    assert_eq!(found.clauses.iter().map(|clause| clause.level).collect::<Vec<_>>(), [Some(1), Some(3), None]);
    assert_eq!((found.family, found.catalog), (1, Some(CatalogId(1))));
    assert!(matches!(&found.clauses[0].assertions[0].message[0], MessagePart::Value(c) if !c.switchable));
    let docs = clause_docs(&db, RequirementIndex(0));
    assert_eq!([&docs[0].remedy, &docs[1].asks], ["lock it.", "one thing."]);
    let map = requirement_source_map(&db, RequirementIndex(0));
    let text = db.item("SR 1.1").text(&db);
    let names: Vec<&str> = map.clauses.iter().map(|range| &text[range.to_usize()]).collect();
    assert_eq!(names, ["base", "RE 1", "RE 2"]);
}

#[test]
fn what_a_requirement_needs_and_may_not_have() {
    expect![[r#"
        Z0208 /a.zc:4:32 `IAK` `part` has no family `IAK`
          did you mean `IAC`?
        Z0315 /a.zc:4:57 `ML 1` `part` grades with SL, so nothing in it is required from ML 1 on
          change the level, or the `levels` of the catalogue
        Z0201 /a.zc:5:27 `prat` there is no catalogue `prat`
          did you mean `part`?
        Z0302 /a.zc:5:57 `SL 5` a clause cannot be required from SL 5 on
          levels go from 1 to 4; leave `at` out for what is always required
        Z0308 /a.zc:6:40 `channel` a requirement cannot be about a channel
          it is about a site, zone, conduit, component or product, or several joined by `or`
        Z0313 /a.zc:7:80 `RE 1` `RE 1` of `SR 1.4` is given twice
          /a.zc:7:49 `RE 1`: first given here
          several conditions of one clause stand one after the other, each with its `otherwise`
        Z0312 /a.zc:7:13 `SR 1.4` `SR 1.4` has no base
          write `base: … otherwise "…"` before its enhancements
        Z0105 /a.zc:8:82 `let x = 1` `let x` stands after a clause
          move it before the first clause: it holds for all of them; a `let` in a condition goes on with `:`
        Z0315 /a.zc:9:55 `SL 1` `free` does not grade, so nothing in it is required from SL 1 on
          change the level, or the `levels` of the catalogue
        Z0314 /a.zc:10:13 `SR 1.6` `SR 1.6` is given twice in `free`
          /a.zc:9:13 `SR 1.6`: first given here
          give it the id that it has in the standard, or a catalogue of its own
        Z0301 /a.zc:11:62 `z.components` expected bool, found set of component
          ask something of its members: `every x in … : …`, `some x in … : …`, `count(…) > 0`
        Z0311 /a.zc:12:54 `z has lock` this assertion does not say what is wrong where it fails
          add `otherwise "..."` with a message for each witness
        Z0312 /a.zc:13:27 `part` `part` does not say both catalogue and family
          write `catalog.FAMILY`, as in `part_3_3.IAC`
        Z0301 /a.zc:13:55 `3` expected bool, found int
    "#]]
    .assert_eq(&said_with(
        "requirement SR 1.1 \"A\" in part.IAK for zone z { base at ML 1: z has lock otherwise \"x\" }
requirement SR 1.2 \"B\" in prat.IAC for zone z { base at SL 5: z has lock otherwise \"x\" }
requirement SR 1.3 \"C\" in part.IAC for channel z { base: z has lock otherwise \"x\" }
requirement SR 1.4 \"D\" in part.IAC for zone z { RE 1: z has lock otherwise \"x\" RE 1: z has lock otherwise \"x\" }
requirement SR 1.5 \"E\" in part.IAC for zone z { base: z has lock otherwise \"{c}\" let x = 1 }
requirement SR 1.6 \"F\" in free.A for zone z { base at SL 1: every c in z.components: c has lock otherwise \"{c}\" }
requirement SR 1.6 \"F again\" in free.A for zone z { base: z has lock otherwise \"x\" }
requirement SR 1.6 \"elsewhere\" in part.UC for zone z { base: z.components otherwise \"x\" }
requirement SR 1.7 \"G\" in part.UC for zone z { base: z has lock }
requirement SR 1.8 \"H\" in part for zone z { base when 3: z has lock otherwise \"x\" }",
    ));
}

#[test]
fn ids_are_found_by_catalogue_and_in_order() {
    let db = TestDb::new(&format!(
        "//- /a.zc\n{CATALOG}
requirement SR 1.10 \"A\" in part.IAC for zone z {{ base: z has lock otherwise \"x\" }}
requirement SR 2.1 \"A\" in part.UC for zone z {{ base: z has lock otherwise \"x\" }}
requirement SR 1.2 \"A\" in part.IAC for zone z {{ base: z has lock otherwise \"x\" RE 1: z has lock otherwise \"y\" }}
requirement SR 1.2 \"B\" in free.A for zone z {{ base: z has lock otherwise \"x\" }}",
    ));
    let catalog = |name| CatalogId(tables(&db).catalogs.find(1, name).expect("declared") as u16);
    assert_eq!(clause_ids(&db, catalog("part")), ["SR 1.2", "SR 1.2 RE 1", "SR 1.10", "SR 2.1"]);
    assert_eq!(find_clause(&db, "SR 1.2", None).len(), 2);
    assert_eq!(find_clause(&db, "SR 1.2", Some(catalog("free"))).len(), 1);
    assert_eq!(find_clause(&db, "SR 1.2 RE 1", None).len(), 1);
    assert_eq!(find_clause(&db, "SR 1.2 RE x", None), []);
}
