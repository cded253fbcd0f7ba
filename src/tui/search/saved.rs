//! Saved searches: saving the query, and running it again.
//!
//! Help on queries, with examples from the study: shown while the query is empty.

use super::SearchView;
use crate::search::{Query, QuerySettings, SearchScope};
use crate::study::{Code, CodeKind, Command, Document, Refusal, Study};
use crate::text::sanitize;
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::erasing;
use crate::tui::layer::form::{FormDialog, FormField};
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use crate::tui::layer::text_dialog::TextField;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Asks for a name to save the search under.
pub fn ask_name(view: &mut SearchView, context: &mut AppContext) {
    let query = view.line.text().trim().to_owned();
    if query.is_empty()
        || view
            .latest_response
            .as_ref()
            .is_some_and(|news| news.answer.is_err())
    {
        context.notify("Type a valid query first; then it can be saved");
        return;
    }
    let scope = view
        .scope
        .map_or_else(String::new, |scope| scope.name().to_owned());
    let known = context
        .study()
        .searches()
        .find(|(name, _)| context.study().saved_search(name) == Some((&query, &scope)));
    let name = FormField::new("Name", known.map_or("", |(name, _)| name), 1);
    let names = context
        .study()
        .searches()
        .map(|(name, _)| name.to_owned())
        .collect();
    let about = query.clone();
    let setting = QuerySettings {
        scope: view.scope,
        ..QuerySettings::default()
    };
    context.push_layer(FormDialog::new(
        "Save this search",
        &about,
        vec![name.with_suggestions(names)],
        move |_, context, texts| {
            let read = Query::parse_as(&query, context.study(), setting);
            let checked = read
                .map_err(Refusal::from)
                .and_then(|read| read.check_saved_name(&texts[0]));
            if let Err(refusal) = checked {
                context.notify_refusal(refusal);
                return false;
            }
            context.perform(Command::SaveSearch {
                name: texts[0].clone(),
                query: query.clone(),
                scope: scope.clone(),
            })
        },
    ));
}

/// Asks which saved search to erase.
pub fn ask_erase(_: &mut SearchView, context: &mut AppContext) {
    let names: Vec<String> = context
        .study()
        .searches()
        .map(|(name, _)| name.to_owned())
        .collect();
    if names.is_empty() {
        return context.notify("No saved searches");
    }
    let about = "Permanently erases a saved search, in every version. This cannot be undone, and undo cannot go back past it. Type the name to erase.";
    let form = FormDialog::new(
        "Erase a saved search",
        about,
        vec![FormField::new("Name", "", 1).with_suggestions(names)],
        |_, context, texts| match context
            .study()
            .find_any_search(&texts[0])
            .map(str::to_owned)
        {
            Ok(name) if name == texts[0].trim() => {
                let erasure = context.study().erasure_of_search(&name);
                erasing::erase(context, &erasure, Command::EraseSearch { name })
            }
            Ok(name) => {
                context.notify(format!(
                    "Type the whole name, {}: nothing was erased",
                    sanitize::sanitize_line(&name)
                ));
                false
            }
            Err(refusal) => {
                context.notify_refusal(refusal);
                false
            }
        },
    );
    context.push_layer(form.with_verb("erase"));
}

/// Asks which saved search to run.
pub fn ask(_: &mut SearchView, context: &mut AppContext) {
    let study = context.study();
    let choice = |name: &str| {
        let (query, scope) = study.saved_search(name)?;
        Some(PickerChoice {
            sign: String::new(),
            style: Style::new(),
            text: sanitize::sanitize_line(name),
            tag: String::new(),
            note: if scope.is_empty() {
                String::new()
            } else {
                format!("in {scope}")
            },
            about: sanitize::sanitize_line(query),
            other_words: Vec::new(),
            value: (query.to_owned(), SearchScope::parse(scope)),
        })
    };
    let choices: Vec<PickerChoice<(String, Option<SearchScope>)>> = study
        .searches()
        .filter_map(|(name, _)| choice(name))
        .collect();
    if choices.is_empty() {
        context.notify(format!(
            "No saved searches yet; {} saves the current one",
            context.key_for("save_search")
        ));
        return;
    }
    context.push_layer(Picker::new(
        "Run a saved search",
        choices,
        |view, _, picked| {
            if let (Some(view), Picked::Some(picked)) = (view.downcast_mut::<SearchView>(), picked)
                && let Some((query, scope)) = picked.into_iter().next()
            {
                (view.line, view.scope) = (TextField::new(&query), scope);
                view.list.select(0);
            }
        },
    ));
}

pub fn draw(context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let advice = advice(context.study());
    let wide = advice
        .iter()
        .map(|(query, _)| crate::text::wrap::width(query))
        .max()
        .unwrap_or(0) as u16
        + 4;
    for (y, (query, role)) in (area.top() + 1..area.bottom()).zip(&advice) {
        let x = area.x + 2;
        canvas.put(x, y, area.right() - 1, query, canvas.style(StyleRole::Key));
        canvas.put_cut(
            x + wide.min(area.width / 2),
            y,
            area.right() - 1,
            role,
            canvas.style(StyleRole::Muted),
        );
    }
}

fn advice(study: &Study) -> Vec<(String, &'static str)> {
    let mut advice: Vec<(String, &'static str)> = [
        ("trust relation", "both words, or with the same stem"),
        ("\"built trust\"", "exactly these words in a row"),
        ("relat* OR trsut~", "beginnings, typing errors, either"),
        (
            "trust NEAR/5 mentor NOT money",
            "close together, without a word",
        ),
        ("uncoded", "turns that nobody has coded"),
    ]
    .map(|(query, role)| (query.to_owned(), role))
    .into();
    let name = |code: &Code| quoted(code.name(&study.language));
    if let Some(code) = study
        .codes()
        .find(|code| code.body.kind == CodeKind::Mechanism)
        .or_else(|| study.codes().next())
    {
        advice.push((
            format!("code:{}", name(code)),
            "quotes under a code, and below it",
        ));
    }
    if let Some(known) = study.informants().next() {
        advice.push((
            format!("informant:{}", quoted(&known.body.name)),
            "one person; also role: department:",
        ));
    }
    let asks = |document: &Document| {
        document
            .turns()
            .iter()
            .any(|turn| document.is_interviewers(turn))
    };
    if study.documents().any(asks) {
        advice.push((
            "role:interviewer".into(),
            "those who ask; speaker: finds any label",
        ));
    }
    if let Some(link) = study
        .theory()
        .and_then(|theory| study.links_of(theory).next())
    {
        let ends = [link.from, link.to].map(|end| sanitize::sanitize_line(study.code_name(end)));
        advice.push((
            format!("link:\"{} -> {}\"", ends[0], ends[1]),
            "quotes of a link",
        ));
        advice.push((
            "polarity:contradicts".into(),
            "quotes that contradict a link",
        ));
    }
    if let Some((name, _)) = study.searches().next() {
        advice.push((
            format!("@{}", quoted(name)),
            "a saved search, alone or with more",
        ));
    }
    advice
}

/// A name as written in a query.
fn quoted(name: &str) -> String {
    let name = sanitize::sanitize_line(name);
    if name.contains(' ') {
        format!("\"{name}\"")
    } else {
        name
    }
}
