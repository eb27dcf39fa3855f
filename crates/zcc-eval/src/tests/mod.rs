//! What rules mean, shown by `test` blocks of the language itself and by whole assessments.

mod incremental;
mod levels;
mod relations;

use crate::testing::TestDb;

#[test]
fn the_semantics_hold() {
    let db = TestDb::new(&[], include_str!("semantics.zc"));
    assert_eq!(db.errors().join("\n"), "");
    assert_eq!(db.run_tests(), "");
}

#[test]
fn capable_means_one_setting_of_the_switches() {
    let db = TestDb::new(&[], include_str!("capable.zc"));
    assert_eq!(db.errors().join("\n"), "");
    assert_eq!(db.run_tests(), "");
}

#[test]
fn looking_for_a_setting_comes_to_an_end() {
    use std::fmt::Write as _;

    // Half of forty, by weights of which no choice comes to the sum: every setting would have to be tried.
    let mut text = String::from(
        "capability cap\nattribute component.weight: int\ncatalog k \"K\" { levels: none  family F \"F\" }\nsite s { assess: [k] }\n\
         requirement SR 1.1 \"r\" in k.F for zone z { base: sum(c.weight for c in z.components where c has cap) == 41 otherwise \"x\" }\n\
         zone z {\n",
    );
    for at in 0..40 {
        let _ = writeln!(text, "component c{at} {{ kind: host_device  weight: 2  offers cap }}");
    }
    text.push_str("}\n");
    let db = TestDb::new(&[], &text);
    assert_eq!(db.errors().join("\n"), "");
    let assessment = crate::assess(&db);
    let judgement = assessment.subjects().next().map(|subject| subject.catalogs[0].judgements[0]);
    assert_eq!(judgement.and_then(crate::Judgement::capable), Some(crate::Verdict::Unproven));
}

#[test]
fn the_standard_library_keeps_its_word() {
    let files: Vec<(&str, &str)> = zcc_std::TEST_FILES.iter().map(|(path, text)| (*path, *text)).collect();
    if files.is_empty() {
        return;
    }
    let db = TestDb::of_files(zcc_std::FILES, &files);
    assert_eq!(db.errors().join("\n"), "");
    assert_eq!(db.run_tests(), "");
}

#[test]
fn long_chains_of_defines_come_to_an_end() {
    use std::fmt::Write as _;

    let mut text = String::from(
        "capability cap\ncatalog k \"K\" { levels: none  family F \"F\" }\nsite s { assess: [k] }\nzone z { component c { kind: host_device  provides cap } }\ndefine d0(c: component): bool = c has cap\n",
    );
    for at in 1..2_000 {
        let _ = writeln!(text, "define d{at}(c: component): bool = d{}(c)", at - 1);
    }
    text.push_str("requirement SR 1.1 \"r\" in k.F for zone z {\n  base: every c in z.components: d100(c) otherwise \"x\"\n  RE 1: every c in z.components: d1999(c) otherwise \"x\"\n}\n");
    let run = move || {
        let db = TestDb::new(&[], &text);
        let assessment = crate::assess(&db);
        let zone = assessment.subjects().next().map(|subject| subject.catalogs[0].judgements.to_vec());
        let found: Vec<_> = zone.unwrap_or_default().iter().map(|judgement| judgement.achieved()).collect();
        assert_eq!(found, [Some(crate::Verdict::Met), Some(crate::Verdict::Unproven)]);
    };
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(run);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}
