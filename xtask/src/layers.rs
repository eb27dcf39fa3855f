//! The layers of the house, as ARCHITECTURE.md draws them.

/// A crate of ours with what it may use of ours.
pub(crate) const LAYERS: &[(&str, &[&str])] = &[
    ("zcc-base", &[]),
    ("zcc-std", &[]),
    ("zcc-syntax", &["zcc-base"]),
    ("zcc-fmt", &["zcc-base", "zcc-syntax"]),
    ("zcc-db", &["zcc-base", "zcc-syntax"]),
    ("zcc-hir", &["zcc-base", "zcc-syntax", "zcc-db"]),
    ("zcc-eval", &["zcc-base", "zcc-syntax", "zcc-db", "zcc-hir"]),
    ("zcc-ide", &["zcc-base", "zcc-syntax", "zcc-fmt", "zcc-db", "zcc-hir", "zcc-eval"]),
    ("zcc-lsp", &["zcc-base", "zcc-ide"]),
    ("zcc", &["zcc-base", "zcc-std", "zcc-syntax", "zcc-fmt", "zcc-db", "zcc-hir", "zcc-eval", "zcc-ide", "zcc-lsp"]),
];

/// A package of others with the crates that it belongs in.
pub(crate) const THIRD_PARTIES: &[(&str, &[&str])] = &[
    ("logos", &["zcc-syntax"]),
    ("lalrpop", &["zcc-syntax"]),
    ("lalrpop-util", &["zcc-syntax"]),
    ("salsa", &["zcc-db", "zcc-hir", "zcc-eval", "zcc-ide", "zcc", "zcc-tests"]),
    ("tower-lsp", &["zcc-lsp"]),
    ("tokio", &["zcc-lsp"]),
    ("codespan-reporting", &["zcc-db", "zcc"]),
    ("clap", &["zcc", "xtask"]),
    ("indicatif", &["zcc"]),
];
