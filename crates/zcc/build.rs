//! Embeds the pages of `docs/errors/`, one per code, sorted.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{fs, io};

fn main() -> io::Result<()> {
    let home = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let folder = home.join("../../docs/errors");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut pages = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "md") && stem.starts_with('Z') {
            pages.push((stem, path.canonicalize()?));
        }
    }
    pages.sort();
    let mut text = String::from(
        "/// The page of each code that has one, sorted.\npub(crate) static PAGES: &[(&str, &str)] = &[\n",
    );
    for (code, path) in pages {
        let _ = writeln!(text, "    ({code:?}, include_str!({:?})),", path.display().to_string());
    }
    text.push_str("];\n");
    let out = PathBuf::from(variable("OUT_DIR")?);
    fs::write(out.join("pages.rs"), text)
}

/// What cargo tells this script, asked when it runs: a build folder may serve more than one checkout.
fn variable(name: &str) -> io::Result<std::ffi::OsString> {
    std::env::var_os(name).ok_or_else(|| io::Error::other(format!("cargo sets {name}")))
}
