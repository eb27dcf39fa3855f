//! What a whole package agrees on, laid down between two edits: the numbers of all declarations, the zones and conduits by
//! name, how they hang together, the site itself, and the waivers and countermeasures.
//!
//! Each of these is worked out from every file, so it is as volatile as the file that is being edited, and with it all
//! that reads it, which is nearly everything: after each edit salsa would have to look through everything for what
//! changed. Laid down as an input, which is written only when it comes out differently, it keeps that from spreading.
//! Then what does not depend on the edited file is known to hold without a look at what it was made from.

use std::sync::Arc;

use crate::facts::{Cover, Graph};
use crate::model::names::PlaceTable;
use crate::model::{Roots, SiteModel};
use crate::names::{Libraries, Tables};

/// What was laid down last.
#[salsa::input(singleton)]
pub(crate) struct Settled {
    #[returns(ref)]
    pub tables: Arc<Tables>,
    #[returns(ref)]
    pub libraries: Arc<Libraries>,
    #[returns(ref)]
    pub places: Arc<PlaceTable>,
    #[returns(ref)]
    pub roots: Arc<Roots>,
    #[returns(ref)]
    pub site: Arc<SiteModel>,
    #[returns(ref)]
    pub covers: Arc<[Cover]>,
    #[returns(ref)]
    pub graph: Arc<Graph>,
}
