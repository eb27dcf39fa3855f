//! The database as a [`World`], and the model of a `test` block over it.

use std::sync::{Arc, OnceLock};

use zcc_base::format_date;
use zcc_db::{Db, Workspace};
use zcc_hir::facts::{
    CapabilityTable, Cover, Graph, Mode, Origin, PlaceFacts, PlaceHead, ProductFacts, ProtocolFacts, SiteFacts,
};
use zcc_hir::ids::{
    AttributeId, CapabilityId, CatalogId, Entity, EnumId, FunctionId, PlaceId, ProductId, ProtocolId, RequirementIndex,
};
use zcc_hir::model::library_model::CertificateModel;
use zcc_hir::model::{self, OutOfForce, TestModel};
use zcc_hir::names::{libraries, tables};
use zcc_hir::program::{AttributeDeclaration, Capability, Catalog, Enum, Function, Requirement};
use zcc_hir::rules;
use zcc_hir::value::Version;

use crate::extent::Extent;
use crate::memory::{PerMode, cells, constant};
use crate::partners::Partners;
use crate::partnership::{PartnerClaim, claims_in, claims_of_site, partners_among};
use crate::parts::{has_parts, part, whole};
use crate::relation;
use crate::settled::{settled_extent, settled_value};
use crate::val::{PLACES_PER_SHARD, Part, Val};
use crate::world::World;

/// The database.
#[derive(Clone, Copy)]
pub struct DbWorld<'db>(pub &'db dyn Db);

#[salsa::tracked]
pub(crate) fn extent(db: &dyn Db, function: FunctionId, mode: Mode) -> Option<Arc<Extent>> {
    relation::compute(&AsItIs(DbWorld(db)), function, mode).map(Arc::new)
}

/// The value of a define. What goes through everything in the model is put together from shards, so that an edit of one
/// component looks at its shard again and not at all components.
#[salsa::tracked]
pub(crate) fn constant_of(db: &dyn Db, function: FunctionId, mode: Mode) -> Val<'static> {
    let world = AsItIs(DbWorld(db));
    let Some(declaration) = world.function(function).filter(|declaration| has_parts(&world, declaration)) else {
        return constant(&world, function, mode);
    };
    let runs = 0..shard_count(&world).div_ceil(SHARDS_PER_RUN);
    whole(declaration, runs.flat_map(|run| parts_of(db, function, mode, run)))
}

/// How many parts are looked at as one, to see whether they still hold.
const SHARDS_PER_RUN: u32 = 32;

fn shard_count(world: &dyn World) -> u32 {
    world.place_count().div_ceil(PLACES_PER_SHARD)
}

#[salsa::tracked(returns(deref))]
fn parts_of(db: &dyn Db, function: FunctionId, mode: Mode, run: u32) -> Box<[Part]> {
    let first = run.saturating_mul(SHARDS_PER_RUN);
    let shards = first..first.saturating_add(SHARDS_PER_RUN).min(shard_count(&DbWorld(db)));
    shards.map(|shard| part_of(db, function, mode, shard).clone()).collect()
}

#[salsa::tracked]
fn part_of(db: &dyn Db, function: FunctionId, mode: Mode, shard: u32) -> Part {
    part(&AsItIs(DbWorld(db)), function, mode, shard)
}

#[salsa::tracked]
fn partners(db: &dyn Db) -> Partners {
    let world = AsItIs(DbWorld(db));
    let mut claims = Vec::new();
    claims_of_site(&world, &mut claims);
    for place in 0..world.place_count() {
        claims.extend_from_slice(partner_claims(db, PlaceNumber::new(db, place)));
    }
    partners_among(&world, &claims)
}

/// A zone or conduit as the key of queries.
#[salsa::interned]
struct PlaceNumber<'db> {
    #[returns(copy)]
    place: u32,
}

/// The claims with a partner of a zone or conduit and of what is in it: kept, so that an edit looks through one of them.
#[salsa::tracked(returns(deref))]
fn partner_claims<'db>(db: &'db dyn Db, number: PlaceNumber<'db>) -> Box<[PartnerClaim]> {
    let mut claims = Vec::new();
    claims_in(&AsItIs(DbWorld(db)), PlaceId(number.place(db)), &mut claims);
    claims.into_boxed_slice()
}

impl<'db> DbWorld<'db> {
    /// The product that certificates of something would be for, and the firmware that is stated.
    fn certifiable(&self, entity: Entity) -> Option<(ProductId, Option<&'db Version>)> {
        match entity {
            Entity::Product(product) => Some((product, None)),
            Entity::Component(place, at) => {
                let component = model::place_facts(self.0, place).components.get(at as usize)?;
                Some((component.product?, component.attributes.firmware()))
            }
            _ => None,
        }
    }
}

impl World for DbWorld<'_> {
    fn site(&self) -> &SiteFacts {
        model::site_facts(self.0)
    }

    fn graph(&self) -> &Graph {
        model::graph(self.0)
    }

    fn place(&self, place: PlaceId) -> Option<&PlaceFacts> {
        (place.0 < self.place_count()).then(|| &**model::place_facts(self.0, place))
    }

    fn place_capabilities(&self, place: PlaceId) -> Option<&CapabilityTable> {
        (place.0 < self.place_count()).then(|| &**model::place_capabilities(self.0, place))
    }

    fn place_count(&self) -> u32 {
        model::places(self.0).entries().len() as u32
    }

    fn place_entity(&self, place: PlaceId) -> Entity {
        if place.0 < model::places(self.0).zone_count() { Entity::Zone(place) } else { Entity::Conduit(place) }
    }

    fn component_channels(&self, place: PlaceId, component: u32) -> &[Entity] {
        model::component_channels(self.0, place).get(component as usize).map_or(&[], |list| list)
    }

    fn product(&self, product: ProductId) -> Option<&ProductFacts> {
        (product.0 < self.product_count()).then(|| &**model::product_facts(self.0, product))
    }

    fn product_count(&self) -> u32 {
        libraries(self.0).products.len() as u32
    }

    fn protocol(&self, protocol: ProtocolId) -> Option<&ProtocolFacts> {
        (protocol.0 < self.protocol_count()).then(|| &**model::protocol_facts(self.0, protocol))
    }

    fn protocol_count(&self) -> u32 {
        libraries(self.0).protocols.len() as u32
    }

    fn attested(&self, entity: Entity, claim: Origin) -> Vec<String> {
        let Some((product, firmware)) = self.certifiable(entity) else { return Vec::new() };
        let said = |certificate: &Arc<CertificateModel>| {
            let mut text = format!("certificate {} attests it", certificate.called());
            if let Some(until) = certificate.valid_until {
                text.push_str(&format!(" until {}", format_date(i64::from(until))));
            }
            if !certificate.conditions.is_empty() {
                text.push_str(&format!(", on the condition: {}", certificate.conditions.join("; ")));
            }
            text
        };
        model::certificates_behind(self.0, product, claim, firmware).iter().map(said).collect()
    }

    fn unattested(&self, entity: Entity, capability: CapabilityId) -> Vec<String> {
        let Some((product, firmware)) = self.certifiable(entity) else { return Vec::new() };
        let said = |(certificate, why): (Arc<CertificateModel>, OutOfForce)| {
            let why = match why {
                OutOfForce::Ended(until) => format!("ended on {}", format_date(i64::from(until))),
                OutOfForce::NotBegun(from) => format!("does not hold before {}", format_date(i64::from(from))),
                OutOfForce::OtherFirmware { versions, firmware } => {
                    format!("is for versions {versions}, not for {firmware}")
                }
            };
            format!("certificate {} attests it, but {why}", certificate.called())
        };
        model::certificates_out_of_force(self.0, product, capability, firmware).into_iter().map(said).collect()
    }

    fn requirement(&self, requirement: RequirementIndex) -> Option<&Requirement> {
        (requirement.index() < tables(self.0).requirements.len()).then(|| &**rules::requirement(self.0, requirement))
    }

    fn requirements_of(&self, catalog: CatalogId) -> &[RequirementIndex] {
        if catalog.index() < tables(self.0).catalogs.len() { rules::requirements_of(self.0, catalog) } else { &[] }
    }

    fn function(&self, function: FunctionId) -> Option<&Function> {
        (function.index() < tables(self.0).functions.len()).then(|| &**rules::function(self.0, function))
    }

    fn capability(&self, capability: CapabilityId) -> Option<&Capability> {
        (capability.index() < tables(self.0).capabilities.len()).then(|| &**rules::capability(self.0, capability))
    }

    fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        Some(rules::enumeration(self.0, id))
    }

    fn attribute(&self, attribute: AttributeId) -> Option<&AttributeDeclaration> {
        (attribute.index() < tables(self.0).attributes.len()).then(|| &**rules::attribute(self.0, attribute))
    }

    fn catalog(&self, catalog: CatalogId) -> Option<&Catalog> {
        (catalog.index() < tables(self.0).catalogs.len()).then(|| &**rules::catalog(self.0, catalog))
    }

    fn covers(&self) -> &[Cover] {
        model::covers(self.0)
    }

    fn as_of(&self) -> i32 {
        Workspace::get(self.0).as_of(self.0)
    }

    fn extent(&self, function: FunctionId, mode: Mode) -> Option<&Extent> {
        settled_extent(self.0, function, mode).unwrap_or_else(|| extent(self.0, function, mode)).as_deref()
    }

    fn constant(&self, function: FunctionId, mode: Mode) -> Option<&Val<'static>> {
        Some(settled_value(self.0, function, mode).unwrap_or_else(|| constant_of(self.0, function, mode)))
    }

    fn part(&self, function: FunctionId, mode: Mode, shard: u32) -> Option<&Part> {
        Some(part_of(self.0, function, mode, shard))
    }

    fn partners(&self) -> &Partners {
        partners(self.0)
    }

    fn is_refused(&self, function: FunctionId) -> bool {
        rules::group(self.0, function).refused
    }

    fn checkpoint(&self) {
        self.0.unwind_if_revision_cancelled();
    }
}

/// The database without what was laid down of defines and relations: what is laid down is worked out in it, so that
/// nothing depends on what was there before.
struct AsItIs<'db>(DbWorld<'db>);

impl World for AsItIs<'_> {
    fn site(&self) -> &SiteFacts {
        self.0.site()
    }

    fn graph(&self) -> &Graph {
        self.0.graph()
    }

    fn place(&self, place: PlaceId) -> Option<&PlaceFacts> {
        self.0.place(place)
    }

    fn place_capabilities(&self, place: PlaceId) -> Option<&CapabilityTable> {
        self.0.place_capabilities(place)
    }

    fn place_count(&self) -> u32 {
        self.0.place_count()
    }

    fn place_entity(&self, place: PlaceId) -> Entity {
        self.0.place_entity(place)
    }

    fn component_channels(&self, place: PlaceId, component: u32) -> &[Entity] {
        self.0.component_channels(place, component)
    }

    fn product(&self, product: ProductId) -> Option<&ProductFacts> {
        self.0.product(product)
    }

    fn product_count(&self) -> u32 {
        self.0.product_count()
    }

    fn protocol(&self, protocol: ProtocolId) -> Option<&ProtocolFacts> {
        self.0.protocol(protocol)
    }

    fn protocol_count(&self) -> u32 {
        self.0.protocol_count()
    }

    fn requirement(&self, requirement: RequirementIndex) -> Option<&Requirement> {
        self.0.requirement(requirement)
    }

    fn requirements_of(&self, catalog: CatalogId) -> &[RequirementIndex] {
        self.0.requirements_of(catalog)
    }

    fn function(&self, function: FunctionId) -> Option<&Function> {
        self.0.function(function)
    }

    fn capability(&self, capability: CapabilityId) -> Option<&Capability> {
        self.0.capability(capability)
    }

    fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.0.enumeration(id)
    }

    fn attribute(&self, attribute: AttributeId) -> Option<&AttributeDeclaration> {
        self.0.attribute(attribute)
    }

    fn catalog(&self, catalog: CatalogId) -> Option<&Catalog> {
        self.0.catalog(catalog)
    }

    fn covers(&self) -> &[Cover] {
        self.0.covers()
    }

    fn as_of(&self) -> i32 {
        self.0.as_of()
    }

    fn extent(&self, function: FunctionId, mode: Mode) -> Option<&Extent> {
        extent(self.0.0, function, mode).as_deref()
    }

    fn constant(&self, function: FunctionId, mode: Mode) -> Option<&Val<'static>> {
        Some(constant_of(self.0.0, function, mode))
    }

    fn part(&self, function: FunctionId, mode: Mode, shard: u32) -> Option<&Part> {
        self.0.part(function, mode, shard)
    }

    fn partners(&self) -> &Partners {
        self.0.partners()
    }

    fn is_refused(&self, function: FunctionId) -> bool {
        self.0.is_refused(function)
    }

    fn checkpoint(&self) {
        self.0.checkpoint();
    }
}

/// The model of a `test` block, under the rules of the database.
pub struct TestWorld<'db> {
    program: DbWorld<'db>,
    model: &'db TestModel,
    extents: OnceLock<Vec<PerMode<Option<Extent>>>>,
    constants: OnceLock<Vec<PerMode<Val<'static>>>>,
    partners: OnceLock<Partners>,
}

impl<'db> TestWorld<'db> {
    /// The world of a test.
    pub fn new(db: &'db dyn Db, model: &'db TestModel) -> Self {
        Self {
            program: DbWorld(db),
            model,
            extents: OnceLock::new(),
            constants: OnceLock::new(),
            partners: OnceLock::new(),
        }
    }

    fn functions(&self) -> usize {
        tables(self.program.0).functions.len()
    }
}

impl World for TestWorld<'_> {
    fn site(&self) -> &SiteFacts {
        &self.model.site
    }

    fn graph(&self) -> &Graph {
        &self.model.graph
    }

    fn head(&self, place: PlaceId) -> Option<&PlaceHead> {
        self.model.graph.places.get(place.index()).map(|head| &**head)
    }

    fn place(&self, place: PlaceId) -> Option<&PlaceFacts> {
        self.model.places.get(place.index()).map(|facts| &**facts)
    }

    fn component_channels(&self, place: PlaceId, component: u32) -> &[Entity] {
        let of_place = self.model.component_channels.get(place.index());
        of_place.and_then(|lists| lists.get(component as usize)).map_or(&[], |list| list)
    }

    fn product(&self, product: ProductId) -> Option<&ProductFacts> {
        match product.0.checked_sub(self.model.first_product) {
            Some(own) => self.model.products.get(own as usize).map(|model| &*model.facts),
            None => self.program.product(product),
        }
    }

    fn product_count(&self) -> u32 {
        self.model.first_product + self.model.products.len() as u32
    }

    fn protocol(&self, protocol: ProtocolId) -> Option<&ProtocolFacts> {
        match protocol.0.checked_sub(self.model.first_protocol) {
            Some(own) => self.model.protocols.get(own as usize).map(|model| &*model.facts),
            None => self.program.protocol(protocol),
        }
    }

    fn protocol_count(&self) -> u32 {
        self.model.first_protocol + self.model.protocols.len() as u32
    }

    fn requirement(&self, requirement: RequirementIndex) -> Option<&Requirement> {
        self.program.requirement(requirement)
    }

    fn requirements_of(&self, catalog: CatalogId) -> &[RequirementIndex] {
        self.program.requirements_of(catalog)
    }

    fn function(&self, function: FunctionId) -> Option<&Function> {
        self.program.function(function)
    }

    fn capability(&self, capability: CapabilityId) -> Option<&Capability> {
        self.program.capability(capability)
    }

    fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.program.enumeration(id)
    }

    fn attribute(&self, attribute: AttributeId) -> Option<&AttributeDeclaration> {
        self.program.attribute(attribute)
    }

    fn catalog(&self, catalog: CatalogId) -> Option<&Catalog> {
        self.program.catalog(catalog)
    }

    fn covers(&self) -> &[Cover] {
        &self.model.covers
    }

    fn as_of(&self) -> i32 {
        self.model.date.unwrap_or_else(|| self.program.as_of())
    }

    fn extent(&self, function: FunctionId, mode: Mode) -> Option<&Extent> {
        let cells = self.extents.get_or_init(|| cells(self.functions()));
        let cell = &cells.get(function.index())?[mode as usize];
        cell.get_or_init(|| relation::compute(self, function, mode)).as_ref()
    }

    fn constant(&self, function: FunctionId, mode: Mode) -> Option<&Val<'static>> {
        let cells = self.constants.get_or_init(|| cells(self.functions()));
        let cell = &cells.get(function.index())?[mode as usize];
        Some(cell.get_or_init(|| constant(self, function, mode)))
    }

    fn partners(&self) -> &Partners {
        self.partners.get_or_init(|| crate::partnership::partners(self))
    }

    fn is_refused(&self, function: FunctionId) -> bool {
        self.program.is_refused(function)
    }

    fn checkpoint(&self) {
        self.program.checkpoint();
    }
}
