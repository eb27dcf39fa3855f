//! The attributes that a block states.

use rustc_hash::FxHashMap;
use zcc_base::{Code, Diagnostic, meant};
use zcc_syntax::ast::{Expr, Member, MemberKind, Name};

use super::context::Context;
use crate::expr::{AttributeRef, Builtin};
use crate::ids::EntityKind;
use crate::value::Value;

/// The attributes of a block, by name, each once.
pub(crate) struct Written<'t> {
    attributes: Vec<(&'t Name, &'t Expr)>,
}

impl<'t> Written<'t> {
    /// Gathers them; one given twice is told and the first kept.
    pub(crate) fn of(context: &mut Context<'_>, members: &'t [Member]) -> Self {
        let mut attributes: Vec<(&'t Name, &'t Expr)> = Vec::new();
        let mut positions: FxHashMap<&'t str, usize> = FxHashMap::default();
        for member in members {
            let MemberKind::Attribute { name, value } = &member.kind else { continue };
            match earlier(&attributes, &mut positions, &name.text) {
                None => attributes.push((name, value)),
                Some(at) => {
                    let earlier = attributes[at].0;
                    let told = Diagnostic::new(
                        Code::ATTRIBUTE_TWICE,
                        context.place(name.range),
                        format!("`{}` is given twice", name.text),
                    )
                    .secondary(context.place(earlier.range), "first given here")
                    .help("keep one of them; a list takes several values: `[a, b]`");
                    context.tell(told);
                }
            }
        }
        Self { attributes }
    }

    /// Takes out the attribute of this name.
    pub(crate) fn take(&mut self, name: &str) -> Option<(&'t Name, &'t Expr)> {
        let at = self.attributes.iter().position(|(written, _)| written.text == name)?;
        Some(self.attributes.remove(at))
    }

    /// The value of this attribute as written.
    pub(crate) fn get(&self, name: &str) -> Option<&'t Expr> {
        self.attributes.iter().find(|(written, _)| written.text == name).map(|(_, value)| *value)
    }

    /// Lowers what is left as attributes of `kind`; sorted.
    pub(crate) fn rest(self, context: &mut Context<'_>, kind: EntityKind, from: &str) -> Vec<(AttributeRef, Value)> {
        let mut found: Vec<(AttributeRef, Value)> = Vec::with_capacity(self.attributes.len());
        for (name, value) in self.attributes {
            let Some(attribute) = context.attribute(kind, name) else { continue };
            if let AttributeRef::Builtin(builtin) = attribute.attribute
                && !can_be_stated(builtin)
            {
                context.say(
                    Code::UNKNOWN_ATTRIBUTE,
                    name.range,
                    format!("`{}` of a {} follows from the model and cannot be stated", name.text, kind.word()),
                    match builtin {
                        Builtin::Title => "write the title after the name, in quotes",
                        Builtin::Product => "write the product after the name: `component plc: acme.plc_500`",
                        Builtin::Speaks => "write `speaks opc_ua` without a colon",
                        _ => "take this line out",
                    },
                );
                continue;
            }
            if let Some(value) = context.value(value, &attribute.ty, from) {
                found.push((attribute.attribute, value));
            }
        }
        found.sort_by_key(|(attribute, _)| *attribute);
        found
    }

    /// Tells of all that is left that `owner` has no such attribute; `known` are those that it has.
    pub(crate) fn refuse_rest(self, context: &mut Context<'_>, owner: &str, known: &[&str]) {
        for (name, _) in self.attributes {
            let place = context.place(name.range);
            let told =
                Diagnostic::new(Code::UNKNOWN_ATTRIBUTE, place, format!("a {owner} has no attribute `{}`", name.text));
            let near = meant(&name.text, known.iter().copied());
            context.tell(told.help(format!("a {owner} has {}", known.join(", "))).did_you_mean(place, &near));
        }
    }
}

/// The position of an attribute of this name; a map of `positions` is made where there are many.
fn earlier<'t>(
    attributes: &[(&'t Name, &'t Expr)],
    positions: &mut FxHashMap<&'t str, usize>,
    name: &'t str,
) -> Option<usize> {
    const FEW: usize = 16;
    if attributes.len() < FEW {
        return attributes.iter().position(|(earlier, _)| earlier.text == name);
    }
    if positions.len() < attributes.len() {
        let from = positions.len();
        positions.extend(attributes.iter().enumerate().skip(from).map(|(at, (name, _))| (name.text.as_str(), at)));
    }
    positions.get(name).copied()
}

/// Whether one of the language's own attributes is stated, and does not follow from the model.
pub const fn can_be_stated(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Target
            | Builtin::Trust
            | Builtin::Network
            | Builtin::Kind
            | Builtin::Firmware
            | Builtin::Address
            | Builtin::Supplier
    )
}
