//! Products, protocols, profiles and certificates as queries.

#![allow(clippy::needless_pass_by_value, reason = "the keys of queries are values")]

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use zcc_db::{Db, Item, Workspace};
use zcc_syntax::ast::Path;

use super::certificate::lower_certificate;
use super::context::{Context, Lowered};
use super::library::lower_library;
use super::library_model::{CertificateModel, LibraryModel, Owner, ProductModel, ProtocolModel};
use super::lookup::Lookup;
use super::names::SiteNames;
use super::site_names::{DatabaseNames, block_of};
use super::stack::{build_product, build_protocol};
use super::switches::{SwitchModel, Switched, switch};
use crate::facts::{Origin, ProductFacts, ProtocolFacts};
use crate::ids::{CertificateId, ProductId, ProfileId, ProtocolId};
use crate::names::{Scope, libraries};
use crate::value::Version;

/// The libraries and the site of the database.
pub(super) struct DatabaseLookup<'db> {
    db: &'db dyn Db,
    names: DatabaseNames<'db>,
}

impl<'db> DatabaseLookup<'db> {
    /// Of a database, ready to be handed to a context.
    pub(super) fn shared(db: &'db dyn Db) -> Rc<dyn Lookup + 'db> {
        Rc::new(Self { db, names: DatabaseNames(db) })
    }
}

impl Lookup for DatabaseLookup<'_> {
    fn names(&self) -> &dyn SiteNames {
        &self.names
    }

    fn in_test(&self) -> bool {
        false
    }

    fn own_product(&self, _: &Path) -> Option<ProductId> {
        None
    }

    fn own_protocol(&self, _: &Path) -> Option<ProtocolId> {
        None
    }

    fn own_profile(&self, _: &Path) -> Option<ProfileId> {
        None
    }

    fn product_model(&self, id: ProductId) -> Arc<ProductModel> {
        product_model(self.db, id).clone()
    }

    fn protocol_model(&self, id: ProtocolId) -> Arc<ProtocolModel> {
        protocol_model(self.db, id).clone()
    }

    fn switched(&self, owner: Owner, firmware: Option<&Version>, switches: &[SwitchModel]) -> Arc<Switched> {
        shared_table(self.db, owner, firmware.cloned(), switches.into()).clone()
    }
}

/// What the lowering of a declaration has at hand on the assessment date.
pub(super) fn context<'db>(db: &'db dyn Db, item: Item<'db>) -> Context<'db> {
    Context::new(db, Scope::of(db, item), Workspace::get(db).as_of(db), DatabaseLookup::shared(db))
}

/// A product as the key of queries.
#[salsa::interned]
struct ProductKey<'db> {
    #[returns(copy)]
    id: ProductId,
}

/// A protocol as the key of queries.
#[salsa::interned]
struct ProtocolKey<'db> {
    #[returns(copy)]
    id: ProtocolId,
}

#[salsa::tracked]
pub(super) fn lowered_library<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Arc<LibraryModel>> {
    let mut context = context(db, item);
    let model = block_of(db, item)
        .map(|block| lower_library(&mut context, block, Origin::first(item.anchor(), 0)))
        .unwrap_or_default();
    Lowered { model: Arc::new(model), told: context.told.into_boxed_slice() }
}

#[salsa::tracked]
pub(super) fn library_model<'db>(db: &'db dyn Db, item: Item<'db>) -> Arc<LibraryModel> {
    lowered_library(db, item).model.clone()
}

#[salsa::tracked]
pub(super) fn lowered_certificate<'db>(db: &'db dyn Db, item: Item<'db>) -> Lowered<Arc<CertificateModel>> {
    let mut context = context(db, item);
    let model = block_of(db, item).map(|block| lower_certificate(&mut context, block)).unwrap_or_default();
    Lowered { model: Arc::new(model), told: context.told.into_boxed_slice() }
}

/// What a profile says by itself.
pub(crate) fn profile_model(db: &dyn Db, id: ProfileId) -> Arc<LibraryModel> {
    match libraries(db).profiles.entries().get(id.index()) {
        Some(entry) => library_model(db, entry.item(db)).clone(),
        None => Arc::default(),
    }
}

/// The profiles that a product includes itself.
pub(crate) fn product_includes(db: &dyn Db, id: ProductId) -> Vec<ProfileId> {
    let entry = libraries(db).products.entries().get(id.index());
    entry.map(|entry| library_model(db, entry.item(db)).includes.to_vec()).unwrap_or_default()
}

/// The profiles that a protocol includes itself.
pub(crate) fn protocol_includes(db: &dyn Db, id: ProtocolId) -> Vec<ProfileId> {
    let entry = libraries(db).protocols.entries().get(id.index());
    entry.map(|entry| library_model(db, entry.item(db)).includes.to_vec()).unwrap_or_default()
}

/// The profile that a certificate certifies.
pub(crate) fn certified_profile(db: &dyn Db, id: CertificateId) -> Option<ProfileId> {
    let entry = libraries(db).certificates.entries().get(id.index())?;
    lowered_certificate(db, entry.item(db)).model.profile
}

/// The certificates of each product that has any.
#[salsa::tracked]
fn certificates(db: &dyn Db) -> FxHashMap<ProductId, Vec<CertificateId>> {
    let mut found: FxHashMap<ProductId, Vec<CertificateId>> = FxHashMap::default();
    for (at, entry) in libraries(db).certificates.entries().iter().enumerate() {
        for product in &lowered_certificate(db, entry.item(db)).model.products {
            found.entry(*product).or_default().push(CertificateId(at as u32));
        }
    }
    found
}

pub(super) fn certificates_of(db: &dyn Db, id: ProductId) -> Vec<Arc<CertificateModel>> {
    let entries = libraries(db).certificates.entries();
    let of = certificates(db).get(&id).map(Vec::as_slice).unwrap_or_default();
    of.iter().map(|certificate| lowered_certificate(db, entries[certificate.index()].item(db)).model.clone()).collect()
}

fn product_on(db: &dyn Db, id: ProductId, day: i32) -> Arc<ProductModel> {
    let own = match libraries(db).products.entries().get(id.index()) {
        Some(entry) => library_model(db, entry.item(db)).clone(),
        None => Arc::default(),
    };
    Arc::new(build_product(db, &own, &certificates_of(db, id), &|profile| profile_model(db, profile), day))
}

fn protocol_on(db: &dyn Db, id: ProtocolId, day: i32) -> Arc<ProtocolModel> {
    let own = match libraries(db).protocols.entries().get(id.index()) {
        Some(entry) => library_model(db, entry.item(db)).clone(),
        None => Arc::default(),
    };
    Arc::new(build_protocol(db, &own, &|profile| profile_model(db, profile), day))
}

/// All about a product on the assessment date.
pub(crate) fn product_model(db: &dyn Db, id: ProductId) -> &Arc<ProductModel> {
    product_model_of(db, ProductKey::new(db, id))
}

#[salsa::tracked]
fn product_model_of<'db>(db: &'db dyn Db, key: ProductKey<'db>) -> Arc<ProductModel> {
    let id = key.id(db);
    product_on(db, id, Workspace::get(db).as_of(db))
}

/// All about a protocol on the assessment date.
pub(crate) fn protocol_model(db: &dyn Db, id: ProtocolId) -> &Arc<ProtocolModel> {
    protocol_model_of(db, ProtocolKey::new(db, id))
}

#[salsa::tracked]
fn protocol_model_of<'db>(db: &'db dyn Db, key: ProtocolKey<'db>) -> Arc<ProtocolModel> {
    let id = key.id(db);
    protocol_on(db, id, Workspace::get(db).as_of(db))
}

/// All about a product on another day: that of a test.
#[salsa::tracked]
pub(crate) fn dated_product_model(db: &dyn Db, id: ProductId, day: i32) -> Arc<ProductModel> {
    product_on(db, id, day)
}

/// All about a protocol on another day: that of a test.
#[salsa::tracked]
pub(crate) fn dated_protocol_model(db: &dyn Db, id: ProtocolId, day: i32) -> Arc<ProtocolModel> {
    protocol_on(db, id, day)
}

/// A product as rules see it.
pub fn product_facts(db: &dyn Db, id: ProductId) -> &Arc<ProductFacts> {
    &product_model(db, id).facts
}

/// A protocol as rules see it.
pub fn protocol_facts(db: &dyn Db, id: ProtocolId) -> &Arc<ProtocolFacts> {
    &protocol_model(db, id).facts
}

/// What switches make of the claims of a product or protocol: one table for all that set them alike.
#[salsa::tracked]
fn shared_table(db: &dyn Db, owner: Owner, firmware: Option<Version>, switches: Box<[SwitchModel]>) -> Arc<Switched> {
    let as_of = Workspace::get(db).as_of(db);
    Arc::new(match owner {
        Owner::Product(id) => switch(&product_model(db, id).layers, firmware.as_ref(), as_of, &switches),
        Owner::Protocol(id) => switch(&protocol_model(db, id).layers, None, as_of, &switches),
    })
}
