//! `cargo xtask synthetic`: writes a synthetic site, such as the benchmarks run on, to disk.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

#[expect(unreachable_pub, reason = "it is public where the tests and benchmarks use it")]
#[path = "../../tests/src/synthetic.rs"]
mod site;

/// What the site is to be like.
#[derive(Args)]
pub(crate) struct Synthetic {
    /// Where to write the package; the folder must not exist
    out: PathBuf,
    /// How many components
    #[arg(long, default_value_t = 1_000)]
    components: u32,
    /// Over how many files the areas are spread
    #[arg(long, default_value_t = 1)]
    files: u32,
    /// The same seed gives the same site
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The target of every zone and conduit; 0 asks for nothing, so nothing is found
    #[arg(long, default_value_t = 2)]
    target: u8,
    /// How many in a hundred components lack much of what is asked
    #[arg(long, default_value_t = 10)]
    gaps: u32,
}

/// Writes the package.
pub(crate) fn run(wish: &Synthetic) -> Result<()> {
    if wish.out.exists() {
        bail!("{} is there already", wish.out.display());
    }
    fs::create_dir_all(&wish.out)?;
    let Synthetic { components, files, seed, target, gaps, .. } = *wish;
    for (path, text) in site::package(site::Wish { components, files, seed, target, gaps }) {
        fs::write(wish.out.join(path), text)?;
    }
    println!("wrote {components} components to {}", wish.out.display());
    Ok(())
}
