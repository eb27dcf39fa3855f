//! A bar on standard error, when work takes longer than a moment and a person is watching.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::terminal::Terminal;

/// How long work may take before a bar appears.
const MOMENT: Duration = Duration::from_millis(300);
/// How often it is drawn.
const BEAT: Duration = Duration::from_millis(80);

/// How far the work is, for any thread to say.
pub(crate) struct Progress {
    state: Arc<State>,
    worker: Option<(Sender<()>, JoinHandle<()>)>,
}

#[derive(Default)]
struct State {
    phase: Mutex<Phase>,
    done: AtomicU64,
}

/// What is being done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Phase {
    /// A word or two: `judging plant`.
    what: String,
    /// What is counted: `zones`.
    unit: &'static str,
    /// How many there are; 0 where nobody knows beforehand.
    total: u64,
}

impl Progress {
    /// Waits for a moment, then shows how far the work is, if anybody watches. It goes when it is dropped.
    pub(crate) fn start(terminal: &Terminal) -> Self {
        let state = Arc::<State>::default();
        if !terminal.is_watched() {
            return Self { state, worker: None };
        }
        let (sender, receiver) = mpsc::channel();
        let shown = Arc::clone(&state);
        let unicode = terminal.error_style.unicode;
        let worker = std::thread::Builder::new().spawn(move || {
            let mut bar: Option<ProgressBar> = None;
            let mut drawn = Phase::default();
            let mut wait = MOMENT;
            while receiver.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = BEAT;
                let bar = bar.get_or_insert_with(ProgressBar::new_spinner);
                let phase = shown.phase.lock().map(|phase| phase.clone()).unwrap_or_default();
                if phase != drawn {
                    dress(bar, &phase, unicode);
                    drawn = phase;
                }
                bar.set_position(shown.done.load(Ordering::Relaxed));
                bar.tick();
            }
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        });
        Self { state, worker: worker.ok().map(|handle| (sender, handle)) }
    }

    /// One that nobody watches.
    #[cfg(test)]
    pub(crate) fn unwatched() -> Self {
        Self { state: Arc::default(), worker: None }
    }

    /// Says what is being done from now on, of how many things; 0 where that is not known beforehand.
    pub(crate) fn begin(&self, what: &str, total: u64, unit: &'static str) {
        if let Ok(mut phase) = self.state.phase.lock() {
            *phase = Phase { what: what.to_owned(), unit, total };
        }
        self.state.done.store(0, Ordering::Relaxed);
    }

    /// Says that one more is done.
    pub(crate) fn step(&self) {
        self.state.done.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, handle)) = self.worker.take() {
            drop(sender);
            // The bar must be gone before anything else is written.
            let _ = handle.join();
        }
    }
}

/// Makes the bar look like its phase.
fn dress(bar: &ProgressBar, phase: &Phase, unicode: bool) {
    let (ticks, parts) = if unicode { ("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ ", "━╸─") } else { ("|/-\\ ", "=>-") };
    let unit = phase.unit;
    let template = if phase.total > 0 {
        format!("{{spinner}} {{msg}} {{bar:24}} {{human_pos}} of {{human_len}} {unit}")
    } else if unit.is_empty() {
        "{spinner} {msg} ({elapsed})".to_owned()
    } else {
        format!("{{spinner}} {{msg}}: {{human_pos}} {unit}")
    };
    // The template is fixed; should it ever be wrong, indicatif's own serves.
    if let Ok(style) = ProgressStyle::with_template(&template) {
        bar.set_style(style.tick_chars(ticks).progress_chars(parts));
    }
    bar.set_length(phase.total);
    // A path may hold what a template or a terminal would take for its own.
    bar.set_message(zcc_db::visible(&phase.what).replace('\n', " "));
}
