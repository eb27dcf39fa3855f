//! What files declare: the outline of one, and a search over all of them.

use smol_str::{SmolStr, format_smolstr};
use zcc_base::TextRange;
use zcc_db::{Db, File, Item, items, tree};
use zcc_syntax::ast::{
    self, Block, BlockKind, Head, ItemKind, Member, MemberKind, Name, Path, RequirementMember, TypeExpr, TypeKind,
};

use crate::host::Analysis;
use crate::target::FileRange;

/// What sort of thing is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// A declaration with a block.
    Block(BlockKind),
    /// `import`
    Import,
    /// `enum`
    Enum,
    /// A variant of an enum.
    Variant,
    /// An attribute, or a parameter of a capability.
    Attribute,
    /// A family of a catalogue.
    Family,
    /// A requirement.
    Requirement,
    /// A clause of a requirement.
    Clause,
    /// `define`
    Define,
    /// `relation`
    Relation,
    /// `test`
    Test,
}

/// Something that is declared, with what is declared in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its name.
    pub name: SmolStr,
    /// What people add to the name: its title, its product, its type.
    pub detail: SmolStr,
    /// What sort of thing it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
    /// Its name, within the range.
    pub name_range: TextRange,
    /// What is declared in it.
    pub children: Vec<Self>,
}

/// Something that a search found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSymbol {
    /// Its name.
    pub name: SmolStr,
    /// What it is declared in.
    pub container: SmolStr,
    /// What sort of thing it is.
    pub kind: SymbolKind,
    /// Where it is named.
    pub target: FileRange,
}

/// A symbol of a declaration, flat. Ranges count from its start.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Flat {
    name: SmolStr,
    container: SmolStr,
    kind: SymbolKind,
    range: TextRange,
}

impl Analysis {
    /// What a file declares, in order.
    pub fn outline(&self, file: File) -> Vec<Outline> {
        let db = &self.db;
        let mut found = Vec::new();
        for item in items(db, file) {
            let mut one = outline(tree(db, *item));
            one.iter_mut().for_each(|symbol| shift(symbol, item.offset(db)));
            found.extend(one);
        }
        found
    }

    /// Declarations whose names hold the letters of a query in their order, the best first: at most `most`. The package's
    /// own and those of what it depends on, the standard library included.
    pub fn find_symbols(&self, query: &str, most: usize) -> Vec<FoundSymbol> {
        let db = &self.db;
        let query: Vec<char> = query.chars().filter(|one| !one.is_whitespace()).flat_map(char::to_lowercase).collect();
        let mut found: Vec<(u32, FoundSymbol)> = Vec::new();
        for (_, file) in self.files().iter() {
            let penalty = if self.is_standard(file) { 50 } else { 0 };
            for item in items(db, file) {
                for symbol in symbols(db, *item) {
                    let Some(score) = score(&symbol.name, &query) else { continue };
                    let target = FileRange { file, range: symbol.range + item.offset(db) };
                    let (name, container) = (symbol.name.clone(), symbol.container.clone());
                    found.push((score + penalty, FoundSymbol { name, container, kind: symbol.kind, target }));
                }
            }
        }
        // Files come in the order of their paths, so that equals are in a fixed order.
        found.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
        found.truncate(most);
        found.into_iter().map(|(_, symbol)| symbol).collect()
    }
}

/// How far a name is from a query; `None` if it does not hold its letters in order. None at all is near to everything.
fn score(name: &str, query: &[char]) -> Option<u32> {
    let mut wanted = query.iter().peekable();
    let (mut score, mut last) = (0, None);
    for (at, character) in name.chars().enumerate() {
        let Some(next) = wanted.peek() else { break };
        if character.to_lowercase().eq(std::iter::once(**next)) {
            // Letters that follow each other, and those at the start, count for most.
            let gap = last.map_or(at, |last: usize| at - last - 1);
            score += gap.min(20) as u32;
            last = Some(at);
            wanted.next();
        }
    }
    let rest = name.chars().count().saturating_sub(query.len()) as u32;
    wanted.peek().is_none().then_some(score * 4 + rest)
}

/// The symbols of a declaration: kept, so that a search does not parse everything anew.
#[salsa::tracked(returns(deref))]
fn symbols<'db>(db: &'db dyn Db, item: Item<'db>) -> Box<[Flat]> {
    let mut flat = Vec::new();
    if let Some(symbol) = outline(tree(db, item)) {
        flatten(&symbol, "", &mut flat);
    }
    flat.into_boxed_slice()
}

fn flatten(symbol: &Outline, container: &str, flat: &mut Vec<Flat>) {
    let searched = !matches!(symbol.kind, SymbolKind::Import | SymbolKind::Variant);
    if searched {
        let (name, container) = (symbol.name.clone(), SmolStr::new(container));
        flat.push(Flat { name, container, kind: symbol.kind, range: symbol.name_range });
    }
    let path = if container.is_empty() { symbol.name.clone() } else { format_smolstr!("{container}.{}", symbol.name) };
    symbol.children.iter().for_each(|child| flatten(child, &path, flat));
}

fn shift(symbol: &mut Outline, by: u32) {
    symbol.range = symbol.range + by;
    symbol.name_range = symbol.name_range + by;
    symbol.children.iter_mut().for_each(|child| shift(child, by));
}

fn leaf(name: &str, detail: SmolStr, kind: SymbolKind, range: TextRange, name_range: TextRange) -> Outline {
    Outline { name: SmolStr::new(name), detail, kind, range, name_range, children: Vec::new() }
}

fn outline(item: &ast::Item) -> Option<Outline> {
    let range = item.range;
    match &item.kind {
        ItemKind::Import { package, alias } => {
            let name = alias.as_ref().unwrap_or(package);
            Some(leaf(&name.text, package.text.clone(), SymbolKind::Import, range, name.range))
        }
        ItemKind::Block(block) => Some(of_block(block, range)),
        ItemKind::Enum { name, body } => {
            let variants = body.variants.iter().map(|variant| variant_of(&variant.name));
            let children = variants.collect();
            Some(Outline { children, ..leaf(&name.text, SmolStr::default(), SymbolKind::Enum, range, name.range) })
        }
        ItemKind::Attribute { owners, name, ty, .. } => {
            let owner = owners.first().map(|owner| owner.text.as_str()).unwrap_or_default();
            let name_range = owners.first().map_or(name.range, |owner| owner.range.cover(name.range));
            let full = format_smolstr!("{owner}.{}", name.text);
            Some(leaf(&full, type_words(ty), SymbolKind::Attribute, range, name_range))
        }
        ItemKind::Requirement(requirement) => {
            let id = requirement.id.as_ref();
            let name = id.map(|id| id.text.clone()).unwrap_or_default();
            let title = requirement.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
            let clauses = requirement.members.iter().filter_map(|member| match member {
                RequirementMember::Clause(clause) => {
                    let id = if let Some(number) = clause.enhancement {
                        format_smolstr!("{name} RE {number}")
                    } else {
                        format_smolstr!("{name} base")
                    };
                    let title = clause.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
                    Some(leaf(&id, title, SymbolKind::Clause, clause.range, clause.name_range))
                }
                _ => None,
            });
            let children = clauses.collect();
            let name_range = id.map_or(range, |id| id.range);
            Some(Outline { children, ..leaf(&name, title, SymbolKind::Requirement, range, name_range) })
        }
        ItemKind::Function(function) => {
            let kind = if function.relation { SymbolKind::Relation } else { SymbolKind::Define };
            let name = function.name.as_ref()?;
            let returns = function.returns.as_ref().map(type_words).unwrap_or_default();
            Some(leaf(&name.text, returns, kind, range, name.range))
        }
        ItemKind::Test(test) => {
            let title = test.title.as_ref();
            let name = title.map(|title| title.value.clone()).unwrap_or_default();
            let children = test.items.iter().filter_map(outline).collect();
            let name_range = title.map_or(range, |title| title.range);
            Some(Outline { children, ..leaf(&name, SmolStr::default(), SymbolKind::Test, range, name_range) })
        }
        ItemKind::Error => None,
    }
}

fn of_block(block: &Block, range: TextRange) -> Outline {
    let name = block.name.as_ref();
    let title = block.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
    let detail = match &block.head {
        Head::Of(paths) => paths.iter().map(words).collect::<Vec<_>>().join(", ").into(),
        Head::Channel { protocol: Some(protocol), .. } => words(protocol).into(),
        _ => title,
    };
    let text = name.map(|name| name.text.clone()).unwrap_or_default();
    let name_range = name.map_or(TextRange::new(range.start, range.start), |name| name.range);
    let children = block.members.iter().filter_map(of_member).collect();
    Outline { children, ..leaf(&text, detail, SymbolKind::Block(block.kind), range, name_range) }
}

fn of_member(member: &Member) -> Option<Outline> {
    match &member.kind {
        MemberKind::Block(block) => Some(of_block(block, member.range)),
        MemberKind::Parameter { name, ty } => {
            Some(leaf(&name.text, type_words(ty), SymbolKind::Attribute, member.range, name.range))
        }
        MemberKind::Family { name, title } => {
            let title = title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
            Some(leaf(&name.text, title, SymbolKind::Family, member.range, name.range))
        }
        _ => None,
    }
}

fn variant_of(name: &Name) -> Outline {
    leaf(&name.text, SmolStr::default(), SymbolKind::Variant, name.range, name.range)
}

fn words(path: &Path) -> String {
    path.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".")
}

fn type_words(ty: &TypeExpr) -> SmolStr {
    match &ty.kind {
        TypeKind::Named(path) => words(path).into(),
        TypeKind::SetOf(inner) => format_smolstr!("set of {}", type_words(inner)),
        TypeKind::Union(all) => all.iter().map(type_words).collect::<Vec<_>>().join(" or ").into(),
        TypeKind::Enum(_) => SmolStr::new_static("enum"),
        TypeKind::Error => SmolStr::default(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::testing::at_cursor;

    fn shown(symbols: &[Outline], depth: usize, out: &mut String) {
        for one in symbols {
            out.push_str(&format!("{}{} ({}) {:?}\n", "  ".repeat(depth), one.name, one.detail, one.kind));
            shown(&one.children, depth + 1, out);
        }
    }

    const TEXT: &str = "$0zone a \"A\" { component plc: acme.plc { } zone b { } }\nconduit k between a and a.b { channel c: modbus_tcp from a.plc to a.plc }\n";

    #[test]
    fn the_outline_nests_as_declarations_do() {
        let (analysis, at) = at_cursor(TEXT);
        let mut out = String::new();
        shown(&analysis.outline(at.file), 0, &mut out);
        expect![[r#"
            a (A) Block(Zone)
              plc (acme.plc) Block(Component)
              b () Block(Zone)
            k () Block(Conduit)
              c (modbus_tcp) Block(Channel)
        "#]]
        .assert_eq(&out);
    }

    #[test]
    fn a_search_finds_letters_in_order_and_own_names_first() {
        let (analysis, _) = at_cursor(TEXT);
        let found = analysis.find_symbols("pc", 5);
        assert_eq!(found.first().map(|one| (one.name.as_str(), one.container.as_str())), Some(("plc", "a")));
        assert!(analysis.find_symbols("qqqq", 5).is_empty());
    }
}
