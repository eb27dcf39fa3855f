//! What a whole package agrees on, laid down between two edits: the numbers of all declarations, the zones and conduits by
//! name, and how they hang together.
//!
//! Each of these is worked out from every file, so it is as volatile as the file that is being edited, and with it all
//! that reads it, which is nearly everything: after each edit salsa would have to look through everything for what
//! changed. Laid down as an input, which is written only when it comes out differently, it keeps that from spreading.
//! Then what does not depend on the edited file is known to hold without a look at what it was made from.

use std::sync::Arc;

use crate::facts::Graph;
use crate::model::Roots;
use crate::model::names::PlaceTable;
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
    pub graph: Arc<Graph>,
}
