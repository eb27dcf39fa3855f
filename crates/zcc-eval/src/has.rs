//! What it means to have a capability.

use zcc_hir::expr::Expr;
use zcc_hir::facts::{CapabilityEntry, ChannelFacts, Mode};
use zcc_hir::ids::{CapabilityId, Entity};
use zcc_hir::value::Truth;

use crate::eval::Eval;

impl<'w> Eval<'w> {
    /// `entity has capability where condition`: true if some counting claim makes the condition true; else unknown if it
    /// is unknown for one, or if nothing at all is stated about the capability; else false.
    pub(crate) fn has(
        &mut self,
        entity: Entity,
        capability: CapabilityId,
        condition: Option<&'w Expr>,
        mode: Mode,
    ) -> Truth {
        let entry = match entity {
            Entity::Component(place, index) => {
                self.component(place, index).and_then(|component| component.capabilities.get(capability))
            }
            Entity::Channel(place, index) => {
                let Some(channel) = self.place(place).and_then(|facts| facts.channels.get(index as usize)) else {
                    return Truth::Unknown;
                };
                if self.end_without(channel, capability).is_some() {
                    return Truth::False;
                }
                channel.capabilities.get(capability)
            }
            Entity::Zone(place) | Entity::Conduit(place) => {
                let table = match self.known_place(place) {
                    Some(facts) => Some(&*facts.capabilities),
                    None => self.world.place_capabilities(place),
                };
                table.and_then(|table| table.get(capability))
            }
            other => self.world.capabilities_of(other).and_then(|table| table.get(capability)),
        };
        match self.mended(entity, capability).or(entry) {
            Some(entry) => self.entry(entity, entry, condition, mode),
            None => Truth::Unknown,
        }
    }

    /// The end of a channel that is said to lack the capability for its protocol.
    pub(crate) fn end_without(&mut self, channel: &'w ChannelFacts, capability: CapabilityId) -> Option<Entity> {
        let protocol = channel.protocol?;
        [channel.from, channel.to].into_iter().flatten().find(|end| {
            let Entity::Component(place, index) = *end else { return false };
            self.component(place, index).is_some_and(|component| {
                component
                    .speaks
                    .iter()
                    .any(|spoken| spoken.protocol == protocol && spoken.lacks.binary_search(&capability).is_ok())
            })
        })
    }

    #[inline]
    fn entry(&mut self, entity: Entity, entry: &'w CapabilityEntry, condition: Option<&'w Expr>, mode: Mode) -> Truth {
        if let (Some(counts), None, None) = (&entry.counts, condition, self.switches) {
            return counts[mode as usize];
        }
        let mut any = Truth::False;
        for position in 0..entry.mechanisms.len() {
            any = any.or(self.mechanism_holds(entity, entry, position, condition, mode));
            if any == Truth::True {
                break;
            }
        }
        any
    }

    /// Whether one claim counts, has its partner and makes the condition true.
    pub(crate) fn mechanism_holds(
        &mut self,
        entity: Entity,
        entry: &'w CapabilityEntry,
        position: usize,
        condition: Option<&'w Expr>,
        mode: Mode,
    ) -> Truth {
        if let Some(switches) = self.switches {
            return self.mechanism_switched(switches, entity, entry, position, condition, mode);
        }
        let Some(claim) = entry.mechanisms.get(position) else { return Truth::False };
        let mut counts = claim.counts[mode as usize];
        if counts != Truth::False && claim.with.is_some() {
            counts = counts.and(self.partner(entity, entry.capability, position, mode));
        }
        if counts == Truth::False {
            return counts;
        }
        let Some(condition) = condition else { return counts };
        let outer = self.mechanism.replace(claim);
        let holds = self.truth(condition, mode);
        self.mechanism = outer;
        counts.and(holds)
    }

    /// Whether the partner that a claim needs is there. On a product (or a protocol) alone it is taken to be.
    pub(crate) fn partner(&self, entity: Entity, capability: CapabilityId, position: usize, mode: Mode) -> Truth {
        match entity {
            Entity::Product(_) | Entity::Protocol(_) => Truth::True,
            _ => self.world.partners().truth(entity, capability, position, mode),
        }
    }
}
