//! The document for programs, schema `zcc/check/1`, described in `docs/json.md`. It is written as it is made, in the order of
//! the assessment, so it takes no memory of its own and is the same on every run.

mod findings;
mod places;
mod problems;
mod report;
mod subjects;

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use zcc_base::Diagnostic;
use zcc_db::{Db, LoadError};
use zcc_eval::findings::{Remedies, conditions};

pub(crate) use problems::Problem;
pub(crate) use report::Report;
pub(crate) use subjects::word;

use crate::date::Date;
use findings::{ConditionEntry, CoverEntry, FindingEntry};
use places::Each;
use subjects::{Catalog, Subject, judged};

/// The name and version of the schema.
pub(crate) const SCHEMA: &str = "zcc/check/1";

/// One package in the document.
pub(crate) struct Package<'a> {
    /// Its name; empty where it could not be loaded.
    pub(crate) name: &'a str,
    /// Its folder or file, as named on the command line.
    pub(crate) path: &'a str,
    /// What became of it: `judged`, `library`, `broken` or `empty`.
    pub(crate) status: &'a str,
    /// What could not be loaded.
    pub(crate) load_errors: &'a [LoadError],
    /// What does not compile, and what is odd.
    pub(crate) diagnostics: &'a [Diagnostic],
    /// To find the places of diagnostics.
    pub(crate) db: Option<&'a dyn Db>,
    /// The result, if it was judged.
    pub(crate) report: Option<Report<'a>>,
    /// Leave out subjects and findings: what `zcc levels` writes has the first, not the second.
    pub(crate) with_findings: bool,
}

/// Writes the document. `packages` are asked for one after the other.
pub(crate) fn write(out: &mut dyn Write, as_of: Date, exit: u8, packages: &[Package<'_>]) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::new(&mut *out);
    let document = Document { as_of, exit, packages };
    document.serialize(&mut serializer)?;
    writeln!(out)
}

struct Document<'a> {
    as_of: Date,
    exit: u8,
    packages: &'a [Package<'a>],
}

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", SCHEMA)?;
        map.serialize_entry("zcc", env!("CARGO_PKG_VERSION"))?;
        map.serialize_entry("standard_library", zcc_std::CONTENT_HASH)?;
        map.serialize_entry("as_of", &self.as_of.to_string())?;
        map.serialize_entry("exit", &self.exit)?;
        map.serialize_entry("packages", self.packages)?;
        map.end()
    }
}

impl Serialize for Package<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", self.name)?;
        map.serialize_entry("path", self.path)?;
        map.serialize_entry("status", self.status)?;
        map.serialize_entry(
            "diagnostics",
            &Each(|| {
                let loading = self.load_errors.iter().map(Problem::of_load_error);
                let compiling =
                    self.diagnostics.iter().filter_map(|diagnostic| Some(Problem::new(self.db?, diagnostic)));
                loading.chain(compiling)
            }),
        )?;
        let Some(report) = &self.report else { return map.end() };
        let assessment = report.assessment;
        map.serialize_entry("judged", &judged(&assessment.counts))?;
        map.serialize_entry(
            "catalogs",
            &Each(|| {
                assessment.catalogs.iter().map(|catalog| Catalog {
                    name: &catalog.name,
                    title: &catalog.title,
                    families: catalog.families.iter().map(AsRef::as_ref).collect(),
                    clauses: catalog.ids.iter().map(AsRef::as_ref).collect(),
                })
            }),
        )?;
        map.serialize_entry("subjects", &Each(|| assessment.subjects().map(|subject| Subject { report, subject })))?;
        if self.with_findings {
            let remedies = Remedies::new(report.names.db);
            let remedies = &remedies;
            map.serialize_entry(
                "findings",
                &Each(|| assessment.findings().map(move |finding| FindingEntry::new(report, remedies, finding))),
            )?;
            map.serialize_entry(
                "covers",
                &Each(|| assessment.covers.iter().map(|cover| CoverEntry::new(report, cover))),
            )?;
            map.serialize_entry(
                "conditions",
                &Each(|| conditions(report.names.db, assessment).into_iter().map(ConditionEntry::new)),
            )?;
        }
        map.end()
    }
}
