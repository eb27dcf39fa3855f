//! What the parser could not read, and what may be declared there.

use smol_str::SmolStr;
use zcc_base::{Anchor, Code, Diagnostic, Severity, TextRange};
use zcc_db::{Db, Item, Workspace, items, syntax_diagnostics, tree};
use zcc_syntax::ast::{self, BlockKind, Head, ItemKind, Member, MemberKind, RequirementMember};
use zcc_syntax::{DECLARATION_WORDS, DeclarationKind};

/// Whether the parser found a mistake in a declaration, so that something may be missing from its tree.
pub(crate) fn is_broken(db: &dyn Db, item: Item<'_>) -> bool {
    syntax_diagnostics(db, item).iter().any(|one| one.severity == Severity::Error)
}

/// Whether a bracket of the declaration has no partner.
pub(super) fn lacks_bracket(db: &dyn Db, item: Item<'_>) -> bool {
    syntax_diagnostics(db, item).iter().any(|one| matches!(one.code, Code::UNCLOSED | Code::UNMATCHED))
}

/// The declarations that the parser found a mistake in, the standard library's aside.
#[salsa::tracked(returns(deref))]
pub(super) fn broken_items(db: &dyn Db) -> Box<[Item<'_>]> {
    let workspace = Workspace::get(db);
    let packages = workspace.packages(db).iter().filter(|package| **package != workspace.standard(db));
    let all = packages.flat_map(|package| package.files(db).iter()).flat_map(|file| items(db, *file));
    all.copied().filter(|item| is_broken(db, *item)).collect()
}

/// What may be declared where the parser could not read, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Losable(u8);

impl Losable {
    pub(super) const NOTHING: Self = Self(0);
    /// A capability, an enum, a catalogue, a function, a protocol, a profile.
    pub(super) const NAME: Self = Self(1);
    pub(super) const PRODUCT: Self = Self(2);
    /// A zone, a conduit or something in one.
    pub(super) const ELEMENT: Self = Self(4);
    pub(super) const ATTRIBUTE: Self = Self(8);
    pub(super) const CLAUSE: Self = Self(16);
    /// A claim of a product, a protocol or a profile.
    pub(super) const CLAIM: Self = Self(32);
    /// A family of a catalogue.
    pub(super) const FAMILY: Self = Self(64);
    /// Any of these.
    pub(super) const ANYTHING: Self = Self(127);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is known of the declarations that could not be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Damage {
    /// The names of those that have one, sorted, with what each is the name of.
    names: Vec<(SmolStr, Losable)>,
    /// The names of the capabilities among them.
    capabilities: Vec<SmolStr>,
    /// Those of the defines and relations.
    functions: Vec<SmolStr>,
    lost: Losable,
}

#[salsa::tracked(returns(ref))]
pub(super) fn damage(db: &dyn Db) -> Damage {
    let mut damage = Damage::default();
    for item in broken_items(db) {
        let name = item.name(db);
        let has_name = !name.is_empty() && is_named(tree(db, *item));
        damage.lost = damage.lost.and(lost(db, *item, has_name));
        if has_name {
            damage.names.push((name.clone(), named(item.kind(db))));
            match item.kind(db) {
                Some(DeclarationKind::Block(BlockKind::Capability)) => damage.capabilities.push(name.clone()),
                Some(DeclarationKind::Define | DeclarationKind::Relation) => damage.functions.push(name.clone()),
                _ => {}
            }
        }
    }
    damage.names.sort_unstable();
    damage
}

/// Whether the parser found the name that its declaration seemed to have, going by its first words.
fn is_named(item: &ast::Item) -> bool {
    match &item.kind {
        ItemKind::Block(block) => block.name.is_some(),
        ItemKind::Enum { name, .. } | ItemKind::Attribute { name, .. } => !name.text.is_empty(),
        ItemKind::Function(function) => function.name.is_some(),
        ItemKind::Requirement(requirement) => requirement.id.is_some(),
        _ => true,
    }
}

/// What a broken declaration may fail to declare under its name, or for want of one.
fn lost(db: &dyn Db, item: Item<'_>, has_name: bool) -> Losable {
    use BlockKind as B;
    use DeclarationKind as D;
    let unless_named = |of: Losable| if has_name { Losable::NOTHING } else { of };
    match item.kind(db) {
        Some(D::Attribute) => unless_named(Losable::ATTRIBUTE),
        Some(D::Requirement) => Losable::CLAUSE,
        Some(D::Block(B::Catalog)) => unless_named(Losable::NAME).and(Losable::CLAUSE).and(Losable::FAMILY),
        Some(D::Block(B::Zone | B::Conduit)) => unless_named(Losable::ELEMENT),
        Some(D::Block(B::Product)) => unless_named(Losable::PRODUCT).and(Losable::CLAIM),
        Some(D::Block(B::Protocol | B::Profile | B::Certificate | B::Capability)) => {
            unless_named(Losable::NAME).and(Losable::CLAIM)
        }
        Some(D::Enum | D::Relation | D::Define) => unless_named(Losable::NAME),
        _ => Losable::NOTHING,
    }
}

/// What the name of a declaration is the name of.
fn named(kind: Option<DeclarationKind>) -> Losable {
    use BlockKind as B;
    use DeclarationKind as D;
    match kind {
        Some(D::Attribute) => Losable::ATTRIBUTE,
        Some(D::Requirement) => Losable::CLAUSE,
        Some(D::Block(B::Catalog)) => Losable::NAME.and(Losable::CLAUSE).and(Losable::FAMILY),
        Some(D::Block(B::Product)) => Losable::PRODUCT.and(Losable::CLAIM),
        Some(D::Block(B::Capability | B::Protocol | B::Profile)) => Losable::NAME.and(Losable::CLAIM),
        Some(D::Enum | D::Relation | D::Define | D::Import) => Losable::NAME,
        Some(D::Block(_) | D::Test) => Losable::ELEMENT,
        None => Losable::ANYTHING,
    }
}

impl Damage {
    pub(super) const fn has_lost(&self, what: Losable) -> bool {
        self.lost.0 & what.0 != 0
    }

    /// Whether a message names a broken declaration that declares one of `what`, or something in one.
    pub(super) fn is_named_in(&self, message: &str, what: Losable) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let named = |name: &str| {
            let first = self.names.partition_point(|(known, _)| known.as_str() < name);
            let mut alike = self.names[first..].iter().take_while(|(known, _)| known == name);
            alike.any(|(_, of)| of.0 & what.0 != 0)
        };
        message
            .split('`')
            .skip(1)
            .step_by(2)
            .any(|quoted| named(quoted) || named(quoted.split('.').next().unwrap_or("")))
    }

    /// Whether a broken define or relation has a name that begins with `name`: the parenthesis between may be missing.
    pub(super) fn has_function_like(&self, name: &str) -> bool {
        self.functions.iter().any(|broken| broken.starts_with(name))
    }

    /// Whether an unknown name may be a parameter of a broken capability that its declaration speaks of.
    pub(super) fn is_parameter_lost(&self, db: &dyn Db, item: Item<'_>, told: &Diagnostic) -> bool {
        told.code == Code::UNKNOWN_NAME
            && self.capabilities.iter().any(|name| mentions(item.text(db), name).next().is_some())
    }
}

/// Whether a name stands, as a word, in text that could not be read.
pub(super) fn is_mentioned(db: &dyn Db, name: &str) -> bool {
    broken_items(db).iter().any(|item| mentions(item.text(db), name).next().is_some())
}

/// Whether a name may be declared in text that could not be read: in that of `own`, where it is used, if it stands there
/// twice; in another, if it stands where names are declared.
pub(super) fn may_be_declared(db: &dyn Db, name: &str, own: Anchor, code: Code) -> bool {
    use DeclarationKind as D;
    broken_items(db).iter().any(|item| {
        let text = item.text(db);
        if own == item.anchor() {
            return mentions(text, name).nth(1).is_some();
        }
        match item.kind(db) {
            Some(D::Enum | D::Attribute | D::Block(BlockKind::Capability)) => mentions(text, name).next().is_some(),
            _ => mentions(text, name).any(|at| follows_word(text, at, code)),
        }
    })
}

/// Whether a word that may start a declaration stands right before a place: one of those that do, or one that its line
/// begins with and which says nothing about other things.
fn follows_word(text: &str, at: usize, code: Code) -> bool {
    const OF_OTHERS: [&str; 9] =
        ["provides", "offers", "lacks", "enable", "disable", "speaks", "include", "expect", "for"];
    let before = text.get(..at).unwrap_or("").trim_end_matches(['`', ' ', '\t']);
    let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |end| end + 1);
    let word = before.get(start..).unwrap_or("");
    let starts_line = before.get(..start).unwrap_or("").trim_end_matches([' ', '\t']);
    let is_first = starts_line.is_empty() || starts_line.ends_with(['\n', '{', '}']);
    match head_word(text.get(..at).unwrap_or("")).or_else(|| DECLARATION_WORDS.into_iter().find(|known| *known == word))
    {
        Some(word) => can_declare(word, code),
        None => matches!(word, "family" | "as" | "let") || !word.is_empty() && is_first && !OF_OTHERS.contains(&word),
    }
}

/// Whether a name stands in a text as a word of its own.
pub(super) fn is_word_in(text: &str, name: &str) -> bool {
    mentions(text, name).next().is_some()
}

/// The word that starts the declaration in whose head a text ends, before what goes on after its names.
fn head_word(before: &str) -> Option<&'static str> {
    let line = before.rsplit('\n').next().unwrap_or("").trim_start();
    let word = line.split([' ', '\t']).next().unwrap_or("");
    let rest = line.get(word.len()..).unwrap_or("");
    let is_over = rest.contains(['{', ':', '"', '(', '='])
        || rest.split([' ', '\t']).any(|word| matches!(word, "between" | "from" | "in" | "for"));
    DECLARATION_WORDS.into_iter().find(|known| *known == word && !is_over)
}

/// Whether a declaration that starts with this word can declare what is missing by a code.
fn can_declare(word: &str, code: Code) -> bool {
    let is_element = matches!(word, "zone" | "conduit" | "component" | "boundary" | "channel");
    match code {
        Code::UNKNOWN_ELEMENT => is_element,
        Code::UNKNOWN_PRODUCT => matches!(word, "product" | "import"),
        Code::UNKNOWN_ATTRIBUTE => word == "attribute",
        Code::UNKNOWN_NAME => {
            !is_element && !matches!(word, "site" | "waiver" | "countermeasure" | "certificate" | "product" | "test")
        }
        _ => true,
    }
}

/// Where a name stands in a text as a word of its own.
fn mentions(text: &str, name: &str) -> impl Iterator<Item = usize> {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = text.as_bytes();
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !name.is_empty() && !is_word(before) && !is_word(bytes.get(at + name.len()))
    })
}

/// What of a declaration the parser could not read: around each of its mistakes the line, the next one where something is
/// missing at the end of it, and the member or clause.
#[salsa::tracked(returns(deref))]
pub(super) fn regions<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[TextRange]> {
    let text = item.text(db);
    let tree = tree(db, item);
    let mistakes = syntax_diagnostics(db, item).iter().filter(|one| one.severity == Severity::Error);
    let around = mistakes.flat_map(|one| {
        let at = one.primary.place.range.start;
        [Some(lines_of(text, one.primary.place.range)), part_at(tree, at)]
    });
    around.flatten().collect()
}

fn lines_of(text: &str, range: TextRange) -> TextRange {
    let start = text.get(..range.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let rest = text.get(range.end as usize..).unwrap_or("");
    let mut ends = rest.match_indices('\n').map(|(at, _)| at);
    let first = ends.next().unwrap_or(rest.len());
    let end = if rest.get(..first).is_some_and(|rest| rest.trim().is_empty()) {
        ends.next().unwrap_or(rest.len())
    } else {
        first
    };
    let mut end = range.end as usize + end;
    // What the head of a block is wrong about its body cannot be right about.
    if text.get(start..end).is_some_and(|lines| lines.trim_end().ends_with('{')) {
        end += body_length(text.get(end..).unwrap_or(""));
    }
    TextRange::new(start as u32, end as u32)
}

/// How far the body reaches that is open where a text starts; brackets in strings are rare enough.
fn body_length(rest: &str) -> usize {
    let mut depth = 1_usize;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The smallest member, clause or line of a test around a place.
fn part_at(item: &ast::Item, at: u32) -> Option<TextRange> {
    match &item.kind {
        ItemKind::Block(block) => member_at(&block.members, at),
        ItemKind::Requirement(requirement) => requirement.members.iter().find_map(|member| {
            let range = match member {
                RequirementMember::Let { name, value } => name.range.cover(value.range),
                RequirementMember::Clause(clause) => clause.range,
                RequirementMember::Error(range) => *range,
            };
            holds(range, at).then_some(range)
        }),
        ItemKind::Test(test) => {
            let item = test.items.iter().find(|item| holds(item.range, at));
            let expectation = test.expectations.iter().find(|one| holds(one.range, at)).map(|one| one.range);
            item.and_then(|item| part_at(item, at)).or(expectation)
        }
        _ => None,
    }
}

fn member_at(members: &[Member], at: u32) -> Option<TextRange> {
    let member = members.iter().find(|member| holds(member.range, at))?;
    match &member.kind {
        MemberKind::Block(block) => member_at(&block.members, at),
        _ => Some(member.range),
    }
}

fn holds(range: TextRange, at: u32) -> bool {
    range.start <= at && at <= range.end
}

/// Whether the parser found a mistake within a range of a declaration.
pub(super) fn has_mistake_in(db: &dyn Db, item: Item<'_>, range: TextRange) -> bool {
    let mistakes = syntax_diagnostics(db, item).iter().filter(|one| one.severity == Severity::Error);
    mistakes.map(|one| one.primary.place.range.start).any(|at| holds(range, at))
}

/// The smallest block around a place, its head included.
pub(super) fn block_at(item: &ast::Item, range: TextRange) -> Option<TextRange> {
    blocks_at(item, range).pop()
}

/// The smallest block around a place that is not the one whose head it lies in.
pub(super) fn block_around(item: &ast::Item, range: TextRange) -> Option<TextRange> {
    let mut blocks = blocks_at(item, range);
    let inner = blocks.pop()?;
    let is_in_head = range.start <= inner.start.saturating_add(HEAD);
    if is_in_head { blocks.pop().or(Some(inner)) } else { Some(inner) }
}

/// The name of a block stands so near to its start.
const HEAD: u32 = 24;

/// The blocks around a place, the innermost last.
fn blocks_at(item: &ast::Item, range: TextRange) -> Vec<TextRange> {
    match &item.kind {
        ItemKind::Block(block) => {
            let mut found = vec![item.range];
            let mut block = block;
            while let Some(member) = block.members.iter().find(|member| holds(member.range, range.start)) {
                let MemberKind::Block(inner) = &member.kind else { break };
                found.push(member.range);
                block = inner;
            }
            found
        }
        ItemKind::Test(test) => {
            let inner = test.items.iter().find(|item| holds(item.range, range.start));
            inner.map(|item| blocks_at(item, range)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// What the blocks around a place are of: products and protocols.
pub(super) fn heads_at(item: &ast::Item, range: TextRange) -> Vec<&ast::Path> {
    let mut heads = Vec::new();
    let mut block = match &item.kind {
        ItemKind::Block(block) => block,
        ItemKind::Test(test) => {
            let inner = test.items.iter().find(|item| holds(item.range, range.start));
            return inner.map(|item| heads_at(item, range)).unwrap_or_default();
        }
        _ => return heads,
    };
    loop {
        match &block.head {
            Head::Of(paths) => heads.extend(paths),
            Head::Channel { protocol, .. } => heads.extend(protocol),
            _ => {}
        }
        let inner = block.members.iter().find(|member| holds(member.range, range.start));
        match inner.map(|member| &member.kind) {
            Some(MemberKind::Block(inner)) => block = inner,
            _ => return heads,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn a_name_is_mentioned_as_a_whole_word() {
        assert_eq!(mentions("plc plc_500 `plc` a.plc", "plc").collect::<Vec<_>>(), [0, 13, 20]);
        assert_eq!(mentions("plc", "").count(), 0);
    }
}
