//! `test` blocks, judged by the reference.

use zcc_syntax::ast::{ExprKind, ItemKind, Literal, Test};

use super::evaluate::World;
use super::model::Model;
use super::rules::{Rules, path_text};
use super::value::{Entity, day};

/// Runs every test of some libraries; returns how many expectations there were, and those that did not come true.
pub fn run_tests(rules: &Rules, today: i64) -> (usize, Vec<String>) {
    let mut missed_lines = Vec::new();
    let mut count = 0;
    for test in &rules.tests {
        count += test.expectations.len();
        missed_lines.extend(missed(rules, test, today));
    }
    (count, missed_lines)
}

/// The expectations of a test that do not come true.
pub fn missed(rules: &Rules, test: &Test, today: i64) -> Vec<String> {
    let title = test.title.as_ref().map(|title| title.value.to_string()).unwrap_or_default();
    let today = match test.date.as_ref().map(|date| &date.kind) {
        Some(ExprKind::Literal(Literal::Date(date))) => day(date),
        _ => today,
    };
    let mut local = rules.clone();
    local.model.clear();
    test.items.iter().for_each(|item| {
        if let ItemKind::Block(_) = item.kind {
            local.add(item.clone(), true);
        }
    });
    let model = Model::new(&local.model, today);
    let world = World::new(&local, &model);
    let mut wrong = Vec::new();
    for line in &test.expectations {
        let wanted = line.verdict.text.replace('_', " ");
        let subject = model.find(&path_text(&line.subject), "").or_else(|| {
            let name = path_text(&line.subject);
            local.library(zcc_syntax::ast::BlockKind::Product, &name).map(Entity::Product)
        });
        let subject = subject.unwrap_or_else(|| panic!("{title}: no {}", path_text(&line.subject)));
        let clause = local.catalogs.iter().find_map(|catalog| {
            let named = line.catalog.as_ref().is_none_or(|path| path_text(path) == catalog.name);
            let clauses = local.clauses(&catalog.name);
            clauses.into_iter().find(|(_, _, id)| named && *id == line.requirement.text)
        });
        let (requirement, clause, id) = clause.unwrap_or_else(|| panic!("{title}: no {}", line.requirement.text));
        let (achieved, capable) = world.judge(requirement, clause, subject);
        let (verdict, witnesses) = if line.capable {
            (capable.verdict, capable.witnesses)
        } else {
            (world.covered(achieved.verdict, &id, subject, &achieved.witnesses).0, achieved.witnesses)
        };
        let mut found: Vec<String> = witnesses.iter().flatten().map(|entity| world.called(*entity)).collect();
        found.sort();
        found.dedup();
        let because = line.because.as_ref().map(|paths| {
            let scope = model.path(subject);
            let named = paths.iter().map(|path| {
                let entity =
                    model.find(&path_text(path), &scope).unwrap_or_else(|| panic!("{title}: no {}", path_text(path)));
                world.called(entity)
            });
            let mut named: Vec<String> = named.collect();
            named.sort();
            named
        });
        if verdict != wanted || because.is_some_and(|because| because != found) {
            wrong.push(format!(
                "{title}: expected {}{id} {wanted} for {}, found {verdict} because {found:?}",
                if line.capable { "capable " } else { "" },
                world.called(subject)
            ));
        }
    }
    wrong
}
