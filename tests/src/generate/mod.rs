//! Random programs that the compiler accepts: a vocabulary, a catalogue whose requirements use every form of expression,
//! products with profiles and certificates, and a site with nested zones, conduits, channels, switches, waivers and
//! countermeasures.
//!
//! Every choice comes from a [`Tape`] of numbers, and the smaller number is the simpler choice: what shrinks the tape
//! shrinks the program.

mod claims;
mod expressions;
mod library;
mod model;
mod rules;
mod tape;
mod vocabulary;

pub use tape::Tape;
pub use vocabulary::{OWN_VOCABULARY, Vocabulary};

use crate::database::SourceText;

/// A package with rules of its own, on an empty standard library.
pub fn program(choices: &[u32]) -> Vec<SourceText> {
    let mut tape = Tape::new(choices);
    let vocabulary = Vocabulary::of([OWN_VOCABULARY]);
    let rules = rules::rules(&mut tape);
    let library = library::library(&mut tape, &vocabulary, "house");
    let clauses = rules.clauses.clone();
    let site = model::site(&mut tape, &vocabulary, &library, "house", &clauses, 8);
    vec![
        ("library.zc".to_owned(), library.text),
        ("rules.zc".to_owned(), rules.text),
        ("site.zc".to_owned(), site),
        ("vocabulary.zc".to_owned(), OWN_VOCABULARY.to_owned()),
    ]
}

/// A package of products and a site, judged by the standard library's catalogue.
pub fn standard_site(choices: &[u32]) -> Vec<SourceText> {
    let mut tape = Tape::new(choices);
    let vocabulary = Vocabulary::of(zcc_std::FILES.iter().map(|(_, text)| *text));
    let library = library::library(&mut tape, &vocabulary, "part_3_3");
    let clauses: Vec<String> = vocabulary.clauses.clone();
    let site = model::site(&mut tape, &vocabulary, &library, "part_3_3", &clauses, 12);
    vec![("library.zc".to_owned(), library.text), ("site.zc".to_owned(), site)]
}
