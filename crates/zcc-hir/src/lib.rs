//! Names, types and lowering: the typed program and the model as facts.
