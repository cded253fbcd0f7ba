//! Configurations: what works for whom under what circumstances.

use super::Audience::Team;
use super::listing::json_object;
use super::quotes::quote_json_at;
use super::{ExportCell, TableColumn};
use crate::study::configuration::ConfigurationPart;
use crate::study::{Configuration, Id, Study};
use serde_json::{Value, json};

pub fn configuration_columns<'a>() -> Vec<TableColumn<'a, &'a Configuration>> {
    type Column<'a> = TableColumn<'a, &'a Configuration>;
    let number = |study: &Study, id: &Id<Configuration>| study.configuration_number(*id);
    let mut columns = vec![
        Column::numbers("number", "No.", Team, move |study, row| {
            number(study, &row.id)
        }),
        Column::detail("shape", "Shape", Team, |_, row| json!(row.body.shape())),
    ];
    let parts = [
        ("context", "Circumstances", ConfigurationPart::Context),
        ("mechanism", "Mechanism", ConfigurationPart::Mechanism),
        ("outcome", "Outcome", ConfigurationPart::Outcome),
    ];
    columns.extend(parts.map(|(key, heading, part)| {
        Column::words(key, heading, Team, move |study, row| {
            ExportCell::structured(part_json(study, row, part), study.part_name(row, part))
        })
    }));
    columns.extend([
        Column::words("missing", "Without", Team, |_, row| {
            json!(
                row.body
                    .missing()
                    .map(ConfigurationPart::name)
                    .collect::<Vec<_>>()
            )
        }),
        Column::words("statement", "Statement", Team, |study, row| {
            json!(row.body.statement.and_then(|id| study.words(id)))
        }),
        Column::numbers("next", "Followed by", Team, move |study, row| {
            row.body.next.map(|next| number(study, &next))
        }),
        Column::words("derived_from", "Merged from", Team, move |study, row| {
            let from = row.body.derived_from.iter();
            json!(from.map(|id| number(study, id)).collect::<Vec<_>>())
        }),
        Column::words("quotes", "Quotes", Team, |study, row| {
            let quotes = study
                .configuration_polarities(row.id)
                .map(|(at, polarity)| {
                    let mut value = quote_json_at(study, at);
                    value["polarity"] = json!(polarity.name());
                    value
                });
            quotes.collect::<Value>()
        })
        .shown(|study, row| study.configuration_polarities(row.id).count().into())
        .only_in_json(),
    ]);
    columns
}

fn part_json(study: &Study, configuration: &Configuration, part: ConfigurationPart) -> Value {
    let part = configuration.body.part(part);
    let key = |code| study.code(code).map(|code| &code.body.key);
    json!({
        "codes": part.codes.iter().map(|code| study.code_name(*code)).collect::<Vec<_>>(),
        "keys": part.codes.iter().map(|code| key(*code)).collect::<Vec<_>>(),
        "quotes": part.quotes.iter().map(|at| quote_json_at(study, *at)).collect::<Vec<_>>(),
    })
}

/// A configuration as JSON.
pub fn value(study: &Study, configuration: &Configuration) -> Value {
    json_object(&configuration_columns(), study, &configuration)
}
