//! What products, protocols, profiles and certificates say, as data.

use std::sync::Arc;

use smol_str::SmolStr;

use super::claims::{ClaimModel, LayerProblem, Layers};
use crate::expr::AttributeRef;
use crate::facts::{Attributes, ProductFacts, ProtocolFacts, Spoken, VersionRange};
use crate::ids::{CatalogId, ProductId, ProfileId, ProtocolId};
use crate::value::{LevelVector, Value};

/// What a component or a channel takes its claims from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The product of a component.
    Product(ProductId),
    /// The protocol of a channel.
    Protocol(ProtocolId),
}

/// What one product, protocol or profile says by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryModel {
    /// Its name.
    pub name: SmolStr,
    /// Its title.
    pub title: Option<SmolStr>,
    /// Its claims.
    pub claims: Box<[ClaimModel]>,
    /// The profiles it includes.
    pub includes: Box<[ProfileId]>,
    /// The protocols it speaks.
    pub speaks: Box<[Spoken]>,
    /// Its attributes, sorted; the kind of a product among them.
    pub attributes: Box<[(AttributeRef, Value)]>,
    /// The firmware that a product is about.
    pub versions: Option<VersionRange>,
    /// The catalogues that a product is held against.
    pub assess: Box<[CatalogId]>,
    /// What a product's supplier claims to reach.
    pub target: Option<LevelVector>,
}

/// What a certificate says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertificateModel {
    /// Its name.
    pub name: SmolStr,
    /// The scheme that it was issued under.
    pub scheme: SmolStr,
    /// Its number, as whoever issued it gave it.
    pub number: SmolStr,
    /// What must be so for it to count, in words.
    pub conditions: Box<[SmolStr]>,
    /// The products that it is for.
    pub products: Box<[ProductId]>,
    /// The profile that it certifies.
    pub profile: Option<ProfileId>,
    /// The firmware that it is for.
    pub versions: Option<VersionRange>,
    /// The first day on which it holds.
    pub valid_from: Option<i32>,
    /// The last day on which it holds.
    pub valid_until: Option<i32>,
}

impl CertificateModel {
    /// How it is called, with what one needs to look it up: `lab (ISASecure CSA, number L-7)`.
    pub fn called(&self) -> String {
        format!("{} ({}, number {})", self.name, self.scheme, self.number)
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: i32) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_until.is_none_or(|until| day <= until)
    }
}

/// A product with all that stands behind it, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductModel {
    /// What rules see of it.
    pub facts: Arc<ProductFacts>,
    /// Its claims and those of its profiles and certificates.
    pub layers: Layers,
    /// The attributes that its components inherit, defaults included.
    pub base: Arc<Attributes>,
    /// Whether any claim is for certain versions only.
    pub firmware_matters: bool,
    /// What is wrong with the layers.
    pub problems: Box<[LayerProblem]>,
}

/// A protocol with all that stands behind it, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtocolModel {
    /// What rules see of it.
    pub facts: Arc<ProtocolFacts>,
    /// Its claims and those of its profiles.
    pub layers: Layers,
    /// The attributes that its channels inherit, defaults included.
    pub base: Arc<Attributes>,
    /// What is wrong with the layers.
    pub problems: Box<[LayerProblem]>,
}
