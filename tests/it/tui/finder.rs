//! Help and palette find what people mean by the words they use.

use super::screen::Screen;
use super::studied::studied;
use virk::tui::colour::ColourDepth;
use virk::tui::screens::ACTIONS;
use virk::tui::synonyms;

/// What a person types, and the action meant, as seen from the list of documents.
const WORDS: [(&str, &str); 64] = [
    ("undo", "undo"),
    ("fortryd", "undo"),
    ("redo", "redo"),
    ("delete", "uncode"),
    ("slet", "uncode"),
    ("remove", "uncode"),
    ("rename", "rename_code"),
    ("omdøb", "rename_code"),
    ("filter", "narrow"),
    ("export", "export"),
    ("eksporter", "export"),
    ("comment", "memo"),
    ("annotate", "memo"),
    ("note", "memo"),
    ("notat", "memo"),
    ("memo", "memo"),
    ("chi-square", "data"),
    ("crosstab", "data"),
    ("krydstabel", "data"),
    ("survey", "data"),
    ("spss", "data"),
    ("import", "import"),
    ("importer", "import"),
    ("add transcript", "import"),
    ("merge", "merge_code"),
    ("flet", "merge_code"),
    ("split", "split_code"),
    ("highlight", "code"),
    ("tag", "code"),
    ("kode", "code"),
    ("theme", "condensations"),
    ("temaer", "condensations"),
    ("case", "informants"),
    ("participants", "informants"),
    ("respondents", "informants"),
    ("kappa", "raters"),
    ("reliability", "raters"),
    ("search", "search"),
    ("find", "search"),
    ("søg", "search"),
    ("copy", "copy"),
    ("quit", "quit"),
    ("exit", "quit"),
    ("save", "quit"),
    ("help", "help"),
    ("shortcuts", "help"),
    ("dark mode", "light_or_dark"),
    ("colors", "light_or_dark"),
    ("theory", "theory_board"),
    ("model", "theory_board"),
    ("diagram", "theory_board"),
    ("cmo", "configurations"),
    ("matrix", "matrix"),
    ("word cloud", "word_counts"),
    ("gdpr", "personal_data"),
    ("anonymise", "personal_data"),
    ("report", "export"),
    ("backup", "export"),
    ("subcode", "new_code_under"),
    ("conclusion", "verdict"),
    ("missing values", "describe_variable"),
    ("moderator", "moderate_link"),
    ("withdraw", "erase_document"),
    ("codebook", "codes"),
];

/// The first row of the list after typing.
fn first_row(list: &str, word: &str) -> String {
    let screen = studied(ColourDepth::True)
        .sized(160, 40)
        .press(list)
        .types(word);
    let text = screen.text();
    let rows = text
        .lines()
        .skip_while(|line| !line.contains(&format!("› {word}")));
    rows.clone().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn sixty_words_that_people_say_find_the_action_meant() {
    let mut missed = Vec::new();
    for (word, name) in WORDS {
        let action = ACTIONS.find(name).unwrap();
        let doc: String = action.doc.chars().take(40).collect();
        for list in ["?", ":"] {
            let row = first_row(list, word);
            if !row.contains(&doc) {
                missed.push(format!("{list} {word}: {} instead of {name}", row.trim()));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_word_belongs_to_an_action() {
    for (name, words) in synonyms::all() {
        assert!(ACTIONS.find(name).is_some(), "there is no action {name}");
        assert!(!words.is_empty(), "{name}");
    }
}

#[test]
fn the_palette_reaches_the_actions_of_every_view_and_goes_there() {
    studied(ColourDepth::True)
        .press(":")
        .types("new code under")
        .press("Enter")
        .sees("Codebook");
    Screen::on(&[], ColourDepth::True)
        .press(":")
        .types("in vivo")
        .press("Enter")
        .says("Import a transcript first");
}
