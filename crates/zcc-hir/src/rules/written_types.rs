//! What a written type means.

use zcc_base::{Code, Diagnostic, nearest};
use zcc_db::Db;
use zcc_syntax::ast::{EnumBody, TypeExpr, TypeKind};

use super::type_words::{type_of_word, type_words};
use crate::expr::Type;
use crate::ids::{EntityKinds, EnumId};
use crate::names::{Definition, Scope, Sort, resolve};

/// The type that is written. `anonymous` gives the enum that is written out in place its number, or says that none may
/// stand here.
pub(crate) fn lower_type(
    db: &dyn Db,
    scope: &Scope<'_>,
    written: &TypeExpr,
    anonymous: &mut dyn FnMut(&EnumBody) -> Option<EnumId>,
    told: &mut Vec<Diagnostic>,
) -> Type {
    match &written.kind {
        TypeKind::Error => Type::Error,
        TypeKind::Named(path) => {
            if let [name] = path.segments.as_slice()
                && let Some(ty) = type_of_word(&name.text)
            {
                return ty;
            }
            match resolve(db, scope, Sort::Rule, path, "a type") {
                Ok(Definition::Enum(id)) => Type::Enum(id),
                Ok(other) => {
                    let message = format!("`{}` is {}, not a type", crate::names::text(path), other.words());
                    told.push(Diagnostic::new(Code::WRONG_SORT, scope.place(written.range), message));
                    Type::Error
                }
                Err(mistake) => {
                    told.extend(mistake.map(|mistake| match path.segments.as_slice() {
                        [name] if mistake.fixes.is_empty() => with_type_hint(*mistake, &name.text),
                        _ => *mistake,
                    }));
                    Type::Error
                }
            }
        }
        TypeKind::SetOf(element) => match lower_type(db, scope, element, anonymous, told) {
            Type::Set(_) => {
                told.push(
                    Diagnostic::new(Code::BAD_TYPE, scope.place(written.range), "a set cannot hold sets")
                        .help("say what the inner set holds"),
                );
                Type::Error
            }
            element => Type::Set(Box::new(element)),
        },
        TypeKind::Union(members) => {
            let mut kinds = EntityKinds::default();
            let mut failed = false;
            for member in members {
                match lower_type(db, scope, member, anonymous, told) {
                    Type::Entity(more) => kinds = kinds.union(more),
                    Type::Error => failed = true,
                    _ => {
                        failed = true;
                        told.push(
                            Diagnostic::new(
                                Code::BAD_TYPE,
                                scope.place(member.range),
                                format!("`{}` cannot be part of an `or`", as_written(member)),
                            )
                            .help("only site, zone, conduit, component, channel, product and protocol can be joined"),
                        );
                    }
                }
            }
            if failed { Type::Error } else { Type::Entity(kinds) }
        }
        TypeKind::Enum(body) => anonymous(body).map_or_else(
            || {
                told.push(
                    Diagnostic::new(Code::BAD_TYPE, scope.place(written.range), "an enum needs a name here")
                        .help("declare it with `enum name { … }` and write the name"),
                );
                Type::Error
            },
            Type::Enum,
        ),
    }
}

fn with_type_hint(mistake: Diagnostic, written: &str) -> Diagnostic {
    let place = mistake.primary.place;
    match nearest(written, type_words()) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
        None => match written {
            "boolean" => mistake.help("did you mean `bool`?"),
            "integer" | "number" => mistake.help("did you mean `int`?"),
            "text" => mistake.help("did you mean `string`?"),
            _ => mistake,
        },
    }
}

/// A type in the words that it is written in.
fn as_written(ty: &TypeExpr) -> String {
    match &ty.kind {
        TypeKind::Error => String::new(),
        TypeKind::Named(path) => crate::names::text(path),
        TypeKind::SetOf(element) => format!("set of {}", as_written(element)),
        TypeKind::Union(members) => members.iter().map(as_written).collect::<Vec<_>>().join(" or "),
        TypeKind::Enum(_) => "enum { … }".to_owned(),
    }
}
