//! What a whole package agrees on, laid down between two edits: the numbers of all declarations, the zones and conduits by
//! name, and how they hang together.
//!
//! Each of these is worked out from every file, so it is as volatile as the file that is being edited, and with it all
//! that reads it, which is nearly everything: after each edit salsa would have to look through everything for what
//! changed. Laid down as an input, which is written only when it comes out differently, it keeps that from spreading.
//! Then what does not depend on the edited file is known to hold without a look at what it was made from.

use std::sync::Arc;

use salsa::{Durability, Setter as _};
use zcc_db::Db;

use crate::facts::Graph;
use crate::model::names::PlaceTable;
use crate::model::{Roots, graph_now, places_now, roots_now};
use crate::names::{Libraries, Tables, libraries_now, tables_now};

/// What was laid down last.
#[salsa::input(singleton)]
pub(crate) struct Settled {
    #[returns(ref)]
    pub tables: Arc<Tables>,
    #[returns(ref)]
    pub libraries: Arc<Libraries>,
    #[returns(ref)]
    pub places: Arc<PlaceTable>,
    #[returns(ref)]
    pub roots: Arc<Roots>,
    #[returns(ref)]
    pub graph: Arc<Graph>,
}

/// Lays down what the whole package agrees on, as it is now. Whoever edits (a language server) calls this once before the
/// first question, and from then on *after every change of an input*, or else is told of names as they were. Who never
/// calls it needs not to.
pub fn settle(db: &mut dyn Db) {
    const DURABILITY: Durability = Durability::MEDIUM;
    let Some(settled) = Settled::try_get(&*db) else {
        let (tables, libraries) = (Arc::clone(tables_now(db)), Arc::clone(libraries_now(db)));
        let (places, roots) = (Arc::clone(places_now(db)), Arc::clone(roots_now(db)));
        // The graph is worked out from what is laid down, so that nothing depends on what was there before.
        let settled =
            Settled::builder(tables, libraries, places, roots, Arc::default()).durability(DURABILITY).new(&*db);
        let graph = Arc::clone(graph_now(db));
        settled.set_graph(db).to(graph);
        // Writing made all that was worked out look old; better look through it now than after the first edit.
        return settle(db);
    };
    let now = Arc::clone(tables_now(db));
    if now != *settled.tables(db) {
        settled.set_tables(db).to(now);
    }
    let now = Arc::clone(libraries_now(db));
    if now != *settled.libraries(db) {
        settled.set_libraries(db).to(now);
    }
    let now = Arc::clone(places_now(db));
    if now != *settled.places(db) {
        settled.set_places(db).to(now);
    }
    let now = Arc::clone(roots_now(db));
    if now != *settled.roots(db) {
        settled.set_roots(db).to(now);
    }
    let now = Arc::clone(graph_now(db));
    if now != *settled.graph(db) {
        settled.set_graph(db).to(now);
    }
}
