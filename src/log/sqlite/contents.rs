//! What people said, in the study file: words, and the rows of surveys.

use super::Store;
use super::errors::to_refusal;
use crate::log::proof::{LOST, Verifier};
use crate::study::{
    Addition, Content, ContentId, Erasing, Event, Id, Record, Refusal, Time,
    content::{ContentData, said_of, salted_hash},
    upgrade::Hashes,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

/// Texts longer than this are read one at a time, with the record that speaks of them: registers
/// are large.
const LONG_TEXT: usize = 1 << 20;

const INSERT: &str = "INSERT INTO content (id, hash, text) VALUES (?1, ?2, ?3)";
const SELECT: &str = "SELECT text, hash FROM content WHERE id = ?1";

impl Store {
    /// Goes back to the front of the file, so that [`Store::read`] tells
    /// everything again, and answers with all texts but the long ones.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn rewind(&mut self) -> Result<Vec<Content>, Refusal> {
        self.last_seq = 0;
        self.verifier = Verifier::default();
        self.last_key = (Time(i64::MIN), Uuid::nil(), 0);
        self.all_contents()
            .map_err(|error| to_refusal(&error, &self.path))
    }

    fn all_contents(&mut self) -> rusqlite::Result<Vec<Content>> {
        self.unread_long_texts.clear();
        let mut contents = Vec::new();
        // How long a text is SQLite knows without reading it.
        let mut rows =
            self.file.prepare("SELECT id, hash, CASE WHEN octet_length(text) <= ?1 THEN text END FROM content WHERE id <> ?2")?;
        // But for the mark of an erasure that is not finished.
        let mut rows = rows.query(params![LONG_TEXT, Uuid::nil()])?;
        while let Some(row) = rows.next()? {
            let id = Id::new(row.get(0)?);
            let text = row.get_ref(2)?.as_str_or_null()?;
            let hash = row.get_ref(1)?.as_str()?;
            self.verifier.content(id, hash, text);
            match text {
                _ if hash == LOST => {}
                Some(words) => contents.push(Content {
                    id,
                    text: words.into(),
                }),
                None => drop(self.unread_long_texts.insert(id)),
            }
        }
        Ok(contents)
    }

    /// The texts that these records speak of: their bodies name them as `content`, `now` or
    /// `reason`.
    pub(super) fn load_contents(&mut self, records: &[Record]) -> rusqlite::Result<Vec<Content>> {
        let mut contents = Vec::new();
        for event in records.iter().map(|record| &record.event) {
            for id in event.contents() {
                contents.extend(load_content(&self.file, &mut self.verifier, event, id)?);
            }
        }
        Ok(contents)
    }

    /// What proves the words of the texts that a fact names, as far as they are there. Those of
    /// earlier virks have no salt, so that a fact must not say their hash.
    pub(super) fn hashes_of(&self, event: &Event) -> rusqlite::Result<Hashes> {
        let mut hashes = Hashes::new();
        for id in event.every_content() {
            let mut select = self
                .file
                .prepare_cached("SELECT hash FROM content WHERE id = ?1")?;
            let hash: Option<String> =
                select.query_row([id.uuid()], |row| row.get(0)).optional()?;
            if let Some(hash) = hash.as_deref().and_then(said_of) {
                hashes.insert(id, hash.to_owned());
            }
        }
        Ok(hashes)
    }

    /// Writes a text and answers with it. SQLite holds what it writes twice, so that of a register
    /// nothing else is held meanwhile: neither its rows, which are read back, nor what was made of
    /// them once SQLite has it.
    pub(super) fn insert_content(
        &self,
        Content { id, text }: Content,
    ) -> rusqlite::Result<Content> {
        // Nobody knows its random half.
        let salt = Uuid::now_v7().simple().to_string();
        if let ContentData::Words(words) = text {
            let mut insert = self.file.prepare_cached(INSERT)?;
            insert.execute(params![id.uuid(), salted_hash(&salt, &words), &*words])?;
            return Ok(Content {
                id,
                text: ContentData::Words(words),
            });
        }
        let stored = text.stored().into_owned();
        drop(text);
        let mut insert = self.file.prepare(INSERT)?;
        insert.raw_bind_parameter(1, id.uuid())?;
        insert.raw_bind_parameter(2, salted_hash(&salt, &stored))?;
        insert.raw_bind_parameter(3, &stored)?;
        drop(stored);
        insert.raw_execute()?;
        drop(insert);
        let mut select = self.file.prepare_cached(SELECT)?;
        let text = select.query_row([id.uuid()], rows_of)?;
        Ok(Content { id, text })
    }
}

/// Tells the verifier of a text that may be there.
pub(super) fn announce_content(
    file: &Connection,
    verifier: &mut Verifier,
    id: ContentId,
) -> rusqlite::Result<()> {
    let mut select = file.prepare_cached("SELECT hash FROM content WHERE id = ?1")?;
    let hash: Option<String> = select.query_row([id.uuid()], |row| row.get(0)).optional()?;
    if let Some(hash) = hash {
        verifier.content(id, &hash, None);
    }
    Ok(())
}

/// The text of this identity, as the event that speaks of it means it; `None` when it was erased.
pub(super) fn load_content(
    file: &Connection,
    verifier: &mut Verifier,
    event: &Event,
    id: ContentId,
) -> rusqlite::Result<Option<Content>> {
    let is_rows = matches!(
        event,
        Event::Added(Addition::Dataset { .. }) | Event::Erased(Erasing::Rows { .. })
    );
    let mut select = file.prepare_cached(SELECT)?;
    let text = select.query_row([id.uuid()], |row| {
        if row.get_ref(1)?.as_str()? == LOST {
            return Err(rusqlite::Error::QueryReturnedNoRows);
        }
        verifier.prove(id, row.get_ref(1)?.as_str()?, row.get_ref(0)?.as_str()?);
        if is_rows {
            rows_of(row)
        } else {
            Ok(row.get_ref(0)?.as_str()?.into())
        }
    });
    Ok(text.optional()?.map(|text| Content { id, text }))
}

/// The rows that SQLite holds, without a copy of their text; what is no rows is held as it is.
fn rows_of(row: &Row<'_>) -> rusqlite::Result<ContentData> {
    let stored = row.get_ref(0)?.as_str()?;
    Ok(ContentData::rows(stored).map_or_else(|| stored.into(), ContentData::Rows))
}
