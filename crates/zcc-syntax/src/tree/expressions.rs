//! Expressions: each is built with its depth, so that no tree is too deep to walk; chains of one operator are flat.

use zcc_base::{Code, Diagnostic, TextRange};

use crate::ast::{
    ArithmeticOp, Binder, CompareOp, Comprehension, Expr, ExprKind, Field, Name, Path, QuantifierKind, RequirementId,
};
use crate::tree::{Arguments, Builder, DEEPEST, Node};

impl Builder<'_> {
    fn node(&self, kind: ExprKind, range: TextRange, deepest: u32) -> Node {
        self.work();
        if deepest < DEEPEST {
            return Node { expr: Expr { kind, range }, depth: deepest + 1 };
        }
        if !self.too_deep.replace(true) {
            let first = self.prepared.tokens.partition_point(|token| token.range.start < range.start);
            let range = self.prepared.tokens.get(first).map_or(range, |token| token.range);
            self.report(
                Diagnostic::new(
                    Code::NESTED_TOO_DEEPLY,
                    self.place(range),
                    format!("this expression is nested more than {DEEPEST} deep"),
                )
                .help("give its parts names with `let` or `define`"),
            );
        }
        Node::leaf(Expr { kind: ExprKind::Error, range })
    }

    fn binary(&self, left: Node, right: Node, kind: impl FnOnce(Box<Expr>, Box<Expr>) -> ExprKind) -> Node {
        let range = left.expr.range.cover(right.expr.range);
        let depth = left.depth.max(right.depth);
        self.node(kind(Box::new(left.expr), Box::new(right.expr)), range, depth)
    }

    fn prefix(&self, l: u32, of: Node, kind: impl FnOnce(Box<Expr>) -> ExprKind) -> Node {
        let range = TextRange::new(l, of.expr.range.end);
        self.node(kind(Box::new(of.expr)), range, of.depth)
    }

    pub(crate) fn implies(&self, left: Node, right: Node) -> Node {
        self.binary(left, right, ExprKind::Implies)
    }

    pub(crate) fn or(&self, left: Node, right: Node) -> Node {
        let range = left.expr.range.cover(right.expr.range);
        match left.expr.kind {
            ExprKind::Or(mut operands) => {
                operands.push(right.expr);
                self.node(ExprKind::Or(operands), range, (left.depth - 1).max(right.depth))
            }
            _ => self.node(ExprKind::Or(vec![left.expr, right.expr]), range, left.depth.max(right.depth)),
        }
    }

    pub(crate) fn and(&self, left: Node, right: Node) -> Node {
        let range = left.expr.range.cover(right.expr.range);
        match left.expr.kind {
            ExprKind::And(mut operands) => {
                operands.push(right.expr);
                self.node(ExprKind::And(operands), range, (left.depth - 1).max(right.depth))
            }
            _ => self.node(ExprKind::And(vec![left.expr, right.expr]), range, left.depth.max(right.depth)),
        }
    }

    pub(crate) fn not(&self, l: u32, of: Node) -> Node {
        self.prefix(l, of, ExprKind::Not)
    }

    pub(crate) fn negate(&self, l: u32, of: Node) -> Node {
        self.prefix(l, of, ExprKind::Negate)
    }

    pub(crate) fn compare(&self, op: CompareOp, left: Node, right: Node) -> Node {
        self.binary(left, right, |left, right| ExprKind::Compare(op, left, right))
    }

    pub(crate) fn arithmetic(&self, op: ArithmeticOp, left: Node, right: Node) -> Node {
        let range = left.expr.range.cover(right.expr.range);
        match left.expr.kind {
            ExprKind::Arithmetic { first, mut rest } if rest.last().is_some_and(|(last, _)| binds_alike(*last, op)) => {
                rest.push((op, right.expr));
                self.node(ExprKind::Arithmetic { first, rest }, range, (left.depth - 1).max(right.depth))
            }
            _ => {
                let depth = left.depth.max(right.depth);
                let kind = ExprKind::Arithmetic { first: Box::new(left.expr), rest: vec![(op, right.expr)] };
                self.node(kind, range, depth)
            }
        }
    }

    pub(crate) fn has(&self, subject: Node, capability: Path, condition: Option<Node>, r: u32) -> Node {
        let range = TextRange::new(subject.expr.range.start, r);
        let depth = subject.depth.max(condition.as_ref().map_or(0, |condition| condition.depth));
        let condition = condition.map(|condition| Box::new(condition.expr));
        self.node(ExprKind::Has { subject: Box::new(subject.expr), capability, condition }, range, depth)
    }

    pub(crate) fn carries(&self, conduit: Node, from: Node, to: Node) -> Node {
        let range = conduit.expr.range.cover(to.expr.range);
        let depth = conduit.depth.max(from.depth).max(to.depth);
        let (conduit, from, to) = (Box::new(conduit.expr), Box::new(from.expr), Box::new(to.expr));
        self.node(ExprKind::Carries { conduit, from, to }, range, depth)
    }

    pub(crate) fn quantifier(
        &self,
        l: u32,
        kind: QuantifierKind,
        binders: Vec<(Name, Node)>,
        condition: Option<Node>,
        body: Node,
    ) -> Node {
        let range = TextRange::new(l, body.expr.range.end);
        let (binders, depth) = bind(binders);
        let depth = depth.max(body.depth).max(condition.as_ref().map_or(0, |condition| condition.depth));
        let condition = condition.map(|condition| Box::new(condition.expr));
        self.node(ExprKind::Quantifier { kind, binders, condition, body: Box::new(body.expr) }, range, depth)
    }

    pub(crate) fn if_else(&self, l: u32, condition: Node, then: Node, otherwise: Node) -> Node {
        let range = TextRange::new(l, otherwise.expr.range.end);
        let depth = condition.depth.max(then.depth).max(otherwise.depth);
        let kind = ExprKind::If(Box::new(condition.expr), Box::new(then.expr), Box::new(otherwise.expr));
        self.node(kind, range, depth)
    }

    pub(crate) fn let_in(&self, l: u32, name: Name, value: Node, body: Node) -> Node {
        let range = TextRange::new(l, body.expr.range.end);
        let depth = value.depth.max(body.depth);
        self.node(ExprKind::Let { name, value: Box::new(value.expr), body: Box::new(body.expr) }, range, depth)
    }

    pub(crate) fn field(&self, base: Node, name: Name) -> Node {
        let range = base.expr.range.cover(name.range);
        self.node(ExprKind::Member(Box::new(base.expr), name), range, base.depth)
    }

    pub(crate) fn is_stated(&self, of: Node, r: u32) -> Node {
        let range = TextRange::new(of.expr.range.start, r);
        self.node(ExprKind::IsStated(Box::new(of.expr)), range, of.depth)
    }

    pub(crate) fn parenthesised(&self, mut of: Node, l: u32, r: u32) -> Node {
        self.work();
        of.expr.range = TextRange::new(l, r);
        of
    }

    pub(crate) fn list(&self, values: Vec<Node>, l: u32, r: u32) -> Node {
        let (values, depth) = exprs(values);
        self.node(ExprKind::List(values), TextRange::new(l, r), depth)
    }

    pub(crate) fn call(&self, callee: Node, arguments: Arguments, r: u32) -> Node {
        let range = TextRange::new(callee.expr.range.start, r);
        let ranges_over = !matches!(arguments, Arguments::Plain(_));
        match (callee.expr.kind, arguments) {
            (ExprKind::Name(name), arguments) if ranges_over || is_aggregate(&name) && arguments.all_bind() => {
                let function = Name { text: name, range: callee.expr.range };
                let (comprehension, depth) = self.comprehension(arguments, range);
                self.node(ExprKind::Aggregate { function, comprehension: Box::new(comprehension) }, range, depth)
            }
            (kind, Arguments::Plain(arguments)) => {
                let (arguments, depth) = exprs(arguments);
                let callee_depth = callee.depth;
                let callee = Box::new(Expr { kind, range: callee.expr.range });
                self.node(ExprKind::Call { callee, arguments }, range, depth.max(callee_depth))
            }
            (_, _) => {
                let place = self.place(callee.expr.range);
                self.report(
                    Diagnostic::new(Code::UNEXPECTED_TOKEN, place, "this cannot range over a set")
                        .help("only `count`, `sum`, `min` and `max` do: `count(x in S where P)`"),
                );
                Node::leaf(Expr { kind: ExprKind::Error, range })
            }
        }
    }

    /// A comprehension; or a list in the wrong brackets.
    pub(crate) fn braces(&self, inside: Arguments, l: u32, r: u32) -> Node {
        let range = TextRange::new(l, r);
        match inside {
            Arguments::Plain(values) if values.is_empty() => self.node(ExprKind::Record(Vec::new()), range, 0),
            Arguments::Plain(values) if !values.iter().all(Node::binds) => {
                self.report(
                    Diagnostic::new(
                        Code::UNEXPECTED_TOKEN,
                        self.place(range),
                        "a list stands in brackets, not in braces",
                    )
                    .help("write `[a, b]`; braces are `{ x in S where P }` or `{ name: value }`"),
                );
                self.list(values, l, r)
            }
            inside => {
                let (comprehension, depth) = self.comprehension(inside, range);
                self.node(ExprKind::Comprehension(Box::new(comprehension)), range, depth)
            }
        }
    }

    fn comprehension(&self, inside: Arguments, range: TextRange) -> (Comprehension, u32) {
        let (head, binders, condition) = match inside {
            Arguments::Plain(values) => (None, self.binders(values, range), None),
            Arguments::Bound(mut first, last) => {
                let (last, condition) = *last;
                first.push(last);
                (None, self.binders(first, range), Some(condition))
            }
            Arguments::Mapped(parts) => (Some(parts.0), parts.1, parts.2),
        };
        let (binders, depth) = bind(binders);
        let depth_of = |node: &Option<Node>| node.as_ref().map_or(0, |node| node.depth);
        let depth = depth.max(depth_of(&head)).max(depth_of(&condition));
        let comprehension = Comprehension {
            head: head.map(|head| head.expr),
            binders,
            condition: condition.map(|condition| condition.expr),
        };
        (comprehension, depth)
    }

    /// `x in S`, read as a comparison, means a binding here.
    fn binders(&self, values: Vec<Node>, range: TextRange) -> Vec<(Name, Node)> {
        let mut binders = Vec::with_capacity(values.len());
        for Node { expr, depth } in values {
            match expr.kind {
                ExprKind::Compare(CompareOp::In, name, source) if matches!(name.kind, ExprKind::Name(_)) => {
                    if let ExprKind::Name(text) = name.kind {
                        binders.push((Name { text, range: name.range }, Node { expr: *source, depth }));
                    }
                }
                ExprKind::Error => {}
                _ => {
                    let place = self.place(expr.range);
                    self.report(
                        Diagnostic::new(Code::UNEXPECTED_TOKEN, place, "this binds no name")
                            .label("expected `x in S`")
                            .secondary(self.place(range), "in here"),
                    );
                }
            }
        }
        binders
    }

    pub(crate) fn vector(&self, level: &str, fields: Vec<Field>, l: u32, r: u32) -> Expr {
        let level = self.number(level, l);
        self.expr(ExprKind::Vector { level, fields }, l, r)
    }

    /// `SR 2.5 in part_3_3`
    pub(crate) fn id_in(&self, id: RequirementId, catalog: Path, l: u32, r: u32) -> Expr {
        let left = Expr { range: id.range, kind: ExprKind::Requirement(id) };
        self.in_catalog(left, catalog, l, r)
    }

    /// `` `A.8.15` in house ``: the back-quoted name is the id of a requirement.
    pub(crate) fn name_in(&self, left: Expr, catalog: Path, l: u32, r: u32) -> Expr {
        let left = match left.kind {
            ExprKind::Name(text) if self.is_quoted(left.range) => {
                Expr { kind: ExprKind::Requirement(RequirementId { text, range: left.range }), range: left.range }
            }
            kind => Expr { kind, range: left.range },
        };
        self.in_catalog(left, catalog, l, r)
    }

    fn in_catalog(&self, left: Expr, catalog: Path, l: u32, r: u32) -> Expr {
        let mut segments = catalog.segments.into_iter();
        let first = Node::name(segments.next().unwrap_or_else(|| self.no_name(r)));
        let right = segments.fold(first, |base, name| self.field(base, name));
        self.expr(ExprKind::Compare(CompareOp::In, Box::new(left), Box::new(right.expr)), l, r)
    }
}

impl Node {
    /// Whether it has the form of `x in S`.
    fn binds(&self) -> bool {
        matches!(&self.expr.kind, ExprKind::Compare(CompareOp::In, name, _) if matches!(name.kind, ExprKind::Name(_)))
    }
}

impl Arguments {
    fn all_bind(&self) -> bool {
        matches!(self, Self::Plain(values) if !values.is_empty() && values.iter().all(Node::binds))
    }
}

fn is_aggregate(name: &str) -> bool {
    matches!(name, "count" | "sum" | "min" | "max")
}

fn binds_alike(one: ArithmeticOp, other: ArithmeticOp) -> bool {
    let additive = |op| matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract);
    additive(one) == additive(other)
}

fn exprs(nodes: Vec<Node>) -> (Vec<Expr>, u32) {
    let depth = nodes.iter().map(|node| node.depth).max().unwrap_or(0);
    (nodes.into_iter().map(|node| node.expr).collect(), depth)
}

fn bind(binders: Vec<(Name, Node)>) -> (Vec<Binder>, u32) {
    let depth = binders.iter().map(|(_, node)| node.depth).max().unwrap_or(0);
    (binders.into_iter().map(|(name, source)| Binder { name, source: source.expr }).collect(), depth)
}
