//! What may stand at a position, and inside of what it is.

use smol_str::SmolStr;
use zcc_db::Item;
use zcc_syntax::ast::{BlockKind, ClaimKind};

/// A path as far as it is written, quotes removed.
pub(crate) type Segments = Vec<SmolStr>;

/// What a path is to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathOf {
    /// The product of a component.
    Product,
    /// The kind of a product, after its colon.
    ProductKind,
    /// A zone that a conduit joins.
    Zone,
    /// An end of a channel.
    ChannelEnd,
    /// The protocol of a channel.
    ChannelProtocol,
    /// A protocol that is spoken.
    Protocol,
    /// A profile.
    Profile,
    /// What is claimed.
    Claimed(ClaimKind),
    /// What is switched.
    Switched(bool),
    /// The capability that a partner must have.
    Needed,
    /// The component that `with` names in a switch.
    Partner,
    /// What `has` asks for.
    Had,
    /// A catalogue.
    Catalog,
    /// A family of a catalogue.
    Family,
    /// The subject of an expectation.
    Subject,
    /// A witness of an expectation.
    Witness,
    /// The kind of thing that has an attribute.
    Owner,
}

/// What may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The word that starts a declaration, at the top level or in a test.
    Declaration,
    /// A member of the innermost block.
    Member,
    /// A word of the grammar.
    Word(&'static str),
    /// A name that is given here.
    NewName,
    /// The name of a package.
    Package,
    /// A path, with what stands before its last dot.
    Path(PathOf, Segments),
    /// The name of a field in the innermost braces.
    Field,
    /// A value, with what stands before the last dot of a path.
    Value(Segments),
    /// A type, with what stands before its last dot.
    Type(Segments),
    /// The id of a clause.
    Clause,
    /// A verdict.
    Verdict,
    /// A level.
    Level,
    /// A date.
    Date,
    /// A line of a requirement: a clause or, where none has come, `let`.
    Line(bool),
    /// An operand of an expression.
    Operand,
    /// What follows the dot after an operand.
    MemberOf,
    /// What goes on with an expression.
    Operator,
}

/// What the cursor is inside of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A block.
    Block(BlockFrame),
    /// The value of an attribute of a block.
    Attribute(SmolStr),
    /// The braces of a claim.
    Claim(ClaimKind, Segments),
    /// The braces of a switch.
    Switch(bool, Segments),
    /// The braces of `speaks`.
    Speaks(Segments),
    /// A record that is a value.
    Record,
    /// The braces of a vector.
    Vector,
    /// The value of a field in braces.
    Field(SmolStr),
    /// A list that is a value.
    List,
    /// The default of an attribute of this type.
    Default(Segments),
    /// A test.
    Test,
    /// A requirement.
    Requirement,
    /// A define or relation.
    Function,
    /// The condition of `has`.
    Has(Segments),
    /// The arguments of a call: who is called, where its name starts, and which argument this is.
    Call(Segments, u32, usize),
    /// The witnesses of an expectation for this subject.
    Expectation(Segments),
    /// Brackets of an expression.
    Brackets,
    /// Expressions in a message.
    Message,
}

/// A block as far as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BlockFrame {
    /// Which word it starts with.
    pub(crate) kind: BlockKind,
    /// Its name.
    pub(crate) name: Option<SmolStr>,
    /// Where its word starts in its item.
    pub(crate) start: u32,
    /// What its head names: the product, the protocol, the kinds.
    pub(crate) of: Option<Segments>,
    /// Where a channel starts, once it is written.
    pub(crate) from: Option<Segments>,
}

/// The position of a cursor, read.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'db> {
    /// The declaration that it is in; `None` before the first of the file.
    pub(crate) item: Option<Item<'db>>,
    /// What may stand there.
    pub(crate) wanted: Vec<Wanted>,
    /// What it is inside of, outermost first.
    pub(crate) frames: Vec<Frame>,
    /// The bytes of the file that are being typed, the cursor at their end or inside.
    pub(crate) start: u32,
    /// Whether something stands before it on its line that does not end in a brace.
    pub(crate) continues_line: bool,
    /// What stands before it in its declaration.
    pub(crate) before: String,
    /// What would have to follow a word at the cursor so that the declaration ends.
    pub(crate) tail: String,
}

impl Spot<'_> {
    /// The innermost block.
    pub(crate) fn block(&self) -> Option<&BlockFrame> {
        self.frames.iter().rev().find_map(|frame| match frame {
            Frame::Block(block) => Some(block),
            _ => None,
        })
    }

    /// Whether it is in a test.
    pub(crate) fn in_test(&self) -> bool {
        self.frames.contains(&Frame::Test)
    }

    /// The path of the zone or conduit that it is in, or empty.
    pub(crate) fn zone_path(&self) -> String {
        let mut path = String::new();
        for frame in &self.frames {
            if let Frame::Block(BlockFrame { kind: BlockKind::Zone | BlockKind::Conduit, name: Some(name), .. }) = frame
            {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&zcc_hir::model::quoted(name));
            }
        }
        path
    }
}
