//! What is generated is what the grammar gives. The tree-sitter command line proves it where it is at hand; `cargo xtask
//! editors` proves it anywhere.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The version of tree-sitter that generated the parser; another may write it otherwise.
const VERSION: &str = "0.27.1";

#[test]
fn the_parser_is_fresh_where_the_command_line_is_at_hand() {
    let program = env::var_os("TREE_SITTER").unwrap_or_else(|| "tree-sitter".into());
    let version = Command::new(&program).arg("--version").output();
    if !version.is_ok_and(|version| String::from_utf8_lossy(&version.stdout).trim().ends_with(VERSION)) {
        return;
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fresh");
    fs::create_dir_all(folder.join("src")).expect("the folder can be made");
    for name in ["grammar.js", "package.json", "tree-sitter.json"] {
        fs::copy(here.join(name), folder.join(name)).expect("the grammar can be copied");
    }
    let generated = Command::new(&program).arg("generate").current_dir(&folder).output().expect("it starts");
    assert!(generated.status.success(), "{}", String::from_utf8_lossy(&generated.stderr));
    for name in ["src/parser.c", "src/grammar.json", "src/node-types.json"] {
        let read = |folder: &Path| fs::read_to_string(folder.join(name)).expect("what is generated can be read");
        assert!(read(here) == read(&folder), "{name} is stale: run `tree-sitter generate`");
    }
}
