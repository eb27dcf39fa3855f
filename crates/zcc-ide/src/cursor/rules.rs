//! Requirements, defines, relations and expressions.

use zcc_syntax::TokenClass;
use zcc_syntax::TokenKind as T;

use super::reader::{Read, Reader};
use super::wanted::{Frame, PathOf, Segments, Wanted};

impl Reader<'_> {
    /// Reads a requirement past its word.
    pub(super) fn requirement(&mut self) -> Read {
        self.want(Wanted::NewName);
        if !self.take(T::RequirementId) && !self.take(T::QuotedName) {
            return self.stop();
        }
        self.title();
        if self.take_word(T::In, "in") {
            self.path(PathOf::Family)?;
        }
        if self.take_word(T::For, "for") {
            self.type_expression()?;
            self.new_name()?;
        }
        self.need(T::OpenBrace)?;
        let mut may_let = true;
        self.within(Frame::Requirement, |reader| {
            reader.pieces(|reader| {
                let is_clause = matches!(reader.peek(), Some(T::Base | T::Enhancement));
                let found = reader.line(may_let);
                may_let &= !is_clause;
                found
            })
        })
    }

    fn line(&mut self, may_let: bool) -> Read {
        self.want(Wanted::Line(may_let));
        match self.peek() {
            None => self.stop(),
            Some(T::Let) => {
                self.bump();
                self.new_name()?;
                self.need(T::Equals)?;
                self.expression()
            }
            Some(T::Base | T::Enhancement) => self.clause(),
            Some(_) => {
                self.bump();
                self.stop()
            }
        }
    }

    fn clause(&mut self) -> Read {
        self.bump();
        self.title();
        self.take_word(T::Should, "should");
        if self.take_word(T::At, "at") {
            self.want(Wanted::Level);
            if self.is_end() || self.peek().is_some_and(|kind| kind.class() != TokenClass::Literal) {
                return self.stop();
            }
            self.bump();
        }
        if self.take_word(T::When, "when") {
            let found = self.expression();
            self.or_tail(found, ": true otherwise \"\"")?;
        }
        let found = self.need(T::Colon);
        self.or_tail(found, ": true otherwise \"\"")?;
        loop {
            let found = self.expression();
            self.or_tail(found, " otherwise \"\"")?;
            let found = self.need_word(T::Otherwise, "otherwise");
            self.or_tail(found, " otherwise \"\"")?;
            self.need(T::String)?;
            // Another assertion, or the next clause.
            self.want(Wanted::Line(false));
            if self.is(T::CloseBrace) || matches!(self.peek(), Some(T::Base | T::Enhancement)) {
                return Ok(());
            }
        }
    }

    /// Reads a define or relation past its word.
    pub(super) fn function(&mut self, is_relation: bool) -> Read {
        self.new_name()?;
        if self.take(T::OpenParen) {
            while !self.take(T::CloseParen) {
                self.new_name()?;
                self.need(T::Colon)?;
                self.type_expression()?;
                if !self.take(T::Comma) && !self.is(T::CloseParen) {
                    return self.stop();
                }
            }
        }
        if !is_relation {
            self.need(T::Colon)?;
            self.type_expression()?;
        }
        self.need(T::Equals)?;
        self.within(Frame::Function, Self::expression)
    }

    /// Reads an expression.
    pub(super) fn expression(&mut self) -> Read {
        self.operand()?;
        loop {
            self.want(Wanted::Operator);
            match self.peek() {
                Some(T::And | T::Or | T::Implies) => {
                    self.bump();
                    self.operand()?;
                }
                _ => {
                    if !self.comparison()? {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Reads what follows an operand and binds more tightly than `and`; false if there is nothing.
    fn comparison(&mut self) -> Read<bool> {
        match self.peek() {
            Some(
                T::Equal
                | T::NotEqual
                | T::Less
                | T::LessEqual
                | T::Greater
                | T::GreaterEqual
                | T::In
                | T::Plus
                | T::Minus
                | T::Star
                | T::Slash,
            ) => {
                self.bump();
                self.operand()?;
            }
            Some(T::Not) if matches!(self.peek_second(), Some(T::In)) => {
                self.bump();
                self.bump();
                self.operand()?;
            }
            Some(T::Not) if self.peek_second().is_none() => {
                self.bump();
                self.want(Wanted::Word("in"));
                return self.stop();
            }
            Some(T::Has) => {
                self.bump();
                let capability = self.path(PathOf::Had)?;
                if self.take_word(T::Where, "where") {
                    self.within(Frame::Has(capability), |reader| {
                        reader.operand()?;
                        reader.want(Wanted::Operator);
                        while reader.comparison()? {}
                        Ok(())
                    })?;
                }
            }
            Some(T::Carries) => {
                self.bump();
                let found = self.followed_by(Self::operand, T::To, "to");
                self.or_tail(found, " to zones")?;
                self.operand()?;
            }
            Some(T::IsStated) => self.bump(),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Reads what a variable ranges over.
    fn sum(&mut self) -> Read {
        self.operand()?;
        while let Some(T::Plus | T::Minus | T::Star | T::Slash) = self.peek() {
            self.bump();
            self.operand()?;
        }
        Ok(())
    }

    fn binders(&mut self) -> Read {
        self.list(|reader| {
            reader.new_name()?;
            reader.need_word(T::In, "in")?;
            reader.sum()
        })
    }

    /// Reads something and the word that must follow it.
    fn followed_by(&mut self, read: fn(&mut Self) -> Read, kind: T, word: &'static str) -> Read {
        read(self)?;
        self.need_word(kind, word)
    }

    fn quantified(&mut self) -> Read {
        self.binders()?;
        if self.take_word(T::Where, "where") {
            self.expression()?;
        }
        self.need(T::Colon)
    }

    fn operand(&mut self) -> Read {
        self.want(Wanted::Operand);
        let Some(kind) = self.peek() else { return self.stop() };
        match kind {
            T::Not | T::Minus => {
                self.bump();
                self.operand()
            }
            T::Every | T::Some | T::No => {
                self.bump();
                let found = self.quantified();
                self.or_tail(found, ": true")?;
                self.expression()
            }
            T::If => {
                self.bump();
                let found = self.followed_by(Self::expression, T::Then, "then");
                self.or_tail(found, " then true else true")?;
                let found = self.followed_by(Self::expression, T::Else, "else");
                self.or_tail(found, " else true")?;
                self.expression()
            }
            T::Let => {
                self.bump();
                self.new_name()?;
                self.need(T::Equals)?;
                let found = self.expression().and_then(|()| self.need(T::Colon));
                self.or_tail(found, ": true")?;
                self.expression()
            }
            T::OpenParen => self.bracketed(T::CloseParen),
            T::OpenBracket => self.bracketed(T::CloseBracket),
            T::OpenBrace => self.bracketed(T::CloseBrace),
            T::SecurityLevel if self.peek_second() == Some(T::OpenBrace) => {
                self.bump();
                self.within(Frame::Vector, Self::fields)
            }
            T::True | T::False => {
                self.bump();
                self.behind(Segments::new(), 0)
            }
            _ if kind.class() == TokenClass::Literal => {
                self.bump();
                self.behind(Segments::new(), 0)
            }
            _ => {
                let start = self.start();
                match self.name(false) {
                    Some(name) => self.behind(vec![name], start),
                    None => self.stop(),
                }
            }
        }
    }

    fn bracketed(&mut self, close: T) -> Read {
        self.bump();
        self.within(Frame::Brackets, |reader| reader.arguments(close, None))?;
        self.behind(Segments::new(), 0)
    }

    /// Reads what stands in brackets: expressions with commas, or a comprehension.
    fn arguments(&mut self, close: T, call: Option<usize>) -> Read {
        let found = self.arguments_to_end(close, call);
        let tail = match close {
            T::CloseParen => ")",
            T::CloseBracket => "]",
            _ => "}",
        };
        self.or_tail(found, tail)
    }

    fn arguments_to_end(&mut self, close: T, call: Option<usize>) -> Read {
        let mut position = 0;
        loop {
            if self.take(close) {
                return Ok(());
            }
            if let Some(depth) = call
                && let Some(Frame::Call(_, _, argument)) = self.frames.get_mut(depth)
            {
                *argument = position;
            }
            if position == 0 && (call.is_some() || close == T::CloseBrace) {
                // Perhaps of a variable that is bound here.
                self.want(Wanted::NewName);
            }
            self.expression()?;
            if call.is_some() || close == T::CloseBrace {
                if self.take_word(T::For, "for") {
                    self.binders()?;
                }
                if self.take_word(T::Where, "where") {
                    self.expression()?;
                }
            }
            if !self.take(T::Comma) && !self.is(close) {
                return self.stop();
            }
            position += 1;
        }
    }

    /// Reads the members and calls behind an operand.
    fn behind(&mut self, mut path: Segments, start: u32) -> Read {
        loop {
            if self.take(T::Dot) {
                self.want(Wanted::MemberOf);
                match self.name(true) {
                    Some(name) => path.push(name),
                    None => return self.stop(),
                }
            } else if self.is(T::OpenParen) && !path.is_empty() {
                self.bump();
                let depth = self.frames.len();
                let frame = Frame::Call(std::mem::take(&mut path), start, 0);
                self.within(frame, |reader| reader.arguments(T::CloseParen, Some(depth)))?;
            } else {
                return Ok(());
            }
        }
    }
}
