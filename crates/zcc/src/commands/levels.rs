//! `zcc levels`: the table of target, capable and achieved levels.

use std::io::{self, Write};

use super::check::{library, write_json, write_problems};
use crate::arguments::{Format, Levels};
use crate::exit::Exit;
use crate::human::{levels, summary};
use crate::outcome::{Outcome, judge};
use crate::terminal::Terminal;

/// How many rows are shown unless all are asked for.
const ROWS: usize = 200;

/// Shows the levels of the packages of the paths. The exit status is that of `zcc check`.
pub(crate) fn run(arguments: &Levels, terminal: &mut Terminal) -> io::Result<Exit> {
    let (as_of, outcomes) = match judge(&arguments.paths, &arguments.judging, terminal) {
        Ok(judged) => judged,
        Err(exit) => return Ok(exit),
    };
    let exit = outcomes.iter().map(Outcome::exit).max().unwrap_or(Exit::Usage);
    if arguments.judging.format == Format::Json {
        write_json(&outcomes, as_of, exit, false, terminal)?;
        return Ok(exit);
    }
    let style = terminal.style;
    let rows = if terminal.verbosity > 0 { usize::MAX } else { ROWS };
    for outcome in &outcomes {
        if !write_problems(outcome, false, terminal)? {
            continue;
        }
        let Some(assessment) = &outcome.assessment else { continue };
        if let (Some(compiled), "library") = (&outcome.compiled, outcome.status()) {
            writeln!(terminal, "{}", library(compiled, &style))?;
            continue;
        }
        levels::write(assessment, &style, rows, terminal)?;
        if terminal.verbosity > -3 {
            writeln!(terminal, "{}", summary::judged(assessment, &style))?;
        }
    }
    Ok(exit)
}
