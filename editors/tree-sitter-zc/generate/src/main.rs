//! Writes `src/parser.c`, `src/grammar.json` and `src/node-types.json` from `grammar.js`, as `tree-sitter generate` does.
//! With `--check` it writes nothing, and fails if they are not what the grammar gives. Needs `node`.

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};
use tree_sitter_generate::{OptLevel, generate_parser_in_directory};

const GENERATED: [&str; 6] = [
    "parser.c",
    "grammar.json",
    "node-types.json",
    "tree_sitter/alloc.h",
    "tree_sitter/array.h",
    "tree_sitter/parser.h",
];

/// The version of the binary interface between parsers and the library.
const ABI: usize = 15;

fn main() -> Result<()> {
    let grammar = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the grammar is one folder up")?;
    let check = match env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => bail!("`{other}` is no option; there is `--check`"),
    };
    let folder =
        if check { env::temp_dir().join(format!("zc-grammar-{}", std::process::id())) } else { grammar.to_owned() };
    if check {
        fs::create_dir_all(&folder)?;
        for name in ["grammar.js", "package.json", "tree-sitter.json"] {
            fs::copy(grammar.join(name), folder.join(name))?;
        }
    }
    let generated = generate_parser_in_directory(
        &folder,
        None::<&Path>,
        None::<&Path>,
        ABI,
        None,
        Some("node"),
        true,
        OptLevel::default(),
        &mut Vec::new(),
    );
    let stale = generated.map(|()| stale(&folder, grammar));
    if check {
        fs::remove_dir_all(&folder)?;
        let stale = stale??;
        ensure!(stale.is_empty(), "{} are not what grammar.js gives: run `npm run generate`", stale.join(", "));
        eprintln!("the parser is what grammar.js gives");
        return Ok(());
    }
    stale?.map(drop)
}

/// The files of `grammar` that are not as in `folder`.
fn stale(folder: &Path, grammar: &Path) -> Result<Vec<&'static str>> {
    let mut stale = Vec::new();
    for name in GENERATED {
        let read =
            |folder: &Path| fs::read(folder.join("src").join(name)).with_context(|| format!("cannot read {name}"));
        if read(folder)? != read(grammar)? {
            stale.push(name);
        }
    }
    Ok(stale)
}
