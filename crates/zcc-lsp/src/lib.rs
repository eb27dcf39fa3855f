//! The language server: `zcc lsp`.
//!
//! tower-lsp is the transport only. Every message is handed to the main loop (`main_loop`), in the order in which it came;
//! that thread owns all packages and is the only one that changes them. Requests are answered on worker threads (`jobs`)
//! from views of one moment; diagnostics are worked out on a thread of their own (`diagnose`). Nothing here knows the
//! language: what is asked is asked of `zcc-ide`.

mod answered_tokens;
mod backend;
mod capabilities;
mod commands;
mod config;
mod convert;
mod diagnose;
mod documents;
mod jobs;
mod main_loop;
mod outgoing;
mod overlay;
mod packages;
mod requests;
mod snapshot;
mod standard;
mod surroundings;
mod transport;

pub use surroundings::Surroundings;
pub use transport::serve;
