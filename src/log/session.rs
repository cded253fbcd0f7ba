//! A study at work: what is known, the store that keeps it, and who is at it.
//!
//! This is the one way anything changes a study:
//! **decide → append → apply**, with the store locked in between, so that two
//! processes never decide on different grounds.

mod takeover;

use super::{Arrival, Author, NewRecords, RecordStore, Register, UnknownRecord, engine};
use crate::disk;
use crate::study::{
    Act, Command, Content, Event, Record, Refusal, Study, StudyLocation, Time, sentence,
};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// An open study.
pub struct Session {
    pub(super) study: Arc<Study>,
    pub(super) store: Box<dyn RecordStore>,
    pub(super) location: StudyLocation,
    pub(super) author: Author,
    unknown_record: Option<UnknownRecord>,
    interrupted_erasure: Option<Refusal>,
    post_commit_check: Option<PostCommitCheck>,
    pub(super) register: Option<Register>,
    /// Why the file holds less than was written here.
    pub(super) shorter: Option<Refusal>,
    /// What the system tells the opened file apart by.
    pub(super) file: Option<String>,
    /// Why the file lies there no longer.
    pub(super) replaced: Option<Refusal>,
}

/// Reads what was just written, and says what a person should look at.
pub type PostCommitCheck = fn(&Study, &[Record]) -> Option<String>;

/// What undo or redo did.
#[derive(Clone, Debug, PartialEq)]
pub struct UndoResult {
    /// The first of the facts that were taken back or repeated; of those that tell most.
    pub first: Event,
    /// How many there were.
    pub event_count: usize,
}

impl Session {
    /// Makes a new study file and starts the study in it.
    ///
    /// # Errors
    /// When the file exists or cannot be made, or the study cannot start so.
    pub fn create(path: &Path, author: Author, start: Command) -> Result<Session, Refusal> {
        let location = path.into();
        let store = engine::create(&location)?;
        Session::begin(store, location, author, start).inspect_err(|_| {
            // A study that never started is nobody's work.
            let _ = std::fs::remove_file(path);
        })
    }

    /// Starts a study in an empty store.
    ///
    /// # Errors
    /// When the study cannot start so.
    pub fn begin(
        store: Box<dyn RecordStore>,
        location: StudyLocation,
        author: Author,
        start: Command,
    ) -> Result<Session, Refusal> {
        let mut session = Session::over(store, location, author);
        session.note_file();
        session.store.has_changed()?;
        session.perform(start)?;
        Ok(session)
    }

    /// Opens a study file and folds it.
    ///
    /// # Errors
    /// When the file cannot be opened as a study.
    pub fn open(path: &Path, author: Author) -> Result<Session, Refusal> {
        let location = path.into();
        Session::resume(engine::open(&location)?, location, author)
    }

    /// Folds what a store keeps.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn resume(
        store: Box<dyn RecordStore>,
        location: StudyLocation,
        author: Author,
    ) -> Result<Session, Refusal> {
        let mut session = Session::over(store, location, author);
        session.note_file();
        session.refresh()?;
        let scrubber = session.store.scrubber();
        if scrubber.map_or(Ok(false), |scrubber| scrubber.is_cut_short())? {
            session.interrupted_erasure = Some(session.finish_erasing());
        }
        Ok(session)
    }

    fn over(store: Box<dyn RecordStore>, location: StudyLocation, author: Author) -> Session {
        Session {
            study: Arc::default(),
            store,
            location,
            author,
            unknown_record: None,
            interrupted_erasure: None,
            post_commit_check: None,
            register: None,
            shorter: None,
            file: None,
            replaced: None,
        }
    }

    /// Finishes what a process began that was killed or had no room.
    fn finish_erasing(&mut self) -> Refusal {
        let finished = match self.store.is_read_only() {
            true => Err(Refusal::new("it may not be written to", "")),
            false => self.prepare_erasing().and_then(|()| self.scrub(true)),
        };
        let path = &self.location;
        match finished {
            Ok(()) => Refusal::new(
                format!(
                    "an erasure in {path} had been interrupted, and is now finished: nothing of the words is left in it"
                ),
                "Backups, exports and versions kept by a cloud service still contain the words: erase those, too",
            ),
            Err(refusal) => Refusal::new(
                format!(
                    "an erasure in {path} was interrupted, and cannot be finished now: {}",
                    refusal.what
                ),
                "Bytes of the words are left on the disk; make the file writable, close other programs and open it once more",
            ),
        }
    }

    fn prepare_erasing(&mut self) -> Result<(), Refusal> {
        self.store
            .scrubber()
            .map_or(Ok(()), |scrubber| scrubber.prepare())
    }

    /// Leaves no trace of what was erased, in the store and in the search index, which is as much
    /// a copy of the words; when nothing was, lets the store go on as before.
    fn scrub(&mut self, done: bool) -> Result<(), Refusal> {
        let study = self.study.id();
        let forget = || {
            disk::delete_search_index(study).map_err(|error| Refusal::new(error.to_string(), ""))
        };
        match self.store.scrubber() {
            Some(scrubber) => {
                // Also when the command failed after the words were gone.
                let done = done || scrubber.is_cut_short().unwrap_or(false);
                scrubber.scrub(done, &forget)
            }
            None if done => forget(),
            None => Ok(()),
        }
    }

    /// What was found of an erasure that had been cut short, when the study was opened.
    pub fn interrupted_erasure(&self) -> Option<&Refusal> {
        self.interrupted_erasure.as_ref()
    }

    /// Has everything that is written from now on read, and what is said of it told with what was
    /// done.
    pub fn set_post_commit_check(&mut self, remark: PostCommitCheck) {
        self.post_commit_check = Some(remark);
    }

    /// What is known.
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// What is known now, to keep: it stays as it is while the session goes on. Whoever still has
    /// it at the next change makes the session pay for a copy, so it is let go of when it is done
    /// with.
    pub fn snapshot(&self) -> Arc<Study> {
        self.study.clone()
    }

    /// What keeps it.
    pub fn store(&self) -> &dyn RecordStore {
        &*self.store
    }

    /// Where it lies.
    pub fn location(&self) -> &StudyLocation {
        &self.location
    }

    /// Where the study lies for its search index, which is beside no encrypted study: it would be a
    /// plain copy of its words.
    pub fn index_location(&self) -> Option<&StudyLocation> {
        (!self.store.is_encrypted()).then_some(&self.location)
    }

    /// Copies the study as it stands to a file that was not there.
    ///
    /// # Errors
    /// When its store cannot do that, the file cannot be written, or the copy does not hold.
    pub fn backup_to(&self, to: &Path) -> Result<(), Refusal> {
        match self.store.backup() {
            Some(backup) => backup.backup_to(to),
            None => Err(Refusal::new(
                format!("{} is not copied as a file", self.location),
                "Whoever keeps it backs it up",
            )),
        }
    }

    /// Who is at work.
    pub fn author(&self) -> &Author {
        &self.author
    }

    /// Why nothing can be changed, if so.
    pub fn read_only(&self) -> Option<Refusal> {
        let path = &self.location;
        let faults = self.store.faults();
        if let Some(first) = faults.iter().find(|fault| fault.forbids_writing()) {
            let more = match faults.len() - 1 {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            return Some(Refusal::new(
                format!(
                    "{path} is damaged: {first}{more}; it is shown as far as it can be read, and will not be written to"
                ),
                "`virk check` lists the damage; restore a backup, or save what can be read with `virk salvage`",
            ));
        }
        if let Some(replaced) = &self.replaced {
            return Some(replaced.clone());
        }
        if let Some(shorter) = &self.shorter {
            return Some(shorter.clone());
        }
        if let Some(UnknownRecord { seq, name }) = &self.unknown_record {
            return Some(Refusal::new(
                format!(
                    "record {seq} of {path} is a `{name}`, which this virk does not know: the study is shown as it stood before, read-only"
                ),
                "Install the newer virk that wrote it",
            ));
        }
        self.store.is_read_only().then(|| {
            Refusal::new(
                format!("{path} cannot be written to: the study is open read-only"),
                "Make the file writable or work on a copy",
            )
        })
    }

    /// Catches up with what other processes wrote. Answers whether anything changed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn refresh(&mut self) -> Result<bool, Refusal> {
        self.look_for_replacement();
        if let Some(replaced) = &self.replaced {
            return Err(replaced.clone());
        }
        Ok(self.store.has_changed()? && self.catch_up()?)
    }

    fn catch_up(&mut self) -> Result<bool, Refusal> {
        if self.study.revision() == 0 {
            return self.read_all();
        }
        let NewRecords {
            records,
            contents,
            reordered,
            unread,
        } = self.store.read_new()?;
        if reordered {
            return self.read_all();
        }
        let changed = !records.is_empty() || unread != self.unknown_record;
        self.apply(&records, contents);
        self.unknown_record = unread;
        Ok(changed)
    }

    /// Folds everything, record by record as it is read.
    fn read_all(&mut self) -> Result<bool, Refusal> {
        // Two studies are not to be held at once.
        self.study = Arc::default();
        let mut study = Study::default();
        let mut read = study.fold_with(|folder| {
            self.store.read_all(&mut |arrival| match arrival {
                Arrival::Contents(contents) => folder.add_contents(contents),
                Arrival::Record(record) => folder.apply_record(record),
            })
        })?;
        if !read.sorted {
            // Records that were merged in late: in memory they can be sorted.
            drop(std::mem::take(&mut study));
            let mut records = Vec::new();
            read = self.store.read_all(&mut |arrival| match arrival {
                Arrival::Contents(contents) => study.add_contents(contents),
                Arrival::Record(record) => records.push(record),
            })?;
            records.sort_by_key(|record| (record.time, record.writer, record.n));
            study.fold(records);
        }
        self.unknown_record = read.unread;
        self.study = Arc::new(study);
        Ok(self.study.revision() > 0)
    }

    /// Takes what was written into account.
    fn apply(&mut self, records: &[Record], contents: Vec<Content>) {
        if records.is_empty() && contents.is_empty() {
            return;
        }
        let study = Arc::make_mut(&mut self.study);
        study.add_contents(contents);
        records.iter().for_each(|record| study.apply(record));
    }

    /// Does what a person intends, durably, and answers with a sentence.
    ///
    /// # Errors
    /// When the study refuses, or the file cannot be written; then nothing has changed.
    pub fn perform(&mut self, command: Command) -> Result<String, Refusal> {
        let erases = command.erases();
        if erases {
            self.refuse_read_only()?;
            self.prepare_erasing()?;
        }
        let done = self.write(|study, author| {
            let decision = study.decide(command, &author.coder, &mut Uuid::now_v7)?;
            Ok((
                Act::Do,
                decision.events,
                decision.contents,
                decision.message,
            ))
        });
        if erases {
            let scrubbed = self.scrub(done.is_ok());
            return done.and_then(|said| scrubbed.map(|()| said));
        }
        done
    }

    /// Takes back this author's last batch.
    ///
    /// # Errors
    /// When there is nothing to take back, or it cannot be.
    pub fn undo(&mut self) -> Result<UndoResult, Refusal> {
        self.undo_or_redo(true)
    }

    /// Repeats this author's last batch that was taken back.
    ///
    /// # Errors
    /// When there is nothing to repeat, or it cannot be.
    pub fn redo(&mut self) -> Result<UndoResult, Refusal> {
        self.undo_or_redo(false)
    }

    fn undo_or_redo(&mut self, undo: bool) -> Result<UndoResult, Refusal> {
        self.refuse_read_only()?;
        self.refresh()?;
        let Author { writer, coder } = &self.author;
        let history = self.study.history();
        let batch = if undo {
            history.last_undoable(*writer, coder)
        } else {
            history.last_redoable(*writer, coder)
        };
        let Some(batch) = batch else {
            return Err(Refusal::new(
                format!("nothing to {}", if undo { "undo" } else { "redo" }),
                "Undo covers only your own changes on this computer",
            ));
        };
        let events = self
            .store
            .events_between(batch.writer, batch.first, batch.last)?;
        let Some(first) = sentence::main_event(&events).cloned() else {
            return Err(Refusal::new(
                "the records to answer are not in the file",
                "Run `virk check`",
            ));
        };
        let facts = events.len();
        self.write(|study, _| {
            let (act, events) = if undo {
                (Act::Undo(batch.id), study.decide_undo(&events)?)
            } else {
                (Act::Redo(batch.id), study.decide_redo(&events)?)
            };
            Ok((act, events, Vec::new(), String::new()))
        })?;
        Ok(UndoResult {
            first,
            event_count: facts,
        })
    }

    fn refuse_read_only(&mut self) -> Result<(), Refusal> {
        self.look_for_replacement();
        self.read_only().map_or(Ok(()), Err)
    }

    /// Lock, catch up, decide, append, apply.
    fn write(
        &mut self,
        decide: impl FnOnce(&Study, &Author) -> Result<(Act, Vec<Event>, Vec<Content>, String), Refusal>,
    ) -> Result<String, Refusal> {
        self.refuse_read_only()?;
        self.store.begin()?;
        self.write_locked(decide)
    }

    /// The same once the store is locked.
    fn write_locked(
        &mut self,
        decide: impl FnOnce(&Study, &Author) -> Result<(Act, Vec<Event>, Vec<Content>, String), Refusal>,
    ) -> Result<String, Refusal> {
        let prepared = self.prepare(decide);
        let (records, contents, said) = prepared.inspect_err(|_| self.store.rollback())?;
        if records.is_empty() {
            self.store.rollback();
            return Ok(said);
        }
        let contents = self.store.commit(&records, contents).inspect_err(|_| {
            // What is there nevertheless is taken into account; what cannot be read now is read
            // later.
            let _ = self.catch_up();
        })?;
        self.apply(&records, contents);
        let done = records.first().is_some_and(|record| record.act == Act::Do);
        let remark = self
            .post_commit_check
            .filter(|_| done)
            .and_then(|remark| remark(&self.study, &records));
        let remarks = remark.into_iter().chain(self.note_in_register());
        Ok(remarks.fold(said, |said, remark| format!("{said}. {remark}")))
    }

    fn prepare(
        &mut self,
        decide: impl FnOnce(&Study, &Author) -> Result<(Act, Vec<Event>, Vec<Content>, String), Refusal>,
    ) -> Result<(Vec<Record>, Vec<Content>, String), Refusal> {
        self.catch_up()?;
        self.refuse_read_only()?;
        let (act, events, contents, said) = decide(&self.study, &self.author)?;
        let (mut n, last) = self.store.next_number(self.author.writer)?;
        let batch = Uuid::now_v7();
        // Time never runs backwards in a file, whatever the clock says: facts fold in the order
        // they were decided.
        let mut time = Time(
            jiff::Timestamp::now()
                .as_microsecond()
                .max(last.0.saturating_add(1)),
        );
        let records = events
            .into_iter()
            .map(|event| {
                let record = Record {
                    id: Uuid::now_v7(),
                    writer: self.author.writer,
                    n,
                    time,
                    coder: self.author.coder.clone(),
                    batch,
                    act,
                    event,
                };
                n += 1;
                time.0 += 1;
                record
            })
            .collect();
        Ok((records, contents, said))
    }
}
