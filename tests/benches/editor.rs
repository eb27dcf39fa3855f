//! What somebody waits for who types: `cargo bench -p zcc-tests --bench editor`. A client sends keystrokes to `zcc lsp` over
//! standard input and measures by the clock until the answer is there; what it came to is in `docs/benchmarks.md`.
//!
//! `ZCC` names the program to measure; without it the release build is made first.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use zcc_tests::language_client::{LanguageClient, capabilities, uri};
use zcc_tests::synthetic::{Wish, package};

/// So many keystrokes are measured.
const KEYSTROKES: i32 = 200;
/// So many questions of each kind.
const QUESTIONS: usize = 60;

fn main() {
    let program = program();
    println!("| what | 10,000 components, 200 files | 100,000 components, 2,000 files |");
    println!("| --- | --- | --- |");
    let small = measure(&program, 10_000, 200);
    let large = measure(&program, 100_000, 2_000);
    for ((what, small), (_, large)) in small.iter().zip(&large) {
        println!("| {what} | {small} | {large} |");
    }
}

fn program() -> PathBuf {
    if let Some(program) = std::env::var_os("ZCC") {
        return PathBuf::from(program);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--release", "-p", "zcc"]).current_dir(&root).status();
    assert!(built.is_ok_and(|status| status.success()), "the release build failed");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    target.join("release").join(format!("zcc{}", std::env::consts::EXE_SUFFIX))
}

/// Median and 95th percentile, in milliseconds.
fn shown(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    format!("{:.1} ms, p95 {:.1} ms", at(50), at(95))
}

fn measure(program: &Path, components: u32, files: u32) -> Vec<(&'static str, String)> {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in package(Wish { components, files, seed: 1, target: 2, gaps: 10 }) {
        fs::write(folder.path().join(path), text).expect("written");
    }
    let path = folder.path().join(format!("areas_{:04}.zc", files / 2));
    let text = fs::read_to_string(&path).expect("it was written");
    let document = json!({ "uri": uri(&path) });
    let (line, column) = place(&text);
    let position = json!({ "line": line, "character": column });

    let start = Instant::now();
    let options = json!({ "assessmentDate": "2026-11-01" });
    let mut client = LanguageClient::start(program, &[folder.path()], &capabilities(), &options);
    client.settings = options;
    client.open(&path, &text);
    client.request("textDocument/hover", json!({ "textDocument": document, "position": position }));
    let hover = start.elapsed();
    client.diagnostics(&path, 1);
    let open = client.last - start;
    let ready = |client: &LanguageClient| {
        let told = |one: &Value| one["method"] == "zcc/status" && one["params"]["state"] != "loading";
        client.notifications.iter().any(told)
    };
    client.wait("the whole package", ready);
    let all = client.last - start;

    let mut pipe = Vec::new();
    for _ in 0..QUESTIONS {
        let asked = Instant::now();
        // Answered without a look at anything.
        let id = client.ask("zcc/nothing", Value::Null);
        client.answer(id);
        pipe.push(client.last - asked);
    }
    let mut typed = Vec::new();
    for stroke in 0..KEYSTROKES {
        let version = stroke + 2;
        let end = json!({ "line": line, "character": column + 1 });
        let change = if stroke % 2 == 0 {
            json!([{ "range": { "start": position, "end": position }, "text": "x" }])
        } else {
            json!([{ "range": { "start": position, "end": end }, "text": "" }])
        };
        let begun = Instant::now();
        client.change(&path, version, &change);
        client.diagnostics(&path, version);
        typed.push(client.last - begun);
        // Nobody types faster; now and then somebody pauses.
        client.settle(Duration::from_millis(if stroke % 20 == 0 { 400 } else { 30 }));
    }
    let mut ask = |method: &str, params: &Value| {
        let mut times = Vec::new();
        for _ in 0..QUESTIONS {
            let asked = Instant::now();
            client.request(method, params.clone());
            times.push(client.last - asked);
        }
        shown(times)
    };
    let here = json!({ "textDocument": document, "position": position });
    let visible = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 80, "character": 0 } });
    let hovered = ask("textDocument/hover", &here);
    let completed = ask("textDocument/completion", &here);
    let hinted = ask("textDocument/inlayHint", &json!({ "textDocument": document, "range": visible }));
    let coloured = ask("textDocument/semanticTokens/full", &json!({ "textDocument": document }));
    let memory = client.peak_memory().map_or("not told".to_owned(), |bytes| format!("{} MiB", bytes >> 20));
    let ended = client.quit();
    assert!(ended.success(), "{ended}");
    vec![
        ("start to the first hover", format!("{:.2} s", hover.as_secs_f64())),
        ("start to the diagnostics of the open file", format!("{:.2} s", open.as_secs_f64())),
        ("start to all diagnostics", format!("{:.2} s", all.as_secs_f64())),
        ("a message there and back", shown(pipe)),
        ("a character typed inside a component to its diagnostics", shown(typed)),
        ("hover", hovered),
        ("completion", completed),
        ("inlay hints of 80 lines", hinted),
        ("semantic tokens", coloured),
        ("peak memory", memory),
    ]
}

/// Inside the name of a capability that a component claims or enables.
fn place(text: &str) -> (usize, usize) {
    let mut in_component = false;
    for (number, line) in text.lines().enumerate() {
        let said = line.trim_start();
        in_component |= said.starts_with("component ");
        if in_component && ["provides ", "enable ", "offers "].iter().any(|word| said.starts_with(word)) {
            return (number, line.len() - said.len() + said.find(' ').unwrap_or(0) + 3);
        }
    }
    panic!("no component claims anything");
}
