//! The commands of the README, run as they are written.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What the README says to run to start zcc from a fresh clone; here the binary is already built.
const FROM_SOURCE: &str = "cargo run --release -p zcc --";
/// What runs these tests, and so cannot be run by them.
const ALL_TESTS: &str = "cargo xtask ci";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The lines after `$ ` in the blocks marked `console`.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
}

/// The exit status that a command comes to: `check` and `levels` find something in every example, the others just tell.
fn expected_exit(command: &str) -> i32 {
    i32::from(command.starts_with("zcc check") || command.starts_with("zcc levels"))
}

#[test]
#[cfg(unix)]
fn the_commands_of_the_readme_work_as_written() {
    let folder = Path::new(env!("CARGO_BIN_EXE_zcc")).parent().expect("a binary is in a folder").to_path_buf();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([folder].into_iter().chain(env::split_paths(&path))).expect("a search path");
    let readme = fs::read_to_string(repository().join("README.md")).expect("the README can be read");
    let commands = commands(&readme);
    assert!(
        commands.iter().any(|command| command.starts_with(FROM_SOURCE)) && commands.iter().any(|it| it == ALL_TESTS)
    );
    for written in commands.iter().filter(|command| *command != ALL_TESTS) {
        let command = written.replace(FROM_SOURCE, "zcc");
        assert!(command.starts_with("zcc "), "`{written}` is not for zcc: say here how to test it");
        let mut shell = Command::new("sh");
        let output =
            shell.args(["-c", &command]).current_dir(repository()).env("PATH", &path).output().expect("a shell");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(expected_exit(&command)), "`{command}`: {told}");
        assert!(!output.stdout.is_empty() && told.is_empty(), "`{command}` says nothing, or complains: {told}");
    }
}
