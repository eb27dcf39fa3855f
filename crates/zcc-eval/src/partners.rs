//! What is known of claims with partners.

use rustc_hash::{FxHashMap, FxHashSet};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{CapabilityId, Entity};
use zcc_hir::value::Truth;

/// A claim: whose, of which capability, and its position.
pub(crate) type Claim = (Entity, CapabilityId, u32);

/// For every claim with a partner, whether the partner is there, in each mode. It is the least solution: claims that
/// only lean on one another grant nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Partners {
    claims: FxHashMap<Claim, [Truth; 3]>,
    about: FxHashSet<CapabilityId>,
}

impl Partners {
    /// `about`: the capabilities that these claims grant, and those that they need.
    pub(crate) const fn new(claims: FxHashMap<Claim, [Truth; 3]>, about: FxHashSet<CapabilityId>) -> Self {
        Self { claims, about }
    }

    /// The capabilities that claims with partners grant, and those that they need.
    pub(crate) const fn about(&self) -> &FxHashSet<CapabilityId> {
        &self.about
    }

    /// Whether the partner of the claim at `position` is there.
    pub fn truth(&self, entity: Entity, capability: CapabilityId, position: usize, mode: Mode) -> Truth {
        self.claims.get(&(entity, capability, position as u32)).map_or(Truth::False, |truths| truths[mode as usize])
    }
}
