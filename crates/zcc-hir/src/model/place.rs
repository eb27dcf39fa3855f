//! Zones, conduits and the site: what they say of themselves and what is in them.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, TextRange};
use zcc_syntax::ast::{self, Block, Head, Item, MemberKind};

use super::blocks::{PlaceBlock, counted_claims, own_claim_count, place_blocks, word};
use super::claims::lay_over;
use super::component::{Surroundings, lower_channel, lower_component};
use super::context::Context;
use super::library::{assess, target};
use super::members::said;
use super::names::PlaceTable;
use super::site_model::{Outer, SiteModel};
use super::stated::Written;
use super::switches::{SwitchModel, switch};
use super::tell::{tell_layers, tell_switches};
use super::topology::HeadDraft;
use crate::expr::{AttributeRef, Builtin};
use crate::facts::{Attributes, Origin, PlaceFacts, SiteFacts};
use crate::ids::{CatalogId, Entity, EntityKind, EntityKinds, PlaceId};
use crate::value::Value;

/// One zone or conduit, lowered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlaceModel {
    /// Its part of the graph.
    pub head: HeadDraft,
    /// What is in it.
    pub facts: Arc<PlaceFacts>,
}

/// Lays what a block claims and switches over what it inherits.
fn lay(context: &mut Context<'_>, block: &Block, first: Origin, from: &str, outer: &Outer) -> Outer {
    let said = said(context, block, first, from);
    if said.claims.is_empty() && said.switches.is_empty() {
        return outer.clone();
    }
    let (layers, problems) = lay_over(&said.claims, &outer.layers);
    let range = block.name.as_ref().map_or(block.body, |name| name.range);
    let claims = Rc::clone(&context.claims);
    tell_layers(context, &problems, range, &|origin| claims.of(origin));
    let mut switches = said.switches;
    // An outer switch sets an outer claim, not one that hides it; and the nearest switch of a capability counts.
    let claimed = said.claims.iter().map(|claim| claim.capability);
    let nearer: FxHashSet<_> = switches.iter().filter_map(|switch| switch.capability).chain(claimed).collect();
    let farther = |switch: &&SwitchModel| switch.capability.is_none_or(|capability| !nearer.contains(&capability));
    switches.extend(outer.switches.iter().filter(farther).cloned());
    let switched = switch(&layers, None, context.as_of, &switches);
    let name = block.name.as_ref().map_or("", |name| name.text.as_str());
    // What outer switches find wrong was told where they stand.
    tell_switches(context, &switched.problems, &switches, &said.switch_ranges, name, &|origin| claims.of(origin));
    Outer { layers: Arc::new(layers), switches: switches.into(), table: switched.table }
}

/// Lowers the site.
pub(crate) fn lower_site(context: &mut Context<'_>, block: &Block, first: Origin) -> SiteModel {
    refuse_head(context, block);
    let mut written = Written::of(context, &block.members);
    let catalogs = written.take("assess").map(|(_, value)| assess(context, value)).unwrap_or_default();
    let target = written.take("target").and_then(|(_, value)| target(context, value, &catalogs));
    let outer = lay(context, block, first, "", &Outer::default());
    let attributes = written.rest(context, EntityKind::Site, "");
    let facts = SiteFacts {
        name: block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default(),
        title: block.title.as_ref().map(|title| title.value.clone()),
        assess: catalogs,
        target,
        attributes: Attributes::over(attributes, context.defaults(EntityKind::Site)),
        capabilities: outer.table.clone(),
    };
    SiteModel { facts: Arc::new(facts), outer }
}

fn refuse_head(context: &mut Context<'_>, block: &Block) {
    let range = match &block.head {
        Head::None => return,
        Head::Of(paths) | Head::Between(paths) => paths.first().map(ast::Path::range),
        Head::FromTo(from, _) | Head::Channel { from, .. } => Some(from.range()),
    };
    let word = word(block.kind);
    context.say(
        Code::MISPLACED_MEMBER,
        range.unwrap_or(block.body),
        format!("a {word} has nothing between its title and its block"),
        "take this out",
    );
}

/// Lowers the zones and conduits of an item, in the order of [`place_blocks`]; `None` for one whose path another took.
/// `assessed` are the catalogues whose families targets may name.
pub(crate) fn lower_places(
    context: &mut Context<'_>,
    item: &Item,
    table: &PlaceTable,
    site: &Outer,
    assessed: &[CatalogId],
) -> Vec<Option<PlaceModel>> {
    let blocks = place_blocks(item);
    let mut inherited: FxHashMap<SmolStr, Inherited> = FxHashMap::default();
    let mut found = Vec::with_capacity(blocks.len());
    for (position, place) in blocks.iter().enumerate() {
        let Some(id) = table.at(context.scope.anchor, position as u32) else {
            found.push(None);
            continue;
        };
        let known = place.parent.as_ref().and_then(|parent| inherited.get(parent));
        let outer = known.cloned().unwrap_or_else(|| Inherited { laid: site.clone(), ..Inherited::default() });
        let parent = table.entry(id).and_then(|entry| entry.parent);
        let (model, own) = lower_place(context, place, id, parent, &outer, assessed);
        if place.is_zone() {
            inherited.insert(place.path.clone(), own);
        }
        found.push(Some(model));
    }
    found
}

/// What a zone hands down to the zones in it.
#[derive(Clone, Debug, Default)]
struct Inherited {
    laid: Outer,
    untrusted: bool,
    /// The networks that hold for what is in it, and the zone that states them.
    network: Option<(SmolStr, Value)>,
}

fn lower_place(
    context: &mut Context<'_>,
    place: &PlaceBlock<'_>,
    id: PlaceId,
    parent: Option<PlaceId>,
    outer: &Inherited,
    assessed: &[CatalogId],
) -> (PlaceModel, Inherited) {
    let block = place.block;
    let zone = place.is_zone();
    let mut written = Written::of(context, &block.members);
    let target_written = written.take("target");
    let kind = if zone { EntityKind::Zone } else { EntityKind::Conduit };
    let mut attributes = written.rest(context, kind, &place.path);
    let own_trust = attributes.iter().position(|(name, _)| *name == AttributeRef::Builtin(Builtin::Trust));
    let stated_untrusted =
        own_trust.map(|at| matches!(attributes.remove(at).1, Value::Variant(_, position) if position == UNTRUSTED));
    let untrusted = stated_untrusted.unwrap_or(outer.untrusted);
    let target = target_written.and_then(|(_, value)| target(context, value, assessed));
    if let (true, Some((name, _))) = (untrusted, target_written) {
        context.say(
            Code::UNTRUSTED_TARGET,
            name.range,
            format!("`{}` is untrusted, so nothing is asked of it and its target says nothing", place.path),
            "take out the target; the conduits to an untrusted zone have targets",
        );
    }
    let (ends, one_way) = if zone {
        refuse_head(context, block);
        (Box::default(), false)
    } else {
        conduit_ends(context, block)
    };
    check_names(context, block);
    let first = Origin::first(context.scope.anchor, place.number);
    let laid = lay(context, block, first, &place.path, &outer.laid);
    let network = attributes.iter().find(|(name, _)| *name == AttributeRef::Builtin(Builtin::Network));
    let network = network.map(|(_, value)| (place.path.clone(), value.clone())).or_else(|| outer.network.clone());
    let mut surroundings = Surroundings { path: &place.path, id, zone, network: network.as_ref(), position: 0 };
    let mut components = Vec::new();
    let mut channels = Vec::new();
    let mut nested = false;
    let mut broken = false;
    let mut next = first.after(own_claim_count(block));
    for member in &block.members {
        match &member.kind {
            MemberKind::Block(inner) => {
                match inner.kind {
                    ast::BlockKind::Component | ast::BlockKind::Boundary => {
                        surroundings.position = components.len() as u32;
                        components.push(lower_component(context, inner, next, &surroundings));
                    }
                    ast::BlockKind::Channel => channels.push(lower_channel(context, inner, next, &surroundings)),
                    _ => nested = true,
                }
                next = next.after(counted_claims(inner));
            }
            MemberKind::Error => broken = true,
            _ => {}
        }
    }
    if !context.lookup.in_test() && !broken {
        let empty = components.is_empty() && if zone { !nested && !untrusted } else { channels.is_empty() };
        if empty {
            tell_empty(context, place);
        }
    }
    let head = HeadDraft {
        path: place.path.clone(),
        title: block.title.as_ref().map(|title| title.value.clone()),
        parent,
        ends,
        one_way,
        untrusted: stated_untrusted,
        target,
        attributes: Attributes::over(attributes, context.defaults(kind)),
    };
    let facts = PlaceFacts {
        components: components.into_boxed_slice(),
        channels: channels.into_boxed_slice(),
        capabilities: laid.table.clone(),
    };
    (PlaceModel { head, facts: Arc::new(facts) }, Inherited { laid, untrusted, network })
}

/// The position of `untrusted` in the language's own enum of trust.
const UNTRUSTED: u16 = 1;

fn tell_empty(context: &mut Context<'_>, place: &PlaceBlock<'_>) {
    let range = place.block.name.as_ref().map_or(place.block.body, |name| name.range);
    if place.is_zone() {
        context.say(
            Code::EMPTY_ZONE,
            range,
            format!("zone `{}` has neither a component nor a zone in it: there is nothing to judge", place.path),
            "say what is in it, mark it `trust: untrusted` if it is outside the system under consideration, or take it out",
        );
    } else {
        context.say(
            Code::EMPTY_CONDUIT,
            range,
            format!("conduit `{}` has neither a channel nor a boundary device: there is nothing to judge", place.path),
            "say which traffic it carries (`channel …`) or which device guards it (`boundary …`)",
        );
    }
}

fn conduit_ends(context: &mut Context<'_>, block: &Block) -> (Box<[PlaceId]>, bool) {
    let at = block.name.as_ref().map_or(block.body, |name| name.range);
    let name = block.name.as_ref().map_or("", |name| name.text.as_str());
    let (paths, one_way): (Vec<&ast::Path>, bool) = match &block.head {
        Head::Between(paths) => (paths.iter().collect(), false),
        Head::FromTo(from, to) | Head::Channel { from, to, .. } => (vec![from, to], true),
        Head::None | Head::Of(_) => (Vec::new(), false),
    };
    let mut ends: Vec<PlaceId> = Vec::with_capacity(paths.len());
    let mut known: FxHashMap<PlaceId, TextRange> = FxHashMap::default();
    let mut wrong = false;
    for path in &paths {
        let Some(zone) = context.element(path, EntityKinds::only(EntityKind::Zone), "").and_then(Entity::place) else {
            wrong = true;
            continue;
        };
        if let Some(first) = known.insert(zone, path.range()) {
            wrong = true;
            let told = Diagnostic::new(
                Code::ZONE_JOINED_TWICE,
                context.place(path.range()),
                format!("`{name}` joins `{}` twice", crate::names::text(path)),
            )
            .secondary(context.place(first), "first joined here")
            .help("traffic within one zone is a channel in that zone; a conduit joins different zones");
            context.tell(told);
            continue;
        }
        ends.push(zone);
    }
    if ends.len() < 2 && !wrong {
        context.say(
            Code::CONDUIT_OF_ONE_ZONE,
            at,
            format!("conduit `{name}` joins {}", if ends.is_empty() { "no zones" } else { "only one zone" }),
            "write `between control and dmz` after its title, or `from control to dmz` for one direction",
        );
    }
    (ends.into_boxed_slice(), one_way)
}

/// Each name within a zone or conduit is given once.
fn check_names(context: &mut Context<'_>, block: &Block) {
    let mut names: FxHashMap<&str, (TextRange, bool)> = FxHashMap::default();
    for member in &block.members {
        let MemberKind::Block(inner) = &member.kind else { continue };
        let Some(name) = &inner.name else { continue };
        let zone = inner.kind == ast::BlockKind::Zone;
        if let Some((first, first_is_zone)) = names.get(name.text.as_str()) {
            let owner = block.name.as_ref().map_or("", |name| name.text.as_str());
            let told = Diagnostic::new(
                Code::DUPLICATE_NAME,
                context.place(name.range),
                format!("`{}` is declared twice in `{owner}`", name.text),
            )
            .label("declared again here")
            .secondary(context.place(*first), "first declared here")
            .help("give one of them another name, or remove it");
            // Two zones of one path are told where the table of zones is made.
            if !(zone && *first_is_zone) {
                context.tell(told);
            }
            continue;
        }
        names.insert(&name.text, (name.range, zone));
    }
}
