//! `zcc.toml`: the name of a package and the packages it may import.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use smol_str::SmolStr;
use zcc_base::{Code, TextRange};

/// How the file is called that makes a folder a package with a name and dependencies.
pub const MANIFEST: &str = "zcc.toml";

/// What a `zcc.toml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The package's name.
    pub name: SmolStr,
    /// By name, sorted.
    pub dependencies: Vec<ManifestDependency>,
}

/// A line of `[dependencies]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestDependency {
    /// The name to import it by.
    pub name: SmolStr,
    /// Its folder, relative to that of the manifest.
    pub path: PathBuf,
    /// Where its name stands in the manifest.
    pub range: TextRange,
}

/// What is wrong with a `zcc.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestError {
    /// Which kind of mistake.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where in the text, if it can be said.
    pub range: Option<TextRange>,
    /// The way out.
    pub help: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    package: WrittenPackage,
    #[serde(default)]
    dependencies: BTreeMap<toml::Spanned<String>, WrittenDependency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPackage {
    name: toml::Spanned<String>,
    #[serde(default, rename = "version")]
    _version: Option<String>,
    #[serde(default, rename = "description")]
    _description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDependency {
    path: PathBuf,
}

/// Reads the text of a `zcc.toml`.
pub fn parse_manifest(text: &str) -> Result<Manifest, ManifestError> {
    let written: Written = toml::from_str(text).map_err(|error| ManifestError {
        code: Code::BAD_MANIFEST,
        message: error.message().lines().collect::<Vec<_>>().join("; "),
        range: error.span().map(range),
        help: Some(
            "a manifest reads: [package] name = \"plant\", and [dependencies] acme = { path = \"../acme\" }".into(),
        ),
    })?;
    let name = checked_name(&written.package.name)?;
    let mut dependencies = Vec::new();
    for (key, dependency) in written.dependencies {
        let range = range(key.span());
        dependencies.push(ManifestDependency { name: checked_name(&key)?, path: dependency.path, range });
    }
    Ok(Manifest { name, dependencies })
}

fn checked_name(name: &toml::Spanned<String>) -> Result<SmolStr, ManifestError> {
    let text = name.get_ref();
    if is_package_name(text) {
        return Ok(SmolStr::new(text));
    }
    Err(ManifestError {
        code: Code::BAD_PACKAGE_NAME,
        message: format!("`{text}` is no name for a package"),
        range: Some(range(name.span())),
        help: Some(format!(
            "use small letters, digits and `_`, beginning with a letter, so that files can import it: `{}`",
            package_name(text)
        )),
    })
}

/// Whether a package can be called so.
pub fn is_package_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The name of a package that has no manifest, made of that of its folder or file.
pub fn package_name(text: &str) -> SmolStr {
    let mut name = String::new();
    for c in text.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    let name = name.trim_matches('_');
    if is_package_name(name) { SmolStr::new(name) } else { SmolStr::new(format!("p_{name}").trim_end_matches('_')) }
}

fn range(span: std::ops::Range<usize>) -> TextRange {
    TextRange::new(span.start as u32, span.end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_has_a_name_and_dependencies() {
        let manifest = parse_manifest("[package]\nname = \"plant\"\n[dependencies]\nacme = { path = \"../acme\" }\n");
        let manifest = manifest.expect("it reads");
        assert_eq!(manifest.name, "plant");
        assert_eq!(manifest.dependencies[0].path, PathBuf::from("../acme"));
        assert_eq!(manifest.dependencies[0].range, TextRange::new(40, 44));
    }

    #[test]
    fn mistakes_have_a_place() {
        let error = parse_manifest("[package]\nnam = \"plant\"\n").expect_err("a misspelt key");
        assert_eq!(error.code, Code::BAD_MANIFEST);
        assert_eq!(error.range, Some(TextRange::new(10, 13)));
        let error = parse_manifest("[package]\nname = \"My Plant\"\n").expect_err("a bad name");
        assert!(error.help.expect("a way out").contains("my_plant"));
    }

    #[test]
    fn a_name_is_made_of_any_folder() {
        assert_eq!(package_name("Water Treatment (2)"), "water_treatment_2");
        assert_eq!(package_name("500-series"), "p_500_series");
        assert_eq!(package_name("…"), "p");
    }
}
