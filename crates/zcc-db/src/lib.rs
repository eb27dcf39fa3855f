//! Inputs of the compiler: files, packages, the System trait, rendering.
