//! What was judged: counts, catalogues, and each subject with its levels and verdicts.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use zcc_eval::{CatalogReport, Counts, SubjectReport, Verdict};

use super::places::{Each, PlaceEntry};
use super::report::Report;

#[derive(Serialize)]
pub(super) struct Judged {
    zones: u32,
    untrusted_zones: u32,
    conduits: u32,
    components: u32,
    channels: u32,
    products: u32,
    clauses: u32,
    subjects: u32,
    judgements: u64,
    verdicts: Verdicts,
}

#[derive(Serialize)]
pub(super) struct Verdicts {
    met: u64,
    unmet: u64,
    unproven: u64,
    not_applicable: u64,
    compensated: u64,
    accepted: u64,
}

pub(super) fn judged(counts: &Counts) -> Judged {
    let [met, unmet, unproven, not_applicable, compensated, accepted] = counts.verdicts;
    Judged {
        zones: counts.zones,
        untrusted_zones: counts.untrusted_zones,
        conduits: counts.conduits,
        components: counts.components,
        channels: counts.channels,
        products: counts.products,
        clauses: counts.clauses,
        subjects: counts.subjects,
        judgements: counts.judgements,
        verdicts: Verdicts { met, unmet, unproven, not_applicable, compensated, accepted },
    }
}

#[derive(Serialize)]
pub(super) struct Catalog<'a> {
    pub(super) name: &'a str,
    pub(super) title: &'a str,
    pub(super) families: Vec<&'a str>,
    pub(super) clauses: Vec<&'a str>,
}

/// The word for a verdict, as programs read it.
pub(crate) const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotApplicable => "not_applicable",
        other => other.word(),
    }
}

pub(super) struct Subject<'a> {
    pub(super) report: &'a Report<'a>,
    pub(super) subject: &'a SubjectReport,
}

impl Serialize for Subject<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let subject = self.subject;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", subject.kind().word())?;
        map.serialize_entry("path", subject.path.as_str())?;
        if let Some(title) = &subject.title {
            map.serialize_entry("title", title.as_str())?;
        }
        map.serialize_entry("place", &PlaceEntry::new(&self.report.names.place(subject.entity)))?;
        map.serialize_entry(
            "catalogs",
            &Each(|| subject.catalogs.iter().map(|of| SubjectCatalog { report: self.report, of })),
        )?;
        map.end()
    }
}

pub(super) struct SubjectCatalog<'a> {
    report: &'a Report<'a>,
    of: &'a CatalogReport,
}

#[derive(Serialize)]
pub(super) struct Level<'a> {
    family: &'a str,
    target: Option<u8>,
    capable: Option<u8>,
    achieved: Option<u8>,
    achieved_with_compensation: Option<u8>,
}

#[derive(Serialize)]
pub(super) struct VerdictEntry<'a> {
    clause: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    achieved: Option<&'static str>,
    capable: Option<&'static str>,
}

impl Serialize for SubjectCatalog<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let catalog = self.report.assessment.catalogs.get(self.of.catalog as usize);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("catalog", catalog.map_or("", |catalog| catalog.name.as_str()))?;
        map.serialize_entry(
            "levels",
            &Each(|| {
                self.of.families.iter().enumerate().map(|(family, levels)| Level {
                    family: catalog.and_then(|catalog| catalog.families.get(family)).map_or("", |name| name.as_str()),
                    target: levels.target,
                    capable: levels.capable,
                    achieved: levels.achieved,
                    achieved_with_compensation: levels.achieved_with_compensation,
                })
            }),
        )?;
        map.serialize_entry(
            "verdicts",
            &Each(|| {
                self.of.judgements.iter().enumerate().filter(|(_, judgement)| judgement.capable().is_some()).map(
                    |(clause, judgement)| VerdictEntry {
                        clause: catalog.and_then(|catalog| catalog.ids.get(clause)).map_or("", |id| id.as_str()),
                        achieved: judgement.achieved().map(word),
                        capable: judgement.capable().map(word),
                    },
                )
            }),
        )?;
        map.end()
    }
}
