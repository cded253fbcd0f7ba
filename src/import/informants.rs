//! Informants and their attributes, from a table with arbitrary columns.

use super::survey::personal_columns::{self, PersonalColumn};
use super::tabular::TabularData;
use crate::study::{Command, Informant, InformantBody, Refusal, Study};
use crate::text::number;

/// Headings, in lower case, of the column that names the informants.
const NAMES: [&str; 36] = [
    "name",
    "names",
    "pseudonym",
    "alias",
    "informant",
    "informants",
    "participant",
    "participants",
    "interviewee",
    "respondent",
    "speaker",
    "case",
    "person",
    "who",
    "label",
    "navn",
    "deltager",
    "interviewperson",
    "teilnehmer",
    "teilnehmerin",
    "befragte",
    "befragter",
    "sprecher",
    "fall",
    "nom",
    "pseudonyme",
    "participante",
    "enquêté",
    "nombre",
    "seudónimo",
    "naam",
    "deelnemer",
    "namn",
    "deltagare",
    "deltaker",
    "participant name",
];
/// Headings that count only where none of the others occurs.
const NUMBERS: [&str; 9] = [
    "id",
    "participant id",
    "participant_id",
    "case id",
    "code",
    "no",
    "nr",
    "number",
    "nummer",
];
const ROLES: [&str; 12] = [
    "role", "rolle", "position", "stilling", "job", "funktion", "fonction", "rôle", "rol", "roll",
    "stelling", "funktie",
];
const DEPARTMENTS: [&str; 12] = [
    "department",
    "afdeling",
    "unit",
    "enhed",
    "abteilung",
    "bereich",
    "service",
    "département",
    "departamento",
    "avdelning",
    "avdeling",
    "team",
];

/// Columns chosen by the user; the others are detected.
#[derive(Clone, Debug, Default)]
pub struct InformantColumns {
    pub name: Option<String>,
    pub role: Option<String>,
    pub department: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct InformantTable {
    /// One per row that names somebody.
    pub commands: Vec<Command>,
    pub column: String,
    /// Number of informants the study has already.
    pub known: usize,
    /// Names of new informants.
    pub new: Vec<String>,
    /// Further findings, in sentences.
    pub notes: Vec<String>,
}

/// Builds one command per row, which takes all other columns as attributes and ignores empty cells.
/// A row belongs to an existing informant if it has the name, or the title of a document with a
/// single informant.
/// Refuses an ambiguous column of names, and a chosen column that does not exist.
pub fn read_informants(
    name: &str,
    cells: &TabularData,
    columns: &InformantColumns,
    study: &Study,
) -> Result<InformantTable, Refusal> {
    cells.refuse_nameless(name)?;
    let asked = |heading: &Option<String>| {
        heading
            .as_deref()
            .map(|heading| column(name, cells, heading))
            .transpose()
    };
    let (names, why) = match asked(&columns.name)? {
        Some(place) => (place, None),
        None => names(name, cells, study)?,
    };
    let by_heading = |known: &[&str]| {
        cells
            .header
            .iter()
            .position(|head| known.contains(&plain(head).as_str()))
    };
    let other = |place: Option<usize>| place.filter(|place| *place != names);
    let roles = asked(&columns.role)?.or_else(|| other(by_heading(&ROLES)));
    let departments = asked(&columns.department)?.or_else(|| other(by_heading(&DEPARTMENTS)));
    let mut described = InformantTable {
        column: cells.header[names].clone(),
        notes: why.into_iter().collect(),
        ..InformantTable::default()
    };
    let mut seen: Vec<String> = Vec::new();
    let (mut twice, mut nameless) = (0, 0);
    for row in 0..cells.columns[names].len() {
        let cell = |column: Option<usize>| {
            column
                .map(|column| cells.columns[column][row].trim().to_owned())
                .unwrap_or_default()
        };
        let others = (0..cells.header.len())
            .filter(|column| ![Some(names), roles, departments].contains(&Some(*column)));
        let attributes = others
            .filter(|column| !cells.columns[*column][row].trim().is_empty())
            .map(|column| (cells.header[column].clone(), cell(Some(column))))
            .collect();
        let written = cell(Some(names));
        let known = who(study, &written);
        let body = InformantBody {
            name: known.map_or_else(|| written.clone(), |known| known.body.name.clone()),
            role: cell(roles),
            department: cell(departments),
            attributes,
        };
        if written.is_empty() {
            nameless += usize::from(!body.is_bare());
            continue;
        }
        if seen.contains(&body.name) {
            twice += 1;
        } else {
            seen.push(body.name.clone());
            match known {
                Some(_) => described.known += 1,
                None => described.new.push(written),
            }
        }
        described.commands.push(Command::DescribeInformant { body });
    }
    if twice > 0 {
        described.notes.push(format!(
            "{} of somebody who has a row already: the last row counts",
            number::count_noun(twice, "row")
        ));
    }
    if nameless > 0 {
        described.notes.push(format!(
            "{} without a name skipped",
            number::count_noun(nameless, "row")
        ));
    }
    Ok(described)
}

/// The column that names the informants, and why if its heading does not tell.
fn names(
    name: &str,
    cells: &TabularData,
    study: &Study,
) -> Result<(usize, Option<String>), Refusal> {
    let headed = |known: &[&str]| -> Vec<usize> {
        (0..cells.header.len())
            .filter(|place| known.contains(&plain(&cells.header[*place]).as_str()))
            .collect()
    };
    let heading = |place: usize| format!("`{}`", cells.header[place]);
    let list = |places: &[usize]| {
        places
            .iter()
            .map(|place| heading(*place))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let doubt = |places: &[usize]| {
        Refusal::new(
            format!(
                "it is not clear which column of {name} names the informants: {}",
                list(places)
            ),
            "Name it with --name-column",
        )
    };
    let fits: Vec<usize> = (0..cells.header.len())
        .filter(|place| {
            cells.columns[*place]
                .iter()
                .any(|cell| who(study, cell.trim()).is_some())
        })
        .collect();
    let found = Some(headed(&NAMES))
        .filter(|found| !found.is_empty())
        .unwrap_or_else(|| headed(&NUMBERS));
    match (found.as_slice(), fits.as_slice()) {
        ([only], fits) if fits.is_empty() || fits.contains(only) => Ok((*only, None)),
        // A column called so may hold real names beside a column of pseudonyms, so this is not
        // guessed.
        ([only], fits) => Err(doubt(&[&[*only], fits].concat())),
        ([], [only]) | ([_, _, ..], [only]) => Ok((
            *only,
            Some(format!(
                "{} is used as the column of names: it contains informants",
                heading(*only)
            )),
        )),
        ([], []) => Err(Refusal::new(
            format!("no column of {name} names the informants"),
            format!(
                "Name it with --name-column: {}",
                list(&(0..cells.header.len()).collect::<Vec<_>>())
            ),
        )),
        ([], fits) => Err(doubt(fits)),
        (found, _) => Err(doubt(found)),
    }
}

fn column(name: &str, cells: &TabularData, heading: &str) -> Result<usize, Refusal> {
    let exact = cells
        .header
        .iter()
        .position(|head| head.trim() == heading.trim());
    exact
        .or_else(|| {
            cells
                .header
                .iter()
                .position(|head| plain(head) == plain(heading))
        })
        .ok_or_else(|| {
            let headings: Vec<String> = cells
                .header
                .iter()
                .map(|head| format!("`{head}`"))
                .collect();
            Refusal::new(
                format!("{name} has no column called `{heading}`"),
                format!("Choose one of {}", headings.join(", ")),
            )
        })
}

/// Finds an informant by name, or by a document in which there is only one.
fn who<'a>(study: &'a Study, cell: &str) -> Option<&'a Informant> {
    if cell.is_empty() {
        return None;
    }
    let exact = study.informants().find(|known| known.body.name == cell);
    let wanted = cell.to_lowercase();
    let named = || {
        study
            .informants()
            .find(|known| known.body.name.to_lowercase() == wanted)
    };
    let alone = || {
        let document = study
            .documents()
            .find(|document| document.body.title.to_lowercase() == wanted)?;
        let mut speakers = document
            .body
            .speakers
            .iter()
            .filter_map(|speaker| speaker.informant);
        let only = speakers.next()?;
        let alone = speakers.all(|other| other == only) && study.documents_of(only).count() == 1;
        study.informant(only).filter(|_| alone)
    };
    exact.or_else(named).or_else(alone)
}

fn plain(heading: &str) -> String {
    heading.trim().trim_start_matches('\u{feff}').to_lowercase()
}
/// Refuses columns that certainly hold personal data, since attributes of informants cannot be
/// erased.
pub fn refuse_personal(name: &str, cells: &TabularData) -> Result<(), Refusal> {
    let columns: Vec<PersonalColumn> = cells
        .header
        .iter()
        .zip(&cells.columns)
        .flat_map(|(heading, column)| {
            personal_columns::find_personal_columns(heading, heading, "", column)
        })
        .collect();
    match personal_columns::sentence(&personal_columns::validated(&columns), "") {
        None => Ok(()),
        Some(sentence) => Err(Refusal::new(
            format!("{name}: {}", sentence.trim_end_matches("; ")),
            "Nothing was imported; take them out of the table, or keep them with `virk informant import --keep-personal`",
        )),
    }
}
