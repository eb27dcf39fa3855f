//! Doing what findings say: writes every `enable` line into the model as it is printed and judges again.

use std::collections::{BTreeMap, BTreeSet};

use zcc_base::{Place, Severity, TextRange};
use zcc_db::{item_of, locate, tree};
use zcc_eval::findings::{Remedies, Switch};
use zcc_eval::{DbWorld, Finding, Witness, assess, judge};
use zcc_hir::ids::Entity;
use zcc_hir::model::{entity_path, entity_place, resolve_entity};
use zcc_syntax::ast::{Block, ItemKind, MemberKind};

use crate::database::{Database, SourceText};

/// How it went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// How many witnesses had lines to write.
    pub with_lines: usize,
    /// How many were told that something is missing.
    pub missing: usize,
    /// How many that switches could mend had neither.
    pub with_nothing: usize,
    /// Something was to be taken out.
    pub taken_out: usize,
    /// A line was to name a partner.
    pub partners: usize,
}

/// Witnesses that one piece of advice is for.
type Advised<'a> = Vec<(&'a Finding, &'a Witness)>;

/// Follows the advice for every witness of a package, one after the other, each in a copy of its own: the package must
/// compile as before and the witness be none any more.
pub fn follow(files: &[SourceText], standard: &[(&str, &str)]) -> Result<Followed, String> {
    let load = |files: &[SourceText]| Database::load(files, standard).map_err(|errors| format!("{errors:?}"));
    let db = load(files)?;
    let own = errors(&db);
    if !own.is_empty() {
        return Err(format!("the package itself does not compile: {own}"));
    }
    let mut followed = Followed::default();
    // What many witnesses are advised to do is done once.
    let mut advice: BTreeMap<String, (Vec<Switch>, Advised<'_>)> = BTreeMap::new();
    let assessment = assess(&db);
    let remedies = Remedies::new(&db);
    for finding in assessment.findings() {
        let covered = finding.covered.iter().map(|covered| &covered.witness);
        for witness in finding.witnesses.iter().chain(covered) {
            let way_out = remedies.of(finding, witness);
            if witness.gap != zcc_eval::Gap::NotEnabled {
                if !way_out.switches.is_empty() {
                    return Err(format!("{witness:?} is no matter of switches"));
                }
                continue;
            }
            followed.missing += usize::from(!way_out.missing.is_empty());
            if way_out.switches.is_empty() {
                followed.with_nothing += usize::from(way_out.missing.is_empty());
                continue;
            }
            followed.with_lines += 1;
            let lines = || way_out.switches.iter().filter_map(|switch| switch.line.as_deref());
            followed.partners += usize::from(lines().any(|line| line.contains(" with ")));
            followed.taken_out += usize::from(way_out.switches.iter().any(|switch| switch.instead_of.is_some()));
            let key = format!("{:?}", way_out.switches);
            advice.entry(key).or_insert_with(|| (way_out.switches, Vec::new())).1.push((finding, witness));
        }
    }
    for (switches, mended) in advice.values() {
        let edited = edited(&db, files, switches)?;
        let other = load(&edited)?;
        let errors = errors(&other);
        if !errors.is_empty() {
            return Err(format!("{switches:#?} does not compile: {errors}"));
        }
        for (finding, witness) in mended {
            let found = judge(&DbWorld(&other), finding.clause, finding.subject);
            let witnesses = found.map(|(_, witnesses)| witnesses).unwrap_or_default();
            let same = |other: &Witness| other.assertion == witness.assertion && other.bindings == witness.bindings;
            if witnesses.iter().any(same) {
                let path = entity_path(&db, finding.subject);
                return Err(format!("{switches:#?} does not mend {witness:?} of {:?} for {path}", finding.clause));
            }
        }
    }
    Ok(followed)
}

fn errors(db: &Database) -> String {
    let errors = db.diagnostics().into_iter().filter(|told| told.severity == Severity::Error);
    let said = errors.map(|told| format!("{} {} {:?}\n", told.code, told.message, db.point(told.primary.place)));
    said.collect()
}

/// The files with the advice followed.
fn edited(db: &Database, files: &[SourceText], switches: &[Switch]) -> Result<Vec<SourceText>, String> {
    let mut edits: BTreeMap<String, BTreeSet<Edit>> = BTreeMap::new();
    let mut add = |place: Place, text: String| {
        let (file, range) = locate(db, place);
        let path = file.path(db).trim_start_matches('/').to_owned();
        edits.entry(path).or_default().insert(Edit { start: range.start, end: range.end, text });
    };
    let mut lines: BTreeMap<(u64, u32), (Place, bool, String)> = BTreeMap::new();
    for switch in switches {
        let entity = resolve_entity(db, &switch.path).ok_or_else(|| format!("nothing is called {}", switch.path))?;
        if let Some((_, place)) = &switch.instead_of {
            add(*place, String::new());
        }
        if let Some(line) = &switch.line {
            let (place, has_braces) = braces(db, entity).ok_or_else(|| format!("{} has no block", switch.path))?;
            let key = (place.anchor.0, place.range.start);
            lines.entry(key).or_insert((place, has_braces, String::new())).2.push_str(&format!("\n{line}"));
        }
    }
    for (place, has_braces, lines) in lines.into_values() {
        add(place, if has_braces { format!("{lines}\n") } else { format!(" {{{lines}\n}}") });
    }
    let mut files = files.to_vec();
    for (path, edits) in edits {
        let known = files.iter_mut().find(|(known, _)| known.trim_start_matches('/') == path);
        let (_, text) = known.ok_or_else(|| format!("{path} is no file of the package"))?;
        for edit in edits.into_iter().rev() {
            text.replace_range(edit.start as usize..edit.end as usize, &edit.text);
        }
    }
    Ok(files)
}

/// A change of the text; in the order of the text.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Edit {
    start: u32,
    end: u32,
    text: String,
}

/// Where to write a line into the block of something, and whether it has braces already.
fn braces(db: &Database, entity: Entity) -> Option<(Place, bool)> {
    let named = entity_place(db, entity);
    let ItemKind::Block(block) = &tree(db, item_of(db, named.anchor)).kind else { return None };
    let block = named_at(block, named.range)?;
    let place = |at| Place { anchor: named.anchor, range: TextRange::empty(at) };
    let at = if block.body.is_empty() { block.body.start } else { block.body.start + 1 };
    Some((place(at), !block.body.is_empty()))
}

fn named_at(block: &Block, name: TextRange) -> Option<&Block> {
    if block.name.as_ref().is_some_and(|own| own.range == name) {
        return Some(block);
    }
    block.members.iter().find_map(|member| match &member.kind {
        MemberKind::Block(inner) => named_at(inner, name),
        _ => None,
    })
}
