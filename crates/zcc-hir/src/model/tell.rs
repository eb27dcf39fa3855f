//! What is wrong with layers of claims and with switches, in words.

use zcc_base::{Code, Diagnostic, TextRange};
use zcc_syntax::ast::ClaimKind;

use super::claims::LayerProblem;
use super::context::Context;
use super::switches::{SwitchModel, SwitchProblem, SwitchProblemKind};
use crate::facts::Origin;

/// How a claim of this kind reads in a sentence: `plc_500` "provides it".
const fn says(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Provides => "provided",
        ClaimKind::Offers => "offered",
        ClaimKind::Lacks => "said to be lacking",
    }
}

/// Tells what laying claims over others brought to light. `place` finds claims again.
pub(crate) fn tell_layers(
    context: &mut Context<'_>,
    problems: &[LayerProblem],
    fallback: TextRange,
    place: &dyn Fn(Origin) -> Option<zcc_base::Place>,
) {
    for problem in problems {
        let told = match problem {
            LayerProblem::Hides { by, hidden, hidden_kind, capability } => {
                let name = context.capability_name(*capability);
                let at = place(*by).unwrap_or_else(|| context.place(fallback));
                let mut told = Diagnostic::new(
                    Code::HIDDEN_CLAIM,
                    at,
                    format!("what is said here of `{name}` hides all that is said of it farther out"),
                )
                .help("the nearest that mentions a capability decides all of it; take this claim out to let the other stand");
                if let Some(hidden) = place(*hidden) {
                    told = told.secondary(hidden, format!("{} here, which no longer counts", says(*hidden_kind)));
                }
                told
            }
            LayerProblem::Contradicts { has, lacks, capability } => {
                let name = context.capability_name(*capability);
                let at = place(*lacks).unwrap_or_else(|| context.place(fallback));
                let mut told = Diagnostic::new(
                    Code::CONTRADICTING_CLAIMS,
                    at,
                    format!("`{name}` is said to be there and to be lacking"),
                )
                .label("lacking here")
                .help("keep the one that is true; `since` and `until` say for which firmware a claim is");
                if let Some(has) = place(*has) {
                    told = told.secondary(has, "there, according to this");
                }
                told
            }
        };
        context.tell(told);
    }
}

/// Tells what is wrong with switches. `owner` is what they are set on, for the messages.
pub(crate) fn tell_switches(
    context: &mut Context<'_>,
    problems: &[SwitchProblem],
    switches: &[SwitchModel],
    ranges: &[TextRange],
    owner: &str,
    place: &dyn Fn(Origin) -> Option<zcc_base::Place>,
) {
    for problem in problems {
        let Some(range) = ranges.get(problem.switch as usize) else { continue };
        let at = context.place(*range);
        let capability = switches.get(problem.switch as usize).and_then(|switch| switch.capability);
        let name = capability.map_or("all", |id| context.capability_name(id));
        let secondary = |told: Diagnostic, origin: &Origin, text: String| match place(*origin) {
            Some(at) => told.secondary(at, text),
            None => told,
        };
        let told = match &problem.kind {
            SwitchProblemKind::NotOffered(said) => {
                let told =
                    Diagnostic::new(Code::NOT_OFFERED, at, format!("`{name}` is not offered, so it cannot be enabled"));
                match said {
                    Some((ClaimKind::Provides, origin)) => {
                        secondary(told, origin, "provided here: on without being enabled".to_owned())
                            .help("take this out: what is provided is on")
                    }
                    Some((kind, origin)) => secondary(told, origin, format!("{} here", says(*kind)))
                        .help(format!("take this out, or say where `{owner}` gets it: `provides {name}`")),
                    None => told.help(format!(
                        "nothing is said of `{name}` for `{owner}`; ask the supplier, then state it with `offers` or `provides`"
                    )),
                }
            }
            SwitchProblemKind::Contradicts(origin) => secondary(
                Diagnostic::new(
                    Code::CONTRADICTING_SWITCH,
                    at,
                    format!("`{name}` is offered, but not as it is to be enabled here"),
                ),
                origin,
                "offered like this".to_owned(),
            )
            .help("enable it as it is offered"),
            SwitchProblemKind::NeedsPartner(needs, origin) => {
                let needs = context.capability_name(*needs);
                secondary(
                    Diagnostic::new(
                        Code::NEEDS_PARTNER,
                        at,
                        format!("`{name}` works only with a component that has `{needs}`"),
                    ),
                    origin,
                    "offered with a partner".to_owned(),
                )
                .help(format!("name the component: `enable {name} with …`"))
            }
            SwitchProblemKind::TakesNoPartner(origin) => secondary(
                Diagnostic::new(Code::NO_PARTNER, at, format!("`{name}` is offered on its own, without a partner")),
                origin,
                "offered here".to_owned(),
            )
            .help(format!("write `enable {name}` without `with`")),
            SwitchProblemKind::NothingToDisable => Diagnostic::new(
                Code::NOTHING_TO_DISABLE,
                at,
                format!("`{owner}` has no `{name}` that could be disabled"),
            )
            .help("take this out; what is not there is not had"),
            SwitchProblemKind::Both(other) => {
                let told =
                    Diagnostic::new(Code::ENABLED_AND_DISABLED, at, format!("`{name}` is both enabled and disabled"))
                        .help("keep the one that is true; `enable all` with `disable` beside it is fine");
                match ranges.get(*other as usize) {
                    Some(other) => {
                        let other = context.place(*other);
                        told.secondary(other, "disabled here")
                    }
                    None => told,
                }
            }
            SwitchProblemKind::Overridden(other) => {
                let told = Diagnostic::new(
                    Code::ENABLED_TWICE,
                    at,
                    format!("`{name}` is enabled twice, and what is said here of it does not count"),
                )
                .help("keep one line that says all there is to say");
                match ranges.get(*other as usize) {
                    Some(other) => {
                        let other = context.place(*other);
                        told.secondary(other, "enabled here already")
                    }
                    None => told,
                }
            }
            SwitchProblemKind::LeavesOff(left) => {
                let names: Vec<String> = left.iter().map(|id| format!("`{}`", context.capability_name(*id))).collect();
                Diagnostic::new(
                    Code::LEFT_OFF,
                    at,
                    format!("`enable all` leaves off {}, which needs a partner", names.join(", ")),
                )
                .help(format!("name the component that it works with: `enable {} with …`", names[0].trim_matches('`')))
            }
        };
        context.tell(told);
    }
}
