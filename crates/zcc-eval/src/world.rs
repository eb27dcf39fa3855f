//! Everything that evaluation reads.

use zcc_hir::expr::AttributeRef;
use zcc_hir::facts::{
    Attributes, CapabilityEntry, CapabilityTable, ComponentFacts, Cover, Graph, Mode, Origin, PlaceFacts, PlaceHead,
    ProductFacts, ProtocolFacts, SiteFacts,
};
use zcc_hir::ids::{
    AttributeId, CapabilityId, CatalogId, ClauseId, Entity, EnumId, FunctionId, PlaceId, ProductId, ProtocolId,
    RequirementIndex,
};
use zcc_hir::program::{AttributeDeclaration, Capability, Catalog, Clause, Enum, Function, Requirement};
use zcc_hir::value::LevelVector;

use crate::extent::Extent;
use crate::partners::Partners;
use crate::switches::{Mendings, Switches};
use crate::val::{Part, Val};

/// The typed program and the model, by dense numbers. Numbers that were never given out have nothing: evaluation then
/// takes it as unknown. The database implements it, and so does the model of a `test` block.
pub trait World {
    /// The site.
    fn site(&self) -> &SiteFacts;
    /// The zones and conduits. What only concerns one of them is read by [`World::head`].
    fn graph(&self) -> &Graph;
    /// One zone or conduit, as the graph has it.
    fn head(&self, place: PlaceId) -> Option<&PlaceHead> {
        self.graph().places.get(place.index()).map(|head| &**head)
    }
    /// What is in a zone or conduit.
    fn place(&self, place: PlaceId) -> Option<&PlaceFacts>;
    /// What a zone or conduit can do itself: apart from what is in it, since that changes more often.
    fn place_capabilities(&self, place: PlaceId) -> Option<&CapabilityTable> {
        self.place(place).map(|facts| &*facts.capabilities)
    }
    /// The channels that have the component at an end.
    fn component_channels(&self, place: PlaceId, component: u32) -> &[Entity];
    /// A product.
    fn product(&self, product: ProductId) -> Option<&ProductFacts>;
    /// How many products there are.
    fn product_count(&self) -> u32;
    /// A protocol.
    fn protocol(&self, protocol: ProtocolId) -> Option<&ProtocolFacts>;
    /// How many protocols there are.
    fn protocol_count(&self) -> u32;
    /// A requirement.
    fn requirement(&self, requirement: RequirementIndex) -> Option<&Requirement>;
    /// The requirements of a catalogue, in its order.
    fn requirements_of(&self, catalog: CatalogId) -> &[RequirementIndex];
    /// A define or relation.
    fn function(&self, function: FunctionId) -> Option<&Function>;
    /// A capability.
    fn capability(&self, capability: CapabilityId) -> Option<&Capability>;
    /// An enum.
    fn enumeration(&self, id: EnumId) -> Option<&Enum>;
    /// A declared attribute.
    fn attribute(&self, attribute: AttributeId) -> Option<&AttributeDeclaration>;
    /// A catalogue.
    fn catalog(&self, catalog: CatalogId) -> Option<&Catalog>;
    /// The waivers and countermeasures.
    fn covers(&self) -> &[Cover];
    /// The assessment date, in days since 1970-01-01.
    fn as_of(&self) -> i32;
    /// The tuples of a relation over zones and conduits or of a recursive one, worked out once; `None` for one that is worked out at each call.
    fn extent(&self, function: FunctionId, mode: Mode) -> Option<&Extent>;
    /// The value of a define without parameters, worked out once.
    fn constant(&self, function: FunctionId, mode: Mode) -> Option<&Val<'static>>;
    /// What a define without parameters comes to in a shard, where its value is put together from such parts.
    fn part(&self, _function: FunctionId, _mode: Mode, _shard: u32) -> Option<&Part> {
        None
    }
    /// Which claims with a partner count.
    fn partners(&self) -> &Partners;
    /// Whether a function is a define that calls itself (directly or through others): it was refused, and is unknown.
    fn is_refused(&self, function: FunctionId) -> bool;
    /// The switches that are settled otherwise than the model says, while one setting of them is looked for.
    fn switches(&self) -> Option<&Switches<'_>> {
        None
    }
    /// In words, the certificates by which a claim of a profile came to something.
    fn attested(&self, _entity: Entity, _claim: Origin) -> Vec<String> {
        Vec::new()
    }
    /// In words, the certificates that attest a capability to something, but do not count, and why.
    fn unattested(&self, _entity: Entity, _capability: CapabilityId) -> Vec<String> {
        Vec::new()
    }
    /// Claims that are to be taken for switched otherwise than the model says.
    fn mendings(&self) -> Option<&Mendings> {
        None
    }
    /// A long run may be abandoned here: the database unwinds if it was written to.
    fn checkpoint(&self) {}

    /// How many zones and conduits there are.
    fn place_count(&self) -> u32 {
        self.graph().places.len() as u32
    }

    /// The zone or conduit of that number.
    fn place_entity(&self, place: PlaceId) -> Entity {
        if place.0 < self.graph().zone_count { Entity::Zone(place) } else { Entity::Conduit(place) }
    }

    /// A component or boundary device.
    fn component(&self, place: PlaceId, component: u32) -> Option<&ComponentFacts> {
        self.place(place)?.components.get(component as usize)
    }

    /// A clause.
    fn clause(&self, clause: ClauseId) -> Option<&Clause> {
        self.requirement(clause.requirement)?.clauses.get(usize::from(clause.clause))
    }

    /// What is said of one capability of something.
    fn claims_of(&self, entity: Entity, capability: CapabilityId) -> Option<&CapabilityEntry> {
        let mended = self.mendings().and_then(|mendings| mendings.get(&(entity, capability)));
        mended.or_else(|| self.capabilities_of(entity)?.get(capability))
    }

    /// The attributes of something.
    fn attributes_of(&self, entity: Entity) -> Option<&Attributes> {
        Some(match entity {
            Entity::Site => &self.site().attributes,
            Entity::Zone(place) | Entity::Conduit(place) => &self.head(place)?.attributes,
            Entity::Component(place, index) => &self.component(place, index)?.attributes,
            Entity::Channel(place, index) => &self.place(place)?.channels.get(index as usize)?.attributes,
            Entity::Product(product) => &self.product(product)?.attributes,
            Entity::Protocol(protocol) => &self.protocol(protocol)?.attributes,
        })
    }

    /// The capabilities of something.
    fn capabilities_of(&self, entity: Entity) -> Option<&CapabilityTable> {
        Some(match entity {
            Entity::Site => &self.site().capabilities,
            Entity::Zone(place) | Entity::Conduit(place) => self.place_capabilities(place)?,
            Entity::Component(place, index) => &self.component(place, index)?.capabilities,
            Entity::Channel(place, index) => &self.place(place)?.channels.get(index as usize)?.capabilities,
            Entity::Product(product) => &self.product(product)?.capabilities,
            Entity::Protocol(protocol) => &self.protocol(protocol)?.capabilities,
        })
    }

    /// What is aimed at for a subject: its own target, or that of the zone or conduit it is in.
    fn target_of(&self, entity: Entity) -> Option<LevelVector> {
        match entity {
            Entity::Site => self.site().target.clone(),
            Entity::Product(product) => self.product(product)?.target.clone(),
            Entity::Protocol(_) => None,
            other => self.head(other.place()?)?.target.clone(),
        }
    }

    /// Whether something is said of an attribute, by whatever way it came there.
    fn is_stated(&self, entity: Entity, attribute: AttributeRef) -> bool {
        self.attributes_of(entity).is_some_and(|attributes| attributes.get(attribute).is_some())
    }
}
