//! Records whose writer was renamed, since two copies had gone on as the same writer.
//!
//! Two copies of one file on one machine once wrote the same numbers of the same writer. When such
//! copies meet, one goes on under the writer's name and the other becomes a writer of its own. A
//! renamed record says in its body where it stood before; so its first hash can be computed again,
//! and what others said of it still holds.

use super::proof::{HashedRecord, RecordHash, from_hex, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Where a record stood before its writer was renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerPlace {
    pub writer: Uuid,
    pub n: u64,
    /// Its hash there, in hexadecimal.
    pub hash: String,
    /// The hash of the record before it there.
    pub before: String,
}

/// How the body of a renamed record begins.
const BEGINNING: &str = r#"{"forked":"#;

impl FormerPlace {
    /// The body of a record that says so, made of its first body.
    pub fn written_into(&self, body: &str) -> String {
        let place = serde_json::to_string(self).unwrap_or_default();
        let rest = body.strip_prefix('{').unwrap_or(body);
        format!("{BEGINNING}{place},{rest}")
    }

    /// Where the record with this body stood before, and the body that it had there; `None` of a
    /// record that was never renamed.
    pub fn read_from(body: &str) -> Option<(FormerPlace, String)> {
        let rest = body.strip_prefix(BEGINNING)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<FormerPlace>();
        let place = values.next()?.ok()?;
        let rest = rest.get(values.byte_offset()..)?.strip_prefix(',')?;
        Some((place, format!("{{{rest}")))
    }

    /// Whether this record, with the body that it had there, was what it says.
    pub fn proves(&self, renamed: &HashedRecord<'_>, body: &str) -> bool {
        let before = from_hex(&self.before);
        let first = HashedRecord {
            writer: self.writer,
            n: self.n,
            body,
            ..*renamed
        };
        before.is_some_and(|before| hex(&first.hash(&before)) == self.hash)
    }
}

/// What the writer of a branch is called: whoever finds the same branch gives it the same name.
pub fn branch_name(writer: Uuid, first: &RecordHash) -> Uuid {
    let mut sha = Sha256::new();
    sha.update(writer.as_bytes());
    sha.update(first);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sha.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
