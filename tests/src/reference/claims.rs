//! What it means to have a capability.

use zcc_syntax::ast::{Block, BlockKind, Claim, ClaimKind, ExprKind, Field, Head, MemberKind, Switch};

use super::evaluate::{Bound, Env, World};
use super::model::paths;
use super::rules::{last, name_of, path_text, written};
use super::truth::{Mode, Truth};
use super::value::{Entity, Value, Version, constant, equal, version};

/// One claim that may grant a capability.
pub(super) struct Mechanism<'a> {
    /// Whether it counts, in a mode, `with` aside.
    counts: [Truth; 3],
    /// The fields of the claim, those that `enable` fixes first.
    fields: Vec<&'a Field>,
    /// What another component must have, and which the site names.
    pub with: Option<(String, Option<Entity>)>,
}

impl Mechanism<'_> {
    /// Whether it may count or not, as the switches are set.
    pub(super) fn is_switchable(&self) -> bool {
        self.counts[Mode::Helpful as usize] != self.counts[Mode::Harmful as usize]
    }
}

/// A block of claims, and the versions of the firmware that it speaks of (a certificate's).
struct Layer<'a> {
    block: &'a Block,
    versions: Vec<String>,
}

fn claims_of<'a>(layer: &[Layer<'a>], capability: &str) -> Vec<(ClaimKind, &'a Claim, Vec<String>)> {
    let mut found = Vec::new();
    for part in layer {
        for member in &part.block.members {
            let MemberKind::Claims { kind, claims } = &member.kind else { continue };
            for claim in claims.iter().filter(|claim| last(&claim.capability) == capability) {
                found.push((*kind, claim, part.versions.clone()));
            }
        }
    }
    found
}

/// Whether a version lies within bounds such as `>= 4.0, < 5`; unknown where nobody states it.
fn is_covered(bounds: &str, firmware: Option<&Version>) -> Truth {
    bounds.split(',').map(str::trim).fold(Truth::True, |all, bound| {
        let split = bound.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let (operator, wanted) = (bound[..split].trim(), version(bound[split..].trim()));
        let Some(firmware) = firmware else { return all.and(Truth::Unknown) };
        all.and(Truth::from(match operator {
            ">=" => *firmware >= wanted,
            ">" => *firmware > wanted,
            "<=" => *firmware <= wanted,
            "<" => *firmware < wanted,
            _ => *firmware == wanted,
        }))
    })
}

impl<'a> World<'a> {
    /// Who says something of the capabilities of a thing, nearest first.
    fn layers(&self, entity: Entity) -> Vec<Vec<Layer<'a>>> {
        let plain = |block: &'a Block| vec![Layer { block, versions: Vec::new() }];
        let site = self.model.site.iter().map(plain);
        match entity {
            Entity::Site => site.collect(),
            Entity::Conduit(conduit) => {
                std::iter::once(plain(&self.model.conduits[conduit].block)).chain(site).collect()
            }
            Entity::Zone(zone) => {
                let outwards = std::iter::successors(Some(zone), |zone| self.model.zones[*zone].parent);
                outwards.map(|zone| plain(&self.model.zones[zone].block)).chain(site).collect()
            }
            Entity::Component(_) | Entity::Channel(_) => {
                let own = self.block(entity);
                let mut layers = vec![plain(own)];
                if let Some(base) = self.rules.base_of(own) {
                    layers.extend(self.library_layers(base));
                }
                // A certificate for other firmware is as if not there.
                let firmware = self.firmware(entity);
                for layer in &mut layers {
                    layer.retain(|part| {
                        part.versions.iter().all(|bounds| is_covered(bounds, firmware.as_ref()) != Truth::False)
                    });
                }
                layers
            }
            Entity::Product(at) | Entity::Protocol(at) => self.library_layers(at),
        }
    }

    /// A product or protocol, its profiles with those of its certificates, their profiles, and so on.
    fn library_layers(&self, at: usize) -> Vec<Vec<Layer<'a>>> {
        let base = &self.rules.libraries[at].0;
        let mut layers = vec![vec![Layer { block: base, versions: Vec::new() }]];
        loop {
            let mut next = Vec::new();
            for layer in layers.last().into_iter().flatten() {
                for member in &layer.block.members {
                    let MemberKind::Include(names) = &member.kind else { continue };
                    for name in names {
                        let profile = self.rules.library(BlockKind::Profile, &last(name)).expect("the profile exists");
                        next.push(Layer { block: &self.rules.libraries[profile].0, versions: layer.versions.clone() });
                    }
                }
            }
            if layers.len() == 1 {
                next.extend(self.certified(base));
            }
            if next.is_empty() {
                return layers;
            }
            layers.push(next);
        }
    }

    /// The profiles that valid certificates grant a product.
    fn certified(&self, product: &Block) -> Vec<Layer<'a>> {
        let mut found = Vec::new();
        for (certificate, _) in &self.rules.libraries {
            if certificate.kind != BlockKind::Certificate || product.kind != BlockKind::Product {
                continue;
            }
            let products = written(certificate, "for").map(paths).unwrap_or_default();
            if !products.iter().any(|name| name.rsplit('.').next() == Some(&name_of(product))) {
                continue;
            }
            let day = |name: &str| written(certificate, name).map(|value| constant(value).number().0);
            if day("valid_from").is_some_and(|first| self.model.today < first)
                || day("valid_until").is_some_and(|last| self.model.today > last)
            {
                continue;
            }
            let name = written(certificate, "profile").and_then(super::value::dotted).unwrap_or_default();
            let name = name.rsplit('.').next().unwrap_or_default().to_owned();
            let profile = self.rules.library(BlockKind::Profile, &name).expect("the profile exists");
            let versions = written(certificate, "versions").map(constant).map(|value| match value {
                Value::Text(text) => text,
                other => panic!("{other:?} are no versions"),
            });
            found.push(Layer { block: &self.rules.libraries[profile].0, versions: versions.into_iter().collect() });
        }
        found
    }

    fn firmware(&self, entity: Entity) -> Option<Version> {
        match entity {
            Entity::Component(_) => match self.attribute(entity, "firmware") {
                Value::Version(firmware) => Some(firmware),
                _ => None,
            },
            _ => None,
        }
    }

    /// How true it is that a claim holds at all: of this firmware, with evidence that has not expired.
    fn stands(&self, entity: Entity, claim: &Claim, versions: &[String]) -> Truth {
        let firmware = self.firmware(entity);
        let mut truth = Truth::True;
        for bounds in versions {
            truth = truth.and(is_covered(bounds, firmware.as_ref()));
        }
        for field in &claim.fields {
            match (&*field.name.text, constant(&field.value), &field.value.kind) {
                ("since", Value::Text(text), _) => {
                    truth = truth.and(is_covered(&format!(">= {text}"), firmware.as_ref()));
                }
                ("until", Value::Text(text), _) => {
                    truth = truth.and(is_covered(&format!("< {text}"), firmware.as_ref()));
                }
                ("evidence", _, ExprKind::Record(parts)) => {
                    let until = parts.iter().find(|part| part.name.text == "valid_until");
                    if until.is_some_and(|until| constant(&until.value).number().0 < self.model.today) {
                        truth = truth.and(Truth::Unknown);
                    }
                }
                _ => {}
            }
        }
        truth
    }

    fn switches(&self, entity: Entity, enable: bool) -> Vec<&'a Switch> {
        if !matches!(entity, Entity::Component(_) | Entity::Channel(_)) {
            return Vec::new();
        }
        let own = self.block(entity).members.iter().filter_map(move |member| match &member.kind {
            MemberKind::Switch { enable: on, switches } if *on == enable => Some(switches),
            _ => None,
        });
        own.flatten().collect()
    }

    /// The claims of the layer that decides a capability; `None` where nobody mentions it. A `lacks` that stands leaves
    /// none.
    pub(super) fn mechanisms(&self, entity: Entity, capability: &str) -> Option<Vec<Mechanism<'a>>> {
        let layers = self.layers(entity);
        let deciding = layers.iter().find(|layer| !claims_of(layer, capability).is_empty())?;
        let claims = claims_of(deciding, capability);
        let is_named = |switch: &&Switch| switch.capability.as_ref().is_some_and(|name| last(name) == capability);
        let disabled = self.switches(entity, false).iter().any(is_named);
        let enables = self.switches(entity, true);
        let named: Vec<&Switch> = enables.iter().copied().filter(is_named).collect();
        let everything = enables.iter().any(|switch| switch.capability.is_none()) && named.is_empty();
        let mut found = Vec::new();
        for (kind, claim, versions) in claims {
            let stands = self.stands(entity, claim, &versions);
            let mut fields: Vec<&Field> = claim.fields.iter().collect();
            let mut with = claim.with.as_ref().map(|needs| (last(needs), None));
            let counts = match kind {
                ClaimKind::Lacks if stands == Truth::True => return Some(Vec::new()),
                ClaimKind::Lacks => [Truth::Unknown; 3],
                ClaimKind::Provides => [(!disabled).into(), Truth::True, (!disabled).into()],
                ClaimKind::Offers => {
                    let fits = |switch: &&&Switch| {
                        switch.with.is_some() == claim.with.is_some()
                            && switch.fields.iter().all(|fixed| {
                                let stated = claim.fields.iter().find(|field| field.name.text == fixed.name.text);
                                stated.is_none_or(|stated| {
                                    equal(&constant(&stated.value), &constant(&fixed.value)) == Truth::True
                                })
                            })
                    };
                    let by_name = named.iter().find(fits);
                    let enabled = !disabled && (by_name.is_some() || (everything && claim.with.is_none()));
                    if let (true, Some(switch)) = (enabled, by_name) {
                        fields.splice(0..0, switch.fields.iter());
                        if let (Some((_, partner)), Some(path)) = (&mut with, &switch.with) {
                            let scope = self.model.path(self.place_of(entity));
                            *partner = self.model.find(&path_text(path), &scope);
                        }
                    }
                    [enabled.into(), Truth::True, Truth::False]
                }
            };
            let counts = if kind == ClaimKind::Lacks { counts } else { counts.map(|truth: Truth| truth.and(stands)) };
            found.push(Mechanism { counts, fields, with });
        }
        Some(found)
    }

    /// Whether an end of a channel is said to lack a capability for the channel's protocol.
    fn end_lacks(&self, channel: usize, capability: &str) -> bool {
        let channel = &self.model.channels[channel];
        let Head::Channel { protocol: Some(protocol), .. } = &channel.block.head else { return false };
        let ends = channel.ends.expect("a channel has ends");
        [ends.0, ends.1].into_iter().any(|end| {
            let own = &self.model.components[end].block;
            let product = self.rules.base_of(own).map(|at| &self.rules.libraries[at].0);
            [Some(own), product].into_iter().flatten().flat_map(|block| &block.members).any(|member| {
                let MemberKind::Speaks(spoken) = &member.kind else { return false };
                spoken.iter().filter(|spoken| last(&spoken.protocol) == last(protocol)).any(|spoken| {
                    spoken.members.iter().any(|member| match &member.kind {
                        MemberKind::Claims { claims, .. } => {
                            claims.iter().any(|claim| last(&claim.capability) == capability)
                        }
                        _ => false,
                    })
                })
            })
        })
    }

    /// `entity has capability where condition`
    pub(super) fn has(
        &self,
        entity: Entity,
        capability: &str,
        condition: Option<&'a zcc_syntax::ast::Expr>,
        env: &Env<'a>,
        mode: Mode,
    ) -> Truth {
        if let Entity::Channel(channel) = entity
            && self.end_lacks(channel, capability)
        {
            return Truth::False;
        }
        let Some(mechanisms) = self.mechanisms(entity, capability) else { return Truth::Unknown };
        let mut any = Truth::False;
        for (position, mechanism) in mechanisms.iter().enumerate() {
            let in_mode = |mode: Mode| {
                let partner = match mechanism.with {
                    Some(_) => self.partner(entity, capability, position, mode),
                    None => Truth::True,
                };
                mechanism.counts[mode as usize].and(partner)
            };
            let mut truth = in_mode(mode);
            if mechanism.is_switchable()
                && let Some(on) = self.switches.ask((entity, capability.to_owned(), position), mode)
            {
                // Set to be on, a claim with a partner counts where some other component is capable of what it needs.
                truth = if on { in_mode(Mode::Helpful) } else { mechanism.counts[Mode::Harmful as usize] };
            }
            if truth != Truth::False
                && let Some(condition) = condition
            {
                let mut inner = env.clone();
                for name in &self.rules.capabilities[capability] {
                    inner = inner.with(name, Bound::Value(parameter(mechanism, name)));
                }
                truth = truth.and(self.truth(condition, &inner, mode));
            }
            any = any.or(truth);
        }
        any
    }
}

/// What a claim says of a parameter; what it does not say is unknown.
fn parameter(mechanism: &Mechanism<'_>, name: &str) -> Value {
    let field = mechanism.fields.iter().find(|field| field.name.text == name);
    field.map_or(Value::Unknown, |field| constant(&field.value))
}
