//! A world in which some claims are switched otherwise than the model says: what would become of a witness then.

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};
use zcc_hir::expr::{Expr, ExprKind};
use zcc_hir::facts::{
    CapabilityTable, Cover, Graph, Mode, PlaceFacts, PlaceHead, ProductFacts, ProtocolFacts, SiteFacts,
};
use zcc_hir::ids::{
    AttributeId, CapabilityId, CatalogId, ClauseId, Entity, EnumId, FunctionId, PlaceId, ProductId, ProtocolId,
    RequirementIndex,
};
use zcc_hir::program::{AttributeDeclaration, Capability, Catalog, Enum, Function, Requirement};
use zcc_hir::value::Truth;

use crate::eval::Eval;
use crate::extent::Extent;
use crate::memory::{PerMode, cells, constant};
use crate::partners::Partners;
use crate::partnership::partners;
use crate::relation;
use crate::report::Witness;
use crate::switches::{Mendings, Switches};
use crate::val::{Part, Val};
use crate::walk::{any, called};
use crate::world::World;

/// What a clause asks for, by itself and through the defines and relations that it calls.
pub(crate) struct Asks {
    /// The functions it calls, directly or through others, each with the capabilities and functions in its body.
    functions: FxHashMap<FunctionId, (FxHashSet<CapabilityId>, Vec<FunctionId>)>,
    /// Whether each look at it goes over the whole model.
    pub(crate) looks_far: bool,
}

impl Asks {
    pub(crate) fn of(world: &dyn World, clause: ClauseId) -> Self {
        let mut asks = Self { functions: FxHashMap::default(), looks_far: false };
        let mut waiting = Vec::new();
        if let Some(requirement) = world.requirement(clause.requirement) {
            let text = requirement.clauses.get(usize::from(clause.clause));
            let whens = text.into_iter().filter_map(|clause| clause.when.as_ref());
            let assertions = text.into_iter().flat_map(|clause| &clause.assertions).map(|one| &one.condition);
            let lets = requirement.lets.iter().map(|line| &line.value);
            for expr in lets.chain(whens).chain(assertions) {
                waiting.extend(called(expr));
                asks.looks_far |= looks_far(expr);
            }
        }
        while let Some(next) = waiting.pop() {
            let Some(function) = world.function(next).filter(|_| !asks.functions.contains_key(&next)) else { continue };
            let callees = called(&function.body);
            waiting.extend(&callees);
            let mut capabilities = FxHashSet::default();
            any(&function.body, &mut |inner| {
                if let ExprKind::Has { capability, .. } = inner.kind {
                    capabilities.insert(capability);
                }
                false
            });
            // What has no parameters, or is a relation, is worked out once for all.
            asks.looks_far |= !function.relation && !function.parameters.is_empty() && looks_far(&function.body);
            asks.functions.insert(next, (capabilities, callees));
        }
        asks
    }

    /// Those of the functions whose value may hang on one of the capabilities, ascending.
    pub(crate) fn about(&self, wanted: &FxHashSet<CapabilityId>) -> Vec<FunctionId> {
        let mut found: FxHashSet<FunctionId> = FxHashSet::default();
        loop {
            let before = found.len();
            for (function, (capabilities, callees)) in &self.functions {
                if !capabilities.is_disjoint(wanted) || callees.iter().any(|callee| found.contains(callee)) {
                    found.insert(*function);
                }
            }
            if found.len() == before {
                break;
            }
        }
        let mut found: Vec<FunctionId> = found.into_iter().collect();
        found.sort_unstable();
        found
    }
}

fn looks_far(expr: &Expr) -> bool {
    any(expr, &mut |inner| matches!(inner.kind, ExprKind::Global(_)))
}

/// A world with other claims in the place of some. What depends on them is worked out afresh.
pub(crate) struct Mended<'s> {
    world: &'s dyn World,
    mendings: &'s Mendings,
    /// The functions that may hang on them, ascending.
    functions: &'s [FunctionId],
    /// Whether claims with partners may.
    with_partners: bool,
    extents: Vec<PerMode<Option<Extent>>>,
    constants: Vec<PerMode<Val<'static>>>,
    partners: OnceCell<Partners>,
}

impl<'s> Mended<'s> {
    pub(crate) fn new(
        world: &'s dyn World,
        mendings: &'s Mendings,
        functions: &'s [FunctionId],
        with_partners: bool,
    ) -> Self {
        let (extents, constants) = (cells(functions.len()), cells(functions.len()));
        Self { world, mendings, functions, with_partners, extents, constants, partners: OnceCell::new() }
    }

    fn depends(&self, function: FunctionId) -> Option<usize> {
        self.functions.binary_search(&function).ok()
    }

    /// Whether what was a witness is none any more.
    pub(crate) fn is_met(&self, clause: ClauseId, subject: Entity, witness: &Witness) -> bool {
        let Some(requirement) = self.requirement(clause.requirement) else { return false };
        let Some(text) = requirement.clauses.get(usize::from(clause.clause)) else { return false };
        let mut eval = Eval::new(self);
        eval.enter(requirement, subject);
        eval.is_met(text, witness) == Truth::True
    }
}

impl World for Mended<'_> {
    fn site(&self) -> &SiteFacts {
        self.world.site()
    }

    fn graph(&self) -> &Graph {
        self.world.graph()
    }

    fn head(&self, place: PlaceId) -> Option<&PlaceHead> {
        self.world.head(place)
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
        self.world.product(product)
    }

    fn product_count(&self) -> u32 {
        self.world.product_count()
    }

    fn protocol(&self, protocol: ProtocolId) -> Option<&ProtocolFacts> {
        self.world.protocol(protocol)
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
        self.world.function(function)
    }

    fn capability(&self, capability: CapabilityId) -> Option<&Capability> {
        self.world.capability(capability)
    }

    fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.world.enumeration(id)
    }

    fn attribute(&self, attribute: AttributeId) -> Option<&AttributeDeclaration> {
        self.world.attribute(attribute)
    }

    fn catalog(&self, catalog: CatalogId) -> Option<&Catalog> {
        self.world.catalog(catalog)
    }

    fn covers(&self) -> &[Cover] {
        self.world.covers()
    }

    fn as_of(&self) -> i32 {
        self.world.as_of()
    }

    fn extent(&self, function: FunctionId, mode: Mode) -> Option<&Extent> {
        match self.depends(function) {
            Some(at) => {
                self.extents[at][mode as usize].get_or_init(|| relation::compute(self, function, mode)).as_ref()
            }
            None => self.world.extent(function, mode),
        }
    }

    fn constant(&self, function: FunctionId, mode: Mode) -> Option<&Val<'static>> {
        match self.depends(function) {
            Some(at) => Some(self.constants[at][mode as usize].get_or_init(|| constant(self, function, mode))),
            None => self.world.constant(function, mode),
        }
    }

    fn part(&self, function: FunctionId, mode: Mode, shard: u32) -> Option<&Part> {
        if self.depends(function).is_some() { None } else { self.world.part(function, mode, shard) }
    }

    fn partners(&self) -> &Partners {
        if self.with_partners { self.partners.get_or_init(|| partners(self)) } else { self.world.partners() }
    }

    fn is_refused(&self, function: FunctionId) -> bool {
        self.world.is_refused(function)
    }

    fn switches(&self) -> Option<&Switches<'_>> {
        self.world.switches()
    }

    fn mendings(&self) -> Option<&Mendings> {
        Some(self.mendings)
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
