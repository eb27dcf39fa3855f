//! One mistake gives one error: what is only said because of another mistake is not said.

mod broken;
mod fold;

use rustc_hash::FxHashSet;
use zcc_base::{Anchor, Code, Diagnostic, Place, Severity, TextRange};
use zcc_db::{Db, Item, item_of, tree};
use zcc_syntax::ast::{BlockKind, ItemKind, RequirementMember};
use zcc_syntax::{DeclarationKind, needs_quotes};

pub use fold::fold_repeated;

use crate::names::{Scope, libraries};
use broken::{
    Losable, broken_items, damage, is_broken, is_mentioned, is_word_in, lacks_bracket, may_be_declared, regions,
};

/// What is wrong with the model half of a declaration. It is handed in by those who ask, as it is quietened in turn.
pub(crate) type ToldOf = for<'db> fn(&'db dyn Db, Item<'db>) -> &'db [Diagnostic];

/// Leaves out, of what is wrong with one declaration, what comes of other mistakes, those that the parser has told first of
/// all.
pub(crate) fn quieten(db: &dyn Db, told: &mut Vec<Diagnostic>, told_of: ToldOf) {
    once_each(db, told);
    let spoilt = spoilt_blocks(db, told.iter().filter(|_| has_absent(told)));
    let empty = empty_places(told.iter());
    told.retain(|one| !follows(db, one, told_of) && !is_beside_mistake(one, &spoilt) && !is_hardly_begun(one, &empty));
}

/// The same for what is wrong with the model as a whole.
pub(crate) fn quieten_whole(db: &dyn Db, told: &mut Vec<Diagnostic>, told_of: ToldOf) {
    let absent = told.iter().filter(|one| consequence(one.code) == Consequence::Absent);
    let mut anchors: Vec<Anchor> = absent.map(|one| one.primary.place.anchor).collect();
    anchors.dedup();
    let of_items = || anchors.iter().flat_map(|anchor| told_of(db, item_of(db, *anchor)));
    let spoilt = spoilt_blocks(db, of_items());
    let mut empty = empty_places(told.iter());
    empty.extend(empty_places(of_items()));
    told.retain(|one| !follows(db, one, told_of) && !is_beside_mistake(one, &spoilt) && !is_hardly_begun(one, &empty));
}

fn empty_places<'a>(told: impl Iterator<Item = &'a Diagnostic>) -> FxHashSet<Place> {
    told.filter(|one| matches!(one.code, Code::EMPTY_ZONE | Code::EMPTY_CONDUIT)).map(|one| one.primary.place).collect()
}

/// What is empty so far has no target either.
fn is_hardly_begun(one: &Diagnostic, empty: &FxHashSet<Place>) -> bool {
    one.code == Code::MISSING_TARGET && empty.contains(&one.primary.place)
}

/// Keeps the first of those that say the same of the same word in one declaration.
fn once_each(db: &dyn Db, told: &mut Vec<Diagnostic>) {
    if told.len() < 2 {
        return;
    }
    let mut seen: FxHashSet<(Code, String, String)> = FxHashSet::default();
    told.retain(|one| {
        let is_of_names = consequence(one.code) == Consequence::Unknown || one.code == Code::TYPE_MISMATCH;
        !is_of_names || seen.insert((one.code, one.message.clone(), pointed(db, one)))
    });
}

fn has_absent(told: &[Diagnostic]) -> bool {
    told.iter().any(|one| consequence(one.code) == Consequence::Absent)
}

/// Of what a diagnostic may be a consequence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Consequence {
    /// It stands on its own.
    None,
    /// A part of the declaration is missing that may be where the parser could not read.
    Absent,
    /// A name is missing that may be declared where the parser could not read.
    Unknown,
    /// A name is never used, or so it seems where not all could be read.
    Unused,
    /// Something stands in the wrong block, maybe for want of a bracket.
    Misplaced,
    /// Something stands in no block, maybe for want of a bracket.
    Outside,
    /// There is no site, or its word could not be read.
    NoSite,
    /// What is claimed is not what is asked for, or was not read.
    Claimed,
}

fn consequence(code: Code) -> Consequence {
    match code {
        Code::EMPTY_ZONE
        | Code::EMPTY_CONDUIT
        | Code::MISSING_TARGET
        | Code::CONDUIT_OF_ONE_ZONE
        | Code::CHANNEL_NOT_JOINED
        | Code::MISSING_KIND
        | Code::MISSING_PART
        | Code::INCOMPLETE_COVER
        | Code::BAD_CERTIFICATE
        | Code::NOTHING_EXPECTED
        | Code::NOT_A_DEPENDENCY => Consequence::Absent,
        Code::UNKNOWN_NAME
        | Code::UNKNOWN_PRODUCT
        | Code::UNKNOWN_ELEMENT
        | Code::UNKNOWN_ATTRIBUTE
        | Code::UNKNOWN_VARIANT
        | Code::UNKNOWN_FAMILY
        | Code::UNKNOWN_PARAMETER
        | Code::UNKNOWN_CLAUSE => Consequence::Unknown,
        Code::UNUSED_DECLARATION | Code::UNUSED_IMPORT => Consequence::Unused,
        Code::MISPLACED_MEMBER | Code::MISPLACED_CLAIM => Consequence::Misplaced,
        Code::ASSET_IN_NO_ZONE | Code::ONLY_TESTS => Consequence::Outside,
        Code::NO_SITE => Consequence::NoSite,
        Code::NOT_OFFERED
        | Code::CONTRADICTING_SWITCH
        | Code::NEEDS_PARTNER
        | Code::NO_PARTNER
        | Code::NOTHING_TO_DISABLE
        | Code::LEFT_OFF => Consequence::Claimed,
        _ => Consequence::None,
    }
}

/// Whether what is told of one thing may come of what another one seems to be.
fn rests_on_others(code: Code) -> bool {
    matches!(consequence(code), Consequence::Unknown | Consequence::Claimed)
        || matches!(
            code,
            Code::WRONG_ARGUMENTS
                | Code::WRONG_LEVEL_KIND
                | Code::NOT_ORDERED
                | Code::NOT_COMPARABLE
                | Code::TYPE_MISMATCH
                | Code::MISPLACED_FORM
        )
}

fn follows(db: &dyn Db, told: &Diagnostic, told_of: ToldOf) -> bool {
    let item = item_of(db, told.primary.place.anchor);
    let damage = damage(db);
    if is_broken(db, item) && is_unreadable_at(db, item, told.primary.place.range) {
        return true;
    }
    if rests_on_others(told.code) && damage.is_named_in(&told.message, nameable(told.code)) {
        return true;
    }
    match consequence(told.code) {
        Consequence::None => false,
        Consequence::Absent => is_in_broken_block(db, item, told.primary.place.range),
        Consequence::Unknown => {
            let own = told.code == Code::UNKNOWN_ELEMENT && is_broken(db, item);
            own || damage.has_lost(losable(told)) || is_in_broken_text(db, item, told)
        }
        Consequence::Unused => is_broken(db, item) || is_mentioned(db, &last_name(&pointed(db, told))),
        Consequence::Misplaced => lacks_bracket(db, item),
        Consequence::Outside => {
            is_broken(db, item)
                || broken_items(db).iter().any(|other| other.file(db) == item.file(db) && lacks_bracket(db, *other))
        }
        Consequence::NoSite => broken_items(db).iter().any(|item| item.kind(db).is_none()),
        Consequence::Claimed => {
            is_in_broken_block(db, item, told.primary.place.range)
                || is_site(item.kind(db))
                    && (damage.has_lost(Losable::CLAIM) || claims_in_doubt(db, item, told, told_of))
        }
    }
}

/// Whether a declaration uses what libraries declare, and declares nothing that others use.
fn is_site(kind: Option<DeclarationKind>) -> bool {
    use BlockKind as B;
    matches!(kind, Some(DeclarationKind::Test | DeclarationKind::Block(B::Site | B::Zone | B::Conduit)))
}

/// What would have to be declared where the parser could not read for an unknown name to be known.
fn losable(told: &Diagnostic) -> Losable {
    match told.code {
        Code::UNKNOWN_PRODUCT => Losable::PRODUCT,
        Code::UNKNOWN_ELEMENT => Losable::ELEMENT,
        Code::UNKNOWN_ATTRIBUTE => Losable::ATTRIBUTE,
        Code::UNKNOWN_CLAUSE => Losable::CLAUSE,
        Code::UNKNOWN_FAMILY => Losable::FAMILY,
        Code::UNKNOWN_NAME | Code::UNKNOWN_VARIANT => Losable::NAME,
        _ => Losable::NOTHING,
    }
}

/// What a broken declaration has to declare for what is told to come of it where it is named.
fn nameable(code: Code) -> Losable {
    match code {
        Code::UNKNOWN_PRODUCT => Losable::PRODUCT,
        Code::UNKNOWN_ELEMENT => Losable::ELEMENT,
        Code::UNKNOWN_ATTRIBUTE => Losable::ATTRIBUTE,
        Code::UNKNOWN_NAME => Losable::NAME,
        _ => Losable::ANYTHING,
    }
}

/// Whether the parser found a mistake in the block that a place lies in, or around it.
fn is_in_broken_block(db: &dyn Db, item: Item<'_>, range: TextRange) -> bool {
    let block = broken::block_at(tree(db, item), range).unwrap_or_else(|| tree(db, item).range);
    is_broken(db, item) && (lacks_bracket(db, item) || broken::has_mistake_in(db, item, block))
}

/// Whether a place lies where the parser could not read.
fn is_unreadable_at(db: &dyn Db, item: Item<'_>, range: TextRange) -> bool {
    let is_one_thing = matches!(
        item.kind(db),
        Some(
            DeclarationKind::Import
                | DeclarationKind::Enum
                | DeclarationKind::Attribute
                | DeclarationKind::Relation
                | DeclarationKind::Define
                | DeclarationKind::Block(BlockKind::Capability | BlockKind::Catalog)
        )
    );
    let regions = || regions(db, item).iter();
    // A name that is used elsewhere may be bound there.
    let name = item.text(db).get(range.to_usize()).unwrap_or("");
    let is_bound = |region: &TextRange| {
        let text = item.text(db).get(region.to_usize()).unwrap_or("");
        item.kind(db) == Some(DeclarationKind::Requirement) && !needs_quotes(name) && is_word_in(text, name)
    };
    is_one_thing
        || lacks_bracket(db, item)
        || regions().any(|region| region.start <= range.start && range.start <= region.end)
        || regions().any(is_bound)
}

/// Whether an unknown name stands, as a word, in text that could not be read; in its own, beside where it is used.
fn is_in_broken_text(db: &dyn Db, item: Item<'_>, told: &Diagnostic) -> bool {
    let written = pointed(db, told);
    let name = match told.code {
        Code::UNKNOWN_CLAUSE => written.split(" RE ").next().unwrap_or_default().to_owned(),
        _ => last_name(&written),
    };
    let damage = damage(db);
    let is_function = || told.code == Code::UNKNOWN_NAME && damage.has_function_like(&name);
    name.is_empty()
        || is_variable_lost(db, item, told)
        || is_import_lost(db, item, told)
        || is_function()
        || may_be_declared(db, &name, item.anchor(), told.code)
        || damage.is_parameter_lost(db, item, told)
}

/// Whether an unknown name may be the subject of a requirement whose head could not be read, or that of one of its `let`s.
fn is_variable_lost(db: &dyn Db, item: Item<'_>, told: &Diagnostic) -> bool {
    let ItemKind::Requirement(requirement) = &tree(db, item).kind else { return false };
    let lost = || requirement.members.iter().any(|member| matches!(member, RequirementMember::Error(_)));
    told.code == Code::UNKNOWN_NAME && is_broken(db, item) && (requirement.variable.is_none() || lost())
}

/// Whether a broken import of the file may be the one whose alias is missed.
fn is_import_lost(db: &dyn Db, item: Item<'_>, told: &Diagnostic) -> bool {
    let is_import =
        |other: &Item<'_>| other.kind(db) == Some(DeclarationKind::Import) && other.file(db) == item.file(db);
    told.message.starts_with("nothing is imported as") && broken_items(db).iter().any(is_import)
}

/// The text that a diagnostic points at.
fn pointed(db: &dyn Db, told: &Diagnostic) -> String {
    let item = item_of(db, told.primary.place.anchor);
    item.text(db).get(told.primary.place.range.to_usize()).unwrap_or_default().to_owned()
}

/// The last name of a path.
fn last_name(path: &str) -> String {
    path.rsplit('.').next().unwrap_or_default().trim_matches('`').to_owned()
}

/// Whether the product or protocol that a thing is of has claims that mean nothing: that was told where they stand.
fn claims_in_doubt(db: &dyn Db, item: Item<'_>, told: &Diagnostic, told_of: ToldOf) -> bool {
    let scope = Scope::of(db, item);
    let all = libraries(db);
    let of = broken::heads_at(tree(db, item), told.primary.place.range);
    let entries = of.iter().filter_map(|path| {
        let product = scope.product(db, path).ok().map(|id| &all.products.entries()[id.index()]);
        product.or_else(|| scope.protocol(db, path).ok().map(|id| &all.protocols.entries()[id.index()]))
    });
    let mut items = entries.map(|entry| entry.item(db));
    items.any(|item| {
        told_of(db, item)
            .iter()
            .any(|one| one.severity == Severity::Error && consequence(one.code) == Consequence::Unknown)
    })
}

/// The blocks in which something is wrong with what is stated: there, a part that is missing may be the one that is
/// misspelt.
fn spoilt_blocks<'a>(db: &dyn Db, told: impl Iterator<Item = &'a Diagnostic>) -> Vec<(Anchor, TextRange)> {
    let block = |one: &Diagnostic| {
        let place = one.primary.place;
        let tree = tree(db, item_of(db, place.anchor));
        let range = match one.code {
            Code::UNKNOWN_ATTRIBUTE | Code::UNKNOWN_VARIANT | Code::TYPE_MISMATCH => {
                broken::block_at(tree, place.range)?
            }
            Code::MISPLACED_MEMBER => broken::block_around(tree, place.range)?,
            _ => return None,
        };
        Some((place.anchor, range))
    };
    told.filter_map(block).take(MOST_BLOCKS).collect()
}

/// So many blocks of a declaration are looked at.
const MOST_BLOCKS: usize = 100;

fn is_beside_mistake(one: &Diagnostic, spoilt: &[(Anchor, TextRange)]) -> bool {
    let place = one.primary.place;
    let misses_part = consequence(one.code) == Consequence::Absent && one.code != Code::CHANNEL_NOT_JOINED;
    // These say other things, too, than that something is not stated.
    let by_words = matches!(one.code, Code::BAD_CERTIFICATE | Code::INCOMPLETE_COVER);
    misses_part
        && (!by_words || one.message.contains("does not state"))
        && spoilt.iter().any(|(anchor, range)| {
            *anchor == place.anchor && range.start <= place.range.start && place.range.end <= range.end
        })
}
