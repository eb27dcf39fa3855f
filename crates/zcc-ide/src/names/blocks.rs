//! The names in sites, zones, conduits, components, channels and libraries.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_hir::expr::Type;
use zcc_hir::ids::{CapabilityId, CatalogId, Entity, EntityKind, EntityKinds, EnumId, PlaceId};
use zcc_hir::model::{ExpectedVerdict, list_of, path_of, site_item};
use zcc_hir::names::tables;
use zcc_hir::rules::{attribute_named, capability, catalog};
use zcc_syntax::ast::{
    Block, BlockKind, Claim, ClaimKind, CompareOp, Expectation, Expr, ExprKind, Field, Head, Member, MemberKind, Name,
    Speaks, Switch,
};

use super::symbol::{Holder, Role, Symbol};
use super::walk::{Walker, Wanted, address, enum_in, type_word};

/// The zone or conduit that a block is in.
pub(super) struct Inside {
    place: PlaceId,
    path: SmolStr,
    /// How many components and channels were before.
    position: u32,
}

impl Walker<'_> {
    pub(super) fn block(&mut self, block: &Block, inside: Option<&Inside>) {
        let symbol = self.declared(block, inside);
        if let (Some(name), Some(symbol)) = (&block.name, symbol) {
            self.note(symbol, name.range, Role::Declaration);
        }
        let own = match symbol {
            Some(Symbol::Entity(_, Entity::Zone(place) | Entity::Conduit(place))) => Some(place),
            _ => None,
        };
        let from = match self.places.get(&address(block)) {
            Some((_, path)) => path.clone(),
            None => inside.map(|inside| inside.path.clone()).unwrap_or_default(),
        };
        self.head(block, &from);
        self.members(block, &from);
        self.inner_blocks(block, own, &from);
    }

    fn declared(&self, block: &Block, inside: Option<&Inside>) -> Option<Symbol> {
        let name = block.name.as_ref()?;
        let home = self.home();
        let anchor = self.anchor();
        let found = match block.kind {
            BlockKind::Site if home.is_some() || site_item(self.db) == Some(self.item) => {
                Some(Symbol::Entity(home, Entity::Site))
            }
            BlockKind::Zone | BlockKind::Conduit => self.places.get(&address(block)).and_then(|(position, _)| {
                let table = self.table();
                Some(Symbol::Entity(home, table.entity(table.at(anchor, *position)?)))
            }),
            BlockKind::Component | BlockKind::Boundary => {
                inside.map(|inside| Symbol::Entity(home, Entity::Component(inside.place, inside.position)))
            }
            BlockKind::Channel => {
                inside.map(|inside| Symbol::Entity(home, Entity::Channel(inside.place, inside.position)))
            }
            BlockKind::Product => self.declared_library(name, Wanted::Product),
            BlockKind::Protocol => self.declared_library(name, Wanted::Protocol),
            BlockKind::Profile => self.declared_library(name, Wanted::Profile),
            BlockKind::Capability if home.is_none() => tables(self.db)
                .capabilities
                .number(anchor)
                .map(|number| Symbol::Capability(CapabilityId(number as u16))),
            BlockKind::Catalog if home.is_none() => {
                tables(self.db).catalogs.number(anchor).map(|number| Symbol::Catalog(CatalogId(number as u16)))
            }
            _ => None,
        };
        Some(found.unwrap_or_else(|| Symbol::Named(block.kind, self.place(name.range))))
    }

    fn inner_blocks(&mut self, block: &Block, own: Option<PlaceId>, from: &SmolStr) {
        let (mut components, mut channels) = (0, 0);
        for member in &block.members {
            let MemberKind::Block(inner) = &member.kind else { continue };
            let position = match inner.kind {
                BlockKind::Component | BlockKind::Boundary => {
                    components += 1;
                    components - 1
                }
                BlockKind::Channel => {
                    channels += 1;
                    channels - 1
                }
                _ => 0,
            };
            let inside = own.map(|place| Inside { place, path: from.clone(), position });
            self.block(inner, inside.as_ref());
        }
    }

    fn head(&mut self, block: &Block, from: &str) {
        match &block.head {
            Head::None => {}
            Head::Of(paths) => match block.kind {
                BlockKind::Product => {
                    for path in paths {
                        if let [name] = path.segments.as_slice() {
                            let value = Expr { kind: ExprKind::Name(name.text.clone()), range: name.range };
                            self.variant(&value, EnumId::COMPONENT_KIND);
                        }
                    }
                }
                _ => paths.iter().for_each(|path| {
                    if self.library(path, Wanted::Product).is_some() {
                        self.noted_as(Role::Instance);
                    }
                }),
            },
            Head::Between(paths) => paths.iter().for_each(|path| self.element_path("", path)),
            Head::FromTo(one, other) => [one, other].into_iter().for_each(|path| self.element_path("", path)),
            Head::Channel { protocol, from: start, to } => {
                if let Some(protocol) = protocol
                    && self.library(protocol, Wanted::Protocol).is_some()
                {
                    self.noted_as(Role::Instance);
                }
                for path in [start, to] {
                    self.element_path(from, path);
                }
            }
        }
    }

    fn members(&mut self, block: &Block, from: &str) {
        for member in &block.members {
            match &member.kind {
                MemberKind::Attribute { name, value } => self.stated(block, name, value, from),
                MemberKind::Parameter { name, ty } => self.parameter(name, |walker, own| walker.ty(ty, own)),
                MemberKind::Family { name, .. } => {
                    let number = tables(self.db).catalogs.number(self.anchor()).map(|number| CatalogId(number as u16));
                    if let Some(id) = number.filter(|_| self.home().is_none())
                        && let Some(at) = catalog(self.db, id).families.iter().position(|one| one.name == name.text)
                    {
                        self.note(Symbol::Family(id, at as u8), name.range, Role::Declaration);
                    }
                }
                MemberKind::Claims { kind, claims } => claims.iter().for_each(|claim| self.claim(*kind, claim)),
                MemberKind::Switch { switches, .. } => switches.iter().for_each(|switch| self.switch(switch, from)),
                MemberKind::Speaks(spoken) => spoken.iter().for_each(|speaks| self.speaks(speaks)),
                MemberKind::Include(profiles) => profiles.iter().for_each(|path| {
                    self.library(path, Wanted::Profile);
                }),
                MemberKind::Block(_) | MemberKind::Error => {}
            }
        }
    }

    /// A parameter of the capability that is walked.
    fn parameter(&mut self, name: &Name, ty: impl FnOnce(&mut Self, Option<EnumId>)) {
        let number = tables(self.db).capabilities.number(self.anchor()).filter(|_| self.home().is_none());
        let Some(id) = number.map(|number| CapabilityId(number as u16)) else { return };
        let declared = capability(self.db, id);
        let Some(at) = declared.parameters.iter().position(|one| one.name == name.text) else { return };
        self.note(Symbol::Parameter(id, at as u16), name.range, Role::Declaration);
        ty(self, enum_in(&declared.parameters[at].ty));
    }

    fn stated(&mut self, block: &Block, name: &Name, value: &Expr, from: &str) {
        let kind = match block.kind {
            BlockKind::Site => EntityKind::Site,
            BlockKind::Zone => EntityKind::Zone,
            BlockKind::Conduit => EntityKind::Conduit,
            BlockKind::Component | BlockKind::Boundary => EntityKind::Component,
            BlockKind::Channel => EntityKind::Channel,
            BlockKind::Product => EntityKind::Product,
            BlockKind::Protocol => EntityKind::Protocol,
            BlockKind::Certificate | BlockKind::Waiver | BlockKind::Countermeasure | BlockKind::Catalog => {
                return self.field(block.kind, name, value);
            }
            BlockKind::Capability => {
                // `unique: bool` may have been read as a value.
                return self.parameter(name, |walker, _| {
                    if let ExprKind::Name(word) = &value.kind
                        && let Some(word) = type_word(word)
                    {
                        walker.note(Symbol::Type(word), value.range, Role::Use);
                    }
                });
            }
            BlockKind::Profile => return,
        };
        if matches!(
            (kind, name.text.as_str()),
            (EntityKind::Site | EntityKind::Product, "assess") | (EntityKind::Product, "versions")
        ) {
            return self.field(block.kind, name, value);
        }
        let place = self.place(name.range);
        let kinds = EntityKinds::only(kind);
        let Ok(found) = attribute_named(self.db, self.scope.package, kinds, &name.text, place) else { return };
        self.note(Symbol::Attribute(found.attribute), name.range, Role::Stated);
        if found.ty == Type::Vector && matches!(kind, EntityKind::Product | EntityKind::Site) {
            let catalogs = self.assessed_in(&block.members);
            if let (false, ExprKind::Vector { fields, .. }) = (catalogs.is_empty(), &value.kind) {
                return self.families(fields, &catalogs);
            }
        }
        self.value(value, &found.ty, from);
    }

    /// The catalogues that a block says it is held against.
    fn assessed_in(&self, members: &[Member]) -> Vec<CatalogId> {
        let mut found = Vec::new();
        for member in members {
            if let MemberKind::Attribute { name, value } = &member.kind
                && name.text == "assess"
            {
                let paths = list_of(value).iter().filter_map(path_of);
                found.extend(paths.filter_map(|path| self.scope.catalog(self.db, &path).ok()));
            }
        }
        found
    }

    /// What no rule reads.
    fn field(&mut self, kind: BlockKind, name: &Name, value: &Expr) {
        const FIELDS: [&str; 17] = [
            "assess",
            "versions",
            "levels",
            "for",
            "scheme",
            "number",
            "profile",
            "conditions",
            "valid_from",
            "valid_until",
            "accepts",
            "compensates",
            "until",
            "because",
            "requested_by",
            "approved_by",
            "evidence",
        ];
        let Some(word) = FIELDS.into_iter().find(|word| *word == name.text) else { return };
        self.note(Symbol::Field(Holder::Block(kind), word), name.range, Role::Stated);
        let paths = || list_of(value).iter().filter_map(path_of);
        match (kind, word) {
            (_, "assess") => paths().for_each(|path| {
                self.catalog(&path);
            }),
            (BlockKind::Certificate, "for") => paths().for_each(|path| {
                self.library(&path, Wanted::Product);
            }),
            (BlockKind::Certificate, "profile") => paths().for_each(|path| {
                self.library(&path, Wanted::Profile);
            }),
            (_, "accepts" | "compensates") => list_of(value).iter().for_each(|one| self.covered(one)),
            (_, "for") => paths().for_each(|path| self.element_path("", &path)),
            (_, "evidence") => self.evidence(value),
            (BlockKind::Catalog, "levels") => {
                if let ExprKind::Name(word) = &value.kind
                    && let Some(word) = type_word(word)
                {
                    self.note(Symbol::Type(word), value.range, Role::Use);
                }
            }
            _ => {}
        }
    }

    /// The clause that a waiver or countermeasure covers.
    fn covered(&mut self, one: &Expr) {
        match &one.kind {
            ExprKind::Requirement(id) => self.clause(&id.text, id.range, None),
            ExprKind::Name(id) => self.clause(id, one.range, None),
            ExprKind::Compare(CompareOp::In, left, right) => {
                let Some(catalog) = path_of(right).and_then(|path| self.catalog(&path)) else { return };
                match &left.kind {
                    ExprKind::Requirement(id) => self.clause(&id.text, id.range, Some(catalog)),
                    ExprKind::Name(id) => self.clause(id, left.range, Some(catalog)),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn evidence(&mut self, value: &Expr) {
        let ExprKind::Record(fields) = &value.kind else { return };
        for field in fields {
            if let Some(word) = ["document", "sha256", "valid_until"].into_iter().find(|word| *word == field.name.text)
            {
                self.note(Symbol::Field(Holder::Evidence, word), field.name.range, Role::Stated);
            }
        }
    }

    fn claim(&mut self, kind: ClaimKind, claim: &Claim) {
        let of = self.capability(&claim.capability);
        if of.is_some() && kind != ClaimKind::Lacks {
            self.noted_as(Role::Provided);
        }
        self.fields(of, &claim.fields);
        if let Some(with) = &claim.with {
            self.capability(with);
        }
    }

    fn switch(&mut self, switch: &Switch, from: &str) {
        let of = switch.capability.as_ref().and_then(|path| self.capability(path));
        self.fields(of, &switch.fields);
        if let Some(with) = &switch.with {
            self.element_path(from, with);
        }
    }

    fn fields(&mut self, of: Option<CapabilityId>, fields: &[Field]) {
        for field in fields {
            let own = ["because", "evidence", "since", "until"].into_iter().find(|word| *word == field.name.text);
            if let Some(word) = own {
                self.note(Symbol::Field(Holder::Claim, word), field.name.range, Role::Stated);
                if word == "evidence" {
                    self.evidence(&field.value);
                }
                continue;
            }
            let Some(id) = of else { continue };
            let declared = capability(self.db, id);
            if let Some(at) = declared.parameters.iter().position(|one| one.name == field.name.text) {
                self.note(Symbol::Parameter(id, at as u16), field.name.range, Role::Stated);
                self.value(&field.value, &declared.parameters[at].ty, "");
            }
        }
    }

    fn speaks(&mut self, speaks: &Speaks) {
        self.library(&speaks.protocol, Wanted::Protocol);
        for member in &speaks.members {
            if let MemberKind::Claims { kind, claims } = &member.kind {
                for claim in claims {
                    self.claim(*kind, claim);
                }
            }
        }
    }

    /// A line of a test that says what is expected.
    pub(super) fn expectation(&mut self, line: &Expectation) {
        let said = line.catalog.as_ref().and_then(|path| self.catalog(path));
        if line.catalog.is_none() || said.is_some() {
            self.clause(&line.requirement.text, line.requirement.range, said);
        }
        if let Some(verdict) = ExpectedVerdict::parse(&line.verdict.text) {
            self.note(Symbol::Verdict(verdict), line.verdict.range, Role::Use);
        }
        let mut from = SmolStr::default();
        if let Some(entity) = self.element("", &line.subject) {
            if let Some(test) = &self.test {
                from = test.model.path(self.db, entity);
            }
            self.element_path("", &line.subject);
        } else if self.library(&line.subject, Wanted::Product).is_none() {
            self.element_path("", &line.subject);
        }
        for path in line.because.iter().flatten() {
            if self.element("", path).is_some() || self.library(path, Wanted::Product).is_none() {
                self.element_path(&from, path);
            }
        }
    }

    /// A range as the name of something that is written in place.
    pub(super) fn word(&mut self, symbol: Symbol, range: TextRange) {
        self.note(symbol, range, Role::Use);
    }
}
