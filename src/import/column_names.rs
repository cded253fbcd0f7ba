//! Columns by what they are called, in the languages in which programs write them.

/// The first column that is called by one of these names, the earlier names before the later.
#[must_use]
pub fn find_column(header: &[String], names: &[&str]) -> Option<usize> {
    let called = |name: &&str| {
        header
            .iter()
            .position(|head| normalized_name(head) == **name)
    };
    names.iter().find_map(called)
}

/// A heading in lower case, without what stands around its words.
#[must_use]
pub fn normalized_name(head: &str) -> String {
    head.trim()
        .trim_start_matches('\u{feff}')
        .trim_end_matches([':', '.', '*'])
        .trim()
        .to_lowercase()
}

/// What a code is called, in MAXQDA, ATLAS.ti, NVivo, QualCoder, Taguette and in virk.
pub const CODE_NAMES: &[&str] = &[
    "code",
    "codes",
    "kode",
    "koder",
    "tag",
    "tags",
    "code name",
    "codename",
    "kodenavn",
    "código",
    "codigo",
    "códigos",
    "name",
    "navn",
    "node",
];
/// What a document is called.
pub const DOCUMENT_NAMES: &[&str] = &[
    "document name",
    "document",
    "dokumentname",
    "dokumentnavn",
    "dokument",
    "nom du document",
    "nombre del documento",
    "file",
    "source",
];
/// Notes on a code or a segment.
pub const NOTE_NAMES: &[&str] = &[
    "comment",
    "memo",
    "kommentar",
    "note",
    "code memo",
    "commentaire",
    "comentario",
];
