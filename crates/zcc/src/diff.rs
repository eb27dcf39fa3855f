//! The difference of two texts, line by line, as `diff -u` writes it.

use std::fmt::Write;

use zcc_db::{Paint, Style, paint, visible};

/// How many lines around a change are shown.
const CONTEXT: usize = 3;
/// Past this many changed lines the search for the shortest difference is given up: what is between the first and the last
/// change is then shown as replaced.
const EFFORT: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    Keep,
    Remove,
    Add,
}

/// The difference, empty if there is none.
pub(crate) fn unified(path: &str, before: &str, after: &str, style: &Style) -> String {
    if before == after {
        return String::new();
    }
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let edits = edits(&old, &new);
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint(style, Paint::Strong, &format!("--- {path}")));
    let _ = writeln!(out, "{}", paint(style, Paint::Strong, &format!("+++ {path} (formatted)")));
    for (from, to) in hunks(&edits) {
        let (old_start, new_start) = position(&edits[..from]);
        let (old_count, new_count) = position(&edits[from..to]);
        let head = format!("@@ -{},{old_count} +{},{new_count} @@", old_start + 1, new_start + 1);
        let _ = writeln!(out, "{}", paint(style, Paint::Frame, &head));
        let (mut at_old, mut at_new) = (old_start, new_start);
        for edit in &edits[from..to] {
            let (sign, line, color) = match edit {
                Edit::Keep => (' ', old.get(at_old), None),
                Edit::Remove => ('-', old.get(at_old), Some(Paint::Error)),
                Edit::Add => ('+', new.get(at_new), Some(Paint::Good)),
            };
            at_old += usize::from(*edit != Edit::Add);
            at_new += usize::from(*edit != Edit::Remove);
            let line = line.copied().unwrap_or_default();
            let text = format!("{sign}{}", visible(line.trim_end_matches(['\n', '\r'])));
            let _ = writeln!(out, "{}", color.map_or(text.clone(), |color| paint(style, color, &text)));
            if !line.ends_with('\n') {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    }
    out
}

/// How many lines of the old and the new text some edits span.
fn position(edits: &[Edit]) -> (usize, usize) {
    let old = edits.iter().filter(|edit| **edit != Edit::Add).count();
    let new = edits.iter().filter(|edit| **edit != Edit::Remove).count();
    (old, new)
}

/// Runs of edits that hold changes with their context.
fn hunks(edits: &[Edit]) -> Vec<(usize, usize)> {
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    for (at, _) in edits.iter().enumerate().filter(|(_, edit)| **edit != Edit::Keep) {
        let (from, to) = (at.saturating_sub(CONTEXT), (at + CONTEXT + 1).min(edits.len()));
        match hunks.last_mut() {
            Some((_, end)) if *end >= from => *end = to,
            _ => hunks.push((from, to)),
        }
    }
    hunks
}

fn edits(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[front..], &new[front..]);
    let back = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - back], &new[..new.len() - back]);
    let mut edits = vec![Edit::Keep; front];
    edits.extend(shortest(old, new).unwrap_or_else(|| {
        let removed = std::iter::repeat_n(Edit::Remove, old.len());
        removed.chain(std::iter::repeat_n(Edit::Add, new.len())).collect()
    }));
    edits.extend(std::iter::repeat_n(Edit::Keep, back));
    edits
}

/// Myers' greedy search; `None` if it takes too long.
fn shortest(old: &[&str], new: &[&str]) -> Option<Vec<Edit>> {
    let limit = (old.len() + new.len()).min(EFFORT);
    let offset = limit + 1;
    let mut reached = vec![0_usize; 2 * offset + 1];
    let mut trace = Vec::new();
    for distance in 0..=limit {
        trace.push(reached.clone());
        for step in 0..=distance {
            let diagonal = offset + 2 * step - distance;
            let down = step == 0 || (step != distance && reached[diagonal - 1] < reached[diagonal + 1]);
            let mut x = if down { reached[diagonal + 1] } else { reached[diagonal - 1] + 1 };
            let mut y = (x + offset).checked_sub(diagonal)?;
            while x < old.len() && y < new.len() && old[x] == new[y] {
                x += 1;
                y += 1;
            }
            reached[diagonal] = x;
            if x >= old.len() && y >= new.len() {
                return Some(walk_back(&trace, offset, old.len(), new.len()));
            }
        }
    }
    None
}

fn walk_back(trace: &[Vec<usize>], offset: usize, old: usize, new: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let (mut x, mut y) = (old, new);
    for (distance, reached) in trace.iter().enumerate().rev() {
        let diagonal = x + offset - y;
        let step = (diagonal + distance - offset) / 2;
        let down = step == 0 || (step != distance && reached[diagonal - 1] < reached[diagonal + 1]);
        let from = if down { diagonal + 1 } else { diagonal - 1 };
        let (from_x, from_y) =
            if distance == 0 { (0, 0) } else { (reached[from], (reached[from] + offset).saturating_sub(from)) };
        while x > from_x && y > from_y {
            edits.push(Edit::Keep);
            (x, y) = (x - 1, y - 1);
        }
        if distance > 0 {
            edits.push(if down { Edit::Add } else { Edit::Remove });
            (x, y) = (from_x, from_y);
        }
    }
    edits.reverse();
    edits
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn changes_are_shown_with_their_context() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj";
        let after = "a\nB\nc\nd\ne\nf\ng\nh\ni\nnew\nj\n";
        expect![[r#"
            --- x.zc
            +++ x.zc (formatted)
            @@ -1,5 +1,5 @@
             a
            -b
            +B
             c
             d
             e
            @@ -7,4 +7,5 @@
             g
             h
             i
            -j
            \ No newline at end of file
            +new
            +j
        "#]]
        .assert_eq(&unified("x.zc", before, after, &Style::default()));
    }

    #[test]
    fn edits_turn_the_one_into_the_other() {
        let texts = ["", "a\n", "a\nb\n", "b\na\n", "a\nb\nc\na\nb\nb\na\n", "c\nb\na\nb\na\nc\n", "x\ny\nz\n"];
        for before in texts {
            for after in texts {
                let old: Vec<&str> = before.split_inclusive('\n').collect();
                let new: Vec<&str> = after.split_inclusive('\n').collect();
                let (mut x, mut y, mut made) = (0, 0, String::new());
                for edit in edits(&old, &new) {
                    match edit {
                        Edit::Keep => {
                            made.push_str(old[x]);
                            (x, y) = (x + 1, y + 1);
                        }
                        Edit::Remove => x += 1,
                        Edit::Add => {
                            made.push_str(new[y]);
                            y += 1;
                        }
                    }
                }
                assert_eq!((x, y, made.as_str()), (old.len(), new.len(), after), "{before:?} to {after:?}");
            }
        }
    }
}
