//! What happened, on disk: one SQLite file with two tables.
//!
//! `record` holds the facts and only ever grows; `content` holds what people
//! said, so that it can be erased without touching a fact. The log is dumb on
//! purpose: it knows records and texts, and leaves all meaning to
//! [`crate::study`].
//!
//! **Journal.** Study files lie on OneDrive folders and network shares. SQLite's
//! write-ahead log needs shared memory that such places do not give, and leaves
//! a second file that a synchroniser may copy without the first. So the journal
//! is the rollback journal, with `synchronous = EXTRA`: one file at rest, and an
//! acknowledged command survives `kill -9` and loss of power. The price is
//! about a millisecond per command.

mod audit;
mod author;
mod backup;
mod chain;
mod contents;
mod errors;
mod scrub;
mod session;
mod store;

pub use author::{Author, data_folder};
pub use chain::ChainBreak;
pub use session::{PostCommitCheck, Session, UndoResult};
pub use store::{Store, UnknownRecord};
