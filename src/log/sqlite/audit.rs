//! Proving that the file holds what was written: chains of records and hashes of texts.

use super::Store;
use super::chain::{ChainBreak, HashedRecord, RecordHash, act_from_columns};
use super::errors::to_refusal;
use crate::study::{
    ContentId, Id, Refusal,
    content::{is_proven, said_of},
    upgrade,
};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

impl Store {
    /// Recomputes every writer's chain.
    pub(super) fn find_breaks(&self) -> rusqlite::Result<Vec<ChainBreak>> {
        let mut ends: HashMap<Uuid, (u64, RecordHash)> = HashMap::new();
        let mut breaks = Vec::new();
        let mut rows =
            self.file.prepare("SELECT id, writer, n, time, coder, batch, act, of, body, hash FROM record ORDER BY writer, n")?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let (writer, n): (Uuid, u64) = (row.get(1)?, row.get(2)?);
            let end = ends.entry(writer).or_default();
            if n != end.0 + 1 {
                breaks.push(ChainBreak {
                    writer,
                    n,
                    why: "records before it are missing",
                });
            }
            let Some(act) = act_from_columns(row.get(6)?, row.get(7)?) else {
                breaks.push(ChainBreak {
                    writer,
                    n,
                    why: "its act cannot be read",
                });
                continue;
            };
            let sealed = HashedRecord {
                id: row.get(0)?,
                writer,
                n,
                time: row.get(3)?,
                coder: row.get_ref(4)?.as_str()?,
                batch: row.get(5)?,
                act,
                body: row.get_ref(8)?.as_str()?,
            };
            let stored: RecordHash = row.get(9)?;
            if sealed.hash(&end.1) != stored {
                breaks.push(ChainBreak {
                    writer,
                    n,
                    why: "its hash does not fit: it or a record before it was changed",
                });
            }
            *end = (n, stored);
        }
        Ok(breaks)
    }

    /// The texts whose words are not those that were written, by identity: the hash beside them
    /// does not fit, or it is not the one that a fact says.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn find_changed(&self) -> Result<Vec<ContentId>, Refusal> {
        let read = || -> rusqlite::Result<Vec<ContentId>> {
            let mut rows = self.file.prepare("SELECT id, hash, text FROM content")?;
            let mut rows = rows.query([])?;
            let (mut changed, mut proofs) = (BTreeSet::new(), HashMap::new());
            while let Some(row) = rows.next()? {
                let (id, hash) = (Id::new(row.get(0)?), row.get_ref(1)?.as_str()?);
                if !is_proven(hash, row.get_ref(2)?.as_str()?) {
                    changed.insert(id);
                }
                proofs.insert(id, said_of(hash).map(str::to_owned));
            }
            let mut rows = self
                .file
                .prepare("SELECT body FROM record WHERE body LIKE '%\"sha256\":{%'")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                let body = upgrade::read_body(row.get_ref(0)?.as_str()?);
                let hashes = body.map(|body| body.sha256).unwrap_or_default();
                // What is not there was erased.
                let differ = hashes.into_iter().filter(|(id, hash)| {
                    proofs
                        .get(id)
                        .is_some_and(|proof| proof.as_ref() != Some(hash))
                });
                changed.extend(differ.map(|(id, _)| id));
            }
            Ok(changed.into_iter().collect())
        };
        read().map_err(|error| to_refusal(&error, &self.path))
    }
}
