//! What products, protocols and profiles come to together with the profiles and certificates that stand behind them.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use zcc_base::{Code, Diagnostic, TextRange};
use zcc_db::Db;

use super::claims::{ClaimModel, LayerProblem, LayeredCapability, Layers, lay_over};
use super::context::Context;
use super::defaults::defaults;
use super::library_model::{CertificateModel, LibraryModel, ProductModel, ProtocolModel};
use super::members::joined;
use super::switches::switch;
use crate::expr::{AttributeRef, Builtin};
use crate::facts::{Attributes, ProductFacts, ProtocolFacts, Spoken, VersionRange};
use crate::ids::{EntityKind, ProfileId};
use crate::rules::attribute;
use crate::value::Value;

/// A profile that something includes, directly or through a certificate, with the firmware that this is for.
type Included = (ProfileId, Option<VersionRange>);

/// Lays the claims of `own` over those of its profiles and certificates. What is told is only what is wrong here, not
/// what is wrong in a profile by itself.
pub(crate) fn stack(
    own: &LibraryModel,
    certified: &[Arc<CertificateModel>],
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
) -> (Layers, Vec<Spoken>, Vec<LayerProblem>) {
    let mut speaks: Vec<Spoken> = own.speaks.to_vec();
    let mut farther: Vec<Vec<ClaimModel>> = Vec::new();
    let mut seen: FxHashMap<ProfileId, Vec<Option<VersionRange>>> = FxHashMap::default();
    let mut ring: Vec<Included> = own.includes.iter().map(|profile| (*profile, None)).collect();
    ring.extend(certified.iter().filter_map(|certificate| Some((certificate.profile?, certificate.versions.clone()))));
    while !ring.is_empty() {
        let mut claims = Vec::new();
        let mut next: Vec<Included> = Vec::new();
        for (id, versions) in ring {
            // Several certificates may be for different firmware.
            let known = seen.entry(id).or_default();
            if known.contains(&None) || known.contains(&versions) {
                continue;
            }
            known.push(versions.clone());
            let included = profile(id);
            speaks.extend(included.speaks.iter().cloned());
            claims.extend(included.claims.iter().cloned().map(|mut claim| {
                claim.certified = versions.as_ref().map(|range| range.bounds.clone()).unwrap_or_default();
                claim
            }));
            next.extend(included.includes.iter().map(|inner| (*inner, versions.clone())));
        }
        farther.push(claims);
        ring = next;
    }
    let mut layers = Layers::default();
    let mut problems = Vec::new();
    for claims in farther.iter().rev() {
        let (laid, found) = lay_over(claims, &layers);
        layers = laid;
        problems.extend(found.into_iter().filter(|problem| match problem {
            LayerProblem::Hides { .. } => false,
            LayerProblem::Contradicts { has, lacks, .. } => has.anchor != lacks.anchor,
        }));
    }
    let (layers, found) = lay_over(&own.claims, &layers);
    problems.extend(found);
    (layers, joined(speaks), problems)
}

/// A product on the day `as_of`.
pub(crate) fn build_product(
    db: &dyn Db,
    own: &LibraryModel,
    certificates: &[Arc<CertificateModel>],
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
    as_of: i32,
) -> ProductModel {
    let certified: Vec<_> = certificates.iter().filter(|certificate| certificate.holds_on(as_of)).cloned().collect();
    let (layers, speaks, problems) = stack(own, &certified, profile);
    let inherited: Vec<(AttributeRef, Value)> = own
        .attributes
        .iter()
        .filter(|(name, _)| match name {
            AttributeRef::Builtin(builtin) => matches!(builtin, Builtin::Kind | Builtin::Supplier),
            AttributeRef::Declared(id) => attribute(db, *id).owners.contains(EntityKind::Component),
        })
        .cloned()
        .collect();
    let facts = ProductFacts {
        name: own.name.clone(),
        title: own.title.clone(),
        attributes: Attributes::over(own.attributes.to_vec(), defaults(db, EntityKind::Product)),
        versions: own.versions.clone(),
        assess: own.assess.clone(),
        target: own.target.clone(),
        capabilities: switch(&layers, None, as_of, &[]).table,
        speaks: speaks.into(),
    };
    let bounded = |claim: &ClaimModel| !claim.firmware.is_empty() || !claim.certified.is_empty();
    let firmware_matters = layers.0.iter().flat_map(LayeredCapability::possible).any(bounded);
    ProductModel {
        facts: Arc::new(facts),
        layers,
        firmware_matters,
        base: Attributes::over(inherited, defaults(db, EntityKind::Component)),
        problems: problems.into_boxed_slice(),
    }
}

/// A protocol on the day `as_of`.
pub(crate) fn build_protocol(
    db: &dyn Db,
    own: &LibraryModel,
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
    as_of: i32,
) -> ProtocolModel {
    let (layers, _, problems) = stack(own, &[], profile);
    let inherited: Vec<(AttributeRef, Value)> = own
        .attributes
        .iter()
        .filter(|(name, _)| match name {
            AttributeRef::Builtin(_) => false,
            AttributeRef::Declared(id) => attribute(db, *id).owners.contains(EntityKind::Channel),
        })
        .cloned()
        .collect();
    let facts = ProtocolFacts {
        name: own.name.clone(),
        title: own.title.clone(),
        attributes: Attributes::over(own.attributes.to_vec(), defaults(db, EntityKind::Protocol)),
        capabilities: switch(&layers, None, as_of, &[]).table,
    };
    ProtocolModel {
        facts: Arc::new(facts),
        layers,
        base: Attributes::over(inherited, defaults(db, EntityKind::Channel)),
        problems: problems.into_boxed_slice(),
    }
}

/// The circle of profiles that leads back to `start`, if there is one: `start` first, each including the next.
pub(crate) fn profile_cycle(
    start: ProfileId,
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
) -> Option<Vec<ProfileId>> {
    let mut seen = FxHashSet::default();
    let mut trail: Vec<(ProfileId, Arc<LibraryModel>, usize)> = vec![(start, profile(start), 0)];
    while let Some((_, model, next)) = trail.last_mut() {
        let Some(inner) = model.includes.get(*next).copied() else {
            trail.pop();
            continue;
        };
        *next += 1;
        if inner == start {
            return Some(trail.iter().map(|(id, _, _)| *id).collect());
        }
        if seen.insert(inner) {
            trail.push((inner, profile(inner), 0));
        }
    }
    None
}

/// Says that profiles include each other; told once, at the first of them.
pub(crate) fn tell_cycle(
    context: &mut Context<'_>,
    start: ProfileId,
    range: TextRange,
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
) {
    let Some(cycle) = profile_cycle(start, profile) else { return };
    if cycle.iter().min() != Some(&start) {
        return;
    }
    let mut names: Vec<String> = cycle.iter().map(|id| format!("`{}`", profile(*id).name)).collect();
    names.push(names[0].clone());
    let told = Diagnostic::new(
        Code::PROFILE_CYCLE,
        context.place(range),
        format!("profiles include each other in a circle: {}", names.join(" includes ")),
    )
    .help("take one of the `include` lines out");
    context.tell(told);
}
