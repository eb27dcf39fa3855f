//! Formatting loses nothing, and formatting again changes nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zcc_fmt::format;
use zcc_tests::shape::shape;

fuzz_target!(|text: &str| {
    let once = format(text);
    assert_eq!(shape(text), shape(&once));
    assert_eq!(format(&once), once);
});
