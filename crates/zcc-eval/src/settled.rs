//! What is said of the whole model, laid down between two edits: the values of defines and the tuples of relations.
//!
//! Each is worked out from every zone and conduit, so it is as volatile as the file that is being edited, and with it the
//! verdicts of all shards that read it: after each edit salsa would look through them all for what changed. Laid down as
//! an input, which is written only when it comes out differently, it keeps that from spreading.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use zcc_db::Db;
use zcc_hir::facts::Mode;
use zcc_hir::ids::FunctionId;

use crate::extent::Extent;
use crate::val::Val;

/// A define or relation in a mode.
pub(crate) type Asked = (FunctionId, Mode);

/// What a define comes to.
#[salsa::input]
pub(crate) struct Value {
    #[returns(ref)]
    pub value: Val<'static>,
}

/// The tuples of a relation; `None` for one that is worked out at each call.
#[salsa::input]
pub(crate) struct Tuples {
    #[returns(ref)]
    pub extent: Option<Arc<Extent>>,
}

/// What was laid down last.
#[salsa::input(singleton)]
pub(crate) struct Settled {
    #[returns(ref)]
    pub values: FxHashMap<Asked, Value>,
    #[returns(ref)]
    pub extents: FxHashMap<Asked, Tuples>,
}

/// What was laid down of a define.
pub(crate) fn settled_value(db: &dyn Db, function: FunctionId, mode: Mode) -> Option<&Val<'static>> {
    Some(Settled::try_get(db)?.values(db).get(&(function, mode))?.value(db))
}

/// What was laid down of a relation; `None` if nothing was.
pub(crate) fn settled_extent(db: &dyn Db, function: FunctionId, mode: Mode) -> Option<&Option<Arc<Extent>>> {
    Some(Settled::try_get(db)?.extents(db).get(&(function, mode))?.extent(db))
}
