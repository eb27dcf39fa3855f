//! Findings, by zone and conduit, then by clause: the same clause on forty components is told once, with forty witnesses.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use zcc_base::Severity;
use zcc_db::{Paint, Spot, Style, Telling, paint, tell, visible, wrap};
use zcc_eval::{CoverProblem, CoverReport, Finding, FindingSeverity, Gap, Witness};
use zcc_hir::ids::{ClauseId, Entity, PlaceId};

use super::{heading, reasons};
use crate::date::Date;
use crate::view::{Report, Switch, counted, fingerprint, grouped, listed};

/// How much to show.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Detail {
    /// Every witness of every group.
    pub(crate) all: bool,
    /// One line per group.
    pub(crate) brief: bool,
    /// Why each came out as it did.
    pub(crate) reasons: bool,
    /// How many groups are shown with their sources; those after them take a line each.
    pub(crate) sources: usize,
}

/// How many witnesses of a group are pointed at.
const POINTED: usize = 3;
/// How many further ones are named.
const NAMED: usize = 5;

/// The findings of one clause in one zone or conduit.
struct Group<'a> {
    findings: Vec<&'a Finding>,
}

/// A witness with the finding it belongs to.
#[derive(Clone, Copy)]
struct Seen<'a> {
    finding: &'a Finding,
    witness: &'a Witness,
}

impl<'a> Group<'a> {
    fn first(&self) -> &'a Finding {
        self.findings[0]
    }

    fn seen(&self) -> impl Iterator<Item = Seen<'a>> + '_ {
        self.findings.iter().flat_map(|finding| finding.witnesses.iter().map(move |witness| Seen { finding, witness }))
    }

    fn count(&self) -> usize {
        self.findings.iter().map(|finding| finding.witnesses.len()).sum()
    }

    fn severity(&self) -> Severity {
        let error = self.findings.iter().any(|finding| finding.severity == FindingSeverity::Error);
        if error { Severity::Error } else { Severity::Warning }
    }
}

/// The zone or conduit whose part a subject is; what is in none stands for itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Section {
    Site,
    Place(PlaceId),
    Apart(Entity),
}

fn section(subject: Entity) -> Section {
    match (subject, subject.place()) {
        (Entity::Site, _) => Section::Site,
        (_, Some(place)) => Section::Place(place),
        _ => Section::Apart(subject),
    }
}

/// Writes all findings. Takes time in proportion to their number.
pub(crate) fn write(report: &Report<'_>, style: &Style, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<&Finding> = report.assessment.findings().collect();
    // Numbers of clauses follow their names; people want the order of the catalogue.
    let order: HashMap<ClauseId, usize> =
        report.assessment.catalogs.iter().flat_map(|catalog| catalog.clauses.iter().copied().zip(0..)).collect();
    findings.sort_by_key(|finding| {
        (section(finding.subject), finding.catalog, order.get(&finding.clause).copied(), finding.subject)
    });
    let mut sources = detail.sources;
    let mut hidden = 0_u64;
    let mut rest = findings.as_slice();
    while let Some(first) = rest.first() {
        let here = section(first.subject);
        let end = rest.partition_point(|finding| section(finding.subject) <= here);
        let (of_section, after) = rest.split_at(end);
        rest = after;
        let groups: Vec<Group<'_>> = of_section
            .chunk_by(|a, b| (a.catalog, a.clause) == (b.catalog, b.clause))
            .map(|findings| Group { findings: findings.to_vec() })
            .collect();
        if !detail.brief {
            write_heading(report, style, first.subject, groups.len(), out)?;
        }
        for group in &groups {
            if detail.brief || (sources == 0 && !detail.all) {
                hidden += u64::from(!detail.brief);
                write_line(report, style, group, out)?;
            } else {
                sources = sources.saturating_sub(1);
                write_group(report, style, detail, group, out)?;
            }
        }
        if !detail.brief && hidden > 0 && !groups.is_empty() && sources == 0 {
            writeln!(out)?;
        }
    }
    if hidden > 0 {
        let text = format!(
            "{}: sources are shown for the first {}; `-v` shows those of the other {} too\n",
            paint(style, Paint::Note, "note"),
            counted(detail.sources as u64, "finding"),
            grouped(hidden)
        );
        writeln!(out, "{text}")?;
    }
    Ok(())
}

fn write_heading(
    report: &Report<'_>,
    style: &Style,
    subject: Entity,
    groups: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    // A place is numbered among zones and conduits alike; one of its subjects tells which it is.
    let entity = match subject {
        Entity::Component(place, _) | Entity::Channel(place, _) => report.names.of_place(place),
        other => other,
    };
    let path = report.names.path(entity);
    let name = if entity == Entity::Site && path.is_empty() {
        "site".to_owned()
    } else {
        format!("{} {}", entity.kind().word(), visible(&path))
    };
    let title = report.names.title(entity).map(|title| visible(&title));
    writeln!(out, "{}\n", heading(style, &name, title.as_deref(), &counted(groups as u64, "finding")))
}

/// One line for a group, which stands alone.
fn write_line(report: &Report<'_>, style: &Style, group: &Group<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Some(seen) = group.seen().next() else { return Ok(()) };
    let finding = group.first();
    let clause = report.names.clause(finding.clause);
    let more = group.count() - 1;
    let more = if more > 0 { format!(" (and {} more)", grouped(more as u64)) } else { String::new() };
    let message = format!("{}{more} [{}]", report.names.message(seen.finding, seen.witness), finding.gap.word());
    let place = report.names.place(pointed(seen));
    let spot = place.map(|at| Spot { path: at.path, text: at.text, lines: at.lines, range: at.range, message: "" });
    let labels = spot.into_iter().collect();
    let telling =
        Telling { severity: group.severity(), code: &clause.id, message: &message, labels, notes: Vec::new() };
    tell(&telling, &Style { short: true, ..*style }, out)
}

/// What to point at for a witness: the first thing bound that is not the subject, else the subject.
fn pointed(seen: Seen<'_>) -> Entity {
    let subject = seen.finding.subject;
    let entities = seen.witness.entities(subject);
    entities.iter().copied().find(|entity| *entity != subject).unwrap_or(subject)
}

fn write_group(
    report: &Report<'_>,
    style: &Style,
    detail: Detail,
    group: &Group<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = report.names;
    let finding = group.first();
    let clause = names.clause(finding.clause);
    let shown: Vec<Seen<'_>> = group.seen().take(POINTED).collect();
    let messages: Vec<String> = shown
        .iter()
        .map(|seen| {
            let message = names.message(seen.finding, seen.witness);
            match seen.witness.gap {
                Gap::Unproven => format!("perhaps {message}"),
                gap if gap == finding.gap => message,
                gap => format!("{message} ({})", gap.word()),
            }
        })
        .collect();
    let asked = match (&clause.level, finding.severity) {
        (Some(level), FindingSeverity::Error) => format!("{} asks this from {level}", clause.id),
        (Some(level), FindingSeverity::Warning) => format!("{} recommends this from {level}", clause.id),
        (None, FindingSeverity::Error) => format!("{} asks this", clause.id),
        (None, FindingSeverity::Warning) => format!("{} recommends this", clause.id),
    };

    let mut labels = Vec::new();
    for (seen, message) in shown.iter().zip(&messages) {
        if let Some(at) = names.place(pointed(*seen)) {
            labels.push(Spot { path: at.path, text: at.text, lines: at.lines, range: at.range, message });
        }
    }
    if let Some(at) = names.clause_place(finding.clause) {
        labels.push(Spot { path: at.path, text: at.text, lines: at.lines, range: at.range, message: &asked });
    }

    let mut notes: Vec<(&str, String)> = Vec::new();
    also(report, detail, group, &mut notes);
    covered(report, group, &mut notes);
    way_out(report, detail, group, clause.remedy.as_deref(), &mut notes);
    notes.push(("finding", identity(report, group, clause.family)));

    let message = format!("{}: {}", clause.title, finding.gap.word());
    let telling = Telling { severity: group.severity(), code: &clause.id, message: &message, labels, notes };
    tell(&telling, style, out)?;
    for finding in group.findings.iter().filter(|_| detail.reasons) {
        let product = matches!(finding.subject, Entity::Product(_));
        if let Some(explanation) = names.explain(finding.clause, finding.subject, product) {
            reasons::write(names, &explanation, style, out)?;
        }
    }
    Ok(())
}

/// Names the witnesses that are not pointed at.
fn also(report: &Report<'_>, detail: Detail, group: &Group<'_>, notes: &mut Vec<(&str, String)>) {
    let names = report.names;
    let count = group.count();
    if detail.all {
        let lines: Vec<String> =
            group.seen().skip(POINTED).map(|seen| names.message(seen.finding, seen.witness)).collect();
        if !lines.is_empty() {
            notes.push(("also", lines.join("\n")));
        }
    } else if count > POINTED {
        let mut parts: Vec<String> =
            group.seen().skip(POINTED).take(NAMED).map(|seen| names.path(pointed(seen)).to_string()).collect();
        parts.dedup();
        let more = count.saturating_sub(POINTED + NAMED);
        if more > 0 {
            parts.push(format!("{} more", grouped(more as u64)));
        }
        notes.push(("also", listed(&parts)));
    }
}

/// Names what a waiver or countermeasure covers of the same clause.
fn covered(report: &Report<'_>, group: &Group<'_>, notes: &mut Vec<(&str, String)>) {
    let mut by_cover: Vec<(u32, Vec<String>, usize)> = Vec::new();
    for finding in &group.findings {
        for covered in &finding.covered {
            let path = || {
                let mut bound = covered.witness.entities(finding.subject);
                if bound.len() > 1 {
                    bound.retain(|entity| *entity != finding.subject);
                }
                let paths: Vec<String> = bound.iter().map(|bound| report.names.path(*bound).to_string()).collect();
                paths.join(" with ")
            };
            match by_cover.iter_mut().find(|(cover, _, _)| *cover == covered.cover) {
                Some((_, paths, _)) if paths.len() < NAMED => paths.push(path()),
                Some((_, _, more)) => *more += 1,
                None => by_cover.push((covered.cover, vec![path()], 0)),
            }
        }
    }
    for (cover, mut paths, more) in by_cover {
        if more > 0 {
            paths.push(format!("{} more", grouped(more as u64)));
        }
        notes.push(("covered", format!("{}, by {}", listed(&paths), report.names.cover(cover))));
    }
}

/// Says what to do: the lines to write where switching helps, else the clause's remedy.
fn way_out(
    report: &Report<'_>,
    detail: Detail,
    group: &Group<'_>,
    remedy: Option<&str>,
    notes: &mut Vec<(&str, String)>,
) {
    let mut switches: Vec<Switch> = Vec::new();
    let looked_at = if detail.all { usize::MAX } else { POINTED + NAMED };
    for seen in group.seen().take(looked_at) {
        switches.extend(report.names.switches(seen.finding, seen.witness));
    }
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    let mut known = BTreeSet::new();
    for switch in switches.into_iter().filter(|switch| known.insert(switch.clone())) {
        match lines.iter_mut().find(|(line, _)| *line == switch.line) {
            Some((_, paths)) => paths.push(switch.path.to_string()),
            None => lines.push((switch.line, vec![switch.path.to_string()])),
        }
    }
    for (line, mut paths) in lines {
        if !detail.all && paths.len() > NAMED {
            let more = paths.len() - NAMED;
            paths.truncate(NAMED);
            paths.push(format!("{} more", grouped(more as u64)));
        }
        notes.push(("help", format!("write `{line}` in {}", listed(&paths))));
    }
    let first = group.first();
    if first.gap == Gap::Unproven
        && let Some(witness) = first.witnesses.iter().find(|witness| witness.gap == Gap::Unproven)
        && let [capability] = report.names.undecided(first, witness).as_slice()
    {
        let text = format!(
            "find out and write it down: `provides {capability}`, with what is asked of it, or `lacks {capability}`"
        );
        notes.push(("help", text));
    }
    let enough = notes.iter().any(|(word, _)| *word == "help");
    if let Some(remedy) = remedy.filter(|_| detail.all || !enough) {
        notes.push(("help", remedy.to_owned()));
    }
}

/// How to ask for more: the fingerprint, and which target makes it matter.
fn identity(report: &Report<'_>, group: &Group<'_>, family: usize) -> String {
    let finding = group.first();
    let short: String = fingerprint(finding).chars().take(8).collect();
    let summary = report.assessment.catalog(finding.catalog);
    let family_name = summary.and_then(|summary| summary.families.get(family));
    let target = report.levels(finding.subject, finding.catalog, family).and_then(|levels| levels.target);
    let path = if report.path.is_empty() { String::new() } else { format!(" {}", visible(report.path)) };
    let mut text = format!("{short}, `zcc explain {short}{path}` says why");
    if let (Some(family), Some(target)) = (family_name, target) {
        text.push_str(&format!("; the target of {family} is SL {target}"));
    }
    if group.findings.len() > 1 {
        text.push_str(&format!("; it stands for {} of one kind", grouped(group.findings.len() as u64)));
    }
    text
}

/// Writes what is to be said of waivers and countermeasures.
pub(crate) fn write_covers(report: &Report<'_>, style: &Style, brief: bool, out: &mut dyn Write) -> io::Result<()> {
    for cover in &report.assessment.covers {
        let (code, message, help) = cover_texts(cover);
        let place = report.names.cover_place(cover.cover);
        let labels = place
            .map(|at| Spot { path: at.path, text: at.text, lines: at.lines, range: at.range, message: "" })
            .into_iter()
            .collect();
        let code = code.to_string();
        let notes = vec![("help", help.to_owned())];
        let telling = Telling { severity: Severity::Warning, code: &code, message: &message, labels, notes };
        tell(&telling, &Style { short: brief, ..*style }, out)?;
    }
    Ok(())
}

/// The code, the message and the way out for a waiver or countermeasure that ought to be looked at.
pub(crate) fn cover_texts(cover: &CoverReport) -> (zcc_base::Code, String, &'static str) {
    use zcc_base::Code;
    let kind = if cover.waiver { "waiver" } else { "countermeasure" };
    let name = visible(&cover.name);
    match cover.problem {
        CoverProblem::Expired => {
            let until = cover.until.map_or_else(String::new, |until| format!(" on {}", Date(until)));
            let code = if cover.waiver { Code::WAIVER_EXPIRED } else { Code::COUNTERMEASURE_EXPIRED };
            let help = "decide again: approve a new last day, or mend what it covers and remove it";
            (code, format!("the {kind} `{name}` expired{until}"), help)
        }
        CoverProblem::CoversNothing => {
            let help = "remove it, or look whether its clause and what it is `for` are what was meant";
            (Code::WAIVER_COVERS_NOTHING, format!("the {kind} `{name}` covers nothing that is found"), help)
        }
        CoverProblem::NotNeeded => {
            let help = "remove it, or look whether its clause and what it is `for` are what was meant";
            (Code::COUNTERMEASURE_NOT_NEEDED, format!("nothing needs the {kind} `{name}`"), help)
        }
    }
}

/// Explains the kinds of gap that were met, once, below the findings.
pub(crate) fn write_legend(report: &Report<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut met = [false; 3];
    for finding in report.assessment.findings() {
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

/// Writes one finding by itself, with all its witnesses.
pub(crate) fn write_one(report: &Report<'_>, style: &Style, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let detail = Detail { all: true, brief: false, reasons: false, sources: 1 };
    write_group(report, style, detail, &Group { findings: vec![finding] }, out)
}
