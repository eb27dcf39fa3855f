//! Packages that a file could import and does not yet, and how it would.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, File, Package, Workspace, items, tree};
use zcc_hir::model::quoted;
use zcc_hir::names::{imports, package_of};
use zcc_syntax::ast::ItemKind;
use zcc_syntax::{DeclarationKind, file_docs};

/// A package that a file could import.
#[derive(Clone, Debug)]
pub(crate) struct Importable {
    /// Its number.
    pub(crate) package: u32,
    /// Its name.
    pub(crate) name: SmolStr,
    /// What its names would stand behind: the name that other files give to it, or its own.
    pub(crate) alias: SmolStr,
    /// What to write, and where.
    pub(crate) edit: (TextRange, String),
}

/// The dependencies of a file's package that it does not import.
pub(crate) fn importable(db: &dyn Db, file: File) -> Vec<Importable> {
    let workspace = Workspace::get(db);
    let Some(package) = workspace.packages(db).get(package_of(db, file) as usize) else { return Vec::new() };
    let known = imports(db, file);
    let place = import_place(db, file);
    let mut found = Vec::new();
    for dependency in package.dependencies(db).iter() {
        let number = workspace.packages(db).iter().position(|one| *one == dependency.package).map(|at| at as u32);
        let is_known = known.iter().any(|import| import.target == number);
        let Some(number) = number.filter(|number| !is_known && *number != 0) else { continue };
        let alias = usual_alias(db, *package, &dependency.name);
        if known.iter().any(|import| import.alias == alias) {
            continue;
        }
        let line = if alias == dependency.name {
            format!("import {}", quoted(&dependency.name))
        } else {
            format!("import {} as {}", quoted(&dependency.name), quoted(&alias))
        };
        let edit = import_text(&place, &line);
        found.push(Importable { package: number, name: dependency.name.clone(), alias, edit });
    }
    found
}

/// The name that most files of the package give to a dependency when they import it; else its own.
fn usual_alias(db: &dyn Db, own: Package, package: &SmolStr) -> SmolStr {
    let mut counts: FxHashMap<&SmolStr, usize> = FxHashMap::default();
    for file in own.files(db).iter() {
        for import in imports(db, *file) {
            if import.package == *package {
                *counts.entry(&import.alias).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().max_by(|a, b| (a.1, b.0).cmp(&(b.1, a.0)));
    most.map_or_else(|| package.clone(), |(alias, _)| alias.clone())
}

/// Where an import goes.
enum ImportPlace {
    /// Behind the last of those that are there.
    Behind(u32),
    /// At the top, behind the lines that say what the file is for.
    Top(u32, bool),
}

fn import_place(db: &dyn Db, file: File) -> ImportPlace {
    let last = items(db, file).iter().rev().find(|item| item.kind(db) == Some(DeclarationKind::Import));
    if let Some(last) = last {
        let end = match &tree(db, *last).kind {
            ItemKind::Import { package, alias } => alias.as_ref().map_or(package.range.end, |alias| alias.range.end),
            _ => last.text(db).len() as u32,
        };
        return ImportPlace::Behind(last.offset(db) + end);
    }
    let text = file.text(db);
    match file_docs(text) {
        Some((_, range)) => ImportPlace::Top(range.end, true),
        None => ImportPlace::Top(0, false),
    }
}

fn import_text(place: &ImportPlace, line: &str) -> (TextRange, String) {
    match place {
        ImportPlace::Behind(at) => (TextRange::empty(*at), format!("\n{line}")),
        ImportPlace::Top(at, true) => (TextRange::empty(*at), format!("\n\n{line}")),
        ImportPlace::Top(at, false) => (TextRange::empty(*at), format!("{line}\n\n")),
    }
}
