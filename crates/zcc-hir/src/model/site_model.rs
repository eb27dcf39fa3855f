//! The site, lowered, and what it hands down.

use std::sync::Arc;

use super::claims::Layers;
use super::switches::SwitchModel;
use crate::facts::{CapabilityTable, SiteFacts};

/// The site with what its zones and conduits inherit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SiteModel {
    /// What rules see of it.
    pub facts: Arc<SiteFacts>,
    /// Its claims and switches.
    pub outer: Outer,
}

/// The claims and switches that a zone or conduit inherits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outer {
    pub(super) layers: Arc<Layers>,
    pub(super) switches: Arc<[SwitchModel]>,
    pub(super) table: Arc<CapabilityTable>,
}
