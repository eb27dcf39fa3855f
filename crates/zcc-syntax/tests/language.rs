//! Each code block of the language's design parses without a word.

use zcc_syntax::ast::{BlockKind, ItemKind};
use zcc_syntax::{DeclarationKind, file_docs, parse_file};

#[track_caller]
fn clean(text: &str) -> Vec<(Option<DeclarationKind>, String)> {
    let parsed = parse_file(text);
    for chunk in &parsed {
        assert_eq!(chunk.parsed.diagnostics, [], "{:?}", chunk.chunk.name);
        assert!(!matches!(chunk.parsed.item.kind, ItemKind::Error));
    }
    parsed.into_iter().map(|parsed| (parsed.chunk.kind, parsed.chunk.name.unwrap_or_default().to_string())).collect()
}

fn block(kind: BlockKind, name: &str) -> (Option<DeclarationKind>, String) {
    (Some(DeclarationKind::Block(kind)), name.to_owned())
}

#[test]
fn the_model() {
    let text = include_str!("fixtures/model.zc");
    assert_eq!(
        clean(text),
        [
            (Some(DeclarationKind::Import), "acme_controllers".to_owned()),
            block(BlockKind::Site, "riverside"),
            block(BlockKind::Zone, "business"),
            block(BlockKind::Zone, "dmz"),
            block(BlockKind::Zone, "control"),
            block(BlockKind::Zone, "safety"),
            block(BlockKind::Conduit, "plant_feed"),
            block(BlockKind::Waiver, "panel_lock"),
            block(BlockKind::Countermeasure, "manned_room"),
        ]
    );
    assert_eq!(file_docs(text).map(|docs| docs.0).as_deref(), Some("Riverside truck-loading terminal."));
}

#[test]
fn a_capability_library() {
    let names = clean(include_str!("fixtures/library_product.zc"));
    assert_eq!(
        names,
        [
            block(BlockKind::Product, "plc_500"),
            block(BlockKind::Protocol, "opc_ua"),
            block(BlockKind::Protocol, "modbus_tcp")
        ]
    );
}

#[test]
fn a_rule_library() {
    let names = clean(include_str!("fixtures/rules.zc"));
    let kinds: Vec<_> = names.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(
        kinds,
        [
            Some(DeclarationKind::Block(BlockKind::Capability)),
            Some(DeclarationKind::Enum),
            Some(DeclarationKind::Attribute),
            Some(DeclarationKind::Block(BlockKind::Catalog)),
            Some(DeclarationKind::Requirement),
            Some(DeclarationKind::Relation),
            Some(DeclarationKind::Define),
        ]
    );
    assert_eq!(names[2].1, "purpose");
    assert_eq!(names[4].1, "SR 1.1");
}

#[test]
fn tests_in_the_language() {
    let names = clean(include_str!("fixtures/tests.zc"));
    assert_eq!(names[0].1, "a shared account fails the first enhancement");
    assert_eq!(names.len(), 2);
}

#[test]
fn everything_the_language_page_does_not_show() {
    clean(include_str!("fixtures/rest.zc"));
}
