//! Switches upon layers of claims: what it means to have a capability. Pure.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use zcc_syntax::ast::ClaimKind;

use super::claims::{ClaimModel, LayerProblem, LayeredCapability, Layers, layer, merged};
use super::versions::covers;
use crate::facts::{CapabilityEntry, CapabilityTable, Mechanism, MechanismState, Origin, With};
use crate::ids::{CapabilityId, Entity};
use crate::value::{Truth, Value, Version};

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
    /// `enable C` where an earlier switch has enabled, in its own way, every offer that this one could.
    Overridden(u32),
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
    let layers = &*layers.on(firmware);
    let by_capability = SwitchesOf::new(switches);
    let entries = entries(&layers.0, firmware, as_of, &by_capability);
    Switched { table: Arc::new(CapabilityTable::new(entries)), problems: switch_problems(layers, &by_capability) }
}

/// What the switches make of one capability, of layers that are already those of the firmware. `None` where one of them
/// names it and is refused.
pub(crate) fn switched_entry(
    layers: &Layers,
    firmware: Option<&Version>,
    as_of: i32,
    switches: &[SwitchModel],
    capability: CapabilityId,
) -> Option<CapabilityEntry> {
    let by_capability = SwitchesOf::new(switches);
    let named = by_capability.of(capability);
    if named.iter().any(|(at, _)| switch_problem(layers, &by_capability, *at, capability).is_some()) {
        return None;
    }
    Some(entry(layers.get(capability)?, firmware, as_of, &named, by_capability.enable_all))
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
    let far = &*far.on(firmware);
    let by_capability = SwitchesOf::new(switches);
    let (own, layer_problems) = layer(near, far);
    let entries = entries(&own, firmware, as_of, &by_capability);
    let table = CapabilityTable::over(entries, &shared.table);
    let concerned = !shared.problems.is_empty()
        || own
            .iter()
            .any(|layered| by_capability.is_left_off(layered) || !by_capability.of(layered.capability).is_empty());
    let problems = if concerned { switch_problems(&merged(own, far), &by_capability) } else { Box::default() };
    (Switched { table, problems }, layer_problems)
}

fn entries(
    layers: &[LayeredCapability],
    firmware: Option<&Version>,
    as_of: i32,
    switches: &SwitchesOf<'_>,
) -> Vec<CapabilityEntry> {
    let made = |layered: &LayeredCapability| {
        entry(layered, firmware, as_of, &switches.of(layered.capability), switches.enable_all)
    };
    layers.iter().map(made).collect()
}

fn switch_problems(layers: &Layers, switches: &SwitchesOf<'_>) -> Box<[SwitchProblem]> {
    let left_off = layers.0.iter().filter(|layered| switches.is_left_off(layered));
    let mut left_off: Vec<CapabilityId> = left_off.map(|layered| layered.capability).collect();
    let mut problems = Vec::new();
    for (at, switch) in switches.switches.iter().enumerate() {
        let kind = match switch.capability {
            None if switch.enable && !left_off.is_empty() => {
                Some(SwitchProblemKind::LeavesOff(std::mem::take(&mut left_off).into_boxed_slice()))
            }
            None => None,
            Some(capability) => switch_problem(layers, switches, at as u32, capability),
        };
        problems.extend(kind.map(|kind| SwitchProblem { switch: at as u32, kind }));
    }
    problems.into_boxed_slice()
}

/// Switches by capability, where there are so many that looking through all would take long.
struct SwitchesOf<'a> {
    switches: &'a [SwitchModel],
    /// Whether one says `enable all`.
    enable_all: bool,
    by_capability: Option<FxHashMap<CapabilityId, Vec<u32>>>,
}

impl<'a> SwitchesOf<'a> {
    fn new(switches: &'a [SwitchModel]) -> Self {
        const FEW: usize = 16;
        let by_capability = (switches.len() > FEW).then(|| {
            let mut found: FxHashMap<CapabilityId, Vec<u32>> = FxHashMap::default();
            for (at, switch) in switches.iter().enumerate() {
                if let Some(capability) = switch.capability {
                    found.entry(capability).or_default().push(at as u32);
                }
            }
            found
        });
        let enable_all = switches.iter().any(|switch| switch.enable && switch.capability.is_none());
        Self { switches, enable_all, by_capability }
    }

    /// Whether `enable all` leaves a capability off, for it needs a partner.
    fn is_left_off(&self, layered: &LayeredCapability) -> bool {
        self.enable_all
            && layered.claims.iter().any(|claim| claim.kind == ClaimKind::Offers && claim.with.is_some())
            && self.of(layered.capability).is_empty()
    }

    /// The switches that name a capability, with their positions.
    fn of(&self, capability: CapabilityId) -> Vec<(u32, &'a SwitchModel)> {
        let all = (0..).zip(self.switches);
        match &self.by_capability {
            None => all.filter(|(_, switch)| switch.capability == Some(capability)).collect(),
            Some(known) => {
                let positions = known.get(&capability).map(Vec::as_slice).unwrap_or_default();
                positions.iter().map(|at| (*at, &self.switches[*at as usize])).collect()
            }
        }
    }
}

fn entry(
    layered: &LayeredCapability,
    firmware: Option<&Version>,
    as_of: i32,
    switches: &[(u32, &SwitchModel)],
    all: bool,
) -> CapabilityEntry {
    let capability = layered.capability;
    let named = |enable: bool| switches.iter().map(|(_, switch)| *switch).filter(move |s| s.enable == enable);
    let disabled = named(false).next().is_some();
    let named_enable = named(true).next().is_some();
    let mut mechanisms = Vec::with_capacity(layered.claims.len());
    let mut lacks = None;
    for claim in &*layered.claims {
        let in_range = covers(&claim.firmware, firmware).and(covers(&claim.certified, firmware));
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
    switches: &SwitchesOf<'_>,
    at: u32,
    capability: CapabilityId,
) -> Option<SwitchProblemKind> {
    let switch = &switches.switches[at as usize];
    let claims = layers.get(capability).map_or(&[][..], |layered| &*layered.claims);
    if !switch.enable {
        let there = claims.iter().any(|claim| claim.kind != ClaimKind::Lacks);
        return (!there).then_some(SwitchProblemKind::NothingToDisable);
    }
    let other = switches.of(capability).into_iter().find(|(_, other)| !other.enable);
    if let Some((other, _)) = other {
        return Some(SwitchProblemKind::Both(other));
    }
    if let Some(first) = claims.iter().find(|claim| fits(switch, claim)) {
        let named = switches.of(capability);
        let earlier = || named.iter().filter(|(other, _)| *other < at);
        let takes = |claim: &ClaimModel| earlier().find(|(_, earlier)| fits(earlier, claim)).map(|(other, _)| *other);
        let nothing_left = claims.iter().all(|claim| !fits(switch, claim) || takes(claim).is_some());
        return takes(first).filter(|_| nothing_left).map(SwitchProblemKind::Overridden);
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

    use super::super::claims::lay_over;
    use super::super::versions::parse_range;
    use super::*;

    const C: CapabilityId = CapabilityId(3);
    const D: CapabilityId = CapabilityId(5);

    fn claim(kind: ClaimKind, index: u32) -> ClaimModel {
        ClaimModel {
            kind,
            capability: C,
            parameters: Box::new([None]),
            firmware: Box::new([]),
            certified: Box::new([]),
            evidence_until: None,
            with: None,
            origin: Origin::first(Anchor(1), 0).after(index),
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
    fn having_and_lacking_for_different_firmware_do_not_contradict() {
        let bounded = |kind, text: &str| ClaimModel { firmware: parse_range(text).unwrap().bounds, ..claim(kind, 0) };
        let near = [bounded(ClaimKind::Lacks, "< 4.2"), bounded(ClaimKind::Provides, ">= 4.2")];
        let (layers, problems) = lay_over(&near, &Layers::default());
        assert!(problems.is_empty());
        let on = |text: &str| {
            let table = switch(&layers, Version::parse(text).as_ref(), 0, &[]).table;
            let entry = &table.entries()[0];
            let best = entry.mechanisms.iter().map(|mechanism| mechanism.counts[0]).max();
            (entry.lacks.is_some(), best)
        };
        assert_eq!(on("4.1"), (true, None));
        assert_eq!(on("4.2"), (false, Some(Truth::True)));
        let overlapping = [bounded(ClaimKind::Lacks, "<= 4.2"), bounded(ClaimKind::Provides, ">= 4.2")];
        assert_eq!(lay_over(&overlapping, &Layers::default()).1.len(), 1);
    }

    #[test]
    fn a_certificate_for_other_firmware_is_as_if_not_there() {
        let certified = ClaimModel { certified: parse_range("< 5").unwrap().bounds, ..claim(ClaimKind::Lacks, 1) };
        let far = one(&[claim(ClaimKind::Provides, 7)]);
        let layers = lay_over(std::slice::from_ref(&certified), &far).0;
        let entry = |layers: &Layers, text: Option<&str>| {
            let version = text.and_then(Version::parse);
            switch(layers, version.as_ref(), 0, &[]).table.entries().first().map(|entry| (*entry).clone())
        };
        assert!(entry(&layers, Some("4")).unwrap().lacks.is_some());
        assert_eq!(entry(&layers, Some("5")).unwrap().mechanisms[0].origin.index, 7);
        assert_eq!(entry(&layers, None).unwrap().mechanisms[0].counts, [Truth::Unknown; 3]);
        assert_eq!(entry(&one(&[certified]), Some("5")), None, "nothing is said of it");
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
    fn what_an_earlier_switch_has_enabled_in_another_way_is_told() {
        let said = |value| ClaimModel { parameters: Box::new([value]), ..claim(ClaimKind::Offers, 0) };
        let fixing = |value| SwitchModel { fixed: Box::new([(0, Value::Bool(value))]), ..enable() };
        let both = [fixing(true), fixing(false)];
        let problems = switch(&one(&[said(None)]), None, 0, &both).problems;
        assert!(matches!(problems[..], [SwitchProblem { switch: 1, kind: SwitchProblemKind::Overridden(0) }]));
        let each_its_own = one(&[said(Some(Value::Bool(true))), said(Some(Value::Bool(false)))]);
        assert!(switch(&each_its_own, None, 0, &both).problems.is_empty());
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
