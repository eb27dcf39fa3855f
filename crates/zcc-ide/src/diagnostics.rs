//! What is wrong in a file: what does not compile, what is odd, and what keeps zones below their targets.

use zcc_base::{Diagnostic, Place, Severity};
use zcc_db::{Db, File, items, locate, syntax_diagnostics};
use zcc_eval::findings::{Detail, findings_in};
use zcc_hir::model::{item_diagnostics_model, structure_diagnostics};
use zcc_hir::rules::item_diagnostics_rules;

use crate::host::Analysis;
use crate::target::FileRange;

impl Analysis {
    /// What does not compile in a file, and what is odd, sorted by place.
    pub fn problems(&self, file: File) -> Vec<Diagnostic> {
        problems(&self.db, file)
    }

    /// What keeps zones below their targets, where it can be mended in this file; then its waivers and countermeasures that
    /// ought to be looked at.
    pub fn findings(&self, file: File) -> &[Diagnostic] {
        findings_in(&self.db, file, Detail::default())
    }

    /// Judges what is not judged yet, side by side. Due before the findings of many files are asked for.
    pub fn assess(&self) {
        zcc_eval::assess_parallel(&self.db);
    }

    /// A number that changes when a level or a finding of anything does.
    pub fn verdicts_digest(&self) -> u64 {
        zcc_eval::digest(&self.db)
    }

    /// Where a place is at present.
    pub fn locate(&self, place: Place) -> FileRange {
        FileRange::of(&self.db, place)
    }

    /// Whether anything in the package keeps it from compiling.
    pub fn is_broken(&self) -> bool {
        let broken = |file: &File| self.problems(*file).iter().any(|found| found.severity == Severity::Error);
        self.package_files().iter().any(broken)
    }
}

fn problems(db: &dyn Db, file: File) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for item in items(db, file) {
        found.extend_from_slice(syntax_diagnostics(db, *item));
        found.extend_from_slice(item_diagnostics_rules(db, *item));
        found.extend_from_slice(item_diagnostics_model(db, *item));
    }
    found.extend(structure_diagnostics(db).iter().filter(|told| locate(db, told.primary.place).0 == file).cloned());
    found.sort_by_cached_key(|told| {
        let (_, range) = locate(db, told.primary.place);
        (range.start, range.end, told.code, told.message.clone())
    });
    found.dedup();
    zcc_hir::fold_repeated(&mut found);
    found
}
