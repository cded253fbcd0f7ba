//! Where in a study words may stand that an erasure does not reach.

use super::leftovers::LeftoverCollector;
use super::leftovers::arrow;
use super::{Code, Dataset, Document, Informant, Link, Study, erasure::Erasure};

impl Study {
    pub(super) fn collect_from_informant(
        &self,
        informant: &Informant,
        erasure: &Erasure,
        telling: &mut LeftoverCollector<'_>,
    ) {
        let body = &informant.body;
        let (name, leaving) = (
            &body.name,
            self.informants_leaving(erasure)
                .any(|known| known.id == informant.id),
        );
        // Who withdraws is no longer there to be described.
        let change = |words: String| (erasure.informant != Some(informant.id)).then_some(words);
        let quoted = format!("{name:?}");
        let describe = |part: &str| change(format!("virk informant describe {quoted} {part}"));
        let mut say = |place: String, text: &str, change: Option<String>| {
            if leaving {
                telling.add(place, text, change)
            } else {
                telling.add_matching(place, text, change)
            }
        };
        say(
            "the name of an informant".into(),
            name,
            change(format!("virk informant rename {quoted} NAME")),
        );
        if informant
            .details
            .is_some_and(|details| erasure.takes(details))
        {
            return;
        }
        say(
            format!("the role of {name}"),
            &body.role,
            describe("--role ROLE"),
        );
        say(
            format!("the department of {name}"),
            &body.department,
            describe("--department NAME"),
        );
        for (attribute, value) in &body.attributes {
            say(
                format!("the attribute {attribute} of {name}"),
                value,
                describe(&format!("--attribute \"{attribute}=\"")),
            );
        }
    }

    pub(super) fn collect_from_document(
        &self,
        document: &Document,
        erasure: &Erasure,
        telling: &mut LeftoverCollector<'_>,
    ) {
        if erasure.documents.contains(&document.id) {
            return;
        }
        let title = &document.body.title;
        telling.add_matching("the title of a document", title, None);
        telling.add_matching(
            format!("the name of the file of {title}"),
            &document.body.source.file,
            None,
        );
        for speaker in &document.body.speakers {
            telling.add_matching(
                format!("the label of a speaker in {title}"),
                &speaker.label,
                None,
            );
        }
    }

    pub(super) fn collect_from_code(&self, code: &Code, telling: &mut LeftoverCollector<'_>) {
        let (body, name) = (&code.body, code.name(&self.language));
        for words in [&body.name.en, &body.name.da] {
            telling.add_matching(
                format!("the name of the code {name}"),
                words,
                Some(format!("virk codebook rename {name:?} NAME")),
            );
        }
        let texts = [
            ("definition", &body.definition),
            ("include", &body.include),
            ("exclude", &body.exclude),
            ("example", &body.example),
        ];
        for (part, words) in texts {
            let place = if part == "definition" || part == "example" {
                part.to_owned()
            } else {
                format!("rule to {part}")
            };
            for text in [&words.en, &words.da] {
                let change = format!("virk codebook change {name:?} --{part} TEXT");
                telling.add_matching(
                    format!("the {place} of the code {name}"),
                    text,
                    Some(change),
                );
            }
        }
    }

    pub(super) fn collect_from_link(
        &self,
        link: &Link,
        frozen: bool,
        telling: &mut LeftoverCollector<'_>,
    ) {
        let name = self.link_name(link);
        // What is frozen never changes.
        let reword =
            (!frozen).then(|| format!("virk theory reword \"{}\" --statement TEXT", arrow(&name)));
        telling.add_matching(
            format!("the statement of the link {name}"),
            &link.statement,
            reword,
        );
        telling.add_matching(
            format!("what the link {name} is based on"),
            &link.basis,
            None,
        );
    }

    pub(super) fn collect_from_dataset(
        &self,
        dataset: &Dataset,
        erasure: &Erasure,
        telling: &mut LeftoverCollector<'_>,
    ) {
        let (body, name) = (&dataset.body, &dataset.body.name);
        if erasure
            .datasets
            .iter()
            .any(|lost| lost.dataset == dataset.id && lost.rows.is_empty())
        {
            return;
        }
        telling.add_matching("the name of a dataset", name, None);
        telling.add_matching(
            format!("the name of the file of {name}"),
            &body.source.file,
            None,
        );
        let lost = erasure
            .datasets
            .iter()
            .find(|lost| lost.dataset == dataset.id);
        let gone = lost
            .map(|lost| dataset.answers_unique_to(&lost.rows))
            .unwrap_or_default();
        for (place, variable) in body.variables.iter().enumerate() {
            let change =
                |part: &str| Some(format!("virk data variable {:?} --{part}", variable.name));
            let texts = [
                ("label", "label WORDS", &variable.label),
                ("question", "question WORDS", &variable.question),
            ];
            for (what, part, words) in texts {
                for text in [&words.en, &words.da] {
                    telling.add_matching(
                        format!("the {what} of the variable {}", variable.name),
                        text,
                        change(part),
                    );
                }
            }
            for value in &variable.values {
                let place_said = format!("the values of the variable {}", variable.name);
                if gone
                    .get(place)
                    .is_some_and(|gone| gone.contains(value.code.as_str()))
                {
                    telling.add(place_said, &value.code, change("values \"1=LABEL;…\""));
                } else {
                    for text in [&value.code, &value.label.en, &value.label.da] {
                        telling.add_matching(
                            place_said.clone(),
                            text,
                            change("values \"1=LABEL;…\""),
                        );
                    }
                }
            }
            for code in variable.missing.iter().filter(|code| {
                gone.get(place)
                    .is_some_and(|gone| gone.contains(code.as_str()))
            }) {
                telling.add(
                    format!("the missing values of the variable {}", variable.name),
                    code,
                    change("missing \"…\""),
                );
            }
        }
        for rule in &body.exclusions {
            let change = Some(format!(
                "virk data filter \"{}\" --not",
                rule.to_string().replace('≠', "!=")
            ));
            let place = dataset
                .variable_index(&rule.variable)
                .and_then(|place| gone.get(place));
            if place.is_some_and(|gone| gone.contains(rule.equals.as_str())) {
                telling.add(
                    format!("a filter of {name}"),
                    &rule.to_string(),
                    change.clone(),
                );
            }
            telling.add_matching(
                format!("the reason of a filter of {name}"),
                &rule.reason,
                change,
            );
        }
    }
}
