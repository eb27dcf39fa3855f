//! The members that declarations share: attributes, claims, switches and the protocols spoken.

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, TextRange, nearest};
use zcc_syntax::ast::{self, Block, BlockKind, Claim, ClaimKind, Expr, ExprKind, Field, Member, MemberKind, Name};

use super::blocks::{claims_of, word};
use super::claims::{ClaimModel, LayerProblem, Partner, SwitchModel, SwitchProblem, SwitchProblemKind};
use super::context::Context;
use super::versions::Bound;
use crate::expr::{AttributeRef, Builtin, Type};
use crate::facts::{Origin, Spoken};
use crate::ids::{CapabilityId, EntityKind, EntityKinds, ProfileId};
use crate::value::Value;

/// The attributes of a block, by name, each once.
pub(crate) struct Written<'t> {
    attributes: Vec<(&'t Name, &'t Expr)>,
}

impl<'t> Written<'t> {
    /// Gathers them; one given twice is told and the first kept.
    pub(crate) fn of(context: &mut Context<'_>, members: &'t [Member]) -> Self {
        let mut attributes: Vec<(&'t Name, &'t Expr)> = Vec::new();
        for member in members {
            let MemberKind::Attribute { name, value } = &member.kind else { continue };
            match attributes.iter().find(|(earlier, _)| earlier.text == name.text) {
                None => attributes.push((name, value)),
                Some((earlier, _)) => {
                    let told = Diagnostic::new(
                        Code::ATTRIBUTE_TWICE,
                        context.place(name.range),
                        format!("`{}` is given twice", name.text),
                    )
                    .secondary(context.place(earlier.range), "first given here")
                    .help("keep one of them; a list takes several values: `[a, b]`");
                    context.tell(told);
                }
            }
        }
        Self { attributes }
    }

    /// Takes out the attribute of this name.
    pub(crate) fn take(&mut self, name: &str) -> Option<(&'t Name, &'t Expr)> {
        let at = self.attributes.iter().position(|(written, _)| written.text == name)?;
        Some(self.attributes.remove(at))
    }

    /// The value of this attribute as written.
    pub(crate) fn get(&self, name: &str) -> Option<&'t Expr> {
        self.attributes.iter().find(|(written, _)| written.text == name).map(|(_, value)| *value)
    }

    /// Lowers what is left as attributes of `kind`; sorted.
    pub(crate) fn rest(self, context: &mut Context<'_>, kind: EntityKind, from: &str) -> Vec<(AttributeRef, Value)> {
        let mut found: Vec<(AttributeRef, Value)> = Vec::with_capacity(self.attributes.len());
        for (name, value) in self.attributes {
            let Some(attribute) = context.attribute(kind, name) else { continue };
            if let AttributeRef::Builtin(builtin) = attribute.attribute
                && !can_be_stated(builtin)
            {
                context.say(
                    Code::UNKNOWN_ATTRIBUTE,
                    name.range,
                    format!("`{}` of a {} follows from the model and cannot be stated", name.text, kind.word()),
                    match builtin {
                        Builtin::Title => "write the title after the name, in quotes",
                        Builtin::Product => "write the product after the name: `component plc: acme.plc_500`",
                        Builtin::Speaks => "write `speaks opc_ua` without a colon",
                        _ => "take this line out",
                    },
                );
                continue;
            }
            if let Some(value) = context.value(value, &attribute.ty, from) {
                found.push((attribute.attribute, value));
            }
        }
        found.sort_by_key(|(attribute, _)| *attribute);
        found
    }

    /// Tells of all that is left that `owner` has no such attribute; `known` are those that it has.
    pub(crate) fn refuse_rest(self, context: &mut Context<'_>, owner: &str, known: &[&str]) {
        for (name, _) in self.attributes {
            let place = context.place(name.range);
            let told =
                Diagnostic::new(Code::UNKNOWN_ATTRIBUTE, place, format!("a {owner} has no attribute `{}`", name.text));
            context.tell(match nearest(&name.text, known.iter().copied()) {
                Some(near) => told.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
                None => told.help(format!("a {owner} has {}", known.join(", "))),
            });
        }
    }
}

const fn can_be_stated(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Target
            | Builtin::Trust
            | Builtin::Network
            | Builtin::Kind
            | Builtin::Firmware
            | Builtin::Address
            | Builtin::Supplier
    )
}

/// The claims and switches of a block.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// What it claims.
    pub claims: Vec<ClaimModel>,
    /// How it sets switches.
    pub switches: Vec<SwitchModel>,
    /// Where each switch stands.
    pub switch_ranges: Vec<TextRange>,
    /// The protocols it speaks.
    pub speaks: Vec<Spoken>,
    /// The profiles it includes.
    pub includes: Vec<(ProfileId, TextRange)>,
}

/// What members a block may have besides attributes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowed {
    pub claims: bool,
    pub switches: bool,
    pub speaks: bool,
    pub include: bool,
    pub blocks: &'static [BlockKind],
}

/// What may stand in a block.
pub(crate) const fn allowed(kind: BlockKind) -> Allowed {
    const NOTHING: Allowed = Allowed { claims: false, switches: false, speaks: false, include: false, blocks: &[] };
    match kind {
        BlockKind::Site | BlockKind::Channel => Allowed { claims: true, switches: true, ..NOTHING },
        BlockKind::Zone => Allowed {
            claims: true,
            switches: true,
            blocks: &[BlockKind::Zone, BlockKind::Component, BlockKind::Channel],
            ..NOTHING
        },
        BlockKind::Conduit => {
            Allowed { claims: true, switches: true, blocks: &[BlockKind::Boundary, BlockKind::Channel], ..NOTHING }
        }
        BlockKind::Component | BlockKind::Boundary => Allowed { claims: true, switches: true, speaks: true, ..NOTHING },
        BlockKind::Product | BlockKind::Profile => Allowed { claims: true, speaks: true, include: true, ..NOTHING },
        BlockKind::Protocol => Allowed { claims: true, include: true, ..NOTHING },
        BlockKind::Certificate
        | BlockKind::Waiver
        | BlockKind::Countermeasure
        | BlockKind::Capability
        | BlockKind::Catalog => NOTHING,
    }
}

/// Lowers the claims, switches, `speaks` and `include` of a block; `first` is the index of its first claim or switch,
/// `from` the path of the place it stands in.
pub(crate) fn said(context: &mut Context<'_>, block: &Block, first: u32, from: &str) -> Said {
    let allowed = allowed(block.kind);
    let mut said = Said::default();
    let mut next = first;
    for member in &block.members {
        match &member.kind {
            MemberKind::Claims { kind, claims } => {
                if allowed.claims {
                    for (claim, index) in claims.iter().zip(next..) {
                        said.claims.extend(lower_claim(context, *kind, claim, index));
                    }
                } else {
                    misplaced(context, block.kind, member.range, claim_word(*kind));
                }
            }
            MemberKind::Switch { enable, switches } => {
                let word = if *enable { "enable" } else { "disable" };
                if allowed.switches {
                    for switch in switches {
                        if let Some(model) = lower_switch(context, *enable, switch, &said, from) {
                            said.switches.push(model);
                            said.switch_ranges.push(switch.range);
                        }
                    }
                } else {
                    misplaced(context, block.kind, member.range, word);
                }
            }
            MemberKind::Speaks(spoken) => {
                if allowed.speaks {
                    lower_speaks(context, spoken, &mut said.speaks);
                } else {
                    misplaced(context, block.kind, member.range, "speaks");
                }
            }
            MemberKind::Include(profiles) => {
                if allowed.include {
                    for path in profiles {
                        if let Some(profile) = context.profile(path) {
                            said.includes.push((profile, path.range()));
                        }
                    }
                } else {
                    misplaced(context, block.kind, member.range, "include");
                }
            }
            MemberKind::Block(inner) => {
                if !allowed.blocks.contains(&inner.kind) {
                    misplaced_block(context, block.kind, inner, member.range);
                }
            }
            MemberKind::Parameter { name, .. } => {
                let message = format!("`{}` has a type here; a value is expected", name.text);
                context.say(
                    Code::MISPLACED_MEMBER,
                    member.range,
                    message,
                    "types stand in `capability` and `attribute` declarations; state a value",
                );
            }
            MemberKind::Family { .. } => misplaced(context, block.kind, member.range, "family"),
            MemberKind::Attribute { .. } | MemberKind::Error => {}
        }
        next += claims_of(member);
    }
    said.speaks = joined(std::mem::take(&mut said.speaks));
    said
}

const fn claim_word(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Provides => "provides",
        ClaimKind::Offers => "offers",
        ClaimKind::Lacks => "lacks",
    }
}

fn misplaced(context: &mut Context<'_>, owner: BlockKind, range: TextRange, member: &str) {
    let owner_word = word(owner);
    let help = match (member, owner) {
        ("enable" | "disable", BlockKind::Product | BlockKind::Profile | BlockKind::Protocol) => {
            "a library says what is there with `provides` and `offers`; the site sets the switches".to_owned()
        }
        ("include", _) => "products, protocols and profiles include profiles".to_owned(),
        ("speaks", _) => "products and components speak protocols".to_owned(),
        ("provides" | "offers" | "lacks", BlockKind::Certificate) => {
            "name the profile that it certifies: `profile: sl2_host`".to_owned()
        }
        _ => format!("take it out of the {owner_word}"),
    };
    context.say(Code::MISPLACED_CLAIM, range, format!("`{member}` means nothing in a {owner_word}"), help);
}

fn misplaced_block(context: &mut Context<'_>, owner: BlockKind, inner: &Block, range: TextRange) {
    let at = inner.name.as_ref().map_or(TextRange::empty(range.start), |name| name.range);
    let help = match (inner.kind, owner) {
        (BlockKind::Component, BlockKind::Conduit) => "a device that guards a conduit is a `boundary`".to_owned(),
        (BlockKind::Boundary, BlockKind::Zone) => {
            "a `boundary` guards a conduit; what is in a zone is a `component`".to_owned()
        }
        (BlockKind::Conduit, _) => "conduits do not nest: declare it at the top level".to_owned(),
        (BlockKind::Zone, BlockKind::Conduit) => "a conduit joins zones and holds none: declare it outside".to_owned(),
        _ => format!("declare it outside the {}", word(owner)),
    };
    context.say(Code::MISPLACED_MEMBER, at, format!("a {} cannot stand in a {}", word(inner.kind), word(owner)), help);
}

/// The fields of a claim's block that are not parameters.
#[derive(Default)]
struct Frame {
    firmware: Vec<Bound>,
    evidence_until: Option<i32>,
}

fn lower_claim(context: &mut Context<'_>, kind: ClaimKind, claim: &Claim, index: u32) -> Option<ClaimModel> {
    let capability = context.capability(&claim.capability, claim_word(kind))?;
    let declared = context.capability_of(capability);
    let mut parameters: Box<[Option<Value>]> = vec![None; declared.parameters.len()].into();
    let mut frame = Frame::default();
    for field in fields_once(context, &claim.fields) {
        if framed(context, field, &mut frame) {
            continue;
        }
        if kind == ClaimKind::Lacks {
            context.say(
                Code::MISPLACED_CLAIM,
                field.name.range,
                format!(
                    "`lacks {}` says that there is none at all, so `{}` has nothing to describe",
                    declared.name, field.name.text
                ),
                format!("write `provides {} {{ … }}` if there is one, with what it can do", declared.name),
            );
            continue;
        }
        if let Some((position, value)) = parameter(context, capability, field) {
            parameters[usize::from(position)] = Some(value);
        }
    }
    let with = claim.with.as_ref().and_then(|needs| {
        if kind == ClaimKind::Offers {
            return context.capability(needs, "with");
        }
        context.say(
            Code::NO_PARTNER,
            needs.range(),
            format!("`{}` takes no `with`", claim_word(kind)),
            "what works only together with another component is offered: `offers … with …`",
        );
        None
    });
    let origin = Origin { anchor: context.scope.anchor, index };
    let firmware = frame.firmware.into_boxed_slice();
    Some(ClaimModel { kind, capability, parameters, firmware, evidence_until: frame.evidence_until, with, origin })
}

fn fields_once<'t>(context: &mut Context<'_>, fields: &'t [Field]) -> Vec<&'t Field> {
    let mut once: Vec<&'t Field> = Vec::with_capacity(fields.len());
    for field in fields {
        match once.iter().find(|earlier| earlier.name.text == field.name.text) {
            None => once.push(field),
            Some(earlier) => {
                let told = Diagnostic::new(
                    Code::PARAMETER_TWICE,
                    context.place(field.name.range),
                    format!("`{}` is given twice", field.name.text),
                )
                .secondary(context.place(earlier.name.range), "first given here")
                .help("keep one; to describe two mechanisms, claim the capability twice");
                context.tell(told);
            }
        }
    }
    once
}

/// Reads `because`, `evidence`, `since` and `until`; false if it is none of them.
fn framed(context: &mut Context<'_>, field: &Field, frame: &mut Frame) -> bool {
    match field.name.text.as_str() {
        "because" => {
            context.text(&field.value);
        }
        "evidence" => frame.evidence_until = evidence(context, &field.value).1,
        word @ ("since" | "until") => {
            if let Some(Value::Version(version)) = context.value(&field.value, &Type::Version, "") {
                let ordering = if word == "since" { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less };
                frame.firmware.push((ordering, word == "since", version));
            }
        }
        _ => return false,
    }
    true
}

/// Evidence: what it is, for print, and the last day on which it holds.
pub(crate) fn evidence(context: &mut Context<'_>, value: &Expr) -> (Option<SmolStr>, Option<i32>) {
    const KNOWN: [&str; 3] = ["document", "sha256", "valid_until"];
    let ExprKind::Record(fields) = &value.kind else { return (context.text(value), None) };
    let (mut document, mut until) = (None, None);
    for field in fields_once(context, fields) {
        match field.name.text.as_str() {
            "document" => document = context.text(&field.value),
            "valid_until" => until = context.date(&field.value),
            "sha256" => {
                if let Some(hash) = context.text(&field.value)
                    && (hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
                {
                    context.say(
                        Code::BAD_EVIDENCE,
                        field.value.range,
                        "this is no SHA-256",
                        "it has 64 hexadecimal digits; `sha256sum` prints it",
                    );
                }
            }
            other => {
                let place = context.place(field.name.range);
                let told = Diagnostic::new(Code::BAD_EVIDENCE, place, format!("evidence has no `{other}`"));
                context.tell(match nearest(other, KNOWN) {
                    Some(near) => {
                        told.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near)
                    }
                    None => told.help("evidence has a `document`, its `sha256` and a `valid_until`"),
                });
            }
        }
    }
    (document, until)
}

fn parameter(context: &mut Context<'_>, capability: CapabilityId, field: &Field) -> Option<(u16, Value)> {
    let declared = context.capability_of(capability);
    let position = declared.parameters.iter().position(|parameter| parameter.name == field.name.text);
    let Some(position) = position else {
        let place = context.place(field.name.range);
        let told = Diagnostic::new(
            Code::UNKNOWN_PARAMETER,
            place,
            format!("`{}` has no parameter `{}`", declared.name, field.name.text),
        );
        let known = declared.parameters.iter().map(|parameter| parameter.name.as_str());
        let frame = ["because", "evidence", "since", "until"];
        context.tell(match nearest(&field.name.text, known.clone().chain(frame)) {
            Some(near) => told.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near),
            None if declared.parameters.is_empty() => told.help("it has no parameters"),
            None => {
                told.help(format!("it has {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")))
            }
        });
        return None;
    };
    let value = context.value(&field.value, &declared.parameters[position].ty, "")?;
    Some((position as u16, value))
}

fn lower_switch(
    context: &mut Context<'_>,
    enable: bool,
    switch: &ast::Switch,
    said: &Said,
    from: &str,
) -> Option<SwitchModel> {
    let word = if enable { "enable" } else { "disable" };
    let capability = match &switch.capability {
        Some(path) => Some(context.capability(path, word)?),
        None if enable => None,
        None => {
            context.say(
                Code::MISPLACED_CLAIM,
                switch.range,
                "`disable all` is not a switch",
                "name what is off: `disable session_lock { because: \"…\" }`; what is not enabled is off anyway",
            );
            return None;
        }
    };
    let twice = said.switches.iter().position(|earlier| earlier.enable == enable && earlier.capability == capability);
    if let Some(twice) = twice
        && switch.fields.is_empty()
        && switch.with.is_none()
    {
        let name = capability.map_or("all", |id| context.capability_name(id));
        let told =
            Diagnostic::new(Code::SWITCHED_TWICE, context.place(switch.range), format!("`{word} {name}` stands twice"))
                .secondary(context.place(said.switch_ranges[twice]), "first here")
                .help("keep one of them");
        context.tell(told);
        return None;
    }
    let mut fixed = Vec::new();
    for field in fields_once(context, &switch.fields) {
        match field.name.text.as_str() {
            "because" => {
                context.text(&field.value);
            }
            "evidence" => {
                evidence(context, &field.value);
            }
            _ => match capability {
                Some(capability) if enable => fixed.extend(parameter(context, capability, field)),
                _ => {
                    let what = if enable { "`enable all`" } else { "`disable`" };
                    context.say(
                        Code::UNKNOWN_PARAMETER,
                        field.name.range,
                        format!("{what} sets no parameters"),
                        "only `because` and `evidence` can stand here; enable one capability by name to set its parameters",
                    );
                }
            },
        }
    }
    fixed.sort();
    let with = switch.with.as_ref().map(|path| {
        let component = EntityKinds::only(EntityKind::Component);
        if !enable || capability.is_none() {
            context.say(
                Code::NO_PARTNER,
                path.range(),
                format!("`{word}{}` takes no `with`", if capability.is_none() { " all" } else { "" }),
                "enable the one capability by name: `enable … with …`",
            );
            return Partner::Unresolved;
        }
        context.element(path, component, from).map_or(Partner::Unresolved, Partner::Component)
    });
    Some(SwitchModel { enable, capability, fixed: fixed.into_boxed_slice(), with })
}

fn lower_speaks(context: &mut Context<'_>, spoken: &[ast::Speaks], found: &mut Vec<Spoken>) {
    for speaks in spoken {
        let protocol = context.protocol(&speaks.protocol);
        let mut lacks: Vec<CapabilityId> = Vec::new();
        for member in &speaks.members {
            match &member.kind {
                MemberKind::Claims { kind: ClaimKind::Lacks, claims } => {
                    for claim in claims {
                        lacks.extend(lower_claim(context, ClaimKind::Lacks, claim, 0).map(|claim| claim.capability));
                    }
                }
                MemberKind::Error => {}
                _ => context.say(
                    Code::MISPLACED_CLAIM,
                    member.range,
                    "only `lacks` can stand behind `speaks`",
                    "the protocol says what its channels can do; here stands what this end cannot",
                ),
            }
        }
        lacks.sort_unstable();
        lacks.dedup();
        if let Some(protocol) = protocol {
            found.push(Spoken { protocol, lacks: lacks.into_boxed_slice() });
        }
    }
}

/// One entry for each protocol, with all that is lacking, sorted.
pub(crate) fn joined(mut spoken: Vec<Spoken>) -> Vec<Spoken> {
    spoken.sort_by_key(|one| one.protocol);
    let mut merged: Vec<Spoken> = Vec::with_capacity(spoken.len());
    for one in spoken {
        match merged.last_mut() {
            Some(last) if last.protocol == one.protocol => {
                let mut lacks = [&*last.lacks, &*one.lacks].concat();
                lacks.sort_unstable();
                lacks.dedup();
                last.lacks = lacks.into_boxed_slice();
            }
            _ => merged.push(one),
        }
    }
    merged
}

/// How a claim of this kind reads in a sentence: `plc_500` "provides it".
const fn says(kind: ClaimKind) -> &'static str {
    match kind {
        ClaimKind::Provides => "provided",
        ClaimKind::Offers => "offered",
        ClaimKind::Lacks => "said to be lacking",
    }
}

/// Tells what laying claims over others brought to light. `place` finds claims again.
pub(crate) fn tell_layers(
    context: &mut Context<'_>,
    problems: &[LayerProblem],
    fallback: TextRange,
    place: &dyn Fn(Origin) -> Option<zcc_base::Place>,
) {
    for problem in problems {
        let told = match problem {
            LayerProblem::Hides { by, hidden, hidden_kind, capability } => {
                let name = context.capability_name(*capability);
                let at = place(*by).unwrap_or_else(|| context.place(fallback));
                let mut told = Diagnostic::new(
                    Code::HIDDEN_CLAIM,
                    at,
                    format!("what is said here of `{name}` hides all that is said of it farther out"),
                )
                .help("the nearest that mentions a capability decides all of it; take this claim out to let the other stand");
                if let Some(hidden) = place(*hidden) {
                    told = told.secondary(hidden, format!("{} here, which no longer counts", says(*hidden_kind)));
                }
                told
            }
            LayerProblem::Contradicts { has, lacks, capability } => {
                let name = context.capability_name(*capability);
                let at = place(*lacks).unwrap_or_else(|| context.place(fallback));
                let mut told = Diagnostic::new(
                    Code::CONTRADICTING_CLAIMS,
                    at,
                    format!("`{name}` is said to be there and to be lacking"),
                )
                .label("lacking here")
                .help("keep the one that is true; `since` and `until` say for which firmware a claim is");
                if let Some(has) = place(*has) {
                    told = told.secondary(has, "there, according to this");
                }
                told
            }
        };
        context.tell(told);
    }
}

/// Tells what is wrong with switches. `owner` is what they are set on, for the messages.
pub(crate) fn tell_switches(
    context: &mut Context<'_>,
    problems: &[SwitchProblem],
    switches: &[SwitchModel],
    ranges: &[TextRange],
    owner: &str,
    place: &dyn Fn(Origin) -> Option<zcc_base::Place>,
) {
    for problem in problems {
        let Some(range) = ranges.get(problem.switch as usize) else { continue };
        let at = context.place(*range);
        let capability = switches.get(problem.switch as usize).and_then(|switch| switch.capability);
        let name = capability.map_or("all", |id| context.capability_name(id));
        let secondary = |told: Diagnostic, origin: &Origin, text: String| match place(*origin) {
            Some(at) => told.secondary(at, text),
            None => told,
        };
        let told = match &problem.kind {
            SwitchProblemKind::NotOffered(said) => {
                let told =
                    Diagnostic::new(Code::NOT_OFFERED, at, format!("`{name}` is not offered, so it cannot be enabled"));
                match said {
                    Some((ClaimKind::Provides, origin)) => {
                        secondary(told, origin, "provided here: on without being enabled".to_owned())
                            .help("take this out: what is provided is on")
                    }
                    Some((kind, origin)) => secondary(told, origin, format!("{} here", says(*kind)))
                        .help(format!("take this out, or say where `{owner}` gets it: `provides {name}`")),
                    None => told.help(format!(
                        "nothing is said of `{name}` for `{owner}`; ask the supplier, then state it with `offers` or `provides`"
                    )),
                }
            }
            SwitchProblemKind::Contradicts(origin) => secondary(
                Diagnostic::new(
                    Code::CONTRADICTING_SWITCH,
                    at,
                    format!("`{name}` is offered, but not as it is to be enabled here"),
                ),
                origin,
                "offered like this".to_owned(),
            )
            .help("enable it as it is offered"),
            SwitchProblemKind::NeedsPartner(needs, origin) => {
                let needs = context.capability_name(*needs);
                secondary(
                    Diagnostic::new(
                        Code::NEEDS_PARTNER,
                        at,
                        format!("`{name}` works only with a component that has `{needs}`"),
                    ),
                    origin,
                    "offered with a partner".to_owned(),
                )
                .help(format!("name the component: `enable {name} with …`"))
            }
            SwitchProblemKind::TakesNoPartner(origin) => secondary(
                Diagnostic::new(Code::NO_PARTNER, at, format!("`{name}` is offered on its own, without a partner")),
                origin,
                "offered here".to_owned(),
            )
            .help(format!("write `enable {name}` without `with`")),
            SwitchProblemKind::NothingToDisable => Diagnostic::new(
                Code::NOTHING_TO_DISABLE,
                at,
                format!("`{owner}` has no `{name}` that could be disabled"),
            )
            .help("take this out; what is not there is not had"),
            SwitchProblemKind::Both(other) => {
                let told =
                    Diagnostic::new(Code::ENABLED_AND_DISABLED, at, format!("`{name}` is both enabled and disabled"))
                        .help("keep the one that is true; `enable all` with `disable` beside it is fine");
                match ranges.get(*other as usize) {
                    Some(other) => {
                        let other = context.place(*other);
                        told.secondary(other, "disabled here")
                    }
                    None => told,
                }
            }
            SwitchProblemKind::LeavesOff(left) => {
                let names: Vec<String> = left.iter().map(|id| format!("`{}`", context.capability_name(*id))).collect();
                Diagnostic::new(
                    Code::LEFT_OFF,
                    at,
                    format!("`enable all` leaves off {}, which needs a partner", names.join(", ")),
                )
                .help(format!("name the component that it works with: `enable {} with …`", names[0].trim_matches('`')))
            }
        };
        context.tell(told);
    }
}
