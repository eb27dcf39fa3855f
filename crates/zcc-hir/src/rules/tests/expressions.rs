//! The expression checker, construct by construct.

use expect_test::expect;

use super::*;
use crate::expr::{ExprKind, Type};
use crate::ids::FunctionId;
use crate::names::tables;

const VOCABULARY: &str = "//- /std/lib.zc
capability user_authentication { unique: bool  factors: enum { single < multi_untrusted < multi_all } }
capability session_lock { minutes: int }
enum purpose { business, control, safety }
enum interface { ethernet, human_local, human_remote, wifi }
enum medium { cable, wifi }
enum open_closed { open, control }
attribute zone.purpose: purpose
attribute zone.age: int
attribute zone or conduit.owner: string
attribute component.interfaces: set of interface
attribute component.patched: date
attribute component.interval: duration
attribute conduit.medium: set of medium
attribute channel.port: set of int
attribute zone.note: string
attribute conduit.note: string
define untrusted_zones: set of zone = { z in zones where z.trust == untrusted }
define asks(c: component): bool = c has user_authentication
";

fn said_with(text: &str) -> String {
    said(&TestDb::new(&format!("{VOCABULARY}//- /a.zc\n{text}")))
}

#[test]
fn every_construct_of_the_language_is_understood() {
    expect![""].assert_eq(&said_with(
        "define a(z: zone): bool = z.purpose == control and control == z.purpose and z.purpose in [control, safety]
define b(c: component): bool = human_local in c.interfaces or not (wifi in c.interfaces) => c.interfaces == [ethernet]
define c(c: component): bool = c has user_authentication where (unique and factors >= multi_untrusted)
define d(z: zone or conduit): set of component = { c in z.components where c has session_lock where minutes <= 15 }
define e(k: conduit): bool = every a in k.zones, b in k.zones where a != b: k carries a to b
define f(z: zone): bool = no k in z.crossings: k.medium == wifi
define g(z: zone): int = count(z.components) + count(c in z.components where asks(c)) * 2 - 1
define h(z: zone): int = sum(n.age for n in z.zones where n.age > 0) + max(n.age for n in z.zones)
define i(z: zone): set of zone = union(z.zones, except(untrusted_zones, z), [z])
define j(z: zone): int = if z.age is stated then z.age else -1
define k(c: component): bool = let limit = (30 days): c.patched + limit >= 2026-01-01 and c.interval < limit * 2
define l(c: component): bool = c.firmware >= \"4.1\" and \"5.0\" > c.firmware and c.firmware == 4.1.2
define m(c: component): bool = some a in c.address: a in 10.0.0.0/8 and a in c.zone.network and a != 10.0.0.1
define n(p: zone or conduit): bool = p in untrusted_zones and p.target is stated and p.owner == \"us\"
define o(p: product, q: protocol): bool = human_local in p.interfaces and 80 in q.port and q in p.speaks
define p(c: component): set of interface = if host_device in c.kind then wifi else [ethernet, human_remote]
define q: bool = every z in zones: let own = z.components: count(own) > 0 => some c in own: asks(c)
define r(s: site): set of zone = { c.zone for z in s.zones, c in z.components where c.product.supplier == \"ACME\" }
define s(z: zone): bool = interface.wifi in { i for c in z.components, i in c.interfaces }
define t(c: component): bool = c has user_authentication where (factors == single or factors == multi_all)
define u(d: date, e: date): duration = if d > e then d - e else 0 days
relation v(a: zone, b: zone) = (some k in conduits: k carries a to b) or (some m in zones: v(a, m) and v(m, b))
define w(z: zone): bool = z.purpose in purposes and z.target == SL 2
define purposes: set of purpose = [control]
define x(c: component): bool = every i in [ethernet, wifi]: i in c.interfaces
define y(z: zone): bool = min(z.age for z in z.zones) == 3 or max([1, 2]) == 2",
    ));
}

#[test]
fn names_that_mean_nothing_are_told_with_the_nearest() {
    expect![[r#"
        Z0206 /a.zc:1:29 `purpsoe` a zone has no attribute `purpsoe`
          did you mean `purpose`?
        Z0207 /a.zc:2:40 `contrl` `purpose` has no variant `contrl`
          did you mean `control`?
        Z0207 /a.zc:3:40 `ethernet` `ethernet` is a variant of `interface`, not of `purpose`
          `purpose` is one of `business`, `control` and `safety`
        Z0201 /a.zc:4:27 `zz` there is no `zz` here
          did you mean `z`?
        Z0201 /a.zc:5:38 `user_authentification` there is no capability `user_authentification`
          did you mean `user_authentication`?
        Z0201 /a.zc:6:64 `uniqe` there is no `uniqe` here
          did you mean `unique`?
        Z0201 /a.zc:7:32 `ask` there is no define or relation `ask`
          did you mean `asks`?
        Z0207 /a.zc:8:30 `human_lokal` `interface` has no variant `human_lokal`
          did you mean `human_local`?
        Z0205 /a.zc:9:18 `wifi` `wifi` is a variant of `interface` and of `medium`
          say which: `interface.wifi`
        Z0206 /a.zc:10:29 `interfaces` a zone has no attribute `interfaces`
          `interfaces` is an attribute of component, product
        Z0205 /a.zc:11:40 `note` `note` of a zone and `note` of a conduit are two attributes
          declare one for both: `attribute zone or conduit.note: …`
        Z0206 /a.zc:11:57 `purpose` a conduit has no attribute `purpose`
          what is `zone or conduit` has only what each of them has; `purpose` is of zone
        Z0201 /a.zc:12:13 `zoon` there is no type `zoon`
          declare it in this package, or import the package that does
        Z0303 /a.zc:13:32 `c.interfaces == purpose.control` a set of interface and a set of purpose cannot be compared
        Z0305 /a.zc:14:17 `medium.wifi` a medium has no attributes
    "#]]
    .assert_eq(&said_with(
        "define a(z: zone): bool = z.purpsoe == control
define b(z: zone): bool = z.purpose == contrl
define c(z: zone): bool = z.purpose == ethernet
define d(z: zone): bool = zz.purpose == control
define e(c: component): bool = c has user_authentification
define f(c: component): bool = c has user_authentication where uniqe
define g(c: component): bool = ask(c)
define h: set of interface = human_lokal
define i: bool = wifi == wifi
define j(z: zone): bool = z.interfaces is stated
define k(p: zone or conduit): bool = p.note == \"x\" or p.purpose == control
define l(z: zoon): bool = z.anything and z == 3
define m(c: component): bool = c.interfaces == purpose.control
define n: int = medium.wifi.x",
    ));
}

#[test]
fn what_is_stated_but_no_value_is_refused_with_the_reason() {
    expect![[r#"
        Z0206 /a.zc:1:56 `versions` rules cannot read the `versions` of a product
          every component's firmware is held against them before any rule runs; read `firmware` of the component
        Z0206 /a.zc:2:37 `assess` rules cannot read the `assess` of a site
          what the site is held against decides what is judged, not how
    "#]]
    .assert_eq(&said_with(
        "define a(c: component): bool = c.firmware == c.product.versions
define b(s: site): bool = part in s.assess",
    ));
}

#[test]
fn types_that_do_not_fit_are_told_once() {
    expect![[r#"
        Z0301 /a.zc:1:27 `z.components` expected bool, found set of component
          ask something of its members: `every x in … : …`, `some x in … : …`, `count(…) > 0`
        Z0305 /a.zc:2:27 `z.components` a set of component has no attributes
          its members have: `{ x.interfaces for x in … }`, or `every x in … : …`
        Z0304 /a.zc:3:27 `z.purpose < safety` the values of `purpose` have no order
          an enum has one if it is declared with `<` between its variants
        Z0303 /a.zc:4:41 `z == c` a zone and a component cannot be compared
        Z0303 /a.zc:5:27 `z.age == "x"` an int and a string cannot be compared
        Z0301 /a.zc:6:26 `z.age + "x"` int and string cannot be added
        Z0303 /a.zc:7:32 `c.interval < 30` a duration and an int cannot be compared
          write the unit, as in `30 minutes`
        Z0305 /a.zc:8:27 `z.components` a set of component has no capabilities
          ask it of its members: `every x in … : x has …`
        Z0301 /a.zc:9:32 `z` expected component, found zone
        Z0306 /a.zc:9:39 `asks()` `asks` asks for 1 argument, not 0
          it is declared as `asks(c: component)`
        Z0306 /a.zc:9:50 `asks(z, z)` `asks` asks for 1 argument, not 2
          it is declared as `asks(c: component)`
        Z0306 /a.zc:10:27 `asks` `asks` asks for 1 argument and has none
          it is declared as `asks(c: component)`
        Z0301 /a.zc:11:26 `if true then 1 else "x"` one branch gives int, the other string
          both must give the same type
        Z0301 /a.zc:12:26 `sum(z.components)` component cannot be added up
          say which number of each is meant, as in `sum(x.hours for x in S)`; to count them, use `count(S)`
        Z0301 /a.zc:13:31 `z` a list of int cannot hold zone
        Z0301 /a.zc:14:69 `p` expected zone, found zone or conduit
          it may also be something other than zone
        Z0303 /a.zc:15:32 `c.address` a set of address is no member of a set
          ask it of each of its members: `every x in … : x in …` or `some x in … : x in …`
        Z0307 /a.zc:16:27 `{ a: 1 }` a block of `name: value` means nothing in an expression
          a set is written `{ x in S where … }`, a list `[a, b]`
        Z0307 /a.zc:17:27 `z is stated` only an attribute can be stated
          write it with what it belongs to: `c.interfaces is stated`
        Z0301 /a.zc:18:38 `true` bool is no set to range over
          range over a set, such as `z.components`, `zones` or `[a, b]`
        Z0304 /a.zc:19:27 `z.target >= SL 2` the values of `vector` have no order
          a target has a level for each family, and one may be higher and another lower
        Z0302 /a.zc:20:18 `2026-02-30` there is no day 2026-02-30
          write year, month and day, such as 2027-03-31
        Z0308 /a.zc:21:27 `{ c.interfaces for c in z.components }` a set cannot hold sets
          range over the inner set too: `{ y for x in S, y in x.many }`
        Z0302 /a.zc:22:27 `SL 7` there is no SL 7
          security levels go from SL 0 to SL 4
        Z0302 /a.zc:22:44 `300.0.0.1` `300.0.0.1` is no address
          each of the four numbers goes from 0 to 255
        Z0307 /a.zc:23:18 `SR 1.1` the requirement `SR 1.1` is no value that rules can use
        Z0203 /a.zc:24:27 `z.age` `age` cannot be called here
          what is called stands in front: `age(…)`
        Z0306 /a.zc:25:18 `count(zones, conduits)` `count` asks for one set
          write `count(S)`, or `count(x in S where …)`
        Z0306 /a.zc:25:50 `union(zones)` `union` asks for two sets
          write `union(a, b)`
        Z0308 /a.zc:26:15 `int` a relation cannot hold for every int: they cannot be listed
          a relation holds between things of the model, or variants of enums
        Z0312 /a.zc:27:8 `aa` the define `aa` does not say what it gives
          write its type before the `=`, as in `define f(c: component): bool = …`
        Z0210 /a.zc:27:11 `z` `z` is never used
          begin its name with `_` if that is meant
        Z0105 /a.zc:28:21 `:` expected `=`, found `:`
        Z0202 /a.zc:29:20 `a` the parameter `a` is declared twice
          give one of them another name
        Z0210 /a.zc:29:11 `a` `a` is never used
          begin its name with `_` if that is meant
        Z0308 /a.zc:30:19 `enum { x }` an enum needs a name here
          declare it with `enum name { … }` and write the name
        Z0306 /a.zc:30:32 `x` `x` asks for 1 argument and has none
          it is declared as `x(z: zone)`
    "#]]
    .assert_eq(&said_with(
        "define a(z: zone): bool = z.components
define b(z: zone): bool = z.components.interfaces == ethernet
define c(z: zone): bool = z.purpose < safety
define d(z: zone, c: component): bool = z == c
define e(z: zone): bool = z.age == \"x\"
define f(z: zone): int = z.age + \"x\"
define g(c: component): bool = c.interval < 30
define h(z: zone): bool = z.components has session_lock
define i(z: zone): bool = asks(z) and asks() and asks(z, z)
define j(z: zone): bool = asks
define k(z: zone): int = if true then 1 else \"x\"
define l(z: zone): int = sum(z.components)
define m(z: zone): bool = [1, z] == z
define n(p: zone or conduit): bool = (some k in conduits: k carries p to p)
define o(c: component): bool = c.address in c.zone.network
define p(z: zone): bool = { a: 1 } == z
define q(z: zone): bool = z is stated
define r(z: zone): bool = every x in true: x
define s(z: zone): bool = z.target >= SL 2
define t: date = 2026-02-30
define u: set of zone = { { c.interfaces for c in z.components } for z in zones }
define v(z: zone): bool = SL 7 == SL 2 and 300.0.0.1 == 10.0.0.1
define w: bool = SR 1.1
define x(z: zone): bool = z.age(3)
define y: bool = count(zones, conduits) == 1 and union(zones) == zones
relation z(n: int) = n > 3
define aa(z: zone) = true
relation bb(z: zone): bool = z.trust == trusted
define cc(a: bool, a: bool): bool = a
define dd: set of enum { x } = x",
    ));
}

#[test]
fn variables_that_nobody_uses_are_warned_of() {
    expect![[r#"
        Z0210 /a.zc:1:63 `c` `c` is never used
          begin its name with `_` if that is meant
        Z0210 /a.zc:1:50 `w` `w` is never used
          remove it, or begin its name with `_`
        Z0210 /a.zc:1:19 `y` `y` is never used
          begin its name with `_` if that is meant
    "#]]
    .assert_eq(&said_with(
        "define a(z: zone, y: zone, _x: zone): bool = let w = z: every c in z.components, _d in z.components: true
define b: int = count(z in zones)
define c: set of zone = { z in zones }",
    ));
}

#[test]
fn what_asks_for_capabilities_is_switchable_through_calls_and_lets() {
    let db = TestDb::new(&format!(
        "{VOCABULARY}//- /a.zc
define direct(c: component): bool = c has session_lock
define through(c: component): bool = let x = direct(c): x
define plain(c: component): bool = ethernet in c.interfaces
relation round(z: zone) = (some n in z.zones: round(n)) or (some c in z.components: through(c))
",
    ));
    let flag = |name| {
        let id = FunctionId(tables(&db).functions.find(1, name).expect("declared"));
        let body = &function(&db, id).body;
        assert_eq!(body.switchable, switchable(&db, id), "{name}");
        body.switchable
    };
    assert_eq!(["direct", "through", "plain", "round"].map(flag), [true, true, false, true]);
    let id = FunctionId(tables(&db).functions.find(1, "through").expect("declared"));
    let ExprKind::Let { body, .. } = &function(&db, id).body.kind else { panic!("a let") };
    assert!(body.switchable);
}

#[test]
fn lists_of_variants_are_bits() {
    let db = TestDb::new(&format!("{VOCABULARY}//- /a.zc\ndefine a: set of interface = [ethernet, wifi]\n"));
    let id = FunctionId(tables(&db).functions.find(1, "a").expect("declared"));
    let body = &function(&db, id).body;
    let Type::Set(element) = &body.ty else { panic!("a set") };
    let Type::Enum(of) = **element else { panic!("of an enum") };
    assert_eq!(body.kind, ExprKind::Constant(crate::value::Value::Variants(of, 0b1001)));
}
