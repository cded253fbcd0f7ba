//! The stack of open elements, and its effect on the words in them.

use html_escape::decode_html_entities;
use std::collections::HashSet;

/// Void elements, which have no end tag.
const EMPTY: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements shown in bold.
const STRONG: [&str; 8] = ["b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"];

/// The effect of a page's style sheets on classes.
#[derive(Default)]
pub struct HtmlStyleSheet {
    hidden: HashSet<String>,
    bold: HashSet<String>,
}

impl HtmlStyleSheet {
    /// Reads the style elements of a page, but only rules for a single class that apply to any
    /// screen.
    pub fn read(html: &str) -> HtmlStyleSheet {
        let mut sheet = HtmlStyleSheet::default();
        let mut rest = html;
        while let Some(place) = rest.find("<style") {
            let inside = &rest[place..];
            let inside = inside.get(end_of_tag(inside) + 1..).unwrap_or("");
            rest = after_close(inside, "style");
            sheet.rules(&inside[..inside.len() - rest.len()]);
        }
        sheet
    }

    fn rules(&mut self, css: &str) {
        let mut rest = css;
        while let Some((selector, after)) = rest.split_once('{') {
            if selector.trim_start().starts_with('@') {
                rest = after_block(after);
                continue;
            }
            let (properties, after) = after.split_once('}').unwrap_or((after, ""));
            let look = HtmlStyle::of(properties);
            for class in selector
                .split(',')
                .filter_map(|selector| selector.trim().split_once('.'))
                .map(|(_, class)| class)
            {
                if class
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
                {
                    look.hidden.then(|| self.hidden.insert(class.to_owned()));
                    (look.bold == Some(true)).then(|| self.bold.insert(class.to_owned()));
                }
            }
            rest = after;
        }
    }
}

/// What follows a block, including the blocks nested in it.
fn after_block(css: &str) -> &str {
    let mut depth = 1;
    for (place, c) in css.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &css[place + 1..];
        }
    }
    ""
}

#[derive(Clone, Copy, Default)]
struct HtmlStyle {
    hidden: bool,
    bold: Option<bool>,
}

impl HtmlStyle {
    /// Parses declarations such as `display: none`.
    fn of(properties: &str) -> HtmlStyle {
        let mut look = HtmlStyle::default();
        for (name, value) in properties
            .split(';')
            .filter_map(|property| property.split_once(':'))
        {
            let value = value
                .trim()
                .trim_end_matches("!important")
                .trim_end()
                .to_lowercase();
            match name.trim().to_lowercase().as_str() {
                "display" => look.hidden |= value == "none",
                "visibility" => look.hidden |= value == "hidden",
                "font-weight" => {
                    look.bold = Some(
                        value.starts_with("bold")
                            || value.parse::<u16>().is_ok_and(|weight| weight >= 600),
                    );
                }
                _ => {}
            }
        }
        look
    }
}

struct OpenElement {
    name: String,
    hidden: bool,
    strong: bool,
    phonetic_guide: bool,
}

/// The open elements, outermost first.
#[derive(Default)]
pub struct ElementStack(Vec<OpenElement>);

impl ElementStack {
    pub fn is_hidden(&self) -> bool {
        self.0.last().is_some_and(|open| open.hidden)
    }

    /// Bold, or in a heading.
    pub fn is_strong(&self) -> bool {
        self.0.last().is_some_and(|open| open.strong)
    }

    /// In a ruby annotation.
    pub fn is_phonetic_guide(&self) -> bool {
        self.0.last().is_some_and(|open| open.phonetic_guide)
    }

    /// Handles a start tag; `inside` is the text of the tag.
    pub fn open(&mut self, name: &str, inside: &str, block: bool, sheet: &HtmlStyleSheet) {
        if name.is_empty() || EMPTY.contains(&name) || inside.ends_with('/') && !block {
            return;
        }
        // HTML lets some elements end implicitly where others begin.
        match name {
            "li" => self.end_within("li", &["ul", "ol"]),
            "td" | "th" => ["td", "th"]
                .into_iter()
                .for_each(|cell| self.end_within(cell, &["tr", "table"])),
            "tr" => self.end_within("tr", &["table"]),
            "dt" | "dd" => ["dt", "dd"]
                .into_iter()
                .for_each(|item| self.end_within(item, &["dl"])),
            "rt" | "rp" => ["rt", "rp"]
                .into_iter()
                .for_each(|part| self.end_within(part, &["ruby"])),
            _ if block => self.end_within(
                "p",
                &[
                    "div",
                    "td",
                    "th",
                    "li",
                    "table",
                    "section",
                    "article",
                    "blockquote",
                ],
            ),
            _ => {}
        }
        let (mut hidden, mut bold) = (self.is_hidden(), None);
        for (attribute, value) in attributes(inside) {
            match attribute.as_str() {
                "hidden" => hidden = true,
                "style" => {
                    let look = HtmlStyle::of(&value);
                    hidden |= look.hidden;
                    bold = look.bold.or(bold);
                }
                "class" => {
                    hidden |= value
                        .split_whitespace()
                        .any(|class| sheet.hidden.contains(class));
                    bold = bold.or(value
                        .split_whitespace()
                        .any(|class| sheet.bold.contains(class))
                        .then_some(true));
                }
                _ => {}
            }
        }
        let strong = bold.unwrap_or_else(|| self.is_strong() || STRONG.contains(&name));
        let reading = self.is_phonetic_guide() || matches!(name, "rt" | "rp" | "rtc");
        self.0.push(OpenElement {
            name: name.to_owned(),
            hidden,
            strong,
            phonetic_guide: reading,
        });
    }

    /// Closes the element of this name and all elements open within it.
    pub fn close(&mut self, name: &str) {
        if let Some(place) = self.0.iter().rposition(|open| open.name == name) {
            self.0.truncate(place);
        }
    }

    fn end_within(&mut self, name: &str, bounds: &[&str]) {
        let from = self
            .0
            .iter()
            .rposition(|open| bounds.contains(&open.name.as_str()))
            .map_or(0, |place| place + 1);
        if let Some(place) = self.0[from..].iter().position(|open| open.name == name) {
            self.0.truncate(from + place);
        }
    }
}

/// The attributes of a tag, with names in lower case.
fn attributes(inside: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut rest = inside.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        if length == 0 && !rest.starts_with('=') {
            return all;
        }
        let name = rest[..length].to_lowercase();
        rest = rest[length..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    after[1..].split_once(quote).unwrap_or((&after[1..], ""))
                }
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
        }
        all.push((name, decode_html_entities(value).into_owned()));
    }
}

/// All text in a piece of HTML, regardless of elements.
pub fn strip_tags(html: &str) -> String {
    let mut words = String::new();
    let mut rest = html;
    while let Some(place) = rest.find('<') {
        words.push_str(&rest[..place]);
        words.push(' ');
        rest = rest[place..].split_once('>').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    decode_html_entities(&words).into_owned()
}

/// Position of the `>` that ends the tag at the front, ignoring quoted ones.
pub fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (place, c) in html.char_indices() {
        match (c, quote) {
            ('>', None) => return place,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// What follows the end tag of the named element; empty if there is none.
pub fn after_close<'a>(html: &'a str, name: &str) -> &'a str {
    let close = format!("</{name}");
    let mut at = 0;
    while let Some(place) = html[at..].find("</") {
        at += place;
        if html
            .get(at..at + close.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(&close))
        {
            return html[at..].split_once('>').map_or("", |(_, after)| after);
        }
        at += 2;
    }
    ""
}
