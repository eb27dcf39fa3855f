//! Stubs of what is to be found out.

use zcc_db::Db;
use zcc_eval::findings::undecided;
use zcc_eval::{Gap, Witness};
use zcc_hir::expr::{CompareOp, Expr, ExprKind};
use zcc_hir::ids::{CapabilityId, ClauseId, Entity};
use zcc_hir::model::{entity_path, place_facts};
use zcc_hir::rules::{capability, enumeration, requirement};
use zcc_hir::value::Value;

use super::edits::Rewrite;
use super::{About, FindingAction, WayKind};

/// So many capabilities are offered to be stated.
const MOST: usize = 3;

impl About<'_> {
    /// `provides C { … }` and `lacks C` for what nobody stated of the first witness that is meant.
    pub(super) fn statements(&self) -> Vec<FindingAction> {
        let (db, finding) = (self.db, self.finding);
        let Some(seen) = self.seen().find(|seen| seen.witness.gap == Gap::Unproven) else { return Vec::new() };
        let pointed = seen.pointed();
        if matches!(pointed, Entity::Product(_) | Entity::Protocol(_) | Entity::Site) {
            return Vec::new();
        }
        let path = entity_path(db, pointed);
        let mut found = Vec::new();
        let names = undecided(db, finding.clause, finding.subject, seen.witness).into_iter();
        // What is mentioned somewhere lacks a part that only who mentioned it can state.
        for name in names.filter(|name| !is_mentioned(db, pointed, name)).take(MOST) {
            let fields = asked(db, finding.clause, seen.witness, &name);
            let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
            for (words, line) in [("has", format!("provides {name}{fields}")), ("lacks", format!("lacks {name}"))] {
                let mut rewrite = Rewrite::new(db);
                rewrite.line(&path, &line);
                let edits = rewrite.finish();
                if !edits.is_empty() {
                    let title = format!("State that `{path}` {words} `{name}`");
                    found.push(FindingAction { edits, ..self.action(WayKind::State, title) });
                }
            }
        }
        found
    }
}

/// Whether something is said of a capability of something, by itself or by what it inherits from.
fn is_mentioned(db: &dyn Db, entity: Entity, name: &str) -> bool {
    let table = match entity {
        Entity::Zone(place) | Entity::Conduit(place) => &place_facts(db, place).capabilities,
        Entity::Component(place, at) => match place_facts(db, place).components.get(at as usize) {
            Some(facts) => &facts.capabilities,
            None => return true,
        },
        Entity::Channel(place, at) => match place_facts(db, place).channels.get(at as usize) {
            Some(facts) => &facts.capabilities,
            None => return true,
        },
        _ => return true,
    };
    table.entries().into_iter().any(|entry| capability(db, entry.capability).name == name)
}

/// What a clause asks of the parameters of a capability, as fields.
fn asked(db: &dyn Db, clause: ClauseId, witness: &Witness, name: &str) -> Vec<String> {
    let requirement = requirement(db, clause.requirement);
    let clause = requirement.clauses.get(usize::from(clause.clause));
    let assertion = clause.and_then(|clause| clause.assertions.get(usize::from(witness.assertion)));
    let mut found = Vec::new();
    if let Some(assertion) = assertion {
        collect(db, &assertion.condition, name, &mut found);
    }
    found
}

fn collect(db: &dyn Db, expr: &Expr, name: &str, found: &mut Vec<String>) {
    if let ExprKind::Has { capability: id, condition: Some(condition), .. } = &expr.kind
        && capability(db, *id).name == name
    {
        fields(db, *id, condition, found);
    }
    expr.kind.for_each_child(&mut |inner| collect(db, inner, name, found));
}

fn fields(db: &dyn Db, id: CapabilityId, condition: &Expr, found: &mut Vec<String>) {
    let named = |position: u16, value: &str| {
        let declared = &capability(db, id).parameters;
        declared.get(usize::from(position)).map(|parameter| format!("{}: {value}", parameter.name))
    };
    let field = match &condition.kind {
        ExprKind::And(all) => return all.iter().for_each(|one| fields(db, id, one, found)),
        ExprKind::Parameter(position) => named(*position, "true"),
        ExprKind::Not(inner) => match &inner.kind {
            ExprKind::Parameter(position) => named(*position, "false"),
            _ => None,
        },
        ExprKind::Compare(CompareOp::Equal | CompareOp::GreaterEqual | CompareOp::LessEqual, a, b) => {
            match (&a.kind, &b.kind) {
                (ExprKind::Parameter(position), ExprKind::Constant(value)) => {
                    literal(db, value).and_then(|value| named(*position, &value))
                }
                _ => None,
            }
        }
        _ => None,
    };
    found.extend(field.filter(|field| !found.contains(field)));
}

fn literal(db: &dyn Db, value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Int(value) => Some(value.to_string()),
        Value::Variant(id, at) => enumeration(db, *id).variants.get(usize::from(*at)).map(ToString::to_string),
        _ => None,
    }
}
