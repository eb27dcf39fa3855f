//! What lowering looks up beyond its own declaration: the libraries, and the names of the site.

use std::sync::Arc;

use zcc_syntax::ast::Path;

use super::library_model::{Owner, ProductModel, ProtocolModel};
use super::names::SiteNames;
use super::switches::{SwitchModel, Switched};
use crate::ids::{ProductId, ProfileId, ProtocolId};
use crate::value::Version;

/// The libraries and the site that a declaration is lowered against: those of the database, or a test's own over them.
pub(crate) trait Lookup {
    /// The names of the site.
    fn names(&self) -> &dyn SiteNames;

    /// Whether the declaration stands in a test.
    fn in_test(&self) -> bool;

    /// The test's own product of this name.
    fn own_product(&self, path: &Path) -> Option<ProductId>;

    /// The test's own protocol of this name.
    fn own_protocol(&self, path: &Path) -> Option<ProtocolId>;

    /// The test's own profile of this name.
    fn own_profile(&self, path: &Path) -> Option<ProfileId>;

    /// All about a product.
    fn product_model(&self, id: ProductId) -> Arc<ProductModel>;

    /// All about a protocol.
    fn protocol_model(&self, id: ProtocolId) -> Arc<ProtocolModel>;

    /// What the switches make of a product's or protocol's claims alone, shared by all that set them alike.
    fn switched(&self, owner: Owner, firmware: Option<&Version>, switches: &[SwitchModel]) -> Arc<Switched>;
}
