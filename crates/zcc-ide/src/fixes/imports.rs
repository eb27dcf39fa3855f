//! Imports the package that has a name.

use zcc_base::{Code, Diagnostic, TextRange};
use zcc_db::Db;
use zcc_hir::model::quoted;
use zcc_hir::names::{imports, libraries, tables};

use super::action::Edit;
use crate::importable::importable;
use crate::target::FileRange;

/// The edits that make a name known, with what they do.
pub(super) fn fixes(db: &dyn Db, told: &Diagnostic) -> Vec<(String, Vec<Edit>)> {
    if !matches!(told.code, Code::UNKNOWN_NAME | Code::UNKNOWN_PRODUCT) {
        return Vec::new();
    }
    let target = FileRange::of(db, told.primary.place);
    let text = target.file.text(db);
    let name = text.get(target.range.to_usize()).unwrap_or_default().trim_matches('`');
    let behind = text.get(target.range.end as usize..).unwrap_or_default();
    let before = text.get(..target.range.start as usize).unwrap_or_default();
    let mut found = Vec::new();
    let at = |range: TextRange| FileRange { file: target.file, range };
    if behind.starts_with('.') {
        // What stands before a dot is the name of a package.
        for one in importable(db, target.file) {
            if one.alias == name {
                let edit = Edit::new(at(one.edit.0), one.edit.1);
                found.push((format!("import `{}`", one.name), vec![edit]));
            } else if one.name == name {
                let import = Edit::new(at(one.edit.0), one.edit.1);
                let alias = Edit::new(target, quoted(&one.alias));
                found.push((format!("import `{}` as `{}`", one.name, one.alias), vec![import, alias]));
            }
        }
        return found;
    }
    if before.ends_with('.') {
        return found;
    }
    let has = |package: u32| {
        let (rules, models) = (tables(db), libraries(db));
        [&rules.capabilities, &rules.enums, &rules.catalogs, &rules.functions]
            .into_iter()
            .chain([&models.products, &models.protocols, &models.profiles])
            .any(|table| table.find(package, name).is_some())
    };
    for import in imports(db, target.file) {
        let full = format!("{}.{}", quoted(&import.alias), quoted(name));
        let is_carried = told.fixes.iter().any(|fix| fix.replacement == full);
        if import.target.is_some_and(has) && !is_carried {
            found.push((format!("write `{full}`"), vec![Edit::new(target, full)]));
        }
    }
    for one in importable(db, target.file) {
        if has(one.package) {
            let full = format!("{}.{}", quoted(&one.alias), quoted(name));
            let title = format!("import `{}` and write `{full}`", one.name);
            found.push((title, vec![Edit::new(at(one.edit.0), one.edit.1), Edit::new(target, full)]));
        }
    }
    found
}
