//! Hints in the texts that they are shown in.

use std::path::Path;

use expect_test::{Expect, expect};
use zcc_base::TextRange;

use super::HintsWanted;
use crate::testing::host;

const ALL: HintsWanted = HintsWanted { levels: true, capable: true, types: true };

/// The text with its hints in `‹…›`.
fn shown(files: &[(&str, &str)], wanted: HintsWanted) -> String {
    let analysis = host(files).analysis();
    let file = analysis.files().at(Path::new("/site/site.zc")).expect("the file is there");
    let mut text = analysis.text(file).to_string();
    let whole = TextRange::new(0, text.len() as u32);
    for hint in analysis.hints(file, whole, wanted).iter().rev() {
        text.insert_str(hint.offset as usize, &format!("‹{}›", hint.text));
    }
    text
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&shown(&[("site.zc", text)], ALL));
}

const RULES: &str = r#"
capability user_authentication { unique: bool }
catalog small "A small catalogue" {
  levels: SL
  family IAC "Identification"
  family UC "Use control"
}
requirement SR 1.1 "Identification" in small.IAC for zone z {
  base at SL 1: every c in z.components: c has user_authentication otherwise "{c} cannot tell its users apart"
  RE 1 "Unique" at SL 2: every c in z.components: c has user_authentication where unique
    otherwise "{c} has shared accounts"
}
requirement SR 2.1 "Use" in small.UC for zone or conduit z {
  base at SL 1: z.title is stated otherwise "{z} has no title"
}
"#;

fn with_rules(text: &str, expected: &Expect) {
    let rules = RULES;
    expected.assert_eq(&shown(&[("rules.zc", rules), ("site.zc", text)], ALL));
}

#[test]
fn a_zone_shows_what_is_short_of_its_target() {
    with_rules(
        r#"site s { assess: [small] }
zone a "A" { target: SL 2  component c { provides user_authentication { unique: false } } }
zone b "B" { target: SL 1  component c { provides user_authentication } }
zone d "D" { component c { provides user_authentication } }
zone out "Out" { trust: untrusted  component c }
zone e "E" { target: SL 2 { UC: 1 } }
conduit k between a and b
"#,
        &expect![[r#"
            site s { assess: [small] }
            zone a "A"‹✗ IAC 1/2› { target: SL 2  component c { provides user_authentication { unique: false } } }
            zone b "B"‹✓ SL 1› { target: SL 1  component c { provides user_authentication } }
            zone d "D"‹SL-A 1, UC 4› { component c { provides user_authentication } }
            zone out "Out" { trust: untrusted  component c }
            zone e "E"‹✓ SL 1, IAC 2› { target: SL 2 { UC: 1 } }
            conduit k‹SL-A 0› between a and b
        "#]],
    );
}

#[test]
fn what_countermeasures_make_up_for_is_marked() {
    with_rules(
        r#"site s { assess: [small, grown] }
catalog grown "Another" { levels: ML  family P "Processes" }
requirement M 1 "Named" in grown.P for zone z { base at ML 1: z.title is stated otherwise "{z} has no title" }
zone a { target: SL 1  component c { lacks user_authentication } }
countermeasure named "Signs on the doors" { compensates: [SR 1.1, SR 2.1]  for: a  evidence: "photos" }
zone outer "Outer" {
  target: SL 1
  zone inner "Inner" { component c { provides user_authentication } }
}
"#,
        &expect![[r#"
            site s { assess: [small, grown] }
            catalog grown "Another" { levels: ML  family P "Processes" }
            requirement M 1 "Named" in grown.P for zone z { base at ML 1: z.title is stated otherwise "{z} has no title" }
            zone a‹small: + IAC 0+/1 · UC 0+/1 | grown: ML-A 0› { target: SL 1  component c { lacks user_authentication } }
            countermeasure named "Signs on the doors" { compensates: [SR 1.1, SR 2.1]  for: a  evidence: "photos" }
            zone outer "Outer"‹small: ✓ SL 1 | grown: ML-A 4› {
              target: SL 1
              zone inner "Inner"‹small: ✓ SL 1 | grown: ML-A 4› { component c { provides user_authentication } }
            }
        "#]],
    );
}

#[test]
fn a_product_shows_what_it_is_capable_of() {
    with_rules(
        r#"site s { assess: [small] }
catalog devices "For devices" { levels: SL  family CR "Components" }
requirement CR 1.1 "Users" in devices.CR for product p {
  base at SL 1: p has user_authentication otherwise "{p} has none"
  RE 1 "Unique" at SL 2: p has user_authentication where unique otherwise "{p} has shared ones"
}
product plc "A controller" { assess: [devices]  offers user_authentication { unique: false } }
product other "Not judged"
zone a "A" { target: SL 1  component c: plc { enable user_authentication } component d: other }
"#,
        &expect![[r#"
            site s { assess: [small] }
            catalog devices "For devices" { levels: SL  family CR "Components" }
            requirement CR 1.1 "Users" in devices.CR for product p {
              base at SL 1: p has user_authentication otherwise "{p} has none"
              RE 1 "Unique" at SL 2: p has user_authentication where unique otherwise "{p} has shared ones"
            }
            product plc‹SL-C 1› "A controller" { assess: [devices]  offers user_authentication { unique: false } }
            product other "Not judged"
            zone a "A"‹✗ IAC 0/1› { target: SL 1  component c: plc‹SL-C 1› { enable user_authentication } component d: other }
        "#]],
    );
}

#[test]
fn broken_code_shows_what_can_be_read() {
    with_rules(
        r#"site s { assess: [small] }
zone a "A" { target: SL 1  component c: nothing { provides user_auth
zone b "B" { target: SL 2  component c { provides user_authentication } }
requirement in small.UC for zone z { base at SL 1: every c in : c has otherwise
"#,
        &expect![[r#"
            site s { assess: [small] }
            zone a "A"‹✗ IAC 0/1› { target: SL 1  component c: nothing { provides user_auth
            zone b "B"‹✗ IAC 1/2› { target: SL 2  component c { provides user_authentication } }
            requirement in small.UC for zone z { base at SL 1: every c in : c has otherwise
        "#]],
    );
}

#[test]
fn only_what_is_asked_for_is_shown() {
    let none = HintsWanted { levels: false, capable: false, types: false };
    let text = "site s { assess: [small] }\nzone a { target: SL 1 }\n";
    assert_eq!(shown(&[("rules.zc", RULES), ("site.zc", text)], none), text);
    let analysis = host(&[("rules.zc", RULES), ("site.zc", text)]).analysis();
    let file = analysis.files().at(Path::new("/site/site.zc")).expect("the file is there");
    assert_eq!(analysis.hints(file, TextRange::new(0, 20), ALL), []);
    assert_eq!(analysis.hints(file, TextRange::new(30, 40), ALL).len(), 1);
}

#[test]
fn the_tooltip_is_a_table() {
    let text = "site s { assess: [small] }\nzone a { target: SL 2  component c { lacks user_authentication } }\n";
    let analysis = host(&[("rules.zc", RULES), ("site.zc", text)]).analysis();
    let file = analysis.files().at(Path::new("/site/site.zc")).expect("the file is there");
    let hints = analysis.hints(file, TextRange::new(0, text.len() as u32), ALL);
    expect![[r#"
        **A small catalogue**

        | family |  | target | capable | achieved |
        | --- | --- | --- | --- | --- |
        | **IAC** | Identification | 2 | 0 | 0 ✗ |
        | **UC** | Use control | 2 | 0 | 0 ✗ |

        3 findings: 3 not capable"#]]
    .assert_eq(&hints[0].tooltip);
}

#[test]
fn types_are_shown_in_rules() {
    check(
        r#"define trusted: set of zone = { z in zones where z.trust == trusted }
relation near(a: zone, b: zone) = some k in conduits: a in k.zones and b in k.zones
define busy(z: zone): bool = let n = count(c in z.components): n > 3
"#,
        &expect![[r#"
            define trusted: set of zone = { z‹: zone› in zones where z.trust == trusted }
            relation near(a: zone, b: zone) = some k‹: conduit› in conduits: a in k.zones and b in k.zones
            define busy(z: zone): bool = let n‹: int› = count(c‹: component› in z.components): n > 3
        "#]],
    );
}
