//! The thread that owns the packages: takes messages in the order in which they came, changes what they change, and hands
//! out what is to be answered or looked through.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Error;
use tower_lsp::lsp_types::{
    DidChangeTextDocumentParams, FileChangeType, FileEvent, MessageType, TextDocumentItem, Url,
    WorkspaceFoldersChangeEvent,
};
use zcc_ide::{MANIFEST, Root};

use crate::config::{Config, LogLevel};
use crate::diagnose::{Diagnosed, Diagnoser, Part, Publisher};
use crate::documents::{Document, Documents, path_of};
use crate::jobs::{Request, Scope, Workers};
use crate::outgoing::{Custom, Outbox, UnderWay};
use crate::overlay::Overlay;
use crate::packages::{Loaded, Package, catch_up, contains, is_source, load, packages_below, place_of, root_of};
use crate::snapshot::{Shared, Snapshot};
use crate::surroundings::Surroundings;

/// What the main loop is told.
pub(crate) enum Message {
    /// The client has introduced itself.
    Initialize { shared: Arc<Shared>, folders: Vec<PathBuf>, config: Value },
    /// The client is ready for requests of ours.
    Initialized,
    /// A document was opened.
    Open(TextDocumentItem),
    /// Text was changed.
    Change(DidChangeTextDocumentParams),
    /// A document was closed.
    Close(Url),
    /// Files changed outside the editor.
    Files(Vec<FileEvent>),
    /// Folders came or went.
    Folders(WorkspaceFoldersChangeEvent),
    /// Settings, as the client sends them.
    Configured(Value),
    /// Settings changed: ask for them.
    AskConfiguration,
    /// Something is to be answered.
    Request(Request),
    /// A worker is free again; what it could not answer is to be asked anew.
    Free(Option<Request>),
    /// Packages were found in a folder.
    Found(Vec<Root>),
    /// A package was read.
    Loaded(Root, Box<Loaded>),
    /// Part of a package was looked through.
    Diagnosed(Diagnosed),
    /// There will be no more.
    Shutdown,
}

/// How long nothing has to come before the files that are not open are looked through.
const QUIET: Duration = Duration::from_millis(60);
/// So many packages are read because they are there; more are read when a document of theirs is opened.
const EAGER: usize = 12;
/// A thread's stack.
const STACK: usize = 64 << 20;

/// Starts the main loop; it ends when it is told to or all senders are gone.
pub(crate) fn start(surroundings: Surroundings, outbox: Outbox) -> std::io::Result<Sender<Message>> {
    let (sender, receiver) = unbounded();
    let own = sender.clone();
    thread::Builder::new().name("zcc:main-loop".to_owned()).stack_size(STACK).spawn(move || {
        MainLoop::new(surroundings, outbox, own).run(&receiver);
    })?;
    Ok(sender)
}

struct MainLoop {
    surroundings: Surroundings,
    outbox: Outbox,
    sender: Sender<Message>,
    shared: Option<Arc<Shared>>,
    config: Arc<Config>,
    folders: Vec<PathBuf>,
    documents: Documents,
    /// What requests need to know of the documents; made anew when it is asked for after a change.
    open: Option<Arc<FxHashMap<PathBuf, (Url, i32)>>>,
    /// Which package each open document belongs to.
    homes: BTreeMap<PathBuf, Root>,
    packages: BTreeMap<Root, Package>,
    workers: Workers,
    /// Requests that wait for a thread or for their package.
    waiting: VecDeque<Request>,
    diagnoser: Diagnoser,
    /// What is looked through at present.
    diagnosing: Option<Root>,
    /// What the client shows to be under way, by the package that is read.
    under_way: BTreeMap<Root, UnderWay>,
    /// Packages whose open files are to be looked through.
    urgent: BTreeSet<Root>,
    /// Packages all of whose files are to be looked through.
    later: BTreeSet<Root>,
    /// Errors, warnings, unmet and unproven of each package, as far as it has been looked through.
    counts: BTreeMap<Root, [usize; 4]>,
}

impl MainLoop {
    fn new(surroundings: Surroundings, outbox: Outbox, sender: Sender<Message>) -> Self {
        let cores = thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let report = sender.clone();
        let workers = Workers::start(cores.clamp(2, 4), &move |again| report.send(Message::Free(again)).is_ok());
        let report = sender.clone();
        let publisher = Publisher::new(outbox.clone());
        let diagnoser = Diagnoser::start(publisher, move |done| report.send(Message::Diagnosed(done)).is_ok());
        Self {
            surroundings,
            outbox,
            sender,
            shared: None,
            config: Arc::default(),
            folders: Vec::new(),
            documents: Documents::default(),
            open: None,
            homes: BTreeMap::new(),
            packages: BTreeMap::new(),
            workers,
            waiting: VecDeque::new(),
            diagnoser,
            diagnosing: None,
            under_way: BTreeMap::new(),
            counts: BTreeMap::new(),
            urgent: BTreeSet::new(),
            later: BTreeSet::new(),
        }
    }

    fn run(&mut self, receiver: &Receiver<Message>) {
        loop {
            let idle = self.diagnosing.is_none() && self.urgent.is_empty();
            let first = if idle && !self.later.is_empty() {
                receiver.recv_timeout(QUIET)
            } else {
                receiver.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            match first {
                Ok(Message::Shutdown) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout) => self.look_through_the_rest(),
            }
            // What came meanwhile is taken before anything is looked through.
            while let Ok(message) = receiver.try_recv() {
                if matches!(message, Message::Shutdown) {
                    return;
                }
                self.take(message);
            }
            self.answer();
            self.look_through_what_is_open();
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Initialize { shared, folders, config } => {
                self.shared = Some(shared);
                self.folders = folders;
                self.configure(&config);
            }
            Message::Initialized => self.find_packages(self.folders.clone()),
            Message::Open(document) => self.open(document),
            Message::Change(change) => self.change(change),
            Message::Close(uri) => self.close(&uri),
            Message::Files(events) => self.files_changed(&events),
            Message::Folders(event) => self.folders_changed(&event),
            Message::Configured(settings) => self.configure(&settings),
            Message::AskConfiguration => {
                let sender = self.sender.clone();
                self.outbox.ask_configuration(move |settings| {
                    let _ = sender.send(Message::Configured(settings));
                });
            }
            Message::Request(request) => self.waiting.push_back(request),
            Message::Free(again) => {
                self.workers.freed();
                // What was interrupted has waited longest.
                self.waiting.extend(again);
            }
            Message::Found(roots) => {
                for root in roots {
                    self.want(root);
                }
            }
            Message::Loaded(root, loaded) => self.loaded(root, loaded),
            Message::Diagnosed(outcome) => self.diagnosed(outcome),
            Message::Shutdown => {}
        }
    }

    // Documents.

    fn open(&mut self, document: TextDocumentItem) {
        let path = path_of(&document.uri);
        let text: Arc<str> = Arc::from(document.text);
        self.documents
            .open(path.clone(), Document { uri: document.uri, version: document.version, text: Arc::clone(&text) });
        self.open = None;
        let root = self.home_of(&path);
        let is_copy = self.is_copy(&path);
        self.homes.insert(path.clone(), root.clone());
        self.set_text(&path, &text);
        for (_, loaded) in ready(&mut self.packages) {
            loaded.host.set_open(&path, true);
        }
        if let Some(Package::Ready(loaded)) = self.packages.get_mut(&root)
            && loaded.host.files().at(&path).is_none()
            && is_source(&path)
            && !is_copy
        {
            loaded.host.add_file(&path, &path.to_string_lossy(), &text);
            loaded.host.set_open(&path, true);
            loaded.unsettled = true;
        }
        self.urgent.insert(root.clone());
        self.want(root);
    }

    fn change(&mut self, change: DidChangeTextDocumentParams) {
        let path = path_of(&change.text_document.uri);
        let Some(shared) = &self.shared else { return };
        let version = change.text_document.version;
        let Some(text) = self.documents.change(&path, version, change.content_changes, shared.encoding) else {
            self.outbox.log(LogLevel::Warn, format!("{} changed, but was never opened", change.text_document.uri));
            return;
        };
        self.open = None;
        self.set_text(&path, &text);
        // Its version is to be told even where its text is what it was.
        if let Some(root) = self.homes.get(&path) {
            self.urgent.insert(root.clone());
        }
    }

    fn close(&mut self, uri: &Url) {
        let path = path_of(uri);
        if self.documents.close(&path).is_none() {
            return;
        }
        self.open = None;
        for (_, loaded) in ready(&mut self.packages) {
            loaded.host.set_open(&path, false);
        }
        // From now on the file on disk counts.
        self.read_again(&path);
        if let Some(root) = self.homes.remove(&path) {
            self.urgent.insert(root.clone());
            self.forget_if_unused(&root);
        }
    }

    /// Gives a file another text in every package that it is part of.
    fn set_text(&mut self, path: &Path, text: &str) {
        for (root, loaded) in ready(&mut self.packages) {
            if loaded.host.set_text(path, text) {
                loaded.unsettled = true;
                self.urgent.insert(root.clone());
            }
        }
    }

    // Files.

    fn files_changed(&mut self, events: &[FileEvent]) {
        let mut reload: BTreeSet<Root> = BTreeSet::new();
        for event in events {
            let path = path_of(&event.uri);
            if path.file_name().is_some_and(|name| name == MANIFEST) {
                self.homes.clear();
                reload.extend(self.packages.keys().cloned());
                continue;
            }
            if event.typ != FileChangeType::CHANGED || !is_source(&path) {
                // A folder that came or went is told as itself.
                let around = ready(&mut self.packages).filter(|(root, loaded)| {
                    loaded.dependencies.iter().any(|folder| path.starts_with(folder))
                        || (!is_source(&path) && contains(root, &path))
                        || loaded.host.files().iter().any(|(own, _)| own != path && own.starts_with(&path))
                });
                reload.extend(around.map(|(root, _)| root.clone()));
            }
            if self.documents.get(&path).is_none() && is_source(&path) {
                self.read_again(&path);
            }
        }
        for root in reload {
            self.reload(root);
        }
        let documents: Vec<PathBuf> = self.documents.iter().map(|(path, _)| path.to_path_buf()).collect();
        for path in documents {
            if !self.homes.contains_key(&path) {
                let root = self.home_of(&path);
                self.homes.insert(path, root.clone());
                self.want(root);
            }
        }
    }

    /// Whether a path is that of a copy of the standard library, which is part of every package as it is.
    fn is_copy(&self, path: &Path) -> bool {
        self.shared.as_ref().is_some_and(|shared| shared.standard.original(path).is_some())
    }

    /// Takes a file that is not open as it is on disk now.
    fn read_again(&mut self, path: &Path) {
        if self.is_copy(path) {
            return;
        }
        let text = zcc_ide::read_text(&*self.surroundings.system, path).ok();
        let home = self.home_of(path);
        for (root, loaded) in ready(&mut self.packages) {
            let known = loaded.host.files().at(path).is_some();
            let changed = match &text {
                Some(text) if known => loaded.host.set_text(path, text),
                Some(text) if *root == home => {
                    loaded.host.add_file(path, &path.to_string_lossy(), text);
                    true
                }
                None if known => loaded.host.remove_file(path),
                _ => false,
            };
            if changed {
                loaded.unsettled = true;
                self.urgent.insert(root.clone());
            }
        }
    }

    fn folders_changed(&mut self, event: &WorkspaceFoldersChangeEvent) {
        let gone: Vec<PathBuf> = event.removed.iter().map(|folder| path_of(&folder.uri)).collect();
        let come: Vec<PathBuf> = event.added.iter().map(|folder| path_of(&folder.uri)).collect();
        self.folders.retain(|folder| !gone.contains(folder));
        self.folders.extend(come.iter().cloned());
        self.homes.clear();
        let documents: Vec<PathBuf> = self.documents.iter().map(|(path, _)| path.to_path_buf()).collect();
        for path in documents {
            let root = self.home_of(&path);
            self.homes.insert(path, root.clone());
            self.want(root);
        }
        let unused: Vec<Root> = self.packages.keys().cloned().collect();
        for root in unused {
            self.forget_if_unused(&root);
        }
        self.find_packages(come);
    }

    // Packages.

    fn overlay(&self) -> Overlay {
        let open = self.documents.iter().map(|(path, document)| (path.to_path_buf(), Arc::clone(&document.text)));
        Overlay { system: Arc::clone(&self.surroundings.system), open: open.collect(), without_manifest: None }
    }

    fn home_of(&self, path: &Path) -> Root {
        if let Some(root) = self.homes.get(path) {
            return root.clone();
        }
        if self.is_copy(path) {
            let ready = self.packages.iter().find(|(_, package)| matches!(package, Package::Ready(_)));
            let nothing = Root::Files { folder: PathBuf::new(), paths: Vec::new() };
            return ready.map_or(nothing, |(root, _)| root.clone());
        }
        root_of(&self.overlay(), &self.folders, path)
    }

    /// Looks for packages in folders, on a thread.
    fn find_packages(&self, folders: Vec<PathBuf>) {
        let (system, sender) = (Arc::clone(&self.surroundings.system), self.sender.clone());
        let find = move || {
            let found = folders.iter().flat_map(|folder| packages_below(&*system, folder, EAGER)).take(EAGER).collect();
            let _ = sender.send(Message::Found(found));
        };
        self.spawn("zcc:find", find);
    }

    fn spawn(&self, name: &str, work: impl FnOnce() + Send + 'static) {
        let started = thread::Builder::new().name(name.to_owned()).stack_size(STACK).spawn(work);
        if let Err(error) = started {
            self.outbox.log(LogLevel::Error, format!("no thread could be started: {error}"));
        }
    }

    /// Reads a package, unless it is there or on its way.
    fn want(&mut self, root: Root) {
        if !self.packages.contains_key(&root) {
            self.packages.insert(root.clone(), Package::Loading { stale: false });
            self.load(root);
        }
    }

    fn reload(&mut self, root: Root) {
        match self.packages.get_mut(&root) {
            Some(Package::Loading { stale }) => *stale = true,
            // The old one answers until the new one is there.
            Some(Package::Ready(_)) => self.load(root),
            None => {}
        }
    }

    fn load(&mut self, root: Root) {
        let place = place_of(&root);
        self.outbox.log(LogLevel::Info, format!("reading {}", place.display()));
        let name = place.file_name().map_or_else(|| place.to_string_lossy(), |name| name.to_string_lossy());
        let window = self.shared.as_ref().and_then(|shared| shared.client.window.as_ref());
        if window.and_then(|window| window.work_done_progress) == Some(true) {
            let token = format!("zcc/read/{}", place.display());
            let shown = self.outbox.begin(token, format!("zcc: reading {name}"));
            self.under_way.insert(root.clone(), shown);
        }
        let counts = self.counted();
        self.status("loading", &format!("reading {name}"), counts);
        let (system, sender) = (Arc::clone(&self.surroundings.system), self.sender.clone());
        let (as_of, standard) = (self.as_of(), self.surroundings.standard_library);
        let open = self.overlay().open;
        self.spawn("zcc:load", move || {
            let loaded = load(&system, &open, &root, as_of, standard);
            let _ = sender.send(Message::Loaded(root, Box::new(loaded)));
        });
    }

    fn loaded(&mut self, root: Root, mut loaded: Box<Loaded>) {
        self.under_way.remove(&root);
        let Some(before) = self.packages.get(&root) else { return };
        let stale = matches!(before, Package::Loading { stale: true });
        let shared = self.shared.clone();
        let is_copy = |path: &Path| shared.as_ref().is_some_and(|shared| shared.standard.original(path).is_some());
        catch_up(&mut loaded, &root, &self.documents, &is_copy);
        loaded.host.set_date(self.as_of());
        self.outbox.log(LogLevel::Info, format!("read {}", place_of(&root).display()));
        for error in &*loaded.errors {
            self.outbox.log(LogLevel::Warn, error.message.clone());
        }
        loaded.unsettled = true;
        if stale {
            self.packages.insert(root.clone(), Package::Loading { stale: false });
            self.load(root);
            return;
        }
        self.packages.insert(root.clone(), Package::Ready(loaded));
        self.urgent.insert(root.clone());
        self.later.insert(root);
    }

    fn forget_if_unused(&mut self, root: &Root) {
        let in_folder = |folder: &PathBuf| place_of(root).starts_with(folder);
        let used = self.homes.values().any(|home| home == root) || self.folders.iter().any(in_folder);
        if !used && self.packages.remove(root).is_some() {
            self.urgent.remove(root);
            self.later.remove(root);
            self.diagnoser.forget(place_of(root));
        }
    }

    // Settings.

    fn configure(&mut self, settings: &Value) {
        let config = Config::read(settings);
        self.outbox.set_level(config.log);
        if config == *self.config {
            return;
        }
        self.config = Arc::new(config);
        if let Some(date) = &self.config.assessment_date
            && zcc_base::parse_date(date).is_none()
        {
            let text = format!("`{date}` is no day of the calendar; zcc assesses on today's date");
            self.outbox.show(MessageType::WARNING, text);
        }
        let as_of = self.as_of();
        for (root, loaded) in ready(&mut self.packages) {
            loaded.host.set_date(as_of);
            loaded.unsettled = true;
            self.urgent.insert(root.clone());
        }
    }

    fn as_of(&self) -> i32 {
        let chosen = self.config.assessment_date.as_deref().and_then(zcc_base::parse_date);
        chosen.unwrap_or_else(|| (self.surroundings.today)())
    }

    // Answers.

    fn answer(&mut self) {
        let mut still = VecDeque::new();
        while let Some(request) = self.waiting.pop_front() {
            if request.is_unwanted() {
                continue;
            }
            if !self.workers.has_free() {
                still.push_back(request);
                break;
            }
            match self.snapshots_for(&request.scope) {
                Some(snapshots) if snapshots.is_empty() && matches!(request.scope, Scope::Document(_)) => {
                    request.fail(Error::invalid_params("the document was never opened and belongs to no package"));
                }
                Some(snapshots) => self.workers.give(request, snapshots),
                // Its package is being read.
                None => still.push_back(request),
            }
        }
        still.append(&mut self.waiting);
        self.waiting = still;
    }

    /// What a request is answered from; `None` if that is being read.
    fn snapshots_for(&mut self, scope: &Scope) -> Option<Vec<Snapshot>> {
        match scope {
            Scope::Workspace => {
                let roots: Vec<Root> = self.packages.keys().cloned().collect();
                Some(roots.iter().filter_map(|root| self.snapshot(root)).collect())
            }
            Scope::Document(uri) => {
                let root = self.home_of(&path_of(uri));
                match self.packages.get(&root) {
                    Some(Package::Loading { .. }) => None,
                    Some(Package::Ready(_)) => Some(self.snapshot(&root).into_iter().collect()),
                    None => Some(Vec::new()),
                }
            }
        }
    }

    fn snapshot(&mut self, root: &Root) -> Option<Snapshot> {
        let shared = Arc::clone(self.shared.as_ref()?);
        let open = Arc::clone(self.open.get_or_insert_with(|| {
            let open = self.documents.iter();
            Arc::new(open.map(|(path, one)| (path.to_path_buf(), (one.uri.clone(), one.version))).collect())
        }));
        let Some(Package::Ready(loaded)) = self.packages.get_mut(root) else { return None };
        if loaded.unsettled {
            loaded.host.settle();
            loaded.unsettled = false;
        }
        let (analysis, errors) = (loaded.host.analysis(), Arc::clone(&loaded.errors));
        Some(Snapshot { analysis, folder: place_of(root), config: Arc::clone(&self.config), shared, open, errors })
    }

    // Diagnostics.

    fn look_through_what_is_open(&mut self) {
        if self.diagnosing.is_some() {
            return;
        }
        while let Some(root) = self.urgent.pop_first() {
            self.later.insert(root.clone());
            if let Some(snapshot) = self.snapshot(&root) {
                self.diagnoser.look(snapshot, Part::Open, root.clone());
                self.diagnosing = Some(root);
                return;
            }
        }
    }

    fn look_through_the_rest(&mut self) {
        while let Some(root) = self.later.pop_first() {
            if let Some(snapshot) = self.snapshot(&root) {
                self.diagnoser.look(snapshot, Part::All, root.clone());
                self.diagnosing = Some(root);
                return;
            }
        }
    }

    fn diagnosed(&mut self, outcome: Diagnosed) {
        self.diagnosing = None;
        match (outcome.part, outcome.counts) {
            // It was interrupted; what interrupted it has asked for the open files already.
            (Part::All, None) => {
                self.later.insert(outcome.root);
            }
            (Part::Open, None) => {
                self.urgent.insert(outcome.root);
            }
            (Part::All, Some(counts)) => {
                self.counts.insert(outcome.root, counts);
                let counts = self.counted();
                let [errors, _, unmet, unproven] = counts;
                let state = if errors > 0 { "broken" } else { "ready" };
                self.status(state, &format!("{errors} errors, {unmet} unmet, {unproven} unproven"), counts);
            }
            (Part::Open, Some(_)) => {}
        }
    }

    /// What all packages have together: one that is opened beside a site must not make its findings look gone.
    fn counted(&mut self) -> [usize; 4] {
        self.counts.retain(|root, _| self.packages.contains_key(root));
        let sum = |all: [usize; 4], one: &[usize; 4]| std::array::from_fn(|at| all[at] + one[at]);
        self.counts.values().fold([0; 4], sum)
    }

    fn status(&self, state: &str, message: &str, [errors, warnings, unmet, unproven]: [usize; 4]) {
        let params = json!({
            "state": state, "message": message,
            "errors": errors, "warnings": warnings, "unmet": unmet, "unproven": unproven,
        });
        self.outbox.notify(Custom::Status, params);
    }
}

/// The packages that can be asked.
fn ready(packages: &mut BTreeMap<Root, Package>) -> impl Iterator<Item = (&Root, &mut Loaded)> {
    packages.iter_mut().filter_map(|(root, package)| match package {
        Package::Ready(loaded) => Some((root, &mut **loaded)),
        Package::Loading { .. } => None,
    })
}
