//! What findings advise can be done as it is printed, and helps.

use proptest::prelude::*;
use zcc_tests::database::SourceText;
use zcc_tests::files::{below, repository};
use zcc_tests::generate::{program, standard_site, switchable_site};
use zcc_tests::remedies::{Followed, follow};

/// An example with the library that it may stand on.
fn example(name: &str) -> Vec<SourceText> {
    let folder = repository().join("examples");
    let mut files = Vec::new();
    for (package, root) in [(name, "root"), ("acme_controllers", "acme_controllers")] {
        for ending in [".zc", "zcc.toml"] {
            for (path, text) in below(&folder.join(package), ending).unwrap_or_default() {
                let path = path.strip_prefix(folder.join(package)).expect("it is below").to_string_lossy().into_owned();
                files.push((format!("{root}/{path}"), text));
            }
        }
    }
    files
}

#[test]
fn the_advice_for_the_examples_compiles_and_mends() {
    let mut all = 0;
    for name in ["riverside", "water-treatment", "grfics", "acme_controllers"] {
        let followed = follow(&example(name), zcc_std::FILES).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(followed.with_nothing, 0, "{name}: {followed:?}");
        all += followed.with_lines;
    }
    assert!(all > 20, "{all}");
}

fn choices() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(0..60_u32, 0..1_500)
}

fn cases(bounded: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(bounded);
    let failure_persistence = proptest::test_runner::FileFailurePersistence::WithSource("regressions");
    ProptestConfig {
        cases,
        max_shrink_iters: 300,
        failure_persistence: Some(Box::new(failure_persistence)),
        ..ProptestConfig::default()
    }
}

fn is_good_advice(files: &[SourceText], standard: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let shown = || {
        let shown = files.iter().filter(|(path, _)| path != "vocabulary.zc");
        shown.fold(String::new(), |all, (path, text)| all + "//- " + path + "\n" + text)
    };
    follow(files, standard).map(|_| ()).map_err(|error| TestCaseError::fail(format!("{error}\n{}", shown())))
}

proptest! {
    #![proptest_config(cases(40))]

    #[test]
    fn the_advice_for_random_switches_compiles_and_mends(choices in choices()) {
        is_good_advice(&switchable_site(&choices), &[])?;
    }

    #[test]
    fn the_advice_for_random_programs_compiles_and_mends(choices in choices()) {
        is_good_advice(&program(&choices), &[])?;
    }
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn the_advice_for_random_sites_compiles_and_mends(choices in choices()) {
        is_good_advice(&standard_site(&choices), zcc_std::FILES)?;
    }
}

#[test]
fn random_switches_take_every_kind_of_advice() {
    let mut all = Followed::default();
    let mut seed = 1_u64;
    for _ in 0..20 {
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as u32 % 60
        };
        let choices: Vec<u32> = (0..300).map(|_| next()).collect();
        let one = follow(&switchable_site(&choices), &[]).unwrap_or_else(|error| panic!("{error}"));
        all.with_lines += one.with_lines;
        all.missing += one.missing;
        all.with_nothing += one.with_nothing;
        all.taken_out += one.taken_out;
        all.partners += one.partners;
    }
    assert!(all.missing > 0 && all.taken_out > 20 && all.partners > 20, "{all:?}");
    assert!(all.with_lines > 20 * all.with_nothing, "{all:?}");
}
