//! How deeply defines, relations and `let`s build on one another. Evaluation goes as deep, so it is bounded here, where it
//! can be told.

use rustc_hash::FxHashMap;
use zcc_base::{Code, Diagnostic, Place};
use zcc_db::{Db, Item};

use super::functions::{MOST_USED, core, reach};
use super::nesting::Nesting;
use super::requirements::requirement;
use super::signatures::{function_item, signature};
use crate::ids::{FunctionId, RequirementIndex};
use crate::names::{name_range, tables};

/// How deep a define or relation may go, with all that it builds on: about 100 in a row, if they are short.
const DEEPEST: u32 = 1_020;
/// How deep one declaration may go by itself: expressions nest at most 200 deep, so only long chains of `let`s do.
const DEEPEST_ALONE: u32 = 460;

/// Whether a define or relation builds on others too deeply, or on too many, to be worked out.
#[salsa::tracked(returns(copy))]
pub(crate) fn is_too_deep<'db>(db: &'db dyn Db, item: Item<'db>) -> bool {
    let Some(number) = tables(db).functions.number(item.anchor()) else { return false };
    let start = FunctionId(number);
    if reach(db, item).crowded {
        return true;
    }
    // Those that use each other are worked out together, not within one another.
    let together = |one: FunctionId, other: FunctionId| {
        one == other || reach(db, function_item(db, other)).functions.binary_search(&one).is_ok()
    };
    let mut deepest: FxHashMap<FunctionId, u32> = FxHashMap::default();
    let mut trail = vec![(start, 0_usize)];
    while let Some((here, at)) = trail.pop() {
        let nesting = core(db, function_item(db, here)).nesting();
        if let Some((callee, _)) = nesting.calls.get(at) {
            trail.push((here, at + 1));
            if !deepest.contains_key(callee) && !together(here, *callee) {
                trail.push((*callee, 0));
            }
        } else {
            let below = nesting.calls.iter().map(|(callee, depth)| depth + deepest.get(callee).unwrap_or(&0));
            deepest.insert(here, below.chain([nesting.height]).max().unwrap_or(0));
        }
    }
    core(db, item).nesting().height > DEEPEST_ALONE || deepest.get(&start).is_some_and(|deepest| *deepest > DEEPEST)
}

/// Told once, where it becomes too deep: not of what builds on that.
pub(crate) fn nesting_diagnostics(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    if !is_too_deep(db, item) {
        return None;
    }
    let body = core(db, item);
    if body.nesting().calls.iter().any(|(callee, _)| is_too_deep(db, function_item(db, *callee))) {
        return None;
    }
    let id = FunctionId(tables(db).functions.number(item.anchor())?);
    let name = &signature(db, id).name;
    let place = Place { anchor: item.anchor(), range: name_range(zcc_db::tree(db, item)) };
    let told = |message: String| Diagnostic::new(Code::TOO_DEEP, place, message);
    Some(if reach(db, item).crowded {
        told(format!("`{name}` builds on more than {MOST_USED} defines and relations"))
            .help("split it, so that each part builds on fewer")
    } else if body.nesting().height > DEEPEST_ALONE {
        lets_too_deep(place, name)
    } else {
        told(format!("`{name}` and what it builds on are nested too deeply to be worked out"))
            .help("let fewer defines and relations build on one another in a row: about 100 can, if they are short")
    })
}

fn lets_too_deep(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(Code::TOO_DEEP, place, format!("the `let`s of `{name}` build on one another too deeply"))
        .help("let fewer of them build on one another in a row: about 200 can, if they are short")
}

/// What is wrong with how deeply the `let`s of a requirement build on one another.
pub(crate) fn requirement_nesting(db: &dyn Db, item: Item<'_>) -> Option<Diagnostic> {
    let index = RequirementIndex(tables(db).requirements.number(item.anchor())?);
    let requirement = requirement(db, index);
    let place = Place { anchor: item.anchor(), range: name_range(zcc_db::tree(db, item)) };
    (Nesting::height_of(requirement) > DEEPEST_ALONE).then(|| lets_too_deep(place, &requirement.id))
}
