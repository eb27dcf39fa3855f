//! A bar on standard error, when work takes longer than a moment and a person is watching.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::terminal::Terminal;

/// How long work may take before a bar appears.
const MOMENT: Duration = Duration::from_millis(300);

/// A bar that appears late and goes when it is dropped.
pub(crate) struct Progress {
    message: Arc<Mutex<String>>,
    worker: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Waits for a moment, then shows what is being done, if anybody watches.
    pub(crate) fn start(terminal: &Terminal, message: &str) -> Self {
        let message = Arc::new(Mutex::new(message.to_owned()));
        if !terminal.is_watched() {
            return Self { message, worker: None };
        }
        let (sender, receiver) = mpsc::channel();
        let shown = Arc::clone(&message);
        let unicode = terminal.error_style.unicode;
        let worker = std::thread::Builder::new().spawn(move || {
            let mut bar: Option<ProgressBar> = None;
            let mut wait = MOMENT;
            while receiver.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = Duration::from_millis(80);
                let bar = bar.get_or_insert_with(|| spinner(unicode));
                if let Ok(message) = shown.lock() {
                    bar.set_message(message.clone());
                }
                bar.tick();
            }
            if let Some(bar) = bar {
                bar.finish_and_clear();
            }
        });
        Self { message, worker: worker.ok().map(|handle| (sender, handle)) }
    }

    /// Says what is being done now.
    pub(crate) fn say(&self, message: &str) {
        if let Ok(mut shown) = self.message.lock() {
            message.clone_into(&mut shown);
        }
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

fn spinner(unicode: bool) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    let ticks = if unicode { "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏ " } else { "|/-\\ " };
    // The template is fixed; should it ever be wrong, indicatif's own serves.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style.tick_chars(ticks));
    }
    bar
}
