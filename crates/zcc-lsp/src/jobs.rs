//! Requests and the threads that answer them.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::lsp_types::Url;
use zcc_ide::Interrupted;

use crate::snapshot::Snapshot;

/// What a request is about.
#[derive(Clone, Debug)]
pub(crate) enum Scope {
    /// The package of a document.
    Document(Url),
    /// Every package.
    Workspace,
}

/// How often a request is begun anew because its package changed, before the client is told to ask again.
const TRIES: u32 = 3;

/// A thread's stack: expressions nest, though not without end.
const STACK: usize = 64 << 20;

/// A request on its way to an answer.
pub(crate) struct Request {
    /// What it is about.
    pub(crate) scope: Scope,
    work: Box<dyn Work>,
    tries: u32,
    cancel: CancelSlot,
}

/// What stops one thread.
type Stop = Box<dyn Fn() + Send + Sync>;

/// What stops the threads that work for a request, while there are any.
#[derive(Clone, Default)]
struct CancelSlot(Arc<Mutex<Vec<Stop>>>);

impl CancelSlot {
    fn set(&self, stops: Vec<Stop>) {
        if let Ok(mut slot) = self.0.lock() {
            *slot = stops;
        }
    }

    fn cancel(&self) {
        if let Ok(slot) = self.0.lock() {
            slot.iter().for_each(|stop| stop());
        }
    }
}

/// Stops the work when the client no longer waits: `$/cancelRequest` drops the future that holds this.
pub(crate) struct CancelOnDrop(CancelSlot);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// The typed inside of a request.
trait Work: Send {
    /// Answers, or says why it could not.
    fn run(&mut self, snapshots: &[Snapshot]) -> std::result::Result<(), Interrupted>;
    /// Answers with an error.
    fn fail(&mut self, error: Error);
    /// Whether nobody waits for the answer.
    fn is_unwanted(&self) -> bool;
}

struct Typed<P, R, F> {
    parameters: P,
    answer: F,
    reply: Option<oneshot::Sender<Result<R>>>,
}

impl<P, R, F> Work for Typed<P, R, F>
where
    P: Clone + Send,
    R: Send,
    F: Fn(&[Snapshot], P) -> Result<R> + Send,
{
    fn run(&mut self, snapshots: &[Snapshot]) -> std::result::Result<(), Interrupted> {
        let parameters = self.parameters.clone();
        let asked = catch_unwind(AssertUnwindSafe(|| match snapshots.first() {
            Some(first) => first.analysis.ask(|_| (self.answer)(snapshots, parameters)),
            None => Ok((self.answer)(snapshots, parameters)),
        }));
        let answer = match asked {
            Ok(answer) => answer?,
            Err(payload) => Err(Error {
                code: ErrorCode::InternalError,
                message: format!("zcc could not answer: {}", panic_text(payload.as_ref())).into(),
                data: None,
            }),
        };
        if let Some(reply) = self.reply.take() {
            // Whoever asked may have gone.
            let _ = reply.send(answer);
        }
        Ok(())
    }

    fn fail(&mut self, error: Error) {
        if let Some(reply) = self.reply.take() {
            let _ = reply.send(Err(error));
        }
    }

    fn is_unwanted(&self) -> bool {
        self.reply.as_ref().is_none_or(oneshot::Sender::is_closed)
    }
}

/// What a panic said.
pub(crate) fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "for no stated reason".to_owned())
}

impl Request {
    /// A request with what it is answered by, where its answer will be, and what gives it up when dropped.
    pub(crate) fn new<P, R, F>(
        scope: Scope,
        parameters: P,
        answer: F,
    ) -> (Self, oneshot::Receiver<Result<R>>, CancelOnDrop)
    where
        P: Clone + Send + 'static,
        R: Send + 'static,
        F: Fn(&[Snapshot], P) -> Result<R> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let work = Box::new(Typed { parameters, answer, reply: Some(sender) });
        let cancel = CancelSlot::default();
        (Self { scope, work, tries: 0, cancel: cancel.clone() }, receiver, CancelOnDrop(cancel))
    }

    /// Answers with an error.
    pub(crate) fn fail(mut self, error: Error) {
        self.work.fail(error);
    }

    /// Whether nobody waits for the answer.
    pub(crate) fn is_unwanted(&self) -> bool {
        self.work.is_unwanted()
    }
}

/// A request with what it is answered from.
struct Job {
    request: Request,
    snapshots: Vec<Snapshot>,
}

/// The threads. A job is only given to one that is free, so that no view of a package waits in a queue while somebody wants
/// to change that package.
pub(crate) struct Workers {
    jobs: Sender<Job>,
    free: usize,
}

impl Workers {
    /// Starts the threads. Each time that one is free again it reports, with what it could not answer and is to be asked anew; it ends
    /// when nobody listens to that.
    pub(crate) fn start(count: usize, report: &(impl Fn(Option<Request>) -> bool + Clone + Send + 'static)) -> Self {
        let (jobs, work): (Sender<Job>, Receiver<Job>) = unbounded();
        let mut free = 0;
        for number in 0..count {
            let (work, report) = (work.clone(), report.clone());
            let thread = thread::Builder::new().name(format!("zcc:worker-{number}")).stack_size(STACK);
            let started = thread.spawn(move || {
                for job in work {
                    if !report(run(job)) {
                        return;
                    }
                }
            });
            free += usize::from(started.is_ok());
        }
        Self { jobs, free }
    }

    /// Whether a thread is free.
    pub(crate) const fn has_free(&self) -> bool {
        self.free > 0
    }

    /// Gives a request to a free thread.
    pub(crate) fn give(&mut self, request: Request, snapshots: Vec<Snapshot>) {
        let stop = |snapshot: &Snapshot| Box::new(snapshot.analysis.give_up()) as Stop;
        request.cancel.set(snapshots.iter().map(stop).collect());
        self.free -= 1;
        // The threads live as long as this sender.
        let _ = self.jobs.send(Job { request, snapshots });
    }

    /// Takes note that a thread is free again.
    pub(crate) const fn freed(&mut self) {
        self.free += 1;
    }
}

/// Answers a request; returns it if it has to be asked again. All views are dropped then.
fn run(job: Job) -> Option<Request> {
    let Job { mut request, snapshots } = job;
    if request.is_unwanted() {
        return None;
    }
    let outcome = request.work.run(&snapshots);
    request.cancel.set(Vec::new());
    drop(snapshots);
    match outcome {
        Ok(()) => None,
        Err(Interrupted::Unwanted) => {
            request.fail(Error::request_cancelled());
            None
        }
        Err(Interrupted::Changed) if request.tries + 1 < TRIES => {
            request.tries += 1;
            Some(request)
        }
        Err(Interrupted::Changed) => {
            request.fail(Error::content_modified());
            None
        }
    }
}
