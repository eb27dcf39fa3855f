//! Dense numbers for all declarations, from their heads alone: what kind they are and how they are called.
//!
//! [`tables`] holds what rules are made of, [`libraries`] what models are made of, so that typing the name of a product
//! leaves the rules alone.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};
use zcc_db::{Db, File, Item, Package, Workspace, items};
use zcc_syntax::{DeclarationKind, ast::BlockKind};

use super::tables::{Entry, Libraries, Table, Tables};
use crate::settled::Settled;

/// The package of each file, by position in the workspace.
#[salsa::tracked(returns(ref))]
pub fn package_files(db: &dyn Db) -> FxHashMap<File, u32> {
    let mut found = FxHashMap::default();
    for (number, package) in Workspace::get(db).packages(db).iter().enumerate() {
        for file in package.files(db).iter() {
            found.entry(*file).or_insert(number as u32);
        }
    }
    found
}

/// Walks over every named declaration, package by package, file by file, as written.
fn each_item(db: &dyn Db, mut visit: impl FnMut(u32, File, Item<'_>, DeclarationKind)) {
    for (number, package) in Workspace::get(db).packages(db).iter().enumerate() {
        for file in files_of(db, *package) {
            for item in items(db, *file) {
                if let Some(kind) = item.kind(db)
                    && !item.name(db).is_empty()
                {
                    visit(number as u32, *file, *item, kind);
                }
            }
        }
    }
}

fn files_of(db: &dyn Db, package: Package) -> &[File] {
    package.files(db)
}

/// The numbers of all that rules are made of.
pub fn tables(db: &dyn Db) -> &Tables {
    match Settled::try_get(db) {
        Some(settled) => settled.tables(db),
        None => tables_now(db),
    }
}

#[salsa::tracked]
pub(crate) fn tables_now(db: &dyn Db) -> Arc<Tables> {
    let [mut capabilities, mut enums, mut attributes, mut catalogs, mut requirements, mut functions] =
        [const { Vec::new() }; 6];
    let mut taken = Taken::default();
    each_item(db, |package, file, item, kind| {
        let name = item.name(db);
        let entry = |name: &str| Entry { package, name: SmolStr::new(name), anchor: item.anchor(), file };
        let (namespace, list) = match kind {
            DeclarationKind::Attribute => {
                attributes.push(entry(name.rsplit_once('.').map_or(name.as_str(), |(_, last)| last)));
                return;
            }
            DeclarationKind::Requirement => {
                requirements.push(entry(name));
                return;
            }
            DeclarationKind::Block(BlockKind::Capability) => (Namespace::Capability, &mut capabilities),
            DeclarationKind::Enum => (Namespace::Rule, &mut enums),
            DeclarationKind::Block(BlockKind::Catalog) => (Namespace::Rule, &mut catalogs),
            DeclarationKind::Define | DeclarationKind::Relation => (Namespace::Rule, &mut functions),
            _ => return,
        };
        if taken.take(namespace, package, name, item.anchor()) {
            list.push(entry(name));
        }
    });
    let limit = usize::from(u16::MAX);
    Arc::new(Tables {
        capabilities: Table::new(capabilities, true, limit),
        enums: Table::new(enums, true, limit),
        attributes: Table::new(attributes, false, limit),
        catalogs: Table::new(catalogs, true, limit),
        requirements: Table::new(requirements, false, u32::MAX as usize),
        functions: Table::new(functions, true, u32::MAX as usize),
        duplicates: taken.duplicates,
    })
}

/// The numbers of all that models are made of.
pub fn libraries(db: &dyn Db) -> &Libraries {
    match Settled::try_get(db) {
        Some(settled) => settled.libraries(db),
        None => libraries_now(db),
    }
}

#[salsa::tracked]
pub(crate) fn libraries_now(db: &dyn Db) -> Arc<Libraries> {
    let [mut products, mut protocols, mut profiles, mut certificates] = [const { Vec::new() }; 4];
    let mut taken = Taken::default();
    each_item(db, |package, file, item, kind| {
        let list = match kind {
            DeclarationKind::Block(BlockKind::Product) => &mut products,
            DeclarationKind::Block(BlockKind::Protocol) => &mut protocols,
            DeclarationKind::Block(BlockKind::Profile) => &mut profiles,
            DeclarationKind::Block(BlockKind::Certificate) => &mut certificates,
            _ => return,
        };
        let name = item.name(db);
        if taken.take(Namespace::Library, package, name, item.anchor()) {
            list.push(Entry { package, name: name.clone(), anchor: item.anchor(), file });
        }
    });
    let limit = u32::MAX as usize;
    Arc::new(Libraries {
        products: Table::new(products, true, limit),
        protocols: Table::new(protocols, true, limit),
        profiles: Table::new(profiles, true, limit),
        certificates: Table::new(certificates, true, limit),
        duplicates: taken.duplicates,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Namespace {
    Capability,
    Rule,
    Library,
}

/// Who took which name first.
#[derive(Default)]
struct Taken {
    names: FxHashMap<(Namespace, u32, SmolStr), Anchor>,
    duplicates: FxHashMap<u64, Anchor>,
}

impl Taken {
    /// Whether the name was free; it no longer is.
    fn take(&mut self, namespace: Namespace, package: u32, name: &SmolStr, anchor: Anchor) -> bool {
        match self.names.entry((namespace, package, name.clone())) {
            std::collections::hash_map::Entry::Occupied(first) => {
                self.duplicates.insert(anchor.0, *first.get());
                false
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(anchor);
                true
            }
        }
    }
}

/// Says that a declaration's name was taken by another.
pub(crate) fn duplicate(place: Place, name: &str, first: Place) -> Diagnostic {
    Diagnostic::new(Code::DUPLICATE_NAME, place, format!("`{name}` is declared twice in this package"))
        .label("declared again here")
        .secondary(first, "first declared here")
        .help("give one of them another name, or remove it")
}

/// Where a declaration's name stands, or the declaration where it has none.
pub(crate) fn name_range(tree: &zcc_syntax::ast::Item) -> TextRange {
    use zcc_syntax::ast::ItemKind;
    match &tree.kind {
        ItemKind::Import { package, alias } => alias.as_ref().unwrap_or(package).range,
        ItemKind::Block(block) => block.name.as_ref().map_or(tree.range, |name| name.range),
        ItemKind::Enum { name, .. } | ItemKind::Attribute { name, .. } => name.range,
        ItemKind::Requirement(requirement) => requirement.id.as_ref().map_or(tree.range, |id| id.range),
        ItemKind::Function(function) => function.name.as_ref().map_or(tree.range, |name| name.range),
        ItemKind::Test(test) => test.title.as_ref().map_or(tree.range, |title| title.range),
        ItemKind::Error => tree.range,
    }
}
