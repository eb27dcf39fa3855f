//! Components, boundary devices and channels.

use std::rc::Rc;
use std::sync::Arc;

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic};
use zcc_syntax::ast::{Block, Expr, Head};

use super::claims::{Layers, lay_over};
use super::context::Context;
use super::library_model::Owner;
use super::members::{Said, joined, said};
use super::source::address_range;
use super::stated::Written;
use super::switches::{Partner, switch, switch_over};
use super::tell::{tell_layers, tell_switches};
use super::versions::contains;
use crate::expr::{AttributeRef, Builtin};
use crate::facts::{Attributes, CapabilityTable, ChannelFacts, ComponentFacts, Origin};
use crate::ids::{Entity, EntityKind, EntityKinds, EnumId, PlaceId, ProductId};
use crate::value::{Value, Version};

/// The zone or conduit that a component or channel is in.
pub(crate) struct Surroundings<'a> {
    /// Its path.
    pub path: &'a str,
    /// Its number.
    pub id: PlaceId,
    /// Whether it is a zone.
    pub zone: bool,
    /// The networks that hold in it, and the zone that states them: itself or the nearest it is nested in.
    pub network: Option<&'a (SmolStr, Value)>,
    /// The number of the component being lowered.
    pub position: u32,
}

/// What the head of a component says of its product.
enum Stated {
    Nothing,
    Product(ProductId),
    /// An error was reported.
    Error,
}

/// Lowers a component or a boundary device.
pub(crate) fn lower_component(
    context: &mut Context<'_>,
    block: &Block,
    first: Origin,
    surroundings: &Surroundings<'_>,
) -> ComponentFacts {
    let product = stated_product(context, block);
    let written = Written::of(context, &block.members);
    let addresses = written.get("address");
    let firmware_at = written.get("firmware").map(|value| value.range);
    let says_kind = written.get("kind").is_some();
    let attributes = written.rest(context, EntityKind::Component, surroundings.path);
    let said = said(context, block, first, surroundings.path);
    let own = |builtin| {
        let wanted = AttributeRef::Builtin(builtin);
        attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value)
    };
    let firmware = match own(Builtin::Firmware) {
        Some(Value::Version(version)) => Some(version.clone()),
        _ => None,
    };
    if let (Some(written), Some((stating, networks)), Some(Value::Set(own))) =
        (addresses, surroundings.network, own(Builtin::Address))
    {
        check_addresses(context, written, networks, own, stating);
    }
    let before = context.told.len();
    let itself = Entity::Component(surroundings.id, surroundings.position);
    let name = block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    if matches!(product, Stated::Nothing)
        && !says_kind
        && let Some(written) = &block.name
    {
        context.say(
            Code::MISSING_KIND,
            written.range,
            format!("`{name}` has neither a product nor a kind"),
            format!(
                "name its product, as in `component {name}: acme.plc_500`, or state `kind: embedded_device` (or host_device, network_device, software_application)"
            ),
        );
    }
    let title = block.title.as_ref().map(|title| title.value.clone());
    let Stated::Product(id) = product else {
        let errors = matches!(product, Stated::Error);
        let attributes = Attributes::over(attributes, context.defaults(EntityKind::Component));
        let capabilities = own_table(context, block, &said, firmware.as_ref(), errors);
        refuse_itself(context, &said, itself, before);
        let speaks = said.speaks.into();
        return ComponentFacts { name, title, product: None, attributes, capabilities, speaks };
    };
    let model = context.product_model(id);
    if let (Some(version), Some(range), Some(at)) = (&firmware, &model.facts.versions, firmware_at)
        && !contains(&range.bounds, version)
    {
        context.say(
            Code::FIRMWARE_OUTSIDE_VERSIONS,
            at,
            format!("firmware {} of `{name}` is none that `{}` is about", version.text, model.facts.name),
            format!("`{}` describes versions {}; use the product of this firmware", model.facts.name, range.text),
        );
    }
    let capabilities =
        table(context, block, Owner::Product(id), &model.layers, firmware.as_ref(), model.firmware_matters, &said);
    refuse_itself(context, &said, itself, before);
    let speaks = if said.speaks.is_empty() {
        model.facts.speaks.clone()
    } else {
        let mut speaks = said.speaks;
        speaks.extend(model.facts.speaks.iter().cloned());
        joined(speaks).into()
    };
    let attributes = Attributes::over(attributes, &model.base);
    ComponentFacts { name, title, product: Some(id), attributes, capabilities, speaks }
}

/// A component is not its own partner. What was told of the switch, past `before`, is enough.
fn refuse_itself(context: &mut Context<'_>, said: &Said, own: Entity, before: usize) {
    for (switch, range) in said.switches.iter().zip(&said.switch_ranges) {
        if switch.with == Some(Partner::Component(own))
            && !context.told[before..].iter().any(|told| told.primary.place.range == *range)
        {
            let name = switch.capability.map_or("all", |id| context.capability_name(id));
            context.say(
                Code::NO_PARTNER,
                *range,
                format!("`{name}` needs another component as its partner, not this one"),
                format!("name the component that it works with: `enable {name} with …`"),
            );
        }
    }
}

fn stated_product(context: &mut Context<'_>, block: &Block) -> Stated {
    let Head::Of(paths) = &block.head else { return Stated::Nothing };
    let Some(first) = paths.first() else { return Stated::Nothing };
    if let [name] = first.segments.as_slice()
        && crate::rules::enumeration(context.db, EnumId::COMPONENT_KIND).variants.contains(&name.text)
        && context.lookup.own_product(first).is_none()
    {
        context.say(
            Code::UNKNOWN_PRODUCT,
            name.range,
            format!("`{}` is a kind of component, not a product", name.text),
            format!("a component without a product states its kind inside its braces: `kind: {}`", name.text),
        );
        return Stated::Error;
    }
    if let Some(second) = paths.get(1) {
        context.say(
            Code::MISPLACED_MEMBER,
            second.range(),
            "a component is of one product",
            "make two components of it, or declare one product that is both",
        );
    }
    context.product(first).map_or(Stated::Error, Stated::Product)
}

fn check_addresses(context: &mut Context<'_>, written: &Expr, networks: &Value, addresses: &[Value], zone: &str) {
    /// So many of one component are enough.
    const TOLD: usize = 20;
    let Value::Set(networks) = networks else { return };
    let mut told = 0;
    for address in addresses {
        if told == TOLD {
            return;
        }
        let Value::Address(address) = address else { continue };
        let inside =
            networks.iter().any(|network| matches!(network, Value::Network(network) if network.contains(*address)));
        if !inside {
            told += 1;
            let listed: Vec<String> = networks
                .iter()
                .filter_map(|network| match network {
                    Value::Network(network) => Some(format!("{}/{}", network.address, network.prefix)),
                    _ => None,
                })
                .collect();
            context.say(
                Code::ADDRESS_OUTSIDE_NETWORK,
                address_range(written, *address),
                format!("{address} lies outside the network of `{zone}`"),
                format!("`{zone}` has {}; mend the address or add its network to the zone", listed.join(", ")),
            );
        }
    }
}

/// The table of what has only its own claims.
fn own_table(
    context: &mut Context<'_>,
    block: &Block,
    said: &Said,
    firmware: Option<&Version>,
    errors: bool,
) -> Arc<CapabilityTable> {
    if said.claims.is_empty() && (errors || said.switches.is_empty()) {
        return context.nothing.clone();
    }
    let (layers, problems) = lay_over(&said.claims, &Layers::default());
    let claims = Rc::clone(&context.claims);
    let range = block.name.as_ref().map_or(block.body, |name| name.range);
    tell_layers(context, &problems, range, &|origin| claims.of(origin));
    let switched = switch(&layers, firmware, context.as_of, &said.switches);
    if !errors {
        tell(context, block, &switched.problems, said);
    }
    switched.table
}

/// The table of what has its own claims, if any, over those of a product or protocol: `far`. What the owner says is shared
/// with all that set the switches alike.
fn table(
    context: &mut Context<'_>,
    block: &Block,
    owner: Owner,
    far: &Layers,
    firmware: Option<&Version>,
    firmware_matters: bool,
    said: &Said,
) -> Arc<CapabilityTable> {
    let shared = context.shared_table(owner, firmware.filter(|_| firmware_matters), &said.switches);
    if said.claims.is_empty() {
        if !shared.problems.is_empty() {
            tell(context, block, &shared.problems, said);
        }
        return shared.table.clone();
    }
    let (switched, problems) = switch_over(&said.claims, far, &shared, firmware, context.as_of, &said.switches);
    let claims = Rc::clone(&context.claims);
    let range = block.name.as_ref().map_or(block.body, |name| name.range);
    tell_layers(context, &problems, range, &|origin| claims.of(origin));
    tell(context, block, &switched.problems, said);
    switched.table
}

fn tell(context: &mut Context<'_>, block: &Block, problems: &[super::switches::SwitchProblem], said: &Said) {
    let claims = Rc::clone(&context.claims);
    let name = block.name.as_ref().map_or("", |name| name.text.as_str());
    tell_switches(context, problems, &said.switches, &said.switch_ranges, name, &|origin| claims.of(origin));
}

/// Lowers a channel.
pub(crate) fn lower_channel(
    context: &mut Context<'_>,
    block: &Block,
    first: Origin,
    surroundings: &Surroundings<'_>,
) -> ChannelFacts {
    let name = block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    let component = EntityKinds::only(EntityKind::Component);
    let (protocol, from, to) = match &block.head {
        Head::Channel { protocol, from, to } => {
            let stated = protocol.is_some();
            let protocol = protocol.as_ref().and_then(|path| context.protocol(path));
            let ends = [from, to].map(|path| {
                let end = context.element(path, component, surroundings.path)?;
                if surroundings.zone && end.place() != Some(surroundings.id) {
                    let written = crate::names::text(path);
                    let told = Diagnostic::new(
                        Code::CHANNEL_LEAVES_ZONE,
                        context.place(path.range()),
                        format!(
                            "`{written}` is not in `{}`, so a channel of this zone cannot end there",
                            surroundings.path
                        ),
                    )
                    .help("a channel between two zones stands in the conduit that joins them");
                    context.tell(told);
                    return None;
                }
                Some(end)
            });
            if let [Some(from), Some(to)] = ends
                && from == to
            {
                context.say(
                    Code::CHANNEL_NOT_JOINED,
                    block.name.as_ref().map_or(block.body, |name| name.range),
                    format!("channel `{name}` starts and ends at the same component"),
                    "a channel joins two components",
                );
            }
            (if stated { protocol } else { None }, ends[0], ends[1])
        }
        _ => (None, None, None),
    };
    let written = Written::of(context, &block.members);
    let attributes = written.rest(context, EntityKind::Channel, surroundings.path);
    let said = said(context, block, first, surroundings.path);
    let title = block.title.as_ref().map(|title| title.value.clone());
    let Some(id) = protocol else {
        let attributes = Attributes::over(attributes, context.defaults(EntityKind::Channel));
        let capabilities = own_table(context, block, &said, None, true);
        return ChannelFacts { name, title, protocol: None, from, to, attributes, capabilities };
    };
    let model = context.protocol_model(id);
    let capabilities = table(context, block, Owner::Protocol(id), &model.layers, None, false, &said);
    let attributes = Attributes::over(attributes, &model.base);
    ChannelFacts { name, title, protocol: Some(id), from, to, attributes, capabilities }
}
