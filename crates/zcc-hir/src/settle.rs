//! Lays down what a whole package agrees on.

use std::sync::Arc;

use salsa::{Durability, Setter as _};
use zcc_db::Db;

use crate::model::{covers_now, graph_now, places_now, roots_now, site_model_now};
use crate::names::{libraries_now, tables_now};
use crate::settled::Settled;

/// Lays down what the whole package agrees on, as it is now. Whoever edits calls this once before the first question, and
/// from then on *after every change of an input*, or else is told of names as they were. Who asks for verdicts (a
/// language server) calls `zcc_eval::settle` instead, which does this too; who never edits needs neither.
pub fn settle(db: &mut dyn Db) {
    const DURABILITY: Durability = Durability::MEDIUM;
    let Some(settled) = Settled::try_get(&*db) else {
        let (tables, libraries) = (Arc::clone(tables_now(db)), Arc::clone(libraries_now(db)));
        let (places, roots) = (Arc::clone(places_now(db)), Arc::clone(roots_now(db)));
        // The rest is worked out from what is laid down, so that nothing depends on what was there before.
        let settled =
            Settled::builder(tables, libraries, places, roots, Arc::default(), Arc::default(), Arc::default())
                .durability(DURABILITY)
                .new(&*db);
        let site = Arc::clone(site_model_now(db));
        settled.set_site(db).to(site);
        let covers = Arc::clone(covers_now(db));
        settled.set_covers(db).to(covers);
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
    let now = Arc::clone(site_model_now(db));
    if now != *settled.site(db) {
        settled.set_site(db).to(now);
    }
    let now = Arc::clone(covers_now(db));
    if now != *settled.covers(db) {
        settled.set_covers(db).to(now);
    }
    let now = Arc::clone(graph_now(db));
    if now != *settled.graph(db) {
        settled.set_graph(db).to(now);
    }
}
