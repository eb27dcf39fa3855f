//! Levels, findings, covers and what was judged.

use std::fmt::Write as _;

use expect_test::expect;

use crate::display::message;
use crate::report::{Assessment, FamilyLevels};
use crate::testing::TestDb;
use crate::{DbWorld, assess};

/// One clause after the other, with the level from which it is asked, and whether it is met.
fn reached(clauses: &[(u8, bool)]) -> FamilyLevels {
    let mut text = String::from(
        "capability present\ncapability absent\ncatalog k \"K\" { levels: SL  family F \"F\" }\nsite s { assess: [k] }\n\
         zone z { target: SL 2  component c { kind: host_device  provides present  lacks absent } }\n",
    );
    for (at, (level, met)) in clauses.iter().enumerate() {
        let has = if *met { "present" } else { "absent" };
        let _ = writeln!(
            text,
            "requirement SR 1.{} \"r\" in k.F for zone z {{ base at SL {level}: every c in z.components: c has {has} otherwise \"x\" }}",
            at + 1
        );
    }
    let db = TestDb::new(&[], &text);
    assert_eq!(db.errors().join("\n"), "");
    let assessment = assess(&db);
    let subject = assessment.subjects().next().map(|subject| subject.catalogs[0].families[0]);
    subject.unwrap_or_default()
}

#[test]
fn one_miss_caps_the_family_below_its_level() {
    let level = |clauses: &[(u8, bool)]| reached(clauses).achieved;
    // All SL 2 items of RDF met except one.
    assert_eq!(level(&[(1, true), (1, true), (2, false), (2, true), (3, true)]), Some(1));
    // All RA items up to SL 3 met, and none is asked at SL 4.
    assert_eq!(level(&[(1, true), (2, true), (3, true)]), Some(4));
    // SR 6.1 (SL 1) met, SR 6.2 (SL 2) not, SR 6.1 RE 1 (SL 3) met.
    assert_eq!(level(&[(1, true), (2, false), (3, true)]), Some(1));
    // Everything up to SL 4 met except one at SL 1.
    assert_eq!(level(&[(1, true), (1, false), (2, true), (4, true)]), Some(0));
    // All up to SL 3 met, SL 4 not.
    assert_eq!(level(&[(1, true), (2, true), (3, true), (4, false)]), Some(3));
    // Nothing applies.
    assert_eq!(level(&[]), None);
}

const SITE: &str = r#"
capability lock
capability audit
capability guard
catalog k "K" { levels: SL  family IAC "A"  family UC "U"  family RDF "R" }
requirement SR 1.1 "lock" in k.IAC for zone or conduit z {
  base at SL 1: every c in z.components: c has lock otherwise "{c} does not lock"
  RE 1 at SL 3: every c in z.components: c has guard otherwise "{c} has no guard"
}
requirement SR 2.1 "audit" in k.UC for zone z {
  base should at SL 1: every c in z.components: c has audit otherwise "{c} keeps no audit in {z}"
  RE 1 at SL 2: some c in z.components: c has audit otherwise "nothing in {z} keeps an audit"
}
requirement SR 3.1 "none" in k.RDF for zone z {
  base at SL 1: every c in z.components where c.firmware is stated: c has lock otherwise "{c}"
}
requirement SR 9.1 "site" in k.IAC for site s { base: count(zones) >= 1 otherwise "no zones" }
site plant "Plant" { assess: [k]  target: SL 2 { IAC: 1 } }
zone outside { trust: untrusted  component pc { kind: host_device } }
zone control "Control" { target: SL 2 { IAC: 1 }
  component panel { kind: host_device  lacks lock  offers audit }
  component plc { kind: embedded_device  offers lock  provides audit }
  component old { kind: embedded_device }
  zone skid { component pump { kind: embedded_device  provides lock } } }
conduit link between outside and control { target: SL 1  boundary wall { kind: network_device  provides lock } }
waiver w1 { accepts: SR 1.1  for: control.old  until: 2027-01-01  because: "b"  requested_by: "r"  approved_by: "a" }
waiver w2 { accepts: SR 1.1  for: control.skid  until: 2027-01-01  because: "b"  requested_by: "r"  approved_by: "a" }
waiver w3 { accepts: SR 1.1  for: control.old  until: 2025-12-31  because: "b"  requested_by: "r"  approved_by: "a" }
countermeasure m1 { compensates: SR 1.1  for: control.panel  evidence: "e" }
countermeasure m2 { compensates: SR 2.1 RE 1  for: control  evidence: "e" }
"#;

fn told(db: &TestDb, assessment: &Assessment) -> String {
    let world = DbWorld(db);
    let mut said = String::new();
    for finding in assessment.findings() {
        let summary = assessment.catalog(finding.catalog).expect("a catalogue");
        let at = summary.clauses.iter().position(|clause| *clause == finding.clause).expect("a clause");
        let _ = writeln!(
            said,
            "{:?} {} {} {} ({})",
            finding.severity,
            summary.ids[at],
            crate::display::path(&world, finding.subject),
            finding.verdict.word(),
            finding.gap.word()
        );
        for witness in &finding.witnesses {
            let _ = writeln!(
                said,
                "  {} ({})",
                message(&world, finding.clause, finding.subject, witness),
                witness.gap.word()
            );
        }
        for covered in &finding.covered {
            let _ = writeln!(said, "  covered by {}: {:?}", covered.cover, covered.witness.entities(finding.subject));
        }
    }
    for subject in assessment.subjects() {
        let _ = write!(said, "{}:", subject.path);
        for family in &subject.catalogs[0].families {
            let level = |level: Option<u8>| level.map_or("n/a".to_owned(), |level| level.to_string());
            let _ = write!(
                said,
                " {}/{}/{}/{}",
                level(family.target),
                level(family.capable),
                level(family.achieved),
                level(family.achieved_with_compensation)
            );
        }
        said.push('\n');
    }
    for cover in &assessment.covers {
        let _ = writeln!(said, "{} {:?}", cover.name, cover.problem);
    }
    let _ = writeln!(said, "{:?}", assessment.counts);
    said
}

#[test]
fn findings_levels_and_covers_of_a_site() {
    let db = TestDb::new(&[], SITE);
    assert_eq!(db.errors().join("\n"), "");
    expect![[r"
        Error SR 1.1 control unmet (not capable)
          control.plc does not lock (not enabled)
          covered by 0: [Component(PlaceId(0), 0)]
          covered by 2: [Component(PlaceId(0), 2)]
        Warning SR 2.1 control unmet (unproven)
          control.panel keeps no audit in control (not enabled)
          control.old keeps no audit in control (unproven)
        Warning SR 2.1 control.skid unproven (unproven)
          control.skid.pump keeps no audit in control.skid (unproven)
        plant: 1/n/a/n/a/n/a 2/n/a/n/a/n/a 2/n/a/n/a/n/a
        control: 1/0/0/0 2/4/4/4 2/n/a/n/a/n/a
        control.skid: 1/2/2/2 2/1/1/4 2/n/a/n/a/n/a
        link: 1/2/2/2 1/n/a/n/a/n/a 1/n/a/n/a/n/a
        w2 CoversNothing
        w3 Expired
        Counts { zones: 2, untrusted_zones: 1, conduits: 1, components: 5, channels: 0, products: 0, clauses: 6, subjects: 4, judgements: 13, verdicts: [4, 2, 4, 2, 1, 0] }
    "]].assert_eq(&told(&db, assess(&db)));
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let alone = TestDb::new(&[], SITE);
    let together = TestDb::new(&[], SITE);
    let (alone, together) = (assess(&alone), crate::assess_parallel(&together));
    assert_eq!(alone.shards, together.shards);
    assert_eq!((&alone.catalogs, &alone.counts), (&together.catalogs, &together.counts));
}

#[test]
fn an_explanation_names_what_decided() {
    let db = TestDb::new(&[], SITE);
    let world = DbWorld(&db);
    let assessment = assess(&db);
    let mut said = String::new();
    for finding in assessment.findings() {
        let why = crate::explain(&db, finding.clause, finding.subject, false).expect("an explanation");
        let _ = writeln!(said, "{}", crate::display::path(&world, why.subject));
        tree(&mut said, &why.because, 1);
    }
    expect![[r"
        control
          False: every c in control.components: c has lock
            False: c = control.panel
              False: control.panel has lock
                False: control.panel is said to lack lock
            False: c = control.plc
              False: control.plc has lock
                False: lock is offered, but not enabled
            Unknown: c = control.old
              Unknown: control.old has lock
                Unknown: nothing is stated about lock of control.old
        control
          False: every c in control.components: c has audit
            False: c = control.panel
              False: control.panel has audit
                False: audit is offered, but not enabled
            Unknown: c = control.old
              Unknown: control.old has audit
                Unknown: nothing is stated about audit of control.old
        control.skid
          Unknown: every c in control.skid.components: c has audit
            Unknown: c = control.skid.pump
              Unknown: control.skid.pump has audit
                Unknown: nothing is stated about audit of control.skid.pump
    "]]
    .assert_eq(&said);
}

pub(super) fn tree(said: &mut String, reasons: &[crate::Reason], depth: usize) {
    for reason in reasons {
        let _ = writeln!(said, "{}{:?}: {}", "  ".repeat(depth), reason.truth, reason.text);
        tree(said, &reason.because, depth + 1);
        if reason.omitted > 0 {
            let _ = writeln!(said, "{}and {} more", "  ".repeat(depth + 1), reason.omitted);
        }
    }
}
