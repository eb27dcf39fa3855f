//! Finds files of a crate that use each other, directly or by way of others: neither can be read without the other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A module as the names that lead to it from the root of its crate.
type Module = Vec<String>;

/// For each group of files that use each other, the shortest way around, as a list of paths that ends where it begins.
/// `files` are the sources of one crate: paths below `src/`, and texts. What only tests use does not count.
pub(crate) fn circles(files: &[(String, String)]) -> Vec<Vec<String>> {
    let mut sources = BTreeMap::new();
    let mut paths = BTreeMap::new();
    for (path, text) in files.iter().filter(|(path, _)| !is_test(path)) {
        let module = module_of(path);
        sources.insert(module.clone(), Source::read(text));
        paths.insert(module, path.clone());
    }
    let house = House { sources };
    let arrows: BTreeMap<&Module, BTreeSet<&Module>> =
        house.sources.keys().map(|module| (module, house.used_by(module))).collect();
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut told = BTreeSet::new();
    for module in house.sources.keys() {
        if told.contains(module) {
            continue;
        }
        if let Some(circle) = way_around(&arrows, module) {
            told.extend(circle.iter().copied());
            found.push(circle.iter().filter_map(|module| paths.get(*module)).cloned().collect());
        }
    }
    found
}

/// The shortest way from a module back to itself.
fn way_around<'m>(arrows: &BTreeMap<&'m Module, BTreeSet<&'m Module>>, start: &'m Module) -> Option<Vec<&'m Module>> {
    let mut came_from: BTreeMap<&Module, &Module> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(module) = waiting.pop_front() {
        for used in arrows.get(module).into_iter().flatten().copied() {
            if used == start {
                let mut way = vec![start];
                let mut at = module;
                while at != start {
                    way.push(at);
                    at = came_from.get(at)?;
                }
                way.push(start);
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(used) {
                came_from.insert(used, module);
                waiting.push_back(used);
            }
        }
    }
    None
}

fn is_test(path: &str) -> bool {
    path.split(['/', '.']).any(|part| matches!(part, "tests" | "testing"))
}

fn module_of(path: &str) -> Module {
    let mut names: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        names.pop();
    }
    names
}

/// What a file names of its crate.
struct Source {
    /// Every path with `::` in it.
    paths: Vec<Module>,
    /// The names that `use` brings in, and what they stand for.
    names: BTreeMap<String, Module>,
}

impl Source {
    fn read(text: &str) -> Self {
        let mut source = Self { paths: Vec::new(), names: BTreeMap::new() };
        let mut rest = String::new();
        let mut lines = without_tests(text).lines().map(without_comment);
        while let Some(line) = lines.next() {
            let Some(begun) = used(line) else {
                rest.push_str(line);
                rest.push('\n');
                continue;
            };
            let mut tree = begun.to_owned();
            while !tree.contains(';') {
                let Some(line) = lines.next() else { break };
                tree.push(' ');
                tree.push_str(line);
            }
            source.tree(&[], tree.split(';').next().unwrap_or_default());
        }
        for word in rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            if word.contains("::") {
                source.paths.push(names(word));
            }
        }
        source
    }

    /// Takes what a `use` says: `a::{b, c as d}` after the names in `before`.
    fn tree(&mut self, before: &[String], tree: &str) {
        let tree = tree.trim();
        if let Some((head, inner)) = tree.split_once('{') {
            let before = [before, &names(head)].concat();
            let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
            for branch in branches(inner).into_iter().filter(|branch| !branch.trim().is_empty()) {
                self.tree(&before, branch);
            }
            return;
        }
        let (path, alias) = tree.split_once(" as ").unwrap_or((tree, ""));
        let mut path = [before, &names(path)].concat();
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(last) = path.last() else { return };
        let name = if alias.is_empty() { last.clone() } else { alias.trim().to_owned() };
        self.names.insert(name, path.clone());
        self.paths.push(path);
    }
}

/// The text up to its tests.
fn without_tests(text: &str) -> &str {
    let mut from = 0;
    while let Some(at) = text[from..].find("#[cfg(test)]") {
        let start = from + at;
        let module = text[start..].lines().skip(1).find(|line| !line.trim_start().starts_with('#'));
        if module.is_some_and(|line| line.starts_with("mod ") && line.ends_with('{')) {
            return &text[..start];
        }
        from = start + 1;
    }
    text
}

fn without_comment(line: &str) -> &str {
    line.split_once("//").map_or(line, |(before, _)| before)
}

/// What comes after `use`, if the line begins with that.
fn used(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1,
        Some(rest) => rest,
        None => line,
    };
    line.trim_start().strip_prefix("use ")
}

fn names(path: &str) -> Module {
    path.split("::").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The parts between the commas that are in no braces.
fn branches(text: &str) -> Vec<&str> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

/// The files of a crate.
struct House {
    sources: BTreeMap<Module, Source>,
}

impl House {
    /// The files that a file names something of.
    fn used_by(&self, module: &Module) -> BTreeSet<&Module> {
        let Some(source) = self.sources.get(module) else { return BTreeSet::new() };
        let home = |path: &Module| self.home(&self.absolute(module, path)?, 0);
        source.paths.iter().filter_map(home).filter(|home| *home != module).collect()
    }

    /// A path from the root of the crate; `None` where it leads out of it.
    fn absolute(&self, module: &Module, path: &Module) -> Option<Module> {
        let first = path.first()?.as_str();
        if first == "crate" {
            return Some(path[1..].to_vec());
        }
        let up = path.iter().take_while(|name| *name == "super").count();
        let base = &module[..module.len().checked_sub(up)?];
        let rest = path[up..].strip_prefix(&["self".to_owned()]).unwrap_or(&path[up..]);
        let inside = up > 0 || first == "self";
        let from_here = [base, rest].concat();
        (inside || self.sources.contains_key(&from_here[..=base.len().min(from_here.len() - 1)])).then_some(from_here)
    }

    /// The file that declares what a path names, through whatever names it on the way.
    fn home(&self, path: &[String], turns: usize) -> Option<&Module> {
        let (module, source, rest) = (0..=path.len()).rev().find_map(|length| {
            let (module, source) = self.sources.get_key_value(&path[..length])?;
            Some((module, source, &path[length..]))
        })?;
        let known = rest.first().and_then(|name| source.names.get(name)).filter(|_| turns < 8);
        known
            .and_then(|meant| self.absolute(module, meant))
            .and_then(|meant| self.home(&[&meant, rest.get(1..).unwrap_or_default()].concat(), turns + 1))
            .or(Some(module))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        circles(&files).iter().map(|circle| circle.join(" > ")).collect()
    }

    #[test]
    fn files_that_use_each_other_are_a_circle() {
        let files = [
            ("lib.rs", "mod a;\nmod b;\n"),
            ("a.rs", "use crate::b::{self, B as C, d::{E}};\n"),
            ("b.rs", "fn f() { crate::a::g() }\n"),
        ];
        assert_eq!(found(&files), ["a.rs > b.rs > a.rs"]);
    }

    #[test]
    fn a_circle_goes_by_way_of_others_and_of_what_passes_names_on() {
        let files = [
            ("lib.rs", "pub mod rules;\nmod a;\npub use a::A;\n"),
            ("a.rs", "use crate::rules::{\n    Check,\n};\n"),
            ("rules/mod.rs", "mod check;\nmod deep;\npub(crate) use check::Check;\n"),
            ("rules/check.rs", "use super::deep::Deep;\n"),
            ("rules/deep.rs", "fn f(a: &crate::A) {}\n"),
        ];
        assert_eq!(found(&files), ["a.rs > rules/check.rs > rules/deep.rs > a.rs"]);
    }

    #[test]
    fn a_parent_and_a_child_that_needs_it_are_a_circle() {
        let files =
            [("load.rs", "mod walk;\nuse walk::Walk;\nstruct Error;\n"), ("load/walk.rs", "use super::Error;\n")];
        assert_eq!(found(&files), ["load.rs > load/walk.rs > load.rs"]);
    }

    #[test]
    fn what_goes_one_way_or_is_only_said_or_tested_is_none() {
        let files = [
            ("lib.rs", "mod a;\nmod b;\npub use a::A;\npub use b::B;\n"),
            ("a.rs", "use crate::B;\nuse zcc_base::b::C;\n"),
            ("b.rs", "// crate::a::A\nstruct B;\n\n#[cfg(test)]\nmod tests {\n    use crate::a::A;\n}\n"),
            ("tests/mod.rs", "use crate::a::A;\n"),
            ("c.rs", "mod tests;\nuse crate::tests::x;\n"),
        ];
        assert_eq!(found(&files), [""; 0]);
    }
}
