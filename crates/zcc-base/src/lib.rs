//! The ground floor: ranges, lines, diagnostics and the registry of their codes. Knows no language and no database.

mod calendar;
mod code;
mod diagnostic;
mod line_index;
mod range;
mod severity;
mod suggest;
mod words;

pub use calendar::{day_of, format_date, parse_date};
pub use code::{Code, CodeEntry, REGISTRY};
pub use diagnostic::{Anchor, Diagnostic, Fix, Label, Place};
pub use line_index::{LineColumn, LineIndex};
pub use range::TextRange;
pub use severity::Severity;
pub use suggest::{meant, nearest};
pub use words::{counted, grouped, listed};
