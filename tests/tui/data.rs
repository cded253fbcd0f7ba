//! Variables and crosstabs.

use crate::{screen::Screen, studied::studied};
use virk::tui::{colour::Depth, input::Did};

#[test]
fn data_at_80x24() {
    insta::assert_snapshot!(studied(Depth::True).press("F6 j").snapshot());
}

#[test]
fn crosstab_at_200x60() {
    insta::assert_snapshot!(studied(Depth::None).sized(200, 60).press("F6 j Enter j Enter").snapshot());
}

#[test]
fn two_variables_are_marked_and_crossed() {
    let screen = studied(Depth::True).press("F6 j Enter").says("back is the row; Enter on another variable makes it the column");
    let screen =
        screen.press("j Enter").sees("R I looked back (back)").sees("C I dare more (dare)").sees("Cells: counts").sees("N = 11");
    let screen = screen
        .sees("Left out: 1 row without an answer to one of them")
        .press("c")
        .sees("expected counts")
        .press("c")
        .sees("row %")
        .sees("80 %");
    let screen = screen.press("c").sees("adjusted residuals").press("x").sees("R I dare more (dare)");
    screen.press("Tab").sees("survey · 12 of 12 rows").press("Esc").sees("variable 3 of 4").press("Tab").sees("Mark two variables");
}

#[test]
fn variables_are_chosen_by_name() {
    let screen = studied(Depth::True).press("F6 r").types("dare").press("Enter v").types("town").press("Enter");
    screen.sees("R I dare more (dare)").sees("C town (town)").press("q F6").sees("dare × town");
}

#[test]
fn what_cannot_be_crossed_says_why() {
    let screen = studied(Depth::True).press("F6 Enter").says("id is the row; Enter on another variable makes it the column");
    screen.press("j Enter").sees("`id` has 12 different values, too many to cross");
    let other = Screen::sample(Depth::True).press("F6 j j Enter G k Enter");
    other.sees("survey and register are different people");
}

#[test]
fn the_mouse_marks() {
    let screen = studied(Depth::True)
        .sized(130, 40)
        .press("F6")
        .mouse(Did::Press, "back       I looked")
        .mouse(Did::Press, "back       I looked");
    screen
        .sees("R back")
        .mouse(Did::Press, "town      ")
        .mouse(Did::Press, "town      ")
        .sees("C town (town)")
        .sees("Cells: counts");
}

#[test]
fn without_data_it_says_what_to_do() {
    Screen::on(&[], Depth::True).press("F6").sees("This study has no data yet.").press("Enter c Tab x j k 0 J L v Esc");
}
