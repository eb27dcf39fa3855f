//! `zcc completions`: a script that completes commands and options.

use std::io::{self, Write};

use clap::CommandFactory;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::terminal::Terminal;

/// Prints the script for `shell`.
pub(crate) fn run(shell: clap_complete::Shell, terminal: &mut Terminal) -> io::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "zcc", &mut script);
    terminal.write_all(&script)?;
    Ok(Exit::Nothing)
}
