//! Levels in words: one line for beside a name, a table for below it.

use zcc_db::Db;
use zcc_eval::{CatalogPlan, CatalogReport, FamilyLevels, SubjectReport};
use zcc_hir::program::LevelKind;
use zcc_hir::rules::catalog;

/// Whether a target is missed. Where nothing applies there is nothing to miss.
pub(crate) fn is_short(levels: FamilyLevels) -> bool {
    matches!((levels.target, levels.achieved.or(levels.capable)), (Some(target), Some(reached)) if reached < target)
}

/// Whether countermeasures make up for what is missed.
pub(crate) fn is_compensated(levels: FamilyLevels) -> bool {
    levels.achieved_with_compensation.is_some() && levels.achieved_with_compensation >= levels.target
}

/// The levels of a subject in one line, those of each catalogue that grades: `✗ IAC 1/2 · UC 0/2`, `✓ SL 2`. `None` where none
/// grades it.
pub(crate) fn line(plans: &[CatalogPlan], report: &SubjectReport) -> Option<String> {
    let graded: Vec<(&CatalogPlan, &CatalogReport)> = graded(plans, report).collect();
    let named = graded.len() > 1;
    let lines = graded.iter().map(|(plan, of_catalog)| {
        let line = of_catalog_in_line(plan, of_catalog);
        if named { format!("{}: {line}", plan.summary.name) } else { line }
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join(" | "))
}

/// What a product is capable of, in one line: `SL-C 2, IAC 1`.
pub(crate) fn capable_line(plans: &[CatalogPlan], report: &SubjectReport) -> Option<String> {
    let graded: Vec<(&CatalogPlan, &CatalogReport)> = graded(plans, report).collect();
    let named = graded.len() > 1;
    let lines = graded.iter().filter_map(|(plan, of_catalog)| {
        let capable = of_each(plan, of_catalog, |levels| levels.capable);
        let vector = vector(&capable)?;
        let vector = format!("{}-C {vector}", word(plan));
        Some(if named { format!("{}: {vector}", plan.summary.name) } else { vector })
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| lines.join(" | "))
}

/// The levels of a subject as a table in Markdown, one for each catalogue that grades.
pub(crate) fn table(db: &dyn Db, plans: &[CatalogPlan], report: &SubjectReport) -> String {
    let mut out = String::new();
    for (plan, of_catalog) in graded(plans, report) {
        let declaration = catalog(db, plan.summary.catalog);
        let has_target = of_catalog.families.iter().any(|levels| levels.target.is_some());
        let is_product = of_catalog.families.iter().all(|levels| levels.achieved.is_none());
        let compensated = of_catalog.families.iter().any(|levels| levels.achieved_with_compensation > levels.achieved);
        out.push_str(&format!("**{}**\n\n", declaration.title));
        let mut head = vec!["family", "", "target", "capable", "achieved", "with countermeasures"];
        let shown = [true, true, has_target, true, !is_product, compensated];
        let mut at = 0;
        head.retain(|_| {
            at += 1;
            shown[at - 1]
        });
        out.push_str(&format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len())));
        for (family, levels) in declaration.families.iter().zip(&of_catalog.families) {
            let name = if is_short(*levels) { format!("**{}**", family.name) } else { family.name.to_string() };
            let reached = match (is_short(*levels), is_compensated(*levels)) {
                (true, false) => " ✗",
                (true, true) => " +",
                _ if levels.target.is_some() && levels.achieved.is_some() => " ✓",
                _ => "",
            };
            let cells = [
                name,
                family.title.to_string(),
                digit(levels.target),
                digit(levels.capable),
                format!("{}{reached}", digit(levels.achieved)),
                digit(levels.achieved_with_compensation),
            ];
            let cells: Vec<String> =
                cells.into_iter().zip(shown).filter(|(_, shown)| *shown).map(|(cell, _)| cell).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        out.push('\n');
    }
    out
}

/// The catalogues that grade a subject.
pub(crate) fn graded<'r>(
    plans: &'r [CatalogPlan],
    report: &'r SubjectReport,
) -> impl Iterator<Item = (&'r CatalogPlan, &'r CatalogReport)> {
    let of = |of_catalog: &'r CatalogReport| Some((plans.get(of_catalog.catalog as usize)?, of_catalog));
    report.catalogs.iter().filter(|of_catalog| !of_catalog.families.is_empty()).filter_map(of)
}

fn of_catalog_in_line(plan: &CatalogPlan, report: &CatalogReport) -> String {
    let word = word(plan);
    let families = || plan.summary.families.iter().zip(report.families.iter().copied());
    if report.families.iter().all(|levels| levels.target.is_none()) {
        let achieved = of_each(plan, report, |levels| levels.achieved);
        return vector(&achieved).map_or_else(|| "n/a".to_owned(), |vector| format!("{word}-A {vector}"));
    }
    let short: Vec<String> = families()
        .filter(|(_, levels)| is_short(*levels))
        .map(|(family, levels)| {
            let mark = if is_compensated(levels) { "+" } else { "" };
            format!("{family} {}{mark}/{}", digit(levels.achieved.or(levels.capable)), digit(levels.target))
        })
        .collect();
    if !short.is_empty() {
        let mends = families().all(|(_, levels)| !is_short(levels) || is_compensated(levels));
        return format!("{} {}", if mends { "+" } else { "✗" }, short.join(" · "));
    }
    if report.families.iter().all(|levels| levels.achieved.or(levels.capable).is_none()) {
        return "n/a".to_owned();
    }
    let target = of_each(plan, report, |levels| levels.target);
    vector(&target).map_or_else(|| "n/a".to_owned(), |vector| format!("✓ {word} {vector}"))
}

fn of_each(
    plan: &CatalogPlan,
    report: &CatalogReport,
    level: impl Fn(&FamilyLevels) -> Option<u8>,
) -> Vec<(smol_str::SmolStr, Option<u8>)> {
    plan.summary.families.iter().cloned().zip(report.families.iter().map(level)).collect()
}

/// The level that most families have, then those that differ: `2, IAC 1, RA 3`. `None` where nothing applies.
fn vector(levels: &[(smol_str::SmolStr, Option<u8>)]) -> Option<String> {
    let count = |wanted: u8| levels.iter().filter(|(_, level)| *level == Some(wanted)).count();
    let most = (0..=4).max_by_key(|level| (count(*level), 4 - *level)).filter(|level| count(*level) > 0)?;
    let others = levels.iter().filter_map(|(family, level)| {
        let level = (*level).filter(|level| *level != most)?;
        Some(format!(", {family} {level}"))
    });
    Some(format!("{most}{}", others.collect::<String>()))
}

fn word(plan: &CatalogPlan) -> &'static str {
    if plan.levels == Some(LevelKind::Maturity) { "ML" } else { "SL" }
}

fn digit(level: Option<u8>) -> String {
    level.map_or_else(|| "–".to_owned(), |level| level.to_string())
}
