//! Zones, pages, lenses and runs of tests.

use expect_test::expect;

use crate::target::FileRange;
use crate::testing::host;

const RULES: &str = r#"
capability user_authentication "User authentication" { unique: bool }
catalog small "A small catalogue" { levels: SL  family IAC "Identification" }
/// Who acts must be known.
///
/// Asks: each component has user_authentication.
///
/// Remedy: enable it.
requirement SR 1.1 "Identification" in small.IAC for zone z {
  base at SL 1: every c in z.components: c has user_authentication otherwise "{c} cannot tell its users apart"
}
"#;

const SITE: &str = r#"site s { assess: [small] }
product plc { offers user_authentication }
zone a "A" { target: SL 1  component c: plc  component d { lacks user_authentication }  component e }
zone b { target: SL 1  component c: plc { enable user_authentication } }
conduit k between a and b
"#;

#[test]
fn a_finding_is_explained_on_a_page() {
    let analysis = host(&[("rules.zc", RULES), ("site.zc", SITE)]).analysis();
    let zones = analysis.zones();
    let finding = &zones.iter().find(|zone| zone.id == "a").expect("there is a zone").findings[0];
    let linking = |at: FileRange| {
        let line = analysis.line_index(at.file).line_column(at.range.start).line + 1;
        let path = analysis.files().path(at.file)?.display().to_string();
        Some((format!("{path}:{line}"), format!("file://{path}#L{line}")))
    };
    let page = analysis.explain_finding(&finding.fingerprint[..8], &linking).expect("it is there");
    assert_eq!(page.title, "SR 1.1 for a");
    expect![[r##"
        # SR 1.1: Identification

        **unmet (not capable)** for zone [`a`](file:///site/site.zc#L3)

        *A small catalogue · IAC, Identification · from SL 1*

        > Who acts must be known.

        **Asks:** each component has user_authentication.

        ## Why

        - ✗ every c in a.components: c has user_authentication
          - ✗ c = a.c — [/site/site.zc:3](file:///site/site.zc#L3)
            - ✗ a.c has user_authentication — [/site/site.zc:3](file:///site/site.zc#L3)
              - ✗ user_authentication is offered, but not enabled — [/site/site.zc:2](file:///site/site.zc#L2)
          - ✗ c = a.d — [/site/site.zc:3](file:///site/site.zc#L3)
            - ✗ a.d has user_authentication — [/site/site.zc:3](file:///site/site.zc#L3)
              - ✗ a.d is said to lack user_authentication — [/site/site.zc:3](file:///site/site.zc#L3)
          - ? c = a.e — [/site/site.zc:3](file:///site/site.zc#L3)
            - ? a.e has user_authentication — [/site/site.zc:3](file:///site/site.zc#L3)
              - ? nothing is stated about user_authentication of a.e

        ## What falls short

        - [`a.c`](file:///site/site.zc#L3): a.c cannot tell its users apart (not enabled)
        - [`a.d`](file:///site/site.zc#L3): a.d cannot tell its users apart (not capable)
        - [`a.e`](file:///site/site.zc#L3): perhaps a.e cannot tell its users apart (unproven)

        ## What would mend it

        - write `enable user_authentication` in a.c
        - enable it.

        ## The rule

        [/site/rules.zc:10](file:///site/rules.zc#L10)

        ```zc
        base at SL 1: every c in z.components: c has user_authentication otherwise "{c} cannot tell its users apart"
        ```

        Finding `d6f063d8`

    "##]]
    .assert_eq(&page.markdown);
    assert_eq!(analysis.explain_finding("0000000000000000", &linking), None);
    assert_eq!(analysis.explain_finding("", &linking), None);
}

#[test]
fn zones_are_told_with_levels_findings_and_components() {
    let analysis = host(&[("rules.zc", RULES), ("site.zc", SITE)]).analysis();
    let mut out = String::new();
    for zone in analysis.zones() {
        out.push_str(&format!("{} {} joins {:?} short", zone.kind, zone.id, zone.joins));
        for family in zone.levels.iter().flat_map(|(_, families)| families).filter(|family| family.is_short) {
            out.push_str(&format!(" {}", family.name));
        }
        out.push('\n');
        for finding in &zone.findings {
            out.push_str(&format!("  {} {} [{}]\n", finding.clause, finding.message, finding.gap));
        }
        for component in &zone.components {
            out.push_str(&format!("  component {}: {:?}\n", component.name, component.product));
        }
    }
    expect![[r#"
        zone a joins [] short IAC
          SR 1.1 a.d cannot tell its users apart (and 2 more) [not capable]
          component c: Some("plc")
          component d: None
          component e: None
        zone b joins [] short
          component c: Some("plc")
        conduit k joins ["a", "b"] short
    "#]]
    .assert_eq(&out);
}

#[test]
fn findings_are_counted_above_what_has_any() {
    let analysis = host(&[("rules.zc", RULES), ("site.zc", SITE)]).analysis();
    let file = analysis.files().at(std::path::Path::new("/site/site.zc")).expect("it is there");
    let lenses = analysis.findings_lenses(file);
    let told: Vec<_> = lenses.iter().map(|lens| (lens.subject.as_str(), lens.unmet, lens.unproven)).collect();
    assert_eq!(told, [("a", 1, 0)]);
    assert_eq!(lenses[0].first, analysis.zones()[0].findings[0].fingerprint);
}

#[test]
fn what_is_declared_for_others_is_named() {
    let analysis = host(&[("rules.zc", RULES), ("site.zc", SITE)]).analysis();
    let names = |path: &str| -> Vec<String> {
        let file = analysis.files().at(std::path::Path::new(path)).expect("it is there");
        let names = analysis.declared_names(file).into_iter();
        names.map(|range| analysis.text(file)[range.to_usize()].to_owned()).collect()
    };
    assert_eq!(names("/site/rules.zc"), ["user_authentication", "SR 1.1"]);
    assert_eq!(names("/site/site.zc"), ["plc"]);
}

#[test]
fn tests_are_run_by_their_titles() {
    let text = r#"test "passes" {
  site s { assess: [small] }
  zone a { component c { kind: host_device provides user_authentication } }
  expect SR 1.1 met for a
}
test "fails" {
  site s { assess: [small] }
  zone a { component c { kind: host_device provides user_authentication } component d { kind: host_device lacks user_authentication } }
  expect SR 1.1 met for a
  expect SR 1.1 unmet for a because c
}
test "broken" { zone a { target: nothing } }
"#;
    let analysis = host(&[("rules.zc", RULES), ("small_test.zc", text)]).analysis();
    let file = analysis.files().at(std::path::Path::new("/site/small_test.zc")).expect("it is there");
    let mut out = String::new();
    for test in analysis.tests(file) {
        let result = analysis.run_test(file, &test.name).expect("it is there");
        out.push_str(&format!("{} {}: {}\n", test.at.range.start, result.passed, result.message));
    }
    expect![[r#"
        0 true: `passes` passed: 1 expectation came true
        149 false: `fails` failed:
        SR 1.1 is unmet for a because a.d; met was expected
        SR 1.1 is unmet for a as expected, but because a.d, not because a.c
        395 false: `broken` does not compile: expected a security level, found a name
    "#]]
    .assert_eq(&out);
    assert_eq!(analysis.run_test(file, "another"), None);
}

#[test]
fn a_verdict_that_changes_changes_the_digest_and_only_its_file() {
    let mut host = host(&[("rules.zc", RULES), ("site.zc", SITE)]);
    let path = std::path::Path::new("/site/site.zc");
    let told = |host: &crate::AnalysisHost| {
        let analysis = host.analysis();
        analysis.assess();
        let file = analysis.files().at(path).expect("it is there");
        (analysis.verdicts_digest(), analysis.findings(file).len())
    };
    let before = told(&host);
    assert_eq!(before.1, 1);
    host.set_text(path, &format!("// moved\n{SITE}"));
    host.settle();
    assert_eq!(told(&host), before);
    host.set_text(path, &SITE.replace("lacks", "provides"));
    host.settle();
    assert_ne!(told(&host), before);
}
