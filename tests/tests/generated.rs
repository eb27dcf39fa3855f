//! Properties of programs that are made up at random.
//!
//! `PROPTEST_CASES` sets how many programs each property is tried on.

use proptest::prelude::*;
use zcc_base::Severity;
use zcc_tests::database::{AS_OF, Database, SourceText};
use zcc_tests::generate::{program, standard_site};
use zcc_tests::reference::{Model, Rules, assess};
use zcc_tests::report::{difference, lines};

/// A tape of choices, long enough for a program of a few hundred lines.
fn choices() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(0..60_u32, 0..1_500)
}

fn cases(bounded: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(bounded);
    ProptestConfig { cases, max_shrink_iters: 3_000, ..ProptestConfig::default() }
}

fn show(files: &[SourceText]) -> String {
    files.iter().filter(|(path, _)| path != "vocabulary.zc").map(|(path, text)| format!("//- {path}\n{text}")).collect()
}

fn errors(db: &Database) -> Vec<String> {
    let told = db.diagnostics();
    let errors = told.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| format!("{} {} {:?}", one.code, one.message, db.point(one.primary.place))).collect()
}

fn agree(files: &[SourceText], standard: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let db = Database::plain(files, standard);
    let errors = errors(&db);
    prop_assert!(errors.is_empty(), "the program does not compile: {}\n{}", errors.join("\n"), show(files));
    let own = files.iter().map(|(_, text)| &**text);
    let rules = Rules::read(standard.iter().map(|(_, text)| *text), own);
    let model = Model::new(&rules.model, i64::from(AS_OF));
    let expected = assess(&rules, &model);
    let found = lines(&db, zcc_eval::assess(&db));
    let difference = difference(&expected, &found);
    prop_assert!(difference.is_empty(), "{}\n{}", difference.join("\n"), show(files));
    Ok(())
}

proptest! {
    #![proptest_config(cases(150))]
    #[test]
    fn the_engine_agrees_with_the_reference(choices in choices()) {
        agree(&program(&choices), &[])?;
    }
}

proptest! {
    #![proptest_config(cases(6))]
    #[test]
    fn the_engine_agrees_with_the_reference_on_the_standard_catalogue(choices in choices()) {
        agree(&standard_site(&choices), zcc_std::FILES)?;
    }
}
