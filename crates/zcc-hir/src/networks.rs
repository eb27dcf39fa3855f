//! Which networks overlap, found without holding each against each. Pure.

use std::net::IpAddr;

use crate::ids::PlaceId;
use crate::value::Network;

/// The networks that zones state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks {
    /// Sorted, so that what lies in a network follows it.
    stated: Box<[(Network, PlaceId)]>,
    /// The prefixes that occur, so that only these are looked for.
    prefixes: Box<[u8]>,
}

impl Networks {
    /// Sorts what is stated.
    pub fn new(mut stated: Vec<(Network, PlaceId)>) -> Self {
        stated.sort_unstable();
        stated.dedup();
        let mut prefixes: Vec<u8> = stated.iter().map(|(network, _)| network.prefix).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        Self { stated: stated.into(), prefixes: prefixes.into() }
    }

    /// The networks that `network` lies in, itself, and those that lie in it, each with the zone that states it.
    pub fn overlapping(&self, network: Network) -> impl Iterator<Item = &[(Network, PlaceId)]> {
        let wider = self.prefixes.iter().copied().filter(move |prefix| *prefix < network.prefix);
        let around = wider.map(move |prefix| {
            let outer = Network { address: masked(network.address, prefix), prefix };
            let rest = self.from(outer);
            &rest[..rest.partition_point(|(candidate, _)| *candidate == outer)]
        });
        let rest = self.from(network);
        let within = &rest[..rest.partition_point(|(candidate, _)| network.contains(candidate.address))];
        around.chain([within])
    }

    fn from(&self, network: Network) -> &[(Network, PlaceId)] {
        &self.stated[self.stated.partition_point(|(candidate, _)| *candidate < network)..]
    }
}

/// The address without the bits past `prefix`.
fn masked(address: IpAddr, prefix: u8) -> IpAddr {
    match address {
        IpAddr::V4(bits) => {
            let mask = u32::MAX.checked_shl(32_u32.saturating_sub(prefix.into())).unwrap_or(0);
            IpAddr::V4((u32::from(bits) & mask).into())
        }
        IpAddr::V6(bits) => {
            let mask = u128::MAX.checked_shl(128_u32.saturating_sub(prefix.into())).unwrap_or(0);
            IpAddr::V6((u128::from(bits) & mask).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        let (address, prefix) = text.split_once('/').expect("a prefix");
        Network { address: address.parse().expect("an address"), prefix: prefix.parse().expect("a number") }
    }

    #[test]
    fn networks_around_and_within_are_found() {
        let all = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.3.0/24", "10.2.0.0/16", "::/0"];
        let stated = all.iter().zip(0..).map(|(text, at)| (network(text), PlaceId(at))).collect();
        let index = Networks::new(stated);
        let overlapping =
            |text: &str| -> Vec<u32> { index.overlapping(network(text)).flatten().map(|(_, zone)| zone.0).collect() };
        assert_eq!(overlapping("10.1.0.0/16"), [0, 1, 2, 3, 4]);
        assert_eq!(overlapping("10.1.2.128/25"), [0, 1, 2, 3]);
        assert_eq!(overlapping("10.2.0.0/16"), [0, 1, 5]);
        assert_eq!(overlapping("0.0.0.0/0"), [0, 1, 2, 3, 4, 5]);
        assert_eq!(overlapping("2001:db8::/32"), [6]);
        assert_eq!(Networks::default().overlapping(network("10.0.0.0/8")).flatten().count(), 0);
    }
}
