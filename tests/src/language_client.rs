//! A client of the language server over standard input and output, for tests and measurements.

use std::collections::BTreeMap;
use std::io::{BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long anything may take before a test gives up on it.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A running server.
pub struct LanguageClient {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<(Instant, Value)>,
    next: i64,
    /// What the server answered to `initialize`.
    pub introduction: Value,
    /// What was published last, by document.
    pub published: BTreeMap<String, Value>,
    /// Everything that the server sent unasked, in order.
    pub notifications: Vec<Value>,
    answers: BTreeMap<i64, Value>,
    /// What to answer where the server asks for settings.
    pub settings: Value,
    /// When the last message came.
    pub last: Instant,
}

/// How a path is called in the protocol.
pub fn uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut encoded = String::from("file://");
    if !text.starts_with('/') {
        encoded.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// What a client of today can do.
pub fn capabilities() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "configuration": true,
            "didChangeConfiguration": { "dynamicRegistration": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceFolders": true,
            "inlayHint": { "refreshSupport": true },
            "codeLens": { "refreshSupport": true },
            "workspaceEdit": { "documentChanges": true },
        },
        "window": { "workDoneProgress": true, "showDocument": { "support": true } },
        "textDocument": {
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "completion": { "completionItem": { "snippetSupport": true } },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
        },
    })
}

impl LanguageClient {
    /// Starts `program lsp` and introduces itself with the folders of a workspace.
    pub fn start(program: &Path, folders: &[&Path], capabilities: &Value, options: &Value) -> Self {
        let mut server = Command::new(program)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take();
        let output = server.stdout.take().expect("its output is ours");
        let (sender, receiver) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send((Instant::now(), message)).is_err() {
                    return;
                }
            }
        });
        let mut client = Self {
            server,
            input,
            output: receiver,
            next: 0,
            introduction: Value::Null,
            published: BTreeMap::new(),
            notifications: Vec::new(),
            answers: BTreeMap::new(),
            settings: json!({}),
            last: Instant::now(),
        };
        let named = |folder: &&Path| json!({ "uri": uri(folder), "name": "folder" });
        let folders: Vec<Value> = folders.iter().map(named).collect();
        client.introduction = client.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": folders.first().map(|folder| folder["uri"].clone()),
                "workspaceFolders": folders,
                "capabilities": capabilities,
                "initializationOptions": options,
            }),
        );
        client.notify("initialized", json!({}));
        client
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().expect("the server still listens");
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).expect("the server reads");
        input.flush().expect("the server reads");
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: impl Into<Value>) {
        let params = params.into();
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and does not wait; returns its id.
    pub fn ask(&mut self, method: &str, params: impl Into<Value>) -> i64 {
        let params = params.into();
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Waits for the answer to a request: the whole message.
    pub fn answer(&mut self, id: i64) -> Value {
        self.wait("an answer", |client| client.answers.contains_key(&id));
        self.answers.remove(&id).expect("it is there")
    }

    /// Sends a request, waits for its answer and returns the result. An error fails the test.
    pub fn request(&mut self, method: &str, params: impl Into<Value>) -> Value {
        let id = self.ask(method, params);
        let mut answer = self.answer(id);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    /// Takes messages until something holds.
    pub fn wait(&mut self, what: &str, mut until: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !until(self) {
            let left = end.saturating_duration_since(Instant::now());
            assert!(self.take(left), "{what} did not come within {PATIENCE:?}");
        }
    }

    /// Takes what comes until nothing came for so long.
    pub fn settle(&mut self, quiet: Duration) {
        while self.take(quiet) {}
    }

    /// Takes one message; `false` if none comes in time.
    pub fn take(&mut self, patience: Duration) -> bool {
        let (at, message) = match self.output.recv_timeout(patience) {
            Ok(received) => received,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
        };
        self.last = at;
        match (message.get("id"), message.get("method").and_then(Value::as_str)) {
            (Some(id), Some(method)) => {
                let result = match method {
                    "workspace/configuration" => json!([self.settings]),
                    "window/showDocument" => json!({ "success": true }),
                    _ => Value::Null,
                };
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
                self.notifications.push(message);
            }
            (Some(id), None) => {
                let id = id.as_i64().expect("ids of ours are numbers");
                assert!(self.answers.insert(id, message).is_none(), "two answers to {id}");
            }
            (None, Some("textDocument/publishDiagnostics")) => {
                let document = message["params"]["uri"].as_str().expect("it names a document").to_owned();
                self.published.insert(document, message["params"].clone());
            }
            (None, _) => self.notifications.push(message),
        }
        true
    }

    /// Opens a document.
    pub fn open(&mut self, path: &Path, text: &str) {
        let document = json!({ "uri": uri(path), "languageId": "zc", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a whole document.
    pub fn replace(&mut self, path: &Path, version: i32, text: &str) {
        self.change(path, version, &json!([{ "text": text }]));
    }

    /// Changes a document.
    pub fn change(&mut self, path: &Path, version: i32, changes: &Value) {
        let document = json!({ "uri": uri(path), "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Waits for the diagnostics of a version of a document.
    pub fn diagnostics(&mut self, path: &Path, version: i32) -> Vec<Value> {
        let document = uri(path);
        let is_there = |client: &Self| client.published.get(&document).is_some_and(|one| one["version"] == version);
        self.wait(&format!("diagnostics of version {version} of {document}"), is_there);
        self.published[&document]["diagnostics"].as_array().cloned().unwrap_or_default()
    }

    /// The peak memory of the server so far, in bytes, where the system tells it.
    pub fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
    }

    /// Goes away without a word, and says how the server ended.
    pub fn vanish(mut self) -> ExitStatus {
        self.input = None;
        self.end()
    }

    /// Says `exit` without `shutdown`.
    pub fn exit(mut self) -> ExitStatus {
        self.notify("exit", Value::Null);
        self.end()
    }

    /// Takes leave as the protocol has it; standard input stays open until the server has ended.
    pub fn quit(mut self) -> ExitStatus {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.end()
    }

    fn end(&mut self) -> ExitStatus {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.server.try_wait().expect("the server can be waited for") {
                return status;
            }
            assert!(Instant::now() < end, "the server does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for LanguageClient {
    fn drop(&mut self) {
        // A test that failed must leave no server behind.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn read(output: &mut impl std::io::BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let mut body = vec![0; length?];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
