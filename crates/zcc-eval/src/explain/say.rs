//! Expressions in the language's own words, with what names stand for where that is something in the model.

use zcc_hir::expr::{
    AggregateFunction, ArithmeticOp, AttributeRef, Binder, CompareOp, Expr, ExprKind, GlobalSet, QuantifierKind,
};
use zcc_hir::facts::Mode;
use zcc_hir::rules::builtin_name;

use super::Explainer;
use crate::display::{path, val};
use crate::val::Val;
use crate::world::World;

/// How deeply an expression is said before the rest is left out.
const DEEPEST: usize = 6;

/// How tightly an expression holds together, as the grammar has it: what is looser than its place asks for takes brackets.
type Binding = u8;

const LOOSEST: Binding = 0;
const IMPLIES: Binding = 1;
const OR: Binding = 2;
const AND: Binding = 3;
const NOT: Binding = 4;
const COMPARISON: Binding = 5;
const SUM: Binding = 6;
const PRODUCT: Binding = 7;
const NEGATION: Binding = 8;
const TIGHTEST: Binding = 9;

fn binding(expr: &Expr) -> Binding {
    match &expr.kind {
        ExprKind::Quantifier { .. } | ExprKind::If(..) | ExprKind::Let { .. } => LOOSEST,
        ExprKind::Implies(..) => IMPLIES,
        ExprKind::Or(_) => OR,
        ExprKind::And(_) => AND,
        ExprKind::Not(_) => NOT,
        ExprKind::Compare(..) | ExprKind::Has { .. } | ExprKind::Carries { .. } => COMPARISON,
        ExprKind::Arithmetic(ArithmeticOp::Add | ArithmeticOp::Subtract, ..) => SUM,
        ExprKind::Arithmetic(..) => PRODUCT,
        ExprKind::Negate(_) => NEGATION,
        _ => TIGHTEST,
    }
}

impl<'w> Explainer<'w> {
    /// An expression in the language's own words, with what names stand for where that is something in the model.
    pub(super) fn say(&mut self, expr: &'w Expr, mode: Mode) -> String {
        self.say_within(expr, mode, 0, LOOSEST)
    }

    fn say_within(&mut self, expr: &'w Expr, mode: Mode, depth: usize, place: Binding) -> String {
        if depth > DEEPEST {
            return "…".to_owned();
        }
        let world = self.world();
        let mut said = |inner: &'w Expr, place: Binding| self.say_within(inner, mode, depth + 1, place);
        let text = match &expr.kind {
            ExprKind::Constant(value) => crate::display::value(world, value),
            ExprKind::Slot(slot) => match self.eval.slot(*slot) {
                Val::Entity(entity) => path(world, entity),
                Val::Unknown | Val::Truth(_) => self.names.get(slot).cloned().unwrap_or_else(|| "?".to_owned()),
                other => val(world, &other, &expr.ty),
            },
            ExprKind::LetReference(id) => match self.lets.get(&id.0) {
                Some(name) => name.clone(),
                None => match self.eval.definition(id.0) {
                    Some(value) => return self.say_within(value, mode, depth + 1, place),
                    None => "…".to_owned(),
                },
            },
            ExprKind::Let { id, value, body } => {
                self.eval.define(id.0, value);
                return self.say_within(body, mode, depth + 1, place);
            }
            ExprKind::Parameter(position) => self
                .capability
                .and_then(|capability| world.capability(capability))
                .and_then(|capability| capability.parameters.get(usize::from(*position)))
                .map_or_else(|| "?".to_owned(), |parameter| parameter.name.to_string()),
            ExprKind::Attribute { of, attribute } => {
                format!("{}.{}", said(of, TIGHTEST), attribute_name(world, *attribute))
            }
            ExprKind::IsStated { of, attribute } => {
                format!("{}.{} is stated", said(of, TIGHTEST), attribute_name(world, *attribute))
            }
            ExprKind::Global(set) => match set {
                GlobalSet::Zones => "zones",
                GlobalSet::Conduits => "conduits",
                GlobalSet::Components => "components",
                GlobalSet::Channels => "channels",
                GlobalSet::Products => "products",
                GlobalSet::Protocols => "protocols",
            }
            .to_owned(),
            ExprKind::Call { function, arguments } => {
                let name = world.function(*function).map(|function| function.name.to_string()).unwrap_or_default();
                if arguments.is_empty() {
                    return name;
                }
                let arguments: Vec<String> = arguments.iter().map(|argument| said(argument, LOOSEST)).collect();
                format!("{name}({})", arguments.join(", "))
            }
            ExprKind::List(items) => {
                format!("[{}]", items.iter().map(|item| said(item, LOOSEST)).collect::<Vec<_>>().join(", "))
            }
            ExprKind::And(parts) => parts.iter().map(|part| said(part, NOT)).collect::<Vec<_>>().join(" and "),
            ExprKind::Or(parts) => parts.iter().map(|part| said(part, AND)).collect::<Vec<_>>().join(" or "),
            ExprKind::Not(inner) => format!("not {}", said(inner, COMPARISON)),
            ExprKind::Negate(inner) => format!("-{}", said(inner, NEGATION)),
            ExprKind::Implies(left, right) => format!("{} => {}", said(left, OR), said(right, IMPLIES)),
            ExprKind::Union(left, right) => format!("union({}, {})", said(left, LOOSEST), said(right, LOOSEST)),
            ExprKind::Except(left, right) => format!("except({}, {})", said(left, LOOSEST), said(right, LOOSEST)),
            ExprKind::Compare(op, left, right) => {
                format!("{} {} {}", said(left, SUM), compare_word(*op), said(right, SUM))
            }
            ExprKind::Arithmetic(op, left, right) => {
                let word = match op {
                    ArithmeticOp::Add => "+",
                    ArithmeticOp::Subtract => "-",
                    ArithmeticOp::Multiply => "*",
                    ArithmeticOp::Divide => "/",
                };
                let own = binding(expr);
                format!("{} {word} {}", said(left, own), said(right, own + 1))
            }
            ExprKind::Has { subject, capability, condition } => {
                let name = world.capability(*capability).map(|found| found.name.to_string()).unwrap_or_default();
                let subject = said(subject, SUM);
                let outer = self.capability.replace(*capability);
                let outer_claim = self.eval.mechanism.take();
                let condition =
                    condition.as_ref().map(|condition| self.say_within(condition, mode, depth + 1, COMPARISON));
                self.eval.mechanism = outer_claim;
                self.capability = outer;
                match condition {
                    Some(condition) => format!("{subject} has {name} where {condition}"),
                    None => format!("{subject} has {name}"),
                }
            }
            ExprKind::Carries { conduit, from, to } => {
                format!("{} carries {} to {}", said(conduit, SUM), said(from, SUM), said(to, SUM))
            }
            ExprKind::If(condition, yes, no) => {
                format!("if {} then {} else {}", said(condition, LOOSEST), said(yes, LOOSEST), said(no, LOOSEST))
            }
            ExprKind::Quantifier { kind, binders, condition, body } => {
                let word = match kind {
                    QuantifierKind::Every => "every",
                    QuantifierKind::Some => "some",
                    QuantifierKind::No => "no",
                };
                let names = self.bound_names(binders, mode, depth);
                let condition = self.where_part(condition.as_deref(), mode, depth);
                format!("{word} {names}{condition}: {}", self.say_within(body, mode, depth + 1, LOOSEST))
            }
            ExprKind::Comprehension { binders, condition, .. } => {
                let names = self.bound_names(binders, mode, depth);
                let condition = self.where_part(condition.as_deref(), mode, depth);
                format!("{{ {names}{condition} }}")
            }
            ExprKind::Aggregate { function, binders, condition, .. } => {
                let word = match function {
                    AggregateFunction::Count => "count",
                    AggregateFunction::Sum => "sum",
                    AggregateFunction::Min => "min",
                    AggregateFunction::Max => "max",
                };
                if let ([only], None) = (&**binders, condition)
                    && only.name == "_"
                {
                    format!("{word}({})", self.say_within(&only.source, mode, depth + 1, LOOSEST))
                } else {
                    let names = self.bound_names(binders, mode, depth);
                    let condition = self.where_part(condition.as_deref(), mode, depth);
                    format!("{word}({names}{condition})")
                }
            }
            ExprKind::Error => "…".to_owned(),
        };
        if binding(expr) < place { format!("({text})") } else { text }
    }

    pub(super) fn bound_names(&mut self, binders: &'w [Binder], mode: Mode, depth: usize) -> String {
        let mut names = Vec::new();
        for binder in binders {
            // What an earlier round bound is forgotten: here the name stands for any member.
            self.eval.set_slot(binder.slot, Val::Unknown);
            self.names.insert(binder.slot, binder.name.to_string());
            let source = self.say_within(&binder.source, mode, depth + 1, SUM);
            names.push(format!("{} in {source}", binder.name));
        }
        names.join(", ")
    }

    pub(super) fn where_part(&mut self, condition: Option<&'w Expr>, mode: Mode, depth: usize) -> String {
        match condition {
            Some(condition) => format!(" where {}", self.say_within(condition, mode, depth + 1, LOOSEST)),
            None => String::new(),
        }
    }
}

fn attribute_name(world: &dyn World, attribute: AttributeRef) -> String {
    match attribute {
        AttributeRef::Declared(id) => world.attribute(id).map(|found| found.name.to_string()).unwrap_or_default(),
        AttributeRef::Builtin(builtin) => builtin_name(builtin).to_owned(),
    }
}

fn compare_word(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => "==",
        CompareOp::NotEqual => "!=",
        CompareOp::Less => "<",
        CompareOp::LessEqual => "<=",
        CompareOp::Greater => ">",
        CompareOp::GreaterEqual => ">=",
        CompareOp::In => "in",
        CompareOp::NotIn => "not in",
    }
}
