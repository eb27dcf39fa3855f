//! What stands above declarations.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, File, Item, items};
use zcc_hir::ids::Entity;
use zcc_hir::model::{entity_path, entity_place, places, places_of};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use super::tally::{Tally, findings_of};
use crate::host::Analysis;

/// The findings of the site, a zone or a conduit, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingsLens {
    /// The name that it stands above.
    pub range: TextRange,
    /// The subject's path.
    pub subject: SmolStr,
    /// How many findings are unmet.
    pub unmet: usize,
    /// How many are unproven.
    pub unproven: usize,
    /// The first finding: sixteen digits.
    pub first: String,
}

impl Analysis {
    /// The sites, zones and conduits of a file that have findings, in order.
    pub fn findings_lenses(&self, file: File) -> Vec<FindingsLens> {
        let db = self.db();
        items(db, file).iter().flat_map(|item| lenses_of(db, *item)).collect()
    }
}

fn lenses_of(db: &dyn Db, item: Item<'_>) -> Vec<FindingsLens> {
    let subjects: Vec<Entity> = match item.kind(db) {
        Some(DeclarationKind::Block(BlockKind::Site)) => vec![Entity::Site],
        _ => places_of(db, item).map(|place| places(db).entity(place)).collect(),
    };
    let lens = |subject: Entity| {
        let place = entity_place(db, subject);
        let first = findings_of(db, subject).next().filter(|_| place.anchor == item.anchor())?;
        let tally = Tally::of(db, subject);
        Some(FindingsLens {
            range: place.range + item.offset(db),
            subject: entity_path(db, subject),
            unmet: tally.unmet(),
            unproven: tally.unproven,
            first: first.digits(),
        })
    };
    subjects.into_iter().filter_map(lens).collect()
}
