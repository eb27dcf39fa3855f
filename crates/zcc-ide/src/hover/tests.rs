//! Pages for names of each sort.

use expect_test::{Expect, expect};

use crate::testing::{at_cursor, at_cursor_in};

#[track_caller]
fn check(text: &str, expected: &Expect) {
    let (analysis, position) = at_cursor(text);
    let found = analysis.hover(position).map(|found| found.markdown).unwrap_or_default();
    expected.assert_eq(&found);
}

const SITE: &str = r#"
site plant "A plant" { assess: [part_3_3] target: SL 2 }
/// Where the plant is run from.
zone control "Control" {
  target: SL 2 { IAC: 3 }
  /// The panel by the door.
  component hmi "Panel": panel_7 { firmware: "1.0" enable session_lock }
  component pump { kind: embedded_device }
  channel poll: modbus_tcp from hmi to pump
}
zone office { trust: untrusted }
conduit link between control and office { channel web: https from control.hmi to control.pump }
/// A panel.
product panel_7 "Panel 7": host_device {
  supplier: "Acme" target: SL 1
  provides user_authentication { unique: true }
  offers session_lock
  lacks wireless_access_control
  speaks modbus_tcp
}
profile hardened { provides account_management include other }
profile other {}
waiver late "Later" {
  accepts: [SR 1.1, SR 1.3] for: control until: 2028-01-01 because: "no time" approved_by: "the boss"
}
"#;

#[track_caller]
fn in_site(cursor: &str, at: &str, expected: &Expect) {
    check(&SITE.replacen(cursor, at, 1), expected);
}

#[test]
fn elements_tell_of_their_levels_and_what_is_in_them() {
    in_site(
        "site plant",
        "site $0plant",
        &expect![[r#"
        ```zc
        site plant "A plant"
        ```

        **Held against:** `part_3_3`

        2 zones, 1 conduit"#]],
    );
    in_site(
        "zone control",
        "zone cont$0rol",
        &expect![[r#"
            ```zc
            zone control "Control"
            ```

            2 components, 1 channel

            **Joined by:** `link`

            | IEC 62443-3-3:2013 | target | capable | achieved |
            | :-- | :-: | :-: | :-: |
            | IAC | 3 | 0 | **0** |
            | UC | 2 | 0 | **0** |
            | SI | 2 | 0 | **0** |
            | DC | 2 | 0 | **0** |
            | RDF | 2 | 0 | **0** |
            | TRE | 2 | 0 | **0** |
            | RA | 2 | 0 | **0** |

            **Held down by**

            - **IAC** at 0: SR 1.4 Identifier management (unproven); SR 1.5 Authenticator management (unproven); SR 1.6 Wireless access management (unproven) and 5 more
            - **UC** at 0: SR 2.1 Authorization enforcement (unproven); SR 2.2 Wireless use control (unproven); SR 2.3 Use control for portable and mobile devices (unproven) and 5 more
            - **SI** at 0: SR 3.1 Communication integrity (not capable); SR 3.2 Malicious code protection (unproven); SR 3.3 Security functionality verification (unproven) and 2 more
            - **DC** at 0: SR 4.1 Information confidentiality (unproven); SR 4.3 Use of cryptography (unproven)
            - **RDF** at 0: SR 5.1 Network segmentation (unproven); SR 5.2 Zone boundary protection (not capable); SR 5.3 General purpose person-to-person communication restrictions (unproven) and 1 more
            - **TRE** at 0: SR 6.1 Audit log accessibility (unproven)
            - **RA** at 0: SR 7.1 Denial of service protection (unproven); SR 7.2 Resource management (unproven); SR 7.3 Control system backup (unproven) and 4 more

            8 unmet · 56 unproven

            ---

            Where the plant is run from."#]],
    );
    in_site(
        "office {",
        "off$0ice {",
        &expect![[r#"
        ```zc
        zone office
        ```

        Untrusted: nothing is asked of it, and what it sends is not believed.

        0 components, 0 channels

        **Joined by:** `link`"#]],
    );
    in_site(
        "link between",
        "l$0ink between",
        &expect![[r#"
            ```zc
            conduit link between control and office
            ```

            0 boundary devices, 1 channel

            | IEC 62443-3-3:2013 | target | capable | achieved |
            | :-- | :-: | :-: | :-: |
            | IAC | n/a | 0 | 0 |
            | UC | n/a | 2 | 2 |
            | SI | n/a | 1 | 1 |
            | DC | n/a | 4 | 4 |
            | RDF | n/a | 0 | 0 |
            | TRE | n/a | n/a | n/a |
            | RA | n/a | n/a | n/a |

            It states no target, so nothing is asked of it."#]],
    );
    in_site(
        "component hmi",
        "component $0hmi",
        &expect![[r#"
            ```zc
            component control.hmi: panel_7 "Panel"
            ```

            Panel 7

            - `kind`: host_device
            - `firmware`: 1.0
            - `supplier`: Acme

            **On:** `session_lock`, `user_authentication`

            **Lacking:** `wireless_access_control`

            **Channels:** `control.poll`, `link.web`

            **Findings:** `SR 1.1 RE 2`, `SR 1.2`, `SR 1.2 RE 1`, `SR 1.3 RE 1`, `SR 1.4`, `SR 1.5`, `SR 1.5 RE 1`, `SR 1.6` and 47 more

            ---

            The panel by the door."#]],
    );
    in_site(
        "poll:",
        "po$0ll:",
        &expect![[r#"
        ```zc
        channel control.poll: modbus_tcp from control.hmi to control.pump
        ```

        - `port`: 502
        - `transport`: tcp

        **Lacking:** `communication_confidentiality`, `communication_integrity`, `peer_authentication`

        **Findings:** `SR 1.2`, `SR 1.2 RE 1`, `SR 3.1`, `SR 4.1`"#]],
    );
}

#[test]
fn libraries_tell_what_is_in_them() {
    in_site(
        "product panel_7",
        "product $0panel_7",
        &expect![[r#"
            ```zc
            product panel_7 "Panel 7": host_device
            ```

            A panel.

            **Supplier:** Acme

            **Claims to reach:** SL 1

            **On:** `user_authentication`

            **Offered, off:** `session_lock`

            **Lacking:** `wireless_access_control`

            **Speaks:** `modbus_tcp`

            **Used by:** 1 component (`control.hmi`)"#]],
    );
    in_site(
        ": modbus_tcp from",
        ": $0modbus_tcp from",
        &expect![[r#"
        ```zc
        protocol modbus_tcp "Modbus/TCP"
        ```

        Reads and writes coils and registers. Whoever reaches the port may command the device.

        **Lacking:** `communication_confidentiality`, `communication_integrity`, `peer_authentication`

        **Used by:** 1 channel (`control.poll`)"#]],
    );
    in_site(
        "profile hardened",
        "profile $0hardened",
        &expect![[r#"
        ```zc
        profile hardened
        ```

        **Provides:** `account_management`

        **Includes:** `other`"#]],
    );
    in_site(
        "waiver late",
        "waiver $0late",
        &expect![[r#"
            ```zc
            waiver late "Later"
            ```

            **Accepts:** `SR 1.1`, `SR 1.3`

            **For:** `control`

            **Until:** 2028-01-01

            **Because:** no time

            **Approved by:** the boss

            2 verdicts rest on it."#]],
    );
    in_site(
        "provides user_auth",
        "provides $0user_auth",
        &expect![[r#"
        ```zc
        capability user_authentication {
          unique: bool
          factors: enum { single < multi_untrusted < multi_all }
        }
        ```

        Tells people apart from strangers before it lets them act, on every interface that people use. A supplier shows it
        by the list of those interfaces and what each asks for; one that lets anybody act breaks the claim.

        - `unique`: Each person has an account of their own; group accounts alone are `false`.
        - `factors`: How many independent proofs it asks for: one everywhere, several where people come in from an untrusted network, several everywhere.

        **On:** in 1 (`control.hmi`)

        **Asked for by:** `SR 1.1`"#]],
    );
}

#[test]
fn requirements_tell_what_they_ask_and_how_it_came_out() {
    in_site(
        "[SR 1.1,",
        "[$0SR 1.1,",
        &expect![[r#"
            **SR 1.1** Human user identification and authentication

            IEC 62443-3-3:2013 · IAC Identification and authentication control · from SL 1 on

            Every component that people act through finds out who they are before it lets them act.

            **Asks:** every component with `human_local` or `human_remote` among its `interfaces` has `user_authentication`.

            **Remedy:** Turn the login on where the product has one: `enable user_authentication`. Where it has none and operators must act at once, keep strangers from the place itself (a locked, manned control room) and record that as a `countermeasure`. Where nobody acts through the component at all, state its `interfaces`.

            - SR 1.1 RE 1 Unique identification and authentication (level 2)
            - SR 1.1 RE 2 Multifactor authentication for untrusted networks (level 3)
            - SR 1.1 RE 3 Multifactor authentication for all networks (level 4)

            **In this site**

            - accepted in 1: `control`
            - met in 0, not applicable to 1"#]],
    );
}

#[test]
fn rules_tell_of_their_names() {
    const RULES: &str = r#"
/// When people are there.
enum shift {
  /// Light.
  day,
  night
}
enum rank { low < high }
/// Who is there when.
attribute zone or conduit.shift: shift = day
attribute component.mode: set of enum { manual, auto }
capability badge "Badge" {
  /// Its colour.
  colour: enum { red, green }
  strength: rank
}
/// Ours.
catalog own "Own" {
  levels: SL
  /// First.
  family AA "A"
}
/// Whether it is.
define staffed(z: zone, s: shift): bool = z.shift == s
relation near(a: zone, b: zone) = a == b
/// Why.
///
/// Asks: this.
requirement OR 1.1 "One" in own.AA for zone z {
  let all = { c in z.components where c has badge where colour == red }
  base at SL 1: every c in all: staffed(z, day) and manual in c.mode otherwise "{c.name}"
}
"#;
    let mut told = String::new();
    for (cursor, at) in [
        ("enum shift", "enum $0shift"),
        ("day,", "$0day,"),
        ("low <", "$0low <"),
        ("conduit.shift", "conduit.$0shift"),
        (".mode", ".$0mode"),
        ("colour:", "$0colour:"),
        ("catalog own", "catalog $0own"),
        ("family AA", "family $0AA"),
        ("staffed(z, day)", "$0staffed(z, day)"),
        ("near(", "$0near("),
        ("for zone z", "for zone $0z"),
        ("let all", "let $0all"),
        ("every c", "every $0c"),
        ("SL 1", "SL$0 1"),
        ("every", "ev$0ery"),
        (": bool", ": b$0ool"),
        ("OR 1.1", "OR$0 1.1"),
    ] {
        let (analysis, position) = at_cursor(&RULES.replacen(cursor, at, 1));
        let found = analysis.hover(position).map(|found| found.markdown).unwrap_or_default();
        told.push_str(&format!("## {at}\n{found}\n\n"));
    }
    expect![[r###"
        ## enum $0shift
        ```zc
        enum shift { day, night }
        ```

        When people are there.

        ## $0day,
        ```zc
        shift.day
        ```

        Light.

        ## $0low <
        ```zc
        rank.low
        ```

        1 of 2, from least to greatest.

        ## conduit.$0shift
        ```zc
        attribute zone or conduit.shift: shift = day
        ```

        Who is there when.

        ## .$0mode
        ```zc
        attribute component.mode: set of enum { manual, auto }
        ```

        Unknown where nobody states it.

        ## $0colour:
        ```zc
        badge.colour: enum { red, green }
        ```

        Its colour.

        ## catalog $0own
        ```zc
        catalog own "Own"
        ```

        Ours.

        - `AA` A

        1 requirement with 0 enhancements

        ## family $0AA
        ```zc
        family AA "A"
        ```

        of Own

        First.

        1 requirement with 0 enhancements

        ## $0staffed(z, day)
        ```zc
        define staffed(z: zone, s: shift): bool
        ```

        Whether it is.

        ## $0near(
        ```zc
        relation near(a: zone, b: zone)
        ```

        ## for zone $0z
        ```zc
        z: zone
        ```

        what OR 1.1 is about

        ## let $0all
        ```zc
        all: set of component
        ```

        from `{ c in z.components where c has badge where colour == red }`

        ## every $0c
        ```zc
        c: component
        ```

        from `all`

        ## SL$0 1
        ```zc
        SL 1
        ```

        Keeps out mishaps: people who err, software that strays, whoever wanders in.

        ## ev$0ery
        ```zc
        every c in S where p: q
        ```

        True where it is true of all of them. Those for whom it is not are the witnesses.

        ## : b$0ool
        ```zc
        bool
        ```

        A truth value: `true` or `false`; what nobody states is unknown.

        ## OR$0 1.1
        **OR 1.1** One

        Own · AA A · from SL 1 on

        Why.

        **Asks:** this.

        This site is not held against it.

    "###]]
    .assert_eq(&told);
}

#[test]
fn every_keyword_has_its_words() {
    use zcc_syntax::{DECLARATION_WORDS, RESERVED_WORDS, TokenKind, lex};
    let members = "provides offers lacks enable disable speaks include family expect capable because base should at when between from to for on set of as";
    for word in DECLARATION_WORDS.into_iter().chain(RESERVED_WORDS).chain(members.split(' ')) {
        let kind: TokenKind = lex(word)[0].kind;
        assert!(super::words::keyword(kind).is_some(), "{word}");
    }
}

#[test]
fn imports_tell_what_is_in_the_package() {
    let (analysis, position) = at_cursor_in(&[
        ("zcc.toml", "[package]\nname = \"plant\"\n\n[dependencies]\nacme = { path = \"acme\" }\n"),
        ("site.zc", "import $0acme\nzone a { component c: acme.plc {} }"),
        ("acme/zcc.toml", "[package]\nname = \"acme\"\n"),
        ("acme/products.zc", "//! What Acme makes.\n\nproduct plc: host_device { target: SL 1 }"),
    ]);
    let found = analysis.hover(position).map(|found| found.markdown).unwrap_or_default();
    expect![[r#"
        ```zc
        import acme
        ```

        What Acme makes.

        1 product"#]]
    .assert_eq(&found);
}

#[test]
fn nothing_is_told_of_nothing() {
    check("zone a { } $0 ", &expect![""]);
    check("zone a { title: \"te$0xt\" }", &expect![""]);
}
