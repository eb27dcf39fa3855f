//! The user's settings.

use serde::Deserialize;
use serde_json::Value;

/// What is written to the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogLevel {
    /// What went wrong.
    Error,
    /// And what is odd.
    Warn,
    /// And what was done.
    #[default]
    Info,
    /// And each message.
    Debug,
    /// And how long each took.
    Trace,
}

/// The settings of section `zcc`. What is missing or of the wrong type keeps its default.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the settings")]
pub(crate) struct Config {
    /// The day of the assessment; today if none.
    pub(crate) assessment_date: Option<String>,
    /// Levels beside the names of zones and conduits.
    pub(crate) level_hints: bool,
    /// What products are capable of, beside components.
    pub(crate) capable_hints: bool,
    /// Types, in rules.
    pub(crate) type_hints: bool,
    /// Lenses above declarations.
    pub(crate) code_lenses: bool,
    /// Findings among the diagnostics.
    pub(crate) findings: bool,
    /// What is logged.
    pub(crate) log: LogLevel,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            assessment_date: None,
            level_hints: true,
            capable_hints: true,
            type_hints: true,
            code_lenses: true,
            findings: true,
            log: LogLevel::default(),
        }
    }
}

impl Config {
    /// Reads settings as the client sends them, nested (`{ "inlayHints": { "levels": true } }`).
    pub(crate) fn read(value: &Value) -> Self {
        let otherwise = Self::default();
        let flag = |path: &str, otherwise: bool| value.pointer(path).and_then(Value::as_bool).unwrap_or(otherwise);
        let date = value.pointer("/assessmentDate").and_then(Value::as_str).filter(|date| !date.is_empty());
        let log = value.pointer("/log/level").cloned().and_then(|level| serde_json::from_value(level).ok());
        Self {
            assessment_date: date.map(str::to_owned),
            level_hints: flag("/inlayHints/levels", otherwise.level_hints),
            capable_hints: flag("/inlayHints/capable", otherwise.capable_hints),
            type_hints: flag("/inlayHints/types", otherwise.type_hints),
            code_lenses: flag("/codeLenses/enable", otherwise.code_lenses),
            findings: flag("/diagnostics/findings", otherwise.findings),
            log: log.unwrap_or(otherwise.log),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_missing_or_wrong_keeps_its_default() {
        let read =
            Config::read(&json!({ "inlayHints": { "levels": "yes", "types": false }, "log": { "level": "loud" } }));
        assert_eq!(read, Config { type_hints: false, ..Config::default() });
    }
}
