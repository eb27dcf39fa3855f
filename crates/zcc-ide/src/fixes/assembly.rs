//! All that can be done about the problems at a place.

use zcc_base::{Code, Diagnostic};
use zcc_db::Db;

use super::action::{Action, Edit};
use super::{create, imports, missing, remove};
use crate::host::Analysis;
use crate::target::FileRange;

impl Analysis {
    /// What mends the problems that touch a range.
    pub fn fixes(&self, at: FileRange) -> Vec<Action> {
        let touches = |told: &Diagnostic| {
            let range = self.locate(told.primary.place).range;
            range.start <= at.range.end && at.range.start <= range.end
        };
        let problems = self.problems(at.file);
        problems.iter().filter(|told| touches(told)).flat_map(|told| of(self.db(), told)).collect()
    }
}

/// What mends a problem, the most likely first.
pub(super) fn of(db: &dyn Db, told: &Diagnostic) -> Vec<Action> {
    let mut found: Vec<Action> = Vec::new();
    let action = |title: String, edits: Vec<Edit>, is_safe: bool| Action {
        title,
        problem: told.clone(),
        edits,
        is_preferred: false,
        is_safe,
    };
    for fix in &told.fixes {
        let edit = Edit::new(FileRange::of(db, fix.place), fix.replacement.as_str());
        // What the parser offers is what it has read already.
        let is_safe = told.fixes.len() == 1 && told.code < Code::UNKNOWN_NAME;
        found.push(action(fix.title.clone(), vec![edit], is_safe));
    }
    let mut others: Vec<(String, Vec<Edit>)> = imports::fixes(db, told);
    others.extend(missing::fixes(db, told));
    others.extend(create::fixes(db, told));
    found.extend(others.into_iter().map(|(title, edits)| action(title, edits, false)));
    found.extend(remove::fixes(db, told).into_iter().map(|(title, edits, is_safe)| action(title, edits, is_safe)));
    // Creating something is a guess that one would not want to be made by a key.
    let is_guess = |action: &Action| action.title.starts_with("create ");
    if let Some(first) = found.first_mut().filter(|first| !is_guess(first)) {
        first.is_preferred = true;
    }
    found
}
