//! Holds the tree against what ARCHITECTURE.md promises of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use serde_json::Value;

use crate::circles::circles;
use crate::layers::{LAYERS, THIRD_PARTIES};
use crate::run::{output, root};

/// The most lines that a source file may have before somebody must say why.
const LONGEST_FILE: usize = 700;

/// Checks everything and reports all that is wrong at once.
pub(crate) fn run() -> Result<()> {
    let mut faults = Vec::new();
    layers(&mut faults)?;
    let files = tracked_files()?;
    for file in &files {
        source_file(file, &mut faults)?;
    }
    no_circles(&files, &mut faults)?;
    if faults.is_empty() {
        println!("== tidy: layers, arrows, headers and lengths hold");
        return Ok(());
    }
    bail!("tidy found {} faults:\n  {}", faults.len(), faults.join("\n  "));
}

/// Every normal and build dependency of a crate must be allowed by the tables.
fn layers(faults: &mut Vec<String>) -> Result<()> {
    let metadata: Value =
        serde_json::from_str(&output("cargo", &["metadata", "--format-version", "1", "--no-deps", "--locked"])?)?;
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        let allowed = LAYERS.iter().find(|(layer, _)| *layer == name).map(|(_, allowed)| *allowed);
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let development = dependency["kind"].as_str() == Some("dev");
            if let Some(allowed) = allowed
                && used.starts_with("zcc-")
                && !development
                && !allowed.contains(&used)
            {
                faults.push(format!("{name} uses {used}: the arrow points the wrong way"));
            }
            if let Some((_, homes)) = THIRD_PARTIES.iter().find(|(third_party, _)| *third_party == used)
                && !development
                && !homes.contains(&name)
            {
                faults.push(format!("{name} uses {used}, which belongs in {}", homes.join(", ")));
            }
        }
    }
    Ok(())
}

/// Crates whose files still use each other. The list only ever gets shorter.
const TANGLED: &[&str] = &["crates/zcc-ide"];

/// No file of the compiler, or of these tasks, uses one that uses it.
fn no_circles(files: &[PathBuf], faults: &mut Vec<String>) -> Result<()> {
    let mut crates: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs")) {
        let path = file.to_string_lossy();
        if let Some((home, inside)) = path.split_once("/src/")
            && (home == "xtask" || home.starts_with("crates/"))
            && root().join(file).is_file()
        {
            let text = fs::read_to_string(root().join(file))?;
            crates.entry(home.to_owned()).or_default().push((inside.to_owned(), text));
        }
    }
    for (home, files) in &crates {
        let found = circles(files);
        if !TANGLED.contains(&home.as_str()) {
            let tell = |circle: &Vec<String>| {
                format!("{home}/src: a circle of files that use each other: {}", circle.join(" > "))
            };
            faults.extend(found.iter().map(tell));
        } else if found.is_empty() {
            faults.push(format!("{home}/src: has no circle any more: take it from the list in tidy.rs"));
        }
    }
    Ok(())
}

fn tracked_files() -> Result<Vec<PathBuf>> {
    Ok(output("git", &["ls-files"])?.lines().map(PathBuf::from).collect())
}

/// Every Rust file begins with `//!` and holds one thing; no text file ends its lines in blanks.
fn source_file(file: &Path, faults: &mut Vec<String>) -> Result<()> {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let path = root().join(file);
    if !matches!(extension, "rs" | "zc" | "toml" | "lalrpop") || !path.is_file() || is_raw_input(file) {
        return Ok(());
    }
    let text = fs::read_to_string(&path)?;
    if extension == "rs" && !text.starts_with("//!") {
        faults.push(format!("{}: does not begin with `//!` and what it is for", file.display()));
    }
    // What a test expects may be long, and end in blanks.
    let test = file.components().any(|part| part.as_os_str() == "tests");
    if extension == "rs" && !test && text.lines().count() > LONGEST_FILE {
        faults.push(format!("{}: has more than {LONGEST_FILE} lines", file.display()));
    }
    if extension == "rs" && is_pure(file) {
        for (word, why) in OUTSIDE {
            if text.contains(word) {
                faults.push(format!("{}: has `{word}`: {why}", file.display()));
            }
        }
    }
    if !test && let Some(at) = text.lines().position(|line| line.ends_with([' ', '\t'])) {
        faults.push(format!("{}:{}: ends in a blank", file.display(), at + 1));
    }
    Ok(())
}

/// What only the command line may touch, with where to go instead.
const OUTSIDE: &[(&str, &str)] = &[
    ("std::fs", "the compiler sees files through `System`"),
    ("std::env::", "the environment belongs to the command line"),
    ("SystemTime", "the only clock is the assessment date"),
    ("Instant::now", "the only clock is the assessment date"),
    ("println!", "text is returned, and printed by the command line"),
];

/// Whether a file belongs to the compiler proper. Its tests, benchmarks and build scripts do not.
fn is_pure(file: &Path) -> bool {
    let path = file.to_string_lossy();
    path.starts_with("crates/") && !path.starts_with("crates/zcc/") && path.contains("/src/") && !path.contains("test")
}

/// Fixtures and corpora hold what a test needs, however untidy.
fn is_raw_input(file: &Path) -> bool {
    file.components().any(|part| matches!(part.as_os_str().to_str(), Some("fixtures" | "corpus")))
}
