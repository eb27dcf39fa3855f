//! The table of levels: a row per zone and conduit, a column per family, in each cell target, capable and achieved.

use std::io::{self, Write};

use zcc_base::{counted, grouped};
use zcc_db::{Paint, Style, paint, visible};
use zcc_eval::{Assessment, CatalogReport, CatalogSummary, FamilyLevels, SubjectReport};
use zcc_hir::ids::EntityKind;

use super::{heading, shortened};

/// How wide a family's cell is: two blanks, three levels with a blank between, and a mark.
const CELL: usize = 8;
/// The least that a row's name takes.
const NAME: usize = 14;

/// Writes the tables of all catalogues that grade; at most `limit` rows each, those below their target first to stay.
pub(crate) fn write(assessment: &Assessment, style: &Style, limit: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut any = false;
    for (position, catalog) in assessment.catalogs.iter().enumerate() {
        let rows: Vec<(&SubjectReport, &CatalogReport)> = assessment
            .subjects()
            .filter_map(|subject| {
                let of_catalog = subject.catalogs.iter().find(|of| of.catalog as usize == position)?;
                (!of_catalog.families.is_empty()).then_some((subject, of_catalog))
            })
            .collect();
        if !rows.is_empty() {
            write_table(catalog, &rows, style, limit, out)?;
            any = true;
        }
    }
    if any {
        write_key(style, out)?;
    }
    Ok(())
}

fn write_table(
    catalog: &CatalogSummary,
    rows: &[(&SubjectReport, &CatalogReport)],
    style: &Style,
    limit: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let below: usize = rows.iter().filter(|(_, report)| is_below(report)).count();
    let right = if below == 0 { String::new() } else { format!("{} below target", grouped(below as u64)) };
    writeln!(out, "{}\n", heading(style, "levels", Some(&catalog.title), &right))?;

    // Where there are too many rows, those that need attention stay.
    let shown: Vec<_> = if rows.len() <= limit {
        rows.to_vec()
    } else {
        rows.iter().filter(|(_, report)| below == 0 || is_below(report)).take(limit).copied().collect()
    };
    let longest = shown.iter().map(|(subject, _)| name(subject).chars().count()).max().unwrap_or(NAME);
    let name_width = longest.clamp(NAME, (style.width / 3).max(NAME)).min(style.width.saturating_sub(CELL + 1));
    let per_block = ((style.width.saturating_sub(name_width)) / CELL).max(1);
    let families: Vec<usize> = (0..catalog.families.len()).collect();
    for block in families.chunks(per_block) {
        let mut head = format!("{:name_width$}", "");
        let mut sub = format!("{:name_width$}", "");
        for family in block {
            let label = catalog.families.get(*family).map_or("", |name| name.as_str());
            head.push_str(&format!("  {:<6}", shortened(label, 6, style)));
            sub.push_str("  T C A ");
        }
        writeln!(out, "{}", paint(style, Paint::Strong, head.trim_end()))?;
        writeln!(out, "{}", paint(style, Paint::Faint, sub.trim_end()))?;
        for (subject, report) in &shown {
            let name = shortened(&name(subject), name_width, style);
            let mut line = format!("{name:name_width$}");
            for family in block {
                let levels = report.families.get(*family).copied().unwrap_or_default();
                line.push_str(&cell(levels, style));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        writeln!(out)?;
    }
    if rows.iter().all(|(_, report)| report.families.iter().all(|levels| levels.target.is_none())) {
        let text = "no target can be stated for this catalogue, so what falls short of a level is no finding";
        writeln!(out, "{}\n", zcc_db::wrap(text, style.width, 0, 0))?;
    }
    if shown.len() < rows.len() {
        let more = (rows.len() - shown.len()) as u64;
        writeln!(
            out,
            "and {} that {}: `zcc levels -v` shows all\n",
            counted(more, "row"),
            if below > shown.len() { "are not shown" } else { "reach their targets or have none" }
        )?;
    }
    Ok(())
}

fn name(subject: &SubjectReport) -> String {
    let path = visible(&subject.path);
    match subject.kind() {
        EntityKind::Zone => path,
        EntityKind::Site if path.is_empty() => "site".to_owned(),
        kind => format!("{} {path}", kind.word()),
    }
}

fn is_below(report: &CatalogReport) -> bool {
    report.families.iter().copied().any(misses)
}

/// Whether a target is missed. Where nothing applies there is nothing to miss.
pub(crate) fn misses(levels: FamilyLevels) -> bool {
    matches!((levels.target, levels.achieved.or(levels.capable)), (Some(target), Some(reached)) if reached < target)
}

fn cell(levels: FamilyLevels, style: &Style) -> String {
    let digit = |level: Option<u8>| level.map_or_else(|| "-".to_owned(), |level| level.to_string());
    let incapable = matches!((levels.target, levels.capable), (Some(target), Some(capable)) if capable < target);
    let compensated = levels.achieved_with_compensation.is_some() && levels.achieved_with_compensation >= levels.target;
    let target = paint(style, Paint::Faint, &digit(levels.target));
    let capable = digit(levels.capable);
    let capable = if incapable { paint(style, Paint::Error, &capable) } else { capable };
    let achieved = digit(levels.achieved);
    let achieved = match (misses(levels), compensated) {
        (true, true) => paint(style, Paint::Warning, &format!("{achieved}+")),
        (true, false) if style.unicode => paint(style, Paint::Error, &format!("{achieved}✗")),
        (true, false) => paint(style, Paint::Error, &format!("{achieved}!")),
        (false, _) if levels.target.is_some() && levels.achieved.is_some() => {
            paint(style, Paint::Good, &achieved) + " "
        }
        (false, _) => achieved + " ",
    };
    format!("  {target} {capable} {achieved}")
}

fn write_key(style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mark = if style.unicode { "✗" } else { "!" };
    let key = format!(
        "T target, C capable, A achieved; {mark} below target, + below it but for countermeasures, - nothing applies"
    );
    writeln!(out, "{}\n", paint(style, Paint::Faint, &zcc_db::wrap(&key, style.width, 0, 0)))
}
