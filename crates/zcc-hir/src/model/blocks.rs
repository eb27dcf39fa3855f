//! Walks over syntax trees: the zones and conduits of a declaration, its claims and switches in the order written.
//! Positions and indices that facts carry are found again with these, so that facts need no ranges.

use smol_str::{SmolStr, format_smolstr};
use zcc_base::TextRange;
use zcc_syntax::ast::{Block, BlockKind, Expr, ExprKind, Item, ItemKind, Member, MemberKind, Name, Path};
use zcc_syntax::needs_quotes;

/// A zone or conduit of a declaration (a test has several).
#[derive(Clone, Debug)]
pub struct PlaceBlock<'t> {
    /// The block.
    pub block: &'t Block,
    /// Its path.
    pub path: SmolStr,
    /// The path of the zone it is nested in.
    pub parent: Option<SmolStr>,
    /// Its position among the blocks whose claims count for themselves.
    pub number: u32,
}

impl PlaceBlock<'_> {
    /// Whether it is a zone.
    pub fn is_zone(&self) -> bool {
        self.block.kind == BlockKind::Zone
    }
}

/// A name as it is written in a path: back-quoted where it must be. What has no name has none here either.
pub fn quoted(name: &str) -> SmolStr {
    if needs_quotes(name) && !name.is_empty() { format_smolstr!("`{name}`") } else { SmolStr::new(name) }
}

/// `outer.name`, or the name alone at package level.
pub fn joined(outer: &str, name: &str) -> SmolStr {
    match (outer.is_empty(), needs_quotes(name)) {
        (true, _) => quoted(name),
        (false, true) => format_smolstr!("{outer}.`{name}`"),
        (false, false) => format_smolstr!("{outer}.{name}"),
    }
}

/// The blocks that an item declares: one, or all of a test. Each comes with its position among the blocks whose claims count
/// for themselves: these, and the zones in them.
pub fn top_blocks(item: &Item) -> Vec<(&Block, u32)> {
    match &item.kind {
        ItemKind::Block(block) => vec![(block, 0)],
        ItemKind::Test(test) => {
            let mut next = 0;
            let mut found = Vec::new();
            for item in &test.items {
                if let ItemKind::Block(block) = &item.kind {
                    found.push((block, next));
                    next += counted_in(block);
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

/// A block and the zones in it, if it is one.
fn counted_in(block: &Block) -> u32 {
    1 + zones_in(block).map(counted_in).sum::<u32>()
}

/// The zones directly in a zone.
fn zones_in(block: &Block) -> impl Iterator<Item = &Block> {
    inner_blocks(block).filter(|inner| block.kind == BlockKind::Zone && inner.kind == BlockKind::Zone)
}

/// The zones and conduits of an item, an outer one before those in it. Those without a name are left out.
pub fn place_blocks(item: &Item) -> Vec<PlaceBlock<'_>> {
    let mut found = Vec::new();
    for (block, mut number) in top_blocks(item) {
        if matches!(block.kind, BlockKind::Zone | BlockKind::Conduit) {
            collect(block, None, &mut number, &mut found);
        }
    }
    found
}

fn collect<'t>(block: &'t Block, parent: Option<&SmolStr>, next: &mut u32, found: &mut Vec<PlaceBlock<'t>>) {
    let Some(name) = &block.name else {
        *next += counted_in(block);
        return;
    };
    let path = joined(parent.map_or("", SmolStr::as_str), &name.text);
    found.push(PlaceBlock { block, path: path.clone(), parent: parent.cloned(), number: *next });
    *next += 1;
    for inner in zones_in(block) {
        collect(inner, Some(&path), next, found);
    }
}

/// The components of a zone or the boundary devices of a conduit, in order. Misplaced ones count too: a `boundary` in
/// a zone is an error, but what it says is kept.
pub fn components_of(block: &Block) -> impl Iterator<Item = &Block> {
    inner_blocks(block).filter(|inner| matches!(inner.kind, BlockKind::Component | BlockKind::Boundary))
}

/// The channels of a zone or conduit, in order.
pub fn channels_of(block: &Block) -> impl Iterator<Item = &Block> {
    inner_blocks(block).filter(|inner| inner.kind == BlockKind::Channel)
}

fn inner_blocks(block: &Block) -> impl Iterator<Item = &Block> {
    block.members.iter().filter_map(|member| match &member.kind {
        MemberKind::Block(inner) => Some(&**inner),
        _ => None,
    })
}

/// The blocks in a block whose claims count with its own.
fn counted_with(block: &Block) -> impl Iterator<Item = &Block> {
    inner_blocks(block).filter(|inner| inner.kind != BlockKind::Zone)
}

/// How many claims and switches of a block count with the one that it stands in: none of a zone, else its own and those of
/// the blocks in it but for zones.
pub(crate) fn counted_claims(block: &Block) -> u32 {
    if block.kind == BlockKind::Zone {
        return 0;
    }
    own_claim_count(block) + inner_blocks(block).map(counted_claims).sum::<u32>()
}

/// How many claims and switches stand in a block itself.
pub(crate) fn own_claim_count(block: &Block) -> u32 {
    block.members.iter().map(claims_of).sum()
}

/// How many claims and switches stand in this member, unless it is a block.
pub(crate) fn claims_of(member: &Member) -> u32 {
    match &member.kind {
        MemberKind::Claims { claims, .. } => claims.len() as u32,
        MemberKind::Switch { switches, .. } => switches.len() as u32,
        _ => 0,
    }
}

/// Where each claim and switch of an item stands, by block and index.
pub(crate) fn claim_ranges(item: &Item) -> Vec<Vec<TextRange>> {
    fn gather(block: &Block, found: &mut Vec<TextRange>) {
        for member in &block.members {
            match &member.kind {
                MemberKind::Claims { claims, .. } => found.extend(claims.iter().map(|claim| claim.range)),
                MemberKind::Switch { switches, .. } => found.extend(switches.iter().map(|switch| switch.range)),
                _ => {}
            }
        }
        counted_with(block).for_each(|inner| gather(inner, found));
    }
    let gathered = |block| {
        let mut found = Vec::new();
        gather(block, &mut found);
        found
    };
    counted_blocks(item).into_iter().map(gathered).collect()
}

/// The blocks of an item whose claims count for themselves.
fn counted_blocks(item: &Item) -> Vec<&Block> {
    fn gather<'t>(block: &'t Block, found: &mut Vec<&'t Block>) {
        found.push(block);
        zones_in(block).for_each(|inner| gather(inner, found));
    }
    let mut found = Vec::new();
    for (block, _) in top_blocks(item) {
        gather(block, &mut found);
    }
    found
}

/// Where the claim or switch of this index stands, counted with this block of an item.
pub(crate) fn claim_range(item: &Item, block: u32, index: u32) -> Option<TextRange> {
    find_claim(counted_blocks(item).get(block as usize)?, index)
}

fn find_claim(block: &Block, mut index: u32) -> Option<TextRange> {
    for member in &block.members {
        let count = claims_of(member);
        if index >= count {
            index -= count;
            continue;
        }
        return match &member.kind {
            MemberKind::Claims { claims, .. } => claims.get(index as usize).map(|claim| claim.range),
            MemberKind::Switch { switches, .. } => switches.get(index as usize).map(|switch| switch.range),
            _ => None,
        };
    }
    for inner in counted_with(block) {
        let count = counted_claims(inner);
        if index < count {
            return find_claim(inner, index);
        }
        index -= count;
    }
    None
}

/// The word that a block starts with.
pub const fn word(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Site => "site",
        BlockKind::Zone => "zone",
        BlockKind::Conduit => "conduit",
        BlockKind::Component => "component",
        BlockKind::Boundary => "boundary",
        BlockKind::Channel => "channel",
        BlockKind::Product => "product",
        BlockKind::Protocol => "protocol",
        BlockKind::Profile => "profile",
        BlockKind::Certificate => "certificate",
        BlockKind::Waiver => "waiver",
        BlockKind::Countermeasure => "countermeasure",
        BlockKind::Capability => "capability",
        BlockKind::Catalog => "catalog",
    }
}

/// The elements of a list, or the one thing that stands for a list of it.
pub fn list_of(expr: &Expr) -> &[Expr] {
    match &expr.kind {
        ExprKind::List(elements) => elements,
        _ => std::slice::from_ref(expr),
    }
}

/// An expression read as a path: `control.plc`.
pub fn path_of(expr: &Expr) -> Option<Path> {
    let mut segments = Vec::new();
    let mut expr = expr;
    loop {
        match &expr.kind {
            ExprKind::Member(base, name) => {
                segments.push(name.clone());
                expr = base;
            }
            ExprKind::Name(name) => {
                segments.push(Name { text: name.clone(), range: expr.range });
                segments.reverse();
                return Some(Path { segments });
            }
            _ => return None,
        }
    }
}
