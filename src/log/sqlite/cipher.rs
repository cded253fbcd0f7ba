//! Which study files are encrypted, and the keys that open them.
//!
//! An encrypted study is what SQLCipher makes of a passphrase by its own settings (PBKDF2 with
//! HMAC-SHA512, 256,000 rounds; AES-256 in CBC with HMAC-SHA512 for each page), so that any SQLCipher
//! opens it. Its first 16 bytes are the salt; the rest of it looks like chance. The key is derived
//! here and not by SQLCipher, so that a process that opens a file several times pays for it once.

use crate::study::Refusal;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Asks a person, or whatever they left it with, for the passphrase of this study.
pub type PassphrasePrompt = fn(&Path) -> Result<String, Refusal>;

static PROMPT: OnceLock<PassphrasePrompt> = OnceLock::new();

/// The files that this process has looked at. A file is not looked at twice: closing it would let go
/// of every lock that SQLite holds on it for this process.
static FILES: Mutex<BTreeMap<PathBuf, Option<FileKey>>> = Mutex::new(BTreeMap::new());

const SALT_LENGTH: usize = 16;
/// Of an encrypted file, as of a plain one.
const PAGE: usize = 4096;
/// How many different bytes a page of chance holds at least. Of 256 it lacks 0.00003 on average; text
/// has about 100, and a page of a database long runs of zeros.
const LEAST_DIFFERENT_BYTES: usize = 250;
/// How many pages are looked at besides the first.
const SAMPLED_PAGES: u64 = 8;

/// Without a way to print it.
#[derive(Clone, PartialEq, Eq)]
pub struct CipherKey {
    salt: [u8; SALT_LENGTH],
    key: [u8; 32],
}

#[derive(Clone)]
struct FileKey {
    key: CipherKey,
    /// Whether it has opened the file.
    fits: bool,
}

/// Says once for the process how passphrases are asked for.
pub fn set_passphrase_prompt(prompt: PassphrasePrompt) {
    // The first one stays.
    let _ = PROMPT.set(prompt);
}

fn files() -> MutexGuard<'static, BTreeMap<PathBuf, Option<FileKey>>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

impl CipherKey {
    /// The key of this passphrase in a file with this salt.
    #[cfg(feature = "encryption")]
    pub fn derive(passphrase: &str, salt: [u8; SALT_LENGTH]) -> CipherKey {
        use unicode_normalization::UnicodeNormalization;
        /// SQLCipher's own number.
        const ROUNDS: u32 = 256_000;
        // An å is one letter on one system's keyboard and two on another's.
        let typed: String = passphrase.nfc().collect();
        let mut key = [0; 32];
        pbkdf2::pbkdf2_hmac::<sha2::Sha512>(typed.as_bytes(), &salt, ROUNDS, &mut key);
        CipherKey { salt, key }
    }

    /// As SQLCipher takes a key that is derived already, with its salt.
    pub fn in_sql(&self) -> String {
        use std::fmt::Write;
        let bytes = self.key.iter().chain(&self.salt);
        let digits = bytes.fold(String::new(), |mut digits, byte| {
            // Writing to memory never fails.
            let _ = write!(digits, "{byte:02x}");
            digits
        });
        format!("x'{digits}'")
    }
}

/// Finds out whether the file is encrypted and by which key it opens, before anything of SQLite
/// touches it.
///
/// # Errors
/// When it is encrypted and there is no key, or this virk cannot open such files.
pub(super) fn prepare(path: &Path) -> Result<(), Refusal> {
    if files().contains_key(path) {
        return Ok(());
    }
    let key = match salt_of_encrypted(path) {
        None => None,
        Some(salt) => Some(key_for(path, salt)?),
    };
    files().insert(path.to_owned(), key);
    Ok(())
}

#[cfg(feature = "encryption")]
fn key_for(path: &Path, salt: [u8; SALT_LENGTH]) -> Result<FileKey, Refusal> {
    // A backup has the salt of its study.
    let known = files()
        .values()
        .flatten()
        .find(|known| known.key.salt == salt && known.fits)
        .cloned();
    if let Some(known) = known {
        return Ok(known);
    }
    let Some(ask) = PROMPT.get() else {
        return Err(Refusal::new(
            format!("{} is encrypted", path.display()),
            "Open it with `virk`, which asks for its passphrase",
        ));
    };
    Ok(FileKey {
        key: CipherKey::derive(&ask(path)?, salt),
        fits: false,
    })
}

#[cfg(not(feature = "encryption"))]
fn key_for(path: &Path, _: [u8; SALT_LENGTH]) -> Result<FileKey, Refusal> {
    Err(Refusal::new(
        format!(
            "{} is encrypted, and this virk was built without encryption",
            path.display()
        ),
        "Build virk with it: `cargo install --path . --features encryption`",
    ))
}

/// Gives a connection that was just opened the key of its file.
pub(super) fn apply(file: &Connection, path: &Path) -> rusqlite::Result<()> {
    match key_of(path) {
        Some(key) => {
            // What it has to say virk says itself.
            file.pragma_update(None, "cipher_log_level", "NONE")?;
            file.pragma_update(None, "key", key.in_sql())
        }
        None => Ok(()),
    }
}

pub(super) fn key_of(path: &Path) -> Option<CipherKey> {
    files().get(path).cloned().flatten().map(|known| known.key)
}

/// Whether the file at `path` is encrypted by this passphrase.
pub(super) fn opens(path: &Path, passphrase: &str) -> bool {
    #[cfg(feature = "encryption")]
    return key_of(path).is_some_and(|key| CipherKey::derive(passphrase, key.salt) == key);
    #[cfg(not(feature = "encryption"))]
    {
        let _ = (path, passphrase);
        false
    }
}

/// Decrypts the bytes of a file with the key it was given, page by page, whatever is damaged in it;
/// answers how many bytes of each page hold nothing of the database.
pub(super) fn decrypt(bytes: &mut [u8], path: &Path) -> usize {
    #[cfg(feature = "encryption")]
    if let Some(key) = key_of(path) {
        use cbc::cipher::{BlockDecryptMut, KeyIvInit, block_padding::NoPadding};
        /// Of a vector and the hash of the page, which proves nothing that the rows' own do not.
        const RESERVED: usize = 80;
        for (number, page) in bytes.chunks_exact_mut(PAGE).enumerate() {
            let (data, rest) = page.split_at_mut(PAGE - RESERVED);
            let data = match number {
                0 => &mut data[SALT_LENGTH..],
                _ => data,
            };
            let cipher = cbc::Decryptor::<aes::Aes256>::new_from_slices(&key.key, &rest[..16]);
            // Neither length is ever another.
            let _ = cipher.map(|cipher| cipher.decrypt_padded_mut::<NoPadding>(data).map(drop));
        }
        return RESERVED;
    }
    let _ = (bytes, path);
    0
}

/// From now on the file at `path` is encrypted by this key, or plain.
pub(super) fn remember(path: &Path, key: Option<CipherKey>) {
    let key = key.map(|key| FileKey { key, fits: true });
    files().insert(path.to_owned(), key);
}

/// What is at `path` is to be looked at anew.
#[cfg(feature = "encryption")]
pub(super) fn forget(path: &Path) {
    files().remove(path);
}

/// The file could be read with the key it was given.
pub(super) fn fits(path: &Path) {
    if let Some(Some(known)) = files().get_mut(path) {
        known.fits = true;
    }
}

/// What to say when SQLite finds no database in a file that is to be opened by a key; whoever opens
/// it next is asked again.
pub(super) fn rejected(path: &Path) -> Option<Refusal> {
    let mut files = files();
    let tried = files.get(path)?.as_ref().map(|known| known.fits);
    match tried {
        Some(true) => Some(Refusal::new(
            format!("{} is damaged", path.display()),
            "Keep a copy of it and do not write to it; then restore a backup, or save what can be read with `virk salvage`",
        )),
        Some(false) => {
            files.remove(path);
            Some(Refusal::new(
                format!("this is not the passphrase of {}", path.display()),
                "Nothing was changed; try again, with an eye on capitals and the keyboard's language. Without its passphrase nobody can open it",
            ))
        }
        None => {
            files.remove(path);
            None
        }
    }
}

/// The salt of a file that looks encrypted; `None` for all others. Text and databases that are not
/// encrypted do not look like chance, wherever one looks, nor does all but a page of a damaged one.
fn salt_of_encrypted(path: &Path) -> Option<[u8; SALT_LENGTH]> {
    let mut file = File::open(path).ok()?;
    let there = file.metadata().ok()?;
    let pages = there.len() / PAGE as u64;
    if !there.is_file() || there.len() % PAGE as u64 != 0 || pages == 0 {
        return None;
    }
    let first = read_page(&mut file, 0)?;
    if !looks_like_chance(&first) {
        return None;
    }
    let others = (1..=SAMPLED_PAGES).map(|n| (pages - 1) * n / SAMPLED_PAGES);
    let alike = others
        .filter_map(|page| read_page(&mut file, page))
        .filter(looks_like_chance)
        .count() as u64;
    (2 * alike > SAMPLED_PAGES).then(|| first.first_chunk().copied())?
}

fn read_page(file: &mut File, number: u64) -> Option<[u8; PAGE]> {
    let mut page = [0; PAGE];
    file.seek(SeekFrom::Start(number * PAGE as u64)).ok()?;
    file.read_exact(&mut page).ok()?;
    Some(page)
}

fn looks_like_chance(page: &[u8; PAGE]) -> bool {
    let mut seen = [false; 256];
    page.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    seen.iter().filter(|seen| **seen).count() >= LEAST_DIFFERENT_BYTES
}
