//! The walk over one declaration that finds its names and what they mean.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Anchor, Place, TextRange};
use zcc_db::{Db, Item, tree};
use zcc_hir::expr::{AttributeRef, Type};
use zcc_hir::ids::{AttributeId, CatalogId, ClauseId, Entity, EnumId, PlaceId, ProductId, ProfileId, ProtocolId};
use zcc_hir::model::names::PlaceTable;
use zcc_hir::model::{TestModel, assessed, clauses_named, place_blocks, places, resolve_path, test_model, top_blocks};
use zcc_hir::names::{Definition, Scope, Sort, Tables, imports, libraries, resolve, tables};
use zcc_hir::rules::{attribute, catalog, enumeration, level_catalogs, requirement, type_of_word};
use zcc_syntax::ast::{Block, BlockKind, EnumBody, Expr, ExprKind, Field, ItemKind, Name, Path, TypeExpr, TypeKind};

use super::symbol::{NameUse, Role, Symbol};

/// Finds the names of one declaration.
pub(super) struct Walker<'db> {
    pub(super) db: &'db dyn Db,
    pub(super) item: Item<'db>,
    pub(super) scope: Scope<'db>,
    /// The test that is walked, and what it declares.
    pub(super) test: Option<TestNames<'db>>,
    /// The zones and conduits of the declaration, by the address of their block: position and path.
    pub(super) places: FxHashMap<usize, (u32, SmolStr)>,
    found: Vec<NameUse>,
}

/// What a test declares for itself.
pub(super) struct TestNames<'db> {
    pub(super) model: &'db TestModel,
    products: Vec<&'db str>,
    protocols: Vec<&'db str>,
    profiles: Vec<&'db str>,
}

impl<'db> TestNames<'db> {
    fn new(db: &'db dyn Db, item: Item<'db>) -> Self {
        let mut names = Self { model: test_model(db, item), products: vec![], protocols: vec![], profiles: vec![] };
        let mut taken: Vec<&str> = Vec::new();
        for (block, _) in top_blocks(tree(db, item)) {
            let Some(name) = block.name.as_ref().map(|name| name.text.as_str()) else { continue };
            let list = match block.kind {
                BlockKind::Product => &mut names.products,
                BlockKind::Protocol => &mut names.protocols,
                BlockKind::Profile => &mut names.profiles,
                BlockKind::Certificate => &mut Vec::new(),
                _ => continue,
            };
            if !taken.contains(&name) {
                taken.push(name);
                list.push(name);
            }
        }
        names
    }

    fn position(list: &[&str], name: &str) -> Option<u32> {
        list.iter().position(|known| *known == name).map(|at| at as u32)
    }
}

/// What a name of a library is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Product,
    Protocol,
    Profile,
}

/// The names of a declaration, in order.
pub(super) fn names_of<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[NameUse]> {
    let tree = tree(db, item);
    let mut walker =
        Walker { db, item, scope: Scope::of(db, item), test: None, places: FxHashMap::default(), found: Vec::new() };
    for (position, place) in place_blocks(tree).into_iter().enumerate() {
        walker.places.insert(address(place.block), (position as u32, place.path));
    }
    match &tree.kind {
        ItemKind::Import { package, alias } => walker.import(package, alias.as_ref()),
        ItemKind::Block(block) => {
            if !matches!(block.kind, BlockKind::Site) {
                walker.scope.catalogs = assessed(db);
            }
            walker.block(block, None);
        }
        ItemKind::Enum { name, body } => {
            if let Some(number) = tables(db).enums.number(item.anchor()) {
                let id = Tables::enum_id(number);
                walker.note(Symbol::Enum(id), name.range, Role::Declaration);
                walker.variants(id, body);
            }
        }
        ItemKind::Attribute { owners, name, ty, default } => walker.attribute(owners, name, ty, default.as_ref()),
        ItemKind::Requirement(requirement) => walker.requirement(requirement),
        ItemKind::Function(function) => walker.function(function),
        ItemKind::Test(test) => {
            let names = TestNames::new(db, item);
            walker.scope.catalogs = &names.model.assess;
            walker.test = Some(names);
            for inner in &test.items {
                if let ItemKind::Block(block) = &inner.kind {
                    walker.block(block, None);
                }
            }
            for expectation in &test.expectations {
                walker.expectation(expectation);
            }
        }
        ItemKind::Error => {}
    }
    let mut found = walker.found;
    found.sort_by_key(|one| (one.range.start, one.range.end));
    found.dedup_by(|later, earlier| later.range == earlier.range && later.symbol == earlier.symbol);
    found.into_boxed_slice()
}

/// What a block goes by within its tree.
pub(super) fn address(block: &Block) -> usize {
    std::ptr::from_ref(block) as usize
}

impl<'db> Walker<'db> {
    pub(super) fn note(&mut self, symbol: Symbol, range: TextRange, role: Role) {
        if !range.is_empty() {
            self.found.push(NameUse { symbol, range, role });
        }
    }

    /// Says how the name that was noted last is used.
    pub(super) fn noted_as(&mut self, role: Role) {
        if let Some(last) = self.found.last_mut() {
            last.role = role;
        }
    }

    pub(super) fn anchor(&self) -> Anchor {
        self.item.anchor()
    }

    pub(super) fn place(&self, range: TextRange) -> Place {
        Place { anchor: self.anchor(), range }
    }

    /// The test whose own something is.
    pub(super) fn home(&self) -> Option<Anchor> {
        self.test.as_ref().map(|_| self.item.anchor())
    }

    pub(super) fn table(&self) -> &'db PlaceTable {
        match &self.test {
            Some(test) => &test.model.names.table,
            None => places(self.db),
        }
    }

    // Packages.

    fn import(&mut self, package: &Name, alias: Option<&Name>) {
        let symbol = Symbol::Alias(self.anchor());
        match alias {
            Some(alias) => {
                let known = imports(self.db, self.item.file(self.db));
                let target = known.iter().find(|import| import.anchor == self.item.anchor()).and_then(|one| one.target);
                if let Some(target) = target {
                    self.note(Symbol::Package(target), package.range, Role::Use);
                }
                self.note(symbol, alias.range, Role::Declaration);
            }
            None => self.note(symbol, package.range, Role::Declaration),
        }
    }

    pub(super) fn alias(&mut self, name: &Name) {
        let known = imports(self.db, self.item.file(self.db));
        if let Some(import) = known.iter().find(|import| import.alias == name.text) {
            self.note(Symbol::Alias(import.anchor), name.range, Role::Use);
        }
    }

    // Names of libraries and rules.

    /// The names of a path that may begin with an alias.
    fn path(&mut self, path: &Path, symbol: Option<Symbol>) {
        if let [alias, _, ..] = path.segments.as_slice() {
            self.alias(alias);
        }
        if let (Some(symbol), [name] | [_, name]) = (symbol, path.segments.as_slice()) {
            self.note(symbol, name.range, Role::Use);
        }
    }

    fn definition(&self, sort: Sort, path: &Path) -> Option<Definition> {
        if path.segments.iter().any(|name| name.text.is_empty()) {
            return None;
        }
        resolve(self.db, &self.scope, sort, path, "a name").ok()
    }

    pub(super) fn capability(&mut self, path: &Path) -> Option<zcc_hir::ids::CapabilityId> {
        let found = match self.definition(Sort::Capability, path) {
            Some(Definition::Capability(id)) => Some(id),
            _ => None,
        };
        self.path(path, found.map(Symbol::Capability));
        found
    }

    pub(super) fn catalog(&mut self, path: &Path) -> Option<CatalogId> {
        let found = match self.definition(Sort::Rule, path) {
            Some(Definition::Catalog(id)) => Some(id),
            _ => None,
        };
        self.path(path, found.map(Symbol::Catalog));
        found
    }

    pub(super) fn library(&mut self, path: &Path, wanted: Wanted) -> Option<Symbol> {
        let symbol = self.own_library(path, wanted).or_else(|| {
            Some(match (self.definition(Sort::Library, path)?, wanted) {
                (Definition::Product(id), Wanted::Product) => Symbol::Entity(None, Entity::Product(id)),
                (Definition::Protocol(id), Wanted::Protocol) => Symbol::Entity(None, Entity::Protocol(id)),
                (Definition::Profile(id), Wanted::Profile) => Symbol::Profile(None, id),
                _ => return None,
            })
        });
        self.path(path, symbol);
        symbol
    }

    fn own_library(&self, path: &Path, wanted: Wanted) -> Option<Symbol> {
        let (Some(test), [name]) = (&self.test, path.segments.as_slice()) else { return None };
        self.own_named(test, &name.text, wanted)
    }

    fn own_named(&self, test: &TestNames<'_>, name: &str, wanted: Wanted) -> Option<Symbol> {
        let home = self.home();
        Some(match wanted {
            Wanted::Product => {
                let id = ProductId(test.model.first_product + TestNames::position(&test.products, name)?);
                Symbol::Entity(home, Entity::Product(id))
            }
            Wanted::Protocol => {
                let id = ProtocolId(test.model.first_protocol + TestNames::position(&test.protocols, name)?);
                Symbol::Entity(home, Entity::Protocol(id))
            }
            Wanted::Profile => {
                let first = libraries(self.db).profiles.len() as u32;
                Symbol::Profile(home, ProfileId(first + TestNames::position(&test.profiles, name)?))
            }
        })
    }

    /// What a block of a library declares.
    pub(super) fn declared_library(&self, name: &Name, wanted: Wanted) -> Option<Symbol> {
        if let Some(test) = &self.test {
            return self.own_named(test, &name.text, wanted);
        }
        let all = libraries(self.db);
        let anchor = self.anchor();
        Some(match wanted {
            Wanted::Product => Symbol::Entity(None, Entity::Product(ProductId(all.products.number(anchor)?))),
            Wanted::Protocol => Symbol::Entity(None, Entity::Protocol(ProtocolId(all.protocols.number(anchor)?))),
            Wanted::Profile => Symbol::Profile(None, ProfileId(all.profiles.number(anchor)?)),
        })
    }

    // The model.

    pub(super) fn element(&self, from: &str, path: &Path) -> Option<Entity> {
        match &self.test {
            Some(test) => test.model.resolve_path(from, path),
            None => resolve_path(self.db, from, path),
        }
    }

    /// The names of a path into the model, written inside the place of path `from`. Where the whole means nothing, as much
    /// of its beginning as does.
    pub(super) fn element_path(&mut self, from: &str, path: &Path) {
        const DEEPEST: usize = 64;
        let mut length = path.segments.len().min(DEEPEST);
        while length > 0 {
            let beginning = Path { segments: path.segments.iter().take(length).cloned().collect() };
            if let Some(found) = self.element(from, &beginning) {
                let mut next = Some(found);
                for name in beginning.segments.iter().rev() {
                    let Some(entity) = next else { break };
                    self.note(Symbol::Entity(self.home(), entity), name.range, Role::Use);
                    next = self.outer(entity);
                }
                return;
            }
            length -= 1;
        }
    }

    /// The zone or conduit that something is in.
    fn outer(&self, entity: Entity) -> Option<Entity> {
        let table = self.table();
        let place: PlaceId = match entity {
            Entity::Component(place, _) | Entity::Channel(place, _) => place,
            Entity::Zone(place) | Entity::Conduit(place) => table.entry(place)?.parent?,
            _ => return None,
        };
        Some(table.entity(place))
    }

    // Requirements.

    /// The clause of an id.
    pub(super) fn clause(&mut self, id: &str, range: TextRange, said: Option<CatalogId>) {
        if let [one] = clauses_named(self.db, &self.scope, id, said).as_slice() {
            let symbol = clause_symbol(self.db, *one);
            self.note(symbol, range, Role::Use);
        }
    }

    // Types.

    /// The names of a type. `own` is the enum that is written out in place.
    pub(super) fn ty(&mut self, ty: &TypeExpr, own: Option<EnumId>) {
        match &ty.kind {
            TypeKind::Named(path) => {
                if let [name] = path.segments.as_slice()
                    && let Some(word) = type_word(&name.text)
                {
                    self.note(Symbol::Type(word), name.range, Role::Use);
                    return;
                }
                let found = match self.definition(Sort::Rule, path) {
                    Some(Definition::Enum(id)) => Some(Symbol::Enum(id)),
                    _ => None,
                };
                self.path(path, found);
            }
            TypeKind::SetOf(of) => self.ty(of, own),
            TypeKind::Union(parts) => parts.iter().for_each(|part| self.ty(part, own)),
            TypeKind::Enum(body) => {
                if let Some(id) = own {
                    self.variants(id, body);
                }
            }
            TypeKind::Error => {}
        }
    }

    fn variants(&mut self, id: EnumId, body: &EnumBody) {
        let known = &enumeration(self.db, id).variants;
        for variant in &body.variants {
            if let Some(position) = known.iter().position(|name| *name == variant.name.text) {
                self.note(Symbol::Variant(id, position as u16), variant.name.range, Role::Declaration);
            }
        }
    }

    fn attribute(&mut self, owners: &[Name], name: &Name, ty: &TypeExpr, default: Option<&Expr>) {
        for owner in owners {
            if let Some(word) = type_word(&owner.text) {
                self.note(Symbol::Type(word), owner.range, Role::Use);
            }
        }
        let Some(number) = tables(self.db).attributes.number(self.anchor()) else { return };
        let id = AttributeId(number as u16);
        self.note(Symbol::Attribute(AttributeRef::Declared(id)), name.range, Role::Declaration);
        let declared = &attribute(self.db, id).ty;
        self.ty(ty, enum_in(declared));
        if let Some(default) = default {
            self.value(default, declared, "");
        }
    }

    // Values.

    /// The names in what is stated where a value of type `ty` is asked for, inside the place of path `from`.
    pub(super) fn value(&mut self, value: &Expr, ty: &Type, from: &str) {
        match ty {
            Type::Set(element) => {
                for one in zcc_hir::model::list_of(value) {
                    self.value(one, element, from);
                }
            }
            Type::Enum(id) => self.variant(value, *id),
            Type::Entity(kinds) => {
                let Some(path) = zcc_hir::model::path_of(value) else { return };
                let only = |kind| *kinds == zcc_hir::ids::EntityKinds::only(kind);
                if only(zcc_hir::ids::EntityKind::Product) {
                    self.library(&path, Wanted::Product);
                } else if only(zcc_hir::ids::EntityKind::Protocol) {
                    self.library(&path, Wanted::Protocol);
                } else {
                    self.element_path(from, &path);
                }
            }
            Type::Vector => {
                if let ExprKind::Vector { fields, .. } = &value.kind {
                    let catalogs = level_catalogs(self.db, &self.scope);
                    self.families(fields, &catalogs);
                }
            }
            _ => {}
        }
    }

    pub(super) fn variant(&mut self, value: &Expr, id: EnumId) {
        let declared = enumeration(self.db, id);
        let (name, range) = match &value.kind {
            ExprKind::Name(name) => (name, value.range),
            ExprKind::Member(base, name) => match &base.kind {
                ExprKind::Name(of) if *of == declared.name => {
                    self.note(Symbol::Enum(id), base.range, Role::Use);
                    (&name.text, name.range)
                }
                _ => return,
            },
            _ => return,
        };
        if let Some(position) = declared.variants.iter().position(|variant| variant == name) {
            self.note(Symbol::Variant(id, position as u16), range, Role::Use);
        }
    }

    /// The families of a level for each of them.
    pub(super) fn families(&mut self, fields: &[Field], catalogs: &[CatalogId]) {
        for field in fields {
            let found = catalogs.iter().find_map(|id| {
                let position = catalog(self.db, *id).families.iter().position(|known| known.name == field.name.text)?;
                Some(Symbol::Family(*id, position as u8))
            });
            if let Some(symbol) = found {
                self.note(symbol, field.name.range, Role::Use);
            }
        }
    }
}

/// What a clause is called: the base is called like its requirement.
pub(super) fn clause_symbol(db: &dyn Db, clause: ClauseId) -> Symbol {
    let declared = requirement(db, clause.requirement).clauses.get(usize::from(clause.clause));
    match declared {
        Some(declared) if declared.enhancement.is_some() => Symbol::Clause(clause),
        _ => Symbol::Requirement(clause.requirement),
    }
}

/// The enum of a type or of a set's members.
pub(crate) fn enum_in(ty: &Type) -> Option<EnumId> {
    match ty {
        Type::Enum(id) => Some(*id),
        Type::Set(element) => enum_in(element),
        _ => None,
    }
}

/// The words that are types of the language.
pub(crate) const TYPE_WORDS: [&str; 18] = [
    "ML",
    "SL",
    "address",
    "bool",
    "date",
    "duration",
    "int",
    "network",
    "string",
    "vector",
    "version",
    "site",
    "zone",
    "conduit",
    "component",
    "channel",
    "product",
    "protocol",
];

/// The type of the language that a word stands for.
pub(super) fn type_word(word: &str) -> Option<&'static str> {
    type_of_word(word)?;
    TYPE_WORDS.into_iter().find(|known| *known == word)
}
