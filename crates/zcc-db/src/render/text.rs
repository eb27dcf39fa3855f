//! Text as a terminal can show it.

/// Breaks a text at blanks so that no line is wider than `width`. The first line already has `first` columns behind it; the
/// others begin with `indent` blanks. Lines that the text has keep their ends.
pub fn wrap(text: &str, width: usize, first: usize, indent: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut column = first;
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            wrapped.push('\n');
            wrapped.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        for (position, word) in line.split(' ').enumerate() {
            let length = word.chars().count();
            if position > 0 {
                if column + 1 + length > width && column > indent {
                    wrapped.push('\n');
                    wrapped.extend(std::iter::repeat_n(' ', indent));
                    column = indent;
                } else {
                    wrapped.push(' ');
                    column += 1;
                }
            }
            wrapped.push_str(word);
            column += length;
        }
    }
    wrapped
}

/// The text with what would steer a terminal made visible; its length in bytes stays.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            c if (c as u32) < 0x20 || c == '\u{7f}' => '?',
            '\u{80}'..='\u{9f}' => '¿',
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// What is said at a place takes one line, or lines that are broken here.
pub(super) fn one_line(message: &str) -> String {
    visible(message).replace('\n', " ")
}
