//! Commands that are printed to be pasted.

/// A word as a shell has to be given it.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=~".contains(c);
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with(['-', '~']) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// How to name the package at `path` behind a command; empty where it lies in the current folder.
pub(crate) fn package(path: &str) -> String {
    if path == "." { String::new() } else { quoted(path) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_reach_the_shell_as_they_are() {
        assert_eq!(quoted("examples/water-treatment"), "examples/water-treatment");
        assert_eq!(quoted("my plant"), "'my plant'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
        assert_eq!(quoted("-x"), "'-x'");
        assert_eq!((package("."), package("a b")), (String::new(), "'a b'".to_owned()));
    }
}
