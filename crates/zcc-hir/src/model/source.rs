//! The source maps of the model: from entities, claims and switches back to where they are written. They walk the
//! syntax trees when asked, so facts carry no ranges and a query that does not ask does not depend on them.

use std::cell::RefCell;
use std::collections::hash_map::Entry;
use std::net::IpAddr;

use rustc_hash::FxHashMap;
use zcc_base::{Anchor, Place, TextRange};
use zcc_db::{Db, item_of, tree};
use zcc_syntax::ast::{Block, Expr, ExprKind, Head, Item, Literal, MemberKind, Path};

use super::blocks::{PlaceBlock, channels_of, claim_range, claim_ranges, components_of, list_of, place_blocks};
use super::names::PlaceTable;
use crate::facts::Origin;
use crate::ids::{Entity, PlaceId};

/// Where a claim or switch stands.
pub(crate) fn claim_place(db: &dyn Db, origin: Origin) -> Option<Place> {
    let item = tree(db, item_of(db, origin.anchor));
    claim_range(item, origin.block, origin.index).map(|range| Place { anchor: origin.anchor, range })
}

/// Finds many claims and switches again: it walks each declaration once.
pub(crate) struct ClaimPlaces<'a> {
    db: &'a dyn Db,
    walked: RefCell<FxHashMap<u64, Vec<Vec<TextRange>>>>,
}

impl<'a> ClaimPlaces<'a> {
    pub(crate) fn new(db: &'a dyn Db) -> Self {
        Self { db, walked: RefCell::default() }
    }

    /// Where a claim or switch stands.
    pub(crate) fn of(&self, origin: Origin) -> Option<Place> {
        let mut walked = self.walked.borrow_mut();
        let ranges = walked
            .entry(origin.anchor.0)
            .or_insert_with(|| claim_ranges(tree(self.db, item_of(self.db, origin.anchor))));
        let range = ranges.get(origin.block as usize)?.get(origin.index as usize)?;
        Some(Place { anchor: origin.anchor, range: *range })
    }
}

/// The part of an element that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Its name.
    Name,
    /// The value of one of its attributes.
    Attribute(&'a str),
    /// One of its addresses.
    Address(IpAddr),
    /// Where a channel starts.
    From,
    /// Where a channel ends.
    To,
}

/// Finds elements again; it keeps the blocks of the declarations it has walked.
pub(crate) struct Finder<'a> {
    db: &'a dyn Db,
    table: &'a PlaceTable,
    walked: FxHashMap<u64, Vec<Walked<'a>>>,
}

struct Walked<'a> {
    place: PlaceBlock<'a>,
    components: Vec<&'a Block>,
    channels: Vec<&'a Block>,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(db: &'a dyn Db, table: &'a PlaceTable) -> Self {
        Self { db, table, walked: FxHashMap::default() }
    }

    fn item(&self, anchor: Anchor) -> &'a Item {
        tree(self.db, item_of(self.db, anchor))
    }

    fn walked(&mut self, place: PlaceId) -> Option<(Anchor, &Walked<'a>)> {
        let entry = self.table.entry(place)?;
        let item = self.item(entry.anchor);
        let walked = match self.walked.entry(entry.anchor.0) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => free.insert(
                place_blocks(item)
                    .into_iter()
                    .map(|place| Walked {
                        components: components_of(place.block).collect(),
                        channels: channels_of(place.block).collect(),
                        place,
                    })
                    .collect(),
            ),
        };
        walked.get(entry.position as usize).map(|walked| (entry.anchor, walked))
    }

    /// The block of a zone, conduit, component or channel.
    pub(crate) fn block(&mut self, entity: Entity) -> Option<(Anchor, &'a Block)> {
        let (anchor, walked) = self.walked(entity.place()?)?;
        let block = match entity {
            Entity::Component(_, at) => *walked.components.get(at as usize)?,
            Entity::Channel(_, at) => *walked.channels.get(at as usize)?,
            _ => walked.place.block,
        };
        Some((anchor, block))
    }

    /// Where a part of an element stands; its name where it has no such part.
    pub(crate) fn place(&mut self, entity: Entity, part: Part<'_>) -> Option<Place> {
        let (anchor, block) = self.block(entity)?;
        let range = match part {
            Part::Name => None,
            Part::Attribute(wanted) => attribute_range(block, wanted),
            Part::Address(address) => attribute_value(block, "address").map(|value| address_range(value, address)),
            Part::From | Part::To => match &block.head {
                Head::Channel { from, to, .. } => Some(Path::range(if part == Part::From { from } else { to })),
                _ => None,
            },
        };
        Some(Place { anchor, range: range.unwrap_or_else(|| name_range(block)) })
    }

    /// Whether a target is written on a place or on a zone it is nested in, be it one that does not read.
    pub(crate) fn states_target(&mut self, place: PlaceId) -> bool {
        let mut next = Some(place);
        while let Some(id) = next {
            let stated =
                self.block(self.table.entity(id)).is_some_and(|(_, block)| attribute_range(block, "target").is_some());
            if stated {
                return true;
            }
            next = self.table.entry(id).and_then(|entry| entry.parent);
        }
        false
    }

    /// Where the zone or conduit at a position of a declaration is named.
    pub(crate) fn position(&self, anchor: Anchor, position: u32) -> Place {
        let item = self.item(anchor);
        let range = place_blocks(item).get(position as usize).map_or(item.range, |place| name_range(place.block));
        Place { anchor, range }
    }
}

/// Where the value of an attribute of a block stands.
pub(crate) fn attribute_range(block: &Block, wanted: &str) -> Option<TextRange> {
    attribute_value(block, wanted).map(|value| value.range)
}

fn attribute_value<'t>(block: &'t Block, wanted: &str) -> Option<&'t Expr> {
    block.members.iter().find_map(|member| match &member.kind {
        MemberKind::Attribute { name, value } if name.text == wanted => Some(value),
        _ => None,
    })
}

/// Where an address stands in a list of them.
pub(crate) fn address_range(written: &Expr, address: IpAddr) -> TextRange {
    let is_it = |one: &&Expr| match &one.kind {
        ExprKind::Literal(Literal::Address(text)) => text.parse() == Ok(address),
        _ => false,
    };
    list_of(written).iter().find(is_it).unwrap_or(written).range
}

/// Where a block is named.
pub(crate) fn name_range(block: &Block) -> TextRange {
    block.name.as_ref().map_or(block.body, |name| name.range)
}
