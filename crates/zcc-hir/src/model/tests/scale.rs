//! How long a large site takes. Run by hand:
//! `cargo test --release -p zcc-hir -- --ignored --nocapture a_hundred_thousand`.

use std::fmt::Write;
use std::time::Instant;

use zcc_db::tree;

use super::{all_wrong, db};
use crate::model::{graph, place_facts, places, structure_diagnostics};

/// A site of `zones` zones with `components` components each.
fn large(zones: usize, components: usize) -> String {
    let mut text = String::from(
        "//- /site.zc\nsite s { assess: [part] }\nproduct p: host_device { versions: \">= 1\" supplier: \"A\" interfaces: [ethernet]\n  provides user_authentication { unique: true } offers session_lock, integrity { since: \"1.5\" } speaks opc }\n",
    );
    for zone in 0..zones {
        if zone % 10 == 0 {
            let _ = writeln!(text, "//- /zones_{zone}.zc");
        }
        let _ = writeln!(text, "zone z{zone} {{ target: SL 2 purpose: control");
        for at in 0..components {
            let number = zone * components + at;
            let (high, low) = (number / 256, number % 256);
            let switch = if at % 3 == 0 { "enable all" } else { "enable session_lock { minutes: 5 }, integrity" };
            let _ = writeln!(
                text,
                "  component c{at} \"Component {at}\": p {{ firmware: \"2.1\" address: 10.{}.{}.{low} tag: \"T{at}\" {switch} }}",
                high / 256,
                high % 256
            );
        }
        let _ = writeln!(text, "  channel h: opc from c0 to c1 {{ enable all }}\n}}");
        if zone > 0 {
            let before = zone - 1;
            let _ = writeln!(
                text,
                "conduit k{zone} between z{before} and z{zone} {{ target: SL 2 channel x: opc from z{before}.c0 to z{zone}.c1 }}"
            );
        }
    }
    text
}

#[test]
fn a_large_site_is_sound() {
    let db = db(&large(20, 5));
    assert_eq!(db.show(&all_wrong(&db)), "");
}

#[test]
#[ignore = "takes a while without optimisation"]
#[expect(clippy::print_stderr, reason = "it is there to print")]
fn a_hundred_thousand_components() {
    let mut db = db(&large(2000, 50));
    let start = Instant::now();
    for item in db.items() {
        tree(&db, item);
    }
    eprintln!("parse      {:?}", start.elapsed());
    let start = Instant::now();
    graph(&db);
    eprintln!("graph      {:?}", start.elapsed());
    let start = Instant::now();
    for place in places(&db).ids() {
        place_facts(&db, place);
    }
    eprintln!("facts      {:?}", start.elapsed());
    let start = Instant::now();
    structure_diagnostics(&db);
    eprintln!("structure  {:?}", start.elapsed());
    let start = Instant::now();
    assert_eq!(all_wrong(&db).len(), 0);
    eprintln!("all wrong  {:?}", start.elapsed());
    db.take_ran();
    db.edit("/zones_100.zc", "tag: \"T3\"", "tag: \"T4\"");
    let start = Instant::now();
    for place in places(&db).ids() {
        place_facts(&db, place);
    }
    graph(&db);
    structure_diagnostics(&db);
    eprintln!("keystroke  {:?}", start.elapsed());
    eprintln!("it ran     {:?}", db.take_ran());
}
