//! Stubs of waivers and countermeasures that cover a finding and no more.

use zcc_base::format_date;
use zcc_db::{File, Workspace, item_of};
use zcc_eval::findings::clause_view;
use zcc_hir::ids::Entity;
use zcc_hir::model::{covers, entity_path, entity_place, resolve_entity};
use zcc_hir::rules::{catalog, find_clause};

use super::edits::Rewrite;
use super::{About, FindingAction, WayKind};

/// How long a waiver lasts, unless another day is written.
const DAYS: i64 = 365;

impl About<'_> {
    /// A countermeasure and a waiver that cover the witnesses of the finding.
    pub(super) fn covers(&self) -> Vec<FindingAction> {
        let (db, finding) = (self.db, self.finding);
        if matches!(finding.subject, Entity::Product(_) | Entity::Protocol(_)) {
            return Vec::new();
        }
        let clause = clause_view(db, finding.clause);
        let mut id = clause.id.to_string();
        if find_clause(db, &id, None).len() > 1 {
            id.push_str(&format!(" in {}", catalog(db, finding.catalog).name));
        }
        let mut paths: Vec<String> = Vec::new();
        for witness in &finding.witnesses {
            let path = entity_path(db, zcc_eval::findings::Seen { finding, witness }.pointed()).to_string();
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        let scope = if let [path] = paths.as_slice() { path.clone() } else { format!("[{}]", paths.join(", ")) };
        let until = format_date(i64::from(Workspace::get(db).as_of(db)) + DAYS);
        let (subject, title) = (self.subject(), &clause.title);
        let name = self.free_name(&clause.id);
        let stubs = [
            (
                WayKind::Compensate,
                format!("Add a countermeasure against {} in `{subject}`", clause.id),
                format!(
                    "countermeasure {name} \"TO DO: what makes up for it: {title}\" {{\n  compensates: {id}\n  for: {scope}\n  \
                     evidence: \"TO DO: what proves it\"\n}}\n"
                ),
            ),
            (
                WayKind::Waive,
                format!("Accept {} in `{subject}` until {until}", clause.id),
                format!(
                    "waiver {name} \"TO DO: what is accepted: {title}\" {{\n  accepts: {id}\n  for: {scope}\n  until: {until}\n  \
                     because: \"TO DO: why it can be lived with until then\"\n  requested_by: \"TO DO: who asks\"\n  \
                     approved_by: \"TO DO: who decides\"\n}}\n"
                ),
            ),
        ];
        let stub = |(kind, title, text)| {
            let mut rewrite = Rewrite::new(db);
            rewrite.append(self.home(kind == WayKind::Waive), text);
            FindingAction { edits: rewrite.finish(), ..self.action(kind, title) }
        };
        stubs.into_iter().map(stub).collect()
    }

    /// A name that no other declaration of the model has: `sr_1_1_re_2_control`.
    fn free_name(&self, clause: &str) -> String {
        let db = self.db;
        let plain = |text: &str| text.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let base = format!("{}_{}", plain(clause), plain(&self.subject()));
        let taken =
            |name: &str| covers(db).iter().any(|cover| cover.name == name) || resolve_entity(db, name).is_some();
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        std::iter::once(base.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(base)
    }

    /// The file for it: where others of its kind are, else where covers of any kind are, else that of the subject.
    fn home(&self, waiver: bool) -> File {
        let db = self.db;
        let all = covers(db);
        let known = all.iter().rev().find(|cover| cover.waiver == waiver).or_else(|| all.last());
        let anchor = known.map_or_else(|| entity_place(db, self.finding.subject).anchor, |cover| cover.anchor);
        item_of(db, anchor).file(db)
    }
}
