//! Every ```` ```zc ```` block of the documents is compiled, and every diagnostic code has a page that raises it.
//!
//! A block is a file, or several where lines `//- plant/site.zc` name them: then the folder of the first is the package.
//! `UPDATE_EXPECT=1` writes the index of the error pages anew from the registry.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use zcc_base::{Code, REGISTRY, Severity};
use zcc_db::{Db, MemorySystem, Workspace, items, load};
use zcc_eval::findings::{Detail, findings};
use zcc_eval::{assess, run_test};
use zcc_hir::model::test_model;
use zcc_tests::database::{AS_OF, Database};
use zcc_tests::files::{below, repository};

/// What the codes that begin alike are about.
const CHAPTERS: [(&str, &str); 9] = [
    ("Z00", "Files and folders"),
    ("Z01", "Reading the text"),
    ("Z02", "Names"),
    ("Z03", "Types and rules"),
    ("Z04", "Capabilities and libraries"),
    ("Z05", "The model"),
    ("Z06", "Waivers, countermeasures and tests"),
    ("Z07", "Packages"),
    ("Z10", "Findings"),
];

/// A fenced block: its language, the line that it begins on, and its text.
struct Block {
    language: String,
    line: usize,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (number, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(language), None) => {
                open = Some(Block { language: language.trim().to_owned(), line: number + 2, text: String::new() });
            }
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    found
}

fn zc_blocks(page: &str) -> Vec<Block> {
    blocks(page).into_iter().filter(|block| block.language == "zc").collect()
}

/// The files of a block by path, all of them below a folder.
fn files(block: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in block.split_inclusive('\n') {
        match line.strip_prefix("//- ") {
            Some(path) => files.push((path.trim().to_owned(), String::new())),
            None if files.is_empty() => files.push(("package/main.zc".to_owned(), line.to_owned())),
            None => files.iter_mut().next_back().into_iter().for_each(|(_, text)| text.push_str(line)),
        }
    }
    files
}

/// What is said of a block: each code with its message, and whether all its tests pass.
struct Said {
    /// What is wrong or odd, found before anything is judged.
    compiling: Vec<(Code, String)>,
    /// What the judgement found.
    judging: Vec<(Code, String)>,
    /// The tests in it that miss what they expect.
    missed: Vec<String>,
}

impl Said {
    fn compiling(compiling: Vec<(Code, String)>) -> Self {
        Self { compiling, judging: Vec::new(), missed: Vec::new() }
    }
}

/// Compiles a block, judges it and runs its tests.
fn say(block: &str) -> Said {
    let files = files(block);
    let package = files.first().and_then(|(path, _)| path.split('/').next()).unwrap_or_default();
    let system = files.iter().fold(MemorySystem::new(), |system, (path, text)| system.file(path, text));
    let db = Database::default();
    if let Err(errors) = load(&system, &db, &PathBuf::from("/").join(package), AS_OF, zcc_std::FILES) {
        return Said::compiling(errors.into_iter().map(|error| (error.code, error.message)).collect());
    }
    let diagnostics = db.diagnostics();
    let compiling = diagnostics.iter().map(|one| (one.code, one.message.clone())).collect();
    if diagnostics.iter().any(|one| one.severity == Severity::Error) {
        return Said::compiling(compiling);
    }
    Said { compiling, judging: judged(&db), missed: misses(&db) }
}

/// What the command line and an editor tell of what an assessment found.
fn judged(db: &dyn Db) -> Vec<(Code, String)> {
    let told = findings(db, assess(db), Detail::default());
    told.into_iter().map(|one| (one.code, one.message)).collect()
}

/// The expectations of the package's tests that do not come true.
fn misses(db: &dyn Db) -> Vec<String> {
    let package = Workspace::get(db).root(db);
    let all = package.files(db).iter().flat_map(|file| items(db, *file)).copied();
    let tests = all.filter(|item| !test_model(db, *item).expectations.is_empty());
    tests.flat_map(|test| run_test(db, test).misses.clone()).map(|miss| miss.message).collect()
}

fn pages() -> BTreeMap<String, String> {
    let found = below(&repository().join("docs/errors"), ".md").expect("the pages can be read");
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    found.into_iter().map(|(path, text)| (stem(&path), text)).filter(|(name, _)| name != "README").collect()
}

fn codes(said: &[(Code, String)]) -> BTreeSet<Code> {
    said.iter().map(|(code, _)| *code).collect()
}

#[test]
fn every_block_of_readme_tutorial_and_reference_compiles_without_a_warning() {
    let root = repository();
    let mut wrong = Vec::new();
    for path in ["README.md", "docs/tutorial.md", "docs/reference.md", "docs/json.md"] {
        let text = fs::read_to_string(root.join(path)).expect("the document can be read");
        for block in zc_blocks(&text) {
            let said = say(&block.text);
            let messages = said.compiling.iter().map(|(code, message)| format!("{code}: {message}"));
            wrong.extend(messages.chain(said.missed).map(|message| format!("{path}:{}: {message}", block.line)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_first_block_of_a_page_raises_its_code_and_the_second_does_not() {
    let pages = pages();
    let mut wrong = Vec::new();
    for entry in REGISTRY {
        let name = entry.code.to_string();
        let blocks = pages.get(&name).map(|page| zc_blocks(page)).unwrap_or_default();
        let about_files = name.starts_with("Z00");
        let expected = if about_files { 0 } else { 2 };
        if blocks.len() != expected {
            wrong.push(format!("{name}: {} `zc` blocks instead of {expected}", blocks.len()));
        }
        for (position, block) in blocks.iter().enumerate() {
            let said = say(&block.text);
            // The pages about findings compile; what the others' blocks would be judged is not their matter.
            let about_findings = name.starts_with("Z10");
            let told = if about_findings { &said.judging } else { &said.compiling };
            let quiet = said.missed.is_empty() && (!about_findings || said.compiling.is_empty());
            let raised = codes(told);
            let right = match (position, about_findings) {
                (0, false) => raised == BTreeSet::from([entry.code]),
                (0, true) => raised.contains(&entry.code),
                _ => raised.is_empty(),
            };
            if !right || !quiet {
                let Said { compiling, judging, missed } = said;
                wrong.push(format!(
                    "{name}: the block on line {} raises {compiling:?} {judging:?} {missed:?}",
                    block.line
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_page_that_begins_with_its_title_and_every_page_a_code() {
    let pages = pages();
    for entry in REGISTRY {
        let name = entry.code.to_string();
        let page = pages.get(&name).unwrap_or_else(|| panic!("docs/errors/{name}.md is missing"));
        let title = format!("# {name}: {}\n\n", entry.title);
        assert!(page.starts_with(&title), "docs/errors/{name}.md must begin with `{}`", title.trim());
        assert!(page.contains("\nWhat to do: "), "docs/errors/{name}.md does not say what to do");
    }
    for name in pages.keys() {
        assert!(Code::parse(name).is_some_and(|code| code.to_string() == *name), "docs/errors/{name}.md has no code");
    }
}

#[test]
fn the_index_of_the_error_pages_is_that_of_the_registry() {
    let path = repository().join("docs/errors/README.md");
    let mut index = "# Error index\n\nEvery message of zcc has a code that never changes its meaning. `zcc explain Z0201` shows \
                     the same pages on a terminal.\nThis index is made from the registry in `crates/zcc-base/src/code.rs`.\n"
        .to_owned();
    for (start, title) in CHAPTERS {
        let _ = write!(index, "\n## {title}\n\n| code | severity | what it means |\n| --- | --- | --- |\n");
        for entry in REGISTRY.iter().filter(|entry| entry.code.to_string().starts_with(start)) {
            let severity = if entry.severity == Severity::Error { "error" } else { "warning" };
            let _ = writeln!(index, "| [{0}]({0}.md) | {severity} | {1} |", entry.code, entry.title);
        }
    }
    let rows = index.lines().filter(|line| line.starts_with("| [Z")).count();
    assert_eq!(rows, REGISTRY.len(), "a code belongs to no chapter");
    let found = fs::read_to_string(&path).unwrap_or_default();
    if found == index {
    } else if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(path, index).expect("the index can be written");
    } else {
        panic!("docs/errors/README.md is stale; `UPDATE_EXPECT=1 cargo test -p zcc-tests --test documents` writes it");
    }
}

#[test]
fn what_the_documents_link_to_is_there() {
    let root = repository();
    let mut documents = vec![root.join("README.md"), root.join("ARCHITECTURE.md")];
    documents.extend(below(&root.join("docs"), ".md").expect("documents").into_iter().map(|(path, _)| path));
    let mut wrong = Vec::new();
    for document in documents {
        let text = fs::read_to_string(&document).expect("the document can be read");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            let folder = document.parent().unwrap_or(&root);
            if !file.is_empty() && !file.contains("://") && !folder.join(file).exists() {
                wrong.push(format!("{}: {target}", document.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}
