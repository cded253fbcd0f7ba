//! OpenDocument texts (LibreOffice): the words of the body.
//!
//! What was deleted under tracked changes stands apart in these files and is
//! left out; comments become memos where they stand. Text frames follow the
//! paragraph they stand at. Notes, headers, hidden words and readings of ruby are
//! left out and said.

mod body;

use super::archive::Archive;
use super::paragraphs::Joined;
use super::reader::{Reading, left_out, lettered, with_words};
use super::xml::{Element, Node, walk};
use crate::study::Refusal;
use crate::text::number;
use body::Body;
use std::collections::HashMap;

/// How many styles may be based on one another.
const DEEPEST: usize = 20;

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no such document, encrypted, broken or hostile.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    let mut archive = Archive::open(name, bytes)?;
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest
        .windows(15)
        .any(|window| window == b"encryption-data")
    {
        return Err(Refusal::new(
            format!("{name} is encrypted"),
            "Save it without a password",
        ));
    }
    let content = archive.needed("content.xml")?;
    let mut body = Body::default();
    let mut headers = 0;
    if let Some(styles) = archive.part("styles.xml")? {
        walk(name, &styles, &mut |node| {
            body.styles.meet(&node);
            Ok(())
        })?;
        headers = words_of(
            name,
            &styles,
            &[
                "header",
                "footer",
                "header-left",
                "footer-left",
                "header-first",
                "footer-first",
            ],
        )?;
    }
    walk(name, &content, &mut |node| {
        body.styles.meet(&node);
        match node {
            Node::Open(element) => body.open(&element),
            Node::Close(name) => body.close(name),
            Node::Text(words) => body.text(words),
        }
        Ok(())
    })?;
    let mut objects = 0;
    for part in archive.names()? {
        if part.starts_with("Object ") && part.ends_with("/content.xml") {
            objects += words_of(name, &archive.part(&part)?.unwrap_or_default(), &["body"])?;
        }
    }
    let mut notes = body.notes();
    if headers > 0 {
        notes.push(format!(
            "headers and footers were left out ({})",
            number::some(headers, "word")
        ));
    }
    notes.extend(with_words(
        left_out(body.objects, "embedded object", "embedded objects"),
        objects,
    ));
    let said: Vec<String> = body
        .comments
        .iter()
        .map(|words| words.trim().to_owned())
        .collect();
    let Joined {
        text,
        comments,
        strong,
    } = body.text.done();
    let said = |id: &str| said.get(id.parse::<usize>().ok()?).cloned();
    let comments = comments
        .into_iter()
        .filter_map(|(id, span)| Some((span, said(&id)?)))
        .collect();
    Ok(Reading {
        text,
        encoding: "odt".into(),
        comments,
        strong,
        notes,
        ..Reading::default()
    })
}

/// How many words stand in elements called so.
fn words_of(name: &str, bytes: &[u8], within: &[&str]) -> Result<usize, Refusal> {
    let (mut all, mut depth) = (String::new(), 0_usize);
    walk(name, bytes, &mut |node| {
        match node {
            Node::Open(element) if within.contains(&element.name()) => depth += 1,
            Node::Close(name) if within.contains(&name) => depth = depth.saturating_sub(1),
            Node::Close("p" | "h" | "s" | "tab" | "line-break") => all.push('\n'),
            Node::Text(words) if depth > 0 => all.push_str(words),
            _ => {}
        }
        Ok(())
    })?;
    Ok(lettered(&all))
}

/// What a style says of the words set in it; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
struct Look {
    bold: Option<bool>,
    hidden: Option<bool>,
}

impl Look {
    fn or(self, base: Look) -> Look {
        Look {
            bold: self.bold.or(base.bold),
            hidden: self.hidden.or(base.hidden),
        }
    }
}

/// The styles met so far, by family and name.
#[derive(Default)]
struct Styles {
    known: HashMap<(String, String), (Look, Option<String>)>,
    /// The style under way.
    open: Option<(String, String)>,
}

impl Styles {
    fn meet(&mut self, node: &Node<'_>) {
        match node {
            Node::Open(element) if matches!(element.name(), "style" | "default-style") => {
                let [family, name] =
                    ["family", "name"].map(|key| element.get(key).unwrap_or_default());
                self.known.insert(
                    (family.clone(), name.clone()),
                    (Look::default(), element.get("parent-style-name")),
                );
                self.open = Some((family, name));
            }
            Node::Open(element) if element.name() == "text-properties" => self.take(element),
            Node::Close("style" | "default-style") => self.open = None,
            _ => {}
        }
    }

    fn take(&mut self, element: &Element<'_>) {
        let Some((look, _)) = self.open.as_ref().and_then(|open| self.known.get_mut(open)) else {
            return;
        };
        let heavy = |weight: String| {
            weight == "bold" || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)
        };
        look.bold = element.get("font-weight").map(heavy).or(look.bold);
        look.hidden = element
            .get("display")
            .map(|display| display == "none")
            .or(look.hidden);
    }

    fn look(&self, family: &str, name: &str) -> Look {
        let mut look = Look::default();
        let mut next = name.to_owned();
        for _ in 0..DEEPEST {
            let Some((own, base)) = self.known.get(&(family.to_owned(), next.clone())) else {
                break;
            };
            look = look.or(*own);
            let Some(base) = base else { break };
            next.clone_from(base);
        }
        look
    }
}
