//! What is wrong with single declarations of the model.

use zcc_base::{Diagnostic, Severity};
use zcc_db::{Db, Item, Workspace};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use super::context::MOST_TOLD;
use super::library_queries::{
    context, library_model, lowered_certificate, lowered_library, product_model, profile_model, protocol_model,
};
use super::queries::{lowered_cover, lowered_places, lowered_site};
use super::site_names::{block_of, is_test_file};
use super::source::{claim_place, name_range};
use super::stack::{stack, tell_cycle};
use super::tell::tell_layers;
use crate::cascade::quieten;
use crate::ids::{ProductId, ProfileId, ProtocolId};
use crate::names::libraries;

/// What is wrong with the model half of a declaration, by itself.
#[salsa::tracked(returns(deref))]
pub fn item_diagnostics_model<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[Diagnostic]> {
    if is_test_file(db, item.file(db))
        && !matches!(item.kind(db), None | Some(DeclarationKind::Test | DeclarationKind::Import))
    {
        return Box::new([super::misplaced::only_tests(db, item)]);
    }
    let mut told = model_diagnostics(db, item).into_vec();
    quieten(db, &mut told, item_diagnostics_model);
    if told.len() >= MOST_TOLD {
        told.sort_by_key(|one| one.severity != Severity::Error);
        told.truncate(MOST_TOLD);
        if let Some(last) = told.last_mut() {
            last.notes.push("further mistakes in this declaration are not shown".into());
        }
    }
    told.into()
}

fn model_diagnostics(db: &dyn Db, item: Item<'_>) -> Box<[Diagnostic]> {
    match item.kind(db) {
        Some(DeclarationKind::Test) => super::test_lowering::test_model(db, item).diagnostics.clone(),
        Some(DeclarationKind::Block(kind)) => match kind {
            BlockKind::Product | BlockKind::Protocol | BlockKind::Profile => library_diagnostics(db, item, kind),
            BlockKind::Certificate => lowered_certificate(db, item).told.clone(),
            BlockKind::Site | BlockKind::Zone | BlockKind::Conduit | BlockKind::Waiver | BlockKind::Countermeasure => {
                if in_root(db, item) {
                    match kind {
                        BlockKind::Site => lowered_site(db, item).told.clone(),
                        BlockKind::Zone | BlockKind::Conduit => lowered_places(db, item).told.clone(),
                        _ => lowered_cover(db, item).told.clone(),
                    }
                } else {
                    Box::default()
                }
            }
            BlockKind::Component | BlockKind::Boundary | BlockKind::Channel => {
                Box::new([super::misplaced::in_no_zone(db, item, kind)])
            }
            BlockKind::Capability | BlockKind::Catalog => Box::default(),
        },
        _ => Box::default(),
    }
}

fn in_root(db: &dyn Db, item: Item<'_>) -> bool {
    Workspace::get(db).root(db).files(db).contains(&item.file(db))
}

fn library_diagnostics(db: &dyn Db, item: Item<'_>, kind: BlockKind) -> Box<[Diagnostic]> {
    let mut told = lowered_library(db, item).told.to_vec();
    let mut context = context(db, item);
    let Some(block) = block_of(db, item) else { return told.into() };
    let range = name_range(block);
    let all = libraries(db);
    let place = |origin| claim_place(db, origin);
    match kind {
        BlockKind::Product => {
            if let Some(number) = all.products.number(item.anchor()) {
                tell_layers(&mut context, &product_model(db, ProductId(number)).problems, range, &place);
            }
        }
        BlockKind::Protocol => {
            if let Some(number) = all.protocols.number(item.anchor()) {
                tell_layers(&mut context, &protocol_model(db, ProtocolId(number)).problems, range, &place);
            }
        }
        _ => {
            let profile = |id| profile_model(db, id);
            let (_, _, problems) = stack(library_model(db, item), &[], &profile);
            tell_layers(&mut context, &problems, range, &place);
            if let Some(number) = all.profiles.number(item.anchor()) {
                tell_cycle(&mut context, ProfileId(number), range, &profile);
            }
        }
    }
    told.extend(context.told);
    told.into()
}
