//! Where declarations and their members may break.

use zcc_base::TextRange;
use zcc_syntax::TokenKind;
use zcc_syntax::ast::{
    Block, BlockKind, EnumBody, Expectation, Head, Item, ItemKind, Member, MemberKind, Path, Test, TypeExpr, TypeKind,
};

use crate::element::Element;
use crate::emit::Emitter;

impl Emitter<'_> {
    /// Lays out a declaration and everything after it.
    pub(crate) fn item(&mut self, item: &Item) {
        self.until(item.range.start);
        match &item.kind {
            ItemKind::Import { .. } | ItemKind::Error => {}
            ItemKind::Block(block) => self.block(block),
            ItemKind::Enum { body, .. } => self.enum_body(body),
            ItemKind::Attribute { ty, default, .. } => {
                self.indented_until(ty.range.start);
                self.type_expr(ty);
                if let Some(default) = default {
                    self.value(default);
                }
            }
            ItemKind::Requirement(requirement) => self.requirement(requirement),
            ItemKind::Function(function) => self.function(function),
            ItemKind::Test(test) => self.test(test),
        }
        self.until(item.range.end);
    }

    fn block(&mut self, block: &Block) {
        self.open();
        match &block.head {
            Head::None => {}
            Head::Of(paths) => {
                for path in paths {
                    self.until(path.range().end);
                }
            }
            Head::Between(paths) => {
                if let Some(first) = paths.first() {
                    self.break_before(TokenKind::Between, first.range().start);
                }
            }
            Head::FromTo(from, to) | Head::Channel { from, to, .. } => {
                self.break_before(TokenKind::From, from.range().start);
                self.break_before(TokenKind::To, to.range().start);
            }
        }
        if block.body.is_empty() {
            self.until(block.body.start);
            return self.close();
        }
        self.until(block.body.start);
        self.close();
        if is_short(block) && !self.has_comment(block.body.end) {
            self.braces(block.body.end, |emitter| block.members.iter().for_each(|member| emitter.member(member)));
        } else {
            self.body(block.body, |emitter| emitter.members(&block.members));
        }
    }

    fn members(&mut self, members: &[Member]) {
        for member in members {
            self.until(member.range.start);
            self.mark(Element::Hard);
            self.member(member);
            self.mark(Element::Hard);
        }
    }

    fn member(&mut self, member: &Member) {
        self.until(member.range.start);
        match &member.kind {
            MemberKind::Attribute { value, .. } => self.value(value),
            MemberKind::Parameter { ty, .. } => {
                self.indented_until(ty.range.start);
                self.type_expr(ty);
            }
            MemberKind::Family { .. } | MemberKind::Error => {}
            MemberKind::Claims { claims, .. } => self.list(
                claims,
                |claim| claim.range,
                |emitter, claim| {
                    emitter.fields(&claim.fields, claim.range);
                },
            ),
            MemberKind::Switch { switches, .. } => self.list(
                switches,
                |switch| switch.range,
                |emitter, switch| {
                    emitter.fields(&switch.fields, switch.range);
                },
            ),
            MemberKind::Speaks(spoken) => self.list(
                spoken,
                |speaks| speaks.range,
                |emitter, speaks| {
                    if speaks.members.is_empty() {
                        return;
                    }
                    emitter.break_nothing_until_brace(speaks.range.end);
                    if speaks.members.len() == 1 && !emitter.has_comment(speaks.range.end) {
                        emitter.braces(speaks.range.end, |emitter| {
                            speaks.members.iter().for_each(|member| emitter.member(member));
                        });
                    } else if let Some(brace) = emitter.peek() {
                        let body = TextRange::new(brace.range.start, speaks.range.end);
                        emitter.body(body, |emitter| emitter.members(&speaks.members));
                    }
                },
            ),
            MemberKind::Include(paths) => self.list(paths, Path::range, |_, _| {}),
            MemberKind::Block(block) => self.block(block),
        }
        self.until(member.range.end);
    }

    pub(crate) fn type_expr(&mut self, ty: &TypeExpr) {
        self.until(ty.range.start);
        match &ty.kind {
            TypeKind::Enum(body) => self.enum_body(body),
            TypeKind::SetOf(inner) => self.type_expr(inner),
            TypeKind::Union(types) => types.iter().for_each(|ty| self.type_expr(ty)),
            TypeKind::Named(_) | TypeKind::Error => {}
        }
        self.until(ty.range.end);
    }

    pub(crate) fn enum_body(&mut self, body: &EnumBody) {
        self.until(body.range.start);
        if body.variants.is_empty() {
            return self.until(body.range.end);
        }
        let documented = body.ordered || self.has_comment(body.range.end);
        self.braces(body.range.end, |emitter| {
            for (at, variant) in body.variants.iter().enumerate() {
                // The separator stays at the end of the line; docs are taken with their own line breaks.
                if at > 0 {
                    emitter.until_after(
                        if body.ordered { TokenKind::Less } else { TokenKind::Comma },
                        variant.name.range.start,
                    );
                    if documented {
                        emitter.mark(Element::Line);
                    } else {
                        emitter.fill_line();
                    }
                }
                emitter.until(variant.name.range.end);
            }
        });
    }

    pub(crate) fn test(&mut self, test: &Test) {
        self.body(test.body, |emitter| {
            let mut items = test.items.iter().peekable();
            let mut expectations = test.expectations.iter().peekable();
            loop {
                let item_first = match (items.peek(), expectations.peek()) {
                    (Some(item), Some(expectation)) => item.range.start < expectation.range.start,
                    (Some(_), None) => true,
                    (None, Some(_)) => false,
                    (None, None) => break,
                };
                if item_first {
                    let Some(item) = items.next() else { break };
                    emitter.until(item.range.start);
                    emitter.mark(Element::Hard);
                    emitter.item(item);
                } else {
                    let Some(expectation) = expectations.next() else { break };
                    emitter.expectation(expectation);
                }
                emitter.mark(Element::Hard);
            }
        });
    }

    fn expectation(&mut self, expectation: &Expectation) {
        self.until(expectation.range.start);
        self.mark(Element::Hard);
        self.open();
        if let Some(first) = expectation.because.as_ref().and_then(|because| because.first()) {
            self.break_before(TokenKind::Because, first.range().start);
        }
        self.until(expectation.range.end);
        self.close();
    }
}

/// A body that says one simple thing may stand on the line of its head.
fn is_short(block: &Block) -> bool {
    let simple = |member: &Member| {
        matches!(
            member.kind,
            MemberKind::Attribute { .. }
                | MemberKind::Claims { .. }
                | MemberKind::Switch { .. }
                | MemberKind::Include(_)
        )
    };
    let never = matches!(
        block.kind,
        BlockKind::Site
            | BlockKind::Waiver
            | BlockKind::Countermeasure
            | BlockKind::Certificate
            | BlockKind::Capability
            | BlockKind::Catalog
    );
    !never && block.members.len() == 1 && block.members.iter().all(simple)
}
