//! Variables: what they are about, how many answered, and which codes they are indicators of.

use super::Audience::{Everybody, Team};
use super::privacy::PrivacyFilter;
use super::{ExportCell, TableColumn, TableForm};
use crate::study::dataset::{Condition, MeasurementLevel, MiddleAnswer};
use crate::study::parsed_column::ParsedColumn;
use crate::study::{Dataset, Study, Variable};
use serde_json::{Value, json};

/// A variable with statistics of its answers.
pub struct VariableListing<'a> {
    pub dataset: &'a Dataset,
    pub place: usize,
    pub variable: &'a Variable,
    pub n: usize,
    pub missing: usize,
    pub measures: Vec<&'a str>,
}

/// All variables of a dataset.
pub fn variable_rows<'a>(
    study: &'a Study,
    dataset: &'a Dataset,
) -> impl Iterator<Item = VariableListing<'a>> {
    dataset
        .body
        .variables
        .iter()
        .enumerate()
        .map(move |(place, variable)| {
            let n = dataset.answers(place).flatten().count();
            let measures = study
                .all_indicators()
                .filter(|indicator| {
                    indicator.dataset == dataset.id && indicator.variable == variable.name
                })
                .map(|indicator| study.code_name(indicator.code))
                .collect();
            VariableListing {
                dataset,
                place,
                variable,
                n,
                missing: dataset.kept_rows.len() - n,
                measures,
            }
        })
}

impl VariableListing<'_> {
    fn values(&self, language: &str) -> ExportCell {
        let values = self.variable.values.iter();
        let labels = values.map(|value| (&value.code, value.label.in_language(language)));
        let (values, shown): (Vec<Value>, Vec<String>) = labels
            .map(|(code, label)| {
                (
                    json!({ "code": code, "label": label }),
                    format!("{code} = {label}"),
                )
            })
            .unzip();
        ExportCell::structured(values, shown.join("; "))
    }

    /// The categories in their given or confirmed order. `None` if there is no order, or it is only
    /// the numeric one.
    fn order(&self) -> Option<Vec<String>> {
        let told =
            self.variable.level == MeasurementLevel::Ordinal && self.dataset.is_ordered(self.place);
        told.then(|| self.dataset.categories(self.place))
    }

    /// The order, or the proposed one, marked as such.
    fn order_in_words(&self, language: &str) -> String {
        if let Some(scale) = &self.variable.proposed {
            let labels: Vec<&str> = scale
                .values
                .iter()
                .map(|code| self.variable.label_of(code, language))
                .collect();
            return format!("? {}", ends(&labels));
        }
        let order = self.order().unwrap_or_default();
        ends(
            &order
                .iter()
                .map(|code| self.variable.label_of(code, language))
                .collect::<Vec<_>>(),
        )
    }
}

/// First and last category, and their number.
fn ends(order: &[&str]) -> String {
    match order {
        [first, .., last] => format!("{first} … {last} ({})", order.len()),
        few => few.concat(),
    }
}

/// The data dictionary is public; how many did not answer is for the team.
pub fn variable_columns<'a>(
    reader: PrivacyFilter<'a>,
) -> Vec<TableColumn<'a, VariableListing<'a>>> {
    type Column<'a> = TableColumn<'a, VariableListing<'a>>;
    let list = |items: &[String]| ExportCell::structured(json!(items), items.join("; "));
    vec![
        Column::words("dataset", "Dataset", Everybody, move |_, row| {
            reader.dataset(row.dataset.id)
        })
        .only_in(&[TableForm::File, TableForm::Json]),
        Column::words("name", "Variable", Everybody, |_, row| {
            json!(row.variable.name)
        }),
        Column::words("level", "Level", Everybody, |_, row| {
            row.variable.level.name()
        }),
        Column::words("order", "Order", Everybody, |study, row| {
            let shown = row.order_in_words(&study.language);
            ExportCell::structured(json!(row.order()), shown)
        }),
        Column::numbers("n", "Answers", Everybody, move |_, row| reader.count(row.n))
            .on_screen("N"),
        Column::numbers("missing", "Missing", Team, |_, row| row.missing),
        Column::words("label", "Label", Everybody, |study, row| {
            json!(row.variable.label.in_language(&study.language))
        })
        .on_screen("About"),
        Column::words("measures", "Measures", Everybody, |_, row| {
            ExportCell::structured(json!(row.measures), row.measures.join("; "))
        }),
        Column::detail("question", "Question", Everybody, |study, row| {
            json!(row.variable.question.in_language(&study.language))
        }),
        Column::detail("values", "Values", Everybody, |study, row| {
            row.values(&study.language)
        }),
        Column::detail("missing_codes", "No answer", Everybody, move |_, row| {
            list(&row.variable.missing)
        }),
        Column::detail(
            "middle",
            "The middle category means",
            Everybody,
            |_, row| {
                let middle = row.variable.middle.as_ref();
                let shown = |middle: &MiddleAnswer| format!("{}: {}", middle.code, middle.means);
                middle.map(|middle| ExportCell::structured(json!(middle), shown(middle)))
            },
        ),
        Column::detail("yes", "Yes", Everybody, |_, row| json!(row.variable.yes)),
        Column::detail("proposed", "Proposed", Everybody, |_, row| {
            json!(row.variable.proposed)
        }),
        Column::detail("ordered", "Ordered", Everybody, |_, row| {
            json!(row.dataset.is_ordered(row.place))
        }),
        Column::detail("read_as_missing", "Read as missing", Team, |_, row| {
            let column = row.dataset.parsed_column(row.place);
            json!(
                column
                    .map(ParsedColumn::implicit_missing)
                    .unwrap_or_default()
            )
        }),
        Column::detail("asked_if", "Asked if", Everybody, |_, row| {
            let only = row.variable.asked_if.as_ref();
            let shown = |only: &Condition| format!("{} = {}", only.variable, only.equals);
            only.map(|only| ExportCell::structured(json!(only), shown(only)))
        }),
        Column::detail("before", "Before", Everybody, |_, row| {
            json!(row.variable.before)
        }),
        Column::detail("goal", "Goal", Everybody, move |_, row| {
            list(&row.variable.goal)
        }),
        Column::detail("made", "Made", Everybody, |_, row| {
            json!(row.variable.made.as_ref().map(ToString::to_string))
        }),
    ]
}
