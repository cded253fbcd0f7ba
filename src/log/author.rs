//! Who writes: this installation, and the person at its keyboard.

use crate::disk;
use crate::study::Refusal;
use etcetera::BaseStrategy;
use std::{fs, io::Write, path::PathBuf, sync::Arc};
use uuid::Uuid;

/// An installation and a coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The installation.
    pub writer: Uuid,
    /// The coder's name or initials.
    pub coder: Arc<str>,
}

impl Author {
    /// The author at this machine: the installation's identity is made once and
    /// kept in the user's data folder; `coder` is what was asked for, else the
    /// name the system knows.
    ///
    /// # Errors
    /// When the identity can neither be read nor kept.
    pub fn current(coder: Option<&str>) -> Result<Author, Refusal> {
        let coder = coder
            .map(str::to_owned)
            .or_else(|| std::env::var("USER").ok())
            .or_else(|| std::env::var("USERNAME").ok())
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| "coder".into());
        Ok(Author {
            writer: installation_id()?,
            coder: Arc::from(coder.trim()),
        })
    }
}

/// Where virk keeps what belongs to this installation; `VIRK_HOME` overrides it.
pub fn data_folder() -> Option<PathBuf> {
    if let Some(home) = std::env::var_os("VIRK_HOME") {
        return Some(PathBuf::from(home));
    }
    Some(
        etcetera::choose_base_strategy()
            .ok()?
            .data_dir()
            .join("virk"),
    )
}

fn installation_id() -> Result<Uuid, Refusal> {
    // Without a home an installation lives as long as the process: nothing is lost but undo across
    // runs.
    let Some(home) = data_folder() else {
        return Ok(Uuid::now_v7());
    };
    let file = home.join("writer");
    let known = || {
        fs::read_to_string(&file)
            .ok()
            .and_then(|text| Uuid::parse_str(text.trim()).ok())
    };
    if let Some(writer) = known() {
        return Ok(writer);
    }
    let fresh = Uuid::now_v7();
    let kept = disk::create_folder(&home).and_then(|()| {
        // Two first runs at once: the one that links its file first wins.
        let draft = home.join(format!("writer.{fresh}"));
        disk::create_new(&draft)?.write_all(format!("{fresh}\n").as_bytes())?;
        let linked = fs::hard_link(&draft, &file);
        fs::remove_file(&draft)?;
        match linked {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
                fs::write(&file, format!("{fresh}\n"))
            }
            _ => Ok(()),
        }
    });
    match kept {
        Ok(()) => Ok(known().unwrap_or(fresh)),
        Err(error) => Err(Refusal::new(
            format!(
                "cannot keep this installation's identity in {}: {error}",
                home.display()
            ),
            "Set VIRK_HOME to a folder you may write to",
        )),
    }
}
