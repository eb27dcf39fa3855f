//! Levels beside names.

use zcc_base::TextRange;
use zcc_db::{Db, Item, tree};
use zcc_eval::{assessed_catalogs, product_report, report_on};
use zcc_hir::ids::{Entity, ProductId};
use zcc_hir::model::{entity_place, places, places_of};
use zcc_hir::names::{Scope, libraries};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{Block, BlockKind, Head, ItemKind, Member, MemberKind};

use super::{Hint, HintKind, HintsWanted};
use crate::verdicts::levels;
use crate::verdicts::tally::Tally;

/// Adds the hints of a declaration of the model.
pub(super) fn collect(db: &dyn Db, item: Item<'_>, wanted: HintsWanted, found: &mut Vec<Hint>) {
    let Some(DeclarationKind::Block(kind)) = item.kind(db) else {
        if wanted.capable
            && let ItemKind::Test(test) = &tree(db, item).kind
        {
            let blocks = test.items.iter().filter_map(|inner| match &inner.kind {
                ItemKind::Block(block) => Some(block),
                _ => None,
            });
            blocks.for_each(|block| capable_in(db, item, &block.members, found));
        }
        return;
    };
    match kind {
        BlockKind::Zone | BlockKind::Conduit => {
            if wanted.levels {
                found.extend(places_of(db, item).filter_map(|place| of_subject(db, item, places(db).entity(place))));
            }
            if wanted.capable
                && let ItemKind::Block(block) = &tree(db, item).kind
            {
                capable_in(db, item, &block.members, found);
            }
        }
        BlockKind::Site if wanted.levels => found.extend(of_subject(db, item, Entity::Site)),
        BlockKind::Product if wanted.capable => {
            let number = libraries(db).products.number(item.anchor());
            found.extend(number.and_then(|number| {
                let product = ProductId(number);
                let place = entity_place(db, Entity::Product(product));
                capable(db, product, item.offset(db) + place.range.end)
            }));
        }
        _ => {}
    }
}

/// The levels of something, after its name and title.
fn of_subject(db: &dyn Db, item: Item<'_>, subject: Entity) -> Option<Hint> {
    let place = entity_place(db, subject);
    let (plans, report) = (assessed_catalogs(db), report_on(db, subject)?);
    let text = levels::line(plans, report).filter(|_| place.anchor == item.anchor())?;
    let tally = Tally::of(db, subject);
    let mut tooltip = levels::table(db, plans, report);
    tooltip.push_str(&tally.words());
    let end = title_end(&tree(db, item).kind, place.range).unwrap_or(place.range.end);
    Some(Hint { offset: item.offset(db) + end, kind: HintKind::Levels, text, tooltip })
}

/// Where the title ends of what is named in a range.
fn title_end(kind: &ItemKind, name: TextRange) -> Option<u32> {
    let ItemKind::Block(outer) = kind else { return None };
    let mut waiting = vec![outer];
    while let Some(block) = waiting.pop() {
        if block.name.as_ref().is_some_and(|own| own.range == name) {
            return block.title.as_ref().map(|title| title.range.end);
        }
        waiting.extend(block.members.iter().filter_map(|member| match &member.kind {
            MemberKind::Block(inner) if inner.kind == BlockKind::Zone => Some(&**inner),
            _ => None,
        }));
    }
    None
}

/// What the products of components are capable of.
fn capable_in(db: &dyn Db, item: Item<'_>, members: &[Member], found: &mut Vec<Hint>) {
    let scope = Scope::of(db, item);
    let inner = members.iter().filter_map(|member| match &member.kind {
        MemberKind::Block(block) => Some(&**block),
        _ => None,
    });
    for block in inner {
        if block.kind == BlockKind::Zone {
            capable_in(db, item, &block.members, found);
        } else if let Some((product, end)) = product_of(db, &scope, block) {
            found.extend(capable(db, product, item.offset(db) + end));
        }
    }
}

fn product_of(db: &dyn Db, scope: &Scope<'_>, block: &Block) -> Option<(ProductId, u32)> {
    let (BlockKind::Component | BlockKind::Boundary, Head::Of(paths)) = (block.kind, &block.head) else { return None };
    let path = paths.first()?;
    Some((scope.product(db, path).ok()?, path.range().end))
}

fn capable(db: &dyn Db, product: ProductId, offset: u32) -> Option<Hint> {
    let (plans, report) = product_report(db, product)?;
    let text = levels::capable_line(plans, report)?;
    Some(Hint { offset, kind: HintKind::Levels, text, tooltip: levels::table(db, plans, report) })
}
