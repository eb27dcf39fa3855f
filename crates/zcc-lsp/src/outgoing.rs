//! What goes to the client unasked, in the order in which it was said.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tower_lsp::Client;
use tower_lsp::lsp_types::notification::{Notification, Progress};
use tower_lsp::lsp_types::request::{
    CodeLensRefresh, InlayHintRefreshRequest, RegisterCapability, ShowDocument, WorkDoneProgressCreate,
    WorkspaceConfiguration, WorkspaceDiagnosticRefresh,
};
use tower_lsp::lsp_types::{
    ConfigurationItem, ConfigurationParams, Diagnostic, MessageType, ProgressParams, ProgressParamsValue,
    ProgressToken, Registration, RegistrationParams, ShowDocumentParams, Url, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd,
};

use crate::config::LogLevel;

/// Something to send.
enum Outgoing {
    Diagnostics { uri: Url, version: Option<i32>, diagnostics: Vec<Diagnostic> },
    Notify { method: Custom, params: Value },
    Progress { token: String, title: String, ended: oneshot::Receiver<()> },
    Log { kind: MessageType, text: String },
    Show { kind: MessageType, text: String },
    ShowDocument { params: ShowDocumentParams },
    Register { registrations: Vec<Registration> },
    Refresh(Refresh),
    AskConfiguration(Box<dyn FnOnce(Value) + Send>),
}

/// What the client is asked to ask for again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refresh {
    InlayHints,
    CodeLenses,
    Diagnostics,
}

/// Something that the client shows to be under way, for as long as this is kept.
pub(crate) struct UnderWay {
    _end: oneshot::Sender<()>,
}

/// The server's own notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Custom {
    /// Levels or findings changed.
    ZonesChanged,
    /// How the package that is shown is doing.
    Status,
}

enum ZonesChanged {}
impl Notification for ZonesChanged {
    type Params = Value;
    const METHOD: &'static str = "zcc/zonesChanged";
}

enum Status {}
impl Notification for Status {
    type Params = Value;
    const METHOD: &'static str = "zcc/status";
}

/// The way to the client. Cheap to clone; nothing here waits.
#[derive(Clone)]
pub(crate) struct Outbox {
    sender: UnboundedSender<Outgoing>,
    level: Arc<AtomicU8>,
}

impl Outbox {
    /// Starts sending to a client. To be called on the runtime.
    pub(crate) fn new(client: Client) -> Self {
        let (sender, mut receiver) = unbounded_channel();
        tokio::spawn(async move {
            while let Some(next) = receiver.recv().await {
                send(&client, next).await;
            }
        });
        Self { sender, level: Arc::new(AtomicU8::new(LogLevel::default() as u8)) }
    }

    fn put(&self, next: Outgoing) {
        // Without a receiver the client has gone, and the process with it.
        let _ = self.sender.send(next);
    }

    /// Publishes the diagnostics of a document.
    pub(crate) fn publish(&self, uri: Url, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        self.put(Outgoing::Diagnostics { uri, version, diagnostics });
    }

    /// Sends a notification of our own.
    pub(crate) fn notify(&self, method: Custom, params: Value) {
        self.put(Outgoing::Notify { method, params });
    }

    /// Shows that something is under way, until what is returned is dropped. The token tells it from others.
    pub(crate) fn begin(&self, token: String, title: String) -> UnderWay {
        let (end, ended) = oneshot::channel();
        self.put(Outgoing::Progress { token, title, ended });
        UnderWay { _end: end }
    }

    /// Writes to the client's log what is of the chosen level or above.
    pub(crate) fn log(&self, level: LogLevel, text: impl Into<String>) {
        if level as u8 <= self.level.load(Ordering::Relaxed) {
            let kind = match level {
                LogLevel::Error => MessageType::ERROR,
                LogLevel::Warn => MessageType::WARNING,
                LogLevel::Info => MessageType::INFO,
                LogLevel::Debug | LogLevel::Trace => MessageType::LOG,
            };
            self.put(Outgoing::Log { kind, text: text.into() });
        }
    }

    /// Chooses what is logged.
    pub(crate) fn set_level(&self, level: LogLevel) {
        self.level.store(level as u8, Ordering::Relaxed);
    }

    /// Shows a message to the user.
    pub(crate) fn show(&self, kind: MessageType, text: impl Into<String>) {
        self.put(Outgoing::Show { kind, text: text.into() });
    }

    /// Opens a document at the client.
    pub(crate) fn show_document(&self, params: ShowDocumentParams) {
        self.put(Outgoing::ShowDocument { params });
    }

    /// Registers capabilities.
    pub(crate) fn register(&self, registrations: Vec<Registration>) {
        self.put(Outgoing::Register { registrations });
    }

    /// Has the client ask again.
    pub(crate) fn refresh(&self, what: Refresh) {
        self.put(Outgoing::Refresh(what));
    }

    /// Asks the client for our section of its settings.
    pub(crate) fn ask_configuration(&self, then: impl FnOnce(Value) + Send + 'static) {
        self.put(Outgoing::AskConfiguration(Box::new(then)));
    }
}

/// Notifications are sent one after the other; what the client has to answer is not waited for.
async fn send(client: &Client, next: Outgoing) {
    match next {
        Outgoing::Diagnostics { uri, version, diagnostics } => {
            client.publish_diagnostics(uri, diagnostics, version).await;
        }
        Outgoing::Notify { method: Custom::ZonesChanged, params } => {
            client.send_notification::<ZonesChanged>(params).await;
        }
        Outgoing::Notify { method: Custom::Status, params } => client.send_notification::<Status>(params).await,
        Outgoing::Log { kind, text } => client.log_message(kind, text).await,
        Outgoing::Show { kind, text } => client.show_message(kind, text).await,
        asking => {
            let client = client.clone();
            tokio::spawn(async move { ask(&client, asking).await });
        }
    }
}

async fn ask(client: &Client, asking: Outgoing) {
    match asking {
        Outgoing::ShowDocument { params } => {
            let _ = client.send_request::<ShowDocument>(params).await;
        }
        Outgoing::Register { registrations } => {
            let _ = client.send_request::<RegisterCapability>(RegistrationParams { registrations }).await;
        }
        Outgoing::Refresh(what) => {
            let _ = match what {
                Refresh::InlayHints => client.send_request::<InlayHintRefreshRequest>(()).await,
                Refresh::CodeLenses => client.send_request::<CodeLensRefresh>(()).await,
                Refresh::Diagnostics => client.send_request::<WorkspaceDiagnosticRefresh>(()).await,
            };
        }
        Outgoing::Progress { token, title, ended } => {
            let token = ProgressToken::String(token);
            let params = WorkDoneProgressCreateParams { token: token.clone() };
            if client.send_request::<WorkDoneProgressCreate>(params).await.is_err() {
                return;
            }
            let tell = async |progress| {
                let value = ProgressParamsValue::WorkDone(progress);
                client.send_notification::<Progress>(ProgressParams { token: token.clone(), value }).await;
            };
            tell(WorkDoneProgress::Begin(WorkDoneProgressBegin { title, ..WorkDoneProgressBegin::default() })).await;
            // That the other end is gone is what is waited for.
            let _ = ended.await;
            tell(WorkDoneProgress::End(WorkDoneProgressEnd::default())).await;
        }
        Outgoing::AskConfiguration(then) => {
            let item = ConfigurationItem { scope_uri: None, section: Some("zcc".to_owned()) };
            let params = ConfigurationParams { items: vec![item] };
            if let Ok(mut values) = client.send_request::<WorkspaceConfiguration>(params).await {
                then(if values.is_empty() { Value::Null } else { values.swap_remove(0) });
            }
        }
        _ => {}
    }
}
