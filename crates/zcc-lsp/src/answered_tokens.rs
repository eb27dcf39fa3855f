//! The semantic tokens that were answered last, to tell the next time what changed.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tower_lsp::lsp_types::{SemanticToken, Url};

/// By document: the number of its answer, and the tokens.
type Documents = BTreeMap<Url, (String, Vec<SemanticToken>)>;

/// The tokens that were answered last for each document, to tell the next time what changed.
#[derive(Default)]
pub(crate) struct AnsweredTokens {
    documents: Mutex<(u64, Documents)>,
}

impl AnsweredTokens {
    /// So many documents are kept; a client that asks for more gets all tokens again.
    const MOST: usize = 64;

    /// Keeps an answer and gives it a number; returns the one before it if that has the number `before`.
    pub(crate) fn keep(
        &self,
        uri: &Url,
        tokens: &[SemanticToken],
        before: &str,
    ) -> (String, Option<Vec<SemanticToken>>) {
        let (next, kept) = &mut *self.documents.lock().unwrap_or_else(PoisonError::into_inner);
        *next += 1;
        let id = next.to_string();
        if kept.len() >= Self::MOST && !kept.contains_key(uri) {
            kept.pop_first();
        }
        let old = kept.insert(uri.clone(), (id.clone(), tokens.to_vec()));
        (id, old.filter(|(old, _)| old == before).map(|(_, tokens)| tokens))
    }
}
