//! One mistake gives one error: what is only wrong because of what was told before it is not told.

use zcc_base::{Code, Diagnostic, Severity, TextRange};

use crate::kind::TokenKind;

/// Puts together what the parser and what the token adapter found in the text of one declaration, in the order of the
/// text and without what follows from something else in it. `first` is the kind of its first token.
pub(crate) fn without_consequences(
    source: &str,
    first: Option<TokenKind>,
    parsed: Vec<Diagnostic>,
    prepared: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let mut told = [parsed, prepared].concat();
    told.sort_by_key(|one| one.primary.place.range.start);
    let cause = told.iter().find(|one| one.severity == Severity::Error).cloned();
    if swallows_bracket(source, &told) {
        told.retain(|one| !is_bracket(one.code));
    }
    let messages: Vec<bool> = told.iter().map(|one| is_message_of_broken(source, one, &told)).collect();
    let mut messages = messages.into_iter();
    told.retain(|_| messages.next() != Some(true));
    if is_one_sentence(first) {
        let unclosed = told.iter().position(|one| one.code == Code::UNCLOSED);
        let kept = unclosed.or_else(|| told.iter().position(|one| is_of_structure(one.code)));
        keep_only(&mut told, kept);
    } else {
        after_missing_opener(source, &mut told);
        if first == Some(TokenKind::Requirement) {
            one_a_clause(source, &mut told);
        }
        one_a_line(source, &mut told);
    }
    // Two may each be taken for a consequence of the other.
    if let Some(cause) = cause
        && told.iter().all(|one| one.severity != Severity::Error)
    {
        told.push(cause);
    }
    told
}

fn is_bracket(code: Code) -> bool {
    matches!(code, Code::UNCLOSED | Code::UNMATCHED)
}

/// Whether it says that the parts of a declaration don't fit together, not that a part is wrong by itself.
fn is_of_structure(code: Code) -> bool {
    is_bracket(code) || code == Code::UNEXPECTED_TOKEN
}

fn start(one: &Diagnostic) -> u32 {
    one.primary.place.range.start
}

/// Whether a string, a name or a comment that does not end has brackets in it, which therefore seem to be missing.
fn swallows_bracket(source: &str, told: &[Diagnostic]) -> bool {
    let unterminated = |one: &&Diagnostic| {
        matches!(one.code, Code::UNTERMINATED_STRING | Code::UNTERMINATED_NAME | Code::UNTERMINATED_COMMENT)
    };
    told.iter().filter(unterminated).any(|one| {
        let rest = source.get(start(one) as usize..).unwrap_or("");
        let own = if one.code == Code::UNTERMINATED_COMMENT { rest } else { rest.lines().next().unwrap_or("") };
        own.contains(['{', '}', '[', ']', '(', ')'])
    })
}

/// Whether it misses the message of an assertion that could not be read to its end.
fn is_message_of_broken(source: &str, one: &Diagnostic, told: &[Diagnostic]) -> bool {
    if one.code != Code::MISSING_MESSAGE {
        return false;
    }
    let range = one.primary.place.range;
    let rest = source.get(range.end as usize..).unwrap_or("");
    let end = range.end + (rest.len() - rest.trim_start().len()) as u32;
    told.iter().any(|other| is_of_structure(other.code) && (range.start..=end).contains(&start(other)))
}

/// Whether the declaration is one sentence, in which whatever stands after a mistake may come of it.
fn is_one_sentence(first: Option<TokenKind>) -> bool {
    use TokenKind as T;
    matches!(first, Some(T::Relation | T::Define | T::Attribute | T::Enum | T::Import))
}

fn keep_only(told: &mut Vec<Diagnostic>, kept: Option<usize>) {
    let mut at = 0;
    told.retain(|one| {
        at += 1;
        !is_of_structure(one.code) || Some(at - 1) == kept
    });
}

/// A brace that closes nothing is one whose opener is missing, where the parser missed it before; and what stands between
/// is then in the wrong place.
fn after_missing_opener(source: &str, told: &mut Vec<Diagnostic>) {
    let closes_nothing = |one: &Diagnostic| one.code == Code::UNMATCHED && one.message.ends_with("closes nothing");
    let Some(last) = told.iter().rposition(closes_nothing) else { return };
    let Some(any) = told[..last].iter().position(|one| one.code == Code::UNEXPECTED_TOKEN) else { return };
    let misses_opener = |one: &Diagnostic| {
        let missing = ["`{`", "the end of the declaration", "expected a declaration"];
        one.code == Code::UNEXPECTED_TOKEN
            && (missing.iter().any(|it| one.message.contains(it))
                || is_same_line(source, one.primary.place.range, told[last].primary.place.range))
    };
    let first = told.iter().position(misses_opener).filter(|first| *first < last);
    let mut at = 0;
    told.retain(|one| {
        let own = at;
        at += 1;
        match first {
            Some(first) => !is_of_structure(one.code) || own <= first || own > last,
            None => own != last || own < any,
        }
    });
}

/// Of the mistakes in the structure of a clause, the first: the parser finds its way again where the next one starts.
fn one_a_clause(source: &str, told: &mut Vec<Diagnostic>) {
    let starts_clause = |line: &str| {
        let line = line.trim_start();
        line.starts_with("base") || line.starts_with("RE ") || line.starts_with('}')
    };
    let mut before: Option<u32> = None;
    told.retain(|one| {
        if !is_of_structure(one.code) {
            return true;
        }
        // The last line counts as far as it stands before the mistake: what starts a clause may itself be at fault.
        let between = before.map(|before| source.get(before as usize..start(one) as usize).unwrap_or(""));
        let follows = between.is_some_and(|between| !between.lines().skip(1).any(starts_clause));
        if follows && one.code != Code::UNCLOSED {
            return false;
        }
        before = Some(start(one));
        true
    });
}

fn is_same_line(source: &str, one: TextRange, other: TextRange) -> bool {
    let (first, last) = (one.start.min(other.start) as usize, one.start.max(other.start) as usize);
    !source.get(first..last).unwrap_or("").contains('\n')
}

/// Of the mistakes in the structure of a line, the first; and the bracket that is never closed before all others.
fn one_a_line(source: &str, told: &mut Vec<Diagnostic>) {
    let unclosed: Vec<TextRange> =
        told.iter().filter(|one| one.code == Code::UNCLOSED).map(|one| one.primary.place.range).collect();
    let mut before: Option<TextRange> = None;
    told.retain(|one| {
        let range = one.primary.place.range;
        if one.code == Code::UNCLOSED {
            let repeats = before.is_some_and(|before| {
                is_same_line(source, before, range)
                    && unclosed.binary_search_by_key(&before.start, |one| one.start).is_ok()
            });
            before = Some(range);
            return !repeats;
        }
        if !is_of_structure(one.code) {
            return true;
        }
        let near = unclosed.partition_point(|open| open.start <= range.start);
        let beside = [near.checked_sub(1), Some(near)].into_iter().flatten().filter_map(|at| unclosed.get(at));
        let told = before.iter().chain(beside).any(|other| is_same_line(source, *other, range));
        if !told {
            before = Some(range);
        }
        !told
    });
}
