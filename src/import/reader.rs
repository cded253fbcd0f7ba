//! Readers of transcripts: bytes of a file become a text, one reader per format.
//!
//! A reader takes the words as they stand and says what it left out or
//! changed. It is given bytes and nothing else, so that it can be tried on
//! hostile ones; what it may cost is limited where it reads.

use super::code_page::CodePage;
use super::{captions, decode, docx, html, markdown, odt, pdf, rtf, transcript_table};
use crate::study::{Refusal, origin::Edit};
use crate::text::{Span, boundary, number};

/// A text as it was read from a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedText {
    /// The text.
    pub text: String,
    /// How the bytes were read, e.g. `utf-8`, or the format and then the encoding.
    pub encoding: String,
    /// Where the text differs from the words of the file.
    pub edits: Vec<Edit>,
    /// What others had written beside a stretch of the text.
    pub comments: Vec<(Span, String)>,
    /// Stretches of the text that stand in bold, or are a heading of Markdown, Word, OpenDocument
    /// or HTML; at most what begins a paragraph matters: who speaks is often marked so.
    pub strong: Vec<Span>,
    /// Where turns begin, in order, when the file itself says so: a caption with a voice, a row of
    /// a table. `None` when only the words can tell.
    pub headings: Option<Vec<TurnHeading>>,
    /// What was left out or understood, in sentences.
    pub notes: Vec<String>,
}

/// What stands before the words of a turn and is said by nobody: who speaks, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnHeading {
    /// All of it: the words of the turn follow. Empty where the file puts nothing there.
    pub span: Span,
    /// The name within it as the file has it, without punctuation; `None` when nobody is named.
    pub label: Option<Span>,
    /// When, in milliseconds from the beginning of the recording.
    pub time: Option<u64>,
    /// Whether whoever spoke before goes on: a paragraph with a time of its own.
    pub same_speaker: bool,
}

/// A reader of one format.
pub struct FormatReader {
    /// What the format is called.
    pub name: &'static str,
    /// The extensions that its files have.
    pub extensions: &'static [&'static str],
    /// Reads the bytes of the file called so.
    pub read: fn(&str, &[u8]) -> Result<ParsedText, Refusal>,
}

/// What the person says about how a file is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// What the bytes of a text mean, where the format does not say.
    pub encoding: Option<CodePage>,
    /// The format, by the name of its reader; otherwise by the file's extension.
    pub format: Option<&'static str>,
}

impl ReadOptions {
    /// By the names that people give an encoding and a format.
    ///
    /// # Errors
    /// When one is not known.
    pub fn from_names(
        encoding: Option<&str>,
        format: Option<&str>,
    ) -> Result<ReadOptions, Refusal> {
        let page = |name: &str| {
            CodePage::from_name(name).ok_or_else(|| {
                Refusal::new(
                    format!("there is no encoding called `{name}`"),
                    "Encodings are utf-8, windows-1252, macintosh, cp850, cp437, iso-8859-1, windows-1251 and others",
                )
            })
        };
        let reader = |name: &str| {
            let bare = name.trim().trim_start_matches('.').to_lowercase();
            let found = READERS
                .iter()
                .find(|reader| reader.name == bare || reader.extensions.contains(&bare.as_str()));
            found.map(|reader| reader.name).ok_or_else(|| {
                Refusal::new(
                    format!("there is no format called `{name}`"),
                    format!("Formats are {}", formats()),
                )
            })
        };
        Ok(ReadOptions {
            encoding: encoding.map(page).transpose()?,
            format: format.map(reader).transpose()?,
        })
    }
}

/// The extensions that are read, for people.
fn formats() -> String {
    READERS
        .iter()
        .filter_map(|reader| reader.extensions.first().copied())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Readers of text, whose letters depend on an encoding.
const OF_TEXT: [&str; 6] = ["text", "markdown", "html", "srt", "vtt", "sbv"];

/// Every reader.
pub const READERS: &[FormatReader] = &[
    FormatReader {
        name: "text",
        extensions: &["txt", "text"],
        read: plain,
    },
    FormatReader {
        name: "markdown",
        extensions: &["md", "markdown"],
        read: markdown::read,
    },
    FormatReader {
        name: "docx",
        extensions: &["docx", "docm"],
        read: docx::read,
    },
    FormatReader {
        name: "odt",
        extensions: &["odt"],
        read: odt::read,
    },
    FormatReader {
        name: "rtf",
        extensions: &["rtf"],
        read: rtf::read,
    },
    FormatReader {
        name: "pdf",
        extensions: &["pdf"],
        read: pdf::read,
    },
    FormatReader {
        name: "html",
        extensions: &["html", "htm", "xhtml"],
        read: html::read,
    },
    FormatReader {
        name: "srt",
        extensions: &["srt"],
        read: captions::read,
    },
    FormatReader {
        name: "vtt",
        extensions: &["vtt"],
        read: captions::read,
    },
    FormatReader {
        name: "sbv",
        extensions: &["sbv"],
        read: captions::read,
    },
    FormatReader {
        name: TABLE,
        extensions: &["csv", "tsv", "xlsx", "ods", "json"],
        read: transcript_table::read,
    },
];

/// The reader of files that may be transcripts, and more often are something else.
const TABLE: &str = "table";

/// Beyond this a file is no transcript: 1 GB of memory must do for all of it.
pub(super) const MAX_TRANSCRIPT_BYTES: usize = 256 << 20;

/// Reads the bytes of the file called `name`, by its extension, or, where that
/// says nothing, by what it begins with.
///
/// # Errors
/// When the format is not the one it seems, the file is broken or hostile, or holds no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    read_with(name, bytes, ReadOptions::default())
}

/// Reads them as the person says.
///
/// # Errors
/// As [`read`], and when the extension says nothing and neither does the person.
pub fn read_with(name: &str, bytes: &[u8], how: ReadOptions) -> Result<ParsedText, Refusal> {
    if bytes.len() > MAX_TRANSCRIPT_BYTES {
        return Err(Refusal::new(
            format!("{name} is longer than {} MB", MAX_TRANSCRIPT_BYTES >> 20),
            "Divide it into several files",
        ));
    }
    let reader = reader_for(name, bytes, how.format)?;
    if !OF_TEXT.contains(&reader.name) {
        return (reader.read)(name, bytes);
    }
    let declared = (reader.name == "html")
        .then(|| html::declared_encoding(bytes))
        .flatten();
    let decode::CleanedText {
        text,
        encoding,
        notes,
    } = decode::decode_transcript(bytes, name, how.encoding.or(declared))?;
    let mut reading = (reader.read)(name, text.as_bytes())?;
    reading.encoding = reading.encoding.replace("utf-8", &encoding);
    reading.notes.splice(0..0, notes);
    Ok(reading)
}

/// Whether a file of this name is read as a transcript without being named by itself:
/// tables in a folder are surveys and lists as well.
#[must_use]
pub fn is_transcript(name: &str) -> bool {
    let extension = extension(name);
    READERS
        .iter()
        .any(|reader| reader.name != TABLE && reader.extensions.contains(&extension.as_str()))
}

/// Whether a file of this name may be a table.
#[must_use]
pub fn is_table(name: &str) -> bool {
    let extension = extension(name);
    READERS
        .iter()
        .any(|reader| reader.name == TABLE && reader.extensions.contains(&extension.as_str()))
}

/// Whether a file of this name is read by a reader that unpacks or lays out: no plain text.
#[must_use]
pub fn is_document(name: &str) -> bool {
    let extension = extension(name);
    ["docx", "odt", "rtf", "pdf", "html"]
        .into_iter()
        .filter_map(|format| READERS.iter().find(|reader| reader.name == format))
        .any(|reader| reader.extensions.contains(&extension.as_str()))
}

fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map(|(_, extension)| extension.to_lowercase())
        .unwrap_or_default()
}

fn reader_for(
    name: &str,
    bytes: &[u8],
    format: Option<&str>,
) -> Result<&'static FormatReader, Refusal> {
    // What a file is shows in its first bytes sooner than in its name.
    let shown = match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some("pdf"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Some("rtf"),
        _ => format,
    };
    let extension = extension(name);
    let found = match shown {
        Some(shown) => READERS.iter().find(|reader| reader.name == shown),
        None => READERS
            .iter()
            .find(|reader| reader.extensions.contains(&extension.as_str())),
    };
    found.ok_or_else(|| unread(name, &extension))
}

/// Files that cannot be read, by extension: what they are, and what to do instead.
const UNREAD: &[(&[&str], &str, &str)] = &[
    (
        &["doc", "dot"],
        "a document of Word before 2007",
        "Open it in Word or LibreOffice and save it as .docx",
    ),
    (
        &["pages"],
        "a document of Pages",
        "Export it from Pages as Word (.docx) or plain text",
    ),
    (
        &["ttml", "dfxp", "ass", "ssa", "sub", "smi", "stl"],
        "captions in another format",
        "Save them as .vtt or .srt in the program they came from; Subtitle Edit converts any format",
    ),
    (
        &["wpd", "wps"],
        "a document of WordPerfect or Works",
        "Open it in LibreOffice and save it as .docx",
    ),
    (
        &[
            "mp3", "m4a", "wav", "aac", "ogg", "flac", "wma", "mp4", "mov", "avi", "mkv", "webm",
        ],
        "a recording",
        "Import its transcript; virk does not transcribe",
    ),
    (
        &["jpg", "jpeg", "png", "gif", "tif", "tiff", "heic", "bmp"],
        "a picture",
        "Recognise its text first (OCR), and import that",
    ),
];

/// What is said of a file that no reader reads.
fn unread(name: &str, extension: &str) -> Refusal {
    if let Some((_, what, hint)) = UNREAD
        .iter()
        .find(|(extensions, ..)| extensions.contains(&extension))
    {
        return Refusal::new(format!("{name} is {what}, which virk cannot read"), *hint);
    }
    let what = match extension {
        "" => format!(
            "the name {name} does not say what kind of file it is: it has no ending such as .txt"
        ),
        other => format!("{name}: virk does not know files that end in .{other}"),
    };
    let first = formats();
    Refusal::new(
        what,
        format!(
            "If it is a transcript, say what it is: --as txt (or {})",
            first.trim_start_matches("txt, ")
        ),
    )
}

fn plain(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    let decode::DecodedText { text, encoding } = decode::decode(bytes, name)?;
    Ok(ParsedText {
        text,
        encoding: encoding.to_owned(),
        ..ParsedText::default()
    })
}

/// A sentence of so many things that were left out; none for none.
pub(super) fn left_out_sentence(count: usize, one: &str, several: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one} was left out")),
        _ => Some(format!("{count} {several} were left out")),
    }
}

/// Such a sentence with the words that were lost by it, if any.
pub(super) fn with_lost_words(left_out: Option<String>, words: usize) -> Option<String> {
    left_out.map(|said| {
        if words == 0 {
            said
        } else {
            format!("{said} ({})", number::count_noun(words, "word"))
        }
    })
}

/// How many words there are; numbers, such as those of pages, are none.
pub(super) fn count_lettered_words(text: &str) -> usize {
    boundary::words(text, Span::of(0, text.len()))
        .iter()
        .filter(|word| word.text(text).contains(char::is_alphabetic))
        .count()
}
