//! Declarations: their heads, members, types and clauses.

use smol_str::SmolStr;
use zcc_base::{Code, Diagnostic, TextRange};

use crate::ast::{
    Assertion, Block, BlockKind, Claim, Clause, EnumBody, Expectation, Expr, ExprKind, Field, Function, Head, Item,
    ItemKind, Member, MemberKind, Message, Name, Parameter, Path, Requirement, RequirementId, RequirementMember,
    Speaks, Switch, Test, Text, TypeExpr, TypeKind, Variant,
};
use crate::tree::{BodyOf, Builder, Node, Recovery, Separator};

impl<'source> Builder<'source> {
    // Declarations.

    pub(crate) fn item(&self, l: u32, kind: ItemKind, r: u32) -> Box<Item> {
        let docs = if matches!(kind, ItemKind::Error) { SmolStr::default() } else { self.docs(l) };
        Box::new(Item { docs, kind, range: TextRange::new(l, r) })
    }

    pub(crate) fn import(&self, package: Option<Name>, alias: Option<Name>) -> Box<ItemKind> {
        Box::new(ItemKind::Import { package: self.known(package), alias })
    }

    pub(crate) fn enumeration(&self, name: Option<Name>, body: EnumBody) -> Box<ItemKind> {
        Box::new(ItemKind::Enum { name: self.known(name), body })
    }

    pub(crate) fn half_attribute(&self, owners: Vec<Name>, name: Name, error: Recovery<'source>) -> Box<ItemKind> {
        let at = error_end(&error);
        self.unexpected(error);
        Box::new(ItemKind::Attribute { owners, name, ty: self.ty(TypeKind::Error, at, at), default: None })
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn head(
        &self,
        kind: BlockKind,
        name: Option<Name>,
        title: Option<Text>,
        head: Head,
        r: u32,
    ) -> Box<Block> {
        Box::new(Block { kind, name, title, head, members: Vec::new(), body: TextRange::empty(r) })
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn with_body(&self, mut block: Box<Block>, (members, body): BodyOf<Member>) -> Box<Block> {
        block.members = members;
        block.body = body;
        block
    }

    pub(crate) fn half_course(&self, protocol: Option<Path>, from: Option<Path>, error: Recovery<'source>) -> Head {
        let at = error_end(&error);
        self.unexpected(error);
        Head::Channel { protocol, from: from.unwrap_or_else(|| self.no_path(at)), to: self.no_path(at) }
    }

    pub(crate) fn no_protocol(&self, at: u32, from: Path, to: Path) -> Head {
        let place = self.place(TextRange::new(at, to.range().end));
        self.report(
            Diagnostic::new(Code::UNEXPECTED_TOKEN, place, "the channel does not say which protocol it carries")
                .help("write the protocol before the ends: `channel name: modbus_tcp from a to b`"),
        );
        Head::Channel { protocol: None, from, to }
    }

    pub(crate) fn body<Element>(&self, l: u32, members: Vec<Element>, r: u32) -> BodyOf<Element> {
        self.work();
        (members, TextRange::new(l, r))
    }

    pub(crate) fn push(&self, mut list: Vec<Member>, l: u32, kind: MemberKind, r: u32) -> Vec<Member> {
        let docs = if matches!(kind, MemberKind::Error) { SmolStr::default() } else { self.docs(l) };
        list.push(Member { docs, kind, range: TextRange::new(l, r) });
        list
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn claim(
        &self,
        capability: Path,
        fields: Option<Vec<Field>>,
        with: Option<Path>,
        l: u32,
        r: u32,
    ) -> Claim {
        Claim { capability, fields: fields.unwrap_or_default(), with, range: TextRange::new(l, r) }
    }

    pub(crate) fn switch(
        &self,
        capability: Path,
        fields: Option<Vec<Field>>,
        with: Option<Path>,
        l: u32,
        r: u32,
    ) -> Switch {
        let all = matches!(&*capability.segments, [name] if name.text == "all" && !self.is_quoted(name.range));
        let capability = (!all).then_some(capability);
        Switch { capability, fields: fields.unwrap_or_default(), with, range: TextRange::new(l, r) }
    }

    pub(crate) fn is_quoted(&self, range: TextRange) -> bool {
        self.source.as_bytes().get(range.start as usize) == Some(&b'`')
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn speaks(&self, protocol: Path, body: Option<BodyOf<Member>>, l: u32, r: u32) -> Speaks {
        Speaks { protocol, members: body.map(|body| body.0).unwrap_or_default(), range: TextRange::new(l, r) }
    }

    // Types.

    pub(crate) fn variant(&self, name: Name) -> Variant {
        Variant { docs: self.docs(name.range.start), name }
    }

    pub(crate) fn enum_body(&self, variants: Vec<(Separator, Variant)>, l: u32, r: u32) -> EnumBody {
        let ordered = matches!(variants.get(1), Some((Separator::Less(_), _)));
        let odd = variants.iter().skip(1).find_map(|(separator, _)| match (separator, ordered) {
            (Separator::Comma(at), true) | (Separator::Less(at), false) => Some(*at),
            _ => None,
        });
        if let Some(at) = odd {
            let place = self.place(TextRange::new(at, at + 1));
            self.report(
                Diagnostic::new(Code::UNEXPECTED_TOKEN, place, "an enum is either ordered or not")
                    .help("put `<` between all of its variants, or a comma between all of them"),
            );
        }
        let variants = variants.into_iter().map(|(_, variant)| variant).collect();
        EnumBody { variants, ordered, range: TextRange::new(l, r) }
    }

    pub(crate) fn ty(&self, kind: TypeKind, l: u32, r: u32) -> TypeExpr {
        self.work();
        TypeExpr { kind, range: TextRange::new(l, r) }
    }

    pub(crate) fn set_of(&self, of: TypeExpr, l: u32, r: u32) -> TypeExpr {
        if matches!(of.kind, TypeKind::SetOf(_)) {
            self.report(
                Diagnostic::new(Code::UNEXPECTED_TOKEN, self.place(TextRange::new(l, r)), "there are no sets of sets")
                    .help("write `set of` once"),
            );
            return self.ty(TypeKind::Error, l, r);
        }
        self.ty(TypeKind::SetOf(Box::new(of)), l, r)
    }

    pub(crate) fn union(&self, mut types: Vec<TypeExpr>, l: u32, r: u32) -> TypeExpr {
        match (types.len(), types.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                types.extend(last);
                self.ty(TypeKind::Union(types), l, r)
            }
        }
    }

    // Requirements, functions, tests.

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn requirement(
        &self,
        id: Option<RequirementId>,
        title: Option<Text>,
        family: Option<Path>,
        subject: Option<Box<(TypeExpr, Option<Name>)>>,
        r: u32,
    ) -> Box<Requirement> {
        let (subject, variable) = subject.map_or((None, None), |parts| (Some(parts.0), parts.1));
        Box::new(Requirement { id, title, family, subject, variable, members: Vec::new(), body: TextRange::empty(r) })
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn with_clauses(
        &self,
        mut requirement: Box<Requirement>,
        (members, body): BodyOf<RequirementMember>,
    ) -> Box<Requirement> {
        requirement.members = members;
        requirement.body = body;
        requirement
    }

    pub(crate) fn no_clause(&self, error: Recovery<'source>, l: u32, r: u32) -> RequirementMember {
        self.unexpected(error);
        RequirementMember::Error(TextRange::new(l, r))
    }

    #[expect(clippy::too_many_arguments, reason = "one for each part of a clause")]
    pub(crate) fn clause(
        &self,
        (enhancement, name_end): (Option<u32>, u32),
        title: Option<Text>,
        should: bool,
        level: Option<Expr>,
        when: Option<Node>,
        assertions: Vec<Assertion>,
        l: u32,
        r: u32,
    ) -> Box<Clause> {
        Box::new(Clause {
            docs: self.docs(l),
            enhancement,
            name_range: TextRange::new(l, name_end),
            title,
            should,
            level,
            when: when.map(|when| when.expr),
            assertions,
            range: TextRange::new(l, r),
        })
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn assertion(&self, condition: Node, message: Option<Message>) -> Assertion {
        Assertion { condition: condition.expr, message }
    }

    pub(crate) fn no_message(&self, condition: Node) -> Assertion {
        if matches!(condition.expr.kind, ExprKind::Error) {
            return self.assertion(condition, None);
        }
        self.report(
            Diagnostic::new(
                Code::MISSING_MESSAGE,
                self.place(condition.expr.range),
                "this assertion does not say what is wrong where it fails",
            )
            .help("add `otherwise \"...\"` with a message for each witness"),
        );
        Assertion { condition: condition.expr, message: None }
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn function(
        &self,
        relation: bool,
        name: Option<Name>,
        parameters: Option<Vec<Parameter>>,
        returns: Option<TypeExpr>,
        body: Expr,
    ) -> Box<Function> {
        Box::new(Function { relation, name, parameters, returns, body })
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn test(
        &self,
        title: Option<Text>,
        date: Option<Expr>,
        (items, expectations): (Vec<Item>, Vec<Expectation>),
        l: u32,
        r: u32,
    ) -> Box<ItemKind> {
        Box::new(ItemKind::Test(Test { title, date, items, expectations, body: TextRange::new(l, r) }))
    }

    #[expect(clippy::unused_self, reason = "the grammar reads the same throughout")]
    pub(crate) fn not_verdict(&self, l: u32, name: &Name) -> Name {
        Name { text: smol_str::format_smolstr!("not {}", name.text), range: TextRange::new(l, name.range.end) }
    }
}

/// Where what the error threw away ends.
fn error_end(error: &Recovery<'_>) -> u32 {
    use lalrpop_util::ParseError as E;
    match &error.error {
        E::InvalidToken { location } | E::UnrecognizedEof { location, .. } => *location,
        E::UnrecognizedToken { token, .. } | E::ExtraToken { token } => token.0,
        E::User { .. } => 0,
    }
}
