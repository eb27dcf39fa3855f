//! Each fix, applied and compiled again.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use expect_test::{Expect, expect};
use zcc_base::TextRange;

use super::action::Edit;
use crate::testing::host;
use crate::{Analysis, FileRange};

fn applied(analysis: &Analysis, files: &[(&str, &str)], edits: &[Edit]) -> Vec<(String, String)> {
    let path = |file| analysis.files().path(file).unwrap().strip_prefix("/site").unwrap().to_str().unwrap().to_owned();
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.target.range.start, edit.target.range.end)));
    let mut texts: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    for edit in edits {
        let (_, text) = texts.iter_mut().find(|(known, _)| *known == path(edit.target.file)).unwrap();
        text.replace_range(edit.target.range.to_usize(), &edit.text);
    }
    texts
}

fn problems(files: &[(String, String)]) -> Vec<String> {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let analysis = host(&files).analysis();
    let all = analysis.package_files().to_vec();
    all.iter().flat_map(|file| analysis.problems(*file)).map(|told| format!("{} {}", told.code, told.message)).collect()
}

/// Applies the fix whose title begins so to the only problem of this code; it is gone then, and nothing new came.
fn fixes_in(files: &[(&str, &str)], code: &str, title: &str, expected: &Expect) {
    let analysis = host(files).analysis();
    let file = analysis.files().at(Path::new(&format!("/site/{}", files[0].0))).unwrap();
    let whole = FileRange { file, range: TextRange::new(0, analysis.text(file).len() as u32) };
    let actions = analysis.fixes(whole);
    let found =
        actions.iter().find(|action| action.problem.code.to_string() == code && action.title.starts_with(title));
    let titles: Vec<String> =
        actions.iter().map(|action| format!("{} {}", action.problem.code, action.title)).collect();
    let Some(action) = found else { panic!("{titles:?}, {:?}", analysis.problems(file)) };
    let before: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let known = problems(&before);
    let texts = applied(&analysis, files, &action.edits);
    expected.assert_eq(&format!("{}\n", texts[0].1));
    let left = problems(&texts);
    let own = format!("{} {}", action.problem.code, action.problem.message);
    assert!(!left.contains(&own), "{own} is still there");
    assert!(left.iter().all(|told| known.contains(told)), "{left:?} came, of {known:?}");
}

fn fix(text: &str, code: &str, title: &str, expected: &Expect) {
    fixes_in(&[("site.zc", text)], code, title, expected);
}

const HEAD: &str = "site s { assess: [part_3_3] }\n";

#[test]
fn misspelt_names_are_mended() {
    fix(
        &format!("{HEAD}zone z {{\n  target: SL 1\n  component c {{ kind: host_devise }}\n}}"),
        "Z0207",
        "write",
        &expect![[r#"
            site s { assess: [part_3_3] }
            zone z {
              target: SL 1
              component c { kind: host_device }
            }
        "#]],
    );
}

#[test]
fn missing_attributes_are_added() {
    fix(
        "site s {}\nzone z {\n  component c\n}",
        "Z0514",
        "add `kind: embedded_device`",
        &expect![[r#"
        site s {}
        zone z {
          component c {
            kind: embedded_device
          }
        }
    "#]],
    );
    fix(
        "product p \"A product\" {}",
        "Z0514",
        "say that it is `network_device`",
        &expect![[r#"
        product p "A product": network_device {}
    "#]],
    );
    fix(
        &format!("{HEAD}zone z {{\n  component c {{ kind: host_device }}\n}}"),
        "Z0511",
        "add `target: SL 2`",
        &expect![[r#"
            site s { assess: [part_3_3] }
            zone z {
              target: SL 2
              component c { kind: host_device }
            }
        "#]],
    );
    fix(
        &format!(
            "{HEAD}zone z {{ target: SL 1 component c {{ kind: host_device }} }}\nwaiver w {{\n  accepts: SR 1.1\n}}"
        ),
        "Z0601",
        "add what",
        &expect![[r#"
            site s { assess: [part_3_3] }
            zone z { target: SL 1 component c { kind: host_device } }
            waiver w {
              accepts: SR 1.1
              for: z
              until: 2028-01-01
              because: "why this can be borne"
              approved_by: "who decided"
            }
        "#]],
    );
    fix(
        "product p: host_device {}\nprofile q { provides audit_log }\ncertificate c {}",
        "Z0416",
        "add what",
        &expect![[r#"
            product p: host_device {}
            profile q { provides audit_log }
            certificate c {
              for: p
              scheme: "the scheme that it was issued under"
              number: "its number"
              profile: q
              valid_until: 2028-01-01
            }
        "#]],
    );
    fix(
        "zone z { target: SL 1 component c { kind: host_device } }",
        "Z0520",
        "add a site",
        &expect![[r#"
        site site {
          assess: [part_3_3]
        }

        zone z { target: SL 1 component c { kind: host_device } }
    "#]],
    );
    fix(
        "catalog c \"C\" {\n  family F \"f\"\n}",
        "Z0312",
        "add `levels: SL`",
        &expect![[r#"
        catalog c "C" {
          levels: SL
          family F "f"
        }
    "#]],
    );
}

#[test]
fn what_a_path_names_is_created() {
    let text = "site s {}\nzone a { component c { kind: host_device } }\nconduit k between a and office { boundary f { kind: network_device } }";
    fix(
        text,
        "Z0517",
        "create zone",
        &expect![[r#"
            site s {}
            zone a { component c { kind: host_device } }

            zone office {
              target: SL 1

              component device {
                kind: host_device
              }
            }

            conduit k between a and office { boundary f { kind: network_device } }
        "#]],
    );
    let text = "site s {}\nzone a {\n  component c { kind: host_device }\n  channel x: https from c to plc\n}";
    fix(
        text,
        "Z0517",
        "create component",
        &expect![[r#"
        site s {}
        zone a {
          component c { kind: host_device }
          channel x: https from c to plc

          component plc {
            kind: host_device
          }
        }
    "#]],
    );
    let text = "site s {}\nzone a {\n  component c: pump_control\n}";
    fix(
        text,
        "Z0521",
        "create product",
        &expect![[r#"
        site s {}
        zone a {
          component c: pump_control
        }

        product pump_control: embedded_device {
          supplier: "…"
        }
    "#]],
    );
}

#[test]
fn packages_are_imported() {
    let library = ("lib/zcc.toml", "[package]\nname = \"acme_parts\"\n");
    let product = ("lib/p.zc", "product plc \"A controller\": embedded_device {}");
    let manifest = ("zcc.toml", "[package]\nname = \"site\"\n[dependencies]\nacme_parts = { path = \"lib\" }\n");
    let text = "//! Zones.\n\nsite s {}\nzone z { component c: plc }";
    fixes_in(
        &[("site.zc", text), library, product, manifest],
        "Z0521",
        "import",
        &expect![[r#"
        //! Zones.

        import acme_parts

        site s {}
        zone z { component c: acme_parts.plc }
    "#]],
    );
    let text = "site s {}\nzone z { component c: acme_parts.plc }";
    fixes_in(
        &[("site.zc", text), library, product, manifest],
        "Z0521",
        "import",
        &expect![[r#"
        import acme_parts

        site s {}
        zone z { component c: acme_parts.plc }
    "#]],
    );
}

#[test]
fn what_is_not_used_or_stands_twice_is_removed() {
    fix(
        "site s {}\nzone z {\n  component c {\n    kind: host_device\n    kind: host_device\n  }\n}",
        "Z0516",
        "remove",
        &expect![[r#"
            site s {}
            zone z {
              component c {
                kind: host_device
              }
            }
        "#]],
    );
    fix(
        "site s {}\nzone z { component c { kind: host_device } }\nzone z { component c { kind: host_device } }",
        "Z0202",
        "remove",
        &expect![[r#"
            site s {}
            zone z { component c { kind: host_device } }

        "#]],
    );
    fix(
        "product p: host_device { offers session_lock, audit_log }\nsite s {}\nzone z {\n  component c: p {\n    enable session_lock, audit_log\n    enable session_lock\n  }\n}",
        "Z0417",
        "remove",
        &expect![[r#"
            product p: host_device { offers session_lock, audit_log }
            site s {}
            zone z {
              component c: p {
                enable session_lock, audit_log
              }
            }
        "#]],
    );
    fix(
        "site s {}\nzone z {\n  component c {\n    kind: host_device\n    disable session_lock\n  }\n}",
        "Z0411",
        "remove",
        &expect![[r#"
            site s {}
            zone z {
              component c {
                kind: host_device
              }
            }
        "#]],
    );
    fix(
        "define f(z: zone, a: zone): bool = z.trust == trusted\ndefine g: bool = some z in zones: f(z, z)",
        "Z0210",
        "write `_a`",
        &expect![[r#"
            define f(z: zone, _a: zone): bool = z.trust == trusted
            define g: bool = some z in zones: f(z, z)
        "#]],
    );
}

#[test]
fn all_is_mended_and_imports_are_sorted() {
    let library = |name: &'static str| {
        (format!("{name}/zcc.toml"), format!("[package]\nname = \"{name}\"\n"), format!("{name}/p.zc"))
    };
    let (one, other) = (library("b_parts"), library("a_parts"));
    let manifest = "[package]\nname = \"site\"\n[dependencies]\na_parts = { path = \"a_parts\" }\nb_parts = { path = \"b_parts\" }\n";
    let product = "product plc: embedded_device {}";
    let text =
        "import b_parts\nimport a_parts as a\n\nsite s {}\nzone z { component c: a.plc component d: b_parts.plc }";
    let mut files = vec![("site.zc", text), ("zcc.toml", manifest)];
    for (path, manifest, source) in [&one, &other] {
        files.push((path, manifest));
        files.push((source, product));
    }
    let analysis = host(&files).analysis();
    let file = analysis.files().at(Path::new("/site/site.zc")).unwrap();
    let texts = applied(&analysis, &files, &analysis.organize_imports(file));
    expect![[r#"
        import a_parts as a
        import b_parts

        site s {}
        zone z { component c: a.plc component d: b_parts.plc }"#]]
    .assert_eq(&texts[0].1);
    assert!(analysis.fix_all(file).is_empty());
    let unused = text.replace("b_parts.plc", "a.plc");
    files[0].1 = &unused;
    let analysis = host(&files).analysis();
    let file = analysis.files().at(Path::new("/site/site.zc")).unwrap();
    let texts = applied(&analysis, &files, &analysis.organize_imports(file));
    expect![[r#"
        import a_parts as a

        site s {}
        zone z { component c: a.plc component d: a.plc }"#]]
    .assert_eq(&texts[0].1);
    let texts = applied(&analysis, &files, &analysis.fix_all(file));
    expect![[r#"
        import a_parts as a

        site s {}
        zone z { component c: a.plc component d: a.plc }"#]]
    .assert_eq(&texts[0].1);
}
