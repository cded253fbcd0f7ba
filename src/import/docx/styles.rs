//! The styles of a Word document.

use crate::import::xml::{XmlNode, XmlStartTag, walk_xml};
use crate::study::Refusal;
use std::collections::HashMap;

/// Length of a chain of styles based on one another.
const DEEPEST: usize = 20;

/// `None` means that the style does not specify a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocxStyle {
    pub bold: Option<bool>,
    pub hidden: Option<bool>,
    pub heading: bool,
    /// Its paragraphs have automatic numbers.
    pub numbered: Option<bool>,
}

impl DocxStyle {
    /// Applies an element of run or paragraph properties.
    pub fn apply_property(&mut self, element: &XmlStartTag<'_>) {
        match element.name() {
            "b" => self.bold = Some(is_on(element)),
            "vanish" => self.hidden = Some(is_on(element)),
            "outlineLvl" => self.heading |= element.get("val").is_some_and(|level| level != "9"),
            "numPr" => self.numbered = Some(true),
            // List number 0 removes numbering.
            "numId" if element.get("val").as_deref() == Some("0") => self.numbered = Some(false),
            _ => {}
        }
    }

    fn or(self, base: DocxStyle) -> DocxStyle {
        DocxStyle {
            bold: self.bold.or(base.bold),
            hidden: self.hidden.or(base.hidden),
            heading: self.heading || base.heading,
            numbered: self.numbered.or(base.numbered),
        }
    }
}

/// The value of a toggle: `<w:b/>` is on, `<w:b w:val="0"/>` is off.
fn is_on(element: &XmlStartTag<'_>) -> bool {
    !element
        .get("val")
        .is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"))
}

/// Styles by id.
#[derive(Debug, Default)]
pub struct DocxStyles {
    by_id: HashMap<String, (DocxStyle, Option<String>)>,
    /// The default paragraph style.
    plain: Option<String>,
}

impl DocxStyles {
    /// Reads the styles part of the file called `name`.
    pub fn read(name: &str, bytes: &[u8]) -> Result<DocxStyles, Refusal> {
        let mut styles = DocxStyles::default();
        let (mut id, mut look, mut base) = (String::new(), DocxStyle::default(), None);
        let mut conditional = 0_usize;
        walk_xml(name, bytes, &mut |node| {
            match node {
                XmlNode::Open(element) => match element.name() {
                    "style" => {
                        id = element.get("styleId").unwrap_or_default();
                        (look, base) = (DocxStyle::default(), None);
                        let plain = element.get("type").as_deref() == Some("paragraph")
                            && element.get("default").is_some_and(|on| on != "0");
                        if plain {
                            styles.plain = Some(id.clone());
                        }
                    }
                    "name" => {
                        let called = element.get("val").unwrap_or_default().to_lowercase();
                        look.heading |= called.starts_with("heading ") || called == "title";
                    }
                    "basedOn" => base = element.get("val"),
                    // Formatting for certain rows or columns of a table only.
                    "tblStylePr" => conditional += 1,
                    _ if conditional == 0 => look.apply_property(&element),
                    _ => {}
                },
                XmlNode::Close("tblStylePr") => conditional = conditional.saturating_sub(1),
                XmlNode::Close("style") => drop(
                    styles
                        .by_id
                        .insert(std::mem::take(&mut id), (look, base.take())),
                ),
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// The style with this id, including those it is based on.
    #[must_use]
    pub fn look(&self, id: &str) -> DocxStyle {
        let mut look = DocxStyle::default();
        let mut next = Some(id);
        for _ in 0..DEEPEST {
            let Some((own, base)) = next.and_then(|id| self.by_id.get(id)) else {
                break;
            };
            look = look.or(*own);
            next = base.as_deref();
        }
        look
    }

    /// The style of paragraphs that name none.
    #[must_use]
    pub fn plain(&self) -> DocxStyle {
        self.plain
            .as_deref()
            .map_or_else(DocxStyle::default, |id| self.look(id))
    }
}
