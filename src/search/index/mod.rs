//! The index: which turns contain a word, how often and where.
//!
//! For each turn tantivy stores the forms of its words with their positions, but never the text. Each turn also stores which document it belongs to, so
//! the index itself says what it covers and cannot disagree with a record kept elsewhere. Only
//! turns are indexed: coding, the most frequent change, never writes here.

mod folder;
mod lookup;
mod schema;
mod snapshot;

use super::turns::turn_records;
use crate::study::{Document, Id, Refusal, Study, StudyLocation};
use folder::IndexFolder;
use schema::{IndexFields, key};
pub(super) use snapshot::Snapshot;
use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use tantivy::{
    IndexReader, IndexWriter, ReloadPolicy, SegmentMeta, TantivyError, Term,
    directory::MmapDirectory, index::SegmentId, merge_policy::NoMergePolicy,
};

/// Two threads are twice as fast as one; more memory gains nothing (measured).
const THREADS: usize = 2;
const MEMORY: usize = 100 << 20;

pub enum IndexLocation {
    /// In the user's cache.
    Cache(IndexFolder),
    /// When there is no cache, or it cannot be used.
    Memory,
}

pub struct SearchIndex {
    index: tantivy::Index,
    reader: IndexReader,
    fields: IndexFields,
    snapshot: Snapshot,
}

impl IndexLocation {
    /// The location for a study, in a given cache or the user's.
    pub fn of(study: Id<Study>, location: &StudyLocation, cache: Option<&Path>) -> IndexLocation {
        IndexFolder::of(study, location, cache).map_or(IndexLocation::Memory, IndexLocation::Cache)
    }

    /// Opens the index and updates it to the study; `None` while another process is writing the
    /// only one there is.
    pub fn open_current(
        &self,
        open: Option<SearchIndex>,
        study: &Study,
        stop: &AtomicBool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Option<SearchIndex>, TantivyError> {
        let IndexLocation::Cache(folder) = self else {
            let mut index = open.map_or_else(SearchIndex::in_memory, Ok)?;
            index.update(study, stop, progress)?;
            return Ok(Some(index));
        };
        let Some(_lock) = folder.lock()? else {
            // Whoever held the lock before may have committed an index in the meantime.
            let index = open.or_else(|| SearchIndex::open(folder).ok());
            return Ok(index.and_then(|mut index| index.reload().is_ok().then_some(index)));
        };
        // Never write to an index that another process has deleted.
        let sound = open
            .filter(|_| folder.holds_index())
            .or_else(|| SearchIndex::open(folder).ok());
        let mut index = match sound {
            Some(index) => index,
            None => SearchIndex::create(folder)?,
        };
        if index
            .reload()
            .and_then(|()| index.update(study, stop, progress))
            .is_err()
            && !stop.load(Ordering::Relaxed)
        {
            // Rebuild once from nothing; if that fails too, report it.
            index = SearchIndex::create(folder)?;
            index.update(study, stop, progress)?;
        }
        folder.restrict_permissions()?;
        Ok(Some(index))
    }

    /// Deletes the index: the study is small enough to be scanned in each search.
    pub fn clear(&self) {
        if let IndexLocation::Cache(folder) = self {
            folder.clear();
        }
    }

    pub fn refusal(&self, error: &TantivyError) -> Refusal {
        let place = match self {
            IndexLocation::Cache(folder) => folder.path().display().to_string(),
            IndexLocation::Memory => "memory".into(),
        };
        Refusal::new(
            format!("the search index in {place} cannot be used: {error}"),
            "Search works without it, but more slowly; free some space there, or set VIRK_HOME to a folder you may write to",
        )
    }
}

impl SearchIndex {
    pub fn in_memory() -> Result<SearchIndex, TantivyError> {
        let (schema, _) = schema::schema();
        SearchIndex::with(tantivy::Index::create_in_ram(schema))
    }

    fn create(folder: &IndexFolder) -> Result<SearchIndex, TantivyError> {
        let path = folder.make()?;
        let (schema, _) = schema::schema();
        SearchIndex::with(tantivy::Index::create_in_dir(path, schema)?)
    }

    /// The index in the cache, unless it is missing or damaged.
    fn open(folder: &IndexFolder) -> Result<SearchIndex, TantivyError> {
        let index = tantivy::Index::open(MmapDirectory::open(folder.path())?)?;
        let damaged = index.validate_checksum()?;
        if damaged.is_empty() {
            SearchIndex::with(index)
        } else {
            Err(TantivyError::InvalidArgument("damaged files".into()))
        }
    }

    fn with(index: tantivy::Index) -> Result<SearchIndex, TantivyError> {
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            return Err(TantivyError::SchemaError("another schema".into()));
        }
        schema::register(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let snapshot = Snapshot::of(reader.searcher())?;
        Ok(SearchIndex {
            index,
            reader,
            fields,
            snapshot,
        })
    }

    /// The state of the last commit.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    pub fn fields(&self) -> IndexFields {
        self.fields
    }

    fn reload(&mut self) -> Result<(), TantivyError> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        if searcher.generation().generation_id() != self.snapshot.generation() {
            self.snapshot = Snapshot::of(searcher)?;
        }
        Ok(())
    }

    /// Documents to remove from the index, and documents to add.
    fn stale_documents<'a>(&self, study: &'a Study) -> (Vec<u64>, Vec<&'a Document>) {
        let whole: HashSet<u64> = self.snapshot.documents().collect();
        let with_words = study
            .documents()
            .filter(|document| !document.text.is_empty())
            .map(|document| (key(document), document));
        let wanted: HashSet<u64> = with_words.clone().map(|(key, _)| key).collect();
        let gone = self
            .snapshot
            .keys()
            .filter(|key| !wanted.contains(key) || !whole.contains(key))
            .collect();
        (
            gone,
            with_words
                .filter(|(key, _)| !whole.contains(key))
                .map(|(_, document)| document)
                .collect(),
        )
    }

    /// Returns whether it covers exactly the documents of the study.
    pub fn is_current(&self, study: &Study) -> bool {
        let (gone, new) = self.stale_documents(study);
        gone.is_empty() && new.is_empty()
    }

    /// Adds and removes documents so that the index covers the study.
    fn update(
        &mut self,
        study: &Study,
        stop: &AtomicBool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), TantivyError> {
        let (gone, new) = self.stale_documents(study);
        if gone.is_empty() && new.is_empty() {
            return Ok(());
        }
        let mut writer: IndexWriter = self.index.writer_with_num_threads(THREADS, MEMORY)?;
        // Segments are merged below; a concurrent merge would interfere.
        writer.set_merge_policy(Box::new(NoMergePolicy));
        for key in &gone {
            writer.delete_term(Term::from_field_u64(self.fields.document, *key));
        }
        for (done, document) in new.iter().enumerate() {
            progress(done, new.len());
            if stop.load(Ordering::Relaxed) {
                return Err(TantivyError::SystemError("stopped".into()));
            }
            let key = key(document);
            for place in turn_records(document) {
                writer.add_document(self.fields.turn(key, &place, document))?;
            }
        }
        writer.commit()?;
        merge(&self.index, &mut writer)?;
        writer.wait_merging_threads()?;
        progress(new.len(), new.len());
        self.reload()
    }
}

/// Rewrites segments with deleted turns, so that erased words leave the disk too, and joins small
/// segments, since every word is looked up in each of them.
fn merge(index: &tantivy::Index, writer: &mut IndexWriter) -> Result<(), TantivyError> {
    // Keeps only what is needed: a segment's metadata would keep its files alive.
    let summary = |meta: &SegmentMeta| (meta.num_docs(), meta.num_deleted_docs() > 0, meta.id());
    let mut segments: Vec<_> = index
        .searchable_segment_metas()?
        .iter()
        .map(summary)
        .collect();
    segments.sort_unstable();
    // A segment is joined if it is at most twice as large as all smaller ones together, so that
    // none is rewritten often.
    let (mut smaller, mut joined) = (0, 0);
    for (place, (turns, ..)) in segments.iter().enumerate() {
        if place > 0 && *turns <= 2 * smaller {
            joined = place + 1;
        }
        smaller += turns;
    }
    let is_meant = |(place, segment): (usize, &(u32, bool, SegmentId))| {
        (place < joined || segment.1).then_some(segment.2)
    };
    let meant: Vec<SegmentId> = segments.iter().enumerate().filter_map(is_meant).collect();
    if !meant.is_empty() {
        writer.merge(&meant).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    Ok(())
}
