//! From a name to what it stands for: its declaration, its type, what is made of it.

use zcc_base::{Place, TextRange};
use zcc_db::{Db, File, Item, Workspace, item_of, tree};
use zcc_hir::expr::{AttributeRef, Type};
use zcc_hir::ids::Entity;
use zcc_hir::model::{place_facts, test_model};
use zcc_hir::rules::{attribute, body_names, capability, signature};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{Binder, Block, Expr, ExprKind, ItemKind, MemberKind, RequirementMember};

use crate::host::Analysis;
use crate::names::{Role, Symbol, SymbolAt, Use, declaration, names_in, symbol_at};
use crate::target::{FilePosition, FileRange};

/// Where something can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its file.
    pub file: File,
    /// Its name.
    pub name: TextRange,
    /// All of it: the declaration, or the line of one.
    pub whole: TextRange,
}

/// Where the word at a position leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destinations {
    /// The word.
    pub word: TextRange,
    /// Where it leads.
    pub to: Vec<Destination>,
}

impl Analysis {
    /// Where the thing at a position is declared; for an import, the package.
    pub fn definition(&self, position: FilePosition) -> Option<Destinations> {
        self.lead(position, |at| match (at.symbol, at.role) {
            (Symbol::Alias(_), Role::Declaration) | (Symbol::Package(_), _) => self.package_of(at.symbol),
            _ => self.declared(at.symbol),
        })
    }

    /// Where the name at a position is brought in: for an alias its import, else where the thing is declared.
    pub fn declaration(&self, position: FilePosition) -> Option<Destinations> {
        self.lead(position, |at| match at.symbol {
            Symbol::Package(_) => self.package_of(at.symbol),
            _ => self.declared(at.symbol),
        })
    }

    /// What the thing at a position is of: the product of a component, the protocol of a channel, the enum of a value, what
    /// a variable ranges over.
    pub fn type_definition(&self, position: FilePosition) -> Option<Destinations> {
        self.lead(position, |at| {
            type_of(&self.db, at.symbol).into_iter().flat_map(|symbol| self.declared(symbol)).collect()
        })
    }

    /// What is made of the thing at a position: who provides a capability, the components of a product, the channels of a
    /// protocol, what tests expect of a requirement, where an attribute is stated, the requirements of a catalogue or
    /// family.
    pub fn implementation(&self, position: FilePosition) -> Option<Destinations> {
        self.lead(position, |at| self.made_of(at.symbol))
    }

    fn lead(&self, position: FilePosition, to: impl FnOnce(SymbolAt) -> Vec<Destination>) -> Option<Destinations> {
        let at = symbol_at(&self.db, position)?;
        let to = to(at);
        (!to.is_empty()).then_some(Destinations { word: at.range, to })
    }

    fn declared(&self, symbol: Symbol) -> Vec<Destination> {
        match symbol {
            Symbol::Package(_) => self.package_of(symbol),
            _ => declaration(&self.db, symbol).map(|place| destination(&self.db, place)).into_iter().collect(),
        }
    }

    /// The first file of a package.
    fn package_of(&self, symbol: Symbol) -> Vec<Destination> {
        let db = &self.db;
        let number = match symbol {
            Symbol::Package(number) => Some(number),
            Symbol::Alias(anchor) => imported(db, item_of(db, anchor)),
            _ => None,
        };
        let package = number.and_then(|number| Workspace::get(db).packages(db).get(number as usize));
        let file = package.and_then(|package| package.files(db).first());
        let start = TextRange::empty(0);
        file.map(|file| Destination { file: *file, name: start, whole: start }).into_iter().collect()
    }

    fn made_of(&self, symbol: Symbol) -> Vec<Destination> {
        let db = &self.db;
        let role = match symbol {
            Symbol::Capability(_) => Some(Role::Provided),
            Symbol::Entity(_, Entity::Product(_) | Entity::Protocol(_)) => Some(Role::Instance),
            Symbol::Attribute(_) | Symbol::Parameter(..) => Some(Role::Stated),
            _ => None,
        };
        let kind = match symbol {
            Symbol::Requirement(_) | Symbol::Clause(_) => Some(DeclarationKind::Test),
            Symbol::Catalog(_) | Symbol::Family(..) => Some(DeclarationKind::Requirement),
            _ => None,
        };
        let wanted = |one: &Use| match (role, kind) {
            (Some(role), _) => one.role == role,
            (None, Some(kind)) => {
                let position = FilePosition { file: one.target.file, offset: one.target.range.start };
                one.role != Role::Declaration
                    && crate::names::item_at(db, position).and_then(|item| item.kind(db)) == Some(kind)
            }
            (None, None) => false,
        };
        if role.is_none() && kind.is_none() {
            return Vec::new();
        }
        let found = crate::names::uses(db, symbol).into_iter().filter(wanted);
        found.map(|one| holder(db, one.target, role == Some(Role::Instance))).collect()
    }
}

/// The package that an import makes known.
pub(crate) fn imported(db: &dyn Db, item: Item<'_>) -> Option<u32> {
    let known = zcc_hir::names::imports(db, item.file(db));
    known.iter().find(|import| import.anchor == item.anchor()).and_then(|import| import.target)
}

/// A declared name with what it names.
pub(crate) fn destination(db: &dyn Db, place: Place) -> Destination {
    let item = item_of(db, place.anchor);
    let offset = item.offset(db);
    let whole = enclosing(item, db, place.range);
    Destination { file: item.file(db), name: place.range + offset, whole: whole + offset }
}

/// The line or declaration that a use stands in; if `block`, by the name of the block.
fn holder(db: &dyn Db, target: FileRange, block: bool) -> Destination {
    let position = FilePosition { file: target.file, offset: target.range.start };
    let Some(item) = crate::names::item_at(db, position) else {
        return Destination { file: target.file, name: target.range, whole: target.range };
    };
    let offset = item.offset(db);
    let range = TextRange::new(target.range.start - offset, target.range.end - offset);
    let whole = enclosing(item, db, range);
    let named = block.then(|| innermost(db, item, range)).flatten().and_then(|block| block.name.as_ref());
    let name = named.map_or(range, |name| name.range);
    Destination { file: target.file, name: name + offset, whole: whole.cover(name) + offset }
}

/// The innermost block that holds a range of a declaration.
pub(crate) fn innermost<'db>(db: &'db dyn Db, item: Item<'db>, range: TextRange) -> Option<&'db Block> {
    let inside = |outer: TextRange| outer.start <= range.start && range.end <= outer.end;
    let mut found = match &tree(db, item).kind {
        ItemKind::Block(block) => block,
        ItemKind::Test(test) => test.items.iter().find_map(|one| match &one.kind {
            ItemKind::Block(block) if inside(one.range) => Some(block),
            _ => None,
        })?,
        _ => return None,
    };
    loop {
        let inner = found.members.iter().find_map(|member| match &member.kind {
            MemberKind::Block(block) if inside(member.range) => Some(&**block),
            _ => None,
        });
        match inner {
            Some(block) => found = block,
            None => return Some(found),
        }
    }
}

/// The smallest declaration, member or clause that holds a range.
fn enclosing(item: Item<'_>, db: &dyn Db, range: TextRange) -> TextRange {
    let inside = |outer: TextRange| outer.start <= range.start && range.end <= outer.end;
    let tree = tree(db, item);
    let mut best = tree.range.cover(range);
    let mut members = match &tree.kind {
        ItemKind::Block(block) => &block.members[..],
        ItemKind::Requirement(requirement) => {
            for member in &requirement.members {
                if let RequirementMember::Clause(clause) = member
                    && inside(clause.range)
                {
                    return clause.range;
                }
            }
            return best;
        }
        ItemKind::Test(test) => {
            if let Some(line) = test.expectations.iter().find(|line| inside(line.range)) {
                return line.range;
            }
            let Some(inner) = test.items.iter().find(|one| inside(one.range)) else { return best };
            best = inner.range;
            match &inner.kind {
                ItemKind::Block(block) => &block.members[..],
                _ => return best,
            }
        }
        _ => return best,
    };
    while let Some(member) = members.iter().find(|member| inside(member.range)) {
        best = member.range;
        match &member.kind {
            MemberKind::Block(block) => members = &block.members,
            _ => break,
        }
    }
    best
}

/// What something is of.
fn type_of(db: &dyn Db, symbol: Symbol) -> Option<Symbol> {
    match symbol {
        Symbol::Entity(home, Entity::Component(place, at)) => {
            let facts = match home {
                Some(anchor) => test_model(db, item_of(db, anchor)).places.get(place.index())?,
                None => place_facts(db, place),
            };
            let product = Entity::Product(facts.components.get(at as usize)?.product?);
            Some(Symbol::Entity(home_of(db, home, product), product))
        }
        Symbol::Entity(home, Entity::Channel(place, at)) => {
            let facts = match home {
                Some(anchor) => test_model(db, item_of(db, anchor)).places.get(place.index())?,
                None => place_facts(db, place),
            };
            let protocol = Entity::Protocol(facts.channels.get(at as usize)?.protocol?);
            Some(Symbol::Entity(home_of(db, home, protocol), protocol))
        }
        Symbol::Variant(id, _) => Some(Symbol::Enum(id)),
        Symbol::Parameter(id, at) => enum_of(&capability(db, id).parameters.get(usize::from(at))?.ty),
        Symbol::Attribute(AttributeRef::Declared(id)) => enum_of(&attribute(db, id).ty),
        Symbol::Function(id) => enum_of(&signature(db, id).returns),
        Symbol::Alias(anchor) => imported(db, item_of(db, anchor)).map(Symbol::Package),
        Symbol::Family(id, _) => Some(Symbol::Catalog(id)),
        Symbol::Clause(clause) => Some(Symbol::Requirement(clause.requirement)),
        Symbol::Variable(place) => {
            let item = item_of(db, place.anchor);
            let known = &body_names(db, item).variables;
            let (_, ty) = known.iter().find(|(range, _)| *range == place.range)?;
            enum_of(ty).or_else(|| ranged_over(db, item, place.range))
        }
        _ => None,
    }
}

/// The test whose own a product or protocol is.
pub(crate) fn home_of(db: &dyn Db, home: Option<zcc_base::Anchor>, entity: Entity) -> Option<zcc_base::Anchor> {
    let test = test_model(db, item_of(db, home?));
    let own = match entity {
        Entity::Product(id) => id.0 >= test.first_product,
        Entity::Protocol(id) => id.0 >= test.first_protocol,
        _ => true,
    };
    home.filter(|_| own)
}

fn enum_of(ty: &Type) -> Option<Symbol> {
    match ty {
        Type::Enum(id) => Some(Symbol::Enum(*id)),
        Type::Set(element) => enum_of(element),
        _ => None,
    }
}

/// What the variable that is declared at a range takes its value from, as far as that is declared somewhere: the last such
/// name in what it ranges over.
fn ranged_over<'db>(db: &'db dyn Db, item: Item<'db>, declared: TextRange) -> Option<Symbol> {
    let source = source_of(db, item, declared)?.range;
    let names = names_in(db, item);
    let within = names.iter().rev().filter(|one| source.start <= one.range.start && one.range.end <= source.end);
    let mut found = within.map(|one| one.symbol).filter(|symbol| declaration(db, *symbol).is_some());
    // What a define is given says less than the define.
    let is_variable = |symbol: &Symbol| matches!(symbol, Symbol::Variable(_));
    let last = found.next()?;
    if is_variable(&last) { found.find(|symbol| !is_variable(symbol)).or(Some(last)) } else { Some(last) }
}

/// The expression that the variable declared at a range takes its value from.
pub(crate) fn source_of<'db>(db: &'db dyn Db, item: Item<'db>, declared: TextRange) -> Option<&'db Expr> {
    let mut found = None;
    each_binding(db, item, &mut |range, source| {
        if range == declared {
            found = Some(source);
        }
    });
    found
}

/// Visits all `let`s and binders of a rule.
fn each_binding<'db>(db: &'db dyn Db, item: Item<'db>, visit: &mut dyn FnMut(TextRange, &'db Expr)) {
    match &tree(db, item).kind {
        ItemKind::Function(function) => in_expr(&function.body, visit),
        ItemKind::Requirement(requirement) => {
            for member in &requirement.members {
                match member {
                    RequirementMember::Let { name, value } => {
                        visit(name.range, value);
                        in_expr(value, visit);
                    }
                    RequirementMember::Clause(clause) => {
                        if let Some(when) = &clause.when {
                            in_expr(when, visit);
                        }
                        for one in &clause.assertions {
                            in_expr(&one.condition, visit);
                        }
                    }
                    RequirementMember::Error(_) => {}
                }
            }
        }
        _ => {}
    }
}

fn in_expr<'db>(expr: &'db Expr, visit: &mut dyn FnMut(TextRange, &'db Expr)) {
    fn binders<'db>(binders: &'db [Binder], visit: &mut dyn FnMut(TextRange, &'db Expr)) {
        for binder in binders {
            visit(binder.name.range, &binder.source);
            in_expr(&binder.source, visit);
        }
    }
    match &expr.kind {
        ExprKind::Quantifier { binders: bound, .. } => binders(bound, visit),
        ExprKind::Comprehension(inner) | ExprKind::Aggregate { comprehension: inner, .. } => {
            binders(&inner.binders, visit);
        }
        ExprKind::Let { name, value, .. } => visit(name.range, value),
        _ => {}
    }
    each_child(expr, &mut |child| in_expr(child, visit));
}

/// Visits the expressions directly within an expression, what variables range over aside.
fn each_child<'t>(expr: &'t Expr, visit: &mut dyn FnMut(&'t Expr)) {
    match &expr.kind {
        ExprKind::Error | ExprKind::Literal(_) | ExprKind::Name(_) | ExprKind::Requirement(_) => {}
        ExprKind::Member(one, _) | ExprKind::Not(one) | ExprKind::Negate(one) | ExprKind::IsStated(one) => visit(one),
        ExprKind::Call { callee, arguments } => {
            visit(callee);
            arguments.iter().for_each(visit);
        }
        ExprKind::List(all) | ExprKind::And(all) | ExprKind::Or(all) => all.iter().for_each(visit),
        ExprKind::Record(fields) | ExprKind::Vector { fields, .. } => {
            for field in fields {
                visit(&field.value);
            }
        }
        ExprKind::Comprehension(inner) | ExprKind::Aggregate { comprehension: inner, .. } => {
            inner.head.iter().chain(&inner.condition).for_each(visit);
        }
        ExprKind::Implies(one, other) | ExprKind::Compare(_, one, other) => {
            visit(one);
            visit(other);
        }
        ExprKind::Arithmetic { first, rest } => {
            visit(first);
            for (_, operand) in rest {
                visit(operand);
            }
        }
        ExprKind::Has { subject, condition, .. } => {
            visit(subject);
            if let Some(one) = condition {
                visit(one);
            }
        }
        ExprKind::Carries { conduit, from, to } => [conduit, from, to].into_iter().for_each(|one| visit(one)),
        ExprKind::Quantifier { condition, body, .. } => {
            if let Some(one) = condition {
                visit(one);
            }
            visit(body);
        }
        ExprKind::If(condition, then, otherwise) => {
            for one in [condition, then, otherwise] {
                visit(one);
            }
        }
        ExprKind::Let { value, body, .. } => {
            visit(value);
            visit(body);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at_cursor;

    const SITE: &str = "product panel: host_device { target: SL 1 provides user_authentication }\n\
        enum shift { day, night }\n\
        attribute zone.shift: shift\n\
        zone a { shift: day component hmi: panel {} component plc { kind: embedded_device }\n\
        channel poll: modbus_tcp from hmi to plc }\n\
        define busy(z: zone): bool = some c in plant(z): c.zone == z and z.shift == day\n\
        define plant(z: zone): set of component = z.components\n";

    /// Where a question leads: the names there, `?` for what lies outside the file.
    fn led(cursor: &str, at: &str, ask: fn(&Analysis, FilePosition) -> Option<Destinations>) -> Vec<String> {
        let text = SITE.replacen(cursor, at, 1);
        let (analysis, position) = at_cursor(&text);
        let found = ask(&analysis, position).map(|found| found.to).unwrap_or_default();
        let shown = |one: &Destination| {
            assert!(one.whole.start <= one.name.start && one.name.end <= one.whole.end);
            let text = analysis.text(one.file);
            let line = text[..one.name.start as usize].matches('\n').count() + 1;
            let word = &text[one.name.to_usize()];
            if one.file == position.file { format!("{word} in line {line}") } else { format!("{word} elsewhere") }
        };
        found.iter().map(shown).collect()
    }

    #[test]
    fn definitions_are_where_things_are_declared() {
        let at = |cursor, at| led(cursor, at, Analysis::definition);
        assert_eq!(at("from hmi", "from $0hmi"), ["hmi in line 4"]);
        assert_eq!(at("hmi: panel", "hmi: pan$0el"), ["panel in line 1"]);
        assert_eq!(at("provides user", "provides $0user"), ["user_authentication elsewhere"]);
        assert_eq!(at("a { shift: day", "a { shift: $0day"), ["day in line 2"]);
        assert_eq!(at("z and", "$0z and"), ["z in line 6"]);
        assert!(at("a { shift: day", "a { shift:$0 day").len() <= 1);
    }

    #[test]
    fn types_are_what_things_are_of() {
        let at = |cursor, at| led(cursor, at, Analysis::type_definition);
        assert_eq!(at("from hmi", "from $0hmi"), ["panel in line 1"]);
        assert_eq!(at("channel poll", "channel $0poll"), ["modbus_tcp elsewhere"]);
        assert_eq!(at("a { shift: day", "a { $0shift: day"), ["shift in line 2"]);
        assert_eq!(at("a { shift: day", "a { shift: $0day"), ["shift in line 2"]);
        assert_eq!(at("c.zone", "$0c.zone"), ["plant in line 7"], "what the variable ranges over");
    }

    #[test]
    fn implementations_are_what_is_made_of_things() {
        let at = |cursor, at| led(cursor, at, Analysis::implementation);
        assert_eq!(at("product panel", "product $0panel"), ["hmi in line 4"]);
        assert_eq!(at("zone.shift", "zone.$0shift"), ["shift in line 4"]);
        assert!(at("provides user", "provides $0user").contains(&"user_authentication in line 1".to_owned()));
    }
}
