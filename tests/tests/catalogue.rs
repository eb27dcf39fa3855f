//! The catalogue of IEC 62443-3-3 against the facts: ids, titles, families, levels, check sums, documentation, tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use zcc_syntax::ast::{BlockKind, ExprKind, ItemKind, Literal, MemberKind, RequirementMember};
use zcc_syntax::parse_file;
use zcc_tests::files::tests_folder;

/// A clause as the standard has it, or as the standard library has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Clause {
    id: String,
    family: String,
    title: String,
    level: u32,
}

fn facts() -> Vec<Clause> {
    let table = fs::read_to_string(tests_folder().join("facts/iec62443-3-3.csv")).expect("the facts can be read");
    let rows = table.lines().skip(1).filter(|row| !row.trim().is_empty()).map(fields);
    let clause = |row: Vec<String>| Clause {
        id: row[0].clone(),
        family: row[1].clone(),
        title: row[2].clone(),
        level: row[3].parse().expect("a level is a number"),
    };
    rows.map(clause).collect()
}

/// The fields of a row; one in quotes may hold commas.
fn fields(row: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in row.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().expect("there is a field").push(c),
        }
    }
    fields
}

/// A clause of the library with its documentation; one without takes its requirement's.
fn library() -> Vec<(Clause, String)> {
    let mut found = Vec::new();
    for (_, text) in zcc_std::FILES {
        for chunk in parse_file(text) {
            let docs = chunk.parsed.item.docs.clone();
            let ItemKind::Requirement(requirement) = chunk.parsed.item.kind else { continue };
            let family = requirement.family.expect("a requirement has a family");
            if family.segments[0].text != "part_3_3" {
                continue;
            }
            let id = requirement.id.expect("a requirement has an id").text.to_string();
            let title = requirement.title.expect("a requirement has a title").value.to_string();
            for member in requirement.members {
                let RequirementMember::Clause(clause) = member else { continue };
                let level = match clause.level.map(|level| level.kind) {
                    Some(ExprKind::Literal(Literal::SecurityLevel(level))) => level,
                    other => panic!("{id} has the level {other:?}"),
                };
                let (id, title) = match clause.enhancement {
                    None => (id.clone(), title.clone()),
                    Some(number) => {
                        let own = clause.title.unwrap_or_else(|| panic!("{id} RE {number} has no title"));
                        (format!("{id} RE {number}"), own.value.to_string())
                    }
                };
                let docs = if clause.docs.is_empty() { docs.to_string() } else { clause.docs.to_string() };
                let family = family.segments[1].text.to_string();
                found.push((Clause { id, family, title, level }, docs));
            }
        }
    }
    found
}

#[test]
fn every_clause_has_the_id_title_family_and_level_of_the_facts() {
    let library: BTreeMap<String, Clause> =
        library().into_iter().map(|(clause, _)| (clause.id.clone(), clause)).collect();
    let facts = facts();
    let wrong: Vec<String> = facts
        .iter()
        .filter(|fact| library.get(&fact.id) != Some(fact))
        .map(|fact| format!("{fact:?} is {:?}", library.get(&fact.id)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let known: BTreeSet<&String> = facts.iter().map(|fact| &fact.id).collect();
    let surplus: Vec<&String> = library.keys().filter(|id| !known.contains(id)).collect();
    assert!(surplus.is_empty(), "the standard has no {surplus:?}");
}

#[test]
fn no_clause_is_given_twice() {
    let all = library();
    let ids: BTreeSet<&String> = all.iter().map(|(clause, _)| &clause.id).collect();
    assert_eq!(ids.len(), all.len());
}

#[test]
fn the_check_sums_of_the_facts_hold_in_the_library() {
    let clauses: Vec<Clause> = library().into_iter().map(|(clause, _)| clause).collect();
    let up_to = |family: Option<&str>| -> Vec<usize> {
        let counted = |level: u32| {
            let selected =
                |clause: &&Clause| clause.level <= level && family.is_none_or(|family| clause.family == family);
            clauses.iter().filter(selected).count()
        };
        (1..=4).map(counted).collect()
    };
    assert_eq!(up_to(None), [37, 60, 90, 100]);
    assert_eq!(up_to(Some("IAC")), [10, 16, 22, 24]);
    assert_eq!(up_to(Some("UC")), [8, 12, 21, 24]);
    assert_eq!(up_to(Some("SI")), [5, 10, 16, 19]);
    assert_eq!(up_to(Some("DC")), [2, 4, 5, 6]);
    assert_eq!(up_to(Some("RDF")), [4, 6, 10, 11]);
    assert_eq!(up_to(Some("TRE")), [1, 2, 3, 3]);
    assert_eq!(up_to(Some("RA")), [7, 10, 13, 13]);
    assert_eq!(clauses.iter().filter(|clause| !clause.id.contains(" RE ")).count(), 51);
}

#[test]
fn the_families_stand_in_the_order_of_the_standard() {
    let catalogs =
        zcc_std::FILES.iter().flat_map(|(_, text)| parse_file(text)).filter_map(|chunk| match chunk.parsed.item.kind {
            ItemKind::Block(block) if block.kind == BlockKind::Catalog => Some(block),
            _ => None,
        });
    let catalog = catalogs
        .into_iter()
        .find(|block| block.name.as_ref().is_some_and(|name| name.text == "part_3_3"))
        .expect("the catalogue exists");
    let families: Vec<String> = catalog
        .members
        .iter()
        .filter_map(|member| match &member.kind {
            MemberKind::Family { name, .. } => Some(name.text.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(families, ["IAC", "UC", "SI", "DC", "RDF", "TRE", "RA"]);
}

#[test]
fn every_clause_says_what_it_is_for_what_it_asks_and_what_to_do() {
    let mut wrong = Vec::new();
    for (clause, docs) in library() {
        let paragraphs: Vec<&str> = docs.split("\n\n").map(str::trim).collect();
        let begins = |word: &str| paragraphs.iter().filter(|paragraph| paragraph.starts_with(word)).count();
        let intent = paragraphs.iter().any(|paragraph| {
            !paragraph.is_empty() && !paragraph.starts_with("Asks:") && !paragraph.starts_with("Remedy:")
        });
        if !intent || begins("Asks:") != 1 || begins("Remedy:") != 1 {
            wrong.push(format!(
                "{}: intent {intent}, asks {}, remedy {}",
                clause.id,
                begins("Asks:"),
                begins("Remedy:")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_public_tables_disagree_on_says_so() {
    let table = fs::read_to_string(tests_folder().join("facts/iec62443-3-3.csv")).expect("the facts can be read");
    let documented: BTreeMap<String, String> = library().into_iter().map(|(clause, docs)| (clause.id, docs)).collect();
    let mut wrong = Vec::new();
    for row in table.lines().skip(1).map(fields).filter(|row| row.get(4).is_some_and(|mark| !mark.trim().is_empty())) {
        let docs = documented.get(&row[0]).map_or("", |docs| docs);
        if !docs.to_lowercase().contains("disagree") {
            wrong.push(row[0].clone());
        }
    }
    assert!(wrong.is_empty(), "not marked as disputed: {wrong:?}");
}

#[test]
fn every_clause_is_tested_met_unmet_and_unproven() {
    let mut tested: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, text) in zcc_std::TEST_FILES {
        for chunk in parse_file(text) {
            let ItemKind::Test(test) = chunk.parsed.item.kind else { continue };
            for line in test.expectations.iter().filter(|line| !line.capable) {
                tested.entry(line.requirement.text.to_string()).or_default().insert(line.verdict.text.to_string());
            }
        }
    }
    let mut missing = Vec::new();
    for fact in facts() {
        for verdict in ["met", "unmet", "unproven"] {
            if !tested.get(&fact.id).is_some_and(|verdicts| verdicts.contains(verdict)) {
                missing.push(format!("{} is never expected to be {verdict}", fact.id));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
