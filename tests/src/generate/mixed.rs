//! Random rules that ask for the same capabilities both ways: so that it helps to have them here and harms there.

use std::fmt::Write as _;

use super::rules::Rules;
use super::tape::Tape;

const HELPERS: &str = "\
define as_is(b: bool): bool = b
define reversed(b: bool): bool = not b
define either_way(b: bool, n: int): bool = b == (n > 0)
define most(n: int, of: set of component): bool = count(of) >= n
relation guarded(a: component) = a has alpha or (some b in components: b has beta and guarded(b))
relation bare_one(a: component) = not (a has alpha)
";

/// A set of components of `x`.
fn set(tape: &mut Tape<'_>) -> String {
    match tape.below(5) {
        0 | 1 => "x.components".to_owned(),
        2 => format!("{{ d in x.components where {} }}", has(tape, "d")),
        3 => format!("except(x.components, {{ d in x.components where {} }})", has(tape, "d")),
        _ => "components".to_owned(),
    }
}

fn has(tape: &mut Tape<'_>, name: &str) -> String {
    let asked = ["alpha", "beta", "alpha where unique", "alpha where strength >= fair", "gamma"];
    format!("{name} has {}", tape.pick(&asked))
}

fn number(tape: &mut Tape<'_>) -> String {
    let (set, has) = (set(tape), has(tape, "c"));
    match tape.below(6) {
        0..=2 => format!("count(c in {set} where {has})"),
        3 => format!("sum(c.weight for c in {set} where {has})"),
        4 => format!("{}(c.weight for c in {set} where {has})", tape.pick(&["min", "max"])),
        _ => format!("(if {} then 2 else 1)", truth(tape, 0)),
    }
}

fn truth(tape: &mut Tape<'_>, depth: usize) -> String {
    if depth > 0 {
        let (left, right) = (truth(tape, depth - 1), truth(tape, depth - 1));
        return match tape.below(6) {
            0 | 1 => format!("({left} and {right})"),
            2 => format!("({left} or {right})"),
            3 => format!("({left} == {right})"),
            4 => format!("(not ({left} => {right}))"),
            _ => format!("(if {left} then {right} else {})", truth(tape, 0)),
        };
    }
    match tape.below(9) {
        0..=2 => {
            let operator = *tape.pick(&["==", "!=", "<=", ">"]);
            format!("({} {operator} {})", number(tape), tape.below(4))
        }
        3 => format!("(some c in {}: {})", set(tape), has(tape, "c")),
        4 => format!("(no c in {}: {})", set(tape), has(tape, "c")),
        5 => {
            let helper = *tape.pick(&["as_is(", "reversed("]);
            format!("{helper}some c in {}: {})", set(tape), has(tape, "c"))
        }
        6 => format!("either_way((every c in {}: {}), {})", set(tape), has(tape, "c"), number(tape)),
        7 => format!("(some c in {}: {}(c))", set(tape), tape.pick(&["guarded", "bare_one"])),
        _ => format!("most({}, {})", tape.below(3), set(tape)),
    }
}

/// One requirement of up to three clauses about zones, and one about products.
pub(super) fn rules(tape: &mut Tape<'_>) -> Rules {
    let mut text = format!(
        "catalog house \"House rules\" {{\n  levels: SL\n  family A \"First\"\n  family B \"Second\"\n}}\n{HELPERS}"
    );
    let mut clauses = Vec::new();
    text.push_str("requirement XR 1.1 \"Zones\" in house.A for zone x {\n");
    for number in 0..=tape.below(3) {
        let head = if number == 0 { "base".to_owned() } else { format!("RE {number} \"More\"") };
        clauses.push(if number == 0 { "XR 1.1".to_owned() } else { format!("XR 1.1 RE {number}") });
        let when = if tape.one_in(4) { format!(" when {}", truth(tape, 0)) } else { String::new() };
        let depth = tape.below(3);
        let said = if tape.one_in(3) {
            format!("every c in {}: {} => {}", set(tape), has(tape, "c"), truth(tape, depth))
        } else {
            truth(tape, depth)
        };
        let _ = writeln!(text, "  {head}{when}:\n    {said}\n    otherwise \"{{x}} fails\"");
    }
    text.push_str("}\nrequirement XR 1.2 \"Products\" in house.A for product x {\n  base:\n");
    clauses.push("XR 1.2".to_owned());
    let (one, other) = (has(tape, "x"), has(tape, "x"));
    let joined = format!("({one}) {} ({}({other}))", tape.pick(&["and", "==", "or"]), tape.pick(&["not ", ""]));
    let _ = writeln!(text, "    {joined}\n    otherwise \"{{x}} fails\"\n}}");
    Rules { text, clauses }
}
