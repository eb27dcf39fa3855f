//! Standard output: one buffered writer, and what the terminal behind it can show.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use zcc_db::{LoadError, Style, render_load_error};

use crate::arguments::{Color, Common};

/// How wide text is where no terminal says.
const WIDTH: usize = 100;

/// Where a command writes to.
pub(crate) struct Terminal {
    /// How text is to look.
    pub(crate) style: Style,
    /// How text on standard error is to look.
    pub(crate) error_style: Style,
    /// How much to say: below 0 less, above 0 more.
    pub(crate) verbosity: i32,
    /// `None` once nobody reads any more.
    out: Option<BufWriter<StdoutLock<'static>>>,
}

impl Terminal {
    /// Standard output, with the wishes of the command line and of the environment.
    pub(crate) fn new(common: &Common) -> Self {
        let (out, error) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        Self {
            style: style(common.color, out),
            error_style: style(common.color, error),
            verbosity: i32::from(common.verbose) - i32::from(common.quiet),
            out: Some(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
        }
    }

    /// Writes to standard error, after what was written before.
    pub(crate) fn complain(&mut self, text: &str) {
        let _ = self.flush();
        // Where even the complaint cannot be written there is nobody left to tell.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Tells on standard error what could not be read or written.
    pub(crate) fn complain_of(&mut self, error: &LoadError) {
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = render_load_error(error, &self.error_style, &mut text);
        self.complain(&String::from_utf8_lossy(&text));
    }

    /// Tells of each on standard error.
    pub(crate) fn complain_of_all(&mut self, errors: &[LoadError]) {
        for error in errors {
            self.complain_of(error);
        }
    }

    /// Drops what is not written yet: it cannot be.
    pub(crate) fn forget(&mut self) {
        if let Some(out) = self.out.take() {
            let _ = out.into_parts();
        }
    }

    /// Whether a person watches standard error.
    pub(crate) fn is_watched(&self) -> bool {
        self.verbosity >= 0 && io::stderr().is_terminal() && variable("TERM").as_deref() != Some("dumb")
    }
}

impl Write for Terminal {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.as_mut().map_or(Ok(bytes.len()), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

fn style(color: Color, terminal: bool) -> Style {
    let dumb = variable("TERM").as_deref() == Some("dumb");
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => terminal && !dumb && variable("NO_COLOR").is_none(),
    };
    let stated = variable("COLUMNS").and_then(|columns| columns.parse::<usize>().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let width = stated.or_else(|| if terminal { seen() } else { None });
    Style {
        color,
        unicode: !dumb && locale_is_unicode(),
        width: width.unwrap_or(WIDTH).clamp(40, 240),
        wrap: terminal || stated.is_some(),
        short: false,
    }
}

/// Whether the locale, where one is set, is one of UTF-8.
fn locale_is_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// An environment variable that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
