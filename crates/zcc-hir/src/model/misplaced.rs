//! What is said of declarations that stand where they cannot, or under a name that another has.

use zcc_base::{Code, Diagnostic, Place};
use zcc_db::{Db, Item, tree};
use zcc_syntax::ast::{BlockKind, ItemKind};

use super::blocks::word;
use super::names::PlaceTable;
use super::source::{Finder, name_range};

/// Zones and conduits whose path another took.
pub(crate) fn duplicate_places(finder: &Finder<'_>, table: &PlaceTable, told: &mut Vec<Diagnostic>) {
    for (anchor, position, first) in table.duplicates() {
        let Some(entry) = table.entry(*first) else { continue };
        told.push(
            Diagnostic::new(
                Code::DUPLICATE_NAME,
                finder.position(*anchor, *position),
                format!("`{}` is declared twice", entry.path),
            )
            .label("declared again here")
            .secondary(finder.position(entry.anchor, entry.position), "first declared here")
            .help("give one of them another name, or remove it"),
        );
    }
}

/// A component, boundary device or channel at the top level.
pub(crate) fn in_no_zone(db: &dyn Db, item: Item<'_>, kind: BlockKind) -> Diagnostic {
    let tree = tree(db, item);
    let (range, name) = match &tree.kind {
        ItemKind::Block(block) => (name_range(block), block.name.as_ref().map_or("", |name| name.text.as_str())),
        _ => (tree.range, ""),
    };
    no_zone(Place { anchor: item.anchor(), range }, name, kind)
}

/// The message for an asset in no zone.
pub(crate) fn no_zone(place: Place, name: &str, kind: BlockKind) -> Diagnostic {
    let word = word(kind);
    let (message, help) = match kind {
        BlockKind::Boundary => (
            format!("boundary device `{name}` guards no conduit"),
            "move it into the `conduit` whose crossing it guards",
        ),
        BlockKind::Channel => (
            format!("channel `{name}` is in no zone or conduit"),
            "move it into the zone of its components, or into the conduit that joins their zones",
        ),
        _ => (
            format!("{word} `{name}` is in no zone"),
            "move it into the braces of a `zone`; every asset belongs to exactly one",
        ),
    };
    Diagnostic::new(Code::ASSET_IN_NO_ZONE, place, message).help(help)
}

/// Something other than a test in a file for tests.
pub(crate) fn only_tests(db: &dyn Db, item: Item<'_>) -> Diagnostic {
    let place = Place { anchor: item.anchor(), range: crate::names::name_range(tree(db, item)) };
    Diagnostic::new(Code::ONLY_TESTS, place, "a file named `*_test.zc` holds tests only")
        .help("move this declaration to another file of the package, or into a `test` block")
}
