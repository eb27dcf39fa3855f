//! The lowering of products, protocols and profiles: what each says by itself.

use zcc_base::{Code, TextRange};
use zcc_syntax::ast::{Block, BlockKind, Expr, ExprKind, Head, Path};

use super::blocks::{list_of, path_of, word};
use super::context::Context;
use super::library_model::LibraryModel;
use super::members::said;
use super::stated::Written;
use super::versions::{parse_range, satisfiable};
use crate::expr::{AttributeRef, Builtin, Type};
use crate::facts::{Origin, VersionRange};
use crate::ids::{CatalogId, EntityKind, EnumId};
use crate::program::LevelKind;
use crate::rules::catalog;
use crate::value::{LevelVector, Value};

/// Lowers a product, a protocol or a profile.
pub(crate) fn lower_library(context: &mut Context<'_>, block: &Block, first: Origin) -> LibraryModel {
    let mut written = Written::of(context, &block.members);
    let said = said(context, block, first, "");
    let mut model = LibraryModel {
        name: block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default(),
        title: block.title.as_ref().map(|title| title.value.clone()),
        claims: said.claims.into_boxed_slice(),
        includes: said.includes.into_iter().map(|(profile, _)| profile).collect(),
        speaks: said.speaks.into_boxed_slice(),
        ..LibraryModel::default()
    };
    match block.kind {
        BlockKind::Product => {
            let kind = product_kind(context, block, &mut written);
            model.assess = written.take("assess").map(|(_, value)| assess(context, value)).unwrap_or_default();
            match written.take("target") {
                Some((_, value)) => model.target = target(context, value, &model.assess),
                None => miss_target(context, block, &model),
            }
            model.versions = written.take("versions").and_then(|(_, value)| versions(context, value));
            let mut attributes = written.rest(context, EntityKind::Product, "");
            attributes.extend(kind.map(|kind| (AttributeRef::Builtin(Builtin::Kind), kind)));
            attributes.sort_by_key(|(attribute, _)| *attribute);
            model.attributes = attributes.into_boxed_slice();
        }
        BlockKind::Protocol => {
            refuse_head(context, block);
            model.attributes = written.rest(context, EntityKind::Protocol, "").into_boxed_slice();
        }
        _ => {
            refuse_head(context, block);
            written.refuse_rest(context, "profile", &["claims", "profiles that it includes"]);
        }
    }
    model
}

/// Tells of what stands between the title and the block of what has nothing there.
pub(super) fn refuse_head(context: &mut Context<'_>, block: &Block) {
    if let Head::Of(paths) = &block.head
        && let Some(first) = paths.first()
    {
        let word = word(block.kind);
        context.say(
            Code::MISPLACED_MEMBER,
            first.range(),
            format!("a {word} has nothing after its title but its block"),
            "take this out",
        );
    }
}

fn product_kind(context: &mut Context<'_>, block: &Block, written: &mut Written<'_>) -> Option<Value> {
    let ty = Type::Set(Box::new(Type::Enum(EnumId::COMPONENT_KIND)));
    if let Head::Of(paths) = &block.head {
        return context.value(&list_from(paths), &ty, "");
    }
    if let Some((_, value)) = written.take("kind") {
        return context.value(value, &ty, "");
    }
    if let Some(name) = &block.name {
        context.say(
            Code::MISSING_KIND,
            name.range,
            format!("`{}` does not say what kind of product it is", name.text),
            "write embedded_device, host_device, network_device or software_application after a colon; several are separated by commas",
        );
    }
    None
}

/// Paths as the expression that would have been written for them.
fn list_from(paths: &[Path]) -> Expr {
    let one = |path: &Path| {
        let mut segments = path.segments.iter();
        let first = segments.next().filter(|name| !name.text.is_empty());
        let first = first.map_or(ExprKind::Error, |name| ExprKind::Name(name.text.clone()));
        let mut expr = Expr { kind: first, range: path.range() };
        for name in segments {
            expr = Expr { kind: ExprKind::Member(Box::new(expr), name.clone()), range: path.range() };
        }
        expr
    };
    let range = match (paths.first(), paths.last()) {
        (Some(first), Some(last)) => first.range().cover(last.range()),
        _ => TextRange::default(),
    };
    Expr { kind: ExprKind::List(paths.iter().map(one).collect()), range }
}

/// The catalogues that a list names.
pub(crate) fn assess(context: &mut Context<'_>, value: &Expr) -> Box<[CatalogId]> {
    let mut found = Vec::new();
    for one in list_of(value) {
        match path_of(one) {
            Some(path) => {
                if let Some(catalog) = context.catalog(&path)
                    && !found.contains(&catalog)
                {
                    found.push(catalog);
                }
            }
            None if matches!(one.kind, ExprKind::Error) => {}
            None => context.say(
                Code::TYPE_MISMATCH,
                one.range,
                "the name of a catalogue is expected here",
                "for example `assess: [part_3_3]`",
            ),
        }
    }
    found.into_boxed_slice()
}

/// Tells of a product that is held against a catalogue with levels and does not say which it aims at.
fn miss_target(context: &mut Context<'_>, block: &Block, model: &LibraryModel) {
    let db = context.db;
    if model.assess.iter().any(|id| catalog(db, *id).levels == Some(LevelKind::Security)) {
        context.say(
            Code::MISSING_TARGET,
            block.name.as_ref().map_or(block.body, |name| name.range),
            format!("product `{}` has no target, so nothing says how much to ask of it", model.name),
            "state what it is claimed to be capable of, such as `target: SL 2`; `target: SL 0` asks for nothing",
        );
    }
}

/// A target; families are those of `catalogs`.
pub(crate) fn target(context: &mut Context<'_>, value: &Expr, catalogs: &[CatalogId]) -> Option<LevelVector> {
    let scope = crate::names::Scope { catalogs, ..context.scope };
    let before = context.told.len();
    let found = crate::values::constant(context.db, &scope, value, &Type::Vector, &mut context.told);
    for told in &mut context.told[before..] {
        if told.code == Code::IMPOSSIBLE_VALUE {
            told.code = Code::IMPOSSIBLE_TARGET;
        }
    }
    match found? {
        Value::Vector(vector) => Some(vector),
        _ => None,
    }
}

/// A range of versions.
pub(crate) fn versions(context: &mut Context<'_>, value: &Expr) -> Option<VersionRange> {
    let text = context.text(value)?;
    match parse_range(&text) {
        Ok(range) if satisfiable(&range.bounds) => Some(range),
        Ok(_) => {
            context.say(
                Code::BAD_VERSION,
                value.range,
                format!("no version is within `{text}`"),
                "all bounds must hold, as in `\">= 4.0, < 5\"`",
            );
            None
        }
        Err(part) => {
            context.say(
                Code::BAD_VERSION,
                value.range,
                if part.is_empty() {
                    "a bound is missing in this range of versions".to_owned()
                } else {
                    format!("`{part}` is no bound on a version")
                },
                "write bounds separated by commas, such as `\">= 4.0, < 5\"`",
            );
            None
        }
    }
}
