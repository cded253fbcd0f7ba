//! Editing informants: their names and attributes, and merging or splitting them.

use super::{InformantsView, documents};
use crate::evidence::lint::unnamed_informants;
use crate::import::informants::{
    InformantColumns, InformantTable, read_informants, refuse_personal,
};
use crate::import::table::{TableFile, TableReadOptions};
use crate::study::{Command, Document, Id, Informant, InformantBody, Refusal};
use crate::text::{number, sanitize};
use crate::tui::{
    context::AppContext,
    importing,
    layer::{
        form::{FormDialog, FormField},
        menu::{Menu, MenuItem},
        picker::{Picked, Picker, PickerChoice},
    },
    theme::StyleRole,
};
use std::collections::BTreeMap;

impl InformantsView {
    pub(super) fn ask_rename(&mut self, context: &mut AppContext) {
        let Some(informant) = self.selected_informant(context) else {
            return;
        };
        let (id, name) = (informant.id, informant.body.name.clone());
        let about = "What they said, its codings and their description are kept. The label in the transcript does not change.";
        context.push_layer(
            FormDialog::new(
                format!("Rename {}", sanitize::sanitize_line(&name)),
                about,
                vec![FormField::new("Name", &name, 1)],
                move |_, context, texts| {
                    context.perform(Command::RenameInformant {
                        id,
                        name: texts[0].clone(),
                    })
                },
            )
            .with_verb("rename"),
        );
    }

    pub(super) fn ask_describe(&mut self, context: &mut AppContext) {
        let Some(informant) = self.selected_informant(context) else {
            return;
        };
        let (id, body) = (informant.id, informant.body.clone());
        let attributes: Vec<String> = body
            .attributes
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        let parts = vec![
            FormField::new("Role: mentor, leader, consultant …", &body.role, 1),
            FormField::new("Department", &body.department, 1),
            FormField::new(
                "Other attributes, one per line: age = 45",
                &attributes.join("\n"),
                4,
            ),
        ];
        let title = format!("Describe {}", sanitize::sanitize_line(&body.name));
        context.push_layer(FormDialog::new(
            title,
            "",
            parts,
            move |_, context, texts| {
                let [role, department, attributes] = texts else {
                    return false;
                };
                match pairs(attributes) {
                    Ok(attributes) => {
                        let (role, department) =
                            (role.trim().to_owned(), department.trim().to_owned());
                        context.perform(Command::ChangeInformant {
                            id,
                            body: Box::new(InformantBody {
                                name: body.name.clone(),
                                role,
                                department,
                                attributes,
                            }),
                        })
                    }
                    Err(refusal) => {
                        context.notify_refusal(refusal);
                        false
                    }
                }
            },
        ));
    }

    pub(super) fn ask_join(&mut self, context: &mut AppContext) {
        let Some(informant) = self.selected_informant(context) else {
            return;
        };
        let (into, name) = (informant.id, informant.body.name.clone());
        let style = context.theme.style(StyleRole::Text);
        let others = self
            .rows
            .iter()
            .filter(|row| row.id != into)
            .map(|row| PickerChoice {
                sign: String::new(),
                style,
                text: row.name.clone(),
                tag: String::new(),
                note: number::count_noun(row.counts[0], "document"),
                about: String::new(),
                other_words: Vec::new(),
                value: row.id,
            });
        let others: Vec<PickerChoice<Id<Informant>>> = others.collect();
        if others.is_empty() {
            return context.notify("There is no other informant");
        }
        let title = format!(
            "Who is the same person as {}?",
            sanitize::sanitize_line(&name)
        );
        context.push_layer(
            Picker::new(title, others, move |_, context, picked| {
                let Picked::Some(from) = picked else { return };
                ask_joined(from, into, &name, context);
            })
            .several(),
        );
    }

    pub(super) fn ask_split(&mut self, context: &mut AppContext) {
        let Some(informant) = self.selected_informant(context) else {
            return;
        };
        let (id, name) = (informant.id, sanitize::sanitize_line(&informant.body.name));
        let there = documents(context, id);
        if there.len() < 2 {
            let rename = context.key_for("rename_informant");
            return context.notify(format!(
                "{name} does not speak in several documents; {rename} renames"
            ));
        }
        let item = |text: String, value: bool| MenuItem {
            sign: String::new(),
            style: context.theme.style(StyleRole::Text),
            text,
            value,
        };
        let items = vec![
            item(
                format!(
                    "each of {} is a different person",
                    number::count_noun(there.len(), "document")
                ),
                true,
            ),
            item("some documents are a different person".to_owned(), false),
        ];
        context.push_layer(Menu::new(
            format!("Split {name}"),
            items,
            move |_, context, each| {
                if each {
                    context.perform(Command::SplitByDocument {
                        informants: vec![id],
                    });
                    return;
                }
                context.push_layer(
                    Picker::new(
                        format!("In which documents is {name} a different person?"),
                        there,
                        move |_, context, picked| {
                            let Picked::Some(documents) = picked else {
                                return;
                            };
                            ask_split_off(id, documents, context);
                        },
                    )
                    .several(),
                );
            },
        ));
    }

    /// Splits every label that names nobody into an informant per document, as one change.
    pub(super) fn split_shared_labels(&mut self, context: &mut AppContext) {
        if self.shared_labels.is_empty() {
            return context.notify("No generic label is one informant in several documents");
        }
        context.perform(Command::SplitByDocument {
            informants: self.shared_labels.clone(),
        });
    }

    pub(super) fn keep_as_one(&mut self, context: &mut AppContext) {
        let here = self
            .rows
            .get(self.list.selected())
            .map(|row| row.id)
            .filter(|id| self.shared_labels.contains(id));
        match here.or_else(|| self.shared_labels.first().copied()) {
            Some(id) => {
                context.perform(unnamed_informants::accept(
                    Some(id),
                    "One person, as decided in the list of informants",
                ));
            }
            None => context.notify("No generic label is one informant in several documents"),
        }
    }

    pub(super) fn ask_import(&mut self, context: &mut AppContext) {
        let about = "A table with one row for each: CSV, TSV, XLSX, ODS, SPSS or JSON. Role and department are recognised by their headings; every other column is an attribute.";
        let parts = vec![
            FormField::new("File", "", 1),
            FormField::new("Heading of the column of names (empty: detected)", "", 1),
        ];
        context.push_layer(
            FormDialog::new(
                "Import descriptions of informants",
                about,
                parts,
                |_, context, texts| {
                    let [path, name] = texts else { return false };
                    let columns = InformantColumns {
                        name: Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
                        ..InformantColumns::default()
                    };
                    let read = TableFile::open(
                        &importing::expand_home(path.trim()),
                        &TableReadOptions::default(),
                    )
                    .and_then(|table| refuse_personal(&table.name, &table.cells).map(|()| table))
                    .and_then(|table| {
                        read_informants(&table.name, &table.cells, &columns, context.study())
                    });
                    match read {
                        Ok(described) => describe(described, context),
                        Err(Refusal { what, hint }) => {
                            let hint = hint.replace("--name-column", "the second field");
                            context.notify_refusal(Refusal::new(what, hint));
                            false
                        }
                    }
                },
            )
            .with_verb("import"),
        );
    }
}

fn describe(described: InformantTable, context: &mut AppContext) -> bool {
    let InformantTable {
        commands,
        column,
        known,
        new,
        notes,
    } = described;
    let done = context.perform(Command::All(commands));
    if done {
        let mut message = format!(
            "Described by the column {}: {known} updated, {} new",
            sanitize::sanitize_line(&column),
            new.len()
        );
        for note in notes {
            message += &format!("; {}", sanitize::sanitize_line(&note));
        }
        context.notify(message);
    }
    done
}

/// Asks for the name of the merged informant.
fn ask_joined(from: Vec<Id<Informant>>, into: Id<Informant>, name: &str, context: &mut AppContext) {
    let about = "Everything they said, with codings and descriptions, becomes one person’s. Where descriptions differ, the first one’s is kept, and virk says so.";
    context.push_layer(
        FormDialog::new(
            "One person",
            about,
            vec![FormField::new("Name", name, 1)],
            move |_, context, texts| {
                let join = Command::JoinInformants {
                    from: from.clone(),
                    into,
                    name: texts[0].clone(),
                };
                context.perform(Command::All(vec![
                    join,
                    unnamed_informants::accept(
                        Some(into),
                        "One person, as decided when they were joined",
                    ),
                ]))
            },
        )
        .with_verb("join"),
    );
}

/// Asks for the name of whoever speaks in these documents.
fn ask_split_off(id: Id<Informant>, documents: Vec<Id<Document>>, context: &mut AppContext) {
    context.push_layer(
        FormDialog::new(
            "A different person",
            "Empty: named after the label and the document.",
            vec![FormField::new("Name", "", 1)],
            move |_, context, texts| {
                context.perform(Command::SplitInformant {
                    id,
                    documents: documents.clone(),
                    name: texts[0].clone(),
                })
            },
        )
        .with_verb("split"),
    );
}

/// Parses lines of `name = value`.
fn pairs(text: &str) -> Result<BTreeMap<String, String>, Refusal> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let pair = |line: &str| {
        let (name, value) = line
            .split_once('=')
            .map(|(name, value)| (name.trim(), value.trim()))
            .unwrap_or_default();
        match name.is_empty() || value.is_empty() {
            true => Err(Refusal::new(
                format!(
                    "“{}” is not written as name = value",
                    sanitize::sanitize_line(line)
                ),
                "Write it as age = 45",
            )),
            false => Ok((name.to_owned(), value.to_owned())),
        }
    };
    lines.map(pair).collect()
}
