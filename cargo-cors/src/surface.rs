//! Reads surface files, from the disk and from git.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use clap::Args;
use cors_surface::Surface;

use crate::outcome::Failure;

/// The argument that names a surface file.
#[derive(Clone, Debug, Args)]
pub(crate) struct SurfaceFile {
    /// The surface file.
    #[arg(
        short = 'f',
        long = "surface",
        value_name = "FILE",
        default_value = "cors-surface.toml"
    )]
    pub(crate) file: PathBuf,
}

impl SurfaceFile {
    pub(crate) fn read(&self) -> Result<Surface, Failure> {
        Ok(Surface::read(&self.file)?)
    }
}

/// Reads a surface as a revision of git has it. `None` if the revision has no such file.
pub(crate) fn at_revision(file: &Path, revision: &str) -> Result<Option<Surface>, Failure> {
    let directory = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .arg("-C")
            .arg(directory)
            .args(arguments)
            .output();
        output.map_err(|error| Failure::unusable(format!("git does not run: {error}")))
    };
    let known = git(&[
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &format!("{revision}^{{commit}}"),
    ])?;
    if !known.status.success() {
        return Err(Failure::unusable(format!(
            "`{revision}` is neither a revision of git here nor a file\n\
             help: `git fetch` brings it, and a file may be given instead"
        )));
    }
    let object = format!("{revision}:./{name}");
    if !git(&["cat-file", "-e", &object])?.status.success() {
        return Ok(None);
    }
    let shown = git(&["show", &object])?;
    let text = String::from_utf8(shown.stdout)
        .map_err(|_| Failure::unusable(format!("{object} is not text in UTF-8")))?;
    Ok(Some(Surface::parse(
        &text,
        &format!("{} at {revision}", file.display()),
    )?))
}
