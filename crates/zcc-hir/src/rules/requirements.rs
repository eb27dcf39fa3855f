//! Requirements and their clauses.

use std::sync::Arc;

use smol_str::{SmolStr, format_smolstr};
use zcc_base::{Code, Diagnostic, TextRange, nearest};
use zcc_db::{Db, Item, parsed};
use zcc_syntax::ast::{self, ItemKind, RequirementMember};

use super::catalogs::says_how_it_grades;
use super::check::Checker;
use super::docs::split_docs;
use super::functions::switchable;
use super::meanings::BodyNames;
use super::written_types::lower_type;
use super::{catalog, type_with_article};
use crate::expr::{SourceMap, Type};
use crate::ids::{CatalogId, EntityKind, EntityKinds, RequirementIndex};
use crate::names::{Scope, name_range, tables};
use crate::program::{Assertion, Clause, ClauseDocs, LevelKind, MessagePart, Requirement, RequirementLet};

/// How many clauses a requirement may have.
const MAX_CLAUSES: usize = 256;

/// What requirements can be about.
const SUBJECTS: EntityKinds = EntityKinds::only(EntityKind::Site)
    .union(EntityKinds::only(EntityKind::Zone))
    .union(EntityKinds::only(EntityKind::Conduit))
    .union(EntityKinds::only(EntityKind::Component))
    .union(EntityKinds::only(EntityKind::Product));

/// A requirement.
pub fn requirement(db: &dyn Db, index: RequirementIndex) -> &Arc<Requirement> {
    requirement_value(db, requirement_item(db, index))
}

/// Where the expressions and clauses of a requirement stand.
pub fn requirement_source_map(db: &dyn Db, index: RequirementIndex) -> &Arc<SourceMap> {
    requirement_map(db, requirement_item(db, index))
}

/// What the documentation says, by clause.
pub fn clause_docs(db: &dyn Db, index: RequirementIndex) -> &[ClauseDocs] {
    requirement_docs(db, requirement_item(db, index))
}

/// The declaration of a requirement.
pub(crate) fn requirement_item(db: &dyn Db, index: RequirementIndex) -> Item<'_> {
    tables(db).requirements.entries()[index.index()].item(db)
}

struct Lowered {
    requirement: Arc<Requirement>,
    map: Arc<SourceMap>,
    docs: Arc<[ClauseDocs]>,
    diagnostics: Vec<Diagnostic>,
    names: BodyNames,
}

#[salsa::tracked(returns(ref))]
fn requirement_value<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<Requirement> {
    requirement_lowered(db, item).requirement.clone()
}

#[salsa::tracked(returns(ref))]
fn requirement_map<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<SourceMap> {
    requirement_lowered(db, item).map.clone()
}

#[salsa::tracked(returns(ref))]
fn requirement_docs<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<[ClauseDocs]> {
    requirement_lowered(db, item).docs.clone()
}

/// What is wrong with a requirement, its place among others aside.
pub(crate) fn requirement_diagnostics<'db>(db: &'db dyn Db, item: Item<'db>) -> &'db [Diagnostic] {
    &requirement_lowered(db, item).diagnostics
}

#[salsa::tracked(returns(ref), no_eq)]
fn requirement_lowered<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered {
    lower(db, item, false)
}

/// What the names in a requirement mean.
pub(crate) fn requirement_names<'db>(db: &'db dyn Db, item: Item<'db>) -> BodyNames {
    lower(db, item, true).names
}

fn lower<'db>(db: &'db dyn Db, item: Item<'db>, noting: bool) -> Lowered {
    let scope = Scope::of(db, item);
    let parsed = parsed(db, item);
    let empty = ast::Requirement {
        id: None,
        title: None,
        family: None,
        subject: None,
        variable: None,
        members: Vec::new(),
        body: TextRange::default(),
    };
    let tree = match &parsed.item.kind {
        ItemKind::Requirement(requirement) => requirement,
        _ => &empty,
    };
    let name = name_range(&parsed.item);
    let mut lowering = Lowering {
        db,
        scope,
        name,
        // The parser has told what is missing.
        broken: !parsed.diagnostics.is_empty(),
        checker: Checker::new(db, scope, Some(switchable)).noting(noting),
        grades: None,
        docs: &parsed.item.docs,
    };
    lowering.id(tree);
    let (catalog, family) = lowering.family(tree);
    lowering.grades = catalog;
    let subject = lowering.subject(tree);
    let variable = tree.variable.as_ref().map_or_else(SmolStr::default, |variable| variable.text.clone());
    let range = tree.variable.as_ref().map_or(name, |variable| variable.range);
    let ty = if subject == EntityKinds::default() { Type::Error } else { Type::Entity(subject) };
    lowering.checker.bind(&variable, range, ty, true);
    let lets = lowering.lets(tree);
    let (clauses, places, docs) = lowering.clauses(tree, item.name(db));
    let checked = lowering.checker.finish(lowering.broken);
    let requirement = Requirement {
        id: item.name(db).clone(),
        title: tree.title.as_ref().map_or_else(|| item.name(db).clone(), |title| title.value.clone()),
        catalog,
        family,
        subject,
        variable,
        slots: checked.slots,
        let_count: checked.lets,
        lets,
        clauses,
    };
    Lowered {
        requirement: Arc::new(requirement),
        map: Arc::new(SourceMap { expressions: checked.ranges, clauses: places, name }),
        docs: docs.into(),
        diagnostics: checked.told,
        names: checked.names,
    }
}

struct Lowering<'a> {
    db: &'a dyn Db,
    scope: Scope<'a>,
    name: TextRange,
    broken: bool,
    checker: Checker<'a>,
    grades: Option<CatalogId>,
    docs: &'a str,
}

impl Lowering<'_> {
    fn missing(&mut self, range: TextRange, message: impl Into<String>, help: &str) {
        if !self.broken {
            let place = self.scope.place(range);
            self.checker.tell(Diagnostic::new(Code::MISSING_PART, place, message).help(help));
        }
    }

    fn id(&mut self, tree: &ast::Requirement) {
        let Some(id) = &tree.id else { return };
        if let Some((base, number)) = id.text.rsplit_once(" RE ")
            && number.parse::<u32>().is_ok()
        {
            let place = self.scope.place(id.range);
            self.checker.tell(
                Diagnostic::new(Code::IMPOSSIBLE_VALUE, place, format!("`{}` is an enhancement of `{base}`", id.text))
                    .help(format!("it is a clause of that requirement: write `RE {number} …: …` into its braces")),
            );
        }
    }

    fn family(&mut self, tree: &ast::Requirement) -> (Option<CatalogId>, u8) {
        let Some(path) = &tree.family else {
            self.missing(
                self.name,
                "a requirement belongs to a family of a catalogue",
                "write it before `for`, as in `in part_3_3.IAC`",
            );
            return (None, 0);
        };
        let [before @ .., family] = path.segments.as_slice() else { return (None, 0) };
        if before.is_empty() {
            let message = format!("`{}` does not say both catalogue and family", family.text);
            let place = self.scope.place(path.range());
            self.checker.tell(
                Diagnostic::new(Code::MISSING_PART, place, message)
                    .help("write `catalog.FAMILY`, as in `part_3_3.IAC`"),
            );
            return (None, 0);
        }
        let catalog_path = ast::Path { segments: before.to_vec() };
        match self.scope.catalog(self.db, &catalog_path) {
            Ok(id) => {
                let families = &catalog(self.db, id).families;
                let position = families.iter().position(|known| known.name == family.text);
                if position.is_none() {
                    let place = self.scope.place(family.range);
                    let message = format!("`{}` has no family `{}`", catalog(self.db, id).name, family.text);
                    let told = Diagnostic::new(Code::UNKNOWN_FAMILY, place, message);
                    let near = nearest(&family.text, families.iter().map(|family| family.name.as_str()));
                    self.checker.tell(match near {
                        Some(near) => {
                            told.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near)
                        }
                        None => told.help("declare it in the catalogue with `family`"),
                    });
                }
                (Some(id), position.unwrap_or(0) as u8)
            }
            Err(mistake) => {
                if let Some(mistake) = mistake {
                    self.checker.tell(*mistake);
                }
                (None, 0)
            }
        }
    }

    fn subject(&mut self, tree: &ast::Requirement) -> EntityKinds {
        let Some(written) = &tree.subject else {
            self.missing(
                self.name,
                "a requirement says what it is about",
                "write it before the brace, as in `for zone or conduit z`",
            );
            return EntityKinds::default();
        };
        let mut told = Vec::new();
        let ty = lower_type(self.db, &self.scope, written, &mut |_| None, &mut told);
        for diagnostic in told {
            self.checker.tell(diagnostic);
        }
        if tree.variable.is_none() {
            self.missing(written.range, "the subject needs a name", "write it after its kind, as in `for zone z`");
        }
        match ty {
            Type::Entity(kinds) if kinds.is_within(SUBJECTS) => kinds,
            Type::Error => EntityKinds::default(),
            other => {
                let message = format!("a requirement cannot be about {}", type_with_article(self.db, &other));
                let place = self.scope.place(written.range);
                self.checker.tell(
                    Diagnostic::new(Code::BAD_TYPE, place, message)
                        .help("it is about a site, zone, conduit, component or product, or several joined by `or`"),
                );
                EntityKinds::default()
            }
        }
    }

    fn lets(&mut self, tree: &ast::Requirement) -> Box<[RequirementLet]> {
        let mut found = Vec::new();
        let mut clause_seen = false;
        for member in &tree.members {
            match member {
                RequirementMember::Let { name, value } => {
                    if clause_seen {
                        let place = self.scope.place(name.range);
                        self.checker.tell(
                            Diagnostic::new(Code::MISPLACED_MEMBER, place, "a `let` stands before the clauses")
                                .help("move it up: it holds for all clauses"),
                        );
                    }
                    let (id, value) = self.checker.bind_let(name, value);
                    found.push(RequirementLet { name: name.text.clone(), id, value });
                }
                RequirementMember::Clause(_) => clause_seen = true,
                RequirementMember::Error(_) => {}
            }
        }
        found.into_boxed_slice()
    }

    fn clauses(&mut self, tree: &ast::Requirement, id: &SmolStr) -> (Box<[Clause]>, Vec<TextRange>, Vec<ClauseDocs>) {
        let mut written: Vec<&ast::Clause> = Vec::new();
        for member in &tree.members {
            let RequirementMember::Clause(clause) = member else { continue };
            if written.len() == MAX_CLAUSES {
                let place = self.scope.place(clause.name_range);
                let message = format!("a requirement has at most {MAX_CLAUSES} clauses");
                self.checker.tell(Diagnostic::new(Code::TOO_MANY, place, message).help("split it"));
                break;
            }
            if let Some(first) = written.iter().find(|known| known.enhancement == clause.enhancement) {
                let what = clause.enhancement.map_or_else(|| "the base".to_owned(), |number| format!("`RE {number}`"));
                let (place, first) = (self.scope.place(clause.name_range), self.scope.place(first.name_range));
                self.checker.tell(
                    Diagnostic::new(Code::DUPLICATE_CLAUSE, place, format!("{what} of `{id}` is given twice"))
                        .secondary(first, "first given here")
                        .help("several conditions of one clause stand one after the other, each with its `otherwise`"),
                );
            } else {
                if clause.enhancement == Some(0) {
                    let place = self.scope.place(clause.name_range);
                    self.checker.tell(
                        Diagnostic::new(Code::IMPOSSIBLE_VALUE, place, "enhancements are numbered from 1")
                            .help("write `RE 1`, or `base` for the requirement itself"),
                    );
                }
                written.push(clause);
            }
        }
        // The base comes first, enhancements stay as written.
        written.sort_by_key(|clause| clause.enhancement.is_some());
        let unreadable = tree.members.iter().any(|member| matches!(member, RequirementMember::Error(_)));
        if written.first().is_none_or(|first| first.enhancement.is_some()) && !unreadable {
            self.missing(
                self.name,
                format!("`{id}` has no base"),
                "write `base: … otherwise \"…\"` before its enhancements",
            );
        }
        let title = tree.title.as_ref().map_or_else(|| id.clone(), |title| title.value.clone());
        let places = written.iter().map(|clause| clause.name_range).collect();
        let own = if written.iter().any(|clause| clause.docs.is_empty()) {
            split_docs(self.docs)
        } else {
            ClauseDocs::default()
        };
        let docs = written
            .iter()
            .map(|clause| if clause.docs.is_empty() { own.clone() } else { split_docs(&clause.docs) })
            .collect();
        let clauses = written.iter().map(|clause| self.clause(clause, id, &title)).collect();
        (clauses, places, docs)
    }

    fn clause(&mut self, tree: &ast::Clause, id: &SmolStr, title: &SmolStr) -> Clause {
        let level = tree.level.as_ref().and_then(|level| self.level(level));
        let when = tree.when.as_ref().map(|when| self.checker.check(when, &Type::Bool));
        let assertions = tree.assertions.iter().map(|assertion| self.assertion(assertion)).collect();
        if tree.assertions.is_empty() {
            self.missing(
                tree.name_range,
                "a clause says what must hold",
                "write a condition after the colon, and what to say where it does not hold after `otherwise`",
            );
        }
        Clause {
            id: tree.enhancement.map_or_else(|| id.clone(), |number| format_smolstr!("{id} RE {number}")),
            enhancement: tree.enhancement,
            title: tree.title.as_ref().map_or_else(|| title.clone(), |title| title.value.clone()),
            should: tree.should,
            level,
            when,
            assertions,
        }
    }

    fn assertion(&mut self, tree: &ast::Assertion) -> Assertion {
        let condition = self.checker.check(&tree.condition, &Type::Bool);
        let mut message = Vec::new();
        // Where it is missing, the parser has told.
        if let Some(written) = &tree.message {
            let depth = self.checker.depth();
            self.checker.rebind_witness(&tree.condition, &condition);
            for part in &written.parts {
                message.push(match part {
                    ast::MessagePart::Text(text) => MessagePart::Text(text.clone()),
                    ast::MessagePart::Value(value) => MessagePart::Value(self.checker.infer(value, None)),
                });
            }
            self.checker.leave(depth);
        }
        Assertion { condition, message: message.into_boxed_slice() }
    }

    fn level(&mut self, tree: &ast::Expr) -> Option<u8> {
        let place = self.scope.place(tree.range);
        let (kind, level) = match &tree.kind {
            ast::ExprKind::Literal(ast::Literal::SecurityLevel(level)) => (LevelKind::Security, *level),
            ast::ExprKind::Literal(ast::Literal::MaturityLevel(level)) => (LevelKind::Maturity, *level),
            ast::ExprKind::Error => return None,
            _ => {
                let told = Diagnostic::new(Code::TYPE_MISMATCH, place, "expected a level after `at`");
                self.checker.tell(told.help("for example `at SL 2`"));
                return None;
            }
        };
        let word = |kind| if kind == LevelKind::Security { "SL" } else { "ML" };
        if !(1..=4).contains(&level) {
            let message = format!("a clause cannot be required from {} {level} on", word(kind));
            self.checker.tell(
                Diagnostic::new(Code::IMPOSSIBLE_VALUE, place, message)
                    .help("levels go from 1 to 4; leave `at` out for what is always required"),
            );
            return None;
        }
        if let Some(id) = self.grades
            && catalog(self.db, id).levels != Some(kind)
            && says_how_it_grades(self.db, id)
        {
            let known = catalog(self.db, id);
            let grades = match known.levels {
                Some(LevelKind::Security) => "grades with SL",
                Some(LevelKind::Maturity) => "grades with ML",
                None => "does not grade",
            };
            let message =
                format!("`{}` {grades}, so nothing in it is required from {} {level} on", known.name, word(kind));
            self.checker.tell(
                Diagnostic::new(Code::WRONG_LEVEL_KIND, place, message)
                    .help("change the level, or the `levels` of the catalogue"),
            );
            return None;
        }
        Some(level as u8)
    }
}
