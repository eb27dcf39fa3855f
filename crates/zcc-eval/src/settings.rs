//! Looking for one setting of the switches that meets a clause which uses a capability both ways.
//!
//! A setting says of each claim that is offered, or that the site disables, whether it counts. Claims are settled one by
//! one; those not yet settled are taken at their best for each use by itself, which no setting can surpass, so that a
//! branch which is no good even then is given up. Only claims that the evaluation asks for are tried.

use rustc_hash::FxHashMap;
use zcc_hir::expr::Expr;
use zcc_hir::facts::{
    CapabilityEntry, CapabilityTable, Cover, Graph, Mode, PlaceFacts, PlaceHead, ProductFacts, ProtocolFacts, SiteFacts,
};
use zcc_hir::ids::{
    AttributeId, CapabilityId, CatalogId, Entity, EnumId, FunctionId, PlaceId, ProductId, ProtocolId, RequirementIndex,
};
use zcc_hir::program::{AttributeDeclaration, Capability, Catalog, Clause, Enum, Function, Requirement};
use zcc_hir::value::Truth;

use crate::eval::Eval;
use crate::extent::Extent;
use crate::memory::{PerMode, cells, constant};
use crate::partners::Partners;
use crate::relation;
use crate::report::Verdict;
use crate::switches::{Mendings, Mixed, Switch, Switches};
use crate::val::Val;
use crate::world::World;

/// How often a clause is evaluated in search of a setting.
const MOST_TRIES: u32 = 1_000;
/// How many claims are asked for in all of these.
const MOST_QUESTIONS: u64 = 100_000;

impl<'w> Eval<'w> {
    /// [`Eval::mechanism_holds`] under switches of which some are settled.
    pub(crate) fn mechanism_switched(
        &mut self,
        switches: &'w Switches<'w>,
        entity: Entity,
        entry: &'w CapabilityEntry,
        position: usize,
        condition: Option<&'w Expr>,
        mode: Mode,
    ) -> Truth {
        let Some(claim) = entry.mechanisms.get(position) else { return Truth::False };
        let holds = match condition {
            Some(condition) => {
                let outer = self.mechanism.replace(claim);
                let holds = self.truth(condition, mode);
                self.mechanism = outer;
                holds
            }
            None => Truth::True,
        };
        let in_mode = |mode: Mode| {
            let counts = claim.counts[mode as usize].and(holds);
            if counts == Truth::False || claim.with.is_none() {
                counts
            } else {
                counts.and(self.partner(entity, entry.capability, position, mode))
            }
        };
        let (best, worst) = (in_mode(Mode::Helpful), in_mode(Mode::Harmful));
        if best == worst || mode == Mode::Achieved || !switches.mixed.holds(entry.capability) {
            return in_mode(mode);
        }
        match switches.ask((entity, entry.capability, position as u32)) {
            Some(on) => {
                if on {
                    best
                } else {
                    worst
                }
            }
            None => in_mode(mode),
        }
    }
}

/// A world under switches of which some are settled. What depends on them is worked out afresh.
pub(crate) struct Switched<'s> {
    world: &'s dyn World,
    switches: Switches<'s>,
    extents: Vec<PerMode<Option<Extent>>>,
    constants: Vec<PerMode<Val<'static>>>,
}

impl<'s> Switched<'s> {
    fn new(world: &'s dyn World, mixed: &'s Mixed, settled: &'s FxHashMap<Switch, bool>, rest: Option<bool>) -> Self {
        let functions = mixed.functions.len();
        let switches = Switches::new(mixed, settled, rest);
        Self { world, switches, extents: cells(functions), constants: cells(functions) }
    }

    fn depends(&self, function: FunctionId) -> Option<usize> {
        self.switches.mixed.functions.binary_search(&function).ok()
    }
}

/// The best setting that was found.
pub(crate) struct Found {
    /// What the clause comes to with it, or [`Verdict::Unproven`] where looking for it would have taken too long.
    pub(crate) verdict: Verdict,
    /// The claims that must be set one way, if it meets the clause.
    settled: FxHashMap<Switch, bool>,
    /// How all others are set.
    rest: Option<bool>,
}

impl Found {
    /// The world in that setting.
    pub(crate) fn world<'s>(&'s self, world: &'s dyn World, mixed: &'s Mixed) -> Switched<'s> {
        Switched::new(world, mixed, &self.settled, self.rest)
    }
}

const fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Unmet => 0,
        Verdict::Unproven => 1,
        _ => 2,
    }
}

struct Search<'s> {
    world: &'s dyn World,
    mixed: &'s Mixed,
    requirement: &'s Requirement,
    clause: &'s Clause,
    subject: Entity,
    tries: u32,
    questions: u64,
}

impl Search<'_> {
    /// What the clause comes to, at the best for what is open, and the first claim that is.
    fn attempt(&mut self, settled: &FxHashMap<Switch, bool>, rest: Option<bool>) -> (Verdict, Option<Switch>) {
        self.tries += 1;
        let world = Switched::new(self.world, self.mixed, settled, rest);
        let mut eval = Eval::new(&world);
        eval.enter(self.requirement, self.subject);
        let verdict = eval.verdict(self.clause, Mode::Helpful).0;
        self.questions += world.switches.questions.get();
        (verdict, world.switches.open.get())
    }

    fn is_worn_out(&self) -> bool {
        self.tries >= MOST_TRIES || self.questions >= MOST_QUESTIONS
    }
}

/// The best that one setting of the switches makes of a clause. `floor` is what it comes to in the setting that is there.
pub(crate) fn best(
    world: &dyn World,
    mixed: &Mixed,
    requirement: &Requirement,
    clause: &Clause,
    subject: Entity,
    floor: Verdict,
) -> Found {
    let mut search = Search { world, mixed, requirement, clause, subject, tries: 0, questions: 0 };
    let mut found = Found { verdict: floor, settled: FxHashMap::default(), rest: None };
    let mut settled: FxHashMap<Switch, bool> = FxHashMap::default();
    // The claims settled one after another, and whether the other way is still to be tried.
    let mut trail: Vec<(Switch, bool)> = Vec::new();
    // All off, all on: often enough that will do.
    for rest in [false, true] {
        let (verdict, _) = search.attempt(&settled, Some(rest));
        if rank(verdict) > rank(found.verdict) {
            found = Found { verdict, settled: settled.clone(), rest: Some(rest) };
        }
    }
    while rank(found.verdict) < 2 {
        if search.is_worn_out() {
            found.verdict = Verdict::Unproven;
            return found;
        }
        let (bound, open) = search.attempt(&settled, None);
        if rank(bound) > rank(found.verdict) {
            let Some(open) = open else {
                found = Found { verdict: bound, settled: settled.clone(), rest: None };
                continue;
            };
            settled.insert(open, true);
            trail.push((open, true));
            let (verdict, _) = search.attempt(&settled, Some(false));
            if rank(verdict) > rank(found.verdict) {
                found = Found { verdict, settled: settled.clone(), rest: Some(false) };
            }
            continue;
        }
        // Nothing to be gained here: the last claim that can still be set the other way is.
        loop {
            match trail.pop() {
                Some((switch, true)) => {
                    settled.insert(switch, false);
                    trail.push((switch, false));
                    break;
                }
                Some((switch, false)) => {
                    settled.remove(&switch);
                }
                None => return found,
            }
        }
    }
    found
}

impl World for Switched<'_> {
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

    fn partners(&self) -> &Partners {
        self.world.partners()
    }

    fn is_refused(&self, function: FunctionId) -> bool {
        self.world.is_refused(function)
    }

    fn switches(&self) -> Option<&Switches<'_>> {
        Some(&self.switches)
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
