//! What each command lets out of the study, and for whom: the gate that every command passes.
//!
//! Whoever adds a command says it here, or the program does not compile.

use super::Command;
use crate::export::privacy::{Privacy, internal_only};
use crate::study::Refusal;

/// How far what a command prints and writes may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// It tells nothing of a study.
    Harmless,
    /// It asks a [`crate::export::privacy::Shield`] what the readers may see.
    Shielded,
    /// It shows what those who work on the study may see, and nobody else.
    Internal,
}

impl WayOut {
    /// Lets a command through for these readers.
    ///
    /// # Errors
    /// When they may not see what it shows.
    pub fn open_to(self, readers: Privacy, name: &str) -> Result<(), Refusal> {
        match self {
            WayOut::Harmless | WayOut::Shielded => Ok(()),
            WayOut::Internal => internal_only(readers, &format!("`virk {name}`")),
        }
    }
}

impl Command {
    /// What it lets out of the study.
    pub(super) fn way_out(&self) -> WayOut {
        self.passes().1
    }

    /// Its name on the command line.
    pub(super) fn name(&self) -> &'static str {
        self.passes().0
    }

    /// No arm for all the others: a new command does not compile before it has a line.
    fn passes(&self) -> (&'static str, WayOut) {
        use WayOut::{Harmless, Internal, Shielded};
        match self {
            Command::Demo(_) => ("demo", Shielded),
            Command::New(_) => ("new", Harmless),
            Command::Import(_) => ("import", Internal),
            Command::Document(_) => ("document", Internal),
            Command::Informant(_) => ("informant", Internal),
            Command::Data(_) => ("data", Internal),
            Command::Crosstab(_) => ("crosstab", Internal),
            Command::Paired(_) => ("paired", Internal),
            Command::Code(_) => ("code", Internal),
            Command::Orphan(_) => ("orphan", Internal),
            Command::Condense(_) => ("condense", Internal),
            Command::Codebook(_) => ("codebook", Internal),
            Command::Memo(_) => ("memo", Internal),
            Command::Search(_) => ("search", Internal),
            Command::Searches(_) => ("searches", Internal),
            Command::Words(_) => ("words", Internal),
            Command::Similar(_) => ("similar", Internal),
            Command::Suggest(_) => ("suggest", Internal),
            Command::Quotes(_) => ("quotes", Internal),
            Command::Theory(_) => ("theory", Internal),
            Command::Configuration(_) => ("configuration", Internal),
            Command::Evidence(_) => ("evidence", Internal),
            Command::Judge(_) => ("judge", Internal),
            Command::Plan(_) => ("plan", Internal),
            Command::Infer(_) => ("infer", Internal),
            Command::Verdict(_) => ("verdict", Internal),
            Command::Matrix(_) => ("matrix", Shielded),
            Command::Coverage(_) => ("coverage", Internal),
            Command::Report(_) => ("report", Shielded),
            Command::Questions(_) => ("questions", Shielded),
            Command::Lint(_) => ("lint", Internal),
            Command::Guide(_) => ("guide", Internal),
            Command::Reported(_) => ("reported", Internal),
            Command::Log(_) => ("log", Internal),
            Command::Undo(_) => ("undo", Internal),
            Command::Redo(_) => ("redo", Internal),
            Command::Check(_) => ("check", Shielded),
            Command::Config(_) => ("config", Harmless),
            Command::Archive(_) => ("archive", Shielded),
            Command::Backup(_) => ("backup", Internal),
            Command::Erase(_) => ("erase", Internal),
            Command::Export(_) => ("export", Shielded),
            Command::Privacy(_) => ("privacy", Internal),
        }
    }
}
