//! Profiles, products and certificates.

use std::fmt::Write as _;

use super::claims::{Stances, claims};
use super::tape::Tape;
use super::vocabulary::Vocabulary;

/// A product that components can be.
#[derive(Clone, Debug)]
pub(super) struct Product {
    /// Its name.
    pub name: String,
    /// What its nearest claims of each capability are.
    pub stances: Stances,
}

/// A generated capability library.
#[derive(Clone, Debug)]
pub(super) struct Library {
    /// Its text.
    pub text: String,
    /// Its products.
    pub products: Vec<Product>,
    /// Protocols of its own and of the vocabulary.
    pub protocols: Vec<String>,
}

/// How likely a capability is claimed: about four in a block.
pub(super) fn chance(vocabulary: &Vocabulary) -> usize {
    (vocabulary.capabilities.len() / 5).max(2)
}

/// Up to two profiles, a protocol, up to three products and a certificate.
pub(super) fn library(tape: &mut Tape<'_>, vocabulary: &Vocabulary, catalog: &str) -> Library {
    let chance = chance(vocabulary);
    let mut text = String::new();
    let mut profiles: Vec<(String, Stances)> = Vec::new();
    for number in 0..tape.below(3) {
        let mut members = Vec::new();
        let mut stances = claims(tape, vocabulary, 2, true, chance, &mut members);
        if let Some((inner, theirs)) = profiles.first().filter(|_| tape.one_in(2)) {
            members.push(format!("include {inner}"));
            for (name, stance) in theirs {
                stances.entry(name.clone()).or_insert_with(|| stance.clone());
            }
        }
        let name = format!("profile_{number}");
        block(&mut text, &format!("profile {name} \"Profile {number}\""), &members);
        profiles.push((name, stances));
    }
    let mut members = Vec::new();
    claims(tape, vocabulary, 3, false, chance, &mut members);
    vocabulary.attributes_of("channel", tape, &mut members);
    block(&mut text, "protocol own_protocol", &members);
    let mut protocols = vec!["own_protocol".to_owned()];
    protocols.extend(vocabulary.protocols.iter().cloned());
    let mut products = Vec::new();
    for number in 0..=tape.below(3) {
        let name = format!("product_{number}");
        let mut members = Vec::new();
        vocabulary.attributes_of("component", tape, &mut members);
        let mut stances = claims(tape, vocabulary, 3, true, chance, &mut members);
        if let Some((profile, theirs)) = profiles.last().filter(|_| tape.one_in(2)) {
            members.push(format!("include {profile}"));
            for (name, stance) in theirs {
                stances.entry(name.clone()).or_insert_with(|| stance.clone());
            }
        }
        if tape.one_in(3) {
            let lacking = &tape.pick(&vocabulary.capabilities).0;
            members.push(format!("speaks {} {{ lacks {lacking} }}", tape.pick(&protocols)));
        }
        if tape.one_in(4) {
            members.push(format!("assess: [{catalog}]"));
            members.push(format!("target: SL {}", tape.below(5)));
        }
        if tape.one_in(2) {
            members.push("supplier: \"ACME\"".to_owned());
        }
        let kinds = ["embedded_device", "host_device", "network_device, software_application"];
        block(&mut text, &format!("product {name} \"Product {number}\": {}", tape.pick(&kinds)), &members);
        products.push(Product { name, stances });
    }
    if let Some((profile, _)) = profiles.first().filter(|_| tape.one_in(2)) {
        let mut members: Vec<String> = ["scheme: \"S\"", "number: \"1\""].map(str::to_owned).to_vec();
        members.push(format!("for: {}", tape.pick(&products).name));
        members.push(format!("profile: {profile}"));
        members.push(format!("valid_until: {}", tape.pick(&["2027-01-01", "2026-01-15", "2026-01-14"])));
        if tape.one_in(3) {
            members.push(format!("valid_from: {}", tape.pick(&["2025-01-01", "2026-01-14"])));
        }
        if tape.one_in(3) {
            members.push("versions: \">= 2.0, < 4\"".to_owned());
        }
        block(&mut text, "certificate paper", &members);
    }
    Library { text, products, protocols }
}

/// Writes a block with a member on each line.
pub(super) fn block(out: &mut String, head: &str, members: &[String]) {
    let _ = writeln!(out, "{head} {{");
    for line in members.iter().flat_map(|member| member.lines()) {
        let _ = writeln!(out, "  {line}");
    }
    out.push_str("}\n");
}
