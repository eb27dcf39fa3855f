//! Any text has a tree, and what is said of it points into it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zcc_base::Anchor;
use zcc_syntax::{parse_chunk, parse_file};

fuzz_target!(|text: &str| {
    for chunk in parse_file(text) {
        for diagnostic in &chunk.parsed.diagnostics {
            assert!(diagnostic.primary.place.range.end <= chunk.chunk.range.len());
        }
    }
    parse_chunk(text, Anchor(0));
});
