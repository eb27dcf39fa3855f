//! Attributes with their defaults.

use std::sync::Arc;

use zcc_base::Diagnostic;
use zcc_db::{Db, Item, tree};
use zcc_syntax::ast::ItemKind;

use super::declarations::attribute_lowered;
use crate::ids::AttributeId;
use crate::names::{Scope, tables};
use crate::program::AttributeDeclaration;
use crate::values::constant;

/// An attribute that a library declares.
pub fn attribute(db: &dyn Db, id: AttributeId) -> &Arc<AttributeDeclaration> {
    attribute_value(db, tables(db).attributes.entries()[id.index()].item(db))
}

/// An attribute with its default. The default is apart from the rest since its value asks for the attribute's own enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttributeDefault {
    value: Arc<AttributeDeclaration>,
    /// What is wrong with the default.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
pub(crate) fn attribute_default<'db>(db: &'db dyn Db, item: Item<'db>) -> AttributeDefault {
    let lowered = attribute_lowered(db, item);
    let mut diagnostics = Vec::new();
    let mut value = lowered.value.clone();
    if let ItemKind::Attribute { default: Some(written), .. } = &tree(db, item).kind {
        let default = constant(db, &Scope::of(db, item), written, &value.ty, &mut diagnostics);
        value = Arc::new(AttributeDeclaration { default, ..(*value).clone() });
    }
    AttributeDefault { value, diagnostics }
}

#[salsa::tracked(returns(ref))]
fn attribute_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<AttributeDeclaration> {
    attribute_default(db, item).value.clone()
}
