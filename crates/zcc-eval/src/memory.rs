//! A world in memory: for tests of rules (`test` blocks) and of this crate.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use zcc_hir::facts::{Cover, Graph, Mode, PlaceFacts, ProductFacts, ProtocolFacts, SiteFacts};
use zcc_hir::ids::{
    AttributeId, CapabilityId, CatalogId, Entity, EnumId, FunctionId, PlaceId, ProductId, ProtocolId, RequirementIndex,
};
use zcc_hir::program::{AttributeDeclaration, Capability, Catalog, Enum, Function, Requirement};

use crate::eval::Eval;
use crate::extent::Extent;
use crate::partners::Partners;
use crate::relation;
use crate::remembering::Remembering;
use crate::val::Val;
use crate::walk::recursive_group;
use crate::world::World;

/// By component: the channels that it is an end of.
type ChannelsOf = FxHashMap<(PlaceId, u32), Box<[Entity]>>;

/// One cell for each mode.
pub(crate) type PerMode<T> = [OnceLock<T>; 3];

/// What a [`World`] holds, as plain tables by dense number. Fill the public fields first: what is worked out from them
/// is kept.
#[derive(Default)]
pub struct PlainWorld {
    /// The site.
    pub site: Arc<SiteFacts>,
    /// Its zones and conduits.
    pub graph: Arc<Graph>,
    /// What is in them.
    pub places: Vec<Arc<PlaceFacts>>,
    /// Products.
    pub products: Vec<Arc<ProductFacts>>,
    /// Protocols.
    pub protocols: Vec<Arc<ProtocolFacts>>,
    /// Requirements of all catalogues.
    pub requirements: Vec<Arc<Requirement>>,
    /// By catalogue: its requirements, in its order.
    pub requirements_of: Vec<Box<[RequirementIndex]>>,
    /// Defines and relations.
    pub functions: Vec<Arc<Function>>,
    /// Capabilities.
    pub capabilities: Vec<Arc<Capability>>,
    /// Enums.
    pub enums: Vec<Arc<Enum>>,
    /// Declared attributes.
    pub attributes: Vec<Arc<AttributeDeclaration>>,
    /// Catalogues.
    pub catalogs: Vec<Arc<Catalog>>,
    /// Waivers and countermeasures.
    pub covers: Vec<Cover>,
    /// The assessment date.
    pub as_of: i32,
    channels: OnceLock<ChannelsOf>,
    extents: OnceLock<Vec<PerMode<Option<Extent>>>>,
    constants: OnceLock<Vec<PerMode<Val<'static>>>>,
    refused: OnceLock<Vec<bool>>,
    partners: OnceLock<Partners>,
}

pub(crate) fn cells<T>(count: usize) -> Vec<PerMode<T>> {
    (0..count).map(|_| std::array::from_fn(|_| OnceLock::new())).collect()
}

impl PlainWorld {
    fn channels(&self) -> &ChannelsOf {
        self.channels.get_or_init(|| {
            let mut lists: FxHashMap<(PlaceId, u32), Vec<Entity>> = FxHashMap::default();
            for (place, facts) in self.places.iter().enumerate() {
                for (at, channel) in facts.channels.iter().enumerate() {
                    let entity = Entity::Channel(PlaceId(place as u32), at as u32);
                    for end in [channel.from, channel.to].into_iter().flatten() {
                        if let Entity::Component(place, index) = end {
                            let list = lists.entry((place, index)).or_default();
                            if list.last() != Some(&entity) {
                                list.push(entity);
                            }
                        }
                    }
                }
            }
            lists.into_iter().map(|(component, list)| (component, list.into_boxed_slice())).collect()
        })
    }
}

impl World for PlainWorld {
    fn site(&self) -> &SiteFacts {
        &self.site
    }

    fn graph(&self) -> &Graph {
        &self.graph
    }

    fn place(&self, place: PlaceId) -> Option<&PlaceFacts> {
        self.places.get(place.index()).map(|facts| &**facts)
    }

    fn component_channels(&self, place: PlaceId, component: u32) -> &[Entity] {
        self.channels().get(&(place, component)).map_or(&[], |list| list)
    }

    fn product(&self, product: ProductId) -> Option<&ProductFacts> {
        self.products.get(product.index()).map(|facts| &**facts)
    }

    fn product_count(&self) -> u32 {
        self.products.len() as u32
    }

    fn protocol(&self, protocol: ProtocolId) -> Option<&ProtocolFacts> {
        self.protocols.get(protocol.index()).map(|facts| &**facts)
    }

    fn protocol_count(&self) -> u32 {
        self.protocols.len() as u32
    }

    fn requirement(&self, requirement: RequirementIndex) -> Option<&Requirement> {
        self.requirements.get(requirement.index()).map(|requirement| &**requirement)
    }

    fn requirements_of(&self, catalog: CatalogId) -> &[RequirementIndex] {
        self.requirements_of.get(catalog.index()).map_or(&[], |list| list)
    }

    fn function(&self, function: FunctionId) -> Option<&Function> {
        self.functions.get(function.index()).map(|function| &**function)
    }

    fn capability(&self, capability: CapabilityId) -> Option<&Capability> {
        self.capabilities.get(capability.index()).map(|capability| &**capability)
    }

    fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.enums.get(id.index()).map(|enumeration| &**enumeration)
    }

    fn attribute(&self, attribute: AttributeId) -> Option<&AttributeDeclaration> {
        self.attributes.get(attribute.index()).map(|attribute| &**attribute)
    }

    fn catalog(&self, catalog: CatalogId) -> Option<&Catalog> {
        self.catalogs.get(catalog.index()).map(|catalog| &**catalog)
    }

    fn covers(&self) -> &[Cover] {
        &self.covers
    }

    fn as_of(&self) -> i32 {
        self.as_of
    }

    fn extent(&self, function: FunctionId, mode: Mode) -> Option<&Extent> {
        let cells = self.extents.get_or_init(|| cells(self.functions.len()));
        let cell = &cells.get(function.index())?[mode as usize];
        cell.get_or_init(|| relation::compute(self, function, mode)).as_ref()
    }

    fn constant(&self, function: FunctionId, mode: Mode) -> Option<&Val<'static>> {
        let cells = self.constants.get_or_init(|| cells(self.functions.len()));
        let cell = &cells.get(function.index())?[mode as usize];
        Some(cell.get_or_init(|| constant(self, function, mode)))
    }

    fn partners(&self) -> &Partners {
        self.partners.get_or_init(|| crate::partnership::partners(self))
    }

    fn is_refused(&self, function: FunctionId) -> bool {
        let refused = self.refused.get_or_init(|| {
            (0..self.functions.len() as u32)
                .map(FunctionId)
                .map(|function| is_recursive_define(self, function))
                .collect()
        });
        refused.get(function.index()).copied().unwrap_or(false)
    }
}

/// The value of a define without parameters.
pub fn constant(world: &dyn World, function: FunctionId, mode: Mode) -> Val<'static> {
    let world: &dyn World = &Remembering::new(world);
    let Some(declaration) = world.function(function) else { return Val::Unknown };
    let mut eval = Eval::new(world);
    eval.frame(0, 0);
    eval.call_body(function, Vec::new(), &declaration.returns, mode).into_static()
}

/// Whether a define calls itself, directly or through others, which the language refuses.
pub fn is_recursive_define(world: &dyn World, function: FunctionId) -> bool {
    world.function(function).is_some_and(|declaration| !declaration.relation)
        && !recursive_group(world, function).is_empty()
}
