//! The table of pseudonyms: who is called what, kept outside the study.
//!
//! A text that can be traced back is still personal data (Datatilsynet). So the
//! table is a file of its own that only its owner may read, and a text whose names
//! were replaced keeps no map back.

use super::privacy::{Finding, Kind, scan};
use crate::study::Refusal;
use crate::text::{Folding, Span, folded::fold};
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A table of pseudonyms.
#[derive(Debug)]
pub struct Pseudonyms {
    path: PathBuf,
    /// In the order of the file: what stands in the text, and what shall.
    rows: Vec<(String, String)>,
    /// By their [`key`].
    known: HashMap<String, usize>,
    /// Names that have no pseudonym until they are found.
    sought: Vec<String>,
    fresh: usize,
}

impl Pseudonyms {
    /// The table in a CSV file, `name,pseudonym` in each row after the first; an empty one when there is no file yet.
    ///
    /// # Errors
    /// When the file cannot be read, or a row has no two cells.
    pub fn open(path: &Path) -> Result<Pseudonyms, Refusal> {
        let mut table = Pseudonyms { path: path.to_owned(), rows: Vec::new(), known: HashMap::new(), sought: Vec::new(), fresh: 0 };
        if !path.exists() {
            return Ok(table);
        }
        let file = super::TextFile::open(path)?;
        let cells = super::cells::Cells::read(&file, None)?;
        let [names, pseudonyms, ..] = cells.columns.as_slice() else {
            return Err(Refusal::new(format!("{} has one column", path.display()), "Write `name,pseudonym` in each row"));
        };
        for (name, pseudonym) in names.iter().zip(pseudonyms) {
            if !name.is_empty() && !pseudonym.is_empty() {
                table.add(name.clone(), pseudonym.clone());
            }
        }
        table.fresh = 0;
        Ok(table)
    }

    fn add(&mut self, name: String, pseudonym: String) {
        let key = key(&name);
        if !self.known.contains_key(&key) {
            self.known.insert(key, self.rows.len());
            self.rows.push((name, pseudonym));
            self.fresh += 1;
        }
    }

    /// Has these names replaced as well; what has no row gets a number of its kind.
    pub fn seek(&mut self, names: &[String]) {
        self.sought = names.to_vec();
    }

    /// The names it knows, longest first: "Bo Holm" before "Bo".
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.rows.iter().map(|(name, _)| name).chain(&self.sought).cloned().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names
    }

    /// `text` with everything found replaced, the same by the same, and where what
    /// `places` name stands in it now.
    pub fn replace(&mut self, text: &str, places: &[Span]) -> (String, Vec<Span>, usize) {
        let found = scan(text, &self.names());
        let mut written = String::with_capacity(text.len());
        let mut shifts: Vec<Shift> = Vec::new();
        let mut at = 0;
        for Finding { kind, span } in &found {
            let name = span.text(text);
            let pseudonym = self.called(*kind, name);
            written.push_str(&text[at..span.start as usize]);
            let from = written.len();
            written.push_str(&pseudonym);
            at = span.end as usize;
            shifts.push(Shift { start: span.start as usize, end: at, from, to: written.len() });
        }
        written.push_str(&text[at..]);
        let place = |byte: usize, end: bool| {
            let before = shifts.partition_point(|shift| shift.start < byte || (!end && shift.start == byte));
            let Some(shift) = before.checked_sub(1).map(|last| shifts[last]) else { return byte };
            match (byte < shift.end, end) {
                (true, true) => shift.to,
                (true, false) => shift.from,
                (false, _) => shift.to + byte - shift.end,
            }
        };
        let moved = places.iter().map(|span| Span::of(place(span.start as usize, false), place(span.end as usize, true))).collect();
        (written, moved, found.len())
    }

    /// What something found is called: as the table says, else a number of its kind.
    fn called(&mut self, kind: Kind, name: &str) -> String {
        if let Some((_, pseudonym)) = self.known.get(&key(name)).and_then(|place| self.rows.get(*place)) {
            return pseudonym.clone();
        }
        let alike = self.rows.iter().filter(|(_, pseudonym)| pseudonym.starts_with(&format!("[{} ", kind.word()))).count();
        let pseudonym = format!("[{} {}]", kind.word(), alike + 1);
        // As people write it: the table is read by people.
        self.add(fold(name, Folding::Quote).into_owned(), pseudonym.clone());
        pseudonym
    }

    /// Writes the table back when it has grown, readable by its owner alone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self) -> Result<(), Refusal> {
        if self.fresh == 0 {
            return Ok(());
        }
        let mut rows = vec![vec!["name".to_owned(), "pseudonym".to_owned()]];
        rows.extend(self.rows.iter().map(|(name, pseudonym)| vec![name.clone(), pseudonym.clone()]));
        let mut writer = csv::Writer::from_writer(Vec::new());
        let broken = |error: String| {
            Refusal::new(format!("cannot write {}: {error}", self.path.display()), "Nothing was imported; choose another file")
        };
        rows.iter().try_for_each(|row| writer.write_record(row)).map_err(|error| broken(error.to_string()))?;
        let bytes = writer.into_inner().map_err(|error| broken(error.to_string()))?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path).and_then(|mut file| file.write_all(&bytes)).map_err(|error| broken(error.to_string()))
    }
}

/// What the same is known by, however it is written: a name without case, a number by its digits.
fn key(name: &str) -> String {
    let folded = fold(name.trim(), Folding::Words);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || folded.chars().any(char::is_alphabetic) {
        return folded.into_owned();
    }
    // A phone number with the country before it is the same number.
    let abroad = folded.starts_with("+45").then_some(2).or_else(|| folded.starts_with("0045").then_some(4));
    abroad.and_then(|country| digits.get(country..)).filter(|rest| rest.len() == 8).map_or(digits.clone(), str::to_owned)
}

/// Where something stood, and where its pseudonym stands.
#[derive(Clone, Copy)]
struct Shift {
    start: usize,
    end: usize,
    from: usize,
    to: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_always_called_the_same_and_places_move_along() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key.csv");
        fs::write(&path, "name,pseudonym\nAnna,Mentor 1\n").unwrap();
        let mut table = Pseudonyms::open(&path).unwrap();
        let text = "Anna: ring 20304050. Annas nummer er 20304050, ikke 010190-1234.";
        let nummer = text.find("nummer er").unwrap();
        let (new, moved, found) = table.replace(text, &[Span::of(nummer, nummer + 9), Span::of(0, 4)]);
        assert_eq!(new, "Mentor 1: ring [phone number 1]. Mentor 1s nummer er [phone number 1], ikke [CPR number 1].");
        assert_eq!((moved[0].text(&new), moved[1].text(&new), found), ("nummer er", "Mentor 1", 5));
        let otherwise =
            "Om AN\u{ad}NA og A\u{200b}nna’s 20\u{a0}30\u{a0}40\u{a0}50, +45 20304050 og 010190\u{2011}1234.\u{200b} Slut";
        let slut = otherwise.find("Slut").unwrap();
        let (new, moved, found) = table.replace(otherwise, &[Span::of(slut, slut + 4)]);
        assert_eq!(
            new, "Om Mentor 1 og Mentor 1’s [phone number 1], [phone number 1] og [CPR number 1].\u{200b} Slut",
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
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&fresh).unwrap().permissions()) & 0o777, 0o600);
        }
    }
}
