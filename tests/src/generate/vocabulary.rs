//! What models can speak of: read from the texts of libraries, so that the same generator fills sites for any of them.

use std::collections::BTreeMap;

use zcc_syntax::ast::{BlockKind, EnumBody, ItemKind, MemberKind, RequirementMember, TypeExpr, TypeKind};
use zcc_syntax::parse_file;

use super::tape::Tape;

/// The vocabulary of the generated rules.
pub const OWN_VOCABULARY: &str = r"enum colour { red, green, blue }
enum grade { low < mid < high }
enum way { lan, radio, hand }

attribute zone.aim: colour
attribute zone or conduit.rank: int
attribute zone.open_since: date
attribute component.ways: set of way
attribute component.skill: grade
attribute component.watched: bool = false
attribute component.weight: int = 2
attribute component.made: date
attribute component.lasts: duration
attribute zone or conduit or component.owner: string
attribute channel.ports: set of int
attribute channel.secret: bool

capability alpha {
  unique: bool
  strength: enum { weak < fair < strong }
  hours: int
}
capability beta { hours: int }
capability gamma
capability delta { unique: bool }

protocol plain { ports: [1, 2] }
protocol sealed { provides alpha { unique: true } offers beta }
protocol bare { lacks alpha, gamma }
";

/// The type of an attribute or parameter, as far as values of it are generated.
#[derive(Clone, Debug)]
pub enum ValueType {
    /// `true` or `false`
    Bool,
    /// A small number.
    Int,
    /// Some words.
    Text,
    /// A day.
    Date,
    /// A few hours.
    Duration,
    /// A variant.
    Enum(Vec<String>),
    /// Several of them.
    SetOf(Box<ValueType>),
}

impl ValueType {
    /// A value of the type.
    pub fn value(&self, tape: &mut Tape<'_>) -> String {
        match self {
            Self::Bool => tape.pick(&["true", "false"]).to_string(),
            Self::Int => tape.below(5).to_string(),
            Self::Text => format!("\"{}\"", tape.pick(&["Ann", "Bob", "Zoë \\\"x\\\""])),
            Self::Date => tape.pick(&["2026-01-15", "2025-12-31", "2027-06-01"]).to_string(),
            Self::Duration => format!("{} {}", 1 + tape.below(3), tape.pick(&["hours", "days"])),
            Self::Enum(variants) => tape.pick(variants).clone(),
            Self::SetOf(of) => {
                let values: Vec<String> = (0..tape.below(4)).map(|_| of.value(tape)).collect();
                match &*values {
                    [one] if tape.one_in(2) => one.clone(),
                    values => format!("[{}]", values.join(", ")),
                }
            }
        }
    }
}

/// Capabilities, attributes and protocols to choose from.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Capabilities with their parameters.
    pub capabilities: Vec<(String, Vec<(String, ValueType)>)>,
    /// Attributes by the kind of thing that has them.
    pub attributes: BTreeMap<String, Vec<(String, ValueType)>>,
    /// Protocols.
    pub protocols: Vec<String>,
    /// The ids of all clauses.
    pub clauses: Vec<String>,
}

fn variants(body: &EnumBody) -> ValueType {
    ValueType::Enum(body.variants.iter().map(|variant| variant.name.text.to_string()).collect())
}

fn read_type(ty: &TypeExpr, enums: &BTreeMap<String, ValueType>) -> Option<ValueType> {
    match &ty.kind {
        TypeKind::Named(path) => match &*path.segments.first()?.text {
            "bool" => Some(ValueType::Bool),
            "int" => Some(ValueType::Int),
            "string" => Some(ValueType::Text),
            "date" => Some(ValueType::Date),
            "duration" => Some(ValueType::Duration),
            name => enums.get(name).cloned(),
        },
        TypeKind::Enum(body) => Some(variants(body)),
        TypeKind::SetOf(of) => read_type(of, enums).map(|of| ValueType::SetOf(Box::new(of))),
        TypeKind::Union(_) | TypeKind::Error => None,
    }
}

impl Vocabulary {
    /// What some libraries declare.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let items: Vec<ItemKind> = texts.into_iter().flat_map(parse_file).map(|chunk| chunk.parsed.item.kind).collect();
        let enums = items.iter().filter_map(|item| match item {
            ItemKind::Enum { name, body } => Some((name.text.to_string(), variants(body))),
            _ => None,
        });
        let enums: BTreeMap<String, ValueType> = enums.collect();
        let mut vocabulary = Self::default();
        for item in items {
            match item {
                ItemKind::Attribute { owners, name, ty, .. } => {
                    let Some(ty) = read_type(&ty, &enums) else { continue };
                    for owner in owners {
                        let own = vocabulary.attributes.entry(owner.text.to_string()).or_default();
                        own.push((name.text.to_string(), ty.clone()));
                    }
                }
                ItemKind::Block(block) if block.kind == BlockKind::Capability => {
                    let parameters = block.members.iter().filter_map(|member| match &member.kind {
                        MemberKind::Parameter { name, ty } => Some((name.text.to_string(), read_type(ty, &enums)?)),
                        _ => None,
                    });
                    let parameters = parameters.collect();
                    vocabulary.capabilities.extend(block.name.map(|name| (name.text.to_string(), parameters)));
                }
                ItemKind::Block(block) if block.kind == BlockKind::Protocol => {
                    vocabulary.protocols.extend(block.name.map(|name| name.text.to_string()));
                }
                ItemKind::Requirement(requirement) => {
                    let Some(id) = requirement.id else { continue };
                    for member in requirement.members {
                        if let RequirementMember::Clause(clause) = member {
                            let re = clause.enhancement.map_or(String::new(), |number| format!(" RE {number}"));
                            vocabulary.clauses.push(format!("{}{re}", id.text));
                        }
                    }
                }
                _ => {}
            }
        }
        vocabulary
    }

    /// Some attributes of a kind of thing, with values; all but one in `rarity`.
    pub fn attributes_of(&self, kind: &str, tape: &mut Tape<'_>, out: &mut Vec<String>) {
        for (name, ty) in self.attributes.get(kind).into_iter().flatten() {
            if tape.one_in(2) {
                out.push(format!("{name}: {}", ty.value(tape)));
            }
        }
    }
}
