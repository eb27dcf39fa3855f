//! What people read: findings, levels, and what was judged.

pub(crate) mod conditions;
pub(crate) mod findings;
#[cfg(test)]
pub(crate) mod fixture;
pub(crate) mod levels;
pub(crate) mod reasons;
pub(crate) mod summary;

use zcc_db::{Paint, Style, paint};

/// A heading that runs across the page: `── zone control · Basic process control ───── 3 findings ──`.
pub(crate) fn heading(style: &Style, name: &str, title: Option<&str>, right: &str) -> String {
    let (rule, dot) = if style.unicode { ("─", "·") } else { ("-", "-") };
    let width = style.width.min(120);
    let used = 3 + name.chars().count() + 1 + if right.is_empty() { 0 } else { right.chars().count() + 4 };
    let title = title.map(|title| format!(" {dot} {}", shortened(title, width.saturating_sub(used + 8), style)));
    let title = title.unwrap_or_default();
    let fill = width.saturating_sub(used + title.chars().count()).max(2);
    let mut line = format!(
        "{} {}{} {}",
        paint(style, Paint::Frame, &rule.repeat(2)),
        paint(style, Paint::Strong, name),
        title,
        paint(style, Paint::Frame, &rule.repeat(fill)),
    );
    if !right.is_empty() {
        line.push_str(&format!(" {right} {}", paint(style, Paint::Frame, &rule.repeat(2))));
    }
    line
}

/// A text that takes at most `width` columns.
pub(crate) fn shortened(text: &str, width: usize, style: &Style) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mark = if style.unicode { "…" } else { "..." };
    let keep = width.saturating_sub(mark.chars().count());
    let kept: String = text.chars().take(keep).collect();
    format!("{}{mark}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use zcc_db::Style;

    use super::findings::Detail;
    use super::{findings, fixture, levels, summary};
    use crate::view::Report;

    fn check(style: &Style, detail: Detail, expected: &Expect) {
        let (assessment, names) = (fixture::assessment(), fixture::FixtureNames::new());
        let report = Report::new(&assessment, &names);
        let mut out = Vec::new();
        findings::write(&report, style, detail, &mut out).expect("memory takes it");
        findings::write_covers(&report, style, detail.brief, &mut out).expect("memory takes it");
        if !detail.brief {
            findings::write_legend(&report, style, &mut out).expect("memory takes it");
            levels::write(&report, style, 40, &mut out).expect("memory takes it");
        }
        let text = String::from_utf8(out).expect("UTF-8") + &summary::judged(&assessment, style) + "\n";
        expected.assert_eq(&text);
    }

    const DETAIL: Detail = Detail { all: false, brief: false, reasons: false, sources: 50 };

    #[test]
    fn findings_levels_and_what_was_judged_fit_into_80_columns() {
        check(
            &Style { width: 80, wrap: true, ..Style::default() },
            DETAIL,
            &expect![[r#"
                ── zone control · Basic process control ────────────────────────── 2 findings ──

                error[SR 2.5]: Session lock: not enabled
                  ┌─ site.zc:2:13
                  │
                2 │   component panel "Operator panel": acme.panel_10
                  │             ^^^^^ control.panel leaves an open session to whoever comes by
                3 │   component plc: acme.plc_500
                  │             ---
                  │             │
                  │             control.plc leaves an open session to whoever comes by
                  │             control.io_2 leaves an open session to whoever comes by
                  │
                  ┌─ zc-std:/iec62443/use_control.zc:2:3
                  │
                2 │   base at SL 1:
                  │   ---- SR 2.5 asks this from SL 1
                  │
                  = also: control.io_3, control.io_4, control.io_5, control.io_6, control.io_7
                          and 4 more
                  = covered: control.io_20, by countermeasure manned_room
                  = help: write `enable session_lock` in control.panel, control.plc,
                          control.io_2, control.io_3, control.io_4 and 3 more
                  = finding: 3fa92c1b, `zcc explain 3fa92c1b` says why; the target of UC is SL 2

                error[SR 2.5]: Session lock: unproven
                  ┌─ site.zc:3:13
                  │
                3 │   component plc: acme.plc_500
                  │             ^^^ perhaps control.plc leaves an open session to whoever comes by
                  │
                  ┌─ zc-std:/iec62443/use_control.zc:2:3
                  │
                2 │   base at SL 1:
                  │   ---- SR 2.5 asks this from SL 1
                  │
                  = help: Let the session lock itself, or give the device a place that is
                          watched at all times.
                  = finding: 3fa92c1b, `zcc explain 3fa92c1b` says why; the target of UC is SL 2

                ── conduit feed ─────────────────────────────────────────────────── 1 finding ──

                error[SR 2.5]: Session lock: not capable
                  ┌─ site.zc:6:9
                  │
                6 │ conduit feed between control and dmz {
                  │         ^^^^ feed leaves an open session to whoever comes by
                  │
                  ┌─ zc-std:/iec62443/use_control.zc:2:3
                  │
                2 │   base at SL 1:
                  │   ---- SR 2.5 asks this from SL 1
                  │
                  = help: Let the session lock itself, or give the device a place that is
                          watched at all times.
                  = finding: 3fa92c1b, `zcc explain 3fa92c1b` says why; the target of UC is SL 1

                warning[Z1010]: the waiver `old` expired on 2024-10-03
                  ┌─ site.zc:9:8
                  │
                9 │ waiver old {
                  │        ^^^
                  │
                  = help: decide again: approve a new last day, or mend what it covers and
                          remove it

                not enabled: what is there would meet it, once switched on
                not capable: nothing that is there can meet it: replace it, or compensate
                unproven: nobody stated what decides it: find out, and write it down

                ── levels · IEC 62443-3-3:2013 ─────────────────────────────── 2 below target ──

                                IAC     UC      SI      DC      RDF     TRE     RA
                                T C A   T C A   T C A   T C A   T C A   T C A   T C A
                control         2 3 2   2 2 0✗  2 3 2   2 3 2   3 - -   2 3 2   2 3 2
                conduit feed    1 0 0✗  1 0 0✗  1 0 0✗  1 0 0✗  1 0 0✗  1 0 0✗  1 0 0✗

                T target, C capable, A achieved; ✗ below target, + below it but for
                countermeasures, - nothing applies

                judged 1 zone, 1 conduit and 12 components against IEC 62443-3-3:2013 (3
                  clauses) as of 2024-10-04: 200 verdicts, 150 met, 2 unmet, 1 unproven, 47 not
                  applicable; 1 untrusted zone is outside and not judged; 3 findings
            "#]],
        );
    }

    #[test]
    fn without_unicode_nothing_but_ascii_is_written() {
        let style = Style { width: 80, wrap: true, unicode: false, ..Style::default() };
        check(
            &style,
            Detail { all: true, ..DETAIL },
            &expect![[r#"
                -- zone control - Basic process control -------------------------- 2 findings --

                error[SR 2.5]: Session lock: not enabled
                  --> site.zc:2:13
                  |
                2 |   component panel "Operator panel": acme.panel_10
                  |             ^^^^^ control.panel leaves an open session to whoever comes by
                3 |   component plc: acme.plc_500
                  |             ---
                  |             |
                  |             control.plc leaves an open session to whoever comes by
                  |             control.io_2 leaves an open session to whoever comes by
                  |
                  --> zc-std:/iec62443/use_control.zc:2:3
                  |
                2 |   base at SL 1:
                  |   ---- SR 2.5 asks this from SL 1
                  |
                  = also: control.io_3 leaves an open session to whoever comes by
                          control.io_4 leaves an open session to whoever comes by
                          control.io_5 leaves an open session to whoever comes by
                          control.io_6 leaves an open session to whoever comes by
                          control.io_7 leaves an open session to whoever comes by
                          control.io_8 leaves an open session to whoever comes by
                          control.io_9 leaves an open session to whoever comes by
                          control.io_10 leaves an open session to whoever comes by
                          control.io_11 leaves an open session to whoever comes by
                  = covered: control.io_20, by countermeasure manned_room
                  = help: write `enable session_lock` in control.panel, control.plc,
                          control.io_2, control.io_3, control.io_4, control.io_5, control.io_6,
                          control.io_7, control.io_8, control.io_9, control.io_10 and
                          control.io_11
                  = help: Let the session lock itself, or give the device a place that is
                          watched at all times.
                  = finding: 3fa92c1b, `zcc explain 3fa92c1b` says why; the target of UC is SL 2

                error[SR 2.5]: Session lock: unproven
                  --> site.zc:3:13
                  |
                3 |   component plc: acme.plc_500
                  |             ^^^ perhaps control.plc leaves an open session to whoever comes by
                  |
                  --> zc-std:/iec62443/use_control.zc:2:3
                  |
                2 |   base at SL 1:
                  |   ---- SR 2.5 asks this from SL 1
                  |
                  = help: Let the session lock itself, or give the device a place that is
                          watched at all times.
                  = finding: 3fa92c1b, `zcc explain 3fa92c1b` says why; the target of UC is SL 2

                -- conduit feed --------------------------------------------------- 1 finding --

                error[SR 2.5]: Session lock: not capable
                  --> site.zc:6:9
                  |
                6 | conduit feed between control and dmz {
                  |         ^^^^ feed leaves an open session to whoever comes by
                  |
                  --> zc-std:/iec62443/use_control.zc:2:3
                  |
                2 |   base at SL 1:
                  |   ---- SR 2.5 asks this from SL 1
                  |
                  = help: Let the session lock itself, or give the device a place that is
                          watched at all times.
                  = finding: 3fa92c1b, `zcc explain 3fa92c1b` says why; the target of UC is SL 1

                warning[Z1010]: the waiver `old` expired on 2024-10-03
                  --> site.zc:9:8
                  |
                9 | waiver old {
                  |        ^^^
                  |
                  = help: decide again: approve a new last day, or mend what it covers and
                          remove it

                not enabled: what is there would meet it, once switched on
                not capable: nothing that is there can meet it: replace it, or compensate
                unproven: nobody stated what decides it: find out, and write it down

                -- levels - IEC 62443-3-3:2013 ------------------------------- 2 below target --

                                IAC     UC      SI      DC      RDF     TRE     RA
                                T C A   T C A   T C A   T C A   T C A   T C A   T C A
                control         2 3 2   2 2 0!  2 3 2   2 3 2   3 - -   2 3 2   2 3 2
                conduit feed    1 0 0!  1 0 0!  1 0 0!  1 0 0!  1 0 0!  1 0 0!  1 0 0!

                T target, C capable, A achieved; ! below target, + below it but for
                countermeasures, - nothing applies

                judged 1 zone, 1 conduit and 12 components against IEC 62443-3-3:2013 (3
                  clauses) as of 2024-10-04: 200 verdicts, 150 met, 2 unmet, 1 unproven, 47 not
                  applicable; 1 untrusted zone is outside and not judged; 3 findings
            "#]],
        );
    }

    #[test]
    fn brief_findings_take_a_line_each() {
        check(
            &Style::default(),
            Detail { brief: true, ..DETAIL },
            &expect![[r#"
                site.zc:2:13: error[SR 2.5]: control.panel leaves an open session to whoever comes by (and 11 more) [not enabled]
                site.zc:3:13: error[SR 2.5]: control.plc leaves an open session to whoever comes by [unproven]
                site.zc:6:9: error[SR 2.5]: feed leaves an open session to whoever comes by [not capable]
                site.zc:9:8: warning[Z1010]: the waiver `old` expired on 2024-10-03
                judged 1 zone, 1 conduit and 12 components against IEC 62443-3-3:2013 (3 clauses) as of 2024-10-04: 200 verdicts, 150 met, 2 unmet, 1 unproven, 47 not applicable; 1 untrusted zone is outside and not judged; 3 findings
            "#]],
        );
    }
}
