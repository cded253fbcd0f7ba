//! Taguette's highlights as an HTML page: the words, then their document and tags.

use crate::exchange::taguette;
use crate::import::tabular::TabularData;

/// Title of such a page, in every language of Taguette.
const TITLE: &str = "Taguette";

#[must_use]
pub fn is_highlights(page: &str) -> bool {
    let title = page
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"))
        .map(|(title, _)| title.trim());
    title.is_some_and(|title| title.contains(TITLE)) && page.contains("<strong>")
}

/// The highlights as a table: document, tags, words.
#[must_use]
pub fn cells(page: &str) -> TabularData {
    let body = page.split_once("</h1>").map_or(page, |(_, body)| body);
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    // Each highlight ends with two bold labels: its document and its tags.
    for part in body.split("<hr>") {
        let Some((words, about)) = part.rfind("<p>").map(|at| part.split_at(at)) else {
            continue;
        };
        let mut told = about
            .split("</strong>")
            .skip(1)
            .map(|said| taguette::plain(said.split("<strong>").next().unwrap_or_default()));
        let (Some(document), Some(tags)) = (told.next(), told.next()) else {
            continue;
        };
        columns[0].push(document.trim().to_owned());
        columns[1].push(
            tags.split(',')
                .map(str::trim)
                .collect::<Vec<_>>()
                .join("\n"),
        );
        columns[2].push(taguette::plain(words).trim().to_owned());
    }
    let header = ["document", "tags", "content"].map(str::to_owned).to_vec();
    let columns = columns
        .iter()
        .map(|column| column.iter().collect())
        .collect();
    TabularData {
        header,
        columns,
        ..TabularData::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_of_a_page_are_rows() {
        let page = "<!DOCTYPE html>\n<html><head><title>Taguette highlights</title></head><body>\n<h1>Taguette highlights</h1>\n\n<p>It helped &amp; me</p>\n    <p>\n      <strong>Document:</strong> talk\n      <strong>Tags:</strong>\n        Trust,\n        Hope\n    </p>\n    <hr>\n<p>Two.</p><p>Lines.</p>\n    <p>\n      <strong>Document:</strong> other\n      <strong>Tags:</strong>\n        Trust\n    </p></body></html>";
        assert!(
            is_highlights(page)
                && !is_highlights("<title>Interview</title><p><strong>A:</strong> b")
        );
        let cells = cells(page);
        assert_eq!(cells.columns[0], ["talk", "other"]);
        assert_eq!(cells.columns[1], ["Trust\nHope", "Trust"]);
        assert_eq!(&cells.columns[2][0], "It helped & me");
        assert_eq!(
            cells.columns[2][1].split_whitespace().collect::<Vec<_>>(),
            ["Two.", "Lines."]
        );
    }
}
