//! Writes exported files: whole or not at all.

use crate::disk;
use crate::study::Refusal;
use std::path::Path;

/// Replaces an existing file. Refuses a path that has the name of a study; when it fails, nothing
/// has changed.
pub fn write_file(content: impl AsRef<[u8]>, path: &Path) -> Result<(), Refusal> {
    if path
        .extension()
        .is_some_and(|extension| extension == "virk")
    {
        return Err(Refusal::new(
            format!("{} has the name of a study", path.display()),
            "Nothing was written; give the file another extension",
        ));
    }
    disk::write(path, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_a_study_never() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("matrix.csv");
        write_file("first", &path).unwrap();
        write_file("second", &path).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "second");
        assert!(write_file("x", &folder.path().join("study.virk")).is_err());
        assert!(write_file("x", &folder.path().join("no folder/matrix.csv")).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
