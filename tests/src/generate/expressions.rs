//! Random well-typed expressions over [`super::OWN_VOCABULARY`].

use super::tape::Tape;

/// The types that expressions are generated of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// `bool`
    Bool,
    /// `int`
    Int,
    /// `date`
    Date,
    /// `duration`
    Duration,
    /// `string`
    Text,
    /// `colour`: an enum without an order
    Colour,
    /// `grade`: an enum with one
    Grade,
    /// `way`: an enum that a set attribute is of
    Way,
    /// `zone`
    Zone,
    /// `conduit`
    Conduit,
    /// `component`
    Component,
    /// `channel`
    Channel,
    /// `zone or conduit`
    Place,
    /// `site`
    Site,
    /// `product`
    Product,
    /// `set of zone`
    Zones,
    /// `set of conduit`
    Conduits,
    /// `set of component`
    Components,
    /// `set of channel`
    Channels,
    /// `set of way`
    Ways,
}

impl Type {
    /// How it is written.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Date => "date",
            Self::Duration => "duration",
            Self::Text => "string",
            Self::Colour => "colour",
            Self::Grade => "grade",
            Self::Way => "way",
            Self::Zone => "zone",
            Self::Conduit => "conduit",
            Self::Component => "component",
            Self::Channel => "channel",
            Self::Place => "zone or conduit",
            Self::Site => "site",
            Self::Product => "product",
            Self::Zones => "set of zone",
            Self::Conduits => "set of conduit",
            Self::Components => "set of component",
            Self::Channels => "set of channel",
            Self::Ways => "set of way",
        }
    }

    /// What a set of it is.
    fn many(self) -> Option<Self> {
        Some(match self {
            Self::Zone => Self::Zones,
            Self::Conduit => Self::Conduits,
            Self::Component => Self::Components,
            Self::Channel => Self::Channels,
            Self::Way => Self::Ways,
            _ => return None,
        })
    }

    /// What a set of this type holds.
    fn member(self) -> Option<Self> {
        [Self::Zone, Self::Conduit, Self::Component, Self::Channel, Self::Way]
            .into_iter()
            .find(|one| one.many() == Some(self))
    }
}

/// A define or relation that can be called.
#[derive(Clone, Debug)]
pub(super) struct Callable {
    /// Its name.
    pub name: String,
    /// What it takes.
    pub takes: Vec<Type>,
    /// What it gives.
    pub gives: Type,
}

/// Writes expressions.
pub(super) struct Writer<'w, 'c> {
    /// Where choices come from.
    pub tape: &'w mut Tape<'c>,
    /// The variables that can be seen.
    pub variables: Vec<(String, Type)>,
    /// What can be called.
    pub callables: &'w [Callable],
    /// The relation whose body this is: it may be called where it stands positively.
    pub myself: Option<Callable>,
    /// How many names were given.
    pub names: usize,
}

const ENTITIES: [Type; 4] = [Type::Zone, Type::Conduit, Type::Component, Type::Channel];

impl Writer<'_, '_> {
    fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }

    fn variable(&mut self, ty: Type) -> Option<String> {
        let fitting: Vec<String> =
            self.variables.iter().rev().filter(|(_, own)| *own == ty).map(|(name, _)| name.clone()).collect();
        if fitting.is_empty() { None } else { Some(self.tape.pick(&fitting).clone()) }
    }

    /// An expression that can be an operand of anything.
    fn atom(&mut self, ty: Type, depth: usize, positive: bool) -> String {
        let text = self.expr(ty, depth, positive);
        let is_plain = text.chars().all(|c| c.is_alphanumeric() || "_.".contains(c));
        if is_plain { text } else { format!("({text})") }
    }

    /// An expression of a type. `positive` says that more of it makes more of the whole, through nothing but `and`, `or`,
    /// `some` and the right of `every` and `=>`.
    pub(super) fn expr(&mut self, ty: Type, depth: usize, positive: bool) -> String {
        if depth > 0 && self.tape.one_in(6) {
            return self.general(ty, depth - 1, positive);
        }
        match ty {
            Type::Bool => self.boolean(depth, positive),
            Type::Int => self.number(depth),
            Type::Date => {
                let own = self.variable(Type::Zone).map(|zone| format!("{zone}.open_since"));
                let other = self.variable(Type::Component).map(|component| format!("{component}.made"));
                self.one_of([own, other], &["2026-01-15", "2025-12-31 + 1 days", "2026-01-20"])
            }
            Type::Duration => {
                let own = self.variable(Type::Component).map(|component| format!("{component}.lasts"));
                self.one_of([own, None], &["2 hours", "1 days", "2026-01-15 - 2026-01-14"])
            }
            Type::Text => {
                let of = *self.tape.pick(&[Type::Zone, Type::Conduit, Type::Component, Type::Place]);
                let owner = self.variable(of).map(|thing| format!("{thing}.owner"));
                let product = self.variable(Type::Component).map(|component| format!("{component}.product.supplier"));
                self.one_of([owner, product], &["\"Ann\"", "\"ACME\"", "\"\""])
            }
            Type::Colour => {
                let own = self.variable(Type::Zone).map(|zone| format!("{zone}.aim"));
                let far = self.variable(Type::Component).map(|component| format!("{component}.zone.aim"));
                self.one_of([own, far], &["red", "green", "colour.blue"])
            }
            Type::Grade => {
                let own = self.variable(Type::Component).map(|component| format!("{component}.skill"));
                self.one_of([own, None], &["low", "mid", "high"])
            }
            Type::Way => {
                self.variable(Type::Way).unwrap_or_else(|| self.tape.pick(&["lan", "radio", "hand"]).to_string())
            }
            Type::Zones | Type::Conduits | Type::Components | Type::Channels | Type::Ways => self.set(ty, depth),
            entity => self.entity(entity, depth),
        }
    }

    fn one_of(&mut self, found: [Option<String>; 2], constants: &[&str]) -> String {
        let choice = self.tape.below(constants.len() + 2);
        match (choice, found) {
            (0, [Some(found), _]) | (1, [_, Some(found)]) => found,
            (choice, _) => constants[choice % constants.len()].to_owned(),
        }
    }

    /// The forms that any type can have: `if`, `let`, a call.
    fn general(&mut self, ty: Type, depth: usize, positive: bool) -> String {
        let callables: Vec<Callable> = self.callables.iter().filter(|one| one.gives == ty).cloned().collect();
        match self.tape.below(3) {
            0 if !callables.is_empty() => {
                let callable = self.tape.pick(&callables).clone();
                self.call(&callable, depth)
            }
            1 => {
                let (name, bound) =
                    (self.fresh(), *self.tape.pick(&[Type::Bool, Type::Int, Type::Components, Type::Zones]));
                let value = self.expr(bound, depth, false);
                self.variables.push((name.clone(), bound));
                let body = self.expr(ty, depth, positive);
                self.variables.pop();
                format!("(let {name} = {value}: {body})")
            }
            // What a condition that nobody knows chooses is known in part for truths, numbers and sets only.
            _ if ty != Type::Bool && ty != Type::Int && ty.member().is_none() => self.expr(ty, depth, false),
            _ => {
                let condition = self.expr(Type::Bool, depth, false);
                let (yes, no) = (self.expr(ty, depth, false), self.expr(ty, depth, false));
                format!("(if {condition} then {yes} else {no})")
            }
        }
    }

    fn call(&mut self, callable: &Callable, depth: usize) -> String {
        if callable.takes.is_empty() {
            return callable.name.clone();
        }
        let arguments: Vec<String> = callable.takes.iter().map(|ty| self.expr(*ty, depth.min(1), false)).collect();
        format!("{}({})", callable.name, arguments.join(", "))
    }

    fn entity(&mut self, ty: Type, depth: usize) -> String {
        let variable = self.variable(ty);
        if let Some(variable) = variable.clone().filter(|_| depth == 0 || !self.tape.one_in(4)) {
            return variable;
        }
        let far = match ty {
            Type::Zone => {
                let component = self.variable(Type::Component).map(|one| format!("{one}.zone"));
                let parent = self.variable(Type::Zone).map(|one| format!("{one}.parent"));
                let channel = self.variable(Type::Channel).map(|one| format!("{one}.from.zone"));
                component.or(parent).or(channel)
            }
            Type::Component => self.variable(Type::Channel).map(|one| format!("{one}.to")),
            Type::Place => self.variable(Type::Component).map(|one| format!("{one}.place")),
            Type::Product => self.variable(Type::Component).map(|one| format!("{one}.product")),
            _ => None,
        };
        // Where nothing of the type is at hand, one that nobody knows: the product of no component has no zone.
        far.or(variable).unwrap_or_else(|| "NOTHING".to_owned())
    }

    fn set(&mut self, ty: Type, depth: usize) -> String {
        let member = ty.member().unwrap_or(Type::Zone);
        if let Some(variable) = self.variable(ty).filter(|_| self.tape.one_in(3)) {
            return variable;
        }
        if depth > 0 {
            match self.tape.below(6) {
                1 => {
                    let name = self.fresh();
                    let source = self.set(ty, depth - 1);
                    self.variables.push((name.clone(), member));
                    let condition = self.expr(Type::Bool, depth - 1, false);
                    self.variables.pop();
                    return format!("{{ {name} in {source} where {condition} }}");
                }
                2 => {
                    let a = self.set(ty, depth - 1);
                    let b = self.set(ty, depth - 1);
                    return format!("{}({a}, {b})", self.tape.pick(&["union", "except"]));
                }
                // A recursive relation is not asked about sets that nobody knows: see `near`.
                3 if member == Type::Zone && self.myself.is_none() => {
                    let name = self.fresh();
                    let source = self.set(Type::Components, depth - 1);
                    return format!("{{ {name}.zone for {name} in {source} }}");
                }
                3 if member == Type::Component => {
                    let (name, other) = (self.fresh(), self.fresh());
                    let source = self.set(Type::Zones, depth - 1);
                    self.variables.push((name.clone(), Type::Zone));
                    self.variables.push((other.clone(), Type::Component));
                    let condition = self.expr(Type::Bool, depth - 1, false);
                    self.variables.truncate(self.variables.len() - 2);
                    return format!(
                        "{{ {other} for {name} in {source}, {other} in {name}.components where {condition} }}"
                    );
                }
                4 if self.variable(member).is_some() => {
                    let one = self.expr(member, 0, false);
                    return if one.contains("NOTHING") { self.near(ty) } else { format!("[{one}]") };
                }
                _ => {}
            }
        }
        self.near(ty)
    }

    /// A set that is at hand without building it. Within a recursive relation none that may be open: what a relation is
    /// that leans on itself through members that nobody knows, the language does not say.
    fn near(&mut self, ty: Type) -> String {
        let of = |attribute: &str, owner: Option<String>| owner.map(|owner| format!("{owner}.{attribute}"));
        let place = *self.tape.pick(&[Type::Place, Type::Zone, Type::Conduit]);
        let place = self.variable(place);
        let zone = self.variable(Type::Zone);
        let component = self.variable(Type::Component);
        let (found, global) = match ty {
            Type::Components => (of("components", place), "components"),
            Type::Channels => (of("channels", place).or(of("channels", component)), "channels"),
            Type::Conduits => (of("crossings", place).or(of("conduits", zone)), "conduits"),
            Type::Zones => (of("zones", self.variable(Type::Conduit)).or(of("zones", zone)), "zones"),
            _ => (of("ways", component).filter(|_| self.myself.is_none()), "[lan, radio]"),
        };
        match found {
            Some(found) if !self.tape.one_in(3) => found,
            _ => global.to_owned(),
        }
    }

    fn number(&mut self, depth: usize) -> String {
        if depth > 0 {
            match self.tape.below(8) {
                1 | 2 => {
                    let kind = *self.tape.pick(&ENTITIES);
                    let many = kind.many().unwrap_or(Type::Zones);
                    return format!("count({})", self.set(many, depth - 1));
                }
                3 => {
                    let name = self.fresh();
                    let source = self.set(Type::Components, depth - 1);
                    self.variables.push((name.clone(), Type::Component));
                    let condition = self.expr(Type::Bool, depth - 1, false);
                    self.variables.pop();
                    let function = *self.tape.pick(&["sum", "min", "max"]);
                    return format!("{function}({name}.weight for {name} in {source} where {condition})");
                }
                4 => {
                    let (a, b) = (self.atom(Type::Int, depth - 1, false), self.atom(Type::Int, depth - 1, false));
                    return format!("{a} {} {b}", self.tape.pick(&["+", "-", "*"]));
                }
                5 => return format!("-{}", self.atom(Type::Int, depth - 1, false)),
                6 => return format!("{} / {}", self.atom(Type::Int, depth - 1, false), 1 + self.tape.below(3)),
                _ => {}
            }
        }
        if let Some(variable) = self.variable(Type::Int).filter(|_| self.tape.one_in(2)) {
            return variable;
        }
        let place = *self.tape.pick(&[Type::Zone, Type::Conduit, Type::Place]);
        let rank = self.variable(place).map(|place| format!("{place}.rank"));
        let weight = self.variable(Type::Component).map(|component| format!("{component}.weight"));
        self.one_of([rank, weight], &["0", "1", "2", "3"])
    }

    /// What may stand behind `where` of a `has`.
    fn claim_condition(&mut self, capability: &str) -> String {
        let atoms: &[&str] = match capability {
            "alpha" => &[
                "unique",
                "strength >= fair",
                "hours > 2",
                "strength == weak",
                "not unique",
                "hours == 3",
                "strength != strong",
                "hours in [1, 2]",
            ],
            "beta" => &["hours >= 3", "hours == 0", "hours + 1 < 4"],
            _ => &["unique", "not unique"],
        };
        let first = (*self.tape.pick(atoms)).to_owned();
        if self.tape.one_in(3) {
            let second = *self.tape.pick(atoms);
            return format!(" where ({first} {} {second})", self.tape.pick(&["and", "or"]));
        }
        format!(" where {first}")
    }

    fn has(&mut self) -> Option<String> {
        let kinds = [Type::Component, Type::Zone, Type::Conduit, Type::Channel, Type::Place, Type::Product, Type::Site];
        let visible: Vec<Type> =
            kinds.into_iter().filter(|kind| self.variables.iter().any(|(_, own)| own == kind)).collect();
        if visible.is_empty() {
            return None;
        }
        let kind = *self.tape.pick(&visible);
        let subject = self.variable(kind)?;
        let capability = *self.tape.pick(&["alpha", "beta", "gamma", "delta"]);
        let condition =
            if capability != "gamma" && self.tape.one_in(2) { self.claim_condition(capability) } else { String::new() };
        Some(format!("{subject} has {capability}{condition}"))
    }

    fn compare(&mut self, depth: usize) -> String {
        let ordered = [Type::Int, Type::Grade, Type::Date, Type::Duration];
        let plain = [Type::Colour, Type::Text, Type::Bool, Type::Way, Type::Zone, Type::Component];
        let (ty, operator) = if self.tape.one_in(2) {
            (*self.tape.pick(&plain), *self.tape.pick(&["==", "!="]))
        } else {
            (*self.tape.pick(&ordered), *self.tape.pick(&["==", "!=", "<", "<=", ">", ">="]))
        };
        let (left, right) = (self.atom(ty, depth, false), self.atom(ty, depth, false));
        format!("{left} {operator} {right}")
    }

    fn membership(&mut self, depth: usize) -> String {
        let kind = *self.tape.pick(&[Type::Zone, Type::Conduit, Type::Component, Type::Channel, Type::Way]);
        let member = self.expr(kind, 0, false);
        let set = self.set(kind.many().unwrap_or(Type::Zones), depth);
        format!("{member} {} {set}", self.tape.pick(&["in", "not in"]))
    }

    fn stated(&mut self) -> Option<String> {
        let options = [
            (Type::Zone, "aim"),
            (Type::Component, "ways"),
            (Type::Component, "watched"),
            (Type::Place, "rank"),
            (Type::Channel, "ports"),
            (Type::Zone, "parent"),
            (Type::Component, "firmware"),
            (Type::Component, "product"),
        ];
        let (kind, attribute) = *self.tape.pick(&options);
        Some(format!("{}.{attribute} is stated", self.variable(kind)?))
    }

    /// An `every`, `some` or `no`.
    pub(super) fn quantifier(&mut self, words: &[&str], depth: usize, positive: bool) -> String {
        let word = *self.tape.pick(words);
        let mut binders = Vec::new();
        let before = self.variables.len();
        for _ in 0..=usize::from(self.tape.one_in(4)) {
            let kind = *self.tape.pick(&[Type::Component, Type::Zone, Type::Conduit, Type::Channel, Type::Way]);
            let source = self.set(kind.many().unwrap_or(Type::Zones), depth);
            let name = self.fresh();
            binders.push(format!("{name} in {source}"));
            self.variables.push((name, kind));
        }
        let condition = if self.tape.one_in(3) {
            format!(" where {}", self.expr(Type::Bool, depth, positive && word == "some"))
        } else {
            String::new()
        };
        let body = self.expr(Type::Bool, depth, positive && word != "no");
        self.variables.truncate(before);
        format!("{word} {}{condition}: {body}", binders.join(", "))
    }

    fn leaf(&mut self, positive: bool) -> String {
        if let Some(myself) = self.myself.clone().filter(|_| positive && self.tape.one_in(3)) {
            return self.call(&myself, 0);
        }
        if let Some(variable) = self.variable(Type::Bool).filter(|_| self.tape.one_in(3)) {
            return variable;
        }
        let watched = self.variable(Type::Component).map(|component| format!("{component}.watched"));
        let secret = self.variable(Type::Channel).map(|channel| format!("{channel}.secret"));
        let found = match self.tape.below(6) {
            0 => self.has(),
            1 => watched,
            2 => secret,
            3 => self.stated(),
            4 => self.carries(),
            _ => None,
        };
        found.or_else(|| self.has()).unwrap_or_else(|| self.tape.pick(&["true", "false"]).to_string())
    }

    fn carries(&mut self) -> Option<String> {
        let conduit = self.variable(Type::Conduit)?;
        let (from, to) = (self.variable(Type::Zone)?, self.variable(Type::Zone)?);
        Some(format!("{conduit} carries {from} to {to}"))
    }

    fn boolean(&mut self, depth: usize, positive: bool) -> String {
        if depth == 0 {
            return self.leaf(positive);
        }
        let depth = depth - 1;
        match self.tape.below(10) {
            0 => self.leaf(positive),
            1 | 2 => {
                let word = *self.tape.pick(&["and", "or"]);
                let left = self.atom(Type::Bool, depth, positive);
                let right = if self.tape.one_in(4) {
                    self.quantifier(&["every", "some", "no"], depth, positive)
                } else {
                    self.atom(Type::Bool, depth, positive)
                };
                format!("{left} {word} {right}")
            }
            3 => format!("not {}", self.atom(Type::Bool, depth, false)),
            4 => {
                let left = self.atom(Type::Bool, depth, false);
                format!("{left} => {}", self.expr(Type::Bool, depth, positive))
            }
            5 => self.compare(depth),
            6 => self.membership(depth),
            _ => self.quantifier(&["some", "every", "no"], depth, positive),
        }
    }
}
