//! What people read: findings, levels, and what was judged.

pub(crate) mod conditions;
pub(crate) mod findings;
pub(crate) mod levels;
pub(crate) mod reasons;
pub(crate) mod summary;

use zcc_db::{Paint, Style, paint};

/// A heading that runs across the page: `── zone control · Basic process control ───── 3 findings ──`.
pub(crate) fn heading(style: &Style, name: &str, title: Option<&str>, right: &str) -> String {
    let (rule, dot) = if style.unicode { ("─", "·") } else { ("-", "-") };
    let width = style.width.min(120);
    let used = 3 + name.chars().count() + 1 + if right.is_empty() { 0 } else { right.chars().count() + 4 };
    let title = title.map(|title| format!(" {dot} {}", shortened(title, width.saturating_sub(used + 8), style)));
    let title = title.unwrap_or_default();
    let fill = width.saturating_sub(used + title.chars().count()).max(2);
    let mut line = format!(
        "{} {}{} {}",
        paint(style, Paint::Frame, &rule.repeat(2)),
        paint(style, Paint::Strong, name),
        title,
        paint(style, Paint::Frame, &rule.repeat(fill)),
    );
    if !right.is_empty() {
        line.push_str(&format!(" {right} {}", paint(style, Paint::Frame, &rule.repeat(2))));
    }
    line
}

/// A text that takes at most `width` columns.
pub(crate) fn shortened(text: &str, width: usize, style: &Style) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let mark = if style.unicode { "…" } else { "..." };
    let keep = width.saturating_sub(mark.chars().count());
    let kept: String = text.chars().take(keep).collect();
    format!("{}{mark}", kept.trim_end())
}

#[cfg(test)]
mod tests;
