//! By which certificates claims come in.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, format_date};
use zcc_db::{Db, Workspace, tree};
use zcc_syntax::ast::ClaimKind;

use super::library_model::CertificateModel;
use super::library_queries::{certificates_of, lowered_certificate, product_includes, profile_model};
use super::versions::covers;
use crate::facts::Origin;
use crate::ids::{CapabilityId, ProductId, ProfileId};
use crate::names::{is_standard, libraries, name_range};
use crate::value::{Truth, Version};

/// Whether a search through profiles and those that they include comes to one for which `is_it` holds.
fn leads_to(db: &dyn Db, start: Vec<ProfileId>, is_it: &dyn Fn(ProfileId) -> bool) -> bool {
    let mut known: FxHashSet<ProfileId> = start.iter().copied().collect();
    let mut waiting = start;
    while let Some(profile) = waiting.pop() {
        if is_it(profile) {
            return true;
        }
        waiting.extend(profile_model(db, profile).includes.iter().filter(|inner| known.insert(**inner)));
    }
    false
}

/// Whether a certificate is for a firmware that may not be stated.
fn is_for(certificate: &CertificateModel, firmware: Option<&Version>) -> Truth {
    certificate.versions.as_ref().map_or(Truth::True, |range| covers(&range.bounds, firmware))
}

/// The certificates by which a claim of a profile came to a thing of the product and of `firmware`; none where the product
/// includes the profile itself.
pub fn certificates_behind(
    db: &dyn Db,
    product: ProductId,
    claim: Origin,
    firmware: Option<&Version>,
) -> Vec<Arc<CertificateModel>> {
    let mut found = certificates_of(db, product);
    if found.is_empty() {
        return found;
    }
    let profiles = libraries(db).profiles.entries();
    let holds_it =
        |profile: ProfileId| profiles.get(profile.index()).is_some_and(|entry| entry.item(db).anchor() == claim.anchor);
    if leads_to(db, product_includes(db, product), &holds_it) {
        return Vec::new();
    }
    let day = Workspace::get(db).as_of(db);
    found.retain(|certificate| {
        certificate.holds_on(day)
            && is_for(certificate, firmware) != Truth::False
            && leads_to(db, certificate.profile.into_iter().collect(), &holds_it)
    });
    found
}

/// Why a certificate does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutOfForce {
    /// Its last day has passed.
    Ended(i32),
    /// Its first day is still to come.
    NotBegun(i32),
    /// It is for other versions of the firmware than this.
    OtherFirmware {
        /// What it is for, as written.
        versions: SmolStr,
        /// What is stated.
        firmware: SmolStr,
    },
}

/// The certificates of a product that attest a capability to it, but not on the assessment date or not for the firmware.
pub fn certificates_out_of_force(
    db: &dyn Db,
    product: ProductId,
    capability: CapabilityId,
    firmware: Option<&Version>,
) -> Vec<(Arc<CertificateModel>, OutOfForce)> {
    let day = Workspace::get(db).as_of(db);
    let attests = |profile: ProfileId| {
        let claims = &profile_model(db, profile).claims;
        claims.iter().any(|claim| claim.capability == capability && claim.kind != ClaimKind::Lacks)
    };
    let why = |certificate: &CertificateModel| match (&certificate.versions, firmware) {
        _ if !certificate.holds_on(day) => Some(out_of_date(certificate, day)),
        (Some(range), Some(firmware)) if is_for(certificate, Some(firmware)) == Truth::False => {
            Some(OutOfForce::OtherFirmware { versions: range.text.clone(), firmware: firmware.text.clone() })
        }
        _ => None,
    };
    certificates_of(db, product)
        .into_iter()
        .filter_map(|certificate| Some((why(&certificate)?, certificate)))
        .filter(|(_, certificate)| leads_to(db, certificate.profile.into_iter().collect(), &attests))
        .map(|(why, certificate)| (certificate, why))
        .collect()
}

fn out_of_date(certificate: &CertificateModel, day: i32) -> OutOfForce {
    match (certificate.valid_from, certificate.valid_until) {
        (Some(from), _) if day < from => OutOfForce::NotBegun(from),
        (_, until) => OutOfForce::Ended(until.unwrap_or(day)),
    }
}

/// Warns of the certificates of the package, and of what its components are, that do not hold on the assessment date, unless
/// another certifies the same.
pub(crate) fn certificates_out_of_date(db: &dyn Db, used: &FxHashSet<ProductId>) -> Vec<Diagnostic> {
    let workspace = Workspace::get(db);
    let day = workspace.as_of(db);
    let root = workspace.packages(db).iter().position(|package| *package == workspace.root(db));
    let mut told = Vec::new();
    for entry in libraries(db).certificates.entries().iter().filter(|entry| !is_standard(entry.package)) {
        let item = entry.item(db);
        let lowered = lowered_certificate(db, item);
        let certificate = &lowered.model;
        let is_own = Some(entry.package as usize) == root;
        // What is wrong with it otherwise is told in its place.
        if !lowered.told.is_empty()
            || certificate.holds_on(day)
            || !is_own && !certificate.products.iter().any(|product| used.contains(product))
        {
            continue;
        }
        let is_renewed = |product: &ProductId| {
            let others = certificates_of(db, *product);
            others.iter().any(|other| other.profile == certificate.profile && other.holds_on(day))
        };
        if !certificate.products.is_empty() && certificate.products.iter().all(is_renewed) {
            continue;
        }
        let called = certificate.called();
        let (message, help) = match out_of_date(certificate, day) {
            OutOfForce::NotBegun(from) => (
                format!("certificate {called} does not hold before {}", format_date(i64::from(from))),
                "until then it is as if it were not there",
            ),
            OutOfForce::Ended(until) => (
                format!("certificate {called} ended on {}", format_date(i64::from(until))),
                "it is as if it were not there: find out whether it was renewed, and state the new `number` and `valid_until`",
            ),
            OutOfForce::OtherFirmware { .. } => continue,
        };
        let place = Place { anchor: entry.anchor, range: name_range(tree(db, item)) };
        told.push(Diagnostic::new(Code::CERTIFICATE_OUT_OF_DATE, place, message).help(help));
    }
    told
}

/// Whether a product has a certificate that says under which conditions it counts.
pub fn is_certified_on_conditions(db: &dyn Db, product: ProductId) -> bool {
    certificates_of(db, product).iter().any(|certificate| !certificate.conditions.is_empty())
}
