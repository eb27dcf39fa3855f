//! What there is to claim and to switch in a block, for editors: also in one that is half written.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, Item, tree};
use zcc_syntax::ast::{self, Block, BlockKind, Head, ItemKind, MemberKind};

use super::blocks::joined;
use super::claims::{ClaimModel, Layers, lay_over};
use super::context::Context;
use super::members::said;
use super::queries::site_context;
use super::site_names::{block_of, site_item};
use super::switches::SwitchModel;
use super::test_lowering::in_test;
use crate::facts::Origin;
use crate::ids::ProtocolId;

/// What is claimed and switched in a block, and over what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claimable {
    /// What product, protocol or the things around it claim.
    pub far: Layers,
    /// What the block claims itself.
    pub own: Vec<ClaimModel>,
    /// How it sets switches, each with where that stands in its item.
    pub switches: Vec<(SwitchModel, TextRange)>,
    /// The protocols that are spoken: by its product, and by itself.
    pub speaks: Vec<ProtocolId>,
}

impl Claimable {
    /// What all claims come to.
    pub fn layers(&self) -> Layers {
        lay_over(&self.own, &self.far).0
    }
}

/// What is claimed and switched in the block whose word starts at `start` of an item. Where the tree has no such block, what
/// its head names is asked: `of`, which is a product, or a protocol where `kind` is that of a channel.
pub fn claimable(db: &dyn Db, item: Item<'_>, start: u32, kind: BlockKind, of: Option<&ast::Path>) -> Claimable {
    let tree = tree(db, item);
    let work = |context: &mut Context<'_>| gather(context, tree, start, kind, of);
    if matches!(tree.kind, ItemKind::Test(_)) { in_test(db, item, work) } else { work(&mut site_context(db, item)) }
}

fn gather(
    context: &mut Context<'_>,
    tree: &ast::Item,
    start: u32,
    kind: BlockKind,
    of: Option<&ast::Path>,
) -> Claimable {
    let db = context.db;
    let chain = chain(tree, start);
    let mut found = Claimable::default();
    if matches!(kind, BlockKind::Zone | BlockKind::Conduit) {
        let site: Option<&Block> = match &tree.kind {
            ItemKind::Test(test) => test.items.iter().find_map(|item| match &item.kind {
                ItemKind::Block(block) if block.kind == BlockKind::Site => Some(block),
                _ => None,
            }),
            _ => site_item(db).and_then(|item| block_of(db, item)),
        };
        let outer = chain.split_last().map(|(_, outer)| outer).unwrap_or_default();
        for block in site.into_iter().chain(outer.iter().copied()) {
            let claims = said(context, block, Origin::first(context.scope.anchor, 0), "").claims;
            found.far = lay_over(&claims, &found.far).0;
        }
    }
    let head = chain.last().and_then(|block| match &block.head {
        Head::Of(paths) => paths.first(),
        Head::Channel { protocol, .. } => protocol.as_ref(),
        _ => None,
    });
    match (kind, head.or(of)) {
        (BlockKind::Component | BlockKind::Boundary, Some(path)) => {
            if let Some(id) = context.product(path) {
                let model = context.product_model(id);
                found.far = model.layers.clone();
                found.speaks = model.facts.speaks.iter().map(|spoken| spoken.protocol).collect();
            }
        }
        (BlockKind::Channel, Some(path)) => {
            if let Some(id) = context.protocol(path) {
                found.far = context.protocol_model(id).layers.clone();
            }
        }
        _ => {}
    }
    if let Some(block) = chain.last() {
        let mut path = SmolStr::default();
        for outer in &chain {
            if let (BlockKind::Zone | BlockKind::Conduit, Some(name)) = (outer.kind, &outer.name) {
                path = joined(&path, &name.text);
            }
        }
        let said = said(context, block, Origin::first(context.scope.anchor, 0), &path);
        found.own = said.claims;
        found.switches = said.switches.into_iter().zip(said.switch_ranges).collect();
        found.speaks.extend(said.speaks.iter().map(|spoken| spoken.protocol));
    }
    found
}

/// The blocks around the one whose word starts at `start`, outermost first, and it last; none where there is none.
pub fn blocks_around(item: &ast::Item, start: u32) -> Vec<&Block> {
    chain(item, start)
}

fn chain(item: &ast::Item, start: u32) -> Vec<&Block> {
    match &item.kind {
        ItemKind::Block(block) if item.range.start == start => vec![block],
        ItemKind::Block(block) => inner(block, start).unwrap_or_default(),
        ItemKind::Test(test) => {
            let mut chains = test.items.iter().map(|item| chain(item, start));
            chains.find(|chain| !chain.is_empty()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn inner(outer: &Block, start: u32) -> Option<Vec<&Block>> {
    outer.members.iter().find_map(|member| {
        let MemberKind::Block(block) = &member.kind else { return None };
        let mut found = if member.range.start == start { vec![&**block] } else { inner(block, start)? };
        found.insert(0, outer);
        Some(found)
    })
}
