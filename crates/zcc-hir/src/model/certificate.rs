//! The lowering of certificates.

use zcc_base::{Code, TextRange};
use zcc_syntax::ast::{Block, ExprKind};

use super::blocks::{list_of, path_of};
use super::context::Context;
use super::library::{refuse_head, versions};
use super::library_model::CertificateModel;
use super::members::said;
use super::stated::Written;
use crate::facts::Origin;

/// Lowers a certificate.
pub(crate) fn lower_certificate(context: &mut Context<'_>, block: &Block) -> CertificateModel {
    const KNOWN: [&str; 8] =
        ["for", "scheme", "number", "profile", "versions", "conditions", "valid_from", "valid_until"];
    let mut written = Written::of(context, &block.members);
    said(context, block, Origin::first(context.scope.anchor, 0), "");
    refuse_head(context, block);
    let called = block.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    let mut model = CertificateModel { name: called, ..CertificateModel::default() };
    let name = block.name.as_ref().map_or(TextRange::empty(block.body.start), |name| name.range);
    let mut missing = Vec::new();
    match written.take("for") {
        Some((_, value)) => {
            let mut products = Vec::new();
            for one in list_of(value) {
                match path_of(one) {
                    Some(path) => products.extend(context.product(&path)),
                    None if matches!(one.kind, ExprKind::Error) => {}
                    None => context.say(
                        Code::TYPE_MISMATCH,
                        one.range,
                        "the name of a product is expected here",
                        "for example `for: plc_500`",
                    ),
                }
            }
            model.products = products.into_boxed_slice();
            if list_of(value).is_empty() {
                missing.push("for");
            }
        }
        None => missing.push("for"),
    }
    match written.take("profile") {
        Some((_, value)) => match path_of(value) {
            Some(path) => model.profile = context.profile(&path),
            None if matches!(value.kind, ExprKind::Error) => {}
            None => context.say(
                Code::TYPE_MISMATCH,
                value.range,
                "the name of a profile is expected here",
                "declare what is certified as a `profile` and name it",
            ),
        },
        None => missing.push("profile"),
    }
    for text in ["scheme", "number"] {
        let given = written.take(text);
        let given = context.stated_text(given);
        if given.is_missing() {
            missing.push(text);
        }
        let given = given.text().unwrap_or_default();
        if text == "number" {
            model.number = given;
        } else {
            model.scheme = given;
        }
    }
    if let Some((_, value)) = written.take("conditions") {
        model.conditions = list_of(value).iter().filter_map(|one| context.text(one)).collect();
    }
    model.versions = written.take("versions").and_then(|(_, value)| versions(context, value));
    model.valid_from = written.take("valid_from").and_then(|(_, value)| context.date(value));
    match written.take("valid_until") {
        Some((_, value)) => {
            model.valid_until = context.date(value);
            if let (Some(from), Some(until)) = (model.valid_from, model.valid_until)
                && until < from
            {
                context.say(
                    Code::BAD_CERTIFICATE,
                    value.range,
                    "this certificate ends before it begins",
                    "`valid_until` is the last day on which it holds",
                );
            }
        }
        None => missing.push("valid_until"),
    }
    written.refuse_rest(context, "certificate", &KNOWN);
    if !missing.is_empty() {
        let listed = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let called = block.name.as_ref().map_or("certificate", |name| name.text.as_str());
        context.say(
            Code::BAD_CERTIFICATE,
            name,
            format!("`{called}` does not state {listed}"),
            "a certificate states its products (`for`), `scheme`, `number`, `profile` and `valid_until`",
        );
    }
    model
}
