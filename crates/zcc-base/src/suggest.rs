//! Did you mean …?

/// Names longer than this are not compared: nobody meant them.
const LONGEST: usize = 100;

/// The candidate nearest to `written` by edit distance, if one is near enough to have been meant. Ties go to the
/// first in alphabetical order, so that the answer does not depend on the order of the candidates.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST {
        return None;
    }
    let limit = (written.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(written.len()) <= limit * 4)
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, _)| *distance > 0 && *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_swapped_letter_is_found() {
        assert_eq!(nearest("purpsoe", ["trust", "purpose"]), Some("purpose"));
    }

    #[test]
    fn an_endless_name_is_not_compared() {
        let endless = "x".repeat(50_000_000);
        assert_eq!(nearest(&endless, [&endless[1..], "purpose"]), None);
    }

    #[test]
    fn what_is_far_is_not_offered() {
        assert_eq!(nearest("xyz", ["trust", "purpose"]), None);
    }
}
