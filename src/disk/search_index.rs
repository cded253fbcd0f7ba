//! Where the search index of a study is.

use crate::study::{Id, Study};
use etcetera::BaseStrategy;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The folder for the search index of a study, in the user's cache or in a `given` one; the indexes
/// of copies of the study are beside it, under the same name with a number. `None` without a cache.
/// `VIRK_HOME` overrides the location of the cache.
pub fn search_index_folder(study: Id<Study>, given: Option<&Path>) -> Option<PathBuf> {
    Some(all_indexes(given)?.join(study.to_string()))
}

fn all_indexes(given: Option<&Path>) -> Option<PathBuf> {
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
    Some(cache?.join("search"))
}

/// True if a folder is the index of this study or of a copy of it.
pub fn is_index_of(study: Id<Study>, folder: &Path) -> bool {
    folder.file_stem() == Some(study.to_string().as_ref())
}

/// True if a folder has a name that earlier versions of virk made from the path of a study. Nothing
/// reads such an index any more, and it holds confidential text.
pub fn is_former_index(folder: &Path) -> bool {
    let name = folder.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Deletes what is stored about a study outside of it, the search index, for all its copies; without
/// an id, of every study.
pub fn delete_search_index(study: Option<Id<Study>>) -> io::Result<()> {
    let indexes = match all_indexes(None).map(fs::read_dir) {
        None => return Ok(()),
        Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Some(indexes) => indexes?,
    };
    let mut result = Ok(());
    for entry in indexes {
        let folder = entry?.path();
        if study.is_none_or(|study| is_index_of(study, &folder)) || is_former_index(&folder) {
            match fs::remove_dir_all(&folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => result = Err(error),
                _ => {}
            }
        }
    }
    result
}
