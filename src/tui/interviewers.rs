//! Whose words are coded when many are at once: only what informants say, or
//! what interviewers ask as well.

use super::{
    desk::Desk,
    layer::menu::{Item, Menu},
    view::Page,
};
use crate::search::Answered;
use crate::study::theory::QuoteAt;
use crate::text::number;
use ratatui::style::Style;

/// Goes on with what is to be coded of these words; asks first when some of them
/// are the interviewer's.
pub fn ask(
    quotes: Vec<QuoteAt>,
    noun: &'static str,
    desk: &mut Desk,
    then: impl FnOnce(&mut Desk, Vec<QuoteAt>) + 'static,
) {
    let Answered {
        quotes: said,
        asked,
    } = Answered::of(desk.study(), quotes.clone());
    if asked.is_empty() {
        return then(desk, quotes);
    }
    let all = number::some(quotes.len(), noun);
    let title = format!(
        "{} of {all} {} the interviewer's",
        asked.len(),
        if asked.len() == 1 { "is" } else { "are" }
    );
    let item = |text: String, value| Item {
        sign: String::new(),
        style: Style::new(),
        text,
        value,
    };
    let everybody = item(format!("Everybody's: {all}"), false);
    let items = if said.is_empty() {
        vec![everybody]
    } else {
        vec![
            item(
                format!(
                    "Only what informants say: {}",
                    number::some(said.len(), noun)
                ),
                true,
            ),
            everybody,
        ]
    };
    desk.ask(Menu::new(title, items, move |_: &mut Page, desk, only| {
        then(desk, if only { said } else { quotes })
    }));
}
