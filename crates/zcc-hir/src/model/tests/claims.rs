//! Claims, switches, profiles and certificates from text.

use expect_test::{Expect, expect};
use zcc_db::Db;

use super::{all_wrong, db, wrong};
use crate::facts::CapabilityTable;
use crate::ids::Entity;
use crate::model::{place_facts, resolve_entity};
use crate::rules::capability;

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&wrong(&format!("//- /site.zc\n{text}")));
}

/// A table as text: `session_lock: Enabled [True, True, False] (Some(Int(5)))`.
fn show(db: &dyn Db, table: &CapabilityTable) -> String {
    let mut shown = String::new();
    for entry in table.entries() {
        let name = &capability(db, entry.capability).name;
        if entry.lacks.is_some() {
            shown += &format!("{name}: lacks\n");
        }
        for one in &entry.mechanisms {
            let parameters: Vec<String> = one
                .parameters
                .iter()
                .map(|value| value.as_ref().map_or("?".to_owned(), |value| format!("{value:?}")))
                .collect();
            shown += &format!("{name}: {:?} {:?} ({})", one.state, one.counts, parameters.join(", "));
            if let Some(with) = one.with {
                shown += &format!(" with {} {:?}", capability(db, with.needs).name, with.partner);
            }
            shown += "\n";
        }
    }
    shown
}

fn table_of(text: &str, path: &str, expected: Expect) {
    let db = db(&format!("//- /site.zc\n{text}"));
    let told = db.show(&all_wrong(&db));
    let Some(Entity::Component(place, at)) = resolve_entity(&db, path) else { panic!("no component {path}: {told}") };
    let facts = place_facts(&db, place);
    expected.assert_eq(&format!("{}{told}", show(&db, &facts.components[at as usize].capabilities)));
}

const SITE: &str = "site plant { assess: [part] }\n";

#[test]
fn switches_of_a_component_set_the_claims_of_its_product() {
    table_of(
        &format!(
            r#"{SITE}product p: host_device {{
  provides user_authentication {{ unique: true }}
  offers session_lock
  offers account_management with directory_service
  lacks integrity }}
zone z {{ target: SL 1
  component c: p {{ enable session_lock {{ minutes: 5 }}, account_management with d disable user_authentication }}
  component d {{ kind: host_device provides directory_service }} }}"#
        ),
        "z.c",
        expect![[r#"
            account_management: Enabled [True, True, False] () with directory_service Some(Component(PlaceId(0), 1))
            integrity: lacks
            session_lock: Enabled [True, True, False] (Int(5))
            user_authentication: Disabled [False, True, False] (Bool(true))
        "#]],
    );
}

#[test]
fn all_leaves_partners_off_and_says_so() {
    table_of(
        &format!(
            r#"{SITE}product p: host_device {{ offers session_lock, account_management with directory_service }}
zone z {{ target: SL 1 component c: p {{ enable all }} }}"#
        ),
        "z.c",
        expect![[r#"
            account_management: NotEnabled [False, True, False] () with directory_service None
            session_lock: Enabled [True, True, False] (?)
            Z0412 /site.zc:3:47 `all` `enable all` leaves off `account_management`, which needs a partner
              name the component that it works with: `enable account_management with …`
        "#]],
    );
}

#[test]
fn profiles_and_valid_certificates_are_farther_layers() {
    table_of(
        &format!(
            r#"{SITE}profile base {{ provides user_authentication offers session_lock }}
profile certified {{ provides integrity {{ cryptographic: true }} include base }}
profile old {{ provides emergency_power }}
certificate paper {{ for: p scheme: "X" number: "1" profile: certified versions: ">= 2" valid_until: 2026-12-31 }}
certificate expired {{ for: p scheme: "X" number: "2" profile: old valid_until: 2025-12-31 }}
product p: host_device {{ lacks session_lock {{ because: "No" }} }}
zone z {{ target: SL 1 component c: p {{ firmware: "3.0" }} component d: p }}"#
        ),
        "z.c",
        expect![[r#"
            integrity: On [True, True, True] (Bool(true))
            session_lock: lacks
            user_authentication: On [True, True, True] (?)
            Z0402 /site.zc:7:32 `session_lock { because: "No" }` what is said here of `session_lock` hides all that is said of it farther out
              /site.zc:2:52 `session_lock`: offered here, which no longer counts
              the nearest that mentions a capability decides all of it; take this claim out to let the other stand
            Z0420 /site.zc:6:13 `expired` certificate expired (X, number 2) ended on 2025-12-31
              it is as if it were not there: find out whether it was renewed, and state the new `number` and `valid_until`
        "#]],
    );
}

#[test]
fn a_component_hides_what_its_product_says() {
    table_of(
        &format!(
            r#"{SITE}product p: host_device {{ provides user_authentication {{ unique: true }} }}
zone z {{ target: SL 1 component c: p {{ provides user_authentication {{ unique: false }} }} }}"#
        ),
        "z.c",
        expect![[r#"
            user_authentication: On [True, True, True] (Bool(false))
            Z0402 /site.zc:3:49 `user_authentication { unique: false }` what is said here of `user_authentication` hides all that is said of it farther out
              /site.zc:2:35 `user_authentication { unique: true }`: provided here, which no longer counts
              the nearest that mentions a capability decides all of it; take this claim out to let the other stand
        "#]],
    );
}

#[test]
fn mistakes_in_claims() {
    check(
        &format!(
            r#"{SITE}product p: host_device {{
  provides session_lokc
  provides session_lock {{ minuets: 5, minutes: true, minutes: 6 }}
  offers user_authentication lacks user_authentication
  lacks integrity {{ cryptographic: true }}
  provides account_management with directory_service
  provides emergency_power {{ evidence: {{ document: "d", sha256: "12", vald_until: 2027-01-01 }} }}
  enable session_lock
  speaks opc {{ provides integrity }}, opcua
  include nothing
}}
profile a {{ include b }}
profile b {{ include a }}
certificate c {{ for: p, scheme: "X" }}
zone z {{ target: SL 1 component c: p }}"#
        ),
        expect![[r#"
            Z0201 /site.zc:3:12 `session_lokc` there is no capability `session_lokc`
              did you mean `session_lock`?
            Z0404 /site.zc:4:54 `minutes` `minutes` is given twice
              /site.zc:4:39 `minutes`: first given here
              keep one; to describe two mechanisms, claim the capability twice
            Z0403 /site.zc:4:27 `minuets` `session_lock` has no parameter `minuets`
              did you mean `minutes`?
            Z0301 /site.zc:4:48 `true` expected a number, found a truth value
              for example `8`
            Z0405 /site.zc:6:21 `cryptographic` `lacks integrity` says that there is none at all, so `cryptographic` has nothing to describe
              write `provides integrity { … }` if there is one, with what it can do
            Z0410 /site.zc:7:36 `directory_service` `provides` takes no `with`
              what works only together with another component is offered: `offers … with …`
            Z0415 /site.zc:8:65 `"12"` this is no SHA-256
              it has 64 hexadecimal digits; `sha256sum` prints it
            Z0415 /site.zc:8:71 `vald_until` evidence has no `vald_until`
              did you mean `valid_until`?
            Z0405 /site.zc:9:3 `enable session_lock` `enable` means nothing in a product
              a library says what is there with `provides` and `offers`; the site sets the switches
            Z0405 /site.zc:10:16 `provides integrity` only `lacks` can stand behind `speaks`
              the protocol says what its channels can do; here stands what this end cannot
            Z0201 /site.zc:10:38 `opcua` there is no protocol `opcua`
              declare it in this package, or import the package that does and write its alias before the name
            Z0201 /site.zc:11:11 `nothing` there is no profile `nothing`
              declare it in this package, or import the package that does and write its alias before the name
            Z0401 /site.zc:5:36 `user_authentication` `user_authentication` is said to be there and to be lacking
              here: lacking here
              /site.zc:5:10 `user_authentication`: there, according to this
              keep the one that is true; `since` and `until` say for which firmware a claim is
            Z0413 /site.zc:13:9 `a` profiles include each other in a circle: `a` includes `b` includes `a`
              take one of the `include` lines out
            Z0105 /site.zc:15:23 `,` no comma stands between members
              remove it: each member begins with its own word
        "#]],
    );
}

#[test]
fn mistakes_in_switches() {
    check(
        &format!(
            r#"{SITE}product p: host_device {{
  provides user_authentication
  offers session_lock {{ minutes: 5 }}, account_management with directory_service, integrity }}
zone z {{ target: SL 1
  component a: p {{ enable user_authentication, emergency_power }}
  component b: p {{ enable session_lock {{ minutes: 9 }}, account_management, integrity with a }}
  component c: p {{ enable session_lock disable session_lock, emergency_power }}
  component d: p {{ disable all enable integrity, integrity enable account_management with z }}
  component e: unknown {{ enable session_lock }}
  component f: p {{ enable }}
  component g: p }}"#
        ),
        expect![[r#"
            Z0105 /site.zc:11:20 `enable` nothing stands after `enable`
              write what belongs there on the same line, or remove it
            Z0406 /site.zc:6:27 `user_authentication` `user_authentication` is not offered, so it cannot be enabled
              /site.zc:3:12 `user_authentication`: provided here: on without being enabled
              take this out: what is provided is on
            Z0406 /site.zc:6:48 `emergency_power` `emergency_power` is not offered, so it cannot be enabled
              nothing is said of `emergency_power` for `a`; ask the supplier, then state it with `offers` or `provides`
            Z0407 /site.zc:7:27 `session_lock { minutes: 9 }` `session_lock` is offered, but not as it is to be enabled here
              /site.zc:4:10 `session_lock { minutes: 5 }`: offered like this
              enable it as it is offered
            Z0409 /site.zc:7:56 `account_management` `account_management` works only with a component that has `directory_service`
              /site.zc:4:39 `account_management with directory_service`: offered with a partner
              name the component: `enable account_management with …`
            Z0410 /site.zc:7:76 `integrity with a` `integrity` is offered on its own, without a partner
              /site.zc:4:82 `integrity`: offered here
              write `enable integrity` without `with`
            Z0408 /site.zc:8:27 `session_lock` `session_lock` is both enabled and disabled
              /site.zc:8:48 `session_lock`: disabled here
              keep the one that is true; `enable all` with `disable` beside it is fine
            Z0411 /site.zc:8:62 `emergency_power` `c` has no `emergency_power` that could be disabled
              take this out; what is not there is not had
            Z0405 /site.zc:9:28 `all` `disable all` is not a switch
              name what is off: `disable session_lock { because: "…" }`; what is not enabled is off anyway
            Z0417 /site.zc:9:50 `integrity` `enable integrity` stands twice
              /site.zc:9:39 `integrity`: first here
              keep one of them
            Z0518 /site.zc:9:91 `z` `z` is a zone; a component is meant here
              did you mean `z.a`, `z.b` or `z.c`?
            Z0521 /site.zc:10:16 `unknown` there is no product `unknown`
              declare it in this package, or import the package that does and write its alias before the name
        "#]],
    );
}

#[test]
fn claims_of_the_site_hold_for_its_zones_nearest_first() {
    let db = db(
        "//- /site.zc\nsite s { assess: [part] provides emergency_power { hours: 2 } offers session_lock enable session_lock }
zone z { target: SL 1 provides emergency_power { hours: 8 } component c { kind: host_device } zone inner { component c { kind: host_device } } }",
    );
    let Some(Entity::Zone(inner)) = resolve_entity(&db, "z.inner") else { panic!() };
    let shown = show(&db, &place_facts(&db, inner).capabilities);
    expect![[r#"
        emergency_power: On [True, True, True] (Int(8))
        session_lock: Enabled [True, True, False] (?)
    "#]]
    .assert_eq(&shown);
    assert!(place_facts(&db, inner).components[0].capabilities.is_empty(), "never for components");
}
