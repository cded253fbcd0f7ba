//! Where the search index of a study is.

use crate::text::digest::sha256;
use etcetera::BaseStrategy;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder for the search index of a study, in the user's cache or in a `given` one; `None`
/// without a file or cache. `VIRK_HOME` overrides the location of the cache.
#[must_use]
pub fn search_index_folder(study: &Path, given: Option<&Path>) -> Option<PathBuf> {
    let name = sha256(fs::canonicalize(study).ok()?.as_os_str().as_encoded_bytes());
    let cache = given
        .map(Path::to_owned)
        .or_else(|| match std::env::var_os("VIRK_HOME") {
            Some(home) => Some(PathBuf::from(home).join("cache")),
            None => Some(
                etcetera::choose_base_strategy()
                    .ok()?
                    .cache_dir()
                    .join("virk"),
            ),
        });
    Some(cache?.join("search").join(&name[..32]))
}

/// Deletes what is stored about a study outside its file: the search index.
pub fn delete_search_index(study: &Path) -> io::Result<()> {
    match search_index_folder(study, None).map(fs::remove_dir_all) {
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
