//! Values of the type that a place asks for, and the fields of braces.

use std::net::{IpAddr, Ipv4Addr};

use smol_str::SmolStr;
use zcc_base::format_date;
use zcc_hir::expr::Type;
use zcc_hir::ids::{CapabilityId, EntityKind, EntityKinds, EnumId};
use zcc_hir::model::{assessed, block_word};
use zcc_hir::names::{Scope, tables};
use zcc_hir::program::Capability;
use zcc_hir::rules::{capability, catalog, enumeration, level_catalogs, type_name};
use zcc_syntax::ast::{Block, Expr, ExprKind, Field, Literal, MemberKind};

use super::attributes::{Asked, asked, default_type};
use super::candidate::{Candidate, CandidateKind};
use super::site::{Site, capability_at, today, value_frame};
use super::{elements, expectations, libraries};
use crate::cursor::{Frame, Segments};

/// The fields that every claim may have, with what they ask for.
const OF_CLAIMS: [(&str, &str); 4] = [
    ("because", "why it is so"),
    ("evidence", "what shows it"),
    ("since", "the first firmware that it is for"),
    ("until", "the first firmware that it is no longer for"),
];

const OF_EVIDENCE: [(&str, &str); 3] =
    [("document", "how it is called"), ("sha256", "its digest"), ("valid_until", "the last day on which it holds")];

/// The fields of the innermost braces that are not given yet.
pub(super) fn fields(site: &mut Site<'_>) {
    let frames = &site.spot.frames;
    let given = given(site);
    let mut found: Vec<Candidate> = Vec::new();
    let fixed = |name: &str, what: &str, rank: u32| field(name, rank).described(what);
    match frames.last() {
        Some(Frame::Claim(kind, path)) => {
            if *kind != zcc_syntax::ast::ClaimKind::Lacks
                && let Some(id) = capability_at(site, path)
            {
                found.extend(parameters(site, id));
            }
            found.extend(OF_CLAIMS.iter().zip(20..).map(|((name, what), rank)| fixed(name, what, rank)));
        }
        Some(Frame::Switch(enable, path)) => {
            if *enable && let Some(id) = capability_at(site, path) {
                found.extend(parameters(site, id));
            }
            found.extend(OF_CLAIMS[..2].iter().zip(20..).map(|((name, what), rank)| fixed(name, what, rank)));
        }
        Some(Frame::Record) => {
            found.extend(OF_EVIDENCE.iter().zip(0..).map(|((name, what), rank)| fixed(name, what, rank)));
        }
        Some(Frame::Vector) => {
            for id in vector_catalogs(site) {
                for (family, rank) in catalog(site.db, id).families.iter().zip(0..) {
                    found.push(
                        Candidate::new(CandidateKind::Family, family.name.as_str(), rank)
                            .writes(format!("{}: ", family.name))
                            .described(family.title.as_str()),
                    );
                }
            }
        }
        _ => {}
    }
    for candidate in found {
        if !given.contains(&candidate.label) {
            site.add(candidate);
        }
    }
}

fn field(name: &str, rank: u32) -> Candidate {
    Candidate::new(CandidateKind::Field, name, rank).writes(format!("{name}: ")).and_goes_on()
}

fn parameters(site: &Site<'_>, id: CapabilityId) -> Vec<Candidate> {
    let declared: &Capability = capability(site.db, id);
    let entry = &tables(site.db).capabilities.entries()[id.index()];
    let made = |(parameter, rank): (&zcc_hir::program::Parameter, u32)| {
        field(&parameter.name, rank)
            .described(type_name(site.db, &parameter.ty))
            .documented(format!("parameter|{}|{}|{}", entry.package, entry.name, parameter.name))
    };
    declared.parameters.iter().zip(0..).map(made).collect()
}

/// The names of the fields that stand before the cursor in the innermost braces, and those behind it.
fn given(site: &Site<'_>) -> Vec<String> {
    let mut found = Vec::new();
    let start = site.start();
    let mut take = |fields: &[Field]| {
        let Some(first) = fields.first() else { return };
        let last = fields.last().unwrap_or(first);
        // Fields are those of these braces where the cursor is among them or just before or behind.
        let before = first.name.range.start;
        let near = before <= start || start + 200 >= before;
        if near && last.value.range.end + 200 >= start {
            let others = fields.iter().filter(|field| !site.is_here(field.name.range));
            found.extend(others.map(|field| field.name.text.to_string()));
        }
    };
    let Some(block) = site.block() else { return found };
    for member in &block.members {
        if member.range.start > start || member.range.end + 1 < start {
            continue;
        }
        match &member.kind {
            MemberKind::Claims { claims, .. } => {
                for claim in claims.iter().filter(|claim| claim.range.start <= start && start <= claim.range.end + 1) {
                    if !inner_records(&claim.fields, start, &mut take) {
                        take(&claim.fields);
                    }
                }
            }
            MemberKind::Switch { switches, .. } => {
                for switch in switches.iter().filter(|one| one.range.start <= start && start <= one.range.end + 1) {
                    if !inner_records(&switch.fields, start, &mut take) {
                        take(&switch.fields);
                    }
                }
            }
            MemberKind::Attribute { value, .. } => {
                if let ExprKind::Vector { fields, .. } | ExprKind::Record(fields) = &value.kind {
                    take(fields);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the cursor is in a record that is the value of one of these fields, whose fields are taken then.
fn inner_records(fields: &[Field], start: u32, take: &mut impl FnMut(&[Field])) -> bool {
    for field in fields {
        if let ExprKind::Record(inner) = &field.value.kind
            && field.value.range.start < start
            && start < field.value.range.end
        {
            take(inner);
            return true;
        }
    }
    false
}

/// The catalogues whose families a vector here names.
fn vector_catalogs(site: &Site<'_>) -> Vec<zcc_hir::ids::CatalogId> {
    let catalogs = assessed(site.db);
    let scope = Scope { catalogs: if site.spot.in_test() { &[] } else { catalogs }, ..site.scope() };
    level_catalogs(site.db, &scope)
}

/// Values for the attribute or field at the cursor.
pub(super) fn values(site: &mut Site<'_>, before: &Segments) {
    let Some((at, frame)) = value_frame(site.spot) else { return };
    let in_list = matches!(site.spot.frames.last(), Some(Frame::List));
    match frame {
        Frame::Attribute(name) => {
            let Some(asked) = asked(site, name) else { return };
            of_asked(site, &asked, before, in_list);
        }
        Frame::Field(name) => {
            let name = name.clone();
            let holder = site.spot.frames.get(..at).and_then(<[Frame]>::last).cloned();
            of_field(site, holder.as_ref(), &name, before, in_list);
        }
        Frame::Default(ty) => {
            let ty = default_type(site).or_else(|| match ty.as_slice() {
                [word] => zcc_hir::rules::type_of_word(word),
                _ => None,
            });
            if let Some(ty) = ty {
                of_type(site, &ty, before, in_list);
            }
        }
        _ => {}
    }
}

fn of_field(site: &mut Site<'_>, holder: Option<&Frame>, name: &str, before: &Segments, in_list: bool) {
    match (holder, name) {
        (Some(Frame::Vector), _) => {
            for level in 0..=4_u32 {
                site.add(Candidate::new(CandidateKind::Value, level.to_string(), level));
            }
        }
        (Some(Frame::Record), "valid_until") => of_type(site, &Type::Date, before, in_list),
        (Some(Frame::Claim(..) | Frame::Switch(..)), "evidence") => {
            of_asked(site, &Asked::Evidence, before, in_list);
        }
        (Some(Frame::Claim(..)), "since" | "until") => of_type(site, &Type::Version, before, in_list),
        (Some(Frame::Record), _) | (Some(Frame::Claim(..) | Frame::Switch(..)), "because") => {
            of_type(site, &Type::String, before, in_list);
        }
        (Some(Frame::Claim(_, path) | Frame::Switch(_, path)), _) => {
            let Some(id) = capability_at(site, path) else { return };
            let declared = capability(site.db, id);
            if let Some(parameter) = declared.parameters.iter().find(|parameter| parameter.name == name) {
                of_type(site, &parameter.ty, before, in_list);
            }
        }
        _ => {}
    }
}

fn of_asked(site: &mut Site<'_>, asked: &Asked, before: &Segments, in_list: bool) {
    match asked {
        Asked::Type(ty) => of_type(site, ty, before, in_list),
        Asked::Catalogs => {
            libraries::catalogs(site, before);
            list(site, before, in_list);
        }
        Asked::Clauses => {
            if before.is_empty() {
                expectations::clauses(site);
            }
            list(site, before, in_list);
        }
        Asked::Subjects => {
            elements::anything(site, before);
            list(site, before, in_list);
        }
        Asked::Products => {
            libraries::products(site, before);
            list(site, before, in_list);
        }
        Asked::Profile => libraries::profiles(site, before),
        Asked::Evidence => {
            if before.is_empty() {
                hole(site, "\"…\"", "\"${1:document}\"", 0);
                hole(site, "{ document … }", "{ document: \"${1:document}\", valid_until: ${2:2030-01-01} }", 1);
            }
        }
        Asked::Levels => {
            for (word, rank) in ["SL", "ML", "none"].into_iter().zip(0..) {
                site.add(Candidate::new(CandidateKind::Value, word, rank));
            }
        }
        Asked::Versions => {
            if before.is_empty() {
                hole(site, "\">= …\"", "\">= ${1:1.0}\"", 0);
                hole(site, "\">= …, < …\"", "\">= ${1:1.0}, < ${2:2.0}\"", 1);
            }
        }
    }
}

/// A list, where none is written yet.
fn list(site: &mut Site<'_>, before: &Segments, in_list: bool) {
    if before.is_empty() && !in_list {
        let candidate = Candidate::new(CandidateKind::Snippet, "[…]", 300).with_holes("[$0]").described("several");
        site.add(candidate.and_goes_on());
    }
}

fn hole(site: &mut Site<'_>, label: &str, text: &str, rank: u32) {
    let mut candidate = Candidate::new(CandidateKind::Value, label, rank).with_holes(text);
    candidate.filter = Some(text.split('$').next().unwrap_or_default().to_owned());
    site.add(candidate);
}

/// Values of a type.
pub(super) fn of_type(site: &mut Site<'_>, ty: &Type, before: &Segments, in_list: bool) {
    match ty {
        Type::Set(element) => {
            of_type(site, element, before, true);
            list(site, before, in_list);
        }
        Type::Enum(id) => {
            let named = enumeration(site.db, *id);
            if before.is_empty() || before.as_slice() == [named.name.clone()] {
                of_enum(site, *id);
            }
        }
        Type::Entity(kinds) if *kinds == EntityKinds::only(EntityKind::Product) => libraries::products(site, before),
        Type::Entity(kinds) if *kinds == EntityKinds::only(EntityKind::Protocol) => libraries::protocols(site, before),
        Type::Entity(kinds) => {
            let from = site.from();
            elements::of_kinds(site, *kinds, &from, before);
        }
        _ if before.is_empty() => plain(site, ty),
        _ => {}
    }
}

fn plain(site: &mut Site<'_>, ty: &Type) {
    match ty {
        Type::Bool => {
            site.add(Candidate::new(CandidateKind::Value, "true", 0));
            site.add(Candidate::new(CandidateKind::Value, "false", 1));
        }
        Type::Date => dates(site),
        Type::SecurityLevel | Type::MaturityLevel | Type::Vector => {
            let word = if *ty == Type::MaturityLevel { "ML" } else { "SL" };
            for level in [2, 1, 3, 4, 0_u32] {
                let rank = if level == 0 { 9 } else { level };
                let what = if level == 0 && *ty == Type::Vector { "asks for nothing" } else { "" };
                site.add(Candidate::new(CandidateKind::Value, format!("{word} {level}"), rank).described(what));
            }
            if *ty == Type::Vector {
                let candidate = Candidate::new(CandidateKind::Snippet, "SL … { … }", 10)
                    .with_holes("SL ${1:2} { ${2:RDF}: ${3:1} }")
                    .described("with families that differ");
                site.add(Candidate { filter: Some("SL".to_owned()), ..candidate });
            }
        }
        Type::Duration => {
            hole(site, "… days", "${1:30} days", 0);
            hole(site, "… hours", "${1:8} hours", 1);
        }
        Type::Version => {
            hole(site, "\"…\"", "\"${1:1.0}\"", 0);
        }
        Type::String => hole(site, "\"…\"", "\"$1\"", 0),
        Type::Address => addresses(site),
        Type::Network => hole(site, "10.0.0.0/24", "${1:10.0.0.0/24}", 0),
        _ => {}
    }
}

/// What stands in the list at the cursor before it.
fn listed(site: &Site<'_>) -> Vec<SmolStr> {
    if !matches!(site.spot.frames.last(), Some(Frame::List)) {
        return Vec::new();
    }
    let before = &site.spot.before;
    let inside = before.rfind('[').and_then(|open| before.get(open + 1..)).unwrap_or_default();
    inside.split(',').map(|one| SmolStr::new(one.trim().trim_matches('`'))).collect()
}

/// The variants of an enum, in their order.
pub(super) fn of_enum(site: &mut Site<'_>, id: EnumId) {
    let declared = enumeration(site.db, id);
    let listed = listed(site);
    for (variant, rank) in declared.variants.iter().zip(0..) {
        if listed.iter().any(|known| known == variant) {
            continue;
        }
        let written = zcc_hir::model::quoted(variant);
        let mut candidate = Candidate::new(CandidateKind::Variant, variant.as_str(), rank)
            .writes(written.as_str())
            .described(declared.name.as_str())
            .documented(format!("variant|{}|{variant}", declared.name));
        if written != *variant {
            candidate.filter = Some(written.to_string());
        }
        site.add(candidate);
    }
}

/// Dates that one may mean: a year and half a year from the day of the assessment, its end of the year, and the day.
pub(super) fn dates(site: &mut Site<'_>) {
    let day = i64::from(today(site.db));
    let year: String = format_date(day).chars().take(4).collect();
    let next = year.parse::<i32>().map_or(year.clone(), |year| (year + 1).to_string());
    let known = [
        (format_date(day + 365), "in a year"),
        (format_date(day + 182), "in half a year"),
        (format!("{year}-12-31"), "the end of this year"),
        (format!("{next}-12-31"), "the end of next year"),
        (format_date(day), "the day of the assessment"),
    ];
    for ((date, what), rank) in known.into_iter().zip(0..) {
        site.add(Candidate::new(CandidateKind::Value, date, rank).described(what));
    }
}

/// An address that is free within the network of the zone.
fn addresses(site: &mut Site<'_>) {
    let blocks = site.blocks();
    let network = blocks.iter().rev().find_map(|block| {
        let value = attribute(block, "network")?;
        let (zone, word) =
            (block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default(), block_word(block.kind));
        Some((literals(value), format!("free in {word} {zone}")))
    });
    let Some((networks, what)) = network else { return };
    let mut used: Vec<IpAddr> = Vec::new();
    for block in &blocks {
        used_addresses(block, &mut used);
    }
    for network in networks {
        let Some((base, prefix)) = network.split_once('/') else { continue };
        let (Ok(base), Ok(prefix)) = (base.parse::<Ipv4Addr>(), prefix.parse::<u32>()) else { continue };
        if prefix > 30 {
            continue;
        }
        let base = u32::from(base) & (u32::MAX << (32 - prefix));
        let last = base | (u32::MAX >> prefix);
        // Behind the last that is taken, else the first that is free.
        let taken = |number: u32| used.contains(&IpAddr::V4(Ipv4Addr::from(number)));
        let highest = used.iter().filter_map(|one| match one {
            IpAddr::V4(address) => Some(u32::from(*address)).filter(|number| base < *number && *number < last - 1),
            IpAddr::V6(_) => None,
        });
        let from = highest.max().unwrap_or(base);
        let free = (from + 1..last).chain(base + 1..from).take(4_096).find(|number| !taken(*number));
        if let Some(free) = free {
            let text = Ipv4Addr::from(free).to_string();
            site.add(Candidate::new(CandidateKind::Value, text, 0).described(what.as_str()));
        }
    }
}

fn attribute<'t>(block: &'t Block, wanted: &str) -> Option<&'t Expr> {
    block.members.iter().find_map(|member| match &member.kind {
        MemberKind::Attribute { name, value } if name.text == wanted => Some(value),
        _ => None,
    })
}

fn literals(value: &Expr) -> Vec<String> {
    match &value.kind {
        ExprKind::List(all) => all.iter().flat_map(literals).collect(),
        ExprKind::Literal(Literal::Network(text) | Literal::Address(text)) => vec![text.to_string()],
        _ => Vec::new(),
    }
}

fn used_addresses(block: &Block, used: &mut Vec<IpAddr>) {
    for member in &block.members {
        if let MemberKind::Block(inner) = &member.kind
            && let Some(value) = attribute(inner, "address")
        {
            used.extend(literals(value).iter().filter_map(|text| text.parse::<IpAddr>().ok()));
        }
    }
}
