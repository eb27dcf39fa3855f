//! What diagnostics look like.

use expect_test::{Expect, expect};

use zcc_base::TextRange;

use super::*;

fn check(text: &str, parts: &[(&str, &str)], style: &Style, expected: &Expect) {
    let lines = LineIndex::new(text);
    let labels = parts
        .iter()
        .map(|(needle, message)| {
            let start = text.find(needle).expect("the text holds what is pointed at") as u32;
            let range = TextRange::new(start, start + needle.len() as u32);
            Spot { path: "site.zc", text, lines: &lines, range, message }
        })
        .collect();
    let telling = Telling {
        severity: Severity::Error,
        code: "Z0201",
        message: "there is no product `acme.panel_11`",
        labels,
        notes: vec![("note", "it was looked for in two packages".into()), ("help", "write `panel_10`".into())],
    };
    let mut out = Vec::new();
    tell(&telling, style, &mut out).expect("memory takes it");
    expected.assert_eq(&String::from_utf8(out).expect("UTF-8"));
}

#[test]
fn a_diagnostic_points_at_what_it_is_about() {
    check(
        "import acme\n\nzone control {\n  component panel: acme.panel_11\n}\n",
        &[("panel_11", "not declared"), ("acme", "imported here")],
        &Style::default(),
        &expect![[r#"
            error[Z0201]: there is no product `acme.panel_11`
              ┌─ site.zc:4:25
              │
            1 │ import acme
              │        ---- imported here
              ·
            4 │   component panel: acme.panel_11
              │                         ^^^^^^^^ not declared
              │
              = note: it was looked for in two packages
              = help: write `panel_10`

        "#]],
    );
}

#[test]
fn a_long_line_is_cut_around_the_place_and_cannot_steer_the_terminal() {
    let text = format!("{} \u{1b}[2Jpanel_11 \u{202e} {}", "x".repeat(5_000), "y".repeat(5_000));
    check(
        &text,
        &[("panel_11", "here")],
        &Style { width: 60, ..Style::default() },
        &expect![[r#"
            error[Z0201]: there is no product `acme.panel_11`
              ┌─ site.zc:1:5006
              │
            1 │ …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ?[2Jpanel_11 � yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
              │                                                                    ^^^^^^^^ here
              │
              = note: it was looked for in two packages
              = help: write `panel_10`

        "#]],
    );
}

#[test]
fn what_is_said_at_a_place_is_broken_between_words() {
    let style = Style { wrap: true, width: 48, ..Style::default() };
    let text = "zone a { component panel: acme.panel_11 provides session_lock }\n";
    let said = "every one of these words is to be found whole";
    check(
        text,
        &[("zone", said)],
        &style,
        &expect![[r#"
        error[Z0201]: there is no product
          `acme.panel_11`
          ┌─ site.zc:1:1
          │
        1 │ zone a { component panel: acme.panel_1…
          │ ^^^^ every one of these words is to be found
          │      whole
          │
          = note: it was looked for in two packages
          = help: write `panel_10`

    "#]],
    );
    check(
        text,
        &[("panel", said), ("zone", said), ("component", "short")],
        &style,
        &expect![[r#"
            error[Z0201]: there is no product
              `acme.panel_11`
              ┌─ site.zc:1:20
              │
            1 │ zone a { component panel: acme.panel_1…
              │ ----     --------- ^^^^^
              │ │        │    every one of these words is to
              │ │        │    be found whole
              │ │        │
              │ │        short
              │ every one of these words is to be found
              │ whole
              │
              = note: it was looked for in two packages
              = help: write `panel_10`

        "#]],
    );
    check(
        text,
        &[("session", said)],
        &style,
        &expect![[r#"
        error[Z0201]: there is no product
          `acme.panel_11`
          ┌─ site.zc:1:50
          │
        1 │ …_11 provides session_lock }
          │               ^^^^^^^
          │               every one of these words is to
          │               be found whole
          │
          = note: it was looked for in two packages
          = help: write `panel_10`

    "#]],
    );
}

#[test]
fn a_broken_label_keeps_its_colours() {
    let text = "zone a {}\n";
    let lines = LineIndex::new(text);
    let spot =
        |start, end, message| Spot { path: "site.zc", text, lines: &lines, range: TextRange::new(start, end), message };
    let labels = vec![spot(0, 4, "every one of these words is to be found whole"), spot(5, 8, "short")];
    let telling = Telling { severity: Severity::Error, code: "Z0201", message: "no", labels, notes: Vec::new() };
    let mut out = Vec::new();
    let style = Style { wrap: true, width: 40, color: true, ..Style::default() };
    tell(&telling, &style, &mut out).expect("memory takes it");
    expect![[r#"
        <0m<1m<38;5;9merror[Z0201]<0m<0m<1m: no<0m
          <0m<38;5;12m┌─<0m site.zc:1:1
          <0m<38;5;12m│<0m
        <0m<38;5;12m1<0m <0m<38;5;12m│<0m <0m<1m<38;5;9mzone<0m a {}
          <0m<38;5;12m│<0m <0m<1m<38;5;9m^^^^<0m <0m<38;5;14m---<0m <0m<38;5;14mshort<0m
          <0m<38;5;12m│<0m <0m<1m<38;5;9m│<0m
          <0m<38;5;12m│<0m <0m<1m<38;5;9mevery one of these words is to be<0m
          <0m<38;5;12m│<0m <1m<38;5;9mfound whole<0m

    "#]]
    .assert_eq(&String::from_utf8(out).expect("UTF-8").replace("\u{1b}[", "<"));
}

#[test]
fn without_unicode_frames_are_ascii() {
    let style = Style { unicode: false, wrap: true, width: 40, ..Style::default() };
    check(
        "component panel: panel_11",
        &[("panel_11", "")],
        &style,
        &expect![[r#"
        error[Z0201]: there is no product
          `acme.panel_11`
          --> site.zc:1:18
          |
        1 | component panel: panel_11
          |                  ^^^^^^^^
          |
          = note: it was looked for in two
                  packages
          = help: write `panel_10`

    "#]],
    );
}

#[test]
fn a_short_diagnostic_is_one_line() {
    let style = Style { short: true, ..Style::default() };
    check(
        "\n  panel_11",
        &[("panel_11", "")],
        &style,
        &expect![[r#"
        site.zc:2:3: error[Z0201]: there is no product `acme.panel_11`
    "#]],
    );
}
