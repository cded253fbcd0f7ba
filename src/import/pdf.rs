//! PDF: reconstructs the words of the pages from the positions of glyphs.
//!
//! Headers, page numbers, line breaks and hyphenation are removed, and edits record what the page
//! had. A word broken at a hyphen is joined unless the hyphen belongs to it. A page without text is
//! a picture; virk does no OCR and reports such pages.
//!
//! `content` interprets what a page draws, with `fonts` and their `metrics`; `lines` groups glyphs
//! into lines, `direction` reorders lines written from right to left, `margins` finds headers and
//! line numbers, `page` finds columns, `paragraphs` the beginnings of paragraphs, and `document`
//! writes the text.

mod content;
mod direction;
mod document;
mod font_data;
mod fonts;
mod lines;
mod margins;
mod page;
mod paragraphs;
mod subprocess;

use super::reader::ParsedText;
use crate::study::Refusal;
use content::{ContentInterpreter, PageGlyphs};
use document::JoinedPages;
use fonts::PdfFonts;
use lopdf::{Document, Object};
use serde::{Deserialize, Serialize};
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

/// Name of the worker thread.
const THREAD: &str = "pdf";
const EXTRACT_TIMEOUT: Duration = Duration::from_secs(60);
/// A larger PDF is mostly pictures, and is not loaded into memory.
const LONGEST: usize = 64 << 20;
/// Stack of the worker thread: page trees and forms may be nested.
const STACK: usize = 64 << 20;

pub use subprocess::{CHILD_ARGUMENT, isolate, serve};

/// Reads the file called `name`. Besides broken and encrypted files, refuses one without text or
/// with fonts whose letters are mostly unknown.
pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    if bytes.len() > LONGEST {
        return Err(Refusal::new(
            format!("{name} is longer than {} MB", LONGEST >> 20),
            "Export its text, or divide it",
        ));
    }
    let PdfExtract {
        put,
        pages,
        unknown,
        letters,
        annotations,
    } = extract(name, bytes)?;
    if unknown > letters {
        return Err(Refusal::new(
            format!(
                "{name} does not say which letters its fonts show, so its words cannot be read"
            ),
            "Have its text recognised, for example with `ocrmypdf --force-ocr`, or export it as text from the program that made it",
        ));
    }
    if put.written == 0 {
        return Err(Refusal::new(
            format!("{name} contains no text: its {pages} page(s) are images, as from a scanner"),
            "Have its text recognised first, for example with `ocrmypdf`",
        ));
    }
    let mut notes = vec![format!("{pages} page{}", if pages == 1 { "" } else { "s" })];
    notes.extend(put.notes);
    if pages > put.written {
        notes.push(format!(
            "{} without text: pictures, or empty",
            pages - put.written
        ));
    }
    notes.extend(super::reader::left_out_sentence(
        annotations,
        "comment or field beside the pages",
        "comments and fields beside the pages",
    ));
    Ok(ParsedText {
        text: put.text,
        encoding: "pdf".into(),
        edits: put.edits,
        notes,
        ..ParsedText::default()
    })
}

#[derive(Debug, Serialize, Deserialize)]
struct PdfExtract {
    put: JoinedPages,
    pages: usize,
    /// Glyphs whose letters are unknown.
    unknown: usize,
    /// Glyphs whose letters are known.
    letters: usize,
    /// Comments with words and filled-in fields on the pages.
    annotations: usize,
}

/// Silences the panic hook for the worker thread. Its panics are caught and become refusals; the
/// usual hook would restore the terminal as if the program had ended.
fn silence_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(THREAD) {
                others(panic);
            }
        }));
    });
}

/// Extracts the words, in a process of its own if the program has set one up.
fn extract(name: &str, bytes: &[u8]) -> Result<PdfExtract, Refusal> {
    let unreadable = |why: &str| {
        Refusal::new(
            format!("{name} cannot be read as a PDF: {why}"),
            "Export its text to a .txt file in a PDF viewer",
        )
    };
    match subprocess::read(bytes) {
        Some(read) => read.map_err(|why| unreadable(&why)),
        None => in_thread(bytes).map_err(|why| unreadable(&why)),
    }
}

/// Extracts the words in a thread. Panics of the PDF libraries are caught, and waiting is limited;
/// unlike a process, though, the thread cannot be stopped.
fn in_thread(bytes: &[u8]) -> Result<PdfExtract, String> {
    silence_panics();
    let (send, receive) = mpsc::channel();
    let bytes = bytes.to_vec();
    let work = move || {
        let file = catch_unwind(AssertUnwindSafe(|| file(&bytes)));
        // The receiver is gone after a timeout.
        let _ = send.send(file.unwrap_or_else(|_| Err("it is broken".to_owned())));
    };
    let thread = thread::Builder::new()
        .name(THREAD.into())
        .stack_size(STACK)
        .spawn(work);
    thread.map_err(|error| error.to_string())?;
    receive
        .recv_timeout(EXTRACT_TIMEOUT)
        .unwrap_or_else(|_| Err("it takes longer than a minute".to_owned()))
}

fn file(bytes: &[u8]) -> Result<PdfExtract, String> {
    let mut doc = Document::load_mem(bytes).map_err(|error| error.to_string())?;
    if doc.is_encrypted() {
        doc.decrypt("")
            .map_err(|_| "it is protected by a password".to_owned())?;
    }
    let mut fonts = PdfFonts::default();
    let ids: Vec<_> = doc.get_pages().into_values().collect();
    let drawn: Vec<PageGlyphs> = ids
        .iter()
        .map(|id| ContentInterpreter::new(&doc, &mut fonts).read_page(*id))
        .collect();
    if drawn.is_empty()
        || (drawn.iter().any(|page| page.broken) && drawn.iter().all(|page| page.glyphs.is_empty()))
    {
        return Err("it is broken".to_owned());
    }
    let unknown = drawn.iter().map(|page| page.unknown).sum();
    let glyphs: usize = drawn.iter().map(|page| page.glyphs.len()).sum();
    let annotations = ids.iter().map(|id| annotations(&doc, *id)).sum();
    Ok(PdfExtract {
        pages: drawn.len(),
        unknown,
        letters: glyphs.saturating_sub(unknown),
        annotations,
        put: document::join_pages(drawn),
    })
}

/// Number of comments with words and filled-in fields on a page.
fn annotations(doc: &Document, page: lopdf::ObjectId) -> usize {
    let list = doc
        .get_dictionary(page)
        .ok()
        .and_then(|page| font_data::entry(doc, page, b"Annots"));
    let Some(Object::Array(list)) = list else {
        return 0;
    };
    let says = |annotation: &&Object| {
        let Ok((_, Object::Dictionary(annotation))) = doc.dereference(annotation) else {
            return false;
        };
        let kind = annotation
            .get(b"Subtype")
            .and_then(Object::as_name)
            .unwrap_or_default();
        let words = |key: &[u8]| matches!(font_data::entry(doc, annotation, key), Some(Object::String(words, _)) if !words.is_empty());
        !matches!(kind, b"Link" | b"Popup") && (words(b"Contents") || words(b"V"))
    };
    list.iter().filter(says).count()
}
