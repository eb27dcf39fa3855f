//! Types by where the expressions stand that have them, for editors.

use rustc_hash::FxHashMap;
use zcc_base::TextRange;
use zcc_db::{Db, Item};
use zcc_syntax::DeclarationKind;

use super::functions::{function, function_source_map};
use super::requirements::{requirement, requirement_source_map};
use crate::expr::{Expr, SourceMap, Type};
use crate::ids::{FunctionId, RequirementIndex};
use crate::names::tables;
use crate::program::MessagePart;

/// The type of each expression of a requirement, a define or a relation, by its range in the declaration. Empty for any other
/// declaration. Of expressions that stand in the same place the outermost counts.
pub fn expression_types(db: &dyn Db, item: Item<'_>) -> FxHashMap<TextRange, Type> {
    let mut found = FxHashMap::default();
    match item.kind(db) {
        Some(DeclarationKind::Requirement) => {
            let Some(number) = tables(db).requirements.number(item.anchor()) else { return found };
            let index = RequirementIndex(number);
            let (requirement, map) = (requirement(db, index), requirement_source_map(db, index));
            requirement.lets.iter().for_each(|line| collect(&line.value, map, &mut found));
            for clause in &requirement.clauses {
                clause.when.iter().for_each(|when| collect(when, map, &mut found));
                for assertion in &clause.assertions {
                    collect(&assertion.condition, map, &mut found);
                    for part in &assertion.message {
                        if let MessagePart::Value(value) = part {
                            collect(value, map, &mut found);
                        }
                    }
                }
            }
        }
        Some(DeclarationKind::Define | DeclarationKind::Relation) => {
            let Some(number) = tables(db).functions.number(item.anchor()) else { return found };
            let id = FunctionId(number);
            collect(&function(db, id).body, function_source_map(db, id), &mut found);
        }
        _ => {}
    }
    found
}

fn collect(expr: &Expr, map: &SourceMap, found: &mut FxHashMap<TextRange, Type>) {
    if let Some(range) = map.expressions.get(expr.id.0 as usize) {
        found.entry(*range).or_insert_with(|| expr.ty.clone());
    }
    expr.kind.for_each_child(&mut |inner| collect(inner, map, found));
}
