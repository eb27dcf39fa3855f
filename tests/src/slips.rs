//! Slips of the hand: a word left out, a line broken off, letters swapped, one such mistake at a time and at every place
//! of a text where it can be made.

use zcc_syntax::{LexedToken, TokenClass, lex};

/// A text with one mistake in it.
#[derive(Clone, Debug)]
pub struct Slip {
    /// Where the mistake was made.
    pub at: u32,
    /// What it is, for people.
    pub what: String,
    /// The text with the mistake.
    pub text: String,
}

/// The tokens that a text means something by.
fn words(text: &str) -> Vec<LexedToken> {
    let says = |token: &LexedToken| !matches!(token.kind.class(), TokenClass::Comment | TokenClass::Docs);
    lex(text).into_iter().filter(says).collect()
}

fn replaced(text: &str, token: LexedToken, by: &str) -> String {
    let range = token.range.to_usize();
    [&text[..range.start], by, &text[range.end..]].concat()
}

/// Each token of the text left out, one at a time.
pub fn left_out(text: &str) -> impl Iterator<Item = Slip> {
    words(text).into_iter().map(move |token| Slip {
        at: token.range.start,
        what: format!("without `{}`", token.text(text)),
        text: replaced(text, token, ""),
    })
}

/// Each line broken off after each of its tokens: half typed, and what follows stands below it.
pub fn broken_off(text: &str) -> impl Iterator<Item = Slip> {
    let words = words(text);
    let line_end = |at: u32| text[at as usize..].find('\n').map_or(text.len(), |end| at as usize + end);
    let places: Vec<(LexedToken, usize)> = words
        .iter()
        .map(|token| (*token, line_end(token.range.end)))
        .filter(|(token, end)| {
            words.iter().any(|other| other.range.start >= token.range.end && (other.range.end as usize) <= *end)
        })
        .collect();
    places.into_iter().map(move |(token, end)| Slip {
        at: token.range.end,
        what: format!("nothing after `{}`", token.text(text)),
        text: [&text[..token.range.end as usize], &text[end..]].concat(),
    })
}

/// Each word of the text with its second and third letter swapped, one at a time.
pub fn misspelt(text: &str) -> impl Iterator<Item = Slip> {
    words(text).into_iter().filter_map(move |token| {
        let word = token.text(text);
        let bytes = word.as_bytes();
        let is_word = matches!(token.kind.class(), TokenClass::Word | TokenClass::Reserved);
        if !is_word || bytes.len() < 4 || bytes[1] == bytes[2] || word.starts_with('`') {
            return None;
        }
        let wrong = [&word[..1], &word[2..3], &word[1..2], &word[3..]].concat();
        Some(Slip {
            at: token.range.start,
            what: format!("`{wrong}` for `{word}`"),
            text: replaced(text, token, &wrong),
        })
    })
}
