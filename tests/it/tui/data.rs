//! Variables and crosstabs.

use super::{screen::Screen, studied::studied};
use virk::study::Command;
use virk::study::dataset::MeasurementLevel;
use virk::tui::app::TerminalCommand;
use virk::tui::colour::ColourDepth;
use virk::tui::key::MouseKind;

#[test]
fn data_at_80x24() {
    insta::assert_snapshot!(studied(ColourDepth::True).press("F6 j").snapshot());
}

#[test]
fn crosstab_at_200x60() {
    insta::assert_snapshot!(
        studied(ColourDepth::None)
            .sized(200, 60)
            .press("F6 j Enter j Enter")
            .snapshot()
    );
}

#[test]
fn two_variables_are_marked_and_crossed() {
    let screen = studied(ColourDepth::True)
        .press("F6 j Enter")
        .says("back is the row; Enter on another variable makes it the column");
    let screen = screen
        .press("j Enter")
        .sees("R I looked back (back)")
        .sees("C I dare more (dare)")
        .sees("Cells: counts")
        .sees("N = 11");
    let screen = screen
        .sees("Left out: 1 row without an answer to one of them")
        .press("c")
        .sees("expected counts")
        .press("c")
        .sees("row %")
        .sees("80 %");
    let screen = screen
        .press("c")
        .sees("adjusted residuals")
        .press("x")
        .sees("R I dare more (dare)");
    screen
        .press("Tab")
        .sees("survey · 12 of 12 rows")
        .press("Esc")
        .sees("variable 3 of 4")
        .press("Tab")
        .sees("Mark two variables");
}

#[test]
fn bars_and_advice_at_80x24() {
    insta::assert_snapshot!(
        studied(ColourDepth::None)
            .press("F6 j Enter j Enter c c c c")
            .snapshot()
    );
}

#[test]
fn the_advice_stands_below_the_crosstab_and_its_sentence_can_be_copied() {
    let screen = Screen::sample(ColourDepth::True)
        .press("F6 r")
        .types("refl_gen")
        .press("Enter v")
        .types("pu_selv")
        .press("Enter");
    let screen = screen
        .sees("association shown: Linear-by-linear association, exact, p = 0.024")
        .sees("… more of the advice: a shows all of it  2 !  ")
        .press("y")
        .says("Copied the sentence");
    let sentence = |wish: &TerminalCommand| matches!(wish, TerminalCommand::Copy(text) if text.starts_with("Higher ") && text.contains("tau-b = "));
    assert!(screen.wishes.iter().any(sentence), "{:?}", screen.wishes);
    let screen = screen
        .press("a")
        .sees_not("Cells:")
        .sees("Kendall")
        .sees("J scrolls")
        .press("J J J J J J J J J J J J J J J J J J J J J J J J J J J J J J");
    let screen = screen
        .sees_not("association shown")
        .sees("as one of three points")
        .press("Esc")
        .sees("Cells: counts")
        .press("c c c c")
        .sees("row % as bars")
        .sees("100 %");
    screen
        .press("Esc Esc y")
        .says("There is no crosstab to copy the sentence of")
        .press("a")
        .sees("Mark two variables");
}

#[test]
fn what_is_looked_at_last_is_advised_on() {
    let screen = studied(ColourDepth::True)
        .sized(130, 40)
        .press("F6 j Enter j Enter");
    let before = screen.text();
    let screen = screen.burst("x x x");
    assert!(screen.text().contains("reckoning …") || screen.text().contains("▸ "));
    let screen = screen
        .press("x")
        .sees("R I looked back (back)")
        .sees_not("reckoning");
    assert_eq!(screen.text(), before);
}

#[test]
fn two_variables_are_tied_to_a_link_and_untied_by_one_undo() {
    let screen = studied(ColourDepth::True)
        .press("F6 l")
        .says("Mark two variables that can be crossed, then link them");
    let screen = screen
        .press("j Enter j Enter l")
        .sees("Which link do back → dare measure?")
        .press("Enter");
    let screen = screen
        .says("back and dare are already indicators of Reflection → Development")
        .press("q F6 Tab j j Enter");
    assert_eq!(screen.study().all_indicators().count(), 2);
    // Town across, dare down: dare measures where the link ends, so town is to measure where it
    // begins.
    let screen = screen
        .press("Esc Esc r")
        .types("dare")
        .press("Enter v")
        .types("town")
        .press("Enter l")
        .types("relationship")
        .press("Enter");
    let screen = screen.says(
        "Now town measures Relationship: the test is in the evidence of Relationship → Development",
    );
    assert_eq!(screen.study().all_indicators().count(), 3);
    let screen = screen
        .press("F4 Right Tab")
        .sees("1 test here")
        .press("F6 u");
    assert_eq!(screen.study().all_indicators().count(), 2);
    let mut session = screen.neighbour_as_anna();
    let known: Vec<_> = session.study().all_indicators().cloned().collect();
    for known in known {
        let (dataset, variable, code) = (known.dataset, known.variable, known.code);
        session
            .perform(Command::SetIndicator {
                dataset,
                variable,
                code,
                measures: false,
            })
            .unwrap();
    }
    let screen = screen
        .give(virk::tui::key::Input::Focus)
        .press("l")
        .types("reflection")
        .press("Enter");
    let screen = screen.says(
        "Now dare measures Reflection and town measures Development: the test is in the evidence of Reflection → Development",
    );
    assert_eq!(screen.study().all_indicators().count(), 2);
    assert_eq!(screen.press("u").study().all_indicators().count(), 0);
}

#[test]
fn variables_are_chosen_by_name() {
    let screen = studied(ColourDepth::True)
        .press("F6 r")
        .types("dare")
        .press("Enter v")
        .types("town")
        .press("Enter");
    screen
        .sees("R I dare more (dare)")
        .sees("C town (town)")
        .press("q F6")
        .sees("dare × town");
}

#[test]
fn what_cannot_be_crossed_says_why() {
    let screen = studied(ColourDepth::True)
        .press("F6 Enter")
        .says("id is the row; Enter on another variable makes it the column");
    screen
        .press("j Enter")
        .sees("`id` only tells the rows apart");
    let other = Screen::sample(ColourDepth::True).press("F6 j j Enter G k Enter");
    other.sees("survey and register are different people");
}

#[test]
fn eighteen_items_in_words_are_confirmed_at_once_and_taken_back_by_one_undo() {
    let screen = Screen::on(&[], ColourDepth::True);
    let scale = ["Never", "Rarely", "Sometimes", "Often", "Always"];
    let mut cells = (1..=18)
        .map(|item| format!("Q2_{item}"))
        .collect::<Vec<_>>()
        .join(",")
        + ",town\n";
    for row in 0..20 {
        let answers = (0..18).map(|item| scale[(row * 3 + item) % 5]);
        cells += &(answers.collect::<Vec<_>>().join(",") + ",Odense\n");
    }
    let file = screen.folder().join("likert.csv");
    std::fs::write(&file, cells).unwrap();
    let mut neighbour = screen.neighbour();
    let survey = virk::import::survey::read_survey(&file, None, None).unwrap();
    neighbour
        .perform(survey.command(neighbour.study()).unwrap())
        .unwrap();
    let level = |screen: &Screen, level: MeasurementLevel| {
        let variables = &screen.study().datasets().next().unwrap().body.variables;
        variables
            .iter()
            .filter(|variable| variable.level == level)
            .count()
    };
    let screen = screen
        .give(virk::tui::key::Input::Focus)
        .press("F6")
        .sees("nominal ?")
        .sees("Seems to be on a scale of frequency");
    assert_eq!(level(&screen, MeasurementLevel::Ordinal), 0);
    let screen = screen
        .press("O")
        .says("18 marked: o confirms their order, e describes them, 0 clears the marks")
        .press("o");
    let screen = screen
        .sees("The order of 18 variables")
        .sees("Never < Rarely < Sometimes < Often < Always")
        .press("Enter");
    assert_eq!(
        (
            level(&screen, MeasurementLevel::Ordinal),
            level(&screen, MeasurementLevel::Nominal)
        ),
        (18, 1)
    );
    let screen = screen.sees_not("nominal ?").press("u");
    assert_eq!(level(&screen, MeasurementLevel::Ordinal), 0);
    // What has no order is asked about no more.
    let screen = screen
        .press("o Ctrl-u")
        .types("no")
        .press("Enter j o")
        .sees("The order of Q2_2")
        .press("Esc");
    let asked = screen
        .study()
        .datasets()
        .next()
        .unwrap()
        .body
        .variables
        .iter()
        .filter(|known| known.proposed.is_some());
    assert_eq!(asked.count(), 17);
    // Several are described at once.
    let screen = screen
        .press("m m e Tab")
        .types("Never; Rarely; Sometimes; Often; Always")
        .press("Enter");
    assert_eq!(level(&screen, MeasurementLevel::Ordinal), 2);
}

#[test]
fn the_mouse_marks() {
    let screen = studied(ColourDepth::True)
        .sized(130, 40)
        .press("F6")
        .mouse(MouseKind::Press, "back       I looked")
        .mouse(MouseKind::Press, "back       I looked");
    screen
        .sees("R back")
        .mouse(MouseKind::Press, "town      ")
        .mouse(MouseKind::Press, "town      ")
        .sees("C town (town)")
        .sees("Cells: counts");
}

#[test]
fn without_data_it_says_what_to_do() {
    Screen::on(&[], ColourDepth::True)
        .press("F6")
        .sees("This study has no data yet.")
        .press("Enter c Tab x j k 0 J L v Esc");
}

#[test]
fn a_variable_is_described_recoded_and_filtered_in_forms() {
    let screen = studied(ColourDepth::None)
        .press("F6 j e")
        .sees("Describe back")
        .sees("Values in order");
    // A level that is none is said, and the form stays as it was typed.
    let screen = screen
        .press("Tab Tab Ctrl-u")
        .types("scale")
        .press("Enter")
        .says("`scale` is not a level. Use nominal, ordinal, interval or id")
        .sees("Describe back");
    let screen = screen
        .press("Ctrl-u")
        .types("nominal")
        .press("Enter")
        .says("Updated `back`");
    let screen = screen
        .press("n Tab")
        .types("1,2=low; 3..=high")
        .press("Enter")
        .says("Made `back_2`: back recoded: 1, 2 → low; 3.. → high; others are missing; N = 11")
        .sees("back_2");
    let screen = screen
        .press("i")
        .types("both")
        .press("Tab Ctrl-u")
        .types("back, -dare")
        .press("Enter")
        .says("Made `both`: mean of back, dare (reversed), where at least 2 of 2 are answered; N = 11");
    let screen = screen
        .press("f Ctrl-u")
        .types("town = Hav")
        .press("Enter")
        .says("a filter needs a reason. Give the reason why these rows are left out")
        .press("Tab")
        .types("why")
        .press("Enter");
    let screen = screen
        .says("no row of `survey` has town = Hav. See `virk data frequencies`")
        .press("Esc Esc");
    assert!(
        screen
            .study()
            .datasets()
            .next()
            .unwrap()
            .variable_index("both")
            .is_some()
    );
    let screen = screen.press("u").press("u").press("u");
    assert_eq!(
        screen
            .study()
            .datasets()
            .next()
            .unwrap()
            .body
            .variables
            .len(),
        4
    );
}

#[test]
fn a_respondent_and_then_the_survey_are_erased_and_what_stays_readable_is_shown() {
    let screen = studied(ColourDepth::None)
        .press("F6 E")
        .sees("Permanently erases answers")
        .types("3")
        .press("Tab")
        .types("surve")
        .press("Enter");
    let screen = screen
        .says("That is not the name: nothing was erased")
        .types("y")
        .press("Enter");
    let screen = screen
        .says("Erased row 3 of `survey`; 11 rows stay, and every test was recomputed")
        .sees("survey · 11 of 11 rows");
    let screen = screen
        .press("E")
        .types("4,5")
        .press("Tab")
        .types("survey")
        .press("Enter")
        .says("Erased rows 4, 5 of `survey`; 9 rows stay, and every test was recomputed");
    let screen = screen
        .press("E")
        .types("40")
        .press("Tab")
        .types("survey")
        .press("Enter")
        .sees("there is no row 40 in `survey`");
    let screen = screen.press("Esc Esc E Tab").types("survey").press("Enter");
    let screen = screen
        .says("Erased `survey`: its 9 rows; it left the study, and its tests with it")
        .sees("Still readable")
        .sees("the name of a dataset: “survey”");
    let screen = screen.press("Enter").says("Copied the list");
    screen
        .press("u")
        .sees("what was erased cannot be brought back");
}
