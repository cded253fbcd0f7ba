//! Transcript readers: one per format, from the bytes of a file to a text.
//!
//! A reader keeps the words verbatim and reports what it left out or changed. It gets bytes and
//! nothing else, so that it can be fuzzed; limits on memory and time are enforced inside each
//! reader.

use super::code_page::CodePage;
use super::{captions, decode, docx, html, markdown, odt, pdf, rtf, transcript_table};
use crate::study::{Refusal, origin::Edit};
use crate::text::{Span, boundary, number};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedText {
    pub text: String,
    /// How the bytes were decoded, e.g. `utf-8`, or the format followed by the encoding.
    pub encoding: String,
    /// Where the text differs from the file.
    pub edits: Vec<Edit>,
    /// Comments in the file and the stretch of text each belongs to.
    pub comments: Vec<(Span, String)>,
    /// Bold text, and headings in Markdown, Word, OpenDocument or HTML. Speaker names are often
    /// marked this way, so only what begins a paragraph matters.
    pub strong: Vec<Span>,
    /// Turn starts, in order, where the format itself gives them: a caption with a voice, a row of
    /// a table. `None` where they have to be detected in the words.
    pub headings: Option<Vec<TurnHeading>>,
    /// Sentences for the report: what was left out, and what was assumed.
    pub notes: Vec<String>,
}

/// The part before the words of a turn that nobody says: the speaker's name and the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnHeading {
    /// The whole heading; the words of the turn follow it. Empty where the file has none.
    pub span: Span,
    /// The name within the heading, without punctuation; `None` when nobody is named.
    pub label: Option<Span>,
    /// Milliseconds from the beginning of the recording.
    pub time: Option<u64>,
    /// The previous speaker continues: this is a paragraph with a time of its own.
    pub same_speaker: bool,
}

pub struct FormatReader {
    pub name: &'static str,
    /// File extensions, without the dot.
    pub extensions: &'static [&'static str],
    /// Takes the file's name (for messages) and its bytes.
    pub read: fn(&str, &[u8]) -> Result<ParsedText, Refusal>,
}

/// Encoding and format chosen by the user.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions {
    /// The code page of a text file, where the format does not determine it.
    pub encoding: Option<CodePage>,
    /// The name of the reader; `None` picks it by the file's extension.
    pub format: Option<&'static str>,
}

impl ReadOptions {
    /// Resolves the names that users give an encoding and a format; refuses unknown ones.
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

/// The supported extensions, for messages.
fn formats() -> String {
    READERS
        .iter()
        .filter_map(|reader| reader.extensions.first().copied())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Readers of plain text, to which an encoding chosen by the user applies.
const OF_TEXT: [&str; 6] = ["text", "markdown", "html", "srt", "vtt", "sbv"];

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

/// Tables have to be asked for: they may be transcripts, but most are surveys or lists.
const TABLE: &str = "table";

/// Larger files are refused, so that reading any file fits into 1 GB of memory.
pub(super) const MAX_TRANSCRIPT_BYTES: usize = 256 << 20;

/// Reads the file called `name`. The reader is chosen by the extension or, where that says nothing,
/// by the first bytes.
/// Besides broken and hostile files, refuses files whose content is not what the extension
/// promises, and texts without a word.
pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    read_with(name, bytes, ReadOptions::default())
}

/// As [`read`], with what the user chose. Refuses an unknown extension unless a format was chosen.
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

/// True if a file of this name is read as a transcript when it is found in a folder. Tables are
/// not: in a folder they may as well be surveys or lists.
pub fn is_transcript(name: &str) -> bool {
    let extension = extension(name);
    READERS
        .iter()
        .any(|reader| reader.name != TABLE && reader.extensions.contains(&extension.as_str()))
}

pub fn is_table(name: &str) -> bool {
    let extension = extension(name);
    READERS
        .iter()
        .any(|reader| reader.name == TABLE && reader.extensions.contains(&extension.as_str()))
}

/// True for formats that are unpacked or laid out, as opposed to plain text.
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
    // The first bytes are more reliable than the extension.
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

/// Extensions that cannot be read: what such a file is, and what to do instead.
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

fn unread(name: &str, extension: &str) -> Refusal {
    if let Some((_, what, hint)) = UNREAD
        .iter()
        .find(|(extensions, ..)| extensions.contains(&extension))
    {
        return Refusal::new(format!("{name} is {what}, which virk cannot read"), *hint);
    }
    let what = match extension {
        "" => format!(
            "the name {name} does not say what kind of file it is: it has no extension such as .txt"
        ),
        other => format!("{name}: virk does not know files that end in .{other}"),
    };
    let first = formats();
    Refusal::new(
        what,
        format!(
            "If it is a transcript, give its format: --as txt (or {})",
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

/// "3 footnotes were left out"; `None` for zero.
pub(super) fn left_out_sentence(count: usize, one: &str, several: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {one} was left out")),
        _ => Some(format!("{count} {several} were left out")),
    }
}

/// Appends the number of words lost, if any: "1 header was left out (12 words)".
pub(super) fn with_lost_words(left_out: Option<String>, words: usize) -> Option<String> {
    left_out.map(|sentence| {
        if words == 0 {
            sentence
        } else {
            format!("{sentence} ({})", number::count_noun(words, "word"))
        }
    })
}

/// Number of words with at least one letter; page numbers do not count.
pub(super) fn count_lettered_words(text: &str) -> usize {
    boundary::words(text, Span::of(0, text.len()))
        .iter()
        .filter(|word| word.text(text).contains(char::is_alphabetic))
        .count()
}
