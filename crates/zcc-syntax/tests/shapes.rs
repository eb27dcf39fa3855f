//! Each form of the tree comes from the text it should come from.

use expect_test::{Expect, expect};
use zcc_syntax::ast::{
    Binder, Comprehension, Expr, ExprKind, Field, Head, Item, ItemKind, MemberKind, MessagePart, RequirementMember,
    TypeKind,
};
use zcc_syntax::parse_file;

#[track_caller]
fn item(text: &str) -> Item {
    let mut parsed = parse_file(text);
    assert_eq!(parsed.len(), 1);
    let parsed = parsed.remove(0).parsed;
    assert_eq!(parsed.diagnostics, []);
    parsed.item
}

/// The expression with parentheses around everything that binds.
fn show(expr: &Expr) -> String {
    let list = |exprs: &[Expr]| exprs.iter().map(show).collect::<Vec<_>>();
    match &expr.kind {
        ExprKind::Error => "error".into(),
        ExprKind::Literal(literal) => format!("{literal:?}"),
        ExprKind::Name(name) => name.to_string(),
        ExprKind::Member(base, name) => format!("{}.{}", show(base), name.text),
        ExprKind::Call { callee, arguments } => format!("{}({})", show(callee), list(arguments).join(", ")),
        ExprKind::Aggregate { function, comprehension } => format!("{}<{}>", function.text, inside(comprehension)),
        ExprKind::List(values) => format!("[{}]", list(values).join(", ")),
        ExprKind::Record(fields) => format!("{{{}}}", show_fields(fields)),
        ExprKind::Comprehension(comprehension) => format!("{{{}}}", inside(comprehension)),
        ExprKind::Vector { level, fields } => format!("SL {level} {{{}}}", show_fields(fields)),
        ExprKind::Not(of) => format!("(not {})", show(of)),
        ExprKind::Negate(of) => format!("(-{})", show(of)),
        ExprKind::And(operands) => format!("({})", list(operands).join(" and ")),
        ExprKind::Or(operands) => format!("({})", list(operands).join(" or ")),
        ExprKind::Implies(left, right) => format!("({} => {})", show(left), show(right)),
        ExprKind::Compare(op, left, right) => format!("({} {op:?} {})", show(left), show(right)),
        ExprKind::Arithmetic { first, rest } => {
            let rest: Vec<_> = rest.iter().map(|(op, expr)| format!("{op:?} {}", show(expr))).collect();
            format!("({} {})", show(first), rest.join(" "))
        }
        ExprKind::Has { subject, capability, condition } => {
            let names: Vec<_> = capability.segments.iter().map(|name| &*name.text).collect();
            let condition =
                condition.as_ref().map(|condition| format!(" where {}", show(condition))).unwrap_or_default();
            format!("({} has {}{condition})", show(subject), names.join("."))
        }
        ExprKind::Carries { conduit, from, to } => {
            format!("({} carries {} to {})", show(conduit), show(from), show(to))
        }
        ExprKind::IsStated(of) => format!("({} is stated)", show(of)),
        ExprKind::Quantifier { kind, binders, condition, body } => {
            format!("({kind:?} {}: {})", bound(binders, condition.as_deref()), show(body))
        }
        ExprKind::If(condition, then, otherwise) => {
            format!("(if {} then {} else {})", show(condition), show(then), show(otherwise))
        }
        ExprKind::Let { name, value, body } => format!("(let {} = {}: {})", name.text, show(value), show(body)),
        ExprKind::Requirement(id) => format!("<{}>", id.text),
    }
}

fn show_fields(fields: &[Field]) -> String {
    let fields: Vec<_> = fields.iter().map(|field| format!("{}: {}", field.name.text, show(&field.value))).collect();
    fields.join(", ")
}

fn inside(comprehension: &Comprehension) -> String {
    let head = comprehension.head.as_ref().map(|head| format!("{} for ", show(head))).unwrap_or_default();
    format!("{head}{}", bound(&comprehension.binders, comprehension.condition.as_ref()))
}

fn bound(binders: &[Binder], condition: Option<&Expr>) -> String {
    let binders: Vec<_> =
        binders.iter().map(|binder| format!("{} in {}", binder.name.text, show(&binder.source))).collect();
    let condition = condition.map(|condition| format!(" where {}", show(condition))).unwrap_or_default();
    format!("{}{condition}", binders.join(", "))
}

#[track_caller]
fn expression(text: &str, shown: &str) {
    let whole = format!("define x: bool = {text}");
    let ItemKind::Function(function) = item(&whole).kind else { panic!("no define") };
    assert_eq!(show(&function.body), shown);
    assert_eq!(&whole[function.body.range.to_usize()], text, "the range covers the whole expression");
}

#[test]
fn operators_bind_as_the_language_says() {
    expression("a or b and not c == d", "(a or (b and (not (c Equal d))))");
    expression("a => b => c or d", "(a => (b => (c or d)))");
    expression("a or b or c and d and e", "(a or b or (c and d and e))");
    expression("a + b * c - d / e - -f", "(a Add (b Multiply c) Subtract (d Divide e) Subtract (-f))");
    expression("(a + b) * c", "((a Add b) Multiply c)");
    expression("a - (b - c)", "(a Subtract (b Subtract c))");
    expression("not a in b and c not in d", "((not (a In b)) and (c NotIn d))");
    expression("a.b.c(d, e.f).g is stated", "(a.b.c(d, e.f).g is stated)");
    expression("a != b", "(a NotEqual b)");
    expression("a + 1 >= b", "((a Add Int(1)) GreaterEqual b)");
}

#[test]
fn quantifiers_run_as_far_as_they_can() {
    expression("a or every x in S: b or c", "(a or (Every x in S: (b or c)))");
    expression(
        "not some x in S, y in x.z where p and q: a => b",
        "(not (Some x in S, y in x.z where (p and q): (a => b)))",
    );
    expression("a and no x in S: b", "(a and (No x in S: b))");
    expression("if a then b else c or d", "(if a then b else (c or d))");
    expression("let x = a or b: x and c", "(let x = (a or b): (x and c))");
}

#[test]
fn sentences_of_the_language() {
    expression("c has a.b where unique and d", "((c has a.b where unique) and d)");
    expression("c has a where not unique", "(c has a where (not unique))");
    expression("c has a where (unique or b > 2)", "(c has a where (unique or (b Greater Int(2))))");
    expression("k carries a.b to c", "(k carries a.b to c)");
    expression("SR 2.5 in part_3_3", "(<SR 2.5> In part_3_3)");
}

#[test]
fn sets_records_and_aggregates() {
    expression("{ c in S where p }", "{c in S where p}");
    expression("{ c in S }", "{c in S}");
    expression("{ c.zone for c in S, d in T where p or q }", "{c.zone for c in S, d in T where (p or q)}");
    expression("{ c in S, d in T where p }", "{c in S, d in T where p}");
    expression("{ a: 1, b: [2] }", "{a: Int(1), b: [Int(2)]}");
    expression("{}", "{}");
    expression("[a, b + 1,]", "[a, (b Add Int(1))]");
    expression(
        "SL 2 { IAC: 3 }",
        "SL 2 {IAC: Literal(SecurityLevel(3))}".replace("Literal(SecurityLevel(3))", "Int(3)").as_str(),
    );
    expression("count(c in S where p)", "count<c in S where p>");
    expression("count(c in S)", "count<c in S>");
    expression("count(S)", "count(S)");
    expression("sum(c.hours * 2 for c in S where p)", "sum<(c.hours Multiply Int(2)) for c in S where p>");
    expression("f(a in b)", "f((a In b))");
    expression("max(a, b)", "max(a, b)");
}

#[test]
fn literals_keep_their_text() {
    expression("1.10", "Decimal(\"1.10\")");
    expression("4.1.0", "Version(\"4.1.0\")");
    expression("\"a\\n\\\"b\\\\\"", "String(\"a\\n\\\"b\\\\\")");
    expression("2027-03-31", "Date(\"2027-03-31\")");
    expression("30  days", "Duration(30, \"days\")");
    expression("2001:db8::1", "Address(\"2001:db8::1\")");
    expression("10.0.0.0/8", "Network(\"10.0.0.0/8\")");
    expression("SL 2", "SecurityLevel(2)");
    expression("ML 3", "MaturityLevel(3)");
    expression("true", "Bool(true)");
    expression("SR  1.1\tRE 2", "<SR 1.1 RE 2>");
}

#[test]
fn any_word_is_a_name_where_it_can_be_one() {
    expression("zone.for.in.with", "zone.for.in.with");
    expression("base + enum + set + `and`.`=K1`", "(base Add enum Add set Add and.=K1)");
}

#[test]
fn docs_go_to_what_follows_them() {
    let ItemKind::Block(block) = item("/// One\n///  two\nzone a {\n  /// Three\n  // no docs\n  x: 1\n  y: 2\n}").kind
    else {
        panic!("no block")
    };
    let docs: Vec<_> = block.members.iter().map(|member| &*member.docs).collect();
    assert_eq!(docs, ["Three", ""]);
    assert_eq!(item("/// One\n///  two\n///\nzone a").docs, "One\n two\n");
    let ItemKind::Enum { body, .. } = item("enum e { /// A\n a, /// B\n b }").kind else { panic!("no enum") };
    assert_eq!(body.variants.iter().map(|variant| &*variant.docs).collect::<Vec<_>>(), ["A", "B"]);
    let text = "requirement SR 1.1 in a.b for zone z {\n /// Asks: x\n base: z.a otherwise \"\"\n}";
    let ItemKind::Requirement(requirement) = item(text).kind else { panic!("no requirement") };
    let [RequirementMember::Clause(clause)] = &*requirement.members else { panic!("no clause") };
    assert_eq!(clause.docs, "Asks: x");
}

#[test]
fn heads_say_what_they_say() {
    let head = |text: &str| match item(text).kind {
        ItemKind::Block(block) => block.head,
        _ => Head::None,
    };
    assert!(matches!(head("zone a"), Head::None));
    assert!(matches!(head("product a: b, c.d"), Head::Of(kinds) if kinds.len() == 2));
    assert!(matches!(head("conduit a between b, c and d"), Head::Between(ends) if ends.len() == 3));
    assert!(matches!(head("conduit a from b to c"), Head::FromTo(..)));
    assert!(matches!(head("channel a: b from c to d.e"), Head::Channel { protocol: Some(_), .. }));
}

#[test]
fn members_say_what_they_say() {
    let text = "component a { x: y enable all, b { p: 1 } with c.d disable `all` provides e with f, g lacks h speaks i { lacks j } include k }";
    let ItemKind::Block(block) = item(text).kind else { panic!("no block") };
    let said: Vec<String> = block
        .members
        .iter()
        .map(|member| match &member.kind {
            MemberKind::Attribute { name, value } => format!("{}: {}", name.text, show(value)),
            MemberKind::Claims { kind, claims } => {
                let claims: Vec<_> = claims.iter().map(|claim| (claim.fields.len(), claim.with.is_some())).collect();
                format!("{kind:?} {claims:?}")
            }
            MemberKind::Switch { enable, switches } => {
                let switches: Vec<_> =
                    switches.iter().map(|s| (s.capability.is_some(), s.fields.len(), s.with.is_some())).collect();
                format!("{enable} {switches:?}")
            }
            MemberKind::Speaks(speaks) => format!("speaks {}", speaks[0].members.len()),
            MemberKind::Include(paths) => format!("include {}", paths.len()),
            _ => "?".into(),
        })
        .collect();
    let expected: Expect = expect![[r#"
        x: y
        true [(false, 0, false), (true, 1, true)]
        false [(true, 0, false)]
        Provides [(0, true), (0, false)]
        Lacks [(0, false)]
        speaks 1
        include 1"#]];
    expected.assert_eq(&said.join("\n"));
}

#[test]
fn a_message_is_its_parts() {
    let text = "requirement SR 1.1 in a.b for zone z {\n base: z.a otherwise \"{z} has {count(z.c)}, {{not}} \\\"3\\\"\" z.b otherwise \"\"\n}";
    let ItemKind::Requirement(requirement) = item(text).kind else { panic!("no requirement") };
    let [RequirementMember::Clause(clause)] = &*requirement.members else { panic!("no clause") };
    let parts = |index: usize| -> Vec<String> {
        let message = clause.assertions[index].message.as_ref().expect("a message");
        let part = |part: &MessagePart| match part {
            MessagePart::Text(text) => text.to_string(),
            MessagePart::Value(value) => format!("<{}>", show(value)),
        };
        message.parts.iter().map(part).collect()
    };
    assert_eq!(parts(0), ["<z>", " has ", "<count(z.c)>", ", {not} \"3\""]);
    assert_eq!(parts(1), [""; 0]);
}

#[test]
fn a_clause_has_all_its_parts() {
    let text = "requirement SR 1.1 \"T\" in c.F for zone or conduit z { let y = z.a RE 2 \"t\" should at SL 3 when y: z.b otherwise \"m\" }";
    let ItemKind::Requirement(requirement) = item(text).kind else { panic!("no requirement") };
    assert!(matches!(requirement.subject.map(|ty| ty.kind), Some(TypeKind::Union(types)) if types.len() == 2));
    assert_eq!(requirement.variable.map(|name| name.text).as_deref(), Some("z"));
    let [RequirementMember::Let { name, .. }, RequirementMember::Clause(clause)] = &*requirement.members else {
        panic!("no let and clause")
    };
    assert_eq!(name.text, "y");
    assert_eq!(&text[clause.name_range.to_usize()], "RE 2");
    assert_eq!((clause.enhancement, clause.should), (Some(2), true));
    assert!(clause.title.is_some() && clause.level.is_some() && clause.when.is_some());
    assert_eq!(&text[clause.range.to_usize()], "RE 2 \"t\" should at SL 3 when y: z.b otherwise \"m\"");
}

#[test]
fn an_expectation_has_all_its_parts() {
    let text = "test \"t\" on 2026-01-01 { zone z expect capable SR 1.1 in p.q not applicable for z because a.b, c }";
    let ItemKind::Test(test) = item(text).kind else { panic!("no test") };
    assert_eq!((test.items.len(), test.date.is_some()), (1, true));
    let [expectation] = &*test.expectations else { panic!("no expectation") };
    assert!(expectation.capable);
    assert_eq!(expectation.verdict.text, "not applicable");
    assert_eq!(expectation.because.as_ref().map(Vec::len), Some(2));
    assert_eq!(expectation.catalog.as_ref().map(|path| path.segments.len()), Some(2));
}

#[test]
fn a_word_that_a_list_ends_with_is_a_name_on_any_line() {
    let on_one_line =
        "product p \"x\": y { include from provides a, to speaks include include b, lacks offers between }";
    let on_several = "product p \"x\": y {\n  include from\n  provides a, to\n  speaks include\n  include b, lacks\n  offers between\n}";
    for text in [on_one_line, on_several] {
        let ItemKind::Block(block) = item(text).kind else { panic!("not a block") };
        assert_eq!(block.members.len(), 5, "{text}");
    }
}
