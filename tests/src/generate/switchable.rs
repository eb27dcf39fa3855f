//! Random sites full of switches, under rules that ask for what can be switched.

use super::Tape;
use crate::database::SourceText;

const RULES: &str = r#"
capability alpha {}
capability beta { unique: bool }
capability gamma { unique: bool }
capability delta { hours: int }
capability directory {}
capability epsilon {}
capability zeta {}

catalog house "House rules" { levels: none  family F "F" }

/// Every way into a zone has a device with delta.
define guarded(z: zone): bool = every k in z.crossings: some b in k.components: b has delta where hours >= 3

relation leads_to(origin: zone, goal: zone) =
  (some k in conduits: (k carries origin to goal) and (some b in k.components: b has alpha))
  or (some mid in zones: leads_to(origin, mid) and leads_to(mid, goal))

requirement HR 1.1 "Things" in house.F for zone z {
  let guards = { b in components where b has alpha }
  base: every c in z.components: c has alpha  otherwise "{c}"
  RE 1 "": every c in z.components: c has beta where unique  otherwise "{c}"
  RE 2 "": every c in z.components: c has gamma  otherwise "{c}"
  RE 3 "": every c in z.components: c has gamma where unique  otherwise "{c}"
  RE 4 "": every c in z.components: (c has beta) and (c has delta where hours >= 3)  otherwise "{c}"
  RE 5 "": (z has epsilon) and (z has zeta)  otherwise "{z}"
  RE 6 "": some k in z.crossings: some b in k.components: (b has alpha) and (b has gamma)  otherwise "{z}"
  RE 7 "": guarded(z)  otherwise "{z}"
  RE 8 "": count(c in components where c has directory) >= 2  otherwise "{z}"
  RE 9 "": every c in z.components: c has alpha => some d in guards: d has directory  otherwise "{c}"
  RE 10 "": every h in z.channels: h has alpha  otherwise "{h}"
  RE 11 "": some origin in zones: leads_to(origin, z)  otherwise "{z}"
  RE 12 "": no c in z.components: not (c has directory)  otherwise "{c}"
}
"#;

const LIBRARY: &str = r#"
product p0: host_device { offers alpha, beta { unique: true }, beta { unique: false }  lacks gamma  provides delta { hours: 8 } }
product p1: host_device { provides alpha  offers gamma with directory, delta { hours: 3 }, beta }
product p2: host_device { offers directory, gamma { unique: false }, gamma { unique: true } with directory, alpha }
product p3: host_device { provides directory, beta { unique: true }  offers alpha { since: "2.0" }, gamma { unique: true } }
protocol q { offers alpha, beta }
"#;

/// What may be said of each product: for each capability the switches of which one is set.
const SWITCHES: [&[&[&str]]; 4] = [
    &[
        &["enable alpha", "disable alpha"],
        &["enable beta { unique: false }", "enable beta", "disable beta", "enable beta { unique: true }"],
        &["disable delta"],
    ],
    &[
        &["disable alpha"],
        &["enable gamma with PARTNER", "disable gamma"],
        &["enable delta", "disable delta { because: \"no, thanks\" }"],
        &["enable beta { unique: false }", "enable beta { unique: true }"],
    ],
    &[
        &["enable directory", "disable directory"],
        &["enable gamma", "enable gamma { unique: true } with PARTNER", "disable gamma", "enable gamma with PARTNER"],
        &["enable alpha"],
    ],
    &[&["disable directory"], &["disable beta"], &["enable alpha", "disable alpha"], &["enable gamma"]],
];

const ZONES: [&str; 4] = ["za", "zb", "zb.zc", "zd"];

/// A site with its rules and its library.
pub fn switchable_site(choices: &[u32]) -> Vec<SourceText> {
    let mut tape = Tape::new(choices);
    let counts: Vec<usize> = ZONES.iter().map(|_| 1 + tape.below(3)).collect();
    let mut paths: Vec<String> = Vec::new();
    for (zone, count) in ZONES.iter().zip(&counts) {
        paths.extend((0..*count).map(|at| format!("{zone}.c{at}")));
    }
    let mut site = String::from("site plant {\n  assess: [house]\n  offers epsilon  provides zeta\n");
    site.push_str(of_place(&mut tape));
    site.push_str("}\n");
    for (zone, count) in [(0, counts[0]), (1, counts[1]), (3, counts[3])] {
        site.push_str(&format!("zone {} {{\n", ZONES[zone]));
        site.push_str(of_place(&mut tape));
        members(&mut tape, ZONES[zone], count, &paths, &mut site);
        if zone == 1 {
            site.push_str("zone zc {\n");
            site.push_str(of_place(&mut tape));
            members(&mut tape, ZONES[2], counts[2], &paths, &mut site);
            site.push_str("}\n");
        }
        site.push_str("}\n");
    }
    let joins =
        ["between za and zb", "from zb to zd", "from za to zd", "between zb.zc and zd", "between za, zb and zd"];
    for (number, join) in tape.some(&joins, 2).into_iter().enumerate() {
        site.push_str(&format!("conduit k{number} {join} {{\n"));
        members(&mut tape, &format!("k{number}"), 1, &paths, &mut site);
        site.push_str("}\n");
    }
    [("rules.zc", RULES.to_owned()), ("library.zc", LIBRARY.to_owned()), ("site.zc", site)]
        .map(|(path, text)| (path.to_owned(), text))
        .to_vec()
}

/// What a site or a zone says of its own switches.
fn of_place(tape: &mut Tape<'_>) -> &'static str {
    tape.word(&[
        "",
        "  enable epsilon\n",
        "  disable zeta\n",
        "  disable epsilon, zeta { because: \"both\" }\n",
        "  enable epsilon\n  disable zeta\n",
        "  enable all\n",
        "  offers epsilon  provides zeta\n",
        "  offers epsilon  enable epsilon\n",
    ])
}

fn members(tape: &mut Tape<'_>, place: &str, count: usize, paths: &[String], site: &mut String) {
    let word = if place.starts_with('k') { "boundary" } else { "component" };
    for at in 0..count {
        let product = tape.below(4);
        let mut said: Vec<String> = Vec::new();
        if product == 3 && !tape.one_in(3) {
            said.push(format!("firmware: \"{}\"", tape.word(&["2.1", "1.0"])));
        }
        if tape.one_in(3) {
            said.push("enable all".to_owned());
        }
        let mut disabled: Vec<&str> = Vec::new();
        for of_capability in SWITCHES[product] {
            if tape.one_in(2) {
                continue;
            }
            let chosen = tape.word(of_capability);
            let own = format!("{place}.c{at}");
            let others: Vec<&str> = paths.iter().map(String::as_str).filter(|path| *path != own).collect();
            match chosen.strip_prefix("disable ") {
                // Some in one line, as people write them.
                Some(rest) if tape.one_in(2) => disabled.push(rest),
                _ => said.push(chosen.replace("PARTNER", tape.word(&others))),
            }
        }
        if !disabled.is_empty() {
            said.push(format!("disable {}", disabled.join(", ")));
        }
        let body = if said.is_empty() { String::new() } else { format!(" {{ {} }}", said.join("  ")) };
        site.push_str(&format!("  {word} c{at}: p{product}{body}\n"));
    }
    if count > 1 {
        let switch = tape.word(&["", " { enable alpha }", " { disable alpha, beta }"]);
        site.push_str(&format!("  channel h: q from c0 to c1{switch}\n"));
    }
}
