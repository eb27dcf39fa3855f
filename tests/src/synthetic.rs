//! Synthetic sites of any size, the same for the same seed: what the benchmarks and the properties of scale run on.
//!
//! Areas of four cells, cells of about fifty components, about three conduits a cell with channels and a firewall each,
//! products that components share, and components with claims and switches of their own.
//! `cargo xtask synthetic` includes this file as it stands, so it uses nothing of the compiler.

use std::fmt::{Result, Write as _};

/// How many components a cell has.
const CELL: u32 = 50;
/// How many cells an area has.
const AREA: u32 = 4;
/// How many products the components share.
const PRODUCTS: u32 = 24;

/// What a site is to be like.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// How many components.
    pub components: u32,
    /// Over how many files the areas are spread.
    pub files: u32,
    /// The same seed gives the same site.
    pub seed: u64,
    /// The target of every zone and conduit; 0 asks for nothing, so nothing is found.
    pub target: u8,
    /// How many in a hundred components lack much of what is asked.
    pub gaps: u32,
}

/// The files of a package, each with its path and its text.
pub fn package(wish: Wish) -> Vec<(String, String)> {
    let mut areas = vec![String::new(); wish.files.max(1) as usize];
    // Writing to a string cannot fail.
    let _ = write_site(&mut areas, &wish);
    let mut files = vec![
        ("zcc.toml".to_owned(), "[package]\nname = \"synthetic\"\n".to_owned()),
        ("products.zc".to_owned(), products()),
    ];
    files.extend(areas.into_iter().enumerate().map(|(at, text)| (format!("areas_{at:04}.zc"), text)));
    files
}

fn write_site(files: &mut [String], wish: &Wish) -> Result {
    let random = &mut Random(wish.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let cells = wish.components.div_ceil(CELL).max(1);
    let count = files.len();
    let file_of = |area: u32| (area as usize * count / cells.div_ceil(AREA) as usize).min(count - 1);
    let mut left = wish.components;
    for area in 0..cells.div_ceil(AREA) {
        left = write_area(&mut files[file_of(area)], area, cells, left, wish, random)?;
    }
    for conduit in 0..cells * 3 / 2 {
        let from = conduit % cells;
        write_conduit(&mut files[file_of(from / AREA)], conduit, from, cells, wish, random)?;
    }
    files[count - 1].push_str("site synthetic \"A synthetic site\" {\n  assess: [part_3_3]\n}\n");
    Ok(())
}

/// A fixed sequence of numbers: xorshift, good enough to vary a site.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) % u64::from(limit.max(1))) as u32
    }
}

fn products() -> String {
    let mut text = String::from("//! Products of a synthetic site.\n\n");
    for product in 0..PRODUCTS {
        let (kind, interfaces, traits) = match product % 4 {
            0 => ("embedded_device", "[ethernet, process_signals]", "[outputs, passwords]"),
            1 => ("host_device", "[ethernet, human_local, usb]", "[passwords, sessions, cryptography]"),
            2 => ("embedded_device", "[ethernet, human_local, human_remote]", "[passwords, outputs, critical_actions]"),
            _ => ("network_device", "[ethernet, human_remote]", "[passwords, cryptography, public_keys]"),
        };
        let weak = product % 6 == 5;
        let profile = format!("{kind}_sl_{}", if weak { 1 } else { 2 + product % 3 });
        let _ = write!(
            text,
            "product p_{product:02} \"Product {product}\": {kind} {{\n  supplier: \"Synthetic\"\n  versions: \">= 1.0, < 9\"\n  \
             interfaces: {interfaces}\n  traits: {traits}\n  include {profile}\n  speaks modbus_tcp, opc_ua\n}}\n\n"
        );
    }
    text.push_str(
        "product guard \"Firewall\": network_device {\n  supplier: \"Synthetic\"\n  interfaces: [ethernet, human_remote]\n  \
         traits: [passwords, cryptography]\n  include network_device_sl_4\n  provides boundary_protection {\n    \
         deny_by_default: true, island_mode: true, fail_closed: true\n  }\n  provides network_segmentation { separation: physical }\n  \
         provides malware_inspection\n}\n\n",
    );
    text
}

fn write_area(
    text: &mut String,
    area: u32,
    cells: u32,
    mut left: u32,
    wish: &Wish,
    random: &mut Random,
) -> std::result::Result<u32, std::fmt::Error> {
    writeln!(text, "/// Area {area} of the plant.\nzone area_{area} \"Area {area}\" {{")?;
    writeln!(text, "  purpose: control\n  target: SL {}\n", wish.target)?;
    writeln!(text, "  provides emergency_power {{ hours: 8 }}\n  provides backup {{ verified: true }}\n")?;
    for cell in area * AREA..((area + 1) * AREA).min(cells) {
        writeln!(text, "  zone cell_{cell} \"Cell {cell}\" {{\n    network: {}", network(cell))?;
        for component in 0..left.min(CELL) {
            write_component(text, cell, component, wish, random)?;
        }
        left = left.saturating_sub(CELL);
        writeln!(text, "    channel scan: modbus_tcp from c0 to c0_peer {{ sensitivity: open }}")?;
        writeln!(text, "    component c0_peer \"Peer of cell {cell}\": p_00 {{ enable all }}\n  }}\n")?;
    }
    writeln!(text, "}}\n")?;
    Ok(left)
}

fn network(cell: u32) -> String {
    format!("10.{}.{}.0/24", cell / 250 % 250, cell % 250)
}

fn write_component(text: &mut String, cell: u32, component: u32, wish: &Wish, random: &mut Random) -> Result {
    let gap = random.below(100) < wish.gaps;
    let product = if gap { 5 + 6 * random.below(4) } else { 6 * random.below(4) + random.below(5) };
    writeln!(text, "    component c{component} \"Device {component} of cell {cell}\": p_{product:02} {{")?;
    writeln!(text, "      tag: \"D-{cell:05}-{component:03}\"")?;
    writeln!(text, "      address: 10.{}.{}.{}", cell / 250 % 250, cell % 250, component + 2)?;
    writeln!(text, "      firmware: \"{}.{}\"", 2 + random.below(4), random.below(10))?;
    match random.below(4) {
        _ if gap => {}
        0 => {
            writeln!(text, "      enable all\n      provides audit_log {{ forwards: true }}")?;
            writeln!(text, "      provides malware_protection {{ because: \"Runs signed firmware only\" }}")?;
        }
        1 => writeln!(text, "      enable user_authentication, session_lock, audit_log, backup")?,
        _ => writeln!(text, "      enable all")?,
    }
    writeln!(text, "    }}")?;
    Ok(())
}

fn write_conduit(text: &mut String, conduit: u32, from: u32, cells: u32, wish: &Wish, random: &mut Random) -> Result {
    let step = 1 + random.below(12).min(cells.saturating_sub(2));
    let to = (from + step) % cells;
    if to == from {
        return Ok(());
    }
    let path = |cell: u32| format!("area_{}.cell_{cell}", cell / AREA);
    writeln!(text, "conduit k{conduit} \"Conduit {conduit}\" between {} and {} {{", path(from), path(to))?;
    writeln!(text, "  target: SL {}\n  medium: plant_cable\n  boundary guard: guard {{ enable all }}", wish.target)?;
    writeln!(
        text,
        "  channel feed: opc_ua from {}.c{} to {}.c{} {{\n    sensitivity: restricted\n    enable communication_integrity, \
         communication_confidentiality\n  }}\n}}\n",
        path(from),
        component_of(from, wish, random),
        path(to),
        component_of(to, wish, random),
    )?;
    Ok(())
}

/// Some component that the cell has.
fn component_of(cell: u32, wish: &Wish, random: &mut Random) -> u32 {
    random.below(CELL.min(wish.components.saturating_sub(cell * CELL)).max(1))
}
