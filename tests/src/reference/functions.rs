//! Defines, relations and the functions of the language itself.

use std::collections::BTreeSet;

use zcc_syntax::ast::{Comprehension, Expr, ExprKind, Function, TypeExpr};

use super::evaluate::{Bound, Env, World};
use super::rules::Rules;
use super::sets::aggregate_of_set;
use super::truth::{Mode, Truth};
use super::value::Value;

impl<'a> World<'a> {
    /// `name(arguments)`
    pub(super) fn call(&self, name: &str, arguments: &'a [Expr], env: &Env<'a>, mode: Mode) -> Value {
        match (name, arguments) {
            ("union", [a, b]) => Value::Set(self.set(a, env, mode).merge(&self.set(b, env, mode), Truth::or)),
            ("except", [a, b]) => {
                let without = self.set(b, env, mode.negated());
                Value::Set(self.set(a, env, mode).merge(&without, |inside, outside| inside.and(outside.negated())))
            }
            ("count" | "sum" | "min" | "max", [of]) => aggregate_of_set(name, |mode| self.set(of, env, mode), mode),
            _ => {
                let function = &self.rules.functions[name];
                let parameters = function.parameters.as_deref().unwrap_or_default();
                if function.relation {
                    let tuple: Vec<Value> = arguments.iter().map(|argument| self.value(argument, env, mode)).collect();
                    return Value::Truth(self.relation(name, &tuple, mode));
                }
                if parameters.is_empty() {
                    return self.define(name, function, mode);
                }
                let inner = parameters.iter().zip(arguments).fold(Env::default(), |inner, (parameter, argument)| {
                    inner.with(&parameter.name.text, Bound::Later(argument, env.clone()))
                });
                self.returned(function, &inner, mode)
            }
        }
    }

    fn returned(&self, function: &'a Function, env: &Env<'a>, mode: Mode) -> Value {
        let value = self.value(&function.body, env, mode);
        let is_set = matches!(function.returns.as_ref().map(|ty| &ty.kind), Some(zcc_syntax::ast::TypeKind::SetOf(_)));
        if is_set { Value::Set(value.set()) } else { value }
    }

    fn define(&self, name: &str, function: &'a Function, mode: Mode) -> Value {
        let key = (name.to_owned(), mode);
        if let Some(known) = self.constants.borrow().get(&key) {
            return known.clone();
        }
        let value = self.returned(function, &Env::default(), mode);
        // What depends on a relation that is still growing is not kept.
        if self.open.borrow().is_empty() || self.rules.uses(name).is_disjoint(&self.open.borrow()) {
            self.constants.borrow_mut().insert(key, value.clone());
        }
        value
    }

    /// How true it is that a tuple is in a relation.
    fn relation(&self, name: &str, tuple: &[Value], mode: Mode) -> Truth {
        if tuple.contains(&Value::Unknown) {
            return Truth::Unknown;
        }
        if !self.relations.borrow().contains_key(&(name.to_owned(), mode)) {
            self.find_relations(name, mode);
        }
        let relations = self.relations.borrow();
        let tuples = &relations[&(name.to_owned(), mode)];
        tuples.iter().find(|(known, _)| known == tuple).map_or(Truth::False, |(_, truth)| *truth)
    }

    /// Works out a relation together with those that depend on it and that it depends on: all tuples are tried with what
    /// is known, until nothing becomes more true.
    fn find_relations(&self, name: &str, mode: Mode) {
        let uses = self.rules.uses(name);
        let mut group: Vec<String> = uses
            .iter()
            .filter(|other| self.rules.functions[*other].relation && self.rules.uses(other).contains(name))
            .cloned()
            .collect();
        if !group.iter().any(|member| member == name) {
            group.push(name.to_owned());
        }
        for member in &group {
            let tuples = self.tuples(&self.rules.functions[member]);
            let unsure = tuples.into_iter().map(|tuple| (tuple, Truth::False)).collect();
            self.relations.borrow_mut().insert((member.clone(), mode), unsure);
        }
        let outer = self.open.borrow().clone();
        self.open.borrow_mut().extend(group.iter().cloned());
        loop {
            let mut changed = false;
            for member in &group {
                let function = &self.rules.functions[member];
                let count = self.relations.borrow()[&(member.clone(), mode)].len();
                for at in 0..count {
                    let (tuple, before) = self.relations.borrow()[&(member.clone(), mode)][at].clone();
                    let parameters = function.parameters.as_deref().unwrap_or_default();
                    let env = parameters.iter().zip(tuple).fold(Env::default(), |env, (parameter, value)| {
                        env.with(&parameter.name.text, Bound::Value(value))
                    });
                    let truth = self.truth(&function.body, &env, mode);
                    assert!(truth >= before, "{member} became less true: it is not positive");
                    if truth > before {
                        changed = true;
                        if let Some(tuples) = self.relations.borrow_mut().get_mut(&(member.clone(), mode)) {
                            tuples[at].1 = truth;
                        }
                    }
                }
            }
            if !changed {
                break;
            }
        }
        *self.open.borrow_mut() = outer;
    }

    /// Every tuple of a relation's things, by their paths, with how true it is.
    pub(super) fn extent(&self, name: &str, mode: Mode) -> Vec<(Vec<String>, Truth)> {
        let tuples = self.tuples(&self.rules.functions[name]);
        let called = |value: &Value| match value {
            Value::Entity(entity) => self.called(*entity),
            other => panic!("{other:?} has no path"),
        };
        tuples
            .into_iter()
            .map(|tuple| (tuple.iter().map(called).collect(), self.relation(name, &tuple, mode)))
            .collect()
    }

    fn tuples(&self, function: &Function) -> Vec<Vec<Value>> {
        let parameters = function.parameters.as_deref().unwrap_or_default();
        parameters.iter().fold(vec![Vec::new()], |tuples: Vec<Vec<Value>>, parameter| {
            let domain = self.domain(&parameter.ty);
            let longer = |tuple: &Vec<Value>| -> Vec<Vec<Value>> {
                domain.iter().map(|value| tuple.iter().cloned().chain([value.clone()]).collect()).collect()
            };
            tuples.iter().flat_map(longer).collect()
        })
    }

    /// Everything of a type.
    fn domain(&self, ty: &TypeExpr) -> Vec<Value> {
        let kinds = Rules::kinds(ty);
        let named =
            self.rules.enums.iter().rev().find(|(name, ..)| name.as_ref().is_some_and(|name| kinds == [name.clone()]));
        if let Some((_, variants, _)) = named {
            return variants.iter().cloned().map(Value::Variant).collect();
        }
        let entities = kinds.iter().flat_map(|kind| self.model.all(self.rules, kind));
        entities.map(Value::Entity).collect()
    }
}

impl Rules {
    /// The defines and relations that one uses, by itself or through others; itself only if it is recursive.
    pub fn uses(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![name.to_owned()];
        while let Some(next) = open.pop() {
            let mut names = BTreeSet::new();
            names_in(&self.functions[&next].body, &mut names);
            for name in names {
                if self.functions.contains_key(&name) && found.insert(name.clone()) {
                    open.push(name);
                }
            }
        }
        found
    }
}

/// Every name that stands in an expression.
fn names_in(expr: &Expr, names: &mut BTreeSet<String>) {
    if let ExprKind::Name(name) = &expr.kind {
        names.insert(name.to_string());
    }
    for_each_part(expr, &mut |part| names_in(part, names));
}

/// Calls `visit` with each expression directly within another.
pub(super) fn for_each_part<'a>(expr: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    let mut all = |parts: Vec<&'a Expr>| parts.into_iter().for_each(&mut *visit);
    match &expr.kind {
        ExprKind::Member(of, _) | ExprKind::Not(of) | ExprKind::Negate(of) | ExprKind::IsStated(of) => all(vec![of]),
        ExprKind::Call { callee, arguments } => all(std::iter::once(&**callee).chain(arguments).collect()),
        ExprKind::List(parts) | ExprKind::And(parts) | ExprKind::Or(parts) => all(parts.iter().collect()),
        ExprKind::Implies(a, b) | ExprKind::Compare(_, a, b) => all(vec![a, b]),
        ExprKind::Arithmetic { first, rest } => {
            all(std::iter::once(&**first).chain(rest.iter().map(|(_, right)| right)).collect());
        }
        ExprKind::Has { subject, condition, .. } => {
            all(std::iter::once(subject).chain(condition).map(|part| &**part).collect());
        }
        ExprKind::Carries { conduit, from, to } => all(vec![conduit, from, to]),
        ExprKind::Quantifier { binders, condition, body, .. } => {
            let sources = binders.iter().map(|binder| &binder.source);
            all(sources.chain(condition.as_deref()).chain([&**body]).collect());
        }
        ExprKind::If(condition, yes, no) => all(vec![condition, yes, no]),
        ExprKind::Let { value, body, .. } => all(vec![value, body]),
        ExprKind::Comprehension(of) | ExprKind::Aggregate { comprehension: of, .. } => {
            let Comprehension { head, binders, condition } = &**of;
            let sources = binders.iter().map(|binder| &binder.source);
            all(head.iter().chain(sources).chain(condition).collect());
        }
        ExprKind::Error
        | ExprKind::Name(_)
        | ExprKind::Literal(_)
        | ExprKind::Record(_)
        | ExprKind::Vector { .. }
        | ExprKind::Requirement(_) => {}
    }
}
