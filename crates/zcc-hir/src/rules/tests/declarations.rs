//! Capabilities, enums, attributes and catalogues.

use expect_test::expect;

use super::*;

#[test]
fn parameters_and_variants_are_checked() {
    expect![[r#"
        Z0201 /a.zc:4:10 `boolean` there is no type `boolean`
          did you mean `bool`?
        Z0202 /a.zc:5:3 `unique` the parameter `unique` is declared twice
          give one of them another name, or remove it
        Z0202 /a.zc:6:3 `since` `since` stands in every claim already
          give the parameter another name
        Z0308 /a.zc:7:8 `component` a capability's parameter is a plain value
          what needs another component says `offers … with …` in its claim
        Z0202 /a.zc:8:20 `a` the variant `a` is declared twice
          remove one of them
        Z0202 /a.zc:11:6 `version` `version` is a type of the language itself
          give the enum another name
        Z0207 /a.zc:12:35 `contrl` `purpose` has no variant `contrl`
          did you mean `control`?
        Z0202 /a.zc:14:16 `name` every zone has `name` from the language itself
          give the attribute another name
        Z0308 /a.zc:15:11 `building` `building` is nothing that can have attributes
          attributes belong to site, zone, conduit, component, channel, product or protocol
        Z0202 /a.zc:16:19 `sector` a conduit gets the attribute `sector` twice
          /a.zc:13:27 `sector`: first declared here
          give one of them another name, or declare it once for both: `attribute zone or conduit.name: …`
        Z0105 /a.zc:17:23 `set of set of int` there are no sets of sets
          write `set of` once
        Z0308 /a.zc:18:19 `int` `int` is nothing that can have attributes
          attributes belong to site, zone, conduit, component, channel, product or protocol
    "#]]
    .assert_eq(&said_of(
        "capability user_authentication \"Users\" {
  unique: bool
  factors: enum { single < multi }
  uniqe: boolean
  unique: int
  since: version
  who: component
  twice: enum { a, a }
}
enum purpose { control, safety }
enum version { a }
attribute zone.purpose: purpose = contrl
attribute zone or conduit.sector: enum { energy, water } = water
attribute zone.name: string
attribute building.height: int
attribute conduit.sector: string
attribute zone.lists: set of set of int
attribute zone or int.odd: bool",
    ));
}

#[test]
fn a_name_given_twice_belongs_to_the_first() {
    expect![[r#"
        Z0202 /a.zc:3:9 `purpose` `purpose` is declared twice in this package
          here: declared again here
          /a.zc:1:6 `purpose`: first declared here
          give one of them another name, or remove it
        Z0202 /a.zc:5:10 `purpose` `purpose` is declared twice in this package
          here: declared again here
          /a.zc:4:9 `purpose`: first declared here
          give one of them another name, or remove it
    "#]]
    .assert_eq(&said_of(
        "enum purpose { control, safety }
capability purpose
catalog purpose \"A document\" { levels: SL family A \"a\" }
product purpose \"P\": host_device {}
protocol purpose \"P\" {}",
    ));
}

#[test]
fn a_catalogue_says_how_it_grades_and_has_families() {
    expect![[r#"
        Z0202 /a.zc:1:52 `A` the family `A` is declared twice
          remove one of them
        Z0301 /a.zc:2:29 `XL` a catalogue grades with `SL`, `ML` or `none`
          write one of the three
        Z0206 /a.zc:3:38 `grade` a catalogue has no attribute `grade`
          it has `levels` and its families
        Z0316 /a.zc:3:48 `provides x` this has no place here: a catalogue holds its `levels` and its families
        Z0312 /a.zc:4:9 `four` the catalogue `four` has no families
          name at least one, as in `family IAC "Identification and authentication control"`
    "#]]
    .assert_eq(&said_of(
        "catalog one \"One\" { levels: SL family A \"a\" family A \"b\" }
catalog two \"Two\" { levels: XL family A \"a\" }
catalog three \"Three\" { family A \"a\" grade: SL provides x }
catalog four \"Four\" { levels: none }",
    ));
}

#[test]
fn imports_bring_names_behind_their_alias() {
    let db = TestDb::new(
        "//- /lib/acme/lib.zc
enum mode { fast, slow }
define quick: bool = true
capability turbo { speed: mode }
//- /a.zc
import acme
import acme as a2
import nowhere
site s \"S\" {}
attribute zone.mode: acme.mode = fast
attribute zone.mode2: mode
attribute zone.mode3: acme.mod
attribute zone.mode4: amce.mode
define ok: bool = acme.quick and a2.quick
define wrong: bool = acme.quik
define far(c: component): bool = c has acme.turbo where speed == fast
define near(c: component): bool = c has turbo
define qualified(c: component): bool = c has acme.turbo where speed == acme.mode.slow and nowhere.thing
//- /b.zc
import acme
",
    );
    expect![[r#"
        Z0204 /a.zc:3:8 `nowhere` `nowhere` is no dependency of this package
          name it in `zcc.toml`: `[dependencies]` and `nowhere = { path = "../nowhere" }`
        Z0201 /a.zc:6:23 `mode` there is no type `mode`
          `acme` has one: write `acme.mode`
        Z0201 /a.zc:7:28 `mod` `acme` has no type `mod`
          did you mean `mode`?
        Z0201 /a.zc:8:23 `amce` nothing is imported as `amce` in this file
          did you mean `acme`?
        Z0211 /a.zc:9:8 `ok` `ok` is declared and never used
          remove it, or begin its name with `_`
        Z0201 /a.zc:10:27 `quik` `acme` has no define or relation `quik`
          did you mean `quick`?
        Z0211 /a.zc:11:8 `far` `far` is declared and never used
          remove it, or begin its name with `_`
        Z0201 /a.zc:12:41 `turbo` there is no capability `turbo`
          `acme` has one: write `acme.turbo`
        Z0211 /a.zc:13:8 `qualified` `qualified` is declared and never used
          remove it, or begin its name with `_`
        Z0209 /b.zc:1:8 `acme` nothing in this file uses `acme`
          remove the import
    "#]]
    .assert_eq(&said(&db));
}

#[test]
fn a_package_shadows_the_prelude() {
    let db = TestDb::new(
        "//- /std/lib.zc
enum purpose { control, safety }
attribute zone.purpose: purpose
//- /a.zc
enum purpose { mine }
attribute zone.use: purpose = mine
define is_control(z: zone): bool = z.purpose == control
",
    );
    expect![[""]].assert_eq(&said(&db));
}

#[test]
fn what_a_package_with_a_site_declares_should_be_used() {
    expect![[r#"
        Z0211 /a.zc:2:6 `purpose` `purpose` is declared and never used
          remove it, or begin its name with `_`
        Z0210 /a.zc:6:33 `w` `w` is never used
          begin its name with `_` if that is meant
        Z0210 /a.zc:7:28 `k` `k` is never used
          begin its name with `_` if that is meant
    "#]]
    .assert_eq(&said_of(
        "site s \"S\" {}
enum purpose { mine }
enum _spare { x }
/// unlike helper
define helper(z: zone): bool = z.trust == trusted
define other(z: zone, _y: zone, w: zone): bool = helper(z)
relation r(z: zone) = some k in z.crossings: z.trust == trusted",
    ));
}
