//! Running commands from the root of the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The root of the workspace.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Runs `program` with `arguments`, its output going where ours goes. Fails if it does.
pub(crate) fn run(program: impl AsRef<Path>, arguments: &[&str]) -> Result<()> {
    let program = program.as_ref();
    let line = format!("{} {}", program.display(), arguments.join(" "));
    println!("\n== {line}");
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root())
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    println!("== {line}: {status}, {:.1} s", start.elapsed().as_secs_f64());
    if !status.success() {
        bail!("`{line}` failed");
    }
    Ok(())
}

/// Runs `program` with `arguments` and gives back what it prints.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).current_dir(root()).output()?;
    if !output.status.success() {
        bail!("`{program} {}` failed: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}
