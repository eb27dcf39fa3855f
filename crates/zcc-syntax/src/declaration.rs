//! What kind of declaration a word starts.

use crate::ast::BlockKind;
use crate::words::meant_word;

/// What a declaration declares, going by its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeclarationKind {
    /// `import`
    Import,
    /// `zone`, `product` and their like
    Block(BlockKind),
    /// `enum`
    Enum,
    /// `attribute`
    Attribute,
    /// `requirement`
    Requirement,
    /// `relation`
    Relation,
    /// `define`
    Define,
    /// `test`
    Test,
}

impl DeclarationKind {
    /// What a declaration that starts with `word` declares.
    pub fn from_word(word: &str) -> Option<Self> {
        use BlockKind as B;
        Some(match word {
            "import" => Self::Import,
            "site" => Self::Block(B::Site),
            "zone" => Self::Block(B::Zone),
            "conduit" => Self::Block(B::Conduit),
            "component" => Self::Block(B::Component),
            "boundary" => Self::Block(B::Boundary),
            "channel" => Self::Block(B::Channel),
            "product" => Self::Block(B::Product),
            "protocol" => Self::Block(B::Protocol),
            "profile" => Self::Block(B::Profile),
            "certificate" => Self::Block(B::Certificate),
            "waiver" => Self::Block(B::Waiver),
            "countermeasure" => Self::Block(B::Countermeasure),
            "capability" => Self::Block(B::Capability),
            "catalog" => Self::Block(B::Catalog),
            "enum" => Self::Enum,
            "attribute" => Self::Attribute,
            "requirement" => Self::Requirement,
            "relation" => Self::Relation,
            "define" => Self::Define,
            "test" => Self::Test,
            _ => return None,
        })
    }

    /// What a declaration declares that starts with `word`, which is misspelt.
    pub(crate) fn from_misspelt(word: &str) -> Option<Self> {
        Self::from_word(meant_word(word, false)?)
    }

    /// Whether its closing brace ends it.
    pub(crate) fn ends_with_brace(self) -> bool {
        matches!(self, Self::Block(_) | Self::Enum | Self::Requirement | Self::Test)
    }

    /// Whether it stands only inside of others.
    pub(crate) fn is_only_member(self) -> bool {
        matches!(self, Self::Block(BlockKind::Component | BlockKind::Boundary | BlockKind::Channel))
    }
}
