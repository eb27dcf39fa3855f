//! What a product's verdicts rest on: claims that only hold together with another component.

use std::io::{self, Write};

use zcc_db::{Db, Paint, Style, paint};
use zcc_eval::Assessment;
use zcc_hir::ids::Entity;
use zcc_hir::model::product_facts;
use zcc_hir::rules::capability;

/// Writes the conditions of use of every product that was judged: what stands after `with` in its claims. A product is
/// judged as if they were fulfilled; a site must see to it.
pub(crate) fn write(db: &dyn Db, assessment: &Assessment, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Vec::new();
    for subject in assessment.subjects() {
        let Entity::Product(product) = subject.entity else { continue };
        let facts = product_facts(db, product);
        for entry in facts.capabilities.entries() {
            for with in entry.mechanisms.iter().filter_map(|mechanism| mechanism.with) {
                let (has, needs) = (&capability(db, entry.capability).name, &capability(db, with.needs).name);
                lines.push(format!("{} has `{has}` only with another component that has `{needs}`", facts.name));
            }
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    lines.dedup();
    writeln!(out, "{}", paint(style, Paint::Strong, "conditions of use"))?;
    for line in lines {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)
}
