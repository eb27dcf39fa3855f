//! Why a clause came out as it did: a page in Markdown with links into the texts.

use zcc_base::Place;
use zcc_db::Db;
use zcc_eval::findings::{Detail, Group, Remedies, clause_place, clause_text, clause_view, cover_name, message};
use zcc_eval::{Explanation, Finding, Gap, Reason, Reference, assess_parallel, explain};
use zcc_hir::ids::{ClauseId, Entity};
use zcc_hir::model::{entity_path, entity_place, origin_place};
use zcc_hir::rules::{catalog, clause_docs, requirement};
use zcc_hir::value::Truth;

use crate::host::Analysis;
use crate::target::FileRange;

/// How many witnesses are listed.
const WITNESSES: usize = 50;

/// A page to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is about.
    pub title: String,
    /// What it says.
    pub markdown: String,
}

/// How a place is linked to: its name and its address, if it has one.
pub type Linking<'l> = &'l dyn Fn(FileRange) -> Option<(String, String)>;

impl Analysis {
    /// The page on a finding, by its fingerprint or the first digits of it. `None` if no finding has that.
    pub fn explain_finding(&self, fingerprint: &str, linking: Linking<'_>) -> Option<Page> {
        let wanted = fingerprint.to_ascii_lowercase();
        let is_wanted = |finding: &&Finding| !wanted.is_empty() && finding.digits().starts_with(&wanted);
        let finding = assess_parallel(&self.db).findings().find(is_wanted)?;
        Some(Writer { db: self.db(), linking, out: String::new() }.finding(finding))
    }
}

struct Writer<'a> {
    db: &'a dyn Db,
    linking: Linking<'a>,
    out: String,
}

impl Writer<'_> {
    fn finding(mut self, finding: &Finding) -> Page {
        let db = self.db;
        let clause = clause_view(db, finding.clause);
        let product = matches!(finding.subject, Entity::Product(_));
        let explanation = explain(db, finding.clause, finding.subject, product);
        let title = format!("{} for {}", clause.id, entity_path(db, finding.subject));
        self.line(&format!("# {}: {}", escaped(&clause.id), escaped(&clause.title)));
        self.verdict(finding, explanation.as_ref());
        self.purpose(finding.clause);
        if let Some(explanation) = &explanation {
            self.line("## Why");
            self.reasons(&explanation.because, 0);
            self.out.push('\n');
        }
        self.witnesses(finding);
        self.ways_out(finding);
        self.rule(finding.clause);
        self.line(&format!("Finding `{}`", finding.short_fingerprint()));
        Page { title, markdown: self.out }
    }

    /// A paragraph.
    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push_str("\n\n");
    }

    fn linked(&self, text: &str, place: Place) -> String {
        match (self.linking)(FileRange::of(self.db, place)) {
            Some((_, address)) => format!("[{text}]({address})"),
            None => text.to_owned(),
        }
    }

    fn entity(&self, entity: Entity) -> String {
        self.linked(&format!("`{}`", entity_path(self.db, entity)), entity_place(self.db, entity))
    }

    fn verdict(&mut self, finding: &Finding, explanation: Option<&Explanation>) {
        let db = self.db;
        let clause = clause_view(db, finding.clause);
        let declared = catalog(db, finding.catalog);
        let words = explanation.map_or_else(|| finding.verdict.word().to_owned(), Explanation::verdict_words);
        let kind = finding.subject.kind().word();
        let as_capable = if explanation.is_some_and(|explanation| explanation.capable) { ", as capable" } else { "" };
        self.line(&format!("**{words}** for {kind} {}{as_capable}", self.entity(finding.subject)));
        let mut facts = vec![escaped(&declared.title)];
        if let Some(family) = declared.families.get(clause.family) {
            facts.push(format!("{}, {}", family.name, escaped(&family.title)));
        }
        facts.extend(clause.level.map(|level| format!("from {level}")));
        self.line(&format!("*{}*", facts.join(" · ")));
    }

    /// What the clause is for and what it asks.
    fn purpose(&mut self, clause: ClauseId) {
        let docs = clause_docs(self.db, clause.requirement).get(usize::from(clause.clause)).cloned();
        let docs = docs.unwrap_or_default();
        if !docs.intent.is_empty() {
            let quoted: Vec<String> = docs.intent.lines().map(|line| format!("> {line}")).collect();
            self.line(&quoted.join("\n"));
        }
        if !docs.asks.is_empty() {
            self.line(&format!("**Asks:** {}", docs.asks));
        }
    }

    fn reasons(&mut self, reasons: &[Reason], depth: usize) {
        let indent = "  ".repeat(depth);
        for reason in reasons {
            let mark = match reason.truth {
                Truth::True => "✓",
                Truth::False => "✗",
                Truth::Unknown => "?",
            };
            let place = reason.references.iter().find_map(|reference| match reference {
                Reference::Origin(origin) => Some(origin_place(self.db, *origin)),
                Reference::Entity(entity) => Some(entity_place(self.db, *entity)),
                Reference::Body(..) => None,
            });
            let link = place.and_then(|place| (self.linking)(FileRange::of(self.db, place)));
            let link = link.map_or_else(String::new, |(name, address)| format!(" — [{name}]({address})"));
            self.out.push_str(&format!("{indent}- {mark} {}{link}\n", escaped(&reason.text)));
            self.reasons(&reason.because, depth + 1);
            if reason.omitted > 0 {
                self.out.push_str(&format!("{indent}  - and {} more\n", reason.omitted));
            }
        }
    }

    fn witnesses(&mut self, finding: &Finding) {
        let db = self.db;
        self.line("## What falls short");
        for witness in finding.witnesses.iter().take(WITNESSES) {
            let seen = zcc_eval::findings::Seen { finding, witness };
            let perhaps = if witness.gap == Gap::Unproven { "perhaps " } else { "" };
            let text = escaped(&message(db, finding, witness));
            let at = self.entity(seen.pointed());
            self.out.push_str(&format!("- {at}: {perhaps}{text} ({})\n", witness.gap.word()));
        }
        if finding.witnesses.len() > WITNESSES {
            self.out.push_str(&format!("- and {} more\n", finding.witnesses.len() - WITNESSES));
        }
        for covered in finding.covered.iter().take(WITNESSES) {
            let seen = zcc_eval::findings::Seen { finding, witness: &covered.witness };
            let at = self.entity(seen.pointed());
            self.out.push_str(&format!("- {at}: covered by {}\n", cover_name(db, covered.cover)));
        }
        self.out.push('\n');
    }

    fn ways_out(&mut self, finding: &Finding) {
        let db = self.db;
        let told = Group::of(&finding).diagnostic(db, &Remedies::new(db), Detail { all: true, package: "" });
        if let Some(help) = told.help {
            self.line("## What would mend it");
            for way in help.lines().filter(|line| !line.trim().is_empty()) {
                self.out.push_str(&format!("- {}\n", escaped(way)));
            }
            self.out.push('\n');
        }
    }

    fn rule(&mut self, clause: ClauseId) {
        let db = self.db;
        let (Some(place), Some(text)) = (clause_place(db, clause), clause_text(db, clause)) else { return };
        self.line("## The rule");
        let id = requirement(db, clause.requirement).id.clone();
        let name = (self.linking)(FileRange::of(db, place));
        let name = name.map_or_else(|| id.to_string(), |(name, address)| format!("[{name}]({address})"));
        self.line(&name);
        self.line(&format!("```zc\n{text}\n```"));
    }
}

/// A text that means nothing to Markdown, code between backticks aside.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let balanced = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    for c in text.chars() {
        match c {
            '`' if balanced => in_code = !in_code,
            '\\' | '*' | '<' | '[' | ']' | '#' | '|' | '`' if !in_code => out.push('\\'),
            _ => {}
        }
        out.push(c);
    }
    out
}
