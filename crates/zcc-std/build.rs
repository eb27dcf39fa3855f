//! Writes the table of the standard library's files, sorted by path.
//!
//! Each folder is named to cargo, so that a file that is added is noticed as well as one that is edited.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let home = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let root = home.join("../../stdlib");
    let out = PathBuf::from(variable("OUT_DIR")?);
    let mut files = Vec::new();
    collect(&root, "", &mut files)?;
    files.sort();

    let mut hash = Fnv::new();
    for (name, path) in &files {
        hash.write(name.as_bytes());
        hash.write(&fs::read(path)?);
    }
    let (tests, library): (Vec<_>, Vec<_>) = files.iter().partition(|(name, _)| name.ends_with("_test.zc"));
    let mut text = String::new();
    table(&mut text, "FILES", "The library's files, sorted by path; those that hold tests are apart.", &library);
    table(&mut text, "TEST_FILES", "The files that hold the library's own tests, sorted by path.", &tests);
    let _ = writeln!(text, "/// A hash of every path and text, tests included: what to key a cache with.");
    let _ = writeln!(text, "pub static CONTENT_HASH: &str = \"{:032x}\";", hash.0);
    fs::write(out.join("files.rs"), text)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), files)?;
        } else if path.extension().is_some_and(|extension| extension == "zc") {
            files.push((format!("{prefix}{name}"), path.canonicalize()?));
        }
    }
    Ok(())
}

fn table(text: &mut String, name: &str, docs: &str, files: &[&(String, PathBuf)]) {
    let _ = writeln!(text, "/// {docs}\npub static {name}: &[(&str, &str)] = &[");
    for (name, path) in files {
        let _ = writeln!(text, "    ({name:?}, include_str!({:?})),", path.display().to_string());
    }
    let _ = writeln!(text, "];");
}

/// FNV-1a with 128 bits: enough to tell editions of the library apart.
struct Fnv(u128);

impl Fnv {
    fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&[0]) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

/// What cargo tells this script, asked when it runs: a build folder may serve more than one checkout.
fn variable(name: &str) -> io::Result<std::ffi::OsString> {
    std::env::var_os(name).ok_or_else(|| io::Error::other(format!("cargo sets {name}")))
}
