//! Types: from how they are written to what they mean, and back.

use zcc_base::{Code, Diagnostic, nearest};
use zcc_db::Db;
use zcc_syntax::ast::{EnumBody, TypeExpr, TypeKind};

use crate::expr::Type;
use crate::ids::{EntityKind, EntityKinds, EnumId};
use crate::names::{Definition, Scope, Sort, resolve};
use crate::rules::enumeration;

/// The types that have a word of their own, entity types aside.
const PLAIN: [(&str, Type); 11] = [
    ("ML", Type::MaturityLevel),
    ("SL", Type::SecurityLevel),
    ("address", Type::Address),
    ("bool", Type::Bool),
    ("date", Type::Date),
    ("duration", Type::Duration),
    ("int", Type::Int),
    ("network", Type::Network),
    ("string", Type::String),
    ("vector", Type::Vector),
    ("version", Type::Version),
];

/// The type that a word of the language stands for.
pub(crate) fn type_of_word(word: &str) -> Option<Type> {
    PLAIN
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, ty)| ty.clone())
        .or_else(|| entity_kind(word).map(|kind| Type::Entity(EntityKinds::only(kind))))
}

/// The kind of entity that a word stands for.
pub(crate) fn entity_kind(word: &str) -> Option<EntityKind> {
    EntityKind::ALL.into_iter().find(|kind| kind.word() == word)
}

/// A type as a user would write it.
pub fn type_name(db: &dyn Db, ty: &Type) -> String {
    match ty {
        Type::Error => "anything".to_owned(),
        Type::Enum(id) => enumeration(db, *id).name.to_string(),
        Type::Entity(kinds) => kinds.iter().map(EntityKind::word).collect::<Vec<_>>().join(" or "),
        Type::Set(element) => format!("set of {}", type_name(db, element)),
        plain => PLAIN.iter().find(|(_, ty)| ty == plain).map_or("anything", |(name, _)| name).to_owned(),
    }
}

/// The same with its article: `a zone`, `an int`.
pub(crate) fn type_with_article(db: &dyn Db, ty: &Type) -> String {
    let name = type_name(db, ty);
    let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

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
                    other => {
                        failed = true;
                        told.push(
                            Diagnostic::new(
                                Code::BAD_TYPE,
                                scope.place(member.range),
                                format!("`{}` cannot be part of an `or`", type_name(db, &other)),
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
    let words = PLAIN.iter().map(|(name, _)| *name).chain(EntityKind::ALL.into_iter().map(EntityKind::word));
    let place = mistake.primary.place;
    match nearest(written, words) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
        None => match written {
            "boolean" => mistake.help("did you mean `bool`?"),
            "integer" | "number" => mistake.help("did you mean `int`?"),
            "text" => mistake.help("did you mean `string`?"),
            _ => mistake,
        },
    }
}
