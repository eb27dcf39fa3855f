//! What verdicts rest on besides the model: claims that hold only together with another component, and certificates that
//! count only under conditions.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use zcc_db::Db;
use zcc_hir::expr::{Expr, ExprKind};
use zcc_hir::facts::{CapabilityTable, Mode, Origin};

use zcc_hir::ids::{CapabilityId, Entity, FunctionId, ProductId};
use zcc_hir::model::library_model::CertificateModel;
use zcc_hir::model::{
    certificates_behind, entity_path, graph, is_certified_on_conditions, place_facts, places, product_facts,
};
use zcc_hir::rules::{capability, function, requirement};
use zcc_hir::value::{Truth, Version};

use crate::report::Assessment;
use crate::walk::any;

/// A condition of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A product has a capability only together with another component. It is judged as if there were one; a site must
    /// see to it.
    Partner {
        /// The product.
        product: SmolStr,
        /// What it has.
        has: SmolStr,
        /// What the other component must have.
        needs: SmolStr,
    },
    /// What a certificate attests counts only under its conditions.
    Certificate {
        /// The certificate.
        certificate: Arc<CertificateModel>,
        /// The products and components that have something by it.
        paths: Vec<SmolStr>,
    },
}

/// The conditions of use of everything that was judged.
pub fn conditions(db: &dyn Db, assessment: &Assessment) -> Vec<Condition> {
    let asked = asked(db, assessment);
    let mut found = Found {
        db,
        asked,
        certified: FxHashMap::default(),
        behind: FxHashMap::default(),
        partners: Vec::new(),
        certificates: Vec::new(),
    };
    for subject in assessment.subjects() {
        if let Entity::Product(product) = subject.entity {
            let facts = product_facts(db, product);
            found.partners_of(&facts.name, &facts.capabilities);
            found.certificates_of(product, &facts.capabilities, Mode::Helpful, None, subject.entity);
        }
    }
    let judged =
        |place| graph(db).is_zone(place) && !graph(db).places[place.index()].untrusted || !graph(db).is_zone(place);
    if assessment.counts.zones + assessment.counts.conduits > 0 {
        for place in places(db).ids().filter(|place| judged(*place)) {
            for (at, component) in (0..).zip(&place_facts(db, place).components) {
                let Some(product) = component.product else { continue };
                let firmware = component.attributes.firmware();
                let entity = Entity::Component(place, at);
                found.certificates_of(product, &component.capabilities, Mode::Achieved, firmware, entity);
            }
        }
    }
    found.partners.dedup();
    found.partners.into_iter().chain(found.certificates).collect()
}

/// The capabilities that the clauses of the catalogues assessed ask for, directly or through what they call.
fn asked(db: &dyn Db, assessment: &Assessment) -> FxHashSet<CapabilityId> {
    let mut asked = FxHashSet::default();
    let mut seen: FxHashSet<FunctionId> = FxHashSet::default();
    let mut waiting: Vec<FunctionId> = Vec::new();
    let mut collect = |expr: &Expr, waiting: &mut Vec<FunctionId>| {
        any(expr, &mut |inner| {
            match inner.kind {
                ExprKind::Has { capability, .. } => {
                    asked.insert(capability);
                }
                ExprKind::Call { function, .. } => waiting.push(function),
                _ => {}
            }
            false
        });
    };
    for clause in assessment.catalogs.iter().flat_map(|catalog| catalog.clauses.iter()) {
        let requirement = requirement(db, clause.requirement);
        for line in &requirement.lets {
            collect(&line.value, &mut waiting);
        }
        if let Some(clause) = requirement.clauses.get(usize::from(clause.clause)) {
            clause.when.iter().for_each(|when| collect(when, &mut waiting));
            clause.assertions.iter().for_each(|assertion| collect(&assertion.condition, &mut waiting));
        }
    }
    while let Some(next) = waiting.pop() {
        if seen.insert(next) {
            collect(&function(db, next).body, &mut waiting);
        }
    }
    asked
}

struct Found<'db> {
    db: &'db dyn Db,
    /// The capabilities that some clause asks for: on others no verdict rests.
    asked: FxHashSet<CapabilityId>,
    /// Whether a product has a certificate with conditions.
    certified: FxHashMap<ProductId, bool>,
    /// The certificates with conditions by which claims came in.
    behind: FxHashMap<(ProductId, Origin, Option<Version>), Vec<Arc<CertificateModel>>>,
    partners: Vec<Condition>,
    certificates: Vec<Condition>,
}

impl Found<'_> {
    fn partners_of(&mut self, product: &SmolStr, table: &CapabilityTable) {
        let called = |id| capability(self.db, id).name.clone();
        for entry in table.entries().into_iter().filter(|entry| self.asked.contains(&entry.capability)) {
            for with in entry.mechanisms.iter().filter_map(|mechanism| mechanism.with) {
                let (has, needs) = (called(entry.capability), called(with.needs));
                self.partners.push(Condition::Partner { product: product.clone(), has, needs });
            }
        }
    }

    fn certificates_of(
        &mut self,
        product: ProductId,
        table: &CapabilityTable,
        mode: Mode,
        firmware: Option<&Version>,
        entity: Entity,
    ) {
        let db = self.db;
        if !*self.certified.entry(product).or_insert_with(|| is_certified_on_conditions(db, product)) {
            return;
        }
        let mut entries = table.entries();
        entries.retain(|entry| self.asked.contains(&entry.capability));
        for entry in entries {
            for mechanism in entry.mechanisms.iter().filter(|mechanism| mechanism.counts[mode as usize] != Truth::False)
            {
                let key = (product, mechanism.origin, firmware.cloned());
                let behind = self.behind.entry(key).or_insert_with(|| {
                    let mut behind = certificates_behind(db, product, mechanism.origin, firmware);
                    behind.retain(|certificate| !certificate.conditions.is_empty());
                    behind
                });
                for certificate in behind.clone() {
                    self.rests_on(certificate, entity);
                }
            }
        }
    }

    fn rests_on(&mut self, by: Arc<CertificateModel>, entity: Entity) {
        let path = entity_path(self.db, entity);
        let known = self.certificates.iter_mut().find_map(|condition| match condition {
            Condition::Certificate { certificate, paths } if *certificate == by => Some(paths),
            _ => None,
        });
        match known {
            Some(paths) if paths.last() == Some(&path) => {}
            Some(paths) => paths.push(path),
            None => self.certificates.push(Condition::Certificate { certificate: by, paths: vec![path] }),
        }
    }
}
