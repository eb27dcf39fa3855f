//! When zcc itself is wrong: one friendly message instead of a backtrace.

use std::any::Any;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Mutex;

/// The exit status of an internal error.
const INTERNAL: u8 = 101;

static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Keeps the place of a panic to itself until [`report`] tells of it; with `RUST_BACKTRACE` set, Rust's own report stays.
pub(crate) fn take_over() {
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
        return;
    }
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        if let Ok(mut first) = PLACE.lock() {
            // The first panic is the cause of those that follow.
            if first.is_none() {
                *first = place;
            }
        }
    }));
}

/// Tells what went wrong and how to report it.
pub(crate) fn report(payload: &(dyn Any + Send)) -> ExitCode {
    let message = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    let place = PLACE.lock().ok().and_then(|place| place.clone()).unwrap_or_else(|| "an unknown place".to_owned());
    let arguments: Vec<String> = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
    let _ = writeln!(
        io::stderr(),
        "internal error: zcc met something that it is not prepared for; this is a mistake in zcc, not in your files\n\n  \
         message  {message}\n  place    {place}\n  version  {} (standard library {})\n  command  {}\n\n\
         Please report it with these lines and, if you may share them, the files that bring it about.\n\
         No file was changed. `RUST_BACKTRACE=1` in the environment shows where it came from.",
        env!("CARGO_PKG_VERSION"),
        zcc_std::CONTENT_HASH.get(..12).unwrap_or_default(),
        arguments.join(" "),
    );
    ExitCode::from(INTERNAL)
}
