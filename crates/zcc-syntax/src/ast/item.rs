//! What a chunk parses to.

use zcc_base::TextRange;

use super::block::Block;
use super::expr::Expr;
use super::names::{Docs, Name, Path, RequirementId, Text};
use super::rules::{Function, Requirement};
use super::types::{EnumBody, TypeExpr};

/// One declaration of a file (or of a test): what a chunk parses to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its `///` lines.
    pub docs: Docs,
    /// What it declares.
    pub kind: ItemKind,
    /// From its first word to its last, docs excluded.
    pub range: TextRange,
}

/// What a declaration declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// `import acme_controllers as acme`
    Import {
        /// The package's name.
        package: Name,
        /// The name it goes by in this file.
        alias: Option<Name>,
    },
    /// Anything with a name, a title and a block of members.
    Block(Block),
    /// `enum purpose { a, b }`
    Enum {
        /// Its name.
        name: Name,
        /// Its variants.
        body: EnumBody,
    },
    /// `attribute zone.purpose: purpose = business`
    Attribute {
        /// The kinds of thing that have it: `zone or conduit`.
        owners: Vec<Name>,
        /// Its name.
        name: Name,
        /// Its type.
        ty: TypeExpr,
        /// What it is where nobody states it.
        default: Option<Expr>,
    },
    /// `requirement SR 1.1 "…" in part_3_3.IAC for zone or conduit z { … }`
    Requirement(Requirement),
    /// `relation reaches(a: zone, b: zone) = …` or `define f(p: zone): bool = …`
    Function(Function),
    /// `test "…" on 2026-01-01 { … }`
    Test(Test),
    /// Something that is no declaration; its text is covered by an error of the parser.
    Error,
}

/// A test: a small model and what is expected of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What it shows.
    pub title: Option<Text>,
    /// The assessment date; `None` is the run's.
    pub date: Option<Expr>,
    /// The declarations of its model.
    pub items: Vec<Item>,
    /// What is expected.
    pub expectations: Vec<Expectation>,
    /// The braces with what they hold.
    pub body: TextRange,
}

/// `expect [capable] SR 1.1 [in part_3_3] unmet for z because c`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Whether the capable judgement is meant.
    pub capable: bool,
    /// The clause.
    pub requirement: RequirementId,
    /// The catalogue, where the id alone could mean two.
    pub catalog: Option<Path>,
    /// The verdict: one or two words (`not applicable`), checked by lowering.
    pub verdict: Name,
    /// The subject.
    pub subject: Path,
    /// The witnesses, exactly; `None` where it does not say.
    pub because: Option<Vec<Path>>,
    /// From `expect` to the end.
    pub range: TextRange,
}
