//! What it means to have a capability: layers of claims, the nearest deciding, and switches upon them. Pure.

use std::sync::Arc;

use zcc_syntax::ast::ClaimKind;

use super::versions::{Bound, covers};
use crate::facts::{CapabilityEntry, CapabilityTable, Mechanism, MechanismState, Origin, With};
use crate::ids::{CapabilityId, Entity};
use crate::value::{Truth, Value, Version};

/// A claim, resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimModel {
    /// `provides`, `offers` or `lacks`
    pub kind: ClaimKind,
    /// Which capability.
    pub capability: CapabilityId,
    /// By position of the capability's parameters.
    pub parameters: Box<[Option<Value>]>,
    /// The firmware that it is for: `since`, `until` and what a certificate adds.
    pub firmware: Box<[Bound]>,
    /// The last day on which its evidence holds.
    pub evidence_until: Option<i32>,
    /// What another component must have.
    pub with: Option<CapabilityId>,
    /// Where it was written.
    pub origin: Origin,
}

/// What all layers come to: for each capability that any of them mentions, the claims of the nearest that does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers(pub Box<[LayeredCapability]>);

/// A capability with the claims that decide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayeredCapability {
    /// Which.
    pub capability: CapabilityId,
    /// All claims of the deciding layer; either all `lacks` or none.
    pub claims: Arc<[ClaimModel]>,
}

impl Layers {
    /// What decides `capability`, if it is mentioned.
    pub fn get(&self, capability: CapabilityId) -> Option<&LayeredCapability> {
        self.0.binary_search_by_key(&capability, |entry| entry.capability).ok().map(|at| &self.0[at])
    }
}

/// What laying claims over others brought to light.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayerProblem {
    /// A claim hides what a farther layer says of its capability.
    Hides {
        /// The claim.
        by: Origin,
        /// The first of the claims that it hides.
        hidden: Origin,
        /// What that claim says.
        hidden_kind: ClaimKind,
        /// Of which capability.
        capability: CapabilityId,
    },
    /// One layer says both that it is there and that it is not.
    Contradicts {
        /// The claim that it is there.
        has: Origin,
        /// The claim that it is not.
        lacks: Origin,
        /// Of which capability.
        capability: CapabilityId,
    },
}

/// The claims of one layer by capability, and what is odd about them over what farther layers come to.
fn layer(near: &[ClaimModel], far: &Layers) -> (Vec<LayeredCapability>, Vec<LayerProblem>) {
    let mut problems = Vec::new();
    let mut sorted: Vec<&ClaimModel> = near.iter().collect();
    sorted.sort_by_key(|claim| claim.capability);
    let mut own: Vec<LayeredCapability> = Vec::new();
    for claims in sorted.chunk_by(|a, b| a.capability == b.capability) {
        let capability = claims[0].capability;
        let lacks = claims.iter().find(|claim| claim.kind == ClaimKind::Lacks);
        let has = claims.iter().find(|claim| claim.kind != ClaimKind::Lacks);
        if let (Some(has), Some(lacks)) = (has, lacks) {
            problems.push(LayerProblem::Contradicts { has: has.origin, lacks: lacks.origin, capability });
        }
        if let Some(hidden) = far.get(capability).and_then(|far| far.claims.first()) {
            problems.push(LayerProblem::Hides {
                by: claims[0].origin,
                hidden: hidden.origin,
                hidden_kind: hidden.kind,
                capability,
            });
        }
        let claims = claims.iter().filter(|claim| lacks.is_none() || claim.kind == ClaimKind::Lacks);
        own.push(LayeredCapability { capability, claims: claims.map(|claim| (*claim).clone()).collect() });
    }
    (own, problems)
}

/// Lays the claims of one layer over what farther layers come to.
pub fn lay_over(near: &[ClaimModel], far: &Layers) -> (Layers, Vec<LayerProblem>) {
    if near.is_empty() {
        return (far.clone(), Vec::new());
    }
    let (own, problems) = layer(near, far);
    (merged(own, far), problems)
}

fn merged(own: Vec<LayeredCapability>, far: &Layers) -> Layers {
    let mut merged = Vec::with_capacity(own.len() + far.0.len());
    let mut own = own.into_iter().peekable();
    for entry in &far.0 {
        while let Some(nearer) = own.next_if(|nearer| nearer.capability < entry.capability) {
            merged.push(nearer);
        }
        match own.next_if(|nearer| nearer.capability == entry.capability) {
            Some(nearer) => merged.push(nearer),
            None => merged.push(entry.clone()),
        }
    }
    merged.extend(own);
    Layers(merged.into_boxed_slice())
}

/// `enable` or `disable` of one capability or of all, resolved.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SwitchModel {
    /// Whether it says `enable`.
    pub enable: bool,
    /// Which; `None` is `all`.
    pub capability: Option<CapabilityId>,
    /// What `enable C { p: v }` fixes, by position of the parameter.
    pub fixed: Box<[(u16, Value)]>,
    /// The component that `with` names.
    pub with: Option<Partner>,
}

/// What `with` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Partner {
    /// A component.
    Component(Entity),
    /// Something that is not there; that was reported.
    Unresolved,
}

/// What is wrong with a switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchProblem {
    /// Its position in the list that was given.
    pub switch: u32,
    /// What.
    pub kind: SwitchProblemKind,
}

/// What can be wrong with a switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwitchProblemKind {
    /// `enable C` where C is not offered, but this is said of it (`None`: nothing).
    NotOffered(Option<(ClaimKind, Origin)>),
    /// `enable C { p: v }` where every offer of C says another p.
    Contradicts(Origin),
    /// `enable C` where the offer needs a partner.
    NeedsPartner(CapabilityId, Origin),
    /// `enable C with x` where no offer needs a partner.
    TakesNoPartner(Origin),
    /// `disable C` where there is no C to switch off.
    NothingToDisable,
    /// The same capability enabled and disabled by name; the other switch.
    Both(u32),
    /// `enable all` leaves these off, for they need a partner each.
    LeavesOff(Box<[CapabilityId]>),
}

/// What the switches make of layers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switched {
    /// What is had.
    pub table: Arc<CapabilityTable>,
    /// What is wrong with the switches.
    pub problems: Box<[SwitchProblem]>,
}

/// Sets the switches of a thing of `firmware` on the day `as_of`.
pub fn switch(layers: &Layers, firmware: Option<&Version>, as_of: i32, switches: &[SwitchModel]) -> Switched {
    let entries = layers.0.iter().map(|layered| entry(layered, firmware, as_of, switches)).collect();
    Switched { table: Arc::new(CapabilityTable::new(entries)), problems: switch_problems(layers, switches) }
}

/// The same for a thing with claims of its own, `near`, over `far`, of which the same switches make `shared`: only what it
/// claims itself is worked out anew.
pub fn switch_over(
    near: &[ClaimModel],
    far: &Layers,
    shared: &Switched,
    firmware: Option<&Version>,
    as_of: i32,
    switches: &[SwitchModel],
) -> (Switched, Vec<LayerProblem>) {
    let (own, layer_problems) = layer(near, far);
    let entries = own.iter().map(|layered| entry(layered, firmware, as_of, switches)).collect();
    let table = CapabilityTable::over(entries, &shared.table);
    let concerned = !shared.problems.is_empty()
        || own.iter().any(|layered| is_left_off(layered, switches))
        || switches.iter().any(|switch| near.iter().any(|claim| Some(claim.capability) == switch.capability));
    let problems = if concerned { switch_problems(&merged(own, far), switches) } else { Box::default() };
    (Switched { table, problems }, layer_problems)
}

/// Whether `enable all` leaves a capability off, for it needs a partner.
fn is_left_off(layered: &LayeredCapability, switches: &[SwitchModel]) -> bool {
    switches.iter().any(|switch| switch.enable && switch.capability.is_none())
        && switches.iter().all(|switch| switch.capability != Some(layered.capability))
        && layered.claims.iter().any(|claim| claim.kind == ClaimKind::Offers && claim.with.is_some())
}

fn switch_problems(layers: &Layers, switches: &[SwitchModel]) -> Box<[SwitchProblem]> {
    let left_off = layers.0.iter().filter(|layered| is_left_off(layered, switches));
    let mut left_off: Vec<CapabilityId> = left_off.map(|layered| layered.capability).collect();
    let mut problems = Vec::new();
    for (at, switch) in switches.iter().enumerate() {
        let kind = match switch.capability {
            None if switch.enable && !left_off.is_empty() => {
                Some(SwitchProblemKind::LeavesOff(std::mem::take(&mut left_off).into_boxed_slice()))
            }
            None => None,
            Some(capability) => switch_problem(layers, switches, switch, capability),
        };
        problems.extend(kind.map(|kind| SwitchProblem { switch: at as u32, kind }));
    }
    problems.into_boxed_slice()
}

fn entry(
    layered: &LayeredCapability,
    firmware: Option<&Version>,
    as_of: i32,
    switches: &[SwitchModel],
) -> CapabilityEntry {
    let capability = layered.capability;
    let named = |enable: bool| switches.iter().filter(move |s| s.capability == Some(capability) && s.enable == enable);
    let disabled = named(false).next().is_some();
    let named_enable = named(true).next().is_some();
    let all = switches.iter().any(|switch| switch.enable && switch.capability.is_none());
    let mut mechanisms = Vec::with_capacity(layered.claims.len());
    let mut lacks = None;
    for claim in &*layered.claims {
        let in_range = covers(&claim.firmware, firmware);
        let expired = claim.evidence_until.is_some_and(|until| until < as_of);
        let stands = if expired { in_range.and(Truth::Unknown) } else { in_range };
        if claim.kind == ClaimKind::Lacks && stands == Truth::True {
            lacks = lacks.or(Some(claim.origin));
            continue;
        }
        let by_name = named(true).find(|switch| fits(switch, claim));
        let enabled = !disabled && (by_name.is_some() || (all && !named_enable && claim.with.is_none()));
        let counts = match claim.kind {
            // A `lacks` that may not stand leaves open what holds instead.
            ClaimKind::Lacks => [Truth::Unknown; 3],
            ClaimKind::Provides if disabled => [Truth::False, Truth::True, Truth::False].map(|truth| truth.and(stands)),
            ClaimKind::Provides => [stands; 3],
            ClaimKind::Offers => [enabled.into(), Truth::True, Truth::False].map(|truth: Truth| truth.and(stands)),
        };
        let mut parameters = claim.parameters.clone();
        let mut partner = None;
        if let (true, ClaimKind::Offers, Some(switch)) = (enabled, claim.kind, by_name) {
            for (position, value) in &switch.fixed {
                if let Some(parameter) = parameters.get_mut(usize::from(*position)) {
                    *parameter = Some(value.clone());
                }
            }
            if let Some(Partner::Component(entity)) = switch.with {
                partner = Some(entity);
            }
        }
        let state = match () {
            () if in_range == Truth::False => MechanismState::OtherFirmware,
            () if disabled && claim.kind != ClaimKind::Lacks => MechanismState::Disabled,
            () if claim.kind == ClaimKind::Offers && !enabled => MechanismState::NotEnabled,
            () if in_range == Truth::Unknown => MechanismState::FirmwareUnknown,
            () if expired => MechanismState::EvidenceExpired,
            () if claim.kind == ClaimKind::Offers => MechanismState::Enabled,
            () => MechanismState::On,
        };
        let with = claim.with.map(|needs| With { needs, partner });
        mechanisms.push(Mechanism { counts, parameters, with, origin: claim.origin, switch: None, state });
    }
    if lacks.is_some() {
        mechanisms.clear();
    }
    CapabilityEntry::new(capability, mechanisms, lacks)
}

fn agrees(switch: &SwitchModel, claim: &ClaimModel) -> bool {
    switch.fixed.iter().all(|(position, value)| {
        claim.parameters.get(usize::from(*position)).is_none_or(|stated| stated.as_ref().is_none_or(|s| s == value))
    })
}

fn fits(switch: &SwitchModel, claim: &ClaimModel) -> bool {
    claim.kind == ClaimKind::Offers && switch.with.is_some() == claim.with.is_some() && agrees(switch, claim)
}

fn switch_problem(
    layers: &Layers,
    switches: &[SwitchModel],
    switch: &SwitchModel,
    capability: CapabilityId,
) -> Option<SwitchProblemKind> {
    let claims = layers.get(capability).map_or(&[][..], |layered| &*layered.claims);
    if !switch.enable {
        let there = claims.iter().any(|claim| claim.kind != ClaimKind::Lacks);
        return (!there).then_some(SwitchProblemKind::NothingToDisable);
    }
    let other = switches.iter().position(|other| !other.enable && other.capability == Some(capability));
    if let Some(other) = other {
        return Some(SwitchProblemKind::Both(other as u32));
    }
    if claims.iter().any(|claim| fits(switch, claim)) {
        return None;
    }
    let offered: Vec<&ClaimModel> = claims.iter().filter(|claim| claim.kind == ClaimKind::Offers).collect();
    Some(match offered.first() {
        None => SwitchProblemKind::NotOffered(claims.first().map(|claim| (claim.kind, claim.origin))),
        Some(first) => match offered.iter().find(|claim| agrees(switch, claim)) {
            None => SwitchProblemKind::Contradicts(first.origin),
            Some(claim) => match claim.with {
                Some(needs) => SwitchProblemKind::NeedsPartner(needs, claim.origin),
                None => SwitchProblemKind::TakesNoPartner(claim.origin),
            },
        },
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use zcc_base::Anchor;

    use super::*;
    use crate::model::versions::parse_range;

    const C: CapabilityId = CapabilityId(3);
    const D: CapabilityId = CapabilityId(5);

    fn claim(kind: ClaimKind, index: u32) -> ClaimModel {
        ClaimModel {
            kind,
            capability: C,
            parameters: Box::new([None]),
            firmware: Box::new([]),
            evidence_until: None,
            with: None,
            origin: Origin { anchor: Anchor(1), index },
        }
    }

    fn one(claims: &[ClaimModel]) -> Layers {
        lay_over(claims, &Layers::default()).0
    }

    fn enable() -> SwitchModel {
        SwitchModel { enable: true, capability: Some(C), fixed: Box::new([]), with: None }
    }

    fn disable() -> SwitchModel {
        SwitchModel { enable: false, ..enable() }
    }

    fn all() -> SwitchModel {
        SwitchModel { capability: None, ..enable() }
    }

    fn counts(layers: &Layers, switches: &[SwitchModel]) -> [Truth; 3] {
        switch(layers, None, 0, switches).table.entries()[0].mechanisms[0].counts
    }

    #[test]
    fn modes_follow_the_switches() {
        use Truth::{False, True};
        let provides = one(&[claim(ClaimKind::Provides, 0)]);
        let offers = one(&[claim(ClaimKind::Offers, 0)]);
        assert_eq!(counts(&provides, &[]), [True, True, True]);
        assert_eq!(counts(&provides, &[disable()]), [False, True, False]);
        assert_eq!(counts(&offers, &[]), [False, True, False]);
        assert_eq!(counts(&offers, &[enable()]), [True, True, False]);
        assert_eq!(counts(&offers, &[all()]), [True, True, False]);
        assert_eq!(counts(&offers, &[all(), disable()]), [False, True, False]);
    }

    #[test]
    fn the_nearest_layer_decides_and_tells_what_it_hides() {
        let far = one(&[claim(ClaimKind::Provides, 7)]);
        let (layers, problems) = lay_over(&[claim(ClaimKind::Lacks, 1)], &far);
        assert_eq!(layers.0.len(), 1);
        assert_eq!(layers.0[0].claims[0].kind, ClaimKind::Lacks);
        assert!(matches!(problems[..], [LayerProblem::Hides { hidden, .. }] if hidden.index == 7));
    }

    #[test]
    fn having_and_lacking_in_one_layer_contradict() {
        let (_, problems) = lay_over(&[claim(ClaimKind::Offers, 0), claim(ClaimKind::Lacks, 1)], &Layers::default());
        assert!(matches!(problems[..], [LayerProblem::Contradicts { .. }]));
    }

    #[test]
    fn several_claims_of_one_layer_stay_apart() {
        let layers = one(&[claim(ClaimKind::Offers, 0), claim(ClaimKind::Provides, 1)]);
        assert_eq!(switch(&layers, None, 0, &[]).table.entries()[0].mechanisms.len(), 2);
    }

    #[test]
    fn enabling_fixes_parameters_and_passes_over_claims_that_contradict() {
        let said = |value| ClaimModel { parameters: Box::new([value]), ..claim(ClaimKind::Offers, 0) };
        let layers = one(&[said(Some(Value::Bool(false))), said(None)]);
        let fixing = SwitchModel { fixed: Box::new([(0, Value::Bool(true))]), ..enable() };
        let table = switch(&layers, None, 0, std::slice::from_ref(&fixing)).table;
        let states: Vec<_> = table.entries()[0].mechanisms.iter().map(|m| (m.state, m.parameters[0].clone())).collect();
        assert_eq!(
            states,
            [
                (MechanismState::NotEnabled, Some(Value::Bool(false))),
                (MechanismState::Enabled, Some(Value::Bool(true)))
            ]
        );
        let problems = switch(&one(&[said(Some(Value::Bool(false)))]), None, 0, &[fixing]).problems;
        assert!(matches!(problems[0].kind, SwitchProblemKind::Contradicts(_)));
    }

    #[test]
    fn all_leaves_off_what_needs_a_partner() {
        let layers = one(&[ClaimModel { with: Some(D), ..claim(ClaimKind::Offers, 0) }]);
        let switched = switch(&layers, None, 0, &[all()]);
        assert_eq!(switched.problems[0].kind, SwitchProblemKind::LeavesOff(Box::new([C])));
        assert_eq!(switched.table.entries()[0].mechanisms[0].state, MechanismState::NotEnabled);
        let problems = switch(&layers, None, 0, &[enable()]).problems;
        assert!(matches!(problems[0].kind, SwitchProblemKind::NeedsPartner(D, _)));
        let partner = Entity::Site;
        let with = SwitchModel { with: Some(Partner::Component(partner)), ..enable() };
        let switched = switch(&layers, None, 0, &[with]);
        assert!(switched.problems.is_empty());
        assert_eq!(switched.table.entries()[0].mechanisms[0].with, Some(With { needs: D, partner: Some(partner) }));
    }

    #[test]
    fn enabling_what_is_not_offered_or_also_disabled_is_wrong() {
        let provides = one(&[claim(ClaimKind::Provides, 0)]);
        let problem = |layers: &Layers, switches: &[SwitchModel]| switch(layers, None, 0, switches).problems;
        assert!(matches!(
            problem(&provides, &[enable()])[0].kind,
            SwitchProblemKind::NotOffered(Some((ClaimKind::Provides, _)))
        ));
        assert!(matches!(problem(&Layers::default(), &[enable()])[0].kind, SwitchProblemKind::NotOffered(None)));
        let offers = one(&[claim(ClaimKind::Offers, 0)]);
        assert!(matches!(problem(&offers, &[enable(), disable()])[0].kind, SwitchProblemKind::Both(1)));
        assert_eq!(problem(&Layers::default(), &[disable()])[0].kind, SwitchProblemKind::NothingToDisable);
    }

    #[test]
    fn firmware_and_evidence_decide_whether_a_claim_stands() {
        let bounds = parse_range(">= 4.2").unwrap().bounds;
        let layers = one(&[ClaimModel { firmware: bounds, ..claim(ClaimKind::Provides, 0) }]);
        let state = |text: Option<&str>| {
            let version = text.and_then(Version::parse);
            let table = switch(&layers, version.as_ref(), 0, &[]).table;
            (table.entries()[0].mechanisms[0].state, table.entries()[0].mechanisms[0].counts[0])
        };
        assert_eq!(state(None), (MechanismState::FirmwareUnknown, Truth::Unknown));
        assert_eq!(state(Some("4.1")), (MechanismState::OtherFirmware, Truth::False));
        assert_eq!(state(Some("4.10")), (MechanismState::On, Truth::True));

        let dated = one(&[ClaimModel { evidence_until: Some(10), ..claim(ClaimKind::Provides, 0) }]);
        assert_eq!(switch(&dated, None, 10, &[]).table.entries()[0].mechanisms[0].state, MechanismState::On);
        assert_eq!(switch(&dated, None, 11, &[]).table.entries()[0].mechanisms[0].counts, [Truth::Unknown; 3]);
    }

    #[test]
    fn a_lack_that_may_not_stand_leaves_it_open() {
        let layers = one(&[ClaimModel { evidence_until: Some(10), ..claim(ClaimKind::Lacks, 0) }]);
        let table = switch(&layers, None, 11, &[]).table;
        assert_eq!(table.entries()[0].lacks, None);
        assert_eq!(table.entries()[0].mechanisms[0].counts, [Truth::Unknown; 3]);
        assert!(switch(&layers, None, 10, &[]).table.entries()[0].lacks.is_some());
    }
}
