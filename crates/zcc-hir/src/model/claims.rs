//! Claims and their layers, of which the nearest decides. Pure.

use std::borrow::Cow;
use std::sync::Arc;

use zcc_syntax::ast::ClaimKind;

use super::versions::{Bound, covers, satisfiable};
use crate::facts::Origin;
use crate::ids::CapabilityId;
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
    /// The firmware that it is for: `since` and `until`.
    pub firmware: Box<[Bound]>,
    /// The firmware that the certificate is for by which it comes in: for any other it is as if it were not there.
    pub certified: Box<[Bound]>,
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
    /// All claims of the deciding layer; those that say `lacks` are for other firmware than those that do not.
    pub claims: Arc<[ClaimModel]>,
    /// What decides where all of these come in by a certificate that is not for the firmware.
    pub farther: Option<Arc<LayeredCapability>>,
}

impl LayeredCapability {
    /// Every claim that may decide, with those farther out.
    pub fn possible(&self) -> impl Iterator<Item = &ClaimModel> {
        std::iter::successors(Some(self), |layer| layer.farther.as_deref()).flat_map(|layer| &*layer.claims)
    }

    fn is_certified(&self) -> bool {
        self.claims.iter().any(|claim| !claim.certified.is_empty())
    }

    /// What decides for `firmware`: certificates that are not for it are as if they were not there.
    fn on(&self, firmware: Option<&Version>) -> Option<Self> {
        let applies = |claim: &&ClaimModel| covers(&claim.certified, firmware) != Truth::False;
        let claims: Arc<[ClaimModel]> = self.claims.iter().filter(applies).cloned().collect();
        if claims.is_empty() {
            return self.farther.as_ref().and_then(|farther| farther.on(firmware));
        }
        Some(Self { capability: self.capability, claims, farther: None })
    }
}

impl Layers {
    /// The layers of a thing of `firmware`.
    pub fn on(&self, firmware: Option<&Version>) -> Cow<'_, Self> {
        if !self.0.iter().any(LayeredCapability::is_certified) {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self(self.0.iter().filter_map(|layered| layered.on(firmware)).collect()))
    }

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
pub(super) fn layer(near: &[ClaimModel], far: &Layers) -> (Vec<LayeredCapability>, Vec<LayerProblem>) {
    let mut problems = Vec::new();
    let mut sorted: Vec<&ClaimModel> = near.iter().collect();
    sorted.sort_by_key(|claim| claim.capability);
    let mut own: Vec<LayeredCapability> = Vec::new();
    for claims in sorted.chunk_by(|a, b| a.capability == b.capability) {
        let capability = claims[0].capability;
        let contradiction = contradiction(claims);
        if let Some((has, lacks)) = contradiction {
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
        let kept = claims.iter().filter(|claim| contradiction.is_none() || claim.kind == ClaimKind::Lacks);
        let always = claims.iter().any(|claim| claim.certified.is_empty());
        let farther = if always { None } else { far.get(capability).cloned().map(Arc::new) };
        own.push(LayeredCapability { capability, claims: kept.map(|claim| (*claim).clone()).collect(), farther });
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

pub(super) fn merged(own: Vec<LayeredCapability>, far: &Layers) -> Layers {
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

/// A claim that a capability is there and one that it is not, both for one firmware.
fn contradiction<'a>(claims: &[&'a ClaimModel]) -> Option<(&'a ClaimModel, &'a ClaimModel)> {
    let (lacks, has): (Vec<&ClaimModel>, Vec<&ClaimModel>) =
        claims.iter().partition(|claim| claim.kind == ClaimKind::Lacks);
    let bounds = |claim: &'a ClaimModel| claim.firmware.iter().chain(&*claim.certified);
    // More than a few say no more, and looking at each pair could take long.
    let lacks = &lacks[..lacks.len().min(32)];
    has.iter().find_map(|has| {
        let against = lacks.iter().find(|lacks| satisfiable(bounds(has).chain(bounds(lacks))))?;
        Some((*has, *against))
    })
}
