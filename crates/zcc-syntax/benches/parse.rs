//! How fast text becomes tokens, chunks and trees.

use divan::Bencher;
use divan::counter::BytesCount;
use zcc_base::Anchor;

fn main() {
    divan::main();
}

/// Zones with components, attributes and claims, as a generator of models writes them.
fn model(zones: usize) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    for zone in 0..zones {
        let _ = write!(
            text,
            "/// Cell {zone} of the plant.\nzone cell_{zone} \"Cell {zone}\" {{\n  purpose: control\n  target: SL 2 {{ IAC: 3, RDF: 3 }}\n  network: 10.{}.{}.0/24\n\n",
            zone / 250 % 250,
            zone % 250
        );
        for component in 0..20 {
            let _ = write!(
                text,
                "  component plc_{component} \"Controller {component}\": acme.plc_500 {{\n    firmware: \"4.1.0\"\n    address: 10.{}.{}.{component}\n    interfaces: [ethernet, serial]\n    enable all\n    provides user_authentication {{ unique: true, factors: single }}, audit_log\n    disable session_lock {{ because: \"No local screen\" }}\n  }}\n",
                zone / 250 % 250,
                zone % 250
            );
        }
        text.push_str("}\n\n");
    }
    text
}

#[divan::bench]
fn lex(bencher: Bencher) {
    let text = model(200);
    bencher.counter(BytesCount::of_str(&text)).bench(|| zcc_syntax::lex(divan::black_box(&text)));
}

#[divan::bench]
fn chunks(bencher: Bencher) {
    let text = model(200);
    bencher.counter(BytesCount::of_str(&text)).bench(|| zcc_syntax::chunks(divan::black_box(&text)));
}

#[divan::bench]
fn parse(bencher: Bencher) {
    let text = model(200);
    bencher.counter(BytesCount::of_str(&text)).bench(|| zcc_syntax::parse_file(divan::black_box(&text)));
}

#[divan::bench]
fn parse_one_zone(bencher: Bencher) {
    let text = model(1);
    let chunk = text.trim_end();
    bencher.counter(BytesCount::of_str(chunk)).bench(|| zcc_syntax::parse_chunk(divan::black_box(chunk), Anchor(0)));
}
