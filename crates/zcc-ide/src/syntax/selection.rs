//! What to select next: from the word under the cursor outwards.

use zcc_base::TextRange;
use zcc_db::{File, items, tree};
use zcc_syntax::lex;

use super::nodes::nodes;
use crate::host::Analysis;

impl Analysis {
    /// The ranges around an offset, innermost first, each larger than the one before; the whole file is the last.
    pub fn selection_ranges(&self, file: File, offset: u32) -> Vec<TextRange> {
        let db = &self.db;
        let text = file.text(db);
        let mut found = Vec::new();
        for item in items(db, file) {
            let body = item.text(db);
            let start = item.offset(db);
            if offset < start || offset > start + body.len() as u32 {
                continue;
            }
            let here = offset - start;
            let touches = |range: TextRange| range.start <= here && here <= range.end && range.end > range.start;
            found.extend(lex(body).iter().map(|token| token.range).filter(|range| touches(*range)));
            nodes(tree(db, *item), &mut |range| {
                if touches(range) {
                    found.push(range);
                }
            });
            found.push(TextRange::new(0, body.trim_end().len() as u32));
            found.iter_mut().for_each(|range| *range = *range + start);
            break;
        }
        found.push(TextRange::new(0, text.len() as u32));
        found.sort_by_key(|range| (range.end - range.start, range.start));
        // Only what lies around everything before it: of two words that touch the cursor, the first.
        let mut nested: Vec<TextRange> = Vec::new();
        for range in found {
            match nested.last() {
                Some(last) if *last == range || last.start < range.start || last.end > range.end => {}
                _ => nested.push(range),
            }
        }
        nested
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::testing::at_cursor;

    #[test]
    fn a_selection_grows_from_the_word_to_the_file() {
        let (analysis, at) = at_cursor("zone a {\n  component c: acme.plc$0_500 { tag: \"T\" }\n}\n\nzone b {}\n");
        let text = analysis.text(at.file);
        let shown: Vec<String> = analysis
            .selection_ranges(at.file, at.offset)
            .into_iter()
            .map(|range| text[range.to_usize()].replace('\n', "⏎"))
            .collect();
        expect![[r#"
            plc_500
            acme.plc_500
            component c: acme.plc_500 { tag: "T" }
            ⏎  component c: acme.plc_500 { tag: "T" }⏎
            {⏎  component c: acme.plc_500 { tag: "T" }⏎}
            zone a {⏎  component c: acme.plc_500 { tag: "T" }⏎}
            zone a {⏎  component c: acme.plc_500 { tag: "T" }⏎}⏎⏎zone b {}⏎"#]]
        .assert_eq(&shown.join("\n"));
    }
}
