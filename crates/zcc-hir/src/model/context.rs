//! What lowering a declaration of the model has at hand: names, types, libraries and the site, whether of the database
//! or of a test, and the list of what is wrong.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, TextRange, meant};
use zcc_db::Db;
use zcc_syntax::DECLARATION_WORDS;
use zcc_syntax::ast::{self, Expr, ExprKind};

use super::blocks::{joined, list_of, path_of};
use super::defaults::defaults;
use super::library_model::{Owner, ProductModel, ProtocolModel};
use super::lookup::Lookup;
use super::names::{SiteNames, resolve};
use super::source::ClaimPlaces;
use super::switches::{SwitchModel, Switched};
use crate::expr::Type;
use crate::facts::{Attributes, CapabilityTable};
use crate::ids::{CapabilityId, CatalogId, Entity, EntityKind, EntityKinds, ProductId, ProfileId, ProtocolId};
use crate::names::{Scope, Unresolved};
use crate::program::Capability;
use crate::rules::{FoundAttribute, attribute_named};
use crate::value::{Value, Version};
use crate::values;

/// So many mistakes of one declaration are told.
pub(crate) const MOST_TOLD: usize = 1000;

/// What lowering has at hand. `told` grows.
pub(crate) struct Context<'a> {
    /// The database.
    pub db: &'a dyn Db,
    /// Where names are looked up from.
    pub scope: Scope<'a>,
    /// The assessment date.
    pub as_of: i32,
    /// The libraries and the site.
    pub lookup: Rc<dyn Lookup + 'a>,
    /// What is wrong.
    pub told: Vec<Diagnostic>,
    /// The table of what nothing is known of, shared.
    pub nothing: Arc<CapabilityTable>,
    /// Where claims and switches stand, for what is told of them.
    pub claims: Rc<ClaimPlaces<'a>>,
    // A zone says the same names over and over; looking each up once per declaration is enough.
    attributes: FxHashMap<(EntityKind, SmolStr), Rc<FoundAttribute>>,
    capabilities: FxHashMap<SmolStr, CapabilityId>,
    products: FxHashMap<(SmolStr, SmolStr), ProductId>,
    product_models: FxHashMap<ProductId, Arc<ProductModel>>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(db: &'a dyn Db, scope: Scope<'a>, as_of: i32, lookup: Rc<dyn Lookup + 'a>) -> Self {
        Self {
            db,
            scope,
            as_of,
            lookup,
            told: Vec::new(),
            nothing: Arc::default(),
            claims: Rc::new(ClaimPlaces::new(db)),
            attributes: FxHashMap::default(),
            capabilities: FxHashMap::default(),
            products: FxHashMap::default(),
            product_models: FxHashMap::default(),
        }
    }

    /// A range of the declaration as a place.
    pub(crate) fn place(&self, range: TextRange) -> Place {
        self.scope.place(range)
    }

    /// Notes what is wrong.
    pub(crate) fn tell(&mut self, told: Diagnostic) {
        self.told.push(told);
    }

    /// Notes what is wrong at a range, with the way out.
    pub(crate) fn say(&mut self, code: Code, range: TextRange, message: impl Into<String>, help: impl Into<String>) {
        let told = Diagnostic::new(code, self.place(range), message).help(help);
        self.told.push(told);
    }

    fn found<T>(&mut self, result: Result<T, Unresolved>) -> Option<T> {
        match result {
            Ok(found) => Some(found),
            Err(told) => {
                self.told.extend(told.map(|told| *told));
                None
            }
        }
    }

    /// The capability of a path that stands after `word`.
    pub(crate) fn capability(&mut self, path: &ast::Path, word: &str) -> Option<CapabilityId> {
        if is_missing(path) {
            return None;
        }
        if let [name] = path.segments.as_slice()
            && let Some(known) = self.capabilities.get(&name.text)
        {
            return Some(*known);
        }
        let mut result = self.scope.capability(self.db, path);
        if let (Err(Some(told)), [name]) = (&mut result, path.segments.as_slice())
            && DECLARATION_WORDS.contains(&name.text.as_str())
        {
            told.message = format!("nothing stands after `{word}`");
            told.help = Some(format!("name a capability after `{word}`, or take the word out"));
            told.fixes.clear();
        }
        let found = self.found(result)?;
        if let [name] = path.segments.as_slice() {
            self.capabilities.insert(name.text.clone(), found);
        }
        Some(found)
    }

    /// What a capability is.
    pub(crate) fn capability_of(&self, id: CapabilityId) -> &'a Arc<Capability> {
        crate::rules::capability(self.db, id)
    }

    /// How a capability is called.
    pub(crate) fn capability_name(&self, id: CapabilityId) -> &'a str {
        &self.capability_of(id).name
    }

    /// The product of a path.
    pub(crate) fn product(&mut self, path: &ast::Path) -> Option<ProductId> {
        if is_missing(path) {
            return None;
        }
        if let Some(found) = self.lookup.own_product(path) {
            return Some(found);
        }
        let key = match path.segments.as_slice() {
            [name] => Some((SmolStr::default(), name.text.clone())),
            [alias, name] => Some((alias.text.clone(), name.text.clone())),
            _ => None,
        };
        if let Some(known) = key.as_ref().and_then(|key| self.products.get(key)) {
            return Some(*known);
        }
        let mut result = self.scope.product(self.db, path);
        if let Err(Some(told)) = &mut result
            && told.code == Code::UNKNOWN_NAME
        {
            told.code = Code::UNKNOWN_PRODUCT;
        }
        let found = self.found(result)?;
        self.products.extend(key.map(|key| (key, found)));
        Some(found)
    }

    /// The protocol of a path.
    pub(crate) fn protocol(&mut self, path: &ast::Path) -> Option<ProtocolId> {
        if is_missing(path) {
            return None;
        }
        if let Some(found) = self.lookup.own_protocol(path) {
            return Some(found);
        }
        let result = self.scope.protocol(self.db, path);
        self.found(result)
    }

    /// The profile of a path.
    pub(crate) fn profile(&mut self, path: &ast::Path) -> Option<ProfileId> {
        if is_missing(path) {
            return None;
        }
        if let Some(found) = self.lookup.own_profile(path) {
            return Some(found);
        }
        let result = self.scope.profile(self.db, path);
        self.found(result)
    }

    /// The catalogue of a path.
    pub(crate) fn catalog(&mut self, path: &ast::Path) -> Option<CatalogId> {
        if is_missing(path) {
            return None;
        }
        let result = self.scope.catalog(self.db, path);
        self.found(result)
    }

    /// All about a product.
    pub(crate) fn product_model(&mut self, id: ProductId) -> Arc<ProductModel> {
        if let Some(known) = self.product_models.get(&id) {
            return known.clone();
        }
        let model = self.lookup.product_model(id);
        self.product_models.insert(id, model.clone());
        model
    }

    /// All about a protocol.
    pub(crate) fn protocol_model(&self, id: ProtocolId) -> Arc<ProtocolModel> {
        self.lookup.protocol_model(id)
    }

    /// What the switches make of a product's or protocol's claims alone, shared by all that set them alike.
    pub(crate) fn shared_table(
        &self,
        owner: Owner,
        firmware: Option<&Version>,
        switches: &[SwitchModel],
    ) -> Arc<Switched> {
        self.lookup.switched(owner, firmware, switches)
    }

    /// The attribute of this name on a kind of entity.
    pub(crate) fn attribute(&mut self, kind: EntityKind, name: &ast::Name) -> Option<Rc<FoundAttribute>> {
        let key = (kind, name.text.clone());
        if let Some(found) = self.attributes.get(&key) {
            return Some(found.clone());
        }
        // Of a block of very many unknown names the first are enough, and looking for the nearest to each takes long.
        if self.told.len() >= MOST_TOLD {
            return None;
        }
        let place = self.place(name.range);
        let mut result = attribute_named(self.db, self.scope.package, EntityKinds::only(kind), &name.text, place);
        if let Err(told) = &mut result
            && let Some(help) = without_colon(&name.text)
        {
            told.help = Some(help);
            told.fixes.clear();
        }
        let found = Rc::new(self.found(result.map_err(Some))?);
        self.attributes.insert(key, found.clone());
        Some(found)
    }

    /// What attributes of this kind of entity are where nobody states them.
    pub(crate) fn defaults(&self, kind: EntityKind) -> &'a Arc<Attributes> {
        defaults(self.db, kind)
    }

    /// The value that an expression states where a type is asked for; `from` is the place it stands in.
    pub(crate) fn value(&mut self, expr: &Expr, ty: &Type, from: &str) -> Option<Value> {
        match ty {
            Type::Entity(kinds) => self.element_value(expr, *kinds, from),
            Type::Set(element) => match &**element {
                Type::Entity(kinds) => {
                    let list = list_of(expr);
                    let mut values = Vec::with_capacity(list.len());
                    for one in list {
                        values.push(self.element_value(one, *kinds, from)?);
                    }
                    Some(values::set_of(element, values))
                }
                _ => values::constant(self.db, &self.scope, expr, ty, &mut self.told),
            },
            _ => values::constant(self.db, &self.scope, expr, ty, &mut self.told),
        }
    }

    /// A string.
    pub(crate) fn text(&mut self, expr: &Expr) -> Option<SmolStr> {
        match self.value(expr, &Type::String, "")? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text that should be stated; a blank one is none.
    pub(crate) fn stated_text(&mut self, given: Option<(&ast::Name, &Expr)>) -> StatedText {
        match given.map(|(_, value)| self.text(value)) {
            None => StatedText::Missing,
            Some(None) => StatedText::Wrong,
            Some(Some(text)) if text.trim().is_empty() => StatedText::Missing,
            Some(Some(text)) => StatedText::Stated(text),
        }
    }

    /// A day.
    pub(crate) fn date(&mut self, expr: &Expr) -> Option<i32> {
        match self.value(expr, &Type::Date, "")? {
            Value::Date(day) => Some(day),
            _ => None,
        }
    }

    fn element_value(&mut self, expr: &Expr, kinds: EntityKinds, from: &str) -> Option<Value> {
        if matches!(expr.kind, ExprKind::Error) {
            return None;
        }
        let Some(path) = path_of(expr) else {
            self.say(
                Code::TYPE_MISMATCH,
                expr.range,
                "a name from the model is expected here",
                "write its path, such as `control.plc`",
            );
            return None;
        };
        let library = |kind| kinds == EntityKinds::only(kind);
        if library(EntityKind::Product) {
            return self.product(&path).map(|id| Value::Entity(Entity::Product(id)));
        }
        if library(EntityKind::Protocol) {
            return self.protocol(&path).map(|id| Value::Entity(Entity::Protocol(id)));
        }
        self.element(&path, kinds, from).map(Value::Entity)
    }

    /// The element of the model that a path means inside the place of path `from`; one of `kinds`.
    pub(crate) fn element(&mut self, path: &ast::Path, kinds: EntityKinds, from: &str) -> Option<Entity> {
        if is_missing(path) {
            return None;
        }
        let lookup = self.lookup.clone();
        self.element_among(lookup.names(), path, kinds, from)
    }

    fn element_among(
        &mut self,
        names: &dyn SiteNames,
        path: &ast::Path,
        kinds: EntityKinds,
        from: &str,
    ) -> Option<Entity> {
        let written = crate::names::text(path);
        let wanted: Vec<&str> = kinds.iter().map(EntityKind::word).collect();
        let wanted = wanted.join(" or ");
        match resolve(names, from, path) {
            Some(found) if kinds.contains(found.kind()) => Some(found),
            Some(found) => {
                let message = format!("`{written}` is a {}; a {wanted} is meant here", found.kind().word());
                let told = Diagnostic::new(Code::WRONG_ELEMENT, self.place(path.range()), message);
                let place = told.primary.place;
                let near = inside(names, found, kinds);
                let around = path_of_zone(names, found).filter(|_| kinds.contains(EntityKind::Zone));
                self.tell(match around {
                    Some(zone) => told.help(format!("it is in the zone `{zone}`")).did_you_mean(place, &[zone]),
                    None if near.is_empty() => {
                        told.help(format!("name a {wanted}, by its path from the outermost zone"))
                    }
                    None => told.did_you_mean(place, &near),
                });
                None
            }
            None => {
                let told = unknown_element(names, self.place(path.range()), path, &written, &wanted, from);
                self.tell(told);
                None
            }
        }
    }
}

/// The path of the zone that a component is in.
fn path_of_zone(names: &dyn SiteNames, entity: Entity) -> Option<SmolStr> {
    let place = entity.place().filter(|_| matches!(entity, Entity::Component(..)))?;
    names.table().is_zone(place).then(|| super::names::path_of(names, Entity::Zone(place)))
}

/// What to write instead, where a word that starts a line of its own is taken for an attribute.
fn without_colon(word: &str) -> Option<String> {
    const CLAIM_WORDS: [&str; 5] = ["provides", "offers", "lacks", "enable", "disable"];
    if CLAIM_WORDS.contains(&word) {
        return Some(format!("no colon stands after `{word}`: `{word} session_lock`"));
    }
    DECLARATION_WORDS
        .contains(&word)
        .then(|| format!("no colon stands after `{word}`, but a name: `{word} name {{ … }}`"))
}

/// Some of what is in a zone or conduit that is of these kinds, by their paths.
fn inside(names: &dyn SiteNames, entity: Entity, kinds: EntityKinds) -> Vec<String> {
    const SHOWN: usize = 3;
    let Some(place) = entity.place().filter(|_| matches!(entity, Entity::Zone(_) | Entity::Conduit(_))) else {
        return Vec::new();
    };
    let members = names.members(place);
    let components = members.components.iter().filter(|_| kinds.contains(EntityKind::Component));
    let path = super::names::path_of(names, entity);
    components.filter(|name| !name.is_empty()).take(SHOWN).map(|name| joined(&path, name).to_string()).collect()
}

/// A value with what is wrong with the declaration that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lowered<T> {
    /// The value.
    pub model: T,
    /// What is wrong.
    pub told: Box<[Diagnostic]>,
}

/// What came of a text that should be stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StatedText {
    /// It is not there, or blank.
    Missing,
    /// It is no text; that was told.
    Wrong,
    /// It is there.
    Stated(SmolStr),
}

impl StatedText {
    /// Whether it is not there.
    pub(crate) const fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    /// The text.
    pub(crate) fn text(self) -> Option<SmolStr> {
        match self {
            Self::Stated(text) => Some(text),
            _ => None,
        }
    }
}

/// So many places are looked at for what an unknown name may have meant.
const MOST_COMPARED: usize = 4096;

fn unknown_element(
    names: &dyn SiteNames,
    place: Place,
    path: &ast::Path,
    written: &str,
    wanted: &str,
    from: &str,
) -> Diagnostic {
    if let Some(told) = unknown_outer(names, place, path, from) {
        return told;
    }
    let message = if wanted.matches(" or ").count() > 1 {
        format!("nothing in the model is called `{written}`")
    } else {
        format!("there is no {wanted} `{written}`")
    };
    let told = Diagnostic::new(Code::UNKNOWN_ELEMENT, place, message);
    let segments: Vec<&str> = path.segments.iter().map(|segment| segment.text.as_str()).collect();
    let Some((last, before)) = segments.split_last() else { return told };
    // A bare name of something inside a zone: say its whole path.
    if before.is_empty() {
        let inside =
            names.table().ids().take(MOST_COMPARED).find_map(|id| names.members(id).find(id, last).map(|_| id));
        if let Some(entry) = inside.and_then(|id| names.table().entry(id)) {
            let full = joined(&entry.path, last);
            return told.help(format!("there is one in `{}`: write `{full}`", entry.path)).fix(
                format!("write `{full}`"),
                place,
                full,
            );
        }
    }
    let table = names.table();
    let outer = before.iter().fold(SmolStr::default(), |outer, name| joined(&outer, name));
    let mut candidates: Vec<&str> = Vec::new();
    for id in [table.find(&outer), table.find(from)].into_iter().flatten() {
        let members = names.members(id);
        candidates.extend(members.components.iter().chain(&members.channels).map(SmolStr::as_str));
    }
    let prefix = if outer.is_empty() { String::new() } else { format!("{outer}.") };
    candidates.extend(
        table.entries().iter().take(MOST_COMPARED).filter_map(|entry| entry.path.strip_prefix(prefix.as_str())),
    );
    let near: Vec<String> = meant(last, candidates).into_iter().map(|near| format!("{prefix}{near}")).collect();
    told.help("a path names each zone from the outermost, then the component: `control.skid.pump`")
        .did_you_mean(place, &near)
}

/// Says that the first names of a path mean nothing, where that is so.
fn unknown_outer(names: &dyn SiteNames, place: Place, path: &ast::Path, from: &str) -> Option<Diagnostic> {
    let (_, before) = path.segments.split_last()?;
    let outer = (1..=before.len())
        .map(|length| ast::Path { segments: path.segments.iter().take(length).cloned().collect() })
        .find(|outer| resolve(names, from, outer).is_none())?;
    let place = Place { range: outer.range(), ..place };
    let written = crate::names::text(&outer);
    let told = Diagnostic::new(Code::UNKNOWN_ELEMENT, place, format!("there is no zone or conduit `{written}`"));
    let outermost = names.table().entries().iter().map(|entry| entry.path.as_str());
    let near = meant(&written, outermost);
    Some(
        told.help("a path names each zone from the outermost, then the component: `control.skid.pump`")
            .did_you_mean(place, &near),
    )
}

/// Whether the parser made the path up for one that is not there; that was told.
fn is_missing(path: &ast::Path) -> bool {
    path.segments.iter().any(|segment| segment.text.is_empty())
}
