//! Why a clause came out as it did: the tree of reasons.

use std::io::{self, Write};

use zcc_db::{Paint, Style, paint, visible, wrap};
use zcc_eval::{Explanation, Reason, Verdict};
use zcc_hir::value::Truth;

use crate::names::Names;

/// How deep the tree is shown.
const DEPTH: usize = 24;

/// Writes the tree, with the place of each fact behind it.
pub(crate) fn write(
    names: &Names<'_>,
    explanation: &Explanation,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let clause = names.clause(explanation.clause);
    let subject = names.path(explanation.subject);
    let color = match explanation.verdict {
        Verdict::Met | Verdict::NotApplicable => Paint::Good,
        Verdict::Unmet => Paint::Error,
        Verdict::Unproven | Verdict::Compensated | Verdict::Accepted => Paint::Warning,
    };
    let words = explanation.verdict_words();
    let word = explanation.verdict.word();
    let verdict = paint(style, color, word);
    let gap = words.strip_prefix(word).unwrap_or_default();
    let capable = if explanation.capable { ", as capable" } else { "" };
    writeln!(out, "{} for {}{capable}: {verdict}{gap}", paint(style, Paint::Strong, &clause.id), visible(&subject))?;
    write_all(names, &explanation.because, "", style, 0, out)?;
    writeln!(out)
}

fn write_all(
    names: &Names<'_>,
    reasons: &[Reason],
    prefix: &str,
    style: &Style,
    depth: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (position, reason) in reasons.iter().enumerate() {
        let last = position + 1 == reasons.len();
        let (branch, below) = match (last, style.unicode) {
            (true, true) => ("└ ", "  "),
            (false, true) => ("├ ", "│ "),
            (true, false) => ("`-", "  "),
            (false, false) => ("|-", "| "),
        };
        let (mark, color) = match (reason.truth, style.unicode) {
            (Truth::True, true) => ("✓", Paint::Good),
            (Truth::False, true) => ("✗", Paint::Error),
            (Truth::True, false) => ("yes", Paint::Good),
            (Truth::False, false) => ("no", Paint::Error),
            (Truth::Unknown, _) => ("?", Paint::Warning),
        };
        let used = prefix.chars().count() + branch.chars().count() + mark.chars().count() + 1;
        let text = visible(&reason.text);
        let text = if style.wrap { wrap(&text, style.width, used, 0) } else { text };
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        write!(
            out,
            "{}{} {first}",
            paint(style, Paint::Frame, &format!("{prefix}{branch}")),
            paint(style, color, mark)
        )?;
        let inner = format!("{prefix}{below}");
        for line in lines {
            write!(out, "\n{}  {line}", paint(style, Paint::Frame, &inner))?;
        }
        let places: Vec<String> =
            reason.references.iter().filter_map(|reference| names.reference(*reference)).collect();
        if let Some(place) = places.first() {
            write!(out, "  {}", paint(style, Paint::Faint, place))?;
        }
        writeln!(out)?;
        if depth < DEPTH {
            write_all(names, &reason.because, &inner, style, depth + 1, out)?;
        }
        if reason.omitted > 0 {
            let more = format!("and {} more", reason.omitted);
            writeln!(out, "{}  {more}", paint(style, Paint::Frame, &inner))?;
        }
    }
    Ok(())
}

/// Writes the tree of a test's miss. Its model is the test's own, so what it names is not looked up.
pub(crate) fn write_of_test(
    names: &Names<'_>,
    explanation: &Explanation,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "  {}", paint(style, Paint::Faint, "it came out so because"))?;
    write_all(names, &explanation.because, "  ", style, 0, out)?;
    writeln!(out)
}
