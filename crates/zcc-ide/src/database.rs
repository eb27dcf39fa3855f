//! The database behind an analysis.

/// Inputs and everything computed from them.
#[salsa::db]
#[derive(Clone, Default)]
pub(crate) struct Database {
    storage: salsa::Storage<Self>,
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl zcc_db::Db for Database {}
