//! Everything that libraries declare, as trees by name.

use std::collections::BTreeMap;

use zcc_syntax::ast::{
    Block, BlockKind, Clause, EnumBody, Function, Head, Item, ItemKind, MemberKind, Requirement, RequirementMember,
    Test, TypeExpr, TypeKind,
};
use zcc_syntax::parse_file;

use super::value::dotted;

/// A catalogue.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Its name.
    pub name: String,
    /// `SL`, `ML` or `none`.
    pub levels: String,
    /// Its families' names, in order.
    pub families: Vec<String>,
}

/// An attribute that a library declares.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// The kinds of thing that have it.
    pub owners: Vec<String>,
    /// Its type.
    pub ty: TypeExpr,
    /// What it is where nobody states it.
    pub default: Option<zcc_syntax::ast::Expr>,
}

/// The declarations of all libraries, and of the model. What comes later hides what came before.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Defines and relations by name.
    pub functions: BTreeMap<String, Function>,
    /// Capabilities by name, with their parameters.
    pub capabilities: BTreeMap<String, Vec<String>>,
    /// The variants of each enum, named or not, and whether they are ordered.
    pub enums: Vec<(Option<String>, Vec<String>, bool)>,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// Catalogues.
    pub catalogs: Vec<Catalog>,
    /// Requirements, as written.
    pub requirements: Vec<Requirement>,
    /// Products, protocols, profiles and certificates by name; those of the package itself have `true`.
    pub libraries: Vec<(Block, bool)>,
    /// Site, zones, conduits, waivers, countermeasures.
    pub model: Vec<Block>,
    /// Tests.
    pub tests: Vec<Test>,
}

/// The name of a dotted path.
pub(super) fn path_text(path: &zcc_syntax::ast::Path) -> String {
    path.segments.iter().map(|segment| segment.text.to_string()).collect::<Vec<_>>().join(".")
}

/// The last name of a path: packages do not matter here.
pub(super) fn last(path: &zcc_syntax::ast::Path) -> String {
    path.segments.last().map(|segment| segment.text.to_string()).unwrap_or_default()
}

/// The name of a block; the compiler has seen to it that there is one.
pub(super) fn name_of(block: &Block) -> String {
    block.name.as_ref().map(|name| name.text.to_string()).unwrap_or_default()
}

/// The value of an attribute as written in a block.
pub(super) fn written<'b>(block: &'b Block, name: &str) -> Option<&'b zcc_syntax::ast::Expr> {
    block.members.iter().find_map(|member| match &member.kind {
        MemberKind::Attribute { name: own, value } if own.text == name => Some(value),
        _ => None,
    })
}

impl Rules {
    /// Reads libraries: the texts of the standard library and of the package itself.
    pub fn read<'t>(standard: impl IntoIterator<Item = &'t str>, own: impl IntoIterator<Item = &'t str>) -> Self {
        let mut rules = Self::default();
        let variants = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        rules.enums.push((Some("trust".into()), variants(&["untrusted", "trusted"]), false));
        let kinds = ["embedded_device", "host_device", "network_device", "software_application"];
        rules.enums.push((Some("component_kind".into()), variants(&kinds), false));
        for (texts, is_own) in [(standard.into_iter().collect::<Vec<_>>(), false), (own.into_iter().collect(), true)] {
            for chunk in texts.into_iter().flat_map(parse_file) {
                rules.add(chunk.parsed.item, is_own);
            }
        }
        rules
    }

    /// Adds a declaration.
    pub fn add(&mut self, item: Item, own: bool) {
        match item.kind {
            ItemKind::Enum { name, body } => self.add_enum(Some(name.text.to_string()), &body),
            ItemKind::Attribute { owners, name, ty, default } => {
                self.add_type(&ty);
                let owners = owners.iter().map(|owner| owner.text.to_string()).collect();
                self.attributes.insert(0, Attribute { name: name.text.to_string(), owners, ty, default });
            }
            ItemKind::Requirement(requirement) => self.requirements.push(requirement),
            ItemKind::Function(function) => {
                let name = function.name.as_ref().map(|name| name.text.to_string()).unwrap_or_default();
                self.functions.insert(name, function);
            }
            ItemKind::Test(test) => self.tests.push(test),
            ItemKind::Block(block) => self.add_block(block, own),
            ItemKind::Import { .. } | ItemKind::Error => {}
        }
    }

    fn add_block(&mut self, block: Block, own: bool) {
        match block.kind {
            BlockKind::Capability => {
                let mut parameters = Vec::new();
                for member in &block.members {
                    if let MemberKind::Parameter { name, ty } = &member.kind {
                        parameters.push(name.text.to_string());
                        self.add_type(ty);
                    }
                }
                self.capabilities.insert(name_of(&block), parameters);
            }
            BlockKind::Catalog => {
                let families = block.members.iter().filter_map(|member| match &member.kind {
                    MemberKind::Family { name, .. } => Some(name.text.to_string()),
                    _ => None,
                });
                let levels = written(&block, "levels").and_then(dotted).unwrap_or_default();
                self.catalogs.push(Catalog { name: name_of(&block), levels, families: families.collect() });
            }
            BlockKind::Product | BlockKind::Protocol | BlockKind::Profile | BlockKind::Certificate => {
                self.libraries.push((block, own));
            }
            _ => self.model.push(block),
        }
    }

    fn add_enum(&mut self, name: Option<String>, body: &EnumBody) {
        let variants = body.variants.iter().map(|variant| variant.name.text.to_string()).collect();
        self.enums.push((name, variants, body.ordered));
    }

    fn add_type(&mut self, ty: &TypeExpr) {
        match &ty.kind {
            TypeKind::Enum(body) => self.add_enum(None, body),
            TypeKind::SetOf(of) => self.add_type(of),
            _ => {}
        }
    }

    /// A product, protocol or profile by name.
    pub fn library(&self, kind: BlockKind, name: &str) -> Option<usize> {
        self.libraries.iter().rposition(|(block, _)| block.kind == kind && name_of(block) == name)
    }

    /// How an attribute is declared.
    pub fn attribute(&self, owner: &str, name: &str) -> Option<&Attribute> {
        let owns = |attribute: &&Attribute| {
            attribute.name == name
                && attribute.owners.iter().any(|own| {
                    own == owner
                        || (owner == "product" && own == "component")
                        || (owner == "protocol" && own == "channel")
                })
        };
        self.attributes.iter().find(owns)
    }

    /// Whether a name is that of an enum.
    pub fn is_enum(&self, name: &str) -> bool {
        self.enums.iter().any(|(known, ..)| known.as_deref() == Some(name))
    }

    /// Whether variant `a` stands before `b` in the ordered enum that has both.
    pub fn stands_before(&self, a: &str, b: &str) -> bool {
        let position = |variants: &[String], name: &str| variants.iter().position(|variant| variant == name);
        self.enums
            .iter()
            .filter(|(_, _, ordered)| *ordered)
            .find_map(|(_, variants, _)| Some(position(variants, a)? < position(variants, b)?))
            .unwrap_or_else(|| panic!("{a} and {b} have no order"))
    }

    /// The requirements of a catalogue with their clauses' full ids.
    pub fn clauses(&self, catalog: &str) -> Vec<(&Requirement, &Clause, String)> {
        let mut found = Vec::new();
        for requirement in &self.requirements {
            if requirement
                .family
                .as_ref()
                .and_then(|family| family.segments.first())
                .is_none_or(|name| name.text != catalog)
            {
                continue;
            }
            let id = requirement.id.as_ref().map(|id| id.text.to_string()).unwrap_or_default();
            for member in &requirement.members {
                if let RequirementMember::Clause(clause) = member {
                    let full = clause.enhancement.map_or_else(|| id.clone(), |number| format!("{id} RE {number}"));
                    found.push((requirement, clause, full));
                }
            }
        }
        found
    }

    /// The kinds that a type names: `zone or conduit`.
    pub fn kinds(ty: &TypeExpr) -> Vec<String> {
        match &ty.kind {
            TypeKind::Named(path) => vec![last(path)],
            TypeKind::Union(types) => types.iter().flat_map(Self::kinds).collect(),
            _ => Vec::new(),
        }
    }

    /// The product of a component or the protocol of a channel, as a position among the libraries.
    pub fn base_of(&self, block: &Block) -> Option<usize> {
        match &block.head {
            Head::Of(paths) if matches!(block.kind, BlockKind::Component | BlockKind::Boundary) => {
                self.library(BlockKind::Product, &last(paths.first()?))
            }
            Head::Channel { protocol: Some(path), .. } => self.library(BlockKind::Protocol, &last(path)),
            _ => None,
        }
    }
}
