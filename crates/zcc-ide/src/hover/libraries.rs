//! Products, protocols, profiles, certificates, waivers, capabilities and packages.

use zcc_base::{Anchor, format_date};
use zcc_db::{Workspace, item_of, items};
use zcc_eval::DbWorld;
use zcc_hir::expr::{AttributeRef, Builtin};
use zcc_hir::facts::MechanismState;
use zcc_hir::ids::{CapabilityId, Entity};
use zcc_hir::model::{covers, entity_path, graph, place_facts, product_facts, protocol_facts, test_model};
use zcc_hir::names::{libraries, tables};
use zcc_hir::rules::{capability, catalog, type_name};
use zcc_hir::value::Value;
use zcc_syntax::ast::{BlockKind, ClaimKind, MemberKind};

use super::elements::titled;
use super::page::{Page, counted, names};
use crate::host::Analysis;
use crate::names::{NameUse, Role, Symbol, names_in, spelled};
use crate::navigation::imported;

/// So many names of a sort are shown.
const SHOWN: usize = 12;
/// So many of those that have something are named.
const FEW: usize = 5;

impl Analysis {
    pub(super) fn library(&self, page: &mut Page, home: Option<Anchor>, entity: Entity) {
        let db = &self.db;
        let test = home.map(|anchor| test_model(db, item_of(db, anchor)));
        let symbol = Symbol::Entity(home, entity);
        let name = spelled(db, symbol);
        match entity {
            Entity::Product(id) => {
                let facts = test.map_or_else(|| product_facts(db, id).clone(), |test| test.product(db, id));
                let shown =
                    |builtin| facts.attributes.get(AttributeRef::Builtin(builtin)).map(|value| self.shown(value));
                let mut code = titled("product", &name, facts.title.as_deref());
                if let Some(kind) = shown(Builtin::Kind) {
                    code.push_str(&format!(": {}", kind.replace(" and ", ", ")));
                }
                page.code(&code);
                page.piece(&self.documentation(symbol));
                page.fact("Supplier", &shown(Builtin::Supplier).unwrap_or_default());
                page.fact("Firmware", facts.versions.as_ref().map_or("", |range| &range.text));
                let target = facts.target.as_ref().map(|target| self.shown(&Value::Vector(target.clone())));
                page.fact("Claims to reach", &target.unwrap_or_default());
                if home.is_none() {
                    self.capable(page, id);
                }
                self.capabilities(page, &facts.capabilities);
                let speaks: Vec<_> = facts
                    .speaks
                    .iter()
                    .map(|spoken| {
                        spelled(db, Symbol::Entity(self.own(home, spoken.protocol), Entity::Protocol(spoken.protocol)))
                    })
                    .collect();
                page.fact("Speaks", &names(&speaks, SHOWN));
            }
            Entity::Protocol(id) => {
                let facts = test.map_or_else(|| protocol_facts(db, id).clone(), |test| test.protocol(db, id));
                page.code(&titled("protocol", &name, facts.title.as_deref()));
                page.piece(&self.documentation(symbol));
                self.capabilities(page, &facts.capabilities);
            }
            _ => {}
        }
        if home.is_none() {
            self.used_by(page, entity);
        }
    }

    /// What a product reaches with all switches where they help.
    fn capable(&self, page: &mut Page, id: zcc_hir::ids::ProductId) {
        let Some((plans, report)) = zcc_eval::product_report(&self.db, id) else { return };
        for of_catalog in &report.catalogs {
            let Some(plan) = plans.get(of_catalog.catalog as usize) else { continue };
            let families = plan.summary.families.iter().zip(&of_catalog.families);
            let level = |(family, levels): (&smol_str::SmolStr, &zcc_eval::FamilyLevels)| {
                levels.capable.map(|level| format!("{family} {level}"))
            };
            let told: Vec<String> = families.filter_map(level).collect();
            page.fact(&format!("Capable by {}", plan.summary.title), &told.join(", "));
        }
    }

    fn own(&self, home: Option<Anchor>, protocol: zcc_hir::ids::ProtocolId) -> Option<Anchor> {
        crate::navigation::home_of(&self.db, home, Entity::Protocol(protocol))
    }

    fn shown(&self, value: &Value) -> String {
        zcc_eval::display::value(&DbWorld(&self.db), value)
    }

    /// The components of a product, the channels of a protocol.
    fn used_by(&self, page: &mut Page, entity: Entity) {
        let db = &self.db;
        let mut found: Vec<Entity> = Vec::new();
        let mut count = 0;
        for place in (0..graph(db).places.len() as u32).map(zcc_hir::ids::PlaceId) {
            let facts = place_facts(db, place);
            let mut note = |one: Entity| {
                count += 1;
                if found.len() < FEW {
                    found.push(one);
                }
            };
            match entity {
                Entity::Product(id) => {
                    let own = facts.components.iter().enumerate().filter(|(_, one)| one.product == Some(id));
                    own.for_each(|(at, _)| note(Entity::Component(place, at as u32)));
                }
                Entity::Protocol(id) => {
                    let own = facts.channels.iter().enumerate().filter(|(_, one)| one.protocol == Some(id));
                    own.for_each(|(at, _)| note(Entity::Channel(place, at as u32)));
                }
                _ => {}
            }
        }
        let word = if matches!(entity, Entity::Product(_)) { "component" } else { "channel" };
        page.fact("Used by", &self.some(&found, count, word));
    }

    /// How many there are, and the first few of them.
    fn some(&self, first: &[Entity], count: usize, word: &str) -> String {
        if count == 0 {
            return format!("no {word} here");
        }
        let paths: Vec<_> = first.iter().map(|one| format!("`{}`", entity_path(&self.db, *one))).collect();
        let more = if count > first.len() { ", …" } else { "" };
        format!("{} ({}{more})", counted(count, word), paths.join(", "))
    }

    pub(super) fn capability(&self, page: &mut Page, id: CapabilityId) {
        let db = &self.db;
        let declared = capability(db, id);
        let mut code =
            titled("capability", &declared.name, Some(&*declared.title).filter(|title| *title != declared.name));
        if !declared.parameters.is_empty() {
            code.push_str(" {\n");
            for (at, parameter) in declared.parameters.iter().enumerate() {
                let ty = self.written_type(Symbol::Parameter(id, at as u16), &parameter.ty);
                code.push_str(&format!("  {}: {ty}\n", parameter.name));
            }
            code.push('}');
        }
        page.code(&code);
        page.piece(&self.documentation(Symbol::Capability(id)));
        let mut lines = Vec::new();
        for (at, parameter) in declared.parameters.iter().enumerate() {
            let docs = self.documentation(Symbol::Parameter(id, at as u16));
            if !docs.is_empty() {
                lines.push(format!("`{}`: {}", parameter.name, docs.replace('\n', " ")));
            }
        }
        page.list(&lines);
        self.providers(page, id);
        let rules = self.asked_by(id);
        page.fact("Asked for by", &names(&rules, SHOWN));
    }

    /// Who has a capability in this site.
    fn providers(&self, page: &mut Page, id: CapabilityId) {
        let db = &self.db;
        let mut by: [(Vec<Entity>, usize); 3] = Default::default();
        let mut note = |at: usize, entity: Entity| {
            let (first, count) = &mut by[at];
            *count += 1;
            if first.len() < FEW {
                first.push(entity);
            }
        };
        let mut look = |table: &zcc_hir::facts::CapabilityTable, entity: Entity| {
            let Some(entry) = table.get(id) else { return };
            let has = |wanted: &[MechanismState]| entry.mechanisms.iter().any(|one| wanted.contains(&one.state));
            if entry.lacks.is_some() {
                note(2, entity);
            } else if has(&[MechanismState::On, MechanismState::Enabled]) {
                note(0, entity);
            } else if has(&[MechanismState::NotEnabled, MechanismState::Disabled]) {
                note(1, entity);
            }
        };
        for place in (0..graph(db).places.len() as u32).map(zcc_hir::ids::PlaceId) {
            let facts = place_facts(db, place);
            for (at, one) in facts.components.iter().enumerate() {
                look(&one.capabilities, Entity::Component(place, at as u32));
            }
            for (at, one) in facts.channels.iter().enumerate() {
                look(&one.capabilities, Entity::Channel(place, at as u32));
            }
        }
        for (label, (first, count)) in ["On", "Offered, off", "Lacking"].into_iter().zip(&by) {
            if *count > 0 {
                let paths: Vec<_> = first.iter().map(|one| format!("`{}`", entity_path(db, *one))).collect();
                let more = if *count > first.len() { ", …" } else { "" };
                page.fact(label, &format!("in {count} ({}{more})", paths.join(", ")));
            }
        }
    }

    /// The clauses that name a capability themselves.
    fn asked_by(&self, id: CapabilityId) -> Vec<String> {
        let db = &self.db;
        let name = spelled(db, Symbol::Capability(id));
        let mut found = Vec::new();
        for entry in tables(db).requirements.entries() {
            let item = entry.item(db);
            let asks = |one: &NameUse| one.symbol == Symbol::Capability(id) && one.role == Role::Use;
            if item.text(db).contains(name.as_str()) && names_in(db, item).iter().any(asks) {
                found.push(entry.name.to_string());
            }
        }
        found
    }

    /// A profile, certificate, waiver or countermeasure, and what has no meaning but its declaration.
    pub(super) fn bundle(&self, page: &mut Page, symbol: Symbol) {
        let db = &self.db;
        let Some(block) = self.block_of(symbol) else { return };
        let word = match block.kind {
            BlockKind::Profile => "profile",
            BlockKind::Certificate => "certificate",
            BlockKind::Waiver => "waiver",
            BlockKind::Countermeasure => "countermeasure",
            _ => return page.piece(&self.documentation(symbol)),
        };
        let name = block.name.as_ref().map_or("", |name| name.text.as_str());
        page.code(&titled(word, name, block.title.as_ref().map(|title| title.value.as_str())));
        page.piece(&self.documentation(symbol));
        let anchor = match symbol {
            Symbol::Named(_, place) => Some(place.anchor),
            _ => None,
        };
        if let Some(cover) = covers(db).iter().find(|cover| Some(cover.anchor) == anchor) {
            let clauses: Vec<&str> = cover.clauses.iter().map(|(_, id)| id.as_str()).collect();
            page.fact(if cover.waiver { "Accepts" } else { "Compensates" }, &names(&clauses, SHOWN));
            let scope: Vec<_> = cover.scope.iter().map(|one| entity_path(db, *one)).collect();
            page.fact("For", &names(&scope, SHOWN));
            page.fact("Until", &cover.until.map(|day| format_date(i64::from(day))).unwrap_or_default());
            page.fact("Because", cover.because.as_deref().unwrap_or_default());
            page.fact("Approved by", cover.approved_by.as_deref().unwrap_or_default());
            self.resting_on(page, cover);
            return;
        }
        let mut by: [Vec<String>; 3] = Default::default();
        let mut includes = Vec::new();
        for member in &block.members {
            let text = |path: &zcc_syntax::ast::Path| {
                path.segments.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(".")
            };
            match &member.kind {
                MemberKind::Claims { kind, claims } => {
                    let at = match kind {
                        ClaimKind::Provides => 0,
                        ClaimKind::Offers => 1,
                        ClaimKind::Lacks => 2,
                    };
                    by[at].extend(claims.iter().map(|claim| text(&claim.capability)));
                }
                MemberKind::Include(paths) => includes.extend(paths.iter().map(text)),
                _ => {}
            }
        }
        for (label, list) in ["Provides", "Offers", "Lacks"].into_iter().zip(&by) {
            page.fact(label, &names(list, SHOWN));
        }
        page.fact("Includes", &names(&includes, SHOWN));
    }

    pub(super) fn package(&self, page: &mut Page, symbol: Symbol) {
        let db = &self.db;
        let number = match symbol {
            Symbol::Package(number) => Some(number),
            Symbol::Alias(anchor) => imported(db, item_of(db, anchor)),
            _ => None,
        };
        let Some(number) = number else { return page.piece("This package is not among the dependencies.") };
        let Some(package) = Workspace::get(db).packages(db).get(number as usize) else { return };
        page.code(&format!("import {}", package.name(db)));
        if let Some(file) = package.files(db).iter().find(|file| !items(db, **file).is_empty())
            && let Some((docs, _)) = zcc_syntax::file_docs(file.text(db))
        {
            page.piece(&docs);
        }
        let (all, rules) = (libraries(db), tables(db));
        let counts = [
            (all.products.of_package(number).len(), "product"),
            (all.protocols.of_package(number).len(), "protocol"),
            (all.profiles.of_package(number).len(), "profile"),
            (all.certificates.of_package(number).len(), "certificate"),
            (rules.capabilities.of_package(number).len(), "capability"),
            (rules.requirements.of_package(number).len(), "requirement"),
        ];
        let told: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| match (count, word) {
                (count, "capability") if count > 1 => format!("{count} capabilities"),
                _ => counted(count, word),
            })
            .collect();
        page.piece(&told.join(", "));
    }

    /// A type as it is declared: the variants of an enum that has no name of its own.
    pub(super) fn written_type(&self, symbol: Symbol, ty: &zcc_hir::expr::Type) -> String {
        let db = &self.db;
        let anonymous = crate::names::enum_in(ty).filter(|id| {
            !matches!(symbol, Symbol::Enum(_)) && zcc_hir::rules::enumeration(db, *id).name.contains('.')
                || matches!(symbol, Symbol::Attribute(_)) && is_anonymous(db, *id)
        });
        match anonymous {
            Some(id) => {
                let declared = zcc_hir::rules::enumeration(db, id);
                let between = if declared.ordered { " < " } else { ", " };
                let body = format!("enum {{ {} }}", declared.variants.join(between));
                if matches!(ty, zcc_hir::expr::Type::Set(_)) { format!("set of {body}") } else { body }
            }
            None => type_name(db, ty),
        }
    }

    /// The position of the package itself in the workspace.
    pub(super) fn root_number(&self) -> u32 {
        let workspace = Workspace::get(&self.db);
        let root = workspace.root(&self.db);
        workspace.packages(&self.db).iter().position(|one| *one == root).unwrap_or_default() as u32
    }

    /// The catalogue and family of something.
    pub(super) fn home_of_requirement(&self, of: zcc_hir::ids::CatalogId, family: u8) -> String {
        let declared = catalog(&self.db, of);
        let family = declared.families.get(usize::from(family));
        format!("{} · {}", declared.title, family.map_or_else(String::new, |one| format!("{} {}", one.name, one.title)))
    }
}

/// Whether an enum is written out where it is used.
fn is_anonymous(db: &dyn zcc_db::Db, id: zcc_hir::ids::EnumId) -> bool {
    use zcc_syntax::DeclarationKind;
    zcc_hir::rules::enum_item(db, id).is_some_and(|item| item.kind(db) != Some(DeclarationKind::Enum))
}
