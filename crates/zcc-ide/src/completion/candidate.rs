//! One thing that could be written at the cursor.

use zcc_base::TextRange;

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CandidateKind {
    /// A word of the language.
    Word,
    /// A piece of text with holes.
    Snippet,
    /// An attribute.
    Attribute,
    /// A parameter of a capability, or a field in braces.
    Field,
    /// A variant of an enum.
    Variant,
    /// Any other value.
    Value,
    /// A site.
    Site,
    /// A zone.
    Zone,
    /// A conduit.
    Conduit,
    /// A component.
    Component,
    /// A channel.
    Channel,
    /// A product.
    Product,
    /// A protocol.
    Protocol,
    /// A profile.
    Profile,
    /// A capability.
    Capability,
    /// A catalogue.
    Catalog,
    /// A family of a catalogue.
    Family,
    /// A clause of a requirement.
    Requirement,
    /// A define or relation.
    Function,
    /// A variable.
    Variable,
    /// A set that is there without asking.
    Set,
    /// A type.
    Type,
    /// A package.
    Package,
}

/// One thing that could be written at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What is shown.
    pub label: String,
    /// What it is.
    pub kind: CandidateKind,
    /// What is shown right behind the label, such as parameters.
    pub signature: Option<String>,
    /// What is shown at the margin: a type, a title, a package.
    pub description: Option<String>,
    /// What is written. With holes (`${1:name}`, `$0`) where `has_holes`.
    pub insert: String,
    /// Whether `insert` has holes.
    pub has_holes: bool,
    /// What typed text is held against, where that is not the label.
    pub filter: Option<String>,
    /// How near it is to what is meant; the nearest is 0.
    pub rank: u32,
    /// By what its documentation is found: see [`crate::Analysis::candidate_docs`].
    pub docs: Option<String>,
    /// What is to be written elsewhere in the file with it.
    pub besides: Vec<(TextRange, String)>,
    /// Whether one goes on writing, and would like to be helped at once.
    pub goes_on: bool,
}

impl Candidate {
    /// A candidate that is written as it is shown.
    pub(crate) fn new(kind: CandidateKind, label: impl Into<String>, rank: u32) -> Self {
        let label = label.into();
        Self {
            insert: label.clone(),
            label,
            kind,
            signature: None,
            description: None,
            has_holes: false,
            filter: None,
            rank,
            docs: None,
            besides: Vec::new(),
            goes_on: false,
        }
    }

    /// Writes something else than it shows.
    #[must_use]
    pub(crate) fn writes(mut self, text: impl Into<String>) -> Self {
        self.insert = text.into();
        self
    }

    /// Writes text with holes.
    #[must_use]
    pub(crate) fn with_holes(mut self, text: impl Into<String>) -> Self {
        self.insert = text.into();
        self.has_holes = true;
        self
    }

    /// Says something at the margin.
    #[must_use]
    pub(crate) fn described(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        self.description = (!text.is_empty()).then_some(text);
        self
    }

    /// Says something right behind the label.
    #[must_use]
    pub(crate) fn signed(mut self, text: impl Into<String>) -> Self {
        self.signature = Some(text.into());
        self
    }

    /// Says by what its documentation is found.
    #[must_use]
    pub(crate) fn documented(mut self, key: impl Into<String>) -> Self {
        self.docs = Some(key.into());
        self
    }

    /// Asks for more help once it is written.
    #[must_use]
    pub(crate) fn and_goes_on(mut self) -> Self {
        self.goes_on = true;
        self
    }

    /// What is written where holes are not understood.
    pub fn plain(&self) -> String {
        if self.has_holes { without_holes(&self.insert) } else { self.insert.clone() }
    }
}

/// A text with its holes filled by what they suggest.
fn without_holes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['$', '\\']) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let mut characters = from.chars();
        let first = characters.next();
        rest = characters.as_str();
        if first == Some('\\') {
            plain.extend(characters.next());
            rest = characters.as_str();
        } else if let Some(inside) = rest.strip_prefix('{') {
            let end = inside.find('}').unwrap_or(inside.len());
            let (hole, after) = inside.split_at(end);
            let filling = match hole.split_once('|') {
                Some((_, choices)) => choices.trim_end_matches('|').split(',').next().unwrap_or_default(),
                None => hole.split_once(':').map_or("", |(_, filling)| filling),
            };
            plain.push_str(filling);
            rest = after.strip_prefix('}').unwrap_or(after);
        } else {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_with_what_they_suggest() {
        assert_eq!(without_holes("zone ${1:name} {\n  $0\n}"), "zone name {\n  \n}");
        assert_eq!(without_holes("a: ${1|x,y|} \\$ $2"), "a: x $ ");
    }
}
