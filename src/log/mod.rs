//! What happened: the records of a study, and what they speak of.
//!
//! A record is a fact, and facts only ever get more; what people said is content,
//! so that it can be erased without touching a fact. A [`RecordStore`] keeps both.
//! It is dumb on purpose: it knows records and texts, and leaves all meaning to
//! [`crate::study`]. [`Session`] is a study at work over any of them.

mod author;
mod branch;
mod engine;
mod gaps;
mod proof;
mod record_store;
mod register;
mod replaced;
mod replica;
mod session;
mod sqlite;

pub use author::{Author, data_folder};
pub use branch::{FormerPlace, branch_name};
pub use engine::open;
pub use proof::{Fault, Head, LOST, RecordHash, from_hex, hex};
pub use record_store::{
    Arrival, Backup, NewRecords, ReadOutcome, RecordStore, Scrubber, UnknownRecord,
};
pub use register::{Recognition, Register};
pub use replica::{Replica, Rewriting, StoredLog, StoredRecord, StoredText};
pub use session::{PostCommitCheck, Session, UndoResult};
pub use sqlite::{PassphrasePrompt, Salvage, Store, salvage, set_passphrase_prompt, write_study};
#[cfg(feature = "encryption")]
pub use sqlite::{lock, unlock};
