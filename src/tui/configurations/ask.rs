//! Putting a configuration together: C, M and O in turn. A letter names a
//! code, answering without one leaves the part empty, and one can go back to the part before.

use crate::study::{
    Code, Command, Id, Kind, Polarity,
    configuration::{Part, PartBody},
    theory::QuoteAt,
};
use crate::text::harmless;
use crate::tui::{
    canvas::Canvas,
    desk::Desk,
    input::Input,
    layer::{Answer, Hint, Layer, deed::Deed, foot},
    theme::Meaning,
    view::Page,
};
use ratatui::{layout::Rect, style::Style};

/// A code to name a part by.
struct Named {
    letter: char,
    code: Id<Code>,
    glyph: char,
    style: Style,
    name: String,
}

/// The question.
pub struct Ask {
    /// The words it is told in, if it began with some.
    quote: Option<QuoteAt>,
    codes: [Vec<Named>; 3],
    named: [Option<Id<Code>>; 3],
    /// The part that is asked for.
    at: usize,
    /// Whether leaving has been asked for once already.
    warned: bool,
}

/// The kinds of code that a part is usually named by.
fn kinds(part: Part) -> &'static [Kind] {
    match part {
        Part::Context => &[Kind::Context, Kind::Activity],
        Part::Mechanism => &[Kind::Mechanism],
        Part::Outcome => &[Kind::Output, Kind::Outcome],
    }
}

impl Ask {
    /// Asks for a configuration, told in these words or nowhere yet.
    #[must_use]
    pub fn new(quote: Option<QuoteAt>, desk: &Desk) -> Ask {
        let study = desk.study();
        let codes = Part::ALL.map(|part| {
            let mut taken = Vec::new();
            let mut named = Vec::new();
            let tree = study.code_tree();
            for code in kinds(part)
                .iter()
                .flat_map(|kind| tree.iter().filter(move |(_, code)| code.body.kind == *kind))
            {
                let code = code.1;
                let name = harmless::one_line(code.name(&study.language));
                let own = name
                    .chars()
                    .flat_map(char::to_lowercase)
                    .filter(char::is_ascii_alphanumeric)
                    .collect::<Vec<_>>();
                let letter = own
                    .into_iter()
                    .chain('a'..='z')
                    .chain('0'..='9')
                    .chain('A'..='Z')
                    .find(|letter| !taken.contains(letter));
                let Some(letter) = letter else { continue };
                taken.push(letter);
                named.push(Named {
                    letter,
                    code: code.id,
                    glyph: code.body.kind.glyph(),
                    style: desk.theme.code(&code.body.colour),
                    name,
                });
            }
            named
        });
        Ask {
            quote,
            codes,
            named: [None; 3],
            at: 0,
            warned: false,
        }
    }

    fn take(&mut self, code: Option<Id<Code>>, desk: &mut Desk) -> Answer {
        self.named[self.at] = code;
        self.at += 1;
        if self.at < 3 {
            return Answer::Kept;
        }
        if self.named.iter().all(Option::is_none) {
            desk.say("No part was named, so nothing was put together");
            return Answer::Closed;
        }
        let parts = self
            .named
            .map(|code| PartBody::of(code.into_iter().collect()));
        let quotes = self
            .quote
            .map(|quote| (quote, Polarity::Supports))
            .into_iter()
            .collect();
        desk.perform(Command::AddConfiguration {
            parts,
            statement: String::new(),
            quotes,
        });
        Answer::Closed
    }
}

impl Layer for Ask {
    fn input(&mut self, input: &Input, _: &mut Page, desk: &mut Desk) -> Answer {
        let Input::Key(key) = input else {
            return Answer::Kept;
        };
        let warned = std::mem::take(&mut self.warned);
        match desk.deed(input) {
            Some(Deed::Leave) if !warned && self.named.iter().any(Option::is_some) => {
                self.warned = true;
                let (empty, stop) = (
                    desk.keymap.key_of(Deed::Answer),
                    desk.keymap.key_of(Deed::Leave),
                );
                desk.say(format!(
                    "Not put together yet: {empty} leaves this part empty, {stop} once more stops"
                ));
                Answer::Kept
            }
            Some(Deed::Leave) => Answer::Closed,
            Some(Deed::Answer) => self.take(None, desk),
            Some(Deed::DeleteBefore | Deed::Previous | Deed::Left | Deed::GoBack) => {
                self.at = self.at.saturating_sub(1);
                Answer::Kept
            }
            _ => {
                let code = key.typed().and_then(|letter| {
                    self.codes[self.at]
                        .iter()
                        .find(|named| named.letter == letter)
                });
                match code.map(|named| named.code) {
                    Some(code) => self.take(Some(code), desk),
                    None => {
                        let (empty, stop) = (
                            desk.keymap.key_of(Deed::Answer),
                            desk.keymap.key_of(Deed::Leave),
                        );
                        desk.say(format!(
                            "{key} is not in the list; {empty} leaves it empty, {stop} stops"
                        ));
                        Answer::Kept
                    }
                }
            }
        }
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(part) = Part::ALL.get(self.at) else {
            return;
        };
        let codes = &self.codes[self.at];
        let columns = if area.width >= 76 { 2 } else { 1 };
        let rows = codes.len().div_ceil(columns) as u16;
        let inside = canvas.frame(
            foot(area, 76, rows + 4),
            &format!("Configuration: {}", part.name()),
        );
        let mut x = inside.x;
        for (place, part) in Part::ALL.iter().enumerate() {
            let named = self.named[place]
                .filter(|_| place < self.at)
                .map(|code| harmless::one_line(desk.study().code_name(code)));
            let shown = match (place.cmp(&self.at), named) {
                (std::cmp::Ordering::Less, Some(name)) => name,
                (std::cmp::Ordering::Less, None) => "–".into(),
                (std::cmp::Ordering::Equal, _) => "?".into(),
                _ => "…".into(),
            };
            x = canvas.put(
                x,
                inside.y,
                inside.right(),
                &format!("{} ", part.letter()),
                canvas.style(Meaning::Key),
            );
            x = canvas.put_cut(
                x,
                inside.y,
                inside.right(),
                &shown,
                canvas.style(Meaning::Text),
            ) + 2;
        }
        if codes.is_empty() {
            canvas.put(
                inside.x,
                inside.y + 2,
                inside.right(),
                &format!(
                    "The codebook has no such code; {} leaves it empty",
                    desk.keymap.key_of(Deed::Answer)
                ),
                canvas.style(Meaning::Quiet),
            );
        }
        let width = inside.width / columns as u16;
        for (place, named) in codes.iter().enumerate() {
            let (column, row) = (place as u16 / rows, place as u16 % rows);
            let (x, y) = (inside.x + column * width, inside.y + 2 + row);
            if y >= inside.bottom() {
                continue;
            }
            let end = (x + width - 1).min(inside.right());
            let x = canvas.put(
                x,
                y,
                end,
                named.letter.encode_utf8(&mut [0; 4]),
                canvas.style(Meaning::Key),
            );
            let x = canvas.put(
                x + 1,
                y,
                end,
                named.glyph.encode_utf8(&mut [0; 4]),
                named.style,
            );
            canvas.put_cut(x + 1, y, end, &named.name, canvas.style(Meaning::Text));
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        vec![
            ("letter".into(), "name it"),
            desk.hint(Deed::Answer, "leave empty"),
            desk.hint(Deed::Leave, "stop"),
            desk.hint(Deed::DeleteBefore, "part before"),
        ]
    }
}
