//! What can be done about a finding: the switch that mends it, what is to be found out, a waiver, a countermeasure.

mod covers;
mod edits;
mod stated;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, File, locate};
use zcc_eval::findings::{Remedies, Seen, clause_view};
use zcc_eval::{Finding, Gap, assess_parallel};
use zcc_hir::ids::Entity;
use zcc_hir::model::{entity_path, entity_place, places, places_of, resolve_entity};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use self::edits::Rewrite;
use crate::host::Analysis;
use crate::inlay::items_in;
use crate::syntax::TextEdit;
use crate::verdicts::tally::findings_of;

/// So many findings at one place are looked at.
const MOST_FINDINGS: usize = 12;
/// So many witnesses are mended together.
const MOST_WITNESSES: usize = 200;

/// Which way out it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayKind {
    /// Switches that mend it.
    Switch,
    /// Something to be found out and stated.
    State,
    /// Something that makes up for it.
    Compensate,
    /// Accepting it until a day.
    Waive,
    /// The page that says why.
    Explain,
    /// Switches that mend whatever can be mended in its zone or conduit; the edit is to be asked for.
    MendAll,
}

/// The edits of a file, sorted, not overlapping.
pub type FileEdits = (File, Vec<TextEdit>);

/// Something that can be done about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingAction {
    /// Which way out it is.
    pub kind: WayKind,
    /// What it does, as an imperative.
    pub title: String,
    /// The finding: sixteen digits.
    pub fingerprint: String,
    /// The id of its clause.
    pub clause: SmolStr,
    /// What it changes.
    pub edits: Vec<FileEdits>,
    /// For [`WayKind::MendAll`]: the path of the zone or conduit.
    pub subject: Option<String>,
}

impl Analysis {
    /// What can be done about the findings that stand in a range of a file, or that have one of these fingerprints.
    pub fn finding_actions(&self, file: File, range: TextRange, fingerprints: &[u64]) -> Vec<FindingAction> {
        let db = self.db();
        let mut actions = Vec::new();
        let remedies = Remedies::new(db);
        let mut zones: FxHashSet<Entity> = FxHashSet::default();
        for (finding, touched) in self.findings_at(file, range, fingerprints) {
            let about = About { db, finding, touched };
            let switches = about.switches(&remedies);
            let is_mended = !switches.is_empty();
            actions.extend(switches);
            actions.extend(about.statements());
            if let Some(place) = finding.subject.place()
                && is_mended
                && zones.insert(places(db).entity(place))
            {
                let subject = entity_path(db, places(db).entity(place)).to_string();
                let title = format!("Enable all that mends `{subject}`");
                actions.push(FindingAction { subject: Some(subject), ..about.action(WayKind::MendAll, title) });
            }
            actions.extend(about.covers());
            let clause = clause_view(db, finding.clause).id;
            actions.push(about.action(WayKind::Explain, format!("Explain {clause} for `{}`", about.subject())));
        }
        actions.sort_by_key(|action| matches!(action.kind, WayKind::Waive | WayKind::Compensate | WayKind::Explain));
        actions
    }

    /// The switches that mend whatever can be mended so in a zone or conduit, by its path.
    pub fn mend_all(&self, path: &str) -> Vec<FileEdits> {
        let db = self.db();
        let Some(subject) = resolve_entity(db, path) else { return Vec::new() };
        let remedies = Remedies::new(db);
        let mut rewrite = Rewrite::new(db);
        let seen = findings_of(db, subject)
            .flat_map(|finding| finding.witnesses.iter().map(move |witness| Seen { finding, witness }));
        for seen in seen.filter(|seen| seen.witness.gap == Gap::NotEnabled).take(MOST_WITNESSES) {
            rewrite.switch(&remedies.of(seen.finding, seen.witness).switches);
        }
        rewrite.finish()
    }

    /// Findings with those of their witnesses that stand in a range, or all of them where none does.
    fn findings_at(&self, file: File, range: TextRange, fingerprints: &[u64]) -> Vec<(&Finding, Vec<usize>)> {
        let db = self.db();
        let mut subjects: Vec<Entity> = Vec::new();
        for item in items_in(db, file, range) {
            subjects.extend(places_of(db, *item).map(|place| places(db).entity(place)));
            if item.kind(db) == Some(DeclarationKind::Block(BlockKind::Site)) {
                subjects.push(Entity::Site);
            }
        }
        let mut found: Vec<(&Finding, Vec<usize>)> = Vec::new();
        for finding in subjects.into_iter().flat_map(|subject| findings_of(db, subject)) {
            let touched: Vec<usize> = (0..finding.witnesses.len())
                .filter(|at| {
                    let pointed = Seen { finding, witness: &finding.witnesses[*at] }.pointed();
                    let (own, place) = locate(db, entity_place(db, pointed));
                    own == file && place.start <= range.end && range.start <= place.end
                })
                .collect();
            if !touched.is_empty() {
                found.push((finding, touched));
            }
        }
        let known: FxHashSet<u64> = found.iter().map(|(finding, _)| finding.fingerprint).collect();
        let missing: FxHashSet<u64> = fingerprints.iter().copied().filter(|wanted| !known.contains(wanted)).collect();
        if !missing.is_empty() {
            let others = assess_parallel(&self.db).findings().filter(|finding| missing.contains(&finding.fingerprint));
            found.extend(others.map(|finding| (finding, (0..finding.witnesses.len()).collect())));
        }
        // What the client shows at the place comes first.
        found.sort_by_key(|(finding, _)| !fingerprints.contains(&finding.fingerprint));
        found.truncate(MOST_FINDINGS);
        found
    }
}

/// A finding, and those of its witnesses that are meant.
struct About<'a> {
    db: &'a dyn Db,
    finding: &'a Finding,
    touched: Vec<usize>,
}

impl<'a> About<'a> {
    fn action(&self, kind: WayKind, title: String) -> FindingAction {
        let clause = clause_view(self.db, self.finding.clause).id;
        FindingAction { kind, title, fingerprint: self.finding.digits(), clause, edits: Vec::new(), subject: None }
    }

    fn subject(&self) -> SmolStr {
        entity_path(self.db, self.finding.subject)
    }

    fn seen(&self) -> impl Iterator<Item = Seen<'a>> {
        let finding = self.finding;
        self.touched.iter().map(move |at| Seen { finding, witness: &finding.witnesses[*at] })
    }

    /// The switches that mend the witnesses that are meant, and those that mend all of the finding.
    fn switches(&self, remedies: &Remedies<'_>) -> Vec<FindingAction> {
        let (db, clause) = (self.db, clause_view(self.db, self.finding.clause).id);
        let mut found = Vec::new();
        for seen in self.seen().take(4) {
            let way_out = remedies.of(seen.finding, seen.witness);
            if way_out.switches.is_empty() {
                continue;
            }
            let mut rewrite = Rewrite::new(db);
            rewrite.switch(&way_out.switches);
            let words: Vec<String> = way_out.switches.iter().map(|switch| switch.in_words(&switch.path)).collect();
            let mut title = format!("{} ({clause})", words.join(", "));
            title[..1].make_ascii_uppercase();
            let edits = rewrite.finish();
            if !edits.is_empty() && !found.iter().any(|known: &FindingAction| known.edits == edits) {
                found.push(FindingAction { edits, ..self.action(WayKind::Switch, title) });
            }
        }
        if self.finding.witnesses.len() > self.touched.len().min(1) && !found.is_empty() {
            let mut rewrite = Rewrite::new(db);
            for witness in self.finding.witnesses.iter().take(MOST_WITNESSES) {
                rewrite.switch(&remedies.of(self.finding, witness).switches);
            }
            let edits = rewrite.finish();
            if !found.iter().any(|known| known.edits == edits) {
                let title = format!("Enable all that {clause} asks for in `{}`", self.subject());
                found.push(FindingAction { edits, ..self.action(WayKind::Switch, title) });
            }
        }
        found
    }
}
