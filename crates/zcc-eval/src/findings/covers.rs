//! What is to be said of waivers and countermeasures.

use zcc_base::{Code, Diagnostic, Place, TextRange, format_date};
use zcc_db::{Db, item_of, tree};
use zcc_hir::model::covers;
use zcc_syntax::ast;

use crate::report::{CoverProblem, CoverReport};

/// What a cover is called: `waiver panel_lock`.
pub fn cover_name(db: &dyn Db, cover: u32) -> String {
    covers(db).get(cover as usize).map_or_else(String::new, |cover| {
        format!("{} {}", if cover.waiver { "waiver" } else { "countermeasure" }, cover.name)
    })
}

/// Where the name of the declaration `cover` is written.
pub fn cover_place(db: &dyn Db, cover: &CoverReport) -> Place {
    let item = item_of(db, cover.anchor);
    let range = match &tree(db, item).kind {
        ast::ItemKind::Block(block) => block.name.as_ref().map_or_else(Default::default, |name| name.range),
        _ => TextRange::default(),
    };
    Place { anchor: item.anchor(), range }
}

/// The diagnostic for a waiver or countermeasure that ought to be looked at.
pub fn cover_diagnostic(db: &dyn Db, cover: &CoverReport) -> Diagnostic {
    const LOOK: &str = "remove it, or look whether its clause and what it is `for` are what was meant";
    let kind = if cover.waiver { "waiver" } else { "countermeasure" };
    let name = &cover.name;
    let (code, message, help) = match cover.problem {
        CoverProblem::Expired => {
            let until = cover.until.map_or_else(String::new, |until| format!(" on {}", format_date(i64::from(until))));
            let code = if cover.waiver { Code::WAIVER_EXPIRED } else { Code::COUNTERMEASURE_EXPIRED };
            let help = "decide again: approve a new last day, or mend what it covers and remove it";
            (code, format!("the {kind} `{name}` expired{until}"), help)
        }
        CoverProblem::CoversNothing => {
            (Code::WAIVER_COVERS_NOTHING, format!("the {kind} `{name}` covers nothing that is found"), LOOK)
        }
        CoverProblem::NotNeeded => {
            (Code::COUNTERMEASURE_NOT_NEEDED, format!("nothing needs the {kind} `{name}`"), LOOK)
        }
    };
    Diagnostic::new(code, cover_place(db, cover), message).help(help)
}
