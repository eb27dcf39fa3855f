//! `zcc/zones`: zones and conduits with their levels and findings, for trees and maps.

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::lsp_types::{TextDocumentIdentifier, Url};
use zcc_ide::{ComponentView, FamilyView, FindingView, Severity, ZoneView};

use crate::backend::Backend;
use crate::snapshot::Snapshot;

/// Of which package: that of a document, else all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ZonesParams {
    /// The document.
    pub(crate) text_document: Option<TextDocumentIdentifier>,
}

impl Backend {
    /// Answers `zcc/zones`.
    pub(crate) async fn zones(&self, params: ZonesParams) -> Result<Value> {
        match &params.text_document {
            Some(document) => {
                self.of_document(document.uri.clone(), params, |snapshot, _| zones(std::slice::from_ref(snapshot)))
                    .await
            }
            None => self.of_workspace(params, |snapshots, _| zones(snapshots)).await,
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of all answers")]
fn zones(snapshots: &[Snapshot]) -> Result<Value> {
    let packages: Vec<Value> = snapshots
        .iter()
        .map(|snapshot| {
            let analysis = &snapshot.analysis;
            let subjects: Vec<Value> = analysis.zones().into_iter().map(|zone| subject(snapshot, zone)).collect();
            json!({
                "name": analysis.package_name(),
                "uri": Url::from_file_path(&snapshot.folder).ok(),
                "asOf": zcc_base::format_date(i64::from(analysis.as_of())),
                "broken": analysis.is_broken(),
                "subjects": subjects,
            })
        })
        .collect();
    Ok(json!({ "packages": packages }))
}

fn subject(snapshot: &Snapshot, zone: ZoneView) -> Value {
    let levels: Vec<Value> = zone
        .levels
        .into_iter()
        .map(|(catalog, families)| {
            let families: Vec<Value> = families.into_iter().map(family).collect();
            json!({ "catalog": catalog.as_str(), "families": families })
        })
        .collect();
    let findings: Vec<Value> = zone.findings.into_iter().map(|one| finding(snapshot, one)).collect();
    let components: Vec<Value> = zone.components.into_iter().map(|one| component(snapshot, one)).collect();
    let joins: Vec<&str> = zone.joins.iter().map(AsRef::as_ref).collect();
    json!({
        "id": zone.id.as_str(),
        "kind": zone.kind,
        "title": zone.title.as_deref(),
        "untrusted": zone.untrusted,
        "parent": zone.parent.as_deref(),
        "joins": joins,
        "oneWay": zone.one_way,
        "location": snapshot.location(zone.at),
        "levels": levels,
        "findings": findings,
        "components": components,
    })
}

fn family(family: FamilyView) -> Value {
    let FamilyView { name, title, levels, is_short } = family;
    json!({
        "family": name.as_str(),
        "title": title.as_str(),
        "target": levels.target,
        "capable": levels.capable,
        "achieved": levels.achieved,
        "compensated": levels.achieved_with_compensation,
        "short": is_short,
    })
}

fn finding(snapshot: &Snapshot, finding: FindingView) -> Value {
    json!({
        "fingerprint": finding.fingerprint,
        "clause": finding.clause.as_str(),
        "catalog": finding.catalog.as_str(),
        "family": finding.family.as_str(),
        "title": finding.title.as_str(),
        "gap": finding.gap,
        "severity": if finding.severity == Severity::Error { "error" } else { "warning" },
        "message": finding.message,
        "location": snapshot.location(finding.at),
    })
}

fn component(snapshot: &Snapshot, component: ComponentView) -> Value {
    json!({
        "name": component.name.as_str(),
        "title": component.title.as_deref(),
        "product": component.product.as_deref(),
        "location": snapshot.location(component.at),
    })
}
