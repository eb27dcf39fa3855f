//! How fast text becomes tokens, chunks and trees.

fn main() {
    divan::main();
}
