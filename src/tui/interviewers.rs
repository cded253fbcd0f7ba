//! Coding many passages at once: only what informants say, or the interviewers' questions as well.

use super::{
    context::AppContext,
    layer::menu::{Menu, MenuItem},
    view::View,
};
use crate::search::SpokenQuotes;
use crate::study::theory::QuoteAt;
use crate::text::number;
use ratatui::style::Style;

/// Continues with the passages to code; asks first if some of them are the interviewer's.
pub fn ask(
    quotes: Vec<QuoteAt>,
    noun: &'static str,
    context: &mut AppContext,
    then: impl FnOnce(&mut AppContext, Vec<QuoteAt>) + 'static,
) {
    let SpokenQuotes {
        quotes: answers,
        interviewer_only: asked,
    } = SpokenQuotes::of(context.study(), quotes.clone());
    if asked.is_empty() {
        return then(context, quotes);
    }
    let all = number::count_noun(quotes.len(), noun);
    let title = format!(
        "{} of {all} {} the interviewer's",
        asked.len(),
        if asked.len() == 1 { "is" } else { "are" }
    );
    let item = |text: String, value| MenuItem {
        sign: String::new(),
        style: Style::new(),
        text,
        value,
    };
    let everybody = item(format!("Everybody: {all}"), false);
    let items = if answers.is_empty() {
        vec![everybody]
    } else {
        vec![
            item(
                format!(
                    "Only what informants say: {}",
                    number::count_noun(answers.len(), noun)
                ),
                true,
            ),
            everybody,
        ]
    };
    context.push_layer(Menu::new(
        title,
        items,
        move |_: &mut dyn View, context, only| then(context, if only { answers } else { quotes }),
    ));
}
