//! A whole assessment as lines of text, in the words and the order of [`crate::report`].

use std::collections::BTreeSet;

use zcc_syntax::ast::{Block, BlockKind, Expr, ExprKind};

use super::evaluate::World;
use super::model::{Model, paths};
use super::rules::{Catalog, Rules, name_of, written};
use super::truth::{Mode, Truth};
use super::value::{Entity, Value, constant, dotted};
use crate::report::{Levels, Line, Verdicts};

/// What a cover is about: `SR 1.1` or `SR 1.1 in part_3_3`.
fn clauses_of(value: &Expr) -> Vec<String> {
    match &value.kind {
        ExprKind::List(items) => items.iter().flat_map(clauses_of).collect(),
        ExprKind::Requirement(id) => vec![id.text.to_string()],
        _ => Vec::new(),
    }
}

/// Whether the last day of a waiver or countermeasure has passed, or that of a countermeasure's evidence.
fn has_expired(cover: &Block, today: i64) -> bool {
    let has_passed = |day: &Expr| constant(day).number().0 < today;
    let evidence = match written(cover, "evidence").map(|evidence| &evidence.kind) {
        Some(ExprKind::Record(parts)) if cover.kind == BlockKind::Countermeasure => parts.as_slice(),
        _ => &[],
    };
    let proved_until = evidence.iter().find(|part| part.name.text == "valid_until").map(|part| &part.value);
    written(cover, "until").into_iter().chain(proved_until).any(has_passed)
}

impl World<'_> {
    /// How something is called.
    pub(super) fn called(&self, entity: Entity) -> String {
        match entity {
            Entity::Product(at) | Entity::Protocol(at) => name_of(&self.rules.libraries[at].0),
            _ => self.model.path(entity),
        }
    }

    /// Whether a cover that has not expired is for this clause of this subject, for a witness about these things.
    fn covers(&self, cover: &Block, clause: &str, subject: Entity, witness: &[Entity]) -> bool {
        let key = if cover.kind == BlockKind::Waiver { "accepts" } else { "compensates" };
        let clauses = written(cover, key).map(clauses_of).unwrap_or_default();
        let scope = written(cover, "for").map(paths).unwrap_or_default();
        let is_in_scope = scope
            .iter()
            .filter_map(|path| self.model.find(path, ""))
            .any(|scope| witness.iter().chain([&subject]).any(|entity| self.model.is_inside(*entity, scope)));
        !has_expired(cover, self.model.today) && clauses.iter().any(|id| id == clause) && is_in_scope
    }

    /// The final verdict, what is left uncovered, and which covers were of use.
    pub(super) fn covered(
        &self,
        verdict: &'static str,
        clause: &str,
        subject: Entity,
        witnesses: &[Vec<Entity>],
    ) -> (&'static str, Vec<Vec<Entity>>, BTreeSet<usize>) {
        let (mut rest, mut used, mut waived) = (Vec::new(), BTreeSet::new(), false);
        if !matches!(verdict, "unmet" | "unproven") || matches!(subject, Entity::Product(_)) {
            return (verdict, rest, used);
        }
        for witness in witnesses {
            let all = self.model.covers.iter().enumerate();
            let by: Vec<usize> =
                all.filter(|(_, cover)| self.covers(cover, clause, subject, witness)).map(|(at, _)| at).collect();
            match by.first() {
                // Countermeasures come first.
                Some(first) => waived |= self.model.covers[*first].kind == BlockKind::Waiver,
                None => rest.push(witness.clone()),
            }
            used.extend(by);
        }
        let verdict = match (rest.is_empty(), waived) {
            (false, _) => verdict,
            (true, true) => "accepted",
            (true, false) => "compensated",
        };
        (verdict, rest, used)
    }

    fn target(&self, subject: Entity) -> Value {
        match subject {
            Entity::Component(_) | Entity::Channel(_) => self.attribute(self.place_of(subject), "target"),
            _ => self.attribute(subject, "target"),
        }
    }

    fn target_in(&self, subject: Entity, family: &str) -> Option<i64> {
        match self.target(subject) {
            Value::Vector(level, others) => Some(*others.get(family).unwrap_or(&level)),
            Value::Number(bounds, _) => Some(bounds.0),
            _ => None,
        }
    }

    fn is_outside(&self, subject: Entity) -> bool {
        match self.place_of(subject) {
            Entity::Zone(zone) => self.model.is_untrusted(zone),
            _ => false,
        }
    }

    /// One subject against one catalogue.
    fn subject_lines(&self, catalog: &Catalog, subject: Entity, used: &mut BTreeSet<usize>, lines: &mut Vec<Line>) {
        let is_product = matches!(subject, Entity::Product(_));
        let name = |entities: &Vec<Entity>| -> String {
            let names: Vec<String> = entities.iter().map(|entity| self.called(*entity)).collect();
            names.join("+")
        };
        let mut levels: Vec<[Levels; 3]> = catalog.families.iter().map(|_| [Levels::default(); 3]).collect();
        let mut asked = false;
        for (requirement, clause, id) in self.rules.clauses(&catalog.name) {
            let kinds = requirement.subject.as_ref().map(Rules::kinds).unwrap_or_default();
            if !kinds.iter().any(|kind| kind == Model::kind(subject)) {
                continue;
            }
            asked = true;
            let (achieved, capable) = self.judge(requirement, clause, subject);
            let (verdict, rest, of_use) = self.covered(achieved.verdict, &id, subject, &achieved.witnesses);
            used.extend(of_use);
            lines.push(Line::Verdicts(Verdicts {
                catalog: catalog.name.clone(),
                clause: id.clone(),
                subject: self.called(subject),
                achieved: if is_product { "-" } else { verdict },
                capable: capable.verdict,
                witnesses: achieved.witnesses.iter().map(name).collect(),
            }));
            let family = requirement.family.as_ref().and_then(|family| family.segments.get(1));
            let family = family.map(|family| family.text.to_string()).unwrap_or_default();
            let level = clause.level.as_ref().map(|level| constant(level).number().0);
            let target = self.target_in(subject, &family);
            let matters =
                level.is_none_or(|level| catalog.levels == "SL" && target.is_some_and(|target| level <= target));
            let (final_verdict, gap) = (
                if is_product { capable.verdict } else { verdict },
                match capable.verdict {
                    "unmet" => "not capable",
                    "unproven" => "unproven",
                    _ => "not enabled",
                },
            );
            if matters && matches!(final_verdict, "unmet" | "unproven") {
                let rest: BTreeSet<String> =
                    if is_product { &capable.witnesses } else { &rest }.iter().map(name).collect();
                lines.push(Line::Finding(format!(
                    "{} {id} {}: {final_verdict}, {gap}{} {rest:?}",
                    catalog.name,
                    self.called(subject),
                    if clause.should { ", should" } else { "" },
                )));
            }
            let position = catalog.families.iter().position(|known| *known == family);
            if let (Some(level), false, Some(position)) = (level, clause.should, position) {
                levels[position][0].count(level, capable.verdict, capable.holds());
                if !is_product {
                    let holds = matches!(verdict, "met" | "not applicable");
                    levels[position][1].count(level, verdict, holds);
                    levels[position][2].count(level, verdict, holds || verdict == "compensated");
                }
            }
        }
        if asked && catalog.levels != "none" {
            for (family, [capable, achieved, compensated]) in catalog.families.iter().zip(levels) {
                let target = if catalog.levels == "SL" { self.target_in(subject, family) } else { None };
                lines.push(Line::Levels(format!(
                    "{} {} {family}: target {target:?} capable {} achieved {} compensated {}",
                    catalog.name,
                    self.called(subject),
                    capable.show(),
                    achieved.show(),
                    compensated.show(),
                )));
            }
        }
    }
}

/// The catalogues that a list names.
fn catalogs(value: Option<&Expr>) -> Vec<String> {
    let paths = value.map(paths).unwrap_or_default();
    paths.into_iter().map(|path| path.rsplit('.').next().unwrap_or_default().to_owned()).collect()
}

/// A relation in a mode, with how true each tuple is: the things by their paths.
pub type Extent = (String, Mode, Vec<(Vec<String>, Truth)>);

/// Every relation between things of the model, in every mode.
pub fn extents(rules: &Rules, model: &Model) -> Vec<Extent> {
    let world = World::new(rules, model);
    let relations = rules.functions.iter().filter(|(_, function)| function.relation).map(|(name, _)| name);
    let modes = [Mode::Achieved, Mode::Helpful, Mode::Harmful];
    relations.flat_map(|name| modes.map(|mode| (name.clone(), mode, world.extent(name, mode)))).collect()
}

/// What of the site is judged, and against which catalogues.
pub(super) fn assessed_subjects<'a>(world: &World<'a>) -> Vec<(&'a Catalog, Entity)> {
    let (rules, model) = (world.rules, world.model);
    let assessed = catalogs(model.site.as_ref().and_then(|site| written(site, "assess")));
    let mut found = Vec::new();
    for catalog in rules.catalogs.iter().filter(|catalog| assessed.contains(&catalog.name)) {
        for kind in ["site", "zone", "conduit", "component", "channel"] {
            let subjects = model.all(rules, kind).into_iter().filter(|subject| !world.is_outside(*subject));
            found.extend(subjects.map(|subject| (catalog, subject)));
        }
    }
    found
}

/// The package's own products, and the catalogues that they are judged against.
pub(super) fn assessed_products<'a>(world: &World<'a>) -> Vec<(&'a Catalog, Entity)> {
    let rules = world.rules;
    let mut found = Vec::new();
    for (at, (block, own)) in rules.libraries.iter().enumerate() {
        if block.kind == BlockKind::Product && *own {
            for name in catalogs(written(block, "assess")) {
                let catalog =
                    rules.catalogs.iter().rfind(|catalog| catalog.name == name).expect("the catalogue exists");
                found.push((catalog, Entity::Product(at)));
            }
        }
    }
    found
}

/// Judges a model against the catalogues that its site names, and the package's products against their own.
pub fn assess(rules: &Rules, model: &Model) -> Vec<Line> {
    let world = World::new(rules, model);
    let (mut lines, mut used) = (Vec::new(), BTreeSet::new());
    for (catalog, subject) in assessed_subjects(&world).into_iter().chain(assessed_products(&world)) {
        world.subject_lines(catalog, subject, &mut used, &mut lines);
    }
    for (at, cover) in model.covers.iter().enumerate() {
        let problem = match cover.kind {
            _ if has_expired(cover, model.today) => "expired",
            _ if used.contains(&at) => continue,
            BlockKind::Waiver => "covers nothing",
            _ => "not needed",
        };
        lines.push(Line::Cover(format!("{}: {problem}", dotted_name(cover))));
    }
    lines.sort();
    lines
}

fn dotted_name(cover: &Block) -> String {
    cover
        .name
        .as_ref()
        .map(|name| name.text.to_string())
        .or_else(|| written(cover, "name").and_then(dotted))
        .unwrap_or_default()
}
