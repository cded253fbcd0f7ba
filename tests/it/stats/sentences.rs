//! Sentences to paste: each must be true for the levels of its variables, in English and Danish,
//! and claim nothing that its source does not say. The tables are those of which wrong sentences
//! were once said.

use virk::stats::advice::{
    Advice, AdviceCode, AdviceRequest, AlternativeMethod, AssociationStatus, EffectMeasure,
    Expectation, SideLevel, TableSide, advise,
};
use virk::stats::{Table, association, groups, planning};

fn named(name: &str, labels: &[&str]) -> TableSide {
    TableSide::new(name, SideLevel::Nominal).with_labels(labels.iter().copied())
}

fn ordered(name: &str, labels: &[&str]) -> TableSide {
    TableSide::new(name, SideLevel::Ordinal).with_labels(labels.iter().copied())
}

const OFTEN: [&str; 5] = ["Never", "Seldom", "Sometimes", "Often", "Always"];

fn crossed(counts: &[u64], row: TableSide, column: TableSide) -> Table {
    Table::from_counts(row.labels.len(), column.labels.len(), counts)
        .unwrap()
        .with_sides(row, column)
        .unwrap()
}

fn advised(counts: &[u64], row: TableSide, column: TableSide) -> Advice {
    advise(&crossed(counts, row, column), &AdviceRequest::default())
}

fn gender() -> TableSide {
    named("Gender", &["Man", "Woman"])
}

fn all(advice: &Advice) -> String {
    let messages = advice
        .messages
        .iter()
        .flat_map(|message| [message.english.as_str(), message.danish.as_str()]);
    messages
        .chain([advice.english.as_str(), advice.danish.as_str()])
        .collect::<Vec<_>>()
        .join("\n")
}

#[track_caller]
fn never(advice: &Advice, words: &[&str]) {
    let text = all(advice);
    for wrong in words {
        assert!(!text.contains(wrong), "“{wrong}” in: {text}");
    }
}

#[test]
fn two_names_get_shares_and_no_direction() {
    // The same people with the codes given out the other way round: the same sentence.
    let job = || named("In a job", &["Yes", "No"]).with_yes(0);
    let one = advised(&[32, 18, 20, 30], gender(), job());
    let turned = advised(
        &[18, 32, 30, 20],
        gender(),
        named("In a job", &["No", "Yes"]).with_yes(1),
    );
    for advice in [&one, &turned] {
        // Score test by SciPy: 0.0434, 0.4188; ratio by statsmodels: 1.087, 2.428 (`effects.json`).
        assert_eq!(
            advice.english,
            "“In a job” is “Yes” for 64 % (32 of 50) of those whose “Gender” is “Man” and for 40 % (20 of 50) of those whose “Gender” \
             is “Woman” (difference 24 percentage points [4; 42], 95 % CI; relative risk 1.60 [1.09; 2.43], 95 % CI; \
             N − 1 chi-square: χ²(1) = 5.71, p = .017; N = 100)."
        );
        assert!(advice.direction.is_none());
        never(advice, &["igher Gender", "øjere Gender", "goes with"]);
    }
    assert!(
        one.danish.starts_with("»In a job« er »Yes« for 64 % (32 af 50) af dem, hvis »Gender« er »Man«, og for 40 % (20 af 50) af")
    );
    assert!(
        one.danish
            .contains("forskel 24 procentpoint [4; 42], 95 %-konfidensinterval")
            && one.danish.contains("p = 0,017")
    );
    // Whoever is asked first, the answer that means yes is told.
    let asked_first = advised(&[32, 20, 18, 30], job(), gender());
    assert_eq!(asked_first.english, one.english);
}

#[test]
fn groups_on_a_scale_get_medians_and_the_probability_of_a_higher_answer() {
    let two = advised(
        &[1, 2, 6, 9, 12, 8, 7, 8, 4, 4],
        gender(),
        ordered("Trust", &OFTEN),
    );
    assert!(two.english.starts_with(
        "Values of “Trust” tend to be higher for those whose “Gender” is “Man” than for those whose “Gender” is “Woman” (probability"
    ));
    let chance = "probability that someone whose “Gender” is “Man” has a higher value of “Trust” than someone whose “Gender” is “Woman”, \
                  ties counted as one half: .77 [.63; .86], 95 % CI; exact Mann–Whitney test: p < .001; N = 61)";
    assert!(two.english.contains(chance), "{}", two.english);
    let medians = "The median of “Trust” is “Often” for “Man” (n = 30) and “Sometimes” for “Woman” (n = 31). “Trust” runs from “Never” to “Always”.";
    assert!(two.english.ends_with(medians), "{}", two.english);
    assert!(
        two.danish.starts_with(
            "Værdierne af »Trust« har en tendens til at være højere blandt dem, hvis »Gender« er »Man«, end blandt dem"
        )
    );
    assert!(two.direction.is_none());
    never(&two, &["igher Gender", "lower Trust", "tau-b"]);
    let many = advised(
        &[2, 5, 9, 8, 6, 1, 4, 4, 4],
        named("Region", &["N", "S", "E"]),
        ordered("Trust", &["low", "mid", "high"]),
    );
    assert!(
        many.english
            .starts_with("Values of “Trust” differ between the groups of “Region” (ε² = .23")
    );
    assert!(
        many.english
            .ends_with("The median of “Trust” is “high” for “N” (n = 16), “low” for “S” (n = 15) and “mid” for “E” (n = 12).")
    );
    assert!(
        many.danish
            .contains("Medianen af »Trust« er »high« for »N« (n = 16), »low« for »S«")
    );
    // The large-sample p would be .0087; in a table this sparse every table with its margins is
    // looked at.
    assert!(many.english.contains("exact Kruskal–Wallis test: p = .008"));
    never(&many, &["igher Region", "V ="]);
}

#[test]
fn an_ordered_pair_names_its_order_and_scores_that_are_not_plain() {
    let side = |name: &str| {
        ordered(name, &["Never", "Sometimes", "Always"]).with_codes(Some(vec![1.0, 3.0, 2.0]))
    };
    let rising = advised(&[14, 8, 4, 9, 10, 9, 4, 8, 14], side("Alpha"), side("Beta"));
    // coin::lbl_test: p .0008 (of the numbers of the codes it would be .0996).
    assert!(
        rising
            .english
            .starts_with("Higher values of “Alpha” go with higher values of “Beta” (tau-b = .34 ["),
        "{}",
        rising.english
    );
    assert!(
        rising.english.contains("p < .001")
            && rising
                .english
                .ends_with("Both run from “Never” to “Always”.")
    );
    assert!(
        rising
            .danish
            .ends_with("Begge går fra »Never« til »Always«.")
    );
    // Declared from the highest code down: the words and the sign go together.
    let falling = advised(&[4, 8, 14, 9, 10, 9, 14, 8, 4], side("Alpha"), side("Beta"));
    assert!(
        falling
            .english
            .starts_with("Higher values of “Alpha” go with lower values of “Beta” (tau-b = −.34 [")
    );
    assert_eq!(falling.direction, Some(Expectation::Falling));
    let dose = ordered("Dose", &["0", "100", "250", "600"])
        .with_codes(Some(vec![0.0, 100.0, 250.0, 600.0]));
    let uneven = advised(
        &[10, 6, 3, 1, 6, 8, 5, 4, 2, 4, 7, 9],
        ordered("Use", &["a", "b", "c"]),
        dose,
    );
    assert!(
        uneven
            .english
            .ends_with("The linear-by-linear test takes 0, 100, 250 and 600 as scores of “Dose”."),
        "{}",
        uneven.english
    );
    assert!(uneven.danish.ends_with(
        "Testen for lineær sammenhæng bruger 0, 100, 250 og 600 som scorer for »Dose«."
    ));
}

#[test]
fn a_yes_gives_a_direction_and_its_code_does_not() {
    let question = AdviceRequest {
        expected: Expectation::Rising,
        ..AdviceRequest::default()
    };
    let trust = || ordered("Trust", &["low", "mid", "high"]);
    let first = crossed(
        &[2, 5, 9, 8, 6, 1],
        named("Mentor", &["Yes", "No"]).with_yes(0),
        trust(),
    );
    let last = crossed(
        &[8, 6, 1, 2, 5, 9],
        named("Mentor", &["No", "Yes"]).with_yes(1),
        trust(),
    );
    for table in [first, last] {
        let advice = advise(&table, &question);
        assert_eq!(
            (advice.status, advice.direction),
            (AssociationStatus::Shown, Some(Expectation::Rising))
        );
        let falling = AdviceRequest {
            expected: Expectation::Falling,
            ..AdviceRequest::default()
        };
        let contrary = advise(&table, &falling);
        assert_eq!(contrary.status, AssociationStatus::Contrary);
        assert!(
            contrary.english.starts_with(
                "Contrary to what was expected, values of “Trust” tend to be higher for those whose “Mentor” is “Yes”"
            )
        );
        assert!(contrary.danish.starts_with(
            "Modsat forventningen gælder, at værdierne af »Trust« har en tendens til at være højere"
        ));
    }
}

#[test]
fn eight_people_give_no_certainty() {
    let eight = advised(&[0, 4, 4, 0], gender(), named("In a job", &["Yes", "No"]));
    assert!(
        eight
            .english
            .contains("for 4 of the 4 whose “Gender” is “Man”")
            && eight.english.contains("[29; 100]")
            && !eight.english.contains("400")
    );
    let phi = association::phi(&Table::from_counts(2, 2, &[0, 4, 4, 0]).unwrap())
        .unwrap()
        .interval
        .unwrap();
    assert!(
        phi.low == -1.0 && phi.high > -0.4 && phi.high < -0.1,
        "{phi:?}"
    );
    let fifty = association::phi(&Table::from_counts(2, 2, &[25, 0, 0, 25]).unwrap())
        .unwrap()
        .interval
        .unwrap();
    assert!(fifty.low > 0.8 && fifty.low < 0.95, "{fifty:?}");
    let line = advised(
        &[5, 0, 0, 0, 6, 0, 0, 0, 7],
        ordered("A", &["1", "2", "3"]),
        ordered("B", &["1", "2", "3"]),
    );
    let interval = line.association.unwrap().interval.unwrap();
    assert!(interval.high == 1.0 && interval.low < 0.9, "{interval:?}");
}

#[test]
fn what_was_not_shown_says_what_the_interval_leaves_room_for() {
    let region = named("Region", &["a", "b", "c"]);
    let kw = advised(
        &[4, 6, 8, 10, 8, 5, 7, 8, 8, 6, 6, 8, 7, 7, 5],
        region,
        ordered("Trust", &OFTEN),
    );
    assert!(
        kw.english
            .ends_with("The data leave room for relations up to ε² = .09."),
        "{}",
        kw.english
    );
    // df = 2, not 8: 9.63/102 (R: uniroot of pchisq(qchisq(.95, 2), 2, ncp) at .2 gives 9.6347).
    assert!(all(&kw).contains("only ε² of about .09 or more would be found with 80 % probability"));
    let w = planning::detectable_w(0.8, 103.0, 2, 0.05).unwrap();
    assert!((103.0 * w * w - 9.634_7).abs() < 1e-3);
    // V of the same table: no interval of no width, and an end of about .25 where it was .00.
    let v = association::cramers_v_corrected(
        &Table::from_counts(3, 5, &[4, 6, 8, 10, 8, 5, 7, 8, 8, 6, 6, 8, 7, 7, 5]).unwrap(),
    );
    let ends = v.unwrap().interval.unwrap();
    assert!(
        ends.low == 0.0 && (0.2..0.3).contains(&ends.high),
        "{ends:?}"
    );
    let twelve = advised(&[1, 5, 4, 2], gender(), named("In a job", &["Yes", "No"]));
    assert_eq!(twelve.status, AssociationStatus::NotShown);
    assert!(
        twelve.english.contains("[−8; 83]")
            && twelve.english.ends_with("from −8 to 83 percentage points.")
    );
    // Six thousand answers: that is evidence, and nothing says otherwise.
    let table = crossed(
        &[1500, 1500, 1500, 1500],
        gender(),
        named("In a job", &["Yes", "No"]),
    );
    let many = advise(&table, &AdviceRequest::default());
    assert!(
        many.english
            .ends_with("The data leave room for a difference from −2.5 to 2.5 percentage points."),
        "{}",
        many.english
    );
    never(
        &many,
        &[
            "no evidence",
            "“Not shown” is not",
            "viser ikke, at der ingen er",
        ],
    );
    let slight = advise(
        &table,
        &AdviceRequest {
            smallest: Some(0.1),
            ..AdviceRequest::default()
        },
    );
    assert_eq!(slight.status, AssociationStatus::Slight);
    assert!(
        slight.english.contains("is at most slight")
            && slight.english.contains("φ = .00 [−.03; .03]")
    );
    assert!(slight.danish.contains("er højst svag"));
    let few = advise(
        &crossed(&[1, 5, 4, 2], gender(), named("Job", &["Yes", "No"])),
        &AdviceRequest {
            smallest: Some(0.1),
            ..AdviceRequest::default()
        },
    );
    assert_eq!(few.status, AssociationStatus::Imprecise);
    assert!(
        few.english.contains("too imprecise to say")
            && few.danish.contains("for usikkert til at sige")
    );
}

#[test]
fn a_relation_that_bends_is_told_and_never_slight() {
    let counts = [2, 4, 24, 8, 14, 8, 20, 8, 2, 8, 14, 8, 2, 4, 24];
    let table = crossed(
        &counts,
        ordered("Stress", &OFTEN),
        ordered("Performance", &["low", "mid", "high"]),
    );
    let bent = advise(
        &table,
        &AdviceRequest {
            smallest: Some(0.2),
            ..AdviceRequest::default()
        },
    );
    assert_eq!(bent.status, AssociationStatus::NotShown);
    assert!(bent.bent.unwrap() < 1e-8);
    assert!(
        bent.english
            .starts_with("“Stress” and “Performance” are related (Pearson chi-square: χ²(8) = "),
        "{}",
        bent.english
    );
    let place = "values of “Performance” are on average highest where “Stress” is “Never” (median “high”) or “Always” (median “high”) and lowest where it is “Sometimes” (median “low”)";
    assert!(bent.english.contains(place), "{}", bent.english);
    assert!(
        bent.english
            .contains("A rising or falling trend between the two was not shown (tau-b")
    );
    assert!(
        bent.danish.contains(
            "værdierne af »Performance« er i gennemsnit højest, hvor »Stress« er »Never«"
        ) && bent.danish.contains("er ikke påvist")
    );
    never(&bent, &["test without order", "test uden rækkefølge"]);
    never(&bent, &["no evidence", "half as often", "halvt så ofte"]);
}

#[test]
fn single_answers_are_told_beside_the_word_and_make_none() {
    let wide =
        |counts: &[u64], side: TableSide| advised(counts, side, named("Job", &["Yes", "No"]));
    let empty = wide(
        &[60, 90, 110, 60, 0, 0],
        named("Town", &["a", "b", "nobody"]),
    );
    let plain = wide(&[60, 90, 110, 60], named("Town", &["a", "b"]));
    assert_eq!(
        (empty.status, plain.status),
        (AssociationStatus::Shown, AssociationStatus::Shown)
    );
    // Without the empty row the same is said, and eight moves do not undo it.
    let (mine, other) = (empty.fragility.unwrap(), plain.fragility.unwrap());
    assert_eq!(
        (mine.fewest, mine.one_person),
        (other.fewest, other.one_person)
    );
    assert_eq!((mine.fewest, mine.one_person), (None, None));
    // fisher.test: .111, and .077 without one of the 2.
    let nobody = advised(
        &[24, 0, 2, 1],
        named("a", &["1", "2"]),
        named("b", &["1", "2"]),
    );
    assert!(nobody.fragility.unwrap().one_person.is_none());
}

#[test]
fn nothing_is_claimed_that_its_source_does_not_say() {
    let near = advised(&[1, 5, 4, 2], gender(), named("In a job", &["Yes", "No"]));
    assert!(
        near.messages
            .iter()
            .any(|message| message.code == AdviceCode::NearMiss)
    );
    // Recommending the N − 1 chi-square and warning of it argues with itself.
    assert!(
        near.messages
            .iter()
            .all(|message| message.code != AdviceCode::Sparse)
    );
    never(
        &near,
        &[
            "about as often as down",
            "omtrent lige så ofte",
            "use the exact one",
            "brug den eksakte",
        ],
    );
    let rare = advised(
        &[7, 93, 2, 98],
        gender(),
        named("Fired", &["Yes", "No"]).with_yes(0),
    );
    assert!(rare.english.contains("7 % (7 of 100)") && rare.english.contains("[−1; 12]"));
    // With nine of two hundred the largest phi is .217: percentages are told instead.
    never(&rare, &["−.00", "−0,00", "φ"]);
    let trend = advised(
        &[14, 8, 4, 9, 10, 9, 4, 8, 14],
        ordered("A", &["1", "2", "3"]),
        ordered("B", &["1", "2", "3"]),
    );
    never(&trend, &["half as often", "halvt så ofte"]);
}

#[test]
fn weights_are_told() {
    let table = Table::new(2, 2, vec![640.0, 620.0, 580.0, 702.3]).unwrap();
    let table = table
        .with_sides(named("a", &["1", "2"]), named("b", &["1", "2"]))
        .unwrap();
    let advice = advise(&table.weighted(), &AdviceRequest::default());
    assert!(
        advice.english.contains("N = 2,542.3, weighted")
            && advice.danish.contains("N = 2.542,3, vægtet")
    );
    assert!(
        advice
            .messages
            .iter()
            .any(|message| message.code == AdviceCode::Weighted)
    );
}

#[test]
fn sparse_groups_are_tested_exactly() {
    // Every table with these margins: .0028212; large-sample .0047519 (SciPy).
    let table = crossed(
        &[5, 4, 1, 2, 5, 3, 0, 2, 7],
        named("Region", &["a", "b", "c"]),
        ordered("Trust", &["1", "2", "3"]),
    );
    let advice = advise(&table, &AdviceRequest::default());
    let outcome = advice.outcome.unwrap();
    assert!(
        outcome.name.contains("exact") && (outcome.p - 0.002_821_159_03).abs() < 1e-10,
        "{outcome:?}"
    );
    assert!((groups::kruskal_wallis(&table).unwrap().p - 0.004_751_912_4).abs() < 1e-9);
    assert_eq!(
        advice.effects.unwrap().first().unwrap().measure,
        EffectMeasure::EpsilonSquared
    );
}

#[test]
fn names_tell_the_share_of_each_group_or_the_cell_that_departs_most() {
    let region = || named("Region", &["North", "South", "West"]);
    let job = advised(
        &[30, 10, 18, 22, 20, 20],
        region(),
        named("In a job", &["Yes", "No"]).with_yes(0),
    );
    assert!(
        job.english.starts_with("The share of “Yes” for “In a job” differs between the groups of “Region” (bias-corrected V = "),
        "{}",
        job.english
    );
    let each = "It is 75 % (30 of 40) for “North”, 45 % (18 of 40) for “South” and 50 % (20 of 40) for “West”.";
    assert!(job.english.ends_with(each), "{}", job.english);
    assert!(job.danish.starts_with(
        "Andelen af »Yes« for »In a job« er forskellig mellem grupperne i »Region« ("
    ));
    assert!(job.danish.ends_with("Den er 75 % (30 af 40) for »North«, 45 % (18 af 40) for »South« og 50 % (20 af 40) for »West«."));
    assert!(
        job.danish.contains("biaskorrigeret V = ")
            && job.danish.contains("Pearsons chi-i-anden-test: χ²(2) = ")
    );
    let way = advised(
        &[20, 10, 10, 6, 20, 14, 7, 18, 15],
        region(),
        named("Way to work", &["Bike", "Bus", "Car"]),
    );
    assert!(
        way.english
            .starts_with("“Region” and “Way to work” are related (bias-corrected V = "),
        "{}",
        way.english
    );
    // R: chisq.test(matrix(c(20, 10, 10, 6, 20, 14, 7, 18, 15), 3, byrow = TRUE))$stdres has 3.90
    // there and nothing larger.
    let cell = "The adjusted residual largest in absolute value (3.90) is that of “Bike” among those whose “Region” is “North”: \
                50 % (20 of 40), against 16 % (13 of 80) of the others.";
    assert!(way.english.ends_with(cell), "{}", way.english);
    assert!(
        way.danish
            .ends_with("er for »Bike« blandt dem, hvis »Region« er »North«: 50 % (20 af 40) mod 16 % (13 af 80) af de andre.")
    );
    never(
        &way,
        &["no direction tested", "uden at en retning er testet"],
    );
    let alike = advised(
        &[20, 20, 18, 22, 21, 19],
        region(),
        named("In a job", &["Yes", "No"]).with_yes(0),
    );
    assert!(
        alike.english.contains(
            "By “Region”, the share of “Yes” for “In a job” is 50 % (20 of 40) for “North”"
        )
    );
}

#[test]
fn those_with_a_characteristic_come_first() {
    let training = |labels: &[&str], yes| named("Any training", labels).with_yes(yes);
    let job = || named("In a job", &["No", "Yes"]).with_yes(1);
    let last = advised(&[20, 10, 9, 21], training(&["No", "Yes"], 1), job());
    let first = advised(&[9, 21, 20, 10], training(&["Yes", "No"], 0), job());
    assert_eq!(last.english, first.english);
    assert!(
        last.english
            .starts_with("“In a job” is “Yes” for 70 % (21 of 30) of those whose “Any training” is “Yes” and for 33 % (10 of 30)")
    );
    assert!(
        last.english
            .contains("difference 37 percentage points [11; 58]"),
        "{}",
        last.english
    );
}

#[test]
fn the_share_of_yes_is_told_along_a_scale_that_comes_before_it() {
    let meetings = || ordered("Meetings", &["0", "1", "2", "3", "4"]);
    let job = || named("In a job", &["No", "Yes"]).with_yes(1);
    let rising = advised(&[16, 4, 12, 6, 9, 9, 6, 12, 5, 15], meetings(), job());
    assert!(
        rising.english.starts_with(
            "The share of “Yes” for “In a job” rises with “Meetings” (probability that someone whose “In a job” is “Yes” has"
        ),
        "{}",
        rising.english
    );
    assert!(
        rising.english.contains(" It is 20 % (4 of 20) for “0”, ")
            && rising.english.ends_with(" and 75 % (15 of 20) for “4”.")
    );
    assert!(
        rising.danish.starts_with("Andelen af »Yes« for »In a job« stiger med »Meetings« (sandsynligheden for, at en person, hvis")
    );
    let falling = advised(&[5, 15, 6, 12, 9, 9, 12, 6, 16, 4], meetings(), job());
    assert!(
        falling
            .english
            .starts_with("The share of “Yes” for “In a job” falls with “Meetings”")
    );
    // The ends say otherwise than the whole: all shares are told.
    let uneven = advised(&[1, 2, 40, 10, 20, 20, 10, 40, 2, 1], meetings(), job());
    assert!(
        uneven
            .english
            .contains("It is 67 % (2 of 3) for “0”, 20 % (10 of 50) for “1”"),
        "{}",
        uneven.english
    );
    let weak = advised(&[4, 4, 5, 3, 4, 4, 5, 4, 3, 4], meetings(), job());
    assert!(weak.english.contains(
        "By “Meetings”, the share of “Yes” for “In a job” is 50 % (4 of 8) for “0”, 38 %"
    ));
    // Groups that come first are groups, and their medians are those of the scale.
    let groups = advised(&[4, 5, 4, 5, 3, 4, 3, 4, 4, 4], job(), meetings());
    assert!(
        groups
            .english
            .contains("The median of “Meetings” is “2” for both “Yes” (n = 19) and “No” (n = 21)."),
        "{}",
        groups.english
    );
    assert!(
        groups
            .danish
            .contains("Medianen af »Meetings« er »2« for både »Yes« (n = 19) og »No« (n = 21).")
    );
}

#[test]
fn labels_that_are_sentences_are_quoted_and_one_answer_is_named() {
    let agree = |name: &str| ordered(name, &["Disagree", "Neither", "Agree"]);
    let seen = advised(
        &[14, 8, 4, 9, 10, 9, 4, 8, 14],
        agree("I was seen"),
        agree("I was heard"),
    );
    assert!(
        seen.english.starts_with(
            "Higher agreement with “I was seen” goes with higher agreement with “I was heard”"
        ),
        "{}",
        seen.english
    );
    assert!(seen.danish.starts_with(
        "Højere enighed i »I was seen« hænger sammen med højere enighed i »I was heard«"
    ));
    let one = advised(&[20, 0, 20, 0], gender(), named("In a job", &["Yes", "No"]));
    assert_eq!(
        one.english,
        "The relation between “Gender” and “In a job” cannot be tested: “In a job” is “Yes” for all 40."
    );
    assert!(
        one.danish.ends_with("»In a job« er »Yes« for alle 40.")
            && one.messages[0].english == "“In a job” is “Yes” for all 40."
    );
}

#[test]
fn rounding_does_not_hide_on_which_side_of_the_level_p_lies() {
    let near = advised(
        &[9, 16, 16, 9],
        gender(),
        named("In a job", &["Yes", "No"]).with_yes(0),
    );
    assert!(
        near.english
            .contains("[−52; just below 0], 95 % CI; relative risk 0.56 [0.30; just below 1]"),
        "{}",
        near.english
    );
    assert!(
        near.english
            .contains("χ²(1) = 3.84, p just below .05; N = 50)"),
        "{}",
        near.english
    );
    assert!(
        near.danish.contains("[−52; lige under 0]") && near.danish.contains("p lige under 0,05")
    );
    // SciPy: fisher_exact .0887, less half of hypergeom.pmf(9, 50, 25, 25) .0722, boschloo_exact
    // .0649.
    let others = " Other tests that fit these data fall on the other side of .05: Fisher’s exact test, p = .089; Fisher’s test with mid-p, \
                  p = .072; Boschloo’s exact test, p = .065.";
    assert!(near.english.ends_with(others), "{}", near.english);
    assert!(
        near.danish
            .ends_with("Fishers eksakte test, p = 0,089; Fishers test med mid-p, p = 0,072; Boschloos eksakte test, p = 0,065.")
    );
    let tests: Vec<AlternativeMethod> = near.beside.iter().map(|other| other.test).collect();
    assert_eq!(
        tests,
        [
            AlternativeMethod::FisherExact,
            AlternativeMethod::FisherMidP,
            AlternativeMethod::Boschloo
        ]
    );
}

#[test]
fn few_answers_get_an_exact_p_beside_or_instead() {
    let job = || named("In a job", &["Yes", "No"]).with_yes(0);
    // scipy.stats.fisher_exact gives .0698 for [[2, 7], [8, 3]]; less half of P(first cell = 2):
    // hypergeom.pmf(2, 20, 10, 9) = .0322.
    let twenty = advised(&[2, 7, 8, 3], gender(), job());
    assert!(
        twenty
            .english
            .contains("p = .028; Boschloo’s exact test: p = .032; N = 20"),
        "{}",
        twenty.english
    );
    assert!(
        twenty.english.ends_with("on the other side of .05: Fisher’s exact test, p = .070; Fisher’s test with mid-p, p = .054."),
        "{}",
        twenty.english
    );
    assert!(
        twenty
            .danish
            .ends_with("Fishers eksakte test, p = 0,070; Fishers test med mid-p, p = 0,054.")
    );
    let hundred = advised(&[32, 18, 20, 30], gender(), job());
    never(&hundred, &["mid-p", "other side"]);
    // Fewer than ten: 2 of the 70 tables with these margins are as far from the middle.
    let eight = advised(&[0, 4, 4, 0], gender(), job());
    assert!(
        eight
            .english
            .contains("Fisher’s exact test: p = .029; N = 8"),
        "{}",
        eight.english
    );
}

#[test]
fn many_missing_are_told_in_the_sentence() {
    let table = crossed(
        &[10, 14, 13, 10],
        gender(),
        named("In a job", &["Yes", "No"]).with_yes(0),
    );
    let told = |missing| {
        advise(
            &table,
            &AdviceRequest {
                missing,
                ..AdviceRequest::default()
            },
        )
    };
    assert!(
        told(33)
            .english
            .contains("N = 47; 33 of 80 left out because one or both values are missing)"),
        "{}",
        told(33).english
    );
    assert!(
        told(33)
            .danish
            .contains("N = 47; 33 af 80 udeladt, fordi den ene eller begge værdier mangler)")
    );
    never(&told(11), &["left out", "udeladt"]);
}

#[test]
fn epsilon_squared_reaches_no_further_than_the_margins_allow() {
    // Group sizes 3, 2, 2 and answers 4, 2, 1: every arrangement of the seven was gone through.
    let (sizes, answers) = ([3_usize, 2, 2], [4_usize, 2, 1]);
    let mut most: f64 = 0.0;
    for mark in 0..3_usize.pow(7) {
        let groups: Vec<usize> = (0..7).map(|at| mark / 3_usize.pow(at) % 3).collect();
        if (0..3).any(|g| groups.iter().filter(|x| **x == g).count() != sizes[g]) {
            continue;
        }
        let mut cells = [0_u64; 9];
        for (at, group) in groups.iter().enumerate() {
            let answer = if at < answers[0] {
                0
            } else {
                1 + usize::from(at >= answers[0] + answers[1])
            };
            cells[3 * group + answer] += 1;
        }
        let table = crossed(
            &cells,
            named("Group", &["a", "b", "c"]),
            ordered("Trust", &["1", "2", "3"]),
        );
        most = most.max(groups::kruskal_wallis(&table).unwrap().statistic / 6.0);
    }
    let table = crossed(
        &[1, 1, 1, 2, 0, 0, 1, 1, 0],
        named("Group", &["a", "b", "c"]),
        ordered("Trust", &["1", "2", "3"]),
    );
    let decided = virk::stats::shares::DecidingTest::by_score(0.999);
    let high = groups::epsilon_squared(&table, decided)
        .unwrap()
        .interval
        .unwrap()
        .high;
    assert!(most < 0.999 && (high - most).abs() < 1e-12, "{high} {most}");
}

#[test]
fn labels_are_quoted_whatever_they_are() {
    let often = || ordered("Walks", &["Never", "Sometimes", "Always"]);
    let verbs = advised(
        &[14, 8, 4, 9, 10, 9, 4, 8, 14],
        often(),
        ordered("How well do you sleep?", &["Badly", "So so", "Well"]),
    );
    assert!(verbs.english.starts_with(
        "Higher values of “Walks” go with higher answers to “How well do you sleep?” (tau-b"
    ));
    assert!(verbs.danish.starts_with(
        "Højere værdier af »Walks« hænger sammen med højere svar på »How well do you sleep?« (tau-b"
    ));
    let asked = advised(
        &[32, 18, 20, 30],
        gender(),
        named("Do you have a job?", &["Yes", "No"]).with_yes(0),
    );
    assert!(asked.english.starts_with(
        "The answer to “Do you have a job?” is “Yes” for 64 % (32 of 50) of those whose “Gender” is"
    ));
    assert!(
        asked.danish.starts_with("Svaret på »Do you have a job?« er »Yes« for 64 % (32 af 50) af dem, hvis »Gender« er »Man«, og")
    );
}

#[test]
fn an_exact_test_on_the_other_side_of_the_level_is_told() {
    // Every table with these margins, by brute force in Python: .0595; large-sample by the same
    // ranks .0453.
    let advice = advised(
        &[7, 6, 12, 11, 12, 4],
        gender(),
        ordered("Trust", &["low", "mid", "high"]),
    );
    assert!((advice.outcome.unwrap().p - 0.045_330_431_0).abs() < 1e-9);
    assert!(
        (advice.beside[0].p - 0.059_508_878_332_7).abs() < 1e-9
            && advice.beside[0].test == AlternativeMethod::Exact
    );
    let told = " Another test that fits these data falls on the other side of .05: the exact Mann–Whitney test, p = .060.";
    assert!(advice.english.ends_with(told), "{}", advice.english);
    assert!(
        advice
            .danish
            .ends_with(" falder på den anden side af 0,05: eksakt Mann–Whitney-test, p = 0,060."),
        "{}",
        advice.danish
    );
}
