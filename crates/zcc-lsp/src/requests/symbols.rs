//! What a document and the workspace declare.

use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, SymbolInformation, WorkspaceSymbolParams,
};
use zcc_ide::{BlockKind, File, Outline, SymbolKind};

use crate::snapshot::Snapshot;

/// So many symbols a search answers with.
const MOST: usize = 256;

/// `textDocument/documentSymbol`
pub(crate) fn document_symbols(
    snapshot: &Snapshot,
    params: DocumentSymbolParams,
) -> Result<Option<DocumentSymbolResponse>> {
    let file = snapshot.file(&params.text_document)?;
    let outline = snapshot.analysis.outline(file);
    let text_document = snapshot.shared.client.text_document.as_ref();
    let nests = text_document.and_then(|one| one.document_symbol.as_ref());
    if nests.and_then(|one| one.hierarchical_document_symbol_support) == Some(true) {
        let nested = outline.iter().map(|one| nested(snapshot, file, one)).collect();
        return Ok(Some(DocumentSymbolResponse::Nested(nested)));
    }
    let mut flat = Vec::new();
    outline.iter().for_each(|one| flatten(snapshot, file, one, None, &mut flat));
    Ok(Some(DocumentSymbolResponse::Flat(flat)))
}

/// `workspace/symbol`
pub(crate) fn workspace_symbols(
    snapshots: &[Snapshot],
    params: WorkspaceSymbolParams,
) -> Result<Option<Vec<SymbolInformation>>> {
    let mut found: Vec<SymbolInformation> = Vec::new();
    for snapshot in snapshots {
        for symbol in snapshot.analysis.find_symbols(&params.query, MOST) {
            let Some(location) = snapshot.location(symbol.target) else { continue };
            let container = Some(symbol.container.to_string()).filter(|container| !container.is_empty());
            found.push(information(symbol.name.to_string(), symbol.kind, location, container));
        }
    }
    // Several packages stand on the same library.
    let mut seen = rustc_hash::FxHashSet::default();
    found.retain(|one| {
        let at = one.location.range.start;
        seen.insert((one.location.uri.clone(), at.line, at.character))
    });
    found.truncate(MOST);
    Ok(Some(found))
}

#[expect(deprecated, reason = "the protocol's type has a field that is no longer used")]
fn information(
    name: String,
    kind: SymbolKind,
    location: tower_lsp::lsp_types::Location,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation { name, kind: convert(kind), tags: None, deprecated: None, location, container_name }
}

#[expect(deprecated, reason = "the protocol's type has a field that is no longer used")]
fn nested(snapshot: &Snapshot, file: File, one: &Outline) -> DocumentSymbol {
    DocumentSymbol {
        // The protocol knows no symbol without a name.
        name: if one.name.is_empty() { "?".to_owned() } else { one.name.to_string() },
        detail: Some(one.detail.to_string()).filter(|detail| !detail.is_empty()),
        kind: convert(one.kind),
        tags: None,
        deprecated: None,
        range: snapshot.range(file, one.range),
        selection_range: snapshot.range(file, one.name_range),
        children: Some(one.children.iter().map(|child| nested(snapshot, file, child)).collect()),
    }
}

fn flatten(snapshot: &Snapshot, file: File, one: &Outline, container: Option<&str>, flat: &mut Vec<SymbolInformation>) {
    let target = zcc_ide::FileRange { file, range: one.range };
    if let Some(location) = snapshot.location(target) {
        flat.push(information(one.name.to_string(), one.kind, location, container.map(str::to_owned)));
    }
    one.children.iter().for_each(|child| flatten(snapshot, file, child, Some(&one.name), flat));
}

/// The protocol's kinds are those of programming languages; these have the pictures that fit.
const fn convert(kind: SymbolKind) -> tower_lsp::lsp_types::SymbolKind {
    use tower_lsp::lsp_types::SymbolKind as To;
    match kind {
        SymbolKind::Block(BlockKind::Site) => To::PACKAGE,
        SymbolKind::Block(BlockKind::Zone | BlockKind::Catalog) => To::NAMESPACE,
        SymbolKind::Block(BlockKind::Conduit | BlockKind::Capability) => To::INTERFACE,
        SymbolKind::Block(BlockKind::Component | BlockKind::Boundary) => To::OBJECT,
        SymbolKind::Block(BlockKind::Channel) => To::EVENT,
        SymbolKind::Block(BlockKind::Product | BlockKind::Protocol) => To::CLASS,
        SymbolKind::Block(BlockKind::Profile | BlockKind::Certificate) => To::STRUCT,
        SymbolKind::Block(BlockKind::Waiver | BlockKind::Countermeasure) => To::KEY,
        SymbolKind::Import => To::MODULE,
        SymbolKind::Enum => To::ENUM,
        SymbolKind::Variant | SymbolKind::Family => To::ENUM_MEMBER,
        SymbolKind::Attribute => To::PROPERTY,
        SymbolKind::Requirement => To::CONSTANT,
        SymbolKind::Clause => To::FIELD,
        SymbolKind::Define | SymbolKind::Relation => To::FUNCTION,
        SymbolKind::Test => To::METHOD,
    }
}
