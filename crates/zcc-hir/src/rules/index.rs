//! Which requirements a catalogue has, and where a clause is found by its id.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, TextRange};
use zcc_db::{Db, Item, parsed, tree};
use zcc_syntax::ast::{ItemKind, Name, Path, TypeExpr, TypeKind};

use super::catalog;
use super::requirements::{requirement, requirement_item};
use crate::ids::{CatalogId, ClauseId, RequirementIndex};
use crate::names::{Scope, name_range, tables};

/// The requirements of a catalogue, in the order of its families and then of their numbers (SR 1.2 before SR 1.10). Of
/// two with one id the first counts.
pub fn requirements_of(db: &dyn Db, id: CatalogId) -> &[RequirementIndex] {
    &members(db, tables(db).catalogs.entries()[id.index()].item(db)).requirements
}

/// The clauses of this id, base or enhancement, in one catalogue or in all.
pub fn find_clause(db: &dyn Db, text: &str, wanted: Option<CatalogId>) -> Vec<ClauseId> {
    let (id, enhancement) = match text.rsplit_once(" RE ") {
        Some((id, number)) => match number.trim().parse::<u32>() {
            Ok(number) => (id.trim(), Some(number)),
            Err(_) => return Vec::new(),
        },
        None => (text.trim(), None),
    };
    let mut found = Vec::new();
    let packages = zcc_db::Workspace::get(db).packages(db).len() as u32;
    for package in 0..packages {
        let (first, entries) = tables(db).requirements.named(package, id);
        for (number, entry) in (first..).zip(entries) {
            let index = RequirementIndex(number);
            let Some((home, _)) = home(db, entry.item(db)) else { continue };
            if wanted.is_some_and(|wanted| wanted != *home) || !requirements_of(db, *home).contains(&index) {
                continue;
            }
            let clauses = &requirement(db, index).clauses;
            if let Some(clause) = clauses.iter().position(|clause| clause.enhancement == enhancement) {
                found.push(ClauseId { requirement: index, clause: clause as u16 });
            }
        }
    }
    found
}

/// Whether there is a requirement of this id, or the one of an enhancement, whose catalogue or family cannot be found:
/// that was told where it stands.
pub(crate) fn is_homeless(db: &dyn Db, text: &str) -> bool {
    let id = text.split(" RE ").next().unwrap_or(text).trim();
    let packages = zcc_db::Workspace::get(db).packages(db).len() as u32;
    (0..packages).any(|package| {
        let (_, entries) = tables(db).requirements.named(package, id);
        entries.iter().any(|entry| home(db, entry.item(db)).is_none())
    })
}

/// The ids of all clauses of a catalogue, to find the nearest to one that is not there.
pub fn clause_ids(db: &dyn Db, id: CatalogId) -> Vec<SmolStr> {
    requirements_of(db, id)
        .iter()
        .flat_map(|index| requirement(db, *index).clauses.iter().map(|clause| clause.id.clone()))
        .collect()
}

/// Whether a catalogue has requirements about the site itself.
pub(crate) fn asks_of_site(db: &dyn Db, id: CatalogId) -> bool {
    requirements_of(db, id)
        .iter()
        .any(|index| is_about_site(db, tables(db).requirements.entries()[index.index()].item(db)))
}

/// Whether a requirement's head says that it is about a site.
#[salsa::tracked(returns(copy))]
fn is_about_site<'db>(db: &'db dyn Db, item: Item<'db>) -> bool {
    fn names_site(ty: &TypeExpr) -> bool {
        match &ty.kind {
            TypeKind::Named(path) => matches!(&*path.segments, [only] if only.text == "site"),
            TypeKind::Union(parts) => parts.iter().any(names_site),
            _ => false,
        }
    }
    match &parsed(db, item).item.kind {
        ItemKind::Requirement(requirement) => requirement.subject.as_ref().is_some_and(names_site),
        _ => false,
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Members {
    requirements: Box<[RequirementIndex]>,
    /// Each requirement whose id was taken, with the one that took it.
    duplicates: FxHashMap<RequirementIndex, RequirementIndex>,
}

#[salsa::tracked(returns(ref))]
fn members<'db>(db: &'db dyn Db, item: Item<'db>) -> Members {
    let all = tables(db);
    let Some(number) = all.catalogs.number(item.anchor()) else {
        return Members { requirements: Box::default(), duplicates: FxHashMap::default() };
    };
    let id = CatalogId(number as u16);
    let mut found: Vec<(u8, &SmolStr, RequirementIndex)> = Vec::new();
    let mut first: FxHashMap<&SmolStr, RequirementIndex> = FxHashMap::default();
    let mut duplicates = FxHashMap::default();
    for (number, entry) in all.requirements.entries().iter().enumerate() {
        let Some((home, family)) = home(db, entry.item(db)) else { continue };
        if *home != id {
            continue;
        }
        let index = RequirementIndex(number as u32);
        if let Some(earlier) = first.get(&entry.name) {
            duplicates.insert(index, *earlier);
        } else {
            first.insert(&entry.name, index);
            found.push((*family, &entry.name, index));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| compare_ids(a.1, b.1)));
    Members { requirements: found.into_iter().map(|(_, _, index)| index).collect(), duplicates }
}

/// The catalogue and family of a requirement, read from its head alone so that the rest need not be parsed.
#[salsa::tracked(returns(ref))]
fn home<'db>(db: &'db dyn Db, item: Item<'db>) -> Option<(CatalogId, u8)> {
    let written = family_path(item.text(db))?;
    let mut segments: Vec<Name> = written
        .split('.')
        .map(|text| Name { text: SmolStr::new(text.trim().trim_matches('`')), range: TextRange::default() })
        .collect();
    let family = segments.pop()?;
    if segments.is_empty() {
        return None;
    }
    let id = Scope::of(db, item).catalog(db, &Path { segments }).ok()?;
    let position = catalog(db, id).families.iter().position(|known| known.name == family.text);
    Some((id, position.unwrap_or(0) as u8))
}

/// What stands after the `in` of a requirement's head.
fn family_path(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..)?;
        match rest[0] {
            b'/' if rest.starts_with(b"//") => at += rest.iter().position(|byte| *byte == b'\n')?,
            b'/' if rest.starts_with(b"/*") => at += 2 + rest[2..].windows(2).position(|pair| pair == b"*/")? + 2,
            b'"' => {
                at += 1;
                while *bytes.get(at)? != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
            }
            b'`' => at += 2 + rest[1..].iter().position(|byte| *byte == b'`')?,
            b'{' => return None,
            byte if byte.is_ascii_alphanumeric() || byte == b'_' => {
                let length = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'));
                let length = length.unwrap_or(rest.len());
                if &rest[..length] == b"in" {
                    let after = text.get(at + 2..)?.trim_start();
                    let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || "_.`".contains(c)));
                    return after.get(..end.unwrap_or(after.len()));
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    None
}

/// Says that a requirement's id was taken in its catalogue.
pub(crate) fn duplicate_requirement(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    let (id, _) = (*home(db, item))?;
    let index = RequirementIndex(tables(db).requirements.number(item.anchor())?);
    let first = *members(db, tables(db).catalogs.entries()[id.index()].item(db)).duplicates.get(&index)?;
    let place = |item: Item<'_>| Place { anchor: item.anchor(), range: name_range(tree(db, item)) };
    let message = format!("`{}` is given twice in `{}`", item.name(db), catalog(db, id).name);
    Some(
        Diagnostic::new(Code::DUPLICATE_REQUIREMENT, place(item), message)
            .secondary(place(requirement_item(db, first)), "first given here")
            .help("give it the id that it has in the standard, or a catalogue of its own"),
    )
}

/// Compares ids so that their numbers count as numbers.
fn compare_ids(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (one, other) = (run(&mut a), run(&mut b));
        if one.is_empty() || other.is_empty() {
            return one.len().cmp(&other.len());
        }
        let order = match (one.parse::<u64>(), other.parse::<u64>()) {
            (Ok(one), Ok(other)) => one.cmp(&other),
            _ => one.cmp(other),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Takes the next run of digits or of anything else.
fn run<'a>(text: &mut &'a str) -> &'a str {
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(text.len());
    let (taken, rest) = text.split_at(end);
    *text = rest;
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_ids_count_as_numbers() {
        let mut ids = ["SR 1.10", "SR 1.2", "SR 1.1", "SM-10", "SM-9", "SP.01.01"];
        ids.sort_by(|a, b| compare_ids(a, b));
        assert_eq!(ids, ["SM-9", "SM-10", "SP.01.01", "SR 1.1", "SR 1.2", "SR 1.10"]);
    }

    #[test]
    fn the_family_is_read_from_the_head() {
        let text = "/// in a doc\n// in b.c\nrequirement SR 1.1 \"in { \\\" x\" in acme.part.IAC for zone z { in d.e }";
        assert_eq!(family_path(text), Some("acme.part.IAC"));
        assert_eq!(family_path("requirement `in x` in a.B for zone z {}"), Some("a.B"));
        assert_eq!(family_path("requirement SR 1.1 for zone z { x in y.z }"), None);
        assert_eq!(family_path("requirement SR 1.1 \"never ends"), None);
    }
}
