//! A site of many declarations.

use std::fmt::Write;

use super::{all_wrong, db};

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
