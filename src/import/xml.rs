//! Reads untrusted XML in one pass.
//!
//! Document types and custom entities are refused: they let XML read other files and expand without
//! limit. Namespace prefixes are ignored, since programs differ in prefixes but not in what they
//! mean.

use super::decode::decode;
use crate::study::Refusal;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Nesting limit.
const DEEPEST: usize = 1_000;

pub enum XmlNode<'a> {
    Open(XmlStartTag<'a>),
    /// The element's name; also follows an empty element.
    Close(&'a str),
    Text(&'a str),
}

pub struct XmlStartTag<'a>(&'a BytesStart<'a>);

impl XmlStartTag<'_> {
    /// Without a prefix.
    pub fn name(&self) -> &str {
        local(self.0)
    }

    /// The attribute of this name, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut found = self.0.attributes().filter_map(Result::ok);
        let attribute = found.find(|attribute| {
            let key: &str = attribute.key.local_name().into_inner();
            key == name
        })?;
        attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()
            .map(|value| value.into_owned())
    }
}

fn local<'a>(start: &'a BytesStart<'_>) -> &'a str {
    start.local_name().into_inner()
}

/// Calls `each` for every node of the file called `name`. Refuses XML that is not well-formed or
/// has a document type or entities, and stops when `each` refuses.
pub fn walk_xml(
    name: &str,
    bytes: &[u8],
    each: &mut dyn FnMut(XmlNode<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let text = decode(bytes, name)?.text;
    let broken = |why: String| {
        Refusal::new(
            format!("{name} is not sound XML: {why}"),
            "Save it again in the program it came from",
        )
    };
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<String> = Vec::new();
    loop {
        match reader
            .read_event()
            .map_err(|error| broken(error.to_string()))?
        {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    return Err(broken("its elements lie too deep within each other".into()));
                }
                each(XmlNode::Open(XmlStartTag(&start)))?;
                open.push(local(&start).to_owned());
            }
            Event::End(_) => {
                if let Some(name) = open.pop() {
                    each(XmlNode::Close(&name))?;
                }
            }
            Event::Text(words) => each(XmlNode::Text(&words))?,
            Event::CData(words) => each(XmlNode::Text(&words))?,
            Event::GeneralRef(reference) => {
                let letter = match reference.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => match quick_xml::escape::resolve_xml_entity(&reference) {
                        Some(known) => known.to_owned(),
                        None => {
                            return Err(broken(format!(
                                "it uses an entity of its own, `&{};`",
                                &*reference
                            )));
                        }
                    },
                };
                each(XmlNode::Text(&letter))?;
            }
            Event::DocType(_) => {
                return Err(broken(
                    "it has a document type (DOCTYPE), which virk does not trust".into(),
                ));
            }
            Event::Eof if open.is_empty() => return Ok(()),
            Event::Eof => return Err(broken("it ends in the middle".into())),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str) -> Result<String, Refusal> {
        let mut all = String::new();
        walk_xml("f.xml", xml.as_bytes(), &mut |node| {
            match node {
                XmlNode::Open(element) => {
                    all.push_str(&format!("<{} {:?}>", element.name(), element.get("id")))
                }
                XmlNode::Close(name) => all.push_str(&format!("</{name}>")),
                XmlNode::Text(words) => all.push_str(words),
            }
            Ok(())
        })?;
        Ok(all)
    }

    #[test]
    fn elements_and_words_in_order() {
        assert_eq!(
            told("<w:a w:id='1&amp;'>s&#229; &lt;b&gt;<c/></w:a>").unwrap(),
            "<a Some(\"1&\")>så <b><c None></c></a>"
        );
    }

    #[test]
    fn entities_and_document_types_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>";
        assert!(told(bomb).unwrap_err().what.contains("DOCTYPE"));
        assert!(
            told("<a>&b;</a>")
                .unwrap_err()
                .what
                .contains("entity of its own")
        );
        assert!(told("<a><b></a>").is_err() && told("<a>").is_err());
        assert!(
            told(&"<a>".repeat(5000))
                .unwrap_err()
                .what
                .contains("too deep")
        );
    }
}
