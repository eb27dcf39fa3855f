//! Completion, place by place.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use expect_test::{Expect, expect};

use crate::completion::Candidate;
use crate::testing::{at_cursor, at_cursor_in};

/// The first candidates: the label, what is right behind it, and what is at the margin.
fn first(text: &str, count: usize, expected: &Expect) {
    let (analysis, at) = at_cursor(text);
    expected.assert_eq(&shown(&analysis.completions(at, None).candidates, count));
}

fn first_in(files: &[(&str, &str)], count: usize, expected: &Expect) {
    let (analysis, at) = at_cursor_in(files);
    expected.assert_eq(&shown(&analysis.completions(at, None).candidates, count));
}

fn shown(candidates: &[Candidate], count: usize) -> String {
    let line = |candidate: &Candidate| {
        let signature = candidate.signature.clone().unwrap_or_default();
        let description = candidate.description.as_ref().map(|text| format!("  — {text}")).unwrap_or_default();
        let besides: Vec<String> = candidate.besides.iter().map(|(_, text)| format!("  + {}", text.trim())).collect();
        let besides = besides.concat();
        format!("{}{signature}{description}{besides}\n", candidate.label)
    };
    candidates.iter().take(count).map(line).collect()
}

const SITE: &str = "site works { assess: [part_3_3] }\n";

#[test]
fn a_declaration_starts_at_the_top_level() {
    first(
        "zone a {}\n$0",
        6,
        &expect![[r#"
        zone …  — a security zone
        conduit …  — what joins zones
        site …  — what is assessed, and against what
        attribute …  — something that can be stated
        capability …  — something that can be had
        catalog …  — requirements of one document
    "#]],
    );
    first(
        "zone a {}\ncon$0\nzone b {}",
        3,
        &expect![[r#"
        zone …  — a security zone
        conduit …  — what joins zones
        site …  — what is assessed, and against what
    "#]],
    );
}

#[test]
fn a_zone_has_members() {
    first(
        "site s { assess: [part_3_3] }\nzone a {\n  $0\n}",
        8,
        &expect![[r#"
        target  — vector
        purpose  — purpose
        network  — set of network
        trust  — trust
        component …  — what is in a zone
        zone …  — a security zone
        channel …  — the use of a protocol
        enable  — switch on what is offered
    "#]],
    );
}

#[test]
fn a_component_of_a_product_is_switched() {
    let text = "product p: embedded_device { offers session_lock, audit_log offers account_management with directory_service provides timestamps }
zone z {
  component d { kind: host_device provides directory_service }
  component c: p {
    enable audit_log
    enable $0
  }
}";
    first(
        text,
        9,
        &expect![[r#"
        session_lock
        all  — all that is offered and needs no partner
        account_management with directory_service
    "#]],
    );
    first(
        &text.replace("enable $0", "enable account_management with $0"),
        9,
        &expect![[r#"
        d  — has directory_service
        z.d  — has directory_service
        z  — in this zone
    "#]],
    );
    first(
        &text.replace("enable $0", "disable $0"),
        9,
        &expect![[r#"
        session_lock
        timestamps { synchronised: bool, protected_source: bool }
        account_management { unified: bool }
    "#]],
    );
}

#[test]
fn values_are_of_the_type() {
    first(
        &format!("{SITE}zone z {{\n  purpose: $0\n}}"),
        5,
        &expect![[r#"
        business  — purpose
        dmz  — purpose
        supervisory  — purpose
        control  — purpose
        safety  — purpose
    "#]],
    );
    first(
        &format!("{SITE}zone z {{\n  target: $0\n}}"),
        6,
        &expect![[r#"
        SL 1
        SL 2
        SL 3
        SL 4
        SL 0  — asks for nothing
        SL … { … }  — with families that differ
    "#]],
    );
    first(
        &format!("{SITE}zone z {{\n  target: SL 2 {{ $0 }}\n}}"),
        3,
        &expect![[r#"
        IAC  — Identification and authentication control
        UC  — Use control
        SI  — System integrity
    "#]],
    );
    first(
        &format!("{SITE}waiver w {{\n  accepts: SR 1.1$0\n}}"),
        3,
        &expect![[r#"
        SR 1.1  — Human user identification and authentication · SL 1
        SR 1.1 RE 1  — Unique identification and authentication · SL 2
        SR 1.1 RE 2  — Multifactor authentication for untrusted networks · SL 3
    "#]],
    );
    first(
        &format!("{SITE}waiver w {{\n  $0\n}}"),
        8,
        &expect![[r#"
        accepts  — ids of clauses
        for  — what it is for
        until  — its last day
        because  — why
        approved_by  — who decided, and did not ask
        requested_by  — who asked for it
        evidence  — what shows it
    "#]],
    );
    first(
        &format!(
            "{SITE}zone z {{\n  network: 10.4.0.0/24\n  component a {{ address: 10.4.0.7 }}\n  component b {{ address: 10.$0 }}\n}}"
        ),
        3,
        &expect![[r#"
            10.4.0.8  — free in zone z
        "#]],
    );
}

#[test]
fn paths_lead_into_zones() {
    let text =
        "zone a { zone b { component c {} } component d {} }\nzone e { component f {} }\nconduit k between a and $0";
    first(
        text,
        9,
        &expect![[r#"
        a.b  — zone
        e  — zone
    "#]],
    );
    first(
        &text.replace("between a and $0", "between a and e { channel x: https from a.$0"),
        9,
        &expect![[r#"
        d  — component
        b  — in this zone
    "#]],
    );
    first(
        &text.replace("between a and $0", "between a and e { channel x: https from $0"),
        9,
        &expect![[r#"
        a.d  — component
        a.b.c  — component
        e.f  — component
    "#]],
    );
}

#[test]
fn products_are_imported() {
    let library = ("lib/zcc.toml", "[package]\nname = \"acme_parts\"\n");
    let product = ("lib/p.zc", "product plc \"A controller\": embedded_device {}");
    let manifest = ("zcc.toml", "[package]\nname = \"site\"\n[dependencies]\nacme_parts = { path = \"lib\" }\n");
    let text = "//! Zones.\n\nzone z { component c: $0 }";
    first_in(
        &[library, product, manifest, ("site.zc", text)],
        3,
        &expect![[r#"
        acme_parts.plc (import acme_parts)  — A controller  + import acme_parts
    "#]],
    );
    let text = "import acme_parts as acme\nzone z { component c: acme.$0 }";
    first_in(
        &[library, product, manifest, ("site.zc", text)],
        3,
        &expect![[r#"
        plc  — A controller
    "#]],
    );
    let text = "import acme_parts as acme\nzone z { component c: p$0 }";
    first_in(
        &[library, product, manifest, ("site.zc", text)],
        3,
        &expect![[r#"
        acme.plc  — A controller
    "#]],
    );
}

#[test]
fn rules_know_what_is_in_scope() {
    let text =
        "requirement HR 1.1 in part_3_3.IAC for zone z {\n  base at SL 1:\n    every c in z.components where $0\n}";
    first(
        text,
        6,
        &expect![[r#"
        c  — component
        z  — zone
        delivers_readable_records(origin: zone)  — bool
        delivers_records(origin: zone)  — bool
        delivers_records_for_good(origin: zone)  — bool
        delivers_records_to_programs(origin: zone)  — bool
    "#]],
    );
    first(
        &text.replace("where $0", "where c.$0"),
        6,
        &expect![[r#"
        interfaces  — set of interface
        location  — string
        role  — set of role
        tag  — string
        traits  — set of trait
        address  — set of address
    "#]],
    );
    first(
        &text.replace("where $0", "where c $0"),
        6,
        &expect![[r#"
            has
            in
            not in
            and
            carries
            is stated
        "#]],
    );
    first(
        &text.replace("where $0", "where human_local in c.$0"),
        3,
        &expect![[r#"
        interfaces  — set of interface
        location  — string
        role  — set of role
    "#]],
    );
    first(
        &text.replace("where $0", ": c has user_authentication where $0"),
        6,
        &expect![[r#"
            factors  — user_authentication.factors
            unique  — bool
            c  — component
            z  — zone
            delivers_readable_records(origin: zone)  — bool
            delivers_records(origin: zone)  — bool
        "#]],
    );
    first(
        &text.replace("where $0", ": z.trust == $0"),
        3,
        &expect![[r#"
        trusted  — trust
        untrusted  — trust
        c  — component
    "#]],
    );
    first(
        &text.replace("where $0", ": true otherwise \"{$0\""),
        3,
        &expect![[r#"
        c  — component
        z  — zone
        channels  — set of channel
    "#]],
    );
    first(
        "define f(a: zone): bool = a.$0",
        4,
        &expect![[r#"
        critical  — bool
        location  — string
        owner  — string
        purdue  — int
    "#]],
    );
}

#[test]
fn tests_hold_models_and_expectations() {
    let text = "test \"t\" {\n  zone z { component c { kind: host_device } }\n  $0\n}";
    first(
        text,
        4,
        &expect![[r#"
        zone …  — a security zone
        expect …  — what a verdict should be
        certificate …  — what somebody attests of products
        conduit …  — what joins zones
    "#]],
    );
    first(
        &text.replace("$0", "expect SR 1.1 $0"),
        7,
        &expect![[r#"
            met
            unmet
            unproven
            not applicable
            compensated
            accepted
            in
        "#]],
    );
    first(
        &text.replace("$0", "expect SR 1.1 met for $0"),
        4,
        &expect![[r#"
        z  — zone
        z.c  — component
    "#]],
    );
    first(
        &text.replace("$0", "expect SR 1.1 unmet for z because $0"),
        4,
        &expect![[r#"
            c  — component
            z  — zone
            z.c  — component
        "#]],
    );
}

#[test]
fn nothing_is_offered_in_comments_and_texts() {
    first("// $0", 4, &expect![[""]]);
    first("zone a \"A$0\" {}", 4, &expect![[""]]);
    first("/* $0 */ zone a {}", 4, &expect![[""]]);
}

/// Every file of the examples and of the standard library's heart, with its package.
fn examples() -> Vec<(crate::AnalysisHost, Vec<zcc_db::File>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut found = Vec::new();
    for name in ["acme_controllers", "grfics", "riverside", "water-treatment"] {
        let mut system = zcc_db::MemorySystem::new();
        for package in ["acme_controllers", "grfics", "riverside", "water-treatment"] {
            for entry in std::fs::read_dir(root.join(package)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let shown = format!("/e/{package}/{}", path.file_name().unwrap().to_str().unwrap());
                    system = system.file(&shown, &std::fs::read_to_string(&path).unwrap());
                }
            }
        }
        let folder = zcc_db::Root::Folder { path: std::path::PathBuf::from(format!("/e/{name}")) };
        let sources = zcc_db::read(&system, &folder).unwrap();
        let host = crate::AnalysisHost::new(sources, crate::testing::DAY, zcc_std::FILES);
        let files = host.analysis().package_files().to_vec();
        found.push((host, files));
    }
    found
}

/// At the start of each name that is not given there, the name is among what is offered.
#[test]
fn what_is_written_is_offered() {
    let mut missing = Vec::new();
    let mut asked = 0;
    for (host, files) in examples() {
        let analysis = host.analysis();
        let mut files = files;
        if analysis.package_name() == "riverside" {
            files.extend(
                analysis
                    .files()
                    .iter()
                    .filter(|(path, _)| path.to_str().unwrap().contains("part_3_3"))
                    .map(|(_, file)| file),
            );
        }
        for file in files {
            let text = analysis.text(file).clone();
            for token in zcc_syntax::lex(&text) {
                let is_word =
                    matches!(token.kind.class(), zcc_syntax::TokenClass::Word | zcc_syntax::TokenClass::Reserved);
                if !is_word && token.kind != zcc_syntax::TokenKind::RequirementId {
                    continue;
                }
                let at = crate::FilePosition { file, offset: token.range.start };
                let spot = crate::cursor::spot(analysis.db(), at, token.range.start);
                if spot.is_none_or(|spot| spot.wanted.contains(&crate::cursor::Wanted::NewName)) {
                    continue;
                }
                asked += 1;
                // A third of them, so that it does not take long.
                if asked % 3 != 0 {
                    continue;
                }
                let word = token.text(&text);
                let found = analysis.completions(at, None);
                let fits = |candidate: &Candidate| {
                    let plain = candidate.plain();
                    plain.trim_end() == word
                        || plain.strip_prefix(word).is_some_and(|rest| rest.starts_with([':', ' ', '.', '(', '\n']))
                };
                if !found.candidates.iter().any(fits) {
                    let line = text[..token.range.start as usize].rfind('\n').map_or(0, |at| at + 1);
                    let end = text[token.range.start as usize..]
                        .find('\n')
                        .map_or(text.len(), |at| at + token.range.start as usize);
                    missing.push(format!("{}: `{word}` in {}", file.path(analysis.db()), text[line..end].trim()));
                }
            }
        }
    }
    assert!(asked > 1_000, "{asked}");
    assert!(missing.is_empty(), "{} of {asked}:\n{}", missing.len(), missing.join("\n"));
}

/// Taking any candidate leaves no more to complain of than the word that stands there.
#[test]
fn candidates_parse() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (host, files) in examples() {
        let analysis = host.analysis();
        for file in files {
            let text = analysis.text(file).clone();
            for token in zcc_syntax::lex(&text).into_iter().filter(|token| !token.kind.is_trivia()).step_by(11) {
                let at = crate::FilePosition { file, offset: token.range.start };
                let found = analysis.completions(at, None);
                let Some(spot) = crate::cursor::spot(analysis.db(), at, found.typed.start) else { continue };
                let count = |word: &str| {
                    let text = format!("{}{word}{}", spot.before, spot.tail);
                    let parsed = zcc_syntax::parse_chunk(&text, zcc_base::Anchor(0));
                    parsed.diagnostics.len()
                };
                let before = count(token.text(&text));
                let step = found.candidates.len() / 12 + 1;
                for candidate in found.candidates.iter().step_by(step) {
                    if candidate.goes_on || candidate.kind == crate::CandidateKind::Word {
                        continue;
                    }
                    tried += 1;
                    if count(&candidate.plain()) > before {
                        wrong.push(format!("{:?} at {}{}", candidate.plain(), spot.before, spot.tail));
                    }
                }
            }
        }
    }
    assert!(tried > 800, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n---\n"));
}

/// Anything may be asked anywhere, also where the text is cut off.
#[test]
fn nothing_panics() {
    for (host, files) in examples() {
        let analysis = host.analysis();
        for file in files {
            let length = analysis.text(file).len() as u32;
            for offset in (0..=length + 1).step_by(13) {
                analysis.completions(crate::FilePosition { file, offset }, None);
            }
        }
    }
    let (_, files) = examples().pop().unwrap();
    let whole = files.len();
    assert!(whole > 0);
    let text = include_str!("../../../../examples/riverside/site.zc");
    for cut in (0..text.len()).filter(|at| text.is_char_boundary(*at)).step_by(61) {
        let (analysis, at) = at_cursor(&format!("{}$0", &text[..cut]));
        for offset in [at.offset, at.offset.saturating_sub(1)] {
            let candidates = analysis.completions(crate::FilePosition { offset, ..at }, None).candidates;
            for key in candidates.iter().filter_map(|candidate| candidate.docs.as_deref()).take(3) {
                analysis.candidate_docs(key);
            }
        }
    }
}
