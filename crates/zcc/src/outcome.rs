//! What becomes of packages: read, compiled, judged, or not.

use std::path::PathBuf;
use std::sync::Arc;

use zcc_base::Code;
use zcc_db::{LoadError, Root, System as _, discover};
use zcc_eval::Assessment;
use zcc_hir::model::assessed;

use crate::arguments::{Format, Judging};
use crate::compile::{Compiled, assess, compile, has_model, has_site};
use crate::date::Date;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::shell;
use crate::system::RealSystem;
use crate::terminal::Terminal;

/// What became of a package.
pub(crate) struct Outcome {
    /// How it was named.
    pub(crate) path: String,
    /// What could not be read.
    pub(crate) load_errors: Vec<LoadError>,
    /// The package, if it could be read.
    pub(crate) compiled: Option<Compiled>,
    /// The result, if it compiles and something in it can be judged.
    pub(crate) assessment: Option<Arc<Assessment>>,
}

impl Outcome {
    /// One word for it.
    pub(crate) fn status(&self) -> &'static str {
        match (&self.compiled, &self.assessment) {
            (None, _) => "broken",
            (Some(compiled), _) if compiled.is_broken() => "broken",
            (Some(compiled), _) if compiled.is_empty => "empty",
            (_, Some(assessment)) if assessment.counts.judgements > 0 => "judged",
            (Some(compiled), _) if has_model(compiled) => "empty",
            _ => "library",
        }
    }

    /// The exit status that it asks for.
    pub(crate) fn exit(&self) -> Exit {
        match (self.status(), &self.assessment) {
            ("broken", _) => Exit::Broken,
            ("empty", _) => Exit::Usage,
            (_, Some(assessment)) if assessment.findings().next().is_some() => Exit::Findings,
            _ => Exit::Nothing,
        }
    }

    /// Everything that keeps it from being judged and has no place in its text: what could not be read, or that there is
    /// nothing to judge.
    pub(crate) fn load_errors(&self) -> Vec<LoadError> {
        let mut errors = self.load_errors.clone();
        errors.extend(self.compiled.as_ref().filter(|_| self.status() == "empty").map(|it| nothing_to_judge(self, it)));
        errors
    }
}

/// Reads, compiles and judges the packages of the paths. Where not even the packages are found, that is told here.
pub(crate) fn judge(
    paths: &[PathBuf],
    judging: &Judging,
    terminal: &mut Terminal,
) -> Result<(Date, Vec<Outcome>), Exit> {
    let as_of = judging.as_of.unwrap_or_else(Date::today);
    let roots = match discover(&RealSystem, paths) {
        Ok(roots) => roots,
        Err(errors) if judging.format == Format::Json => {
            let path = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
            let outcome = Outcome { path, load_errors: errors, compiled: None, assessment: None };
            return Ok((as_of, vec![outcome]));
        }
        Err(errors) => {
            terminal.complain_of_all(&errors);
            return Err(Exit::Broken);
        }
    };
    let progress = Progress::start(terminal);
    Ok((as_of, roots.iter().map(|root| judge_one(root, as_of, &progress)).collect()))
}

fn judge_one(root: &Root, as_of: Date, progress: &Progress) -> Outcome {
    let path = match root {
        Root::Folder { path } => path.display().to_string(),
        Root::Files { paths, .. } => paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" "),
    };
    match compile(&RealSystem, root, as_of, progress) {
        Err(load_errors) => Outcome { path, load_errors, compiled: None, assessment: None },
        Ok(compiled) => {
            let assessment = (!compiled.is_broken() && !compiled.is_empty).then(|| assess(&compiled.db, progress));
            Outcome { path, load_errors: Vec::new(), compiled: Some(compiled), assessment }
        }
    }
}

fn nothing_to_judge(outcome: &Outcome, compiled: &Compiled) -> LoadError {
    let (message, help) = if compiled.files == 0 {
        let packages = packages_below(&outcome.path);
        if !packages.is_empty() {
            let message = format!("`{}` is no package, but holds some: nothing was judged", outcome.path);
            let help = format!(
                "name those that you mean: `zcc check {}`",
                packages.iter().map(|path| shell::quoted(path)).collect::<Vec<_>>().join(" ")
            );
            return no_judgement(outcome, message, help);
        }
        let message = format!("there is no `.zc` file in `{}`: nothing was judged", outcome.path);
        (message, "name a folder that holds a model, or start one with `zcc new`")
    } else if compiled.is_empty {
        let message = format!("`{}` declares nothing: nothing was judged", outcome.path);
        (message, "declare a site with zones, or start one with `zcc new`")
    } else {
        let (what, help) = nothing_assessed(outcome, compiled);
        (format!("`{}` {what}: nothing was judged", outcome.path), help)
    };
    no_judgement(outcome, message, help.into())
}

/// Why nothing of a model was judged, and what to do.
fn nothing_assessed(outcome: &Outcome, compiled: &Compiled) -> (&'static str, &'static str) {
    let judged = outcome.assessment.as_ref().map(|assessment| assessment.counts).unwrap_or_default();
    let says_against_what = !assessed(&compiled.db).is_empty();
    match () {
        () if !says_against_what && !has_site(compiled) => (
            "holds a model, but no site that says what it is held against",
            "declare one: `site plant { assess: [part_3_3] }`",
        ),
        () if !says_against_what => (
            "has a site that does not say what it is held against",
            "name the catalogues in the site: `assess: [part_3_3]`",
        ),
        () if judged.zones + judged.conduits == 0 && judged.untrusted_zones == 0 => (
            "says what it is held against, but has no zone",
            "describe the zones of the site: `zone control { … }` with a `target` and its components",
        ),
        () if judged.zones + judged.conduits == 0 => (
            "says what it is held against, but has none but untrusted zones, which are outside of what is judged",
            "describe the zones that are to be protected: `zone control { … }` with a `target` and its components",
        ),
        () => (
            "is held against catalogues that ask nothing of what is in it",
            "see whether the right ones are named in `assess`, and whether their requirements are about what the site has",
        ),
    }
}

fn no_judgement(outcome: &Outcome, message: String, help: String) -> LoadError {
    LoadError { code: Code::NOTHING_TO_JUDGE, path: outcome.path.clone(), message, source: None, help: Some(help) }
}

/// The packages that lie directly in a folder, by name.
fn packages_below(folder: &str) -> Vec<String> {
    let folder = std::path::Path::new(folder);
    let mut found: Vec<String> = RealSystem
        .entries(folder)
        .unwrap_or_default()
        .into_iter()
        .map(|entry| folder.join(entry.name))
        .filter(|below| RealSystem.kind(&below.join("zcc.toml")).is_ok())
        .map(|below| below.display().to_string())
        .collect();
    found.sort();
    found
}
