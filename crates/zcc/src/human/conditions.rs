//! What verdicts rest on: claims that only hold together with another component, and certificates that count only under
//! conditions.

use std::io::{self, Write};

use smol_str::SmolStr;
use zcc_base::{grouped, listed};
use zcc_db::{Db, Paint, Style, paint, visible, wrap};
use zcc_eval::Assessment;
use zcc_eval::findings::{Condition, conditions};

use crate::date::Date;

/// How many of those that rest on a certificate are named.
const NAMED: usize = 5;

/// Writes the conditions of use of everything that was judged.
pub(crate) fn write(db: &dyn Db, assessment: &Assessment, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let conditions = conditions(db, assessment);
    if conditions.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", paint(style, Paint::Strong, "conditions of use"))?;
    let width = if style.wrap { style.width } else { usize::MAX };
    for condition in &conditions {
        writeln!(out, "  {}", wrap(&visible(&said(condition)), width, 2, 4))?;
    }
    writeln!(out)
}

fn said(condition: &Condition) -> String {
    match condition {
        Condition::Partner { product, has, needs } => {
            format!("{product} has `{has}` only with another component that has `{needs}`")
        }
        Condition::Certificate { certificate, paths } => {
            let under: Vec<&str> = certificate.conditions.iter().map(SmolStr::as_str).collect();
            let mut rests: Vec<String> = paths.iter().take(NAMED).map(ToString::to_string).collect();
            if paths.len() > NAMED {
                rests.push(format!("{} more", grouped((paths.len() - NAMED) as u64)));
            }
            let condition = if under.len() == 1 { "its condition" } else { "its conditions" };
            let until = certificate.valid_until.map(|until| format!(", valid until {}", Date(until)));
            format!(
                "certificate {}{} counts for {} only under {condition}: {}",
                certificate.called(),
                until.map_or_else(String::new, |until| until + ","),
                listed(&rests),
                under.join("; ")
            )
        }
    }
}
