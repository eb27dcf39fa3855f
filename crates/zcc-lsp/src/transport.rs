//! Standard input and output, and how the server ends.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use crate::backend::Backend;
use crate::surroundings::Surroundings;
use tokio::sync::Notify;
use tower::Service;
use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::{ExitedError, LspService, Server};

/// So many messages may be under way at once; the limit counts notifications and cancellations too, which must never wait
/// for a slow request.
const CONCURRENCY: usize = 1024;

/// Serves a client on standard input and output until it says `exit` or goes away. Returns the status to exit with: 0 if the client had
/// asked to shut down, else 1, as the protocol has it. Threads that still wait for input are left behind: end the process.
pub fn serve(surroundings: Surroundings) -> u8 {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return 1 };
    let status = runtime.block_on(async {
        let ending = Arc::new(Ending::default());
        let (service, socket) = build(surroundings);
        let service = Watched { inner: service, ending: Arc::clone(&ending) };
        let server = Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).concurrency_level(CONCURRENCY);
        tokio::select! {
            () = server.serve(service) => {}
            () = ending.exit.notified() => {}
        }
        u8::from(!ending.shut_down.load(Ordering::SeqCst))
    });
    runtime.shutdown_background();
    status
}

fn build(surroundings: Surroundings) -> (LspService<Backend>, tower_lsp::ClientSocket) {
    LspService::build(move |client| Backend::new(client, surroundings))
        .custom_method("zcc/zones", Backend::zones)
        .custom_method("zcc/explain", Backend::explain)
        .finish()
}

/// Clients say `"params": null` where there are none, which tower-lsp refuses.
fn without_null(request: Request) -> Request {
    if request.params() != Some(&serde_json::Value::Null) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let bare = Request::build(method);
    match id {
        Some(id) => bare.id(id).finish(),
        None => bare.finish(),
    }
}

/// How far the end has come.
#[derive(Default)]
struct Ending {
    shut_down: AtomicBool,
    exit: Notify,
}

/// Sees `exit`, which tower-lsp takes as no reason to stop while standard input is open.
struct Watched<S> {
    inner: S,
    ending: Arc<Ending>,
}

type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

impl<S> Service<Request> for Watched<S>
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError>,
    S::Future: Send + 'static,
{
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = Answer;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), ExitedError>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Answer {
        let exits = request.method() == "exit";
        // Some clients send `shutdown` without an id and wait for nothing.
        if request.method() == "shutdown" {
            self.ending.shut_down.store(true, Ordering::SeqCst);
        }
        let answer = self.inner.call(without_null(request));
        let ending = Arc::clone(&self.ending);
        Box::pin(async move {
            let answer = answer.await;
            if exits {
                ending.exit.notify_one();
            }
            answer
        })
    }
}
