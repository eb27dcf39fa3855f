//! Compiles the parser that the tree-sitter command line generated.

use std::env;
use std::path::Path;

fn main() {
    let sources = Path::new("src");
    let mut compiler = cc::Build::new();
    compiler.std("c11").include(sources);

    #[cfg(target_env = "msvc")]
    compiler.flag("-utf-8");

    if env::var("TARGET").is_ok_and(|target| target == "wasm32-unknown-unknown")
        && let Ok(headers) = env::var("DEP_TREE_SITTER_LANGUAGE_WASM_HEADERS")
    {
        compiler.include(headers);
    }
    for name in ["parser.c", "scanner.c"] {
        let path = sources.join(name);
        println!("cargo:rerun-if-changed={}", path.display());
        compiler.file(path);
    }
    compiler.compile("tree-sitter-zc");
}
