//! An assessment as lines of text that two evaluators can be compared by.

use zcc_db::Workspace;
use zcc_eval::{Assessment, CoverProblem, DbWorld, FindingSeverity, Gap, Val, Verdict, Witness, World as _, judge};
use zcc_hir::facts::Mode;
use zcc_hir::ids::{Entity, FunctionId};
use zcc_hir::model::{entity_path, resolve_entity};
use zcc_hir::names::tables;

use crate::database::Database;
use crate::reference::{self, Extent};

/// The verdicts on one clause for one subject.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verdicts {
    /// The catalogue's name.
    pub catalog: String,
    /// The clause's id.
    pub clause: String,
    /// The subject's path.
    pub subject: String,
    /// As the switches are, covers applied; `-` of a product.
    pub achieved: &'static str,
    /// As the switches could be.
    pub capable: &'static str,
    /// Of each witness of the achieved judgement (a product: the capable one) what it is about, sorted.
    pub witnesses: std::collections::BTreeSet<String>,
}

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// The verdicts on a clause.
    Verdicts(Verdicts),
    /// The levels of a family of a subject.
    Levels(String),
    /// A finding with its uncovered witnesses.
    Finding(String),
    /// A waiver or countermeasure that ought to be looked at.
    Cover(String),
}

/// How far a family got, clause by clause.
#[derive(Clone, Copy, Debug, Default)]
pub struct Levels {
    lowest_failure: Option<i64>,
    applies: bool,
}

impl Levels {
    /// Takes a clause into account.
    pub fn count(&mut self, level: i64, verdict: &str, holds: bool) {
        self.applies |= verdict != "not applicable";
        if !holds {
            self.lowest_failure = Some(self.lowest_failure.map_or(level, |known| known.min(level)));
        }
    }

    /// `n/a`, or the level.
    pub fn show(self) -> String {
        if self.applies { (self.lowest_failure.unwrap_or(5) - 1).to_string() } else { "n/a".to_owned() }
    }
}

/// The engine's assessment of a package.
pub fn lines(db: &Database, assessment: &Assessment) -> Vec<Line> {
    let world = DbWorld(db);
    let path = |entity: Entity| -> String {
        if entity == Entity::Site {
            zcc_hir::model::site_facts(db).name.to_string()
        } else {
            entity_path(db, entity).to_string()
        }
    };
    let about = |witness: &Witness, subject: Entity| {
        witness.entities(subject).into_iter().map(path).collect::<Vec<_>>().join("+")
    };
    let mut lines = Vec::new();
    for subject in assessment.subjects() {
        let is_product = matches!(subject.entity, Entity::Product(_));
        for report in &subject.catalogs {
            let catalog = &assessment.catalogs[report.catalog as usize];
            for (at, judgement) in report.judgements.iter().enumerate() {
                let Some(capable) = judgement.capable() else { continue };
                let clause = catalog.clauses[at];
                let (_, witnesses) = judge(&world, clause, subject.entity).expect("the clause exists");
                lines.push(Line::Verdicts(Verdicts {
                    catalog: catalog.name.to_string(),
                    clause: catalog.ids[at].to_string(),
                    subject: path(subject.entity),
                    achieved: judgement.achieved().map_or("-", Verdict::word),
                    capable: capable.word(),
                    witnesses: witnesses.iter().map(|witness| about(witness, subject.entity)).collect(),
                }));
            }
            for (family, levels) in catalog.families.iter().zip(&report.families) {
                let show = |level: Option<u8>| level.map_or("n/a".to_owned(), |level| level.to_string());
                lines.push(Line::Levels(format!(
                    "{} {} {family}: target {:?} capable {} achieved {} compensated {}",
                    catalog.name,
                    path(subject.entity),
                    levels.target.map(i64::from),
                    show(levels.capable),
                    show(if is_product { None } else { levels.achieved }),
                    show(if is_product { None } else { levels.achieved_with_compensation }),
                )));
            }
        }
    }
    for finding in assessment.findings() {
        let catalog = assessment.catalog(finding.catalog).expect("the catalogue was assessed");
        let at = catalog.clauses.iter().position(|clause| *clause == finding.clause).expect("the clause is listed");
        let rest: std::collections::BTreeSet<String> =
            finding.witnesses.iter().map(|witness| about(witness, finding.subject)).collect();
        lines.push(Line::Finding(format!(
            "{} {} {}: {}, {}{} {rest:?}",
            catalog.name,
            catalog.ids[at],
            path(finding.subject),
            finding.verdict.word(),
            Gap::word(finding.gap),
            if finding.severity == FindingSeverity::Warning { ", should" } else { "" },
        )));
    }
    for cover in &assessment.covers {
        let problem = match cover.problem {
            CoverProblem::Expired => "expired",
            CoverProblem::CoversNothing => "covers nothing",
            CoverProblem::NotNeeded => "not needed",
        };
        lines.push(Line::Cover(format!("{}: {problem}", cover.name)));
    }
    lines.sort();
    lines
}

/// What the engine says of relations otherwise than the reference does.
pub fn relation_differences(db: &Database, expected: &[Extent]) -> Vec<String> {
    let world = DbWorld(db);
    let packages = Workspace::get(db).packages(db).len() as u32;
    let mut wrong = Vec::new();
    for (name, mode, tuples) in expected {
        let found = (0..packages).rev().find_map(|package| {
            let (first, entries) = tables(db).functions.named(package, name);
            (!entries.is_empty()).then_some(FunctionId(first))
        });
        let function = found.unwrap_or_else(|| panic!("the engine has no {name}"));
        let engine_mode = match mode {
            reference::Mode::Achieved => Mode::Achieved,
            reference::Mode::Helpful => Mode::Helpful,
            reference::Mode::Harmful => Mode::Harmful,
        };
        let Some(extent) = world.extent(function, engine_mode) else { continue };
        for (paths, truth) in tuples {
            let tuple: Vec<Val<'_>> = paths
                .iter()
                .map(|path| Val::Entity(resolve_entity(db, path).unwrap_or_else(|| panic!("the engine has no {path}"))))
                .collect();
            let found = extent.truth(&tuple);
            if format!("{found:?}") != format!("{truth:?}") {
                wrong.push(format!(
                    "{name}({}) is {truth:?} to the reference, {found:?} to the engine in {mode:?} mode",
                    paths.join(", ")
                ));
            }
        }
    }
    wrong
}

/// What one report says and the other does not. Where the reference cannot tell what a subject is capable of, nothing of
/// that subject is compared.
pub fn difference(expected: &[Line], found: &[Line]) -> Vec<String> {
    let undecided: Vec<(&String, &String)> = expected
        .iter()
        .filter_map(|line| match line {
            Line::Verdicts(of) if of.capable == reference::UNDECIDED => Some((&of.catalog, &of.subject)),
            _ => None,
        })
        .collect();
    let is_compared = |line: &&Line| {
        undecided.iter().all(|(catalog, subject)| match line {
            Line::Verdicts(of) => (&of.catalog, &of.subject) != (*catalog, *subject),
            Line::Levels(text) | Line::Finding(text) => {
                let parts = [format!(" {subject} "), format!(" {subject}:")];
                !text.starts_with(&format!("{catalog} ")) || parts.iter().all(|part| !text.contains(part))
            }
            Line::Cover(_) => true,
        })
    };
    let (expected, found): (Vec<&Line>, Vec<&Line>) =
        (expected.iter().filter(is_compared).collect(), found.iter().filter(is_compared).collect());
    let missing = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("reference: {line:?}"));
    let surplus = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("engine:    {line:?}"));
    missing.chain(surplus).collect()
}
