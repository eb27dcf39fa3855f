//! Expressions: variables, sets, functions, members behind a dot, operators; and types.

use smol_str::SmolStr;
use zcc_base::Anchor;
use zcc_hir::expr::{AttributeRef, Type};
use zcc_hir::ids::{EntityKind, FunctionId};
use zcc_hir::model::quoted;
use zcc_hir::names::{Definition, Sort, Tables, imports, resolve, tables};
use zcc_hir::rules::{
    Probed, attribute_named, attributes_of, capability, enumeration, enums_in_sight, probe, signature, type_name,
    type_words,
};
use zcc_syntax::parse_chunk;

use super::candidate::{Candidate, CandidateKind};
use super::libraries::sources;
use super::site::{Site, capability_at, path_of};
use super::values::{self, of_enum};
use crate::cursor::{Frame, Segments};

/// A name that nobody writes, put where the cursor is.
const MARKER: &str = "zcc_cursor_marker";

/// The sets that are there without asking.
const SETS: [(&str, EntityKind); 6] = [
    ("zones", EntityKind::Zone),
    ("conduits", EntityKind::Conduit),
    ("components", EntityKind::Component),
    ("channels", EntityKind::Channel),
    ("products", EntityKind::Product),
    ("protocols", EntityKind::Protocol),
];

/// What is known at the cursor, if `insert` stands there.
pub(crate) fn probed(site: &Site<'_>, insert: &str) -> Option<Probed> {
    let text = format!("{}{insert}{}", site.spot.before.trim_end(), site.spot.tail);
    let text = if insert.starts_with('.') { text } else { format!("{}{insert}{}", site.spot.before, site.spot.tail) };
    let parsed = parse_chunk(&text, Anchor(0));
    probe(site.db, site.scope(), &parsed.item, MARKER)
}

/// What an expression or an operand may start with.
pub(super) fn operands(site: &mut Site<'_>) {
    let known = probed(site, MARKER);
    let expected = known.as_ref().and_then(|known| known.expected.clone());
    let near = |ty: &Type, rank: u32| if expected.as_ref() == Some(ty) { rank } else { rank + 5 };
    // The parameters of the capability come first in the condition of `has`.
    if let Some(Frame::Has(path)) = site.spot.frames.iter().rev().find(|frame| matches!(frame, Frame::Has(_)))
        && let Some(id) = capability_at(site, path)
    {
        let entry = &tables(site.db).capabilities.entries()[id.index()];
        for parameter in &capability(site.db, id).parameters {
            let candidate = Candidate::new(CandidateKind::Field, quoted(&parameter.name).as_str(), 0)
                .described(type_name(site.db, &parameter.ty))
                .documented(format!("parameter|{}|{}|{}", entry.package, entry.name, parameter.name));
            site.add(candidate);
        }
    }
    if let Some(Type::Enum(id)) = expected.as_ref().map(element) {
        of_enum(site, *id);
    }
    for (name, ty) in known.iter().flat_map(|known| &known.variables) {
        if site.found.iter().any(|known| known.kind == CandidateKind::Field && known.label == quoted(name)) {
            continue;
        }
        let rank = near(ty, 1);
        let candidate = Candidate::new(CandidateKind::Variable, quoted(name).as_str(), rank);
        site.add(candidate.described(type_name(site.db, ty)));
    }
    for (name, kind) in SETS {
        let rank = if matches!(expected, None | Some(Type::Set(_))) { 10 } else { 30 };
        let candidate = Candidate::new(CandidateKind::Set, name, rank);
        site.add(candidate.described(format!("set of {}", kind.word())));
    }
    functions(site, expected.as_ref());
    words(site, expected.as_ref());
    plain(site, expected.as_ref());
}

fn element(ty: &Type) -> &Type {
    match ty {
        Type::Set(element) => element,
        other => other,
    }
}

fn plain(site: &mut Site<'_>, expected: Option<&Type>) {
    match expected.map(element) {
        Some(ty @ (Type::SecurityLevel | Type::MaturityLevel | Type::Vector | Type::Date | Type::Duration)) => {
            values::of_type(site, &ty.clone(), &Segments::new(), true);
        }
        // What will be compared with something.
        None | Some(Type::Bool) => {
            for id in enums_in_sight(site.db, site.package).take(200) {
                let declared = enumeration(site.db, id);
                for variant in &declared.variants {
                    let candidate = Candidate::new(CandidateKind::Variant, quoted(variant).as_str(), 200);
                    site.add(candidate.described(declared.name.as_str()));
                }
            }
        }
        _ => {}
    }
}

fn words(site: &mut Site<'_>, expected: Option<&Type>) {
    let is_truth = matches!(expected, None | Some(Type::Bool | Type::Error));
    let snippet = |label: &str, text: &str, rank: u32| {
        let mut candidate = Candidate::new(CandidateKind::Snippet, label, rank).with_holes(text);
        candidate.signature = Some(" …".to_owned());
        candidate
    };
    if is_truth {
        site.add(snippet("every", "every ${1:c} in ${2:components}: ${0:true}", 20));
        site.add(snippet("some", "some ${1:c} in ${2:components}: ${0:true}", 21));
        site.add(snippet("no", "no ${1:c} in ${2:components}: ${0:true}", 22));
        site.word("not", 24);
        site.word("true", 40);
        site.word("false", 41);
    } else {
        site.word("every", 320);
        site.word("some", 321);
        site.word("no", 322);
        site.word("not", 323);
        site.word("true", 340);
        site.word("false", 341);
    }
    for (word, rank) in [("every", 60), ("some", 61), ("no", 62), ("if", 63), ("let", 64)] {
        site.word(word, rank + 300);
    }
    site.add(snippet("if", "if ${1:true} then ${2:a} else ${3:b}", 42));
    site.add(snippet("let", "let ${1:name} = ${2:value}: ${0:true}", 43));
    for (name, text, what) in [
        ("count", "count(${1:c} in ${2:components} where ${3:true})", "int"),
        ("sum", "sum(${1:c.hours} for ${2:c} in ${3:components})", "int or duration"),
        ("min", "min(${1:c.hours} for ${2:c} in ${3:components})", "the least"),
        ("max", "max(${1:c.hours} for ${2:c} in ${3:components})", "the greatest"),
        ("union", "union(${1:a}, ${2:b})", "a set"),
        ("except", "except(${1:a}, ${2:b})", "a set"),
    ] {
        let candidate = Candidate::new(CandidateKind::Function, name, 50).with_holes(text).signed("(…)");
        site.add(candidate.described(what));
    }
}

/// Defines and relations that can be named here.
fn functions(site: &mut Site<'_>, expected: Option<&Type>) {
    let db = site.db;
    let table = &tables(db).functions;
    for source in sources(site, &Segments::new()) {
        // One that would have to be imported is rarely meant.
        let far = if source.import.is_some() { 100 } else { 0 };
        let first = table.entries().partition_point(|entry| entry.package < source.package) as u32;
        for (entry, number) in table.of_package(source.package).iter().zip(first..) {
            let mut candidate =
                function(site, source.candidate(CandidateKind::Function, &entry.name), FunctionId(number));
            let fits = expected.is_none_or(|expected| *expected == signature(db, FunctionId(number)).returns);
            candidate.rank = far + if fits { 12 } else { 32 };
            site.add(candidate);
        }
    }
}

/// A call of a define or relation.
fn function(site: &Site<'_>, candidate: Candidate, id: FunctionId) -> Candidate {
    let db = site.db;
    let signature = signature(db, id);
    let entry = &tables(db).functions.entries()[id.index()];
    let listed: Vec<String> =
        signature.parameters.iter().map(|one| format!("{}: {}", one.name, type_name(db, &one.ty))).collect();
    let mut candidate = candidate.described(type_name(db, &signature.returns));
    candidate.docs = Some(format!("function|{}|{}", entry.package, entry.name));
    if signature.parameters.is_empty() {
        return candidate;
    }
    if candidate.signature.is_none() {
        candidate.signature = Some(format!("({})", listed.join(", ")));
    }
    let holes: Vec<String> =
        signature.parameters.iter().zip(1..).map(|(one, at)| format!("${{{at}:{}}}", one.name)).collect();
    let text = format!("{}({})", candidate.insert, holes.join(", "));
    candidate.with_holes(text)
}

/// What can follow the dot behind an operand.
pub(super) fn members(site: &mut Site<'_>) {
    let db = site.db;
    let before = name_before_dot(&site.spot.before);
    let known = probed(site, MARKER);
    let base = known.and_then(|known| known.base);
    match base {
        Some(Type::Entity(kinds)) => {
            let Some(first) = kinds.iter().next() else { return };
            let place = zcc_base::Place { anchor: Anchor(0), range: zcc_base::TextRange::default() };
            for (name, found) in attributes_of(db, site.package, first) {
                let same = attribute_named(db, site.package, kinds, &name, place).is_ok_and(|other| other == found);
                if !same {
                    continue;
                }
                let (rank, key) = match found.attribute {
                    AttributeRef::Builtin(_) => (5, None),
                    AttributeRef::Declared(id) => {
                        let entry = &tables(db).attributes.entries()[id.index()];
                        (0, Some(format!("attribute|{}|{}", entry.package, entry.item(db).name(db))))
                    }
                };
                let mut candidate = Candidate::new(CandidateKind::Attribute, name.as_str(), rank);
                candidate.docs = key;
                site.add(candidate.described(type_name(db, &found.ty)));
            }
        }
        Some(_) => {}
        None => behind_name(site, &before),
    }
}

/// The name that ends before the last dot.
fn name_before_dot(before: &str) -> Segments {
    let text = before.trim_end().trim_end_matches('.').trim_end();
    let start =
        text.rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '`'))).map_or(0, |at| at + 1);
    text.get(start..).unwrap_or_default().split('.').map(|part| SmolStr::new(part.trim_matches('`'))).collect()
}

/// Behind the name of an enum its variants, behind an alias what its package declares.
fn behind_name(site: &mut Site<'_>, before: &Segments) {
    let db = site.db;
    if let Ok(Definition::Enum(id)) = resolve(db, &site.scope(), Sort::Rule, &path_of(before), "a type") {
        return of_enum(site, id);
    }
    let [alias] = before.as_slice() else { return };
    let Some(package) = imports(db, site.at.file).iter().find(|one| one.alias == *alias).and_then(|one| one.target)
    else {
        return;
    };
    let table = &tables(db).functions;
    let first = table.entries().partition_point(|entry| entry.package < package) as u32;
    for (entry, number) in table.of_package(package).iter().zip(first..) {
        let candidate = Candidate::new(CandidateKind::Function, quoted(&entry.name).as_str(), 0);
        let candidate = function(site, candidate, FunctionId(number));
        site.add(candidate);
    }
}

/// What can follow an operand, by its type.
pub(super) fn operators(site: &mut Site<'_>) {
    let known = probed(site, &format!(".{MARKER}"));
    let base = known.and_then(|known| known.base);
    let nested = site.spot.frames.iter().any(|frame| matches!(frame, Frame::Has(_)));
    let is_entity = matches!(base, Some(Type::Entity(_)));
    let is_truth = matches!(base, None | Some(Type::Bool | Type::Error));
    let rank = |likely: bool| if likely { 0 } else { 500 };
    let word = |site: &mut Site<'_>, word: &str, likely: bool, goes_on: bool| {
        let mut candidate = Candidate::new(CandidateKind::Word, word, rank(likely));
        candidate.goes_on = goes_on;
        site.add(candidate);
    };
    word(site, "has", is_entity, true);
    word(site, "in", !is_truth, true);
    word(site, "not in", !is_truth, true);
    let conduit = zcc_hir::ids::EntityKinds::only(EntityKind::Conduit);
    word(site, "carries", base == Some(Type::Entity(conduit)), true);
    word(site, "is stated", false, false);
    // The condition of `has` ends where one of these stands.
    word(site, "and", is_truth && !nested, true);
    word(site, "or", is_truth && !nested, true);
}

/// Types.
pub(super) fn types(site: &mut Site<'_>, before: &Segments) {
    let db = site.db;
    if before.is_empty() {
        for word in type_words() {
            let is_entity = EntityKind::ALL.iter().any(|kind| kind.word() == word);
            site.add(Candidate::new(CandidateKind::Type, word, if is_entity { 2 } else { 1 }));
        }
        for name in ["trust", "component_kind"] {
            site.add(Candidate::new(CandidateKind::Type, name, 30).described("enum"));
        }
    }
    let table = &tables(db).enums;
    for source in sources(site, before) {
        let first = table.entries().partition_point(|entry| entry.package < source.package) as u32;
        for (entry, number) in table.of_package(source.package).iter().zip(first..) {
            let mut candidate = source.candidate(CandidateKind::Type, &entry.name).described("enum");
            candidate.docs = Some(format!("enum|{}|{}", entry.package, entry.name));
            let _ = Tables::enum_id(number);
            site.add(candidate);
        }
    }
}

/// The kinds of thing that an attribute is of.
pub(super) fn owners(site: &mut Site<'_>) {
    for kind in EntityKind::ALL {
        site.add(Candidate::new(CandidateKind::Type, kind.word(), 0));
    }
}
