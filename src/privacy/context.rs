//! Judges a number by the words around it: whose it is, or what it counts.

use super::near_digits::{ceil, floor};
use regex::Regex;
use std::sync::LazyLock;

/// A pattern compiled once. `None` cannot occur, since tests compile every pattern.
pub(super) type LazyRegex = LazyLock<Option<Regex>>;

pub(super) fn pattern(written: &str) -> Option<Regex> {
    let read = Regex::new(written);
    debug_assert!(read.is_ok(), "{read:?}");
    read.ok()
}

/// Bytes examined before and behind a number.
const BEFORE: usize = 90;
const AFTER: usize = 24;
/// Bytes examined before a number that may be part of a URL.
const LINK: usize = 240;

/// A run of digits in its text; patterns see the text around it in lower case.
pub(super) struct NumberContext<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> NumberContext<'t> {
    pub fn new(text: &'t str, start: usize, end: usize) -> NumberContext<'t> {
        NumberContext { text, start, end }
    }

    fn before(&self) -> String {
        let from = ceil(self.text, self.start.saturating_sub(BEFORE));
        self.text[from..self.start].to_lowercase()
    }

    fn after(&self) -> String {
        let to = floor(self.text, (self.end + AFTER).min(self.text.len()));
        self.text[self.end..to].to_lowercase()
    }

    /// True if `pattern` matches the text before the run.
    pub fn follows(&self, pattern: &LazyRegex) -> bool {
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(&self.before()))
    }

    /// True if `pattern` matches the text behind the run.
    pub fn precedes(&self, pattern: &LazyRegex) -> bool {
        pattern
            .as_ref()
            .is_some_and(|pattern| pattern.is_match(&self.after()))
    }

    /// Counts or measures something: money, weeks, lines, pages, people, a statistic.
    pub fn measures(&self) -> bool {
        self.follows(&COUNTED) || self.precedes(&UNIT)
    }

    /// Identifies a product, a book, a company.
    pub fn is_of_things(&self) -> bool {
        self.follows(&THINGS) || self.is_in_link()
    }

    /// Identifies a case, an account, a file.
    pub fn is_of_records(&self) -> bool {
        self.follows(&RECORDS)
    }

    /// Part of a URL or a DOI.
    fn is_in_link(&self) -> bool {
        let near = floor(self.text, self.start.saturating_sub(LINK));
        let from = self.text[near..self.start]
            .rfind(char::is_whitespace)
            .map_or(near, |at| near + at + 1);
        let to = self.text[self.start..self.end]
            .find(char::is_whitespace)
            .map_or(self.end, |at| self.start + at);
        let word = self.text[from..to]
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '<' | '[' | '"'));
        let bare = &word[..word.len()
            - word
                .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
                .len()];
        let doi = bare.starts_with("10.") && word[bare.len()..].starts_with('/');
        doi || ["://", "www.", "doi", "DOI"]
            .iter()
            .any(|mark| word.contains(mark))
            && !word.starts_with("tel:")
    }

    /// Number of letters directly behind the run.
    pub fn letters_behind(&self) -> usize {
        self.text[self.end..]
            .chars()
            .take_while(|c| c.is_alphabetic())
            .count()
    }

    /// True if adjacent letters form a word, rather than a label such as `NCT02030405`.
    pub fn is_glued_to_word(&self) -> bool {
        let letters = |c: &char| c.is_alphabetic();
        let before: Vec<char> = self.text[..self.start]
            .chars()
            .rev()
            .take_while(letters)
            .collect();
        let after: Vec<char> = self.text[self.end..].chars().take_while(letters).collect();
        let word = |letters: &[char], inner: &[char]| {
            letters.is_empty() || letters.len() > 2 && inner.iter().all(|c| c.is_lowercase())
        };
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_digit() && c != '_');
        let all: String = before.iter().rev().collect();
        let named = all.eq_ignore_ascii_case("cpr");
        let ends = outside(self.text[..self.start].chars().rev().nth(before.len()))
            && outside(self.text[self.end..].chars().nth(after.len()));
        // The first letter of a word may be upper case.
        let inner = &before[..before.len().saturating_sub(1)];
        ends && (named || word(&before, inner)) && word(&after, after.get(1..).unwrap_or_default())
    }
}

/// Text before a quantity, possibly with other numbers in between.
static COUNTED: LazyRegex = LazyLock::new(|| {
    let words = r"kr|kroner|kronor|dkk|sek|nok|eur|euro|usd|gbp|chf|beløb\p{L}*|belopp\p{L}*|betrag|amount|sum|budget\p{L}*|pris\p{L}*|price|uge|uger|ugerne|ugenr|week|weeks|wk|wks|vecka|veckor|veckorna|uke|uker|woche|wochen|kw|linje|linjer|linjerne|linjenr|line|lines|ll|rad|rader|raderna|zeile|zeilen|side|sider|siderne|sidetal|sidor|sida|sid|page|pages|pp|seite|seiten|række|rækker|rækkerne|row|rows|celle|celler|cells?|afsnit|kapitel|tabel|tabell|table|tabelle|figur|figure|kolonne|kolonner|år|årene|years?|jahre?|alder|ages?|aged|klokken|score|scores|points?|værdier\p{L}*|values?|antal|number of|anzahl|puls|\p{L}*måling(?:er|erne)?|\p{L}*mätningar|\p{L}*messungen|\p{L}*tallene|turn|turns|post|poster";
    pattern(&format!(
        r"(?:(?:^|[^\p{{L}}])(?:{words}|(?:s|p|l|z|bl|kl|v|ver|rev|nr\. s)\.)[\s.:#=]{{0,3}}(?:[0-9][0-9 .:-]*(?:,|og|och|and|und|&|til|to|till|bis|-)\s*)*\s?|[€$£§¥]\s?|\b(?:n|p|m|sd|se|r|r²|f|t|z|b|β|df|or|rr|hr|ci|χ²|x²|aic|bic|ll|md|mdn|iqr|u|w|h|d|g|κ|α|η²|ε²|v|rmsea|cfi)\s?(?:\([^()]{{0,12}}\))?\s?[=<>≈≤≥]\s?[-(\[]?)$"
    ))
});

/// Text behind a quantity.
static UNIT: LazyRegex = LazyLock::new(|| {
    pattern(
        r"^(?:,-|,--|\.-|,00\b|\s?[%‰€$£¥°]|\s?(?:kr|kroner|kronor|krone|dkk|sek|nok|eur|euro|euros|usd|gbp|chf|pund|pounds|dollars?|mio|mia|mill|millioner|million|millions|milliarder|mrd|tusind|t\.?kr|procent|prosent|prozent|percent|pct|stk|stykker|styk|timer|timar|timmar|hours|stunden|minutter|minuter|minutes|minuten|sekunder|seconds|dage|dagar|dager|days|tage|uger|veckor|uker|weeks|wochen|måneder|månader|months|monate|år|years|jahre|personer|people|persons|personen|deltagere|participants|respondenter|respondents|besvarelser|svar|answers|borgere|indbyggere|inhabitants|einwohner|elever|ord|words|wörter|tegn|characters|linjer|lines|zeilen|sider|sidor|pages|seiten|rækker|rows|rader|records|slag|bpm|mmhg|grader|grad|cm|mm|ms|ml|mg|km|m2|m²|kg|mb|gb|kb|bytes|ha|kwh)(?:[^\p{L}]|$))",
    )
});

/// Text before numbers of goods, books, companies and points in time.
static THINGS: LazyRegex = LazyLock::new(|| {
    pattern(
        r"(?:(?:^|[^\p{L}])(?:isbn(?:-1[03])?|issn|e-?issn|doi|pmid|pmcid|pmc|orcid|arxiv|cvr|cvr-?n\p{L}*|se-?(?:nr|nummer)|p-(?:nr|nummer)|ean|gln|gtin|upc|vat|moms|ust\p{L}*|org|organisations\p{L}*|ordre\p{L}*|order|orders|bestellnummer|bestilling\p{L}*|faktura\p{L}*|invoice|rechnung\p{L}*|vare\p{L}*|artikel\p{L}*|article|item|serie\p{L}*|serial|sn|model\p{L}*|batch|lot|stregkode|barcode|licens|licen[sc]e|version|build|release|patch|commit|timestamp|tidsstempel|unix|epoch|matrikel\p{L}*|grant|bevilling\p{L}*|tracking|pakke\p{L}*|part|del)(?:[-. ]{0,2}(?:nr|no|num|number|nummer|numret|nummeret|id))?[\s.:#=]{0,3}(?:er|is|var|ist|är)?\s?)$",
    )
});

/// Text before numbers of cases, accounts and rows.
static RECORDS: LazyRegex = LazyLock::new(|| {
    pattern(
        r"(?:(?:^|[^\p{L}])(?:sag|sagen|sagsn\p{L}*|j|journal\p{L}*|case|ref|reference|referencen\p{L}*|bilag\p{L}*|konto\p{L}*|account|reg|regn\p{L}*|id|id-?n\p{L}*|respondent\p{L}*|løben\p{L}*|record|kunden\p{L}*|kunde|customer|medlem\p{L}*|member|token|ticket|booking\p{L}*|dokumentn\p{L}*|projekt\p{L}*|project|protokol\p{L}*|postn\p{L}*|postboks|zip|aktenzeichen|diarie\p{L}*|dnr|sak|saksn\p{L}*|ärende\p{L}*|prøven\p{L}*|sample|skema\p{L}*|spørgeskema\p{L}*|variabel|variable)(?:[-. ]{0,2}(?:nr|no|num|number|nummer|numret|nummeret|id))?[\s.:#=]{0,3}(?:er|is|var|ist|är)?\s?)$",
    )
});
