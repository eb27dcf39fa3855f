//! How the identifiers of requirements are spelt.

use smol_str::{SmolStr, format_smolstr};

/// Runs of blanks become one.
pub(crate) fn fold_blanks(text: &str) -> SmolStr {
    if !text.contains('\t') && !text.contains("  ") {
        return SmolStr::new(text);
    }
    let mut words = text.split_ascii_whitespace();
    let first = words.next().unwrap_or("");
    words.fold(SmolStr::new(first), |folded, word| format_smolstr!("{folded} {word}"))
}
