//! Any text has tokens, in order, none of which cuts a character.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zcc_syntax::{chunks, lex};

fuzz_target!(|text: &str| {
    let mut before = 0;
    for token in lex(text) {
        assert!(token.range.start >= before && token.range.end > token.range.start);
        assert!(text.get(token.range.to_usize()).is_some());
        before = token.range.end;
    }
    let mut before = 0;
    for chunk in chunks(text) {
        assert!(chunk.range.start >= before && text.get(chunk.range.to_usize()).is_some());
        before = chunk.range.end;
    }
});
