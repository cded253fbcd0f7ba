//! Sentences about a change, ready to be pasted into a report.

use super::{PairedChange, ShareChange};
use crate::stats::phrase::{Scale, SentenceLanguage, phrase};

impl PairedChange {
    /// The sentence about one share.
    pub(super) fn share_sentence(
        &self,
        t: SentenceLanguage,
        share: &ShareChange,
        p: Option<f64>,
        alpha: f64,
    ) -> String {
        let n = self.n as f64;
        let part = |share: f64| t.part((share * n).round(), n, 0);
        let quoted = t.quoted(&share.answer.label);
        let what = format!("{} {quoted}", t.say("the share of", "andelen af"));
        let ends = || (part(share.before), part(share.after));
        let stands = self.stands(t, &what, ends());
        let Some(p) = p else {
            return match t {
                SentenceLanguage::English => {
                    format!("Nobody changed to or from {quoted}: {stands}.")
                }
                SentenceLanguage::Danish => {
                    format!("Ingen skiftede til eller fra {quoted}: {stands}.")
                }
            };
        };
        let points = t.estimate(share.difference, share.interval.as_ref(), Scale::Points(0));
        let sign = if share.difference > 0.0 { "+" } else { "" };
        let test = t.say("McNemar’s test with mid-p", "McNemars test med mid-p");
        let numbers = format!(
            "{} {sign}{points}; {test}: {}; N = {}",
            t.say("change", "ændring"),
            t.p_against(p, alpha),
            t.count(n)
        );
        let (gained, lost) = (t.count(share.gained as f64), t.count(share.lost as f64));
        let moved = match t {
            SentenceLanguage::English => format!("{gained} changed to {quoted} and {lost} from it"),
            SentenceLanguage::Danish => {
                format!("{gained} skiftede til {quoted} og {lost} fra {quoted}")
            }
        };
        if p <= alpha {
            let verb = if share.difference > 0.0 {
                t.say("rose", "steg")
            } else {
                t.say("fell", "faldt")
            };
            return format!(
                "{} ({numbers}): {moved}.",
                phrase(&self.spans(t, &what, verb, ends()), true)
            );
        }
        match t {
            SentenceLanguage::English => {
                format!("A change was not shown: {stands} ({numbers}); {moved}.")
            }
            SentenceLanguage::Danish => {
                format!("En ændring er ikke påvist: {stands} ({numbers}); {moved}.")
            }
        }
    }

    /// "the mean rose from 3.2 for “Trust before” to 3.8 for “Trust after”"; if both have the same
    /// label: "the mean of “Trust” rose from 3.2 before to 3.8 after".
    pub(super) fn spans(
        &self,
        t: SentenceLanguage,
        what: &str,
        verb: &str,
        (from, to): (String, String),
    ) -> String {
        let (before, after) = (t.quoted(&self.before.label), t.quoted(&self.after.label));
        match (before == after, t) {
            (true, SentenceLanguage::English) => {
                format!("{what} for {after} {verb} from {from} before to {to} after")
            }
            (true, SentenceLanguage::Danish) => {
                format!("{what} for {after} {verb} fra {from} før til {to} efter")
            }
            (false, SentenceLanguage::English) => {
                format!("{what} {verb} from {from} for {before} to {to} for {after}")
            }
            (false, SentenceLanguage::Danish) => {
                format!("{what} {verb} fra {from} for {before} til {to} for {after}")
            }
        }
    }

    /// "the mean is 3.2 for “Trust before” and 3.3 for “Trust after”", where no direction is
    /// claimed.
    pub(super) fn stands(
        &self,
        t: SentenceLanguage,
        what: &str,
        (from, to): (String, String),
    ) -> String {
        let (before, after) = (t.quoted(&self.before.label), t.quoted(&self.after.label));
        match (before == after, t) {
            (true, SentenceLanguage::English) => {
                format!("{what} for {after} is {from} before and {to} after")
            }
            (true, SentenceLanguage::Danish) => {
                format!("{what} for {after} er {from} før og {to} efter")
            }
            (false, SentenceLanguage::English) => {
                format!("{what} is {from} for {before} and {to} for {after}")
            }
            (false, SentenceLanguage::Danish) => {
                format!("{what} er {from} for {before} og {to} for {after}")
            }
        }
    }

    /// "The largest change is that of “Yes”, from 40 % to 55 % (+15 percentage points [2; 27], 95 %
    /// CI)."
    pub(super) fn largest(&self, t: SentenceLanguage, share: &ShareChange) -> String {
        let n = self.n as f64;
        let percent = |share: f64| t.percent((share * n).round(), n, 0);
        let (quoted, from, to) = (
            t.quoted(&share.answer.label),
            percent(share.before),
            percent(share.after),
        );
        let sign = if share.difference > 0.0 { "+" } else { "" };
        let points = t.estimate(share.difference, share.interval.as_ref(), Scale::Points(0));
        match t {
            SentenceLanguage::English => format!(
                "The largest change is that of {quoted}, from {from} to {to} ({sign}{points})."
            ),
            SentenceLanguage::Danish => format!(
                "Den største ændring er for {quoted}, fra {from} til {to} ({sign}{points})."
            ),
        }
    }
}
