//! Finds columns by name, in the languages used by other programs.

/// The first column with one of these names; earlier names take precedence.
#[must_use]
pub fn find_column(header: &[String], names: &[&str]) -> Option<usize> {
    let called = |name: &&str| {
        header
            .iter()
            .position(|head| normalized_name(head) == **name)
    };
    names.iter().find_map(called)
}

/// A heading in lower case, without surrounding punctuation.
#[must_use]
pub fn normalized_name(head: &str) -> String {
    head.trim()
        .trim_start_matches('\u{feff}')
        .trim_end_matches([':', '.', '*'])
        .trim()
        .to_lowercase()
}

/// Headings for codes in MAXQDA, ATLAS.ti, NVivo, QualCoder, Taguette and virk.
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
/// Headings for notes on a code or a segment.
pub const NOTE_NAMES: &[&str] = &[
    "comment",
    "memo",
    "kommentar",
    "note",
    "code memo",
    "commentaire",
    "comentario",
];
