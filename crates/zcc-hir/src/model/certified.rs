//! By which certificates claims come in.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use zcc_db::{Db, Workspace};

use super::library_model::CertificateModel;
use super::library_queries::{certificates_of, product_includes, profile_model};
use super::versions::covers;
use crate::facts::{Origin, VersionRange};
use crate::ids::{ProductId, ProfileId};
use crate::names::libraries;
use crate::value::{Truth, Version};

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
    let leads_there = |start: Vec<ProfileId>| {
        let mut known: FxHashSet<ProfileId> = start.iter().copied().collect();
        let mut waiting = start;
        while let Some(profile) = waiting.pop() {
            if profiles.get(profile.index()).is_some_and(|entry| entry.item(db).anchor() == claim.anchor) {
                return true;
            }
            waiting.extend(profile_model(db, profile).includes.iter().filter(|inner| known.insert(**inner)));
        }
        false
    };
    if leads_there(product_includes(db, product)) {
        return Vec::new();
    }
    let day = Workspace::get(db).as_of(db);
    found.retain(|certificate| {
        let for_firmware = |range: &VersionRange| covers(&range.bounds, firmware) != Truth::False;
        certificate.holds_on(day)
            && certificate.versions.as_ref().is_none_or(for_firmware)
            && leads_there(certificate.profile.into_iter().collect())
    });
    found
}

/// Whether a product has a certificate that says under which conditions it counts.
pub fn is_certified_on_conditions(db: &dyn Db, product: ProductId) -> bool {
    certificates_of(db, product).iter().any(|certificate| !certificate.conditions.is_empty())
}
