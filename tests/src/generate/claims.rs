//! Claims of capabilities, and what the site can do with them.

use std::collections::BTreeMap;

use super::tape::Tape;
use super::vocabulary::{ValueType, Vocabulary};

/// What a block claims of one capability.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stance {
    /// `provides`
    Provides,
    /// `offers`, with the parameters that it leaves open.
    Offers(Vec<String>),
    /// `offers … with`
    OffersWith,
    /// `lacks`
    Lacks,
}

/// What a block claims, by capability.
pub(super) type Stances = BTreeMap<String, Vec<Stance>>;

fn fields(parameters: &[(String, ValueType)], tape: &mut Tape<'_>, conditions: bool) -> (String, Vec<String>) {
    let (mut said, mut open) = (Vec::new(), Vec::new());
    for (name, ty) in parameters {
        if tape.one_in(2) {
            said.push(format!("{name}: {}", ty.value(tape)));
        } else {
            open.push(name.clone());
        }
    }
    if conditions && tape.one_in(6) {
        said.push(tape.pick(&["since: \"2.0\"", "until: \"2.0\"", "since: \"1.5\", until: \"3\""]).to_string());
    }
    if conditions && tape.one_in(8) {
        let evidence = [
            "evidence: \"Manual\"",
            "evidence: { document: \"M\", valid_until: 2025-06-30 }",
            "evidence: { document: \"M\", valid_until: 2026-01-15 }",
        ];
        said.push((*tape.pick(&evidence)).to_owned());
    }
    if tape.one_in(8) {
        said.push("because: \"So it is.\"".to_owned());
    }
    (if said.is_empty() { String::new() } else { format!(" {{ {} }}", said.join(", ")) }, open)
}

/// Some claims as members of a block. `kinds` says which words may stand: 1 `provides`, 2 also `offers`, 3 also `lacks`.
pub(super) fn claims(
    tape: &mut Tape<'_>,
    vocabulary: &Vocabulary,
    kinds: usize,
    conditions: bool,
    chance: usize,
    out: &mut Vec<String>,
) -> Stances {
    let mut stances = Stances::new();
    for (name, parameters) in &vocabulary.capabilities {
        if !tape.one_in(chance) {
            continue;
        }
        if kinds == 3 && tape.one_in(4) {
            out.push(format!("lacks {name}"));
            stances.insert(name.clone(), vec![Stance::Lacks]);
            continue;
        }
        for _ in 0..=usize::from(tape.one_in(4)) {
            let (said, open) = fields(parameters, tape, conditions);
            let stance = if kinds > 1 && tape.one_in(2) {
                if conditions && tape.one_in(5) {
                    let needs = &tape.pick(&vocabulary.capabilities).0;
                    out.push(format!("offers {name}{said} with {needs}"));
                    Stance::OffersWith
                } else {
                    out.push(format!("offers {name}{said}"));
                    Stance::Offers(open)
                }
            } else {
                out.push(format!("provides {name}{said}"));
                Stance::Provides
            };
            stances.entry(name.clone()).or_default().push(stance);
        }
    }
    stances
}

/// Some switches over what a thing is said to offer and provide.
pub(super) fn switches(
    tape: &mut Tape<'_>,
    vocabulary: &Vocabulary,
    stances: &Stances,
    partners: &[String],
    out: &mut Vec<String>,
) {
    let all = tape.one_in(3);
    if all {
        out.push("enable all".to_owned());
    }
    for (name, stances) in stances {
        let offers = stances.iter().find_map(|stance| match stance {
            Stance::Offers(open) => Some(open),
            _ => None,
        });
        match tape.below(4) {
            0 => {}
            1 if stances.iter().any(|stance| *stance != Stance::Lacks) => out.push(format!("disable {name}")),
            2 if stances.contains(&Stance::OffersWith) && !partners.is_empty() => {
                out.push(format!("enable {name} with {}", tape.pick(partners)));
            }
            _ => {
                let Some(open) = offers else { continue };
                let parameters = vocabulary.capabilities.iter().find(|(known, _)| known == name);
                let open = parameters.into_iter().flat_map(|(_, all)| all).filter(|(name, _)| open.contains(name));
                let open: Vec<&(String, ValueType)> = open.collect();
                let fixed: Vec<String> =
                    tape.some(&open, 3).into_iter().map(|(name, ty)| format!("{name}: {}", ty.value(tape))).collect();
                let fixed = if fixed.is_empty() { String::new() } else { format!(" {{ {} }}", fixed.join(", ")) };
                out.push(format!("enable {name}{fixed}"));
            }
        }
    }
}
