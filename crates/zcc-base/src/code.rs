//! The registry of diagnostic codes: the one place where a code is given out.
//!
//! A code is never reused. Each has a page in `docs/errors/`, whose example is run by the tests.

use std::fmt;

use crate::Severity;

/// A stable code such as `Z0101`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

/// What the registry knows of a code.
#[derive(Clone, Copy, Debug)]
pub struct CodeEntry {
    /// The code.
    pub code: Code,
    /// The constant's name.
    pub name: &'static str,
    /// Its severity.
    pub severity: Severity,
    /// A few words for the index.
    pub title: &'static str,
}

impl Code {
    /// The registry's entry.
    pub fn entry(self) -> &'static CodeEntry {
        REGISTRY.iter().find(|entry| entry.code == self).unwrap_or(&REGISTRY[0])
    }

    /// The severity that the registry gives it.
    pub fn severity(self) -> Severity {
        self.entry().severity
    }

    /// The code that is written `Z0101`, in either case, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix(['Z', 'z'])?.parse::<u16>().ok()?;
        REGISTRY.iter().map(|entry| entry.code).find(|code| code.0 == number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Z{:04}", self.0)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal, $severity:ident, $title:literal;)*) => {
        impl Code {
            $(#[doc = $title] pub const $name: Code = Code($number);)*
        }

        /// Every code, ascending.
        pub static REGISTRY: &[CodeEntry] = &[
            $(CodeEntry { code: Code::$name, name: stringify!($name), severity: Severity::$severity, title: $title },)*
        ];
    };
}

// 00xx reading files · 01xx lexing and parsing · 02xx names · 03xx types and rules · 04xx capabilities and
// libraries · 05xx the model · 06xx waivers, countermeasures, tests · 07xx packages · 10xx findings
codes! {
    UNREADABLE_FILE = 1, Error, "a file cannot be read";
    NOT_UTF8 = 2, Error, "a file is not UTF-8";
    FILE_TOO_LARGE = 3, Error, "a file is too large";
    FILE_CHANGED = 4, Error, "a file changed while it was read";
    PATH_NOT_UTF8 = 5, Error, "the name of a file is not UTF-8";
    NO_SUCH_FILE = 6, Error, "there is no such file or folder";
    NOT_A_FILE = 7, Error, "neither a file nor a folder";
    SYMLINK_LOOP = 8, Error, "symbolic links that lead in a circle";
    FOLDER_TOO_LARGE = 9, Error, "a folder holds too much";
    NOT_A_SOURCE = 10, Error, "not a `.zc` file";
    NOTHING_TO_JUDGE = 11, Error, "there is nothing to judge";
    UNWRITABLE_FILE = 12, Error, "a file cannot be written";
    UNEXPECTED_CHARACTER = 101, Error, "a character that means nothing here";
    UNTERMINATED_STRING = 102, Error, "a string that does not end on its line";
    UNTERMINATED_NAME = 103, Error, "a back-quoted name that does not end";
    BAD_ESCAPE = 104, Error, "an escape that no string knows";
    UNEXPECTED_TOKEN = 105, Error, "something else was expected";
    UNCLOSED = 106, Error, "a bracket that is never closed";
    UNMATCHED = 107, Error, "a closing bracket without its opener";
    NESTED_TOO_DEEPLY = 108, Error, "nested too deeply";
    BAD_LITERAL = 109, Error, "a literal that cannot be";
    SEMICOLON = 110, Error, "a semicolon, which the language does not have";
    UNTERMINATED_COMMENT = 111, Error, "a comment that does not end";
    DANGLING_DOCS = 112, Warning, "documentation that belongs to nothing";
    UNKNOWN_NAME = 201, Error, "a name that nothing has";
    DUPLICATE_NAME = 202, Error, "a name given twice";
    WRONG_SORT = 203, Error, "a name of another sort of thing";
    NOT_A_DEPENDENCY = 204, Error, "an import of a package that is no dependency";
    AMBIGUOUS_NAME = 205, Error, "a name that could mean several things";
    UNKNOWN_ATTRIBUTE = 206, Error, "an attribute that the thing does not have";
    UNKNOWN_VARIANT = 207, Error, "a variant that the enum does not have";
    UNKNOWN_FAMILY = 208, Error, "a family that the catalogue does not have";
    UNUSED_IMPORT = 209, Warning, "an import that is never used";
    UNUSED_VARIABLE = 210, Warning, "a variable that is never used";
    UNUSED_DECLARATION = 211, Warning, "a declaration that is never used";
    HIDES_STANDARD = 212, Warning, "a declaration that hides one of the standard library";
    TYPE_MISMATCH = 301, Error, "a value of another type than the place asks for";
    IMPOSSIBLE_VALUE = 302, Error, "a value that cannot be";
    NOT_COMPARABLE = 303, Error, "things that cannot be compared";
    NOT_ORDERED = 304, Error, "values that have no order";
    NO_ATTRIBUTES = 305, Error, "an attribute of what has none";
    WRONG_ARGUMENTS = 306, Error, "other arguments than the parameters ask for";
    MISPLACED_FORM = 307, Error, "a form that means nothing here";
    BAD_TYPE = 308, Error, "a type that cannot be";
    RECURSIVE_DEFINE = 309, Error, "a define that uses itself";
    NOT_STRATIFIED = 310, Error, "a relation that depends on its own negation";
    MISSING_MESSAGE = 311, Error, "an assertion without a message";
    MISSING_PART = 312, Error, "a declaration without a part that it needs";
    DUPLICATE_CLAUSE = 313, Error, "a clause given twice";
    DUPLICATE_REQUIREMENT = 314, Error, "a requirement given twice in its catalogue";
    WRONG_LEVEL_KIND = 315, Error, "a level that the catalogue does not grade with";
    MISPLACED_MEMBER = 316, Error, "a member that means nothing here";
    TOO_MANY = 317, Error, "more than there may be";
    TOO_DEEP = 318, Error, "defines that build on one another too deeply";
    CONTRADICTING_CLAIMS = 401, Error, "a capability said to be there and to be lacking";
    HIDDEN_CLAIM = 402, Warning, "a claim that hides another";
    UNKNOWN_PARAMETER = 403, Error, "a parameter that the capability does not have";
    PARAMETER_TWICE = 404, Error, "a parameter given twice";
    MISPLACED_CLAIM = 405, Error, "a claim or switch where it means nothing";
    NOT_OFFERED = 406, Error, "enabling what is not offered";
    CONTRADICTING_SWITCH = 407, Error, "enabling what is offered otherwise";
    ENABLED_AND_DISABLED = 408, Error, "a capability both enabled and disabled";
    NEEDS_PARTNER = 409, Error, "enabling what needs a partner, without one";
    NO_PARTNER = 410, Error, "a partner for what takes none";
    NOTHING_TO_DISABLE = 411, Warning, "disabling what is not there";
    LEFT_OFF = 412, Warning, "`enable all` leaves off what needs a partner";
    PROFILE_CYCLE = 413, Error, "profiles that include each other in a circle";
    BAD_VERSION = 414, Error, "versions that do not read";
    BAD_EVIDENCE = 415, Error, "evidence that does not read";
    BAD_CERTIFICATE = 416, Error, "a certificate without a part that it needs";
    SWITCHED_TWICE = 417, Error, "a capability switched twice the same way";
    LACKING_END = 418, Warning, "a capability of a channel that one of its ends lacks";
    ENABLED_TWICE = 419, Error, "a capability enabled in two ways";
    CERTIFICATE_OUT_OF_DATE = 420, Warning, "a certificate that does not hold on the day";
    ASSET_IN_NO_ZONE = 501, Error, "an asset in no zone";
    CHANNEL_NOT_JOINED = 502, Error, "a channel whose ends its conduit does not join";
    CHANNEL_AGAINST_DIRECTION = 503, Error, "a channel against the direction of its conduit";
    CHANNEL_LEAVES_ZONE = 504, Error, "a channel in a zone with an end outside it";
    ADDRESS_OUTSIDE_NETWORK = 505, Error, "an address outside the network of its zone";
    ADDRESS_TWICE = 506, Error, "an address given twice";
    FIRMWARE_OUTSIDE_VERSIONS = 507, Error, "a firmware outside the versions of its product";
    IMPOSSIBLE_TARGET = 508, Error, "a target that no vector can hold";
    EMPTY_ZONE = 509, Error, "a zone with nothing to judge";
    EMPTY_CONDUIT = 510, Error, "a conduit with nothing to judge";
    MISSING_TARGET = 511, Error, "a subject without a target";
    CONDUIT_OF_ONE_ZONE = 512, Error, "a conduit that joins fewer than two zones";
    ZONE_JOINED_TWICE = 513, Error, "a conduit that joins the same zone twice";
    MISSING_KIND = 514, Error, "a component without a product or a kind";
    SEVERAL_SITES = 515, Error, "more than one site";
    ATTRIBUTE_TWICE = 516, Error, "an attribute given twice";
    UNKNOWN_ELEMENT = 517, Error, "a path to nothing in the model";
    WRONG_ELEMENT = 518, Error, "an element of another kind than is meant here";
    TARGET_BELOW_ZONE = 519, Warning, "a conduit with a lower target than a zone it joins";
    NO_SITE = 520, Warning, "zones and conduits without a site";
    UNKNOWN_PRODUCT = 521, Error, "a product that is not declared";
    UNTRUSTED_TARGET = 522, Warning, "a target for an untrusted zone";
    INCOMPLETE_COVER = 601, Error, "a waiver or countermeasure without a part that it needs";
    APPROVED_BY_REQUESTER = 602, Error, "a waiver approved by the one who requested it";
    UNKNOWN_CLAUSE = 603, Error, "a clause that no catalogue has";
    AMBIGUOUS_CLAUSE = 604, Error, "a clause id that could mean two";
    UNKNOWN_VERDICT = 605, Error, "a verdict that there is not";
    MISPLACED_IN_TEST = 606, Error, "a declaration that cannot stand in a test";
    ONLY_TESTS = 607, Error, "a declaration in a file for tests";
    NOTHING_EXPECTED = 608, Warning, "a test that expects nothing";
    BAD_MANIFEST = 701, Error, "a `zcc.toml` that does not read";
    BAD_PACKAGE_NAME = 702, Error, "a name that no package can have";
    MISSING_DEPENDENCY = 703, Error, "a dependency that is not there";
    DEPENDENCY_CYCLE = 704, Error, "packages that depend on each other in a circle";
    NOT_ENABLED = 1001, Error, "a clause that would be met if what is there were switched";
    NOT_CAPABLE = 1002, Error, "a clause that no setting of what is there meets";
    UNPROVEN = 1003, Error, "a clause that nobody stated enough about";
    WAIVER_EXPIRED = 1010, Warning, "a waiver whose last day has passed";
    WAIVER_COVERS_NOTHING = 1011, Warning, "a waiver that covers nothing";
    COUNTERMEASURE_NOT_NEEDED = 1012, Warning, "a countermeasure that nothing needs";
    COUNTERMEASURE_EXPIRED = 1013, Warning, "a countermeasure whose last day has passed";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_ascending() {
        for pair in REGISTRY.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} stands after {}", pair[1].code, pair[0].code);
        }
    }

    #[test]
    fn a_code_is_found_by_its_text() {
        assert_eq!(Code::parse("z0101"), Some(Code::UNEXPECTED_CHARACTER));
        assert_eq!(Code::parse("Z9999"), None);
        assert_eq!(Code::UNEXPECTED_CHARACTER.to_string(), "Z0101");
    }
}
