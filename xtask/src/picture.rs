//! Draws `docs/images/check.svg`: what `zcc check examples/water-treatment` looks like on a terminal.
//!
//! The picture is made from the real output; only findings are left out, and a line says so.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::run::{output, root};

/// How many columns the terminal has.
const COLUMNS: usize = 100;
/// The day judged for, so that the picture does not change by itself.
const AS_OF: &str = "2026-11-22";
/// The width and height of a character, in hundredths of a pixel; the space around the text, in pixels.
const WIDTH: usize = 843;
const HEIGHT: usize = 18;
const MARGIN: usize = 22;
/// The height of the window's title bar.
const BAR: usize = 34;

#[derive(clap::Args)]
pub(crate) struct Picture {
    /// A built zcc to ask; without it, cargo builds one.
    #[arg(long)]
    zcc: Option<PathBuf>,
}

/// Runs zcc and writes the picture.
pub(crate) fn run(wish: &Picture) -> Result<()> {
    let program = match &wish.zcc {
        Some(path) => path.display().to_string(),
        None => "cargo run --quiet --package zcc --".to_owned(),
    };
    // zcc exits with 1 where it finds something, which is what is wanted here.
    let line = format!(
        "COLUMNS={COLUMNS} {program} check --color always --as-of {AS_OF} examples/water-treatment; test $? -eq 1"
    );
    let text = output("sh", &["-c", &line])?;
    let shown = excerpt(&text).context("there is no finding of both kinds in the output")?;
    let path = root().join("docs/images/check.svg");
    fs::create_dir_all(path.parent().unwrap_or(&path))?;
    fs::write(&path, draw(&shown))?;
    println!("wrote {}", path.display());
    Ok(())
}

/// The first finding that is not capable and the first that is not enabled, each below its heading, then the levels.
fn excerpt(text: &str) -> Option<String> {
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let plain: Vec<String> = paragraphs.iter().map(|paragraph| without_colors(paragraph)).collect();
    let levels = plain.iter().position(|paragraph| paragraph.starts_with("── levels"))?;
    let mut shown = vec!["\u{1b}[1;92m$\u{1b}[0m \u{1b}[1mzcc check examples/water-treatment\u{1b}[0m".to_owned()];
    for gap in [": not capable", ": not enabled"] {
        let is_it = |paragraph: &String| paragraph.lines().next().is_some_and(|line| line.ends_with(gap));
        let finding = plain.iter().position(is_it)?;
        let heading = plain[..finding].iter().rposition(|paragraph| paragraph.starts_with("── "))?;
        let next = plain[finding..].iter().position(|paragraph| paragraph.starts_with("── "))? + finding;
        let others = plain[heading..next].iter().filter(|paragraph| paragraph.starts_with("error[")).count() - 1;
        shown.extend([paragraphs[heading].to_owned(), paragraphs[finding].to_owned()]);
        shown.push(format!("\u{1b}[2m… and {others} more here\u{1b}[0m"));
    }
    shown.push("\u{1b}[2m… and so on for the other zones and conduits; then:\u{1b}[0m".to_owned());
    shown.extend(paragraphs[levels..].iter().map(|paragraph| paragraph.trim_end().to_owned()));
    Some(shown.join("\n\n"))
}

/// How a stretch of text looks.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Look {
    bold: bool,
    dim: bool,
    /// One of the sixteen colours of a terminal.
    color: Option<u8>,
}

impl Look {
    /// What the numbers of an escape sequence, separated by semicolons, make of it.
    fn after(mut self, codes: &str) -> Self {
        let mut numbers = codes.split(';').map(|code| code.parse::<u8>().unwrap_or(0));
        while let Some(number) = numbers.next() {
            match number {
                0 => self = Self::default(),
                1 => self.bold = true,
                2 => self.dim = true,
                22 => (self.bold, self.dim) = (false, false),
                30..=37 => self.color = Some(number - 30),
                90..=97 => self.color = Some(number - 90 + 8),
                38 => self.color = numbers.nth(1),
                39 => self.color = None,
                _ => {}
            }
        }
        self
    }

    fn fill(self) -> &'static str {
        match self.color {
            Some(1 | 9) => "#ff7b72",
            Some(2 | 10) => "#7ee787",
            Some(3 | 11) => "#f2cc60",
            Some(4 | 12) => "#79c0ff",
            Some(5 | 13) => "#d2a8ff",
            Some(6 | 14) => "#76e3ea",
            Some(8) => "#8b949e",
            _ if self.dim => "#8b949e",
            _ if self.bold => "#f0f6fc",
            _ => "#d0d7de",
        }
    }
}

/// A line with escape sequences, cut where the look changes. `look` is how it begins, and then how it ends.
fn stretches(line: &str, look: &mut Look) -> Vec<(Look, String)> {
    let mut found: Vec<(Look, String)> = Vec::new();
    for (position, part) in line.split('\u{1b}').enumerate() {
        let text = match part.strip_prefix('[').and_then(|rest| rest.split_once('m')) {
            Some((codes, text)) if position > 0 => {
                *look = look.after(codes);
                text
            }
            _ => part,
        };
        match found.last_mut() {
            Some((last, before)) if last == look => before.push_str(text),
            _ if text.is_empty() => {}
            _ => found.push((*look, text.to_owned())),
        }
    }
    found
}

fn without_colors(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| stretches(line, &mut Look::default()).into_iter().map(|(_, text)| text).collect())
        .collect();
    lines.join("\n")
}

fn draw(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (width, height) = (COLUMNS * WIDTH / 100 + 2 * MARGIN, lines.len() * HEIGHT + BAR + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\">\n<title>zcc check examples/water-treatment</title>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"10\" fill=\"#0d1117\"/>\n"
    );
    for (position, fill) in ["#ff5f57", "#febc2e", "#28c840"].into_iter().enumerate() {
        let x = MARGIN + position * 20;
        let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{}\" r=\"6\" fill=\"{fill}\"/>", BAR / 2 + 4);
    }
    svg.push_str(
        "<g font-family=\"ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\" \
         xml:space=\"preserve\">\n",
    );
    let mut look = Look::default();
    for (row, line) in lines.iter().enumerate() {
        let y = BAR + MARGIN + row * HEIGHT + HEIGHT / 2;
        let mut column = 0;
        for (look, text) in stretches(line, &mut look) {
            let characters = text.chars().count();
            // Each word stands at its own column, so that no font can move it out of line.
            for (start, word) in words(&text) {
                let x = MARGIN * 100 + (column + start) * WIDTH;
                let length = word.chars().count() * WIDTH;
                let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
                let _ = writeln!(
                    svg,
                    "<text x=\"{}.{:02}\" y=\"{y}\" textLength=\"{}.{:02}\" fill=\"{}\"{weight}>{}</text>",
                    x / 100,
                    x % 100,
                    length / 100,
                    length % 100,
                    look.fill(),
                    escaped(word)
                );
            }
            column += characters;
        }
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The words of a text, parted by two spaces or more, with the column that each begins at.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut column = 0;
    for part in text.split("  ") {
        let word = part.trim_start();
        let start = column + part.chars().count() - word.chars().count();
        if !word.trim_end().is_empty() {
            found.push((start, word.trim_end()));
        }
        column += part.chars().count() + 2;
    }
    found
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_its_look_changes() {
        let red = Look { bold: true, color: Some(9), ..Look::default() };
        let found = stretches("a \u{1b}[0m\u{1b}[1m\u{1b}[38;5;9mb\u{1b}[0m c", &mut Look::default());
        let plain = Look::default();
        assert_eq!(found, [(plain, "a ".to_owned()), (red, "b".to_owned()), (plain, " c".to_owned())]);
        assert_eq!(without_colors("\u{1b}[2mx\u{1b}[0m\n"), "x");
    }

    #[test]
    fn words_keep_their_columns() {
        assert_eq!(words("  a b    c "), [(2, "a b"), (9, "c")]);
        assert_eq!(words(""), []);
    }
}
