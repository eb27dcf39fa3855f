//! Choices, one after the other.

/// A list of numbers to make choices with. Where it ends, every further choice is the first.
#[derive(Clone, Debug)]
pub struct Tape<'c> {
    choices: &'c [u32],
    at: usize,
}

impl<'c> Tape<'c> {
    /// A tape from its start.
    pub fn new(choices: &'c [u32]) -> Self {
        Self { choices, at: 0 }
    }

    /// A number below `count`; 0 once the tape has ended.
    pub fn below(&mut self, count: usize) -> usize {
        let choice = self.choices.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        if count == 0 { 0 } else { choice as usize % count }
    }

    /// Whether one of `count` cases comes true; false once the tape has ended.
    pub fn one_in(&mut self, count: usize) -> bool {
        count > 0 && self.below(count) == count - 1
    }

    /// One of a list.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// One of a list of words.
    pub fn word<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[self.below(list.len())]
    }

    /// Some of a list, each with one chance in `count`, in order.
    pub fn some<T: Clone>(&mut self, list: &[T], count: usize) -> Vec<T> {
        list.iter().filter(|_| self.one_in(count)).cloned().collect()
    }
}
