//! What the words of the language mean, each in a sentence or two.

use zcc_hir::expr::{Builtin, GlobalSet};
use zcc_hir::model::ExpectedVerdict;
use zcc_hir::program::LevelKind;
use zcc_syntax::TokenKind;
use zcc_syntax::ast::BlockKind;

use crate::names::Holder;

/// A keyword: how it is used, and what for.
pub(super) const fn keyword(kind: TokenKind) -> Option<(&'static str, &'static str)> {
    use TokenKind as T;
    Some(match kind {
        T::Import => (
            "import acme_controllers as acme",
            "Makes what a dependency declares known in this file, behind its name and a dot.",
        ),
        T::As => ("import acme_controllers as acme", "Gives what is imported a shorter name in this file."),
        T::Site => (
            "site plant \"Title\" { … }",
            "The plant that is judged: what it is held against, and what holds for all of it. There is one.",
        ),
        T::Zone => (
            "zone control \"Title\" { … }",
            "Components that share what is asked of them. Zones may lie in zones, which inherit target, claims and switches.",
        ),
        T::Conduit => (
            "conduit link between a and b { … }",
            "The way by which zones talk to each other: its channels, and the boundary devices that guard it.",
        ),
        T::Component => (
            "component plc: acme.plc_500 { … }",
            "A device or software in a zone. It has what its product claims, and what it says itself.",
        ),
        T::Boundary => ("boundary firewall: acme.fw_10 { … }", "A component that guards a conduit."),
        T::Channel => (
            "channel poll: modbus_tcp from scada to plc",
            "Traffic of one protocol from one component to another: within a zone, or in the conduit that joins their zones.",
        ),
        T::Product => (
            "product plc_500 \"Title\": embedded_device { … }",
            "What a supplier says of a product: what it provides, offers and lacks. Components are of products.",
        ),
        T::Protocol => {
            ("protocol opc_ua \"Title\" { … }", "What traffic of a protocol can do. Channels are of protocols.")
        }
        T::Profile => (
            "profile hardened { … }",
            "A bundle of claims that products, protocols and other profiles include, and that certificates attest.",
        ),
        T::Certificate => (
            "certificate iso { for: plc_500 profile: hardened … }",
            "What somebody else attests of products, until its last day.",
        ),
        T::Waiver => (
            "waiver late { accepts: SR 2.5 for: control.panel until: … }",
            "A risk that somebody accepts for a time: what it accepts, for what, until when, why, and who approved it.",
        ),
        T::Countermeasure => (
            "countermeasure guards { compensates: SR 2.5 for: control.panel }",
            "Something else that makes up for what is not met.",
        ),
        T::Capability => (
            "capability session_lock { after: duration }",
            "Something that components, channels or zones can do, with parameters that say how. Products claim it, sites switch it, rules ask for it.",
        ),
        T::Catalog => (
            "catalog part_3_3 \"Title\" { levels: SL family IAC \"…\" }",
            "One edition of one document that asks something: how it grades, and its families.",
        ),
        T::Enum => (
            "enum purpose { control, business }",
            "A type of a few named values; with `<` between them, from least to greatest.",
        ),
        T::Attribute => (
            "attribute zone or conduit.purpose: purpose = business",
            "Something that is stated of every zone (or conduit, component …), with its type and what it is where nobody states it.",
        ),
        T::Requirement => (
            "requirement SR 1.1 \"Title\" in part_3_3.IAC for zone z { … }",
            "A rule: what it is about, from which level it is asked for, and what must hold.",
        ),
        T::Relation => (
            "relation reaches(a: zone, b: zone) = …",
            "A relation between things of the model; it may use itself, and holds where that follows in finitely many steps.",
        ),
        T::Define => ("define is_remote(c: component): bool = …", "A name for an expression, with parameters."),
        T::Test => ("test \"Title\" on 2026-01-01 { … }", "A small model and what is expected of it."),
        T::Provides => {
            ("provides user_authentication { unique: true }", "Claims a capability that is built in and on.")
        }
        T::Offers => (
            "offers session_lock with directory",
            "Claims a capability that is there and off until a site enables it; behind `with`, what another component must have for it to work.",
        ),
        T::Lacks => ("lacks encrypted_storage", "Says that a capability is not there, so that nobody has to wonder."),
        T::Enable => (
            "enable session_lock { after: 10 minutes }",
            "Switches on what is offered, for this component, channel, zone or the whole site.",
        ),
        T::Disable => ("disable web_server { because: \"…\" }", "Switches off what is provided."),
        T::Speaks => (
            "speaks opc_ua { lacks … }",
            "Says that a product or component speaks a protocol, and what its end of it cannot.",
        ),
        T::Include => ("include hardened", "Takes over all claims of a profile."),
        T::Family => (
            "family IAC \"Identification and authentication control\"",
            "A family of a catalogue: levels are reached family by family.",
        ),
        T::Expect => (
            "expect SR 1.1 unmet for z because c",
            "What must come of a test's model: a verdict, for whom, and on whose account.",
        ),
        T::Capable => (
            "expect capable SR 1.1 met for z",
            "Expects it of the capable judgement: with all switches where they help.",
        ),
        T::Because => ("expect SR 1.1 unmet for z because c", "Names all those for whom the clause is not met."),
        T::Base => ("base at SL 1: …", "The requirement itself, without its enhancements."),
        T::Enhancement => ("RE 1 \"Title\" at SL 2: …", "An enhancement of the requirement."),
        T::Should => (
            "base should at SL 2: …",
            "Makes a clause a recommendation: what misses it is a warning, and holds no level down.",
        ),
        T::At => ("base at SL 2: …", "The level from which a clause is asked for."),
        T::When => ("base at SL 2 when c: …", "Where a clause applies; where this is false it is not applicable."),
        T::Between => ("conduit link between a and b", "The zones that a conduit joins, in both directions."),
        T::From => {
            ("from a to b", "Where traffic starts. A conduit `from … to …` lets it pass in this direction only.")
        }
        T::To => ("from a to b", "Where traffic goes."),
        T::For => (
            "requirement SR 1.1 in part_3_3.IAC for zone z",
            "What a requirement is about; in an expectation, whom it is expected of; in a set, what its members are made from.",
        ),
        T::On => ("test \"Title\" on 2026-01-01", "The day that a test is judged on."),
        T::Set | T::Of => ("set of zone", "The type of a set."),
        T::And => ("a and b", "True where both are. Unknown where one is unknown and none false."),
        T::Or => (
            "a or b",
            "True where one is. Unknown where one is unknown and none true. Between types: one or the other.",
        ),
        T::Not => ("not a", "True where it is false; unknown where it is unknown."),
        T::In => (
            "x in S",
            "Whether something is in a set or an address in a network; behind a quantifier, what the variable ranges over.",
        ),
        T::Has => (
            "c has session_lock where after <= 15 minutes",
            "Whether something has a capability. Unknown where nobody says.",
        ),
        T::Carries => ("k carries a to b", "Whether traffic can go through a conduit from one zone to another."),
        T::Where => {
            ("every c in S where p: q", "Narrows what is ranged over; behind `has`, says how the capability must be.")
        }
        T::Every => (
            "every c in S where p: q",
            "True where it is true of all of them. Those for whom it is not are the witnesses.",
        ),
        T::Some => ("some c in S: q", "True where it is true of at least one."),
        T::No => ("no c in S: q", "True where it is true of none."),
        T::If | T::Then | T::Else => ("if a then b else c", "One or the other."),
        T::Let => ("let x = e", "A name for an expression."),
        T::True | T::False => ("true", "A truth value."),
        T::With => {
            ("offers C with D", "In a claim: what another component must have. In a switch: the component that has it.")
        }
        T::Otherwise => {
            ("otherwise \"{c.name} has none\"", "What to say of each for whom the condition does not hold.")
        }
        T::IsStated => ("c.interfaces is stated", "Whether anybody stated it. Never unknown."),
        _ => return None,
    })
}

/// A level, in our own words.
pub(super) const fn level(kind: LevelKind, level: u32) -> &'static str {
    match (kind, level) {
        (LevelKind::Security, 0) => "Nothing is asked.",
        (LevelKind::Security, 1) => "Keeps out mishaps: people who err, software that strays, whoever wanders in.",
        (LevelKind::Security, 2) => {
            "Holds against people who attack on purpose with everyday tools and know nothing in particular of control systems."
        }
        (LevelKind::Security, 3) => "Holds against attackers who know control systems and spend time and tools on it.",
        (LevelKind::Security, 4) => {
            "Holds against attackers with every means: teams, time, and knowledge of this very plant."
        }
        (LevelKind::Maturity, 1) => "It is done, by whoever happens to do it.",
        (LevelKind::Maturity, 2) => "It is written down how it is done, and people are trained for it.",
        (LevelKind::Maturity, 3) => "It is done as written, everywhere and each time, and there is proof of it.",
        (LevelKind::Maturity, 4) => "It is measured, and made better by what was measured.",
        (LevelKind::Security, _) => "There is no such level: they go from SL 0 to SL 4.",
        (LevelKind::Maturity, _) => "There is no such level: they go from ML 1 to ML 4.",
    }
}

/// One of the language's own attributes.
pub(super) const fn builtin(builtin: Builtin) -> &'static str {
    match builtin {
        Builtin::Name => "How it is called: its path.",
        Builtin::Title => "Its title, in quotes after its name.",
        Builtin::Target => {
            "What is aimed at: a level for all families, or one for each. A nested zone has that of the zone around it where it states none."
        }
        Builtin::Trust => {
            "Whether a zone belongs to what is secured. Nothing is asked of an `untrusted` one; what it sends is not believed."
        }
        Builtin::Network => "The networks of a zone. Addresses of its components must lie in them.",
        Builtin::SharesNetworkWith => "The zones on the same network with no conduit in between.",
        Builtin::Components => "Its components; of a conduit, its boundary devices.",
        Builtin::Channels => "Its channels; of a component, those that it is an end of.",
        Builtin::Zones => "Of a site all zones, of a zone those directly in it, of a conduit those that it joins.",
        Builtin::Parent => "The zone around a zone.",
        Builtin::Crossings => "The conduits by which traffic enters or leaves a zone.",
        Builtin::Conduits => "Of a site all conduits, of a zone those that join it.",
        Builtin::Boundary => "The devices that guard a conduit.",
        Builtin::Product => "The product of a component.",
        Builtin::Kind => "Embedded device, host device, network device or software application: one or several.",
        Builtin::Firmware => "The version that runs on a component. Claims may hold for some versions only.",
        Builtin::Address => "The addresses of a component.",
        Builtin::Place => "The zone or conduit that it is in.",
        Builtin::Zone => "The zone that it is in; unknown of what is in a conduit.",
        Builtin::Speaks => "The protocols that it speaks.",
        Builtin::From => "The component where traffic starts.",
        Builtin::To => "The component where traffic goes.",
        Builtin::Protocol => "The protocol of a channel.",
        Builtin::Supplier => "Who makes it.",
    }
}

/// One of the language's own sets: its word, and what is in it.
pub(super) const fn set(set: GlobalSet) -> (&'static str, &'static str) {
    match set {
        GlobalSet::Zones => ("zones: set of zone", "All zones, untrusted ones included."),
        GlobalSet::Conduits => ("conduits: set of conduit", "All conduits."),
        GlobalSet::Components => ("components: set of component", "All components, boundary devices included."),
        GlobalSet::Channels => ("channels: set of channel", "All channels."),
        GlobalSet::Products => ("products: set of product", "All products."),
        GlobalSet::Protocols => ("protocols: set of protocol", "All protocols."),
    }
}

/// One of the language's own functions: how it is called, and what it gives.
pub(super) fn call(word: &str) -> (&'static str, &'static str) {
    match word {
        "count" => ("count(x in S where p)", "How many there are. Where it is unknown of some, a range of numbers."),
        "sum" => ("sum(x.hours for x in S where p)", "All of them added up."),
        "min" => ("min(x.level for x in S where p)", "The least of them."),
        "max" => ("max(x.level for x in S where p)", "The greatest of them."),
        "union" => ("union(a, b)", "What is in one of the sets."),
        _ => ("except(a, b)", "What is in the first set and not in the second."),
    }
}

/// A type of the language.
pub(super) fn ty(word: &str) -> &'static str {
    match word {
        "bool" => "A truth value: `true` or `false`; what nobody states is unknown.",
        "int" => "A whole number.",
        "string" => "A text in quotes.",
        "date" => "A day, such as `2027-03-31`.",
        "duration" => "A time, such as `30 days`.",
        "version" => "A version, such as `\"4.1.0\"`.",
        "address" => "An address, such as `10.20.0.5`.",
        "network" => "A network, such as `10.10.0.0/16`.",
        "SL" => "A security level, `SL 0` to `SL 4`.",
        "ML" => "A maturity level, `ML 1` to `ML 4`.",
        "vector" => "A security level for each family, such as `SL 2 { IAC: 3 }`.",
        "site" => "The site.",
        "zone" => "A zone.",
        "conduit" => "A conduit.",
        "component" => "A component or a boundary device.",
        "channel" => "A channel.",
        "product" => "A product.",
        _ => "A protocol.",
    }
}

/// A verdict.
pub(super) const fn verdict(verdict: ExpectedVerdict) -> (&'static str, &'static str) {
    match verdict {
        ExpectedVerdict::Met => ("met", "The clause is true."),
        ExpectedVerdict::Unmet => ("unmet", "The clause is false."),
        ExpectedVerdict::Unproven => ("unproven", "Nobody stated what would decide the clause."),
        ExpectedVerdict::NotApplicable => ("not applicable", "The clause has nothing to say of this subject."),
        ExpectedVerdict::Compensated => ("compensated", "Countermeasures make up for all that is missing."),
        ExpectedVerdict::Accepted => ("accepted", "Waivers, with countermeasures, cover all that is missing."),
    }
}

/// What is stated in some place only.
pub(super) fn field(holder: Holder, word: &str) -> (&'static str, &'static str) {
    match (holder, word) {
        (Holder::Evidence, "document") => ("document: string", "What proves it."),
        (Holder::Evidence, "sha256") => ("sha256: string", "The SHA-256 of the document."),
        (_, "valid_until") => ("valid_until: date", "The last day on which it holds."),
        (_, "valid_from") => ("valid_from: date", "The first day on which it holds."),
        (Holder::Block(BlockKind::Certificate), "for") => ("for: products", "What is certified."),
        (_, "for") => (
            "for: paths",
            "What it is for: a zone, a conduit, a component, a channel or the site, with all that is inside.",
        ),
        (_, "because") => ("because: string", "Why, for people. No rule reads it."),
        (_, "evidence") => (
            "evidence: string or { document, sha256, valid_until }",
            "What proves it. After `valid_until` the claim counts as unknown.",
        ),
        (_, "since") => ("since: version", "The first firmware that the claim is for."),
        (Holder::Claim, "until") => ("until: version", "The firmware from which on the claim is void."),
        (_, "until") => ("until: date", "The last day on which it counts."),
        (_, "accepts") => ("accepts: clauses", "The clauses whose gaps are accepted."),
        (_, "compensates") => ("compensates: clauses", "The clauses that it makes up for."),
        (_, "requested_by") => ("requested_by: string", "Who asked for it."),
        (_, "approved_by") => ("approved_by: string", "Who took the decision; never the one who asked."),
        (_, "assess") => ("assess: catalogues", "What it is held against."),
        (_, "versions") => ("versions: string", "The firmware that the product is about, such as `\">= 4.0, < 5\"`."),
        (_, "levels") => ("levels: SL, ML or none", "How a catalogue grades."),
        (_, "scheme") => ("scheme: string", "The scheme that a certificate is of."),
        (_, "number") => ("number: string", "The number of a certificate."),
        (_, "profile") => ("profile: profile", "What is certified, as a profile."),
        (_, "conditions") => ("conditions: strings", "On what conditions it holds."),
        _ => ("", ""),
    }
}
