//! The language server over standard input and output: what holds whatever a client does.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use zcc_tests::language_client::{LanguageClient, capabilities, uri};

const ZCC: &str = env!("CARGO_BIN_EXE_zcc");
/// Nothing comes any more.
const QUIET: Duration = Duration::from_millis(700);

/// A copy of the examples to work on.
struct Workspace {
    folder: TempDir,
}

impl Workspace {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
        for package in ["acme_controllers", "water-treatment"] {
            let to = folder.path().join(package);
            fs::create_dir(&to).expect("made");
            for entry in fs::read_dir(examples.join(package)).expect("the example is there") {
                let entry = entry.expect("it can be read");
                fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
            }
        }
        Self { folder }
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("it can be read")
    }

    fn client(&self) -> LanguageClient {
        self.client_with(&json!({ "assessmentDate": "2026-11-01" }))
    }

    fn client_with(&self, options: &Value) -> LanguageClient {
        let mut client = LanguageClient::start(Path::new(ZCC), &[self.folder.path()], &capabilities(), options);
        client.settings = options.clone();
        client
    }
}

const ZONES: &str = "water-treatment/zones.zc";

fn at(text: &str, found: &str) -> Value {
    position(text, text.find(found).expect("the text holds it"))
}

fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column: usize = before[before.rfind('\n').map_or(0, |end| end + 1)..].chars().map(char::len_utf16).sum();
    json!({ "line": line, "character": column })
}

fn codes(diagnostics: &[Value]) -> Vec<String> {
    let mut codes: Vec<String> = diagnostics
        .iter()
        .map(|one| format!("{} {}", one["code"].as_str().unwrap_or_default(), one["range"]["start"]))
        .collect();
    codes.sort();
    codes
}

#[test]
fn it_ends_as_the_protocol_has_it() {
    let workspace = Workspace::new();
    assert_eq!(workspace.client().quit().code(), Some(0));
    assert_eq!(workspace.client().exit().code(), Some(1));
}

#[test]
fn a_client_that_disappears_leaves_no_process() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    client.open(&workspace.path(ZONES), &workspace.text(ZONES));
    // In the midst of the work.
    assert_eq!(client.vanish().code(), Some(1));
}

#[test]
fn findings_follow_what_is_typed() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let (path, text) = (workspace.path(ZONES), workspace.text(ZONES));
    client.open(&path, &text);
    let before = client.diagnostics(&path, 1);
    assert!(before.len() > 10, "{before:?}");
    let wrong = text.replacen("target: SL", "targte: SL", 1);
    client.replace(&path, 2, &wrong);
    let broken = client.diagnostics(&path, 2);
    assert!(broken.iter().any(|one| one["message"].as_str().is_some_and(|text| text.contains("targte"))), "{broken:?}");
    client.replace(&path, 3, &text);
    assert_eq!(codes(&client.diagnostics(&path, 3)), codes(&before));
}

#[test]
fn changes_are_taken_in_the_order_in_which_they_came() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let path = workspace.path("water-treatment/notes.zc");
    client.open(&path, "");
    let mut expected = String::new();
    for number in 0..2_000 {
        let line = format!("// {number}\n");
        let end = position(&expected, expected.len());
        let change = json!([{ "range": { "start": end, "end": end }, "text": line }]);
        client.change(&path, number + 2, &change);
        expected.push_str(&line);
    }
    let folds = client.request("textDocument/foldingRange", json!({ "textDocument": { "uri": uri(&path) } }));
    assert_eq!(folds[0]["endLine"], 1_999, "{folds}");
    client.diagnostics(&path, 2_001);
}

#[test]
fn a_mistake_in_a_half_typed_line_leaves_the_rest_alone() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let (path, text) = (workspace.path(ZONES), workspace.text(ZONES));
    client.open(&path, &text);
    let of_others = |diagnostics: &[Value]| {
        let is_finding = |one: &&Value| one["code"].as_str().is_some_and(|code| code.starts_with("SR "));
        let findings = diagnostics.iter().filter(is_finding);
        let mut found: Vec<String> = findings.map(|one| format!("{} {}", one["code"], one["message"])).collect();
        found.sort();
        found
    };
    let at = text.find("  component ").expect("a component");
    let before = of_others(&client.diagnostics(&path, 1));
    assert!(before.len() > 5, "{before:?}");
    let mut typed = String::new();
    let mut version = 1;
    for character in "  component spare \"Spare\": acme.plc_".chars() {
        typed.push(character);
        version += 1;
        client.replace(&path, version, &[&text[..at], &typed, "\n", &text[at..]].concat());
        let now = of_others(&client.diagnostics(&path, version));
        let gone: Vec<&String> = before.iter().filter(|one| !now.contains(one)).collect();
        assert!(gone.is_empty(), "after `{typed}`: {gone:#?}");
    }
}

#[test]
fn unsaved_text_counts_and_files_that_change_outside_do() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let (zones, conduits) = (workspace.path(ZONES), workspace.path("water-treatment/conduits.zc"));
    client.open(&zones, &workspace.text(ZONES));
    client.diagnostics(&zones, 1);
    client.settle(QUIET);
    let told = |client: &LanguageClient| {
        let told = client.published.get(&uri(&conduits)).map(|one| one["diagnostics"].clone());
        codes(told.unwrap_or_default().as_array().map_or(&[], Vec::as_slice))
    };
    let before = told(&client);
    assert!(!before.is_empty(), "the whole package is told of");
    // A zone that a conduit joins goes by another name in the unsaved text.
    let text = workspace.text(ZONES).replace("zone dmz", "zone dnz");
    client.replace(&zones, 2, &text);
    client.wait("an error in the file that is not open", |client| {
        told(client).iter().any(|code| code.starts_with("Z05"))
    });
    client.replace(&zones, 3, &workspace.text(ZONES));
    client.wait("the error to go", |client| told(client) == before);
    // A file comes, changes and goes outside.
    let extra = workspace.path("water-treatment/extra.zc");
    let event = |client: &mut LanguageClient, kind: u8| {
        let changes = json!([{ "uri": uri(&extra), "type": kind }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    };
    let extra_told = |client: &LanguageClient| {
        client.published.get(&uri(&extra)).and_then(|one| one["diagnostics"].as_array().map(Vec::len))
    };
    fs::write(&extra, "zone extra { nonsense: 1 }\n").expect("written");
    event(&mut client, 1);
    client.wait("an error in the new file", |client| extra_told(client).is_some_and(|count| count > 0));
    fs::remove_file(&extra).expect("removed");
    event(&mut client, 3);
    client.wait("the errors of the file to go", |client| extra_told(client) == Some(0));
}

#[test]
fn what_a_dependency_says_is_reached_by_its_plain_path_and_counts_unsaved() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let (path, text) = (workspace.path(ZONES), workspace.text(ZONES));
    client.open(&path, &text);
    let before = client.diagnostics(&path, 1);
    let mut place = at(&text, "acme.historian");
    place["character"] = json!(place["character"].as_u64().expect("a column") + 6);
    let params = json!({ "textDocument": { "uri": uri(&path) }, "position": place });
    let found = client.request("textDocument/definition", params);
    let first = if found.is_array() { &found[0] } else { &found };
    let target = first["uri"].as_str().or(first["targetUri"].as_str()).expect("a place").to_owned();
    assert!(!target.contains(".."), "{target}");
    let library = PathBuf::from(target.strip_prefix("file://").expect("a file"));
    let said = fs::read_to_string(&library).expect("it can be read");
    client.open(&library, &said);
    client.replace(&library, 2, &said.replace("product historian", "product archive"));
    let unknown = |client: &LanguageClient| {
        let told = client.published.get(&uri(&path)).map(|one| one["diagnostics"].clone()).unwrap_or_default();
        told.as_array().is_some_and(|all| all.iter().any(|one| one["message"].to_string().contains("historian")))
            && told.as_array().map(Vec::len) != Some(before.len())
    };
    client.wait("the site to miss the product", unknown);
}

#[test]
fn the_date_of_the_assessment_can_be_changed() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let waivers = "water-treatment/waivers.zc";
    client.open(&workspace.path(waivers), &workspace.text(waivers));
    client.open(&workspace.path(ZONES), &workspace.text(ZONES));
    let before = client.diagnostics(&workspace.path(ZONES), 1).len();
    client.settle(QUIET);
    client.settings = json!({ "assessmentDate": "2035-01-01" });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    let more = |client: &LanguageClient| {
        let told = client.published.get(&uri(&workspace.path(ZONES)));
        told.is_some_and(|one| one["diagnostics"].as_array().map_or(0, Vec::len) > before)
    };
    client.wait("what the waivers no longer cover", more);
}

#[test]
fn columns_are_counted_as_agreed() {
    let workspace = Workspace::new();
    let text = "// ä𝄞\nzone a \"ä𝄞\" { nonsense: 1 }\n";
    for (encoding, column) in [("utf-8", 18), ("utf-16", 15), ("utf-32", 14)] {
        let mut capabilities = capabilities();
        capabilities["general"]["positionEncodings"] = json!([encoding]);
        let mut client = LanguageClient::start(Path::new(ZCC), &[], &capabilities, &json!({}));
        assert_eq!(client.introduction["capabilities"]["positionEncoding"], encoding);
        let path = workspace.path("lone.zc");
        client.open(&path, text);
        let told = client.diagnostics(&path, 1);
        let columns: Vec<&Value> = told.iter().map(|one| &one["range"]["start"]["character"]).collect();
        assert!(columns.contains(&&json!(column)), "{encoding}: {told:?}");
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

/// What somebody may type, sensible or not.
const PIECES: [&str; 16] = [
    "}",
    "{",
    "\n",
    "zone x { }",
    "component y: acme.plc_500\n",
    "enable all",
    "𝄞",
    "\u{feff}",
    "\"",
    "/*",
    "target: SL 3\n",
    ",",
    "\r\n",
    "`",
    "SR 1.1",
    "each",
];

/// The requests that every client sends while somebody types.
fn request(document: &str, position: &Value, dice: &mut Dice) -> (&'static str, Value) {
    let document = json!({ "uri": document });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": position });
    let here = json!({ "textDocument": document, "position": position });
    match dice.roll(12) {
        0 => ("textDocument/hover", here),
        1 => ("textDocument/completion", here),
        2 => ("textDocument/definition", here),
        3 => ("textDocument/references", {
            json!({ "textDocument": document, "position": position, "context": { "includeDeclaration": true } })
        }),
        4 => ("textDocument/semanticTokens/full", json!({ "textDocument": document })),
        5 => ("textDocument/inlayHint", json!({ "textDocument": document, "range": range })),
        6 => ("textDocument/codeLens", json!({ "textDocument": document })),
        7 => ("textDocument/codeAction", {
            json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } })
        }),
        8 => ("textDocument/documentSymbol", json!({ "textDocument": document })),
        9 => ("textDocument/foldingRange", json!({ "textDocument": document })),
        10 => ("textDocument/selectionRange", json!({ "textDocument": document, "positions": [position] })),
        _ => ("textDocument/signatureHelp", here),
    }
}

#[test]
fn interleaved_changes_and_requests_end_as_a_fresh_start() {
    // Another number makes another session.
    let chosen = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    for seed in chosen.map_or(vec![7, 4711], |seed| vec![seed]) {
        interleaved(seed);
    }
}

fn interleaved(seed: u64) {
    const STEPS: usize = 1_000;
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let mut dice = Dice(seed);
    let files = [ZONES, "water-treatment/conduits.zc", "water-treatment/site.zc"];
    let mut texts: Vec<String> = files.iter().map(|file| workspace.text(file)).collect();
    let mut versions = [1; 3];
    for (file, text) in files.iter().zip(&texts) {
        client.open(&workspace.path(file), text);
    }
    let mut asked = Vec::new();
    for _ in 0..STEPS {
        let which = dice.roll(files.len());
        let (path, text) = (workspace.path(files[which]), &mut texts[which]);
        let mut offset = dice.roll(text.len() + 1);
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        if dice.roll(2) == 0 {
            let (method, params) = request(&uri(&path), &position(text, offset), &mut dice);
            let id = client.ask(method, params);
            if dice.roll(4) == 0 {
                client.notify("$/cancelRequest", json!({ "id": id }));
            }
            asked.push((method, id));
            continue;
        }
        let mut end = (offset + dice.roll(12)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let piece = PIECES[dice.roll(PIECES.len())];
        let mut change =
            json!({ "range": { "start": position(text, offset), "end": position(text, end) }, "text": piece });
        if let Some(character) = text[offset..].chars().next().filter(|one| one.len_utf16() == 2 && end == offset) {
            // Between the halves of a surrogate pair: the character's start is meant.
            let start = change["range"]["start"]["character"].as_u64().expect("a column");
            change["range"]["start"]["character"] = json!(start + 1);
            change["range"]["end"]["character"] = json!(start + 1);
            assert!(character.len_utf8() == 4);
        }
        text.replace_range(offset..end, piece);
        versions[which] += 1;
        client.change(&path, versions[which], &json!([change]));
    }
    for (method, id) in asked {
        let answer = client.answer(id);
        let code = answer["error"]["code"].as_i64();
        assert!(matches!(code, None | Some(-32800 | -32801)), "{method}: {answer}");
    }
    for (which, file) in files.iter().enumerate() {
        client.diagnostics(&workspace.path(file), versions[which]);
    }
    client.settle(QUIET);
    let mut fresh = workspace.client();
    for (file, text) in files.iter().zip(&texts) {
        fresh.open(&workspace.path(file), text);
    }
    for file in files {
        fresh.diagnostics(&workspace.path(file), 1);
    }
    fresh.settle(QUIET);
    let told = |client: &LanguageClient| -> Vec<(String, String)> {
        let all =
            client.published.iter().filter(|(_, one)| one["diagnostics"].as_array().is_some_and(|all| !all.is_empty()));
        all.map(|(document, one)| (document.clone(), one["diagnostics"].to_string())).collect()
    };
    assert_eq!(told(&client), told(&fresh), "seed {seed}");
    assert_eq!(client.quit().code(), Some(0));
}

#[test]
fn a_definition_in_the_standard_library_opens_as_a_file() {
    let workspace = Workspace::new();
    let mut client = workspace.client();
    let (path, text) = (workspace.path(ZONES), workspace.text(ZONES));
    client.open(&path, &text);
    let place = at(&text, "provides ");
    let params = json!({
        "textDocument": { "uri": uri(&path) },
        "position": { "line": place["line"], "character": place["character"].as_u64().expect("a column") + 10 },
    });
    let found = client.request("textDocument/definition", params);
    let first = if found.is_array() { &found[0] } else { &found };
    let target = first["uri"].as_str().or(first["targetUri"].as_str()).expect("a place");
    let copy = target.strip_prefix("file://").expect("a file");
    let metadata = fs::metadata(copy).expect("it is there");
    assert!(metadata.permissions().readonly(), "it is for reading");
    // The copy is a document of its own, with answers and without complaints.
    let text = fs::read_to_string(copy).expect("it can be read");
    client.open(Path::new(copy), &text);
    let outline = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": target } }));
    assert!(outline.as_array().is_some_and(|all| !all.is_empty()));
    client.settle(QUIET);
    let told = client.published.get(target).map(|one| one["diagnostics"].clone());
    assert!(told.is_none_or(|told| told == json!([])));
}
