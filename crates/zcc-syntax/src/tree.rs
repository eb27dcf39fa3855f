//! What the grammar's actions call: builds the tree, gives docs to what they stand before, and says what is wrong.

mod declarations;
mod errors;
mod expected;
mod expressions;
mod literals;

use std::cell::{Cell, RefCell};

use lalrpop_util::ErrorRecovery;
use smol_str::SmolStr;
use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange};

use crate::ast::{Expr, ExprKind, Name, Path};
use crate::docs::docs_text;
use crate::token::{Prepared, Token};

/// Expressions deeper than this are not built: whoever walks the tree may recurse.
const DEEPEST: u32 = 200;

/// How many syntax errors of one declaration are told.
pub(crate) const MOST_ERRORS: usize = 50;

pub(crate) type Recovery<'source> = ErrorRecovery<u32, Token<'source>, ()>;

/// A body in braces, with the place of the braces.
pub(crate) type BodyOf<Element> = (Vec<Element>, TextRange);

/// An expression and how deep it is.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) expr: Expr,
    depth: u32,
}

impl Node {
    pub(crate) fn leaf(expr: Expr) -> Self {
        Self { expr, depth: 0 }
    }

    pub(crate) fn name(name: Name) -> Self {
        Self::leaf(Expr { kind: ExprKind::Name(name.text), range: name.range })
    }
}

/// `x in S, y in T`
pub(crate) type Binders = Vec<(Name, Node)>;

/// What stands between the variants of an enum.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Separator {
    None,
    Comma(u32),
    Less(u32),
}

/// What stands in the parentheses of a call or in the braces of a comprehension.
#[derive(Debug)]
pub(crate) enum Arguments {
    /// `a, b`
    Plain(Vec<Node>),
    /// `x in S, y in T where P`
    Bound(Vec<Node>, Box<(Node, Node)>),
    /// `e for x in S where P`
    Mapped(Box<(Node, Binders, Option<Node>)>),
}

/// The state of a parse.
#[derive(Debug)]
pub(crate) struct Builder<'source> {
    source: &'source str,
    anchor: Anchor,
    pub(crate) prepared: &'source Prepared,
    claimed: RefCell<Vec<bool>>,
    pub(crate) diagnostics: RefCell<Vec<Diagnostic>>,
    /// Where the text ends that the last syntax error threw away.
    last_error: Cell<Option<u32>>,
    too_deep: Cell<bool>,
    /// Grows with each thing built, so that whoever feeds the parser sees it work.
    pub(crate) progress: Cell<u32>,
    /// How many syntax errors there were, told or not.
    pub(crate) errors: Cell<usize>,
}

impl<'source> Builder<'source> {
    pub(crate) fn new(source: &'source str, anchor: Anchor, prepared: &'source Prepared) -> Self {
        Self {
            source,
            anchor,
            prepared,
            claimed: RefCell::new(vec![false; prepared.docs.len()]),
            diagnostics: RefCell::new(Vec::new()),
            last_error: Cell::new(None),
            too_deep: Cell::new(false),
            progress: Cell::new(0),
            errors: Cell::new(0),
        }
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn range(&self, l: u32, r: u32) -> TextRange {
        TextRange::new(l, r)
    }

    fn work(&self) {
        self.progress.set(self.progress.get().wrapping_add(1));
    }

    fn place(&self, range: TextRange) -> Place {
        Place { anchor: self.anchor, range }
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// The docs that stand before the token at `start`; from now on they belong to it.
    fn docs(&self, start: u32) -> SmolStr {
        let docs = &self.prepared.docs;
        if docs.is_empty() {
            return SmolStr::default();
        }
        match docs.binary_search_by_key(&start, |run| run.before) {
            Ok(index) => {
                if let Some(claimed) = self.claimed.borrow_mut().get_mut(index) {
                    *claimed = true;
                }
                docs.get(index)
                    .map_or_else(SmolStr::default, |run| docs_text(self.source.get(run.range.to_usize()).unwrap_or("")))
            }
            Err(_) => SmolStr::default(),
        }
    }

    /// The docs that nothing took.
    pub(crate) fn dangling_docs(&self) -> Vec<Diagnostic> {
        let claimed = self.claimed.borrow();
        let dangling = self.prepared.docs.iter().zip(claimed.iter()).filter(|(_, claimed)| !**claimed);
        dangling
            .map(|(run, _)| {
                Diagnostic::new(Code::DANGLING_DOCS, self.place(run.range), "this documentation belongs to nothing")
                    .help("move it before the declaration or member it is about, or write `//` for a comment")
            })
            .collect()
    }

    // Names.

    pub(crate) fn name(&self, text: &str, l: u32, r: u32) -> Name {
        self.work();
        let range = TextRange::new(l, r);
        if text.starts_with('`') {
            return Name { text: SmolStr::new(text.trim_matches('`')), range };
        }
        // The token adapter has told of a dash, and what to write for it.
        let text = if text.contains('-') { SmolStr::from(text.replace(['-', '.'], "_")) } else { SmolStr::new(text) };
        Name { text, range }
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn no_name(&self, at: u32) -> Name {
        Name { text: SmolStr::default(), range: TextRange::empty(at) }
    }

    /// The name of a declaration that must have one.
    pub(crate) fn known(&self, name: Option<Name>) -> Name {
        name.unwrap_or_else(|| self.no_name(0))
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn path(&self, name: Name) -> Path {
        Path { segments: vec![name] }
    }

    pub(crate) fn no_path(&self, at: u32) -> Path {
        self.path(self.no_name(at))
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn longer(&self, mut path: Path, name: Name) -> Path {
        path.segments.push(name);
        path
    }

    // Expressions of all kinds are built in `expressions`; these two are needed everywhere.

    pub(crate) fn expr(&self, kind: ExprKind, l: u32, r: u32) -> Expr {
        self.work();
        Expr { kind, range: TextRange::new(l, r) }
    }

    pub(crate) fn nil(&self, at: u32) -> Expr {
        self.expr(ExprKind::Error, at, at)
    }
}
