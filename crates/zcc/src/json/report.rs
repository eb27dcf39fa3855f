//! What the entries of the document are made from.

use zcc_eval::Assessment;

use crate::names::Names;

/// An assessment with what its numbers stand for.
pub(crate) struct Report<'a> {
    /// The result.
    pub(crate) assessment: &'a Assessment,
    /// What its numbers stand for.
    pub(crate) names: Names<'a>,
}
