//! `zcc fmt`: brings files into the canonical style.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use zcc_base::{Code, counted};
use zcc_db::{LoadError, MAX_FILE_BYTES, Paint, paint};

use crate::arguments::Fmt;
use crate::diff;
use crate::exit::Exit;
use crate::system::{RealSystem, plain, write_atomically};
use crate::terminal::Terminal;

/// What became of one file.
enum Outcome {
    Unchanged,
    Changed,
    Failed,
}

/// Formats files, or standard input.
pub(crate) fn run(fmt: &Fmt, terminal: &mut Terminal) -> io::Result<Exit> {
    if fmt.paths.iter().any(|path| path == Path::new("-")) {
        return standard_input(fmt, terminal);
    }
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let mut failed = 0_u64;
    for path in &fmt.paths {
        match zcc_db::source_paths(&RealSystem, path) {
            Ok(found) => files.extend(found),
            Err(errors) => {
                failed += errors.len() as u64;
                terminal.complain_of_all(&errors);
            }
        }
    }
    files.sort();
    files.dedup();
    if files.is_empty() && failed == 0 {
        terminal.complain_of(&nothing(&fmt.paths));
        return Ok(Exit::Usage);
    }
    let (mut changed, mut unchanged) = (0_u64, 0_u64);
    for (path, name) in &files {
        match one(fmt, path, name, terminal)? {
            Outcome::Changed => changed += 1,
            Outcome::Unchanged => unchanged += 1,
            Outcome::Failed => failed += 1,
        }
    }
    if terminal.verbosity > -2 {
        let would = if fmt.check || fmt.diff { "would be formatted" } else { "formatted" };
        let mut parts = Vec::new();
        if changed > 0 {
            parts.push(format!("{} {would}", counted(changed, "file")));
        }
        if unchanged > 0 {
            parts.push(format!("{} already in style", counted(unchanged, "file")));
        }
        if failed > 0 {
            parts.push(format!("{} could not be read or written", counted(failed, "file")));
        }
        writeln!(terminal, "{}", parts.join(", "))?;
    }
    Ok(match (failed, changed) {
        (1.., _) => Exit::Broken,
        (_, 1..) if fmt.check || fmt.diff => Exit::Findings,
        _ => Exit::Nothing,
    })
}

fn one(fmt: &Fmt, path: &Path, name: &str, terminal: &mut Terminal) -> io::Result<Outcome> {
    let text = match zcc_db::read_text(&RealSystem, path) {
        Ok(text) => text,
        Err(error) => {
            terminal.complain_of(&error);
            return Ok(Outcome::Failed);
        }
    };
    let formatted = zcc_fmt::format(&text);
    if *formatted == *text {
        return Ok(Outcome::Unchanged);
    }
    if fmt.diff {
        let difference = diff::unified(name, &text, &formatted, &terminal.style);
        terminal.write_all(difference.as_bytes())?;
    } else if fmt.check {
        if terminal.verbosity > -2 {
            writeln!(terminal, "{} {name}", paint(&terminal.style, Paint::Warning, "would format"))?;
        }
    } else if let Err(error) = write_atomically(path, &formatted) {
        terminal.complain_of(&unwritable(name, &error));
        return Ok(Outcome::Failed);
    } else if terminal.verbosity >= 0 {
        writeln!(terminal, "{} {name}", paint(&terminal.style, Paint::Good, "formatted"))?;
    }
    Ok(Outcome::Changed)
}

fn standard_input(fmt: &Fmt, terminal: &mut Terminal) -> io::Result<Exit> {
    let name = "<standard input>";
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    let problem = |code, message: String, help: &str| LoadError {
        code,
        path: name.to_owned(),
        message,
        source: None,
        help: Some(help.to_owned()),
    };
    let error = match read {
        Err(error) => problem(
            Code::UNREADABLE_FILE,
            format!("standard input cannot be read: {}", plain(&error)),
            "pipe a file into it: `zcc fmt - < site.zc`",
        ),
        Ok(_) if fmt.paths.len() > 1 => problem(
            Code::UNREADABLE_FILE,
            "`-` stands for standard input and cannot stand beside other paths".to_owned(),
            "format the others in a call of their own",
        ),
        Ok(length) if length as u64 > MAX_FILE_BYTES => {
            problem(Code::FILE_TOO_LARGE, "standard input is too large".to_owned(), "a file may have 256 MiB")
        }
        Ok(_) => match String::from_utf8(bytes) {
            Ok(text) => return formatted_input(fmt, name, &text, terminal),
            Err(_) => problem(Code::NOT_UTF8, "standard input is not UTF-8".to_owned(), "send it as UTF-8"),
        },
    };
    terminal.complain_of(&error);
    Ok(Exit::Broken)
}

fn formatted_input(fmt: &Fmt, name: &str, text: &str, terminal: &mut Terminal) -> io::Result<Exit> {
    let formatted = zcc_fmt::format(text);
    let changed = formatted != text;
    if fmt.diff {
        let difference = diff::unified(name, text, &formatted, &terminal.style);
        terminal.write_all(difference.as_bytes())?;
    } else if !fmt.check {
        terminal.write_all(formatted.as_bytes())?;
        return Ok(Exit::Nothing);
    }
    Ok(if changed { Exit::Findings } else { Exit::Nothing })
}

fn nothing(paths: &[PathBuf]) -> LoadError {
    let path = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
    LoadError {
        code: Code::NOTHING_TO_JUDGE,
        message: format!("there is no `.zc` file in `{path}`"),
        path,
        source: None,
        help: Some("name a folder that holds some, or start a site with `zcc new`".to_owned()),
    }
}

fn unwritable(name: &str, error: &io::Error) -> LoadError {
    LoadError {
        code: Code::UNWRITABLE_FILE,
        path: name.to_owned(),
        message: format!("`{name}` cannot be written: {}", plain(error)),
        source: None,
        help: Some("the file is as it was".to_owned()),
    }
}
