//! Raw verdicts, without waivers and countermeasures: a group of requirements for the subjects of a shard.

use zcc_hir::ids::{CatalogId, Entity, EntityKind, EntityKinds, PlaceId, ProductId, RequirementIndex};
use zcc_hir::value::Truth;

use crate::eval::Eval;
use crate::remembering::Remembering;
use crate::report::{Bindings, Gap, Judgement, Witness};
use crate::val::PLACES_PER_SHARD;
use crate::world::World;

/// A part of what is judged, small enough to be judged again after each keystroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shard {
    /// The site itself.
    Site,
    /// The zones and conduits from ten times this number on, with what is in them.
    Places(u32),
    /// One zone or conduit alone.
    Place(PlaceId),
    /// The products that are held against something.
    Products,
}

/// A clause that is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawGap {
    /// Position among the subjects.
    pub subject: u32,
    /// Position among the clauses of the group.
    pub clause: u32,
    /// Where its witnesses start; they end where those of the next gap start.
    pub witnesses: u32,
    /// The clause's own kind of gap.
    pub gap: Gap,
}

/// What became of a group of requirements in a shard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawVerdicts {
    /// What was judged, in the order of the shard.
    pub subjects: Box<[Entity]>,
    /// How many clauses the group has.
    pub clauses: u32,
    /// By subject, then clause.
    pub judgements: Box<[Judgement]>,
    /// By subject, then clause.
    pub gaps: Box<[RawGap]>,
    /// By gap.
    witnesses: Box<[RawWitness]>,
    /// What witnesses are about that is neither the subject nor in its zone or conduit.
    bindings: Box<[Bindings]>,
}

/// A witness as it is kept: there are many, and few are ever asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RawWitness {
    assertion: u16,
    truth: Truth,
    gap: Gap,
    about: About,
}

/// What a witness is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Subject,
    /// The component of this number in the subject's zone or conduit.
    Component(u32),
    /// The channel of this number.
    Channel(u32),
    /// The bindings at this position.
    Other(u32),
}

impl RawVerdicts {
    /// The witnesses of a gap, by the gap's position.
    pub fn witnesses_of(&self, gap: usize) -> Vec<Witness> {
        let Some(first) = self.gaps.get(gap) else { return Vec::new() };
        let end = self.gaps.get(gap + 1).map_or(self.witnesses.len(), |gap| gap.witnesses as usize);
        let of_gap = self.witnesses.get(first.witnesses as usize..end).unwrap_or_default();
        let place = self.subjects.get(first.subject as usize).and_then(|subject| subject.place());
        let in_place = |entity: fn(PlaceId, u32) -> Entity, at| {
            place.map_or(Bindings::Subject, |place| Bindings::One(entity(place, at)))
        };
        of_gap
            .iter()
            .map(|raw| Witness {
                assertion: raw.assertion,
                truth: raw.truth,
                gap: raw.gap,
                bindings: match raw.about {
                    About::Subject => Bindings::Subject,
                    About::Component(at) => in_place(Entity::Component, at),
                    About::Channel(at) => in_place(Entity::Channel, at),
                    About::Other(at) => self.bindings.get(at as usize).cloned().unwrap_or(Bindings::Subject),
                },
            })
            .collect()
    }
}

/// Makes a witness small; `others` takes what does not fit.
fn packed(witness: Witness, subject: Entity, others: &mut Vec<Bindings>) -> RawWitness {
    let about = match witness.bindings {
        Bindings::Subject => About::Subject,
        Bindings::One(Entity::Component(place, at)) if subject.place() == Some(place) => About::Component(at),
        Bindings::One(Entity::Channel(place, at)) if subject.place() == Some(place) => About::Channel(at),
        other => {
            others.push(other);
            About::Other(others.len() as u32 - 1)
        }
    };
    RawWitness { assertion: witness.assertion, truth: witness.truth, gap: witness.gap, about }
}

/// All shards of a world, in order.
pub fn shards(world: &dyn World) -> Vec<Shard> {
    let places = world.place_count().div_ceil(PLACES_PER_SHARD);
    [Shard::Site].into_iter().chain((0..places).map(Shard::Places)).chain([Shard::Products]).collect()
}

/// The zones and conduits of a shard.
pub(crate) fn places_of(world: &dyn World, shard: Shard) -> impl Iterator<Item = PlaceId> + use<> {
    let range = match shard {
        Shard::Places(number) => {
            let first = number.saturating_mul(PLACES_PER_SHARD);
            first..first.saturating_add(PLACES_PER_SHARD).min(world.place_count())
        }
        Shard::Place(place) => place.0..place.0.saturating_add(1).min(world.place_count()),
        _ => 0..0,
    };
    range.map(PlaceId)
}

/// What of a shard can be judged by requirements about these kinds: a zone or conduit, then its components, then its
/// channels. Untrusted zones, with all that is in them, are outside the system under consideration.
pub(crate) fn subjects_of(world: &dyn World, shard: Shard, kinds: EntityKinds, products: &[ProductId]) -> Vec<Entity> {
    let mut subjects = Vec::new();
    match shard {
        Shard::Site if kinds.contains(EntityKind::Site) => subjects.push(Entity::Site),
        Shard::Products if kinds.contains(EntityKind::Product) => {
            subjects.extend(products.iter().map(|product| Entity::Product(*product)));
        }
        Shard::Places(_) | Shard::Place(_) => {
            for place in places_of(world, shard) {
                let entity = world.place_entity(place);
                if world.head(place).is_none_or(|head| head.untrusted) {
                    continue;
                }
                if kinds.contains(entity.kind()) {
                    subjects.push(entity);
                }
                let inside = kinds.contains(EntityKind::Component) || kinds.contains(EntityKind::Channel);
                let Some(facts) = world.place(place).filter(|_| inside) else { continue };
                if kinds.contains(EntityKind::Component) {
                    let count = facts.components.len() as u32;
                    subjects.extend((0..count).map(|index| Entity::Component(place, index)));
                }
                if kinds.contains(EntityKind::Channel) {
                    let count = facts.channels.len() as u32;
                    subjects.extend((0..count).map(|index| Entity::Channel(place, index)));
                }
            }
        }
        _ => {}
    }
    subjects
}

/// The kinds that some of the requirements are about.
pub(crate) fn kinds_of(world: &dyn World, requirements: &[RequirementIndex]) -> EntityKinds {
    requirements
        .iter()
        .filter_map(|requirement| world.requirement(*requirement))
        .fold(EntityKinds::default(), |kinds, requirement| kinds.union(requirement.subject))
}

/// The products of a list that are held against a catalogue.
pub(crate) fn products_against(world: &dyn World, products: &[ProductId], catalog: CatalogId) -> Vec<ProductId> {
    products
        .iter()
        .copied()
        .filter(|product| world.product(*product).is_some_and(|facts| facts.assess.contains(&catalog)))
        .collect()
}

/// Judges a group of requirements for the subjects of a shard. Of products, `products` are judged.
pub fn judge_shard(
    world: &dyn World,
    requirements: &[RequirementIndex],
    shard: Shard,
    products: &[ProductId],
) -> RawVerdicts {
    let world: &dyn World = &Remembering::new(world);
    let subjects = subjects_of(world, shard, kinds_of(world, requirements), products);
    let requirements: Vec<_> = requirements.iter().filter_map(|requirement| world.requirement(*requirement)).collect();
    let clauses: usize = requirements.iter().map(|requirement| requirement.clauses.len()).sum();
    let mut judgements = Vec::with_capacity(subjects.len() * clauses);
    let (mut gaps, mut witnesses, mut bindings, mut found) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut eval = Eval::new(world);
    for (at, subject) in subjects.iter().enumerate() {
        if at % 64 == 0 {
            world.checkpoint();
        }
        let mut position = 0;
        for requirement in &requirements {
            if !requirement.subject.contains(subject.kind()) {
                judgements.extend(requirement.clauses.iter().map(|_| Judgement::NOT_ASKED));
                position += requirement.clauses.len() as u32;
                continue;
            }
            eval.enter(requirement, *subject);
            for clause in &requirement.clauses {
                let first = witnesses.len() as u32;
                let outcome = eval.judge(clause, *subject, &mut found);
                witnesses.extend(found.drain(..).map(|witness| packed(witness, *subject, &mut bindings)));
                judgements.push(outcome.judgement);
                if let Some(gap) = outcome.gap {
                    gaps.push(RawGap { subject: at as u32, clause: position, witnesses: first, gap });
                }
                position += 1;
            }
        }
    }
    RawVerdicts {
        subjects: subjects.into_boxed_slice(),
        clauses: clauses as u32,
        judgements: judgements.into_boxed_slice(),
        gaps: gaps.into_boxed_slice(),
        witnesses: witnesses.into_boxed_slice(),
        bindings: bindings.into_boxed_slice(),
    }
}
