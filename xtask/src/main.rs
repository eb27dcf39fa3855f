//! The project's own tasks, run as `cargo xtask TASK`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a task talks to the developer who runs it")]

mod ci;
mod circles;
mod editors;
mod layers;
mod picture;
mod run;
mod synthetic;
mod tidy;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "The project's own tasks")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that must hold before a change lands: formatting, lints, licences, tests, documents.
    Ci,
    /// Holds the layers, the arrows between files, the file headers and the registries against what ARCHITECTURE.md
    /// promises.
    Tidy,
    /// Tries the real editors, each by the instructions of its page, with the server.
    Editors(editors::Editors),
    /// Draws `docs/images/check.svg`, the README's picture, from what zcc really prints.
    Picture(picture::Picture),
    /// Writes a synthetic site, for benchmarks and experiments.
    Synthetic(synthetic::Synthetic),
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Ci => ci::run_checks(),
        Task::Tidy => tidy::run(),
        Task::Editors(wish) => editors::try_editors(&wish),
        Task::Picture(wish) => picture::run(&wish),
        Task::Synthetic(wish) => synthetic::run(&wish),
    }
}
