//! Requirements, attributes, enums, defines, variables, and the words of the language.

use zcc_db::{item_of, tree};
use zcc_eval::DbWorld;
use zcc_hir::expr::AttributeRef;
use zcc_hir::expr::Type;
use zcc_hir::ids::{ClauseId, EntityKinds};
use zcc_hir::program::LevelKind;
use zcc_hir::rules::{
    attribute, body_names, builtin_name, capability, catalog, clause_docs, enumeration, requirement, signature,
    type_name, type_of_word,
};
use zcc_syntax::ast::ItemKind;

use super::page::Page;
use super::words;
use crate::host::Analysis;
use crate::names::{Symbol, spelled};
use crate::navigation::source_of;

impl Analysis {
    pub(super) fn clause(&self, page: &mut Page, symbol: Symbol) {
        let db = &self.db;
        let id = match symbol {
            Symbol::Requirement(requirement) => ClauseId { requirement, clause: 0 },
            Symbol::Clause(id) => id,
            _ => return,
        };
        let declared = requirement(db, id.requirement);
        let Some(clause) = declared.clauses.get(usize::from(id.clause)) else {
            return page.piece(&format!("**{}** {}", declared.id, declared.title));
        };
        let mut heading = format!("**{}** {}", clause.id, clause.title);
        if let Some(of) = declared.catalog {
            let word = if catalog(db, of).levels == Some(LevelKind::Maturity) { "ML" } else { "SL" };
            let level =
                clause.level.map_or_else(|| "always asked for".to_owned(), |level| format!("from {word} {level} on"));
            let should = if clause.should { "recommended " } else { "" };
            heading.push_str(&format!("\n\n{} · {should}{level}", self.home_of_requirement(of, declared.family)));
        }
        page.piece(&heading);
        if let Some(docs) = clause_docs(db, id.requirement).get(usize::from(id.clause)) {
            page.piece(&docs.intent);
            page.fact("Asks", &docs.asks);
            page.fact("Remedy", &docs.remedy);
        }
        if matches!(symbol, Symbol::Requirement(_)) {
            let enhancements = declared.clauses.iter().filter(|one| one.enhancement.is_some());
            let lines: Vec<String> = enhancements
                .map(|one| {
                    let level = one.level.map_or_else(String::new, |level| format!(" (level {level})"));
                    format!("{} {}{level}", one.id, one.title)
                })
                .collect();
            page.list(&lines);
        }
        self.outcomes(page, id);
    }

    /// Everything that is told in few words.
    pub(super) fn small(&self, page: &mut Page, symbol: Symbol) {
        let db = &self.db;
        let docs = self.documentation(symbol);
        match symbol {
            Symbol::Parameter(id, at) => {
                let declared = capability(db, id);
                let Some(parameter) = declared.parameters.get(usize::from(at)) else { return };
                let ty = self.written_type(symbol, &parameter.ty);
                page.code(&format!("{}.{}: {ty}", declared.name, parameter.name));
            }
            Symbol::Enum(id) => {
                let declared = enumeration(db, id);
                let between = if declared.ordered { " < " } else { ", " };
                page.code(&format!("enum {} {{ {} }}", declared.name, declared.variants.join(between)));
            }
            Symbol::Variant(id, at) => {
                let declared = enumeration(db, id);
                let name = spelled(db, symbol);
                page.code(&format!("{}.{name}", declared.name));
                if declared.ordered {
                    page.piece(&format!(
                        "{} of {}, from least to greatest.",
                        usize::from(at) + 1,
                        declared.variants.len()
                    ));
                }
            }
            Symbol::Attribute(AttributeRef::Declared(id)) => {
                let declared = attribute(db, id);
                let ty = self.written_type(symbol, &declared.ty);
                let default = declared.default.as_ref().map(|value| zcc_eval::display::value(&DbWorld(db), value));
                let default = default.map_or_else(String::new, |value| format!(" = {value}"));
                page.code(&format!("attribute {}.{}: {ty}{default}", kinds(declared.owners), declared.name));
                if default.is_empty() {
                    page.piece(&docs);
                    return page.piece("Unknown where nobody states it.");
                }
            }
            Symbol::Attribute(AttributeRef::Builtin(builtin)) => {
                page.code(builtin_name(builtin));
                page.piece(words::builtin(builtin));
            }
            Symbol::Catalog(id) => {
                let declared = catalog(db, id);
                page.code(&format!("catalog {} \"{}\"", declared.name, declared.title));
                page.piece(&docs);
                let families = declared.families.iter().map(|one| format!("`{}` {}", one.name, one.title));
                page.list(&families.collect::<Vec<_>>());
                return page.piece(&self.family_size(id, None));
            }
            Symbol::Family(id, at) => {
                let declared = catalog(db, id);
                let Some(family) = declared.families.get(usize::from(at)) else { return };
                page.code(&format!("family {} \"{}\"", family.name, family.title));
                page.piece(&format!("of {}", declared.title));
                page.piece(&docs);
                return page.piece(&self.family_size(id, Some(at)));
            }
            Symbol::Function(id) => {
                let declared = signature(db, id);
                let parameter = |one: &zcc_hir::program::Parameter| format!("{}: {}", one.name, type_name(db, &one.ty));
                let parameters: Vec<String> = declared.parameters.iter().map(parameter).collect();
                let parameters = parameters.join(", ");
                page.code(&match declared.relation {
                    true => format!("relation {}({parameters})", declared.name),
                    false if declared.parameters.is_empty() => {
                        format!("define {}: {}", declared.name, type_name(db, &declared.returns))
                    }
                    false => format!("define {}({parameters}): {}", declared.name, type_name(db, &declared.returns)),
                });
            }
            Symbol::Variable(place) => {
                let item = item_of(db, place.anchor);
                let known = &body_names(db, item).variables;
                let ty = known.iter().find(|(range, _)| *range == place.range).map(|(_, ty)| type_name(db, ty));
                page.code(&format!("{}: {}", spelled(db, symbol), ty.unwrap_or_else(|| "unknown".to_owned())));
                let text = item.text(db);
                let source = source_of(db, item, place.range).and_then(|source| text.get(source.range.to_usize()));
                if let Some(source) = source {
                    let one_line = source.split_whitespace().collect::<Vec<_>>().join(" ");
                    let shown: String = one_line.chars().take(120).collect();
                    let cut = if shown.len() < one_line.len() { " …" } else { "" };
                    page.piece(&format!("from `{shown}{cut}`"));
                } else if let ItemKind::Requirement(_) = tree(db, item).kind {
                    page.piece(&format!("what {} is about", item.name(db)));
                }
                return;
            }
            Symbol::Set(set) => {
                let (code, text) = words::set(set);
                page.code(code);
                page.piece(text);
            }
            Symbol::Call(word) => {
                let (code, text) = words::call(word);
                page.code(code);
                page.piece(text);
            }
            Symbol::Type(word) => {
                page.code(word);
                page.piece(words::ty(word));
                if let Some(Type::Entity(kinds)) = type_of_word(word) {
                    self.attributes_of(page, kinds);
                }
            }
            Symbol::Field(holder, word) => {
                let (code, text) = words::field(holder, word);
                page.code(code);
                page.piece(text);
            }
            Symbol::Verdict(verdict) => {
                let (code, text) = words::verdict(verdict);
                page.code(code);
                page.piece(text);
            }
            Symbol::Level(kind, level) => {
                let word = if kind == LevelKind::Security { "SL" } else { "ML" };
                page.code(&format!("{word} {level}"));
                page.piece(words::level(kind, level));
            }
            Symbol::Keyword(kind) => {
                if let Some((code, text)) = words::keyword(kind) {
                    page.code(code);
                    page.piece(text);
                }
            }
            _ => {}
        }
        page.piece(&docs);
    }

    /// What can be read of things of a kind.
    fn attributes_of(&self, page: &mut Page, of: EntityKinds) {
        let package = self.root_number();
        for kind in of.iter() {
            let all = zcc_hir::rules::attribute_names(&self.db, package, kind);
            page.fact("Has", &super::page::names(&all, 24));
        }
    }
}

/// `zone or conduit`
fn kinds(owners: EntityKinds) -> String {
    let words: Vec<&str> = owners.iter().map(zcc_hir::ids::EntityKind::word).collect();
    words.join(" or ")
}
