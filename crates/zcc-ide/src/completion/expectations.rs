//! Ids of clauses, verdicts, levels and subjects.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_db::tree;
use zcc_hir::ids::{CatalogId, EntityKind, EntityKinds};
use zcc_hir::model::{assessed, quoted, test_model};
use zcc_hir::names::tables;
use zcc_hir::program::LevelKind;
use zcc_hir::rules::{catalog, requirement, requirements_of};
use zcc_syntax::TokenKind;
use zcc_syntax::ast::{BlockKind, ItemKind};

use super::candidate::{Candidate, CandidateKind};
use super::elements;
use super::site::Site;
use crate::cursor::{Frame, Segments};

/// The catalogues that ids are of, here.
fn catalogs(site: &Site<'_>) -> Vec<CatalogId> {
    let found = match site.spot.item {
        Some(item) if site.spot.in_test() => test_model(site.db, item).assess.to_vec(),
        _ => assessed(site.db).to_vec(),
    };
    if !found.is_empty() {
        return found;
    }
    // Nothing is assessed yet: all that can be seen.
    let seen = zcc_hir::names::visible_packages(site.db, site.package);
    let all = &tables(site.db).catalogs;
    let numbers = all.entries().iter().zip(0..).filter(|(entry, _)| seen.contains(&entry.package));
    numbers.map(|(_, number)| CatalogId(number)).collect()
}

/// The clauses that can be named.
pub(super) fn clauses(site: &mut Site<'_>) {
    let db = site.db;
    let catalogs = catalogs(site);
    let mut homes: FxHashMap<SmolStr, Vec<CatalogId>> = FxHashMap::default();
    let mut listed: Vec<(SmolStr, String, CatalogId)> = Vec::new();
    for id in &catalogs {
        for index in requirements_of(db, *id) {
            for clause in &requirement(db, *index).clauses {
                homes.entry(clause.id.clone()).or_default().push(*id);
                let level = match (clause.level, catalog(db, *id).levels) {
                    (Some(level), Some(LevelKind::Security)) => format!(" · SL {level}"),
                    (Some(level), Some(LevelKind::Maturity)) => format!(" · ML {level}"),
                    _ => String::new(),
                };
                listed.push((clause.id.clone(), format!("{}{level}", clause.title), *id));
            }
        }
    }
    let wanted = wanted_clauses(site);
    for ((id, title, home), at) in listed.into_iter().zip(0_u32..) {
        let written = if is_id(&id) { id.to_string() } else { format!("`{id}`") };
        let is_ambiguous = homes.get(&id).is_some_and(|homes| homes.len() > 1);
        let text =
            if is_ambiguous { format!("{written} in {}", quoted(&catalog(db, home).name)) } else { written.clone() };
        let rank = if wanted.contains(&id) { at } else { 1_000 + at };
        let mut candidate = Candidate::new(CandidateKind::Requirement, text, rank).described(title.clone());
        candidate.filter = Some(format!("{written} {title}"));
        candidate.docs = Some(format!("clause|{}|{id}", catalog(db, home).name));
        site.add(candidate);
    }
}

/// Whether an id is written without quotes.
fn is_id(id: &str) -> bool {
    matches!(zcc_syntax::lex(id).as_slice(), [only] if only.kind == TokenKind::RequirementId)
}

/// The clauses that have a finding for what the waiver or countermeasure at the cursor is for.
fn wanted_clauses(site: &Site<'_>) -> Vec<SmolStr> {
    let is_cover =
        site.spot.block().is_some_and(|frame| matches!(frame.kind, BlockKind::Waiver | BlockKind::Countermeasure));
    if !is_cover || site.spot.in_test() {
        return Vec::new();
    }
    let mut found: Vec<SmolStr> = Vec::new();
    for finding in zcc_eval::assess(site.db).findings() {
        let declared = requirement(site.db, finding.clause.requirement);
        if let Some(clause) = declared.clauses.get(usize::from(finding.clause.clause))
            && !found.contains(&clause.id)
        {
            found.push(clause.id.clone());
        }
    }
    found
}

/// The verdicts.
pub(super) fn verdicts(site: &mut Site<'_>) {
    let is_capable = site.spot.before.trim_end().rsplit("expect").next().is_some_and(|line| line.contains("capable"));
    for (verdict, rank) in zcc_eval::Verdict::ALL.into_iter().zip(0..) {
        // What could be is neither made up for nor accepted.
        if is_capable && matches!(verdict, zcc_eval::Verdict::Compensated | zcc_eval::Verdict::Accepted) {
            continue;
        }
        site.add(Candidate::new(CandidateKind::Value, verdict.word(), rank));
    }
}

/// The levels that the catalogue of the requirement grades with.
pub(super) fn levels(site: &mut Site<'_>) {
    let kind = site.spot.item.and_then(|item| {
        let ItemKind::Requirement(requirement) = &tree(site.db, item).kind else { return None };
        let path = requirement.family.as_ref()?;
        let (_, before) = path.segments.split_last()?;
        let path = zcc_syntax::ast::Path { segments: before.to_vec() };
        let id = site.scope().catalog(site.db, &path).ok()?;
        catalog(site.db, id).levels
    });
    let word = if kind == Some(LevelKind::Maturity) { "ML" } else { "SL" };
    for level in 1..=4_u32 {
        site.add(Candidate::new(CandidateKind::Value, format!("{word} {level}"), level));
    }
}

/// What a verdict can be expected for.
pub(super) fn subjects(site: &mut Site<'_>, before: &Segments) {
    let kinds = [EntityKind::Site, EntityKind::Zone, EntityKind::Conduit, EntityKind::Component]
        .into_iter()
        .fold(EntityKinds::default(), |kinds, kind| kinds.union(EntityKinds::only(kind)));
    elements::of_kinds(site, kinds, "", before);
    if before.is_empty() && site.spot.frames.contains(&Frame::Test) {
        super::libraries::products(site, before);
        for candidate in &mut site.found {
            if candidate.kind == CandidateKind::Product {
                candidate.rank += 200;
            }
        }
    }
}
