//! Changing informants: their names and descriptions, and who is the same person as who.

use super::{Informants, documents};
use crate::evidence::lint::unnamed;
use crate::import::informants::{Columns, Described, informants, refuse_personal};
use crate::import::table::{TableFile, Told};
use crate::study::{Command, Document, Id, Informant, InformantBody, Refusal};
use crate::text::{harmless, number};
use crate::tui::{
    desk::Desk,
    importing,
    layer::{
        form::{Form, Part},
        menu::{Item, Menu},
        picker::{Choice, Picked, Picker},
    },
    theme::Meaning,
};
use std::collections::BTreeMap;

impl Informants {
    pub(super) fn ask_rename(&mut self, desk: &mut Desk) {
        let Some(informant) = self.here(desk) else {
            return;
        };
        let (id, name) = (informant.id, informant.body.name.clone());
        let about = "What they said, its codings and their description go along. The label in the transcript stays.";
        desk.ask(
            Form::new(
                format!("Rename {}", harmless::one_line(&name)),
                about,
                vec![Part::new("Name", &name, 1)],
                move |_, desk, texts| {
                    desk.perform(Command::RenameInformant {
                        id,
                        name: texts[0].clone(),
                    })
                },
            )
            .to("rename"),
        );
    }

    pub(super) fn ask_describe(&mut self, desk: &mut Desk) {
        let Some(informant) = self.here(desk) else {
            return;
        };
        let (id, body) = (informant.id, informant.body.clone());
        let attributes: Vec<String> = body
            .attributes
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        let parts = vec![
            Part::new("Role: mentor, leader, consultant …", &body.role, 1),
            Part::new("Department", &body.department, 1),
            Part::new(
                "Anything else worth comparing by, a line for each: age = 45",
                &attributes.join("\n"),
                4,
            ),
        ];
        let title = format!("Describe {}", harmless::one_line(&body.name));
        desk.ask(Form::new(title, "", parts, move |_, desk, texts| {
            let [role, department, attributes] = texts else {
                return false;
            };
            match pairs(attributes) {
                Ok(attributes) => {
                    let (role, department) = (role.trim().to_owned(), department.trim().to_owned());
                    desk.perform(Command::ChangeInformant {
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
                    desk.refuse(refusal);
                    false
                }
            }
        }));
    }

    pub(super) fn ask_join(&mut self, desk: &mut Desk) {
        let Some(informant) = self.here(desk) else {
            return;
        };
        let (into, name) = (informant.id, informant.body.name.clone());
        let style = desk.theme.style(Meaning::Text);
        let others = self
            .rows
            .iter()
            .filter(|row| row.id != into)
            .map(|row| Choice {
                sign: String::new(),
                style,
                text: row.name.clone(),
                tag: String::new(),
                note: number::some(row.counts[0], "document"),
                about: String::new(),
                value: row.id,
            });
        let others: Vec<Choice<Id<Informant>>> = others.collect();
        if others.is_empty() {
            return desk.say("There is no other informant");
        }
        let title = format!("Who is the same person as {}?", harmless::one_line(&name));
        desk.ask(
            Picker::new(title, others, move |_, desk, picked| {
                let Picked::Some(from) = picked else { return };
                ask_joined(from, into, &name, desk);
            })
            .several(),
        );
    }

    pub(super) fn ask_split(&mut self, desk: &mut Desk) {
        let Some(informant) = self.here(desk) else {
            return;
        };
        let (id, name) = (informant.id, harmless::one_line(&informant.body.name));
        let there = documents(desk, id);
        if there.len() < 2 {
            let rename = desk.key("rename_informant");
            return desk.say(format!(
                "{name} does not speak in several documents; {rename} renames"
            ));
        }
        let item = |text: String, value: bool| Item {
            sign: String::new(),
            style: desk.theme.style(Meaning::Text),
            text,
            value,
        };
        let items = vec![
            item(
                format!(
                    "each of {} is somebody else",
                    number::some(there.len(), "document")
                ),
                true,
            ),
            item("some documents are somebody else".to_owned(), false),
        ];
        desk.ask(Menu::new(
            format!("Split {name}"),
            items,
            move |_, desk, each| {
                if each {
                    desk.perform(Command::SplitByDocument {
                        informants: vec![id],
                    });
                    return;
                }
                desk.ask(
                    Picker::new(
                        format!("In which documents is {name} somebody else?"),
                        there,
                        move |_, desk, picked| {
                            let Picked::Some(documents) = picked else {
                                return;
                            };
                            ask_split_off(id, documents, desk);
                        },
                    )
                    .several(),
                );
            },
        ));
    }

    /// Makes another informant in each document of every label that names nobody, as one change.
    pub(super) fn split_open(&mut self, desk: &mut Desk) {
        if self.open.is_empty() {
            return desk.say("No label that names nobody is one informant in several documents");
        }
        desk.perform(Command::SplitByDocument {
            informants: self.open.clone(),
        });
    }

    pub(super) fn keep_as_one(&mut self, desk: &mut Desk) {
        let here = self
            .rows
            .get(self.list.at())
            .map(|row| row.id)
            .filter(|id| self.open.contains(id));
        match here.or_else(|| self.open.first().copied()) {
            Some(id) => {
                desk.perform(unnamed::accept(
                    Some(id),
                    "One person, as was said in the list of informants",
                ));
            }
            None => desk.say("No label that names nobody is one informant in several documents"),
        }
    }

    pub(super) fn ask_import(&mut self, desk: &mut Desk) {
        let about = "A table with a row for each: CSV, TSV, XLSX, ODS, SPSS or JSON. Role and department are known by their headings; every other column is an attribute.";
        let parts = vec![
            Part::new("File", "", 1),
            Part::new(
                "Heading of the column that says who (empty: it is found)",
                "",
                1,
            ),
        ];
        desk.ask(
            Form::new(
                "Describe informants by a table",
                about,
                parts,
                |_, desk, texts| {
                    let [path, name] = texts else { return false };
                    let columns = Columns {
                        name: Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
                        ..Columns::default()
                    };
                    let read = TableFile::open(&importing::at_home(path.trim()), &Told::default())
                        .and_then(|table| {
                            refuse_personal(&table.name, &table.cells).map(|()| table)
                        })
                        .and_then(|table| {
                            informants(&table.name, &table.cells, &columns, desk.study())
                        });
                    match read {
                        Ok(described) => describe(described, desk),
                        Err(Refusal { what, hint }) => {
                            let hint = hint.replace("--name-column", "the second field");
                            desk.refuse(Refusal::new(what, hint));
                            false
                        }
                    }
                },
            )
            .to("import"),
        );
    }
}

fn describe(described: Described, desk: &mut Desk) -> bool {
    let Described {
        commands,
        column,
        known,
        new,
        notes,
    } = described;
    let done = desk.perform(Command::All(commands));
    if done {
        let mut said = format!(
            "Described by the column {}: {known} known, {} new",
            harmless::one_line(&column),
            new.len()
        );
        for note in notes {
            said += &format!("; {}", harmless::one_line(&note));
        }
        desk.say(said);
    }
    done
}

/// Asks what they are called together.
fn ask_joined(from: Vec<Id<Informant>>, into: Id<Informant>, name: &str, desk: &mut Desk) {
    let about = "Everything they said, its codings and their descriptions become one person’s. Where they are described in two ways, the first one’s stays, and that is said.";
    desk.ask(
        Form::new(
            "One person",
            about,
            vec![Part::new("Name", name, 1)],
            move |_, desk, texts| {
                let join = Command::JoinInformants {
                    from: from.clone(),
                    into,
                    name: texts[0].clone(),
                };
                desk.perform(Command::All(vec![
                    join,
                    unnamed::accept(Some(into), "One person, as was said when they were joined"),
                ]))
            },
        )
        .to("join"),
    );
}

/// Asks what the one who speaks in these documents is called.
fn ask_split_off(id: Id<Informant>, documents: Vec<Id<Document>>, desk: &mut Desk) {
    desk.ask(
        Form::new(
            "Somebody else",
            "Empty: called after the label and the document.",
            vec![Part::new("Name", "", 1)],
            move |_, desk, texts| {
                desk.perform(Command::SplitInformant {
                    id,
                    documents: documents.clone(),
                    name: texts[0].clone(),
                })
            },
        )
        .to("split"),
    );
}

/// `name = value`, a line for each.
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
                    harmless::one_line(line)
                ),
                "Write it as age = 45",
            )),
            false => Ok((name.to_owned(), value.to_owned())),
        }
    };
    lines.map(pair).collect()
}
