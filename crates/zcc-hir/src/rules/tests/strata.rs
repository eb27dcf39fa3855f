//! Relations, defines, and what is refused.

use expect_test::expect;

use super::*;
use crate::ids::FunctionId;
use crate::names::tables;

#[test]
fn a_cycle_without_a_meaning_is_shown() {
    expect![[r#"
        Z0309 /a.zc:1:50 `twice(n)` the define `twice` uses itself
          here: `twice` uses itself here
          a define cannot, a relation can: write `relation` instead of `define` and leave out the type
        Z0309 /a.zc:2:58 `pong(n)` the define `ping` uses itself
          here: `ping` uses `pong` here
          /a.zc:3:32 `ping(z)`: `pong` uses `ping` here
          a define cannot; say what it needs as a `relation`, and collect it as `{ x in … where … }`
        Z0310 /a.zc:6:30 `(win(z))` the relation `step` depends on its own negation
          here: `step` uses `win` here
          /a.zc:4:44 `lose(n)`: `win` uses `lose` here
          /a.zc:5:46 `step(n)`: `lose` uses `step` here
          a relation may only use itself where more of it gives more of it: not under `not`, `no`, the `where` of `every`, the left of `=>`, the condition of `if`, in `count`, a comparison or an argument
        Z0310 /a.zc:7:50 `few(n)` the relation `few` uses itself where more of it could give less of it
          here: `few` uses itself here
          a relation may only use itself where more of it gives more of it: not under `not`, `no`, the `where` of `every`, the left of `=>`, the condition of `if`, in `count`, a comparison or an argument
        Z0310 /a.zc:8:26 `left(z)` the relation `left` depends on its own negation
          here: `left` uses itself here
          a relation may only use itself where more of it gives more of it: not under `not`, `no`, the `where` of `every`, the left of `=>`, the condition of `if`, in `count`, a comparison or an argument
    "#]].assert_eq(&said_of(
        "define twice(z: zone): bool = some n in z.zones: twice(n)
define ping(z: zone): set of zone = { n in z.zones where pong(n) }
relation pong(z: zone) = count(ping(z)) > 0
relation win(z: zone) = some n in z.zones: lose(n)
relation lose(z: zone) = every n in z.zones: step(n)
relation step(z: zone) = not (win(z))
relation few(z: zone) = count(n in z.zones where few(n)) > 2
relation left(z: zone) = left(z) => z.trust == trusted",
    ));
}

#[test]
fn positive_recursion_and_lower_strata_are_fine() {
    let text = "//- /a.zc
relation reaches(a: zone, b: zone) =
  (some k in conduits: k carries a to b) or (some m in zones: reaches(a, m) and reaches(m, b))
relation apart(a: zone, b: zone) = not reaches(a, b) and not (not apart(b, a))
relation all_in(z: zone) = every n in z.zones: all_in(n)
relation through_let(z: zone) = let x = (some n in z.zones: through_let(n)): x or z.trust == trusted
relation member(z: zone) = z in { n in zones where member(n) }
define islands: set of zone = { z in zones where no y in zones: reaches(y, z) }
";
    let db = TestDb::new(text);
    expect![[""]].assert_eq(&said(&db));
    let id = |name| FunctionId(tables(&db).functions.find(1, name).expect("declared"));
    assert!(group(&db, id("reaches")).recursive && group(&db, id("apart")).recursive);
    assert!(!group(&db, id("islands")).recursive);
    let order: Vec<FunctionId> = strata(&db).groups.iter().flat_map(|group| group.functions.to_vec()).collect();
    let at = |name| order.iter().position(|one| *one == id(name));
    assert!(at("reaches") < at("apart") && at("reaches") < at("islands"));
}
