//! What callers must know of defines and relations.

use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic};
use zcc_db::{Db, Item, parsed};
use zcc_syntax::ast::{self, ItemKind};

use super::type_name;
use super::written_types::lower_type;
use crate::expr::Type;
use crate::ids::FunctionId;
use crate::names::{Scope, name_range, tables};
use crate::program::Parameter;

/// How many parameters a define or relation may have.
const MAX_PARAMETERS: usize = 64;

/// What a caller must know of a define or relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Its name.
    pub name: SmolStr,
    /// Whether it is a relation.
    pub relation: bool,
    /// Its parameters.
    pub parameters: Box<[Parameter]>,
    /// What it gives; `bool` for a relation.
    pub returns: Type,
}

/// The declaration of a define or relation.
pub(crate) fn function_item(db: &dyn Db, id: FunctionId) -> Item<'_> {
    tables(db).functions.entries()[id.index()].item(db)
}

/// What a caller must know of a define or relation.
pub fn signature(db: &dyn Db, id: FunctionId) -> &Arc<Signature> {
    signature_value(db, function_item(db, id))
}

/// A signature and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoweredSignature {
    signature: Arc<Signature>,
    /// What is wrong with it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
pub(crate) fn signature_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Signature> {
    signature_lowered(db, item).signature.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn signature_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> LoweredSignature {
    let scope = Scope::of(db, item);
    let mut told = Vec::new();
    let mut signature =
        Signature { name: item.name(db).clone(), relation: false, parameters: Box::default(), returns: Type::Error };
    let parsed = parsed(db, item);
    if let ItemKind::Function(function) = &parsed.item.kind {
        signature.relation = function.relation;
        signature.parameters = parameters(db, &scope, function, &mut told);
        signature.returns = match &function.returns {
            Some(written) if !function.relation => lower_type(db, &scope, written, &mut |_| None, &mut told),
            Some(written) => {
                told.push(
                    Diagnostic::new(
                        Code::MISPLACED_FORM,
                        scope.place(written.range),
                        "a relation always gives a truth value",
                    )
                    .help("leave the type out, or make it a `define`"),
                );
                Type::Bool
            }
            None if function.relation => Type::Bool,
            None => {
                if parsed.diagnostics.is_empty() {
                    let message = format!("the define `{}` does not say what it gives", signature.name);
                    told.push(
                        Diagnostic::new(Code::MISSING_PART, scope.place(name_range(&parsed.item)), message)
                            .help("write its type before the `=`, as in `define f(c: component): bool = …`"),
                    );
                }
                Type::Error
            }
        };
    }
    LoweredSignature { signature: Arc::new(signature), diagnostics: told }
}

fn parameters(
    db: &dyn Db,
    scope: &Scope<'_>,
    function: &ast::Function,
    told: &mut Vec<Diagnostic>,
) -> Box<[Parameter]> {
    let mut found: Vec<Parameter> = Vec::new();
    for parameter in function.parameters.iter().flatten() {
        if found.len() == MAX_PARAMETERS {
            let message = format!("a define or relation has at most {MAX_PARAMETERS} parameters");
            let place = scope.place(parameter.name.range);
            told.push(Diagnostic::new(Code::TOO_MANY, place, message).help("split it"));
            break;
        }
        let mut ty = lower_type(db, scope, &parameter.ty, &mut |_| None, told);
        let place = scope.place(parameter.name.range);
        if found.iter().any(|known| known.name == parameter.name.text) {
            let message = format!("the parameter `{}` is declared twice", parameter.name.text);
            told.push(Diagnostic::new(Code::DUPLICATE_NAME, place, message).help("give one of them another name"));
        }
        let listable = matches!(
            ty,
            Type::Error | Type::Entity(_) | Type::Enum(_) | Type::Bool | Type::SecurityLevel | Type::MaturityLevel
        );
        if function.relation && !listable {
            let message = format!("a relation cannot hold for every {}: they cannot be listed", type_name(db, &ty));
            told.push(
                Diagnostic::new(Code::BAD_TYPE, scope.place(parameter.ty.range), message)
                    .help("a relation holds between things of the model, or variants of enums"),
            );
            ty = Type::Error;
        }
        found.push(Parameter { name: parameter.name.text.clone(), ty });
    }
    found.into_boxed_slice()
}
