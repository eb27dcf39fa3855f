//! The way to the outside: what the compiler asks of a file system, and a double of it for tests.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Component, Path, PathBuf};

/// What is at a path, symbolic links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A pipe, a device or a socket: nothing that can be read as a source.
    Other,
}

/// What a folder holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name.
    pub name: OsString,
    /// What it is; `None` for a symbolic link, whatever that leads to.
    pub kind: Option<EntryKind>,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// There is nothing of that name.
    NotFound,
    /// It may not be read.
    Denied,
    /// It holds more bytes than were asked for at most.
    TooLarge,
    /// It was written to between the first byte and the last.
    Changed,
    /// Symbolic links lead in a circle.
    Loop,
    /// Anything else, in the system's words.
    Other(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFound => "there is nothing of that name",
            Self::Denied => "permission denied",
            Self::TooLarge => "it is too large",
            Self::Changed => "it was written to while it was read",
            Self::Loop => "its symbolic links lead in a circle",
            Self::Other(reason) => reason,
        })
    }
}

/// What the compiler asks of the outside. Only the command line and the language server implement it for real.
pub trait System {
    /// The folder that relative paths start from; absolute.
    fn working_directory(&self) -> PathBuf;

    /// What is at `path`, symbolic links followed.
    fn kind(&self, path: &Path) -> Result<EntryKind, ReadError>;

    /// What a folder holds, in any order.
    fn entries(&self, folder: &Path) -> Result<Vec<Entry>, ReadError>;

    /// The bytes of a file, as they were at one moment; at most `limit` of them.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// The one absolute path of what may have several.
    fn canonical(&self, path: &Path) -> Result<PathBuf, ReadError>;
}

/// A file system in memory, for tests. Its working directory is `/`.
#[derive(Clone, Debug, Default)]
pub struct MemorySystem {
    nodes: BTreeMap<PathBuf, Node>,
}

#[derive(Clone, Debug)]
enum Node {
    File(Result<Vec<u8>, ReadError>),
    Folder,
    Link(PathBuf),
    Other,
}

impl MemorySystem {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a file of this text; the folders above it come with it.
    #[must_use]
    pub fn file(self, path: &str, text: &str) -> Self {
        self.node(path, Node::File(Ok(text.as_bytes().to_vec())))
    }

    /// With a file of these bytes.
    #[must_use]
    pub fn bytes(self, path: impl AsRef<Path>, bytes: &[u8]) -> Self {
        self.node(path, Node::File(Ok(bytes.to_vec())))
    }

    /// With a file that cannot be read.
    #[must_use]
    pub fn broken(self, path: &str, error: ReadError) -> Self {
        self.node(path, Node::File(Err(error)))
    }

    /// With an empty folder.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        self.node(path, Node::Folder)
    }

    /// With a symbolic link to an absolute path.
    #[must_use]
    pub fn link(self, path: &str, goal: &str) -> Self {
        self.node(path, Node::Link(PathBuf::from(goal)))
    }

    /// With something that is neither a file nor a folder.
    #[must_use]
    pub fn device(self, path: &str) -> Self {
        self.node(path, Node::Other)
    }

    fn node(mut self, path: impl AsRef<Path>, node: Node) -> Self {
        let path = Path::new("/").join(path);
        for folder in path.ancestors().skip(1) {
            self.nodes.entry(folder.to_path_buf()).or_insert(Node::Folder);
        }
        self.nodes.insert(path, node);
        self
    }

    fn resolve(&self, path: &Path) -> Result<(PathBuf, &Node), ReadError> {
        self.resolve_within(path, 0)
    }

    fn resolve_within(&self, path: &Path, links: u32) -> Result<(PathBuf, &Node), ReadError> {
        if links > 40 {
            return Err(ReadError::Loop);
        }
        let absolute = Path::new("/").join(path);
        let mut at = PathBuf::new();
        let mut node = None;
        let mut parts = absolute.components();
        while let Some(part) = parts.next() {
            match part {
                Component::CurDir => continue,
                Component::ParentDir => {
                    at.pop();
                }
                other => at.push(other),
            }
            let found = self.nodes.get(&at).ok_or(ReadError::NotFound)?;
            if let Node::Link(goal) = found {
                return self.resolve_within(&goal.join(parts.as_path()), links + 1);
            }
            node = Some(found);
        }
        node.map(|node| (at, node)).ok_or(ReadError::NotFound)
    }
}

impl System for MemorySystem {
    fn working_directory(&self) -> PathBuf {
        PathBuf::from("/")
    }

    fn kind(&self, path: &Path) -> Result<EntryKind, ReadError> {
        Ok(match self.resolve(path)?.1 {
            Node::File(_) => EntryKind::File,
            Node::Folder => EntryKind::Folder,
            Node::Other | Node::Link(_) => EntryKind::Other,
        })
    }

    fn entries(&self, folder: &Path) -> Result<Vec<Entry>, ReadError> {
        let (folder, _) = self.resolve(folder)?;
        Ok(self
            .nodes
            .iter()
            .filter(|(path, _)| path.parent() == Some(&folder))
            .filter_map(|(path, node)| {
                let kind = match node {
                    Node::File(_) => Some(EntryKind::File),
                    Node::Folder => Some(EntryKind::Folder),
                    Node::Other => Some(EntryKind::Other),
                    Node::Link(_) => None,
                };
                Some(Entry { name: path.file_name()?.to_owned(), kind })
            })
            .collect())
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        match self.resolve(path)?.1 {
            Node::File(Ok(bytes)) if bytes.len() as u64 > limit => Err(ReadError::TooLarge),
            Node::File(content) => content.clone(),
            _ => Err(ReadError::Other("it is not a file".to_owned())),
        }
    }

    fn canonical(&self, path: &Path) -> Result<PathBuf, ReadError> {
        Ok(self.resolve(path)?.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_and_circles_found() {
        let system = MemorySystem::new().file("a/x.zc", "").link("b", "/a").link("c", "/d").link("d", "/c");
        assert_eq!(system.canonical(Path::new("b/x.zc")), Ok(PathBuf::from("/a/x.zc")));
        assert_eq!(system.kind(Path::new("c")), Err(ReadError::Loop));
        assert_eq!(system.canonical(Path::new("a/../b/./x.zc")), Ok(PathBuf::from("/a/x.zc")));
    }
}
