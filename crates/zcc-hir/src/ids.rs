//! Dense numbers for everything that a program declares. They are given out in a deterministic order (package,
//! then name), so equal programs have equal numbers, and they are what evaluation indexes with.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($repr:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub $repr);

        impl $name {
            /// As an index into the table that gave it out.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(/// A capability: `user_authentication`.
    CapabilityId(u16));
id!(/// An enum: one of the language's own, a named one, or an anonymous one of a capability's parameter or an attribute.
    /// The numbers of anonymous enums have gaps, so that none is needed of a body to number the rest.
    EnumId(u32));
id!(/// An attribute that a library declares (the built-in ones are [`crate::expr::Builtin`]).
    AttributeId(u16));
id!(/// A catalogue.
    CatalogId(u16));
id!(/// A requirement, of any catalogue.
    RequirementIndex(u32));
id!(/// A relation or a define.
    FunctionId(u32));
id!(/// A product.
    ProductId(u32));
id!(/// A protocol.
    ProtocolId(u32));
id!(/// A profile: a named bundle of claims.
    ProfileId(u32));
id!(/// A certificate.
    CertificateId(u32));
id!(/// A zone or a conduit: zones come first, each sort ordered by path.
    PlaceId(u32));

impl EnumId {
    /// `trusted`, `untrusted`: the language's own enum of `zone.trust`.
    pub const TRUST: Self = Self(0);
    /// `embedded_device`, `host_device`, `network_device`, `software_application`: that of `component.kind`.
    pub const COMPONENT_KIND: Self = Self(1);
}

/// One clause of a requirement: its base (0) or an enhancement, by position among the requirement's clauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClauseId {
    /// The requirement.
    pub requirement: RequirementIndex,
    /// Position among its clauses.
    pub clause: u16,
}

/// Something that rules can be about. Components and channels are numbered within the place they are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entity {
    /// The site; there is one.
    Site,
    /// A zone.
    Zone(PlaceId),
    /// A conduit.
    Conduit(PlaceId),
    /// A component of a zone, or a boundary device of a conduit.
    Component(PlaceId, u32),
    /// A channel of a zone or a conduit.
    Channel(PlaceId, u32),
    /// A product.
    Product(ProductId),
    /// A protocol.
    Protocol(ProtocolId),
}

impl Entity {
    /// Which kind of thing it is.
    pub const fn kind(self) -> EntityKind {
        match self {
            Self::Site => EntityKind::Site,
            Self::Zone(_) => EntityKind::Zone,
            Self::Conduit(_) => EntityKind::Conduit,
            Self::Component(..) => EntityKind::Component,
            Self::Channel(..) => EntityKind::Channel,
            Self::Product(_) => EntityKind::Product,
            Self::Protocol(_) => EntityKind::Protocol,
        }
    }

    /// The zone or conduit that it is or is in.
    pub const fn place(self) -> Option<PlaceId> {
        match self {
            Self::Zone(place) | Self::Conduit(place) | Self::Component(place, _) | Self::Channel(place, _) => {
                Some(place)
            }
            Self::Site | Self::Product(_) | Self::Protocol(_) => None,
        }
    }
}

/// The kinds of [`Entity`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityKind {
    /// `site`
    Site,
    /// `zone`
    Zone,
    /// `conduit`
    Conduit,
    /// `component`
    Component,
    /// `channel`
    Channel,
    /// `product`
    Product,
    /// `protocol`
    Protocol,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Site, Self::Zone, Self::Conduit, Self::Component, Self::Channel, Self::Product, Self::Protocol];

    /// The word of the language for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Zone => "zone",
            Self::Conduit => "conduit",
            Self::Component => "component",
            Self::Channel => "channel",
            Self::Product => "product",
            Self::Protocol => "protocol",
        }
    }
}

/// A set of kinds of entity: the type `zone or conduit`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityKinds(pub u8);

impl EntityKinds {
    /// Just `kind`.
    pub const fn only(kind: EntityKind) -> Self {
        Self(1 << kind as u8)
    }

    /// Whether `kind` is one of them.
    pub const fn contains(self, kind: EntityKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }

    /// All of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every kind of `self` is one of `other`.
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// The kinds, in order.
    pub fn iter(self) -> impl Iterator<Item = EntityKind> {
        EntityKind::ALL.into_iter().filter(move |kind| self.contains(*kind))
    }
}
