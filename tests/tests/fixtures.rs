//! Runs the fixtures: each holds a package and, inline, everything that the compiler says of it.

use std::path::Path;
use std::{env, fs};

use zcc_tests::files::{below, tests_folder};
use zcc_tests::fixture::annotate;

fn check(folder: &str) {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let folder = tests_folder().join("fixtures").join(folder);
    let files = below(&folder, ".zc").expect("the fixtures can be read");
    assert!(!files.is_empty(), "no fixtures in {}", folder.display());
    let mut wrong = Vec::new();
    for (path, text) in files {
        let found = annotate(&text, zcc_std::FILES);
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

areas! { syntax names types capabilities model covers packages clean }
