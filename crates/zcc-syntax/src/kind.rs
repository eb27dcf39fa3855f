//! Every kind of token, and how it is written.

use logos::Logos;

use crate::extent::{self, Extent};

/// The sorts of token, for those who care about layout and colour rather than grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenClass {
    /// A name, back-quoted or not, or a word that is a keyword only where the grammar has a place for it.
    Word,
    /// One of the eighteen reserved words, or `is stated`.
    Reserved,
    /// A number, a string, an identifier of a requirement, `SL 2`, `30 days`, an address ...
    Literal,
    /// A bracket, a separator or an operator.
    Punctuation,
    /// `// ...` or `/* ... */`
    Comment,
    /// `/// ...` or `//! ...`
    Docs,
    /// Text that is no token; an unterminated string, name or comment is one too.
    Error,
}

/// Every kind of token.
///
/// The order counts: words first, then reserved words, and so on, as [`TokenKind::class`] goes by it.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[logos(skip r"[ \t\r\n\f\u{FEFF}]+")]
#[logos(subpattern blank = r"[\x0B\u{85}\u{A0}\u{1680}\u{2000}-\u{200B}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}]")]
#[logos(subpattern foreign = r"[^\x00-\x7F\u{85}\u{A0}\u{1680}\u{2000}-\u{200B}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}]")]
#[repr(u8)]
pub enum TokenKind {
    // Words that any name may be, though some of them have a place in the grammar.
    /// A name
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*", priority = 2)]
    Name,
    /// A name in back-quotes
    #[token("`", quoted_name)]
    QuotedName,
    /// `import`
    #[token("import")]
    Import,
    /// `as`
    #[token("as")]
    As,
    /// `site`
    #[token("site")]
    Site,
    /// `zone`
    #[token("zone")]
    Zone,
    /// `conduit`
    #[token("conduit")]
    Conduit,
    /// `component`
    #[token("component")]
    Component,
    /// `boundary`
    #[token("boundary")]
    Boundary,
    /// `channel`
    #[token("channel")]
    Channel,
    /// `product`
    #[token("product")]
    Product,
    /// `protocol`
    #[token("protocol")]
    Protocol,
    /// `profile`
    #[token("profile")]
    Profile,
    /// `certificate`
    #[token("certificate")]
    Certificate,
    /// `waiver`
    #[token("waiver")]
    Waiver,
    /// `countermeasure`
    #[token("countermeasure")]
    Countermeasure,
    /// `capability`
    #[token("capability")]
    Capability,
    /// `catalog`
    #[token("catalog")]
    Catalog,
    /// `enum`
    #[token("enum")]
    Enum,
    /// `attribute`
    #[token("attribute")]
    Attribute,
    /// `requirement`
    #[token("requirement")]
    Requirement,
    /// `relation`
    #[token("relation")]
    Relation,
    /// `define`
    #[token("define")]
    Define,
    /// `test`
    #[token("test")]
    Test,
    /// `provides`
    #[token("provides")]
    Provides,
    /// `offers`
    #[token("offers")]
    Offers,
    /// `lacks`
    #[token("lacks")]
    Lacks,
    /// `enable`
    #[token("enable")]
    Enable,
    /// `disable`
    #[token("disable")]
    Disable,
    /// `speaks`
    #[token("speaks")]
    Speaks,
    /// `include`
    #[token("include")]
    Include,
    /// `family`
    #[token("family")]
    Family,
    /// `expect`
    #[token("expect")]
    Expect,
    /// `capable`
    #[token("capable")]
    Capable,
    /// `because`
    #[token("because")]
    Because,
    /// `base`
    #[token("base")]
    Base,
    /// `should`
    #[token("should")]
    Should,
    /// `at`
    #[token("at")]
    At,
    /// `when`
    #[token("when")]
    When,
    /// `between`
    #[token("between")]
    Between,
    /// `from`
    #[token("from")]
    From,
    /// `to`
    #[token("to")]
    To,
    /// `for`
    #[token("for")]
    For,
    /// `on`
    #[token("on")]
    On,
    /// `set`
    #[token("set")]
    Set,
    /// `of`
    #[token("of")]
    Of,

    // Reserved words.
    /// `and`
    #[token("and")]
    And,
    /// `or`
    #[token("or")]
    Or,
    /// `not`
    #[token("not")]
    Not,
    /// `in`
    #[token("in")]
    In,
    /// `has`
    #[token("has")]
    Has,
    /// `carries`
    #[token("carries")]
    Carries,
    /// `where`
    #[token("where")]
    Where,
    /// `every`
    #[token("every")]
    Every,
    /// `some`
    #[token("some")]
    Some,
    /// `no`
    #[token("no")]
    No,
    /// `if`
    #[token("if")]
    If,
    /// `then`
    #[token("then")]
    Then,
    /// `else`
    #[token("else")]
    Else,
    /// `let`
    #[token("let")]
    Let,
    /// `true`
    #[token("true")]
    True,
    /// `false`
    #[token("false")]
    False,
    /// `with`
    #[token("with")]
    With,
    /// `otherwise`
    #[token("otherwise")]
    Otherwise,
    /// `is stated`
    #[regex(r"is[ \t]+stated")]
    IsStated,

    // Literals.
    /// `"..."`
    #[token("\"", string)]
    String,
    /// `42`
    #[regex(r"[0-9]+", priority = 4)]
    Int,
    /// `1.10`
    #[regex(r"[0-9]+\.[0-9]+")]
    Decimal,
    /// `4.1.0`
    #[regex(r"[0-9]+\.[0-9]+\.[0-9]+")]
    #[regex(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+(\.[0-9]+)+")]
    Version,
    /// `10.20.0.5` or `2001:db8::1`
    #[regex(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")]
    #[regex(r"[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){7}")]
    #[regex(r"([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,6})?::([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,6})?")]
    #[regex(r"([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,5})?::([0-9a-fA-F]{1,4}:){0,5}[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")]
    Address,
    /// `10.10.0.0/16` or `2001:db8::/32`
    #[regex(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/[0-9]+")]
    #[regex(r"[0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){7}/[0-9]+")]
    #[regex(r"([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,6})?::([0-9a-fA-F]{1,4}(:[0-9a-fA-F]{1,4}){0,6})?/[0-9]+")]
    Network,
    /// `2027-03-31`
    #[regex(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")]
    Date,
    /// `30 days`
    #[regex(r"[0-9]+[ \t]+(second|minute|hour|day|week|month|year)s?")]
    Duration,
    /// `SL 2`
    #[regex(r"SL[ \t]+[0-9]+", priority = 100)]
    SecurityLevel,
    /// `ML 3`
    #[regex(r"ML[ \t]+[0-9]+", priority = 100)]
    MaturityLevel,
    /// `RE 1`
    #[regex(r"RE[ \t]+[0-9]+", priority = 100)]
    Enhancement,
    /// `SR 1.1 RE 2`, `SP.01.01`, `SM-1`
    #[regex(r"[A-Z][A-Z0-9]*[ \t]+[0-9]+(\.[0-9]+)*([ \t]+RE[ \t]+[0-9]+)?", priority = 10)]
    #[regex(r"[A-Z][A-Z0-9]*(\.[0-9]+)+([ \t]+RE[ \t]+[0-9]+)?", priority = 10)]
    #[regex(r"[A-Z][A-Z]+-[0-9]+(\.[0-9]+)*([ \t]+RE[ \t]+[0-9]+)?", priority = 10)]
    RequirementId,

    // Punctuation.
    /// `{`
    #[token("{")]
    OpenBrace,
    /// `}`
    #[token("}")]
    CloseBrace,
    /// `[`
    #[token("[")]
    OpenBracket,
    /// `]`
    #[token("]")]
    CloseBracket,
    /// `(`
    #[token("(")]
    OpenParen,
    /// `)`
    #[token(")")]
    CloseParen,
    /// `:`
    #[token(":")]
    Colon,
    /// `,`
    #[token(",")]
    Comma,
    /// `.`
    #[token(".")]
    Dot,
    /// `;`, which the language does not have
    #[token(";")]
    Semicolon,
    /// `=`
    #[token("=")]
    Equals,
    /// `==`
    #[token("==")]
    Equal,
    /// `!=`
    #[token("!=")]
    NotEqual,
    /// `<`
    #[token("<")]
    Less,
    /// `<=`
    #[token("<=")]
    LessEqual,
    /// `>`
    #[token(">")]
    Greater,
    /// `>=`
    #[token(">=")]
    GreaterEqual,
    /// `=>`
    #[token("=>")]
    Implies,
    /// `+`
    #[token("+")]
    Plus,
    /// `-`
    #[token("-")]
    Minus,
    /// `*`
    #[token("*")]
    Star,
    /// `/`
    #[token("/")]
    Slash,

    // Comments.
    /// `// ...`
    #[regex(r"//[^\n]*", allow_greedy = true, priority = 3)]
    #[regex(r"////[^\n]*", allow_greedy = true, priority = 6)]
    LineComment,
    /// `/* ... */`, nestable
    #[token("/*", block_comment)]
    BlockComment,
    /// `/// ...`
    #[regex(r"///[^\n]*", allow_greedy = true, priority = 5)]
    Docs,
    /// `//! ...`
    #[regex(r"//![^\n]*", allow_greedy = true, priority = 5)]
    FileDocs,

    // Errors.
    /// A string that does not end on its line
    UnterminatedString,
    /// A back-quoted name that is empty or does not end on its line
    UnterminatedName,
    /// A block comment that does not end
    UnterminatedComment,
    /// A word that begins with a digit
    #[regex(r"[0-9]+[A-Za-z_][A-Za-z0-9_]*")]
    DigitWord,
    /// A word with letters beyond a to z in it, or a run of foreign characters
    #[regex(r"[A-Za-z0-9_]*(?&foreign)([A-Za-z0-9_]|(?&foreign))*", priority = 1)]
    ForeignWord,
    /// Blanks that no keyboard types, such as the space that does not break
    #[regex(r"(?&blank)+", priority = 2)]
    ForeignBlank,
    /// Characters that mean nothing
    #[regex(r"[\x00-\x08\x0E-\x1F\x7F]+")]
    #[regex(r"[!@#$%&'?\\^|~]+", priority = 1)]
    Unknown,

    // Made by the parser's adapter, never by the lexer.
    /// `"...{` at the start of a message with a value in it
    MessageStart,
    /// `}...{` between two values of a message
    MessageMiddle,
    /// `}..."` at the end of a message with a value in it
    MessageEnd,
    /// Stands where the reader of the text would miss something
    Missing,
}

impl TokenKind {
    /// The sort of token it is.
    pub fn class(self) -> TokenClass {
        use TokenKind as T;
        match self {
            T::Docs | T::FileDocs => TokenClass::Docs,
            kind if kind <= T::Of => TokenClass::Word,
            kind if kind <= T::IsStated => TokenClass::Reserved,
            kind if kind <= T::RequirementId => TokenClass::Literal,
            kind if kind <= T::Slash => TokenClass::Punctuation,
            kind if kind <= T::BlockComment => TokenClass::Comment,
            kind if kind <= T::Unknown => TokenClass::Error,
            T::Missing => TokenClass::Error,
            _ => TokenClass::Literal,
        }
    }

    /// Whether it is a comment or docs, which no grammar sees.
    pub fn is_trivia(self) -> bool {
        matches!(self.class(), TokenClass::Comment | TokenClass::Docs)
    }
}

type Lexer<'text> = logos::Lexer<'text, TokenKind>;

fn bump(lexer: &mut Lexer<'_>, of: impl Fn(&[u8]) -> Extent, closed: TokenKind, open: TokenKind) -> TokenKind {
    let extent = of(lexer.remainder().as_bytes());
    lexer.bump(extent.length);
    if extent.is_closed { closed } else { open }
}

fn string(lexer: &mut Lexer<'_>) -> TokenKind {
    bump(lexer, extent::string, TokenKind::String, TokenKind::UnterminatedString)
}

fn quoted_name(lexer: &mut Lexer<'_>) -> TokenKind {
    // There is no name between two quotes that stand side by side.
    let closed = if lexer.remainder().starts_with('`') { TokenKind::UnterminatedName } else { TokenKind::QuotedName };
    bump(lexer, extent::name, closed, TokenKind::UnterminatedName)
}

fn block_comment(lexer: &mut Lexer<'_>) -> TokenKind {
    bump(lexer, extent::block_comment, TokenKind::BlockComment, TokenKind::UnterminatedComment)
}
