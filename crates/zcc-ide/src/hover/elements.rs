//! Sites, zones, conduits, components and channels.

use zcc_base::Anchor;
use zcc_db::item_of;
use zcc_eval::{DbWorld, TestWorld};
use zcc_hir::expr::{AttributeRef, Builtin};
use zcc_hir::facts::{Attributes, CapabilityTable, Graph, MechanismState, PlaceFacts};
use zcc_hir::ids::{Entity, PlaceId};
use zcc_hir::model::{TestModel, component_channels, entity_path, graph, place_facts, site_facts, test_model};
use zcc_hir::rules::{attribute, builtin_name, capability};
use zcc_hir::value::Value;

use super::page::{Page, counted, names};
use crate::host::Analysis;
use crate::names::{Symbol, spelled};
use crate::navigation::home_of;

/// So many names of a sort are shown.
const SHOWN: usize = 12;

/// The model that something is of: the package's own, or that of a test.
struct Model<'db> {
    analysis: &'db Analysis,
    home: Option<Anchor>,
    test: Option<&'db TestModel>,
}

impl<'db> Model<'db> {
    fn graph(&self) -> &'db Graph {
        self.test.map_or_else(|| &**graph(&self.analysis.db), |test| &*test.graph)
    }

    fn facts(&self, place: PlaceId) -> Option<&'db PlaceFacts> {
        match self.test {
            Some(test) => test.places.get(place.index()).map(|facts| &**facts),
            None => Some(&**place_facts(&self.analysis.db, place)),
        }
    }

    fn path(&self, entity: Entity) -> String {
        let db = &self.analysis.db;
        match self.test {
            Some(test) => test.path(db, entity).to_string(),
            None => entity_path(db, entity).to_string(),
        }
    }

    fn value(&self, value: &Value) -> String {
        let db = &self.analysis.db;
        match self.test {
            Some(test) => zcc_eval::display::value(&TestWorld::new(db, test), value),
            None => zcc_eval::display::value(&DbWorld(db), value),
        }
    }

    /// What is stated, by itself or by what it is of, one line each.
    fn attributes(&self, attributes: &Attributes, skip: &[Builtin]) -> Vec<String> {
        let skipped = |one: &AttributeRef| matches!(one, AttributeRef::Builtin(builtin) if skip.contains(builtin));
        let all = attributes.all();
        let shown = all.iter().filter(|(one, _)| !skipped(one)).take(SHOWN);
        shown
            .map(|(one, value)| {
                let name = match one {
                    AttributeRef::Builtin(builtin) => builtin_name(*builtin).to_owned(),
                    AttributeRef::Declared(id) => attribute(&self.analysis.db, *id).name.to_string(),
                };
                format!("`{name}`: {}", self.value(value))
            })
            .collect()
    }
}

impl Analysis {
    pub(super) fn element(&self, page: &mut Page, home: Option<Anchor>, entity: Entity) {
        let test = home.map(|anchor| &**test_model(&self.db, item_of(&self.db, anchor)));
        let model = Model { analysis: self, home, test };
        let symbol = Symbol::Entity(home, entity);
        match entity {
            Entity::Site => self.site(page, &model),
            Entity::Zone(place) | Entity::Conduit(place) => self.place(page, &model, entity, place),
            Entity::Component(place, at) => self.component(page, &model, entity, place, at),
            Entity::Channel(place, at) => self.channel(page, &model, entity, place, at),
            Entity::Product(_) | Entity::Protocol(_) => {}
        }
        let docs = self.documentation(symbol);
        if !docs.is_empty() {
            page.rule();
            page.piece(&docs);
        }
    }

    fn site(&self, page: &mut Page, model: &Model<'_>) {
        let facts = model.test.map_or_else(|| &**site_facts(&self.db), |test| &*test.site);
        page.code(&titled("site", &facts.name, facts.title.as_deref()));
        let catalogs: Vec<_> = facts.assess.iter().map(|id| spelled(&self.db, Symbol::Catalog(*id))).collect();
        page.fact("Held against", &names(&catalogs, SHOWN));
        let graph = model.graph();
        let zones = graph.zone_count as usize;
        let conduits = graph.places.len() - zones;
        page.piece(&format!("{}, {}", counted(zones, "zone"), counted(conduits, "conduit")));
        page.list(&model.attributes(&facts.attributes, &[]));
        if model.home.is_none() {
            self.levels(page, Entity::Site);
        }
    }

    fn place(&self, page: &mut Page, model: &Model<'_>, entity: Entity, place: PlaceId) {
        let graph = model.graph();
        let Some(head) = graph.places.get(place.index()) else { return };
        let word = entity.kind().word();
        let mut code = titled(word, &head.path, head.title.as_deref());
        let path = |id: &PlaceId| graph.places.get(id.index()).map_or("", |head| head.path.as_str());
        if !matches!(entity, Entity::Zone(_)) {
            let ends: Vec<&str> = head.joined.iter().map(path).collect();
            code.push_str(&match (head.one_way, ends.as_slice()) {
                (true, [from, to, ..]) => format!(" from {from} to {to}"),
                _ => format!(" between {}", ends.join(" and ")),
            });
        }
        page.code(&code);
        if head.untrusted {
            page.piece("Untrusted: nothing is asked of it, and what it sends is not believed.");
        }
        let facts = model.facts(place);
        let mut inside = Vec::new();
        if let Some(facts) = facts {
            let word = if matches!(entity, Entity::Zone(_)) { "component" } else { "boundary device" };
            inside.push(counted(facts.components.len(), word));
            inside.push(counted(facts.channels.len(), "channel"));
        }
        if !head.children.is_empty() {
            inside.push(counted(head.children.len(), "zone"));
        }
        page.piece(&inside.join(", "));
        if matches!(entity, Entity::Zone(_)) && !head.joined.is_empty() {
            let joined: Vec<&str> = head.joined.iter().map(path).collect();
            page.fact("Joined by", &names(&joined, SHOWN));
        }
        page.list(&model.attributes(&head.attributes, &[]));
        if model.home.is_none() && !head.untrusted {
            self.levels(page, entity);
        }
    }

    fn component(&self, page: &mut Page, model: &Model<'_>, entity: Entity, place: PlaceId, at: u32) {
        let Some(facts) = model.facts(place).and_then(|facts| facts.components.get(at as usize)) else { return };
        let graph = model.graph();
        let in_conduit = place.0 >= graph.zone_count;
        let word = if in_conduit { "boundary" } else { "component" };
        let product = facts.product.map(Entity::Product);
        let mut code = word.to_owned() + " " + &model.path(entity);
        if let Some(product) = product {
            code.push_str(": ");
            code.push_str(&model.path(product));
        }
        if let Some(title) = &facts.title {
            code.push_str(&format!(" \"{title}\""));
        }
        page.code(&code);
        if let Some(product) = product {
            let symbol = Symbol::Entity(home_of(&self.db, model.home, product), product);
            let title = self.block_of(symbol).and_then(|block| block.title.as_ref());
            if let Some(title) = title {
                page.piece(&title.value);
            }
        }
        page.list(&model.attributes(&facts.attributes, &[]));
        self.capabilities(page, &facts.capabilities);
        let channels = match model.test {
            Some(test) => test.component_channels.get(place.index()).and_then(|all| all.get(at as usize)),
            None => component_channels(&self.db, place).get(at as usize),
        };
        if let Some(channels) = channels.filter(|channels| !channels.is_empty()) {
            let paths: Vec<String> = channels.iter().take(SHOWN).map(|channel| model.path(*channel)).collect();
            page.fact("Channels", &names(&paths, SHOWN));
        }
        if model.home.is_none() {
            self.concerned(page, entity);
        }
    }

    fn channel(&self, page: &mut Page, model: &Model<'_>, entity: Entity, place: PlaceId, at: u32) {
        let Some(facts) = model.facts(place).and_then(|facts| facts.channels.get(at as usize)) else { return };
        let path = |one: Option<Entity>| one.map_or_else(|| "?".to_owned(), |one| model.path(one));
        let protocol = path(facts.protocol.map(Entity::Protocol));
        let ends = format!("from {} to {}", path(facts.from), path(facts.to));
        page.code(&format!("channel {}: {protocol} {ends}", model.path(entity)));
        page.piece(facts.title.as_deref().unwrap_or_default());
        page.list(&model.attributes(&facts.attributes, &[]));
        self.capabilities(page, &facts.capabilities);
        if model.home.is_none() {
            self.concerned(page, entity);
        }
    }

    /// What something can do: what is on, what could be switched on, what is not there.
    pub(super) fn capabilities(&self, page: &mut Page, table: &CapabilityTable) {
        let (mut on, mut off, mut unknown, mut lacking) = (vec![], vec![], vec![], vec![]);
        for entry in table.entries() {
            let name = capability(&self.db, entry.capability).name.as_str();
            let has = |wanted: &[MechanismState]| entry.mechanisms.iter().any(|one| wanted.contains(&one.state));
            if entry.lacks.is_some() {
                lacking.push(name);
            } else if has(&[MechanismState::On, MechanismState::Enabled]) {
                on.push(name);
            } else if has(&[MechanismState::NotEnabled, MechanismState::Disabled]) {
                off.push(name);
            } else {
                unknown.push(name);
            }
        }
        page.fact("On", &names(&on, SHOWN));
        page.fact("Offered, off", &names(&off, SHOWN));
        page.fact("Not sure (other firmware, or evidence that ended)", &names(&unknown, SHOWN));
        page.fact("Lacking", &names(&lacking, SHOWN));
    }
}

/// The first words of a declaration.
pub(super) fn titled(word: &str, name: &str, title: Option<&str>) -> String {
    match title {
        Some(title) => format!("{word} {name} \"{title}\""),
        None => format!("{word} {name}"),
    }
}
