//! From a declaration's tree and tokens to elements: where its lines may break. The tree only says where; every token
//! is taken from the source, in order, so that none can be lost.

use zcc_base::TextRange;
use zcc_syntax::ast::{
    Block, BlockKind, Clause, EnumBody, Expectation, Function, Head, Item, ItemKind, Member, MemberKind, Path,
    Requirement, RequirementMember, Test, TypeExpr, TypeKind,
};
use zcc_syntax::{LexedToken, TokenKind};

use crate::element::Element;

/// Walks the tokens of a declaration once, from the first to the last.
pub(crate) struct Emitter<'a> {
    source: &'a str,
    tokens: &'a [LexedToken],
    cursor: usize,
    /// The elements so far.
    pub(crate) elements: Vec<Element>,
}

impl<'a> Emitter<'a> {
    /// At the first of `tokens`.
    pub(crate) fn new(source: &'a str, tokens: &'a [LexedToken]) -> Self {
        Self { source, tokens, cursor: 0, elements: Vec::with_capacity(tokens.len() * 2) }
    }

    /// Lays out a declaration and everything after it.
    pub(crate) fn item(&mut self, item: &Item) {
        self.until(item.range.start);
        match &item.kind {
            ItemKind::Import { .. } | ItemKind::Error => {}
            ItemKind::Block(block) => self.block(block),
            ItemKind::Enum { body, .. } => self.enum_body(body),
            ItemKind::Attribute { ty, default, .. } => {
                self.type_expr(ty);
                if let Some(default) = default {
                    self.until(default.range.start);
                    self.expr(default);
                }
            }
            ItemKind::Requirement(requirement) => self.requirement(requirement),
            ItemKind::Function(function) => self.function(function),
            ItemKind::Test(test) => self.test(test),
        }
        self.until(item.range.end);
    }

    pub(crate) fn mark(&mut self, element: Element) {
        self.elements.push(element);
    }

    pub(crate) fn open(&mut self) {
        self.mark(Element::Open);
        self.mark(Element::Indent);
    }

    pub(crate) fn close(&mut self) {
        self.mark(Element::Dedent);
        self.mark(Element::Close);
    }

    pub(crate) fn peek(&self) -> Option<LexedToken> {
        self.tokens.get(self.cursor).copied()
    }

    /// The kind of the next token that is no comment.
    pub(crate) fn next_kind(&self) -> Option<TokenKind> {
        self.tokens.get(self.cursor..)?.iter().map(|token| token.kind).find(|kind| !is_comment(*kind))
    }

    /// The kind of the token after the next.
    pub(crate) fn following_kind(&self) -> Option<TokenKind> {
        self.tokens.get(self.cursor + 1).map(|token| token.kind)
    }

    /// The end of the brace that closes the one that comes next, or `limit` if none does.
    pub(crate) fn matching_brace_end(&self, limit: u32) -> u32 {
        let mut depth = 0_usize;
        for token in &self.tokens[self.cursor..] {
            match token.kind {
                TokenKind::OpenBrace => depth += 1,
                TokenKind::CloseBrace if depth <= 1 => return token.range.end,
                TokenKind::CloseBrace => depth -= 1,
                _ => {}
            }
        }
        limit
    }

    /// Takes all tokens that start before `offset`. Round and square brackets are groups of their own wherever they are.
    pub(crate) fn until(&mut self, offset: u32) {
        while let Some(token) = self.peek()
            && token.range.start < offset
        {
            self.take();
        }
    }

    /// Takes closing brackets that start before `offset`.
    pub(crate) fn closers(&mut self, offset: u32) {
        while let Some(token) = self.peek()
            && token.range.start < offset
            && matches!(token.kind, TokenKind::CloseParen | TokenKind::CloseBracket)
        {
            self.take();
        }
    }

    /// Takes one token.
    pub(crate) fn take(&mut self) {
        let Some(token) = self.peek() else { return };
        let index = self.cursor;
        self.cursor += 1;
        if is_comment(token.kind) {
            return self.comment(index, token);
        }
        match token.kind {
            TokenKind::OpenParen | TokenKind::OpenBracket => {
                self.mark(Element::Token(index));
                self.open();
                self.mark(Element::SoftLine);
            }
            TokenKind::CloseParen | TokenKind::CloseBracket => {
                self.mark(Element::Dedent);
                self.mark(Element::SoftLine);
                self.mark(Element::Token(index));
                self.mark(Element::Close);
            }
            _ => self.mark(Element::Token(index)),
        }
    }

    /// A comment stays on the line of what stands before it, or on a line of its own.
    fn comment(&mut self, index: usize, token: LexedToken) {
        let before =
            index.checked_sub(1).and_then(|before| self.tokens.get(before)).map_or(0, |before| before.range.end);
        let gap = self.source.get(before as usize..token.range.start as usize).unwrap_or("");
        let own_line = index == 0 || gap.contains('\n') || token.kind == TokenKind::Docs;
        if own_line {
            self.mark(Element::Hard);
            self.mark(Element::Token(index));
            return self.mark(Element::Hard);
        }
        // What was to come between the previous token and the next comes after the comment.
        let after =
            self.elements.iter().rposition(|element| matches!(element, Element::Token(_))).map_or(0, |at| at + 1);
        if token.kind != TokenKind::BlockComment {
            self.elements.insert(after, Element::Hard);
        }
        self.elements.insert(after, Element::Token(index));
    }

    /// Whether a comment stands among the tokens of `range` that are still to come.
    fn has_comment(&self, range: TextRange) -> bool {
        self.tokens[self.cursor..]
            .iter()
            .take_while(|token| token.range.start < range.end)
            .any(|token| token.range.start >= range.start && is_comment(token.kind))
    }

    /// Braces around `content`, on one line if that fits.
    pub(crate) fn braces(&mut self, end: u32, content: impl FnOnce(&mut Self)) {
        self.take();
        self.open();
        self.mark(Element::Line);
        content(self);
        self.until(end.saturating_sub(1));
        self.mark(Element::Dedent);
        self.mark(Element::Line);
        self.take();
        self.mark(Element::Close);
    }

    /// Braces around `content`, one member a line. Empty ones stay together.
    fn body(&mut self, range: TextRange, content: impl FnOnce(&mut Self)) {
        if range.is_empty() {
            return;
        }
        self.until(range.start);
        self.take();
        if self.peek().is_some_and(|token| token.kind == TokenKind::CloseBrace) {
            self.mark(Element::Glue);
            return self.take();
        }
        self.mark(Element::Indent);
        self.mark(Element::Hard);
        content(self);
        self.until(range.end.saturating_sub(1));
        self.mark(Element::Dedent);
        self.mark(Element::Hard);
        self.take();
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
        if is_short(block) && !self.has_comment(block.body) {
            self.braces(block.body.end, |emitter| block.members.iter().for_each(|member| emitter.member(member)));
        } else {
            self.body(block.body, |emitter| emitter.members(&block.members));
        }
    }

    /// Takes tokens up to `limit`, and breaks the line before the last `word` among them if what
    /// follows it would not fit.
    pub(crate) fn break_before(&mut self, word: TokenKind, limit: u32) {
        let last = self.tokens[self.cursor..]
            .iter()
            .take_while(|token| token.range.start < limit)
            .filter(|token| token.kind == word)
            .last()
            .map(|token| token.range.start);
        let Some(at) = last else { return self.until(limit) };
        self.until(at);
        self.fill_line();
        self.until(limit);
    }

    /// A line that breaks only if what follows it, up to the next possible break, would not fit.
    pub(crate) fn fill_line(&mut self) {
        self.mark(Element::Open);
        self.mark(Element::Line);
        self.mark(Element::Close);
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
            MemberKind::Attribute { value, .. } => {
                self.until(value.range.start);
                self.expr(value);
            }
            MemberKind::Parameter { ty, .. } => self.type_expr(ty),
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
                    if speaks.members.len() == 1 && !emitter.has_comment(speaks.range) {
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

    /// Takes tokens up to the next opening brace, if one stands before `limit`.
    pub(crate) fn break_nothing_until_brace(&mut self, limit: u32) {
        while let Some(token) = self.peek()
            && token.range.start < limit
            && token.kind != TokenKind::OpenBrace
        {
            self.take();
        }
    }

    /// A word with a list behind it, as many elements a line as fit.
    fn list<T>(&mut self, elements: &[T], range: impl Fn(&T) -> TextRange, each: impl Fn(&mut Self, &T)) {
        let several = elements.len() > 1;
        if several {
            self.mark(Element::Indent);
        }
        for (at, element) in elements.iter().enumerate() {
            self.until(range(element).start);
            if at > 0 {
                self.fill_line();
            }
            each(self, element);
            self.until(range(element).end);
        }
        if several {
            self.mark(Element::Dedent);
        }
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

    fn enum_body(&mut self, body: &EnumBody) {
        self.until(body.range.start);
        if body.variants.is_empty() {
            return self.until(body.range.end);
        }
        let documented = body.ordered || self.has_comment(body.range);
        self.braces(body.range.end, |emitter| {
            for (at, variant) in body.variants.iter().enumerate() {
                // The separator stays at the end of the line; docs are taken with their own line breaks.
                if at > 0 {
                    while let Some(token) = emitter.peek()
                        && matches!(token.kind, TokenKind::Comma | TokenKind::Less)
                    {
                        emitter.take();
                    }
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

    fn requirement(&mut self, requirement: &Requirement) {
        self.open();
        if let Some(family) = &requirement.family {
            self.break_before(TokenKind::In, family.range().start);
        }
        if let Some(subject) = &requirement.subject {
            self.break_before(TokenKind::For, subject.range.start);
        }
        self.until(requirement.body.start);
        self.close();
        self.body(requirement.body, |emitter| {
            for member in &requirement.members {
                match member {
                    RequirementMember::Let { name, value } => {
                        emitter.until_line_of(name.range.start, TokenKind::Let);
                        emitter.mark(Element::Hard);
                        emitter.until(value.range.start);
                        emitter.expr(value);
                        emitter.closers(u32::MAX);
                    }
                    RequirementMember::Clause(clause) => emitter.clause(clause),
                    RequirementMember::Error(range) => emitter.until(range.end),
                }
                emitter.mark(Element::Hard);
            }
        });
    }

    /// Takes tokens up to the last `word` that starts before `limit`.
    fn until_line_of(&mut self, limit: u32, word: TokenKind) {
        let at = self.tokens[self.cursor..]
            .iter()
            .take_while(|token| token.range.start < limit)
            .filter(|token| token.kind == word)
            .last()
            .map_or(limit, |token| token.range.start);
        self.until(at);
    }

    fn clause(&mut self, clause: &Clause) {
        self.until(clause.range.start);
        self.mark(Element::Hard);
        self.mark(Element::Indent);
        if let Some(when) = &clause.when {
            self.break_before(TokenKind::When, when.range.start);
            self.expr(when);
            self.closers(u32::MAX);
        }
        if let Some(first) = clause.assertions.first() {
            self.until_after(TokenKind::Colon, first.condition.range.start);
        }
        for assertion in &clause.assertions {
            self.mark(Element::Hard);
            self.until(assertion.condition.range.start);
            self.expr(&assertion.condition);
            self.closers(u32::MAX);
            if let Some(message) = &assertion.message {
                self.until_line_of(message.range.start, TokenKind::Otherwise);
                self.mark(Element::Hard);
                self.until(message.range.end);
            }
        }
        self.until(clause.range.end);
        self.mark(Element::Dedent);
    }

    fn function(&mut self, function: &Function) {
        if let (Some(name), Some(_)) = (&function.name, &function.parameters) {
            self.until(name.range.end);
            self.mark(Element::Glue);
        }
        for (at, parameter) in function.parameters.iter().flatten().enumerate() {
            if at > 0 {
                self.until(parameter.name.range.start);
                self.mark(Element::Line);
            }
            self.type_expr(&parameter.ty);
        }
        if let Some(returns) = &function.returns {
            self.type_expr(returns);
        }
        self.definition(&function.body);
    }

    /// What follows `=`: on the same line if it fits; a comprehension always begins there.
    fn definition(&mut self, body: &zcc_syntax::ast::Expr) {
        let braced =
            matches!(body.kind, zcc_syntax::ast::ExprKind::Comprehension(_) | zcc_syntax::ast::ExprKind::List(_));
        if braced {
            self.until(body.range.start);
            return self.expr(body);
        }
        self.until_after(TokenKind::Equals, body.range.start);
        self.open();
        self.mark(Element::Line);
        self.until(body.range.start);
        self.expr(body);
        self.closers(u32::MAX);
        self.close();
    }

    /// Takes tokens up to and with the first `kind` that starts before `limit`.
    pub(crate) fn until_after(&mut self, kind: TokenKind, limit: u32) {
        while let Some(token) = self.peek()
            && token.range.start < limit
        {
            self.take();
            if token.kind == kind {
                return;
            }
        }
    }

    fn test(&mut self, test: &Test) {
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

/// Whether a token is a comment of any kind, docs included.
pub(crate) fn is_comment(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::LineComment | TokenKind::BlockComment | TokenKind::Docs | TokenKind::FileDocs)
}
