//! What an editor asks of a package, answered in plain data: no type of the language server protocol comes in here.
//!
//! [`AnalysisHost`] owns the inputs and takes changes; [`Analysis`] is a view of one moment that answers questions on any
//! thread. A question that is asked while a change arrives unwinds: see [`Analysis::ask`].

mod calls;
mod completion;
mod cursor;
mod database;
mod diagnostics;
mod files;
mod fixes;
mod host;
mod hover;
mod importable;
mod inlay;
mod names;
mod navigation;
mod references;
mod remedy;
mod rename;
mod signature;
mod symbols;
mod syntax;
mod target;
#[cfg(test)]
mod testing;
mod verdicts;

pub use calls::{Call, CallItem, CallKind};
pub use completion::{Candidate, CandidateKind, Completions};
pub use files::Files;
pub use fixes::{Action, Edit};
pub use host::{Analysis, AnalysisHost, Interrupted};
pub use hover::Hover;
pub use inlay::{Hint, HintKind, HintsWanted};
pub use names::{Holder, NameUse, Role, Symbol, SymbolAt, Use};
pub use navigation::{Destination, Destinations};
pub use remedy::{FileEdits, FindingAction, WayKind};
pub use rename::{Refusal, Renameable, Replacement};
pub use signature::SignatureView;
pub use symbols::{FoundSymbol, Outline, SymbolKind};
pub use syntax::{Fold, FoldKind, Highlight, HighlightKind, HighlightModifiers, Link, LinkTarget, TextEdit};
pub use target::{FilePosition, FileRange};
pub use verdicts::explain::{Linking, Page};
pub use verdicts::lenses::FindingsLens;
pub use verdicts::test_runs::{TestResult, TestView};
pub use verdicts::zones::{ComponentView, FamilyView, FindingView, ZoneView};
pub use zcc_base::{Code, Diagnostic, Fix, Label, LineColumn, LineIndex, Severity, TextRange};
pub use zcc_db::{
    Entry, EntryKind, File, LoadError, MANIFEST, PackageSource, ReadError, Root, STANDARD_SCHEME, Sources, System,
    read_text, read_what_can_be_read,
};
pub use zcc_eval::findings::without_command;
pub use zcc_syntax::ast::BlockKind;
