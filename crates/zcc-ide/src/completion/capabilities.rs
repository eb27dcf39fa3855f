//! Capabilities: those that can be claimed, those that can be switched, and all.

use rustc_hash::{FxHashMap, FxHashSet};
use smol_str::SmolStr;
use zcc_hir::ids::CapabilityId;
use zcc_hir::model::claims::LayeredCapability;
use zcc_hir::model::{Claimable, claimable, quoted, resolve_entity};
use zcc_hir::names::{imports, tables};
use zcc_hir::rules::{capability, type_name};
use zcc_syntax::ast::ClaimKind;

use super::candidate::{Candidate, CandidateKind};
use super::libraries::sources;
use super::site::{Site, block_frame, path_of};
use crate::cursor::Segments;

/// All capabilities that a file can name.
pub(super) fn all(site: &mut Site<'_>, before: &Segments) {
    each(site, before, |_, _| {});
}

/// Walks over the capabilities that can be named here; `adjust` says more of each.
fn each(site: &mut Site<'_>, before: &Segments, mut adjust: impl FnMut(&mut Candidate, CapabilityId)) {
    let db = site.db;
    let table = &tables(db).capabilities;
    for source in sources(site, before) {
        let first = table.entries().partition_point(|entry| entry.package < source.package) as u16;
        for (entry, number) in table.of_package(source.package).iter().zip(first..) {
            let id = CapabilityId(number);
            let mut candidate = describe(site, source.candidate(CandidateKind::Capability, &entry.name), id);
            // The standard library's are what capabilities are, mostly.
            if source.package == 0 {
                candidate.rank = 5;
            }
            adjust(&mut candidate, id);
            site.add(candidate);
        }
    }
}

fn describe(site: &Site<'_>, mut candidate: Candidate, id: CapabilityId) -> Candidate {
    let db = site.db;
    let declared = capability(db, id);
    let entry = &tables(db).capabilities.entries()[id.index()];
    candidate.description = (declared.title != declared.name).then(|| declared.title.to_string());
    if !declared.parameters.is_empty() && candidate.signature.is_none() {
        let listed: Vec<String> = declared
            .parameters
            .iter()
            .map(|parameter| format!("{}: {}", parameter.name, type_name(db, &parameter.ty)))
            .collect();
        let listed = listed.join(", ");
        candidate.signature = Some(if listed.len() > 60 { " { … }".to_owned() } else { format!(" {{ {listed} }}") });
    }
    candidate.docs = Some(format!("capability|{}|{}", entry.package, entry.name));
    candidate
}

/// What is claimed and switched in the innermost block.
fn here(site: &Site<'_>) -> Claimable {
    let (Some(item), Some(frame)) = (site.spot.item, block_frame(site.spot)) else { return Claimable::default() };
    let of = frame.of.as_ref().map(|of| path_of(of));
    claimable(site.db, item, frame.start, frame.kind, of.as_ref())
}

/// Capabilities to claim: first those that the block says nothing of. One that it claims already may be claimed again,
/// as another mechanism; one that it has, it does not lack.
pub(super) fn claimed(site: &mut Site<'_>, kind: ClaimKind, before: &Segments) {
    let known = here(site);
    let mut said: FxHashMap<CapabilityId, ClaimKind> = FxHashMap::default();
    let item = site.spot.item;
    for claim in &known.own {
        let is_here = item.is_some_and(|item| {
            let place = zcc_hir::model::origin_place(site.db, claim.origin);
            place.anchor == item.anchor() && site.is_here(place.range)
        });
        if !is_here {
            said.insert(claim.capability, claim.kind);
        }
    }
    let far: FxHashSet<CapabilityId> = known.far.0.iter().map(|layered| layered.capability).collect();
    each(site, before, |candidate, id| match said.get(&id) {
        Some(_) => candidate.rank += 300,
        None if far.contains(&id) => candidate.rank += 100,
        None => {}
    });
    site.found.retain(|candidate| {
        candidate.kind != CandidateKind::Capability || candidate.rank < 300 || kind != ClaimKind::Lacks
    });
}

/// Capabilities to switch: those that are offered, or there, and whose switch is not set yet.
pub(super) fn switched(site: &mut Site<'_>, enable: bool, before: &Segments) {
    let known = here(site);
    let layers = known.layers();
    let mut set: FxHashMap<CapabilityId, usize> = FxHashMap::default();
    let mut sets_all = false;
    let mut off: FxHashSet<CapabilityId> = FxHashSet::default();
    for (switch, range) in &known.switches {
        if site.is_here(*range) {
            continue;
        }
        match switch.capability {
            Some(id) => {
                *set.entry(id).or_default() += 1;
                if !switch.enable {
                    off.insert(id);
                }
            }
            None => sets_all = true,
        }
    }
    let mending = if enable { mending(site) } else { FxHashSet::default() };
    let fits = |layered: &LayeredCapability| {
        let offers = layered.possible().filter(|claim| claim.kind == ClaimKind::Offers).count();
        let there = layered.possible().any(|claim| claim.kind != ClaimKind::Lacks);
        let times = set.get(&layered.capability).copied().unwrap_or(0);
        if enable { times < offers && !off.contains(&layered.capability) } else { there && times == 0 }
    };
    let names = Names::of(site, before);
    let fitting: Vec<&LayeredCapability> = layers.0.iter().filter(|layered| fits(layered)).collect();
    for layered in fitting {
        let id = layered.capability;
        let Some(text) = names.text(site, id) else { continue };
        let needs = layered.possible().find_map(|claim| claim.with.filter(|_| claim.kind == ClaimKind::Offers));
        let rank = match (mending.contains(&id), needs) {
            (true, _) => 0,
            (false, None) => 10,
            (false, Some(_)) if sets_all => 5,
            (false, Some(_)) => 20,
        };
        let mut candidate = describe(site, Candidate::new(CandidateKind::Capability, text.as_str(), rank), id);
        if mending.contains(&id) {
            candidate.description = Some("mends a finding".to_owned());
        }
        if let Some(needs) = needs.filter(|_| enable) {
            candidate.signature = Some(format!(" with {}", capability(site.db, needs).name));
            candidate = candidate.writes(format!("{text} with ")).and_goes_on();
            candidate.filter = Some(text);
        }
        site.add(candidate);
    }
    if enable && !sets_all && before.is_empty() {
        let all = Candidate::new(CandidateKind::Word, "all", 15).described("all that is offered and needs no partner");
        site.add(all);
    }
}

/// How capabilities are written at the cursor.
struct Names {
    aliases: FxHashMap<u32, SmolStr>,
    before: Option<u32>,
}

impl Names {
    fn of(site: &Site<'_>, before: &Segments) -> Self {
        let known = imports(site.db, site.at.file);
        let aliases = known.iter().filter_map(|import| Some((import.target?, import.alias.clone()))).collect();
        let before = match before.as_slice() {
            [] => None,
            [alias] => {
                Some(known.iter().find(|one| one.alias == *alias).and_then(|one| one.target).unwrap_or(u32::MAX))
            }
            _ => Some(u32::MAX),
        };
        Self { aliases, before }
    }

    fn text(&self, site: &Site<'_>, id: CapabilityId) -> Option<String> {
        let entry = tables(site.db).capabilities.entries().get(id.index())?;
        if let Some(before) = self.before {
            return (before == entry.package).then(|| quoted(&entry.name).to_string());
        }
        let bare = path_of(std::slice::from_ref(&entry.name));
        if site.scope().capability(site.db, &bare).is_ok_and(|found| found == id) {
            return Some(quoted(&entry.name).to_string());
        }
        self.aliases.get(&entry.package).map(|alias| format!("{}.{}", quoted(alias), quoted(&entry.name)))
    }
}

/// So many findings are looked at for what would mend them.
const MOST_FINDINGS: usize = 60;

/// The capabilities whose switch here would mend a finding.
fn mending(site: &Site<'_>) -> FxHashSet<CapabilityId> {
    let mut found = FxHashSet::default();
    let Some(frame) = block_frame(site.spot).filter(|_| !site.spot.in_test()) else { return found };
    let Some(name) = &frame.name else { return found };
    let outer = site.from();
    let path = match frame.kind {
        zcc_syntax::ast::BlockKind::Zone | zcc_syntax::ast::BlockKind::Conduit => outer,
        _ => format!("{outer}.{}", quoted(name)),
    };
    let Some(entity) = resolve_entity(site.db, &path) else { return found };
    let assessment = zcc_eval::assess(site.db);
    let remedies = zcc_eval::findings::Remedies::new(site.db);
    let mut looked = 0;
    for finding in assessment.findings().filter(|finding| finding.subject.place() == entity.place()) {
        for witness in finding.witnesses.iter().filter(|witness| witness.entities(finding.subject).contains(&entity)) {
            if looked == MOST_FINDINGS {
                return found;
            }
            looked += 1;
            for switch in remedies.of(finding, witness).switches {
                let Some(line) = switch.line.filter(|_| switch.path == path) else { continue };
                let Some(word) = line.strip_prefix("enable ").and_then(|rest| rest.split([' ', '{']).next()) else {
                    continue;
                };
                let segments: Vec<SmolStr> = word.split('.').map(|part| SmolStr::new(part.trim_matches('`'))).collect();
                found.extend(site.scope().capability(site.db, &path_of(&segments)));
            }
        }
    }
    found
}
