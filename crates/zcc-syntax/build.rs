//! Turns `grammar/zc.lalrpop` into the parser that `parse.rs` includes.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let home = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets CARGO_MANIFEST_DIR")?);
    let grammar = home.join("../../grammar");
    lalrpop::Configuration::new().set_in_dir(&grammar).emit_rerun_directives(true).process()?;
    Ok(())
}
