//! The command line of zcc: reads what is asked for, runs it, and answers with text and an exit status.

mod arguments;
mod commands;
mod compile;
mod database;
mod date;
mod diff;
mod exit;
mod human;
mod json;
mod names;
mod outcome;
mod pages;
mod panic;
mod progress;
mod shell;
mod system;
mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::exit::Exit;
use crate::terminal::Terminal;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a thread may use for its stack: nested expressions are limited, so this is ample.
pub(crate) const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are no mistakes. Where nobody reads them any more there is nobody to tell.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Nothing.into() };
        }
    };
    panic::take_over();
    let worker = std::thread::Builder::new().name("zcc".to_owned()).stack_size(STACK);
    match worker.spawn(move || run(&arguments)).map(std::thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(payload)) => panic::report(payload.as_ref()),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: no thread could be started: {}", system::plain(&error));
            Exit::Broken.into()
        }
    }
}

fn run(arguments: &Arguments) -> Exit {
    if let Command::Lsp { .. } = arguments.command {
        return serve(arguments);
    }
    let mut terminal = Terminal::new(&arguments.common);
    if let Err(error) = set_threads(usize::from(arguments.common.jobs)) {
        terminal.complain(&format!("error: no threads could be started: {error}\n"));
        return Exit::Broken;
    }
    let done = match &arguments.command {
        Command::Check(check) => commands::check::run(check, &mut terminal),
        Command::Fmt(fmt) => commands::fmt::run(fmt, &mut terminal),
        Command::Explain(explain) => commands::explain::run(explain, &mut terminal),
        Command::Test(test) => commands::test::run(test, &mut terminal),
        Command::New(new) => commands::new::run(new, &mut terminal),
        Command::Levels(levels) => commands::levels::run(levels, &mut terminal),
        Command::Lsp { .. } => Ok(Exit::Nothing),
        Command::Completions { shell } => commands::completions::run(*shell, &mut terminal),
    };
    match done.and_then(|exit| terminal.flush().map(|()| exit)) {
        Ok(exit) => exit,
        // Whoever read us has read enough: `zcc check | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            terminal.forget();
            Exit::Findings
        }
        Err(error) => {
            terminal.forget();
            let code = zcc_base::Code::UNWRITABLE_FILE;
            terminal.complain(&format!("error[{code}]: the output cannot be written: {}\n", system::plain(&error)));
            Exit::Broken
        }
    }
}

/// Standard output is the protocol's: no terminal may hold it.
fn serve(arguments: &Arguments) -> Exit {
    match set_threads(usize::from(arguments.common.jobs)) {
        Ok(()) => commands::lsp::run(),
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: no threads could be started: {error}");
            Exit::Broken
        }
    }
}

fn set_threads(jobs: usize) -> Result<(), rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build_global()
}
