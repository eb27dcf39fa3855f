//! The lines that a diagnostic shows, as codespan-reporting wants to see files.

use std::ops::Range;

use codespan_reporting::diagnostic::Label;
use codespan_reporting::files::{Error, Files};

use zcc_base::LineIndex;

use super::telling::Spot;
use super::text::{one_line, visible};

/// The lines of some files, and only those.
pub(super) struct Snippets<'t> {
    files: Vec<SnippetFile<'t>>,
}

struct SnippetFile<'t> {
    path: &'t str,
    text: &'t str,
    index: &'t LineIndex,
    /// The lines shown, one after the other.
    source: String,
    lines: Vec<SnippetLine>,
}

struct SnippetLine {
    /// Its number in the file, from zero.
    number: usize,
    /// Where it is in `source`.
    start: usize,
    /// Where its end is.
    end: usize,
    /// How many bytes in front were cut off.
    cut: usize,
    /// How many characters in front were cut off.
    cut_characters: usize,
    /// How many bytes stand in their place.
    ellipsis: usize,
}

impl<'t> Snippets<'t> {
    /// The lines of the spots, each cut to about `width` characters, and codespan's labels for them.
    pub(super) fn new(spots: &[Spot<'t>], width: usize, unicode: bool) -> (Self, Vec<Label<usize>>) {
        let mut snippets = Self { files: Vec::new() };
        // Lines are added in their order within the file, so labels are made in a second pass.
        let mut order: Vec<usize> = (0..spots.len()).collect();
        order.sort_by_key(|at| spots[*at].range.start);
        let mut labels: Vec<Option<Label<usize>>> = vec![None; spots.len()];
        for at in order {
            let spot = &spots[at];
            let file = snippets.file(spot);
            let range = snippets.files[file].place(spot, width, unicode);
            let label = if at == 0 { Label::primary(file, range) } else { Label::secondary(file, range) };
            labels[at] = Some(label.with_message(one_line(spot.message)));
        }
        for file in &mut snippets.files {
            file.fill_gaps(width, unicode);
        }
        (snippets, labels.into_iter().flatten().collect())
    }

    /// How many digits the greatest line number has; 0 where nothing is shown.
    pub(super) fn gutter(&self) -> usize {
        let numbers = self.files.iter().flat_map(|file| file.lines.iter().map(|line| line.number + 1));
        numbers.max().map_or(0, |number| number.ilog10() as usize + 1)
    }

    fn file(&mut self, spot: &Spot<'t>) -> usize {
        self.files.iter().position(|file| file.path == spot.path).unwrap_or_else(|| {
            self.files.push(SnippetFile {
                path: spot.path,
                text: spot.text,
                index: spot.lines,
                source: String::new(),
                lines: Vec::new(),
            });
            self.files.len() - 1
        })
    }
}

impl SnippetFile<'_> {
    /// Adds the line in which `spot` begins and says where the spot is in it. A spot of several lines is shown by its first.
    fn place(&mut self, spot: &Spot<'_>, width: usize, unicode: bool) -> Range<usize> {
        let start = floor(self.text, spot.range.start as usize);
        let end = floor(self.text, spot.range.end as usize).max(start);
        let number = self.index.line_column(start as u32).line as usize;
        let (line_start, line) = self.line(number);
        let from = (start - line_start).min(line.len());
        let to = (end - line_start).clamp(from, line.len());
        let known = match self.lines.iter().position(|known| known.number == number) {
            Some(known) => known,
            None => self.add(number, from, width, unicode),
        };
        let shown = &self.lines[known];
        let at = |offset: usize| {
            let at = shown.start + shown.ellipsis + offset.saturating_sub(shown.cut);
            floor(&self.source, at.min(shown.end))
        };
        at(from)..at(to)
    }

    /// Shows the one line that lies between two that are shown, as codespan-reporting would.
    fn fill_gaps(&mut self, width: usize, unicode: bool) {
        let numbers: Vec<usize> = self.lines.iter().map(|line| line.number).collect();
        for number in numbers {
            let shown = |number: usize| self.lines.iter().any(|line| line.number == number);
            if !shown(number + 1) && shown(number + 2) {
                self.add(number + 1, 0, width, unicode);
            }
        }
    }

    fn add(&mut self, number: usize, at: usize, width: usize, unicode: bool) -> usize {
        let (_, line) = self.line(number);
        let (shown, cut) = cut(line, at, width, unicode);
        let (shown, ellipsis) = (visible(&shown), if cut > 0 { ellipsis(unicode).len() } else { 0 });
        let cut_characters = line.get(..cut).map_or(0, |front| front.chars().count());
        let start = self.source.len();
        self.source.push_str(&shown);
        let end = self.source.len();
        self.source.push('\n');
        self.lines.push(SnippetLine { number, start, end, cut, cut_characters, ellipsis });
        self.lines.len() - 1
    }

    fn line(&self, number: usize) -> (usize, &str) {
        let start = self.index.starts().get(number).map_or(self.text.len(), |start| *start as usize);
        let next = self.index.starts().get(number + 1).map_or(self.text.len(), |next| *next as usize);
        (start, self.text.get(start..next).unwrap_or_default().trim_end_matches(['\n', '\r']))
    }
}

const fn ellipsis(unicode: bool) -> &'static str {
    if unicode { "…" } else { "..." }
}

/// The part of a line around byte `at` that is about `width` characters wide, and how many bytes were cut off in front.
fn cut(line: &str, at: usize, width: usize, unicode: bool) -> (String, usize) {
    if line.len() <= width || line.chars().nth(width).is_none() {
        return (line.to_owned(), 0);
    }
    let reach = width - width / 4;
    let before = |characters: usize| line[..at].char_indices().rev().take(characters).last().map_or(at, |(at, _)| at);
    // A third of the width is left in front of the place, unless it can be seen from the start of the line.
    let start = if line[..at].chars().rev().nth(reach).is_none() { 0 } else { before(width / 3) };
    let room = width.saturating_sub(2);
    let end = line[start..].char_indices().nth(room).map_or(line.len(), |(offset, _)| start + offset);
    let mut shown = String::new();
    if start > 0 {
        shown.push_str(ellipsis(unicode));
    }
    shown.push_str(&line[start..end]);
    if end < line.len() {
        shown.push_str(ellipsis(unicode));
    }
    (shown, start)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl<'f> Files<'f> for Snippets<'_> {
    type FileId = usize;
    type Name = &'f str;
    type Source = &'f str;

    fn name(&'f self, id: usize) -> Result<&'f str, Error> {
        self.files.get(id).map(|file| file.path).ok_or(Error::FileMissing)
    }

    fn source(&'f self, id: usize) -> Result<&'f str, Error> {
        self.files.get(id).map(|file| file.source.as_str()).ok_or(Error::FileMissing)
    }

    fn line_index(&'f self, id: usize, at: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let line = file.lines.iter().find(|line| line.start <= at && at <= line.end);
        Ok(line.or(file.lines.last()).map_or(0, |line| line.number))
    }

    fn line_range(&'f self, id: usize, number: usize) -> Result<Range<usize>, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let line = file.lines.iter().find(|line| line.number == number);
        // Lines between two that are shown are shown empty.
        Ok(line.map_or(0..0, |line| line.start..line.end))
    }

    fn column_number(&'f self, id: usize, number: usize, at: usize) -> Result<usize, Error> {
        let file = self.files.get(id).ok_or(Error::FileMissing)?;
        let Some(line) = file.lines.iter().find(|line| line.number == number) else { return Ok(1) };
        let before = file.source.get(line.start..at.min(line.end)).unwrap_or_default();
        let ellipsis = if line.ellipsis > 0 { source_characters(file, line) } else { 0 };
        Ok((line.cut_characters + before.chars().count() + 1).saturating_sub(ellipsis))
    }
}

fn source_characters(file: &SnippetFile<'_>, line: &SnippetLine) -> usize {
    file.source.get(line.start..line.start + line.ellipsis).map_or(0, |text| text.chars().count())
}
