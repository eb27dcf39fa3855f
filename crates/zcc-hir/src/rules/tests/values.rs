//! Constants: what is read, and what is told of those that cannot be.

use expect_test::expect;

use super::*;
use crate::ids::AttributeId;
use crate::names::tables;
use crate::value::{LevelVector, Value};

const CATALOG: &str = "catalog part \"Part\" { levels: SL family IAC \"i\" family UC \"u\" }\n";

#[test]
fn constants_are_read_by_the_type_of_their_place() {
    let db = TestDb::new(&format!(
        "//- /a.zc\n{CATALOG}
attribute zone.a: vector = SL 2 {{ UC: SL 3 }}
attribute zone.b: set of int = 4840
attribute zone.c: set of enum {{ x, y, z }} = [z, x]
attribute zone.d: version = 1.10
attribute zone.e: duration = 2 weeks
attribute zone.f: date = 2024-02-29
attribute zone.g: set of network = [10.0.0.0/8, 2001:db8::/32]
attribute zone.h: int = -3
"
    ));
    expect![[""]].assert_eq(&said(&db));
    let value = |name: &str| {
        let (number, _) = tables(&db).attributes.named(1, name);
        attribute(&db, AttributeId(number as u16)).default.clone().expect("a default")
    };
    assert_eq!(value("a"), Value::Vector(LevelVector::new(2, [("UC".into(), 3)])));
    assert_eq!(value("b"), Value::Set([Value::Int(4840)].into()));
    assert!(matches!(value("c"), Value::Variants(_, 0b101)));
    assert!(matches!(value("d"), Value::Version(version) if *version.parts == [1, 10]));
    assert_eq!(value("e"), Value::Duration(1_209_600));
    assert_eq!(value("f"), Value::Date(19_782));
    assert_eq!(value("h"), Value::Int(-3));
}

#[test]
fn values_that_cannot_be_are_told_with_the_way_out() {
    expect![[r#"
        Z0208 /a.zc:2:35 `UK` no catalogue assessed has a family `UK`
          did you mean `UC`?
        Z0302 /a.zc:2:47 `9` there is no SL 9
          security levels go from SL 0 to SL 4
        Z0202 /a.zc:2:50 `IAC` `IAC` has its level twice
          keep one of them
        Z0301 /a.zc:3:36 `"x"` expected a number, found a string
          for example `8`
        Z0301 /a.zc:3:41 `true` expected a number, found a truth value
          for example `8`
        Z0301 /a.zc:4:41 `"fast"` expected one of `c`, found a string
          write `fast` without the quotes
        Z0302 /a.zc:5:29 `10.0.0.1/8` `10.0.0.1/8` is an address within a network, not the network
          all bits past the prefix must be zero, as in 10.10.0.0/16
        Z0301 /a.zc:6:30 `30` expected a duration, found a number
          for example `30 days`
        Z0302 /a.zc:7:26 `2023-02-29` there is no day 2023-02-29
          write year, month and day, such as 2027-03-31
        Z0302 /a.zc:8:24 `ML 0` there is no ML 0
          maturity levels go from ML 1 to ML 4
        Z0302 /a.zc:9:29 `"four"` `four` is no version
          a version is numbers with dots between them, such as "4.1.0"
        Z0301 /a.zc:10:26 `yes` expected `true` or `false`, found a name
          for example `true`
    "#]]
    .assert_eq(&said_of(&format!(
        "{CATALOG}attribute zone.a: vector = SL 2 {{ UK: 3, IAC: 9, IAC: 1 }}
attribute zone.b: set of int = [1, \"x\", true]
attribute zone.c: enum {{ fast, slow }} = \"fast\"
attribute zone.d: network = 10.0.0.1/8
attribute zone.e: duration = 30
attribute zone.f: date = 2023-02-29
attribute zone.g: ML = ML 0
attribute zone.h: version = \"four\"
attribute zone.i: bool = yes"
    )));
}
