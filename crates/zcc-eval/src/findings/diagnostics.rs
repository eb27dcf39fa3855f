//! A group of findings as one diagnostic: where, why, and the way out.

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Label, grouped, listed};
use zcc_db::Db;
use zcc_hir::ids::Entity;
use zcc_hir::model::{entity_path, entity_place};
use zcc_hir::program::LevelKind;
use zcc_hir::rules::catalog;

use super::clauses::{ClauseView, clause_place, clause_view};
use super::covers::cover_name;
use super::groups::{Group, Seen};
use super::remedies::{Remedies, Switch};
use super::wanted::{lapsed, undecided};
use crate::database::DbWorld;
use crate::report::{Finding, FindingSeverity, Gap, Witness};
use crate::world::World as _;

/// How many witnesses of a group are pointed at.
const POINTED: usize = 3;
/// How many further ones are named.
const NAMED: usize = 5;

/// How much to tell of each group.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail<'d> {
    /// Of every witness.
    pub all: bool,
    /// The package, as a shell would have to be told to ask for more; empty where it need not be named.
    pub package: &'d str,
}

/// What the clause of a finding says of one of its witnesses.
pub fn message(db: &dyn Db, finding: &Finding, witness: &Witness) -> String {
    crate::display::message(&DbWorld(db), finding.clause, finding.subject, witness)
}

impl Gap {
    /// The registered code of findings of this kind.
    pub const fn code(self) -> Code {
        match self {
            Self::NotEnabled => Code::NOT_ENABLED,
            Self::NotCapable => Code::NOT_CAPABLE,
            Self::Unproven => Code::UNPROVEN,
        }
    }
}

impl<'a> Group<'_, 'a> {
    /// The witness that stands for all where there is room for one: the first that shows the kind of gap.
    fn shown(self) -> Option<Seen<'a>> {
        let gap = self.first().gap;
        self.seen().find(|seen| seen.witness.gap == gap).or_else(|| self.seen().next())
    }

    /// What its clause says of the witness that stands for all, and how many more there are.
    pub fn sentence(self, db: &dyn Db) -> String {
        let mut said = self.shown().map_or_else(String::new, |seen| {
            let message = message(db, seen.finding, seen.witness);
            if seen.witness.gap == Gap::Unproven { format!("perhaps {message}") } else { message }
        });
        if self.count() > 1 {
            said.push_str(&format!(" (and {} more)", grouped(self.count() as u64 - 1)));
        }
        said
    }

    /// The group in one sentence that stands alone, at the witness that stands for all.
    pub fn line(self, db: &dyn Db) -> Diagnostic {
        let gap = self.shown().map_or(self.first().gap, |seen| seen.witness.gap);
        let mut told = self.begun(db, format!("{} [{}]", self.sentence(db), gap.word()));
        if let Some(seen) = self.shown() {
            told.primary.place = entity_place(db, seen.pointed());
        }
        told
    }

    /// The id of its clause.
    pub fn clause(self, db: &dyn Db) -> SmolStr {
        clause_id(db, self.first())
    }

    /// The group with its witnesses, the rule, the way out and how to ask for more.
    pub fn diagnostic(self, db: &dyn Db, remedies: &Remedies<'_>, detail: Detail<'_>) -> Diagnostic {
        let first = self.first();
        let clause = clause_view(db, first.clause);
        let mut told = self.begun(db, format!("{}: {}", clause.title, first.gap.word()));
        let mut labels = self.seen().take(POINTED).map(|seen| {
            let message = message(db, seen.finding, seen.witness);
            let text = match seen.witness.gap {
                Gap::Unproven => format!("perhaps {message}"),
                gap if gap == first.gap => message,
                gap => format!("{message} ({})", gap.word()),
            };
            Label { place: entity_place(db, seen.pointed()), text }
        });
        if let Some(primary) = labels.next() {
            told.primary = primary;
        }
        told.secondary = labels.collect();
        if let Some(place) = clause_place(db, first.clause) {
            told = told.secondary(place, asks(&clause, first.severity));
        }
        for note in [self.also(db, detail)].into_iter().flatten().chain(self.covered(db)) {
            told = told.note(note);
        }
        told = told.note(self.identity(db, &clause, detail));
        let help = self.ways_out(db, remedies, detail, clause.remedy);
        if help.is_empty() { told } else { told.help(help.join("\n")) }
    }

    /// What its diagnostic points at.
    pub(super) fn pointed(self) -> Entity {
        self.seen().next().map_or(self.first().subject, Seen::pointed)
    }

    fn begun(self, db: &dyn Db, message: String) -> Diagnostic {
        let first = self.first();
        let mut told = Diagnostic::new(first.gap.code(), entity_place(db, self.pointed()), message);
        told.severity = self.severity();
        told.clause = Some(clause_id(db, first));
        told.fingerprint = Some(first.fingerprint);
        told
    }

    /// The witnesses that are not pointed at.
    fn also(self, db: &dyn Db, detail: Detail<'_>) -> Option<String> {
        if self.count() <= POINTED {
            return None;
        }
        let rest = self.seen().skip(POINTED);
        if detail.all {
            let lines: Vec<String> = rest.map(|seen| message(db, seen.finding, seen.witness)).collect();
            return Some(format!("also {}", lines.join("\n")));
        }
        let mut parts: Vec<String> = rest.take(NAMED).map(|seen| entity_path(db, seen.pointed()).to_string()).collect();
        parts.dedup();
        let more = self.count().saturating_sub(POINTED + NAMED);
        if more > 0 {
            parts.push(format!("{} more", grouped(more as u64)));
        }
        Some(format!("also {}", listed(&parts)))
    }

    /// What a waiver or countermeasure covers of the same clause.
    fn covered(self, db: &dyn Db) -> Vec<String> {
        let mut by_cover: Vec<(u32, Vec<String>, usize)> = Vec::new();
        for finding in self.findings() {
            for covered in &finding.covered {
                let path = || {
                    let mut bound = covered.witness.entities(finding.subject);
                    if bound.len() > 1 {
                        bound.retain(|entity| *entity != finding.subject);
                    }
                    let paths: Vec<String> = bound.iter().map(|bound| entity_path(db, *bound).to_string()).collect();
                    paths.join(" with ")
                };
                match by_cover.iter_mut().find(|(cover, _, _)| *cover == covered.cover) {
                    Some((_, paths, _)) if paths.len() < NAMED => paths.push(path()),
                    Some((_, _, more)) => *more += 1,
                    None => by_cover.push((covered.cover, vec![path()], 0)),
                }
            }
        }
        let said = |(cover, mut paths, more): (u32, Vec<String>, usize)| {
            if more > 0 {
                paths.push(format!("{} more", grouped(more as u64)));
            }
            format!("covered by {}: {}", cover_name(db, cover), listed(&paths))
        };
        by_cover.into_iter().map(said).collect()
    }

    /// What to do: the lines to write where switching helps, what to find out, else the clause's remedy.
    fn ways_out(self, db: &dyn Db, remedies: &Remedies<'_>, detail: Detail<'_>, remedy: Option<String>) -> Vec<String> {
        let looked_at = if detail.all { usize::MAX } else { POINTED + NAMED };
        let mut lines: Vec<(Switch, Vec<String>)> = Vec::new();
        let mut missing: Vec<String> = Vec::new();
        for seen in self.seen().take(looked_at) {
            let way_out = remedies.of(seen.finding, seen.witness);
            for switch in way_out.switches {
                let path = switch.path.to_string();
                match lines.iter_mut().find(|(known, _)| known.says_the_same(&switch)) {
                    Some((_, paths)) if paths.contains(&path) => {}
                    Some((_, paths)) => paths.push(path),
                    None => lines.push((switch, vec![path])),
                }
            }
            missing.extend(way_out.missing.into_iter().filter(|text| !missing.contains(text)).collect::<Vec<_>>());
        }
        let mut ways: Vec<String> = Vec::new();
        for (switch, mut paths) in lines {
            if !detail.all && paths.len() > NAMED {
                let more = paths.len() - NAMED;
                paths.truncate(NAMED);
                paths.push(format!("{} more", grouped(more as u64)));
            }
            ways.push(switch.in_words(&listed(&paths)));
        }
        if !detail.all {
            missing.truncate(NAMED);
        }
        ways.extend(missing);
        let unproven = self.seen().take(looked_at).filter(|seen| seen.witness.gap == Gap::Unproven);
        let mut lapsed: Vec<String> =
            unproven.flat_map(|seen| lapsed(db, seen.finding.clause, seen.finding.subject, seen.witness)).collect();
        lapsed.dedup();
        lapsed.truncate(if detail.all { usize::MAX } else { POINTED });
        ways.extend(lapsed);
        let first = self.first();
        if first.gap == Gap::Unproven
            && let Some(witness) = first.witnesses.iter().find(|witness| witness.gap == Gap::Unproven)
            && let [capability] = undecided(db, first.clause, first.subject, witness).as_slice()
        {
            ways.push(format!(
                "find out and write it down: `provides {capability}`, with what is asked of it, or `lacks {capability}`"
            ));
        }
        let enough = !ways.is_empty();
        ways.extend(remedy.filter(|_| detail.all || !enough));
        ways
    }

    /// How to ask for more: the fingerprint, and which target makes it matter.
    fn identity(self, db: &dyn Db, clause: &ClauseView, detail: Detail<'_>) -> String {
        let first = self.first();
        let package = if detail.package.is_empty() { String::new() } else { format!(" {}", detail.package) };
        let mut text = format!("{}{package}` says why", asking(first.fingerprint));
        let catalog = catalog(db, first.catalog);
        let family = catalog.families.get(clause.family).map(|family| family.name.as_str());
        if let (Some(LevelKind::Security), Some(family), Some(target), Some(_)) =
            (catalog.levels, family, DbWorld(db).target_of(first.subject), &clause.level)
        {
            text.push_str(&format!("; the target of {family} is SL {}", target.of(family)));
        }
        if self.findings().len() > 1 {
            text.push_str(&format!("; it stands for {} of one kind", grouped(self.findings().len() as u64)));
        }
        text
    }
}

/// How a note begins that says by which command to ask for more.
fn asking(fingerprint: u64) -> String {
    let digits = format!("{fingerprint:016x}");
    format!("`zcc explain {}", digits.get(..8).unwrap_or_default())
}

/// What a note of a finding says apart from how to ask for more on a command line; `None` if that is all.
pub fn without_command(told: &Diagnostic, note: &str) -> Option<String> {
    match told.fingerprint {
        Some(fingerprint) if note.starts_with(&asking(fingerprint)) => {
            note.split_once("; ").map(|(_, rest)| rest.to_owned())
        }
        _ => Some(note.to_owned()),
    }
}

impl Finding {
    /// How it is called: sixteen digits.
    pub fn digits(&self) -> String {
        format!("{:016x}", self.fingerprint)
    }

    /// The digits that are shown.
    pub fn short_fingerprint(&self) -> String {
        self.digits().chars().take(8).collect()
    }
}

fn clause_id(db: &dyn Db, finding: &Finding) -> SmolStr {
    let requirement = zcc_hir::rules::requirement(db, finding.clause.requirement);
    requirement.clauses.get(usize::from(finding.clause.clause)).map(|clause| clause.id.clone()).unwrap_or_default()
}

fn asks(clause: &ClauseView, severity: FindingSeverity) -> String {
    let word = match severity {
        FindingSeverity::Error => "asks",
        FindingSeverity::Warning => "recommends",
    };
    match &clause.level {
        Some(level) => format!("{} {word} this from {level}", clause.id),
        None => format!("{} {word} this", clause.id),
    }
}
