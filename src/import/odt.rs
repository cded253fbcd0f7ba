//! OpenDocument text (LibreOffice): the words of the body.
//!
//! These files keep tracked deletions apart from the text, and they are left out. Comments become
//! memos on their place. Text frames follow the paragraph they are anchored in. Notes, headers,
//! hidden text and ruby annotations are left out and reported.

mod body;

use super::archive::ZipContainer;
use super::paragraphs::JoinedParagraphs;
use super::reader::{ParsedText, count_lettered_words, left_out_sentence, with_lost_words};
use super::xml::{XmlNode, XmlStartTag, walk_xml};
use crate::study::Refusal;
use crate::text::number;
use body::OdtBody;
use std::collections::HashMap;

/// Length of a chain of styles based on one another.
const DEEPEST: usize = 20;

pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    let mut archive = ZipContainer::open(name, bytes)?;
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
    let content = archive.required_part("content.xml")?;
    let mut body = OdtBody::default();
    let mut headers = 0;
    if let Some(styles) = archive.part("styles.xml")? {
        walk_xml(name, &styles, &mut |node| {
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
    walk_xml(name, &content, &mut |node| {
        body.styles.meet(&node);
        match node {
            XmlNode::Open(element) => body.open(&element),
            XmlNode::Close(name) => body.close(name),
            XmlNode::Text(words) => body.text(words),
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
            number::count_noun(headers, "word")
        ));
    }
    notes.extend(with_lost_words(
        left_out_sentence(body.objects, "embedded object", "embedded objects"),
        objects,
    ));
    let said: Vec<String> = body
        .comments
        .iter()
        .map(|words| words.trim().to_owned())
        .collect();
    let JoinedParagraphs {
        text,
        comments,
        strong,
    } = body.text.finish();
    let said = |id: &str| said.get(id.parse::<usize>().ok()?).cloned();
    let comments = comments
        .into_iter()
        .filter_map(|(id, span)| Some((span, said(&id)?)))
        .collect();
    Ok(ParsedText {
        text,
        encoding: "odt".into(),
        comments,
        strong,
        notes,
        ..ParsedText::default()
    })
}

/// Number of words in elements of these names.
fn words_of(name: &str, bytes: &[u8], within: &[&str]) -> Result<usize, Refusal> {
    let (mut all, mut depth) = (String::new(), 0_usize);
    walk_xml(name, bytes, &mut |node| {
        match node {
            XmlNode::Open(element) if within.contains(&element.name()) => depth += 1,
            XmlNode::Close(name) if within.contains(&name) => depth = depth.saturating_sub(1),
            XmlNode::Close("p" | "h" | "s" | "tab" | "line-break") => all.push('\n'),
            XmlNode::Text(words) if depth > 0 => all.push_str(words),
            _ => {}
        }
        Ok(())
    })?;
    Ok(count_lettered_words(&all))
}

/// `None` means that the style does not specify a property.
#[derive(Clone, Copy, Debug, Default)]
struct OdtStyle {
    bold: Option<bool>,
    hidden: Option<bool>,
}

impl OdtStyle {
    fn or(self, base: OdtStyle) -> OdtStyle {
        OdtStyle {
            bold: self.bold.or(base.bold),
            hidden: self.hidden.or(base.hidden),
        }
    }
}

/// Styles read so far, by family and name.
#[derive(Default)]
struct OdtStyles {
    known: HashMap<(String, String), (OdtStyle, Option<String>)>,
    /// The style being read.
    open: Option<(String, String)>,
}

impl OdtStyles {
    fn meet(&mut self, node: &XmlNode<'_>) {
        match node {
            XmlNode::Open(element) if matches!(element.name(), "style" | "default-style") => {
                let [family, name] =
                    ["family", "name"].map(|key| element.get(key).unwrap_or_default());
                self.known.insert(
                    (family.clone(), name.clone()),
                    (OdtStyle::default(), element.get("parent-style-name")),
                );
                self.open = Some((family, name));
            }
            XmlNode::Open(element) if element.name() == "text-properties" => self.take(element),
            XmlNode::Close("style" | "default-style") => self.open = None,
            _ => {}
        }
    }

    fn take(&mut self, element: &XmlStartTag<'_>) {
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

    fn look(&self, family: &str, name: &str) -> OdtStyle {
        let mut look = OdtStyle::default();
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
