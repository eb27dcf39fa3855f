//! Renames, and that they keep meaning.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use rustc_hash::{FxHashMap, FxHashSet};
use zcc_base::Place;
use zcc_db::File;

use super::*;
use crate::names::{NameUse, Role};
use crate::testing::{at_cursor, at_cursor_in, example};

/// The text after a rename, or why there is none.
#[track_caller]
fn check(text: &str, to: &str, expected: &Expect) {
    let (analysis, position) = at_cursor(text);
    expected.assert_eq(&renamed(&analysis, position, to));
}

fn renamed(analysis: &Analysis, position: FilePosition, to: &str) -> String {
    match analysis.rename(position, to) {
        Err(Refusal(why)) => why,
        Ok(edits) => {
            let mut told = String::new();
            for file in analysis.package_files() {
                let edited = apply(analysis.text(*file), edits.iter().filter(|edit| edit.target.file == *file));
                told.push_str(&edited);
            }
            told
        }
    }
}

fn apply<'e>(text: &str, edits: impl Iterator<Item = &'e Replacement>) -> String {
    let mut made = String::new();
    let mut last = 0;
    for edit in edits {
        let range = edit.target.range.to_usize();
        made.push_str(&text[last..range.start]);
        made.push_str(&edit.text);
        last = range.end;
    }
    made.push_str(&text[last..]);
    made
}

#[test]
fn a_component_is_renamed_with_all_paths_to_it() {
    check(
        "zone a { component x$0 { kind: host_device } component y { kind: host_device } channel c: https from x to y }\nzone b { component x { kind: host_device } }\nconduit k between a and b { channel d: https from a.x to b.x }",
        "pump",
        &expect![[r#"
            zone a { component pump { kind: host_device } component y { kind: host_device } channel c: https from pump to y }
            zone b { component x { kind: host_device } }
            conduit k between a and b { channel d: https from a.pump to b.x }"#]],
    );
}

#[test]
fn a_name_that_is_none_by_itself_takes_back_quotes() {
    check(
        "zone a { component x { kind: host_device } }\nzone b {}\nconduit k between a$0 and b {}",
        "=K1-A2",
        &expect![[r#"
            zone `=K1-A2` { component x { kind: host_device } }
            zone b {}
            conduit k between `=K1-A2` and b {}"#]],
    );
    check(
        "zone a {}\nzone b {}\nconduit k between a$0 and b {}",
        "zone",
        &expect![[r#"
        zone `zone` {}
        zone b {}
        conduit k between `zone` and b {}"#]],
    );
}

#[test]
fn what_would_clash_is_refused() {
    check(
        "zone a { component x$0 { kind: host_device } component y { kind: host_device } }",
        "y",
        &expect!["`y` is something in `a` already"],
    );
    check("zone a$0 {}\nzone b {}", "b", &expect!["`b` is something in the site already"]);
    check("zone a$0 {}", "", &expect!["a name has at least one letter"]);
    check("zone a$0 {}", "b`c", &expect!["a name cannot hold '`'"]);
    check(
        "define f(z$0: zone, y: zone): bool = z == y",
        "y",
        &expect!["`y` means something else already where this name is used"],
    );
    check(
        "define f$0(z: zone): bool = z == z\ndefine g(z: zone): bool = f(z)",
        "g",
        &expect!["`g` is a define or relation already"],
    );
    check("define f$0(z: zone): bool = z == z", "count", &expect!["`count` is a word of the language itself already"]);
    check(
        "capability c$0 {}",
        "user_authentication",
        &expect!["`user_authentication` is a capability of the standard library already"],
    );
    check("attribute zone.a$0: bool", "trust", &expect!["`trust` is something that a zone has already"]);
    check("enum e { a$0, b }", "b", &expect!["`b` is another variant of the enum already"]);
}

#[test]
fn a_nearer_name_is_not_let_take_over() {
    check(
        "zone a { component x$0 { kind: host_device } zone n { component y { kind: host_device } component z { kind: host_device enable session_lock with x } } }",
        "y",
        &expect!["`y` means something else already where this name is used"],
    );
}

#[test]
fn what_others_declare_is_theirs_to_name() {
    check(
        "zone a { provides user_authentication$0 }",
        "other",
        &expect!["`user_authentication` is declared in the standard library, which cannot be edited"],
    );
    check("zone a { target$0: SL 2 }", "other", &expect!["`target` is a word of the language itself"]);
    let (analysis, position) = at_cursor_in(&[
        ("zcc.toml", "[package]\nname = \"plant\"\n\n[dependencies]\nacme = { path = \"acme\" }\n"),
        ("site.zc", "import acme\nzone a { component c: acme.plc$0 }"),
        ("acme/zcc.toml", "[package]\nname = \"acme\"\n"),
        ("acme/products.zc", "product plc: host_device { target: SL 1 }"),
    ]);
    expect!["`plc` is declared in the package `acme`: rename it there"]
        .assert_eq(&renamed(&analysis, position, "other"));
}

#[test]
fn an_import_takes_an_alias() {
    let files = |text| {
        [
            ("zcc.toml", "[package]\nname = \"plant\"\n\n[dependencies]\nacme = { path = \"acme\" }\n"),
            ("site.zc", text),
            ("acme/zcc.toml", "[package]\nname = \"acme\"\n"),
            ("acme/products.zc", "product plc: host_device { target: SL 1 }"),
        ]
    };
    let (analysis, position) = at_cursor_in(&files("import acme\nzone a { component c: ac$0me.plc }"));
    expect![[r#"
        import acme as other
        zone a { component c: other.plc }"#]]
    .assert_eq(&renamed(&analysis, position, "other"));
    let (analysis, position) = at_cursor_in(&files("import acme as $0one\nzone a { component c: one.plc }"));
    expect![[r#"
        import acme as other
        zone a { component c: other.plc }"#]]
    .assert_eq(&renamed(&analysis, position, "other"));
}

#[test]
fn enhancements_follow_their_requirement() {
    check(
        "catalog own { levels: SL family AA }\nrequirement $0OR 1.1 in own.AA for zone z { base: z == z otherwise \"\" RE 1: z == z otherwise \"\" }\ntest { zone a {} expect OR 1.1 met for a expect OR 1.1 RE 1 met for a }",
        "OR 1.2",
        &expect![[r#"
            catalog own { levels: SL family AA }
            requirement OR 1.2 in own.AA for zone z { base: z == z otherwise "" RE 1: z == z otherwise "" }
            test { zone a {} expect OR 1.2 met for a expect OR 1.2 RE 1 met for a }"#]],
    );
}

#[test]
fn a_variable_is_renamed_in_messages_too() {
    check(
        "catalog own { levels: SL family AA }\nrequirement OR 1.1 in own.AA for zone z { base: every c$0 in z.components: c.zone == z otherwise \"{c.name} is {z.name}\" }",
        "device",
        &expect![[r#"
            catalog own { levels: SL family AA }
            requirement OR 1.1 in own.AA for zone z { base: every device in z.components: device.zone == z otherwise "{device.name} is {z.name}" }"#]],
    );
}

// Renaming keeps meaning: over the examples, with names that take quotes and names that do not.

/// What each name of the package means, told by where that is declared: file, and which of its names it is.
fn meanings(analysis: &Analysis) -> Vec<(Role, Option<(File, usize)>)> {
    let mut found = Vec::new();
    let mut ordinals: FxHashMap<File, BTreeMap<u32, usize>> = FxHashMap::default();
    let mut names_of = |file: File| -> BTreeMap<u32, usize> {
        let made = || analysis.names(file).iter().enumerate().map(|(at, one)| (one.range.start, at)).collect();
        ordinals.entry(file).or_insert_with(made).clone()
    };
    for file in analysis.package_files() {
        for one in analysis.names(*file) {
            let home = declaration(&analysis.db, one.symbol).map(|place: Place| {
                let at = analysis.locate(place);
                let ordinals = names_of(at.file);
                (at.file, ordinals.get(&at.range.start).copied().unwrap_or(usize::MAX))
            });
            found.push((one.role, home));
        }
    }
    found
}

fn codes(analysis: &Analysis) -> Vec<(File, zcc_base::Code)> {
    let mut found = Vec::new();
    for file in analysis.package_files() {
        found.extend(analysis.problems(*file).into_iter().map(|told| (*file, told.code)));
    }
    found.sort_by_key(|(file, code)| (analysis.files().path(*file).map(Path::to_path_buf), *code));
    found
}

fn renames_keep_meaning(name: &str) {
    let mut host = example(name);
    let before = host.analysis();
    let (meant, told) = (meanings(&before), codes(&before));
    assert!(meant.len() > 100, "{name} has names");
    let mut seen = FxHashSet::default();
    let mut declared: Vec<(PathBuf, NameUse)> = Vec::new();
    for file in before.package_files() {
        let path = before.files().path(*file).expect("it has a path").to_path_buf();
        for one in before.names(*file) {
            if one.role == Role::Declaration && !matches!(one.symbol, Symbol::Alias(_)) && seen.insert(one.symbol) {
                declared.push((path.clone(), one));
            }
        }
    }
    drop(before);
    let step = declared.len().div_ceil(24).max(1);
    let mut changed = 0;
    for (at, (path, one)) in declared.into_iter().enumerate().filter(|(at, _)| at % step == 0) {
        let to = match (one.symbol, (at / step) % 2) {
            (Symbol::Requirement(_), _) => "ZZ 9.9",
            (_, 0) => "renamed_thing",
            _ => "=R 1",
        };
        let analysis = host.analysis();
        let file = analysis.files().at(&path).expect("the file is there");
        let position = FilePosition { file, offset: one.range.start };
        let edits = match analysis.rename(position, to) {
            Ok(edits) => edits,
            Err(Refusal(why)) => {
                assert!(matches!(one.symbol, Symbol::Clause(_)), "{:?}: {why}", one.symbol);
                continue;
            }
        };
        assert!(!edits.is_empty());
        let mut texts: Vec<(PathBuf, String, String)> = Vec::new();
        for file in analysis.package_files() {
            let here: Vec<_> = edits.iter().filter(|edit| edit.target.file == *file).collect();
            if !here.is_empty() {
                let old = analysis.text(*file).to_string();
                let path = analysis.files().path(*file).expect("it has a path").to_path_buf();
                let new = apply(&old, here.into_iter());
                texts.push((path, old, new));
            }
        }
        drop(analysis);
        for (path, _, new) in &texts {
            assert!(host.set_text(path, new));
        }
        host.settle();
        let after = host.analysis();
        let context = || texts.iter().map(|(_, _, new)| new.as_str()).collect::<String>();
        assert_eq!(codes(&after), told, "renaming {:?} in {}: {}", one.symbol, path.display(), context());
        assert_eq!(meanings(&after).len(), meant.len());
        assert!(meanings(&after) == meant, "renaming {:?} in {} changes a meaning", one.symbol, path.display());
        drop(after);
        for (path, old, _) in &texts {
            assert!(host.set_text(path, old));
        }
        host.settle();
        changed += 1;
    }
    assert!(changed > 10, "{name}: {changed} renames were tried");
}

#[test]
fn renames_in_a_site_keep_meaning() {
    renames_keep_meaning("water-treatment");
}

#[test]
fn renames_in_a_library_keep_meaning() {
    renames_keep_meaning("acme_controllers");
}
