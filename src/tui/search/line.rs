//! The line one asks in: a layer that gives what is typed to the search below
//! it, and lets go as soon as one walks the passages or does anything else.

use super::{HEAD, Look, Search};
use crate::search::{Answer as Passages, Scope, query};
use crate::study::Refusal;
use crate::text::{harmless, number, wrap};
use crate::tui::{
    action,
    canvas::Canvas,
    desk::{Desk, Go},
    input::Input,
    key::Key,
    layer::{Answer, Hint, Layer, deed::Deed},
    theme::Meaning,
    view::Page,
};
use ratatui::layout::Rect;

/// Goes to the search and lets one type.
pub fn ask(desk: &mut Desk) {
    desk.go(Go::To(Box::new(Page::Search(Box::default()))));
    desk.go(Go::Run(&super::ACTIONS[0]));
}

impl Search {
    /// Lets one type in the line.
    pub(super) fn ask(&mut self, desk: &mut Desk) {
        if !std::mem::replace(&mut self.typing, true) {
            // Mostly one asks something else; a step of the caret keeps what was asked.
            self.line.choose();
            desk.ask(Line);
        }
    }
}

/// What stands before the line.
fn before(search: &Search) -> String {
    if search.like.is_some() {
        return "Like this quote, not › ".into();
    }
    match search.scope {
        None => "Search › ".into(),
        Some(scope) => format!("Search in {scope} › "),
    }
}

/// Typing in the line.
struct Line;

impl Layer for Line {
    fn input(&mut self, input: &Input, page: &mut Page, desk: &mut Desk) -> Answer {
        let Page::Search(search) = page else {
            return Answer::Closed;
        };
        let deed = desk.deed(input);
        let done = match input {
            Input::Key(_) => match deed {
                Some(Deed::Leave) => true,
                Some(Deed::Answer | Deed::Next | Deed::GoOn) if search.len() == 0 => {
                    say_nothing_found(search, desk);
                    false
                }
                Some(Deed::Answer | Deed::Next | Deed::GoOn) => true,
                _ if search.line.input(input, deed) => {
                    search.like = None;
                    false
                }
                // Whatever the line does not know is for the view: pages, F-keys, the palette.
                _ => {
                    search.typing = false;
                    return Answer::Left;
                }
            },
            Input::Paste(text) => {
                search.line.insert(&harmless::one_line(text));
                false
            }
            Input::Mouse(_) => {
                search.typing = false;
                return Answer::Left;
            }
            _ => false,
        };
        search.typing = !done;
        if done { Answer::Closed } else { Answer::Kept }
    }

    fn draw(&self, _: &Desk, _: &mut Canvas<'_>, _: Rect) {}

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        // A key that types is no way to the help from here.
        let types = |written: &str| Key::parse(written).is_ok_and(|key| key.typed().is_some());
        let help = action::all()
            .find(|action| action.name == "help")
            .and_then(|action| {
                let keys = desk.keys_here(action);
                keys.into_iter().find(|written| !types(written))
            });
        vec![
            desk.hint(Deed::Answer, "to the passages"),
            desk.hint(Deed::Leave, "done"),
            desk.hint(Deed::DeleteToStart, "clear"),
            (help.unwrap_or_default().to_owned(), "help"),
        ]
    }
}

fn say_nothing_found(search: &Search, desk: &mut Desk) {
    match &search.news {
        None => desk.say(format!(
            "Type what to search for; {} leaves the line",
            desk.keymap.key_of(Deed::Leave)
        )),
        Some(news) if news.answer.is_ok() => desk.say("Nothing found"),
        // What is wrong stands below the line.
        Some(_) => {}
    }
}

/// Draws the line, how much was found, and what is wrong with the query or may be typed.
pub fn draw(search: &Search, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
    let head = Rect {
        height: HEAD.min(area.height),
        ..area
    };
    canvas.blank(head);
    let (quiet, title) = (canvas.style(Meaning::Quiet), canvas.style(Meaning::Title));
    let mut right = counted(search);
    if desk.seeker.is_slow() && search.waits() {
        right += &format!("  searching; {} stops", desk.key("choose_none"));
    }
    if let Some((done, all)) = desk.seeker.reading() {
        right += &format!("  reading {done} of {}", number::some(all, "document"));
    }
    let end = canvas
        .put_right(area.y, area.right() - 1, &right, quiet)
        .saturating_sub(1);
    let x = canvas.put(area.x + 1, area.y, end, &before(search), title);
    let field = Rect {
        x,
        y: area.y,
        width: end.saturating_sub(x),
        height: 1,
    };
    search.line.draw(canvas, field, search.typing);
    match search.news.as_ref().map(|news| &news.answer) {
        Some(Err(refusal)) => draw_mistake(search, refusal, canvas, field, area),
        _ => {
            let lines = if search.typing || search.len() == 0 {
                [WORDS.into(), FIELDS.into()]
            } else {
                [standing(search), keys(desk)]
            };
            for (y, line) in (area.y + 1..head.bottom()).zip(&lines) {
                canvas.put_cut(area.x + 1, y, area.right() - 1, line, quiet);
            }
        }
    }
}

/// What may be asked of words.
const WORDS: &str =
    "words \"a phrase\" begin* typo~ a NEAR/5 b  a OR b  NOT c  ( ) /regex/ uncoded";

/// What may be asked of codings, speakers and places.
const FIELDS: &str = "code: mechanism: informant: speaker: role: document: link: memo: in:memos";

/// How the passages are shown, and how many are chosen.
fn standing(search: &Search) -> String {
    let scope = search
        .found
        .as_ref()
        .and_then(|found| found.scope)
        .unwrap_or(Scope::Turns);
    let mut said = vec![format!("in {scope}")];
    if search.look == Look::Words {
        said.push("words".into());
    } else if search.look == Look::Lines {
        said.push("places in reading order".into());
    } else if search.like.is_some() {
        said.push("alike, by the words they share".into());
    } else if scope != Scope::Memos {
        said.push(
            if search.best_first {
                "the best first"
            } else {
                "in reading order"
            }
            .into(),
        );
        said.push(search.by.told().into());
    }
    if search.context > 0 {
        said.push(format!("{} around", number::some(search.context, "turn")));
    }
    match (0..search.len())
        .filter(|row| search.has_chosen(*row))
        .count()
    {
        0 => {}
        count => said.push(format!("{count} chosen")),
    }
    said.join(" · ")
}

/// The keys that change it.
fn keys(desk: &Desk) -> String {
    let key = |name: &str, word: &str| format!("{} {word}", desk.key(name));
    let all = [
        key("scope", "scope"),
        key("order", "order"),
        key("group", "group"),
        key("context_lines", "around"),
        key("narrow", "narrow"),
        key("choose", "choose"),
        key("save_search", "save"),
        key("saved_searches", "saved"),
    ];
    all.join("  ")
}

/// Says what is wrong below the place where it is.
fn draw_mistake(
    search: &Search,
    refusal: &Refusal,
    canvas: &mut Canvas<'_>,
    field: Rect,
    area: Rect,
) {
    let style = canvas.style(Meaning::Refused);
    let place = query::place_of_mistake(refusal);
    let before = place.map(|place| search.text().chars().take(place).collect::<String>());
    // A line that is longer than its room is not shown from its beginning.
    if let Some(before) = before.filter(|_| wrap::width(search.text()) < field.width as usize) {
        let x = field.x + wrap::width(&before) as u16;
        canvas.put(x, area.y + 1, area.right(), "▲", style);
        canvas.restyle(
            Rect {
                x,
                y: field.y,
                width: 1,
                height: 1,
            },
            style,
        );
    }
    let sentence = harmless::one_line(&format!("{}. {}", refusal.what, refusal.hint));
    let room = Rect {
        x: area.x + 1,
        y: area.y + 2,
        width: area.width - 2,
        height: area.height.saturating_sub(2),
    };
    let (mut rows, all) = (0, crate::text::Span::of(0, sentence.len()));
    wrap::wrap(&sentence, all, room.width as usize, |_| rows += 1);
    canvas.blank(Rect {
        height: room.height.min(rows),
        x: area.x,
        width: area.width,
        ..room
    });
    canvas.paragraph(room, &sentence, style);
}

/// How much was found.
fn counted(search: &Search) -> String {
    let Some(found) = &search.found else {
        return String::new();
    };
    let Ok(Passages {
        passages, total, ..
    }) = &found.answer
    else {
        return String::new();
    };
    let unit = found.scope.unwrap_or(Scope::Turns).noun();
    let documents = passages
        .iter()
        .map(|passage| passage.document)
        .collect::<std::collections::HashSet<_>>()
        .len();
    let count = match passages.len() {
        shown if shown < *total => format!("first {shown} of {}", number::some(*total, unit)),
        _ => format!(
            "{} in {}",
            number::some(*total, unit),
            number::some(documents, "document")
        ),
    };
    if search.waits() {
        format!("{count} …")
    } else {
        count
    }
}
