//! PDF: the words of its pages, put together again.
//!
//! A page repeats headers and numbers and breaks lines and words. Those are
//! taken away, each with a map back to the page; a word broken at a hyphen is
//! joined unless the hyphen is its own. A page without words is a picture:
//! virk reads no pictures, and says so.

mod broken;
mod pages;

use super::draft::Draft;
use super::reader::Reading;
use crate::study::Refusal;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::{Once, mpsc};
use std::thread;
use std::time::Duration;

/// What the thread that reads is called.
const THREAD: &str = "pdf";
/// How long the pages of a file may take to read.
const PATIENCE: Duration = Duration::from_secs(60);
/// Beyond this a PDF is more pictures than words, and not read whole into memory.
const LONGEST: usize = 64 << 20;
/// The stack of the thread that reads: pages may lie within pages.
const STACK: usize = 64 << 20;

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no PDF, broken, encrypted, takes too long, or holds pictures only.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    if bytes.len() > LONGEST {
        return Err(Refusal::new(format!("{name} is longer than {} MB", LONGEST >> 20), "Export its text, or divide it"));
    }
    let pages = extract(name, bytes)?;
    if pages.iter().all(|page| page.trim().is_empty()) {
        return Err(Refusal::new(
            format!("{name} holds no text: its {} page(s) are pictures, as from a scanner", pages.len()),
            "Have its text recognised first, for example with `ocrmypdf`",
        ));
    }
    let raw = pages.join("\u{c}");
    let plan = pages::plan(&raw);
    let mut draft = Draft::new(&raw);
    let hyphens = broken::join(&mut draft, &raw, &plan);
    let (text, edits) = draft.done();
    let mut notes = vec![format!("{} page{}", pages.len(), if pages.len() == 1 { "" } else { "s" })];
    if plan.left_out > 0 {
        notes.push(format!("{} lines of page headers and page numbers left out", plan.left_out));
    }
    if hyphens > 0 {
        notes.push(format!("{hyphens} words joined that were broken at line ends"));
    }
    let blank = pages.iter().filter(|page| page.trim().is_empty()).count();
    if blank > 0 {
        notes.push(format!("{blank} without text: pictures, or empty"));
    }
    Ok(Reading { text, encoding: "pdf".into(), edits, notes, ..Reading::default() })
}

/// Panics of the library are told as refusals, and to nobody else: they are no end of
/// the process, for which the screen would be given back.
fn hush() {
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

/// The text of each page. What goes wrong in the library that knows PDFs is
/// caught, and it is not waited for without end.
fn extract(name: &str, bytes: &[u8]) -> Result<Vec<String>, Refusal> {
    let unreadable = |why: &str| {
        Refusal::new(format!("{name} cannot be read as a PDF: {why}"), "Export its text to a .txt file in a PDF viewer")
    };
    hush();
    let (send, receive) = mpsc::channel();
    let bytes = bytes.to_vec();
    let work = move || {
        let pages = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem_by_pages(&bytes)));
        // Whoever asked may have left already.
        let _ = send.send(pages.map_or_else(|_| Err("it is broken".to_owned()), |pages| pages.map_err(|error| error.to_string())));
    };
    let thread = thread::Builder::new().name(THREAD.into()).stack_size(STACK).spawn(work);
    thread.map_err(|error| unreadable(&error.to_string()))?;
    match receive.recv_timeout(PATIENCE) {
        Ok(Ok(pages)) => Ok(pages),
        Ok(Err(why)) => Err(unreadable(&why)),
        Err(_) => Err(unreadable("it takes longer than a minute")),
    }
}
