//! Random programs that the compiler accepts: a vocabulary, a catalogue whose requirements use every form of expression,
//! products with profiles and certificates, and a site with nested zones, conduits, channels, switches, waivers and
//! countermeasures.
//!
//! Every choice comes from a [`Tape`] of numbers, and the smaller number is the simpler choice: what shrinks the tape
//! shrinks the program.

mod claims;
mod expressions;
mod library;
mod mixed;
mod model;
mod rules;
mod switchable;
mod tape;
mod vocabulary;

pub use switchable::switchable_site;
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
    package(library.text, rules.text, site)
}

/// The same with rules that use capabilities both ways, and with so few zones that every setting of the switches can be
/// tried.
pub fn few_switches(choices: &[u32]) -> Vec<SourceText> {
    let mut tape = Tape::new(choices);
    let vocabulary = Vocabulary::of([OWN_VOCABULARY]);
    let rules = if tape.one_in(4) { rules::rules(&mut tape) } else { mixed::rules(&mut tape) };
    let library = library::library(&mut tape, &vocabulary, "house");
    let site = model::site(&mut tape, &vocabulary, &library, "house", &rules.clauses, 2);
    package(library.text, rules.text, site)
}

fn package(library: String, rules: String, site: String) -> Vec<SourceText> {
    vec![
        ("library.zc".to_owned(), library),
        ("rules.zc".to_owned(), rules),
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
