//! Sites: nested zones, conduits of both kinds, channels, switches, waivers and countermeasures.

use super::claims::{claims, switches};
use super::library::{Library, block, chance};
use super::tape::Tape;
use super::vocabulary::Vocabulary;

/// A zone as it is planned, before it is written.
struct Zone {
    path: String,
    parent: Option<usize>,
    components: usize,
    trusted: bool,
}

struct Plan<'p> {
    vocabulary: &'p Vocabulary,
    library: &'p Library,
    zones: Vec<Zone>,
}

fn target(tape: &mut Tape<'_>, catalog: &str) -> String {
    let level = tape.below(5);
    if tape.one_in(4) {
        let families = if catalog == "house" { ["A", "B"] } else { ["IAC", "RDF"] };
        format!("target: SL {level} {{ {}: {} }}", tape.pick(&families), tape.below(5))
    } else {
        format!("target: SL {level}")
    }
}

/// A site with up to `most` zones.
pub(super) fn site(
    tape: &mut Tape<'_>,
    vocabulary: &Vocabulary,
    library: &Library,
    catalog: &str,
    clauses: &[String],
    most: usize,
) -> String {
    let mut plan = Plan { vocabulary, library, zones: Vec::new() };
    for number in 0..=tape.below(most) {
        let parent = if number > 0 && tape.one_in(3) { Some(tape.below(number)) } else { None };
        let path =
            parent.map_or(format!("z{number}"), |parent: usize| format!("{}.z{number}", plan.zones[parent].path));
        let trusted = !tape.one_in(4) && parent.is_none_or(|parent| plan.zones[parent].trusted);
        let components = 1 + tape.below(3);
        plan.zones.push(Zone { path, parent, components, trusted });
    }
    let mut text = String::new();
    let mut members = vec![format!("assess: [{catalog}]"), target(tape, catalog)];
    vocabulary.attributes_of("site", tape, &mut members);
    claims(tape, vocabulary, 1, false, 3 * chance(vocabulary), &mut members);
    block(&mut text, "site plant \"The plant\"", &members);
    for zone in 0..plan.zones.len() {
        if plan.zones[zone].parent.is_none() {
            let members = plan.zone(tape, zone, catalog);
            block(&mut text, &format!("zone z{zone}"), &members);
        }
    }
    let mut scopes: Vec<String> = plan.zones.iter().map(|zone| zone.path.clone()).collect();
    scopes.push("plant".to_owned());
    if plan.zones.len() > 1 {
        for number in 0..tape.below(plan.zones.len() + 1) {
            let (head, members) = plan.conduit(tape, catalog);
            block(&mut text, &format!("conduit k{number} {head}"), &members);
            scopes.push(format!("k{number}"));
        }
    }
    scopes.push(format!("{}.c0", plan.zones[0].path));
    if !clauses.is_empty() {
        covers(tape, clauses, &scopes, &mut text);
    }
    text
}

fn covers(tape: &mut Tape<'_>, clauses: &[String], scopes: &[String], text: &mut String) {
    for number in 0..tape.below(4) {
        let ids: Vec<String> = (0..=tape.below(3)).map(|_| tape.pick(clauses).clone()).collect();
        let ids = if ids.len() == 1 { ids[0].clone() } else { format!("[{}]", ids.join(", ")) };
        let scope = tape.pick(scopes).clone();
        let until = *tape.pick(&["2027-01-01", "2026-01-15", "2026-01-14"]);
        let (head, mut members) = if tape.one_in(2) {
            (format!("countermeasure m{number}"), vec![format!("compensates: {ids}"), "evidence: \"OP-17\"".to_owned()])
        } else {
            let members = vec![
                format!("accepts: {ids}"),
                "because: \"So it is.\"".to_owned(),
                "approved_by: \"Ann\"".to_owned(),
                format!("until: {until}"),
            ];
            (format!("waiver w{number}"), members)
        };
        members.push(format!("for: {scope}"));
        block(text, &head, &members);
    }
}

impl Plan<'_> {
    fn component_paths(&self, zone: usize) -> Vec<String> {
        (0..self.zones[zone].components).map(|at| format!("{}.c{at}", self.zones[zone].path)).collect()
    }

    fn zone(&self, tape: &mut Tape<'_>, zone: usize, catalog: &str) -> Vec<String> {
        let own = &self.zones[zone];
        let mut members = Vec::new();
        let parent_is_trusted = own.parent.is_none_or(|parent| self.zones[parent].trusted);
        if !own.trusted && parent_is_trusted {
            members.push("trust: untrusted".to_owned());
        }
        if own.trusted && (own.parent.is_none() || tape.one_in(2)) {
            members.push(target(tape, catalog));
        }
        self.vocabulary.attributes_of("zone", tape, &mut members);
        let kinds = if tape.one_in(3) { 3 } else { 1 };
        claims(tape, self.vocabulary, kinds, false, 2 * chance(self.vocabulary), &mut members);
        members.retain(|member| !member.starts_with("offers"));
        for at in 0..own.components {
            members.push(self.component(tape, &format!("component c{at}"), &own.path.clone()));
        }
        for at in 0..tape.below(3) {
            if own.components > 1 {
                let from = tape.below(own.components);
                let to = (from + 1 + tape.below(own.components - 1)) % own.components;
                members.push(self.channel(tape, &format!("h{at}"), &format!("c{from}"), &format!("c{to}")));
            }
        }
        for inner in 0..self.zones.len() {
            if self.zones[inner].parent == Some(zone) {
                let mut text = String::new();
                let inner_members = self.zone(tape, inner, catalog);
                block(&mut text, &format!("zone z{inner}"), &inner_members);
                members.push(text);
            }
        }
        members
    }

    fn component(&self, tape: &mut Tape<'_>, head: &str, own_zone: &str) -> String {
        let mut members = Vec::new();
        self.vocabulary.attributes_of("component", tape, &mut members);
        let mut own = claims(tape, self.vocabulary, 3, true, 2 * chance(self.vocabulary), &mut members);
        let product = if tape.one_in(4) { None } else { Some(tape.pick(&self.library.products)) };
        let head = if let Some(product) = product {
            for (name, stances) in &product.stances {
                own.entry(name.clone()).or_insert_with(|| stances.clone());
            }
            if tape.one_in(2) {
                members.push(format!("firmware: \"{}\"", tape.pick(&["2.0", "2.0-rc1", "2.10", "3.0.0"])));
            }
            format!("{head}: {}", product.name)
        } else {
            members.push(format!("kind: {}", tape.pick(&["host_device", "embedded_device"])));
            head.to_owned()
        };
        let me = format!("{own_zone}.{}", head.split([' ', ':']).nth(1).unwrap_or_default());
        let zones = 0..self.zones.len();
        let partners: Vec<String> =
            zones.flat_map(|zone| self.component_paths(zone)).filter(|path| *path != me).collect();
        switches(tape, self.vocabulary, &own, &partners, &mut members);
        let mut text = String::new();
        block(&mut text, &head, &members);
        text
    }

    fn channel(&self, tape: &mut Tape<'_>, name: &str, from: &str, to: &str) -> String {
        let mut members = Vec::new();
        self.vocabulary.attributes_of("channel", tape, &mut members);
        claims(tape, self.vocabulary, 3, false, 3 * chance(self.vocabulary), &mut members);
        if tape.one_in(3) {
            members.push("enable all".to_owned());
        }
        let mut text = String::new();
        block(
            &mut text,
            &format!("channel {name}: {} from {from} to {to}", tape.pick(&self.library.protocols)),
            &members,
        );
        text
    }

    fn conduit(&self, tape: &mut Tape<'_>, catalog: &str) -> (String, Vec<String>) {
        let count = self.zones.len();
        let first = tape.below(count);
        let second = (first + 1 + tape.below(count - 1)) % count;
        let mut ends = vec![first, second];
        let one_way = tape.one_in(3);
        if !one_way && tape.one_in(4) {
            let third = tape.below(count);
            if !ends.contains(&third) {
                ends.push(third);
            }
        }
        let names: Vec<&str> = ends.iter().map(|end| &*self.zones[*end].path).collect();
        let head = if one_way {
            format!("from {} to {}", names[0], names[1])
        } else {
            format!("between {}", names.join(" and "))
        };
        let mut members = vec![target(tape, catalog)];
        self.vocabulary.attributes_of("conduit", tape, &mut members);
        claims(tape, self.vocabulary, 1, false, 3 * chance(self.vocabulary), &mut members);
        members.push(self.component(tape, "boundary b0", ""));
        for at in 0..tape.below(3) {
            let (from, to) = if one_way || tape.one_in(2) { (first, second) } else { (second, first) };
            let (from, to) = (self.component_paths(from), self.component_paths(to));
            let (from, to) = (tape.pick(&from).clone(), tape.pick(&to).clone());
            members.push(self.channel(tape, &format!("h{at}"), &from, &to));
        }
        (head, members)
    }
}
