//! Each page of `docs/errors/` has an example that really raises its code.
//!
//! The first ```` ```zc ```` block of a page raises its code; those that follow show what is right and don't. A block is a file,
//! or several where lines `//- plant/site.zc` name them: then the folder of the first is the package that is checked.

use std::fs;
use std::path::Path;
use std::process::Command;

use zcc_base::{Code, REGISTRY};

/// The files of a block, by path.
fn samples(page: &str) -> Vec<Vec<(String, String)>> {
    let mut samples: Vec<Vec<(String, String)>> = Vec::new();
    let (mut in_block, mut in_sample) = (false, false);
    for line in page.lines() {
        if let Some(language) = line.strip_prefix("```") {
            in_sample = !in_block && language.split_whitespace().next() == Some("zc");
            in_block = !in_block;
            if in_sample {
                samples.push(Vec::new());
            }
        } else if let (true, Some(files)) = (in_sample, samples.last_mut()) {
            if let Some(path) = line.strip_prefix("//- ") {
                files.push((path.trim().to_owned(), String::new()));
            } else {
                if files.is_empty() {
                    files.push(("site.zc".to_owned(), String::new()));
                }
                if let Some((_, text)) = files.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
        }
    }
    samples
}

/// The codes that checking a package raises.
fn codes(files: &[(String, String)]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    }
    let first = files.first().map_or(Path::new("."), |(name, _)| Path::new(name));
    let package = folder.path().join(first.parent().unwrap_or(Path::new(".")));
    let mut command = Command::new(env!("CARGO_BIN_EXE_zcc"));
    let output = command.args(["check", "--format", "json", "--as-of", "2026-06-01"]).current_dir(package).output();
    let document: serde_json::Value = serde_json::from_slice(&output.expect("zcc runs").stdout).expect("JSON");
    let package = &document["packages"][0];
    ["diagnostics", "findings", "covers"]
        .iter()
        .flat_map(|list| package[list].as_array().cloned().unwrap_or_default())
        .map(|entry| entry["code"].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// Whether a code is about files and folders, which no text can show.
fn is_about_files(code: Code) -> bool {
    let text = code.to_string();
    text.starts_with("Z00")
}

fn page(code: Code) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/errors");
    fs::read_to_string(folder.join(format!("{code}.md"))).ok()
}

#[test]
fn the_examples_of_a_page_raise_its_code() {
    let mut wrong = Vec::new();
    for entry in REGISTRY {
        let Some(page) = page(entry.code) else { continue };
        let code = entry.code.to_string();
        let samples = samples(&page);
        let words: Vec<&str> = page.split_whitespace().collect();
        let shown = !is_about_files(entry.code) && !words.join(" ").contains("no `.zc` text raises this");
        if samples.is_empty() && shown {
            wrong.push(format!("{code}: the page has no `zc` block"));
        }
        for (position, sample) in samples.iter().enumerate() {
            let raised = codes(sample);
            if raised.contains(&code) != (position == 0) {
                let which = if position == 0 { "the example" } else { "what is right" };
                wrong.push(format!("{code}: {which} (block {}) raises {raised:?}", position + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_page() {
    let missing: Vec<String> = REGISTRY
        .iter()
        .filter(|entry| page(entry.code).is_none())
        .map(|entry| format!("{} {}", entry.code, entry.title))
        .collect();
    assert!(missing.is_empty(), "no page in docs/errors:\n{}", missing.join("\n"));
}
