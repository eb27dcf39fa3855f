//! Switches, of which some are settled.

use std::cell::Cell;

use rustc_hash::FxHashMap;
use zcc_hir::facts::{CapabilityEntry, Mode};
use zcc_hir::ids::{CapabilityId, Entity, FunctionId};

/// What a clause uses both ways.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Mixed {
    /// The capabilities, ascending.
    pub(crate) capabilities: Vec<CapabilityId>,
    /// The defines and relations that ask for one of them, directly or through others, ascending.
    pub(crate) functions: Vec<FunctionId>,
}

impl Mixed {
    /// Whether a capability is among them.
    pub(crate) fn holds(&self, capability: CapabilityId) -> bool {
        self.capabilities.binary_search(&capability).is_ok()
    }
}

/// A claim that can be switched: whose, of which capability, and its position.
pub(crate) type Switch = (Entity, CapabilityId, u32);

/// What claims come to, of whom and of which capability, that are to be taken for switched otherwise than the model says.
pub type Mendings = FxHashMap<(Entity, CapabilityId), CapabilityEntry>;

/// Switches that are settled.
pub struct Switches<'s> {
    pub(crate) mixed: &'s Mixed,
    settled: &'s FxHashMap<Switch, bool>,
    /// How all others are set; `None` leaves them open.
    rest: Option<bool>,
    /// The first that was asked for and is open.
    pub(crate) open: Cell<Option<Switch>>,
    pub(crate) questions: Cell<u64>,
}

impl<'s> Switches<'s> {
    /// Settled as far as `settled` and `rest` say.
    pub(crate) fn new(mixed: &'s Mixed, settled: &'s FxHashMap<Switch, bool>, rest: Option<bool>) -> Self {
        Self { mixed, settled, rest, open: Cell::new(None), questions: Cell::new(0) }
    }

    /// How a claim is to be set, if it can be and a setting was found.
    pub(crate) fn setting(&self, entity: Entity, entry: &CapabilityEntry, position: usize) -> Option<bool> {
        let claim = entry.mechanisms.get(position)?;
        let can_be = claim.counts[Mode::Helpful as usize] != claim.counts[Mode::Harmful as usize];
        let switch = (entity, entry.capability, position as u32);
        let is_settled = can_be && self.mixed.holds(entry.capability);
        self.settled.get(&switch).copied().or(self.rest).filter(|_| is_settled)
    }

    /// How a claim is set; `None` leaves that open.
    pub(crate) fn ask(&self, switch: Switch) -> Option<bool> {
        self.questions.set(self.questions.get() + 1);
        let set = self.settled.get(&switch).copied().or(self.rest);
        if set.is_none() && self.open.get().is_none() {
            self.open.set(Some(switch));
        }
        set
    }
}
