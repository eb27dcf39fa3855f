//! What is found before any rule runs.

use expect_test::{Expect, expect};

use super::wrong;

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&wrong(&format!("//- /site.zc\n{text}")));
}

/// The body of a site where all is well, to be added to.
fn plant(more: &str) -> String {
    format!(
        r#"site plant "Plant" {{ assess: [part] }}
zone control {{ target: SL 2 component plc {{ kind: embedded_device }} component hmi {{ kind: host_device }} }}
zone dmz {{ target: SL 2 component historian {{ kind: host_device }} }}
conduit feed between control and dmz {{ target: SL 2 channel history: opc from control.plc to dmz.historian }}
{more}"#
    )
}

#[test]
fn a_sound_plant_is_quiet() {
    check(&plant(""), expect![[""]]);
}

#[test]
fn the_example_of_the_language_enables_one_thing_that_never_counts() {
    check(
        r#"
site riverside "Riverside truck loading" { assess: [part] }
zone business "Business network" { trust: untrusted }
zone dmz "Industrial DMZ" {
  target: SL 2
  component historian "Historian mirror": historian { tag: "HIS-01" address: 10.20.0.5 enable session_lock }
}
zone control "Basic process control" {
  purpose: control
  purdue: 2
  target: SL 2 { IAC: 3 }
  network: 10.10.0.0/16
  provides emergency_power { hours: 8 }
  component plc "Loading PLC": plc_500 { firmware: "4.1.0" enable all disable session_lock { because: "No local screen" } }
  component panel "Operator panel": plc_500
  channel scan: modbus from panel to plc
  zone skid "Additive skid" { component pump: plc_500 }
}
conduit plant_feed "Plant to DMZ" between control and dmz {
  target: SL 3
  boundary firewall: historian { enable all }
  channel history: opc from control.plc to dmz.historian { port: 4840 enable integrity }
}
waiver panel_lock "Panel cannot lock its session" {
  accepts: SR 1.1 for: control.panel until: 2027-03-31 because: "The room is manned."
  requested_by: "Automation lead" approved_by: "Plant manager"
}
countermeasure manned_room "Control room is manned" { compensates: SR 1.1 RE 1 for: control.panel evidence: "Procedure OP-17" }
product plc_500 "PLC": embedded_device {
  supplier: "ACME" versions: ">= 4.0, < 5" interfaces: [ethernet, serial] target: SL 2 assess: [part]
  provides user_authentication { unique: true }
  offers session_lock { since: "4.0", evidence: "Manual 7.3" }
  speaks opc { lacks integrity }
}
product historian: host_device { offers session_lock }
"#,
        expect![[r#"
            Z0418 /site.zc:22:78 `integrity` `integrity` never counts on this channel: `control.plc` lacks it for opc
              /site.zc:22:29 `control.plc`: this end lacks it
              take it out, or end the channel at a device that can do it, such as a gateway
        "#]],
    );
}

#[test]
fn assets_in_no_zone() {
    check(
        &plant("component stray { kind: host_device }\nchannel loose: opc from control.plc to dmz.historian"),
        expect![[r#"
        Z0501 /site.zc:5:11 `stray` component `stray` is in no zone
          move it into the braces of a `zone`; every asset belongs to exactly one
        Z0501 /site.zc:6:9 `loose` channel `loose` is in no zone or conduit
          move it into the zone of its components, or into the conduit that joins their zones
    "#]],
    );
}

#[test]
fn channels_need_a_conduit_that_carries_them() {
    check(
        &plant(
            r#"zone lab { target: SL 1 component rig { kind: host_device } }
conduit diode from control to lab { target: SL 2 channel up: opc from lab.rig to control.plc channel other: opc from dmz.historian to control.plc }
conduit bus between lab and dmz { target: SL 2 channel same: opc from control.plc to control.hmi channel ghost: opc from control.plv to dmz.historian }"#,
        ),
        expect![[r#"
            Z0517 /site.zc:7:122 `control.plv` there is no component `control.plv`
              did you mean `control.plc`?
            Z0502 /site.zc:7:56 `same` both ends of channel `same` are behind `control`, so `bus` does not carry it
              /site.zc:7:71 `control.plc`: from here
              /site.zc:7:86 `control.hmi`: to here
              a channel within one zone stands in that zone: move it into `control`
            Z0503 /site.zc:6:58 `up` channel `up` runs against `diode`, which carries traffic from control to lab
              /site.zc:6:71 `lab.rig`: from here
              /site.zc:6:82 `control.plc`: to here
              turn the channel round, or write `between control and lab` if traffic goes both ways
            Z0502 /site.zc:6:102 `other` `diode` does not join the two ends of channel `other`
              /site.zc:6:118 `dmz.historian`: from here
              /site.zc:6:135 `control.plc`: to here
              `diode` joins control, lab
              `feed` does: move the channel there
        "#]],
    );
}

#[test]
fn a_channel_of_a_zone_stays_in_it() {
    check(
        r#"site plant { assess: [part] }
zone control { target: SL 2 component plc { kind: embedded_device }
  zone skid { component pump { kind: embedded_device } }
  channel out: opc from plc to skid.pump }"#,
        expect![[r#"
            Z0504 /site.zc:4:32 `skid.pump` `skid.pump` is not in `control`, so a channel of this zone cannot end there
              a channel between two zones stands in the conduit that joins them
        "#]],
    );
}

#[test]
fn addresses_lie_in_their_network_and_belong_to_one() {
    check(
        r#"site plant { assess: [part] }
zone control { target: SL 2 network: [10.0.0.0/8, 2001:db8::/32]
  component a { kind: host_device address: 10.0.0.1 }
  component b { kind: host_device address: [10.0.0.1, 192.168.0.1] }
  component c { kind: host_device address: 2001:db8::1 } }"#,
        expect![[r#"
            Z0505 /site.zc:4:55 `192.168.0.1` 192.168.0.1 lies outside the network of `control`
              `control` has 10.0.0.0/8, 2001:db8::/32; mend the address or add its network to the zone
            Z0506 /site.zc:4:45 `10.0.0.1` `control.b` has the address of `control.a`: 10.0.0.1
              /site.zc:3:44 `10.0.0.1`: first given here
              an address belongs to one component; mend the one that is wrong
        "#]],
    );
}

#[test]
fn products_and_firmware() {
    check(
        r#"site plant { assess: [part] }
product plc: embedded_device { versions: ">= 4.0, < 5" }
product idle: embedded_device {}
product odd: toaster { versions: "soon" }
zone control { target: SL 2
  component a: plc { firmware: "5.1" }
  component b: plx
  component c: host_device
  component d
  component e: odd }"#,
        expect![[r#"
            Z0207 /site.zc:4:14 `toaster` `component_kind` has no variant `toaster`
              it is one of `embedded_device`, `host_device`, `network_device` and `software_application`
            Z0414 /site.zc:4:34 `"soon"` `soon` is no bound on a version
              write bounds separated by commas, such as `">= 4.0, < 5"`
            Z0507 /site.zc:6:32 `"5.1"` firmware 5.1 of `a` is none that `plc` is about
              `plc` describes versions >= 4.0, < 5; use the product of this firmware
            Z0521 /site.zc:7:16 `plx` there is no product `plx`
              did you mean `plc`?
            Z0521 /site.zc:8:16 `host_device` `host_device` is a kind of component, not a product
              a component without a product states its kind inside its braces: `kind: host_device`
            Z0514 /site.zc:9:13 `d` `d` has neither a product nor a kind
              name its product, as in `component d: acme.plc_500`, or state `kind: embedded_device` (or host_device, network_device, software_application)
            Z0211 /site.zc:3:9 `idle` product `idle` is never used: no component is one
              take it out, or move it to a package of its own for others to import
        "#]],
    );
}

#[test]
fn targets() {
    check(
        r#"site plant { assess: [part] }
zone a { target: SL 5 component x { kind: host_device } }
zone b { component x { kind: host_device } zone inner { component x { kind: host_device } } }
zone c { target: SL 2 { IAC: 3, RDF: 1 } component x { kind: host_device } }
zone d { target: SL 3 component x { kind: host_device } }
conduit k between b and d { target: SL 2 boundary x { kind: network_device } }
zone u { trust: untrusted target: SL 1 }"#,
        expect![[r#"
            Z0508 /site.zc:2:18 `SL 5` there is no SL 5
              security levels go from SL 0 to SL 4
            Z0208 /site.zc:4:33 `RDF` no catalogue assessed has a family `RDF`
              the families are `IAC` and `UC`
            Z0522 /site.zc:7:27 `target` `u` is untrusted, so nothing is asked of it and its target says nothing
              take out the target; the conduits to an untrusted zone have targets
            Z0511 /site.zc:3:6 `b` zone `b` has no target, so nothing says how much to ask of it
              state one, such as `target: SL 2`; `target: SL 0` asks for nothing
            Z0519 /site.zc:6:37 `SL 2` conduit `k` has a lower target than zone `d`, which it joins
              /site.zc:5:18 `SL 3`: the zone's target
              what comes in through the conduit threatens the zone: give the conduit at least the zone's target, unless the risk assessment says why not
        "#]],
    );
}

#[test]
fn empty_places_and_odd_conduits() {
    check(
        &plant(
            r#"zone void { target: SL 1 }
conduit nothing between control and dmz { target: SL 2 }
conduit self between control and control { target: SL 2 boundary x { kind: network_device } }
conduit lone between control { target: SL 2 boundary x { kind: network_device } }
zone outer { target: SL 2 component x { kind: host_device } zone inner { component x { kind: host_device } } }
conduit inward between outer and outer.inner { target: SL 2 boundary x { kind: network_device } }"#,
        ),
        expect![[r#"
            Z0509 /site.zc:5:6 `void` zone `void` has neither a component nor a zone in it: there is nothing to judge
              say what is in it, mark it `trust: untrusted` if it is outside the system under consideration, or take it out
            Z0510 /site.zc:6:9 `nothing` conduit `nothing` has neither a channel nor a boundary device: there is nothing to judge
              say which traffic it carries (`channel …`) or which device guards it (`boundary …`)
            Z0513 /site.zc:7:34 `control` `self` joins `control` twice
              /site.zc:7:22 `control`: first joined here
              traffic within one zone is a channel in that zone; a conduit joins different zones
            Z0512 /site.zc:8:9 `lone` conduit `lone` joins only one zone
              write `between control and dmz` after its title, or `from control to dmz` for one direction
        "#]],
    );
}

#[test]
fn sites_names_and_attributes() {
    check(
        &plant(
            r#"site second { assess: [part] }
zone dmz { target: SL 2 component y { kind: host_device } }
zone names { target: SL 2 purpsoe: control purdue: "two" tag: "x" purdue: 3
  component a { kind: host_device kind: network_device interfaces: [ethernet, serail] components: 3 }
  component a { kind: host_device purpose: control }
  boundary fence { kind: network_device }
}
conduit odd between names and dmz { target: SL 2 component x { kind: host_device } }"#,
        ),
        expect![[r#"
            Z0516 /site.zc:7:67 `purdue` `purdue` is given twice
              /site.zc:7:44 `purdue`: first given here
              keep one of them; a list takes several values: `[a, b]`
            Z0206 /site.zc:7:27 `purpsoe` a zone has no attribute `purpsoe`
              did you mean `purpose`?
            Z0301 /site.zc:7:52 `"two"` expected a number, found a string
              for example `8`
            Z0206 /site.zc:7:58 `tag` a zone has no attribute `tag`
              `tag` is an attribute of component, product
            Z0202 /site.zc:9:13 `a` `a` is declared twice in `names`
              here: declared again here
              /site.zc:8:13 `a`: first declared here
              give one of them another name, or remove it
            Z0316 /site.zc:10:12 `fence` a boundary cannot stand in a zone
              a `boundary` guards a conduit; what is in a zone is a `component`
            Z0516 /site.zc:8:35 `kind` `kind` is given twice
              /site.zc:8:17 `kind`: first given here
              keep one of them; a list takes several values: `[a, b]`
            Z0207 /site.zc:8:79 `serail` `interface` has no variant `serail`
              did you mean `serial`?
            Z0206 /site.zc:8:87 `components` a component has no attribute `components`
              `components` is an attribute of site, zone, conduit
            Z0206 /site.zc:9:35 `purpose` a component has no attribute `purpose`
              `purpose` is an attribute of zone
            Z0316 /site.zc:12:60 `x` a component cannot stand in a conduit
              a device that guards a conduit is a `boundary`
            Z0202 /site.zc:6:6 `dmz` `dmz` is declared twice
              here: declared again here
              /site.zc:3:6 `dmz`: first declared here
              give one of them another name, or remove it
            Z0515 /site.zc:5:6 `second` a package describes one site, and this is another
              /site.zc:1:6 `plant`: the first site
              put each site into a package, a folder, of its own
        "#]],
    );
}

#[test]
fn covers_are_complete_and_resolved() {
    check(
        &plant(
            r#"waiver bare {}
waiver self { accepts: [SR 1.1, SR 9.9] for: control until: 2027-01-01 because: "x" requested_by: "Ann" approved_by: "ann " }
waiver typo { accepts: SR 1.1 RE 7 for: control.pcl until: 2027-02-30 because: "x" approved_by: "B" excepts: 1 }
countermeasure feed { compensates: SR 1.1 in part for: [plant, control.plc] }"#,
        ),
        expect![[r#"
            Z0601 /site.zc:5:8 `bare` waiver `bare` does not state `accepts`, `for`, `until`, `because`, `approved_by`
              a waiver says what it accepts, `for` what, `until` when, `because` of what, and who approved it (`approved_by`)
            Z0603 /site.zc:6:33 `SR 9.9` no catalogue has a clause SR 9.9
              an id is written as in its catalogue, such as SR 1.1 or SR 1.1 RE 2; is the package imported?
            Z0602 /site.zc:6:118 `"ann "` `self` is approved by the one who requested it
              someone else must take the decision: name who approved it
            Z0603 /site.zc:7:24 `SR 1.1 RE 7` no catalogue has a clause SR 1.1 RE 7
              there is SR 1.1, but it has no such enhancement
            Z0517 /site.zc:7:41 `control.pcl` nothing in the model is called `control.pcl`
              did you mean `control.plc`?
            Z0302 /site.zc:7:60 `2027-02-30` there is no day 2027-02-30
              write year, month and day, such as 2027-03-31
            Z0206 /site.zc:7:101 `excepts` a waiver has no attribute `excepts`
              did you mean `accepts`?
            Z0202 /site.zc:8:16 `feed` `feed` is declared twice
              here: declared again here
              /site.zc:4:9 `feed`: first declared here
              site, zones, conduits, waivers and countermeasures share their names: rename one of them
        "#]],
    );
}

#[test]
fn zones_without_a_site_say_so() {
    check(
        "zone z { target: SL 1 component c { kind: host_device } }",
        expect![[r#"
        Z0520 /site.zc:1:6 `z` there are zones and conduits but no site, so they are held against nothing
          declare one: `site plant "Our plant" { assess: [part_3_3] }`
    "#]],
    );
}
