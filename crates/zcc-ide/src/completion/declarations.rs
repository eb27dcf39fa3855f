//! The words that start declarations and members, with the shape of what follows them.

use zcc_db::items;
use zcc_hir::model::{allowed, block_word};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use super::candidate::{Candidate, CandidateKind};
use super::site::{Site, block_frame};

/// Each word with what it is for and the shape of its declaration.
const SHAPES: [(&str, &str, &str); 21] = [
    ("import", "use another package", "import ${1:package}"),
    ("site", "what is assessed, and against what", "site ${1:name} \"${2:title}\" {\n  assess: [${3:part_3_3}]\n}"),
    ("zone", "a security zone", "zone ${1:name} \"${2:title}\" {\n  target: SL ${3:2}\n\n  $0\n}"),
    (
        "conduit",
        "what joins zones",
        "conduit ${1:name} \"${2:title}\" between ${3:one} and ${4:other} {\n  target: SL ${5:2}\n\n  $0\n}",
    ),
    ("component", "what is in a zone", "component ${1:name} \"${2:title}\": ${3:product} {\n  $0\n}"),
    ("boundary", "what guards a conduit", "boundary ${1:name} \"${2:title}\": ${3:product} {\n  $0\n}"),
    ("channel", "the use of a protocol", "channel ${1:name}: ${2:protocol} from ${3:start} to ${4:end}"),
    (
        "product",
        "what a supplier sells",
        "product ${1:name} \"${2:title}\": ${3:embedded_device} {\n  supplier: \"${4:supplier}\"\n  $0\n}",
    ),
    ("protocol", "how components talk", "protocol ${1:name} \"${2:title}\" {\n  $0\n}"),
    ("profile", "a bundle of claims", "profile ${1:name} \"${2:title}\" {\n  provides ${3:audit_log}\n}"),
    (
        "certificate",
        "what somebody attests of products",
        "certificate ${1:name} \"${2:title}\" {\n  for: ${3:product}\n  scheme: \"${4:scheme}\"\n  number: \"${5:number}\"\n  profile: ${6:profile}\n  valid_until: ${7:2030-01-01}\n}",
    ),
    (
        "waiver",
        "a finding that is accepted for a time",
        "waiver ${1:name} \"${2:title}\" {\n  accepts: ${3:SR 1.1}\n  for: ${4:zone}\n  until: ${5:2030-01-01}\n  because: \"${6:reason}\"\n  requested_by: \"${7:who}\"\n  approved_by: \"${8:somebody else}\"\n}",
    ),
    (
        "countermeasure",
        "what makes up for a finding",
        "countermeasure ${1:name} \"${2:title}\" {\n  compensates: ${3:SR 1.1}\n  for: ${4:zone}\n  evidence: \"${5:document}\"\n}",
    ),
    ("capability", "something that can be had", "/// ${1:What it means to have it.}\ncapability ${2:name} {\n  $0\n}"),
    (
        "catalog",
        "requirements of one document",
        "catalog ${1:name} \"${2:title}\" {\n  levels: ${3|SL,ML,none|}\n  family ${4:ID} \"${5:title}\"\n}",
    ),
    ("enum", "a type of named values", "enum ${1:name} { ${2:one}, ${3:other} }"),
    ("attribute", "something that can be stated", "attribute ${1:zone}.${2:name}: ${3:bool}"),
    ("requirement", "what must hold", REQUIREMENT),
    (
        "relation",
        "a relation, which may use itself",
        "relation ${1:name}(${2:a}: ${3:zone}, ${4:b}: ${5:zone}) = ${0:true}",
    ),
    ("define", "a function", "define ${1:name}(${2:z}: ${3:zone}): ${4:bool} = ${0:true}"),
    ("test", "a small model and what is expected of it", "test \"${1:what it shows}\" on ${2:2026-01-01} {\n  $0\n}"),
];

fn shape(word: &str) -> Option<(&'static str, &'static str)> {
    SHAPES.iter().find(|(known, ..)| *known == word).map(|(_, what, shape)| (*what, *shape))
}

/// The word, and the word with the shape of what follows it.
fn add(site: &mut Site<'_>, word: &str, rank: u32) {
    let Some((what, shape)) = shape(word) else { return site.word(word, rank) };
    let mut candidate = Candidate::new(CandidateKind::Snippet, word, rank).with_holes(shape).described(what);
    candidate.signature = Some(" …".to_owned());
    site.add(candidate);
    site.add(Candidate::new(CandidateKind::Word, word, rank + 40).described(what));
}

/// A hole in a hole is more than every client reads.
const REQUIREMENT: &str = "requirement ${1:HR 1.1} \"${2:title}\" in ${3:catalog}.${4:FAMILY} for ${5:zone} ${6:z} {\n  base at SL ${7:1}:\n    ${8:true}\n    otherwise \"${9:it falls short}\"\n}";

/// What a test may declare.
const IN_TESTS: [&str; 9] =
    ["site", "zone", "conduit", "product", "protocol", "profile", "certificate", "waiver", "countermeasure"];

/// The words that start a declaration.
pub(super) fn words(site: &mut Site<'_>) {
    if site.spot.in_test() {
        add(site, "zone", 0);
        let expect = Candidate::new(CandidateKind::Snippet, "expect", 1)
            .with_holes("expect ${1:SR 1.1} ${2|met,unmet,unproven,not applicable,compensated,accepted|} for ${3:zone}")
            .described("what a verdict should be")
            .signed(" …");
        site.add(expect);
        for word in IN_TESTS.iter().filter(|word| **word != "zone") {
            add(site, word, 10);
        }
        return;
    }
    let db = site.db;
    let is_test_file = site.at.file.path(db).ends_with("_test.zc");
    if is_test_file {
        add(site, "test", 0);
        add(site, "import", 10);
        return;
    }
    let kinds: Vec<DeclarationKind> = items(db, site.at.file).iter().filter_map(|item| item.kind(db)).collect();
    for (word, ..) in &SHAPES {
        let kind = DeclarationKind::from_word(word);
        // What only stands inside of others is offered there.
        if matches!(*word, "component" | "boundary" | "channel") {
            continue;
        }
        // More of what the file holds already is the most likely.
        let rank = match kind {
            Some(kind) if kind != DeclarationKind::Block(BlockKind::Site) && kinds.contains(&kind) => 0,
            Some(DeclarationKind::Block(BlockKind::Site | BlockKind::Zone | BlockKind::Conduit)) => 5,
            _ => 10,
        };
        add(site, word, rank);
    }
}

/// The words that start a member, attributes aside.
pub(super) fn members(site: &mut Site<'_>) {
    use crate::cursor::Frame;
    if let Some(Frame::Speaks(_)) = site.spot.frames.last() {
        return site.word("lacks", 0);
    }
    let Some(kind) = block_frame(site.spot).map(|frame| frame.kind) else { return };
    let allowed = allowed(kind);
    for (at, block) in allowed.blocks.iter().enumerate() {
        let word = block_word(*block);
        // In a zone, a component first.
        let rank = match block {
            BlockKind::Component | BlockKind::Boundary => 20,
            _ => 21 + at as u32,
        };
        add(site, word, rank);
    }
    let word = |site: &mut Site<'_>, word: &str, what: &str, rank: u32| {
        let candidate = Candidate::new(CandidateKind::Word, word, rank).described(what);
        site.add(candidate.writes(format!("{word} ")).and_goes_on());
    };
    let is_user = allowed.switches;
    if is_user {
        word(site, "enable", "switch on what is offered", 30);
        word(site, "disable", "switch off what is there", 32);
    }
    if allowed.claims {
        let rank = if is_user { 34 } else { 24 };
        word(site, "provides", "built in, on from the factory", rank);
        if kind != BlockKind::Site && kind != BlockKind::Zone {
            word(site, "offers", "there, but must be enabled", rank + 1);
        } else {
            word(site, "offers", "there, but must be enabled", rank + 3);
        }
        word(site, "lacks", "not there", rank + 2);
    }
    if allowed.speaks {
        word(site, "speaks", "a protocol", 36);
    }
    if allowed.include {
        word(site, "include", "the claims of a profile", 23);
    }
    if kind == BlockKind::Catalog {
        let family = Candidate::new(CandidateKind::Snippet, "family", 5).with_holes("family ${1:ID} \"${2:title}\"");
        site.add(family.described("a group of requirements"));
    }
}

/// What starts a line of a requirement.
pub(super) fn lines(site: &mut Site<'_>, may_let: bool) {
    if may_let {
        let candidate = Candidate::new(CandidateKind::Snippet, "let", 10).with_holes("let ${1:name} = ${0:true}");
        site.add(candidate.described("a name for what all clauses may use"));
    }
    let base = Candidate::new(CandidateKind::Snippet, "base", 0)
        .with_holes("base at ${1|SL 1,SL 2,SL 3,SL 4|}:\n  ${2:true}\n  otherwise \"${3:message}\"");
    site.add(base.described("the requirement itself"));
    let number = next_enhancement(site);
    let enhancement = Candidate::new(CandidateKind::Snippet, format!("RE {number}"), 1).with_holes(format!(
        "RE {number} \"${{1:title}}\" at ${{2|SL 2,SL 3,SL 4|}}:\n  ${{3:true}}\n  otherwise \"${{4:message}}\""
    ));
    site.add(enhancement.described("a requirement enhancement"));
}

/// The number of the next enhancement: one more than stand before the cursor.
fn next_enhancement(site: &Site<'_>) -> u32 {
    let tokens = zcc_syntax::lex(&site.spot.before);
    1 + tokens.iter().filter(|token| token.kind == zcc_syntax::TokenKind::Enhancement).count() as u32
}
