//! The command line of zcc.
fn main() {}
