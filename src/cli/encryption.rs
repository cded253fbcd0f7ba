//! `virk lock` and `virk unlock`

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;
use std::path::PathBuf;

/// Encrypt the study where it lies: from now on it opens with a passphrase.
///
///   virk lock mentoring.virk
///
/// Every command asks for the passphrase, once, without showing it; or takes it
/// from the first line of the file that VIRK_PASSPHRASE_FILE names, or from the
/// command in VIRK_PASSPHRASE_COMMAND, such as that of your system's key store:
///
///   VIRK_PASSPHRASE_COMMAND="secret-tool lookup study mentoring"
///   VIRK_PASSPHRASE_COMMAND="security find-generic-password -s mentoring -w"
///
/// The file is written anew, encrypted (SQLCipher: AES-256, with a key of 256,000
/// rounds), compared row by row, and put in the place of the plain one, which is
/// overwritten. Its backups and its search index are encrypted or in memory from
/// then on; what is exported is not. Backups that were made before stay plain.
///
/// Nobody can open it without the passphrase: write it down, and keep that safe.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct LockArgs {
    /// The study; without it the only one in this folder
    #[arg(value_name = "STUDY")]
    study: Option<PathBuf>,
}

/// Take the encryption of a study away: from now on it opens without a passphrase.
///
///   virk unlock mentoring.virk
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct UnlockArgs {
    /// The study; without it the only one in this folder
    #[arg(value_name = "STUDY")]
    study: Option<PathBuf>,
}

#[cfg(feature = "encryption")]
pub fn lock(
    args: LockArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    use super::passphrase;
    use crate::log::Session;
    use crate::{disk, log};

    let path = args.study.map_or_else(|| globals.study_path(), Ok)?;
    let session = Session::open(&path, globals.author()?)?;
    if session.store().is_encrypted() {
        return Err(Refusal::new(
            format!("{} is encrypted already", path.display()),
            "Nothing was changed; `virk unlock` first, to choose another passphrase",
        ));
    }
    let study = session.study().id();
    drop(session);
    let overwritten = log::lock(&path, &passphrase::ask_new(&path)?)?;
    disk::delete_search_index(study).map_err(|error| {
        Refusal::new(
            format!("the study is encrypted, but its search index is still there: {error}"),
            "Delete the folder `search` in virk's cache",
        )
    })?;
    if !overwritten {
        output.note(Refusal::new(
            "the plain file has another name besides, and stays under it",
            "Delete that one too",
        ));
    }
    globals.print_message(
        output,
        &format!(
            "Encrypted {}. Copies, backups and exports of before are as they were: delete or encrypt those too. Without the passphrase nobody can open it: write it down, and keep that safe",
            path.display()
        ),
    );
    Ok(ExitStatus::Done)
}

#[cfg(feature = "encryption")]
pub fn unlock(
    args: UnlockArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let path = args.study.map_or_else(|| globals.study_path(), Ok)?;
    crate::log::unlock(&path)?;
    globals.print_message(
        output,
        &format!(
            "Decrypted {}: whoever has the file can read it now",
            path.display()
        ),
    );
    Ok(ExitStatus::Done)
}

#[cfg(not(feature = "encryption"))]
pub fn lock(args: LockArgs, _: &GlobalArgs, _: &mut CommandOutput) -> Result<ExitStatus, Refusal> {
    Err(built_without(args.study))
}

#[cfg(not(feature = "encryption"))]
pub fn unlock(
    args: UnlockArgs,
    _: &GlobalArgs,
    _: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    Err(built_without(args.study))
}

#[cfg(not(feature = "encryption"))]
fn built_without(study: Option<PathBuf>) -> Refusal {
    let name = study.map_or("the study".into(), |path| path.display().to_string());
    Refusal::new(
        format!("this virk was built without encryption; {name} stays as it is"),
        "Build virk with it: `cargo install --path . --features encryption`, which needs the headers of OpenSSL (libssl-dev)",
    )
}
