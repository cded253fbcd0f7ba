//! What identifies somebody, by keys: told when it is typed, and listed.

use super::screen::Screen;

const TALK: &str = "I: Hvad så?\nM: #[Jeg bor på Nørregade 12|]#, ring 20 30 40 50.\nI: Ja.";

#[test]
fn what_is_typed_is_told_on_the_last_line() {
    let screen = Screen::with(TALK)
        .press("m")
        .types("write to a.b@example.org")
        .press("Enter");
    screen
        .says("Memo written. It holds an e-mail address: check whether that identifies somebody")
        .sees("It holds an e-mail address");
}

#[test]
fn the_study_is_looked_through_and_a_place_leads_there() {
    let screen = Screen::with(TALK)
        .press("m")
        .types("write to a.b@example.org")
        .press("Enter g p");
    let screen = screen
        .sees("3 places may identify somebody")
        .sees("phone number")
        .sees("street address")
        .sees("e-mail address");
    // What is found is told by its place, never repeated.
    let screen = screen
        .sees_not("a.b@example")
        .press("Down Enter")
        .says("phone number: document");
    screen.sees("ring 20 30 40 50");
}

#[test]
fn where_nothing_is_found_it_is_said() {
    let screen = Screen::with("I: #[Hvad|]# så?").press("g p");
    screen.says(
        "Nothing found that identifies people; virk looks for numbers and addresses, not names",
    );
}
