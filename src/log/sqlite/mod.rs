//! A study in one SQLite file with two tables.
//!
//! **Journal.** Study files lie on OneDrive folders and network shares. SQLite's
//! write-ahead log needs shared memory that such places do not give, and leaves
//! a second file that a synchroniser may copy without the first. So the journal
//! is the rollback journal, with `synchronous = EXTRA`: one file at rest, and an
//! acknowledged command survives `kill -9` and loss of power. The price is
//! about a millisecond per command.

mod backup;
mod cipher;
mod contents;
#[cfg(feature = "encryption")]
mod encryption;
mod errors;
mod opening;
mod replica;
mod salvage;
mod scrub;
mod store;

pub use cipher::{PassphrasePrompt, set_passphrase_prompt};
#[cfg(feature = "encryption")]
pub use encryption::{lock, unlock};
pub use replica::write_study;
pub use salvage::{Salvage, salvage};
pub use store::Store;
