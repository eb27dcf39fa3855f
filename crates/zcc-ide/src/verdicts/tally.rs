//! Findings, counted.

use zcc_base::counted;
use zcc_db::Db;
use zcc_eval::{Finding, Gap, shard_of, shard_report};
use zcc_hir::ids::Entity;

/// How many findings there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// What is there would meet it, once switched on.
    pub(crate) not_enabled: usize,
    /// Nothing that is there can meet it.
    pub(crate) not_capable: usize,
    /// Nobody stated what decides it.
    pub(crate) unproven: usize,
}

impl Tally {
    /// The findings of a zone or conduit with all that is directly in it, of the site, or of a product.
    pub(crate) fn of(db: &dyn Db, subject: Entity) -> Self {
        let mut tally = Self::default();
        for finding in findings_of(db, subject) {
            *match finding.gap {
                Gap::NotEnabled => &mut tally.not_enabled,
                Gap::NotCapable => &mut tally.not_capable,
                Gap::Unproven => &mut tally.unproven,
            } += 1;
        }
        tally
    }

    /// How many are unmet.
    pub(crate) const fn unmet(self) -> usize {
        self.not_enabled + self.not_capable
    }

    /// How many there are.
    pub(crate) const fn all(self) -> usize {
        self.unmet() + self.unproven
    }

    /// `3 findings: 2 not enabled, 1 unproven`
    pub(crate) fn words(self) -> String {
        let kinds =
            [(self.not_enabled, Gap::NotEnabled), (self.not_capable, Gap::NotCapable), (self.unproven, Gap::Unproven)];
        let parts: Vec<String> = kinds
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, gap)| format!("{count} {}", gap.word()))
            .collect();
        match self.all() {
            0 => "no findings".to_owned(),
            all => format!("{}: {}", counted(all as u64, "finding"), parts.join(", ")),
        }
    }
}

/// The findings of a zone or conduit with all that is directly in it, of the site, or of a product.
pub(crate) fn findings_of(db: &dyn Db, subject: Entity) -> impl Iterator<Item = &Finding> {
    let report = shard_of(db, subject).map(|shard| shard_report(db, shard));
    let is_of = move |finding: &&Finding| match subject.place() {
        Some(place) => finding.subject.place() == Some(place),
        None => finding.subject == subject,
    };
    report.into_iter().flat_map(|report| report.findings.iter()).filter(is_of)
}
