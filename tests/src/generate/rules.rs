//! Random rule libraries: defines, relations and a catalogue of requirements.

use std::fmt::Write as _;

use super::expressions::{Callable, Type, Writer};
use super::tape::Tape;

/// A generated rule library.
pub(super) struct Rules {
    /// Its text.
    pub text: String,
    /// The ids of its clauses.
    pub clauses: Vec<String>,
}

fn writer<'w, 'c>(tape: &'w mut Tape<'c>, callables: &'w [Callable], variables: &[(&str, Type)]) -> Writer<'w, 'c> {
    let variables = variables.iter().map(|(name, ty)| ((*name).to_owned(), *ty)).collect();
    Writer { tape, variables, callables, myself: None, names: 0 }
}

/// What names nothing is taken out: the whole becomes a constant.
fn settled(text: String, otherwise: &str) -> String {
    if text.contains("NOTHING") { otherwise.to_owned() } else { text }
}

fn relation(tape: &mut Tape<'_>, number: usize, callables: &[Callable]) -> (Callable, String) {
    let kinds = [
        vec![Type::Zone, Type::Zone],
        vec![Type::Zone],
        vec![Type::Component, Type::Component],
        vec![Type::Conduit, Type::Zone],
        vec![Type::Place],
    ];
    let takes = tape.pick(&kinds).clone();
    let name = format!("r{number}");
    let callable = Callable { name: name.clone(), takes: takes.clone(), gives: Type::Bool };
    let names = ["a", "b"];
    let variables: Vec<(&str, Type)> = names.into_iter().zip(takes.iter().copied()).collect();
    let parameters: Vec<String> = variables.iter().map(|(name, ty)| format!("{name}: {}", ty.text())).collect();
    let mut writer = writer(tape, callables, &variables);
    writer.myself = Some(callable.clone());
    let body = match (&*takes, writer.tape.below(4)) {
        ([Type::Zone, Type::Zone], 1) => {
            writer.myself = None;
            let base = settled(writer.expr(Type::Bool, 1, false), "false");
            format!("({base}) or (some m in zones: {name}(a, m) and {name}(m, b))")
        }
        ([Type::Zone, Type::Zone], 2) => {
            format!(
                "(some k in conduits: k carries a to b) or (some k in b.crossings, m in k.zones: k carries m to b and {name}(a, m))"
            )
        }
        ([Type::Zone], 1) => {
            format!("a.trust == untrusted or (some k in a.crossings, m in k.zones where k carries m to a: {name}(m))")
        }
        _ => settled(writer.expr(Type::Bool, 3, true), "false"),
    };
    (callable, format!("relation {name}({}) =\n  {body}\n", parameters.join(", ")))
}

fn define(tape: &mut Tape<'_>, number: usize, callables: &[Callable]) -> (Callable, String) {
    let gives = *tape.pick(&[Type::Bool, Type::Components, Type::Zones, Type::Int, Type::Conduits]);
    let takes = tape
        .pick(&[vec![], vec![Type::Zone], vec![Type::Component], vec![Type::Place], vec![Type::Bool, Type::Zone]])
        .clone();
    let name = format!("d{number}");
    let variables: Vec<(&str, Type)> = ["a", "b"].into_iter().zip(takes.iter().copied()).collect();
    let parameters: Vec<String> = variables.iter().map(|(name, ty)| format!("{name}: {}", ty.text())).collect();
    let parameters = if parameters.is_empty() { String::new() } else { format!("({})", parameters.join(", ")) };
    let body = writer(tape, callables, &variables).expr(gives, 2, false);
    let otherwise = match gives {
        Type::Bool => "true",
        Type::Int => "1",
        Type::Components => "components",
        Type::Zones => "zones",
        _ => "conduits",
    };
    let body = settled(body, otherwise);
    let text = format!("define {name}{parameters}: {} = {body}\n", gives.text());
    (Callable { name, takes, gives }, text)
}

/// Up to three defines, two relations and four requirements with up to three clauses each.
pub(super) fn rules(tape: &mut Tape<'_>) -> Rules {
    let levels = if tape.one_in(8) { "none" } else { "SL" };
    let mut text = format!(
        "catalog house \"House rules\" {{\n  levels: {levels}\n  family A \"First\"\n  family B \"Second\"\n}}\n"
    );
    let mut callables: Vec<Callable> = Vec::new();
    for number in 0..tape.below(5) {
        let (callable, written) =
            if tape.one_in(2) { relation(tape, number, &callables) } else { define(tape, number, &callables) };
        text.push_str(&written);
        callables.push(callable);
    }
    let mut clauses = Vec::new();
    for number in 1..=1 + tape.below(4) {
        let id = format!("XR {}.{number}", 1 + number / 3);
        let subject = *tape.pick(&[Type::Zone, Type::Place, Type::Component, Type::Conduit, Type::Site, Type::Product]);
        let family = *tape.pick(&["A", "B"]);
        let _ = writeln!(text, "requirement {id} \"Rule {number}\" in house.{family} for {} x {{", subject.text());
        let mut variables = vec![("x", subject)];
        if tape.one_in(3) {
            let value = settled(writer(tape, &callables, &variables).expr(Type::Components, 2, false), "components");
            let _ = writeln!(text, "  let chosen = {value}");
            variables.push(("chosen", Type::Components));
        }
        for clause in 0..=tape.below(3) {
            let mut head = if clause == 0 { "base".to_owned() } else { format!("RE {clause} \"More\"") };
            clauses.push(if clause == 0 { id.clone() } else { format!("{id} RE {clause}") });
            if tape.one_in(5) {
                head.push_str(" should");
            }
            if levels == "SL" && !tape.one_in(6) {
                let _ = write!(head, " at SL {}", 1 + tape.below(4));
            }
            if tape.one_in(3) {
                let when = settled(writer(tape, &callables, &variables).expr(Type::Bool, 1, false), "true");
                let _ = write!(head, " when {when}");
            }
            let _ = writeln!(text, "  {head}:");
            for _ in 0..=usize::from(tape.one_in(4)) {
                let assertion = settled(assertion(tape, &callables, &variables), "true");
                let _ = writeln!(text, "    {assertion}\n    otherwise \"{{x}} fails\"");
            }
        }
        text.push_str("}\n");
    }
    Rules { text, clauses }
}

/// Half of all assertions have an outermost `every` or `no`, bare or below a `let` or `=>`.
fn assertion(tape: &mut Tape<'_>, callables: &[Callable], variables: &[(&str, Type)]) -> String {
    let mut writer = writer(tape, callables, variables);
    match writer.tape.below(7) {
        // What most rules look like.
        6 if matches!(variables.first(), Some((_, Type::Zone | Type::Place | Type::Conduit))) => {
            writer.variables.push(("c".to_owned(), Type::Component));
            let body = writer.expr(Type::Bool, 0, false);
            format!("every c in x.components: {body}")
        }
        0..=2 => writer.quantifier(&["every", "no"], 2, false),
        3 => {
            let left = writer.expr(Type::Bool, 0, false);
            format!("{left} => {}", writer.quantifier(&["every", "no"], 2, false))
        }
        4 => {
            let value = writer.expr(Type::Zones, 1, false);
            writer.variables.push(("near".to_owned(), Type::Zones));
            format!("let near = {value}: {}", writer.quantifier(&["every", "no"], 2, false))
        }
        _ => writer.expr(Type::Bool, 3, false),
    }
}
