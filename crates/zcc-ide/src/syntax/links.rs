//! Places in a document that lead elsewhere: addresses of the web, and the packages that are imported.

use zcc_base::TextRange;
use zcc_db::{File, Workspace, items, tree};
use zcc_hir::names::imports;
use zcc_syntax::ast::ItemKind;
use zcc_syntax::{TokenClass, TokenKind, lex};

use crate::host::Analysis;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To an address of the web.
    Web(String),
    /// To a file.
    File(File),
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is to be clicked.
    pub range: TextRange,
    /// Where it leads.
    pub target: LinkTarget,
}

impl Analysis {
    /// The links of a file, in order.
    pub fn links(&self, file: File) -> Vec<Link> {
        let db = &self.db;
        let text = file.text(db);
        let mut found = Vec::new();
        for token in lex(text) {
            let says = matches!(token.kind.class(), TokenClass::Comment | TokenClass::Docs);
            if says || token.kind == TokenKind::String {
                found.extend(addresses(token.text(text)).map(|range| {
                    let range = range + token.range.start;
                    let address = text.get(range.to_usize()).unwrap_or_default().to_owned();
                    Link { range, target: LinkTarget::Web(address) }
                }));
            }
        }
        for item in items(db, file) {
            let ItemKind::Import { package, .. } = &tree(db, *item).kind else { continue };
            let import = imports(db, file).iter().find(|import| import.anchor == item.anchor());
            let target = import.and_then(|import| import.target);
            let packages = Workspace::get(db).packages(db);
            let first = target.and_then(|at| packages.get(at as usize)?.files(db).first());
            let range = package.range + item.offset(db);
            found.extend(first.map(|first| Link { range, target: LinkTarget::File(*first) }));
        }
        found.sort_by_key(|link| link.range.start);
        found
    }
}

/// Where addresses stand in a text.
fn addresses(text: &str) -> impl Iterator<Item = TextRange> {
    const SCHEMES: [&str; 2] = ["https://", "http://"];
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = text.get(rest..)?;
        let start = rest + SCHEMES.iter().filter_map(|scheme| tail.find(scheme)).min()?;
        let tail = text.get(start..)?;
        let ends = |character: char| character.is_whitespace() || "\"'<>`)]}|\\".contains(character);
        let address = tail.split(ends).next().unwrap_or(tail).trim_end_matches(['.', ',', ';', ':', '!', '?']);
        rest = start + address.len().max(1);
        Some(TextRange::new(start as u32, (start + address.len()) as u32))
    })
    .filter(|range| range.end - range.start > "https://".len() as u32)
}

#[cfg(test)]
mod tests {
    use crate::testing::at_cursor;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let text =
            "// $0See https://example.org/a?b=c, and (http://example.com/x).\nzone a { tag: \"https://e.org/\" }";
        let (analysis, at) = at_cursor(text);
        let text = analysis.text(at.file);
        let found = analysis.links(at.file);
        let shown: Vec<&str> = found.iter().map(|link| &text[link.range.to_usize()]).collect();
        assert_eq!(shown, ["https://example.org/a?b=c", "http://example.com/x", "https://e.org/"]);
    }
}
