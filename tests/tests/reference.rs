//! The reference evaluator agrees with what the tests of the standard library expect.

use zcc_tests::database::AS_OF;
use zcc_tests::reference::{Rules, run_tests};

#[test]
fn every_expectation_of_the_standard_library_holds_in_the_reference() {
    let texts = zcc_std::FILES.iter().chain(zcc_std::TEST_FILES).map(|(_, text)| *text);
    let rules = Rules::read(texts, []);
    let (count, missed) = run_tests(&rules, i64::from(AS_OF));
    assert!(count >= 700, "only {count} expectations were found");
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}
