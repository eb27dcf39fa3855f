//! Waivers and countermeasures.

use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, TextRange};
use zcc_db::Db;
use zcc_syntax::ast::{self, Block, BlockKind, CompareOp, Expr, ExprKind, RequirementId};
use zcc_syntax::needs_quotes;

use super::blocks::{list_of, path_of, word};
use super::context::Context;
use super::members::{evidence, said};
use super::source::name_range;
use super::stated::Written;
use crate::facts::{Cover, Origin};
use crate::ids::{CatalogId, ClauseId, EntityKind, EntityKinds};
use crate::names::Scope;
use crate::rules::{find_clause, is_homeless, requirement};

/// Lowers a waiver or a countermeasure.
pub(crate) fn lower_cover(context: &mut Context<'_>, block: &Block) -> Cover {
    const WAIVER: [&str; 7] = ["accepts", "for", "until", "because", "requested_by", "approved_by", "evidence"];
    const COUNTERMEASURE: [&str; 7] =
        ["compensates", "for", "evidence", "because", "until", "requested_by", "approved_by"];
    let waiver = block.kind == BlockKind::Waiver;
    let name = block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    let mut written = Written::of(context, &block.members);
    said(context, block, Origin::first(context.scope.anchor, 0), "");
    let mut cover = Cover {
        waiver,
        name,
        title: block.title.as_ref().map(|title| title.value.clone()),
        clauses: Box::default(),
        scope: Box::default(),
        until: None,
        because: None,
        requested_by: None,
        approved_by: None,
        evidence: None,
        anchor: context.scope.anchor,
    };
    let mut missing: Vec<&str> = Vec::new();
    let clauses_word = if waiver { "accepts" } else { "compensates" };
    match written.take(clauses_word) {
        Some((_, value)) if !list_of(value).is_empty() => cover.clauses = clauses(context, value),
        _ => missing.push(clauses_word),
    }
    match written.take("for") {
        Some((_, value)) if !list_of(value).is_empty() => cover.scope = scope(context, value),
        _ => missing.push("for"),
    }
    let until = written.take("until");
    cover.until = until.and_then(|(_, value)| context.date(value));
    let because = written.take("because");
    let because = context.stated_text(because);
    let approved_by = written.take("approved_by");
    let approval = context.stated_text(approved_by);
    let requested_by = written.take("requested_by");
    cover.requested_by = context.stated_text(requested_by).text();
    if let Some((_, value)) = written.take("evidence") {
        let (text, proves_until) = evidence(context, value);
        cover.evidence = text;
        // A countermeasure is as good as what proves it. What a waiver accepts was accepted all the same.
        if !waiver {
            cover.until = [cover.until, proves_until].into_iter().flatten().min();
        }
    }
    if waiver {
        let absent = [until.is_none(), because.is_missing(), approval.is_missing()];
        for (word, absent) in ["until", "because", "approved_by"].into_iter().zip(absent) {
            if absent {
                missing.push(word);
            }
        }
    }
    cover.because = because.text();
    cover.approved_by = approval.text();
    if let (Some(requester), Some(approver), Some((_, at))) = (&cover.requested_by, &cover.approved_by, approved_by)
        && requester.trim().to_lowercase() == approver.trim().to_lowercase()
    {
        context.say(
            Code::APPROVED_BY_REQUESTER,
            at.range,
            format!("`{}` is approved by the one who requested it", cover.name),
            "someone else must take the decision: name who approved it",
        );
    }
    written.refuse_rest(context, word(block.kind), if waiver { &WAIVER } else { &COUNTERMEASURE });
    if !missing.is_empty() {
        tell_missing(context, block, name_range(block), &missing);
    }
    cover
}

fn tell_missing(context: &mut Context<'_>, block: &Block, at: TextRange, missing: &[&str]) {
    let listed = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let called = block.name.as_ref().map_or("", |name| name.text.as_str());
    let help = if block.kind == BlockKind::Waiver {
        "a waiver says what it accepts, `for` what, `until` when, `because` of what, and who approved it (`approved_by`)"
    } else {
        "a countermeasure says what it compensates and `for` what"
    };
    context.say(Code::INCOMPLETE_COVER, at, format!("{} `{called}` does not state {listed}", word(block.kind)), help);
}

fn clauses(context: &mut Context<'_>, value: &Expr) -> Box<[(CatalogId, SmolStr)]> {
    let mut found = Vec::new();
    let mut known = FxHashSet::default();
    for one in list_of(value) {
        let named;
        let (id, catalog) = match &one.kind {
            ExprKind::Requirement(id) => (id, None),
            // An odd id stands in back-quotes, as odd names do.
            ExprKind::Name(text) if needs_quotes(text) || !find_clause(context.db, text, None).is_empty() => {
                named = RequirementId { text: text.clone(), range: one.range };
                (&named, None)
            }
            ExprKind::Compare(CompareOp::In, left, right) => {
                let (ExprKind::Requirement(id), Some(path)) = (&left.kind, path_of(right)) else {
                    not_a_clause(context, one);
                    continue;
                };
                (id, Some(path))
            }
            ExprKind::Error => continue,
            _ => {
                not_a_clause(context, one);
                continue;
            }
        };
        let Some(clause) = clause(context, id, catalog.as_ref()) else { continue };
        let declared = requirement(context.db, clause.requirement);
        let full = declared.clauses.get(usize::from(clause.clause)).map(|clause| clause.id.clone());
        if let (Some(catalog), Some(full)) = (declared.catalog, full)
            && known.insert((catalog, full.clone()))
        {
            found.push((catalog, full));
        }
    }
    found.into_boxed_slice()
}

fn not_a_clause(context: &mut Context<'_>, expr: &Expr) {
    context.say(
        Code::TYPE_MISMATCH,
        expr.range,
        "the id of a requirement is expected here",
        "write it as the standard does: `SR 2.5` or `SR 1.1 RE 2`; several in brackets",
    );
}

fn scope(context: &mut Context<'_>, value: &Expr) -> Box<[crate::ids::Entity]> {
    let kinds = [EntityKind::Site, EntityKind::Zone, EntityKind::Conduit, EntityKind::Component, EntityKind::Channel]
        .into_iter()
        .fold(EntityKinds::default(), |kinds, kind| kinds.union(EntityKinds::only(kind)));
    let mut found = Vec::new();
    let mut known = FxHashSet::default();
    for one in list_of(value) {
        match path_of(one) {
            Some(path) => {
                if let Some(entity) = context.element(&path, kinds, "")
                    && known.insert(entity)
                {
                    found.push(entity);
                }
            }
            None if matches!(one.kind, ExprKind::Error) => {}
            None => context.say(
                Code::TYPE_MISMATCH,
                one.range,
                "a path into the model is expected here",
                "for example `for: control.panel`",
            ),
        }
    }
    found.into_boxed_slice()
}

/// The clauses that an id may mean where it stands: one, or several where it does not say enough. Where no catalogue is
/// said, those of the scope come first, then those of its package.
pub fn clauses_named(db: &dyn Db, scope: &Scope<'_>, id: &str, said: Option<CatalogId>) -> Vec<ClauseId> {
    let mut found = find_clause(db, id, said);
    let catalog_of = |clause: &ClauseId| requirement(db, clause.requirement).catalog;
    let all = &crate::names::tables(db).catalogs;
    let own = all.entries().iter().enumerate().filter(|(_, entry)| entry.package == scope.package);
    for tier in [scope.catalogs.to_vec(), own.map(|(at, _)| CatalogId(at as u16)).collect()] {
        if found.len() > 1 {
            let nearer: Vec<ClauseId> = found
                .iter()
                .filter(|clause| catalog_of(clause).is_some_and(|of| tier.contains(&of)))
                .copied()
                .collect();
            if !nearer.is_empty() {
                found = nearer;
            }
        }
    }
    found
}

/// The clause of an id. Where no catalogue is said, those that are assessed come first.
pub(crate) fn clause(context: &mut Context<'_>, id: &RequirementId, catalog: Option<&ast::Path>) -> Option<ClauseId> {
    let db = context.db;
    let said = match catalog {
        Some(path) => Some(context.catalog(path)?),
        None => None,
    };
    let found = clauses_named(db, &context.scope, &id.text, said);
    let catalog_of = |clause: &ClauseId| requirement(db, clause.requirement).catalog;
    match found.as_slice() {
        [one] => Some(*one),
        [] if is_homeless(db, &id.text) => None,
        [] => {
            let message = match said {
                Some(of) => format!("`{}` has no clause {}", crate::rules::catalog(db, of).name, id.text),
                None => format!("no catalogue has a clause {}", id.text),
            };
            let base = id.text.split(" RE ").next().unwrap_or_default();
            let help = if base != id.text && !find_clause(db, base, said).is_empty() {
                format!("there is {base}, but it has no such enhancement")
            } else {
                "an id is written as in its catalogue, such as SR 1.1 or SR 1.1 RE 2; is the package imported?"
                    .to_owned()
            };
            context.say(Code::UNKNOWN_CLAUSE, id.range, message, help);
            None
        }
        several => {
            let names: Vec<&str> =
                several.iter().filter_map(catalog_of).map(|id| crate::rules::catalog(db, id).name.as_str()).collect();
            let told = Diagnostic::new(
                Code::AMBIGUOUS_CLAUSE,
                context.place(id.range),
                format!("{} is in {}", id.text, names.join(" and in ")),
            )
            .help(format!("say which is meant: `{} in {}`", id.text, names.first().unwrap_or(&"")));
            context.tell(told);
            None
        }
    }
}
