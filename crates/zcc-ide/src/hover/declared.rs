//! Documentation and first lines of declarations, as they are written.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, tree};
use zcc_syntax::ast::{Block, Item, ItemKind, Member, MemberKind, RequirementMember, TypeExpr, TypeKind};

use crate::names::{Symbol, declaration, declaring_item};

/// The documentation of what is declared by a symbol's name.
pub(super) fn documentation(db: &dyn Db, symbol: Symbol) -> SmolStr {
    let (Some(item), Some(place)) = (declaring_item(db, symbol), declaration(db, symbol)) else {
        return SmolStr::default();
    };
    of_item(tree(db, item), place.range).unwrap_or_default()
}

fn of_item(item: &Item, name: TextRange) -> Option<SmolStr> {
    let inside = |outer: TextRange| outer.start <= name.start && name.end <= outer.end;
    let own = || Some(item.docs.clone());
    match &item.kind {
        ItemKind::Block(block) => of_block(block, name, &item.docs),
        ItemKind::Enum { body, .. } => {
            body.variants.iter().find(|one| one.name.range == name).map(|one| one.docs.clone()).or_else(own)
        }
        ItemKind::Attribute { ty, .. } => of_type(ty, name).or_else(own),
        ItemKind::Requirement(requirement) => {
            let clauses = requirement.members.iter().filter_map(|member| match member {
                RequirementMember::Clause(clause) => Some(clause),
                _ => None,
            });
            clauses.into_iter().find(|clause| clause.name_range == name).map(|clause| clause.docs.clone()).or_else(own)
        }
        ItemKind::Test(test) => test.items.iter().find(|one| inside(one.range)).and_then(|one| of_item(one, name)),
        ItemKind::Function(function) => {
            // The documentation of a define is not that of its variables.
            let names_it = function.name.as_ref().is_some_and(|own| own.range == name);
            names_it.then(|| item.docs.clone())
        }
        ItemKind::Import { .. } | ItemKind::Error => None,
    }
}

/// The documentation of a name in a block that is itself documented by `own`.
fn of_block(block: &Block, name: TextRange, own: &SmolStr) -> Option<SmolStr> {
    let inside = |outer: TextRange| outer.start <= name.start && name.end <= outer.end;
    if block.name.as_ref().is_some_and(|written| written.range == name) {
        return Some(own.clone());
    }
    let member: &Member = block.members.iter().find(|member| inside(member.range))?;
    match &member.kind {
        MemberKind::Block(inner) => of_block(inner, name, &member.docs),
        MemberKind::Parameter { name: written, ty } if written.range != name => of_type(ty, name),
        _ => Some(member.docs.clone()),
    }
}

fn of_type(ty: &TypeExpr, name: TextRange) -> Option<SmolStr> {
    match &ty.kind {
        TypeKind::Enum(body) => body.variants.iter().find(|one| one.name.range == name).map(|one| one.docs.clone()),
        TypeKind::SetOf(inner) => of_type(inner, name),
        _ => None,
    }
}
