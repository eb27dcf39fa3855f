//! From a package on disk to a package that can be judged: reads it and says everything that is wrong with it at once.

use std::sync::Arc;

use rayon::prelude::*;
use zcc_base::{Diagnostic, Severity};
use zcc_db::{
    Db, File, Item, LoadError, Package, Root, System, Workspace, forget_trees, items, locate, syntax_diagnostics,
};
use zcc_eval::{Assessment, DbWorld, TestOutcome, assess_watched, shards};
use zcc_hir::model::{item_diagnostics_model, prepare, structure_diagnostics};
use zcc_hir::rules::item_diagnostics_rules;
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::BlockKind;

use crate::database::Database;
use crate::date::Date;
use crate::progress::Progress;
use crate::system::Counting;

/// A package, compiled.
pub(crate) struct Compiled {
    /// Its name.
    pub(crate) name: String,
    /// Everything computed from it.
    pub(crate) db: Database,
    /// What does not compile and what is odd, sorted by place.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether it declares anything.
    pub(crate) is_empty: bool,
    /// How many files it has.
    pub(crate) files: usize,
}

impl Compiled {
    /// Whether something does not compile.
    pub(crate) fn is_broken(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Reads and compiles the package at `root`.
pub(crate) fn compile(
    system: &dyn System,
    root: &Root,
    as_of: Date,
    progress: &Progress,
) -> Result<Compiled, Vec<LoadError>> {
    let db = Database::default();
    progress.begin("reading", 0, "files");
    let sources = zcc_db::read(&Counting { system, progress }, root)?;
    let durability = salsa::Durability::NEVER_CHANGE;
    let workspace = sources.into_workspace(&db, as_of.0, zcc_std::FILES, durability);
    Ok(finish(db, workspace, progress))
}

/// Compiles the standard library with its tests, as a package of its own.
pub(crate) fn compile_standard(as_of: Date, progress: &Progress) -> Compiled {
    let db = Database::default();
    let mut files: Vec<(&str, &str)> = zcc_std::FILES.iter().chain(zcc_std::TEST_FILES).copied().collect();
    files.sort_unstable();
    let workspace = zcc_db::standard_workspace(&db, as_of.0, &files);
    finish(db, workspace, progress)
}

fn finish(mut db: Database, workspace: Workspace, progress: &Progress) -> Compiled {
    let root = workspace.root(&db);
    let is_empty = root.files(&db).iter().all(|file| items(&db, *file).iter().all(|item| item.kind(&db).is_none()));
    let diagnostics = diagnostics(&db, workspace, progress);
    // Judging reads facts; the few places that are shown are found by parsing again.
    forget_trees(&mut db);
    let name = root.name(&db).to_string();
    let files = root.files(&db).len();
    Compiled { name, db, diagnostics, is_empty, files }
}

/// Everything that is wrong with the package and what it depends on. What is merely odd is told of the package alone; the
/// standard library is checked by its own tests.
fn diagnostics(db: &Database, workspace: Workspace, progress: &Progress) -> Vec<Diagnostic> {
    let root = workspace.root(db);
    let standard = workspace.standard(db);
    let mut found = Vec::new();
    // All are parsed side by side before one asks for the names of all.
    let own = declarations(db, root);
    progress.begin("parsing", own.len() as u64, "declarations");
    own.into_par_iter().for_each_with(db.clone(), |db, at| {
        if let Some(item) = at.item(db) {
            prepare(db, item);
        }
        progress.step();
    });
    for package in workspace.packages(db).iter().copied().filter(|package| *package != standard || *package == root) {
        let declared = declarations(db, package);
        progress.begin("checking", declared.len() as u64, "declarations");
        let of_items: Vec<Vec<Diagnostic>> = declared
            .into_par_iter()
            .map_with(db.clone(), |db, at| {
                let told = at.item(db).map(|item| item_diagnostics(db, item)).unwrap_or_default();
                progress.step();
                told
            })
            .collect();
        let told = of_items.into_iter().flatten();
        found.extend(told.filter(|diagnostic| package == root || diagnostic.severity == Severity::Error));
    }
    found.extend(whole(db));
    sort(db, &mut found);
    found
}

/// A declaration, by its position in its file: what threads hand to one another.
#[derive(Clone, Copy)]
struct Position {
    file: File,
    index: usize,
}

impl Position {
    fn item(self, db: &Database) -> Option<Item<'_>> {
        items(db, self.file).get(self.index).copied()
    }
}

/// The declarations of a package, file by file. The files are cut up side by side.
fn declarations(db: &Database, package: Package) -> Vec<Position> {
    let files: &[File] = package.files(db);
    let count = |db: &mut Database, file: &File| (*file, items(db, *file).len());
    let counts: Vec<(File, usize)> = files.par_iter().map_with(db.clone(), count).collect();
    counts.into_iter().flat_map(|(file, count)| (0..count).map(move |index| Position { file, index })).collect()
}

fn item_diagnostics(db: &Database, item: Item<'_>) -> Vec<Diagnostic> {
    let told = [syntax_diagnostics(db, item), item_diagnostics_rules(db, item), item_diagnostics_model(db, item)];
    told.concat()
}

/// What can only be said of the model as a whole.
fn whole(db: &dyn Db) -> Vec<Diagnostic> {
    structure_diagnostics(db).to_vec()
}

/// Sorts by place, and tells once what was said twice, or of one name in many places.
fn sort(db: &Database, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let (file, range) = locate(db, diagnostic.primary.place);
        (file.path(db).clone(), range.start, range.end, diagnostic.code, diagnostic.message.clone())
    });
    diagnostics.dedup();
    zcc_hir::fold_repeated(diagnostics);
}

/// Whether a package declares zones or conduits, and so is meant to be judged.
pub(crate) fn has_model(compiled: &Compiled) -> bool {
    has_site(compiled) || declares(compiled, BlockKind::Zone) || declares(compiled, BlockKind::Conduit)
}

/// Whether a package declares a site.
pub(crate) fn has_site(compiled: &Compiled) -> bool {
    declares(compiled, BlockKind::Site)
}

fn declares(compiled: &Compiled, kind: BlockKind) -> bool {
    let db = &compiled.db;
    let files = Workspace::get(db).root(db).files(db).iter();
    files.flat_map(|file| items(db, *file)).any(|item| item.kind(db) == Some(DeclarationKind::Block(kind)))
}

/// Judges everything in a package that compiles.
pub(crate) fn assess(db: &Database, progress: &Progress) -> Arc<Assessment> {
    let shards = shards(&DbWorld(db)).len() as u64;
    progress.begin("judging", shards, "parts of the site");
    Arc::clone(assess_watched(db, &|| progress.step()))
}

/// Runs a test.
pub(crate) fn run_test(db: &Database, item: Item<'_>) -> Arc<TestOutcome> {
    Arc::clone(zcc_eval::run_test(db, item))
}

/// The standard library alone, where no package is at hand.
pub(crate) fn compile_alone(as_of: Date) -> Compiled {
    let db = Database::default();
    let durability = salsa::Durability::NEVER_CHANGE;
    let workspace = zcc_db::Sources::default().into_workspace(&db, as_of.0, zcc_std::FILES, durability);
    let name = workspace.root(&db).name(&db).to_string();
    Compiled { name, diagnostics: Vec::new(), is_empty: true, files: 0, db }
}
