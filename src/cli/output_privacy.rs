//! The privacy of each command's output, which is checked before any command runs.
//!
//! The match below is exhaustive, so a new command does not compile until its privacy is declared.

use super::CliCommand;
use crate::export::privacy::{Privacy, check_internal};
use crate::study::Refusal;

/// What a command may print and write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputPrivacy {
    /// Nothing from a study.
    NoStudyData,
    /// What a [`crate::export::privacy::PrivacyFilter`] lets the readers see.
    Filtered,
    /// Anything, but only to those who work on the study.
    InternalOnly,
}

impl OutputPrivacy {
    /// Refuses the command if `readers` may not see its output.
    pub fn check_readers(self, readers: Privacy, name: &str) -> Result<(), Refusal> {
        match self {
            OutputPrivacy::NoStudyData | OutputPrivacy::Filtered => Ok(()),
            OutputPrivacy::InternalOnly => check_internal(readers, &format!("`virk {name}`")),
        }
    }
}

impl CliCommand {
    pub(super) fn output_privacy(&self) -> OutputPrivacy {
        self.name_and_privacy().1
    }

    /// Its name on the command line.
    pub(super) fn name(&self) -> &'static str {
        self.name_and_privacy().0
    }

    /// Without a catch-all arm, so that a new command does not compile before it has a line.
    fn name_and_privacy(&self) -> (&'static str, OutputPrivacy) {
        use OutputPrivacy::{Filtered, InternalOnly, NoStudyData};
        match self {
            CliCommand::Demo(_) => ("demo", Filtered),
            CliCommand::New(_) => ("new", NoStudyData),
            CliCommand::Import(_) => ("import", InternalOnly),
            CliCommand::Document(_) => ("document", InternalOnly),
            CliCommand::Informant(_) => ("informant", InternalOnly),
            CliCommand::Data(_) => ("data", InternalOnly),
            CliCommand::Crosstab(_) => ("crosstab", InternalOnly),
            CliCommand::Paired(_) => ("paired", InternalOnly),
            CliCommand::Code(_) => ("code", InternalOnly),
            CliCommand::Orphan(_) => ("orphan", InternalOnly),
            CliCommand::Condense(_) => ("condense", InternalOnly),
            CliCommand::Codebook(_) => ("codebook", InternalOnly),
            CliCommand::Memo(_) => ("memo", InternalOnly),
            CliCommand::Search(_) => ("search", InternalOnly),
            CliCommand::Searches(_) => ("searches", InternalOnly),
            CliCommand::Words(_) => ("words", InternalOnly),
            CliCommand::Similar(_) => ("similar", InternalOnly),
            CliCommand::Suggest(_) => ("suggest", InternalOnly),
            CliCommand::Quotes(_) => ("quotes", InternalOnly),
            CliCommand::Theory(_) => ("theory", InternalOnly),
            CliCommand::Configuration(_) => ("configuration", InternalOnly),
            CliCommand::Evidence(_) => ("evidence", InternalOnly),
            CliCommand::Judge(_) => ("judge", InternalOnly),
            CliCommand::Plan(_) => ("plan", InternalOnly),
            CliCommand::Infer(_) => ("infer", InternalOnly),
            CliCommand::Verdict(_) => ("verdict", InternalOnly),
            CliCommand::Matrix(_) => ("matrix", Filtered),
            CliCommand::Coverage(_) => ("coverage", InternalOnly),
            CliCommand::Report(_) => ("report", Filtered),
            CliCommand::Questions(_) => ("questions", Filtered),
            CliCommand::Lint(_) => ("lint", InternalOnly),
            CliCommand::Guide(_) => ("guide", InternalOnly),
            CliCommand::Reported(_) => ("reported", InternalOnly),
            CliCommand::Log(_) => ("log", InternalOnly),
            CliCommand::Undo(_) => ("undo", InternalOnly),
            CliCommand::Redo(_) => ("redo", InternalOnly),
            CliCommand::Check(_) => ("check", Filtered),
            CliCommand::Config(_) => ("config", NoStudyData),
            CliCommand::Archive(_) => ("archive", Filtered),
            CliCommand::Copy(_) => ("copy", InternalOnly),
            CliCommand::Merge(_) => ("merge", InternalOnly),
            CliCommand::Conflicts(_) => ("conflicts", InternalOnly),
            CliCommand::Backup(_) => ("backup", InternalOnly),
            CliCommand::Salvage(_) => ("salvage", InternalOnly),
            CliCommand::Lock(_) => ("lock", NoStudyData),
            CliCommand::Unlock(_) => ("unlock", NoStudyData),
            CliCommand::Erase(_) => ("erase", InternalOnly),
            CliCommand::Export(_) => ("export", Filtered),
            CliCommand::Privacy(_) => ("privacy", InternalOnly),
            CliCommand::Completions(_) => ("completions", NoStudyData),
            CliCommand::Man(_) => ("man", NoStudyData),
        }
    }
}
