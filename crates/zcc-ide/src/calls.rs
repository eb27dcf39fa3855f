//! Who calls whom: defines and relations by those that use them, zones by the conduits that lead from one to another.

use zcc_base::TextRange;
use zcc_db::{Db, File, Item, item_of, tree};
use zcc_hir::ids::{Entity, FunctionId, PlaceId, RequirementIndex};
use zcc_hir::model::{graph, places};
use zcc_hir::names::tables;
use zcc_hir::rules::signature;
use zcc_syntax::ast::ItemKind;

use crate::host::Analysis;
use crate::names::{Role, Symbol, declaration, in_item, item_at, names_in, spelled, symbol_at, uses};
use crate::navigation::destination;
use crate::target::FilePosition;

/// What stands in a hierarchy of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// A define.
    Define,
    /// A relation.
    Relation,
    /// A requirement.
    Requirement,
    /// A zone.
    Zone,
}

/// Something in a hierarchy of calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallItem {
    /// How it is called.
    pub name: String,
    /// What is told beside the name.
    pub detail: String,
    /// What it is.
    pub kind: CallKind,
    /// The file in which it is shown. Asking about the word that is shown goes on from there.
    pub file: File,
    /// The word.
    pub word: TextRange,
    /// All of it.
    pub whole: TextRange,
}

/// A call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Who is at the other end.
    pub other: CallItem,
    /// Where the calls stand, in the file of whoever calls.
    pub places: Vec<TextRange>,
}

impl Analysis {
    /// What a hierarchy of calls can start from at a position.
    pub fn call_item(&self, position: FilePosition) -> Option<CallItem> {
        let at = symbol_at(&self.db, position)?;
        self.item_of_symbol(at.symbol)
    }

    /// Who calls the thing at a position; for a zone, from which zones traffic can come into it.
    pub fn incoming_calls(&self, position: FilePosition) -> Vec<Call> {
        let db = &self.db;
        let Some(at) = symbol_at(db, position) else { return Vec::new() };
        match at.symbol {
            Symbol::Function(_) => {
                let mut calls: Vec<(Item<'_>, Vec<TextRange>)> = Vec::new();
                for one in uses(db, at.symbol).iter().filter(|one| one.role == Role::Use) {
                    let position = FilePosition { file: one.target.file, offset: one.target.range.start };
                    let Some(item) = item_at(db, position) else { continue };
                    match calls.iter_mut().find(|(known, _)| *known == item) {
                        Some((_, places)) => places.push(one.target.range),
                        None => calls.push((item, vec![one.target.range])),
                    }
                }
                let call = |(item, places)| Some(Call { other: self.item_of_symbol(rule_of(db, item)?)?, places });
                calls.into_iter().filter_map(call).collect()
            }
            Symbol::Entity(None, Entity::Zone(zone)) => self.ways(zone, true),
            _ => Vec::new(),
        }
    }

    /// What the thing at a position calls; for a zone, to which zones traffic can go from it.
    pub fn outgoing_calls(&self, position: FilePosition) -> Vec<Call> {
        let db = &self.db;
        let Some(at) = symbol_at(db, position) else { return Vec::new() };
        match at.symbol {
            Symbol::Function(_) | Symbol::Requirement(_) => {
                let Some(place) = declaration(db, at.symbol) else { return Vec::new() };
                let item = item_of(db, place.anchor);
                let mut calls: Vec<(Symbol, Vec<TextRange>)> = Vec::new();
                for one in names_in(db, item) {
                    if let (Symbol::Function(_), Role::Use) = (one.symbol, one.role) {
                        let range = one.range + item.offset(db);
                        match calls.iter_mut().find(|(known, _)| *known == one.symbol) {
                            Some((_, places)) => places.push(range),
                            None => calls.push((one.symbol, vec![range])),
                        }
                    }
                }
                let call = |(symbol, places)| Some(Call { other: self.item_of_symbol(symbol)?, places });
                calls.into_iter().filter_map(call).collect()
            }
            Symbol::Entity(None, Entity::Zone(zone)) => self.ways(zone, false),
            _ => Vec::new(),
        }
    }

    fn item_of_symbol(&self, symbol: Symbol) -> Option<CallItem> {
        let db = &self.db;
        let (kind, detail) = match symbol {
            Symbol::Function(id) if signature(db, id).relation => (CallKind::Relation, String::new()),
            Symbol::Function(_) => (CallKind::Define, String::new()),
            Symbol::Requirement(index) => {
                (CallKind::Requirement, zcc_hir::rules::requirement(db, index).title.to_string())
            }
            Symbol::Entity(None, Entity::Zone(zone)) => {
                let title = graph(db).places.get(zone.index()).and_then(|head| head.title.clone());
                (CallKind::Zone, title.unwrap_or_default().to_string())
            }
            _ => return None,
        };
        let found = destination(db, declaration(db, symbol)?);
        let name = match symbol {
            Symbol::Entity(_, Entity::Zone(zone)) => places(db).entry(zone)?.path.to_string(),
            _ => spelled(db, symbol).to_string(),
        };
        Some(CallItem { name, detail, kind, file: found.file, word: found.name, whole: found.whole })
    }

    /// The zones at the other ends of the conduits by which traffic enters a zone, or leaves it. Each is shown where the
    /// conduit names it.
    fn ways(&self, zone: PlaceId, incoming: bool) -> Vec<Call> {
        let db = &self.db;
        let (graph, table) = (graph(db), places(db));
        let is_within = |inner: PlaceId, outer: PlaceId| {
            let mut next = Some(inner);
            while let Some(at) = next {
                if at == outer {
                    return true;
                }
                next = graph.places.get(at.index()).and_then(|head| head.parent);
            }
            false
        };
        let related = |end: PlaceId| is_within(end, zone) || is_within(zone, end);
        let mut found = Vec::new();
        let Some(head) = graph.places.get(zone.index()) else { return found };
        for conduit in head.crossings.iter().filter(|conduit| !table.is_zone(**conduit)) {
            let (Some(way), Some(entry)) = (graph.places.get(conduit.index()), table.entry(*conduit)) else { continue };
            let others: Vec<PlaceId> = match (&*way.joined, way.one_way) {
                ([from, to], true) => {
                    let (near, far) = if incoming { (*to, *from) } else { (*from, *to) };
                    if related(near) { vec![far] } else { Vec::new() }
                }
                (ends, _) => ends.to_vec(),
            };
            let item = item_of(db, entry.anchor);
            for other in others.into_iter().filter(|other| !related(*other)) {
                let symbol = Symbol::Entity(None, Entity::Zone(other));
                let Some(named) = in_item(db, item, symbol).next() else { continue };
                let Some(mut shown) = self.item_of_symbol(symbol) else { continue };
                shown.detail = format!("by {}", way.path);
                if incoming {
                    // What is called from stands where the conduit names it.
                    (shown.file, shown.word) = (named.target.file, named.target.range);
                    shown.whole = tree(db, item).range + item.offset(db);
                    found.push(Call { places: vec![shown.word], other: shown });
                } else {
                    let own = declaration(db, Symbol::Entity(None, Entity::Zone(zone)));
                    let place = own.map(|place| destination(db, place).name);
                    found.push(Call { other: shown, places: place.into_iter().collect() });
                }
            }
        }
        found
    }
}

/// What a declaration of a rule declares.
fn rule_of(db: &dyn Db, item: Item<'_>) -> Option<Symbol> {
    let all = tables(db);
    match &tree(db, item).kind {
        ItemKind::Function(_) => all.functions.number(item.anchor()).map(|number| Symbol::Function(FunctionId(number))),
        ItemKind::Requirement(_) => {
            all.requirements.number(item.anchor()).map(|number| Symbol::Requirement(RequirementIndex(number)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::testing::at_cursor;

    #[track_caller]
    fn check(text: &str, expected: &Expect) {
        let (analysis, position) = at_cursor(text);
        let source = analysis.text(position.file);
        let mut told = String::new();
        let item = analysis.call_item(position).map(|item| format!("{} {:?} {}", item.name, item.kind, item.detail));
        told.push_str(&format!("{item:?}\n"));
        for (word, calls) in [("in", analysis.incoming_calls(position)), ("out", analysis.outgoing_calls(position))] {
            for call in calls {
                let places: Vec<String> = call.places.iter().map(|range| format!("{}", range.start)).collect();
                let shown = &source[call.other.word.to_usize()];
                let (name, detail) = (&call.other.name, &call.other.detail);
                told.push_str(&format!("{word}: {name} ({detail}) at `{shown}`, called at {}\n", places.join(", ")));
                assert!(
                    analysis.call_item(FilePosition { file: call.other.file, offset: call.other.word.start }).is_some()
                );
            }
        }
        expected.assert_eq(&told);
    }

    #[test]
    fn defines_are_called_by_rules() {
        check(
            "catalog own { levels: SL family AA }\ndefine f(z: zone): bool = z == z\ndefine g$0(z: zone): bool = f(z) and f(z)\nrequirement OR 1.1 \"One\" in own.AA for zone z { base: g(z) otherwise \"\" }",
            &expect![[r#"
                Some("g Define ")
                in: OR 1.1 (One) at `OR 1.1`, called at 164
                out: f () at `f`, called at 96, 105
            "#]],
        );
    }

    #[test]
    fn zones_are_reached_through_conduits() {
        check(
            "zone a$0 {}\nzone b {}\nzone c {}\nconduit both between a and b {}\nconduit down from a to c {}",
            &expect![[r#"
                Some("a Zone ")
                in: b (by both) at `b`, called at 57
                out: b (by both) at `b`, called at 5
                out: c (by down) at `c`, called at 5
            "#]],
        );
    }
}
