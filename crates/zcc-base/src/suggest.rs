//! Did you mean …?

/// Names longer than this are not compared: nobody meant them.
const LONGEST: usize = 100;

/// So many candidates are compared, so that very many unknown names among very many known ones are told soon.
const MOST_CANDIDATES: usize = 4096;

/// The candidate nearest to `written` by edit distance, if one is near enough to have been meant. Ties go to the
/// first in alphabetical order, so that the answer does not depend on the order of the candidates.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONGEST {
        return None;
    }
    let limit = (written.chars().count() / 3).max(1);
    let letters = letters(written);
    candidates
        .into_iter()
        .take(MOST_CANDIDATES)
        .filter(|candidate| candidate.len().abs_diff(written.len()) <= limit * 4)
        // One edit changes at most two letters of those that occur.
        .filter(|candidate| (self::letters(candidate) ^ letters).count_ones() as usize <= limit * 2)
        .map(|candidate| (strsim::damerau_levenshtein(written, candidate), candidate))
        .filter(|(distance, _)| *distance > 0 && *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Which characters occur, as bits that some of them share.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) & 63))
}

#[cfg(test)]
mod tests {
    use super::{MOST_CANDIDATES, nearest};

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
    fn of_very_many_candidates_the_first_are_compared() {
        let names: Vec<String> = (0..MOST_CANDIDATES).map(|number| format!("name_{number}")).collect();
        let all = names.iter().map(String::as_str);
        assert_eq!(nearest("nmae_17", all.clone()), Some("name_17"));
        assert_eq!(nearest("purpsoe", all.clone().chain(["purpose"])), None);
        assert_eq!(nearest("purpsoe", ["purpose"].into_iter().chain(all)), Some("purpose"));
    }

    #[test]
    fn what_is_far_is_not_offered() {
        assert_eq!(nearest("xyz", ["trust", "purpose"]), None);
    }
}
