//! A walk over a declaration's tree that shows every node's range, outer ones first.

use zcc_base::TextRange;
use zcc_syntax::ast::{
    Block, Claim, Comprehension, EnumBody, Expr, ExprKind, Field, Function, Head, Item, ItemKind, Member, MemberKind,
    MessagePart, Path, Requirement, RequirementMember, Speaks, Switch, Test, TypeExpr, TypeKind,
};

/// Calls `see` with the range of each node of a declaration.
pub(crate) fn nodes(item: &Item, see: &mut dyn FnMut(TextRange)) {
    Walk { see }.item(item);
}

struct Walk<'a> {
    see: &'a mut dyn FnMut(TextRange),
}

impl Walk<'_> {
    fn item(&mut self, item: &Item) {
        (self.see)(item.range);
        match &item.kind {
            ItemKind::Import { package, alias } => {
                (self.see)(package.range);
                if let Some(alias) = alias {
                    (self.see)(alias.range);
                }
            }
            ItemKind::Block(block) => self.block(block),
            ItemKind::Enum { name, body } => {
                (self.see)(name.range);
                self.enum_body(body);
            }
            ItemKind::Attribute { owners, name, ty, default } => {
                owners.iter().for_each(|owner| (self.see)(owner.range));
                (self.see)(name.range);
                self.ty(ty);
                if let Some(default) = default {
                    self.expr(default);
                }
            }
            ItemKind::Requirement(requirement) => self.requirement(requirement),
            ItemKind::Function(function) => self.function(function),
            ItemKind::Test(test) => self.test(test),
            ItemKind::Error => {}
        }
    }

    fn block(&mut self, block: &Block) {
        if let Some(name) = &block.name {
            (self.see)(name.range);
        }
        if let Some(title) = &block.title {
            (self.see)(title.range);
        }
        match &block.head {
            Head::None => {}
            Head::Of(paths) | Head::Between(paths) => paths.iter().for_each(|path| self.path(path)),
            Head::FromTo(from, to) => {
                self.path(from);
                self.path(to);
            }
            Head::Channel { protocol, from, to } => {
                protocol.iter().chain([from, to]).for_each(|path| self.path(path));
            }
        }
        self.braces(block.body);
        block.members.iter().for_each(|member| self.member(member));
    }

    /// A body with its braces, and what is between them.
    fn braces(&mut self, body: TextRange) {
        (self.see)(body);
        if body.end > body.start + 2 {
            (self.see)(TextRange::new(body.start + 1, body.end - 1));
        }
    }

    fn path(&mut self, path: &Path) {
        (self.see)(path.range());
        path.segments.iter().for_each(|segment| (self.see)(segment.range));
    }

    fn member(&mut self, member: &Member) {
        (self.see)(member.range);
        match &member.kind {
            MemberKind::Attribute { name, value } => {
                (self.see)(name.range);
                self.expr(value);
            }
            MemberKind::Parameter { name, ty } => {
                (self.see)(name.range);
                self.ty(ty);
            }
            MemberKind::Family { name, title } => {
                (self.see)(name.range);
                if let Some(title) = title {
                    (self.see)(title.range);
                }
            }
            MemberKind::Claims { claims, .. } => claims.iter().for_each(|claim| self.claim(claim)),
            MemberKind::Switch { switches, .. } => switches.iter().for_each(|switch| self.switch(switch)),
            MemberKind::Speaks(all) => all.iter().for_each(|one| self.speaks(one)),
            MemberKind::Include(paths) => paths.iter().for_each(|path| self.path(path)),
            MemberKind::Block(block) => self.block(block),
            MemberKind::Error => {}
        }
    }

    fn claim(&mut self, claim: &Claim) {
        (self.see)(claim.range);
        self.path(&claim.capability);
        self.fields(&claim.fields);
        if let Some(with) = &claim.with {
            self.path(with);
        }
    }

    fn switch(&mut self, switch: &Switch) {
        (self.see)(switch.range);
        if let Some(capability) = &switch.capability {
            self.path(capability);
        }
        self.fields(&switch.fields);
        if let Some(with) = &switch.with {
            self.path(with);
        }
    }

    fn speaks(&mut self, speaks: &Speaks) {
        (self.see)(speaks.range);
        self.path(&speaks.protocol);
        speaks.members.iter().for_each(|member| self.member(member));
    }

    fn fields(&mut self, fields: &[Field]) {
        for field in fields {
            (self.see)(field.name.range.cover(field.value.range));
            (self.see)(field.name.range);
            self.expr(&field.value);
        }
    }

    fn enum_body(&mut self, body: &EnumBody) {
        self.braces(body.range);
        body.variants.iter().for_each(|variant| (self.see)(variant.name.range));
    }

    fn ty(&mut self, ty: &TypeExpr) {
        (self.see)(ty.range);
        match &ty.kind {
            TypeKind::Named(path) => self.path(path),
            TypeKind::SetOf(inner) => self.ty(inner),
            TypeKind::Union(all) => all.iter().for_each(|one| self.ty(one)),
            TypeKind::Enum(body) => self.enum_body(body),
            TypeKind::Error => {}
        }
    }

    fn requirement(&mut self, requirement: &Requirement) {
        if let Some(id) = &requirement.id {
            (self.see)(id.range);
        }
        if let Some(title) = &requirement.title {
            (self.see)(title.range);
        }
        if let Some(family) = &requirement.family {
            self.path(family);
        }
        if let Some(subject) = &requirement.subject {
            self.ty(subject);
        }
        if let Some(variable) = &requirement.variable {
            (self.see)(variable.range);
        }
        self.braces(requirement.body);
        for member in &requirement.members {
            match member {
                RequirementMember::Let { name, value } => {
                    (self.see)(name.range.cover(value.range));
                    (self.see)(name.range);
                    self.expr(value);
                }
                RequirementMember::Clause(clause) => {
                    (self.see)(clause.range);
                    (self.see)(clause.name_range);
                    clause.title.iter().for_each(|title| (self.see)(title.range));
                    clause.level.iter().chain(&clause.when).for_each(|expr| self.expr(expr));
                    for assertion in &clause.assertions {
                        let message = assertion.message.as_ref().map_or(assertion.condition.range, |one| one.range);
                        (self.see)(assertion.condition.range.cover(message));
                        self.expr(&assertion.condition);
                        if let Some(message) = &assertion.message {
                            (self.see)(message.range);
                            for part in &message.parts {
                                if let MessagePart::Value(value) = part {
                                    self.expr(value);
                                }
                            }
                        }
                    }
                }
                RequirementMember::Error(range) => (self.see)(*range),
            }
        }
    }

    fn function(&mut self, function: &Function) {
        if let Some(name) = &function.name {
            (self.see)(name.range);
        }
        for parameter in function.parameters.iter().flatten() {
            (self.see)(parameter.name.range.cover(parameter.ty.range));
            (self.see)(parameter.name.range);
            self.ty(&parameter.ty);
        }
        if let Some(returns) = &function.returns {
            self.ty(returns);
        }
        self.expr(&function.body);
    }

    fn test(&mut self, test: &Test) {
        if let Some(title) = &test.title {
            (self.see)(title.range);
        }
        if let Some(date) = &test.date {
            self.expr(date);
        }
        self.braces(test.body);
        test.items.iter().for_each(|item| self.item(item));
        for expectation in &test.expectations {
            (self.see)(expectation.range);
            (self.see)(expectation.requirement.range);
            expectation.catalog.iter().for_each(|catalog| self.path(catalog));
            (self.see)(expectation.verdict.range);
            self.path(&expectation.subject);
            expectation.because.iter().flatten().for_each(|path| self.path(path));
        }
    }

    fn comprehension(&mut self, comprehension: &Comprehension) {
        comprehension.head.iter().for_each(|head| self.expr(head));
        for binder in &comprehension.binders {
            (self.see)(binder.name.range.cover(binder.source.range));
            (self.see)(binder.name.range);
            self.expr(&binder.source);
        }
        comprehension.condition.iter().for_each(|condition| self.expr(condition));
    }

    fn expr(&mut self, expr: &Expr) {
        (self.see)(expr.range);
        match &expr.kind {
            ExprKind::Error | ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Requirement(_) => {}
            ExprKind::Member(base, name) => {
                self.expr(base);
                (self.see)(name.range);
            }
            ExprKind::Call { callee, arguments } => {
                self.expr(callee);
                arguments.iter().for_each(|argument| self.expr(argument));
            }
            ExprKind::Aggregate { function, comprehension } => {
                (self.see)(function.range);
                self.comprehension(comprehension);
            }
            ExprKind::List(all) | ExprKind::And(all) | ExprKind::Or(all) => all.iter().for_each(|one| self.expr(one)),
            ExprKind::Record(fields) | ExprKind::Vector { fields, .. } => self.fields(fields),
            ExprKind::Comprehension(comprehension) => self.comprehension(comprehension),
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::IsStated(inner) => self.expr(inner),
            ExprKind::Implies(left, right) | ExprKind::Compare(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Arithmetic { first, rest } => {
                self.expr(first);
                rest.iter().for_each(|(_, operand)| self.expr(operand));
            }
            ExprKind::Has { subject, capability, condition } => {
                self.expr(subject);
                self.path(capability);
                condition.iter().for_each(|condition| self.expr(condition));
            }
            ExprKind::Carries { conduit, from, to } => [conduit, from, to].into_iter().for_each(|one| self.expr(one)),
            ExprKind::Quantifier { binders, condition, body, .. } => {
                for binder in binders {
                    (self.see)(binder.name.range.cover(binder.source.range));
                    (self.see)(binder.name.range);
                    self.expr(&binder.source);
                }
                condition.iter().for_each(|condition| self.expr(condition));
                self.expr(body);
            }
            ExprKind::If(condition, then, otherwise) => {
                [condition, then, otherwise].into_iter().for_each(|one| self.expr(one));
            }
            ExprKind::Let { name, value, body } => {
                (self.see)(name.range);
                self.expr(value);
                self.expr(body);
            }
        }
    }
}
