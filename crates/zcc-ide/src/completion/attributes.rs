//! The attributes that a block may state.

use zcc_db::tree;
use zcc_hir::expr::{AttributeRef, Type};
use zcc_hir::ids::{EntityKind, EntityKinds};
use zcc_hir::model::{can_be_stated, site_facts};
use zcc_hir::names::tables;
use zcc_hir::program::LevelKind;
use zcc_hir::rules::{attributes_of, catalog, type_name};
use zcc_syntax::ast::{BlockKind, ItemKind, MemberKind};

use super::candidate::{Candidate, CandidateKind};
use super::site::{Site, block_frame};
use crate::cursor::Frame;

/// What is asked for after the colon of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// A value of a type.
    Type(Type),
    /// Catalogues.
    Catalogs,
    /// Ids of clauses.
    Clauses,
    /// Things that waivers and countermeasures are for.
    Subjects,
    /// Products.
    Products,
    /// A profile.
    Profile,
    /// Evidence.
    Evidence,
    /// What a catalogue grades with.
    Levels,
    /// A range of versions.
    Versions,
}

/// An attribute that is no value for rules: its name, whether it must be stated, what is asked for, and what it is.
type Known = (&'static str, bool, Asked, &'static str);

fn waiver(clauses: &'static str, is_waiver: bool) -> Vec<Known> {
    let text = || Asked::Type(Type::String);
    vec![
        (clauses, true, Asked::Clauses, "ids of clauses"),
        ("for", true, Asked::Subjects, "what it is for"),
        ("until", is_waiver, Asked::Type(Type::Date), "its last day"),
        ("because", is_waiver, text(), "why"),
        ("requested_by", false, text(), "who asked for it"),
        ("approved_by", is_waiver, text(), "who decided, and did not ask"),
        ("evidence", false, Asked::Evidence, "what shows it"),
    ]
}

/// The attributes of a kind of block that are no values for rules.
pub(super) fn special(kind: BlockKind) -> Vec<Known> {
    let text = || Asked::Type(Type::String);
    match kind {
        BlockKind::Waiver => waiver("accepts", true),
        BlockKind::Countermeasure => waiver("compensates", false),
        BlockKind::Certificate => vec![
            ("for", true, Asked::Products, "products"),
            ("scheme", true, text(), "under which it was issued"),
            ("number", true, text(), "as its issuer gave it"),
            ("profile", true, Asked::Profile, "what it attests"),
            ("valid_until", true, Asked::Type(Type::Date), "its last day"),
            ("valid_from", false, Asked::Type(Type::Date), "its first day"),
            ("versions", false, Asked::Versions, "the firmware that it is for"),
            ("conditions", false, text(), "under which it holds"),
        ],
        BlockKind::Site => vec![("assess", true, Asked::Catalogs, "what it is held against")],
        BlockKind::Product => vec![
            ("assess", false, Asked::Catalogs, "what it is held against"),
            ("versions", false, Asked::Versions, "the firmware that it is about"),
        ],
        BlockKind::Catalog => vec![("levels", true, Asked::Levels, "what it grades with")],
        _ => Vec::new(),
    }
}

/// The kind of entity that a block declares.
pub(super) fn entity_kind(kind: BlockKind) -> Option<EntityKind> {
    Some(match kind {
        BlockKind::Site => EntityKind::Site,
        BlockKind::Zone => EntityKind::Zone,
        BlockKind::Conduit => EntityKind::Conduit,
        BlockKind::Component | BlockKind::Boundary => EntityKind::Component,
        BlockKind::Channel => EntityKind::Channel,
        BlockKind::Product => EntityKind::Product,
        BlockKind::Protocol => EntityKind::Protocol,
        _ => return None,
    })
}

/// What is asked for after an attribute's colon in the innermost block.
pub(super) fn asked(site: &Site<'_>, name: &str) -> Option<Asked> {
    let kind = block_frame(site.spot)?.kind;
    if let Some((_, _, asked, _)) = special(kind).into_iter().find(|(known, ..)| *known == name) {
        return Some(asked);
    }
    let kind = EntityKinds::only(entity_kind(kind)?);
    let place = zcc_base::Place { anchor: zcc_base::Anchor(0), range: zcc_base::TextRange::default() };
    let found = zcc_hir::rules::attribute_named(site.db, site.package, kind, name, place).ok()?;
    Some(Asked::Type(found.ty))
}

/// The attributes that the innermost block does not state yet, those that it must first.
pub(super) fn names(site: &mut Site<'_>) {
    if let Some(Frame::Speaks(_)) = site.spot.frames.last() {
        return;
    }
    let Some(frame) = block_frame(site.spot) else { return };
    let (kind, has_product) = (frame.kind, frame.of.is_some());
    let stated: Vec<&str> = site
        .block()
        .into_iter()
        .flat_map(|block| &block.members)
        .filter_map(|member| match &member.kind {
            MemberKind::Attribute { name, .. } if !site.is_here(name.range) => Some(name.text.as_str()),
            _ => None,
        })
        .collect();
    for (at, (name, is_required, _, what)) in special(kind).into_iter().enumerate() {
        if !stated.contains(&name) {
            let rank = if is_required { at as u32 } else { 50 + at as u32 };
            site.add(attribute(name, rank).described(what));
        }
    }
    let Some(entity) = entity_kind(kind) else { return };
    let db = site.db;
    for (name, found) in attributes_of(db, site.package, entity) {
        let key = match found.attribute {
            AttributeRef::Builtin(builtin) if !can_be_stated(builtin) => continue,
            AttributeRef::Builtin(_) => None,
            AttributeRef::Declared(id) => {
                let entry = &tables(db).attributes.entries()[id.index()];
                Some(format!("attribute|{}|{}", entry.package, entry.item(db).name(db)))
            }
        };
        // The head of a product says its kind, and a component's product does.
        let is_said = name == "kind" && has_product || name == "supplier" && entity == EntityKind::Component;
        if stated.contains(&name.as_str()) || is_said {
            continue;
        }
        let rank = match name.as_str() {
            "kind" => 0,
            "target" if wants_target(site, kind) => 0,
            "target" => 60,
            "purpose" | "supplier" => 3,
            "network" => 4,
            "trust" => 8,
            "address" => 5,
            "firmware" if has_product => 4,
            _ => 50,
        };
        let mut candidate = attribute(&name, rank).described(type_name(db, &found.ty));
        candidate.docs = key;
        site.add(candidate);
    }
}

fn attribute(name: &str, rank: u32) -> Candidate {
    Candidate::new(CandidateKind::Attribute, name, rank).writes(format!("{name}: ")).and_goes_on()
}

/// Whether a block has to say what it aims at.
fn wants_target(site: &Site<'_>, kind: BlockKind) -> bool {
    let db = site.db;
    let grades = |id: &zcc_hir::ids::CatalogId| catalog(db, *id).levels == Some(LevelKind::Security);
    match kind {
        BlockKind::Zone => {
            // A nested zone has that of the zone around it.
            site.blocks().iter().rev().skip(1).all(|outer| {
                !outer
                    .members
                    .iter()
                    .any(|member| matches!(&member.kind, MemberKind::Attribute { name, .. } if name.text == "target"))
            })
        }
        BlockKind::Conduit => true,
        BlockKind::Site => false,
        BlockKind::Product => site.block().is_some_and(|block| {
            block
                .members
                .iter()
                .any(|member| matches!(&member.kind, MemberKind::Attribute { name, .. } if name.text == "assess"))
        }),
        _ => site_facts(db).assess.iter().any(grades),
    }
}

/// What the attribute of an `attribute` declaration is of, for its default.
pub(super) fn default_type(site: &Site<'_>) -> Option<Type> {
    let item = site.spot.item?;
    let ItemKind::Attribute { .. } = &tree(site.db, item).kind else { return None };
    let all = tables(site.db);
    let number = all.attributes.number(item.anchor())?;
    Some(zcc_hir::rules::attribute(site.db, zcc_hir::ids::AttributeId(number as u16)).ty.clone())
}
