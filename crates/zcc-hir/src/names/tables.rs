//! The tables of everything that packages declare: each declaration has a number there.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::Anchor;
use zcc_db::{Db, File, Item, item_of};

use crate::ids::{CapabilityId, EnumId};

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
    pub(super) fn new(mut entries: Vec<Entry>, unique: bool, limit: usize) -> Self {
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
    pub(super) duplicates: FxHashMap<u64, Anchor>,
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
    pub(super) duplicates: FxHashMap<u64, Anchor>,
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
