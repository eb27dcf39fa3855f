//! What all that know candidates have at hand.

use smol_str::SmolStr;
use zcc_base::TextRange;
use zcc_db::{Db, Workspace, tree};
use zcc_hir::ids::CapabilityId;
use zcc_hir::model::blocks_around;
use zcc_hir::names::{Scope, package_of};
use zcc_syntax::ast::{Block, Name, Path};

use super::candidate::{Candidate, CandidateKind};
use crate::cursor::{BlockFrame, Frame, Spot};
use crate::target::FilePosition;

/// So many candidates are listed.
const MOST: usize = 2_000;

/// What providers of candidates have at hand.
pub(crate) struct Site<'a> {
    pub(crate) db: &'a dyn Db,
    pub(crate) at: FilePosition,
    pub(crate) spot: &'a Spot<'a>,
    /// The number of the package.
    pub(crate) package: u32,
    pub(crate) found: Vec<Candidate>,
    pub(crate) is_incomplete: bool,
}

impl<'a> Site<'a> {
    pub(crate) fn add(&mut self, candidate: Candidate) {
        if self.found.len() < MOST {
            self.found.push(candidate);
        } else {
            self.is_incomplete = true;
        }
    }

    pub(crate) fn word(&mut self, word: &str, rank: u32) {
        self.add(Candidate::new(CandidateKind::Word, word, rank));
    }

    /// Where names are looked up from.
    pub(crate) fn scope(&self) -> Scope<'static> {
        match self.spot.item {
            Some(item) => Scope::of(self.db, item),
            None => Scope {
                package: package_of(self.db, self.at.file),
                file: self.at.file,
                anchor: zcc_base::Anchor(0),
                catalogs: &[],
            },
        }
    }

    /// Where the cursor is in its declaration.
    pub(crate) fn start(&self) -> u32 {
        self.spot.start - self.spot.item.map_or(0, |item| item.offset(self.db))
    }

    /// The innermost block as the tree has it.
    pub(crate) fn block(&self) -> Option<&'a Block> {
        self.blocks().pop()
    }

    /// The innermost block and those around it, outermost first.
    pub(crate) fn blocks(&self) -> Vec<&'a Block> {
        let (Some(item), Some(frame)) = (self.spot.item, self.spot.block()) else { return Vec::new() };
        blocks_around(tree(self.db, item), frame.start)
    }

    /// Whether a range of the declaration is what is being typed.
    pub(crate) fn is_here(&self, range: TextRange) -> bool {
        let start = self.start();
        range.start <= start && start <= range.end
    }

    /// The path of the zone or conduit that the cursor is in. In the head of a conduit that is where it stands itself.
    pub(crate) fn from(&self) -> String {
        self.spot.zone_path()
    }
}

/// A path from its names.
pub(crate) fn path_of(segments: &[SmolStr]) -> Path {
    let name = |text: &SmolStr| Name { text: text.clone(), range: TextRange::default() };
    Path { segments: segments.iter().map(name).collect() }
}

/// The day of the assessment, in days since 1970-01-01.
pub(crate) fn today(db: &dyn Db) -> i32 {
    Workspace::get(db).as_of(db)
}

/// The frame that a value is written for: that of an attribute or of a field.
pub(crate) fn value_frame<'s>(spot: &'s Spot<'_>) -> Option<(usize, &'s Frame)> {
    spot.frames.iter().enumerate().rev().find(|(_, frame)| !matches!(frame, Frame::List))
}

/// The frame of the innermost block.
pub(crate) fn block_frame<'s>(spot: &'s Spot<'_>) -> Option<&'s BlockFrame> {
    spot.block()
}

/// The capability that a path means at the cursor.
pub(crate) fn capability_at(site: &Site<'_>, path: &[SmolStr]) -> Option<CapabilityId> {
    site.scope().capability(site.db, &path_of(path)).ok()
}
