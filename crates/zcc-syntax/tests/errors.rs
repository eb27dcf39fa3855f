//! What is said of broken text, and what of it is kept.

use expect_test::{Expect, expect};
use zcc_syntax::ast::{Block, ItemKind, MemberKind};
use zcc_syntax::parse_file;

/// The diagnostics, then the outline of what was kept.
fn render(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    let mut outline = String::new();
    for chunk in parse_file(text) {
        for diagnostic in &chunk.parsed.diagnostics {
            let range = diagnostic.primary.place.range + chunk.chunk.range.start;
            let line = text[..range.start as usize].matches('\n').count() + 1;
            let _ = writeln!(out, "{line}: {} {} ⟨{}⟩", diagnostic.code, diagnostic.message, &text[range.to_usize()]);
            if let Some(help) = &diagnostic.help {
                let _ = writeln!(out, "   help: {help}");
            }
            for note in &diagnostic.notes {
                let _ = writeln!(out, "   note: {note}");
            }
        }
        match &chunk.parsed.item.kind {
            ItemKind::Block(block) => outline_block(block, &mut outline),
            ItemKind::Error => outline.push_str("error "),
            ItemKind::Requirement(requirement) => {
                let _ = write!(outline, "requirement({}) ", requirement.members.len());
            }
            ItemKind::Test(test) => {
                let _ = write!(outline, "test({}, {}) ", test.items.len(), test.expectations.len());
            }
            _ => outline.push_str("item "),
        }
    }
    format!("{out}= {}\n", outline.trim_end())
}

fn outline_block(block: &Block, outline: &mut String) {
    outline.push_str(block.name.as_ref().map_or("?", |name| &name.text));
    outline.push('{');
    for member in &block.members {
        match &member.kind {
            MemberKind::Attribute { name, .. }
            | MemberKind::Parameter { name, .. }
            | MemberKind::Family { name, .. } => {
                outline.push_str(&name.text);
            }
            MemberKind::Claims { claims, .. } => outline.push_str(&format!("claims:{}", claims.len())),
            MemberKind::Switch { switches, .. } => outline.push_str(&format!("switch:{}", switches.len())),
            MemberKind::Speaks(_) => outline.push_str("speaks"),
            MemberKind::Include(_) => outline.push_str("include"),
            MemberKind::Block(block) => outline_block(block, outline),
            MemberKind::Error => outline.push('!'),
        }
        outline.push(' ');
    }
    if outline.ends_with(' ') {
        outline.pop();
    }
    outline.push_str("} ");
}

#[track_caller]
#[expect(clippy::needless_pass_by_value, reason = "reads better at the call")]
fn check(text: &str, expect: Expect) {
    expect.assert_eq(&render(text));
}

#[test]
fn a_declaration_half_typed_is_kept() {
    check(
        r#"zone x"#,
        expect![[r#"
        = x{}
    "#]],
    );
    check(
        r#"zone"#,
        expect![[r#"
        1: Z0105 this `zone` has no name ⟨zone⟩
           help: write a name after it
        = ?{}
    "#]],
    );
    check(
        r#"conduit c"#,
        expect![[r#"
        1: Z0105 expected `between` and the zones or `from` and an end after `c` ⟨c⟩
        = c{}
    "#]],
    );
    check(
        r#"conduit c between a and"#,
        expect![[r#"
            1: Z0105 nothing stands after `and` ⟨and⟩
               help: write what belongs there on the same line, or remove it
            = c{}
        "#]],
    );
    check(
        r#"conduit c from a"#,
        expect![[r#"
        1: Z0105 expected `to` and an end after `a` ⟨a⟩
        = c{}
    "#]],
    );
    check(
        r#"import"#,
        expect![[r#"
        1: Z0105 this `import` has no name ⟨import⟩
           help: write a name after it
        = item
    "#]],
    );
    check(
        r#"relation r(a: zone) ="#,
        expect![[r#"
        1: Z0105 expected an expression after `=` ⟨=⟩
        = item
    "#]],
    );
    check(
        r#"define x"#,
        expect![[r#"
        1: Z0105 expected `:` after `x` ⟨x⟩
        = item
    "#]],
    );
    check(
        r#"define x: bool"#,
        expect![[r#"
        1: Z0105 expected `=` after `bool` ⟨bool⟩
        = item
    "#]],
    );
    check(
        r#"attribute zone"#,
        expect![[r#"
        1: Z0105 expected `.` after `zone` ⟨zone⟩
        = error
    "#]],
    );
    check(
        r#"attribute zone."#,
        expect![[r#"
        1: Z0105 nothing stands after `.` ⟨.⟩
           help: write what belongs there on the same line, or remove it
        = item
    "#]],
    );
    check(
        r#"attribute zone.purpose"#,
        expect![[r#"
        1: Z0105 expected `:` and a type after `purpose` ⟨purpose⟩
        = item
    "#]],
    );
    check(
        r#"enum e"#,
        expect![[r#"
        1: Z0105 expected `{` after `e` ⟨e⟩
        = item
    "#]],
    );
    check(
        r#"requirement SR 1.1"#,
        expect![[r#"
        = requirement(0)
    "#]],
    );
}

#[test]
fn nothing_after_a_word_that_wants_something() {
    check(
        r#"zone a {
  enable
  component plc: x
}"#,
        expect![[r#"
            2: Z0105 nothing stands after `enable` ⟨enable⟩
               help: write what belongs there on the same line, or remove it
            = a{switch:1 plc{} }
        "#]],
    );
    check(
        r#"zone a {
  target:
  component plc: x
  tag: "1"
}"#,
        expect![[r#"
            2: Z0105 nothing stands after `target:` ⟨:⟩
               help: write what belongs there on the same line, or remove it
            = a{target plc{}  tag}
        "#]],
    );
    check(
        r#"zone a {
  target:
}"#,
        expect![[r#"
            2: Z0105 nothing stands after `target:` ⟨:⟩
               help: write what belongs there on the same line, or remove it
            = a{target}
        "#]],
    );
    check(
        r#"zone a {
  component p:
  trust: untrusted
}"#,
        expect![[r#"
            2: Z0105 nothing stands after `p:` ⟨:⟩
               help: write what belongs there on the same line, or remove it
            = a{p{}  trust}
        "#]],
    );
    check(
        r#"zone a {
  provides a, b,
  component x: y
}"#,
        expect![[r#"
            2: Z0105 nothing stands after `,` ⟨,⟩
               help: write what belongs there on the same line, or remove it
            = a{claims:3 x{} }
        "#]],
    );
    check(
        r#"zone a {
  site: x
  provides
  offers
}"#,
        expect![[r#"
            3: Z0105 nothing stands after `provides` ⟨provides⟩
               help: write what belongs there on the same line, or remove it
            4: Z0105 nothing stands after `offers` ⟨offers⟩
               help: write what belongs there on the same line, or remove it
            = a{site claims:1 claims:1}
        "#]],
    );
    check(
        r#"zone a { x: , y: }"#,
        expect![[r#"
            1: Z0105 nothing stands after `x:` ⟨:⟩
               help: write what belongs there on the same line, or remove it
            = a{x ! y}
        "#]],
    );
}

#[test]
fn channels_and_dots_half_typed() {
    check(
        r#"zone a {
  channel s: modbus from a
  channel t: modbus
  channel u from a to b
  tag: x.
  target: SL 2
}"#,
        expect![[r#"
            2: Z0105 expected `to` and an end after `a` ⟨a⟩
            3: Z0105 expected `from` and an end after `modbus` ⟨modbus⟩
            4: Z0105 the channel does not say which protocol it carries ⟨from a to b⟩
               help: write the protocol before the ends: `channel name: modbus_tcp from a to b`
            5: Z0105 nothing stands after `.` ⟨.⟩
               help: write what belongs there on the same line, or remove it
            = a{s{}  t{}  u{}  tag target}
        "#]],
    );
}

#[test]
fn a_misspelt_word_is_taken_for_the_right_one() {
    check(
        r#"zone a {
  compnent plc "x": acme.plc { tag: "1" }
  target = SL 2
  foo bar
  trust: untrusted
}"#,
        expect![[r#"
            2: Z0105 nothing starts with `compnent` ⟨compnent⟩
               help: did you mean `component`?
            3: Z0105 an attribute is stated with a colon, not with `=` ⟨=⟩
               help: write `name: value`
            = a{plc{tag}  ! ! ! trust}
        "#]],
    );
    check(
        r#"zoen a {
  target: SL 2
}"#,
        expect![[r#"
            1: Z0105 nothing starts with `zoen` ⟨zoen⟩
               help: did you mean `zone`?
            = a{target}
        "#]],
    );
}

#[test]
fn an_unclosed_brace_is_found_by_its_layout() {
    check(
        r#"zone a {
  target: SL 2
  component p { tag: "1"
}
zone b { target: SL 1 }"#,
        expect![[r#"
            3: Z0106 this `{` is never closed ⟨{⟩
               help: add the `}` that belongs to it
            = a{target p{tag} } b{target}
        "#]],
    );
    check(
        r#"zone a {
  component p {
    tag: "1"

  component q { x: [1, 2
  }
}
zone b { target: SL 1 }"#,
        expect![[r#"
            2: Z0106 this `{` is never closed ⟨{⟩
               help: add the `}` that belongs to it
            5: Z0106 this `[` is never closed ⟨[⟩
               help: add the `]` that belongs to it
            = a{p{tag}  q{x} } b{target}
        "#]],
    );
    check(
        r#"zone a {
  target: SL 2
zone b { target: SL 1 }"#,
        expect![[r#"
            1: Z0106 this `{` is never closed ⟨{⟩
               help: add the `}` that belongs to it
            = a{target} b{target}
        "#]],
    );
}

#[test]
fn stray_text_is_its_own_chunk() {
    check(
        r#"foo bar baz
zone a {}
junk"#,
        expect![[r#"
            1: Z0105 expected a declaration such as `zone`, found `foo` ⟨foo⟩
            3: Z0105 expected a declaration such as `zone`, found `junk` ⟨junk⟩
            = error a{} error
        "#]],
    );
    check(
        r#"zone a { } }"#,
        expect![[r#"
            1: Z0107 this `}` closes nothing ⟨}⟩
               help: remove the `}`, or add what it should close
            = a{}
        "#]],
    );
}

#[test]
fn bad_tokens_cost_only_themselves() {
    check(
        r#"zone a {
  tag: "abc
  x: 1;
  y: 3phase
  z: größe
}"#,
        expect![[r#"
            2: Z0102 this string does not end on its line ⟨"abc⟩
               help: add the closing `"`
            3: Z0110 there are no semicolons in this language ⟨;⟩
               help: use a comma or a new line
            4: Z0109 `3phase` is neither a number nor a name ⟨3phase⟩
               help: a name does not begin with a digit; in back-quotes it may
            5: Z0101 `größe` has letters beyond a to z, which a name has only in back-quotes ⟨größe⟩
               help: write `` `größe` ``
            = a{tag x y z}
        "#]],
    );
    check(
        r#"zone a { x: "a\qb" y: 99999999999999999999 z: 5 @ k: 1 /* b"#,
        expect![[r#"
        1: Z0106 this `{` is never closed ⟨{⟩
           help: add the `}` that belongs to it
        1: Z0104 `\q` is no escape that a string knows ⟨\q⟩
           help: a string knows `\"`, `\\`, `\n` and `\t`; a backslash is written `\\`
        1: Z0109 the number 99999999999999999999 is too large ⟨99999999999999999999⟩
           help: if it is a tag or a serial number, write it as a string
        1: Z0101 `@` means nothing here ⟨@⟩
        1: Z0111 this comment is never closed ⟨/*⟩
           help: add a `*/`; comments nest, so each `/*` needs its own
        = a{x y z k}
    "#]],
    );
}

#[test]
fn blanks_of_other_programs_are_told_and_read_over() {
    check(
        "zone\u{A0}a {\u{B}\n  target:\u{2003}SL 2\n}\u{A0}\nzone b {}",
        expect![[r#"
            1: Z0101 this blank (U+00A0) is none that the language knows ⟨ ⟩
               help: type an ordinary space instead
            1: Z0101 this blank (U+000B) is none that the language knows ⟨⟩
               help: type an ordinary space instead
            2: Z0101 this blank (U+2003) is none that the language knows ⟨ ⟩
               help: type an ordinary space instead
            3: Z0101 this blank (U+00A0) is none that the language knows ⟨ ⟩
               help: type an ordinary space instead
            = a{target} b{}
        "#]],
    );
}

#[test]
fn requirements() {
    check(
        r#"requirement SR 1.1 "x" in a.B for zone z {
  let x = 
  let y
  base: z.a otherwise "x"
  let z = 5
  RE 1: z.x otherwise
}"#,
        expect![[r#"
            3: Z0105 expected `=` after `y` ⟨y⟩
            5: Z0105 `let z` stands after a clause ⟨let z = 5⟩
               help: move it before the first clause: it holds for all of them; a `let` in a condition goes on with `:`
            6: Z0105 expected a message in quotes after `otherwise` ⟨otherwise⟩
            = requirement(3)
        "#]],
    );
    check(
        r#"requirement SR 1.1 "x" in a.B for zone z {
  base at SL 1:
    every c in z.components c has x
    otherwise "m {c"
  RE 1 "t" at SL 2:
    every c in z.components: c has
    otherwise "m {c.}"
  RE 2: 
  RE 3: z.x and
    otherwise "x"
  RE 4: z.x
}"#,
        expect![[r#"
            3: Z0105 expected `:` or `,`, found `c` ⟨c⟩
            4: Z0106 this `{` of a message is never closed ⟨{⟩
               help: add the `}` after the value; a brace that is meant as such is written `{{`
            6: Z0105 expected the name of a capability after `has` ⟨has⟩
            8: Z0105 expected an expression after `:` ⟨:⟩
            9: Z0105 expected an expression after `and` ⟨and⟩
            11: Z0311 this assertion does not say what is wrong where it fails ⟨z.x⟩
               help: add `otherwise "..."` with a message for each witness
            = requirement(5)
        "#]],
    );
    check(
        r#"requirement for zone z { }"#,
        expect![[r#"
        1: Z0105 expected an identifier such as `SR 1.1`, found `for` ⟨for⟩
        = requirement(0)
    "#]],
    );
    check(
        r#"requirement SR 1.1 "x" in a.B for zone {
  base: x otherwise "y"
}"#,
        expect![[r#"
            1: Z0105 expected a name, found `{` ⟨{⟩
            = requirement(1)
        "#]],
    );
}

#[test]
fn expressions() {
    check(
        r#"define x: bool = every c in {a, b}: c"#,
        expect![[r#"
        1: Z0105 a list stands in brackets, not in braces ⟨{a, b}⟩
           help: write `[a, b]`; braces are `{ x in S where P }` or `{ name: value }`
        = item
    "#]],
    );
    check(
        r#"define x: bool = a < b < c"#,
        expect![[r#"
        1: Z0105 comparisons do not chain ⟨<⟩
           help: compare two things at a time and join the comparisons with `and`
        = item
    "#]],
    );
    check(
        r#"define x: bool = count(c in S where) > 1 or x lacks y"#,
        expect![[r#"
        1: Z0105 expected an expression, found `)` ⟨)⟩
        = item
    "#]],
    );
    check(
        r#"define x: bool = a = b"#,
        expect![[r#"
        1: Z0105 `=` compares nothing ⟨=⟩
           help: equality is written `==`
        = item
    "#]],
    );
    check(
        r#"define x: bool = (a and"#,
        expect![[r#"
            1: Z0106 this `(` is never closed ⟨(⟩
               help: add the `)` that belongs to it
            = item
        "#]],
    );
    check(
        r#"define x: bool = a or or b"#,
        expect![[r#"
        1: Z0105 expected an expression, found `or` ⟨or⟩
        = item
    "#]],
    );
}

#[test]
fn a_missing_quote_does_not_swallow_the_body() {
    check(
        "zone a \"Title {\n  x: 1\n}\nzone `=K1 {\n  y: 1\n}",
        expect![[r#"
        1: Z0102 this string does not end on its line ⟨"Title⟩
           help: add the closing `"`
        4: Z0103 this back-quoted name does not end on its line ⟨`=K1⟩
           help: write the name between two back-quotes: `` `=K1-A2` ``
        = a{x} =K1{y}
    "#]],
    );
}

#[test]
fn what_is_too_deep_is_said_once() {
    check(
        &format!("define x: bool = {}a{}", "(".repeat(70), ")".repeat(70)),
        expect![[r#"
        1: Z0108 brackets are nested more than 64 deep ⟨(⟩
           help: split the declaration, or give the inner parts a name with `define`
        = item
    "#]],
    );
    check(
        &format!("define x: bool = {}a", "not ".repeat(300)),
        expect![[r#"
            1: Z0108 this expression is nested more than 200 deep ⟨not⟩
               help: give its parts names with `let` or `define`
            = item
        "#]],
    );
    check(
        &format!("define x: bool = {}a", "not ".repeat(3000)),
        expect![[r#"
            1: Z0108 this expression is nested more than 200 deep ⟨not⟩
               help: give its parts names with `let` or `define`
            1: Z0105 expected an expression after `not` ⟨not⟩
               note: the rest of this declaration was not read
            = item
        "#]],
    );
}

#[test]
fn values_are_no_calculations() {
    check(
        r#"zone a {
  x: 1 + 2
  y: f(3)
  z: 4
}"#,
        expect![[r#"
            2: Z0105 an attribute takes a value, not a calculation ⟨+⟩
               help: write the value itself; rules calculate, in `define` and `requirement`
            3: Z0105 an attribute takes a value, not a calculation ⟨(⟩
               help: write the value itself; rules calculate, in `define` and `requirement`
            = a{x ! y ! z}
        "#]],
    );
}

#[test]
fn a_comment_does_not_swallow_lines_that_end_as_they_once_did() {
    check(
        "// a\rzone b {\r  target: SL 2\r}\r",
        expect![[r#"
        1: Z0101 a carriage return alone ends no line: what follows is still part of this comment ⟨//⟩
           help: save the file with line ends of Unix or Windows (LF or CRLF)
        = error
    "#]],
    );
    check(
        "// a\r\nzone b { // c\rtarget: SL 2 }\n}",
        expect![[r#"
        2: Z0101 a carriage return alone ends no line: what follows is still part of this comment ⟨//⟩
           help: save the file with line ends of Unix or Windows (LF or CRLF)
        = b{}
    "#]],
    );
}

#[test]
fn members() {
    check(
        r#"zone a {
  "x"
  5: 3
  [x]
  tag: "k"
}"#,
        expect![[r#"
            2: Z0105 expected a member such as `component` or `target:` or `}`, found `"x"` ⟨"x"⟩
            = a{! ! tag}
        "#]],
    );
    check(
        r#"zone a {
  x: 1,
  y: 2
}"#,
        expect![[r#"
            2: Z0105 no comma stands between members ⟨,⟩
               help: remove it: each member begins with its own word
            = a{x ! y}
        "#]],
    );
    check(
        r#"zone a {
  conduit c between a and b
  x: 1
}"#,
        expect![[r#"
            = a{c{}  x}
        "#]],
    );
    check(
        r#"capability c {
  unique: 
  factors: enum { a < b }
  x bool
}"#,
        expect![[r#"
            2: Z0105 nothing stands after `unique:` ⟨:⟩
               help: write what belongs there on the same line, or remove it
            4: Z0105 expected `:` and a type, found `bool` ⟨bool⟩
            = c{unique factors}
        "#]],
    );
    check(
        r#"zone a { x: SL 2 { IAC 3, RDF: 2 } }"#,
        expect![[r#"
        1: Z0105 expected a name, found `IAC 3` ⟨IAC 3⟩
        = a{x}
    "#]],
    );
    check(
        r#"zone a { provides b { x 5, y: 2 }, c }"#,
        expect![[r#"
            1: Z0105 expected `:` and a value, found `5` ⟨5⟩
               help: an attribute is written `x: 5`
            = a{claims:2}
        "#]],
    );
    check(
        r#"zone a {
  x: [a b, c]
  y: 2
}"#,
        expect![[r#"
            2: Z0105 expected `,` or `]`, found `b` ⟨b⟩
            = a{x y}
        "#]],
    );
}

#[test]
fn lines_mean_nothing_in_rules_and_enums() {
    check(
        r#"define d(a: bool): bool =
  every x in b.
    zone where some y in c where unique:
    a: x.
    a
enum e { zone }
attribute zone.scope: enum { component }
requirement X 1 in c.F for zone
  zone { }
test "t" {
  zone z { x: enum_of }
  define d: bool = some x in zones where some y in x.zones where
    x.unique:
    a: b
}"#,
        expect![[r#"
            = item item item requirement(0) test(2, 0)
        "#]],
    );
}

#[test]
fn enums() {
    check(
        r#"enum e { a, b < c, }"#,
        expect![[r#"
        1: Z0105 an enum is either ordered or not ⟨<⟩
           help: put `<` between all of its variants, or a comma between all of them
        = item
    "#]],
    );
    check(
        r#"enum e { a b }"#,
        expect![[r#"
        1: Z0105 expected `,` or `}`, found `b` ⟨b⟩
        = item
    "#]],
    );
}

#[test]
fn tests() {
    check(
        r#"test "x" {
  zone z { }
  expect SR 1.1 met
  foo
  expect SR 1.1 met for z
}"#,
        expect![[r#"
            3: Z0105 expected `for` after `met` ⟨met⟩
            = test(1, 1)
        "#]],
    );
}

#[test]
fn docs_that_belong_to_nothing() {
    check(
        r#"/// dangling"#,
        expect![[r#"
        1: Z0112 this documentation belongs to nothing ⟨/// dangling⟩
           help: move it before the declaration or member it is about, or write `//` for a comment
        = error
    "#]],
    );
    check(
        r#"zone a {
  //! x
  /// dangling
}"#,
        expect![[r#"
            2: Z0112 `//!` documents a file, and this is inside of a declaration ⟨//! x⟩
               help: write `///` to document what follows, or `//` for a comment
            3: Z0112 this documentation belongs to nothing ⟨/// dangling⟩
               help: move it before the declaration or member it is about, or write `//` for a comment
            = a{}
        "#]],
    );
    check(
        r#"/// Docs of a.
zone a {
  /// Docs of x.
  x: 1
}"#,
        expect![[r#"
            = a{x}
        "#]],
    );
}
