//! Markdown, put together piece by piece.

use std::fmt::Write as _;

/// A page of Markdown. Pieces are separated by blank lines; empty ones are left out.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// What is written in the language.
    pub(super) fn code(&mut self, code: &str) {
        self.piece(&format!("```zc\n{code}\n```"));
    }

    /// A paragraph, list or table.
    pub(super) fn piece(&mut self, text: &str) {
        let text = text.trim_end();
        if text.trim().is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(text);
    }

    /// A list; nothing if it has no lines.
    pub(super) fn list(&mut self, lines: &[String]) {
        let mut text = String::new();
        for line in lines {
            let _ = writeln!(text, "- {line}");
        }
        self.piece(&text);
    }

    /// A line with a bold beginning.
    pub(super) fn fact(&mut self, label: &str, text: &str) {
        if !text.is_empty() {
            self.piece(&format!("**{label}:** {text}"));
        }
    }

    /// A rule across the page.
    pub(super) fn rule(&mut self) {
        if !self.0.is_empty() {
            self.piece("---");
        }
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// Names in code style, at most so many of them.
pub(super) fn names<T: AsRef<str>>(all: &[T], most: usize) -> String {
    let shown: Vec<String> = all.iter().take(most).map(|name| format!("`{}`", name.as_ref())).collect();
    let more = all.len().saturating_sub(shown.len());
    if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
}

/// A number with its noun.
pub(super) fn counted(number: usize, noun: &str) -> String {
    zcc_base::counted(number as u64, noun)
}
