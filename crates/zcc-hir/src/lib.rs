//! Names, types and lowering: from syntax trees to the typed program and the model as facts.

pub mod expr;
pub mod facts;
pub mod ids;
pub mod program;
pub mod value;
