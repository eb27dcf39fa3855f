//! Findings as people read them, on a terminal or in an editor: by zone and conduit, then by clause. The same clause on
//! forty components is told once, with forty witnesses.

mod clauses;
mod conditions;
mod covers;
mod diagnostics;
mod files;
mod groups;
mod remedies;
mod wanted;

use zcc_base::Diagnostic;
use zcc_db::Db;

pub use clauses::{ClauseView, clause_place, clause_text, clause_view, requirement_item};
pub use conditions::{Condition, conditions};
pub use covers::{cover_diagnostic, cover_name, cover_place};
pub use diagnostics::{Detail, message, without_command};
pub use files::{Shown, findings_in};
pub use groups::{Findings, Group, Section, Seen};
pub use remedies::{Remedies, Switch, WayOut};
pub use wanted::undecided;

use crate::report::Assessment;

/// Everything that an assessment brought to light: a diagnostic for each group of findings, then those of waivers and
/// countermeasures.
pub fn findings(db: &dyn Db, assessment: &Assessment, detail: Detail<'_>) -> Vec<Diagnostic> {
    let sorted = Findings::new(assessment);
    let groups = sorted.sections().flat_map(|section| section.groups().collect::<Vec<_>>());
    let remedies = Remedies::new(db);
    let mut told: Vec<Diagnostic> = groups.map(|group| group.diagnostic(db, &remedies, detail)).collect();
    told.extend(assessment.covers.iter().map(|cover| cover_diagnostic(db, cover)));
    told
}
