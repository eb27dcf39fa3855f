//! The engine and the reference evaluator agree on programs that are made from the input.
#![no_main]

use libfuzzer_sys::fuzz_target;
use zcc_base::Severity;
use zcc_eval::assess;
use zcc_tests::database::{AS_OF, Database};
use zcc_tests::generate::program;
use zcc_tests::reference::{self, Model, Rules};
use zcc_tests::report::{difference, lines};

fuzz_target!(|bytes: &[u8]| {
    let choices: Vec<u32> = bytes.iter().map(|byte| u32::from(*byte)).collect();
    let files = program(&choices);
    let db = Database::plain(&files, &[]);
    assert!(db.diagnostics().iter().all(|one| one.severity != Severity::Error), "the program does not compile");
    let rules = Rules::read([], files.iter().map(|(_, text)| &**text));
    let model = Model::new(&rules.model, i64::from(AS_OF));
    let difference = difference(&reference::assess(&rules, &model), &lines(&db, assess(&db)));
    assert!(difference.is_empty(), "{}", difference.join("\n"));
});
