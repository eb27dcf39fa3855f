//! `zcc lsp`: serves an editor over standard input and output.

use std::fs;
use std::path::PathBuf;
use std::process;
use std::sync::Arc;

use crate::date::Date;
use crate::system::{RealSystem, write_atomically};

/// Serves until the client says `exit` or goes away.
pub(crate) fn run() -> ! {
    let status = zcc_lsp::serve(zcc_lsp::Surroundings {
        system: Arc::new(RealSystem),
        standard_library: zcc_std::FILES,
        today: || Date::today().0,
        version: env!("CARGO_PKG_VERSION"),
        write_cache,
        pages: crate::pages::page,
    });
    // A thread that waits for input that never comes must not keep the process.
    process::exit(i32::from(status));
}

/// The folder for what can be made anew: the user's cache.
fn cache() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let folder = named("ZCC_CACHE").or_else(|| named("XDG_CACHE_HOME").map(|cache| cache.join("zcc")));
    let of_system = || {
        if cfg!(windows) {
            named("LOCALAPPDATA").map(|local| local.join("zcc").join("cache"))
        } else if cfg!(target_os = "macos") {
            named("HOME").map(|home| home.join("Library/Caches/zcc"))
        } else {
            named("HOME").map(|home| home.join(".cache/zcc"))
        }
    };
    folder.or_else(of_system)
}

/// Writes a file into the cache, for reading only, unless it is there with this text.
fn write_cache(relative: &str, text: &str) -> Option<PathBuf> {
    let path = cache()?.join(relative);
    if fs::read_to_string(&path).is_ok_and(|there| there == text) {
        return Some(path);
    }
    fs::create_dir_all(path.parent()?).ok()?;
    // What is there from before is for reading only, and would not be written over.
    let _ = fs::remove_file(&path);
    write_atomically(&path, text).ok()?;
    if let Ok(metadata) = fs::metadata(&path) {
        let mut permissions = metadata.permissions();
        permissions.set_readonly(true);
        // The mark keeps people from editing what zcc wrote; where it cannot be set nothing is lost.
        let _ = fs::set_permissions(&path, permissions);
    }
    Some(path)
}
