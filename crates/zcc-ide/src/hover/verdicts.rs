//! What became of zones, conduits and clauses, for pages.

use std::fmt::Write as _;

use zcc_eval::{
    Assessment, Finding, Gap, Verdict, assess_parallel, assessed_catalogs, report_on, shard_of, shard_report,
};
use zcc_hir::ids::{ClauseId, Entity};
use zcc_hir::model::places;
use zcc_hir::rules::requirement;

use super::page::{Page, counted, names};
use crate::host::Analysis;

/// So many clauses are named that hold a family down.
const CLAUSES: usize = 3;
/// So many subjects are named.
const SUBJECTS: usize = 6;

impl Analysis {
    /// The levels of a subject, what holds them down, and how many findings there are.
    pub(super) fn levels(&self, page: &mut Page, entity: Entity) {
        let db = &self.db;
        let (Some(report), Some(shard)) = (report_on(db, entity), shard_of(db, entity)) else { return };
        let findings: Vec<&Finding> =
            shard_report(db, shard).findings.iter().filter(|finding| finding.subject == entity).collect();
        let plans = assessed_catalogs(db);
        for of_catalog in &report.catalogs {
            let Some(plan) = plans.get(of_catalog.catalog as usize) else { continue };
            let summary = &plan.summary;
            if of_catalog.families.is_empty() {
                continue;
            }
            let mut table = format!("| {} | target | capable | achieved |\n| :-- | :-: | :-: | :-: |\n", summary.title);
            let mut held: Vec<String> = Vec::new();
            for (at, (family, levels)) in summary.families.iter().zip(&of_catalog.families).enumerate() {
                let short = levels.target.is_some_and(|target| levels.achieved.is_some_and(|have| have < target));
                let level = |level: Option<u8>| level.map_or_else(|| "n/a".to_owned(), |level| level.to_string());
                let mut achieved = level(levels.achieved);
                if short {
                    achieved = format!("**{achieved}**");
                }
                if levels.achieved_with_compensation > levels.achieved {
                    let _ = write!(achieved, " ({} with countermeasures)", level(levels.achieved_with_compensation));
                }
                let _ =
                    writeln!(table, "| {family} | {} | {} | {achieved} |", level(levels.target), level(levels.capable));
                if let (true, Some(have)) = (short, levels.achieved) {
                    held.extend(self.holding_down(summary.catalog, at, have, family, &findings));
                }
            }
            page.piece(&table);
            if !held.is_empty() {
                page.piece("**Held down by**");
                page.list(&held);
            }
        }
        let count = |wanted: Verdict| findings.iter().filter(|finding| finding.verdict == wanted).count();
        let (unmet, unproven) = (count(Verdict::Unmet), count(Verdict::Unproven));
        let targets = report.catalogs.iter().flat_map(|one| &one.families);
        if targets.clone().next().is_some() && targets.into_iter().all(|levels| levels.target.is_none()) {
            page.piece("It states no target, so nothing is asked of it.");
        } else if unmet + unproven == 0 {
            page.piece("Nothing is missing that its target asks for.");
        } else {
            page.piece(&format!("{unmet} unmet · {unproven} unproven"));
        }
    }

    /// The clauses that keep a family from its next level.
    fn holding_down(
        &self,
        of: zcc_hir::ids::CatalogId,
        family: usize,
        have: u8,
        name: &str,
        findings: &[&Finding],
    ) -> Option<String> {
        let db = &self.db;
        let mut next: Vec<(u8, &Finding)> = Vec::new();
        for finding in findings.iter().filter(|finding| finding.catalog == of) {
            let declared = requirement(db, finding.clause.requirement);
            let Some(clause) = declared.clauses.get(usize::from(finding.clause.clause)) else { continue };
            if usize::from(declared.family) == family && !clause.should {
                next.push((clause.level.unwrap_or(0), finding));
            }
        }
        let lowest = next.iter().map(|(level, _)| *level).min()?;
        next.retain(|(level, _)| *level == lowest);
        let shown: Vec<String> = next
            .iter()
            .take(CLAUSES)
            .filter_map(|(_, finding)| {
                let declared = requirement(db, finding.clause.requirement);
                let clause = declared.clauses.get(usize::from(finding.clause.clause))?;
                Some(format!("{} {} ({})", clause.id, clause.title, gap(finding)))
            })
            .collect();
        let more = next.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Some(format!("**{name}** at {have}: {}{more}", shown.join("; ")))
    }

    /// The findings that something is a witness of.
    pub(super) fn concerned(&self, page: &mut Page, entity: Entity) {
        let db = &self.db;
        let Some(place) = entity.place() else { return };
        // Only what is said of the zone or conduit that it is in, and of what is in that.
        let Some(shard) = shard_of(db, places(db).entity(place)) else { return };
        let mut clauses: Vec<&str> = Vec::new();
        for finding in &shard_report(db, shard).findings {
            let is_witness = |one: &zcc_eval::Witness| one.entities(finding.subject).contains(&entity);
            if finding.subject == entity || finding.witnesses.iter().any(is_witness) {
                let declared = requirement(&self.db, finding.clause.requirement);
                clauses.extend(declared.clauses.get(usize::from(finding.clause.clause)).map(|one| one.id.as_str()));
            }
        }
        clauses.dedup();
        if !clauses.is_empty() {
            page.fact("Findings", &names(&clauses, 8));
        }
    }

    /// How a clause came out for everything that was held against it.
    pub(super) fn outcomes(&self, page: &mut Page, clause: ClauseId) {
        let assessment: &Assessment = assess_parallel(&self.db);
        let Some(of) = requirement(&self.db, clause.requirement).catalog else { return };
        let Some(at) = assessment.catalogs.iter().position(|summary| summary.catalog == of) else {
            return page.piece("This site is not held against it.");
        };
        let Some(position) = assessment.catalogs[at].clauses.iter().position(|one| *one == clause) else { return };
        let mut by: [Vec<&str>; 6] = Default::default();
        for report in assessment.subjects() {
            for of_catalog in report.catalogs.iter().filter(|one| one.catalog as usize == at) {
                let Some(judgement) = of_catalog.judgements.get(position) else { continue };
                if let Some(verdict) = judgement.achieved().or_else(|| judgement.capable()) {
                    by[verdict as usize].push(&report.path);
                }
            }
        }
        let of = |verdict: Verdict| &by[verdict as usize];
        let mut lines = Vec::new();
        for verdict in [Verdict::Unmet, Verdict::Unproven, Verdict::Accepted, Verdict::Compensated] {
            if !of(verdict).is_empty() {
                lines.push(format!("{} in {}: {}", verdict.word(), of(verdict).len(), names(of(verdict), SUBJECTS)));
            }
        }
        lines.push(format!(
            "met in {}, not applicable to {}",
            of(Verdict::Met).len(),
            of(Verdict::NotApplicable).len()
        ));
        page.piece("**In this site**");
        page.list(&lines);
    }

    /// How many verdicts rest on a waiver or countermeasure.
    pub(super) fn resting_on(&self, page: &mut Page, cover: &zcc_hir::facts::Cover) {
        let assessment: &Assessment = assess_parallel(&self.db);
        let wanted = if cover.waiver { Verdict::Accepted } else { Verdict::Compensated };
        let graph = zcc_hir::model::graph(&self.db);
        let inside = |entity: Entity| {
            if cover.scope.contains(&Entity::Site) || cover.scope.contains(&entity) {
                return true;
            }
            let mut place = entity.place();
            while let Some(at) = place {
                if cover.scope.contains(&Entity::Zone(at)) || cover.scope.contains(&Entity::Conduit(at)) {
                    return true;
                }
                place = graph.places.get(at.index()).and_then(|head| head.parent);
            }
            // What covers a part of something covers its verdict too, if nothing else is missing.
            cover.scope.iter().any(|part| part.place().is_some() && part.place() == entity.place())
        };
        let mut covered = 0;
        for report in assessment.subjects().filter(|report| inside(report.entity)) {
            for of_catalog in &report.catalogs {
                let Some(summary) = assessment.catalogs.get(of_catalog.catalog as usize) else { continue };
                for (_, id) in cover.clauses.iter().filter(|(catalog, _)| *catalog == summary.catalog) {
                    let at = summary.ids.iter().position(|known| known == id);
                    let judgement = at.and_then(|at| of_catalog.judgements.get(at));
                    covered += usize::from(judgement.and_then(|one| one.achieved()) == Some(wanted));
                }
            }
        }
        let problem = assessment.covers.iter().find(|one| one.anchor == cover.anchor);
        let state = match problem.map(|one| one.problem) {
            Some(zcc_eval::CoverProblem::Expired) => "Its last day has passed.",
            Some(zcc_eval::CoverProblem::CoversNothing) => "It covers nothing that is missing.",
            Some(zcc_eval::CoverProblem::NotNeeded) => "Nothing needs it.",
            None => "",
        };
        if covered > 0 {
            page.piece(&format!(
                "{} {} on it.",
                counted(covered, "verdict"),
                if covered == 1 { "rests" } else { "rest" }
            ));
        }
        page.piece(state);
    }

    /// How a family of a catalogue comes out.
    pub(super) fn family_size(&self, of: zcc_hir::ids::CatalogId, family: Option<u8>) -> String {
        let db = &self.db;
        let all = zcc_hir::rules::requirements_of(db, of).iter().map(|index| requirement(db, *index));
        let mut requirements = 0;
        let mut enhancements = 0;
        for one in all.filter(|one| family.is_none_or(|family| one.family == family)) {
            requirements += 1;
            enhancements += one.clauses.iter().filter(|clause| clause.enhancement.is_some()).count();
        }
        format!("{} with {}", counted(requirements, "requirement"), counted(enhancements, "enhancement"))
    }
}

const fn gap(finding: &Finding) -> &'static str {
    match (finding.verdict, finding.gap) {
        (Verdict::Unproven, _) | (_, Gap::Unproven) => "unproven",
        (_, Gap::NotEnabled) => "not enabled",
        (_, Gap::NotCapable) => "not capable",
    }
}
