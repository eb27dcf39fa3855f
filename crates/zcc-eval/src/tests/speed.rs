//! How fast it is: run by hand, `cargo test --release -p zcc-eval speed -- --ignored --nocapture`.

#![expect(clippy::print_stderr, reason = "it is for reading by hand")]

use std::fmt::Write as _;
use std::time::Instant;

use crate::testing::TestDb;
use crate::{DbWorld, World, assess, assess_parallel};

fn site(zones: u32, components: u32) -> String {
    let mut text = String::from("site s { assess: [part_3_3] }\nzone outer { trust: untrusted }\n");
    text.push_str("product plc: embedded_device { interfaces: [ethernet, human_local]  provides user_authentication { unique: true }  offers session_lock, audit_log, account_management }\n");
    for zone in 0..zones {
        let _ = writeln!(text, "zone z{zone:05} {{ target: SL 3  purpose: control");
        for component in 0..components {
            let _ = writeln!(text, "  component c{component}: plc {{ enable session_lock }}");
        }
        text.push_str("}\n");
        let to = if zone == 0 { "outer".to_owned() } else { format!("z{:05}", (zone - 1) / 2) };
        let _ = writeln!(text, "conduit k{zone:05} between z{zone:05} and {to} {{ target: SL 2  boundary w: plc }}");
    }
    text
}

#[test]
#[ignore = "takes long"]
fn a_large_site() {
    let (zones, components) = (2_000, 50);
    let text = site(zones, components);
    let db = TestDb::new(zcc_std::FILES, &text);
    let world = DbWorld(&db);
    let start = Instant::now();
    let count: usize = (0..world.place_count())
        .filter_map(|place| world.place(zcc_hir::ids::PlaceId(place)))
        .map(|facts| facts.components.len())
        .sum();
    world.graph();
    eprintln!("facts of {count} components: {:?}", start.elapsed());
    let start = Instant::now();
    let assessment = assess(&db);
    let took = start.elapsed();
    eprintln!("assess: {took:?}, {:?}", assessment.counts);
    eprintln!(
        "findings {} witnesses {}",
        assessment.findings().count(),
        assessment.findings().map(|finding| finding.witnesses.len()).sum::<usize>()
    );
    eprintln!(
        "{} ns per clause and component",
        took.as_nanos() / u128::from(assessment.counts.clauses) / count as u128
    );
    let other = TestDb::new(zcc_std::FILES, &text);
    let start = Instant::now();
    assess_parallel(&other);
    eprintln!("parallel, facts included: {:?}", start.elapsed());
}
