//! Names, attributes and calls.

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, Place, TextRange, meant, nearest};
use zcc_syntax::ast;

use super::{CallEdge, Checker, LocalKind, Polarity};
use crate::expr::{Expr, ExprId, ExprKind, GlobalSet, Type};
use crate::ids::{EntityKind, EntityKinds, EnumId, FunctionId};
use crate::names::{Definition, Sort, Unresolved, find, imported, imports, lookup, lookup_elsewhere, names_near};
use crate::rules::attributes::attribute_named;
use crate::rules::declarations::enums_in_sight;
use crate::rules::meanings::Meaning;
use crate::rules::signatures::signature;
use crate::rules::{enumeration, type_name, type_with_article};
use crate::value::Value;
use crate::values::unknown_variant;

/// The sets that are there without asking anything for them.
const GLOBALS: [(&str, GlobalSet, EntityKind); 6] = [
    ("zones", GlobalSet::Zones, EntityKind::Zone),
    ("conduits", GlobalSet::Conduits, EntityKind::Conduit),
    ("components", GlobalSet::Components, EntityKind::Component),
    ("channels", GlobalSet::Channels, EntityKind::Channel),
    ("products", GlobalSet::Products, EntityKind::Product),
    ("protocols", GlobalSet::Protocols, EntityKind::Protocol),
];

/// So many enums are looked through for what an unknown name may have meant.
const MOST_COMPARED: usize = 256;

impl Checker<'_> {
    fn local(&self, name: &str) -> Option<usize> {
        self.locals.iter().rposition(|local| {
            local.name == name && !matches!(local.kind, LocalKind::Parameter(.., depth) if depth != self.has_depth)
        })
    }

    fn enum_of(hint: Option<&Type>) -> Option<EnumId> {
        match hint {
            Some(Type::Enum(id)) => Some(*id),
            Some(Type::Set(element)) => Self::enum_of(Some(element)),
            _ => None,
        }
    }

    fn function_named(&self, name: &str) -> Option<FunctionId> {
        match lookup(self.db, &self.scope, Sort::Rule, name) {
            Some(Definition::Function(id)) => Some(id),
            _ => None,
        }
    }

    /// Whether an expression can only be understood, or is better understood, knowing what it is held against.
    pub(super) fn wants_hint(&self, tree: &ast::Expr) -> bool {
        match &tree.kind {
            ast::ExprKind::Literal(_) => true,
            ast::ExprKind::Name(name) => {
                self.local(name).is_none()
                    && self.function_named(name).is_none()
                    && !GLOBALS.iter().any(|(known, ..)| known == name)
            }
            ast::ExprKind::List(elements) => elements.iter().all(|element| self.wants_hint(element)),
            _ => false,
        }
    }

    pub(super) fn name(&mut self, name: &SmolStr, range: TextRange, hint: Option<&Type>) -> Expr {
        if self.probe.is_some() {
            self.note(name, hint, None);
        }
        if let Some(at) = self.local(name) {
            return self.use_local(at, range);
        }
        let expected = Self::enum_of(hint);
        if let Some(id) = expected
            && let Some(found) = self.variant(id, name, range)
        {
            self.note_variant(&found, range);
            return found;
        }
        if let Some(function) = self.function_named(name) {
            self.mean(range, Meaning::Function(function));
            return self.apply(function, name, &[], false, range);
        }
        if let Some((_, set, kind)) = GLOBALS.iter().find(|(known, ..)| known == name) {
            let ty = Type::Set(Box::new(Type::Entity(EntityKinds::only(*kind))));
            self.mean(range, Meaning::Set(*set));
            return self.make(ExprKind::Global(*set), ty, range);
        }
        if matches!(hint, Some(Type::Error)) {
            // What it is held against is not known, so neither is what it means.
            return self.error(range);
        }
        let holders: Vec<EnumId> = enums_in_sight(self.db, self.scope.package)
            .filter(|id| enumeration(self.db, *id).variants.contains(name))
            .collect();
        match (holders.as_slice(), expected) {
            ([id], None) => {
                let found = self.variant(*id, name, range).unwrap_or_else(|| self.error(range));
                self.note_variant(&found, range);
                found
            }
            ([first, second, ..], None) => {
                let names = [*first, *second].map(|id| enumeration(self.db, id).name.clone());
                let message = format!("`{name}` is a variant of `{}` and of `{}`", names[0], names[1]);
                let diagnostic = Diagnostic::new(Code::AMBIGUOUS_NAME, self.place(range), message)
                    .help(format!("say which: `{}.{name}`", names[0]));
                self.refuse(range, diagnostic)
            }
            ([other, ..], Some(id)) => {
                let (other, id) = (enumeration(self.db, *other), enumeration(self.db, id));
                let message = format!("`{name}` is a variant of `{}`, not of `{}`", other.name, id.name);
                let diagnostic = Diagnostic::new(Code::UNKNOWN_VARIANT, self.place(range), message).help(format!(
                    "`{}` is one of {}",
                    id.name,
                    crate::values::listed(&id.variants)
                ));
                self.refuse(range, diagnostic)
            }
            ([], expected) => {
                let diagnostic = self.unknown(name, range, expected);
                self.refuse(range, diagnostic)
            }
        }
    }

    fn use_local(&mut self, at: usize, range: TextRange) -> Expr {
        let polarity = self.polarity;
        let local = &mut self.locals[at];
        local.used = true;
        let ty = local.ty.clone();
        let declared = local.range;
        match &local.kind {
            LocalKind::Slot(slot, switchable) => {
                let (slot, switchable) = (*slot, *switchable);
                self.mean(range, Meaning::Variable { declared });
                self.make_flagged(ExprKind::Slot(slot), ty, switchable, range)
            }
            LocalKind::Parameter(capability, position, _) => {
                let (capability, kind) = (*capability, ExprKind::Parameter(*position));
                let meaning = Meaning::Parameter(capability, *position);
                self.mean(range, meaning);
                self.make(kind, ty, range)
            }
            LocalKind::Let { id, switchable, edges } => {
                let (id, switchable) = (*id, *switchable);
                for edge in edges {
                    let edge = CallEdge { polarity: edge.polarity.within(polarity), ..*edge };
                    note(&mut self.edges, edge);
                }
                self.mean(range, Meaning::Variable { declared });
                self.make_flagged(ExprKind::LetReference(id), ty, switchable, range)
            }
        }
    }

    /// Notes the variant that was found at a name.
    fn note_variant(&mut self, found: &Expr, range: TextRange) {
        if let ExprKind::Constant(Value::Variant(id, position)) = &found.kind {
            self.mean(range, Meaning::Variant(*id, *position));
        }
    }

    /// Notes what stands before the dot of `purpose.control`.
    fn note_enum(&mut self, id: EnumId, written: &ast::Expr) {
        match &written.kind {
            ast::ExprKind::Member(alias, name) => {
                self.mean(alias.range, Meaning::Alias);
                self.mean(name.range, Meaning::Enum(id));
            }
            _ => self.mean(written.range, Meaning::Enum(id)),
        }
    }

    fn variant(&mut self, id: EnumId, name: &str, range: TextRange) -> Option<Expr> {
        let position = enumeration(self.db, id).variants.iter().position(|variant| variant == name)?;
        let value = Value::Variant(id, position as u16);
        Some(self.make(ExprKind::Constant(value), Type::Enum(id), range))
    }

    fn unknown(&self, name: &SmolStr, range: TextRange, expected: Option<EnumId>) -> Diagnostic {
        let place = self.place(range);
        if let Some(id) = expected {
            let near_variable = nearest(name, self.locals.iter().map(|local| local.name.as_str()));
            if near_variable.is_none() {
                return unknown_variant(self.db, place, name, id);
            }
        }
        if let Some(told) = self.of_another_sort(name, place, "is no value") {
            return told;
        }
        let told = Diagnostic::new(Code::UNKNOWN_NAME, place, format!("there is no `{name}` here"));
        let near = |package| names_near(self.db, package, Sort::Rule, "", name);
        let own = near(self.scope.package).chain(near(0));
        let locals = self.locals.iter().map(|local| local.name.as_str());
        let mut candidates: Vec<&str> = locals.chain(GLOBALS.iter().map(|(name, ..)| *name)).chain(own).collect();
        for id in enums_in_sight(self.db, self.scope.package).take(MOST_COMPARED) {
            candidates.extend(enumeration(self.db, id).variants.iter().map(SmolStr::as_str));
        }
        told.help("it is no variable, define, set or variant of an enum that can be seen from here")
            .did_you_mean(place, &meant(name, candidates))
    }

    /// Says of a name that it is declared, but as something that is no value.
    fn of_another_sort(&self, name: &str, place: Place, why: &str) -> Option<Diagnostic> {
        let found = lookup(self.db, &self.scope, Sort::Rule, name)
            .or_else(|| lookup_elsewhere(self.db, &self.scope, Sort::Rule, name))?;
        let message = format!("`{name}` is {} and {why}", found.words());
        let told = Diagnostic::new(Code::WRONG_SORT, place, message);
        Some(match found {
            Definition::Capability(_) => told.help(format!("whether something has it is asked with `x has {name}`")),
            Definition::Product(_) => told.help(format!("compare it: `x.product.name == \"{name}\"`")),
            Definition::Protocol(_) => told.help(format!("compare it: `x.protocol.name == \"{name}\"`")),
            _ => told,
        })
    }

    /// The package behind an alias, where `tree` is a bare name that means nothing else.
    fn alias(&self, tree: &ast::Expr) -> Option<(Result<u32, Unresolved>, ast::Name)> {
        let ast::ExprKind::Name(root) = &tree.kind else { return None };
        if self.local(root).is_some() || !imports(self.db, self.scope.file).iter().any(|import| import.alias == *root) {
            return None;
        }
        let alias = ast::Name { text: root.clone(), range: tree.range };
        Some((imported(self.db, &self.scope, &alias), alias))
    }

    /// The enum that `tree` names, as a bare name or behind an alias.
    fn enum_named(&self, tree: &ast::Expr) -> Option<EnumId> {
        let found = match &tree.kind {
            ast::ExprKind::Name(name) if self.local(name).is_none() => lookup(self.db, &self.scope, Sort::Rule, name),
            ast::ExprKind::Member(base, name) => {
                let (package, _) = self.alias(base)?;
                find(self.db, package.ok()?, Sort::Rule, &name.text)
            }
            _ => None,
        };
        match found {
            Some(Definition::Enum(id)) => Some(id),
            _ => None,
        }
    }

    pub(super) fn member(&mut self, base: &ast::Expr, name: &ast::Name, range: TextRange) -> Expr {
        if let Some(id) = self.enum_named(base) {
            self.note_enum(id, base);
            let found = self.variant(id, &name.text, range);
            if let Some(found) = &found {
                self.note_variant(found, name.range);
            }
            return found.unwrap_or_else(|| {
                let diagnostic = unknown_variant(self.db, self.place(name.range), &name.text, id);
                self.refuse(range, diagnostic)
            });
        }
        if let Some((package, alias)) = self.alias(base) {
            return match self.function_behind(package, &alias, name) {
                Some(function) => self.apply(function, &name.text, &[], false, range),
                None => self.error(range),
            };
        }
        let of = self.under(Polarity::Mixed, |checker| checker.infer(base, None));
        if self.probe.is_some() {
            self.note(&name.text, None, Some(&of.ty));
        }
        let Some((attribute, ty)) = self.attribute_of(&of, base, name) else { return self.error(range) };
        self.make(ExprKind::Attribute { of: Box::new(of), attribute }, ty, range)
    }

    /// Which attribute `name` is of what was found; tells where it is none.
    pub(super) fn attribute_of(
        &mut self,
        of: &Expr,
        base: &ast::Expr,
        name: &ast::Name,
    ) -> Option<(crate::expr::AttributeRef, Type)> {
        let place = self.place(name.range);
        let diagnostic = match &of.ty {
            Type::Error => return None,
            Type::Entity(kinds) => match attribute_named(self.db, self.scope.package, *kinds, &name.text, place) {
                Ok(found) => {
                    self.mean(name.range, Meaning::Attribute(found.attribute));
                    return Some((found.attribute, found.ty));
                }
                Err(mistake) => *mistake,
            },
            Type::Set(element) => {
                let message = format!("{} has no attributes", type_with_article(self.db, &of.ty));
                let told = Diagnostic::new(Code::NO_ATTRIBUTES, self.place(base.range), message);
                if matches!(**element, Type::Entity(_)) {
                    told.help(format!("its members have: `{{ x.{} for x in … }}`, or `every x in … : …`", name.text))
                } else {
                    told
                }
            }
            other => {
                let message = format!("{} has no attributes", type_with_article(self.db, other));
                Diagnostic::new(Code::NO_ATTRIBUTES, self.place(base.range), message)
            }
        };
        self.tell(diagnostic);
        None
    }

    fn function_behind(
        &mut self,
        package: Result<u32, Unresolved>,
        alias: &ast::Name,
        name: &ast::Name,
    ) -> Option<FunctionId> {
        self.mean(alias.range, Meaning::Alias);
        let package = match package {
            Ok(package) => package,
            Err(mistake) => {
                self.told.extend(mistake.map(|mistake| *mistake));
                return None;
            }
        };
        match find(self.db, package, Sort::Rule, &name.text) {
            Some(Definition::Function(id)) => {
                self.mean(name.range, Meaning::Function(id));
                Some(id)
            }
            Some(other) => {
                let message = format!("`{}.{}` is {}, not a value", alias.text, name.text, other.words());
                let diagnostic = Diagnostic::new(Code::WRONG_SORT, self.place(name.range), message);
                self.tell(diagnostic);
                None
            }
            None => {
                let place = self.place(name.range);
                let message = format!("`{}` has no define or relation `{}`", alias.text, name.text);
                let mut diagnostic = Diagnostic::new(Code::UNKNOWN_NAME, place, message);
                let near = meant(&name.text, names_near(self.db, package, Sort::Rule, "", &name.text));
                diagnostic = diagnostic.did_you_mean(place, &near);
                self.tell(diagnostic);
                None
            }
        }
    }

    pub(super) fn call(
        &mut self,
        callee: &ast::Expr,
        arguments: &[ast::Expr],
        range: TextRange,
        hint: Option<&Type>,
    ) -> Expr {
        match &callee.kind {
            ast::ExprKind::Name(name) => {
                if let Some(at) = self.local(name) {
                    self.locals[at].used = true;
                    let message = format!("`{name}` is a variable and cannot be called");
                    let diagnostic = Diagnostic::new(Code::WRONG_SORT, self.place(callee.range), message);
                    return self.refuse(range, diagnostic);
                }
                if let Some(built_in) = self.built_in(name, arguments, range, hint) {
                    return built_in;
                }
                match lookup(self.db, &self.scope, Sort::Rule, name) {
                    Some(Definition::Function(function)) => {
                        self.mean(callee.range, Meaning::Function(function));
                        self.apply(function, name, arguments, true, range)
                    }
                    Some(other) => {
                        let message = format!("`{name}` is {} and cannot be called", other.words());
                        let diagnostic = Diagnostic::new(Code::WRONG_SORT, self.place(callee.range), message);
                        self.refuse(range, diagnostic)
                    }
                    None => {
                        let diagnostic = self.unknown_function(name, callee.range);
                        self.refuse(range, diagnostic)
                    }
                }
            }
            ast::ExprKind::Member(base, name) => {
                let Some((package, alias)) = self.alias(base) else {
                    let message = format!("`{}` cannot be called here", name.text);
                    let diagnostic = Diagnostic::new(Code::WRONG_SORT, self.place(callee.range), message)
                        .help(format!("what is called stands in front: `{}(…)`", name.text));
                    return self.refuse(range, diagnostic);
                };
                match self.function_behind(package, &alias, name) {
                    Some(function) => self.apply(function, &name.text, arguments, true, range),
                    None => self.error(range),
                }
            }
            ast::ExprKind::Error => self.error(range),
            _ => {
                let diagnostic = Diagnostic::new(
                    Code::WRONG_SORT,
                    self.place(callee.range),
                    "only a define or a relation can be called",
                );
                self.refuse(range, diagnostic)
            }
        }
    }

    fn unknown_function(&self, name: &str, range: TextRange) -> Diagnostic {
        let place = self.place(range);
        if let Some(told) = self.of_another_sort(name, place, "cannot be called") {
            return told;
        }
        let told = Diagnostic::new(Code::UNKNOWN_NAME, place, format!("there is no define or relation `{name}`"));
        let near = |package| names_near(self.db, package, Sort::Rule, "", name);
        let own = near(self.scope.package).chain(near(0));
        let near = meant(name, own.chain(["count", "sum", "min", "max", "union", "except"]));
        told.help("declare it in this package, or import the package that does").did_you_mean(place, &near)
    }

    /// A use of a define or relation.
    fn apply(
        &mut self,
        function: FunctionId,
        name: &str,
        arguments: &[ast::Expr],
        called: bool,
        range: TextRange,
    ) -> Expr {
        let signature = signature(self.db, function);
        let wanted = signature.parameters.len();
        if arguments.len() != wanted {
            let written: Vec<String> = signature
                .parameters
                .iter()
                .map(|parameter| format!("{}: {}", parameter.name, type_name(self.db, &parameter.ty)))
                .collect();
            let message = match (called, arguments.len()) {
                (false, _) => format!("`{name}` asks for {wanted} {} and has none", plural(wanted)),
                (true, given) => format!("`{name}` asks for {wanted} {}, not {given}", plural(wanted)),
            };
            let help = if wanted == 0 {
                format!("write `{name}` alone")
            } else {
                format!("it is declared as `{name}({})`", written.join(", "))
            };
            let diagnostic = Diagnostic::new(Code::WRONG_ARGUMENTS, self.place(range), message).help(help);
            self.tell(diagnostic);
            // The arguments may use variables and hold mistakes of their own.
            for argument in arguments {
                self.infer(argument, None);
            }
            return self.error(range);
        }
        let mut checked = Vec::with_capacity(wanted);
        for (argument, parameter) in arguments.iter().zip(&signature.parameters) {
            checked.push(self.under(Polarity::Mixed, |checker| checker.check(argument, &parameter.ty)));
        }
        let ty = signature.returns.clone();
        let edge = CallEdge { callee: function, polarity: self.polarity, expr: ExprId(self.ranges.len() as u32) };
        note(&mut self.edges, edge);
        self.make(ExprKind::Call { function, arguments: checked }, ty, range)
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "argument" } else { "arguments" }
}

/// Keeps the first use of each kind: more would say nothing new, and uses through `let`s could be very many.
fn note(edges: &mut Vec<CallEdge>, edge: CallEdge) {
    if !edges.iter().any(|known| known.callee == edge.callee && known.polarity == edge.polarity) {
        edges.push(edge);
    }
}
