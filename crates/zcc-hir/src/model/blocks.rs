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
    /// The index of its first claim or switch among those of the declaration.
    pub first_claim: u32,
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

/// The blocks that an item declares, each with the index of its first claim: one, or all of a test.
pub fn top_blocks(item: &Item) -> Vec<(&Block, u32)> {
    match &item.kind {
        ItemKind::Block(block) => vec![(block, 0)],
        ItemKind::Test(test) => {
            let mut next = 0;
            let mut found = Vec::new();
            for item in &test.items {
                if let ItemKind::Block(block) = &item.kind {
                    found.push((block, next));
                    next += claim_count(&block.members);
                }
            }
            found
        }
        _ => Vec::new(),
    }
}

/// The zones and conduits of an item, an outer one before those in it. Those without a name are left out.
pub fn place_blocks(item: &Item) -> Vec<PlaceBlock<'_>> {
    let mut found = Vec::new();
    for (block, first_claim) in top_blocks(item) {
        if matches!(block.kind, BlockKind::Zone | BlockKind::Conduit) {
            collect(block, None, first_claim, &mut found);
        }
    }
    found
}

fn collect<'t>(block: &'t Block, parent: Option<&SmolStr>, first_claim: u32, found: &mut Vec<PlaceBlock<'t>>) {
    let Some(name) = &block.name else { return };
    let path = joined(parent.map_or("", SmolStr::as_str), &name.text);
    found.push(PlaceBlock { block, path: path.clone(), parent: parent.cloned(), first_claim });
    if block.kind != BlockKind::Zone {
        return;
    }
    let mut next = first_claim;
    for member in &block.members {
        if let MemberKind::Block(inner) = &member.kind
            && inner.kind == BlockKind::Zone
        {
            collect(inner, Some(&path), next, found);
        }
        next += claims_of(member);
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

/// How many claims and switches stand in these members, nested blocks included.
pub(crate) fn claim_count(members: &[Member]) -> u32 {
    members.iter().map(claims_of).sum()
}

/// How many claims and switches stand in this member, nested blocks included.
pub(crate) fn claims_of(member: &Member) -> u32 {
    match &member.kind {
        MemberKind::Claims { claims, .. } => claims.len() as u32,
        MemberKind::Switch { switches, .. } => switches.len() as u32,
        MemberKind::Speaks(spoken) => spoken.iter().map(|speaks| claim_count(&speaks.members)).sum(),
        MemberKind::Block(block) => claim_count(&block.members),
        _ => 0,
    }
}

/// Where each claim and switch of an item stands, by index.
pub(crate) fn claim_ranges(item: &Item) -> Vec<TextRange> {
    fn gather(members: &[Member], found: &mut Vec<TextRange>) {
        for member in members {
            match &member.kind {
                MemberKind::Claims { claims, .. } => found.extend(claims.iter().map(|claim| claim.range)),
                MemberKind::Switch { switches, .. } => found.extend(switches.iter().map(|switch| switch.range)),
                MemberKind::Block(block) => gather(&block.members, found),
                MemberKind::Speaks(spoken) => spoken.iter().for_each(|speaks| gather(&speaks.members, found)),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for (block, _) in top_blocks(item) {
        gather(&block.members, &mut found);
    }
    found
}

/// Where the claim or switch of this index stands in an item.
pub(crate) fn claim_range(item: &Item, index: u32) -> Option<TextRange> {
    let blocks = top_blocks(item);
    let (block, first) = blocks.iter().rev().find(|(_, first)| *first <= index)?;
    find_claim(&block.members, index - first)
}

fn find_claim(members: &[Member], mut index: u32) -> Option<TextRange> {
    for member in members {
        let count = claims_of(member);
        if index >= count {
            index -= count;
            continue;
        }
        return match &member.kind {
            MemberKind::Claims { claims, .. } => claims.get(index as usize).map(|claim| claim.range),
            MemberKind::Switch { switches, .. } => switches.get(index as usize).map(|switch| switch.range),
            MemberKind::Block(block) => find_claim(&block.members, index),
            MemberKind::Speaks(spoken) => {
                for speaks in spoken {
                    let count = claim_count(&speaks.members);
                    if index < count {
                        return find_claim(&speaks.members, index);
                    }
                    index -= count;
                }
                None
            }
            _ => None,
        };
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
