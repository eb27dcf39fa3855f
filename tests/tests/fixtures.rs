//! Runs the fixtures: each holds a package and, inline, everything that the compiler says of it.

use std::path::Path;
use std::{env, fs};

use zcc_tests::files::{below, tests_folder};
use zcc_tests::fixture::annotate;

fn check(area: &str) {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let folder = tests_folder().join("fixtures").join(area);
    let files = below(&folder, ".zc").expect("the fixtures can be read");
    assert!(!files.is_empty(), "no fixtures in {}", folder.display());
    let mut wrong = Vec::new();
    for (path, text) in files {
        let found = annotate(&text, zcc_std::FILES, area == "findings");
        if found == text {
        } else if update {
            fs::write(&path, &found).expect("the fixture can be written");
        } else {
            wrong.push(difference(&path, &text, &found));
        }
    }
    assert!(wrong.is_empty(), "{}\n`UPDATE_EXPECT=1 cargo test` writes what is found", wrong.join("\n"));
}

fn difference(path: &Path, expected: &str, found: &str) -> String {
    let missing: Vec<&str> = expected.lines().filter(|line| !found.lines().any(|other| other == *line)).collect();
    let surplus: Vec<&str> = found.lines().filter(|line| !expected.lines().any(|other| other == *line)).collect();
    format!("{}\n- {}\n+ {}", path.display(), missing.join("\n- "), surplus.join("\n+ "))
}

macro_rules! areas {
    ($($area:ident)*) => {
        $(#[test]
        fn $area() {
            check(stringify!($area));
        })*

        #[test]
        fn every_folder_of_fixtures_is_run() {
            let known = [$(stringify!($area)),*];
            for entry in fs::read_dir(tests_folder().join("fixtures")).expect("the fixtures can be listed") {
                let name = entry.expect("the folder can be read").file_name();
                let name = name.to_string_lossy();
                assert!(known.contains(&&*name) || name == "regressions", "the folder `{name}` is not run");
            }
        }
    };
}

areas! { syntax names types capabilities model covers packages clean findings }

/// Codes that no package in memory can raise, each with the reason.
const UNRAISED: &[(&str, &str)] = &[
    ("Z0001", "files and folders are tested where they are read"),
    ("Z0002", "files and folders are tested where they are read"),
    ("Z0003", "files and folders are tested where they are read"),
    ("Z0004", "files and folders are tested where they are read"),
    ("Z0005", "files and folders are tested where they are read"),
    ("Z0006", "files and folders are tested where they are read"),
    ("Z0007", "files and folders are tested where they are read"),
    ("Z0008", "files and folders are tested where they are read"),
    ("Z0009", "files and folders are tested where they are read"),
    ("Z0010", "files and folders are tested where they are read"),
    ("Z0011", "the command line says it"),
    ("Z0012", "the command line says it"),
];

#[test]
fn every_code_is_raised_by_a_fixture() {
    let fixtures = below(&tests_folder().join("fixtures"), ".zc").expect("the fixtures can be read");
    let mut wrong = Vec::new();
    for entry in zcc_base::REGISTRY {
        let code = entry.code.to_string();
        let raised = fixtures.iter().any(|(_, text)| {
            text.lines().any(|line| line.starts_with("//~ ") && line.split_whitespace().any(|word| word == code))
        });
        let excused = UNRAISED.iter().any(|(known, _)| *known == code);
        match (raised, excused) {
            (false, false) => wrong.push(format!("no fixture raises {code}, {}", entry.title)),
            (true, true) => wrong.push(format!("{code} is raised after all: take it off the list")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
