//! Dense numbers for all declarations, from their heads alone: what kind they are and how they are called.
//!
//! [`tables`] holds what rules are made of, [`libraries`] what models are made of, so that typing the name of a product
//! leaves the rules alone.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};
use zcc_db::{Db, File, Item, Package, Workspace, item_of, items};
use zcc_syntax::{DeclarationKind, ast::BlockKind};

use crate::ids::{CapabilityId, EnumId};
use crate::settled::Settled;

/// One declaration of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its package, by position in the workspace.
    pub package: u32,
    /// Its name.
    pub name: SmolStr,
    /// The declaration.
    pub anchor: Anchor,
    /// Its file.
    pub file: File,
}

impl Entry {
    /// The declaration.
    pub fn item<'db>(&self, db: &'db dyn Db) -> Item<'db> {
        item_of(db, self.anchor)
    }
}

/// All declarations of one sort, by package and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    entries: Vec<Entry>,
    by_anchor: FxHashMap<u64, u32>,
}

impl Table {
    /// Sorts `entries` and numbers them. Where `unique`, a name that a package declares twice belongs to the first.
    fn new(mut entries: Vec<Entry>, unique: bool, limit: usize) -> Self {
        entries.sort_by(|a, b| (a.package, &a.name).cmp(&(b.package, &b.name)));
        if unique {
            entries.dedup_by(|later, earlier| later.package == earlier.package && later.name == earlier.name);
        }
        entries.truncate(limit);
        let by_anchor = entries.iter().enumerate().map(|(at, entry)| (entry.anchor.0, at as u32)).collect();
        Self { entries, by_anchor }
    }

    /// Every declaration, by number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of a package's declaration of this name; the first where there are several.
    pub fn find(&self, package: u32, name: &str) -> Option<u32> {
        let at = self.entries.partition_point(|entry| (entry.package, entry.name.as_str()) < (package, name));
        self.entries.get(at).filter(|entry| entry.package == package && entry.name == name).map(|_| at as u32)
    }

    /// The number of a declaration; `None` where another took its name before it.
    pub fn number(&self, anchor: Anchor) -> Option<u32> {
        self.by_anchor.get(&anchor.0).copied()
    }

    /// The declarations of one package, in order.
    pub fn of_package(&self, package: u32) -> &[Entry] {
        let start = self.entries.partition_point(|entry| entry.package < package);
        let end = self.entries.partition_point(|entry| entry.package <= package);
        &self.entries[start..end]
    }

    /// The declarations of one package under one name, with the number of the first.
    pub fn named(&self, package: u32, name: &str) -> (u32, &[Entry]) {
        let start = self.entries.partition_point(|entry| (entry.package, entry.name.as_str()) < (package, name));
        let end = self.entries.partition_point(|entry| (entry.package, entry.name.as_str()) <= (package, name));
        (start as u32, &self.entries[start..end])
    }
}

/// What rules are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// By [`CapabilityId`].
    pub capabilities: Table,
    /// Named enums; their [`EnumId`]s begin after the language's own.
    pub enums: Table,
    /// By [`crate::ids::AttributeId`]. The name is the attribute's alone, without its owners; several may share it.
    pub attributes: Table,
    /// By [`crate::ids::CatalogId`].
    pub catalogs: Table,
    /// By [`crate::ids::RequirementIndex`]; several may have one id, in different catalogues.
    pub requirements: Table,
    /// By [`crate::ids::FunctionId`].
    pub functions: Table,
    /// Declarations whose name was taken, each with the one that took it.
    duplicates: FxHashMap<u64, Anchor>,
}

/// What models are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Libraries {
    /// By [`crate::ids::ProductId`].
    pub products: Table,
    /// By [`crate::ids::ProtocolId`].
    pub protocols: Table,
    /// By [`crate::ids::ProfileId`].
    pub profiles: Table,
    /// By [`crate::ids::CertificateId`].
    pub certificates: Table,
    /// Declarations whose name was taken, each with the one that took it.
    duplicates: FxHashMap<u64, Anchor>,
}

/// How many enums the language has of its own.
const BUILTIN_ENUMS: u32 = 2;
/// How many anonymous enums a capability may have.
pub(crate) const ANONYMOUS_PER_CAPABILITY: u32 = 64;

/// Whose enum an [`EnumId`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumOwner {
    /// The language's own.
    Builtin,
    /// A named one, by its number in the table.
    Named(u32),
    /// The anonymous one at this position among those of a capability.
    Capability(u32, u32),
    /// That of an attribute.
    Attribute(u32),
}

impl Tables {
    /// The id of a named enum from its number in the table.
    pub fn enum_id(number: u32) -> EnumId {
        EnumId(BUILTIN_ENUMS + number)
    }

    /// The id of an anonymous enum of a capability, by position among them.
    pub(crate) fn capability_enum(&self, capability: CapabilityId, position: u32) -> EnumId {
        let first = BUILTIN_ENUMS + self.enums.len() as u32;
        EnumId(first + u32::from(capability.0) * ANONYMOUS_PER_CAPABILITY + position.min(ANONYMOUS_PER_CAPABILITY - 1))
    }

    /// The id of the anonymous enum of an attribute.
    pub(crate) fn attribute_enum(&self, attribute: u32) -> EnumId {
        let first = BUILTIN_ENUMS + self.enums.len() as u32;
        EnumId(first + self.capabilities.len() as u32 * ANONYMOUS_PER_CAPABILITY + attribute)
    }

    /// Whose enum it is.
    pub(crate) fn enum_owner(&self, id: EnumId) -> EnumOwner {
        let Some(number) = id.0.checked_sub(BUILTIN_ENUMS) else { return EnumOwner::Builtin };
        let Some(anonymous) = number.checked_sub(self.enums.len() as u32) else { return EnumOwner::Named(number) };
        let of_capabilities = self.capabilities.len() as u32 * ANONYMOUS_PER_CAPABILITY;
        match anonymous.checked_sub(of_capabilities) {
            None => EnumOwner::Capability(anonymous / ANONYMOUS_PER_CAPABILITY, anonymous % ANONYMOUS_PER_CAPABILITY),
            Some(attribute) => EnumOwner::Attribute(attribute),
        }
    }

    /// The declaration that took the name of this one before it.
    pub fn taken_by(&self, anchor: Anchor) -> Option<Anchor> {
        self.duplicates.get(&anchor.0).copied()
    }
}

impl Libraries {
    /// The declaration that took the name of this one before it.
    pub fn taken_by(&self, anchor: Anchor) -> Option<Anchor> {
        self.duplicates.get(&anchor.0).copied()
    }
}

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
