//! Quantifiers, comprehensions, aggregates and lists.

use zcc_base::{Code, Diagnostic, TextRange};
use zcc_syntax::ast;

use super::fits::{element, join};
use super::operators::MAX_CHAIN;
use super::{Checker, Polarity};
use crate::expr::{AggregateFunction, Binder, Expr, ExprKind, QuantifierKind, Type};
use crate::rules::{type_name, type_with_article};
use crate::value::Value;
use crate::values::set_of;

impl Checker<'_> {
    /// Checks what variables range over and brings them into scope, outermost first.
    fn binders(&mut self, binders: &[ast::Binder], polarity: Polarity, used: bool) -> Vec<Binder> {
        let mut bound = Vec::with_capacity(binders.len());
        for binder in binders {
            let source = self.under(polarity, |checker| checker.infer(&binder.source, None));
            let source = self.source(source, binder.source.range);
            let slot = self.bind(&binder.name.text, binder.name.range, element(&source.ty), used);
            bound.push(Binder { name: binder.name.text.clone(), slot, source });
        }
        bound
    }

    /// What a variable ranges over must be a set; a single thing is the set of itself.
    fn source(&mut self, found: Expr, range: TextRange) -> Expr {
        match &found.ty {
            Type::Bool | Type::String | Type::Vector => {
                let message = format!("{} is no set to range over", type_name(self.db, &found.ty));
                let diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, self.place(range), message)
                    .help("range over a set, such as `z.components`, `zones` or `[a, b]`");
                self.refuse(range, diagnostic)
            }
            _ => self.as_set(found, range),
        }
    }

    pub(super) fn quantifier(
        &mut self,
        kind: QuantifierKind,
        binders: &[ast::Binder],
        condition: Option<&ast::Expr>,
        body: &ast::Expr,
        range: TextRange,
    ) -> Expr {
        // `every x in S where P: Q` is `P => Q` of each, `no` the same with `not Q`.
        let (guard, said) = match kind {
            QuantifierKind::Every => (Polarity::Negative, Polarity::Positive),
            QuantifierKind::Some => (Polarity::Positive, Polarity::Positive),
            QuantifierKind::No => (Polarity::Negative, Polarity::Negative),
        };
        let depth = self.depth();
        let binders = self.binders(binders, guard, false);
        let condition =
            condition.map(|condition| Box::new(self.under(guard, |checker| checker.check(condition, &Type::Bool))));
        let body = Box::new(self.under(said, |checker| checker.check(body, &Type::Bool)));
        self.leave(depth);
        self.make(ExprKind::Quantifier { kind, binders, condition, body }, Type::Bool, range)
    }

    pub(super) fn comprehension(&mut self, tree: &ast::Comprehension, range: TextRange, hint: Option<&Type>) -> Expr {
        let depth = self.depth();
        let binders = self.binders(&tree.binders, Polarity::Positive, tree.head.is_none());
        let condition = tree.condition.as_ref().map(|condition| Box::new(self.check(condition, &Type::Bool)));
        let hint = hint.map(element);
        let head = tree
            .head
            .as_ref()
            .map(|head| Box::new(self.under(Polarity::Mixed, |checker| checker.infer(head, hint.as_ref()))));
        self.leave(depth);
        let ty = match (&head, binders.as_slice()) {
            (Some(head), _) => head.ty.clone(),
            (None, [one]) => element(&one.source.ty),
            (None, _) => {
                let message = "with several variables, a set must say what it collects";
                let diagnostic = Diagnostic::new(Code::MISSING_PART, self.place(range), message)
                    .help("write it first: `{ x for x in S, y in T where … }`");
                return self.refuse(range, diagnostic);
            }
        };
        if matches!(ty, Type::Set(_)) {
            let message = "a set cannot hold sets";
            let diagnostic = Diagnostic::new(Code::BAD_TYPE, self.place(range), message)
                .help("range over the inner set too: `{ y for x in S, y in x.many }`");
            return self.refuse(range, diagnostic);
        }
        self.make(ExprKind::Comprehension { head, binders, condition }, Type::Set(Box::new(ty)), range)
    }

    /// `sum(e for x in S where P)` and its like.
    pub(super) fn aggregate(&mut self, name: &ast::Name, tree: &ast::Comprehension, range: TextRange) -> Expr {
        let Some(function) = aggregate_named(&name.text) else {
            let message = format!("`{}` does not add up a set", name.text);
            let diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, self.place(name.range), message)
                .help("`count`, `sum`, `min` and `max` do");
            return self.refuse(range, diagnostic);
        };
        let depth = self.depth();
        let (binders, condition, head) = self.under(Polarity::Mixed, |checker| {
            let binders = checker.binders(&tree.binders, Polarity::Positive, tree.head.is_none());
            let condition = tree.condition.as_ref().map(|condition| Box::new(checker.check(condition, &Type::Bool)));
            (binders, condition, tree.head.as_ref().map(|head| Box::new(checker.infer(head, None))))
        });
        self.leave(depth);
        self.finish_aggregate(function, head, binders, condition, range)
    }

    fn finish_aggregate(
        &mut self,
        function: AggregateFunction,
        head: Option<Box<Expr>>,
        binders: Vec<Binder>,
        condition: Option<Box<Expr>>,
        range: TextRange,
    ) -> Expr {
        let (head, ty) = if function == AggregateFunction::Count {
            (None, Type::Int)
        } else {
            let head = match (head, binders.as_slice()) {
                (Some(head), _) => head,
                (None, [one]) => {
                    let (slot, ty) = (one.slot, element(&one.source.ty));
                    Box::new(self.make(ExprKind::Slot(slot), ty, range))
                }
                (None, _) => {
                    let message = "with several variables, it must be said what is added up";
                    let diagnostic = Diagnostic::new(Code::MISSING_PART, self.place(range), message)
                        .help("write it first: `sum(x.hours for x in S, y in T where … )`");
                    return self.refuse(range, diagnostic);
                }
            };
            let fits = match function {
                AggregateFunction::Sum => matches!(head.ty, Type::Int | Type::Duration | Type::Error),
                _ => self.ordered(&head.ty),
            };
            if !fits {
                let found = type_name(self.db, &head.ty);
                let message = match function {
                    AggregateFunction::Sum => format!("{found} cannot be added up"),
                    _ => format!("the values of `{found}` have no order"),
                };
                let diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, self.place(range), message).help(
                    "say which number of each is meant, as in `sum(x.hours for x in S)`; to count them, use `count(S)`",
                );
                return self.refuse(range, diagnostic);
            }
            let ty = head.ty.clone();
            (Some(head), ty)
        };
        self.make(ExprKind::Aggregate { function, head, binders, condition }, ty, range)
    }

    /// The calls that the language itself knows; `None` for all others.
    pub(super) fn built_in(
        &mut self,
        name: &str,
        arguments: &[ast::Expr],
        range: TextRange,
        hint: Option<&Type>,
    ) -> Option<Expr> {
        let function = match name {
            "union" | "except" => return Some(self.combine(name, arguments, range, hint)),
            _ => aggregate_named(name)?,
        };
        let [argument] = arguments else {
            let message = format!("`{name}` asks for one set");
            let diagnostic = Diagnostic::new(Code::WRONG_ARGUMENTS, self.place(range), message)
                .help(format!("write `{name}(S)`, or `{name}(x in S where …)`"));
            return Some(self.refuse(range, diagnostic));
        };
        let source = self.under(Polarity::Mixed, |checker| checker.infer(argument, None));
        let source = self.source(source, argument.range);
        let depth = self.depth();
        let name = smol_str::SmolStr::new_static("_");
        let slot = self.bind(&name, TextRange::empty(range.start), element(&source.ty), true);
        self.leave(depth);
        Some(self.finish_aggregate(function, None, vec![Binder { name, slot, source }], None, range))
    }

    /// `union(a, b)`, `except(a, b)`
    fn combine(&mut self, name: &str, arguments: &[ast::Expr], range: TextRange, hint: Option<&Type>) -> Expr {
        let union = name == "union";
        if arguments.len() < 2 || (!union && arguments.len() > 2) || arguments.len() > MAX_CHAIN {
            let message = format!("`{name}` asks for two sets");
            let diagnostic = Diagnostic::new(Code::WRONG_ARGUMENTS, self.place(range), message)
                .help(format!("write `{name}(a, b)`"));
            return self.refuse(range, diagnostic);
        }
        let mut joined: Option<Expr> = None;
        for (position, argument) in arguments.iter().enumerate() {
            let polarity = if union || position == 0 { Polarity::Positive } else { Polarity::Negative };
            let hint = hint.cloned().or_else(|| joined.as_ref().map(|joined| joined.ty.clone()));
            let next = self.under(polarity, |checker| checker.infer(argument, hint.as_ref()));
            let next = self.source(next, argument.range);
            joined = Some(match joined {
                None => next,
                Some(before) => {
                    let Some(ty) = join(&before.ty, &next.ty) else {
                        let [a, b] = [&before.ty, &next.ty].map(|ty| type_with_article(self.db, ty));
                        let message = format!("{a} and {b} have nothing in common");
                        let diagnostic = Diagnostic::new(Code::NOT_COMPARABLE, self.place(argument.range), message);
                        return self.refuse(range, diagnostic);
                    };
                    if union {
                        self.make(ExprKind::Union(Box::new(before), Box::new(next)), ty, range)
                    } else {
                        let ty = before.ty.clone();
                        self.make(ExprKind::Except(Box::new(before), Box::new(next)), ty, range)
                    }
                }
            });
        }
        joined.unwrap_or_else(|| self.error(range))
    }

    pub(super) fn list(&mut self, elements: &[ast::Expr], range: TextRange, hint: Option<&Type>) -> Expr {
        let mut common = match hint {
            Some(Type::Set(element)) => Some((**element).clone()),
            None => None,
            Some(single) => Some(single.clone()),
        };
        let hinted = common.is_some();
        let mut ty = Type::Error;
        let mut checked = Vec::with_capacity(elements.len());
        for tree in elements {
            let one = self.infer(tree, common.as_ref());
            if matches!(one.ty, Type::Set(_)) {
                let diagnostic = Diagnostic::new(Code::BAD_TYPE, self.place(tree.range), "a set cannot hold sets")
                    .help("join sets by `union(a, b)`");
                self.tell(diagnostic);
                continue;
            }
            let Some(joined) = join(&ty, &one.ty) else {
                let (a, b) = (type_name(self.db, &ty), type_name(self.db, &one.ty));
                let message = format!("a list of {a} cannot hold {b}");
                let diagnostic = Diagnostic::new(Code::TYPE_MISMATCH, self.place(tree.range), message);
                self.tell(diagnostic);
                continue;
            };
            ty = joined;
            if !hinted {
                common = Some(ty.clone());
            }
            checked.push(one);
        }
        let complete = checked.len() == elements.len();
        let set = Type::Set(Box::new(ty.clone()));
        let constants: Option<Vec<Value>> = checked
            .iter()
            .map(|one| match &one.kind {
                ExprKind::Constant(value) => Some(value.clone()),
                _ => None,
            })
            .collect();
        match constants {
            _ if !complete => self.error(range),
            Some(values) if !values.is_empty() => self.make(ExprKind::Constant(set_of(&ty, values)), set, range),
            _ => self.make(ExprKind::List(checked), set, range),
        }
    }
}

fn aggregate_named(name: &str) -> Option<AggregateFunction> {
    Some(match name {
        "count" => AggregateFunction::Count,
        "sum" => AggregateFunction::Sum,
        "min" => AggregateFunction::Min,
        "max" => AggregateFunction::Max,
        _ => return None,
    })
}
