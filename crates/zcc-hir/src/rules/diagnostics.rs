//! Everything that is wrong with one declaration of a rule library, and with its name.

use zcc_base::{Anchor, Code, Diagnostic, Place, Severity};
use zcc_db::{Db, Item, item_of, tree};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use super::attributes::belongs;
use super::catalogs::catalog_lowered;
use super::declarations::{attribute_lowered, capability_lowered, enum_lowered};
use super::defaults::{attribute, attribute_default};
use super::depth::{nesting_diagnostics, requirement_nesting};
use super::functions::function_diagnostics;
use super::hiding::hides_standard;
use super::index::duplicate_requirement;
use super::requirements::requirement_diagnostics;
use super::strata::cycle_diagnostics;
use super::unused::unused;
use crate::cascade::quieten;
use crate::ids::AttributeId;
use crate::names::{duplicate, imports, libraries, name_range, package_of, tables};

/// What is wrong with a declaration's name and, where it is a rule library's, with the declaration.
#[salsa::tracked(returns(deref))]
pub fn item_diagnostics_rules<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[Diagnostic]> {
    let Some(kind) = item.kind(db) else { return Box::default() };
    let taken_by = match kind {
        DeclarationKind::Block(
            BlockKind::Product | BlockKind::Protocol | BlockKind::Profile | BlockKind::Certificate,
        ) => libraries(db).taken_by(item.anchor()),
        _ => tables(db).taken_by(item.anchor()),
    };
    if let Some(first) = taken_by {
        return Box::new([duplicate(named(db, item), item.name(db), named(db, item_of(db, first)))]);
    }
    let mut told = Vec::new();
    match kind {
        DeclarationKind::Import => told.extend(import(db, item)),
        DeclarationKind::Enum => told.extend_from_slice(&enum_lowered(db, item).diagnostics),
        DeclarationKind::Attribute => {
            told.extend_from_slice(&attribute_lowered(db, item).diagnostics);
            told.extend_from_slice(&attribute_default(db, item).diagnostics);
            told.extend(duplicate_attribute(db, item));
        }
        DeclarationKind::Requirement => {
            told.extend_from_slice(requirement_diagnostics(db, item));
            told.extend(duplicate_requirement(db, item));
            told.extend(requirement_nesting(db, item));
        }
        DeclarationKind::Define | DeclarationKind::Relation => {
            told.extend(function_diagnostics(db, item));
            // What is wrong otherwise may be all that makes it use itself.
            if told.iter().all(|one| one.severity != Severity::Error) {
                told.extend(cycle_diagnostics(db, item));
            }
            told.extend(nesting_diagnostics(db, item));
        }
        DeclarationKind::Block(BlockKind::Capability) => {
            told.extend_from_slice(&capability_lowered(db, item).diagnostics);
            told.extend(hides_standard(db, item));
        }
        DeclarationKind::Block(BlockKind::Catalog) => {
            told.extend_from_slice(&catalog_lowered(db, item).diagnostics);
            told.extend(hides_standard(db, item));
        }
        DeclarationKind::Block(BlockKind::Protocol) => return hides_standard(db, item).into_iter().collect(),
        _ => return Box::default(),
    }
    if told.is_empty() {
        told.extend(unused(db, item));
    }
    // No rule makes claims, so the model has no part in this.
    quieten(db, &mut told, |_, _| &[]);
    told.into_boxed_slice()
}

/// Where a declaration's name stands.
fn named(db: &dyn Db, item: Item<'_>) -> Place {
    Place { anchor: item.anchor(), range: name_range(tree(db, item)) }
}

fn import(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    let all = imports(db, item.file(db));
    let at = all.iter().position(|import| import.anchor == item.anchor())?;
    let import = &all[at];
    let place = named(db, item);
    if import.target.is_none() {
        let message = format!("`{}` is no dependency of this package", import.package);
        let help =
            format!("name it in `zcc.toml`: `[dependencies]` and `{0} = {{ path = \"../{0}\" }}`", import.package);
        return Some(Diagnostic::new(Code::NOT_A_DEPENDENCY, place, message).help(help));
    }
    let first = all[..at].iter().find(|earlier| earlier.alias == import.alias)?;
    let message = format!("`{}` is imported twice in this file", import.alias);
    Some(
        Diagnostic::new(Code::DUPLICATE_NAME, place, message)
            .secondary(named(db, item_of(db, first.anchor)), "first imported here")
            .help("remove one, or give it another name with `as`"),
    )
}

/// Says that the package gives some kind of thing this attribute twice.
fn duplicate_attribute(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    let all = &tables(db).attributes;
    let number = all.number(item.anchor())?;
    let own = attribute(db, AttributeId(number as u16));
    let package = package_of(db, item.file(db));
    let (start, entries) = all.named(package, &own.name);
    let clash = |anchor: Anchor, earlier: u32| {
        let other = attribute(db, AttributeId(earlier as u16));
        let kind = crate::ids::EntityKind::ALL
            .into_iter()
            .find(|kind| belongs(own.owners, *kind) && belongs(other.owners, *kind))?;
        let message = format!("a {} gets the attribute `{}` twice", kind.word(), own.name);
        Some(
            Diagnostic::new(Code::DUPLICATE_NAME, named(db, item), message)
                .secondary(named(db, item_of(db, anchor)), "first declared here")
                .help(
                    "give one of them another name, or declare it once for both: `attribute zone or conduit.name: …`",
                ),
        )
    };
    (start..)
        .zip(entries)
        .take_while(|(earlier, _)| *earlier < number)
        .find_map(|(earlier, entry)| clash(entry.anchor, earlier))
}
