//! Capabilities, enums and the heads of attributes.

use std::sync::{Arc, LazyLock};

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, nearest};
use zcc_db::{Db, Item, tree};
use zcc_syntax::ast::{Block, EnumBody, ItemKind, MemberKind, TypeKind};

use super::builtin::builtin_attribute;
use super::type_words::{entity_kind, type_of_word};
use super::written_types::lower_type;
use crate::expr::Type;
use crate::ids::{CapabilityId, EntityKind, EntityKinds, EnumId};
use crate::names::{ANONYMOUS_PER_CAPABILITY, EnumOwner, Scope, Tables, tables};
use crate::program::{AttributeDeclaration, Capability, Enum, Parameter};

/// How many parameters a capability may have.
const MAX_PARAMETERS: usize = 256;

/// How many variants an enum may have: a set of them is a word of bits.
const MAX_VARIANTS: usize = 64;

static TRUST: LazyLock<Arc<Enum>> = LazyLock::new(|| {
    Arc::new(Enum {
        name: SmolStr::new_static("trust"),
        ordered: false,
        variants: ["trusted", "untrusted"].map(SmolStr::new_static).into(),
    })
});

static COMPONENT_KIND: LazyLock<Arc<Enum>> = LazyLock::new(|| {
    Arc::new(Enum {
        name: SmolStr::new_static("component_kind"),
        ordered: false,
        variants: ["embedded_device", "host_device", "network_device", "software_application"]
            .map(SmolStr::new_static)
            .into(),
    })
});

static NO_ENUM: LazyLock<Arc<Enum>> =
    LazyLock::new(|| Arc::new(Enum { name: SmolStr::default(), ordered: false, variants: Box::default() }));

/// A capability with its typed parameters.
pub fn capability(db: &dyn Db, id: CapabilityId) -> &Arc<Capability> {
    capability_value(db, tables(db).capabilities.entries()[id.index()].item(db))
}

/// An enum, whoever's it is.
pub fn enumeration(db: &dyn Db, id: EnumId) -> &Arc<Enum> {
    let all = tables(db);
    let found = match all.enum_owner(id) {
        EnumOwner::Builtin => Some(if id == EnumId::TRUST { &*TRUST } else { &*COMPONENT_KIND }),
        EnumOwner::Named(number) => {
            all.enums.entries().get(number as usize).map(|entry| enum_value(db, entry.item(db)))
        }
        EnumOwner::Capability(number, position) => (all.capabilities.entries().get(number as usize))
            .and_then(|entry| capability_enums(db, entry.item(db)).get(position as usize)),
        EnumOwner::Attribute(number) => (all.attributes.entries().get(number as usize))
            .and_then(|entry| attribute_lowered(db, entry.item(db)).anonymous.as_ref()),
    };
    found.unwrap_or(&NO_ENUM)
}

/// The declaration in which an enum's variants stand; `None` for one of the language's own.
pub fn enum_item(db: &dyn Db, id: EnumId) -> Option<Item<'_>> {
    let all = tables(db);
    let entry = match all.enum_owner(id) {
        EnumOwner::Builtin => None,
        EnumOwner::Named(number) => all.enums.entries().get(number as usize),
        EnumOwner::Capability(number, _) => all.capabilities.entries().get(number as usize),
        EnumOwner::Attribute(number) => all.attributes.entries().get(number as usize),
    };
    entry.map(|entry| entry.item(db))
}

/// A capability, its anonymous enums and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoweredCapability {
    value: Arc<Capability>,
    enums: Arc<[Arc<Enum>]>,
    /// What is wrong with it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
fn capability_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Capability> {
    capability_lowered(db, item).value.clone()
}

#[salsa::tracked(returns(ref))]
fn capability_enums<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<[Arc<Enum>]> {
    capability_lowered(db, item).enums.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn capability_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> LoweredCapability {
    let scope = Scope::of(db, item);
    let mut told = Vec::new();
    let mut enums = Vec::new();
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut title = None;
    let name = item.name(db).clone();
    if let ItemKind::Block(block) = &tree(db, item).kind {
        title = block.title.as_ref().map(|title| title.value.clone());
        // A capability whose name was taken has no number, and nobody asks for its enums.
        let id = CapabilityId(tables(db).capabilities.number(item.anchor()).unwrap_or_default() as u16);
        capability_parameters(db, &scope, block, id, &mut enums, &mut parameters, &mut told);
    }
    let title = title.unwrap_or_else(|| name.clone());
    LoweredCapability {
        value: Arc::new(Capability { name, title, parameters: parameters.into_boxed_slice() }),
        enums: enums.into(),
        diagnostics: told,
    }
}

fn capability_parameters(
    db: &dyn Db,
    scope: &Scope<'_>,
    block: &Block,
    id: CapabilityId,
    enums: &mut Vec<Arc<Enum>>,
    parameters: &mut Vec<Parameter>,
    told: &mut Vec<Diagnostic>,
) {
    let owner = block.name.as_ref().map_or("", |name| name.text.as_str());
    for member in &block.members {
        if told.iter().any(|one| one.code == Code::TOO_MANY) {
            break;
        }
        let (name, ty) = match &member.kind {
            MemberKind::Parameter { name, ty } => (name, Some(ty)),
            MemberKind::Attribute { name, value } => {
                // `unique: bool` may have been read as a value.
                let zcc_syntax::ast::ExprKind::Name(word) = &value.kind else {
                    told.push(misplaced(scope, member.range, "a capability holds parameters with their types"));
                    continue;
                };
                let path = zcc_syntax::ast::Path {
                    segments: vec![zcc_syntax::ast::Name { text: word.clone(), range: value.range }],
                };
                let written = zcc_syntax::ast::TypeExpr { kind: TypeKind::Named(path), range: value.range };
                let ty = lower_type(db, scope, &written, &mut |_| None, told);
                parameter(scope, name, ty, parameters, told);
                continue;
            }
            MemberKind::Error => continue,
            _ => {
                told.push(misplaced(scope, member.range, "a capability holds parameters with their types"));
                continue;
            }
        };
        let Some(ty) = ty else { continue };
        let mut bodies: Vec<Diagnostic> = Vec::new();
        let mut lowered = lower_type(
            db,
            scope,
            ty,
            &mut |body| {
                let position = enums.len() as u32;
                if position >= ANONYMOUS_PER_CAPABILITY {
                    return None;
                }
                enums.push(Arc::new(enum_of(scope, format!("{owner}.{}", name.text), body, &mut bodies)));
                Some(tables(db).capability_enum(id, position))
            },
            told,
        );
        told.append(&mut bodies);
        if matches!(&lowered, Type::Entity(_))
            || matches!(&lowered, Type::Set(element) if matches!(**element, Type::Entity(_)))
        {
            told.push(
                Diagnostic::new(Code::BAD_TYPE, scope.place(ty.range), "a capability's parameter is a plain value")
                    .help("what needs another component says `offers … with …` in its claim"),
            );
            lowered = Type::Error;
        }
        parameter(scope, name, lowered, parameters, told);
    }
}

fn parameter(
    scope: &Scope<'_>,
    name: &zcc_syntax::ast::Name,
    ty: Type,
    parameters: &mut Vec<Parameter>,
    told: &mut Vec<Diagnostic>,
) {
    const TAKEN: [&str; 4] = ["because", "evidence", "since", "until"];
    let place = scope.place(name.range);
    if parameters.iter().any(|known| known.name == name.text) {
        told.push(
            Diagnostic::new(Code::DUPLICATE_NAME, place, format!("the parameter `{}` is declared twice", name.text))
                .help("give one of them another name, or remove it"),
        );
    } else if parameters.len() == MAX_PARAMETERS {
        let message = format!("a capability has at most {MAX_PARAMETERS} parameters");
        told.push(Diagnostic::new(Code::TOO_MANY, place, message).help("make two capabilities of it"));
    } else if TAKEN.contains(&name.text.as_str()) {
        let message = format!("`{}` stands in every claim already", name.text);
        told.push(Diagnostic::new(Code::DUPLICATE_NAME, place, message).help("give the parameter another name"));
    } else {
        parameters.push(Parameter { name: name.text.clone(), ty });
    }
}

/// Says that a member has no place in its block.
pub(crate) fn misplaced(scope: &Scope<'_>, range: zcc_base::TextRange, why: &str) -> Diagnostic {
    Diagnostic::new(Code::MISPLACED_MEMBER, scope.place(range), format!("this has no place here: {why}"))
}

/// An enum from its braces.
fn enum_of(scope: &Scope<'_>, name: impl Into<SmolStr>, body: &EnumBody, told: &mut Vec<Diagnostic>) -> Enum {
    let mut variants: Vec<SmolStr> = Vec::with_capacity(body.variants.len().min(MAX_VARIANTS));
    if body.variants.is_empty() {
        told.push(
            Diagnostic::new(Code::MISSING_PART, scope.place(body.range), "an enum needs at least one variant")
                .help("write its variants between the braces, as in `enum { slow < fast }`"),
        );
    }
    for variant in &body.variants {
        let place = scope.place(variant.name.range);
        if variants.contains(&variant.name.text) {
            let message = format!("the variant `{}` is declared twice", variant.name.text);
            told.push(Diagnostic::new(Code::DUPLICATE_NAME, place, message).help("remove one of them"));
        } else if variants.len() == MAX_VARIANTS {
            told.push(
                Diagnostic::new(Code::TOO_MANY, place, format!("an enum has at most {MAX_VARIANTS} variants"))
                    .help("split it in two, or use a string"),
            );
            break;
        } else {
            variants.push(variant.name.text.clone());
        }
    }
    Enum { name: name.into(), ordered: body.ordered, variants: variants.into_boxed_slice() }
}

/// A named enum and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoweredEnum {
    value: Arc<Enum>,
    /// What is wrong with it.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
fn enum_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Enum> {
    enum_lowered(db, item).value.clone()
}

#[salsa::tracked(returns(ref))]
pub(crate) fn enum_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> LoweredEnum {
    let scope = Scope::of(db, item);
    let mut told = Vec::new();
    let value = match &tree(db, item).kind {
        ItemKind::Enum { name, body } => {
            if type_of_word(&name.text).is_some() || matches!(name.text.as_str(), "trust" | "component_kind") {
                told.push(
                    Diagnostic::new(
                        Code::DUPLICATE_NAME,
                        scope.place(name.range),
                        format!("`{}` is a type of the language itself", name.text),
                    )
                    .help("give the enum another name"),
                );
            }
            enum_of(&scope, name.text.clone(), body, &mut told)
        }
        _ => Enum { name: item.name(db).clone(), ordered: false, variants: Box::default() },
    };
    LoweredEnum { value: Arc::new(value), diagnostics: told }
}

/// An attribute, its anonymous enum and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LoweredAttribute {
    pub(super) value: Arc<AttributeDeclaration>,
    anonymous: Option<Arc<Enum>>,
    /// What is wrong with its head.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

#[salsa::tracked(returns(ref))]
pub(crate) fn attribute_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> LoweredAttribute {
    let scope = Scope::of(db, item);
    let mut told = Vec::new();
    let mut anonymous = None;
    let mut value = AttributeDeclaration {
        owners: EntityKinds::default(),
        name: SmolStr::default(),
        ty: Type::Error,
        default: None,
    };
    if let ItemKind::Attribute { owners, name, ty, .. } = &tree(db, item).kind {
        value.name = name.text.clone();
        for owner in owners {
            let Some(kind) = entity_kind(&owner.text) else {
                // Whatever it should have been has the attribute.
                value.owners =
                    EntityKind::ALL.into_iter().map(EntityKinds::only).fold(value.owners, EntityKinds::union);
                told.push(no_owner(scope.place(owner.range), &owner.text));
                continue;
            };
            if builtin_attribute(kind, &name.text).is_some() {
                told.push(
                    Diagnostic::new(
                        Code::DUPLICATE_NAME,
                        scope.place(name.range),
                        format!("every {} has `{}` from the language itself", owner.text, name.text),
                    )
                    .help("give the attribute another name"),
                );
            } else {
                value.owners = value.owners.union(EntityKinds::only(kind));
            }
        }
        let mut bodies = Vec::new();
        let number = tables(db).attributes.number(item.anchor()).unwrap_or_default();
        value.ty = lower_type(
            db,
            &scope,
            ty,
            &mut |body| {
                anonymous = Some(Arc::new(enum_of(&scope, name.text.clone(), body, &mut bodies)));
                Some(tables(db).attribute_enum(number))
            },
            &mut told,
        );
        told.append(&mut bodies);
    }
    LoweredAttribute { value: Arc::new(value), anonymous, diagnostics: told }
}

/// Says that nothing of this kind has attributes.
fn no_owner(place: Place, kind: &str) -> Diagnostic {
    const OWNERS: [&str; 7] = ["channel", "component", "conduit", "product", "protocol", "site", "zone"];
    let told = Diagnostic::new(Code::BAD_TYPE, place, format!("`{kind}` is nothing that can have attributes"));
    match nearest(kind, OWNERS) {
        Some(near) => told.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
        None => told.help("attributes belong to site, zone, conduit, component, channel, product or protocol"),
    }
}

/// The named enums that a package sees without an alias, its own first.
pub fn enums_in_sight(db: &dyn Db, package: u32) -> impl Iterator<Item = EnumId> {
    let all = tables(db);
    let own = move |package: u32| {
        let start = all.enums.entries().partition_point(|entry| entry.package < package) as u32;
        (start..start + all.enums.of_package(package).len() as u32).map(Tables::enum_id)
    };
    let standard = if package == 0 { None } else { Some(own(0)) };
    own(package).chain(standard.into_iter().flatten()).chain([EnumId::TRUST, EnumId::COMPONENT_KIND])
}
