//! The members that declarations share: claims, switches and the protocols spoken.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, TextRange, meant, nearest};
use zcc_syntax::ast::{self, Block, BlockKind, Claim, ClaimKind, Expr, ExprKind, Field, MemberKind};

use super::blocks::{claims_of, word};
use super::claims::ClaimModel;
use super::context::Context;
use super::switches::{Partner, SwitchModel};
use super::versions::{Bound, satisfiable};
use crate::expr::Type;
use crate::facts::{Origin, Spoken};
use crate::ids::{CapabilityId, EntityKind, EntityKinds, ProfileId};
use crate::value::Value;

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
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Allowed {
    /// `provides`, `offers` and `lacks`
    pub claims: bool,
    /// `enable` and `disable`
    pub switches: bool,
    /// `speaks`
    pub speaks: bool,
    /// `include`
    pub include: bool,
    /// Declarations.
    pub blocks: &'static [BlockKind],
}

/// What may stand in a block.
pub const fn allowed(kind: BlockKind) -> Allowed {
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

/// Lowers the claims, switches, `speaks` and `include` of a block; `first` is its first claim or switch, `from` the path of the place it stands in.
pub(crate) fn said(context: &mut Context<'_>, block: &Block, first: Origin, from: &str) -> Said {
    let allowed = allowed(block.kind);
    let mut said = Said::default();
    let mut next = first;
    for member in &block.members {
        match &member.kind {
            MemberKind::Claims { kind, claims } => {
                if allowed.claims {
                    for (claim, at) in claims.iter().zip(0..) {
                        said.claims.extend(lower_claim(context, *kind, claim, next.after(at)));
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
            MemberKind::Family { .. } => context.say(
                Code::MISPLACED_MEMBER,
                member.range,
                format!("`family` means nothing in a {}", word(block.kind)),
                "families stand in a `catalog`",
            ),
            MemberKind::Attribute { .. } | MemberKind::Error => {}
        }
        next = next.after(claims_of(member));
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

fn lower_claim(context: &mut Context<'_>, kind: ClaimKind, claim: &Claim, origin: Origin) -> Option<ClaimModel> {
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
    if !satisfiable(&frame.firmware) {
        context.say(
            Code::BAD_VERSION,
            claim.range,
            "this claim is for no firmware at all",
            "it holds from `since` on and ends before `until`, so `until` is the later of both",
        );
        frame.firmware.clear();
    }
    Some(ClaimModel {
        kind,
        capability,
        parameters,
        firmware: frame.firmware.into_boxed_slice(),
        certified: Box::default(),
        evidence_until: frame.evidence_until,
        with,
        origin,
    })
}

fn fields_once<'t>(context: &mut Context<'_>, fields: &'t [Field]) -> Vec<&'t Field> {
    const FEW: usize = 16;
    let mut once: Vec<&'t Field> = Vec::with_capacity(fields.len());
    let mut first: FxHashMap<&'t str, &'t Field> = FxHashMap::default();
    for field in fields {
        let earlier = if fields.len() <= FEW {
            once.iter().find(|earlier| earlier.name.text == field.name.text).copied()
        } else {
            first.insert(&field.name.text, field)
        };
        match earlier {
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
        let near = meant(&field.name.text, known.clone().chain(frame));
        let told = if declared.parameters.is_empty() {
            told.help("it has no parameters")
        } else {
            told.help(format!("it has {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")))
        };
        context.tell(told.did_you_mean(place, &near));
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
                        let origin = Origin::first(context.scope.anchor, 0);
                        lacks.extend(
                            lower_claim(context, ClaimKind::Lacks, claim, origin).map(|claim| claim.capability),
                        );
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
