//! What the compiler has to say: plain data, rendered at the edges.

use smol_str::SmolStr;

use crate::{Code, Severity, TextRange};

/// What the ranges of a [`Place`] count from: a declaration, known to the database by this number.
/// Ranges relative to a declaration stay true when text before it changes. The numbers are not ordered in any
/// meaningful way: sort by the file and offset that the database resolves them to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Anchor(pub u64);

/// A place in a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The declaration.
    pub anchor: Anchor,
    /// Bytes, counted from the start of the declaration's chunk.
    pub range: TextRange,
}

/// A place with what it has to do with the matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What; may be empty for the primary label.
    pub text: String,
}

/// An edit that would mend the matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the edit does, as an imperative: "write `plc_500`".
    pub title: String,
    /// What to replace.
    pub place: Place,
    /// With what.
    pub replacement: SmolStr,
}

/// One thing to tell the user: a code, a title, a primary place, labels that tell the story and a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of thing: stable, and explained by a page of its own.
    pub code: Code,
    /// For a finding: the id of its clause, which people know it by; it is shown in the place of the code.
    pub clause: Option<SmolStr>,
    /// For a finding: its fingerprint, by which it is asked for.
    pub fingerprint: Option<u64>,
    /// Error or warning.
    pub severity: Severity,
    /// One sentence without a full stop; it must stand alone.
    pub message: String,
    /// Where the reader should act.
    pub primary: Label,
    /// Further places, in the order to read them.
    pub secondary: Vec<Label>,
    /// Facts that have no place.
    pub notes: Vec<String>,
    /// The way out, if there is one to name.
    pub help: Option<String>,
    /// Edits that would mend it.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic of `code` with its registered severity.
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            clause: None,
            fingerprint: None,
            severity: code.severity(),
            message: message.into(),
            primary: Label { place, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    /// Says what is at the primary place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn secondary(mut self, place: Place, text: impl Into<String>) -> Self {
        self.secondary.push(Label { place, text: text.into() });
        self
    }

    /// Adds a fact without a place.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Names the way out.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Asks whether one of these was meant by what stands at `place`, and offers to write it; nothing where there is none.
    #[must_use]
    pub fn did_you_mean<Name: AsRef<str>>(mut self, place: Place, names: &[Name]) -> Self {
        let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
        let listed = match quoted.as_slice() {
            [] => return self,
            [one] => one.clone(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        };
        self.help = Some(format!("did you mean {listed}?"));
        for name in names {
            let name = name.as_ref();
            self = self.fix(format!("write `{name}`"), place, name);
        }
        self
    }

    /// Adds an edit that mends it.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, place: Place, replacement: impl Into<SmolStr>) -> Self {
        self.fixes.push(Fix { title: title.into(), place, replacement: replacement.into() });
        self
    }
}
