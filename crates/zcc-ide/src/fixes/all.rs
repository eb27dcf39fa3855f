//! All at once: every safe fix of a file, and its imports put in order.

use zcc_base::{Code, TextRange};
use zcc_db::{File, Item, items, tree};
use zcc_hir::model::quoted;
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::ItemKind;

use super::action::Edit;
use super::assembly::of;
use crate::host::Analysis;
use crate::target::FileRange;

impl Analysis {
    /// The edits of all safe fixes of a file that do not touch each other.
    pub fn fix_all(&self, file: File) -> Vec<Edit> {
        let mut chosen: Vec<Edit> = Vec::new();
        for told in self.problems(file) {
            let Some(action) = of(self.db(), &told).into_iter().find(|action| action.is_safe) else { continue };
            let fits = action.edits.iter().all(|edit| !chosen.iter().any(|other| other.overlaps(edit)));
            if fits {
                chosen.extend(action.edits);
            }
        }
        chosen
    }

    /// Sorts the imports of a file and takes out those that are not used; nothing where they are in order.
    pub fn organize_imports(&self, file: File) -> Vec<Edit> {
        let db = self.db();
        let problems = self.problems(file);
        let unused: Vec<_> = problems
            .iter()
            .filter(|told| told.code == Code::UNUSED_IMPORT)
            .map(|told| told.primary.place.anchor)
            .collect();
        let all: Vec<Item<'_>> =
            items(db, file).iter().copied().filter(|item| item.kind(db) == Some(DeclarationKind::Import)).collect();
        let (Some(first), Some(last)) = (all.first(), all.last()) else { return Vec::new() };
        let end = |item: Item<'_>| item.offset(db) + item.text(db).trim_end().len() as u32;
        let range = TextRange::new(first.offset(db), end(*last));
        let written = file.text(db).get(range.to_usize()).unwrap_or_default();
        let line = |item: &Item<'_>| match &tree(db, *item).kind {
            ItemKind::Import { package, alias } if !package.text.is_empty() => {
                let alias = alias.as_ref().map(|alias| format!(" as {}", quoted(&alias.text)));
                Some(format!("import {}{}", quoted(&package.text), alias.unwrap_or_default()))
            }
            _ => None,
        };
        // Where anything else stands among them, it would lose its place.
        let bare: Option<Vec<String>> = all.iter().map(line).collect();
        let Some(bare) = bare else { return Vec::new() };
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let is_plain = squeezed(written) == squeezed(&bare.join(" "));
        let mut kept: Vec<String> = all
            .iter()
            .zip(&bare)
            .filter(|(item, _)| !unused.contains(&item.anchor()))
            .map(|(_, line)| line.clone())
            .collect();
        if !is_plain {
            return problems
                .iter()
                .filter(|told| told.code == Code::UNUSED_IMPORT)
                .filter_map(|told| of(db, told).into_iter().find(|action| action.is_safe))
                .flat_map(|action| action.edits)
                .collect();
        }
        kept.sort();
        kept.dedup();
        let sorted = kept.join("\n");
        if sorted == written {
            return Vec::new();
        }
        let target = FileRange { file, range };
        if sorted.is_empty() { vec![super::text::without(db, target)] } else { vec![Edit::new(target, sorted)] }
    }
}
