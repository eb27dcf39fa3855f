//! What may come next at a position: a reader of the grammar that goes by the text before the cursor alone, so that what
//! is half typed, and what stands behind it, does not matter.

mod model;
mod reader;
mod rules;
mod spot;
mod wanted;

pub(crate) use spot::spot;
pub(crate) use wanted::{BlockFrame, Frame, PathOf, Segments, Spot, Wanted};
