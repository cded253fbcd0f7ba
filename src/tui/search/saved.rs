//! Saved searches on the screen: to save what is asked, and to ask again.

use super::Search;
use crate::search::{Query, Scope, Setting};
use crate::study::Command;
use crate::text::harmless;
use crate::tui::{
    desk::Desk,
    erasing,
    layer::{
        field::Field,
        form::{Form, Part},
        picker::{Choice, Picked, Picker},
    },
    view::Page,
};
use ratatui::style::Style;

/// Asks for a name to save the search under.
pub fn ask_name(view: &mut Search, desk: &mut Desk) {
    let query = view.line.text().trim().to_owned();
    if query.is_empty() || view.news.as_ref().is_some_and(|news| news.answer.is_err()) {
        desk.say("Write a search that can be read first; then it can be saved");
        return;
    }
    let scope = view
        .scope
        .map_or_else(String::new, |scope| scope.name().to_owned());
    let known = desk
        .study()
        .searches()
        .find(|(name, _)| desk.study().saved_search(name) == Some((&query, &scope)));
    let name = Part::new("Name", known.map_or("", |(name, _)| name), 1);
    let names = desk
        .study()
        .searches()
        .map(|(name, _)| name.to_owned())
        .collect();
    let about = query.clone();
    let setting = Setting {
        scope: view.scope,
        ..Setting::default()
    };
    desk.ask(Form::new(
        "Save this search",
        &about,
        vec![name.offering(names)],
        move |_, desk, texts| {
            let read = Query::parse_as(&query, desk.study(), setting);
            if let Err(refusal) = read.and_then(|read| read.may_be_called(&texts[0])) {
                desk.refuse(refusal);
                return false;
            }
            desk.perform(Command::SaveSearch {
                name: texts[0].clone(),
                query: query.clone(),
                scope: scope.clone(),
            })
        },
    ));
}

/// Asks for the name of a saved search, to erase it.
pub fn ask_erase(_: &mut Search, desk: &mut Desk) {
    let names: Vec<String> = desk
        .study()
        .searches()
        .map(|(name, _)| name.to_owned())
        .collect();
    if names.is_empty() {
        return desk.say("No search is saved");
    }
    let about = "What was saved under a name goes for ever, in every version it had. This cannot be undone, and undo does not reach behind it. Write the name to erase.";
    let form = Form::new(
        "Erase a saved search",
        about,
        vec![Part::new("Name", "", 1).offering(names)],
        |_, desk, texts| match desk.study().find_search_ever(&texts[0]).map(str::to_owned) {
            Ok(name) if name == texts[0].trim() => {
                let erasure = desk.study().erasure_of_search(&name);
                erasing::erase(desk, &erasure, Command::EraseSearch { name })
            }
            Ok(name) => {
                desk.say(format!(
                    "Write the whole name, {}: nothing was erased",
                    harmless::one_line(&name)
                ));
                false
            }
            Err(refusal) => {
                desk.refuse(refusal);
                false
            }
        },
    );
    desk.ask(form.to("erase"));
}

/// Asks which saved search to ask again.
pub fn ask(_: &mut Search, desk: &mut Desk) {
    let study = desk.study();
    let choice = |name: &str| {
        let (query, scope) = study.saved_search(name)?;
        Some(Choice {
            sign: String::new(),
            style: Style::new(),
            text: harmless::one_line(name),
            tag: String::new(),
            note: if scope.is_empty() {
                String::new()
            } else {
                format!("in {scope}")
            },
            about: harmless::one_line(query),
            value: (query.to_owned(), Scope::parse(scope)),
        })
    };
    let choices: Vec<Choice<(String, Option<Scope>)>> = study
        .searches()
        .filter_map(|(name, _)| choice(name))
        .collect();
    if choices.is_empty() {
        desk.say(format!(
            "No search is saved yet; {} saves the one in the line",
            desk.key("save_search")
        ));
        return;
    }
    desk.ask(Picker::new("Ask again", choices, |page, _, picked| {
        if let (Page::Search(view), Picked::Some(picked)) = (page, picked)
            && let Some((query, scope)) = picked.into_iter().next()
        {
            (view.line, view.scope) = (Field::new(&query), scope);
            view.list.go(0);
        }
    }));
}
