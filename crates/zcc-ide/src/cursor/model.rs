//! Declarations, their members and values.

use zcc_syntax::TokenClass;
use zcc_syntax::TokenKind as T;
use zcc_syntax::ast::{BlockKind, ClaimKind};

use super::reader::{Read, Reader};
use super::wanted::{BlockFrame, Frame, PathOf, Segments, Wanted};

impl Reader<'_> {
    /// Reads a declaration.
    pub(super) fn item(&mut self) -> Read {
        self.want(Wanted::Declaration);
        let Some(kind) = self.peek() else { return self.stop() };
        if let Some(kind) = block_kind(kind) {
            return self.block(kind);
        }
        self.bump();
        match kind {
            T::Import => {
                self.want(Wanted::Package);
                if self.starts_line() || self.name(false).is_none() {
                    return self.stop();
                }
                if self.take_word(T::As, "as") {
                    self.new_name()?;
                }
                Ok(())
            }
            T::Enum => {
                self.new_name()?;
                self.variants()
            }
            T::Attribute => self.attribute_declaration(),
            T::Requirement => self.requirement(),
            T::Relation | T::Define => self.function(kind == T::Relation),
            T::Test => {
                self.title();
                if self.take_word(T::On, "on") {
                    self.want(Wanted::Date);
                    self.need(T::Date)?;
                }
                self.need(T::OpenBrace)?;
                self.within(Frame::Test, |reader| reader.pieces(Self::test_line))
            }
            _ => self.stop(),
        }
    }

    fn variants(&mut self) -> Read {
        self.need(T::OpenBrace)?;
        self.within(Frame::Brackets, |reader| {
            reader.pieces(|reader| {
                reader.new_name()?;
                let _ = reader.take(T::Comma) || reader.take(T::Less);
                Ok(())
            })
        })
    }

    fn attribute_declaration(&mut self) -> Read {
        loop {
            self.want(Wanted::Path(PathOf::Owner, Segments::new()));
            if self.name(false).is_none() {
                return self.stop();
            }
            if !self.take_word(T::Or, "or") {
                break;
            }
        }
        self.need(T::Dot)?;
        self.new_name()?;
        self.need(T::Colon)?;
        let ty = self.type_expression()?;
        if self.take(T::Equals) {
            self.within(Frame::Default(ty), Self::value)?;
        }
        Ok(())
    }

    /// Reads a type; what it names, where it is one name.
    pub(super) fn type_expression(&mut self) -> Read<Segments> {
        let mut last;
        loop {
            if self.is_end() {
                self.want(Wanted::Type(Segments::new()));
                self.want(Wanted::Word("set of"));
                self.want(Wanted::Word("enum"));
            }
            if self.is(T::Set) {
                self.bump();
                self.need_word(T::Of, "of")?;
                continue;
            }
            if self.take(T::Enum) {
                self.variants()?;
                return Ok(Segments::new());
            }
            last = Segments::new();
            loop {
                self.want(Wanted::Type(last.clone()));
                match self.name(!last.is_empty()) {
                    Some(name) => last.push(name),
                    None => return self.stop(),
                }
                if !self.take(T::Dot) {
                    break;
                }
            }
            if !self.take_word(T::Or, "or") {
                return Ok(last);
            }
        }
    }

    fn test_line(&mut self) -> Read {
        if self.is_end() {
            self.want(Wanted::Declaration);
            self.want(Wanted::Word("expect"));
            return self.stop();
        }
        if !self.is(T::Expect) {
            return self.item();
        }
        self.bump();
        self.want(Wanted::Clause);
        self.take_word(T::Capable, "capable");
        self.want(Wanted::Clause);
        if !self.take(T::RequirementId) && !self.take(T::QuotedName) {
            return self.stop();
        }
        if self.take_word(T::In, "in") {
            self.path(PathOf::Catalog)?;
        }
        self.want(Wanted::Verdict);
        if self.take(T::Not) {
            self.want(Wanted::Word("applicable"));
        }
        if self.name(false).is_none() {
            return self.stop();
        }
        self.need_word(T::For, "for")?;
        let subject = self.path(PathOf::Subject)?;
        if self.take_word(T::Because, "because") {
            self.within(Frame::Expectation(subject), |reader| {
                reader.list(|reader| reader.path(PathOf::Witness).map(drop))
            })?;
        }
        Ok(())
    }

    /// Reads a block from its word on.
    pub(super) fn block(&mut self, kind: BlockKind) -> Read {
        let mut frame = BlockFrame { kind, name: None, start: self.start(), of: None, from: None };
        self.bump();
        frame.name = Some(self.new_name()?);
        self.title();
        // What the head says is known to what is read in it.
        let depth = self.frames.len();
        self.frames.push(Frame::Block(frame));
        let found = self.head_and_body(kind, depth);
        if !matches!(found, Err(super::reader::Stop::End)) {
            self.frames.truncate(depth);
        }
        found
    }

    fn note(&mut self, depth: usize, say: impl FnOnce(&mut BlockFrame)) {
        if let Some(Frame::Block(frame)) = self.frames.get_mut(depth) {
            say(frame);
        }
    }

    fn head_and_body(&mut self, kind: BlockKind, depth: usize) -> Read {
        match kind {
            BlockKind::Conduit => {
                if self.take_word(T::Between, "between") {
                    self.list(|reader| reader.path(PathOf::Zone).map(drop))?;
                    while self.take_word(T::And, "and") {
                        self.path(PathOf::Zone)?;
                    }
                } else if self.take_word(T::From, "from") {
                    self.path(PathOf::Zone)?;
                    self.need_word(T::To, "to")?;
                    self.path(PathOf::Zone)?;
                }
            }
            BlockKind::Channel if self.take(T::Colon) => {
                let protocol = self.path(PathOf::ChannelProtocol)?;
                self.note(depth, |frame| frame.of = Some(protocol));
                self.need_word(T::From, "from")?;
                let from = self.path(PathOf::ChannelEnd)?;
                self.note(depth, |frame| frame.from = Some(from));
                self.need_word(T::To, "to")?;
                self.path(PathOf::ChannelEnd)?;
            }
            BlockKind::Component | BlockKind::Boundary if self.take(T::Colon) => {
                let product = self.path(PathOf::Product)?;
                self.note(depth, |frame| frame.of = Some(product));
            }
            BlockKind::Product if self.take(T::Colon) => {
                self.list(|reader| reader.path(PathOf::ProductKind).map(drop))?;
                self.note(depth, |frame| frame.of = Some(Segments::new()));
            }
            _ => {}
        }
        if !self.take(T::OpenBrace) {
            return Ok(());
        }
        if kind == BlockKind::Capability {
            return self.pieces(|reader| {
                reader.new_name()?;
                reader.need(T::Colon)?;
                reader.type_expression()?;
                reader.take(T::Comma);
                Ok(())
            });
        }
        self.pieces(Self::member)
    }

    fn member(&mut self) -> Read {
        self.want(Wanted::Member);
        let Some(kind) = self.peek() else { return self.stop() };
        let named = matches!(kind.class(), TokenClass::Word | TokenClass::Reserved) || kind == T::Base;
        if named && self.peek_second() == Some(T::Colon) && !matches!(kind, T::True | T::False | T::IsStated) {
            let name = self.name(true).unwrap_or_default();
            self.bump();
            return self.within(Frame::Attribute(name), Self::value);
        }
        if let Some(claim) = claim_kind(kind) {
            self.bump();
            return self.list(|reader| reader.claim(claim));
        }
        if matches!(kind, T::Enable | T::Disable) {
            self.bump();
            return self.list(|reader| reader.switch(kind == T::Enable));
        }
        match kind {
            T::Speaks => {
                self.bump();
                self.list(Self::speaks)
            }
            T::Include => {
                self.bump();
                self.list(|reader| reader.path(PathOf::Profile).map(drop))
            }
            T::Family => {
                self.bump();
                self.new_name()?;
                self.title();
                Ok(())
            }
            _ => {
                let Some(block) = block_kind(kind) else {
                    self.bump();
                    return self.stop();
                };
                self.block(block)
            }
        }
    }

    fn claim(&mut self, kind: ClaimKind) -> Read {
        let capability = self.path(PathOf::Claimed(kind))?;
        if self.is(T::OpenBrace) {
            self.within(Frame::Claim(kind, capability), Self::fields)?;
        }
        if kind == ClaimKind::Offers {
            self.want(Wanted::Word("with"));
        }
        if self.take(T::With) {
            self.path(PathOf::Needed)?;
        }
        Ok(())
    }

    fn switch(&mut self, enable: bool) -> Read {
        let capability = self.path(PathOf::Switched(enable))?;
        if self.is(T::OpenBrace) {
            self.within(Frame::Switch(enable, capability.clone()), Self::fields)?;
        }
        if enable && capability.as_slice() != ["all"] {
            self.want(Wanted::Word("with"));
        }
        if self.take(T::With) {
            self.within(Frame::Switch(enable, capability), |reader| reader.path(PathOf::Partner).map(drop))?;
        }
        Ok(())
    }

    fn speaks(&mut self) -> Read {
        let protocol = self.path(PathOf::Protocol)?;
        if self.take(T::OpenBrace) {
            self.within(Frame::Speaks(protocol), |reader| reader.pieces(Self::member))?;
        }
        Ok(())
    }

    /// Reads `{ name: value … }`.
    pub(super) fn fields(&mut self) -> Read {
        self.need(T::OpenBrace)?;
        self.pieces(|reader| {
            reader.want(Wanted::Field);
            let Some(name) = reader.name(true) else { return reader.stop() };
            reader.need(T::Colon)?;
            reader.within(Frame::Field(name), Self::value)?;
            reader.take(T::Comma);
            Ok(())
        })
    }

    /// Reads a value.
    pub(super) fn value(&mut self) -> Read {
        self.want(Wanted::Value(Segments::new()));
        let Some(kind) = self.peek() else { return self.stop() };
        match kind {
            T::SecurityLevel if self.peek_second() == Some(T::OpenBrace) => {
                self.bump();
                self.within(Frame::Vector, Self::fields)
            }
            T::RequirementId => {
                self.bump();
                if self.take_word(T::In, "in") {
                    self.path(PathOf::Catalog)?;
                }
                Ok(())
            }
            T::Minus => {
                self.bump();
                self.value()
            }
            T::OpenBracket => {
                self.bump();
                let found = self.within(Frame::List, |reader| {
                    loop {
                        if reader.take(T::CloseBracket) {
                            return Ok(());
                        }
                        reader.value()?;
                        if !reader.take(T::Comma) && !reader.is(T::CloseBracket) {
                            return reader.stop();
                        }
                    }
                });
                self.or_tail(found, "]")
            }
            T::OpenBrace => self.within(Frame::Record, Self::fields),
            _ if kind.class() == TokenClass::Literal || matches!(kind, T::True | T::False) => {
                self.bump();
                Ok(())
            }
            _ => {
                let mut before = Segments::new();
                // `name:` on a line of its own is the next attribute, and the value is missing.
                if self.starts_line() && self.peek_second() == Some(T::Colon) {
                    return self.stop();
                }
                loop {
                    self.want(Wanted::Value(before.clone()));
                    match self.name(!before.is_empty()) {
                        Some(name) => before.push(name),
                        None => return self.stop(),
                    }
                    if !self.take(T::Dot) {
                        break;
                    }
                }
                if self.take(T::In) {
                    self.path(PathOf::Catalog)?;
                }
                Ok(())
            }
        }
    }
}

/// The kind of block that a word starts.
fn block_kind(kind: T) -> Option<BlockKind> {
    Some(match kind {
        T::Site => BlockKind::Site,
        T::Zone => BlockKind::Zone,
        T::Conduit => BlockKind::Conduit,
        T::Component => BlockKind::Component,
        T::Boundary => BlockKind::Boundary,
        T::Channel => BlockKind::Channel,
        T::Product => BlockKind::Product,
        T::Protocol => BlockKind::Protocol,
        T::Profile => BlockKind::Profile,
        T::Certificate => BlockKind::Certificate,
        T::Waiver => BlockKind::Waiver,
        T::Countermeasure => BlockKind::Countermeasure,
        T::Capability => BlockKind::Capability,
        T::Catalog => BlockKind::Catalog,
        _ => return None,
    })
}

fn claim_kind(kind: T) -> Option<ClaimKind> {
    Some(match kind {
        T::Provides => ClaimKind::Provides,
        T::Offers => ClaimKind::Offers,
        T::Lacks => ClaimKind::Lacks,
        _ => return None,
    })
}
