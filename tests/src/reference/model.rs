//! The model: what there is, by position, with the blocks that say so.

use zcc_syntax::ast::{Block, BlockKind, Expr, ExprKind, Head, MemberKind, Path};

use super::rules::{Rules, name_of, path_text, written};
use super::value::{Entity, dotted};

/// A zone or a conduit.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its path.
    pub path: String,
    /// The zone it is nested in.
    pub parent: Option<usize>,
    /// Of a zone those directly in it, of a conduit its ends.
    pub zones: Vec<usize>,
    /// What it says of itself.
    pub block: Block,
    /// Of a conduit: whether traffic only goes from the first end to the second.
    pub one_way: bool,
}

/// A component, boundary device or channel.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its path.
    pub path: String,
    /// The zone or conduit that it is in.
    pub place: Entity,
    /// What it says of itself.
    pub block: Block,
    /// Of a channel: where traffic starts and where it goes.
    pub ends: Option<(usize, usize)>,
}

/// A site with all that is in it.
#[derive(Clone, Debug)]
pub struct Model {
    /// The day of the assessment.
    pub today: i64,
    /// The site.
    pub site: Option<Block>,
    /// Zones, each before those in it.
    pub zones: Vec<Place>,
    /// Conduits.
    pub conduits: Vec<Place>,
    /// Components and boundary devices.
    pub components: Vec<Asset>,
    /// Channels.
    pub channels: Vec<Asset>,
    /// Waivers and countermeasures.
    pub covers: Vec<Block>,
}

impl Model {
    /// Puts the blocks of a model together.
    pub fn new(blocks: &[Block], today: i64) -> Self {
        let mut model = Self {
            today,
            site: blocks.iter().find(|block| block.kind == BlockKind::Site).cloned(),
            zones: Vec::new(),
            conduits: Vec::new(),
            components: Vec::new(),
            channels: Vec::new(),
            covers: Vec::new(),
        };
        let of = |kind: BlockKind| blocks.iter().filter(move |block| block.kind == kind);
        of(BlockKind::Zone).for_each(|block| model.add_zone(block, None));
        of(BlockKind::Conduit).for_each(|block| model.add_conduit(block));
        for place in 0..model.zones.len() {
            model.add_channels(Entity::Zone(place));
        }
        for place in 0..model.conduits.len() {
            model.add_channels(Entity::Conduit(place));
        }
        let covers = of(BlockKind::Countermeasure).chain(of(BlockKind::Waiver));
        model.covers = covers.cloned().collect();
        model
    }

    fn add_zone(&mut self, block: &Block, parent: Option<usize>) {
        let name = name_of(block);
        let path = parent.map_or_else(|| name.clone(), |parent| format!("{}.{name}", self.zones[parent].path));
        let zone = self.zones.len();
        self.zones.push(Place { path, parent, zones: Vec::new(), block: block.clone(), one_way: false });
        if let Some(parent) = parent {
            self.zones[parent].zones.push(zone);
        }
        for inner in inner_blocks(block, BlockKind::Component) {
            self.add_component(inner, Entity::Zone(zone));
        }
        for inner in inner_blocks(block, BlockKind::Zone) {
            self.add_zone(inner, Some(zone));
        }
    }

    fn add_conduit(&mut self, block: &Block) {
        let (ends, one_way) = match &block.head {
            Head::Between(ends) => (ends.iter().collect::<Vec<&Path>>(), false),
            Head::FromTo(from, to) => (vec![from, to], true),
            other => panic!("a conduit with the head {other:?}"),
        };
        let zones = ends.into_iter().map(|end| match self.find(&path_text(end), "") {
            Some(Entity::Zone(zone)) => zone,
            other => panic!("{} is {other:?}", path_text(end)),
        });
        let zones = zones.collect();
        let conduit = self.conduits.len();
        self.conduits.push(Place { path: name_of(block), parent: None, zones, block: block.clone(), one_way });
        for inner in inner_blocks(block, BlockKind::Boundary) {
            self.add_component(inner, Entity::Conduit(conduit));
        }
    }

    fn add_component(&mut self, block: &Block, place: Entity) {
        let path = format!("{}.{}", self.path(place), name_of(block));
        self.components.push(Asset { path, place, block: block.clone(), ends: None });
    }

    fn add_channels(&mut self, place: Entity) {
        let (own, scope) = (self.place(place).block.clone(), self.path(place));
        for block in inner_blocks(&own, BlockKind::Channel) {
            let Head::Channel { from, to, .. } = &block.head else { panic!("a channel without ends") };
            let end = |path: &Path| match self.find(&path_text(path), &scope) {
                Some(Entity::Component(component)) => component,
                other => panic!("{} is {other:?}", path_text(path)),
            };
            let ends = Some((end(from), end(to)));
            let path = format!("{scope}.{}", name_of(block));
            self.channels.push(Asset { path, place, block: block.clone(), ends });
        }
    }

    /// A zone or conduit.
    pub fn place(&self, entity: Entity) -> &Place {
        match entity {
            Entity::Zone(zone) => &self.zones[zone],
            Entity::Conduit(conduit) => &self.conduits[conduit],
            other => panic!("{other:?} is no place"),
        }
    }

    /// How something in the model is called.
    pub fn path(&self, entity: Entity) -> String {
        match entity {
            Entity::Site => self.site.as_ref().map(name_of).unwrap_or_default(),
            Entity::Zone(_) | Entity::Conduit(_) => self.place(entity).path.clone(),
            Entity::Component(component) => self.components[component].path.clone(),
            Entity::Channel(channel) => self.channels[channel].path.clone(),
            Entity::Product(at) | Entity::Protocol(at) => format!("library {at}"),
        }
    }

    /// What a path means, looked up from a scope outwards.
    pub fn find(&self, path: &str, scope: &str) -> Option<Entity> {
        let full = if scope.is_empty() { path.to_owned() } else { format!("{scope}.{path}") };
        let zones = (0..self.zones.len()).map(Entity::Zone);
        let conduits = (0..self.conduits.len()).map(Entity::Conduit);
        let components = (0..self.components.len()).map(Entity::Component);
        let channels = (0..self.channels.len()).map(Entity::Channel);
        let mut all = zones.chain(conduits).chain(components).chain(channels);
        if let Some(found) = all.find(|entity| self.path(*entity) == full) {
            return Some(found);
        }
        if scope.is_empty() {
            return self.site.as_ref().filter(|site| name_of(site) == path).map(|_| Entity::Site);
        }
        self.find(path, scope.rsplit_once('.').map_or("", |(outer, _)| outer))
    }

    /// The components of a place.
    pub fn components_of(&self, place: Entity) -> Vec<usize> {
        (0..self.components.len()).filter(|at| self.components[*at].place == place).collect()
    }

    /// The channels of a place.
    pub fn channels_of(&self, place: Entity) -> Vec<usize> {
        (0..self.channels.len()).filter(|at| self.channels[*at].place == place).collect()
    }

    /// The conduits that end at a zone.
    pub fn conduits_at(&self, zone: usize) -> Vec<usize> {
        (0..self.conduits.len()).filter(|at| self.conduits[*at].zones.contains(&zone)).collect()
    }

    /// Whether a zone is another, or lies in it.
    pub fn lies_in(&self, zone: usize, outer: usize) -> bool {
        zone == outer || self.zones[zone].parent.is_some_and(|parent| self.lies_in(parent, outer))
    }

    /// Whether a zone or, where it says nothing, the one that it lies in says that it is untrusted.
    pub fn is_untrusted(&self, zone: usize) -> bool {
        match written(&self.zones[zone].block, "trust").and_then(dotted) {
            Some(trust) => trust.ends_with("untrusted"),
            None => self.zones[zone].parent.is_some_and(|parent| self.is_untrusted(parent)),
        }
    }

    fn crosses(&self, conduit: usize, zone: usize) -> bool {
        let ends = &self.conduits[conduit].zones;
        ends.iter().any(|end| self.lies_in(*end, zone)) && ends.iter().any(|end| !self.lies_in(*end, zone))
    }

    /// The zone around a nested one that no conduit of its own leads out of.
    pub fn shares_with(&self, zone: usize) -> Option<usize> {
        let own = self.conduits_at(zone);
        self.zones[zone].parent.filter(|_| !own.iter().any(|conduit| self.crosses(*conduit, zone)))
    }

    /// The conduits that join a zone, or one within it, with one outside; of a nested zone without any of its own, its
    /// parent's too.
    pub fn crossings(&self, zone: usize) -> Vec<usize> {
        let outer = self.shares_with(zone).map(|parent| self.crossings(parent)).unwrap_or_default();
        (0..self.conduits.len()).filter(|conduit| self.crosses(*conduit, zone) || outer.contains(conduit)).collect()
    }

    /// The zones by whose conduits a zone is entered.
    pub fn entries(&self, zone: usize) -> Vec<usize> {
        let outer = self.shares_with(zone).map(|parent| self.entries(parent)).unwrap_or_default();
        if self.conduits_at(zone).is_empty() { outer } else { [vec![zone], outer].concat() }
    }

    /// Whether traffic may enter a conduit at one of its ends.
    pub fn takes_from(&self, conduit: usize, zone: usize) -> bool {
        let ends = &self.conduits[conduit];
        if ends.one_way { ends.zones[0] == zone } else { ends.zones.contains(&zone) }
    }

    /// Whether traffic may leave a conduit at one of its ends.
    pub fn gives_to(&self, conduit: usize, zone: usize) -> bool {
        let ends = &self.conduits[conduit];
        if ends.one_way { ends.zones[1] == zone } else { ends.zones.contains(&zone) }
    }

    /// Whether a conduit carries traffic from one zone to another.
    pub fn carries(&self, conduit: usize, from: usize, to: usize) -> bool {
        let to = self.entries(to);
        self.entries(from).into_iter().any(|from| {
            self.takes_from(conduit, from) && to.iter().any(|to| *to != from && self.gives_to(conduit, *to))
        })
    }

    /// Whether something is another thing, or inside it.
    pub fn is_inside(&self, inner: Entity, outer: Entity) -> bool {
        inner == outer
            || match inner {
                Entity::Component(at) => self.is_inside(self.components[at].place, outer),
                Entity::Channel(at) => self.is_inside(self.channels[at].place, outer),
                Entity::Zone(zone) => match self.zones[zone].parent {
                    Some(parent) => self.is_inside(Entity::Zone(parent), outer),
                    None => outer == Entity::Site,
                },
                Entity::Conduit(_) => outer == Entity::Site,
                _ => false,
            }
    }

    /// The word for the kind of something.
    pub fn kind(entity: Entity) -> &'static str {
        match entity {
            Entity::Site => "site",
            Entity::Zone(_) => "zone",
            Entity::Conduit(_) => "conduit",
            Entity::Component(_) => "component",
            Entity::Channel(_) => "channel",
            Entity::Product(_) => "product",
            Entity::Protocol(_) => "protocol",
        }
    }

    /// Everything of a kind, products and protocols of the libraries included.
    pub fn all(&self, rules: &Rules, kind: &str) -> Vec<Entity> {
        let libraries = |kind: BlockKind| {
            let of_kind = |at: &usize| rules.libraries[*at].0.kind == kind;
            (0..rules.libraries.len()).filter(of_kind).collect::<Vec<usize>>()
        };
        match kind {
            "site" => self.site.iter().map(|_| Entity::Site).collect(),
            "zone" => (0..self.zones.len()).map(Entity::Zone).collect(),
            "conduit" => (0..self.conduits.len()).map(Entity::Conduit).collect(),
            "component" => (0..self.components.len()).map(Entity::Component).collect(),
            "channel" => (0..self.channels.len()).map(Entity::Channel).collect(),
            "product" => libraries(BlockKind::Product).into_iter().map(Entity::Product).collect(),
            "protocol" => libraries(BlockKind::Protocol).into_iter().map(Entity::Protocol).collect(),
            _ => Vec::new(),
        }
    }
}

/// The blocks of one kind directly in another.
pub(super) fn inner_blocks(block: &Block, kind: BlockKind) -> impl Iterator<Item = &Block> {
    block.members.iter().filter_map(move |member| match &member.kind {
        MemberKind::Block(inner) if inner.kind == kind => Some(&**inner),
        _ => None,
    })
}

/// What a waiver or countermeasure lists under `for`, or any other list of paths.
pub(super) fn paths(value: &Expr) -> Vec<String> {
    match &value.kind {
        ExprKind::List(items) => items.iter().filter_map(dotted).collect(),
        _ => dotted(value).into_iter().collect(),
    }
}
