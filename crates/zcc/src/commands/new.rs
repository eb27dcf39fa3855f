//! `zcc new`: a site that checks and teaches.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use zcc_base::Code;
use zcc_db::{LoadError, Paint, is_package_name, package_name, paint};

use crate::arguments::New;
use crate::exit::Exit;
use crate::shell;
use crate::system::{plain, write_atomically};
use crate::terminal::Terminal;

const SITE: &str = include_str!("../../template/site.zc");
const PRODUCTS: &str = include_str!("../../template/products.zc");
const TESTS: &str = include_str!("../../template/site_test.zc");
const README: &str = include_str!("../../template/README.md");

/// Makes the site's folder and its files.
pub(crate) fn run(new: &New, terminal: &mut Terminal) -> io::Result<Exit> {
    let shown = new.path.display().to_string();
    let refuse = |message: String, help: &str| LoadError {
        code: Code::UNWRITABLE_FILE,
        path: shown.clone(),
        message,
        source: None,
        help: Some(help.to_owned()),
    };
    match fs::read_dir(&new.path).map(|mut entries| entries.next().is_none()) {
        Ok(true) => {}
        Ok(false) => {
            terminal.complain_of(&refuse(
                format!("`{shown}` already holds something"),
                "name a folder that does not exist yet",
            ));
            return Ok(Exit::Usage);
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            let message = format!("`{shown}` cannot be made: {}", plain(&error));
            terminal.complain_of(&refuse(message, "name a folder that does not exist yet"));
            return Ok(Exit::Broken);
        }
    }
    let name = name_of(&new.path);
    if let Err(error) = write_files(&new.path, &name) {
        let message = format!("`{shown}` cannot be written: {}", plain(&error));
        terminal.complain_of(&refuse(message, "look whether you may write there"));
        return Ok(Exit::Broken);
    }
    if terminal.verbosity >= 0 {
        let style = terminal.style;
        let quoted = shell::quoted(&shown);
        let commands = [
            (format!("zcc check {quoted}"), "says what keeps each zone below its target, and what to do"),
            (format!("zcc test --in {quoted}"), "runs the tests of site_test.zc"),
            (format!("zcc levels {quoted}"), "shows the levels of each zone"),
        ];
        let width = commands.iter().map(|(command, _)| command.chars().count()).max().unwrap_or(0);
        writeln!(
            terminal,
            "{} {shown}, a small plant to learn from: a control room, a controller, an office outside\n",
            paint(&style, Paint::Good, "made"),
        )?;
        for (command, what) in &commands {
            let blanks = " ".repeat(width - command.chars().count());
            writeln!(terminal, "  {}{blanks}  {what}", paint(&style, Paint::Strong, command))?;
        }
        writeln!(terminal, "\nREADME.md leads on from there.")?;
    }
    Ok(Exit::Nothing)
}

fn name_of(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let stem = absolute.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if is_package_name(&stem) { stem } else { package_name(&stem).to_string() }
}

fn write_files(folder: &Path, name: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let manifest = format!("[package]\nname = \"{name}\"\n");
    for (file, text) in [
        ("zcc.toml", manifest.as_str()),
        ("site.zc", SITE),
        ("products.zc", PRODUCTS),
        ("site_test.zc", TESTS),
        ("README.md", README),
    ] {
        write_atomically(&folder.join(file), &text.replace("$NAME", name))?;
    }
    Ok(())
}
