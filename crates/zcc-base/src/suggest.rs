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

/// So many names are offered where one cannot tell which was meant.
const OFFERED: usize = 3;

/// The candidates that may have been meant by `written`: one that differs by a letter or by capitals; or else up to three
/// of which it is the beginning or one of the words between the underscores, the shortest first; or else the nearest by edit distance.
pub fn meant<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if written.len() > LONGEST {
        return Vec::new();
    }
    let candidates: Vec<&str> = candidates.into_iter().take(MOST_CANDIDATES).collect();
    let near = nearest(written, candidates.iter().copied());
    if let Some(one) = near.filter(|one| strsim::damerau_levenshtein(written, one) == 1) {
        return vec![one];
    }
    if let Some(one) = candidates.iter().filter(|one| **one != written && one.eq_ignore_ascii_case(written)).min() {
        return vec![one];
    }
    if written.len() >= SHORTEST_PART {
        let begins = |one: &&&str| one.len() > written.len() && one.starts_with(written);
        let has_word = |one: &&&str| one.contains('_') && one.split('_').any(|word| word == written);
        let mut found: Vec<&str> = candidates.iter().filter(begins).copied().collect();
        if found.is_empty() {
            found = candidates.iter().filter(has_word).copied().collect();
        }
        found.sort_unstable_by_key(|one| (one.len(), *one));
        found.dedup();
        found.truncate(OFFERED);
        if !found.is_empty() {
            return found;
        }
    }
    near.into_iter().collect()
}

/// What is shorter is the beginning of too much.
const SHORTEST_PART: usize = 3;

/// Which characters occur, as bits that some of them share.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |letters, c| letters | 1 << (u32::from(c) & 63))
}

#[cfg(test)]
mod tests {
    use super::{MOST_CANDIDATES, meant, nearest};

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
    fn what_begins_alike_is_offered_before_what_is_two_letters_off() {
        assert_eq!(meant("modbus", ["m_bus", "modbus_tcp", "dnp3"]), ["modbus_tcp"]);
        assert_eq!(meant("opc", ["opc_ua", "opc_da", "opc_hda", "opc_xml"]), ["opc_da", "opc_ua", "opc_hda"]);
        assert_eq!(meant("mbus", ["m_bus", "mbus_tcp"]), ["m_bus"]);
        assert_eq!(meant("authentication", ["user_authentication", "audit"]), ["user_authentication"]);
        assert_eq!(meant("Dmz", ["dmz", "dam"]), ["dmz"]);
        assert_eq!(meant("pl", ["place"]), [""; 0]);
    }

    #[test]
    fn what_is_far_is_not_offered() {
        assert_eq!(nearest("xyz", ["trust", "purpose"]), None);
    }
}
