//! From a position to its candidates: what is being typed, what may stand there, and in which order.

use zcc_base::TextRange;
use zcc_hir::names::package_of;

use super::candidate::{Candidate, CandidateKind};
use super::site::Site;
use super::{attributes, capabilities, declarations, docs, elements, expectations, expressions, libraries, values};
use crate::cursor::{PathOf, Segments, Spot, Wanted, spot};
use crate::host::Analysis;
use crate::target::FilePosition;

/// What could be written at a position.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// What is being typed, up to the cursor.
    pub typed: TextRange,
    /// The same with what stands right behind the cursor and belongs to it.
    pub whole: TextRange,
    /// The candidates, the nearest first.
    pub candidates: Vec<Candidate>,
    /// Whether there are more than are listed.
    pub is_incomplete: bool,
}

impl Analysis {
    /// What could be written at a position. `typed` is the character that made the client ask, where one did: then what
    /// would only be in the way is left out.
    pub fn completions(&self, at: FilePosition, typed: Option<char>) -> Completions {
        let text = self.text(at.file);
        let mut offset = (at.offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let at = FilePosition { offset: offset as u32, ..at };
        let (before, behind) = text.split_at(offset);
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let word = word_start(before, line);
        let special = literal_start(before, line, word);
        let mut readings: Vec<(usize, bool)> = special.map(|start| (start, true)).into_iter().collect();
        // Behind a blank, something new is more likely than what goes on with an id.
        let at_front = before.ends_with(' ');
        readings.insert(if at_front { 0 } else { readings.len() }, (word, false));
        for (place, (start, is_literal)) in readings.iter().copied().enumerate() {
            let Some(spot) = spot(self.db(), at, start as u32) else { continue };
            let mut found = self.candidates(at, &spot, &before[start..], is_literal, typed);
            if is_literal {
                // Only what goes on with what is there: another reading may fit better.
                found.0.retain(|candidate| {
                    candidate.filter.as_ref().unwrap_or(&candidate.label).starts_with(&before[start..])
                });
            }
            if found.0.is_empty() && place + 1 < readings.len() {
                continue;
            }
            found.0.iter_mut().for_each(|candidate| fit(candidate, behind));
            let rest = behind.find(|c: char| !is_word(c)).unwrap_or(behind.len());
            let mut end = offset + rest;
            if before[start..].starts_with('`') && text[end..].starts_with('`') {
                end += 1;
            }
            return Completions {
                typed: TextRange::new(start as u32, offset as u32),
                whole: TextRange::new(start as u32, end as u32),
                candidates: found.0,
                is_incomplete: found.1,
            };
        }
        Completions { typed: TextRange::empty(at.offset), whole: TextRange::empty(at.offset), ..Completions::default() }
    }

    fn candidates(
        &self,
        at: FilePosition,
        spot: &Spot<'_>,
        prefix: &str,
        is_literal: bool,
        typed: Option<char>,
    ) -> (Vec<Candidate>, bool) {
        let db = self.db();
        let package = package_of(db, at.file);
        let mut site = Site { db, at, spot, package, found: Vec::new(), is_incomplete: false };
        for wanted in &spot.wanted {
            if is_literal
                && !matches!(wanted, Wanted::Clause | Wanted::Level | Wanted::Date | Wanted::Value(_) | Wanted::Line(_))
            {
                continue;
            }
            if is_wanted(wanted, spot, prefix, typed) {
                provide(&mut site, wanted);
            }
        }
        let Site { mut found, is_incomplete, .. } = site;
        found.sort_by(|a, b| (a.rank, &a.label, &a.insert).cmp(&(b.rank, &b.label, &b.insert)));
        found.dedup_by(|a, b| a.label == b.label && a.insert == b.insert);
        (found, is_incomplete)
    }

    /// The documentation of a candidate, in Markdown, by its key.
    pub fn candidate_docs(&self, key: &str) -> Option<String> {
        docs::of(self.db(), key)
    }
}

/// Whether it helps to offer this. At the end of something complete one most likely types what comes next oneself.
fn is_wanted(wanted: &Wanted, spot: &Spot<'_>, prefix: &str, typed: Option<char>) -> bool {
    let starts_something = matches!(wanted, Wanted::Declaration | Wanted::Member | Wanted::Line(_));
    if starts_something && spot.continues_line && prefix.is_empty() {
        return false;
    }
    match typed {
        Some(' ') => !starts_something && !matches!(wanted, Wanted::Operator | Wanted::Word(_)),
        Some(':') => matches!(wanted, Wanted::Value(_) | Wanted::Path(..) | Wanted::Type(_)),
        Some('{') => matches!(wanted, Wanted::Field | Wanted::Member),
        _ => true,
    }
}

fn provide(site: &mut Site<'_>, wanted: &Wanted) {
    match wanted {
        Wanted::Declaration => declarations::words(site),
        Wanted::Member => {
            attributes::names(site);
            declarations::members(site);
        }
        Wanted::Word(word) => site.word(word, 400),
        Wanted::NewName => {}
        Wanted::Package => libraries::packages(site),
        Wanted::Path(of, before) => paths(site, *of, before),
        Wanted::Field => values::fields(site),
        Wanted::Value(before) => values::values(site, before),
        Wanted::Type(before) => expressions::types(site, before),
        Wanted::Clause => expectations::clauses(site),
        Wanted::Verdict => expectations::verdicts(site),
        Wanted::Level => expectations::levels(site),
        Wanted::Date => values::dates(site),
        Wanted::Line(may_let) => declarations::lines(site, *may_let),
        Wanted::Operand => expressions::operands(site),
        Wanted::MemberOf => expressions::members(site),
        Wanted::Operator => expressions::operators(site),
    }
}

fn paths(site: &mut Site<'_>, of: PathOf, before: &Segments) {
    use PathOf as P;
    match of {
        P::Product => libraries::products(site, before),
        P::ProductKind => values::of_enum(site, zcc_hir::ids::EnumId::COMPONENT_KIND),
        P::Zone => elements::ends_of_conduit(site, before),
        P::ChannelEnd => elements::ends_of_channel(site, before),
        P::ChannelProtocol | P::Protocol => libraries::protocols(site, before),
        P::Profile => libraries::profiles(site, before),
        P::Claimed(kind) => capabilities::claimed(site, kind, before),
        P::Switched(enable) => capabilities::switched(site, enable, before),
        P::Needed | P::Had => capabilities::all(site, before),
        P::Partner => elements::partners(site, before),
        P::Catalog => libraries::catalogs(site, before),
        P::Family => libraries::families(site, before),
        P::Subject => expectations::subjects(site, before),
        P::Witness => elements::witnesses(site, before),
        P::Owner => expressions::owners(site),
    }
}

/// What stands behind the cursor already is not written again.
fn fit(candidate: &mut Candidate, behind: &str) {
    let next = behind.trim_start_matches(is_word).trim_start_matches([' ', '`']);
    match candidate.kind {
        CandidateKind::Attribute | CandidateKind::Field | CandidateKind::Family if next.starts_with(':') => {
            candidate.insert.truncate(candidate.insert.trim_end_matches([':', ' ']).len());
        }
        CandidateKind::Function if next.starts_with('(') => {
            candidate.insert.truncate(candidate.insert.find('(').unwrap_or(candidate.insert.len()));
            candidate.has_holes = false;
        }
        _ if candidate.goes_on && candidate.insert.ends_with('.') && next.starts_with('.') => {
            candidate.insert.pop();
        }
        _ => {}
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Where the name starts that ends at the cursor, a back-quote included.
fn word_start(before: &str, line: usize) -> usize {
    let text = &before[line..];
    // An odd number of back-quotes: the last one is open.
    if text.matches('`').count() % 2 == 1
        && let Some(open) = text.rfind('`')
    {
        return line + open;
    }
    before.rfind(|c: char| !is_word(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))
}

/// Where a literal of several parts starts that ends at the cursor, such as `SR 1.` or `10.0.0.`, if there is one.
fn literal_start(before: &str, line: usize, word: usize) -> Option<usize> {
    let text = &before[line..];
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | ' ' | ':');
    let tail = text.rfind(|c: char| !fits(c)).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    // The first place from which on all of it could be one literal.
    let starts = text[tail..].char_indices().filter(|(at, c)| {
        let previous = text[..tail + at].chars().next_back();
        c.is_ascii_alphanumeric() && previous.is_none_or(|previous| !is_word(previous) && previous != '.')
    });
    starts.map(|(at, _)| tail + at).find(|at| is_literal(&text[*at..])).map(|at| line + at).filter(|at| *at <= word)
}

/// Whether a text could be the beginning of an id, a level, a date or an address.
fn is_literal(text: &str) -> bool {
    let mut parts = text.split(' ');
    let first = parts.next().unwrap_or_default();
    let numbers = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '/'));
    if first.starts_with(|c: char| c.is_ascii_digit()) {
        return numbers(first) && parts.next().is_none();
    }
    let letters = first.chars().take_while(char::is_ascii_uppercase).count();
    if letters < 2 || !numbers(&first[letters..]) {
        return false;
    }
    let rest: Vec<&str> = parts.collect();
    match rest.as_slice() {
        [] => true,
        [number] => numbers(number),
        [number, re] => numbers(number) && "RE".starts_with(re),
        [number, "RE", enhancement] => numbers(number) && enhancement.chars().all(|c| c.is_ascii_digit()),
        _ => false,
    }
}
