//! Turns `grammar/zc.lalrpop` into the parser that `parse.rs` includes.

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grammar");
    lalrpop::Configuration::new().set_in_dir(&grammar).emit_rerun_directives(true).process()?;
    Ok(())
}
