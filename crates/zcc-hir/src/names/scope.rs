//! What a written path means where it stands: the package's own names, then the prelude; behind an alias, those of an
//! imported package.

use smol_str::SmolStr;
use zcc_base::{Anchor, Code, Diagnostic, Place, TextRange, meant, nearest};
use zcc_db::{Db, File, Item, Workspace, items, tree};
use zcc_syntax::DeclarationKind;
use zcc_syntax::ast::{ItemKind, Name, Path};

use super::numbering::{libraries, package_files, tables};
use super::tables::{Table, Tables};
use crate::ids::{CapabilityId, CatalogId, CertificateId, EnumId, FunctionId, ProductId, ProfileId, ProtocolId};

/// Names of one sort share a namespace within a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Products, protocols, profiles and certificates.
    Library,
    /// Enums, catalogues, relations and defines.
    Rule,
    /// Capabilities.
    Capability,
}

/// Why a name means nothing: what to tell, or `None` where that was told elsewhere (at the import).
pub type Unresolved = Option<Box<Diagnostic>>;

/// What a path was found to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Definition {
    /// A capability.
    Capability(CapabilityId),
    /// A named enum.
    Enum(EnumId),
    /// A catalogue.
    Catalog(CatalogId),
    /// A define or a relation.
    Function(FunctionId),
    /// A product.
    Product(ProductId),
    /// A protocol.
    Protocol(ProtocolId),
    /// A profile.
    Profile(ProfileId),
    /// A certificate.
    Certificate(CertificateId),
}

impl Definition {
    /// What sort of thing it is, with its article.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Capability(_) => "a capability",
            Self::Enum(_) => "an enum",
            Self::Catalog(_) => "a catalogue",
            Self::Function(_) => "a define or relation",
            Self::Product(_) => "a product",
            Self::Protocol(_) => "a protocol",
            Self::Profile(_) => "a profile",
            Self::Certificate(_) => "a certificate",
        }
    }
}

/// `import acme_controllers as acme`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The name it goes by in its file.
    pub alias: SmolStr,
    /// The package's name.
    pub package: SmolStr,
    /// The package, by position in the workspace; `None` where it is no dependency.
    pub target: Option<u32>,
    /// The declaration.
    pub anchor: Anchor,
}

/// The imports of a file, as written.
#[salsa::tracked(returns(deref))]
pub fn imports(db: &dyn Db, file: File) -> Box<[Import]> {
    let workspace = Workspace::get(db);
    let package = package_files(db).get(&file).and_then(|number| workspace.packages(db).get(*number as usize));
    let mut found = Vec::new();
    for item in items(db, file) {
        if item.kind(db) != Some(DeclarationKind::Import) {
            continue;
        }
        if let ItemKind::Import { package: name, alias } = &tree(db, *item).kind {
            let target = package
                .and_then(|package| package.dependencies(db).iter().find(|dependency| dependency.name == name.text))
                .and_then(|dependency| workspace.packages(db).iter().position(|one| *one == dependency.package))
                .map(|at| at as u32);
            let alias = alias.as_ref().unwrap_or(name).text.clone();
            found.push(Import { alias, package: name.text.clone(), target, anchor: item.anchor() });
        }
    }
    found.into_boxed_slice()
}

/// Where names are looked up from.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// The package, by position in the workspace.
    pub package: u32,
    /// The file, for its imports.
    pub file: File,
    /// The declaration, for places.
    pub anchor: Anchor,
    /// The catalogues whose families a level vector may name. If empty, every catalogue that can be seen.
    pub catalogs: &'a [CatalogId],
}

impl Scope<'static> {
    /// That of a declaration.
    pub fn of(db: &dyn Db, item: Item<'_>) -> Self {
        let file = item.file(db);
        Self { package: package_of(db, file), file, anchor: item.anchor(), catalogs: &[] }
    }
}

/// The package of a file, by position in the workspace.
pub fn package_of(db: &dyn Db, file: File) -> u32 {
    package_files(db).get(&file).copied().unwrap_or(0)
}

/// Whether a package is the standard library.
pub fn is_standard(package: u32) -> bool {
    package == 0
}

/// The packages whose attributes and catalogues a package sees without an alias or with one: itself, its
/// dependencies in their order, the standard library.
#[salsa::tracked(returns(deref))]
fn visible(db: &dyn Db, package: zcc_db::Package) -> Box<[u32]> {
    let workspace = Workspace::get(db);
    let number = |wanted| workspace.packages(db).iter().position(|one| *one == wanted).map(|at| at as u32);
    let mut found: Vec<u32> = number(package).into_iter().collect();
    for dependency in package.dependencies(db).iter() {
        found.extend(number(dependency.package).filter(|number| !found.contains(number)));
    }
    if !found.contains(&0) {
        found.push(0);
    }
    found.into_boxed_slice()
}

/// The packages that a package sees: itself, its dependencies in their order, the standard library.
pub fn visible_packages(db: &dyn Db, package: u32) -> &[u32] {
    Workspace::get(db).packages(db).get(package as usize).map_or(&[], |package| visible(db, *package))
}

impl Scope<'_> {
    /// A range of the declaration as a place.
    pub fn place(&self, range: TextRange) -> Place {
        Place { anchor: self.anchor, range }
    }

    /// The capability of this name.
    pub fn capability(&self, db: &dyn Db, path: &Path) -> Result<CapabilityId, Unresolved> {
        match resolve(db, self, Sort::Capability, path, "a capability")? {
            Definition::Capability(id) => Ok(id),
            other => Err(Some(Box::new(self.not_a(path, other, "a capability")))),
        }
    }

    /// The product of this name.
    pub fn product(&self, db: &dyn Db, path: &Path) -> Result<ProductId, Unresolved> {
        match resolve(db, self, Sort::Library, path, "a product")? {
            Definition::Product(id) => Ok(id),
            other => Err(Some(Box::new(self.not_a(path, other, "a product")))),
        }
    }

    /// The protocol of this name.
    pub fn protocol(&self, db: &dyn Db, path: &Path) -> Result<ProtocolId, Unresolved> {
        match resolve(db, self, Sort::Library, path, "a protocol")? {
            Definition::Protocol(id) => Ok(id),
            other => Err(Some(Box::new(self.not_a(path, other, "a protocol")))),
        }
    }

    /// The profile of this name.
    pub fn profile(&self, db: &dyn Db, path: &Path) -> Result<ProfileId, Unresolved> {
        match resolve(db, self, Sort::Library, path, "a profile")? {
            Definition::Profile(id) => Ok(id),
            other => Err(Some(Box::new(self.not_a(path, other, "a profile")))),
        }
    }

    /// The catalogue of this name.
    pub fn catalog(&self, db: &dyn Db, path: &Path) -> Result<CatalogId, Unresolved> {
        match resolve(db, self, Sort::Rule, path, "a catalogue")? {
            Definition::Catalog(id) => Ok(id),
            other => Err(Some(Box::new(self.not_a(path, other, "a catalogue")))),
        }
    }

    fn not_a(&self, path: &Path, found: Definition, wanted: &str) -> Diagnostic {
        let message = format!("`{}` is {}, not {wanted}", text(path), found.words());
        let told = Diagnostic::new(Code::WRONG_SORT, self.place(path.range()), message);
        told.label(format!("{wanted} goes here"))
    }
}

/// A path as written.
pub(crate) fn text(path: &Path) -> String {
    path.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(".")
}

/// What a path means. `wanted` is what the place asks for, with its article, for the message where there is nothing;
/// what is found may be another thing of the same sort.
pub fn resolve(
    db: &dyn Db,
    scope: &Scope<'_>,
    sort: Sort,
    path: &Path,
    wanted: &str,
) -> Result<Definition, Unresolved> {
    let found = match path.segments.as_slice() {
        [name] => lookup(db, scope, sort, &name.text).ok_or_else(|| {
            let other = lookup_elsewhere(db, scope, sort, &name.text);
            other.map_or_else(|| unknown_name(db, scope, sort, name, wanted), |found| scope.not_a(path, found, wanted))
        }),
        [alias, name] => {
            let package = imported(db, scope, alias)?;
            find(db, package, sort, &name.text)
                .ok_or_else(|| unknown_behind(db, scope, sort, (alias, package), name, wanted))
        }
        segments => {
            let text = text(path);
            let help = segments.last().map(|last| format!("names have at most an alias before them: `{}`", last.text));
            let mut told =
                Diagnostic::new(Code::UNKNOWN_NAME, scope.place(path.range()), format!("there is no `{text}`"));
            told.help = help;
            Err(told)
        }
    };
    found.map_err(|told| Some(Box::new(told)))
}

/// What a bare name means: the package's own, or the prelude's.
pub(crate) fn lookup(db: &dyn Db, scope: &Scope<'_>, sort: Sort, name: &str) -> Option<Definition> {
    find(db, scope.package, sort, name)
        .or_else(|| if is_standard(scope.package) { None } else { find(db, 0, sort, name) })
}

/// What a bare name means where another sort of thing is asked for.
pub(crate) fn lookup_elsewhere(db: &dyn Db, scope: &Scope<'_>, sort: Sort, name: &str) -> Option<Definition> {
    let mut others = [Sort::Library, Sort::Rule, Sort::Capability].into_iter().filter(|other| *other != sort);
    others.find_map(|other| lookup(db, scope, other, name))
}

/// The package behind an alias of the file.
pub(crate) fn imported(db: &dyn Db, scope: &Scope<'_>, alias: &Name) -> Result<u32, Unresolved> {
    let known = imports(db, scope.file);
    let Some(import) = known.iter().find(|import| import.alias == alias.text) else {
        let mut told = Diagnostic::new(
            Code::UNKNOWN_NAME,
            scope.place(alias.range),
            format!("nothing is imported as `{}` in this file", alias.text),
        );
        if let Some(near) = nearest(&alias.text, known.iter().map(|import| import.alias.as_str())) {
            told = told.help(format!("did you mean `{near}`?")).fix(
                format!("write `{near}`"),
                scope.place(alias.range),
                near,
            );
        } else {
            told = told.help(format!(
                "a name with a dot is one of another package: `import` it at the top of this file, as in `import {}`",
                alias.text
            ));
        }
        return Err(Some(Box::new(told)));
    };
    // An import of what is no dependency was refused where it stands.
    import.target.ok_or(None)
}

/// A package's own declaration.
pub(crate) fn find(db: &dyn Db, package: u32, sort: Sort, name: &str) -> Option<Definition> {
    match sort {
        Sort::Capability => tables(db)
            .capabilities
            .find(package, name)
            .map(|number| Definition::Capability(CapabilityId(number as u16))),
        Sort::Rule => {
            let all = tables(db);
            (all.enums.find(package, name).map(|number| Definition::Enum(Tables::enum_id(number))))
                .or_else(|| {
                    all.catalogs.find(package, name).map(|number| Definition::Catalog(CatalogId(number as u16)))
                })
                .or_else(|| all.functions.find(package, name).map(|number| Definition::Function(FunctionId(number))))
                .or_else(|| if is_standard(package) { builtin_enum(name) } else { None })
        }
        Sort::Library => {
            let all = libraries(db);
            (all.products.find(package, name).map(|number| Definition::Product(ProductId(number))))
                .or_else(|| all.protocols.find(package, name).map(|number| Definition::Protocol(ProtocolId(number))))
                .or_else(|| all.profiles.find(package, name).map(|number| Definition::Profile(ProfileId(number))))
                .or_else(|| {
                    all.certificates.find(package, name).map(|number| Definition::Certificate(CertificateId(number)))
                })
        }
    }
}

fn builtin_enum(name: &str) -> Option<Definition> {
    match name {
        "trust" => Some(Definition::Enum(EnumId::TRUST)),
        "component_kind" => Some(Definition::Enum(EnumId::COMPONENT_KIND)),
        _ => None,
    }
}

/// The tables in which things of a sort are, or those of them that are wanted.
fn tables_of<'db>(db: &'db dyn Db, sort: Sort, wanted: &str) -> Vec<&'db Table> {
    match wanted {
        "a product" => return vec![&libraries(db).products],
        "a protocol" => return vec![&libraries(db).protocols],
        "a profile" => return vec![&libraries(db).profiles],
        "a catalogue" => return vec![&tables(db).catalogs],
        _ => {}
    }
    match sort {
        Sort::Capability => vec![&tables(db).capabilities],
        Sort::Rule => vec![&tables(db).enums, &tables(db).catalogs, &tables(db).functions],
        Sort::Library => {
            let all = libraries(db);
            vec![&all.products, &all.protocols, &all.profiles, &all.certificates]
        }
    }
}

/// The names of a sort in a package that may have been meant by `name`, of what is `wanted`: all, or of very many those that come shortly
/// before or after it in the order of the alphabet.
pub(crate) fn names_near<'db>(
    db: &'db dyn Db,
    package: u32,
    sort: Sort,
    wanted: &str,
    name: &str,
) -> impl Iterator<Item = &'db str> + use<'db> {
    const MANY: usize = 1024;
    let mut found = Vec::new();
    for table in tables_of(db, sort, wanted) {
        let entries = table.of_package(package);
        let place = entries.partition_point(|entry| entry.name.as_str() < name);
        let (start, end) = (place.saturating_sub(MANY / 2), (place + MANY / 2).min(entries.len()));
        let near = if entries.len() <= MANY { entries } else { &entries[start..end] };
        found.extend(near.iter().map(|entry| entry.name.as_str()));
    }
    found.into_iter()
}

fn unknown_name(db: &dyn Db, scope: &Scope<'_>, sort: Sort, name: &Name, wanted: &str) -> Diagnostic {
    let place = scope.place(name.range);
    let told = Diagnostic::new(Code::UNKNOWN_NAME, place, format!("there is no {} `{}`", bare(wanted), name.text));
    let names = |package| names_near(db, package, sort, wanted, &name.text);
    let near = meant(&name.text, names(scope.package).chain(names(0)));
    if !near.is_empty() {
        return told.did_you_mean(place, &near);
    }
    for import in imports(db, scope.file) {
        if let Some(package) = import.target
            && find(db, package, sort, &name.text).is_some()
        {
            let full = format!("{}.{}", import.alias, name.text);
            return told.help(format!("`{}` has one: write `{full}`", import.package)).fix(
                format!("write `{full}`"),
                place,
                full,
            );
        }
    }
    let behind = imports(db, scope.file).iter().filter_map(|import| Some((&import.alias, import.target?)));
    let behind: Vec<String> = behind
        .flat_map(|(alias, package)| {
            meant(&name.text, names(package)).into_iter().map(move |near| format!("{alias}.{near}"))
        })
        .take(3)
        .collect();
    if !behind.is_empty() {
        return told.did_you_mean(place, &behind);
    }
    told.help(match sort {
        Sort::Library => {
            "declare it in this package, or import the package that does and write its alias before the name"
        }
        Sort::Rule | Sort::Capability => "declare it in this package, or import the package that does",
    })
}

fn unknown_behind(
    db: &dyn Db,
    scope: &Scope<'_>,
    sort: Sort,
    (alias, package): (&Name, u32),
    name: &Name,
    wanted: &str,
) -> Diagnostic {
    let place = scope.place(name.range);
    let message = format!("`{}` has no {} `{}`", alias.text, bare(wanted), name.text);
    let told = Diagnostic::new(Code::UNKNOWN_NAME, place, message);
    told.did_you_mean(place, &meant(&name.text, names_near(db, package, sort, wanted, &name.text)))
}

/// Without its article.
fn bare(wanted: &str) -> &str {
    wanted.split_once(' ').map_or(wanted, |(_, rest)| rest)
}
