//! What stands above the zones and conduits of a site.

use zcc_base::Anchor;

/// The declarations that the whole site depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roots {
    /// The site; the first where there are several.
    pub(super) site: Option<Anchor>,
    /// Waivers, then countermeasures.
    pub(super) covers: Box<[Anchor]>,
}
