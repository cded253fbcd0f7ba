//! Configurations as JSON: parts by the keys of codes, quotes by their exact words.

use super::{TextFile, allowed_fields::AllowedFields, codebook::refuse_unknown_keys, codings};
use crate::study::{
    Command, ConfigurationBody, Polarity, Refusal, Study, configuration::PartBody, theory::QuoteAt,
};
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub struct ConfigurationsFile {
    configurations: Vec<ConfigurationEntry>,
}

#[derive(Clone, Debug, Deserialize)]
struct ConfigurationEntry {
    #[serde(default)]
    context: Vec<String>,
    #[serde(default)]
    mechanism: Vec<String>,
    #[serde(default)]
    outcome: Vec<String>,
    #[serde(default)]
    statement: String,
    #[serde(default)]
    quotes: Vec<ConfigurationQuote>,
    /// Number of the configuration that follows, from 1 in this file.
    #[serde(default)]
    next: Option<usize>,
}

#[derive(Clone, Debug, Deserialize)]
struct ConfigurationQuote {
    /// The file name of the transcript.
    document: String,
    text: String,
    polarity: Polarity,
}

pub fn parse_configurations(file: &TextFile) -> Result<ConfigurationsFile, Refusal> {
    let entry = AllowedFields::of::<ConfigurationEntry>("a configuration")
        .within("quotes", AllowedFields::of::<ConfigurationQuote>("a quote"));
    let fields =
        AllowedFields::of::<ConfigurationsFile>("the file").within("configurations", entry);
    file.json_with_fields(
        "a list `configurations`, each with `context`, `mechanism`, `outcome` and `quotes`",
        &fields,
    )
}

impl ConfigurationsFile {
    /// A command that adds all of them; `file` is named in refusals.
    pub fn command(&self, file: &TextFile, study: &Study) -> Result<Command, Refusal> {
        let keys = self.configurations.iter().flat_map(|entry| {
            entry
                .context
                .iter()
                .chain(&entry.mechanism)
                .chain(&entry.outcome)
        });
        refuse_unknown_keys(&file.name, study, keys)?;
        let mut commands = Vec::with_capacity(self.configurations.len());
        for entry in &self.configurations {
            let part = |keys: &[String]| {
                PartBody::of(
                    keys.iter()
                        .filter_map(|key| study.code_by_key(key))
                        .collect(),
                )
            };
            let quotes = entry.quotes.iter().map(|quote| {
                let document = study
                    .documents()
                    .find(|document| document.body.source.file == quote.document)
                    .ok_or_else(|| {
                        Refusal::new(
                            format!(
                                "{} quotes `{}`, which is not in the study",
                                file.name, quote.document
                            ),
                            "Import the transcript first, by its own file name",
                        )
                    })?;
                let span = codings::find_passage(document, &quote.text)
                    .map_err(|error| error.refuse(file))?;
                Ok((
                    QuoteAt {
                        document: document.id,
                        span,
                    },
                    quote.polarity,
                ))
            });
            commands.push(Command::AddConfiguration {
                parts: [
                    part(&entry.context),
                    part(&entry.mechanism),
                    part(&entry.outcome),
                ],
                statement: entry.statement.clone(),
                quotes: quotes.collect::<Result<_, Refusal>>()?,
            });
        }
        Ok(Command::All(commands))
    }

    /// Commands that chain the configurations just added, which must be the last ones of the study.
    pub fn chain_commands(&self, file: &TextFile, study: &Study) -> Result<Vec<Command>, Refusal> {
        let all: Vec<_> = study.configurations().collect();
        let own = &all[all.len().saturating_sub(self.configurations.len())..];
        let mut commands = Vec::new();
        for (entry, made) in self.configurations.iter().zip(own) {
            let Some(number) = entry.next else { continue };
            let next = number
                .checked_sub(1)
                .and_then(|place| own.get(place))
                .ok_or_else(|| {
                    Refusal::new(
                        format!(
                            "{} has no configuration {number} to follow another",
                            file.name
                        ),
                        format!("It holds {}, counted from 1", own.len()),
                    )
                })?;
            let body = Box::new(ConfigurationBody {
                next: Some(next.id),
                ..made.body.clone()
            });
            commands.push(Command::ChangeConfiguration {
                id: made.id,
                body,
                statement: None,
            });
        }
        Ok(commands)
    }
}
