//! The pages of `docs/errors/`, embedded, and how Markdown looks on a terminal.

use zcc_base::Code;
use zcc_db::{Paint, Style, paint, wrap};

include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The page of a code, if it has one.
pub(crate) fn page(code: Code) -> Option<&'static str> {
    let name = code.to_string();
    PAGES.binary_search_by(|(code, _)| (*code).cmp(name.as_str())).ok().map(|at| PAGES[at].1)
}

/// Markdown for a terminal: headings strong, code blocks indented, paragraphs filled.
pub(crate) fn markdown(text: &str, style: &Style) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    let width = style.width.min(100);
    for line in text.lines().chain([""]) {
        let starts_block = line.starts_with("```") || line.starts_with('#') || line.trim().is_empty();
        let item = line.trim_start().starts_with("- ");
        if !in_code && (starts_block || item) && !paragraph.is_empty() {
            let indent = if paragraph.starts_with("- ") { 2 } else { 0 };
            out.push_str(&ticks(&wrap(&paragraph, width, 0, indent), style));
            out.push('\n');
            paragraph.clear();
        }
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            if !line.is_empty() {
                out.push_str(&paint(style, Paint::Note, &format!("    {line}")));
            }
            out.push('\n');
        } else if line.starts_with('#') {
            out.push_str(&paint(style, Paint::Strong, line.trim_start_matches('#').trim()));
            out.push('\n');
        } else if line.trim().is_empty() {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
        } else {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
        }
    }
    format!("{}\n", out.trim_end())
}

/// Code within a line, in colour where there are colours.
fn ticks(text: &str, style: &Style) -> String {
    if !style.color {
        return text.to_owned();
    }
    let mut out = String::new();
    for (position, part) in text.split('`').enumerate() {
        if position % 2 == 1 {
            out.push_str(&paint(style, Paint::Help, &format!("`{part}`")));
        } else {
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn markdown_reads_well_without_a_browser() {
        let style = Style { width: 40, ..Style::default() };
        let text = "# Z0001: title\n\nOne sentence that is long enough\nto be filled again by us.\n\n- an item\n- another\n\n```zc\nzone a {}\n```\n";
        expect![[r"
            Z0001: title

            One sentence that is long enough to be
            filled again by us.

            - an item
            - another

                zone a {}
        "]]
        .assert_eq(&markdown(text, &style));
    }

    #[test]
    fn each_page_belongs_to_a_code_and_names_it() {
        for (code, text) in PAGES {
            assert!(Code::parse(code).is_some(), "docs/errors/{code}.md has no code in the registry");
            assert!(text.starts_with(&format!("# {code}: ")), "docs/errors/{code}.md begins `# {code}: title`");
        }
    }
}
