//! What the formatter does, and what it must never do.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};
use zcc_syntax::{LexedToken, TokenClass, lex};

use crate::format;
use crate::printer::normal_text;

#[expect(clippy::needless_pass_by_value, reason = "an expectation is written where it is passed")]
fn check(source: &str, expected: Expect) {
    let formatted = format(source);
    expected.assert_eq(&formatted);
    assert_eq!(format(&formatted), formatted, "formatting twice changes it");
}

/// The tokens of a text but comments, and its comments.
fn said(text: &str) -> (Vec<String>, Vec<String>) {
    let said = |token: &LexedToken| normal_text(*token, text).into_owned();
    let (comments, others): (Vec<_>, Vec<_>) =
        lex(text).into_iter().partition(|token| token.kind.class() == TokenClass::Comment);
    (others.iter().map(said).collect(), comments.iter().map(said).collect())
}

#[test]
fn members_stand_on_lines_of_their_own() {
    check(
        "zone a \"A\"{target:SL 2 component c:p{enable all disable x{because:\"y\"}}  channel s:modbus_tcp from c to d}",
        expect![[r#"
            zone a "A" {
              target: SL 2
              component c: p {
                enable all
                disable x { because: "y" }
              }
              channel s: modbus_tcp from c to d
            }
        "#]],
    );
}

#[test]
fn one_short_member_stays_on_the_line_of_its_head() {
    check(
        "zone a {\n  trust: untrusted\n}\nconduit k between a and b { boundary f: p { enable all } }",
        expect![[r#"
            zone a { trust: untrusted }

            conduit k between a and b {
              boundary f: p { enable all }
            }
        "#]],
    );
}

#[test]
fn clauses_are_indented_under_their_head() {
    check(
        "requirement SR  1.1 \"T\" in c.F for zone z { base at SL  1 when near(z): every c in z.components where x in c.interfaces: c has y otherwise \"{c}\" RE 1 at SL 2: (a or b) and c otherwise \"d\" }",
        expect![[r#"
            requirement SR 1.1 "T" in c.F for zone z {
              base at SL 1 when near(z):
                every c in z.components where x in c.interfaces: c has y
                otherwise "{c}"
              RE 1 at SL 2:
                (a or b) and c
                otherwise "d"
            }
        "#]],
    );
}

#[test]
fn long_expressions_break_before_their_operators() {
    check(
        "define f(p: zone or conduit): bool = some quantified in p.components where quantified.interfaces is stated: alpha_long_name in quantified.traits and -beta_long_name < gamma(quantified, p)",
        expect![[r#"
            define f(p: zone or conduit): bool =
              some quantified in p.components where quantified.interfaces is stated:
                alpha_long_name in quantified.traits and -beta_long_name < gamma(quantified, p)
        "#]],
    );
}

#[test]
fn a_name_and_a_colon_on_a_line_are_no_attribute_of_a_rule() {
    check(
        "define d(a: bool, b: zone): bool = some v in { w in b.crossings where a } where some x in [lan, radio], y in b.conduits where b has alpha where unique: a: b has alpha",
        expect![[r#"
            define d(a: bool, b: zone): bool =
              some v in { w in b.crossings where a } where some x in [lan, radio], y in b.conduits
                  where b has alpha where unique:
                  a:
                b has alpha
        "#]],
    );
}

#[test]
fn comments_stay_where_they_are() {
    check(
        "// first\n\n//! file\n/// docs of a\nzone a { // why\n  // own line\n\n\n  target: SL 2 // trailing\n  // last\n}   // after\n// end",
        expect![[r#"
            // first

            //! file
            /// docs of a
            zone a { // why
              // own line

              target: SL 2 // trailing
              // last
            } // after

            // end
        "#]],
    );
}

#[test]
fn a_comma_stays_with_its_element() {
    check(
        "define a: set of x = [a // x\n, b\n// about c\n, c /* d */ // e\n, d /* f */\n, e]\n\
         enum n { a /* one\ntwo */, b }\n\
         enum o { a // lowest\n< b\n// highest\n< c }\n\
         zone z { component x: p { provides a { x: 1 // one\n, y: 2 /* two\nlines */, z: 3 } // of a\n, b } }\n\
         relation r(a: zone // the zone\n, b: zone // other\n) = a < b // c\n and b // d\n < a",
        expect![[r#"
            define a: set of x = [
              a, // x
              b,
              // about c
              c /* d */, // e
              d /* f */, e
            ]

            enum n {
              a /* one
            two */,
              b
            }

            enum o {
              a < // lowest
              b <
              // highest
              c
            }

            zone z {
              component x: p {
                provides a {
                    x: 1, // one
                    y: 2 /* two
            lines */,
                    z: 3
                  }, // of a
                  b
              }
            }

            relation r(
              a: zone, // the zone
              b: zone // other
            ) =
              a < b // c
              and b // d
                < a
        "#]],
    );
}

#[test]
fn an_opening_bracket_stays_with_what_it_belongs_to() {
    check(
        "define a: bool = foo( // c\n a, b // d\n)\n\
         define b: bool = foo // c\n (a)\n\
         define c: set of x = // c\n [a]\n\
         define d: bool = ( // c\na and b)\n\
         define e: bool = a and // c\n (b or c)\n\
         define f: bool = foo(/* c */ a)\n\
         define g: set of x = { // c\n x in y }\n\
         conduit k between a // one\n and b // two\n { target: SL 1 }\n\
         requirement SR 1.1 \"t\" in a.b for zone z // subject\n { base // clause\n : a otherwise \"x\" }",
        expect![[r#"
            define a: bool =
              foo( // c
                a,
                b // d
              )

            define b: bool =
              foo( // c
                a
              )

            define c: set of x = [ // c
              a
            ]

            define d: bool =
              ( // c
                a
                and b
              )

            define e: bool =
              a
              and // c
              (b or c)

            define f: bool = foo(/* c */ a)

            define g: set of x = { // c
              x in y
            }

            conduit k between a // one
              and b { // two
              target: SL 1
            }

            requirement SR 1.1 "t" in a.b for zone z { // subject
              base: // clause
                a
                otherwise "x"
            }
        "#]],
    );
}

#[test]
fn what_a_comment_parts_from_its_name_is_indented() {
    check(
        "attribute zone.a: // x\nbool // y\n= true\n\
         zone z { purpose // one\n: // two\n [a, b] }\n\
         site s { // why\n assess: // c\n [a] }\n\
         requirement SR 1.1 \"t\" in a.b for zone z { let x = // c\n 3 base: a == [1, 2] // d\n otherwise \"x\" }",
        expect![[r#"
            attribute zone.a: // x
              bool = // y
              true

            zone z {
              purpose: // one
                // two
                [a, b]
            }

            site s { // why
              assess: // c
                [a]
            }

            requirement SR 1.1 "t" in a.b for zone z {
              let x = // c
                3
              base:
                a == [1, 2] // d
                otherwise "x"
            }
        "#]],
    );
}

#[test]
fn a_name_that_is_a_word_of_the_language_may_end_a_line() {
    check(
        "product p \"x\": y { include from provides a, to lacks offers }",
        expect![[r#"
            product p "x": y {
              include from
              provides a, to
              lacks offers
            }
        "#]],
    );
}

#[test]
fn documentation_is_passed_by_nothing() {
    let text = "enum e { a /// docs\n, b }\n\nenum f { a // c\n/// docs of b\n, /// d\nb }\n\nzone z /// docs\n {}\n";
    let formatted = format(text);
    assert_eq!(said(text), said(&formatted));
    assert_eq!(format(&formatted), formatted, "formatting twice changes it");
}

#[test]
fn a_comment_stays_with_the_declaration_below_it() {
    check(
        "zone a { target: SL 1 component c: p }\n// about b\nzone b { target: SL 1 component c: p }\n\n// alone\n\nzone c {}",
        expect![[r#"
            zone a {
              target: SL 1
              component c: p
            }

            // about b
            zone b {
              target: SL 1
              component c: p
            }

            // alone

            zone c {}
        "#]],
    );
}

#[test]
fn a_broken_declaration_is_left_as_it_is() {
    check(
        "zone   a { target:: SL 2 }\n\nzone   b { }\n",
        expect![[r#"
        zone   a { target:: SL 2 }

        zone b {}
    "#]],
    );
}

#[test]
fn carriage_returns_and_a_byte_order_mark_go() {
    check(
        "\u{FEFF}zone a {\r\n  // c\r\n  target: SL 2\r\n}\r\n",
        expect![[r#"
        zone a {
          // c
          target: SL 2
        }
    "#]],
    );
}

#[test]
fn a_blank_that_is_none_of_the_languages_is_an_error_and_stays() {
    for blank in ["\u{B}", "\u{85}", "\u{A0}", "\u{200B}", "\u{2028}", "\u{3000}", "\u{A0}\u{A0}\u{B}"] {
        for text in [
            format!("zone a {{}}{blank}\nzone b {{}}\n"),
            format!("zone a {{}}\n{blank}\nzone   b {{}}\n"),
            format!("{blank}zone a {{}}\n\nzone   b {{}}"),
            format!("import a{blank}\n/// docs{blank}\n{blank}\nimport b"),
            format!("zone a {{{blank}target:{blank}SL 2}}\n// c{blank}\n"),
            format!("zone a {{}}\n/// dangling{blank}"),
            format!("// c{blank}\n{blank}\n"),
            format!("{blank}\n\n// c\nzone a {{}}\n/* d{blank}\n*/{blank}"),
        ] {
            let formatted = format(&text);
            let foreign = |text: &str| text.chars().filter(|c| blank.contains(*c)).count();
            assert_eq!(foreign(&text), foreign(&formatted), "{text:?} became {formatted:?}");
            assert_eq!(said(&text), said(&formatted), "{text:?} became {formatted:?}");
            assert_eq!(format(&formatted), formatted, "{text:?} changes when formatted twice");
        }
    }
    assert_eq!(format("\u{C}zone a {\u{C}}\u{C}\n\u{C}\n\u{C}zone b {}\u{C}"), "zone a {}\n\nzone b {}\n");
}

#[test]
fn the_layout_of_what_lacks_brackets_stays() {
    for text in [
        "zone zone set of\nset of ]\nzone /// test ",
        "/// docs {\n  target: SL 1\n\n  boundary r \"R\": l\n\n  channel c: m from a.b to d.e\n  /// More.\n s\": m from a.b {\n  }\n}\n",
    ] {
        let formatted = format(text);
        assert_eq!(said(text), said(&formatted));
        assert_eq!(format(&formatted), formatted, "formatting twice changes it");
    }
}

#[test]
fn a_byte_order_mark_goes_wherever_it_stands() {
    assert_eq!(format("\u{FEFF}//! file\n\u{FEFF}\nzone\u{FEFF}a {}\n\u{FEFF}"), "//! file\n\nzone a {}\n");
}

/// Every `.zc` file of the repository.
fn corpus() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let mut folders = vec![root.join("stdlib"), root.join("examples")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "zc") {
                found.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    assert!(found.len() > 20, "the corpus is not where it was");
    found
}

#[test]
fn the_corpus_loses_nothing_and_settles_at_once() {
    for (path, text) in corpus() {
        let formatted = format(&text);
        assert_eq!(said(&text), said(&formatted), "{path} says something else");
        assert_eq!(format(&formatted), formatted, "{path} changes when formatted twice");
    }
}

#[test]
fn the_corpus_is_formatted() {
    for (path, text) in corpus() {
        assert!(format(&text) == text, "{path} is not formatted: run `zcc fmt stdlib examples`");
    }
}

#[test]
fn a_comment_between_any_two_tokens_survives() {
    for (path, text) in corpus().into_iter().step_by(5) {
        let tokens = lex(&text);
        for comment in ["// note\n", "/* note */", "/* two\n   lines */"] {
            // Each pass puts comments into every 23rd gap, so that a few passes try very different places.
            for pass in 0..4 {
                let mut with_comments = String::new();
                let mut end = 0;
                for (at, token) in tokens.iter().enumerate() {
                    with_comments.push_str(&text[end..token.range.start as usize]);
                    if at % 23 == pass * 5 {
                        with_comments.push(' ');
                        with_comments.push_str(comment);
                        with_comments.push(' ');
                    }
                    with_comments.push_str(token.text(&text));
                    end = token.range.end as usize;
                }
                let formatted = format(&with_comments);
                assert_eq!(said(&with_comments), said(&formatted), "{path} with {comment:?}, pass {pass}");
                let again = format(&formatted);
                let differing = again.lines().zip(formatted.lines()).find(|(left, right)| left != right);
                assert!(again == formatted, "{path} with {comment:?}, pass {pass}: {differing:?}");
                // What a note parts badly is left as it is.
                let begins_astray = |line: &&str| line.trim_start().starts_with([',', ':']);
                let left: Vec<_> = with_comments.lines().filter(begins_astray).collect();
                let astray = formatted.lines().filter(begins_astray).find(|line| !left.contains(line));
                assert_eq!(astray, None, "{path} with {comment:?}, pass {pass}");
            }
        }
    }
}
