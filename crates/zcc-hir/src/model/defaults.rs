//! Attributes that are there without being stated.

use std::sync::Arc;

use zcc_db::Db;

use crate::expr::AttributeRef;
use crate::facts::Attributes;
use crate::ids::{AttributeId, EntityKind};
use crate::names::tables;
use crate::rules::attribute;

/// What attributes of a kind of entity are where nobody states them, sorted.
pub(crate) fn defaults(db: &dyn Db, kind: EntityKind) -> &Arc<Attributes> {
    &all_defaults(db)[kind as usize]
}

#[salsa::tracked]
fn all_defaults(db: &dyn Db) -> [Arc<Attributes>; 7] {
    let ids = (0..tables(db).attributes.len()).map(|at| AttributeId(at as u16));
    let declared: Vec<_> = ids.map(|id| (id, attribute(db, id))).collect();
    EntityKind::ALL.map(|kind| {
        let belongs = |owner| match kind {
            EntityKind::Product => owner == EntityKind::Component,
            EntityKind::Protocol => owner == EntityKind::Channel,
            _ => false,
        };
        let found = declared.iter().filter(|(_, one)| {
            one.owners.contains(kind) || EntityKind::ALL.into_iter().any(|of| one.owners.contains(of) && belongs(of))
        });
        let found = found.filter_map(|(id, one)| Some((AttributeRef::Declared(*id), one.default.clone()?)));
        Arc::new(Attributes::new(found.collect()))
    })
}
