//! What the compiler is given: files, packages and the workspace. Everything else is computed from these.

use std::sync::Arc;

use salsa::{Durability, Setter as _};
use smol_str::SmolStr;

/// The database as every layer sees it.
#[salsa::db]
pub trait Db: salsa::Database {}

/// A source file. Its text is UTF-8; what was not readable never becomes a file (see [`crate::load`]).
#[salsa::input(debug)]
pub struct File {
    /// How the file is called in messages: relative to the working directory, with `/`.
    #[returns(ref)]
    pub path: Arc<str>,
    /// Its text.
    #[returns(ref)]
    pub text: Arc<str>,
    /// Whether somebody is editing it: see [`open`].
    #[default]
    #[returns(copy)]
    pub open: bool,
}

/// Says that a file is being edited from now on. Costs one look at everything, once; from then on an edit of this file
/// leaves alone what does not depend on it, and what is in it is judged in small pieces.
pub fn open(db: &mut dyn Db, file: File) {
    set_open(db, file, true, Durability::LOW);
}

/// Says that a file is no longer edited.
pub fn close(db: &mut dyn Db, file: File) {
    set_open(db, file, false, Durability::MEDIUM);
}

fn set_open(db: &mut dyn Db, file: File, open: bool, durability: Durability) {
    if file.open(db) == open {
        return;
    }
    let text = Arc::clone(file.text(db));
    file.set_text(db).with_durability(durability).to(text);
    file.set_open(db).to(open);
}

/// A package: the files that share one namespace.
#[salsa::input(debug)]
pub struct Package {
    /// Its name.
    #[returns(ref)]
    pub name: SmolStr,
    /// Its files, sorted by path.
    #[returns(ref)]
    pub files: Arc<[File]>,
    /// The packages that its files may import, sorted by name.
    #[returns(ref)]
    pub dependencies: Arc<[Dependency]>,
}

/// A package that another may import.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Dependency {
    /// The name to import it by.
    pub name: SmolStr,
    /// The package.
    pub package: Package,
}

/// What is compiled: one package with what it stands on.
#[salsa::input(singleton, debug)]
pub struct Workspace {
    /// The package that is checked.
    #[returns(copy)]
    pub root: Package,
    /// Every package: the standard library first, then dependencies before those that use them, the root last.
    #[returns(ref)]
    pub packages: Arc<[Package]>,
    /// The assessment date, in days since 1970-01-01.
    #[returns(copy)]
    pub as_of: i32,
}

impl Workspace {
    /// The standard library, whose names every package sees.
    pub fn standard(self, db: &dyn Db) -> Package {
        self.packages(db).first().copied().unwrap_or_else(|| self.root(db))
    }
}
