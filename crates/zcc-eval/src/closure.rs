//! Rows of bits, and reachability through strongly connected components.

/// A matrix of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    rows: u32,
    width: u32,
    words: usize,
    bits: Vec<u64>,
}

impl Matrix {
    /// All bits off.
    pub fn new(rows: u32, width: u32) -> Self {
        let words = width.div_ceil(64) as usize;
        Self { rows, width, words, bits: vec![0; words * rows as usize] }
    }

    /// How many columns it has.
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Whether a bit is on.
    pub fn get(&self, row: u32, column: u32) -> bool {
        row < self.rows
            && column < self.width
            && self.bits[row as usize * self.words + column as usize / 64] >> (column % 64) & 1 == 1
    }

    /// Turns a bit on.
    pub fn set(&mut self, row: u32, column: u32) {
        if row < self.rows && column < self.width {
            self.bits[row as usize * self.words + column as usize / 64] |= 1 << (column % 64);
        }
    }

    fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }

    /// The columns of a row that are on.
    pub fn columns(&self, row: u32) -> impl Iterator<Item = u32> + '_ {
        let words = if row < self.rows { self.row(row as usize) } else { &[] };
        words.iter().enumerate().flat_map(|(at, word)| {
            let mut word = *word;
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros();
                (bit < 64).then(|| {
                    word &= word - 1;
                    at as u32 * 64 + bit
                })
            })
        })
    }

    fn join(&mut self, row: usize, other: &[u64]) {
        for (word, more) in self.bits[row * self.words..(row + 1) * self.words].iter_mut().zip(other) {
            *word |= more;
        }
    }
}

/// The strongly connected component of each node; components that can be reached have lower numbers (Tarjan, without
/// recursion).
fn components(edges: &[Vec<u32>]) -> (Vec<u32>, u32) {
    const UNSEEN: u32 = u32::MAX;
    let count = edges.len();
    let (mut order, mut low, mut component) = (vec![UNSEEN; count], vec![0_u32; count], vec![UNSEEN; count]);
    let (mut stack, mut calls) = (Vec::new(), Vec::new());
    let (mut next, mut found) = (0, 0);
    for root in 0..count {
        if order[root] != UNSEEN {
            continue;
        }
        calls.push((root, 0));
        while let Some((node, at)) = calls.pop() {
            if at == 0 {
                order[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
            }
            if let Some(target) = edges[node].get(at) {
                let target = *target as usize;
                calls.push((node, at + 1));
                if order[target] == UNSEEN {
                    calls.push((target, 0));
                } else if component[target] == UNSEEN {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
            if let Some((parent, _)) = calls.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    (component, found)
}

/// `start` followed by any number of `steps`; or, if `before`, preceded by them.
pub(crate) fn closure(start: &Matrix, steps: &Matrix, before: bool) -> Matrix {
    let places = start.rows;
    let edges: Vec<Vec<u32>> = (0..places).map(|row| steps.columns(row).collect()).collect();
    let (component, count) = components(&edges);
    // Of each component: what can be reached from it (or, if `before`, what starts from what can be reached).
    let mut reach = Matrix::new(count, places);
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); count as usize];
    for place in 0..places {
        members[component[place as usize] as usize].push(place);
    }
    for (at, members) in members.iter().enumerate() {
        let mut own = vec![0_u64; reach.words];
        let mut seen = Vec::new();
        for member in members {
            if before {
                for (word, more) in own.iter_mut().zip(start.row(*member as usize)) {
                    *word |= more;
                }
            } else {
                own[*member as usize / 64] |= 1 << (member % 64);
            }
            for target in &edges[*member as usize] {
                let next = component[*target as usize] as usize;
                if next != at && !seen.contains(&next) {
                    seen.push(next);
                    for (word, more) in own.iter_mut().zip(reach.row(next)) {
                        *word |= more;
                    }
                }
            }
        }
        reach.join(at, &own);
    }
    let mut result = Matrix::new(places, places);
    for row in 0..places {
        if before {
            result.join(row as usize, reach.row(component[row as usize] as usize));
        } else {
            let mut last = u32::MAX;
            for column in start.columns(row) {
                let of = component[column as usize];
                if of != last && !(result.get(row, column)) {
                    result.join(row as usize, reach.row(of as usize));
                }
                last = of;
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(size: u32, edges: &[(u32, u32)]) -> Matrix {
        let mut matrix = Matrix::new(size, size);
        for (row, column) in edges {
            matrix.set(*row, *column);
        }
        matrix
    }

    /// Warshall's algorithm.
    fn plain(start: &Matrix, steps: &Matrix, before: bool) -> Matrix {
        let size = start.rows;
        let mut result = start.clone();
        loop {
            let old = result.clone();
            for a in 0..size {
                for b in 0..size {
                    for c in 0..size {
                        let joined =
                            if before { steps.get(a, b) && old.get(b, c) } else { old.get(a, b) && steps.get(b, c) };
                        if joined {
                            result.set(a, c);
                        }
                    }
                }
            }
            if old == result {
                return result;
            }
        }
    }

    #[test]
    fn closures_are_those_of_the_plain_algorithm() {
        let mut seed = 7_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for round in 0..60 {
            let size = 1 + random(70) as u32;
            let mut pairs = |count: u64| {
                (0..count).map(|_| (random(u64::from(size)) as u32, random(u64::from(size)) as u32)).collect::<Vec<_>>()
            };
            let (start, steps) = (pairs(1 + round), pairs(1 + round * 2));
            let (start, steps) = (matrix(size, &start), matrix(size, &steps));
            for before in [false, true] {
                assert_eq!(closure(&start, &steps, before), plain(&start, &steps, before), "round {round}");
            }
            assert_eq!(closure(&start, &start, false), plain(&start, &start, false));
        }
    }
}
