//! A world that remembers what it was asked: within one job the same rule is looked up again and again, and a query of the
//! database costs more than what is done with its answer.

use std::cell::{Cell, OnceCell};

use zcc_hir::facts::{CapabilityTable, Cover, Graph, Mode, PlaceFacts, ProductFacts, ProtocolFacts, SiteFacts};
use zcc_hir::ids::{
    AttributeId, CapabilityId, CatalogId, Entity, EnumId, FunctionId, PlaceId, ProductId, ProtocolId, RequirementIndex,
};
use zcc_hir::program::{AttributeDeclaration, Capability, Catalog, Enum, Function, Requirement};

use crate::extent::Extent;
use crate::partners::Partners;
use crate::switches::{Mendings, Switches};
use crate::val::{Part, Val};
use crate::world::World;

/// What was found for a number; `None` if it was not asked for yet.
type Found<'w, T> = Cell<Option<Option<&'w T>>>;

/// Answers by number, as far as they were asked for.
struct Answers<'w, T> {
    cells: OnceCell<Box<[Found<'w, T>]>>,
}

impl<'w, T> Answers<'w, T> {
    const fn new() -> Self {
        Self { cells: OnceCell::new() }
    }

    /// The answer for `index` of `count`, asked for once.
    fn get(&self, index: usize, count: impl FnOnce() -> usize, ask: impl FnOnce() -> Option<&'w T>) -> Option<&'w T> {
        let cells = self.cells.get_or_init(|| (0..count()).map(|_| Cell::new(None)).collect());
        let Some(cell) = cells.get(index) else { return ask() };
        if let Some(known) = cell.get() {
            return known;
        }
        let found = ask();
        cell.set(Some(found));
        found
    }
}

/// How many functions, products and the like are remembered by number; what lies beyond is asked for each time.
const REMEMBERED: usize = 384;

/// Another world, with a memory. Make one for each job: what it remembers must not outlive the revision it was read in.
pub(crate) struct Remembering<'w> {
    world: &'w dyn World,
    graph: OnceCell<&'w Graph>,
    site: OnceCell<&'w SiteFacts>,
    partners: OnceCell<&'w Partners>,
    as_of: OnceCell<i32>,
    functions: Answers<'w, Function>,
    capabilities: Answers<'w, Capability>,
    enums: Answers<'w, Enum>,
    attributes: Answers<'w, AttributeDeclaration>,
    products: Answers<'w, ProductFacts>,
    protocols: Answers<'w, ProtocolFacts>,
    extents: Answers<'w, Extent>,
    constants: Answers<'w, Val<'static>>,
    refused: OnceCell<Box<[Cell<Option<bool>>]>>,
}

impl<'w> Remembering<'w> {
    /// Remembers nothing yet.
    pub(crate) fn new(world: &'w dyn World) -> Self {
        Self {
            world,
            graph: OnceCell::new(),
            site: OnceCell::new(),
            partners: OnceCell::new(),
            as_of: OnceCell::new(),
            functions: Answers::new(),
            capabilities: Answers::new(),
            enums: Answers::new(),
            attributes: Answers::new(),
            products: Answers::new(),
            protocols: Answers::new(),
            extents: Answers::new(),
            constants: Answers::new(),
            refused: OnceCell::new(),
        }
    }
}

const fn remembered() -> usize {
    REMEMBERED
}

impl World for Remembering<'_> {
    fn site(&self) -> &SiteFacts {
        self.site.get_or_init(|| self.world.site())
    }

    fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| self.world.graph())
    }

    fn place(&self, place: PlaceId) -> Option<&PlaceFacts> {
        self.world.place(place)
    }

    fn place_capabilities(&self, place: PlaceId) -> Option<&CapabilityTable> {
        self.world.place_capabilities(place)
    }

    fn component_channels(&self, place: PlaceId, component: u32) -> &[Entity] {
        self.world.component_channels(place, component)
    }

    fn product(&self, product: ProductId) -> Option<&ProductFacts> {
        self.products.get(product.index(), remembered, || self.world.product(product))
    }

    fn product_count(&self) -> u32 {
        self.world.product_count()
    }

    fn protocol(&self, protocol: ProtocolId) -> Option<&ProtocolFacts> {
        self.protocols.get(protocol.index(), remembered, || self.world.protocol(protocol))
    }

    fn protocol_count(&self) -> u32 {
        self.world.protocol_count()
    }

    fn requirement(&self, requirement: RequirementIndex) -> Option<&Requirement> {
        self.world.requirement(requirement)
    }

    fn requirements_of(&self, catalog: CatalogId) -> &[RequirementIndex] {
        self.world.requirements_of(catalog)
    }

    fn function(&self, function: FunctionId) -> Option<&Function> {
        self.functions.get(function.index(), remembered, || self.world.function(function))
    }

    fn capability(&self, capability: CapabilityId) -> Option<&Capability> {
        self.capabilities.get(capability.index(), remembered, || self.world.capability(capability))
    }

    fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.enums.get(id.index(), remembered, || self.world.enumeration(id))
    }

    fn attribute(&self, attribute: AttributeId) -> Option<&AttributeDeclaration> {
        self.attributes.get(attribute.index(), remembered, || self.world.attribute(attribute))
    }

    fn catalog(&self, catalog: CatalogId) -> Option<&Catalog> {
        self.world.catalog(catalog)
    }

    fn covers(&self) -> &[Cover] {
        self.world.covers()
    }

    fn as_of(&self) -> i32 {
        *self.as_of.get_or_init(|| self.world.as_of())
    }

    fn extent(&self, function: FunctionId, mode: Mode) -> Option<&Extent> {
        self.extents.get(function.index() * 3 + mode as usize, remembered, || self.world.extent(function, mode))
    }

    fn constant(&self, function: FunctionId, mode: Mode) -> Option<&Val<'static>> {
        self.constants.get(function.index() * 3 + mode as usize, remembered, || self.world.constant(function, mode))
    }

    fn part(&self, function: FunctionId, mode: Mode, shard: u32) -> Option<&Part> {
        self.world.part(function, mode, shard)
    }

    fn partners(&self) -> &Partners {
        self.partners.get_or_init(|| self.world.partners())
    }

    fn is_refused(&self, function: FunctionId) -> bool {
        let cells = self.refused.get_or_init(|| (0..REMEMBERED).map(|_| Cell::new(None)).collect());
        let Some(cell) = cells.get(function.index()) else { return self.world.is_refused(function) };
        if let Some(known) = cell.get() {
            return known;
        }
        let refused = self.world.is_refused(function);
        cell.set(Some(refused));
        refused
    }

    fn switches(&self) -> Option<&Switches<'_>> {
        self.world.switches()
    }

    fn mendings(&self) -> Option<&Mendings> {
        self.world.mendings()
    }

    fn checkpoint(&self) {
        self.world.checkpoint();
    }

    fn place_count(&self) -> u32 {
        self.world.place_count()
    }

    fn place_entity(&self, place: PlaceId) -> Entity {
        self.world.place_entity(place)
    }
}
