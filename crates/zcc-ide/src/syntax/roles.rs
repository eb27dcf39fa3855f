//! What each name in a declaration is, going by where it stands.

use zcc_base::TextRange;
use zcc_syntax::ast::{
    Block, BlockKind, Comprehension, EnumBody, Expr, ExprKind, Field, Function, Head, Item, ItemKind, Member,
    MemberKind, MessagePart, Name, Path, Requirement, RequirementMember, Test, TypeExpr, TypeKind,
};

use super::highlight::{HighlightKind, HighlightModifiers};

/// The sets that every rule sees.
const SETS: [&str; 6] = ["zones", "conduits", "components", "channels", "products", "protocols"];
/// The kinds of component, which stand where a product can.
const COMPONENT_KINDS: [&str; 4] = ["embedded_device", "host_device", "network_device", "software_application"];

/// A name with what it is.
pub(super) type Role = (TextRange, HighlightKind, HighlightModifiers);

/// The names of a declaration, in no particular order.
pub(super) fn roles(item: &Item) -> Vec<Role> {
    let mut walk = Walk { found: Vec::new(), variables: Vec::new() };
    walk.item(item);
    walk.found
}

struct Walk<'t> {
    found: Vec<Role>,
    /// The variables in scope, and whether each is a parameter.
    variables: Vec<(&'t str, bool)>,
}

use HighlightKind as Kind;

const NONE: HighlightModifiers = HighlightModifiers::NONE;
const DECLARED: HighlightModifiers = HighlightModifiers::DECLARATION;

const fn kind_of(kind: BlockKind) -> Kind {
    match kind {
        BlockKind::Site | BlockKind::Zone => Kind::Zone,
        BlockKind::Conduit => Kind::Conduit,
        BlockKind::Component | BlockKind::Boundary => Kind::Component,
        BlockKind::Channel => Kind::Channel,
        BlockKind::Product => Kind::Product,
        BlockKind::Protocol => Kind::Protocol,
        BlockKind::Profile | BlockKind::Certificate => Kind::Struct,
        BlockKind::Waiver | BlockKind::Countermeasure => Kind::Decorator,
        BlockKind::Capability => Kind::Capability,
        BlockKind::Catalog => Kind::Catalog,
    }
}

impl<'t> Walk<'t> {
    fn add(&mut self, range: TextRange, kind: Kind, modifiers: HighlightModifiers) {
        self.found.push((range, kind, modifiers));
    }

    /// The last segment is of a kind; those before it lead there.
    fn path(&mut self, path: &Path, kind: Kind, lead: Kind) {
        if let Some((last, before)) = path.segments.split_last() {
            for segment in before {
                self.add(segment.range, lead, NONE);
            }
            self.add(last.range, kind, NONE);
        }
    }

    fn item(&mut self, item: &'t Item) {
        match &item.kind {
            ItemKind::Import { package, alias } => {
                let modifiers = if alias.is_some() { NONE } else { DECLARED };
                self.add(package.range, Kind::Namespace, modifiers);
                if let Some(alias) = alias {
                    self.add(alias.range, Kind::Namespace, DECLARED);
                }
            }
            ItemKind::Block(block) => self.block(block),
            ItemKind::Enum { name, body } => {
                self.add(name.range, Kind::Enum, DECLARED);
                self.enum_body(body);
            }
            ItemKind::Attribute { owners, name, ty, default } => {
                for owner in owners {
                    self.add(owner.range, Kind::Type, NONE);
                }
                self.add(name.range, Kind::Property, DECLARED);
                self.ty(ty);
                if let Some(default) = default {
                    self.value(default, "");
                }
            }
            ItemKind::Requirement(requirement) => self.requirement(requirement),
            ItemKind::Function(function) => self.function(function),
            ItemKind::Test(test) => self.test(test),
            ItemKind::Error => {}
        }
    }

    fn block(&mut self, block: &'t Block) {
        if let Some(name) = &block.name {
            self.add(name.range, kind_of(block.kind), DECLARED);
        }
        match &block.head {
            Head::None => {}
            Head::Of(paths) => {
                for path in paths {
                    let is_kind = matches!(path.segments.as_slice(), [only] if COMPONENT_KINDS.contains(&&*only.text));
                    self.path(path, if is_kind { Kind::Type } else { Kind::Product }, Kind::Namespace);
                }
            }
            Head::Between(paths) => paths.iter().for_each(|path| self.path(path, Kind::Zone, Kind::Zone)),
            Head::FromTo(from, to) => [from, to].into_iter().for_each(|path| self.path(path, Kind::Zone, Kind::Zone)),
            Head::Channel { protocol, from, to } => {
                if let Some(protocol) = protocol {
                    self.path(protocol, Kind::Protocol, Kind::Namespace);
                }
                [from, to].into_iter().for_each(|path| self.path(path, Kind::Component, Kind::Zone));
            }
        }
        block.members.iter().for_each(|member| self.member(member));
    }

    fn member(&mut self, member: &'t Member) {
        match &member.kind {
            MemberKind::Attribute { name, value } => {
                self.add(name.range, Kind::Property, NONE);
                self.value(value, &name.text);
            }
            MemberKind::Parameter { name, ty } => {
                self.add(name.range, Kind::Property, DECLARED);
                self.ty(ty);
            }
            MemberKind::Family { name, .. } => self.add(name.range, Kind::EnumMember, DECLARED),
            MemberKind::Claims { claims, .. } => {
                for claim in claims {
                    self.path(&claim.capability, Kind::Capability, Kind::Namespace);
                    self.fields(&claim.fields);
                    if let Some(with) = &claim.with {
                        self.path(with, Kind::Capability, Kind::Namespace);
                    }
                }
            }
            MemberKind::Switch { switches, .. } => {
                for switch in switches {
                    if let Some(capability) = &switch.capability {
                        self.path(capability, Kind::Capability, Kind::Namespace);
                    } else {
                        let all = TextRange::new(switch.range.start, switch.range.start + "all".len() as u32);
                        self.add(all, Kind::Keyword, NONE);
                    }
                    self.fields(&switch.fields);
                    if let Some(with) = &switch.with {
                        self.path(with, Kind::Component, Kind::Zone);
                    }
                }
            }
            MemberKind::Speaks(all) => {
                for one in all {
                    self.path(&one.protocol, Kind::Protocol, Kind::Namespace);
                    one.members.iter().for_each(|member| self.member(member));
                }
            }
            MemberKind::Include(paths) => paths.iter().for_each(|path| self.path(path, Kind::Struct, Kind::Namespace)),
            MemberKind::Block(block) => self.block(block),
            MemberKind::Error => {}
        }
    }

    fn fields(&mut self, fields: &'t [Field]) {
        for field in fields {
            self.add(field.name.range, Kind::Property, NONE);
            self.value(&field.value, &field.name.text);
        }
    }

    /// What an attribute is said to be.
    fn value(&mut self, value: &'t Expr, attribute: &str) {
        match &value.kind {
            ExprKind::Name(_) => {
                let kind = match attribute {
                    "assess" => Kind::Catalog,
                    "for" => Kind::Component,
                    "product" | "products" => Kind::Product,
                    "profile" => Kind::Struct,
                    _ => Kind::EnumMember,
                };
                self.add(value.range, kind, NONE);
            }
            ExprKind::Member(base, name) => {
                let (last, lead) = match attribute {
                    "assess" => (Kind::Catalog, Kind::Namespace),
                    "product" | "products" => (Kind::Product, Kind::Namespace),
                    "profile" => (Kind::Struct, Kind::Namespace),
                    _ => (Kind::Component, Kind::Zone),
                };
                self.add(name.range, last, NONE);
                let mut inner = &**base;
                while let ExprKind::Member(base, name) = &inner.kind {
                    self.add(name.range, lead, NONE);
                    inner = base;
                }
                self.add(inner.range, lead, NONE);
            }
            ExprKind::List(all) => all.iter().for_each(|one| self.value(one, attribute)),
            ExprKind::Record(fields) => self.fields(fields),
            ExprKind::Vector { fields, .. } => {
                for field in fields {
                    self.add(field.name.range, Kind::EnumMember, NONE);
                }
            }
            _ => {}
        }
    }

    fn enum_body(&mut self, body: &'t EnumBody) {
        for variant in &body.variants {
            self.add(variant.name.range, Kind::EnumMember, DECLARED);
        }
    }

    fn ty(&mut self, ty: &'t TypeExpr) {
        match &ty.kind {
            TypeKind::Named(path) => self.path(path, Kind::Type, Kind::Namespace),
            TypeKind::SetOf(inner) => self.ty(inner),
            TypeKind::Union(all) => all.iter().for_each(|one| self.ty(one)),
            TypeKind::Enum(body) => self.enum_body(body),
            TypeKind::Error => {}
        }
    }

    fn requirement(&mut self, requirement: &'t Requirement) {
        if let Some(id) = &requirement.id {
            self.add(id.range, Kind::Requirement, DECLARED);
        }
        if let Some(family) = &requirement.family {
            self.path(family, Kind::EnumMember, Kind::Catalog);
        }
        if let Some(subject) = &requirement.subject {
            self.ty(subject);
        }
        if let Some(variable) = &requirement.variable {
            self.bind(variable, true);
        }
        for member in &requirement.members {
            match member {
                RequirementMember::Let { name, value } => {
                    self.expr(value);
                    self.bind(name, false);
                }
                RequirementMember::Clause(clause) => {
                    self.add(clause.name_range, Kind::Requirement, DECLARED);
                    if let Some(when) = &clause.when {
                        self.expr(when);
                    }
                    for assertion in &clause.assertions {
                        let before = self.variables.len();
                        // The message sees what the outermost quantifier binds.
                        self.expr(&assertion.condition);
                        if let ExprKind::Quantifier { binders, .. } = &assertion.condition.kind {
                            self.variables.extend(binders.iter().map(|binder| (binder.name.text.as_str(), false)));
                        }
                        for part in assertion.message.iter().flat_map(|message| &message.parts) {
                            if let MessagePart::Value(value) = part {
                                self.expr(value);
                            }
                        }
                        self.variables.truncate(before);
                    }
                }
                RequirementMember::Error(_) => {}
            }
        }
        self.variables.clear();
    }

    fn bind(&mut self, name: &'t Name, parameter: bool) {
        self.add(name.range, if parameter { Kind::Parameter } else { Kind::Variable }, DECLARED);
        self.variables.push((&name.text, parameter));
    }

    fn function(&mut self, function: &'t Function) {
        if let Some(name) = &function.name {
            self.add(name.range, Kind::Function, DECLARED);
        }
        for parameter in function.parameters.iter().flatten() {
            self.ty(&parameter.ty);
            self.bind(&parameter.name, true);
        }
        if let Some(returns) = &function.returns {
            self.ty(returns);
        }
        self.expr(&function.body);
        self.variables.clear();
    }

    fn test(&mut self, test: &'t Test) {
        test.items.iter().for_each(|item| self.item(item));
        for expectation in &test.expectations {
            self.add(expectation.requirement.range, Kind::Requirement, NONE);
            if let Some(catalog) = &expectation.catalog {
                self.path(catalog, Kind::Catalog, Kind::Namespace);
            }
            self.add(expectation.verdict.range, Kind::EnumMember, NONE);
            self.path(&expectation.subject, Kind::Zone, Kind::Zone);
            for path in expectation.because.iter().flatten() {
                self.path(path, Kind::Component, Kind::Zone);
            }
        }
    }

    fn comprehension(&mut self, comprehension: &'t Comprehension) {
        let before = self.variables.len();
        for binder in &comprehension.binders {
            self.expr(&binder.source);
            self.bind(&binder.name, false);
        }
        comprehension.head.iter().chain(&comprehension.condition).for_each(|part| self.expr(part));
        self.variables.truncate(before);
    }

    fn name(&mut self, text: &str, range: TextRange) {
        let known = self.variables.iter().rev().find(|(name, _)| *name == text);
        let (kind, modifiers) = match known {
            Some((_, true)) => (Kind::Parameter, NONE),
            Some((_, false)) => (Kind::Variable, NONE),
            None if SETS.contains(&text) => {
                (Kind::Variable, HighlightModifiers::READONLY.with(HighlightModifiers::DEFAULT_LIBRARY))
            }
            None => (Kind::EnumMember, NONE),
        };
        self.add(range, kind, modifiers);
    }

    fn expr(&mut self, expr: &'t Expr) {
        match &expr.kind {
            ExprKind::Error | ExprKind::Literal(_) | ExprKind::Requirement(_) => {}
            ExprKind::Name(text) => self.name(text, expr.range),
            ExprKind::Member(base, name) => {
                self.expr(base);
                self.add(name.range, Kind::Property, NONE);
            }
            ExprKind::Call { callee, arguments } => {
                match &callee.kind {
                    ExprKind::Member(base, name) => {
                        self.add(base.range, Kind::Namespace, NONE);
                        self.add(name.range, Kind::Function, NONE);
                    }
                    _ => self.add(callee.range, Kind::Function, NONE),
                }
                arguments.iter().for_each(|argument| self.expr(argument));
            }
            ExprKind::Aggregate { function, comprehension } => {
                self.add(function.range, Kind::Function, HighlightModifiers::DEFAULT_LIBRARY);
                self.comprehension(comprehension);
            }
            ExprKind::List(all) | ExprKind::And(all) | ExprKind::Or(all) => all.iter().for_each(|one| self.expr(one)),
            ExprKind::Record(fields) => self.fields(fields),
            ExprKind::Vector { .. } => self.value(expr, ""),
            ExprKind::Comprehension(comprehension) => self.comprehension(comprehension),
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::IsStated(inner) => self.expr(inner),
            ExprKind::Implies(left, right) | ExprKind::Compare(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Arithmetic { first, rest } => {
                self.expr(first);
                rest.iter().for_each(|(_, operand)| self.expr(operand));
            }
            ExprKind::Has { subject, capability, condition } => {
                self.expr(subject);
                self.path(capability, Kind::Capability, Kind::Namespace);
                if let Some(condition) = condition {
                    self.expr(condition);
                }
            }
            ExprKind::Carries { conduit, from, to } => [conduit, from, to].into_iter().for_each(|one| self.expr(one)),
            ExprKind::Quantifier { binders, condition, body, .. } => {
                let before = self.variables.len();
                for binder in binders {
                    self.expr(&binder.source);
                    self.bind(&binder.name, false);
                }
                condition.iter().chain([body]).for_each(|part| self.expr(part));
                self.variables.truncate(before);
            }
            ExprKind::If(condition, then, otherwise) => {
                [condition, then, otherwise].into_iter().for_each(|one| self.expr(one));
            }
            ExprKind::Let { name, value, body } => {
                self.expr(value);
                let before = self.variables.len();
                self.bind(name, false);
                self.expr(body);
                self.variables.truncate(before);
            }
        }
    }
}
