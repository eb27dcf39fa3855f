//! Each page of `docs/errors/` has an example that really raises its code.
//!
//! In a page, a block ```` ```zc ```` is a package's only file, `site.zc`; ```` ```zc file=other.zc ```` and ```` ```toml file=zcc.toml ````
//! belong to the package of the block before them. The first package must raise the page's code; one that begins with ```` ```zc fixed ````
//! must not.

use std::fs;
use std::path::Path;
use std::process::Command;

use zcc_base::{Code, REGISTRY};

/// A package of a page: its files, and whether it shows what is right.
#[derive(Debug, Default)]
struct Sample {
    fixed: bool,
    files: Vec<(String, String)>,
}

fn samples(page: &str) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some(_)) => {
                if let (Some(file), Some(sample)) = (open.take(), samples.last_mut()) {
                    sample.files.push(file);
                }
            }
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, Some(info)) => {
                let mut words = info.split_whitespace();
                let language = words.next().unwrap_or_default();
                let rest: Vec<&str> = words.collect();
                let file = rest.iter().find_map(|word| word.strip_prefix("file="));
                if language == "zc" || file.is_some() {
                    if file.is_none() || samples.is_empty() {
                        samples.push(Sample { fixed: rest.contains(&"fixed"), files: Vec::new() });
                    }
                    open = Some((file.unwrap_or("site.zc").to_owned(), String::new()));
                } else {
                    // A block of another kind is skipped with its text.
                    samples.push(Sample { fixed: true, files: Vec::new() });
                    open = Some(("skipped.txt".to_owned(), String::new()));
                }
            }
            (None, None) => {}
        }
    }
    samples.retain(|sample| sample.files.iter().any(|(name, _)| name != "skipped.txt"));
    samples
}

/// The codes that checking a package raises.
fn codes(sample: &Sample) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in &sample.files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_zcc"));
    let output =
        command.args(["check", "--format", "json", "--as-of", "2026-06-01"]).current_dir(folder.path()).output();
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
    text.starts_with("Z00") || text.starts_with("Z07")
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
        if samples.is_empty() && !is_about_files(entry.code) {
            wrong.push(format!("{code}: the page has no `zc` block"));
        }
        for (position, sample) in samples.iter().enumerate() {
            let raised = codes(sample);
            let raises = raised.contains(&code);
            if raises == sample.fixed {
                let which = if sample.fixed { "the one that is right" } else { "the example" };
                wrong.push(format!("{code}: {which} (number {}) raises {raised:?}", position + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "the pages are written when the codes have settled; then this guards that none is missing"]
fn every_code_has_a_page() {
    let missing: Vec<String> = REGISTRY
        .iter()
        .filter(|entry| page(entry.code).is_none())
        .map(|entry| format!("{} {}", entry.code, entry.title))
        .collect();
    assert!(missing.is_empty(), "no page in docs/errors:\n{}", missing.join("\n"));
}
