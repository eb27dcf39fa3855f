//! What could not be read or does not compile, and what is odd.

use serde::Serialize;
use zcc_base::{Diagnostic, Severity};
use zcc_db::{Db, LoadError, locate};

use super::places::{LabelEntry, PlaceEntry};
use crate::names::Located;

/// A diagnostic of loading or compiling.
#[derive(Serialize)]
pub(crate) struct Problem {
    code: String,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary: Option<LabelEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    secondary: Vec<LabelEntry>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixEntry>,
}

#[derive(Serialize)]
struct FixEntry {
    title: String,
    place: PlaceEntry,
    replacement: String,
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

impl Problem {
    pub(crate) fn new(db: &dyn Db, diagnostic: &Diagnostic) -> Self {
        let place = |place| {
            let (file, range) = locate(db, place);
            PlaceEntry::new(&Located {
                path: file.path(db),
                text: file.text(db),
                lines: zcc_db::line_index(db, file),
                range,
            })
        };
        let label = |label: &zcc_base::Label| LabelEntry { place: place(label.place), message: label.text.clone() };
        Self {
            code: diagnostic.code.to_string(),
            severity: severity(diagnostic.severity),
            message: diagnostic.message.clone(),
            path: None,
            primary: Some(label(&diagnostic.primary)),
            secondary: diagnostic.secondary.iter().map(label).collect(),
            notes: diagnostic.notes.clone(),
            help: diagnostic.help.clone(),
            fixes: diagnostic
                .fixes
                .iter()
                .map(|fix| FixEntry {
                    title: fix.title.clone(),
                    place: place(fix.place),
                    replacement: fix.replacement.to_string(),
                })
                .collect(),
        }
    }

    pub(crate) fn of_load_error(error: &LoadError) -> Self {
        let primary = error.source.as_ref().map(|(text, range)| {
            let lines = zcc_base::LineIndex::new(text);
            let at = Located { path: &error.path, text, lines: &lines, range: *range };
            LabelEntry { place: PlaceEntry::new(&at), message: String::new() }
        });
        Self {
            code: error.code.to_string(),
            severity: severity(error.code.severity()),
            message: error.message.clone(),
            path: Some(error.path.clone()),
            primary,
            secondary: Vec::new(),
            notes: Vec::new(),
            help: error.help.clone(),
            fixes: Vec::new(),
        }
    }
}
