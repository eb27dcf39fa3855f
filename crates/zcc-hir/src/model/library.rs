//! Products, protocols, profiles and certificates: what each says by itself, and what they come to together.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, TextRange};
use zcc_db::Db;
use zcc_syntax::ast::{Block, BlockKind, Expr, ExprKind, Head, Path};

use super::claims::{ClaimModel, LayerProblem, LayeredCapability, Layers, lay_over};
use super::context::{Context, list_of, path_of};
use super::members::{joined, said};
use super::stated::Written;
use super::switches::switch;
use super::versions::{parse_range, satisfiable};
use crate::expr::{AttributeRef, Builtin, Type};
use crate::facts::{Attributes, ProductFacts, ProtocolFacts, Spoken, VersionRange};
use crate::ids::{CatalogId, EntityKind, EnumId, ProductId, ProfileId, ProtocolId};
use crate::rules::attribute;
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

/// Lowers a product, a protocol or a profile.
pub(crate) fn lower_library(context: &mut Context<'_>, block: &Block, first: u32) -> LibraryModel {
    let mut written = Written::of(context, &block.members);
    let said = said(context, block, first, "");
    let mut model = LibraryModel {
        name: block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default(),
        title: block.title.as_ref().map(|title| title.value.clone()),
        claims: said.claims.into_boxed_slice(),
        includes: said.includes.into_iter().map(|(profile, _)| profile).collect(),
        speaks: said.speaks.into_boxed_slice(),
        ..LibraryModel::default()
    };
    match block.kind {
        BlockKind::Product => {
            let kind = product_kind(context, block, &mut written);
            model.assess = written.take("assess").map(|(_, value)| assess(context, value)).unwrap_or_default();
            model.target = written.take("target").and_then(|(_, value)| target(context, value, &model.assess));
            model.versions = written.take("versions").and_then(|(_, value)| versions(context, value));
            let mut attributes = written.rest(context, EntityKind::Product, "");
            attributes.extend(kind.map(|kind| (AttributeRef::Builtin(Builtin::Kind), kind)));
            attributes.sort_by_key(|(attribute, _)| *attribute);
            model.attributes = attributes.into_boxed_slice();
        }
        BlockKind::Protocol => {
            refuse_head(context, block);
            model.attributes = written.rest(context, EntityKind::Protocol, "").into_boxed_slice();
        }
        _ => {
            refuse_head(context, block);
            written.refuse_rest(context, "profile", &["claims", "profiles that it includes"]);
        }
    }
    model
}

fn refuse_head(context: &mut Context<'_>, block: &Block) {
    if let Head::Of(paths) = &block.head
        && let Some(first) = paths.first()
    {
        let word = super::blocks::word(block.kind);
        context.say(
            Code::MISPLACED_MEMBER,
            first.range(),
            format!("a {word} has nothing after its title but its block"),
            "take this out",
        );
    }
}

fn product_kind(context: &mut Context<'_>, block: &Block, written: &mut Written<'_>) -> Option<Value> {
    let ty = Type::Set(Box::new(Type::Enum(EnumId::COMPONENT_KIND)));
    if let Head::Of(paths) = &block.head {
        return context.value(&list_from(paths), &ty, "");
    }
    if let Some((_, value)) = written.take("kind") {
        return context.value(value, &ty, "");
    }
    if let Some(name) = &block.name {
        context.say(
            Code::MISSING_KIND,
            name.range,
            format!("`{}` does not say what kind of product it is", name.text),
            "write embedded_device, host_device, network_device or software_application after a colon; several are separated by commas",
        );
    }
    None
}

/// Paths as the expression that would have been written for them.
fn list_from(paths: &[Path]) -> Expr {
    let one = |path: &Path| {
        let mut segments = path.segments.iter();
        let first = segments.next().filter(|name| !name.text.is_empty());
        let first = first.map_or(ExprKind::Error, |name| ExprKind::Name(name.text.clone()));
        let mut expr = Expr { kind: first, range: path.range() };
        for name in segments {
            expr = Expr { kind: ExprKind::Member(Box::new(expr), name.clone()), range: path.range() };
        }
        expr
    };
    let range = match (paths.first(), paths.last()) {
        (Some(first), Some(last)) => first.range().cover(last.range()),
        _ => TextRange::default(),
    };
    Expr { kind: ExprKind::List(paths.iter().map(one).collect()), range }
}

/// The catalogues that a list names.
pub(crate) fn assess(context: &mut Context<'_>, value: &Expr) -> Box<[CatalogId]> {
    let mut found = Vec::new();
    for one in list_of(value) {
        match path_of(one) {
            Some(path) => {
                if let Some(catalog) = context.catalog(&path)
                    && !found.contains(&catalog)
                {
                    found.push(catalog);
                }
            }
            None if matches!(one.kind, ExprKind::Error) => {}
            None => context.say(
                Code::TYPE_MISMATCH,
                one.range,
                "the name of a catalogue is expected here",
                "for example `assess: [part_3_3]`",
            ),
        }
    }
    found.into_boxed_slice()
}

/// A target; families are those of `catalogs`.
pub(crate) fn target(context: &mut Context<'_>, value: &Expr, catalogs: &[CatalogId]) -> Option<LevelVector> {
    let scope = crate::names::Scope { catalogs, ..context.scope };
    let before = context.told.len();
    let found = crate::values::constant(context.db, &scope, value, &Type::Vector, &mut context.told);
    for told in &mut context.told[before..] {
        if told.code == Code::IMPOSSIBLE_VALUE {
            told.code = Code::IMPOSSIBLE_TARGET;
        }
    }
    match found? {
        Value::Vector(vector) => Some(vector),
        _ => None,
    }
}

/// A range of versions.
pub(crate) fn versions(context: &mut Context<'_>, value: &Expr) -> Option<VersionRange> {
    let text = context.text(value)?;
    match parse_range(&text) {
        Ok(range) if satisfiable(&range.bounds) => Some(range),
        Ok(_) => {
            context.say(
                Code::BAD_VERSION,
                value.range,
                format!("no version is within `{text}`"),
                "all bounds must hold, as in `\">= 4.0, < 5\"`",
            );
            None
        }
        Err(part) => {
            context.say(
                Code::BAD_VERSION,
                value.range,
                if part.is_empty() {
                    "a bound is missing in this range of versions".to_owned()
                } else {
                    format!("`{part}` is no bound on a version")
                },
                "write bounds separated by commas, such as `\">= 4.0, < 5\"`",
            );
            None
        }
    }
}

/// Lowers a certificate.
pub(crate) fn lower_certificate(context: &mut Context<'_>, block: &Block) -> CertificateModel {
    const KNOWN: [&str; 8] =
        ["for", "scheme", "number", "profile", "versions", "conditions", "valid_from", "valid_until"];
    let mut written = Written::of(context, &block.members);
    said(context, block, 0, "");
    refuse_head(context, block);
    let mut model = CertificateModel::default();
    let name = block.name.as_ref().map_or(TextRange::empty(block.body.start), |name| name.range);
    let mut missing = Vec::new();
    match written.take("for") {
        Some((_, value)) => {
            let mut products = Vec::new();
            for one in list_of(value) {
                match path_of(one) {
                    Some(path) => products.extend(context.product(&path)),
                    None if matches!(one.kind, ExprKind::Error) => {}
                    None => context.say(
                        Code::TYPE_MISMATCH,
                        one.range,
                        "the name of a product is expected here",
                        "for example `for: plc_500`",
                    ),
                }
            }
            model.products = products.into_boxed_slice();
            if list_of(value).is_empty() {
                missing.push("for");
            }
        }
        None => missing.push("for"),
    }
    match written.take("profile") {
        Some((_, value)) => match path_of(value) {
            Some(path) => model.profile = context.profile(&path),
            None if matches!(value.kind, ExprKind::Error) => {}
            None => context.say(
                Code::TYPE_MISMATCH,
                value.range,
                "the name of a profile is expected here",
                "declare what is certified as a `profile` and name it",
            ),
        },
        None => missing.push("profile"),
    }
    for text in ["scheme", "number"] {
        let given = written.take(text);
        if context.stated_text(given).is_missing() {
            missing.push(text);
        }
    }
    if let Some((_, value)) = written.take("conditions") {
        for one in list_of(value) {
            context.text(one);
        }
    }
    model.versions = written.take("versions").and_then(|(_, value)| versions(context, value));
    model.valid_from = written.take("valid_from").and_then(|(_, value)| context.date(value));
    match written.take("valid_until") {
        Some((_, value)) => {
            model.valid_until = context.date(value);
            if let (Some(from), Some(until)) = (model.valid_from, model.valid_until)
                && until < from
            {
                context.say(
                    Code::BAD_CERTIFICATE,
                    value.range,
                    "this certificate ends before it begins",
                    "`valid_until` is the last day on which it holds",
                );
            }
        }
        None => missing.push("valid_until"),
    }
    written.refuse_rest(context, "certificate", &KNOWN);
    if !missing.is_empty() {
        let listed = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let called = block.name.as_ref().map_or("certificate", |name| name.text.as_str());
        context.say(
            Code::BAD_CERTIFICATE,
            name,
            format!("`{called}` does not state {listed}"),
            "a certificate states its products (`for`), `scheme`, `number`, `profile` and `valid_until`",
        );
    }
    model
}

/// A profile that something includes, directly or through a certificate, with the firmware that this is for.
type Included = (ProfileId, Option<VersionRange>);

/// Lays the claims of `own` over those of its profiles and certificates. What is told is only what is wrong here, not
/// what is wrong in a profile by itself.
pub(crate) fn stack(
    own: &LibraryModel,
    certified: &[Arc<CertificateModel>],
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
) -> (Layers, Vec<Spoken>, Vec<LayerProblem>) {
    let mut speaks: Vec<Spoken> = own.speaks.to_vec();
    let mut farther: Vec<Vec<ClaimModel>> = Vec::new();
    let mut seen: FxHashMap<ProfileId, Vec<Option<VersionRange>>> = FxHashMap::default();
    let mut ring: Vec<Included> = own.includes.iter().map(|profile| (*profile, None)).collect();
    ring.extend(certified.iter().filter_map(|certificate| Some((certificate.profile?, certificate.versions.clone()))));
    while !ring.is_empty() {
        let mut claims = Vec::new();
        let mut next: Vec<Included> = Vec::new();
        for (id, versions) in ring {
            // Several certificates may be for different firmware.
            let known = seen.entry(id).or_default();
            if known.contains(&None) || known.contains(&versions) {
                continue;
            }
            known.push(versions.clone());
            let included = profile(id);
            speaks.extend(included.speaks.iter().cloned());
            claims.extend(included.claims.iter().cloned().map(|mut claim| {
                claim.certified = versions.as_ref().map(|range| range.bounds.clone()).unwrap_or_default();
                claim
            }));
            next.extend(included.includes.iter().map(|inner| (*inner, versions.clone())));
        }
        farther.push(claims);
        ring = next;
    }
    let mut layers = Layers::default();
    let mut problems = Vec::new();
    for claims in farther.iter().rev() {
        let (laid, found) = lay_over(claims, &layers);
        layers = laid;
        problems.extend(found.into_iter().filter(|problem| match problem {
            LayerProblem::Hides { .. } => false,
            LayerProblem::Contradicts { has, lacks, .. } => has.anchor != lacks.anchor,
        }));
    }
    let (layers, found) = lay_over(&own.claims, &layers);
    problems.extend(found);
    (layers, joined(speaks), problems)
}

/// A product on the day `as_of`.
pub(crate) fn build_product(
    db: &dyn Db,
    own: &LibraryModel,
    certificates: &[Arc<CertificateModel>],
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
    as_of: i32,
) -> ProductModel {
    let certified: Vec<_> = certificates.iter().filter(|certificate| certificate.holds_on(as_of)).cloned().collect();
    let (layers, speaks, problems) = stack(own, &certified, profile);
    let inherited: Vec<(AttributeRef, Value)> = own
        .attributes
        .iter()
        .filter(|(name, _)| match name {
            AttributeRef::Builtin(builtin) => matches!(builtin, Builtin::Kind | Builtin::Supplier),
            AttributeRef::Declared(id) => attribute(db, *id).owners.contains(EntityKind::Component),
        })
        .cloned()
        .collect();
    let facts = ProductFacts {
        name: own.name.clone(),
        title: own.title.clone(),
        attributes: Attributes::over(own.attributes.to_vec(), super::queries::defaults(db, EntityKind::Product)),
        versions: own.versions.clone(),
        assess: own.assess.clone(),
        target: own.target,
        capabilities: switch(&layers, None, as_of, &[]).table,
        speaks: speaks.into(),
    };
    let bounded = |claim: &ClaimModel| !claim.firmware.is_empty() || !claim.certified.is_empty();
    let firmware_matters = layers.0.iter().flat_map(LayeredCapability::possible).any(bounded);
    ProductModel {
        facts: Arc::new(facts),
        layers,
        firmware_matters,
        base: Attributes::over(inherited, super::queries::defaults(db, EntityKind::Component)),
        problems: problems.into_boxed_slice(),
    }
}

/// A protocol on the day `as_of`.
pub(crate) fn build_protocol(
    db: &dyn Db,
    own: &LibraryModel,
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
    as_of: i32,
) -> ProtocolModel {
    let (layers, _, problems) = stack(own, &[], profile);
    let inherited: Vec<(AttributeRef, Value)> = own
        .attributes
        .iter()
        .filter(|(name, _)| match name {
            AttributeRef::Builtin(_) => false,
            AttributeRef::Declared(id) => attribute(db, *id).owners.contains(EntityKind::Channel),
        })
        .cloned()
        .collect();
    let facts = ProtocolFacts {
        name: own.name.clone(),
        title: own.title.clone(),
        attributes: Attributes::over(own.attributes.to_vec(), super::queries::defaults(db, EntityKind::Protocol)),
        capabilities: switch(&layers, None, as_of, &[]).table,
    };
    ProtocolModel {
        facts: Arc::new(facts),
        layers,
        base: Attributes::over(inherited, super::queries::defaults(db, EntityKind::Channel)),
        problems: problems.into_boxed_slice(),
    }
}

/// The circle of profiles that leads back to `start`, if there is one: `start` first, each including the next.
pub(crate) fn profile_cycle(
    start: ProfileId,
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
) -> Option<Vec<ProfileId>> {
    let mut seen = FxHashSet::default();
    let mut trail: Vec<(ProfileId, Arc<LibraryModel>, usize)> = vec![(start, profile(start), 0)];
    while let Some((_, model, next)) = trail.last_mut() {
        let Some(inner) = model.includes.get(*next).copied() else {
            trail.pop();
            continue;
        };
        *next += 1;
        if inner == start {
            return Some(trail.iter().map(|(id, _, _)| *id).collect());
        }
        if seen.insert(inner) {
            trail.push((inner, profile(inner), 0));
        }
    }
    None
}

/// Says that profiles include each other; told once, at the first of them.
pub(crate) fn tell_cycle(
    context: &mut Context<'_>,
    start: ProfileId,
    range: TextRange,
    profile: &dyn Fn(ProfileId) -> Arc<LibraryModel>,
) {
    let Some(cycle) = profile_cycle(start, profile) else { return };
    if cycle.iter().min() != Some(&start) {
        return;
    }
    let mut names: Vec<String> = cycle.iter().map(|id| format!("`{}`", profile(*id).name)).collect();
    names.push(names[0].clone());
    let told = Diagnostic::new(
        Code::PROFILE_CYCLE,
        context.place(range),
        format!("profiles include each other in a circle: {}", names.join(" includes ")),
    )
    .help("take one of the `include` lines out");
    context.tell(told);
}
