//! The pseudonym table, kept outside of the study.
//!
//! Text that can be traced back to a person is still personal data (Datatilsynet). So the table is
//! a separate file readable only by its owner, and a text with replaced names keeps no edits.

use crate::disk::{self, AtomicFile};
use crate::privacy::{PersonalDataKind, PersonalDataMatch, scan_sure};
use crate::study::Refusal;
use crate::text::{FoldMode, Span, folding::fold};
use std::collections::HashMap;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait for another import.
const LOCK_TIMEOUT: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Debug)]
pub struct Pseudonyms {
    path: PathBuf,
    /// Names and pseudonyms, in the order of the file.
    rows: Vec<(String, String)>,
    /// Rows by the [`key`] of the name.
    known: HashMap<String, usize>,
    /// Names to be replaced that get a pseudonym when they are found.
    requested_names: Vec<String>,
    new_count: usize,
    /// Locked against other imports until this one is finished.
    lock: Option<File>,
    /// The content of the file as read.
    original_bytes: Vec<u8>,
}

impl Pseudonyms {
    /// Reads and locks a CSV file with the columns `name` and `pseudonym`; the table is empty if
    /// the file does not exist. Waits for another import to release it, and refuses after a while.
    pub fn open(path: &Path) -> Result<Pseudonyms, Refusal> {
        let mut table = Pseudonyms {
            path: path.to_owned(),
            rows: Vec::new(),
            known: HashMap::new(),
            requested_names: Vec::new(),
            new_count: 0,
            lock: lock(path)?,
            original_bytes: Vec::new(),
        };
        if table.lock.is_none() {
            return Ok(table);
        }
        table.original_bytes = super::file::bytes(path)?;
        let file = super::TextFile::from_bytes(
            &path.display().to_string(),
            String::new(),
            &table.original_bytes,
        )?;
        let cells = super::tabular::TabularData::read(&file, None)?;
        let [names, pseudonyms, ..] = cells.columns.as_slice() else {
            return Err(Refusal::new(
                format!("{} has one column", path.display()),
                "Write `name,pseudonym` in each row",
            ));
        };
        for (name, pseudonym) in names.iter().zip(pseudonyms) {
            if !name.is_empty() && !pseudonym.is_empty() {
                table.add(name.to_owned(), pseudonym.to_owned());
            }
        }
        table.new_count = 0;
        Ok(table)
    }

    fn add(&mut self, name: String, pseudonym: String) {
        let key = key(&name);
        if !self.known.contains_key(&key) {
            self.known.insert(key, self.rows.len());
            self.rows.push((name, pseudonym));
            self.new_count += 1;
        }
    }

    /// Also replaces these names; those without a row get a numbered pseudonym.
    pub fn request_names(&mut self, names: &[String]) {
        self.requested_names = names.to_vec();
    }

    /// All names, longest first, so that "Bo Holm" is replaced before "Bo".
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .rows
            .iter()
            .map(|(name, _)| name)
            .chain(&self.requested_names)
            .cloned()
            .collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names
    }

    /// Replaces all personal data in `text`, consistently. Returns the new text, `places` shifted
    /// to it, and the number of replacements.
    pub fn replace(&mut self, text: &str, places: &[Span]) -> (String, Vec<Span>, usize) {
        // Hints are kept: they may be harmless, and a replacement cannot be undone.
        let matches = scan_sure(text, &self.names());
        let mut written = String::with_capacity(text.len());
        let mut shifts: Vec<OffsetShift> = Vec::new();
        let mut at = 0;
        for PersonalDataMatch { kind, span } in &matches {
            let name = span.text(text);
            let pseudonym = self.pseudonym_for(*kind, name);
            written.push_str(&text[at..span.start as usize]);
            let from = written.len();
            written.push_str(&pseudonym);
            at = span.end as usize;
            shifts.push(OffsetShift {
                start: span.start as usize,
                end: at,
                from,
                to: written.len(),
            });
        }
        written.push_str(&text[at..]);
        let place = |byte: usize, end: bool| {
            let before =
                shifts.partition_point(|shift| shift.start < byte || (!end && shift.start == byte));
            let Some(shift) = before.checked_sub(1).map(|last| shifts[last]) else {
                return byte;
            };
            match (byte < shift.end, end) {
                (true, true) => shift.to,
                (true, false) => shift.from,
                (false, _) => shift.to + byte - shift.end,
            }
        };
        let moved = places
            .iter()
            .map(|span| {
                Span::of(
                    place(span.start as usize, false),
                    place(span.end as usize, true),
                )
            })
            .collect();
        (written, moved, matches.len())
    }

    /// The pseudonym from the table, or a new one numbered by kind.
    fn pseudonym_for(&mut self, kind: PersonalDataKind, name: &str) -> String {
        if let Some((_, pseudonym)) = self
            .known
            .get(&key(name))
            .and_then(|place| self.rows.get(*place))
        {
            return pseudonym.clone();
        }
        let alike = self
            .rows
            .iter()
            .filter(|(_, pseudonym)| pseudonym.starts_with(&format!("[{} ", kind.noun())))
            .count();
        let pseudonym = format!("[{} {}]", kind.noun(), alike + 1);
        // Stored as written, since people read the table.
        self.add(
            fold(name, FoldMode::KeepCase).into_owned(),
            pseudonym.clone(),
        );
        pseudonym
    }

    /// Writes the table if it has grown, readable only by its owner.
    pub fn save(&self) -> Result<(), Refusal> {
        if self.new_count == 0 {
            return Ok(());
        }
        let mut rows = vec![vec!["name".to_owned(), "pseudonym".to_owned()]];
        rows.extend(
            self.rows
                .iter()
                .map(|(name, pseudonym)| vec![name.clone(), pseudonym.clone()]),
        );
        let mut writer = csv::Writer::from_writer(Vec::new());
        let broken = |error: String| {
            Refusal::new(
                format!("cannot write {}: {error}", self.path.display()),
                "Nothing was imported; choose another file",
            )
        };
        rows.iter()
            .try_for_each(|row| writer.write_record(row))
            .map_err(|error| broken(error.to_string()))?;
        let bytes = writer
            .into_inner()
            .map_err(|error| broken(error.to_string()))?;
        // The table is the only key to the names, so the previous version is kept as a backup.
        if self.lock.is_some() {
            let mut copy = self.path.clone().into_os_string();
            copy.push(".bak");
            disk::write(Path::new(&copy), &self.original_bytes)?;
        }
        let mut draft = AtomicFile::create(&self.path)?;
        draft.write(&bytes)?;
        if self.lock.is_some() {
            draft.commit()
        } else {
            draft.commit_new()
        }
    }
}

/// Opens and locks the table; `None` if it does not exist.
fn lock(path: &Path) -> Result<Option<File>, Refusal> {
    let name = path.display();
    let refuse = |error: io::Error| {
        Refusal::new(
            format!("cannot read {name}: {error}"),
            "Check the name, the folder and its permissions",
        )
    };
    let begun = Instant::now();
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(Refusal::new(
            format!("{name} is not a file"),
            "Name the table of pseudonyms, a CSV file",
        ));
    }
    loop {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refuse(error)),
        };
        match file.try_lock() {
            // The previous holder may have replaced the file.
            Ok(()) if is_still(&file, path) => return Ok(Some(file)),
            Ok(()) => {}
            // File systems without locks.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Some(file));
            }
            Err(TryLockError::Error(error)) => return Err(refuse(error)),
            Err(TryLockError::WouldBlock) if begun.elapsed() > LOCK_TIMEOUT => {
                return Err(Refusal::new(
                    format!("another import is using the table {name}"),
                    "Nothing was imported; wait until it is finished, or close its preview",
                ));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
        }
    }
}

fn is_still(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (Ok(own), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else {
            return false;
        };
        (own.dev(), own.ino()) == (there.dev(), there.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// Equal for all spellings of a name (ignoring case) or number (digits only).
fn key(name: &str) -> String {
    let folded = fold(name.trim(), FoldMode::IgnoreCase);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || folded.chars().any(char::is_alphabetic) {
        return folded.into_owned();
    }
    // A Danish number is the same with its country code.
    let abroad = folded
        .starts_with("+45")
        .then_some(2)
        .or_else(|| folded.starts_with("0045").then_some(4));
    abroad
        .and_then(|country| digits.get(country..))
        .filter(|rest| rest.len() == 8)
        .map_or(digits.clone(), str::to_owned)
}

/// Byte range of a replaced name, and of its pseudonym.
#[derive(Clone, Copy)]
struct OffsetShift {
    start: usize,
    end: usize,
    from: usize,
    to: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn the_table_before_is_kept_and_two_imports_take_turns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.csv");
        fs::write(&path, "name,pseudonym\nAnna,Mentor 1\n").unwrap();
        let workers: Vec<_> = (0..4)
            .map(|number| {
                let path = path.clone();
                std::thread::spawn(move || {
                    let mut table = Pseudonyms::open(&path).unwrap();
                    table.replace(&format!("2030405{number}"), &[]);
                    table.save().unwrap();
                })
            })
            .collect();
        workers
            .into_iter()
            .for_each(|worker| worker.join().unwrap());
        let lines = |path: &Path| fs::read_to_string(path).unwrap().lines().count();
        assert_eq!(
            (lines(&path), lines(&folder.path().join("key.csv.bak"))),
            (6, 5)
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        // If another import has created the table meanwhile, it is not overwritten.
        let fresh = folder.path().join("fresh.csv");
        let (mut one, mut other) = (
            Pseudonyms::open(&fresh).unwrap(),
            Pseudonyms::open(&fresh).unwrap(),
        );
        one.replace("a@example.org", &[]);
        other.replace("b@example.org", &[]);
        one.save().unwrap();
        assert!(other.save().unwrap_err().what.contains("exists already"));
    }

    #[test]
    fn the_same_is_always_called_the_same_and_places_move_along() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.csv");
        fs::write(&path, "name,pseudonym\nAnna,Mentor 1\n").unwrap();
        let mut table = Pseudonyms::open(&path).unwrap();
        let text = "Anna: ring 20304050. Annas nummer er 20304050, ikke 010190-1234.";
        let nummer = text.find("nummer er").unwrap();
        let (new, moved, found) =
            table.replace(text, &[Span::of(nummer, nummer + 9), Span::of(0, 4)]);
        assert_eq!(
            new,
            "Mentor 1: ring [phone number 1]. Mentor 1s nummer er [phone number 1], ikke [CPR number 1]."
        );
        assert_eq!(
            (moved[0].text(&new), moved[1].text(&new), found),
            ("nummer er", "Mentor 1", 5)
        );
        let otherwise = "Om AN\u{ad}NA og A\u{200b}nna’s 20\u{a0}30\u{a0}40\u{a0}50, +45 20304050 og 010190\u{2011}1234.\u{200b} Slut";
        let slut = otherwise.find("Slut").unwrap();
        let (new, moved, found) = table.replace(otherwise, &[Span::of(slut, slut + 4)]);
        assert_eq!(
            new,
            "Om Mentor 1 og Mentor 1’s [phone number 1], [phone number 1] og [CPR number 1].\u{200b} Slut",
            "the same, however it is written"
        );
        assert_eq!((moved[0].text(&new), found), ("Slut", 5));
        table.save().unwrap();
        let again = Pseudonyms::open(&path).unwrap().replace("20304050", &[]).0;
        assert_eq!(again, "[phone number 1]");
        #[cfg(unix)]
        {
            let fresh = folder.path().join("fresh.csv");
            let mut table = Pseudonyms::open(&fresh).unwrap();
            table.replace("a@b.dk", &[]);
            table.save().unwrap();
            assert_eq!(
                std::os::unix::fs::PermissionsExt::mode(
                    &fs::metadata(&fresh).unwrap().permissions()
                ) & 0o777,
                0o600
            );
        }
    }
}
