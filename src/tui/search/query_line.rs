//! The query line: a layer that passes what is typed to the search below it, and closes as soon as
//! the user moves in the result or does anything else.

use super::{HEAD, ResultDisplay, SearchView};
use crate::search::{SearchResults as Passages, SearchScope};
use crate::study::Refusal;
use crate::text::{number, sanitize, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::{AppCommand, AppContext};
use crate::tui::key::{Input, Key};
use crate::tui::layer::dialog_action::DialogAction;
use crate::tui::layer::{KeyHint, Layer, LayerResponse};
use crate::tui::route::Route;
use crate::tui::search_job::SearchResponse;
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::Rect;

/// Opens the search with the query line focused.
pub fn ask(context: &mut AppContext) {
    context.send(AppCommand::SwitchTo(Route::Search(None)));
    context.send(AppCommand::RunAction(&super::ACTIONS[0]));
}

impl SearchView {
    /// Focuses the query line.
    pub(super) fn ask(&mut self, context: &mut AppContext) {
        if !std::mem::replace(&mut self.typing, true) {
            // Usually a new query follows; moving the caret keeps the old one.
            self.line.choose();
            context.push_layer(QueryInputLayer);
        }
    }
}

/// Prompt before the query.
fn before(search: &SearchView) -> String {
    if search.similar_to.is_some() {
        return "Similar to this quote, not › ".into();
    }
    match search.scope {
        None => "Search › ".into(),
        Some(scope) => format!("Search in {scope} › "),
    }
}

/// Forwards keys to the query line.
struct QueryInputLayer;

impl Layer for QueryInputLayer {
    fn handle_input(
        &mut self,
        input: &Input,
        view: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Some(search) = view.downcast_mut::<SearchView>() else {
            return LayerResponse::Close;
        };
        let dialog_action = context.dialog_action(input);
        let done = match input {
            Input::Key(_) => match dialog_action {
                Some(DialogAction::Cancel) => true,
                Some(DialogAction::Confirm | DialogAction::Next | DialogAction::NextField)
                    if search.len() == 0 =>
                {
                    say_nothing_found(search, context);
                    false
                }
                Some(DialogAction::Confirm | DialogAction::Next | DialogAction::NextField) => true,
                _ if search.line.handle_input(input, dialog_action) => {
                    search.similar_to = None;
                    false
                }
                // Other keys are for the view: paging, F-keys, the palette.
                _ => {
                    search.typing = false;
                    return LayerResponse::CloseAndPass;
                }
            },
            Input::Paste(text) => {
                search.line.insert(&sanitize::sanitize_line(text));
                false
            }
            Input::Mouse(_) => {
                search.typing = false;
                return LayerResponse::CloseAndPass;
            }
            _ => false,
        };
        search.typing = !done;
        if done {
            LayerResponse::Close
        } else {
            LayerResponse::Consumed
        }
    }

    fn draw(&self, _: &AppContext, _: &mut Canvas<'_>, _: Rect) {}

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        // Keys that type a character cannot open the help from here.
        let types = |written: &str| Key::parse(written).is_ok_and(|key| key.typed().is_some());
        let help = context.keymap.actions.find("help").and_then(|action| {
            let keys = context.keys_here(action);
            keys.into_iter().find(|written| !types(written))
        });
        vec![
            context.dialog_hint(DialogAction::Confirm, "to the passages"),
            context.dialog_hint(DialogAction::Cancel, "done"),
            context.dialog_hint(DialogAction::DeleteToStart, "clear"),
            (help.unwrap_or_default().to_owned(), "help"),
        ]
    }
}

fn say_nothing_found(search: &SearchView, context: &mut AppContext) {
    match &search.latest_response {
        None => context.notify(format!(
            "Type a query; {} leaves the line",
            context.keymap.first_key_for(DialogAction::Cancel)
        )),
        Some(news) if news.answer.is_ok() => context.notify("Nothing found"),
        // The error is shown below the line.
        Some(_) => {}
    }
}

/// Draws the query line, the number of results, and the error or help.
pub fn draw(search: &SearchView, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let head = Rect {
        height: HEAD.min(area.height),
        ..area
    };
    canvas.blank(head);
    let (quiet, title) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Title),
    );
    let mut right = counted(search);
    if context.search_job.is_slow() && search.is_waiting() {
        right += &format!("  searching; {} stops", context.key_for("choose_none"));
    }
    if let Some((done, all)) = context.search_job.indexing() {
        right += &format!(
            "  reading {done} of {}",
            number::count_noun(all, "document")
        );
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
    match search.latest_response.as_deref() {
        Some(SearchResponse {
            answer: Err(refusal),
            mistake_at,
            ..
        }) => draw_mistake(search, refusal, *mistake_at, canvas, field, area),
        _ => {
            let lines = if search.typing || search.len() == 0 {
                [WORDS.into(), FIELDS.into()]
            } else {
                [standing(search), keys(context)]
            };
            for (y, line) in (area.y + 1..head.bottom()).zip(&lines) {
                canvas.put_cut(area.x + 1, y, area.right() - 1, line, quiet);
            }
        }
    }
}

/// Query syntax for words.
const WORDS: &str =
    "words \"a phrase\" begin* typo~ a NEAR/5 b  a OR b  NOT c  ( ) /regex/ uncoded";

/// Query syntax for codings, speakers and locations.
const FIELDS: &str = "code: mechanism: informant: speaker: role: document: link: memo: in:memos";

/// How the passages are shown, and how many are selected.
fn standing(search: &SearchView) -> String {
    let scope = search
        .shown_response
        .as_ref()
        .and_then(|found| found.scope)
        .unwrap_or(SearchScope::Turns);
    let mut parts = vec![format!("in {scope}")];
    if search.display == ResultDisplay::Words {
        parts.push("words".into());
    } else if search.display == ResultDisplay::Lines {
        parts.push("places in reading order".into());
    } else if search.similar_to.is_some() {
        parts.push("similar, by shared words".into());
    } else if scope != SearchScope::Memos {
        parts.push(
            if search.best_first {
                "the best first"
            } else {
                "in reading order"
            }
            .into(),
        );
        parts.push(search.group_by.to_string());
    }
    if search.context > 0 {
        parts.push(format!(
            "{} around",
            number::count_noun(search.context, "turn")
        ));
    }
    match (0..search.len())
        .filter(|row| search.has_chosen(*row))
        .count()
    {
        0 => {}
        count => parts.push(format!("{count} marked")),
    }
    parts.join(" · ")
}

/// The keys that change the display.
fn keys(context: &AppContext) -> String {
    let key = |name: &str, word: &str| format!("{} {word}", context.key_for(name));
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

/// Shows an error below its position in the query.
fn draw_mistake(
    search: &SearchView,
    refusal: &Refusal,
    at: Option<usize>,
    canvas: &mut Canvas<'_>,
    field: Rect,
    area: Rect,
) {
    let style = canvas.style(StyleRole::Error);
    let before = at.map(|at| search.text().chars().take(at).collect::<String>());
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
    let sentence = sanitize::sanitize_line(&format!("{}. {}", refusal.what, refusal.hint));
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

/// Number of results.
fn counted(search: &SearchView) -> String {
    let Some(found) = &search.shown_response else {
        return String::new();
    };
    let Ok(Passages {
        passages, total, ..
    }) = &found.answer
    else {
        return String::new();
    };
    let unit = found.scope.unwrap_or(SearchScope::Turns).noun();
    let documents = passages
        .iter()
        .map(|passage| passage.document)
        .collect::<std::collections::HashSet<_>>()
        .len();
    let count = match passages.len() {
        shown if shown < *total => format!("first {shown} of {}", number::count_noun(*total, unit)),
        _ => format!(
            "{} in {}",
            number::count_noun(*total, unit),
            number::count_noun(documents, "document")
        ),
    };
    if search.is_waiting() {
        format!("{count} …")
    } else {
        count
    }
}
