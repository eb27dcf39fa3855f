//! `test` blocks: what is expected held against what is found.

use zcc_hir::facts::Mode;
use zcc_hir::ids::Entity;
use zcc_hir::model::{Expectation, ExpectedVerdict, TestModel};

use crate::assembly::covered_verdict;
use crate::display::path;
use crate::eval::Eval;
use crate::explain::explain;
use crate::report::{Miss, TestOutcome, Verdict, Witness};
use crate::world::World;

fn expected(verdict: ExpectedVerdict) -> Verdict {
    match verdict {
        ExpectedVerdict::Met => Verdict::Met,
        ExpectedVerdict::Unmet => Verdict::Unmet,
        ExpectedVerdict::Unproven => Verdict::Unproven,
        ExpectedVerdict::NotApplicable => Verdict::NotApplicable,
        ExpectedVerdict::Compensated => Verdict::Compensated,
        ExpectedVerdict::Accepted => Verdict::Accepted,
    }
}

/// Holds every expectation of a test against its model.
pub(crate) fn run(world: &dyn World, model: &TestModel) -> TestOutcome {
    let mut outcome = TestOutcome { expectations: model.expectations.len() as u32, misses: Vec::new() };
    for line in &model.expectations {
        if let Some(miss) = check(world, line) {
            outcome.misses.push(miss);
        }
    }
    outcome
}

fn check(world: &dyn World, line: &Expectation) -> Option<Miss> {
    let requirement = world.requirement(line.clause.requirement)?;
    let clause = requirement.clauses.get(usize::from(line.clause.clause))?;
    let wanted = expected(line.verdict);
    let subject = path(world, line.subject);
    let which = if line.capable { "judged as capable, " } else { "" };
    let miss = |message: String, found: Option<Verdict>, witnesses: Vec<String>| {
        Some(Miss {
            expectation: line.position,
            message,
            found,
            witnesses,
            explanation: found.and_then(|_| explain(world, line.clause, line.subject, line.capable)).map(Box::new),
        })
    };
    if !requirement.subject.contains(line.subject.kind()) {
        let message =
            format!("{} is not about a {}, so it says nothing of `{subject}`", clause.id, line.subject.kind().word());
        return miss(message, None, Vec::new());
    }
    let untrusted = line.subject.place().is_some_and(|place| world.head(place).is_some_and(|head| head.untrusted));
    if untrusted {
        let message = format!("`{subject}` is outside the system under consideration, so nothing is asked of it");
        return miss(message, None, Vec::new());
    }
    let mut eval = Eval::new(world);
    eval.enter(requirement, line.subject);
    let (found, witnesses) = if line.capable || matches!(line.subject, Entity::Product(_)) {
        // The setting that is there is one of the settings, so what is met as achieved is met as capable.
        let mut witnesses = Vec::new();
        let outcome = eval.judge(clause, line.subject, &mut witnesses);
        let found = outcome.judgement.capable().unwrap_or(Verdict::Unproven);
        if found.holds() {
            (found, Vec::new())
        } else {
            // Where each could be mended by itself, but no one setting mends them all, they are those that are there.
            let (by_itself, of_capable) = eval.verdict(clause, Mode::Helpful);
            (found, if by_itself.holds() { witnesses } else { of_capable })
        }
    } else {
        let mut witnesses = Vec::new();
        let outcome = eval.judge(clause, line.subject, &mut witnesses);
        let raw = outcome.judgement.achieved().unwrap_or(Verdict::Unproven);
        let found = match requirement.catalog {
            Some(catalog) => covered_verdict(world, catalog, &clause.id, line.subject, raw, &witnesses),
            None => raw,
        };
        (found, witnesses)
    };
    let mut entities: Vec<Entity> =
        witnesses.iter().flat_map(|witness: &Witness| witness.entities(line.subject)).collect();
    entities.sort_unstable();
    entities.dedup();
    let names: Vec<String> = entities.iter().map(|entity| path(world, *entity)).collect();
    let because = |names: &[String]| {
        if names.is_empty() { String::new() } else { format!(" because {}", names.join(", ")) }
    };
    if found != wanted {
        let message = format!(
            "{which}{} is {} for {subject}{}; {} was expected",
            clause.id,
            found.word(),
            because(&names),
            wanted.word()
        );
        return miss(message, Some(found), names);
    }
    let wanted_because = line.because.as_ref()?;
    if **wanted_because == *entities {
        return None;
    }
    let expected_names: Vec<String> = wanted_because.iter().map(|entity| path(world, *entity)).collect();
    let found_because = if names.is_empty() { " without witnesses".to_owned() } else { because(&names) };
    let message = format!(
        "{which}{} is {} for {subject} as expected, but{found_because}, not{}",
        clause.id,
        found.word(),
        because(&expected_names)
    );
    miss(message, Some(found), names)
}
