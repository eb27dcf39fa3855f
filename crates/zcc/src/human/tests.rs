//! What people read of a small package with a finding of each kind.

use expect_test::{Expect, expect};
use zcc_db::{MemorySystem, Style, discover};

use super::findings::{self, Detail};
use super::{conditions, levels, summary};
use crate::compile::{Compiled, assess, compile};
use crate::date::Date;
use crate::progress::Progress;

const RULES: &str = r#"
catalog house "House rules" {
  levels: SL
  family UC "Use control"
  family RA "Resource availability"
}

requirement HR 2.5 "Session lock" in house.UC for zone or conduit z {
  /// Remedy: Let the session lock itself, or give the device a place that is watched at all times.
  base at SL 1:
    every c in z.components: c has session_lock
    otherwise "{c} leaves an open session to whoever comes by"
}

requirement HR 7.1 "Records" in house.RA for zone z {
  base at SL 4:
    some c in z.components: c has audit_log
    otherwise "nothing in {z} keeps records"
}
"#;

const SITE: &str = r#"
product panel_10 "Panel": embedded_device { offers session_lock }
profile watched "What the laboratory saw" { provides audit_log }
certificate lab "Laboratory" {
  for: panel_10
  scheme: "Seen"
  number: "L-7"
  profile: watched
  conditions: "Operated behind a boundary device"
  valid_until: 2030-01-01
}

site plant { assess: [house] }
zone control "Basic process control" {
  target: SL 2
  component panel "Operator panel": panel_10
  component io_1: panel_10
  component io_2: panel_10
  component io_3: panel_10
  component io_4: panel_10
  component io_5: panel_10
  component io_6: panel_10
  component io_7: panel_10
  component io_8: panel_10
  component io_9: panel_10
  component io_10: panel_10
}
zone cell {
  target: SL 1
  component relay { kind: embedded_device }
}
zone office { trust: untrusted }
conduit feed between control and office {
  target: SL 1
  boundary hub { kind: network_device lacks session_lock }
}
waiver old {
  accepts: HR 2.5
  for: control.io_9
  until: 2020-01-01
  because: "It was so."
  requested_by: "One"
  approved_by: "Another"
}
countermeasure manned_room { compensates: HR 2.5 for: control.io_10 evidence: "Procedure OP-17" }
"#;

fn compiled() -> Compiled {
    let system = MemorySystem::new().file("plant/rules.zc", RULES).file("plant/site.zc", SITE);
    let roots = discover(&system, &["/plant".into()]).expect("the package is there");
    let compiled = compile(&system, &roots[0], Date(20_000), &Progress::unwatched()).expect("the files can be read");
    assert!(!compiled.is_broken(), "{:?}", compiled.diagnostics);
    compiled
}

const DETAIL: Detail<'static> = Detail { all: false, reasons: false, sources: 50, package: "" };

fn check(style: &Style, detail: Detail<'_>, expected: &Expect) {
    let compiled = compiled();
    let assessment = assess(&compiled.db, &Progress::unwatched());
    let mut out = Vec::new();
    findings::write(&compiled.db, &assessment, style, detail, &mut out).expect("memory takes it");
    findings::write_legend(&assessment, style, &mut out).expect("memory takes it");
    levels::write(&assessment, style, 40, &mut out).expect("memory takes it");
    conditions::write(&compiled.db, &assessment, style, &mut out).expect("memory takes it");
    let text = String::from_utf8(out).expect("UTF-8") + &summary::judged(&assessment, style) + "\n";
    expected.assert_eq(&text);
}

#[test]
fn findings_levels_and_what_was_judged_fit_into_80_columns() {
    check(
        &Style { width: 80, wrap: true, ..Style::default() },
        DETAIL,
        &expect![[r#"
            ── zone cell ────────────────────────────────────────────────────── 1 finding ──

            error[HR 2.5]: Session lock: unproven
               ┌─ plant/site.zc:30:13
               │
            30 │   component relay { kind: embedded_device }
               │             ^^^^^ perhaps cell.relay leaves an open session to whoever
               │                   comes by
               │
               ┌─ plant/rules.zc:10:3
               │
            10 │   base at SL 1:
               │   ---- HR 2.5 asks this from SL 1
               │
               = note: `zcc explain 2d0c3b04` says why; the target of UC is SL 1
               = help: find out and write it down: `provides session_lock`, with what is
                       asked of it, or `lacks session_lock`

            ── zone control · Basic process control ─────────────────────────── 1 finding ──

            error[HR 2.5]: Session lock: not enabled
               ┌─ plant/site.zc:16:13
               │
            16 │   component panel "Operator panel": panel_10
               │             ^^^^^ control.panel leaves an open session to whoever comes by
            17 │   component io_1: panel_10
               │             ---- control.io_1 leaves an open session to whoever comes by
            18 │   component io_2: panel_10
               │             ---- control.io_2 leaves an open session to whoever comes by
               │
               ┌─ plant/rules.zc:10:3
               │
            10 │   base at SL 1:
               │   ---- HR 2.5 asks this from SL 1
               │
               = note: also control.io_3, control.io_4, control.io_5, control.io_6,
                       control.io_7 and 2 more
               = note: covered by countermeasure manned_room: control.io_10
               = note: `zcc explain d8593644` says why; the target of UC is SL 2
               = help: write `enable session_lock` in control.panel, control.io_1,
                       control.io_2, control.io_3, control.io_4 and 3 more

            ── conduit feed ─────────────────────────────────────────────────── 1 finding ──

            error[HR 2.5]: Session lock: not capable
               ┌─ plant/site.zc:35:12
               │
            35 │   boundary hub { kind: network_device lacks session_lock }
               │            ^^^ feed.hub leaves an open session to whoever comes by
               │
               ┌─ plant/rules.zc:10:3
               │
            10 │   base at SL 1:
               │   ---- HR 2.5 asks this from SL 1
               │
               = note: `zcc explain bf77dfd8` says why; the target of UC is SL 1
               = help: Let the session lock itself, or give the device a place that is
                       watched at all times.

            warning[Z1010]: the waiver `old` expired on 2020-01-01
               ┌─ plant/site.zc:37:8
               │
            37 │ waiver old {
               │        ^^^
               │
               = help: decide again: approve a new last day, or mend what it covers and
                       remove it

            not enabled: what is there would meet it, once switched on
            not capable: nothing that is there can meet it: replace it, or compensate
            unproven: nobody stated what decides it: find out, and write it down

            ── levels · House rules ────────────────────────────────────── 3 below target ──

                            UC      RA
                            T C A   T C A
            cell            1 0 0✗  1 3 3
            control         2 4 0✗  2 4 4
            conduit feed    1 0 0✗  1 - -

            T target, C capable, A achieved; ✗ below target, + below it but for
            countermeasures, - nothing applies

            conditions of use
              certificate lab (Seen, number L-7), valid until 2030-01-01, counts for
                control.panel, control.io_1, control.io_2, control.io_3, control.io_4 and 6
                more only under its condition: Operated behind a boundary device

            judged 2 zones, 1 conduit and 13 components against House rules (2 clauses) as
              of 2024-10-04: 5 verdicts, 1 met, 2 unmet, 2 unproven; 1 untrusted zone is
              outside and not judged; 3 findings
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
            -- zone cell ------------------------------------------------------ 1 finding --

            error[HR 2.5]: Session lock: unproven
               --> plant/site.zc:30:13
               |
            30 |   component relay { kind: embedded_device }
               |             ^^^^^ perhaps cell.relay leaves an open session to whoever
               |                   comes by
               |
               --> plant/rules.zc:10:3
               |
            10 |   base at SL 1:
               |   ---- HR 2.5 asks this from SL 1
               |
               = note: `zcc explain 2d0c3b04` says why; the target of UC is SL 1
               = help: find out and write it down: `provides session_lock`, with what is
                       asked of it, or `lacks session_lock`
                       Let the session lock itself, or give the device a place that is
                       watched at all times.

            -- zone control - Basic process control --------------------------- 1 finding --

            error[HR 2.5]: Session lock: not enabled
               --> plant/site.zc:16:13
               |
            16 |   component panel "Operator panel": panel_10
               |             ^^^^^ control.panel leaves an open session to whoever comes by
            17 |   component io_1: panel_10
               |             ---- control.io_1 leaves an open session to whoever comes by
            18 |   component io_2: panel_10
               |             ---- control.io_2 leaves an open session to whoever comes by
               |
               --> plant/rules.zc:10:3
               |
            10 |   base at SL 1:
               |   ---- HR 2.5 asks this from SL 1
               |
               = note: also control.io_3 leaves an open session to whoever comes by
                       control.io_4 leaves an open session to whoever comes by
                       control.io_5 leaves an open session to whoever comes by
                       control.io_6 leaves an open session to whoever comes by
                       control.io_7 leaves an open session to whoever comes by
                       control.io_8 leaves an open session to whoever comes by
                       control.io_9 leaves an open session to whoever comes by
               = note: covered by countermeasure manned_room: control.io_10
               = note: `zcc explain d8593644` says why; the target of UC is SL 2
               = help: write `enable session_lock` in control.panel, control.io_1,
                       control.io_2, control.io_3, control.io_4, control.io_5, control.io_6,
                       control.io_7, control.io_8 and control.io_9
                       Let the session lock itself, or give the device a place that is
                       watched at all times.

            -- conduit feed --------------------------------------------------- 1 finding --

            error[HR 2.5]: Session lock: not capable
               --> plant/site.zc:35:12
               |
            35 |   boundary hub { kind: network_device lacks session_lock }
               |            ^^^ feed.hub leaves an open session to whoever comes by
               |
               --> plant/rules.zc:10:3
               |
            10 |   base at SL 1:
               |   ---- HR 2.5 asks this from SL 1
               |
               = note: `zcc explain bf77dfd8` says why; the target of UC is SL 1
               = help: Let the session lock itself, or give the device a place that is
                       watched at all times.

            warning[Z1010]: the waiver `old` expired on 2020-01-01
               --> plant/site.zc:37:8
               |
            37 | waiver old {
               |        ^^^
               |
               = help: decide again: approve a new last day, or mend what it covers and
                       remove it

            not enabled: what is there would meet it, once switched on
            not capable: nothing that is there can meet it: replace it, or compensate
            unproven: nobody stated what decides it: find out, and write it down

            -- levels - House rules -------------------------------------- 3 below target --

                            UC      RA
                            T C A   T C A
            cell            1 0 0!  1 3 3
            control         2 4 0!  2 4 4
            conduit feed    1 0 0!  1 - -

            T target, C capable, A achieved; ! below target, + below it but for
            countermeasures, - nothing applies

            conditions of use
              certificate lab (Seen, number L-7), valid until 2030-01-01, counts for
                control.panel, control.io_1, control.io_2, control.io_3, control.io_4 and 6
                more only under its condition: Operated behind a boundary device

            judged 2 zones, 1 conduit and 13 components against House rules (2 clauses) as
              of 2024-10-04: 5 verdicts, 1 met, 2 unmet, 2 unproven; 1 untrusted zone is
              outside and not judged; 3 findings
        "#]],
    );
}

#[test]
fn findings_without_sources_take_a_row_each() {
    let compiled = compiled();
    let assessment = assess(&compiled.db, &Progress::unwatched());
    let mut out = Vec::new();
    let style = Style { width: 60, wrap: true, ..Style::default() };
    let detail = Detail { sources: 0, ..DETAIL };
    findings::write(&compiled.db, &assessment, &style, detail, &mut out).expect("memory takes it");
    expect![[r#"
        ── zone cell ────────────────────────────────── 1 finding ──

          HR 2.5  unproven     perhaps cell.relay leaves an open
                               session to whoever comes by

        ── zone control · Basic process control ─────── 1 finding ──

          HR 2.5  not enabled  control.panel leaves an open session
                               to whoever comes by (and 9 more)

        ── conduit feed ─────────────────────────────── 1 finding ──

          HR 2.5  not capable  feed.hub leaves an open session to
                               whoever comes by

        note: sources are shown for the first 0 findings; `-v` shows
              those of the other 3 too

        warning[Z1010]: the waiver `old` expired on 2020-01-01
           ┌─ plant/site.zc:37:8
           │
        37 │ waiver old {
           │        ^^^
           │
           = help: decide again: approve a new last day, or mend
                   what it covers and remove it

    "#]]
    .assert_eq(&String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn brief_findings_take_a_line_each_in_the_order_of_their_places() {
    let compiled = compiled();
    let assessment = assess(&compiled.db, &Progress::unwatched());
    let mut out = Vec::new();
    findings::write_lines(&compiled.db, &assessment, &Style::default(), &mut out).expect("memory takes it");
    expect![[r#"
        plant/site.zc:16:13: error[HR 2.5]: control.panel leaves an open session to whoever comes by (and 9 more) [not enabled]
        plant/site.zc:30:13: error[HR 2.5]: perhaps cell.relay leaves an open session to whoever comes by [unproven]
        plant/site.zc:35:12: error[HR 2.5]: feed.hub leaves an open session to whoever comes by [not capable]
        plant/site.zc:37:8: warning[Z1010]: the waiver `old` expired on 2020-01-01
    "#]].assert_eq(&String::from_utf8(out).expect("UTF-8"));
}
