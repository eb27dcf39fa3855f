//! What stands above declarations.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, File, Item, items, tree};
use zcc_hir::ids::Entity;
use zcc_hir::model::{entity_path, entity_place, places, places_of};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{BlockKind, ItemKind};

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

    /// The names of the products, protocols, profiles, capabilities, requirements, defines and relations that a file declares:
    /// of each it is worth knowing where it is used.
    pub fn declared_names(&self, file: File) -> Vec<TextRange> {
        let db = self.db();
        let name = |item: &Item<'_>| Some(declared_name(db, *item)? + item.offset(db));
        items(db, file).iter().filter_map(name).collect()
    }
}

fn declared_name(db: &dyn Db, item: Item<'_>) -> Option<TextRange> {
    use BlockKind as B;
    match &tree(db, item).kind {
        ItemKind::Block(block) => {
            let is_library = matches!(block.kind, B::Product | B::Protocol | B::Profile | B::Capability);
            block.name.as_ref().filter(|_| is_library).map(|name| name.range)
        }
        ItemKind::Requirement(requirement) => requirement.id.as_ref().map(|id| id.range),
        ItemKind::Function(function) => function.name.as_ref().map(|name| name.range),
        _ => None,
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
