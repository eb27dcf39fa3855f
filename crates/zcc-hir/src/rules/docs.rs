//! Documentation, split by use: what a clause is for, what it asks of the model, what to do about a finding.

use smol_str::SmolStr;

use crate::program::ClauseDocs;

/// Splits the documentation of a requirement or clause by its paragraphs' first words.
pub fn split_docs(text: &str) -> ClauseDocs {
    let (mut intent, mut asks, mut remedy) = (String::new(), String::new(), String::new());
    for paragraph in paragraphs(text) {
        let (into, rest) = if let Some(rest) = paragraph.strip_prefix("Asks:") {
            (&mut asks, rest)
        } else if let Some(rest) = paragraph.strip_prefix("Remedy:") {
            (&mut remedy, rest)
        } else {
            (&mut intent, paragraph.as_str())
        };
        if !into.is_empty() {
            into.push_str("\n\n");
        }
        into.push_str(rest.trim());
    }
    ClauseDocs { intent: SmolStr::from(intent), asks: SmolStr::from(asks), remedy: SmolStr::from(remedy) }
}

/// The paragraphs of a text, each on one line but for the items of its lists.
fn paragraphs(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if line.is_empty() {
            if !current.is_empty() {
                found.push(std::mem::take(&mut current));
            }
            continue;
        }
        if !current.is_empty() {
            current.push(if line.starts_with("- ") || line.starts_with("* ") { '\n' } else { ' ' });
        }
        current.push_str(line);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_go_by_their_first_word() {
        let docs =
            split_docs(" People share\n accounts.\n\n Asks: that\n they do not.\n\n Remedy: - one\n - two\n\n More.");
        assert_eq!(docs.intent, "People share accounts.\n\nMore.");
        assert_eq!(docs.asks, "that they do not.");
        assert_eq!(docs.remedy, "- one\n- two");
    }
}
