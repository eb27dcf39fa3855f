//! What is found, what is left out, and what is told.

use super::*;
use crate::{MemorySystem, ReadError};

fn described(system: &MemorySystem, path: &str) -> String {
    match discover(system, &[PathBuf::from(path)]) {
        Ok(roots) => roots
            .iter()
            .map(|root| read(system, root).map_or_else(|errors| told(&errors), |read| listed(&read)))
            .collect(),
        Err(errors) => told(&errors),
    }
}

fn listed(sources: &Sources) -> String {
    let mut text = String::new();
    for package in &sources.packages {
        let files: Vec<&str> = package.files.iter().map(|file| &*file.path).collect();
        text += &format!("{}: {}\n", package.name, files.join(" "));
    }
    text
}

fn told(errors: &[LoadError]) -> String {
    let mut text = String::new();
    for error in errors {
        text += &format!("{} {}: {}\n", error.code, error.path, error.message);
    }
    text
}

#[test]
fn a_folder_is_a_package_with_all_below_it() {
    let system = MemorySystem::new()
        .file("plant/b.zc", "")
        .file("plant/areas/a.zc", "")
        .file("plant/README.md", "")
        .file("plant/.git/x.zc", "")
        .file("plant/vendor/zcc.toml", "")
        .file("plant/vendor/v.zc", "");
    assert_eq!(described(&system, "plant"), "plant: plant/areas/a.zc plant/b.zc\n");
    assert_eq!(described(&system, "plant/b.zc"), "b: plant/b.zc\n");
}

#[test]
fn a_manifest_names_the_package_and_its_dependencies() {
    let system = MemorySystem::new()
        .file("plant/zcc.toml", "[package]\nname = \"river\"\n[dependencies]\nacme = { path = \"../acme\" }\n")
        .file("plant/areas/site.zc", "")
        .file("acme/p.zc", "")
        .file("acme/p_test.zc", "");
    let expected = "acme: acme/p.zc\nriver: plant/areas/site.zc\n";
    assert_eq!(described(&system, "plant"), expected);
    assert_eq!(described(&system, "plant/areas/site.zc"), expected);
    assert_eq!(described(&system, "plant/zcc.toml"), expected);
}

#[test]
fn a_circle_of_packages_is_told_once() {
    let manifest = |name: &str, other: &str| {
        format!("[package]\nname = \"{name}\"\n[dependencies]\n{other} = {{ path = \"../{other}\" }}\n")
    };
    let system = MemorySystem::new().file("a/zcc.toml", &manifest("a", "b")).file("b/zcc.toml", &manifest("b", "a"));
    assert_eq!(described(&system, "a"), "Z0704 b/zcc.toml: packages depend on each other in a circle: a -> b -> a\n");
}

#[test]
fn links_in_a_circle_are_an_error_and_files_are_read_once() {
    let system = MemorySystem::new().file("a/x.zc", "").link("a/b", "/a").link("a/y.zc", "/a/x.zc");
    assert_eq!(described(&system, "a"), "Z0008 a/b: the symbolic links of `a/b` lead in a circle\n");
    let system = MemorySystem::new().file("a/x.zc", "").link("a/y.zc", "/a/x.zc").link("a/b", "/c").file("c/z.zc", "");
    assert_eq!(described(&system, "a"), "a: a/b/z.zc a/x.zc\n");
}

#[test]
fn what_cannot_be_read_is_told() {
    let system = MemorySystem::new()
        .bytes("p/latin.zc", b"zone z {\n  // caf\xE9\n}")
        .broken("p/secret.zc", ReadError::Denied)
        .broken("p/moving.zc", ReadError::Changed)
        .device("p/pipe.zc")
        .file("p/ok.zc", "");
    assert_eq!(
        described(&system, "p"),
        "Z0007 p/pipe.zc: `p/pipe.zc` is neither a file nor a folder\n\
         Z0002 p/latin.zc: `p/latin.zc` is not UTF-8: byte 0xE9 at offset 17 (line 2) begins no character\n\
         Z0004 p/moving.zc: `p/moving.zc` was written to while it was read\n\
         Z0001 p/secret.zc: `p/secret.zc` may not be read: permission denied\n"
    );
    assert_eq!(described(&system, "q"), "Z0006 q: there is no file or folder `q`\n");
}

#[test]
fn files_of_one_folder_are_a_package_together() {
    let system = MemorySystem::new().file("a.zc", "").file("b.zc", "").file("d/c.zc", "");
    let paths = ["b.zc", "d/c.zc", "a.zc"].map(PathBuf::from);
    let roots = discover(&system, &paths).expect("they are there");
    assert_eq!(roots.len(), 2);
}
