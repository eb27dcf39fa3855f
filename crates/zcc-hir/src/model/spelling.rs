//! Values, capabilities and switches as they are written, so that what is printed can be pasted into a model.

use zcc_base::{TextRange, format_date};
use zcc_db::Db;
use zcc_syntax::ast::{Name, Path};

use super::blocks::quoted;
use super::names::{resolve_in, split};
use super::site_names::{DatabaseNames, places};
use super::switches::{Partner, SwitchModel};
use crate::ids::{CapabilityId, Entity};
use crate::names::{Scope, imports, tables};
use crate::rules::{capability, enumeration};
use crate::value::Value;

/// A switch as it is written in a block inside the place of path `from`; `None` where it cannot be, because no name in the
/// file means what it is about.
pub(crate) fn switch_text(db: &dyn Db, scope: &Scope<'_>, from: &str, switch: &SwitchModel) -> Option<String> {
    let word = if switch.enable { "enable" } else { "disable" };
    let Some(id) = switch.capability else { return Some(format!("{word} all")) };
    let mut text = format!("{word} {}", capability_text(db, scope, id)?);
    if !switch.fixed.is_empty() {
        let declared = &capability(db, id).parameters;
        let fields = switch.fixed.iter().map(|(position, value)| {
            let parameter = declared.get(usize::from(*position))?;
            Some(format!("{}: {}", quoted(&parameter.name), literal(db, value)?))
        });
        text.push_str(&format!(" {{ {} }}", fields.collect::<Option<Vec<String>>>()?.join(", ")));
    }
    match switch.with {
        None => {}
        Some(Partner::Component(entity)) => text.push_str(&format!(" with {}", path_text(db, from, entity)?)),
        Some(Partner::Unresolved) => return None,
    }
    Some(text)
}

/// The name by which a declaration can speak of a capability.
fn capability_text(db: &dyn Db, scope: &Scope<'_>, id: CapabilityId) -> Option<String> {
    let entry = tables(db).capabilities.entries().get(id.index())?;
    let name = |text: &str| Name { text: text.into(), range: TextRange::default() };
    let aliases = imports(db, scope.file).iter().filter(|import| import.target == Some(entry.package));
    let behind = aliases.map(|import| vec![name(&import.alias), name(&entry.name)]);
    std::iter::once(vec![name(&entry.name)])
        .chain(behind)
        .map(|segments| Path { segments })
        .find(|path| scope.capability(db, path).is_ok_and(|found| found == id))
        .map(|path| path.segments.iter().map(|segment| quoted(&segment.text).to_string()).collect::<Vec<_>>().join("."))
}

/// The path that means an entity inside the place of path `from`.
fn path_text(db: &dyn Db, from: &str, entity: Entity) -> Option<String> {
    let names = DatabaseNames(db);
    let path = super::names::path_of(&names, entity);
    let segments = split(&path);
    let mut outer = from.to_owned();
    // A name that is nearer may hide it.
    while !outer.is_empty() {
        if resolve_in(&names, &outer, &segments).is_some_and(|found| found != entity) {
            return None;
        }
        let table = places(db);
        let parent = table.find(&outer).and_then(|place| table.entry(place)?.parent);
        outer = parent.and_then(|parent| table.entry(parent)).map_or_else(String::new, |entry| entry.path.to_string());
    }
    Some(path.to_string())
}

/// A value as it is written where its type is known.
pub(crate) fn literal(db: &dyn Db, value: &Value) -> Option<String> {
    let variant = |id, position: usize| Some(quoted(enumeration(db, id).variants.get(position)?).to_string());
    let list = |elements: Option<Vec<String>>| elements.map(|elements| format!("[{}]", elements.join(", ")));
    Some(match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => string(text)?,
        Value::Date(day) => format_date(i64::from(*day)),
        Value::Duration(seconds) => duration(*seconds),
        Value::Version(version) => string(&version.text)?,
        Value::Address(address) => address.to_string(),
        Value::Network(network) => format!("{}/{}", network.address, network.prefix),
        Value::SecurityLevel(level) => format!("SL {level}"),
        Value::MaturityLevel(level) => format!("ML {level}"),
        Value::Variant(id, position) => variant(*id, usize::from(*position))?,
        Value::Variants(id, bits) => {
            list((0..64).filter(|position| bits >> position & 1 == 1).map(|position| variant(*id, position)).collect())?
        }
        Value::Set(elements) => list(elements.iter().map(|element| literal(db, element)).collect())?,
        Value::Vector(_) | Value::Entity(_) => return None,
    })
}

fn string(text: &str) -> Option<String> {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => return None,
            c => out.push(c),
        }
    }
    out.push('"');
    Some(out)
}

fn duration(seconds: i64) -> String {
    let units = [("days", 86_400), ("hours", 3_600), ("minutes", 60)];
    let (unit, length) = units.into_iter().find(|(_, length)| seconds % length == 0).unwrap_or(("seconds", 1));
    format!("{} {unit}", seconds / length)
}
