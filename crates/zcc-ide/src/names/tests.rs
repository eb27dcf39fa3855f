//! What each name of sites, libraries and rules means.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use zcc_db::{File, items};

use super::*;
use crate::host::Analysis;
use crate::target::FilePosition;
use crate::testing::{at_cursor, at_cursor_in, example, host};

const SITE: &str = r#"
import acme as a

site plant "A plant" {
  assess: [part_3_3]
  target: SL 2 { IAC: 3 }
}

zone control "Control" {
  trust: trusted
  target: SL 2
  enable user_authentication { because: "ours" }
  zone skid {
    component pump: a.plc_500 {
      firmware: "1.0"
      enable session_lock { after: 10 minutes }
    }
  }
  component hmi {
    kind: host_device
    provides user_authentication { unique: true }
    speaks modbus_tcp
    enable user_authentication with skid.pump
  }
  channel poll: modbus_tcp from hmi to skid.pump
}

zone office { trust: untrusted }

conduit link between control and office {
  boundary firewall: a.plc_500 { lacks session_lock }
  channel web: https from control.hmi to firewall
}

waiver late "Later" {
  accepts: SR 1.1 RE 2
  for: [control.hmi, plant]
  until: 2028-01-01
  because: "x"
  approved_by: "y"
}
"#;

const ACME: &str = r#"
product plc_500 "PLC" : embedded_device, host_device {
  supplier: "Acme"
  target: SL 1
  offers session_lock { after: 5 minutes } with user_authentication
  include hardened
  speaks modbus_tcp { lacks communication_integrity }
}
profile hardened { provides audit_logging }
certificate iso { for: plc_500 profile: hardened scheme: "s" number: "1" valid_until: 2030-01-01 }
"#;

fn both(cursor: &str, at: &str) -> (Analysis, FilePosition) {
    let site = SITE.replacen(cursor, at, 1);
    assert_ne!(site, SITE, "`{cursor}` is in the site");
    at_cursor_in(&[
        ("zcc.toml", "[package]\nname = \"plant\"\n\n[dependencies]\nacme = { path = \"acme\" }\n"),
        ("site.zc", &site),
        ("acme/zcc.toml", "[package]\nname = \"acme\"\n"),
        ("acme/products.zc", ACME),
    ])
}

/// The names of a file, each with what it means.
#[track_caller]
fn check(text: &str, expected: &Expect) {
    let (analysis, position) = at_cursor(&format!("{text}$0"));
    expected.assert_eq(&listed(&analysis, position.file));
}

fn listed(analysis: &Analysis, file: File) -> String {
    let text = analysis.text(file);
    let mut told = String::new();
    for one in analysis.names(file) {
        let word = &text[one.range.to_usize()];
        let kind = format!("{:?}", one.symbol);
        let kind = kind.split(['(', ' ', '{']).next().unwrap_or_default();
        let spelled = spelled(&analysis.db, one.symbol);
        let _ = writeln!(told, "{word} = {kind} {spelled} {:?}", one.role);
    }
    told
}

#[test]
fn every_name_of_a_site_means_something() {
    let (analysis, position) = both("import acme", "$0import acme");
    expect![[r#"
        acme = Package acme Use
        a = Alias a Declaration
        plant = Entity plant Declaration
        assess = Field assess Stated
        part_3_3 = Catalog part_3_3 Use
        target = Attribute target Stated
        IAC = Family IAC Use
        control = Entity control Declaration
        trust = Attribute trust Stated
        trusted = Variant trusted Use
        target = Attribute target Stated
        user_authentication = Capability user_authentication Use
        because = Field because Stated
        skid = Entity skid Declaration
        pump = Entity pump Declaration
        a = Alias a Use
        plc_500 = Entity plc_500 Instance
        firmware = Attribute firmware Stated
        session_lock = Capability session_lock Use
        hmi = Entity hmi Declaration
        kind = Attribute kind Stated
        host_device = Variant host_device Use
        user_authentication = Capability user_authentication Provided
        unique = Parameter unique Stated
        modbus_tcp = Entity modbus_tcp Use
        user_authentication = Capability user_authentication Use
        skid = Entity skid Use
        pump = Entity pump Use
        poll = Entity poll Declaration
        modbus_tcp = Entity modbus_tcp Instance
        hmi = Entity hmi Use
        skid = Entity skid Use
        pump = Entity pump Use
        office = Entity office Declaration
        trust = Attribute trust Stated
        untrusted = Variant untrusted Use
        link = Entity link Declaration
        control = Entity control Use
        office = Entity office Use
        firewall = Entity firewall Declaration
        a = Alias a Use
        plc_500 = Entity plc_500 Instance
        session_lock = Capability session_lock Use
        web = Entity web Declaration
        https = Entity https Instance
        control = Entity control Use
        hmi = Entity hmi Use
        firewall = Entity firewall Use
        late = Named late Declaration
        accepts = Field accepts Stated
        SR 1.1 RE 2 = Clause SR 1.1 RE 2 Use
        for = Field for Stated
        control = Entity control Use
        hmi = Entity hmi Use
        plant = Entity plant Use
        until = Field until Stated
        because = Field because Stated
        approved_by = Field approved_by Stated
    "#]]
    .assert_eq(&listed(&analysis, position.file));
}

#[test]
fn every_name_of_a_library_means_something() {
    check(
        ACME,
        &expect![[r#"
        plc_500 = Entity plc_500 Declaration
        embedded_device = Variant embedded_device Use
        host_device = Variant host_device Use
        supplier = Attribute supplier Stated
        target = Attribute target Stated
        session_lock = Capability session_lock Provided
        user_authentication = Capability user_authentication Use
        hardened = Profile hardened Use
        modbus_tcp = Entity modbus_tcp Use
        communication_integrity = Capability communication_integrity Use
        hardened = Profile hardened Declaration
        iso = Named iso Declaration
        for = Field for Stated
        plc_500 = Entity plc_500 Use
        profile = Field profile Stated
        hardened = Profile hardened Use
        scheme = Field scheme Stated
        number = Field number Stated
        valid_until = Field valid_until Stated
    "#]],
    );
}

#[test]
fn every_name_of_rules_means_something() {
    check(
        r#"
enum shift { day, night }
enum rank { low < high }
attribute zone or conduit.shift: shift = day
attribute component.mode: set of enum { manual, auto }
capability badge "Badge" { colour: enum { red, green } strength: rank }
catalog own "Own" { levels: SL family AA "A" }
define staffed(z: zone, s: shift): bool = z.shift == s or z.shift == shift.night
relation near(a: zone, b: zone) = a == b or some k in a.conduits: b in k.zones and near(a, b)
requirement OR 1.1 "One" in own.AA for zone z {
  let all = { c in z.components where c has badge where (colour == red and strength >= low) }
  base at SL 1: every c in all where manual in c.mode: staffed(z, day) otherwise "{c.name} in {z.title}"
  RE 1 at SL 2 when count(all) > 1: no n in zones: near(z, n) and n.target == SL 2 { AA: 3 } otherwise "{n.name}"
}
test "it works" on 2027-01-01 {
  profile p { provides badge { colour: green, strength: high } }
  product own_product: host_device { target: SL 1 include p }
  zone z { shift: night component c: own_product { mode: [manual] } }
  expect OR 1.1 RE 1 unmet for z because c
  expect capable OR 1.1 in own not_applicable for own_product
}
"#,
        &expect![[r#"
            shift = Enum shift Declaration
            day = Variant day Declaration
            night = Variant night Declaration
            rank = Enum rank Declaration
            low = Variant low Declaration
            high = Variant high Declaration
            zone = Type zone Use
            conduit = Type conduit Use
            shift = Attribute shift Declaration
            shift = Enum shift Use
            day = Variant day Use
            component = Type component Use
            mode = Attribute mode Declaration
            manual = Variant manual Declaration
            auto = Variant auto Declaration
            badge = Capability badge Declaration
            colour = Parameter colour Declaration
            red = Variant red Declaration
            green = Variant green Declaration
            strength = Parameter strength Declaration
            rank = Enum rank Use
            own = Catalog own Declaration
            levels = Field levels Stated
            SL = Type SL Use
            AA = Family AA Declaration
            staffed = Function staffed Declaration
            z = Variable z Declaration
            zone = Type zone Use
            s = Variable s Declaration
            shift = Enum shift Use
            bool = Type bool Use
            z = Variable z Use
            shift = Attribute shift Use
            s = Variable s Use
            z = Variable z Use
            shift = Attribute shift Use
            shift = Enum shift Use
            night = Variant night Use
            near = Function near Declaration
            a = Variable a Declaration
            zone = Type zone Use
            b = Variable b Declaration
            zone = Type zone Use
            a = Variable a Use
            b = Variable b Use
            k = Variable k Declaration
            a = Variable a Use
            conduits = Attribute conduits Use
            b = Variable b Use
            k = Variable k Use
            zones = Attribute zones Use
            near = Function near Use
            a = Variable a Use
            b = Variable b Use
            OR 1.1 = Requirement OR 1.1 Declaration
            own = Catalog own Use
            AA = Family AA Use
            zone = Type zone Use
            z = Variable z Declaration
            all = Variable all Declaration
            c = Variable c Declaration
            z = Variable z Use
            components = Attribute components Use
            c = Variable c Use
            badge = Capability badge Use
            colour = Parameter colour Use
            red = Variant red Use
            strength = Parameter strength Use
            low = Variant low Use
            c = Variable c Declaration
            all = Variable all Use
            manual = Variant manual Use
            c = Variable c Use
            mode = Attribute mode Use
            staffed = Function staffed Use
            z = Variable z Use
            day = Variant day Use
            c = Variable c Use
            name = Attribute name Use
            z = Variable z Use
            title = Attribute title Use
            RE 1 = Clause OR 1.1 RE 1 Declaration
            count = Call count Use
            all = Variable all Use
            n = Variable n Declaration
            zones = Set  Use
            near = Function near Use
            z = Variable z Use
            n = Variable n Use
            n = Variable n Use
            target = Attribute target Use
            AA = Family AA Use
            n = Variable n Use
            name = Attribute name Use
            p = Profile p Declaration
            badge = Capability badge Provided
            colour = Parameter colour Stated
            green = Variant green Use
            strength = Parameter strength Stated
            high = Variant high Use
            own_product = Entity own_product Declaration
            host_device = Variant host_device Use
            target = Attribute target Stated
            p = Profile p Use
            z = Entity z Declaration
            shift = Attribute shift Stated
            night = Variant night Use
            c = Entity c Declaration
            own_product = Entity own_product Instance
            mode = Attribute mode Stated
            manual = Variant manual Use
            OR 1.1 RE 1 = Clause OR 1.1 RE 1 Use
            unmet = Verdict  Use
            z = Entity z Use
            c = Entity c Use
            OR 1.1 = Requirement OR 1.1 Use
            own = Catalog own Use
            not_applicable = Verdict  Use
            own_product = Entity own_product Use
        "#]],
    );
}

#[test]
fn words_of_the_language_are_found_where_no_name_stands() {
    let at = |text: &str| {
        let (analysis, position) = at_cursor(text);
        let found = analysis.symbol_at(position);
        found.map(|at| (format!("{:?}", at.symbol), analysis.text(position.file)[at.range.to_usize()].to_owned()))
    };
    let keyword = |text: &str, word: &str| {
        assert_eq!(at(text).map(|(_, found)| found).as_deref(), Some(word), "{text}");
    };
    keyword("zo$0ne a {}", "zone");
    keyword("$0zone a {}", "zone");
    keyword("zone a { target: $0SL 2 }", "SL 2");
    keyword("conduit c betw$0een a and b {}", "between");
    keyword("define f(z: zone): bool = z.trust$0 == trusted", "trust");
    assert_eq!(at("zone a { zone$0: 1 }"), None);
    assert_eq!(at("zone a { x: \"zo$0ne\" }"), None);
    assert_eq!(at("$0"), None);
}

#[test]
fn a_broken_path_means_as_much_as_can_be_read() {
    let (analysis, position) = at_cursor(
        "zone a { component c { kind: host_device } }\nzone b { component d { kind: host_device enable session_lock with $0a.nothing } }",
    );
    let at = analysis.symbol_at(position).expect("the zone is found");
    assert_eq!(spelled(&analysis.db, at.symbol), "a");
}

#[test]
fn no_position_in_any_text_makes_it_fall() {
    for (text, _) in [(SITE, 0), (ACME, 0)] {
        for end in (0..text.len()).step_by(7).filter(|end| text.is_char_boundary(*end)) {
            let analysis = host(&[("site.zc", &text[..end])]).analysis();
            let file = analysis.package_files()[0];
            for offset in 0..=end as u32 {
                let _ = analysis.symbol_at(FilePosition { file, offset });
            }
            assert!(items(&analysis.db, file).len() < 100);
        }
    }
}

/// Asks everything that is answered from names.
fn ask_all(analysis: &Analysis, position: FilePosition) {
    let _ = analysis.hover(position);
    let _ = analysis.definition(position);
    let _ = analysis.declaration(position);
    let _ = analysis.type_definition(position);
    let _ = analysis.implementation(position);
    let _ = analysis.references(position);
    let _ = analysis.highlights(position);
    let _ = analysis.linked_ranges(position);
    let _ = analysis.prepare_rename(position);
    let _ = analysis.rename(position, "another_name");
    let _ = analysis.call_item(position);
    let _ = analysis.incoming_calls(position);
    let _ = analysis.outgoing_calls(position);
}

#[test]
fn every_name_of_the_examples_answers_every_question() {
    for name in ["riverside", "grfics"] {
        let analysis = example(name).analysis();
        let mut known = rustc_hash::FxHashMap::default();
        for file in analysis.package_files() {
            for one in analysis.names(*file) {
                let position = FilePosition { file: *file, offset: one.range.start };
                let found = analysis.symbol_at(position).map(|at| at.symbol);
                assert_eq!(found, Some(one.symbol), "what begins at a place is what is found there");
                let uses = known.entry(one.symbol).or_insert_with(|| {
                    ask_all(&analysis, position);
                    assert_eq!(analysis.hover(position).map(|hover| hover.word), Some(one.range));
                    uses(&analysis.db, one.symbol)
                });
                let local = matches!(
                    one.symbol,
                    Symbol::Type(_) | Symbol::Set(_) | Symbol::Call(_) | Symbol::Field(..) | Symbol::Verdict(_)
                );
                let here = uses.iter().any(|found| found.target.file == *file && found.target.range == one.range);
                assert!(here || local, "{:?} is among its uses", one.symbol);
            }
        }
    }
}

#[test]
fn every_position_of_a_broken_file_answers_every_question() {
    let text = &SITE[..SITE.len() * 2 / 3];
    let broken = text.replace("hmi", "").replace("}\n", "\n").replace("session_lock", "`").replace(" {", " { é ");
    for text in [text, &broken] {
        let analysis = host(&[("site.zc", text)]).analysis();
        let file = analysis.package_files()[0];
        for offset in (0..=text.len() as u32).step_by(11) {
            ask_all(&analysis, FilePosition { file, offset });
        }
    }
}
