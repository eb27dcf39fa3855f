//! Findings on a terminal: by zone and conduit, each group with its sources or on a line of its own.

use std::io::{self, Write};

use zcc_base::{Diagnostic, Place, Severity, counted, grouped};
use zcc_db::{Db, Paint, Style, locate, paint, render, visible, wrap};
use zcc_eval::findings::{self, Findings, Group, Remedies, cover_diagnostic, cover_place};
use zcc_eval::{Assessment, CoverReport, Finding, Gap, explain};
use zcc_hir::ids::Entity;
use zcc_hir::model::entity_place;

use super::{heading, reasons};
use crate::names::Names;

/// How much to show.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Detail<'d> {
    /// Every witness of every group.
    pub(crate) all: bool,
    /// Why each came out as it did.
    pub(crate) reasons: bool,
    /// How many groups are shown with their sources; those after them take a line each.
    pub(crate) sources: usize,
    /// The package, as a shell would have to be told to ask for more; empty where it need not be named.
    pub(crate) package: &'d str,
}

/// Writes all findings, and what is to be said of waivers and countermeasures. Takes time in proportion to their number.
pub(crate) fn write(
    db: &dyn Db,
    assessment: &Assessment,
    style: &Style,
    detail: Detail<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let remedies = Remedies::new(db);
    let mut sources = detail.sources;
    let mut hidden = 0_u64;
    for section in Findings::new(assessment).sections() {
        write_heading(db, style, section.subject(), section.groups().count(), out)?;
        let mut rows = Vec::new();
        for group in section.groups() {
            if sources > 0 || detail.all {
                sources = sources.saturating_sub(1);
                write_group(db, &remedies, style, detail, group, out)?;
            } else {
                rows.push(group);
            }
        }
        hidden += rows.len() as u64;
        write_rows(db, style, &rows, out)?;
    }
    if hidden > 0 {
        let shown = counted(detail.sources as u64, "finding");
        let text =
            format!("sources are shown for the first {shown}; `-v` shows those of the other {} too", grouped(hidden));
        let text = if style.wrap { wrap(&text, style.width, 6, 6) } else { text };
        writeln!(out, "{}: {text}\n", paint(style, Paint::Note, "note"))?;
    }
    let mut covers: Vec<&CoverReport> = assessment.covers.iter().collect();
    covers.sort_by_cached_key(|cover| position(db, cover_place(db, cover)));
    for cover in covers {
        render(db, &cover_diagnostic(db, cover), style, out)?;
    }
    Ok(())
}

/// Writes a row for each group: its clause, its kind of gap, and what is wrong.
fn write_rows(db: &dyn Db, style: &Style, groups: &[Group<'_, '_>], out: &mut dyn Write) -> io::Result<()> {
    let clauses: Vec<String> = groups.iter().map(|group| visible(&group.clause(db))).collect();
    let longest = clauses.iter().map(|clause| clause.chars().count()).max().unwrap_or(0);
    let gaps = [Gap::NotEnabled, Gap::NotCapable, Gap::Unproven].map(|gap| gap.word().len());
    let gap_width = gaps.into_iter().max().unwrap_or(0);
    let indent = 2 + longest + 2 + gap_width + 2;
    for (group, clause) in groups.iter().zip(&clauses) {
        let color = if group.severity() == Severity::Error { Paint::Error } else { Paint::Warning };
        let blanks = " ".repeat(longest - clause.chars().count());
        let said = visible(&group.sentence(db));
        let said = if style.wrap { wrap(&said, style.width, indent, indent) } else { said };
        writeln!(out, "  {}{blanks}  {:gap_width$}  {said}", paint(style, color, clause), group.first().gap.word())?;
    }
    if groups.is_empty() { Ok(()) } else { writeln!(out) }
}

/// What takes a line by itself.
#[derive(Clone, Copy)]
enum Line<'s, 'a> {
    Group(Group<'s, 'a>),
    Cover(&'a CoverReport),
}

/// Writes a line for each finding, waiver and countermeasure, all sorted by place.
pub(crate) fn write_lines(db: &dyn Db, assessment: &Assessment, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let findings = Findings::new(assessment);
    let groups = findings.sections().flat_map(|section| section.groups().collect::<Vec<_>>());
    let at_group = |group: Group<'_, '_>| {
        let pointed = group.seen().next().map_or(group.first().subject, findings::Seen::pointed);
        position(db, entity_place(db, pointed))
    };
    let mut lines: Vec<((&str, u32), Line<'_, '_>)> =
        groups.map(|group| (at_group(group), Line::Group(group))).collect();
    lines.extend(assessment.covers.iter().map(|cover| (position(db, cover_place(db, cover)), Line::Cover(cover))));
    lines.sort_by_key(|(at, _)| *at);
    for (_, line) in lines {
        let told: Diagnostic = match line {
            Line::Group(group) => group.line(db),
            Line::Cover(cover) => cover_diagnostic(db, cover),
        };
        render(db, &told, &Style { short: true, ..*style }, out)?;
    }
    Ok(())
}

/// What places are sorted by.
fn position(db: &dyn Db, place: Place) -> (&str, u32) {
    let (file, range) = locate(db, place);
    (file.path(db), range.start)
}

fn write_heading(db: &dyn Db, style: &Style, subject: Entity, groups: usize, out: &mut dyn Write) -> io::Result<()> {
    let names = Names::new(db);
    // A place is numbered among zones and conduits alike; one of its subjects tells which it is.
    let entity = match subject {
        Entity::Component(place, _) | Entity::Channel(place, _) => names.of_place(place),
        other => other,
    };
    let path = names.path(entity);
    let name = if entity == Entity::Site && path.is_empty() {
        "site".to_owned()
    } else {
        format!("{} {}", entity.kind().word(), visible(&path))
    };
    let title = names.title(entity).map(|title| visible(&title));
    writeln!(out, "{}\n", heading(style, &name, title.as_deref(), &counted(groups as u64, "finding")))
}

fn write_group(
    db: &dyn Db,
    remedies: &Remedies<'_>,
    style: &Style,
    detail: Detail<'_>,
    group: Group<'_, '_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let of_each = findings::Detail { all: detail.all, package: detail.package };
    render(db, &group.diagnostic(db, remedies, of_each), style, out)?;
    for finding in group.findings().iter().filter(|_| detail.reasons) {
        let product = matches!(finding.subject, Entity::Product(_));
        if let Some(explanation) = explain(db, finding.clause, finding.subject, product) {
            reasons::write(&Names::new(db), &explanation, style, out)?;
        }
    }
    Ok(())
}

/// Writes one finding by itself, with all its witnesses.
pub(crate) fn write_one(
    db: &dyn Db,
    style: &Style,
    finding: &Finding,
    package: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let detail = Detail { all: true, package, ..Detail::default() };
    write_group(db, &Remedies::new(db), style, detail, Group::of(&finding), out)
}

/// Explains the kinds of gap that were met, once, below the findings.
pub(crate) fn write_legend(assessment: &Assessment, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut met = [false; 3];
    for finding in assessment.findings() {
        met[finding.gap as usize] = true;
    }
    let texts = [
        (Gap::NotEnabled, "what is there would meet it, once switched on"),
        (Gap::NotCapable, "nothing that is there can meet it: replace it, or compensate"),
        (Gap::Unproven, "nobody stated what decides it: find out, and write it down"),
    ];
    for (gap, text) in texts.into_iter().filter(|(gap, _)| met[*gap as usize]) {
        let word = paint(style, Paint::Strong, gap.word());
        let indent = gap.word().len() + 2;
        writeln!(out, "{word}: {}", wrap(text, style.width, indent, indent))?;
    }
    if met.contains(&true) {
        writeln!(out)?;
    }
    Ok(())
}
