//! From what is to be told to text on a terminal, by codespan-reporting: snippets with labels, notes, a way out.
//!
//! Every snippet shows single lines, cut to the width of the terminal around what they point at, and nothing in them can
//! steer the terminal: one enormous line costs no more than a short one.

mod labels;
mod snippet;
mod telling;
mod text;

use std::io::{self, Write};

use codespan_reporting::diagnostic as codespan;
use codespan_reporting::term::termcolor::{Ansi, Color, ColorSpec, NoColor, WriteColor};
use codespan_reporting::term::{self, Chars, Config};
use zcc_base::{Diagnostic, LineIndex, Severity};

use crate::{Db, LoadError, locate};
use snippet::Snippets;
pub use telling::{Spot, Telling};
use text::one_line;
pub use text::{visible, wrap};

/// How text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four answers to four independent questions")]
pub struct Style {
    /// With colours, as ANSI escapes.
    pub color: bool,
    /// With frames of Unicode characters rather than ASCII.
    pub unicode: bool,
    /// How many columns to fill at most.
    pub width: usize,
    /// Whether sentences longer than a line are broken; where nobody watches, a line per message is easier to search.
    pub wrap: bool,
    /// One line per diagnostic: `path:line:column: error[Z0101]: message`.
    pub short: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, unicode: true, width: 100, wrap: false, short: false }
    }
}

/// Writes a diagnostic.
pub fn render(db: &dyn Db, diagnostic: &Diagnostic, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let code = diagnostic.clause.as_ref().map_or_else(|| diagnostic.code.to_string(), ToString::to_string);
    let spot = |label: &'_ zcc_base::Label| {
        let (file, range) = locate(db, label.place);
        (file, range)
    };
    let mut labels = Vec::new();
    for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary) {
        let (file, range) = spot(label);
        labels.push(Spot::new(db, file, range, &label.text));
    }
    let mut notes: Vec<(&str, String)> = diagnostic.notes.iter().map(|note| ("note", note.clone())).collect();
    notes.extend(diagnostic.help.iter().map(|help| ("help", help.clone())));
    let telling = Telling { severity: diagnostic.severity, code: &code, message: &diagnostic.message, labels, notes };
    tell(&telling, style, out)
}

/// Writes a diagnostic as a text, without colour.
pub fn render_to_string(db: &dyn Db, diagnostic: &Diagnostic, style: &Style) -> String {
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = render(db, diagnostic, style, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes what is wrong with a path.
pub fn render_load_error(error: &LoadError, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let code = error.code.to_string();
    let lines = error.source.as_ref().map(|(text, _)| LineIndex::new(text));
    let labels = match (&error.source, &lines) {
        (Some((text, range)), Some(lines)) => {
            vec![Spot { path: &error.path, text, lines, range: *range, message: "" }]
        }
        _ => Vec::new(),
    };
    let notes = error.help.iter().map(|help| ("help", help.clone())).collect();
    let severity = error.code.severity();
    tell(&Telling { severity, code: &code, message: &error.message, labels, notes }, style, out)
}

/// Writes something, its places already found.
pub fn tell(telling: &Telling<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if style.short {
        return tell_short(telling, style, out);
    }
    let severity = match telling.severity {
        Severity::Error => codespan::Severity::Error,
        Severity::Warning => codespan::Severity::Warning,
    };
    // Frames and line numbers take up to eight columns. Where nobody watches only enormous lines are cut.
    let room = if style.wrap { style.width.saturating_sub(8).max(40) } else { 200 };
    let (snippets, labels) = Snippets::new(&telling.labels, room, style.unicode);
    let head = telling.code.len() + 10;
    let message = visible(telling.message);
    let message = if style.wrap { wrap(&message, style.width, head, 2) } else { message };
    let diagnostic =
        codespan::Diagnostic::new(severity).with_code(telling.code).with_message(message).with_labels(labels);
    let mut config = Config::default();
    if !style.unicode {
        config.chars = Chars::ascii();
    }
    let mut buffer = Vec::new();
    let emitted = if style.color {
        term::emit_to_write_style(&mut StyledWriter::new(Ansi::new(&mut buffer)), &config, &snippets, &diagnostic)
    } else {
        term::emit_to_write_style(&mut StyledWriter::new(NoColor::new(&mut buffer)), &config, &snippets, &diagnostic)
    };
    emitted.map_err(io::Error::other)?;
    let mut buffer = String::from_utf8_lossy(&buffer).into_owned();
    if style.wrap {
        let messages: Vec<String> = telling.labels.iter().map(|label| one_line(label.message)).collect();
        buffer = labels::broken(&buffer, &messages, style.width, if style.unicode { '│' } else { '|' });
    }
    if telling.notes.is_empty() {
        return out.write_all(buffer.as_bytes());
    }
    // codespan's notes have no colour and no words of their own: they are written here, below its snippets.
    buffer.pop();
    out.write_all(buffer.as_bytes())?;
    let gutter = snippets.gutter();
    let bar = if style.unicode { "│" } else { "|" };
    if gutter > 0 {
        writeln!(out, "{:gutter$} {}", "", paint(style, Paint::Frame, bar))?;
    }
    for (word, text) in &telling.notes {
        let indent = gutter + 1 + 2 + word.len() + 2;
        let text = visible(text);
        let text = wrap(&text, style.width, indent, indent);
        let color = if *word == "help" { Paint::Help } else { Paint::Note };
        let word = paint(style, color, word);
        writeln!(out, "{:gutter$} {} {word}: {text}", "", paint(style, Paint::Frame, "="))?;
    }
    writeln!(out)
}

fn tell_short(telling: &Telling<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if let Some(spot) = telling.labels.first() {
        let at = spot.lines.line_character(spot.text, spot.range.start);
        write!(out, "{}:{}:{}: ", visible(spot.path), at.line + 1, at.column + 1)?;
    }
    let (word, color) = match telling.severity {
        Severity::Error => ("error", Paint::Error),
        Severity::Warning => ("warning", Paint::Warning),
    };
    let head = format!("{word}[{}]", telling.code);
    writeln!(out, "{}: {}", paint(style, color, &head), visible(telling.message).replace('\n', " "))
}

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// An error, a level that is missed.
    Error,
    /// A warning, what is unproven.
    Warning,
    /// What is as it should be.
    Good,
    /// A fact.
    Note,
    /// A way out.
    Help,
    /// A heading.
    Strong,
    /// What matters less.
    Faint,
    /// Frames around snippets.
    Frame,
}

/// A text in the colour of what it is, if there are colours.
pub fn paint(style: &Style, paint: Paint, text: &str) -> String {
    if !style.color || text.is_empty() {
        return text.to_owned();
    }
    let code = match paint {
        Paint::Error => "1;91",
        Paint::Warning => "1;93",
        Paint::Good => "32",
        Paint::Note => "1;92",
        Paint::Help => "1;96",
        Paint::Strong => "1",
        Paint::Faint => "2",
        Paint::Frame => "94",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// Our palette on codespan's parts.
struct StyledWriter<W> {
    writer: W,
}

impl<W: WriteColor> StyledWriter<W> {
    const fn new(writer: W) -> Self {
        Self { writer }
    }

    fn set(&mut self, color: Option<Color>, bold: bool) -> term::GeneralWriteResult {
        let mut spec = ColorSpec::new();
        spec.set_fg(color).set_bold(bold).set_intense(true);
        self.writer.set_color(&spec)
    }
}

impl<W: WriteColor> Write for StyledWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

const fn color_of(severity: codespan::Severity) -> Color {
    match severity {
        codespan::Severity::Bug | codespan::Severity::Error => Color::Red,
        codespan::Severity::Warning => Color::Yellow,
        codespan::Severity::Note => Color::Green,
        codespan::Severity::Help => Color::Cyan,
    }
}

impl<W: WriteColor> term::WriteStyle for StyledWriter<W> {
    fn set_header(&mut self, severity: codespan::Severity) -> term::GeneralWriteResult {
        self.set(Some(color_of(severity)), true)
    }

    fn set_header_message(&mut self) -> term::GeneralWriteResult {
        self.writer.reset()?;
        let mut spec = ColorSpec::new();
        spec.set_bold(true);
        self.writer.set_color(&spec)
    }

    fn set_line_number(&mut self) -> term::GeneralWriteResult {
        self.set(Some(Color::Blue), false)
    }

    fn set_note_bullet(&mut self) -> term::GeneralWriteResult {
        self.set(Some(Color::Blue), false)
    }

    fn set_source_border(&mut self) -> term::GeneralWriteResult {
        self.set(Some(Color::Blue), false)
    }

    fn set_label(&mut self, severity: codespan::Severity, label: codespan::LabelStyle) -> term::GeneralWriteResult {
        match label {
            codespan::LabelStyle::Primary => self.set(Some(color_of(severity)), true),
            codespan::LabelStyle::Secondary => self.set(Some(Color::Cyan), false),
        }
    }

    fn reset(&mut self) -> term::GeneralWriteResult {
        self.writer.reset()
    }
}

#[cfg(test)]
mod tests;
