//! Speech that means nothing: words drawn by Zipf's law from Danish and English
//! function words and a made-up vocabulary, in turns.

use virk::stats::rng::Rng;

/// What is said most.
const COMMON: &str = "the and I to a it of you that in was they is so but then he she we not what og det jeg er ikke som på til så han hun \
der har med var en et men altså jo øh måske også kunne blev når efter noget hvordan virker";
/// What the rest is put together from.
const SYLLABLES: &str = "ar be da en fo gi ha ik jo ka li mø ne or på ra så ti ud ve ær bø lå ste kra gru mel tor vin hus sol dag tig ske lig";
/// How many different words there are.
const VOCABULARY: usize = 30_000;
/// The resolution of Zipf's law.
const DRAWS: usize = 1 << 16;

/// A stream of turns.
pub struct Speech {
    rng: Rng,
    vocabulary: Vec<String>,
    /// Places in the vocabulary, each as often as Zipf's law has it.
    draws: Vec<u16>,
}

impl Speech {
    /// Speech determined by a stream of random numbers.
    pub fn new(mut rng: Rng) -> Speech {
        let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
        let mut vocabulary: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
        while vocabulary.len() < VOCABULARY {
            let length = 1 + rng.below(4);
            vocabulary.push(
                (0..length)
                    .map(|_| syllables[rng.below(syllables.len() as u32) as usize])
                    .collect(),
            );
        }
        // The word of rank r takes a share of 1 / r: its draws end where the harmonic sum has come
        // to.
        let total: f64 = (1..=VOCABULARY).map(|rank| 1.0 / rank as f64).sum();
        let mut draws = Vec::with_capacity(DRAWS);
        let mut sum = 0.0;
        for rank in 1..=VOCABULARY {
            sum += 1.0 / rank as f64;
            let until = (sum / total * DRAWS as f64) as usize;
            draws.resize(until.max(draws.len()), (rank - 1) as u16);
        }
        draws.resize(DRAWS, 0);
        Speech {
            rng,
            vocabulary,
            draws,
        }
    }

    /// A transcript of exactly `words` spoken words between an interviewer and informant number
    /// `number`.
    pub fn transcript(&mut self, words: usize, number: usize) -> String {
        let mut text = String::with_capacity(words * 7);
        text.push_str("[Synthetic speech for measuring. Nobody said this.]\n");
        let mut left = words;
        while left > 0 {
            let asked = (3 + self.rng.below(10) as usize).min(left);
            text.push_str("\nInterviewer: ");
            self.say(&mut text, asked, '?');
            left -= asked;
            let answered = (15 + self.rng.below(160) as usize).min(left);
            if answered > 0 {
                text.push_str(&format!("\nInformant {number}: "));
                self.say(&mut text, answered, '.');
                left -= answered;
            }
        }
        text
    }

    /// One short sentence, without a stop.
    pub fn sentence(&mut self, words: usize) -> String {
        let mut text = String::new();
        for place in 0..words {
            text.push_str(if place > 0 { " " } else { "" });
            text.push_str(self.word());
        }
        text
    }

    /// Says `words` words in sentences and ends the paragraph.
    fn say(&mut self, text: &mut String, words: usize, end: char) {
        let mut until_stop = 4 + self.rng.below(16);
        for place in 1..=words {
            text.push_str(self.word());
            until_stop -= 1;
            match (place == words, until_stop) {
                (true, _) => text.push(end),
                (_, 0) => {
                    text.push_str(". ");
                    until_stop = 4 + self.rng.below(16);
                }
                _ => text.push_str(if self.rng.below(14) == 0 { ", " } else { " " }),
            }
        }
        text.push('\n');
    }

    fn word(&mut self) -> &str {
        let draw = self.draws[self.rng.below(DRAWS as u32) as usize];
        &self.vocabulary[draw as usize]
    }
}
