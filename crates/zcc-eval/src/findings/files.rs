//! Findings file by file, for an editor: those of the file that is open, and which files have others than before. After an
//! edit only what it changed is put into words again.

#![allow(clippy::needless_pass_by_value, reason = "the keys of queries are values")]

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::Diagnostic;
use zcc_db::{Db, File, Workspace, item_of};
use zcc_hir::model::entity_file;

use super::covers::cover_diagnostic;
use super::diagnostics::Detail;
use super::groups::{ClauseOrder, Findings};
use super::remedies::Remedies;
use crate::queries::{ShardName, all_shards, cover_reports, plans, shard_report};
use crate::report::CoverReport;
use crate::shard::Shard;

/// A [`Detail`] as the key of queries.
#[salsa::interned]
struct DetailKey<'db> {
    #[returns(copy)]
    all: bool,
    #[returns(ref)]
    package: SmolStr,
}

/// The findings that stand in a file, those of its waivers and countermeasures last: what [`super::findings`] gives for the
/// whole assessment of the database, as far as their primary places are in `file`, and in that order.
///
/// Places count from declarations: a file whose text moved has the same findings, and whoever turns places into lines does
/// that again. Looking for ways out has a bound here for each zone and not for all findings together, so that of very many
/// findings some may name a way out here that the list of all has no room to look for.
pub fn findings_in<'db>(db: &'db dyn Db, file: File, detail: Detail<'_>) -> &'db Arc<[Diagnostic]> {
    told_in(db, file, DetailKey::new(db, detail.all, SmolStr::new(detail.package)))
}

#[salsa::tracked]
fn told_in<'db>(db: &'db dyn Db, file: File, detail: DetailKey<'db>) -> Arc<[Diagnostic]> {
    let shards = shards_in(db, file).iter().map(|shard| ShardName::new(db, *shard));
    let mut told: Vec<Diagnostic> = shards.flat_map(|shard| told_of(db, shard, file, detail)).cloned().collect();
    told.extend(covers_in(db, file).iter().map(|cover| cover_diagnostic(db, cover)));
    told.into()
}

#[salsa::tracked(returns(ref))]
fn clause_order(db: &dyn Db) -> ClauseOrder {
    ClauseOrder::new(plans(db).iter().map(|plan| &plan.summary))
}

/// What was found in a shard and stands in a file.
#[salsa::tracked(returns(deref))]
fn told_of<'db>(db: &'db dyn Db, shard: ShardName<'db>, file: File, detail: DetailKey<'db>) -> Box<[Diagnostic]> {
    let report = shard_report(db, shard.shard(db));
    let sorted = Findings::sorted(report.findings.iter().collect(), clause_order(db));
    let detail = Detail { all: detail.all(db), package: detail.package(db) };
    let remedies = Remedies::new(db);
    let mut told = Vec::new();
    for section in sorted.sections() {
        let groups = section.groups().filter(|group| entity_file(db, group.pointed()) == file);
        told.extend(groups.map(|group| group.diagnostic(db, &remedies, detail)));
    }
    told.into()
}

/// The files that what was found in a shard stands in.
#[salsa::tracked(returns(deref))]
fn files_of<'db>(db: &'db dyn Db, shard: ShardName<'db>) -> Box<[File]> {
    let report = shard_report(db, shard.shard(db));
    let sorted = Findings::sorted(report.findings.iter().collect(), clause_order(db));
    let mut files: Vec<File> = Vec::new();
    for section in sorted.sections() {
        for group in section.groups() {
            let file = entity_file(db, group.pointed());
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    files.into()
}

/// By file: the shards of which something stands in it, in order.
#[salsa::tracked(returns(ref))]
fn shards_by_file(db: &dyn Db) -> FxHashMap<File, Vec<Shard>> {
    let mut found: FxHashMap<File, Vec<Shard>> = FxHashMap::default();
    for shard in all_shards(db) {
        for file in files_of(db, ShardName::new(db, *shard)) {
            found.entry(*file).or_default().push(*shard);
        }
    }
    found
}

/// The same for one file: apart, so that what comes and goes elsewhere leaves it alone.
#[salsa::tracked(returns(deref))]
fn shards_in(db: &dyn Db, file: File) -> Box<[Shard]> {
    shards_by_file(db).get(&file).map(|shards| shards.as_slice().into()).unwrap_or_default()
}

/// The waivers and countermeasures of a file that ought to be looked at.
#[salsa::tracked(returns(deref))]
fn covers_in(db: &dyn Db, file: File) -> Box<[CoverReport]> {
    cover_reports(db).iter().filter(|cover| item_of(db, cover.anchor).file(db) == file).cloned().collect()
}

/// The findings of all files, as they were shown last.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    files: FxHashMap<File, Arc<[Diagnostic]>>,
}

impl Shown {
    /// The files whose findings are not what they were at the last call (to begin with: none), each with all that it has
    /// now, in the order of the workspace; then those that are no longer part of it, with none. Call it with the same
    /// `detail` each time.
    pub fn changed(&mut self, db: &dyn Db, detail: Detail<'_>) -> Vec<(File, Arc<[Diagnostic]>)> {
        let mut changed = Vec::new();
        let mut left = std::mem::take(&mut self.files);
        let files = Workspace::get(db).packages(db).iter().flat_map(|package| package.files(db).iter().copied());
        for file in files {
            let now = findings_in(db, file, detail);
            let is_new = match left.remove(&file) {
                Some(before) => !Arc::ptr_eq(&before, now) && before != *now,
                None => !now.is_empty(),
            };
            if is_new {
                changed.push((file, Arc::clone(now)));
            }
            if !now.is_empty() {
                self.files.insert(file, Arc::clone(now));
            }
        }
        let mut gone: Vec<File> = left.into_keys().collect();
        gone.sort_by(|a, b| a.path(db).cmp(b.path(db)));
        changed.extend(gone.into_iter().map(|file| (file, Arc::default())));
        changed
    }
}
