//! Messages of labels that are longer than the line has room for: codespan-reporting writes them as they are, and the
//! terminal would break them in the middle of a word.

use super::text::wrap;

/// How many columns a message needs beside what it points at; where there are fewer it begins below.
const LEAST: usize = 30;

/// What takes all colours away.
const RESET: &str = "\u{1b}[0m";

/// A character with the escapes that were written before it.
struct Cell {
    escapes: String,
    character: char,
}

/// A line as a terminal shows it.
struct Line {
    cells: Vec<Cell>,
    /// The escapes at its end.
    rest: String,
}

impl Line {
    fn new(text: &str) -> Self {
        let mut line = Self { cells: Vec::new(), rest: String::new() };
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            if character == '\u{1b}' {
                line.rest.push(character);
                for escape in characters.by_ref() {
                    line.rest.push(escape);
                    if escape.is_ascii_alphabetic() {
                        break;
                    }
                }
            } else {
                line.cells.push(Cell { escapes: std::mem::take(&mut line.rest), character });
            }
        }
        line
    }

    /// The first `end` cells, and the escapes behind them.
    fn front(&self, end: usize) -> String {
        let mut text = String::new();
        for cell in &self.cells[..end] {
            text.push_str(&cell.escapes);
            text.push(cell.character);
        }
        text.push_str(self.cells.get(end).map_or(&self.rest, |cell| &cell.escapes));
        text
    }

    /// The escapes that colour a cell: all that were written since the last that took colours away.
    fn color(&self, at: usize) -> &str {
        // A label's colour is set anew for each of its parts, so the nearest escapes in front tell all.
        let nearest = self.cells[..=at].iter().rev().find(|cell| !cell.escapes.is_empty());
        nearest.map_or("", |cell| cell.escapes.rsplit(RESET).next().unwrap_or_default())
    }

    /// Where the frame at its left stands, if nothing but blanks is before it: then it shows no source.
    fn frame(&self, bar: char) -> Option<usize> {
        let at = self.cells.iter().position(|cell| cell.character != ' ')?;
        (self.cells[at].character == bar).then_some(at)
    }

    fn is_at(&self, column: usize, wanted: char) -> bool {
        self.cells.get(column).is_some_and(|cell| cell.character == wanted)
    }
}

/// Breaks the messages of labels so that no line is wider than `width`. `text` is what codespan-reporting wrote, with
/// frames of `bar`.
pub(super) fn broken(text: &str, messages: &[String], width: usize, bar: char) -> String {
    let lines: Vec<Line> = text.split('\n').map(Line::new).collect();
    let mut out = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let whole = line.front(line.cells.len());
        let message = messages.iter().filter(|message| !message.is_empty()).find(|message| {
            let start = line.cells.len().checked_sub(message.chars().count());
            start.is_some_and(|start| message.chars().zip(&line.cells[start..]).all(|(c, cell)| c == cell.character))
        });
        match (line.frame(bar), message) {
            (Some(frame), Some(message)) if line.cells.len() > width => {
                let start = line.cells.len() - message.chars().count();
                out.push_str(&with_broken(line, lines.get(at + 1), message, (frame, start), width, bar));
            }
            _ => out.push_str(whole.trim_end_matches(' ')),
        }
    }
    out
}

/// A line with its message broken; `below` is the line after it, whose pointers the new lines must not cut.
fn with_broken(
    line: &Line,
    below: Option<&Line>,
    message: &str,
    (frame, start): (usize, usize),
    width: usize,
    bar: char,
) -> String {
    let fits = start + LEAST <= width;
    let column = if fits { start } else { width.saturating_sub(LEAST).max(frame + 2).min(start) };
    let pointers = below.filter(|below| below.frame(bar) == Some(frame));
    let mut lead = line.front(frame + 1);
    let colored = |color: &str, text: &str| {
        if color.is_empty() { text.to_owned() } else { format!("{color}{text}{RESET}") }
    };
    for at in frame + 1..column {
        let from = if line.is_at(at, bar) { Some(line) } else { pointers.filter(|below| below.is_at(at, bar)) };
        match from {
            Some(from) => lead.push_str(&colored(from.color(at), bar.encode_utf8(&mut [0; 4]))),
            None => lead.push(' '),
        }
    }
    let color = line.color(start);
    let mut out = if fits { line.front(start) } else { line.front(start).trim_end().to_owned() };
    for (position, part) in wrap(message, width, column, 0).lines().enumerate() {
        if position == 0 && fits {
            // The escapes in front of the message are there already.
            out.push_str(part);
            out.push_str(if color.is_empty() { "" } else { RESET });
        } else {
            out.push('\n');
            out.push_str(&lead);
            out.push_str(&colored(color, part));
        }
    }
    out
}
