//! The last line: what was judged, so that an empty or half-loaded model never looks like a pass.

use zcc_base::{counted, grouped, listed};
use zcc_db::{Paint, Style, paint, wrap};
use zcc_eval::{Assessment, FindingSeverity, Verdict};

use crate::date::Date;

/// What was judged, against what, and how it came out.
pub(crate) fn judged(assessment: &Assessment, style: &Style) -> String {
    let (errors, warnings) = findings(assessment);
    let total = errors + warnings;
    let (color, text) = match (errors, warnings) {
        (0, 0) => (Paint::Good, "no findings".to_owned()),
        (0, _) => (Paint::Warning, counted(warnings, "recommendation")),
        (_, 0) => (Paint::Error, counted(total, "finding")),
        _ => (
            Paint::Error,
            format!("{} ({}, {})", counted(total, "finding"), counted(errors, "error"), counted(warnings, "warning")),
        ),
    };
    let text = format!("{}; {text}", scope(assessment));
    let text = wrap(&text, if style.wrap { style.width } else { usize::MAX }, 0, 2);
    // The outcome is coloured, wherever the line was broken.
    match text.rsplit_once("; ") {
        Some((scope, outcome)) => format!("{scope}; {}", paint(style, color, outcome)),
        None => text,
    }
}

/// How many findings are errors and how many warnings.
pub(crate) fn findings(assessment: &Assessment) -> (u64, u64) {
    assessment.findings().fold((0, 0), |(errors, warnings), finding| match finding.severity {
        FindingSeverity::Error => (errors + 1, warnings),
        FindingSeverity::Warning => (errors, warnings + 1),
    })
}

/// What was judged, without how many findings there are.
pub(crate) fn scope(assessment: &Assessment) -> String {
    let counts = &assessment.counts;
    let mut subjects = Vec::new();
    for (count, word) in [
        (counts.zones, "zone"),
        (counts.conduits, "conduit"),
        (counts.components, "component"),
        (counts.channels, "channel"),
        (counts.products, "product"),
    ] {
        if count > 0 {
            subjects.push(counted(u64::from(count), word));
        }
    }
    let catalogs: Vec<String> = assessment
        .catalogs
        .iter()
        .map(|catalog| format!("{} ({})", catalog.title, counted(catalog.clauses.len() as u64, "clause")))
        .collect();
    let verdicts: Vec<String> = Verdict::ALL
        .into_iter()
        .zip(counts.verdicts)
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{} {}", grouped(count), verdict.word()))
        .collect();
    let mut text = format!("judged {}", listed(&subjects));
    if subjects.is_empty() {
        text.push_str("nothing");
    }
    if !catalogs.is_empty() {
        text.push_str(&format!(" against {}", listed(&catalogs)));
    }
    text.push_str(&format!(" as of {}: {}", Date(assessment.date), counted(counts.judgements, "verdict")));
    if !verdicts.is_empty() {
        text.push_str(&format!(", {}", verdicts.join(", ")));
    }
    if counts.untrusted_zones > 0 {
        let is = if counts.untrusted_zones == 1 { "is" } else { "are" };
        let zones = counted(u64::from(counts.untrusted_zones), "untrusted zone");
        text.push_str(&format!("; {zones} {is} outside and not judged"));
    }
    text
}
