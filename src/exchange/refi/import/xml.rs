//! XML as a tree of elements, read leniently: names without namespaces, a bare `&` as itself. What
//! can only be an attack is refused: a document type with entities, and more elements than a study
//! could have.

use crate::study::Refusal;
use quick_xml::{
    Reader, XmlVersion, escape::resolve_predefined_entity, events::BytesStart, events::Event,
};

/// How many elements a file may have, and how deep they may lie.
const ELEMENTS: usize = 4_000_000;
const DEPTH: usize = 200;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct XmlElement {
    /// Without its namespace.
    pub name: String,
    /// Without the text of its children.
    pub text: String,
    pub children: Vec<XmlElement>,
    attributes: Vec<(String, String)>,
}

impl XmlElement {
    /// The value of an attribute; `None` when it is missing or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    pub fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a XmlElement> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub fn child(&self, name: &str) -> Option<&XmlElement> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }
}

/// The root element of `text`, the content of the file called `name`.
/// Refused when it is not well-formed, has a document type, or is unreasonably large.
pub fn read(text: &str, name: &str) -> Result<XmlElement, Refusal> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<XmlElement> = Vec::new();
    let mut count = 0;
    loop {
        let broken = |why: &dyn std::fmt::Display, at: u64| {
            let before = text.as_bytes().get(..at as usize).unwrap_or_default();
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            Refusal::new(
                format!("{name} line {line}: {why}"),
                "Export it again from the program it came from",
            )
        };
        let event = reader
            .read_event()
            .map_err(|error| broken(&error, reader.error_position()))?;
        let ended = match event {
            Event::Start(start) => {
                count += 1;
                if count > ELEMENTS || open.len() >= DEPTH {
                    return Err(too_much(name));
                }
                open.push(
                    element(&start).map_err(|error| broken(&error, reader.buffer_position()))?,
                );
                None
            }
            Event::Empty(start) => {
                count += 1;
                if count > ELEMENTS {
                    return Err(too_much(name));
                }
                Some(element(&start).map_err(|error| broken(&error, reader.buffer_position()))?)
            }
            Event::End(_) => open.pop(),
            Event::Text(words) => {
                say(&mut open, &words.xml10_content());
                None
            }
            Event::CData(words) => {
                say(&mut open, &words.xml10_content());
                None
            }
            Event::GeneralRef(reference) => {
                let entity = reference.xml10_content();
                match reference.resolve_char_ref() {
                    Ok(Some(c)) => say(&mut open, c.encode_utf8(&mut [0; 4])),
                    _ => match resolve_predefined_entity(&entity) {
                        Some(words) => say(&mut open, words),
                        // An undefined entity is kept as it is written.
                        None => say(&mut open, &format!("&{entity};")),
                    },
                }
                None
            }
            Event::DocType(_) => {
                return Err(Refusal::new(
                    format!("{name} defines a document type of its own"),
                    "No program writes one; nothing was read, since it could expand without end",
                ));
            }
            Event::Eof => return Err(broken(&"it ends too early", reader.buffer_position())),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => None,
        };
        if let Some(element) = ended {
            match open.last_mut() {
                Some(parent) => parent.children.push(element),
                None => return Ok(element),
            }
        }
    }
}

fn say(open: &mut [XmlElement], words: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(words);
    }
}

fn element(start: &BytesStart<'_>) -> Result<XmlElement, quick_xml::Error> {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute?;
        let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
            Ok(value) => value.into_owned(),
            // A bare `&` is kept.
            Err(_) => attribute.value.to_string(),
        };
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
    }
    let name = start.local_name().as_ref().to_owned();
    Ok(XmlElement {
        name,
        attributes,
        ..XmlElement::default()
    })
}

fn too_much(name: &str) -> Refusal {
    Refusal::new(
        format!("{name} has more elements than a project can have"),
        "Nothing was read; check where the file comes from",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_words_and_references_are_read() {
        let root = read(
            "<?xml version=\"1.0\"?><p:A xmlns:p=\"u\" n=\"a&#10;b &lt; c\"><B>x &amp; y&#x1F600;</B><B/><![CDATA[<z>]]></p:A>",
            "f",
        )
        .unwrap();
        assert_eq!(
            (root.name.as_str(), root.get("n"), root.text.as_str()),
            ("A", Some("a\nb < c"), "<z>")
        );
        assert_eq!(root.child_text("B"), Some("x & y😀"));
        assert_eq!(root.children_named("B").count(), 2);
    }

    #[test]
    fn what_other_programs_forget_to_escape_is_taken_as_it_stands() {
        let root = read("<A n='fish & chips'>R&D &nbsp; Q</A>", "f").unwrap();
        assert_eq!(
            (root.get("n"), root.text.as_str()),
            (Some("fish & chips"), "R&D &nbsp; Q")
        );
    }

    #[test]
    fn attacks_and_broken_files_are_refused_with_their_line() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
        assert!(read(bomb, "f").unwrap_err().what.contains("document type"));
        assert!(
            read(&"<a>".repeat(1000), "f")
                .unwrap_err()
                .what
                .contains("more elements")
        );
        assert!(
            read("<a>\n<b></a>", "f")
                .unwrap_err()
                .what
                .starts_with("f line 2: ")
        );
        assert!(read("<a><b>", "f").unwrap_err().what.contains("f line 1: "));
        assert!(read("", "f").unwrap_err().what.contains("too early"));
    }
}
