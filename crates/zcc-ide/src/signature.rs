//! What a call or a claim takes, while it is written.

use zcc_base::TextRange;
use zcc_db::{Db, tree};
use zcc_hir::expr::Type;
use zcc_hir::names::{Definition, Scope, Sort, resolve, tables};
use zcc_hir::rules::{capability, signature, type_name};
use zcc_syntax::ast::{ClaimKind, Item, ItemKind, MemberKind, Name, Path};

use crate::cursor::{Frame, Segments, spot};
use crate::host::Analysis;
use crate::target::FilePosition;

/// What a call or a claim takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureView {
    /// All of it: `near(a: zone, b: zone): bool`.
    pub label: String,
    /// What it means, in Markdown.
    pub docs: Option<String>,
    /// Each parameter: where it stands in the label, in bytes, and what it means.
    pub parameters: Vec<(TextRange, Option<String>)>,
    /// The parameter that is being written; past the last where it is none of them.
    pub active: usize,
}

/// The calls that the language itself knows.
const BUILT_IN: [(&str, &[&str], &str); 6] = [
    ("count", &["S"], "How many there are: `count(x in S where P)`, `count(S)`."),
    ("sum", &["e for x in S where P"], "All numbers or durations together."),
    ("min", &["e for x in S where P"], "The least; of nothing, above every number."),
    ("max", &["e for x in S where P"], "The greatest; of nothing, below every number."),
    ("union", &["a", "b"], "What is in one of the sets."),
    ("except", &["a", "b"], "What is in the first set and not in the second."),
];

/// What every claim may say besides; a switch, the first two.
const BESIDES: [(&str, &str, &str); 4] = [
    ("because", "string", "Why it is so."),
    ("evidence", "string or record", "What shows it."),
    ("since", "version", "The first firmware that it is for."),
    ("until", "version", "The first firmware that it is no longer for."),
];

impl Analysis {
    /// What the call or claim at a position takes, if there is one.
    pub fn signature_help(&self, at: FilePosition) -> Option<SignatureView> {
        let db = self.db();
        let text = self.text(at.file);
        let mut start = (at.offset as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let word = text.get(..start)?.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let spot = spot(db, at, word.len() as u32)?;
        let scope = Scope::of(db, spot.item?);
        let mut field = None;
        for frame in spot.frames.iter().rev() {
            match frame {
                Frame::Field(name) if field.is_none() => field = Some(name.clone()),
                Frame::Record | Frame::Vector => field = None,
                Frame::Call(path, _, argument) => return call(db, &scope, path, *argument),
                Frame::Claim(kind, path) => {
                    let besides = if *kind == ClaimKind::Lacks { (false, 4) } else { (true, 4) };
                    return claim(db, &scope, path, field.as_deref(), besides);
                }
                Frame::Switch(enable, path) => return claim(db, &scope, path, field.as_deref(), (*enable, 2)),
                Frame::Block(_) => return None,
                _ => {}
            }
        }
        None
    }
}

fn path_of(segments: &Segments) -> Path {
    let name = |text: &smol_str::SmolStr| Name { text: text.clone(), range: TextRange::default() };
    Path { segments: segments.iter().map(name).collect() }
}

/// Writes parameters one after the other and notes where each stands.
struct Label {
    text: String,
    parameters: Vec<(TextRange, Option<String>)>,
}

impl Label {
    fn new(start: String) -> Self {
        Self { text: start, parameters: Vec::new() }
    }

    fn parameter(&mut self, text: &str, docs: Option<String>) {
        if !self.parameters.is_empty() {
            self.text.push_str(", ");
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.parameters.push((TextRange::new(start, self.text.len() as u32), docs.filter(|docs| !docs.is_empty())));
    }

    fn end(mut self, end: &str, docs: &str, active: usize) -> SignatureView {
        self.text.push_str(end);
        let docs = (!docs.is_empty()).then(|| docs.to_owned());
        SignatureView { label: self.text, docs, parameters: self.parameters, active }
    }
}

fn call(db: &dyn Db, scope: &Scope<'_>, path: &Segments, argument: usize) -> Option<SignatureView> {
    if let [name] = path.as_slice()
        && let Some((name, parameters, docs)) = BUILT_IN.iter().find(|(known, ..)| known == name)
    {
        let mut label = Label::new(format!("{name}("));
        for parameter in *parameters {
            label.parameter(parameter, None);
        }
        return Some(label.end(")", docs, argument));
    }
    let Ok(Definition::Function(id)) = resolve(db, scope, Sort::Rule, &path_of(path), "a define") else { return None };
    let known = signature(db, id);
    let mut label = Label::new(format!("{}(", known.name));
    for parameter in &known.parameters {
        label.parameter(&format!("{}: {}", parameter.name, type_name(db, &parameter.ty)), None);
    }
    let end =
        if known.returns == Type::Error { ")".to_owned() } else { format!("): {}", type_name(db, &known.returns)) };
    let docs = &tree(db, tables(db).functions.entries().get(id.index())?.item(db)).docs;
    Some(label.end(&end, docs, argument))
}

fn claim(
    db: &dyn Db,
    scope: &Scope<'_>,
    path: &Segments,
    field: Option<&str>,
    (has_parameters, besides): (bool, usize),
) -> Option<SignatureView> {
    let id = scope.capability(db, &path_of(path)).ok()?;
    let known = capability(db, id);
    let item = tree(db, tables(db).capabilities.entries().get(id.index())?.item(db));
    let mut label = Label::new(format!("{} {{ ", known.name));
    let mut names: Vec<&str> = Vec::new();
    for parameter in known.parameters.iter().filter(|_| has_parameters) {
        let docs = parameter_docs(item, &parameter.name);
        label.parameter(&format!("{}: {}", parameter.name, type_of_parameter(db, &parameter.ty)), docs);
        names.push(&parameter.name);
    }
    for (name, ty, docs) in BESIDES.iter().take(besides) {
        label.parameter(&format!("{name}: {ty}"), Some((*docs).to_owned()));
        names.push(name);
    }
    let active = field.and_then(|field| names.iter().position(|name| *name == field)).unwrap_or(names.len());
    Some(label.end(" }", &item.docs, active))
}

/// The type of a parameter; an enum without a name of its own by its variants.
fn type_of_parameter(db: &dyn Db, ty: &Type) -> String {
    match ty {
        Type::Enum(id) => {
            let declared = zcc_hir::rules::enumeration(db, *id);
            if !declared.name.contains('.') {
                return declared.name.to_string();
            }
            let between = if declared.ordered { " < " } else { " | " };
            declared.variants.iter().map(smol_str::SmolStr::as_str).collect::<Vec<_>>().join(between)
        }
        Type::Set(element) => format!("set of {}", type_of_parameter(db, element)),
        other => type_name(db, other),
    }
}

fn parameter_docs(item: &Item, wanted: &str) -> Option<String> {
    let ItemKind::Block(block) = &item.kind else { return None };
    block.members.iter().find_map(|member| match &member.kind {
        MemberKind::Parameter { name, .. } if name.text == wanted => Some(member.docs.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::testing::at_cursor;

    fn check(text: &str, expected: &Expect) {
        let (analysis, at) = at_cursor(text);
        let shown = analysis.signature_help(at).map_or_else(String::new, |found| {
            let active = found.parameters.get(found.active);
            let active = active.map_or("none", |(range, _)| &found.label[range.to_usize()]);
            format!("{}\nactive: {active}\n{}\n", found.label, found.docs.unwrap_or_default())
        });
        expected.assert_eq(&shown);
    }

    #[test]
    fn calls_show_their_parameters() {
        let text = "/// Whether one is near.\ndefine near(a: zone, b: zone or conduit): bool = a.name == b.name\n";
        check(
            &format!("{text}define f(z: zone): bool = near(z, $0)"),
            &expect![[r#"
            near(a: zone, b: zone or conduit): bool
            active: b: zone or conduit
            Whether one is near.
        "#]],
        );
        check(
            &format!("{text}define f(z: zone): bool = near($0"),
            &expect![[r#"
            near(a: zone, b: zone or conduit): bool
            active: a: zone
            Whether one is near.
        "#]],
        );
        check(
            &format!("{text}define f(z: zone): int = count(c in z.components where near(z, z) and $0)"),
            &expect![[r#"
                count(S)
                active: S
                How many there are: `count(x in S where P)`, `count(S)`.
            "#]],
        );
    }

    #[test]
    fn claims_and_switches_show_what_they_can_say() {
        check(
            "product p: host_device { provides user_authentication { unique: true, factors: $0 } }",
            &expect![[r#"
            user_authentication { unique: bool, factors: single < multi_untrusted < multi_all, because: string, evidence: string or record, since: version, until: version }
            active: factors: single < multi_untrusted < multi_all
            Tells people apart from strangers before it lets them act, on every interface that people use. A supplier shows it
            by the list of those interfaces and what each asks for; one that lets anybody act breaks the claim.
        "#]],
        );
        check(
            "zone z { component c { enable user_authentication { $0 } } }",
            &expect![[r#"
            user_authentication { unique: bool, factors: single < multi_untrusted < multi_all, because: string, evidence: string or record }
            active: none
            Tells people apart from strangers before it lets them act, on every interface that people use. A supplier shows it
            by the list of those interfaces and what each asks for; one that lets anybody act breaks the claim.
        "#]],
        );
        check(
            "zone z { component c { disable session_lock { because: $0 } } }",
            &expect![[r#"
            session_lock { because: string, evidence: string or record }
            active: because: string
            Locks a session after a configurable time without activity and when the person asks for it, until somebody
            entitled logs in again.
        "#]],
        );
        check("zone z { $0 }", &expect![[""]]);
    }
}
