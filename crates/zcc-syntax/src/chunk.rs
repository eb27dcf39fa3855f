//! Splits a file into its declarations by a scan over bytes, so that each can be parsed, and remembered, alone.
//!
//! Where the brackets of a file match, they say where a declaration ends. Where they don't, the layout does: a declaration
//! word that is indented no further than the declaration before it starts one whatever is still open, and what is indented
//! further belongs to it whatever was closed, so that damage does not leave the declaration it is in.

use logos::Logos;
use smol_str::SmolStr;
use zcc_base::TextRange;

use crate::declaration::DeclarationKind;
use crate::extent::{Extent, block_comment, has_lone_return, is_blank, is_foreign_blank, name, string};
use crate::ids::fold_blanks;
use crate::kind::{TokenClass, TokenKind};
use crate::words::is_reserved;

/// The text of one declaration, or stray text between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// From its docs to the end of its last token.
    pub range: TextRange,
    /// What it declares, going by its first word; `None` for stray text.
    pub kind: Option<DeclarationKind>,
    /// Its name: the id of a requirement, the title of a test, the package of an import.
    pub name: Option<SmolStr>,
    /// Where the name stands in the file, quotes included; empty at the chunk's end where there is none.
    pub name_range: TextRange,
}

/// Splits a file. Every token of the text lies in exactly one chunk; comments may lie between them.
pub fn chunks(text: &str) -> Vec<Chunk> {
    let mut scan = Scan::new(text, false);
    if !scan.run() {
        scan = Scan::new(text, true);
        scan.run();
    }
    scan.chunks
}

/// A byte order mark, which says nothing wherever it stands.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// So many words of a file are taken for misspelt ones.
const GUESSES: usize = 100;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Line,
    Word,
    Quote,
    BackQuote,
    Slash,
    Open,
    Close,
    Other,
}

static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t' | b'\r' | 0x0C => Class::Blank,
            b'\n' => Class::Line,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => Class::Word,
            b'"' => Class::Quote,
            b'`' => Class::BackQuote,
            b'/' => Class::Slash,
            b'{' | b'[' | b'(' => Class::Open,
            b'}' | b']' | b')' => Class::Close,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
}

#[expect(clippy::struct_excessive_bools, reason = "each says another thing about the place that the scan has come to")]
struct Scan<'text> {
    text: &'text str,
    bytes: &'text [u8],
    /// Whether brackets are not to be trusted: then a line starts a declaration that is indented no further than the one
    /// before it.
    forced: bool,
    at: usize,
    depth: usize,
    line_start: usize,
    /// How far the chunk being scanned is indented.
    indent: usize,
    /// How many words have been held against those of the language.
    guesses: usize,
    /// Nothing but white space and comments lies between the line's start and here.
    first: bool,
    /// The docs that the next token may take.
    docs: Option<usize>,
    /// The chunk being scanned: where it starts, and what it is.
    current: Option<(usize, Option<DeclarationKind>, usize)>,
    /// The declaration has had its closing brace.
    complete: bool,
    /// What no word of the language starts has had a closing brace, which ends it if a line starts after it.
    maybe_complete: bool,
    /// Where the last token ended.
    end: usize,
    balanced: bool,
    chunks: Vec<Chunk>,
}

impl<'text> Scan<'text> {
    fn new(text: &'text str, forced: bool) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            forced,
            at: 0,
            depth: 0,
            line_start: 0,
            indent: 0,
            guesses: 0,
            first: true,
            docs: None,
            current: None,
            complete: false,
            maybe_complete: false,
            end: 0,
            balanced: true,
            chunks: Vec::new(),
        }
    }

    /// Whether all brackets had their partner; if not, a scan that trusts brackets stops at once.
    fn run(&mut self) -> bool {
        while let Some(&byte) = self.bytes.get(self.at) {
            match CLASSES[byte as usize] {
                Class::Blank => self.at += 1,
                Class::Line => {
                    self.at += 1;
                    self.line_start = self.at;
                    self.first = true;
                }
                Class::Slash if self.comment() => {}
                Class::Other if self.bytes[self.at..].starts_with(MARK) => {
                    if self.at == self.line_start {
                        self.line_start += MARK.len();
                    }
                    self.at += MARK.len();
                }
                Class::Other if self.foreign_blank() => {}
                class => {
                    self.token(class);
                    if !self.balanced && !self.forced {
                        return false;
                    }
                }
            }
        }
        if self.docs.is_some() && (self.current.is_none() || self.depth == 0) {
            self.finish();
            self.current = self.docs.map(|docs| (docs, None, docs));
            self.end = self.text.trim_end_matches(is_blank).len();
        }
        self.finish();
        self.balanced && self.depth == 0
    }

    /// Skips a blank that the lexer will refuse, if there is one. It belongs to the declaration before it, or to the docs
    /// or the declaration after it where there is none.
    fn foreign_blank(&mut self) -> bool {
        let blank = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let Some(blank) = blank.filter(|c| is_foreign_blank(*c)) else { return false };
        let start = self.at;
        self.at += blank.len_utf8();
        match self.current {
            Some(_) if self.docs.is_none() => self.end = self.at,
            _ => {
                self.docs.get_or_insert(start);
            }
        }
        true
    }

    /// Skips a comment, if there is one. One that does not end is left to be a token.
    fn comment(&mut self) -> bool {
        match self.bytes.get(self.at + 1) {
            Some(b'/') => {
                let rest = &self.bytes[self.at..];
                let length = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                // One that may hold more than was meant is left to be a token.
                if has_lone_return(&rest[..length]) {
                    return false;
                }
                if rest.starts_with(b"///") && rest.get(3) != Some(&b'/') {
                    self.docs.get_or_insert(self.at);
                }
                self.at += length;
                true
            }
            Some(b'*') => {
                let extent = block_comment(&self.bytes[self.at + 2..]);
                self.at += if extent.is_closed { 2 + extent.length } else { 0 };
                extent.is_closed
            }
            _ => false,
        }
    }

    fn token(&mut self, class: Class) {
        let start = self.at;
        self.complete |= self.maybe_complete && start == self.line_start;
        let outermost = if self.forced { start - self.line_start <= self.indent } else { self.depth == 0 };
        if self.current.is_none() || self.complete || self.first && outermost {
            self.boundary(start, class, self.first && outermost);
        }
        self.at = match class {
            Class::Word => self.skip(start + 1, |class| class == Class::Word),
            Class::Quote => self.end(start + 1, string),
            Class::BackQuote => self.end(start + 1, name),
            Class::Slash if self.bytes.get(start + 1) == Some(&b'/') => {
                let rest = &self.bytes[start..];
                start + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
            }
            // An unterminated comment.
            Class::Slash if self.bytes.get(start + 1) == Some(&b'*') => self.bytes.len(),
            // A comment of other languages, whose brackets are none.
            Class::Other if self.bytes[start] == b'#' => {
                let rest = &self.bytes[start..];
                start + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len())
            }
            Class::Other => self.skip(start + 1, |class| class == Class::Other),
            _ => start + 1,
        };
        match class {
            Class::Open => self.depth += 1,
            Class::Close if self.depth == 0 => self.balanced = false,
            Class::Close => {
                self.depth -= 1;
                let braced =
                    self.current.is_some_and(|(_, kind, _)| kind.is_some_and(DeclarationKind::ends_with_brace));
                let ended = self.depth == 0 && self.bytes.get(start) == Some(&b'}');
                self.complete = ended && braced;
                self.maybe_complete = ended && self.current.is_some_and(|(_, kind, _)| kind.is_none());
                self.end = self.at;
                self.first = false;
                self.docs = None;
                return;
            }
            _ => {}
        }
        self.maybe_complete = false;
        self.end = self.at;
        self.first = false;
        self.docs = None;
    }

    /// Starts a chunk here, if one starts here. `fresh` where a line starts that is indented no further than the one that
    /// the chunk being scanned started with, or where brackets are trusted.
    fn boundary(&mut self, start: usize, class: Class, fresh: bool) {
        let word = if class == Class::Word { self.skip(start, |class| class == Class::Word) } else { start };
        let text = self.text.get(start..word).unwrap_or("");
        let in_first_column = start == self.line_start;
        let mut kind = DeclarationKind::from_word(text);
        if kind.is_none() && in_first_column && text.len() >= 3 && self.names_something(word) && self.guesses < GUESSES
        {
            self.guesses += 1;
            kind = DeclarationKind::from_misspelt(text);
        }
        let is_head = kind.is_some_and(|kind| {
            (self.is_head(word, in_first_column) || in_first_column && self.lacks_name(kind, word))
                && (self.depth == 0 || !kind.is_only_member())
        });
        let starts = if self.forced {
            let stray = self.complete && fresh && class != Class::Close;
            stray || is_head && (fresh || self.complete && !self.first)
        } else {
            self.complete || is_head
        };
        if self.current.is_none() || starts {
            self.finish();
            self.depth = 0;
            self.complete = false;
            self.indent = start - self.line_start;
            self.current = Some((self.docs.unwrap_or(start), kind, word));
        }
    }

    /// Whether a function's parameters or its type follow the word at whose end we are, and only its name is missing.
    fn lacks_name(&self, kind: DeclarationKind, word: usize) -> bool {
        let next = self.skip(word, |class| class == Class::Blank);
        let is_function = matches!(kind, DeclarationKind::Define | DeclarationKind::Relation);
        is_function && matches!(self.bytes.get(next), Some(b'(' | b':' | b'='))
    }

    /// Whether a name or a title follows the word at whose end we are, rather than what goes on with an expression.
    fn names_something(&self, word: usize) -> bool {
        let next = self.skip(word, |class| class == Class::Blank);
        let end = self.skip(next, |class| class == Class::Word);
        self.is_head(word, false) && !matches!(self.text.get(next..end), Some("to" | "for"))
    }

    /// Whether what follows the word at whose end we are could be the head of a declaration.
    fn is_head(&self, word: usize, first_column: bool) -> bool {
        let next = self.skip(word, |class| class == Class::Blank);
        match self.bytes.get(next).map(|byte| CLASSES[*byte as usize]) {
            Some(Class::Word) => {
                let end = self.skip(next, |class| class == Class::Word);
                let following = self.text.get(next..end).unwrap_or("");
                next > word && !is_reserved(following) && following != "is"
            }
            Some(Class::Quote | Class::BackQuote) => true,
            Some(Class::Line | Class::Slash) | None => first_column,
            Some(Class::Open) => first_column && self.bytes.get(next) == Some(&b'{'),
            _ => false,
        }
    }

    fn skip(&self, from: usize, run: impl Fn(Class) -> bool) -> usize {
        let rest = self.bytes.get(from..).unwrap_or(&[]);
        from + rest.iter().position(|byte| !run(CLASSES[*byte as usize])).unwrap_or(rest.len())
    }

    fn end(&self, start: usize, of: impl Fn(&[u8]) -> Extent) -> usize {
        start + of(self.bytes.get(start..).unwrap_or(&[])).length
    }

    fn finish(&mut self) {
        if let Some((start, kind, word)) = self.current.take() {
            let (name, name_range) = self.name(kind, word);
            let range = TextRange::new(start as u32, self.end as u32);
            self.chunks.push(Chunk { range, kind, name, name_range });
        }
    }

    /// The name that follows the declaration word.
    fn name(&self, kind: Option<DeclarationKind>, word: usize) -> (Option<SmolStr>, TextRange) {
        use TokenKind as T;
        let none = (None, TextRange::empty(self.end as u32));
        let (Some(kind), Some(head)) = (kind, self.text.get(word..self.end)) else { return none };
        let mut lexer = T::lexer(head);
        let mut tokens = std::iter::from_fn(|| {
            loop {
                let kind = lexer.next()?.unwrap_or(T::Unknown);
                if !kind.is_trivia() {
                    return Some((kind, lexer.slice(), lexer.span()));
                }
            }
        });
        // `attribute zone or conduit.name`
        let found = match kind {
            DeclarationKind::Attribute => {
                let mut owners = tokens.by_ref().take(64);
                owners.find(|(kind, ..)| *kind == T::Dot).and_then(|_| tokens.next())
            }
            _ => tokens.next(),
        };
        let Some((token, text, span)) = found else { return none };
        let name = match (kind, token) {
            (DeclarationKind::Requirement, T::RequirementId) => fold_blanks(text),
            (DeclarationKind::Test, T::String) => SmolStr::new(text.trim_matches('"')),
            (DeclarationKind::Test, _) => return none,
            (DeclarationKind::Requirement, kind) if kind != T::QuotedName => return none,
            (_, T::QuotedName) => SmolStr::new(text.trim_matches('`')),
            (DeclarationKind::Attribute, kind) if kind.class() == TokenClass::Reserved => SmolStr::new(text),
            (_, kind) if kind.class() == TokenClass::Word => {
                // Dashes are told of, and taken for what they should be.
                let rest = head.get(span.start..).unwrap_or("");
                let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
                let whole = rest.split(|c| !is_part(c)).next().unwrap_or(text).trim_end_matches('-');
                if whole.len() > text.len() { SmolStr::from(whole.replace('-', "_")) } else { SmolStr::new(text) }
            }
            _ => return none,
        };
        (Some(name), TextRange::new((word + span.start) as u32, (word + span.end) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        chunks(text).iter().map(|chunk| &text[chunk.range.to_usize()]).collect()
    }

    fn names(text: &str) -> Vec<String> {
        chunks(text).into_iter().map(|chunk| chunk.name.unwrap_or_default().to_string()).collect()
    }

    #[test]
    fn docs_belong_to_what_follows_and_comments_to_nothing() {
        let text = "//! file\n\n// c\n/// docs\n// more\nzone a {}\n// c\n/// docs of b\nzone b\n// end\n";
        assert_eq!(split(text), ["/// docs\n// more\nzone a {}", "/// docs of b\nzone b"]);
    }

    #[test]
    fn brackets_that_match_are_trusted_whatever_the_layout() {
        assert_eq!(
            split("zone a {\ncomponent b: c\nzone d {}\n}\nzone e {}"),
            ["zone a {\ncomponent b: c\nzone d {}\n}", "zone e {}"]
        );
        assert_eq!(split("zone a {} zone b {}"), ["zone a {}", "zone b {}"]);
        assert_eq!(
            split("zone a { x: \"}\" /* } */ `}`: 1 // }\n} zone b"),
            ["zone a { x: \"}\" /* } */ `}`: 1 // }\n}", "zone b"]
        );
    }

    #[test]
    fn damage_does_not_leave_its_declaration() {
        assert_eq!(split("zone a { x: [1\n\nzone b {}\n"), ["zone a { x: [1", "zone b {}"]);
        assert_eq!(split("zone a {} }\n/// d\nzone b {}"), ["zone a {} }", "/// d\nzone b {}"]);
        assert_eq!(split("zone a \"t {\n  x: 1\n}\nzone b {}"), ["zone a \"t {\n  x: 1\n}", "zone b {}"]);
        assert_eq!(split("zone a { x: \"1 }\n}\nzone b {}"), ["zone a { x: \"1 }\n}", "zone b {}"]);
        assert_eq!(split("zone a {\ncomponent c: d\n\nzone b {}\n"), ["zone a {\ncomponent c: d", "zone b {}"]);
    }

    #[test]
    fn what_has_no_braces_ends_where_the_next_declaration_starts() {
        let text = "import a\nimport b as c\nrelation r(a: zone) =\n  some zone in zones: { x in S } == zone\ndefine x: bool =\n  zone\nattribute zone.p: enum { a } = a\n  component c\n";
        assert_eq!(names(text), ["a", "b", "r", "x", "p", "c"]);
    }

    #[test]
    fn a_head_says_its_name() {
        let text = "zone `=K1`\nrequirement SR  1.1 RE 2 \"x\"\ntest \"a {b}\" {}\nattribute zone or conduit.where: bool\nzone\nproduct target: x\ntest {}\n";
        assert_eq!(names(text), ["=K1", "SR 1.1 RE 2", "a {b}", "where", "", "target", ""]);
        let first = &chunks(text)[0];
        assert_eq!(&text[first.name_range.to_usize()], "`=K1`");
    }

    #[test]
    fn stray_text_is_in_a_chunk_too() {
        assert_eq!(split("prodct a {\n}\ncapblity b {}\nzone c {}"), ["prodct a {\n}", "capblity b {}", "zone c {}"]);
        let found = chunks("foo {}\nzone a {} bar\n/// dangling\n");
        let kinds: Vec<_> = found.iter().map(|chunk| chunk.kind.is_some()).collect();
        assert_eq!(kinds, [false, true, false, false]);
    }
}
