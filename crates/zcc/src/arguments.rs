//! What can be said on the command line. Every option is explained with an example by `--help`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::date::Date;

/// The command line as a whole.
#[derive(Debug, Parser)]
#[command(
    name = "zcc",
    version,
    about = "Checks IEC 62443 zones and conduits, written as code",
    long_about = "zcc reads a site written in the .zc language (zones, conduits, components, channels), holds it against \
        the requirements that it is assessed for, and says what keeps each zone below its target, and why.",
    after_help = "Start with `zcc new my_site`, then `zcc check my_site`.\n\
        Exit status: 0 nothing to report, 1 findings, 2 the model or the rules do not compile, 3 usage or nothing to judge.",
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = false,
    max_term_width = 100
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options that hold for every command.
#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    /// When to use colours
    ///
    /// `auto` uses them on a terminal, unless NO_COLOR is set or TERM is `dumb`.
    ///
    /// Example: `zcc check --color always | less -R`
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = "Output")]
    pub(crate) color: Color,

    /// Say more (repeat for still more)
    ///
    /// `-v` shows every witness and every source; `-vv` also shows why each finding came out as it did.
    ///
    /// Example: `zcc check -v`
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Output")]
    pub(crate) verbose: u8,

    /// Say less (repeat for still less)
    ///
    /// `-q` tells each finding in one line, `-qq` prints the last line only, `-qqq` nothing: the exit status tells.
    ///
    /// Example: `zcc check -qqq && echo clean`
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "verbose", help_heading = "Output")]
    pub(crate) quiet: u8,

    /// How many threads to use, up to 256; 0 takes one per processor
    ///
    /// The output is the same, to the byte, with any number.
    ///
    /// Example: `zcc check --jobs 1`
    #[arg(short, long, global = true, default_value_t = 0, value_name = "N",
        value_parser = clap::value_parser!(u16).range(0..=256))]
    pub(crate) jobs: u16,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// For whom to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs: one document of a versioned schema (docs/json.md)
    Json,
}

/// How to judge and for whom to write.
#[derive(Clone, Debug, Args)]
pub(crate) struct Judging {
    /// For whom to write
    ///
    /// The JSON document is described in docs/json.md; its schema is versioned.
    ///
    /// Example: `zcc check --format json > report.json`
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT", help_heading = "Output")]
    pub(crate) format: Format,

    /// The day to judge for, in UTC; waivers and certificates hold through their last day [default: today]
    ///
    /// Example: `zcc check --as-of 2027-03-31`
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
}

/// What zcc can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a site and say what keeps it below its targets
    #[command(after_help = "Examples:\n  \
        zcc check                      the package of this folder\n  \
        zcc check examples/riverside   that of another\n  \
        zcc check plant.zc             a lone file\n  \
        zcc check -q plant             one line per finding\n  \
        zcc check --format json plant  for programs\n\n\
        A path below a folder with a `zcc.toml` stands for that package; files without one that lie in one folder are \
        checked together.")]
    Check(Check),
    /// Bring files into the one canonical style
    #[command(after_help = "Examples:\n  \
        zcc fmt                        every file of this folder\n  \
        zcc fmt --check                change nothing, exit with 1 if something would change\n  \
        zcc fmt --diff site.zc         show what would change\n  \
        zcc fmt - < site.zc            from standard input to standard output")]
    Fmt(Fmt),
    /// Explain an error code, a clause of a catalogue, or a finding
    #[command(after_help = "Examples:\n  \
        zcc explain Z0201                      an error code\n  \
        zcc explain SR 1.1 RE 2                a clause: what it asks and what to do\n  \
        zcc explain SR 1.1 in part_3_3         the same, where several catalogues have one\n  \
        zcc explain SR 1.1 --for control       why it came out as it did for a zone\n  \
        zcc explain 3fa92c1b                   a finding, by what `zcc check` prints with it")]
    Explain(Explain),
    /// Run the tests of a package
    #[command(after_help = "Examples:\n  \
        zcc test                       the tests of this folder's package\n  \
        zcc test \"session lock\"        those whose title holds these words\n  \
        zcc test --in my_rules         those of another folder\n  \
        zcc test --std \"SR 1.1\"        the standard library's own")]
    Test(Test),
    /// Start a site that checks and teaches
    #[command(after_help = "Example:\n  zcc new my_site && zcc check my_site")]
    New(New),
    /// Show target, capable and achieved levels per zone, conduit and family
    #[command(after_help = "Examples:\n  \
        zcc levels                     every zone and conduit of this folder's site\n  \
        zcc levels plant --as-of 2027-01-01")]
    Levels(Levels),
    /// Serve an editor: the language server, over standard input and output
    #[command(after_help = "Editors start this; docs/editors/ says how each of them is told to.")]
    Lsp {
        /// Taken because editors pass it; standard input and output are what is used in any case
        ///
        /// Example: `zcc lsp --stdio`
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Print a script that completes zcc's commands in a shell
    #[command(after_help = "Examples:\n  \
        zcc completions bash > /etc/bash_completion.d/zcc\n  \
        zcc completions zsh > \"${fpath[1]}/_zcc\"\n  \
        zcc completions fish > ~/.config/fish/completions/zcc.fish")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// `zcc check`
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Folders or `.zc` files
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) judging: Judging,

    /// Show every witness of every finding, as `-v` does
    ///
    /// Example: `zcc check --all`
    #[arg(long, help_heading = "Output")]
    pub(crate) all: bool,
}

/// `zcc fmt`
#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Folders or `.zc` files; `-` formats standard input to standard output
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Change nothing; exit with 1 if a file would change
    ///
    /// Example: `zcc fmt --check`
    #[arg(long)]
    pub(crate) check: bool,

    /// Change nothing; show what would change, and exit with 1 if anything would
    ///
    /// Example: `zcc fmt --diff site.zc`
    #[arg(long)]
    pub(crate) diff: bool,
}

/// `zcc explain`
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code (Z0201), the id of a clause (SR 1.1 RE 2) or of a finding (3fa92c1b)
    #[arg(value_name = "WHAT", required = true, num_args = 1..)]
    pub(crate) what: Vec<String>,

    /// The folder or file to look in for clauses and findings
    ///
    /// Example: `zcc explain 3fa92c1b --in plant`
    #[arg(long = "in", value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,

    /// Explain the verdict on a clause for this zone, conduit, component or product
    ///
    /// Example: `zcc explain SR 2.5 --for control`
    #[arg(long = "for", value_name = "SUBJECT")]
    pub(crate) subject: Option<String>,

    /// Explain what the subject is capable of, rather than what it achieves
    ///
    /// Example: `zcc explain SR 2.5 --for control --capable`
    #[arg(long, requires = "subject")]
    pub(crate) capable: bool,

    /// The day to judge for, in UTC [default: today]
    ///
    /// Example: `zcc explain 3fa92c1b --as-of 2027-03-31`
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<Date>,
}

/// `zcc test`
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Run only the tests whose title or file holds this text; a path of a folder or file runs the tests there
    #[arg(value_name = "FILTER")]
    pub(crate) filters: Vec<String>,

    /// The package whose tests to run
    ///
    /// Example: `zcc test --in my_rules`
    #[arg(long = "in", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Run the standard library's own tests
    ///
    /// Example: `zcc test --std "SR 1.1"`
    #[arg(long = "std", conflicts_with = "paths")]
    pub(crate) standard: bool,

    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// `zcc new`
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The folder to make; it must not hold anything yet
    #[arg(value_name = "PATH")]
    pub(crate) path: PathBuf,
}

/// `zcc levels`
#[derive(Debug, Args)]
pub(crate) struct Levels {
    /// Folders or `.zc` files
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) judging: Judging,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_option_is_documented_with_an_example() {
        let command = Arguments::command();
        for sub in command.get_subcommands().chain([&command]) {
            for option in sub.get_arguments().filter(|option| option.get_long().is_some()) {
                let (short, long) = (option.get_help(), option.get_long_help());
                let name = option.get_id();
                assert!(short.is_some(), "{name} of {} has no help", sub.get_name());
                let long = long.map(ToString::to_string).unwrap_or_default();
                assert!(long.contains("Example:"), "{name} of {} has no example", sub.get_name());
            }
        }
    }

    #[test]
    fn a_misspelt_command_gets_a_suggestion() {
        let error = Arguments::try_parse_from(["zcc", "chekc"]).expect_err("there is no such command");
        assert!(error.to_string().contains("check"), "{error}");
    }
}
