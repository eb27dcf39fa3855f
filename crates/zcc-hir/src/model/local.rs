//! A test's own products, protocols and profiles, over those of the packages.

use std::cell::RefCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_db::Db;
use zcc_syntax::ast;

use super::library_model::{LibraryModel, Owner, ProductModel, ProtocolModel};
use super::library_queries;
use super::lookup::Lookup;
use super::names::{LocalNames, SiteNames};
use super::switches::{SwitchModel, Switched, switch};
use crate::ids::{ProductId, ProfileId, ProtocolId};
use crate::value::Version;

/// A test's own declarations.
#[derive(Default)]
pub(crate) struct Local {
    /// Its zones, conduits and what is in them, by name.
    pub names: LocalNames,
    /// The test's day, where it says one.
    pub date: Option<i32>,
    /// The day on which it is judged.
    pub as_of: i32,
    /// The numbers of its first own product, protocol and profile.
    pub first: [u32; 3],
    /// Its own products by name.
    pub products: Vec<(SmolStr, Arc<ProductModel>)>,
    /// Its own protocols by name.
    pub protocols: Vec<(SmolStr, Arc<ProtocolModel>)>,
    /// Its own profiles by name.
    pub profiles: Vec<(SmolStr, Arc<LibraryModel>)>,
    tables: RefCell<FxHashMap<TableKey, Arc<Switched>>>,
}

type TableKey = (Owner, Option<Version>, Box<[SwitchModel]>);

fn position<T>(list: &[(SmolStr, T)], path: &ast::Path) -> Option<u32> {
    let [name] = path.segments.as_slice() else { return None };
    list.iter().position(|(known, _)| *known == name.text).map(|at| at as u32)
}

impl Local {
    /// Of a test without a date of its own, with nothing declared yet.
    pub(crate) fn on(day: i32) -> Self {
        Self { as_of: day, ..Self::default() }
    }

    /// Its own product of this name.
    pub(crate) fn product(&self, path: &ast::Path) -> Option<ProductId> {
        position(&self.products, path).map(|at| ProductId(self.first[0] + at))
    }

    /// Its own protocol of this name.
    pub(crate) fn protocol(&self, path: &ast::Path) -> Option<ProtocolId> {
        position(&self.protocols, path).map(|at| ProtocolId(self.first[1] + at))
    }

    /// Its own profile of this name.
    pub(crate) fn profile(&self, path: &ast::Path) -> Option<ProfileId> {
        position(&self.profiles, path).map(|at| ProfileId(self.first[2] + at))
    }

    /// A product on the test's day.
    pub(crate) fn product_model(&self, db: &dyn Db, id: ProductId) -> Arc<ProductModel> {
        let own = id.0.checked_sub(self.first[0]).and_then(|at| self.products.get(at as usize));
        match (own, self.date) {
            (Some((_, own)), _) => own.clone(),
            (None, Some(day)) => library_queries::dated_product_model(db, id, day).clone(),
            (None, None) => library_queries::product_model(db, id).clone(),
        }
    }

    /// A protocol on the test's day.
    pub(crate) fn protocol_model(&self, db: &dyn Db, id: ProtocolId) -> Arc<ProtocolModel> {
        let own = id.0.checked_sub(self.first[1]).and_then(|at| self.protocols.get(at as usize));
        match (own, self.date) {
            (Some((_, own)), _) => own.clone(),
            (None, Some(day)) => library_queries::dated_protocol_model(db, id, day).clone(),
            (None, None) => library_queries::protocol_model(db, id).clone(),
        }
    }

    /// What a profile says by itself.
    pub(crate) fn profile_model(&self, db: &dyn Db, id: ProfileId) -> Arc<LibraryModel> {
        match id.0.checked_sub(self.first[2]).and_then(|at| self.profiles.get(at as usize)) {
            Some((_, own)) => own.clone(),
            None => library_queries::profile_model(db, id),
        }
    }

    /// What switches make of the claims of a product or protocol.
    pub(crate) fn switched(
        &self,
        db: &dyn Db,
        owner: Owner,
        firmware: Option<&Version>,
        switches: &[SwitchModel],
    ) -> Arc<Switched> {
        let key = (owner, firmware.cloned(), Box::from(switches));
        if let Some(known) = self.tables.borrow().get(&key) {
            return known.clone();
        }
        let made = Arc::new(match owner {
            Owner::Product(id) => switch(&self.product_model(db, id).layers, firmware, self.as_of, switches),
            Owner::Protocol(id) => switch(&self.protocol_model(db, id).layers, None, self.as_of, switches),
        });
        self.tables.borrow_mut().insert(key, made.clone());
        made
    }
}

/// The libraries and the site as a test sees them.
pub(crate) struct LocalLookup<'a> {
    /// The database.
    pub db: &'a dyn Db,
    /// The test's own declarations.
    pub local: &'a Local,
}

impl Lookup for LocalLookup<'_> {
    fn names(&self) -> &dyn SiteNames {
        &self.local.names
    }

    fn in_test(&self) -> bool {
        true
    }

    fn own_product(&self, path: &ast::Path) -> Option<ProductId> {
        self.local.product(path)
    }

    fn own_protocol(&self, path: &ast::Path) -> Option<ProtocolId> {
        self.local.protocol(path)
    }

    fn own_profile(&self, path: &ast::Path) -> Option<ProfileId> {
        self.local.profile(path)
    }

    fn product_model(&self, id: ProductId) -> Arc<ProductModel> {
        self.local.product_model(self.db, id)
    }

    fn protocol_model(&self, id: ProtocolId) -> Arc<ProtocolModel> {
        self.local.protocol_model(self.db, id)
    }

    fn switched(&self, owner: Owner, firmware: Option<&Version>, switches: &[SwitchModel]) -> Arc<Switched> {
        self.local.switched(self.db, owner, firmware, switches)
    }
}
