//! The thread that works out diagnostics and publishes those that changed.

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::thread;

use crossbeam_channel::{Sender, unbounded};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use serde_json::json;
use tower_lsp::lsp_types::{Diagnostic, Url};
use zcc_ide::{File, Interrupted, Root};

use crate::config::LogLevel;
use crate::jobs::panic_text;
use crate::outgoing::{Custom, Outbox, Refresh};
use crate::requests::diagnostics::{file_diagnostics, load_error};
use crate::snapshot::Snapshot;

/// Which files of a package are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Those that are open: first, and after every change.
    Open,
    /// All of them, when there is time.
    All,
}

/// What became of it.
pub(crate) struct Diagnosed {
    /// The package.
    pub(crate) root: Root,
    /// Which part.
    pub(crate) part: Part,
    /// Errors, warnings, unmet and unproven; `None` if the package changed meanwhile.
    pub(crate) counts: Option<[usize; 4]>,
}

enum Order {
    Look { snapshot: Box<Snapshot>, part: Part, root: Root },
    Forget(PathBuf),
}

/// The way to the thread.
pub(crate) struct Diagnoser {
    orders: Sender<Order>,
}

impl Diagnoser {
    /// Starts the thread. It reports what became of each order, and ends when nobody listens to that.
    pub(crate) fn start(mut publisher: Publisher, report: impl Fn(Diagnosed) -> bool + Send + 'static) -> Self {
        let (orders, todo) = unbounded();
        let work = move || {
            for order in todo {
                match order {
                    Order::Forget(folder) => publisher.forget(&folder),
                    Order::Look { snapshot, part, root } => {
                        let counts = publisher.look(&snapshot, part);
                        drop(snapshot);
                        if !report(Diagnosed { root, part, counts }) {
                            return;
                        }
                    }
                }
            }
        };
        // Without the thread nothing is published; requests are answered all the same.
        let _ = thread::Builder::new().name("zcc:diagnostics".to_owned()).stack_size(64 << 20).spawn(work);
        Self { orders }
    }

    /// Has a part of a package looked through. One at a time: the thread reports when it is done.
    pub(crate) fn look(&self, snapshot: Snapshot, part: Part, root: Root) {
        let _ = self.orders.send(Order::Look { snapshot: Box::new(snapshot), part, root });
    }

    /// Has the diagnostics of a package taken back.
    pub(crate) fn forget(&self, folder: PathBuf) {
        let _ = self.orders.send(Order::Forget(folder));
    }
}

/// Knows what was published, so that only what changed is.
pub(crate) struct Publisher {
    outbox: Outbox,
    /// By package: what was published for each document, as a digest.
    published: BTreeMap<PathBuf, FxHashMap<Url, u64>>,
    /// By package: a digest of its levels.
    levels: BTreeMap<PathBuf, u64>,
    /// Whether anything changed since a client that asks was last told to ask again.
    changed: bool,
}

impl Publisher {
    /// With nothing published yet.
    pub(crate) const fn new(outbox: Outbox) -> Self {
        Self { outbox, published: BTreeMap::new(), levels: BTreeMap::new(), changed: false }
    }

    /// Publishes what changed in a part of a package, and counts. `None` if it changed meanwhile.
    fn look(&mut self, snapshot: &Snapshot, part: Part) -> Option<[usize; 4]> {
        let looked = catch_unwind(AssertUnwindSafe(|| {
            snapshot.analysis.ask(|_| match part {
                Part::Open => self.open_files(snapshot),
                Part::All => self.all_files(snapshot),
            })
        }));
        match looked {
            Ok(Ok(counts)) => Some(counts),
            Ok(Err(Interrupted::Changed | Interrupted::Unwanted)) => None,
            Err(payload) => {
                let said = panic_text(payload.as_ref());
                self.outbox.log(LogLevel::Error, format!("the diagnostics could not be worked out: {said}"));
                Some([0; 4])
            }
        }
    }

    fn open_files(&mut self, snapshot: &Snapshot) -> [usize; 4] {
        let own: FxHashSet<File> = snapshot.analysis.package_files().iter().copied().collect();
        let mut counts = [0; 4];
        for path in snapshot.open.keys() {
            if let Some(file) = snapshot.analysis.files().at(path).filter(|file| own.contains(file)) {
                self.file(snapshot, file, &[], &mut counts);
            }
        }
        self.levels(snapshot);
        counts
    }

    fn all_files(&mut self, snapshot: &Snapshot) -> [usize; 4] {
        if snapshot.config.findings {
            snapshot.analysis.assess();
        }
        let mut counts = [0; 4];
        let mut still: FxHashSet<Url> = FxHashSet::default();
        let mut unreadable: BTreeMap<Url, Vec<Diagnostic>> = BTreeMap::new();
        for error in &*snapshot.errors {
            if let Some((uri, told)) = load_error(snapshot, error) {
                unreadable.entry(uri).or_default().push(told);
            }
        }
        for file in snapshot.analysis.package_files() {
            if snapshot.analysis.is_standard(*file) {
                continue;
            }
            let more = snapshot.uri(*file).and_then(|uri| unreadable.remove(&uri)).unwrap_or_default();
            still.extend(self.file(snapshot, *file, &more, &mut counts));
        }
        for (uri, told) in unreadable {
            counts[0] += told.len();
            still.insert(uri.clone());
            self.publish(snapshot, uri, None, told);
        }
        let published = self.published.entry(snapshot.folder.clone()).or_default();
        let gone: Vec<Url> = published.keys().filter(|uri| !still.contains(uri)).cloned().collect();
        for uri in gone {
            published.remove(&uri);
            self.changed = true;
            if !snapshot.shared.pulls {
                self.outbox.publish(uri, None, Vec::new());
            }
        }
        if std::mem::take(&mut self.changed) && snapshot.shared.pulls {
            self.pulled_again(snapshot);
        }
        self.levels(snapshot);
        counts
    }

    fn file(&mut self, snapshot: &Snapshot, file: File, more: &[Diagnostic], counts: &mut [usize; 4]) -> Option<Url> {
        let uri = snapshot.uri(file)?;
        let (mut told, of_file) = file_diagnostics(snapshot, file);
        told.extend_from_slice(more);
        for (sum, more) in counts.iter_mut().zip(of_file) {
            *sum += more;
        }
        counts[0] += more.len();
        self.publish(snapshot, uri.clone(), snapshot.version(file), told);
        Some(uri)
    }

    /// Publishes the diagnostics of a document, unless that is what was published last or the client asks for them itself.
    fn publish(&mut self, snapshot: &Snapshot, uri: Url, version: Option<i32>, told: Vec<Diagnostic>) {
        let mut hasher = FxHasher::default();
        let pulls = snapshot.shared.pulls;
        version.filter(|_| !pulls).hash(&mut hasher);
        serde_json::to_string(&told).unwrap_or_default().hash(&mut hasher);
        let digest = hasher.finish();
        let published = self.published.entry(snapshot.folder.clone()).or_default();
        let before = published.insert(uri.clone(), digest);
        if before != Some(digest) && !(before.is_none() && told.is_empty() && version.is_none()) {
            self.changed = true;
            if !pulls {
                self.outbox.publish(uri, version, told);
            }
        }
    }

    /// Has a client that asks for diagnostics ask again.
    fn pulled_again(&self, snapshot: &Snapshot) {
        let workspace = snapshot.shared.client.workspace.as_ref();
        let diagnostics = workspace.and_then(|workspace| workspace.diagnostic.as_ref());
        if diagnostics.and_then(|diagnostics| diagnostics.refresh_support) == Some(true) {
            self.outbox.refresh(Refresh::Diagnostics);
        }
    }

    /// Has the client ask again for what it shows of the levels, if they changed.
    fn levels(&mut self, snapshot: &Snapshot) {
        let digest = snapshot.analysis.verdicts_digest();
        if self.levels.insert(snapshot.folder.clone(), digest) == Some(digest) {
            return;
        }
        self.outbox.notify(Custom::ZonesChanged, json!({}));
        let workspace = snapshot.shared.client.workspace.as_ref();
        let hints = workspace.and_then(|workspace| workspace.inlay_hint.as_ref());
        if hints.and_then(|hints| hints.refresh_support) == Some(true) {
            self.outbox.refresh(Refresh::InlayHints);
        }
        let lenses = workspace.and_then(|workspace| workspace.code_lens.as_ref());
        if lenses.and_then(|lenses| lenses.refresh_support) == Some(true) {
            self.outbox.refresh(Refresh::CodeLenses);
        }
    }

    fn forget(&mut self, package: &PathBuf) {
        self.levels.remove(package);
        for uri in self.published.remove(package).unwrap_or_default().into_keys() {
            self.outbox.publish(uri, None, Vec::new());
        }
    }
}
