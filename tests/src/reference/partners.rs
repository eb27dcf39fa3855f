//! `offers C with D`: whether another component has what a claim needs. The least solution, by trying until nothing
//! changes: claims that only lean on each other grant nothing.

use zcc_syntax::ast::{BlockKind, MemberKind};

use super::evaluate::{Env, World};
use super::rules::last;
use super::truth::{Mode, Truth};
use super::value::Entity;

impl World<'_> {
    /// Whether the partner of a claim is there, as far as that is known by now.
    pub(super) fn partner(&self, entity: Entity, capability: &str, position: usize, mode: Mode) -> Truth {
        if matches!(entity, Entity::Product(_) | Entity::Protocol(_)) {
            return Truth::True;
        }
        let known = self.partners.borrow();
        known.get(&(entity, capability.to_owned(), position, mode)).copied().unwrap_or(Truth::False)
    }

    /// Works out all partners.
    pub(super) fn find_partners(&self) {
        let capabilities: Vec<&String> =
            self.rules.capabilities.keys().filter(|name| self.has_claims_with(name)).collect();
        let components: Vec<Entity> = (0..self.model.components.len()).map(Entity::Component).collect();
        let mut things = components.clone();
        things.extend((0..self.model.channels.len()).map(Entity::Channel));
        loop {
            let mut changed = false;
            for mode in [Mode::Achieved, Mode::Helpful, Mode::Harmful] {
                for entity in &things {
                    for capability in &capabilities {
                        for (position, mechanism) in self.mechanisms(*entity, capability).iter().flatten().enumerate() {
                            let Some((needs, named)) = &mechanism.with else { continue };
                            let truth = if mode == Mode::Helpful {
                                let others = components.iter().filter(|other| *other != entity);
                                others.fold(Truth::False, |any, other| {
                                    any.or(self.has(*other, needs, None, &Env::default(), mode))
                                })
                            } else {
                                let reached =
                                    named.filter(|partner| partner != entity && self.is_reached(*entity, *partner));
                                reached.map_or(Truth::False, |partner| {
                                    self.has(partner, needs, None, &Env::default(), mode)
                                })
                            };
                            let key = (*entity, (*capability).clone(), position, mode);
                            changed |= self.partners.borrow_mut().insert(key, truth).unwrap_or(Truth::False) != truth;
                        }
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// Whether any block claims a capability `with` another: it need not be asked of the others.
    fn has_claims_with(&self, capability: &str) -> bool {
        let libraries = self.rules.libraries.iter().map(|(block, _)| block);
        let model = self.model.components.iter().chain(&self.model.channels).map(|asset| &asset.block);
        libraries.chain(model).filter(|block| block.kind != BlockKind::Certificate).any(|block| {
            block.members.iter().any(|member| match &member.kind {
                MemberKind::Claims { claims, .. } => {
                    claims.iter().any(|claim| claim.with.is_some() && last(&claim.capability) == capability)
                }
                _ => false,
            })
        })
    }

    /// Whether a thing can reach a component: in the same place, or along a conduit that carries traffic to it; what is
    /// in a conduit along that conduit.
    fn is_reached(&self, from: Entity, to: Entity) -> bool {
        let model = self.model;
        match (self.place_of(from), self.place_of(to)) {
            (from, to) if from == to => true,
            (Entity::Zone(from), Entity::Zone(to)) => {
                (0..model.conduits.len()).any(|conduit| model.carries(conduit, from, to))
            }
            (Entity::Zone(from), Entity::Conduit(to)) => {
                model.entries(from).into_iter().any(|entry| model.takes_from(to, entry))
            }
            (Entity::Conduit(from), Entity::Zone(to)) => {
                model.entries(to).into_iter().any(|entry| model.gives_to(from, entry))
            }
            (Entity::Conduit(from), Entity::Conduit(to)) => {
                (0..model.zones.len()).any(|zone| model.gives_to(from, zone) && model.takes_from(to, zone))
            }
            _ => false,
        }
    }
}
