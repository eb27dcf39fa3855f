//! What the compiler reads, the grammar reads too: real files, documents, fixtures and random programs.

use crate::common::{faults, parse};
use proptest::prelude::*;
use zcc_syntax::parse_file;
use zcc_tests::files::{below, real_files, repository, tests_folder};
use zcc_tests::{fixture, generate, slips};

/// Whether the compiler's parser has nothing to say against a text.
fn compiler_reads(text: &str) -> bool {
    parse_file(text).iter().all(|chunk| chunk.parsed.diagnostics.is_empty())
}

fn assert_clean(texts: impl IntoIterator<Item = (String, String)>) -> usize {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in texts {
        count += 1;
        wrong.extend(faults(&text).into_iter().take(3).map(|fault| format!("{name}:{fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    count
}

#[test]
fn every_real_file_is_read_without_an_error() {
    assert!(assert_clean(real_files()) > 60);
}

#[test]
fn every_fixture_that_the_compiler_reads_is_read_without_an_error() {
    let fixtures = below(&tests_folder().join("fixtures"), ".zc").expect("the fixtures can be read");
    let files = fixtures.iter().flat_map(|(path, text)| {
        let name = path.display().to_string();
        fixture::split(text).into_iter().map(move |(file, text)| (format!("{name} {file}"), text))
    });
    let readable = files.filter(|(name, text)| !name.ends_with(".toml") && compiler_reads(text));
    assert!(assert_clean(readable) > 100);
}

#[test]
fn every_block_of_the_documents_is_read_without_an_error() {
    let root = repository();
    let mut blocks = Vec::new();
    for (path, page) in below(&root.join("docs"), ".md").expect("the documents can be read") {
        for (index, block) in page.split("```zc\n").skip(1).enumerate() {
            let block = block.split("```").next().unwrap_or_default();
            // A block may be several files.
            for file in fixture::split(block).into_iter().filter(|(name, _)| name.ends_with(".zc")) {
                blocks.push((format!("{} {index} {}", path.display(), file.0), file.1));
            }
        }
    }
    assert!(assert_clean(blocks.into_iter().filter(|(_, text)| compiler_reads(text))) > 100);
}

#[test]
fn what_one_slip_leaves_readable_is_read_without_an_error() {
    let file = |name: &str| real_files().into_iter().find(|(path, _)| path == name).expect("the file is there").1;
    for name in ["examples/riverside/site.zc", "stdlib/iec62443/part_3_3/tre.zc"] {
        let text = file(name);
        let all = slips::left_out(&text).chain(slips::broken_off(&text));
        let readable = all.filter(|slip| compiler_reads(&slip.text));
        assert_clean(readable.map(|slip| (format!("{name} at {}, {}", slip.at, slip.what), slip.text)));
    }
}

#[test]
fn damage_stays_where_it_is() {
    // What the grammar knows around a mistake is what gives an editor its colours: most declarations stay whole.
    let mut worst = Vec::new();
    for (path, text) in real_files().into_iter().filter(|(path, _)| path.starts_with("examples/")) {
        let whole = parse(&text).root_node().named_child_count();
        for slip in slips::broken_off(&text) {
            let tree = parse(&slip.text);
            let root = tree.root_node();
            let kept = (0..)
                .map_while(|index| root.named_child(index))
                .filter(|node| !node.is_error() && !node.has_error())
                .count();
            if kept + 6 < whole {
                worst.push(format!("{path} at {}, {}: {kept} of {whole}", slip.at, slip.what));
            }
        }
    }
    assert!(worst.len() < 20, "{} slips break more than a few declarations:\n{}", worst.len(), worst.join("\n"));
}

#[test]
fn an_edit_gives_the_tree_of_a_fresh_start() {
    let text = "zone control {\n  target: SL 2\n  count: 8 days\n  accepts: SR 1.1\n}\n\nzone dmz {}\n";
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&crate::common::language()).expect("the parser is of a version that the library reads");
    for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
        for inserted in ["{", "\"", ":", "/*", " RE 1", "in"] {
            let old = text;
            let mut tree = parser.parse(old, None).expect("nothing cancels the parser");
            let new = [&old[..at], inserted, &old[at..]].concat();
            let point = |text: &str, at: usize| {
                let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
                tree_sitter::Point::new(text[..at].matches('\n').count(), at - line)
            };
            tree.edit(&tree_sitter::InputEdit {
                start_byte: at,
                old_end_byte: at,
                new_end_byte: at + inserted.len(),
                start_position: point(old, at),
                old_end_position: point(old, at),
                new_end_position: point(&new, at + inserted.len()),
            });
            let edited = parser.parse(&new, Some(&tree)).expect("nothing cancels the parser");
            let fresh = parse(&new);
            if !fresh.root_node().has_error() {
                assert_eq!(edited.root_node().to_sexp(), fresh.root_node().to_sexp(), "{inserted} at {at}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_random_program_is_read_without_an_error(choices in prop::collection::vec(any::<u32>(), 0..800)) {
        let texts = generate::program(&choices).into_iter().chain(generate::standard_site(&choices));
        for (name, text) in texts {
            prop_assert!(faults(&text).is_empty(), "{name}: {:?}\n{text}", faults(&text));
        }
    }

    #[test]
    fn no_text_stops_the_parser(text in "(?s)(zone|base|[a-f0-9:.]{0,9}|\\{|\\}|\"|`|in|/\\*|\\*/|[ \n]|.){0,40}") {
        parse(&text);
    }
}
